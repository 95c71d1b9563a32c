import { setMaxListeners } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { isDatabaseAway } from '../db/errors.ts'
import type { LineFor } from '../slack/lines.ts'
import { uuidV7, type World } from '../world.ts'
import type { Desk } from './desk.ts'
import type { LetterKind, ReaderOf } from './kinds.ts'
import { times } from './rules.ts'
import { deliver } from './send.ts'
import { type Claimed, claim, nextDue, release, turnToLook, untilNextTurn, untilTurnToLook } from './store-sending.ts'

export interface SendingOptions {
  readonly world: Pick<World, 'db' | 'now' | 'log'>
  /** Of all rooms. */
  readonly kinds: readonly LetterKind[]
  readonly readerOf: ReaderOf
  readonly lineFor: LineFor
  readonly refused?: Desk['refused']
  readonly noteUnreachable?: Desk['noteUnreachable']
  /** Calls to Slack at a time. */
  readonly parallel?: number
  readonly leaseSeconds?: number
  readonly lookup?: boolean
}

/** Letters leave as long as this runs; in any number of processes at once. */
export interface Sending {
  /** There may be letters to send: at each beat, and after one was posted. */
  readonly wake: () => void
  /** Settles when nothing that may leave now is left, nor is anything under way. */
  readonly idle: () => Promise<void>
  /** When the next letter becomes due. */
  readonly nextDue: () => Promise<Date | undefined>
  /** Takes no more letters, gives back those it has not begun, and settles when the others are done. */
  readonly stop: () => Promise<void>
}

/** Milliseconds: what lies further ahead than the longest is left to the beat. */
const shortestNap = 20
const longestNap = 2_000

export function keepSending(options: SendingOptions): Sending {
  const { world, parallel = 16, leaseSeconds = 30, lookup = true } = options
  const { db, log } = world
  const desk: Desk = {
    ...options,
    kinds: new Map(options.kinds.map((kind) => [kind.kind, kind])),
    leaseSeconds,
    lookup,
  }
  const stopping = new AbortController()
  // Every letter that waits for a look listens; how many is bounded by the turns there are.
  setMaxListeners(0, stopping.signal)
  const underWay = new Set<Promise<void>>()
  let queue: readonly Claimed[] = []
  let running = 0
  /** The last claim stopped because every hand was busy, not for want of letters. */
  let isFull = false
  let woken = false
  let taking: Promise<void> | undefined
  let nap: { readonly over: () => void; readonly settled: Promise<void> } | undefined

  function wake(): void {
    woken = true
    nap?.over()
    if (taking || stopping.signal.aborted) return
    taking = take().finally(() => {
      taking = undefined
      // Somebody may have called between the last look and now.
      if (woken) wake()
    })
  }

  /** Claims as long as there is something to claim and a hand free for it. */
  async function take(): Promise<void> {
    while (woken && !stopping.signal.aborted) {
      woken = false
      try {
        while (queue.length + running < parallel && !stopping.signal.aborted) {
          const letters = await claim(db, world.now(), uuidV7(), leaseSeconds)
          for (const letter of letters) accept(letter)
          if (letters.length === 0) break
        }
        isFull = queue.length + running >= parallel
        if (!isFull) await sleepUntilTurn()
      } catch (error) {
        tell(error, 'letters could not be claimed')
      }
    }
  }

  /** Lanes have their turn once a second: whoever is there to the millisecond keeps up with Slack’s pace. */
  async function sleepUntilTurn(): Promise<void> {
    const wait = await untilNextTurn(db, world.now())
    if (wait === undefined || wait > longestNap || woken) return
    nap = napFor(Math.max(wait, shortestNap))
    await nap.settled
    nap = undefined
    woken = true
  }

  function accept(letter: Claimed): void {
    if (letter.state === 'sending' && lookup) follow(lookLater(letter))
    else enqueue(letter)
  }

  /** A look waits for its turn beside the others: it must not keep letters from leaving. */
  async function lookLater(letter: Claimed): Promise<void> {
    const wait = await turnToLook(db, letter, leaseSeconds)
    if (wait === undefined) return release(db, letter, { wait: await untilTurnToLook(db, letter) })
    if (wait > 0) await pause(wait, undefined, { signal: stopping.signal }).catch(() => {})
    enqueue(letter)
  }

  function enqueue(letter: Claimed): void {
    queue = [...queue, letter]
    pump()
  }

  function pump(): void {
    if (stopping.signal.aborted) {
      const left = queue
      queue = []
      for (const letter of left) follow(release(db, letter, {}))
      return
    }
    while (running < parallel) {
      const [letter, ...others] = queue
      if (!letter) return
      queue = others
      running += 1
      follow(
        bring(letter).finally(() => {
          running -= 1
          pump()
          // A hand is free for what the last claim left; or the last letter of it is gone, and its edit may be due by now.
          if (running === 0 || (isFull && queue.length + running < parallel)) wake()
        }),
      )
    }
  }

  async function bring(letter: Claimed): Promise<void> {
    try {
      if ((await deliver(desk, letter)) === 'lane-waits') giveBack(letter)
    } catch (error) {
      tell(error, 'a letter was left on its way', letter.id)
      // Whether its call had begun is not asked: with the grace, either is right.
      await release(db, letter, { wait: times.grace }).catch(() => {})
    }
  }

  /** What else this process holds of a lane that takes nothing now. */
  function giveBack({ workspaceId, lane }: Claimed): void {
    const isOfLane = (letter: Claimed) => letter.workspaceId === workspaceId && letter.lane === lane
    for (const letter of queue.filter(isOfLane)) follow(release(db, letter, {}))
    queue = queue.filter((letter) => !isOfLane(letter))
  }

  function follow(work: Promise<void>): void {
    const done = work
      .catch((error: unknown) => tell(error, 'a letter waits for its lease to end'))
      .finally(() => underWay.delete(done))
    underWay.add(done)
  }

  function tell(error: unknown, what: string, letter?: string): void {
    const details = { err: error, ...(letter ? { letter } : {}) }
    if (isDatabaseAway(error)) log.warn(details, what)
    else log.error(details, what)
  }

  async function idle(): Promise<void> {
    while (taking || underWay.size > 0) await Promise.all([taking, ...underWay])
  }

  return {
    wake,
    idle,
    nextDue: () => nextDue(db, world.now()),
    async stop() {
      stopping.abort()
      nap?.over()
      pump()
      await idle()
    },
  }
}

function napFor(wait: number): { readonly over: () => void; readonly settled: Promise<void> } {
  const waking = new AbortController()
  return {
    over: () => waking.abort(),
    settled: pause(wait, undefined, { signal: waking.signal, ref: false }).catch(() => {}),
  }
}
