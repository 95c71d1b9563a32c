import { type Day, usualHours, type WorkingHours } from '../../src/calendar.ts'
import type { FreeDay, Waiting, Working } from '../../src/check-in/rules.ts'

/** Days that are free, by their first and last. */
export type FreeSpan = readonly [reason: FreeDay, first: Day, last: Day]

/** Somebody who works from 09:00 to 17:00, Monday to Friday. */
export function worker(zone: string, free: readonly FreeSpan[] = [], hours: WorkingHours = usualHours): Working {
  return { zone, hours, freeOn: (day) => free.find(([, first, last]) => first <= day && day <= last)?.[0] }
}

/** Somebody whose question left then, in a round as the programme has them at first. */
export function asked(at: string, more: Partial<Waiting> = {}): Waiting {
  return {
    ...worker('Europe/Berlin'),
    askedAt: new Date(at),
    reminders: 0,
    askAgainAt: undefined,
    questionOnly: false,
    closesAt: new Date('2026-10-15T07:00:00Z'),
    reminderDays: [3, 7, 12],
    ...more,
  }
}

/** “Mon 5 Oct 2026, 09:00”: what the platform’s own formatter says, without a calendar of ours. */
export function wallClock(at: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at)
  const [weekday, day, month, year, hour, minute] = (
    ['weekday', 'day', 'month', 'year', 'hour', 'minute'] as const
  ).map((type) => parts.find((part) => part.type === type)?.value)
  return `${weekday} ${day} ${month?.slice(0, 3)} ${year}, ${hour}:${minute}`
}
