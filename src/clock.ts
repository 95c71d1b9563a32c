import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises'
import { z } from 'zod'
import type { Log } from './world.ts'

export interface FollowedClock {
  /** Business time as the sandbox tells it; the machine's until it has been heard for the first time. */
  readonly now: () => Date
  /**
   * Settles when the time is known, or when the sandbox could not be asked at the first attempt. Whatever waits for it goes
   * before the first work, which may need what is built then.
   */
  readonly heard: Promise<void>
  /** Settles when no work is under way any more. */
  readonly stop: () => Promise<void>
}

export interface Following {
  readonly log: Log
  /** Does what is due at this moment, and says when it has something to do next. */
  readonly work: (now: Date) => Promise<Date | undefined>
  /** Lets so many milliseconds pass between two attempts. */
  readonly pause?: (milliseconds: number, options: { readonly signal: AbortSignal }) => Promise<unknown>
}

/** Time is `at` + (machine − `since`) × `rate`, in milliseconds since 1970. */
const anchor = z.object({ version: z.int(), at: z.number(), since: z.number(), rate: z.number().min(0) })
type Anchor = z.infer<typeof anchor>

/** The sandbox answers after half a minute without news. */
const patience = 60_000
const firstPause = 100
const longestPause = 5_000

/**
 * Follows the clock of a sandbox, for trying things out: after each move the due work is done, and asking again tells the
 * sandbox so. While it is away, time goes on as it went last.
 */
export function followClock(url: string, { log, work, pause: wait = pause }: Following): FollowedClock {
  const end = new AbortController()
  const machine = Date.now()
  let known: Anchor = { version: 0, at: machine, since: machine, rate: 1 }
  const now = (): Date => new Date(known.at + (Date.now() - known.since) * known.rate)
  let isFailing = false
  const due = async (): Promise<Date | undefined> => {
    try {
      const next = await work(now())
      isFailing = false
      return next
    } catch (error) {
      if (!isFailing) log.warn({ err: error }, 'Work that is due stays due: it failed after the clock was moved.')
      isFailing = true
      return undefined
    }
  }

  const follow = async (heard: () => void): Promise<void> => {
    let asked: Asked | undefined
    for (let failures = 0; !end.signal.aborted; ) {
      try {
        known = await ask(url, asked, end.signal)
        heard()
        await turn()
        if (failures > 0) log.info({}, 'The sandbox’s clock is followed again.')
        failures = 0
        asked = { seen: known.version, next: await due() }
      } catch (error) {
        heard()
        if (end.signal.aborted) return
        failures += 1
        if (failures === 1) log.warn({ err: error }, 'The sandbox’s clock does not answer; time goes on as it went.')
        // Another sandbox may count its versions anew.
        asked = undefined
        await wait(Math.min(longestPause, firstPause * 2 ** (failures - 1)), { signal: end.signal }).catch(() => {})
      }
    }
  }
  let following = Promise.resolve()
  const heard = new Promise<void>((resolve) => {
    following = follow(resolve)
  })
  return {
    now,
    heard,
    stop: () => {
      end.abort()
      return following
    },
  }
}

interface Asked {
  readonly seen: number
  readonly next: Date | undefined
}

/** Held open by the sandbox until its clock is moved; the first one it answers at once. */
async function ask(url: string, asked: Asked | undefined, end: AbortSignal): Promise<Anchor> {
  const address = new URL(url)
  if (asked) address.searchParams.set('seen', String(asked.seen))
  // Even without a moment it says that we follow, and will ask again.
  address.searchParams.set('next', asked?.next?.toISOString() ?? '')
  const answer = await fetch(address, { signal: AbortSignal.any([end, AbortSignal.timeout(patience)]) })
  if (!answer.ok) throw new Error(`CLOCK_URL answered with ${answer.status}; expected the clock of a sandbox.`)
  return anchor.parse(await answer.json())
}
