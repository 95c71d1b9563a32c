import { type Day, dayOf, daysLater, type WorkingHours } from '../../calendar.ts'
import type { Account, AccountKind } from '../rules.ts'

/** What people may set, as far as it goes. The sentences of the forms say these numbers. */
export const bounds = {
  /** Minutes from start to end: so much lies in it that a message finds its time. */
  shortestDay: 60,
  longestPause: 180,
  /** Days off begin and end within so many days, and so do openings. */
  farthest: 365,
  /** Days off and pauses that are not over, together. */
  absences: 20,
  openings: 20,
  /** How long an opening lasts unless its owner says otherwise. */
  opening: 90,
  exclusions: 20,
} as const

/** What was found wrong, or what was understood. */
export type Read<Value, Problem> =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'problem'; readonly problem: Problem }

// Hours and days

/** As a form has them: times “09:00”, null while a field is empty, and a bit for each day. */
export interface TypedHours {
  readonly start: string | null
  readonly end: string | null
  readonly days: number
}

export type HoursProblem =
  | { readonly field: 'start' | 'end'; readonly kind: 'missing' }
  | { readonly field: 'end'; readonly kind: 'before-start'; readonly start: string; readonly end: string }
  | { readonly field: 'end'; readonly kind: 'too-short'; readonly minutes: number }
  | { readonly field: 'days'; readonly kind: 'missing' }

/** An end at 00:00 is the midnight that follows. */
export function readHours({ start, end, days }: TypedHours): Read<WorkingHours, HoursProblem> {
  const from = minutesOf(start)
  const to = minutesOf(end) === 0 ? 1_440 : minutesOf(end)
  if (start === null || from === undefined) return problem({ field: 'start', kind: 'missing' })
  if (end === null || to === undefined) return problem({ field: 'end', kind: 'missing' })
  if (to <= from) return problem({ field: 'end', kind: 'before-start', start, end })
  if (to - from < bounds.shortestDay) return problem({ field: 'end', kind: 'too-short', minutes: to - from })
  if (days < 1 || days > 127) return problem({ field: 'days', kind: 'missing' })
  return { kind: 'read', value: { from, to, days } }
}

function minutesOf(time: string | null): number | undefined {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time ?? '') ?? []
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes)
}

export function isSameHours(one: WorkingHours, other: WorkingHours): boolean {
  return one.from === other.from && one.to === other.to && one.days === other.days
}

// Days off and pauses

export const awayKinds = ['day-off', 'pause'] as const
export type AwayKind = (typeof awayKinds)[number]

/** Days on which nothing that was not asked for reaches somebody. */
export interface Away {
  readonly kind: AwayKind
  readonly firstDay: Day
  readonly lastDay: Day
}

export interface TypedAway {
  readonly kind: string | null
  readonly firstDay: string | null
  readonly lastDay: string | null
}

export type AwayProblem =
  | { readonly field: 'kind' | 'last'; readonly kind: 'missing' }
  | { readonly field: 'first' | 'last'; readonly kind: 'too-far'; readonly latest: Day }
  | { readonly field: 'last'; readonly kind: 'before-first'; readonly firstDay: Day; readonly lastDay: Day }
  | { readonly field: 'last'; readonly kind: 'over'; readonly lastDay: Day }
  | { readonly field: 'last'; readonly kind: 'too-long'; readonly days: number; readonly latest: Day }
  | { readonly field: 'kind'; readonly kind: 'too-many' }

/** Without a first day it begins today; the last day is part of it, and there always is one. */
export function readAway(typed: TypedAway, today: Day): Read<Away, AwayProblem> {
  const kind = awayKinds.find((each) => each === typed.kind)
  if (!kind) return problem({ field: 'kind', kind: 'missing' })
  const { lastDay } = typed
  const firstDay = typed.firstDay ?? today
  if (lastDay === null) return problem({ field: 'last', kind: 'missing' })
  const latest = daysAfter(today, bounds.farthest)
  if (firstDay > latest) return problem({ field: 'first', kind: 'too-far', latest })
  if (lastDay < firstDay) return problem({ field: 'last', kind: 'before-first', firstDay, lastDay })
  if (lastDay < today) return problem({ field: 'last', kind: 'over', lastDay })
  const days = lengthOf(firstDay, lastDay)
  const longest = daysAfter(firstDay, bounds.longestPause - 1)
  if (kind === 'pause' && days > bounds.longestPause)
    return problem({ field: 'last', kind: 'too-long', days, latest: longest })
  if (lastDay > latest) return problem({ field: 'last', kind: 'too-far', latest })
  return { kind: 'read', value: { kind, firstDay, lastDay } }
}

// Who may see my level, and whom I am never paired with

/** Why somebody cannot stand on a list of people. */
export type PeopleProblem =
  | { readonly kind: 'too-many'; readonly count: number; readonly most: number }
  | { readonly kind: 'oneself' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'not-a-member'; readonly what: Exclude<AccountKind, 'member'>; readonly name: string }
  /** They have erased themselves; nothing is said of it. */
  | { readonly kind: 'forgotten'; readonly name: string }

export function peopleProblem(chosen: readonly string[], ownSlackId: string, most: number): PeopleProblem | undefined {
  if (chosen.length > most) return { kind: 'too-many', count: chosen.length, most }
  return chosen.includes(ownSlackId) ? { kind: 'oneself' } : undefined
}

/** The first of these whom Slack describes as no member. */
export function strangerAmong(
  accounts: readonly { readonly account: Account; readonly kind: AccountKind }[],
): PeopleProblem | undefined {
  for (const { account, kind } of accounts)
    if (kind !== 'member') return { kind: 'not-a-member', what: kind, name: account.name }
  return undefined
}

export interface TypedOpening {
  readonly chosen: readonly string[]
  readonly until: string | null
  /** The day counts for everybody chosen, not only for those who come new to the list. */
  readonly forEverybody: boolean
}

export type UntilProblem =
  | { readonly kind: 'missing' }
  | { readonly kind: 'over'; readonly until: Day }
  | { readonly kind: 'too-far'; readonly latest: Day }

/** Until when the level is open to each: null where nothing has to be said, since nobody comes new to the list. */
export function readUntil(until: string | null, isNeeded: boolean, today: Day): Read<Day | null, UntilProblem> {
  if (!isNeeded) return { kind: 'read', value: null }
  if (until === null) return problem({ kind: 'missing' })
  const latest = daysAfter(today, bounds.farthest)
  if (until < today) return problem({ kind: 'over', until })
  return until > latest ? problem({ kind: 'too-far', latest }) : { kind: 'read', value: until }
}

// Days

export function daysAfter(day: Day, days: number): Day {
  return dayOf(daysLater(noonOf(day), days), 'UTC')
}

/** Both days included. */
function lengthOf(firstDay: Day, lastDay: Day): number {
  return Math.round((noonOf(lastDay).getTime() - noonOf(firstDay).getTime()) / 86_400_000) + 1
}

function noonOf(day: Day): Date {
  return new Date(`${day}T12:00:00Z`)
}

function problem<Problem>(found: Problem): { readonly kind: 'problem'; readonly problem: Problem } {
  return { kind: 'problem', problem: found }
}
