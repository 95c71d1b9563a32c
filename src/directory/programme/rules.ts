import type { Day, WorkingHours } from '../../calendar.ts'

/** What admins set for everybody, as it stands. */
export interface Programme {
  /** IANA; of people whose zone Slack does not tell, and of the programme’s own dates. */
  readonly zone: string
  /** Of people who have set nothing of their own. */
  readonly hours: WorkingHours
  /** Slack id of whom an admin has named; undefined where nobody is, or who is has left. */
  readonly contact: string | undefined
  /** Label or id of the profile field that names somebody’s manager. */
  readonly managerField: string | undefined
  /** From today on, in their order. */
  readonly holidays: readonly Holiday[]
}

export interface Holiday {
  readonly day: Day
  readonly name: string
}

/** So many dates are kept ahead. */
export const mostHolidays = 100

/** Of a date, as the database keeps it. */
const longestName = 80

/** What a day without a name of its own is called. */
const unnamed = 'Holiday'

export type ReadHolidays =
  | { readonly kind: 'read'; readonly holidays: readonly Holiday[] }
  /** One sentence about the first line that could not be read. */
  | { readonly kind: 'refused'; readonly problem: string }

/**
 * A date a line, with its name behind it: “2026-12-25 Christmas Day”. Empty lines are passed over, the same date with the
 * same name counts once.
 */
export function readHolidays(text: string, today: Day): ReadHolidays {
  const found = new Map<Day, { readonly name: string; readonly line: number }>()
  for (const [at, typed] of text.split(/\r\n|[\r\n\u2028]/u).entries()) {
    const line = spaced(typed)
    if (line === '') continue
    const read = readLine(line)
    const problem = read === undefined ? notADate(line) : problemOf(read, today, found.get(read.day))
    if (problem) return { kind: 'refused', problem: `Line ${at + 1}: ${problem}` }
    if (read && !found.has(read.day)) found.set(read.day, { name: read.name, line: at + 1 })
  }
  if (found.size > mostHolidays) return { kind: 'refused', problem: `${found.size} dates; ${mostHolidays} fit.` }
  const holidays = [...found].map(([day, { name }]) => ({ day, name }))
  return { kind: 'read', holidays: holidays.sort((a, b) => (a.day < b.day ? -1 : 1)) }
}

/** The list as it is typed. */
export function writeHolidays(holidays: readonly Holiday[]): string {
  return holidays.map(({ day, name }) => (name === unnamed ? day : `${day} ${name}`)).join('\n')
}

function readLine(line: string): Holiday | undefined {
  const [, day = '', rest = ''] = /^(\d{4}-\d{2}-\d{2})(?:[\s,;:–—-]+(.*))?$/u.exec(line) ?? []
  return isDay(day) ? { day, name: rest.trim() || unnamed } : undefined
}

function problemOf(
  { day, name }: Holiday,
  today: Day,
  before: { readonly name: string; readonly line: number } | undefined,
): string | undefined {
  if (day < today) return `${day} is over; list the days to come.`
  if (before && before.name !== name) return `${day} stands in line ${before.line} already, with another name.`
  const length = name.length
  return length > longestName ? `the name has ${length} characters; ${longestName} fit.` : undefined
}

function notADate(line: string): string {
  const shown = [...line].length > 40 ? `${[...line].slice(0, 40).join('')}…` : line
  return `“${shown}” does not begin with a date; write it like 2026-12-25 Christmas Day.`
}

/** A day of the calendar: not the 30th of February. */
function isDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === day
}

/** Without what cannot be seen, and with one space where there were several. */
function spaced(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cs}\s]+/gu, ' ').trim()
}

/** A label as people write it, or nothing. */
export function readLabel(typed: string): string | undefined {
  return spaced(typed) || undefined
}

/** Node’s list keeps the first name a zone ever had; people type what the city is called by now. */
const calledNow: ReadonlyMap<string, string> = new Map([
  ['Africa/Asmera', 'Africa/Asmara'],
  ['America/Godthab', 'America/Nuuk'],
  ['Asia/Calcutta', 'Asia/Kolkata'],
  ['Asia/Katmandu', 'Asia/Kathmandu'],
  ['Asia/Rangoon', 'Asia/Yangon'],
  ['Asia/Saigon', 'Asia/Ho_Chi_Minh'],
  ['Atlantic/Faeroe', 'Atlantic/Faroe'],
  ['Europe/Kiev', 'Europe/Kyiv'],
  ['Pacific/Enderbury', 'Pacific/Kanton'],
  ['Pacific/Ponape', 'Pacific/Pohnpei'],
  ['Pacific/Truk', 'Pacific/Chuuk'],
])
const formerly: ReadonlyMap<string, string> = new Map([...calledNow].map(([before, now]) => [now, before]))

/** Zones by today’s names, each once, UTC first. */
export function zonesOffered(zones: readonly string[]): readonly string[] {
  const named = zones.map((zone) => calledNow.get(zone) ?? zone)
  return [...new Set(['UTC', ...named.sort()])]
}

/**
 * The zones whose name, or the one before, holds every word that was typed, those that begin with it first; a hundred at
 * most.
 */
export function zonesLike(typed: string, zones: readonly string[]): readonly string[] {
  const wanted = asWords(typed).split(' ').filter(Boolean)
  const [first = ''] = wanted
  const names = (zone: string) => asWords(`${zone} ${formerly.get(zone) ?? ''}`)
  const fitting = zones.filter((zone) => wanted.every((word) => names(zone).includes(word)))
  const rank = (zone: string) =>
    names(zone)
      .split(' ')
      .some((word) => word.startsWith(first))
      ? 0
      : 1
  return [...fitting].sort((a, b) => rank(a) - rank(b)).slice(0, 100)
}

function asWords(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[_/\s]+/gu, ' ')
    .trim()
}
