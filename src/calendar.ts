import { Temporal } from 'temporal-polyfill'

/** A day of the calendar without a zone: `2026-03-17`. */
export type Day = string

/** When somebody works, by the clock on their wall. */
export interface WorkingHours {
  /** Minutes since midnight; `to` is the first minute that is not worked any more, 1440 at most. */
  readonly from: number
  readonly to: number
  /** One bit a weekday: Monday 1, Tuesday 2 … Sunday 64. */
  readonly days: number
}

/** 09:00–17:00, Monday to Friday. */
export const usualHours: WorkingHours = { from: 9 * 60, to: 17 * 60, days: 0b0011111 }

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
export const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** “Mon 3 Aug 2026”: for records, where the year always stands. */
export function recordDate(at: Date, zone: string): string {
  const day = local(at, zone)
  return `${weekday(day)} ${day.day} ${month(day).slice(0, 3)} ${day.year}`
}

/** “Mon 2 Nov”, with the year only when it is not the reader’s present one. */
export function nearDate(at: Date, zone: string, now: Date): string {
  const day = local(at, zone)
  const short = `${weekday(day)} ${day.day} ${month(day).slice(0, 3)}`
  return day.year === local(now, zone).year ? short : `${short} ${day.year}`
}

/** “3 August 2026”: for sentences that are read aloud. */
export function longDate(at: Date, zone: string): string {
  const day = local(at, zone)
  return `${day.day} ${month(day)} ${day.year}`
}

/** “15 October”: the same for a day that is near. */
export function dayAndMonth(at: Date, zone: string): string {
  const day = local(at, zone)
  return `${day.day} ${month(day)}`
}

/** “Aug 2026”. */
export function shortMonth(at: Date, zone: string): string {
  const day = local(at, zone)
  return `${month(day).slice(0, 3)} ${day.year}`
}

/** “August 2026”. */
export function longMonth(at: Date, zone: string): string {
  const day = local(at, zone)
  return `${month(day)} ${day.year}`
}

/** “09:14”. */
export function clockTime(at: Date, zone: string): string {
  return local(at, zone).toPlainTime().toString({ smallestUnit: 'minute' })
}

/** “17 March 2026” for a day that has no zone, written `2026-03-17`. */
export function plainDate(day: string): string {
  const date = Temporal.PlainDate.from(day)
  return `${date.day} ${months[date.month - 1]} ${date.year}`
}

/** “17 Mar 2026” for such a day. */
export function shortDay(day: Day): string {
  const date = Temporal.PlainDate.from(day)
  return `${date.day} ${months[date.month - 1]?.slice(0, 3)} ${date.year}`
}

/** Whole days between two moments, by the calendar of the zone: 0 on the same day. */
export function daysBetween(earlier: Date, later: Date, zone: string): number {
  return local(earlier, zone).toPlainDate().until(local(later, zone).toPlainDate(), { largestUnit: 'day' }).days
}

/** Whole months between two moments, by the calendar of the zone. */
export function monthsBetween(earlier: Date, later: Date, zone: string): number {
  return local(earlier, zone).toPlainDate().until(local(later, zone).toPlainDate(), { largestUnit: 'month' }).months
}

/** The first moments, in UTC, of the quarter that `at` falls in and of those before it: `count` in all, oldest first. */
export function quarterStarts(at: Date, count: number): Date[] {
  const quarter = at.getUTCFullYear() * 4 + Math.floor(at.getUTCMonth() / 3)
  return Array.from({ length: count }, (_, nth) => {
    const wanted = quarter - count + 1 + nth
    return new Date(Date.UTC(Math.floor(wanted / 4), (wanted % 4) * 3, 1))
  })
}

export function dayOf(at: Date, zone: string): Day {
  return local(at, zone).toPlainDate().toString()
}

/**
 * The first moment at which a clock on the wall shows this time of that day, or a later one: where 02:30 is missing, the
 * minute after the gap; where it comes twice, its first coming. Minutes count from midnight, 1440 is the next one.
 */
export function instantOf(day: Day, minutes: number, zone: string): Date {
  return firstShowing(Temporal.PlainDate.from(day).toPlainDateTime().add({ minutes }), zone)
}

/** From the first moment of the day that `at` falls in to the first of the next, by the calendar of the zone. */
export function dayAround(at: Date, zone: string): { readonly begins: Date; readonly ends: Date } {
  const day = dayOf(at, zone)
  return { begins: instantOf(day, 0, zone), ends: instantOf(day, 1_440, zone) }
}

/** How far a clock in a zone is ahead of UTC from a moment on. */
export interface Offset {
  readonly since: Date
  readonly seconds: number
}

/** Of a zone from one moment to another, oldest first; the first of them counts for everything before, too. */
export function offsetsOf(zone: string, from: Date, to: Date): readonly Offset[] {
  const offsets: Offset[] = []
  let here = local(to, zone)
  for (;;) {
    const seconds = here.offsetNanoseconds / 1e9
    const change = here.getTimeZoneTransition('previous')
    if (!change || change.epochMilliseconds <= from.getTime()) return [{ since: new Date(0), seconds }, ...offsets]
    offsets.unshift({ since: new Date(change.epochMilliseconds), seconds })
    here = change.subtract({ milliseconds: 1 })
  }
}

