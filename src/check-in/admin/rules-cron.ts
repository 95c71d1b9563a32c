import { months } from '../../calendar.ts'

/** The moments of a schedule as people say them: “at 09:00 on the 1st of January, April, July and October”. */
export function cronInWords(cron: string): string {
  const [minute = '*', hour = '*', day = '*', month = '*', weekday = '*'] = cron.trim().split(/\s+/)
  return `${timesInWords(minute, hour)} ${daysInWords(day, weekday, monthsInWords(month))}`
}

/** “09:00” where there is one time of day; undefined where there are several. */
export function onlyTime(cron: string): string | undefined {
  const [minute = '*', hour = '*'] = cron.trim().split(/\s+/)
  const times = timesOf(minute, hour)
  return times.length === 1 ? times[0] : undefined
}

const mostTimes = 4

function timesInWords(minute: string, hour: string): string {
  const times = timesOf(minute, hour)
  return times.length <= mostTimes ? `at ${inWords(times)}` : 'several times a day'
}

function timesOf(minute: string, hour: string): readonly string[] {
  const minutes = valuesOf(minute, 0, 59)
  return valuesOf(hour, 0, 23).flatMap((h) => minutes.map((m) => `${twoDigits(h)}:${twoDigits(m)}`))
}

function daysInWords(day: string, weekday: string, inMonths: string | undefined): string {
  if (!isAny(day)) return `on ${ofMonth(day)} of ${inMonths ?? 'every month'}`
  if (isAny(weekday)) return inMonths ? `every day in ${inMonths}` : 'every day'
  const isNth = /#|L/i.test(weekday)
  const days = inWords(weekday.split(',').map(weekdayInWords))
  if (isNth) return `on ${days} of ${inMonths ?? 'every month'}`
  return inMonths ? `every ${days} in ${inMonths}` : `every ${days}`
}

function ofMonth(day: string): string {
  const parts = day.split(',').map((part) => {
    if (/^L$/i.test(part)) return 'last day'
    const [, near] = /^(\d+)W$/i.exec(part) ?? []
    if (near !== undefined) return `weekday nearest to the ${ordinal(Number(near))}`
    const [, from, to] = /^(\d+)-(\d+)$/.exec(part) ?? []
    if (from !== undefined && to !== undefined) return `${ordinal(Number(from))} to ${ordinal(Number(to))}`
    return inWords(valuesOf(part, 1, 31).map(ordinal))
  })
  return `the ${inWords(parts)}`
}

function weekdayInWords(part: string): string {
  const [, nthOf, nth] = /^(\w+)#([1-5])$/.exec(part) ?? []
  if (nthOf !== undefined) return `the ${nths[Number(nth) - 1]} ${weekdayName(nthOf)}`
  const [, lastOf] = /^(\w+)L$/i.exec(part) ?? []
  if (lastOf !== undefined) return `the last ${weekdayName(lastOf)}`
  const [, from, to] = /^(\w+)-(\w+)$/.exec(part) ?? []
  if (from !== undefined && to !== undefined) return `${weekdayName(from)} to ${weekdayName(to)}`
  return /^\w+$/.test(part) ? weekdayName(part) : inWords(valuesOf(part, 0, 6).map((at) => weekdayName(String(at))))
}

function monthsInWords(month: string): string | undefined {
  const at = valuesOf(month.replaceAll(/[a-z]{3}/gi, monthNumber), 1, 12)
  return at.length === 12 ? undefined : inWords(at.map((nth) => months[nth - 1] ?? ''))
}

/** What a part stands for, lists, ranges and steps written out; in order, each once. */
function valuesOf(part: string, least: number, most: number): readonly number[] {
  const found = part.split(',').flatMap((each) => {
    const [range = '*', step = '1'] = each.split('/')
    const [from, to] = isAny(range) ? [least, most] : range.split('-').map(Number)
    const first = from ?? least
    const last = to ?? (each.includes('/') ? most : first)
    const length = Math.max(0, Math.floor((last - first) / Math.max(1, Number(step))) + 1)
    return Array.from(
      { length: Math.min(length, most - least + 1) },
      (_, nth) => first + nth * Math.max(1, Number(step)),
    )
  })
  return [...new Set(found)].sort((one, other) => one - other)
}

function isAny(part: string): boolean {
  return part === '*' || part === '?'
}

function monthNumber(name: string): string {
  return String(months.findIndex((month) => month.slice(0, 3).toLowerCase() === name.toLowerCase()) + 1)
}

function weekdayName(part: string): string {
  const at = weekdays.findIndex((name) => name.slice(0, 3).toLowerCase() === part.toLowerCase())
  return weekdays[at < 0 ? Number(part) % 7 : at] ?? part
}

/** “1st”, “22nd”, “13th”. */
function ordinal(nth: number): string {
  const teen = nth % 100 > 10 && nth % 100 < 14
  return `${nth}${(!teen && ['th', 'st', 'nd', 'rd'][nth % 10]) || 'th'}`
}

/** “January, April and July”. */
function inWords(parts: readonly string[]): string {
  const before = parts.slice(0, -1)
  const last = parts.at(-1) ?? ''
  return before.length > 0 ? `${before.join(', ')} and ${last}` : last
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}

const nths = ['first', 'second', 'third', 'fourth', 'fifth']
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
