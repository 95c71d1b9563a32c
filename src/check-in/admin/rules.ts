import { type Day, dayOf, daysBetween } from '../../calendar.ts'
import type { LeftOut, RoundState } from '../rules.ts'

/** How a round stands, in people. */
export interface Numbers {
  /** Everybody it has looked at. */
  readonly enrolled: number
  /** Of them, those who are asked. */
  readonly invited: number
  readonly leftOut: readonly Counted<LeftOut>[]
  readonly sent: number
  /** Questions that have not left. */
  readonly held: number
  /** When the last of those may leave. */
  readonly lastAt: Date | undefined
  /** Questions that Slack did not take, or about which it said nothing, by its word. */
  readonly notDelivered: readonly Counted<string>[]
  /** Of them, those whose letter can be tried again: what was called off at the close is in no list of letters. */
  readonly canBeTried: number
  readonly stillRight: number
  readonly updated: number
  readonly firstLevel: number
  /** After the close; not among the three above. */
  readonly late: number
  readonly skipped: number
  /** No answer yet, or none at all, with those whose question is still to leave; not those whom it has not reached. */
  readonly silent: number
}

export interface Counted<What> {
  readonly what: What
  readonly count: number
}

export function answeredOf({ stillRight, updated, firstLevel }: Numbers): number {
  return stillRight + updated + firstLevel
}

export function sumOf(counted: readonly Counted<unknown>[]): number {
  return counted.reduce((sum, { count }) => sum + count, 0)
}

/** Below this many people there is no percentage: it would say more than it knows. */
export const leastForPercent = 20

/** Whole percent; undefined for few. */
export function percentOf(part: number, whole: number): number | undefined {
  return whole < leastForPercent ? undefined : Math.round((part / whole) * 100)
}

export interface Progress {
  /** From 1 on, by the calendar of the zone. */
  readonly day: number
  readonly days: number
  /** Percent at the close; undefined where it is too early to say, or they are too few. */
  readonly about: number | undefined
}

/**
 * How far a round is, and where it leads if each day as large a part of those who have not answered does as so far. What
 * nobody can know is told as “about”.
 */
export function progressOf(
  { opensAt, closesAt }: { readonly opensAt: Date; readonly closesAt: Date },
  { answered, invited }: { readonly answered: number; readonly invited: number },
  zone: string,
  now: Date,
): Progress {
  const days = daysBetween(opensAt, closesAt, zone)
  const day = Math.min(Math.max(daysBetween(opensAt, now, zone) + 1, 1), days)
  const passed = (now.getTime() - opensAt.getTime()) / (closesAt.getTime() - opensAt.getTime())
  const about = day > 1 && passed < 1 && answered > 0 ? (1 - (1 - answered / invited) ** (1 / passed)) * 100 : undefined
  return { day, days, about: invited < leastForPercent || about === undefined ? undefined : Math.round(about) }
}

export const runningStates: readonly RoundState[] = ['planning', 'open', 'paused']

export function isRunning(state: RoundState): boolean {
  return runningStates.includes(state)
}

/** Somebody’s part in a round, as the preview has it. */
export interface Part {
  readonly personId: string
  /** When their question leaves, or has left. */
  readonly at: Date | undefined
  readonly leftOut: LeftOut | undefined
  readonly isSent: boolean
}

export const filters = ['everybody', 'with-level', 'no-level', 'left-out'] as const
export type Filter = (typeof filters)[number]

export type Amounts = Readonly<Record<Filter, number>>

export const pageSize = 20

/** Where the reader of a preview stands. */
export interface Place {
  readonly skill: string
  /** Undefined: the round that would open next. */
  readonly roundId?: string | undefined
  readonly filter: Filter
  /** From 0 on. */
  readonly page: number
  /** The id of whom they looked for; null where that is nobody of the check-in. */
  readonly found?: string | null | undefined
}

/** Those of this filter, in the order in which they are asked; who is left out stands at the end. */
export function listed(
  parts: readonly Part[],
  filter: Filter,
  hasLevel: (personId: string) => boolean,
): readonly Part[] {
  return parts.filter((part) => isOf(part, filter, hasLevel)).sort(inOrder)
}

