import { weekOf } from '../calendar.ts'
import { type Leave, nextTimeFor, type Reader } from './rules.ts'

/**
 * What people did not ask for, in the order in which it takes its place in their week. A notice is about their own data,
 * such as who has become their manager here: it is owed, so nothing comes before it.
 */
export const unaskedOrder = ['notice', 'proposal', 'check-in', 'did-you-meet', 'reminder', 'digest'] as const
export type Unasked = (typeof unaskedOrder)[number]

/** So much of it reaches one person in a working week, from all features together. The README prints it. */
export const mostUnasked = 2

/** What of an unasked letter decides whether a week has a place for it. */
export interface Asking {
  readonly unasked: Unasked
  readonly expiresAt: Date | null
}

/** Another one to the same reader. */
export interface Rival extends Asking {
  readonly notBefore: Date
  /** When it reached them, or may have; null while it waits. */
  readonly leftAt: Date | null
}

/**
 * Whether the week has a place for this letter, at a moment of the reader’s working time. What has left counts, whatever it
 * was; of what waits, only what comes before it in the order and may still leave this week.
 */
export function mayTakePlace(reader: Reader, letter: Asking, rivals: readonly Rival[], now: Date): Leave {
  const week = weekOf(now, reader.zone)
  const taken = rivals.filter((rival) =>
    rival.leftAt === null
      ? keepsPlace(rival, letter, reader, now)
      : week.from <= rival.leftAt && rival.leftAt < week.to,
  )
  if (taken.length < mostUnasked) return { kind: 'go' }
  const until = nextTimeFor(reader, week.to)
  if (letter.expiresAt !== null && letter.expiresAt <= until) return { kind: 'end', reason: 'expired' }
  return { kind: 'hold', until, reason: 'attention' }
}

function keepsPlace({ unasked, notBefore, expiresAt }: Rival, letter: Asking, reader: Reader, now: Date): boolean {
  if (unaskedOrder.indexOf(unasked) >= unaskedOrder.indexOf(letter.unasked)) return false
  const leaves = nextTimeFor(reader, notBefore > now ? notBefore : now)
  return leaves < weekOf(now, reader.zone).to && (expiresAt === null || leaves < expiresAt)
}
