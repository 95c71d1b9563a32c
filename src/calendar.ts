import { Temporal } from 'temporal-polyfill'

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const months = [
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

/** “17 March 2026” for a day that has no zone, written `2026-03-17`. */
export function plainDate(day: string): string {
  const date = Temporal.PlainDate.from(day)
  return `${date.day} ${months[date.month - 1]} ${date.year}`
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

function local(at: Date, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone)
}

function weekday(day: Temporal.ZonedDateTime): string {
  return weekdays[day.dayOfWeek - 1] ?? ''
}

function month(day: Temporal.ZonedDateTime): string {
  return months[day.month - 1] ?? ''
}
