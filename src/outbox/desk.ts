import { setTimeout as pause } from 'node:timers/promises'
import type { Tx } from '../db/connection.ts'
import { isDatabaseAway } from '../db/errors.ts'
import { newReference } from '../slack/guard.ts'
import type { Message } from '../slack/kit.ts'
import type { LineFor } from '../slack/lines.ts'
import type { World } from '../world.ts'
import type { LetterKind, ReaderOf } from './kinds.ts'
import type { Reader } from './rules.ts'
import { type Claimed, mark, release } from './store-sending.ts'

/** What a worker needs to bring one letter on its way. */
export interface Desk {
  readonly world: Pick<World, 'db' | 'now' | 'log'>
  readonly kinds: ReadonlyMap<string, LetterKind>
  readonly readerOf: ReaderOf
  readonly lineFor: LineFor
  /** Slack has refused the token with this word: whoever keeps tokens draws the conclusion. */
  readonly refused?: ((workspaceId: string, word: string) => Promise<void>) | undefined
  /** Slack has said that this person cannot be written to. */
  readonly noteUnreachable?: ((workspaceId: string, personId: string, word: string) => Promise<void>) | undefined
  /** Three thirds of one length: for a worker that is late, for the call, and for what Slack does after it. */
  readonly leaseSeconds: number
  /** Without it, a letter whose outcome is unknown is sent again: what a test wants to see fail. */
  readonly lookup: boolean
}

/** `lane-waits`: this lane takes nothing for a while, so that the other letters of it need not be tried. */
export type Delivered = 'over' | 'lane-waits'

export type Readers = readonly [Reader, ...Reader[]]

export async function readersOf({ world, readerOf }: Desk, letter: Claimed): Promise<Readers | undefined> {
  const reader = await readerOf(world.db, letter.workspaceId, letter.personId)
  if (!reader || letter.withPersonId === null) return reader && [reader]
  const other = await readerOf(world.db, letter.workspaceId, letter.withPersonId)
  return other && [reader, other]
}

export async function drawn(
  desk: Desk,
  letter: Claimed,
  kind: LetterKind,
  [reader]: Readers,
): Promise<Message | undefined | 'undrawable'> {
  const { db, now } = desk.world
  try {
    return await kind.draw(db, { ...letter, isEdit: letter.state === 'sent' }, reader, now())
  } catch (error) {
    if (isDatabaseAway(error)) throw error
    tellOfMistake(desk, letter, 'undrawable', error)
    return 'undrawable'
  }
}

export interface Marked {
  readonly letter: Claimed
  /**
   * True when so much of the lease has passed that the call could outlive it. The database may have answered late, or
   * this process may have stood still.
   */
  readonly isLate: () => boolean
}

/** The mark, right before the call; undefined when the letter is another’s by now. */
export async function markFor(
  { world, leaseSeconds }: Desk,
  letter: Claimed,
  tx: Tx = world.db,
): Promise<Marked | undefined> {
  const begun = performance.now()
  const attempts = await mark(tx, letter, world.now(), leaseSeconds)
  if (attempts === undefined) return undefined
  return { letter: { ...letter, attempts }, isLate: () => performance.now() - begun > (leaseSeconds * 1_000) / 3 }
}

/** The mark came too late: the call could outlive the lease. Nothing was done, so whoever is next begins anew. */
export async function notBegun({ world: { db } }: Desk, letter: Claimed): Promise<Delivered> {
  await release(db, letter, { undone: true, uncounted: true })
  return 'over'
}

/** What Slack answers, or what became of the question: errors of the database are none of these. */
export async function asked<T>(
  call: () => Promise<T>,
): Promise<{ readonly kind: 'answered'; readonly answer: T } | { readonly kind: 'failed'; readonly error: unknown }> {
  try {
    return { kind: 'answered', answer: await call() }
  } catch (error) {
    return { kind: 'failed', error }
  }
}

export function tellOfMistake({ world: { log } }: Desk, letter: Claimed, reason: string, error: unknown): void {
  log.error(
    { ref: newReference(), letter: letter.id, kind: letter.kind, reason, err: error },
    'a letter could not be sent as it was drawn',
  )
}

/** A database that restarts is back within seconds: what Slack has answered is worth waiting for. */
const pauses = [100, 200, 400, 800, 1_600, 3_200]

export async function untilWritten(write: () => Promise<unknown>): Promise<void> {
  for (const wait of [...pauses, undefined]) {
    try {
      await write()
      return
    } catch (error) {
      if (wait === undefined || !isDatabaseAway(error)) throw error
      await pause(wait)
    }
  }
}