export function amountsOf(parts: readonly Part[], hasLevel: (personId: string) => boolean): Amounts {
  const count = (filter: Filter) => parts.filter((part) => isOf(part, filter, hasLevel)).length
  return {
    everybody: parts.length,
    'with-level': count('with-level'),
    'no-level': count('no-level'),
    'left-out': count('left-out'),
  }
}

function isOf(part: Part, filter: Filter, hasLevel: (personId: string) => boolean): boolean {
  switch (filter) {
    case 'everybody':
      return true
    case 'with-level':
      return !part.leftOut && hasLevel(part.personId)
    case 'no-level':
      return !part.leftOut && !hasLevel(part.personId)
    case 'left-out':
      return part.leftOut !== undefined
  }
}

function inOrder(one: Part, other: Part): number {
  const [a, b] = [one.at?.getTime() ?? Number.POSITIVE_INFINITY, other.at?.getTime() ?? Number.POSITIVE_INFINITY]
  if (a !== b) return a < b ? -1 : 1
  return one.personId < other.personId ? -1 : 1
}

export interface DayOfSending {
  readonly day: Day
  readonly at: Date
  readonly count: number
  /** In order; `hour` by the clock of the zone. */
  readonly hours: readonly { readonly hour: number; readonly count: number }[]
}

/** How many questions leave on which day and in which hour, by the reader’s clock. */
export function byDayAndHour(moments: readonly Date[], zone: string, hourOf: (at: Date) => number): DayOfSending[] {
  const days = new Map<Day, { at: Date; hours: Map<number, number> }>()
  const quarters = new Map<number, { day: Day; hour: number }>()
  for (const at of moments) {
    // Zones differ by quarters of an hour: within one, everybody has the same day and hour.
    const quarter = Math.floor(at.getTime() / 900_000)
    const place = quarters.get(quarter) ?? { day: dayOf(at, zone), hour: hourOf(at) }
    quarters.set(quarter, place)
    const found = days.get(place.day) ?? { at, hours: new Map<number, number>() }
    days.set(place.day, { at: at < found.at ? at : found.at, hours: found.hours })
    found.hours.set(place.hour, (found.hours.get(place.hour) ?? 0) + 1)
  }
  return [...days]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([day, { at, hours }]) => ({
      day,
      at,
      count: [...hours.values()].reduce((sum, each) => sum + each, 0),
      hours: [...hours].sort(([one], [other]) => one - other).map(([hour, count]) => ({ hour, count })),
    }))
}

export interface Pace {
  /** When the last one has left. */
  readonly until: Date
  /** The longest that one of them waits for its turn, in minutes. */
  readonly longest: number
}

/** How long it takes where only so many leave in a minute, one after the other. */
export function paceOf(moments: readonly Date[], perMinute: number): Pace | undefined {
  const step = 60_000 / perMinute
  let free = 0
  let longest = 0
  for (const at of moments.map((moment) => moment.getTime()).sort((one, other) => one - other)) {
    const leaves = Math.max(at, free)
    longest = Math.max(longest, leaves - at)
    free = leaves + step
  }
  return moments.length === 0 ? undefined : { until: new Date(free - step), longest: Math.ceil(longest / 60_000) }
}

/** A page that is there: the last one, where the list has become shorter. */
export function within(place: Place, { [place.filter]: amount }: Amounts): Place {
  return { ...place, page: Math.max(0, Math.min(place.page, Math.ceil(amount / pageSize) - 1)) }
}

export function hasMore({ filter, page }: Place, { [filter]: amount }: Amounts): boolean {
  return (page + 1) * pageSize < amount
}

const leftOutReasons: readonly LeftOut[] = [
  'guest',
  'bot',
  'stranger',
  'closed',
  'left',
  'pause',
  'day-off',
  'no-working-day',
]

/** Undefined for a word of another release. */
export function leftOutOf(word: string): LeftOut | undefined {
  return leftOutReasons.find((reason) => reason === word)
}
