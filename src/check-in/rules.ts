import {
  type Day,
  dayOf,
  instantOf,
  localDaysLater,
  nextWorkingMorning,
  nextWorkingTime,
  type WorkingHours,
} from '../calendar.ts'

/** What a round goes by; all but the counts are days. The README prints it. */
export const timeline = {
  /** After a person’s own question, to those who have not answered. */
  reminders: [3, 7, 12],
  /** Whatever days a programme chooses. */
  mostReminders: 3,
  /** After the opening. */
  close: 14,
  /** Rounds of silence from beginning to end after which only the question is asked. */
  silentRounds: 2,
} as const

export type RoundState = 'planning' | 'open' | 'paused' | 'closed' | 'cancelled'
export type RoundEvent = 'planned' | 'paused' | 'resumed' | 'closed' | 'cancelled'

/** Where each event leads a round, from where it can happen. What is not here does not happen. */
export const roundMoves: Readonly<Record<RoundEvent, Readonly<Partial<Record<RoundState, RoundState>>>>> = {
  planned: { planning: 'open' },
  paused: { planning: 'paused', open: 'paused' },
  // Whoever was not planned before the pause is planned after it.
  resumed: { paused: 'planning' },
  closed: { planning: 'closed', open: 'closed', paused: 'closed' },
  cancelled: { planning: 'cancelled', open: 'cancelled', paused: 'cancelled' },
}

export type CheckInState = 'waiting' | 'answered' | 'skipped' | 'left-out' | 'closed'
export type CheckInEvent = 'answered' | 'skipped' | 'round-closed' | 'left' | 'came-back'

/** The same for one person’s part: an answer counts whenever it comes, and silence is no answer. */
export const checkInMoves: Readonly<Record<CheckInEvent, Readonly<Partial<Record<CheckInState, CheckInState>>>>> = {
  answered: { waiting: 'answered', skipped: 'answered', closed: 'answered' },
  skipped: { waiting: 'skipped' },
  'round-closed': { waiting: 'closed' },
  left: { waiting: 'left-out' },
  'came-back': { 'left-out': 'waiting' },
}

/** Why somebody who is enrolled is not asked. */
export type LeftOut =
  | 'guest'
  | 'bot'
  | 'stranger'
  /** Their account is. */
  | 'closed'
  /** They left the check-in. */
  | 'left'
  | 'pause'
  | 'day-off'
  | 'no-working-day'

/** Why somebody is not written to on a day, besides weekends. */
export type FreeDay = 'pause' | 'day-off' | 'holiday'

/** When somebody can be written to. */
export interface Working {
  /** IANA. */
  readonly zone: string
  readonly hours: WorkingHours
  readonly freeOn: (day: Day) => FreeDay | undefined
}

export interface Span {
  readonly opensAt: Date
  /** The first moment at which it is not open any more. */
  readonly closesAt: Date
}

/**
 * The span of a round that was due then, also where it is opened later, after a downtime: it closes so many days later,
 * when it is as late in the zone. Undefined when it would be over by now.
 */
export function spanOf(dueAt: Date, days: number, zone: string, now: Date): Span | undefined {
  const closesAt = localDaysLater(dueAt, days, zone)
  return now < closesAt ? { opensAt: dueAt, closesAt } : undefined
}

export type Question =
  | { readonly kind: 'ask'; readonly at: Date }
  | { readonly kind: 'left-out'; readonly reason: LeftOut }

/** When somebody is asked: at the opening or when they came, else when they next work; or why they are not. */
export function planQuestion(person: Working, { opensAt, closesAt }: Span, now: Date): Question {
  const from = later(opensAt, now)
  const at = workingFrom(from, person)
  if (at && at < closesAt) return { kind: 'ask', at }
  return { kind: 'left-out', reason: whyFree(person, from, closesAt) }
}

/** What is known of somebody who takes part in a round and has not answered. */
export interface Waiting extends Working {
  /** When their question left; undefined while it waits, or where it never will. */
  readonly askedAt: Date | undefined
  /** How many reminders are behind them: sent, or left out because a later one stood for them. */
  readonly reminders: number
  /** They asked to be asked again then; what had not left by then, also the question, was called off for it. */
  readonly askAgainAt: Date | undefined
  readonly questionOnly: boolean
  readonly closesAt: Date
  /** In days after the question, in order. */
  readonly reminderDays: readonly number[]
}

export type Reminding =
  /** Now. From then on so many are behind them; from `until` on it is stale and does not leave. */
  | { readonly kind: 'remind'; readonly nth: number; readonly until: Date; readonly wished: boolean }
  | { readonly kind: 'look-again'; readonly at: Date }
  | { readonly kind: 'no-more' }

/**
 * What is due for somebody who has not answered, in their working time. One letter stands for every reminder that is due
 * on its day or was due before it: after a downtime, a pause or a weekend nobody gets two. What they asked for themselves
 * takes the place of the reminders until then, and is one of the three; it is kept also when those are used up, and where
 * the days to the close were taken since: an absence may end sooner.
 */
