import type { Day } from '../../calendar.ts'
import { eligibility, type NotEligible } from './rules.ts'

/** Which of those in the check-in are listed. */
export const filters = ['everybody', 'no-manager', 'no-level', 'left-out', 'paused'] as const

export type Filter = (typeof filters)[number]

/** How many there are of each. */
export type Amounts = Readonly<Record<Filter, number>>

/** Where the reader stands in the list: a page of a part of it, or whoever they looked for. */
export interface Place {
  readonly skill: string
  readonly filter: Filter
  /** From 0 on. */
  readonly page: number
  /** The id of whom they looked for; null where that is nobody of the check-in. */
  readonly found?: string | null
}

export const pageSize = 20

export function startOf(skill: string, filter: Filter = 'everybody'): Place {
  return { skill, filter, page: 0 }
}

/** A page that is there: the last one, where the list has become shorter. */
export function within({ skill, filter, page }: Place, { [filter]: amount }: Amounts): Place {
  return { skill, filter, page: Math.max(0, Math.min(page, Math.ceil(amount / pageSize) - 1)) }
}

export function hasMore({ filter, page }: Place, { [filter]: amount }: Amounts): boolean {
  return (page + 1) * pageSize < amount
}

/** Somebody in the check-in, as an admin reads of them: never their level. */
export interface Enrolled {
  readonly id: string
  readonly slackId: string
  readonly since: Date
  /** Slack id. */
  readonly manager: string | undefined
  readonly hasLevel: boolean
  readonly pausedUntil: Day | undefined
  /** What Slack says of the account now. */
  readonly kind: 'member' | 'guest' | 'bot' | 'stranger'
  readonly isActive: boolean
  readonly isReachable: boolean
}

/** Why somebody who is in the check-in is not asked; undefined when they are. */
export function leftOut({ kind, isActive, isReachable }: Enrolled): NotEligible | 'unreachable' | undefined {
  const able = eligibility({ kind: kind === 'member' && !isActive ? 'closed' : kind })
  if (able.kind === 'not-eligible') return able.why
  return isReachable ? undefined : 'unreachable'
}

/** A line of the list that leaves as CSV. */
export interface Exported {
  readonly name: string
  readonly slackId: string
  readonly managerName: string
  readonly managerSlackId: string
  readonly isEnrolled: boolean
}
