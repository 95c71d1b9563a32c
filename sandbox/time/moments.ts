import { Temporal } from 'temporal-polyfill'

const HOUR_MS = 3_600_000

/** How far time can be moved on at once; each from a moment, on somebody's wall where that matters. */
export const LEAPS = {
  '1h': (now: number) => now + HOUR_MS,
  '1d': (now: number) => now + 24 * HOUR_MS,
  morning: nextMorning,
  quarter: nextQuarter,
} satisfies Record<string, (now: number, zone: string) => number>

/** How far time can be played through at once. */
export const PLAYS = { round: roundIsOver } satisfies Record<string, (now: number, zone: string) => number>

/** The next 09:00 of a Monday to Friday. */
function nextMorning(now: number, zone: string): number {
  const there = wallAt(now, zone)
  for (let day = there.toPlainDate(); ; day = day.add({ days: 1 })) {
    const nine = atNine(day, zone)
    if (day.dayOfWeek <= 5 && nine > now) return nine
  }
}

/** 09:00 on the first day of the next quarter, whatever day of the week that is. */
function nextQuarter(now: number, zone: string): number {
  return atNine(quarterOf(now, zone).add({ months: 3 }), zone)
}

/** A round of two weeks opens with each quarter; a day later the mornings have passed in which its close is told of. */
const ROUND_DAYS = 15

/** 09:00 of the next such day. */
function roundIsOver(now: number, zone: string): number {
  const first = quarterOf(now, zone)
  const ends = [first, first.add({ months: 3 })].map((day) => atNine(day.add({ days: ROUND_DAYS }), zone))
  return ends.find((end) => end > now) ?? now
}

/** Its first day. */
function quarterOf(now: number, zone: string): Temporal.PlainDate {
  const { year, month } = wallAt(now, zone)
  return Temporal.PlainDate.from({ year, month: month - ((month - 1) % 3), day: 1 })
}

function atNine(day: Temporal.PlainDate, timeZone: string): number {
  return day.toZonedDateTime({ timeZone, plainTime: '09:00' }).epochMilliseconds
}

function wallAt(now: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(now)).toZonedDateTimeISO(zone)
}
