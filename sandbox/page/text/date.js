/** Dates as Slack writes them in a text, in the reader's zone; and clock times of a zone as moments. */

const DAY = 86_400_000
const MONTHS = 'January February March April May June July August September October November December'.split(' ')
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')

/**
 * A template such as `{date_short_pretty} at {time}` filled in; an unknown token stays as it is.
 * @param {number} seconds @param {string} format @param {string} zone IANA @param {number} now in milliseconds
 */
export function dateText(seconds, format, zone, now) {
  const moment = seconds * 1000
  if (!Number.isFinite(moment) || Math.abs(moment) > 8.64e15) return ''
  const there = clockIn(zone, moment)
  const today = clockIn(zone, now)
  // The year goes without saying when the date is less than half a year away.
  const year = Math.abs(moment - now) < 183 * DAY ? '' : `, ${there.year}`
  const month = MONTHS[there.month - 1] ?? ''
  const long = `${month} ${ordinal(there.day)}${year}`
  const short = `${month.slice(0, 3)} ${there.day}${year}`
  const whole = `${WEEKDAYS[there.weekday]}, ${long}`
  const near = nearDay(there, today)
  const pretty = (/** @type {string} */ otherwise) => near ?? otherwise
  const [yyyy, mm, dd] = [String(there.year).padStart(4, '0'), two(there.month), two(there.day)]
  /** @type {Readonly<Record<string, string>>} */
  const tokens = {
    date_num: `${yyyy}-${mm}-${dd}`,
    date_slash: `${mm}/${dd}/${yyyy}`,
    date: long,
    date_short: short,
    date_long: whole,
    date_long_full: `${month} ${there.day}, ${there.year}`,
    date_pretty: pretty(long),
    date_short_pretty: pretty(short),
    date_long_pretty: pretty(whole),
    day_divider_pretty: pretty(
      there.year === today.year ? `${WEEKDAYS[there.weekday]}, ${month} ${ordinal(there.day)}` : whole,
    ),
    time: timeText(there, false),
    time_secs: timeText(there, true),
    ago: agoText(moment - now),
  }
  return format.replace(/\{(\w+)\}/g, (token, name, at) => {
    const text = Object.hasOwn(tokens, name) ? (tokens[name] ?? token) : token
    return at === 0 ? text.charAt(0).toUpperCase() + text.slice(1) : text
  })
}

/**
 * @typedef {Record<'year' | 'month' | 'day' | 'weekday' | 'hour' | 'minute' | 'second', number>} Clock
 */

/**
 * What the calendar and the clock on a wall there show; an unknown zone reads as UTC.
 * @param {string} zone @param {number} moment @returns {Clock}
 */
export function clockIn(zone, moment) {
  const local = new Date(moment + offsetAt(zone, moment))
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    weekday: local.getUTCDay(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
  }
}

/** `2026-11-23T09:30`, as a datetime field takes it. @param {number} seconds @param {string} zone */
export function wallTime(seconds, zone) {
  const { year, month, day, hour, minute } = clockIn(zone, seconds * 1000)
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`
}

/**
 * The Unix seconds at which that wall shows this time; null if it is no time.
 * @param {string} wall @param {string} zone
 */
export function secondsOf(wall, zone) {
  const asUtc = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(wall) ? Date.parse(`${wall}:00Z`) : Number.NaN
  if (Number.isNaN(asUtc)) return null
  // The offset of the guess may be the one before a change of the clocks; that of the second guess is right.
  const guess = asUtc - offsetAt(zone, asUtc)
  return Math.floor((asUtc - offsetAt(zone, guess)) / 1000)
}

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map()

/** @param {string} zone */
function formatOf(zone) {
  const known = formats.get(zone)
  if (known) return known
  const numeric = 'numeric'
  const options = /** @type {Intl.DateTimeFormatOptions} */ ({
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    second: numeric,
    hourCycle: 'h23',
  })
  const format = new Intl.DateTimeFormat('en-US-u-ca-iso8601', { ...options, timeZone: isZone(zone) ? zone : 'UTC' })
  formats.set(zone, format)
  return format
}

/** @param {string} zone */
function isZone(zone) {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined
  } catch {
    return false
  }
}

/** Milliseconds by which that zone's clocks are ahead of UTC. @param {string} zone @param {number} moment */
function offsetAt(zone, moment) {
  /** @type {Record<string, number>} */
  const part = {}
  for (const { type, value } of formatOf(zone).formatToParts(moment)) part[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  const local = new Date(0)
  local.setUTCFullYear(year, month - 1, day)
  local.setUTCHours(hour, minute, second)
  return local.getTime() - Math.floor(moment / 1000) * 1000
}

/** @param {Clock} there @param {Clock} today */
function nearDay(there, today) {
  const days =
    (Date.UTC(there.year, there.month - 1, there.day) - Date.UTC(today.year, today.month - 1, today.day)) / DAY
  return { [-1]: 'yesterday', 0: 'today', 1: 'tomorrow' }[days]
}

/** @param {Clock} clock @param {boolean} withSeconds */
function timeText({ hour, minute, second }, withSeconds) {
  return `${hour % 12 || 12}:${two(minute)}${withSeconds ? `:${two(second)}` : ''} ${hour < 12 ? 'AM' : 'PM'}`
}

/** @type {readonly (readonly [Intl.RelativeTimeFormatUnit, number])[]} */
const UNITS = [
  ['year', 365 * DAY],
  ['month', 30 * DAY],
  ['day', DAY],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
]

/** @param {number} away milliseconds from now */
function agoText(away) {
  const [unit, size] = UNITS.find(([, length]) => Math.abs(away) >= length) ?? ['second', 1000]
  return new Intl.RelativeTimeFormat('en', { numeric: 'always' }).format(Math.trunc(away / size), unit)
}

/** @param {number} day */
function ordinal(day) {
  const isTeen = day > 10 && day < 14
  return `${day}${(isTeen ? undefined : { 1: 'st', 2: 'nd', 3: 'rd' }[day % 10]) ?? 'th'}`
}

/** @param {number} value */
function two(value) {
  return String(value).padStart(2, '0')
}
