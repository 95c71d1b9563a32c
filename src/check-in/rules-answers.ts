import type { CheckInState, RoundState } from './rules.ts'

/** How somebody’s part stands when they press one of its buttons. */
export type Situation =
  /** It can be answered, and has not been. */
  | 'open'
  | 'answered'
  | 'skipped'
  /** Its time is over without an answer; there can still be one. */
  | 'closed'
  /** The round was cancelled. */
  | 'withdrawn'
  /** They do not take part any more. */
  | 'not-in'

export function situationOf(
  part: { readonly state: CheckInState; readonly isEnrolled: boolean },
  round: { readonly state: RoundState; readonly closesAt: Date },
  now: Date,
): Situation {
  if (!part.isEnrolled || part.state === 'left-out') return 'not-in'
  if (part.state === 'answered') return 'answered'
  if (round.state === 'cancelled') return 'withdrawn'
  if (round.state === 'closed' || now >= round.closesAt) return 'closed'
  return part.state === 'skipped' ? 'skipped' : 'open'
}
