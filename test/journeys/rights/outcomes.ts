import { type Kind, kinds } from './cast.ts'
import type { Deed } from './deeds.ts'
import type { Outcome } from './stage.ts'

/** What comes of one deed, done by each of them. */
export interface Row {
  readonly deed: Deed
  readonly outcomes: Cells
  /** Where ids of rows or accounts travel with it: what comes of those of another workspace. */
  readonly foreign?: Outcome
  /** Slack takes no message to a closed account, and the log says so. */
  readonly isForTheLog?: true
}

export type Cells = Readonly<Partial<Record<Kind, Outcome>>>

/** They are shown it, and nothing is written. */
export function reads(answer: string): Outcome {
  return { answer, wrote: [] }
}

/** They are shown it once it is written down, in these tables. */
export function writes(answer: string, ...tables: readonly string[]): Outcome {
  return { answer, wrote: tables.toSorted() }
}

/** All come to the same, but for these. */
export function everybody(deed: Deed, outcome: Outcome, but: Cells = {}): Row {
  return { deed, outcomes: { ...Object.fromEntries(kinds.map((kind) => [kind, outcome])), ...but } }
}

/**
 * About oneself: every member may, enrolled or not; nobody else, and of them nothing is left. `gone`: who has erased
 * themselves, admin or not.
 */
export function members(deed: Deed, outcome: Outcome, but: Cells & { readonly gone: Outcome }): Row {
  const { gone, ...more } = but
  const may: readonly Kind[] = ['member', 'not enrolled', 'newcomer', 'manager', 'admin', 'appointed']
  const all = Object.fromEntries(may.map((kind) => [kind, outcome]))
  return everybody(deed, reads('not for them'), { ...all, forgotten: gone, 'forgotten admin': gone, ...more })
}

/** One of them alone, whom it is about. */
export function only(who: Kind, deed: Deed, outcome: Outcome, refusal: Outcome): Row {
  return everybody(deed, refusal, { [who]: outcome })
}

type Refusal = 'admins only' | 'no admin any more'

/** Whoever runs the programme and is here to do it: not who has left, and not who has erased themselves. */
export function admins(deed: Deed, outcome: Outcome, refusal: Refusal = 'admins only'): Row {
  return everybody(deed, reads(refusal), { admin: outcome, appointed: outcome })
}

/** The same in a window of theirs that is open already. */
export function adminsInWindow(deed: Deed, outcome: Outcome): Row {
  return admins(deed, outcome, 'no admin any more')
}

/** What one of them has begun, the other one does not end. */
export function oneAdmin(deed: Deed, outcome: Outcome, other: Outcome): Row {
  return everybody(deed, reads('no admin any more'), { admin: outcome, appointed: other })
}

export function withForeignIds(outcome: Outcome, row: Row): Row {
  return { ...row, foreign: outcome }
}

export function forTheLog(row: Row): Row {
  return { ...row, isForTheLog: true }
}