export function reminding(waiting: Waiting, now: Date): Reminding {
  const { askedAt, askAgainAt, closesAt, questionOnly, reminders, zone } = waiting
  if (!askAgainAt && !askedAt) return lookAgain(localDaysLater(now, 1, zone), closesAt)
  const due = askedAt && !questionOnly ? remindersOf(waiting, askedAt) : []
  const wanted = askAgainAt ?? due[reminders]
  // Days off may have come since somebody chose the day.
  const at = wanted && workingFrom(later(wanted, now), waiting)
  if (now >= closesAt) return noMore
  if (askAgainAt && (!at || at >= closesAt)) return lookAgain(localDaysLater(now, 1, zone), closesAt)
  if (!at || at > now) return lookAgain(at, closesAt)
  const nth = Math.min(Math.max(reminders + 1, countUntil(dayOf(now, zone), due, zone)), timeline.mostReminders)
  return { kind: 'remind', nth, until: staleFrom(due[nth], waiting), wished: askAgainAt !== undefined }
}

/** When the reminders are due that come before the close: at the time of day of the question, or when work begins next. */
export function remindersOf(
  person: Working & Pick<Waiting, 'closesAt' | 'reminderDays'>,
  askedAt: Date,
): readonly Date[] {
  const { closesAt, reminderDays, zone } = person
  return reminderDays
    .slice(0, timeline.mostReminders)
    .map((days) => workingFrom(localDaysLater(askedAt, days, zone), person))
    .filter((at) => at !== undefined)
    .filter((at) => at < closesAt)
}

/** A length of *Not now…*, in days: it ends with the first working morning of that day or after it. */
export const askAgainDays = { tomorrow: 1, 'three-days': 3, week: 7 } as const
type Length = keyof typeof askAgainDays
export type AskAgain = Length | 'last-day'

/** When somebody is asked again who wishes that; undefined where the round is over by then. */
export function askAgainAt(person: Working, wish: AskAgain, closesAt: Date, now: Date): Date | undefined {
  if (wish === 'last-day') return lastMorning(person, closesAt, now)
  const at = workingFrom(startOfDay(localDaysLater(now, askAgainDays[wish], person.zone), person.zone), person)
  return at && at < closesAt ? at : undefined
}

/** The lengths that the round has room for; where it has none for a longer one, its last day. */
export function askAgainChoices(person: Working, closesAt: Date, now: Date): readonly AskAgain[] {
  const lengths = Object.keys(askAgainDays) as Length[]
  const mornings = lengths.map((length) => askAgainAt(person, length, closesAt, now))
  const fitting = lengths.filter((_, index) => mornings[index])
  if (fitting.length === lengths.length) return fitting
  const last = lastMorning(person, closesAt, now)
  const isNew = last && !mornings.some((morning) => morning?.getTime() === last.getTime())
  return isNew ? [...fitting, 'last-day'] : fitting
}

/** “2026-Q4”, or “2026-Q4 (2)” where the quarter has one already. */
export function nameOfRound(quarter: string, taken: readonly string[]): string {
  if (!taken.includes(quarter)) return quarter
  for (let nth = 2; ; nth++) if (!taken.includes(`${quarter} (${nth})`)) return `${quarter} (${nth})`
}

const noMore: Reminding = { kind: 'no-more' }

function lookAgain(at: Date | undefined, closesAt: Date): Reminding {
  return at && at < closesAt ? { kind: 'look-again', at } : noMore
}

function countUntil(day: Day, due: readonly Date[], zone: string): number {
  return due.filter((at) => dayOf(at, zone) <= day).length
}

/** A held reminder does not leave on the day of the next one, which would follow it within hours. */
function staleFrom(next: Date | undefined, { zone, closesAt }: Waiting): Date {
  return next ? startOfDay(next, zone) : closesAt
}

function startOfDay(at: Date, zone: string): Date {
  return instantOf(dayOf(at, zone), 0, zone)
}

function workingFrom(at: Date, { zone, hours, freeOn }: Working): Date | undefined {
  return unlessNever(() => nextWorkingTime(at, zone, hours, (day) => freeOn(day) !== undefined))
}

function morningAfter(at: Date, { zone, hours, freeOn }: Working): Date | undefined {
  return unlessNever(() => nextWorkingMorning(at, zone, hours, (day) => freeOn(day) !== undefined))
}

/** The last morning of work before the close that is still to come. */
function lastMorning(person: Working, closesAt: Date, now: Date): Date | undefined {
  let last: Date | undefined
  for (let at = morningAfter(now, person); at && at < closesAt; at = morningAfter(at, person)) last = at
  return last
}

/** Nobody waits for a working time that does not come within years. */
function unlessNever(find: () => Date): Date | undefined {
  try {
    return find()
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** What the days are taken by on which they would have worked. */
function whyFree(person: Working, from: Date, until: Date): LeftOut {
  const always: Working = { ...person, freeOn: () => undefined }
  const reasons = new Set<FreeDay | undefined>()
  for (let at = workingFrom(from, always); at && at < until; at = morningAfter(at, always)) {
    reasons.add(person.freeOn(dayOf(at, person.zone)))
  }
  if (reasons.has('pause')) return 'pause'
  return reasons.has('day-off') ? 'day-off' : 'no-working-day'
}

function later(one: Date, other: Date): Date {
  return one > other ? one : other
}
