import { clockTime, nearDate } from '../../calendar.ts'
import { grouped } from '../../directory/enrolment/views-list.ts'
import type { LeftOut } from '../rules.ts'
import { type Counted, percentOf, sumOf } from './rules.ts'

/** Against which moments are drawn. */
export interface Reading {
  /** IANA. */
  readonly zone: string
  readonly now: Date
}

/** “Thu 15 Oct, 09:00 Europe/Berlin”. */
export function momentWithZone(at: Date, { zone, now }: Reading): string {
  return `${moment(at, { zone, now })} ${zone}`
}

/** “Thu 15 Oct, 09:00”. */
export function moment(at: Date, { zone, now }: Reading): string {
  return `${nearDate(at, zone, now)}, ${clockTime(at, zone)}`
}

/** “298 of 388 answered (77 %)”; of few there is no percentage. */
export function answeredInWords(answered: number, invited: number): string {
  const percent = percentOf(answered, invited)
  return `${grouped(answered)} of ${grouped(invited)} answered${percent === undefined ? '' : ` (${percent} %)`}`
}

/** Ten of them, for the eye: the figures stand before it. */
export function bar(part: number, whole: number): string {
  const full = whole === 0 ? 0 : Math.round((part / whole) * 10)
  return '■'.repeat(full) + '□'.repeat(10 - full)
}

/** So many reasons are told apart. */
const mostReasons = 8

/** “day off: 9”, a line each; what is rarer than those is one line. */
export function reasonLines<What>(counted: readonly Counted<What>[], wordsOf: (what: What) => string): string[] {
  const merged = new Map<string, number>()
  for (const { what, count } of counted) merged.set(wordsOf(what), (merged.get(wordsOf(what)) ?? 0) + count)
  const sorted = [...merged].sort(([, one], [, other]) => other - one)
  const rest = sumOf(sorted.slice(mostReasons).map(([what, count]) => ({ what, count })))
  const lines = sorted.slice(0, mostReasons).map(([words, count]) => `• ${words}: ${grouped(count)}`)
  return rest > 0 ? [...lines, `• other: ${grouped(rest)}`] : lines
}

export const leftOutWords: Readonly<Record<LeftOut, string>> = {
  guest: 'guest',
  bot: 'an app',
  stranger: 'of another workspace',
  closed: 'account closed',
  left: 'left the check-in',
  pause: 'everything paused',
  'day-off': 'day off',
  'no-working-day': 'no working day before the close',
}

/** “Warsaw”, from “Europe/Warsaw”. */
export function cityOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')
}

/** “3, 7 and 12”. */
export function listOf(parts: readonly (string | number)[]): string {
  const before = parts.slice(0, -1)
  return before.length > 0 ? `${before.join(', ')} and ${parts.at(-1)}` : String(parts.at(-1) ?? '')
}

/** “Check-in 2026-Q4”, and of which skill where there are several. */
export function titleOf(name: string, label: string | undefined): string {
  return label === undefined ? `Check-in ${name}` : `Check-in ${name} (${label})`
}