/** Days for which `isFree` is true are not worked: company holidays, days off. */
export function isWorkingTime(at: Date, zone: string, hours: WorkingHours, isFree?: (day: Day) => boolean): boolean {
  const work = workOn(local(at, zone).toPlainDate(), zone, hours, isFree)
  return work !== undefined && work.starts <= at && at < work.ends
}

/**
 * `at` itself when it is working time, else when work begins next.
 * @throws RangeError when nobody would work within the next two years: nothing could wait for that.
 */
export function nextWorkingTime(at: Date, zone: string, hours: WorkingHours, isFree?: (day: Day) => boolean): Date {
  const { starts } = nextWork(at, zone, hours, isFree, ({ ends }) => at < ends)
  return starts < at ? at : starts
}

/** When work begins the next time after `at`: tomorrow’s, when today’s has begun. Throws like `nextWorkingTime`. */
export function nextWorkingMorning(at: Date, zone: string, hours: WorkingHours, isFree?: (day: Day) => boolean): Date {
  return nextWork(at, zone, hours, isFree, ({ starts }) => at < starts).starts
}

interface Work {
  readonly starts: Date
  readonly ends: Date
}

const farEnough = 731

function nextWork(
  at: Date,
  zone: string,
  hours: WorkingHours,
  isFree: ((day: Day) => boolean) | undefined,
  fits: (work: Work) => boolean,
): Work {
  const today = local(at, zone).toPlainDate()
  for (let days = 0; days < farEnough; days++) {
    const work = workOn(today.add({ days }), zone, hours, isFree)
    if (work && fits(work)) return work
  }
  const { from, to, days } = hours
  throw new RangeError(
    `Working hours: found minutes ${from} to ${to}, days ${days}; expected some working time in ${zone} in the two years after ${at.toISOString()}.`,
  )
}

/** From when to when is worked that day; undefined on a free day, and where a change of clocks leaves nothing of it. */
function workOn(
  day: Temporal.PlainDate,
  zone: string,
  { from, to, days }: WorkingHours,
  isFree: (day: Day) => boolean = () => false,
): Work | undefined {
  const name = day.toString()
  if ((days & (1 << (day.dayOfWeek - 1))) === 0 || isFree(name)) return undefined
  const work = { starts: instantOf(name, from, zone), ends: instantOf(name, to, zone) }
  return work.starts < work.ends ? work : undefined
}

/** The quarter that `at` falls in for somebody in this zone. */
export function quarterOf(at: Date, zone: string): { year: number; quarter: number; name: string } {
  const { year, month } = local(at, zone)
  const quarter = Math.ceil(month / 3)
  return { year, quarter, name: `${year}-Q${quarter}` }
}

/** The week by ISO 8601, from Monday on. Its year may be another than the day’s: 1 January 2027 is in week 53 of 2026. */
export function isoWeekOf(at: Date, zone: string): { year: number; week: number } {
  const { yearOfWeek, weekOfYear } = local(at, zone)
  if (yearOfWeek === undefined || weekOfYear === undefined) throw new Error('The ISO calendar has weeks.')
  return { year: yearOfWeek, week: weekOfYear }
}

/** When the ISO week begins that `at` falls in for somebody in this zone, and when the next one does. */
export function weekOf(at: Date, zone: string): { readonly from: Date; readonly to: Date } {
  const day = local(at, zone).toPlainDate()
  const monday = day.subtract({ days: day.dayOfWeek - 1 })
  return { from: instantOf(monday.toString(), 0, zone), to: instantOf(monday.add({ days: 7 }).toString(), 0, zone) }
}

/**
 * The same time of day so many days later by the calendar of the zone; missing or twice there, it is as in `instantOf`.
 * Of several such moments each is reckoned from the first: after a missing hour the time of day is another.
 */
export function localDaysLater(at: Date, days: number, zone: string): Date {
  return firstShowing(local(at, zone).toPlainDateTime().add({ days }), zone)
}

export function daysLater(at: Date, days: number): Date {
  return new Date(at.getTime() + days * 86_400_000)
}

/** The zone when this machine’s tables know it, else undefined: Slack may know a newer zone than Node does. */
export function knownZone(zone: string | undefined): string | undefined {
  if (!zone) return undefined
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone)
    return zone
  } catch {
    return undefined
  }
}

function firstShowing(wanted: Temporal.PlainDateTime, zone: string): Date {
  const first = wanted.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const shown = first.toPlainDateTime().equals(wanted) ? first : first.getTimeZoneTransition('next')
  if (!shown) throw new Error(`${wanted} is missing in ${zone}, and no change of clocks follows it.`)
  return new Date(shown.epochMilliseconds)
}

function local(at: Date, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone)
}

function weekday(day: Temporal.ZonedDateTime): string {
  return weekdays[day.dayOfWeek - 1] ?? ''
}

function month(day: Temporal.ZonedDateTime): string {
  return months[day.month - 1] ?? ''
}
