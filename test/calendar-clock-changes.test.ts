import { expect, test } from 'vitest'
import { dayOf, instantOf, isWorkingTime, nextWorkingTime } from '../src/calendar.ts'

/** What a clock on the wall does at a time that is missing (→ the end of the gap) or comes twice (→ the first). */
interface Change {
  readonly zone: string
  /** The time asked for. */
  readonly day: string
  readonly time: string
  /** When that is, and what the clock on the wall shows then. */
  readonly utc: string
  readonly shows: string
  /** File of the tz database, release 2025b, and the line that says so. */
  readonly source: string
}

// Written by hand from the lines named. Years that lie behind us, where a government may still change its mind.
const changes: readonly Change[] = [
  {
    zone: 'Pacific/Kiritimati',
    day: '1994-12-31',
    time: '02:30',
    utc: '1994-12-31T10:00:00Z',
    shows: '1995-01-01 00:00',
    source: 'australasia: Zone Pacific/Kiritimati, -10:00 until 1994 Dec 31, then 14:00 (that day was left out)',
  },
  {
    zone: 'Pacific/Auckland',
    day: '2026-09-27',
    time: '02:30',
    utc: '2026-09-26T14:00:00Z',
    shows: '2026-09-27 03:00',
    source: 'australasia: Rule NZ 2007 max - Sep lastSun 2:45s (Chatham) = 2:00s, 1:00 D',
  },
  {
    zone: 'Pacific/Auckland',
    day: '2026-04-05',
    time: '02:30',
    utc: '2026-04-04T13:30:00Z',
    shows: '2026-04-05 02:30',
    source: 'australasia: Rule NZ 2008 max - Apr Sun>=1 2:00s, 0 S',
  },
  {
    zone: 'Australia/Lord_Howe',
    day: '2026-10-04',
    time: '02:15',
    utc: '2026-10-03T15:30:00Z',
    shows: '2026-10-04 02:30',
    source: 'australasia: Rule LH 2008 max - Oct Sun>=1 2:00, 0:30 (half an hour: 10:30 to 11:00)',
  },
  {
    zone: 'Australia/Lord_Howe',
    day: '2026-04-05',
    time: '01:45',
    utc: '2026-04-04T14:45:00Z',
    shows: '2026-04-05 01:45',
    source: 'australasia: Rule LH 2008 max - Apr Sun>=1 2:00, 0 (02:00 becomes 01:30)',
  },
  {
    zone: 'Australia/Sydney',
    day: '2026-10-04',
    time: '02:30',
    utc: '2026-10-03T16:00:00Z',
    shows: '2026-10-04 03:00',
    source: 'australasia: Rule AN 2008 max - Oct Sun>=1 2:00s, 1:00 D',
  },
  {
    zone: 'Australia/Sydney',
    day: '2026-04-05',
    time: '02:30',
    utc: '2026-04-04T15:30:00Z',
    shows: '2026-04-05 02:30',
    source: 'australasia: Rule AN 2008 max - Apr Sun>=1 2:00s, 0 S',
  },
  {
    zone: 'Asia/Kathmandu',
    day: '1986-01-01',
    time: '00:10',
    utc: '1985-12-31T18:30:00Z',
    shows: '1986-01-01 00:15',
    source: 'asia: Zone Asia/Kathmandu, 5:30 until 1986, then 5:45 (a quarter of an hour)',
  },
  {
    zone: 'Asia/Kolkata',
    day: '1942-09-01',
    time: '00:30',
    utc: '1942-08-31T18:30:00Z',
    shows: '1942-09-01 01:00',
    source: 'asia: Zone Asia/Kolkata, 5:30 until 1942 Sep, then 5:30 + 1:00 until 1945 Oct 15',
  },
  {
    zone: 'Asia/Kolkata',
    day: '1945-10-14',
    time: '23:30',
    utc: '1945-10-14T17:00:00Z',
    shows: '1945-10-14 23:30',
    source: 'asia: Zone Asia/Kolkata, 5:30 + 1:00 until 1945 Oct 15, then 5:30',
  },
  {
    zone: 'Africa/Casablanca',
    day: '2025-02-23',
    time: '02:30',
    utc: '2025-02-23T01:30:00Z',
    shows: '2025-02-23 02:30',
    source: 'africa: Rule Morocco 2025 only - Feb 23 3:00, -1:00 (Ramadan begins)',
  },
  {
    zone: 'Africa/Casablanca',
    day: '2025-04-06',
    time: '02:30',
    utc: '2025-04-06T02:00:00Z',
    shows: '2025-04-06 03:00',
    source: 'africa: Rule Morocco 2025 only - Apr 6 2:00, 0 (Ramadan is over)',
  },
  {
    zone: 'Europe/Berlin',
    day: '2026-03-29',
    time: '02:30',
    utc: '2026-03-29T01:00:00Z',
    shows: '2026-03-29 03:00',
    source: 'europe: Rule EU 1981 max - Mar lastSun 1:00u, 1:00 S (Directive 2000/84/EC, article 2)',
  },
  {
    zone: 'Europe/Berlin',
    day: '2026-10-25',
    time: '02:30',
    utc: '2026-10-25T00:30:00Z',
    shows: '2026-10-25 02:30',
    source: 'europe: Rule EU 1996 max - Oct lastSun 1:00u, 0 (Directive 2000/84/EC, article 3)',
  },
  {
    zone: 'Europe/London',
    day: '2026-03-29',
    time: '01:30',
    utc: '2026-03-29T01:00:00Z',
    shows: '2026-03-29 02:00',
    source: 'europe: Rule EU 1981 max - Mar lastSun 1:00u, 1:00 S',
  },
  {
    zone: 'Europe/London',
    day: '2026-10-25',
    time: '01:30',
    utc: '2026-10-25T00:30:00Z',
    shows: '2026-10-25 01:30',
    source: 'europe: Rule EU 1996 max - Oct lastSun 1:00u, 0',
  },
  {
    zone: 'America/Sao_Paulo',
    day: '2018-11-04',
    time: '00:30',
    utc: '2018-11-04T03:00:00Z',
    shows: '2018-11-04 01:00',
    source: 'southamerica: Rule Brazil 2018 only - Nov Sun>=1 0:00, 1:00 (midnight itself is missing)',
  },
  {
    zone: 'America/Sao_Paulo',
    day: '2019-02-16',
    time: '23:30',
    utc: '2019-02-17T01:30:00Z',
    shows: '2019-02-16 23:30',
    source: 'southamerica: Rule Brazil 2016 2019 - Feb Sun>=15 0:00, 0 (midnight becomes 23:00 of the day before)',
  },
  {
    zone: 'America/St_Johns',
    day: '2026-03-08',
    time: '02:30',
    utc: '2026-03-08T05:30:00Z',
    shows: '2026-03-08 03:00',
    source: 'northamerica: Zone America/St_Johns, -3:30; Rule Canada 2007 max - Mar Sun>=8 2:00, 1:00 D',
  },
  {
    zone: 'America/St_Johns',
    day: '2026-11-01',
    time: '01:30',
    utc: '2026-11-01T04:00:00Z',
    shows: '2026-11-01 01:30',
    source: 'northamerica: Zone America/St_Johns, -3:30; Rule Canada 2007 max - Nov Sun>=1 2:00, 0 S',
  },
  {
    zone: 'America/New_York',
    day: '2026-03-08',
    time: '02:30',
    utc: '2026-03-08T07:00:00Z',
    shows: '2026-03-08 03:00',
    source: 'northamerica: Rule US 2007 max - Mar Sun>=8 2:00, 1:00 D (15 U.S.C. § 260a)',
  },
  {
    zone: 'America/New_York',
    day: '2026-11-01',
    time: '01:30',
    utc: '2026-11-01T05:30:00Z',
    shows: '2026-11-01 01:30',
    source: 'northamerica: Rule US 2007 max - Nov Sun>=1 2:00, 0 S (15 U.S.C. § 260a)',
  },
  {
    zone: 'America/Havana',
    day: '2025-03-09',
    time: '00:30',
    utc: '2025-03-09T05:00:00Z',
    shows: '2025-03-09 01:00',
    source: 'northamerica: Rule Cuba 2013 max - Mar Sun>=8 0:00s, 1:00 D',
  },
  {
    zone: 'America/Havana',
    day: '2025-11-02',
    time: '00:30',
    utc: '2025-11-02T04:30:00Z',
    shows: '2025-11-02 00:30',
    source: 'northamerica: Rule Cuba 2012 max - Nov Sun>=1 0:00s, 0 S (one o’clock becomes midnight)',
  },
  {
    zone: 'Pacific/Honolulu',
    day: '1947-06-08',
    time: '02:15',
    utc: '1947-06-08T12:30:00Z',
    shows: '1947-06-08 02:30',
    source: 'northamerica: Zone Pacific/Honolulu, -10:30 until 1947 Jun 8 2:00, then -10:00',
  },
]

test('fourteen zones have their days in the table', () => {
  expect(new Set(changes.map(({ zone }) => zone)).size).toBe(14)
})

test.each(changes)('$time on $day in $zone is $utc, when clocks show $shows', ({ zone, day, time, utc, shows }) => {
  expect(instantOf(day, minutes(time), zone)).toEqual(new Date(utc))
  expect(wallClock(new Date(utc), zone)).toBe(shows)
  expect(dayOf(new Date(utc), zone)).toBe(shows.slice(0, 10))
})

test.each(changes)('work from $time on is work from $utc in $zone', ({ zone, day, time, utc, shows }) => {
  const hours = { from: minutes(time), to: 1439, days: 127 }
  const begins = new Date(utc)
  const lostDay = shows.slice(0, 10) !== day
  const midnight = lostDay ? begins : instantOf(day, 0, zone)
  // Where the whole day is missing, work begins at its time of the day after.
  const first = lostDay ? instantOf(shows.slice(0, 10), minutes(time), zone) : begins
  expect(nextWorkingTime(midnight, zone, hours)).toEqual(first)
  expect(isWorkingTime(first, zone, hours)).toBe(true)
  expect(isWorkingTime(new Date(first.getTime() - 1), zone, hours)).toBe(false)
})

test.each(changes)('the minute before $time on $day in $zone is not later, the minute after not earlier', (change) => {
  const at = minutes(change.time)
  const [before, then, after] = [at - 1, at, at + 1].map((minute) =>
    instantOf(change.day, minute, change.zone).getTime(),
  )
  expect(before).toBeLessThanOrEqual(then ?? Number.NaN)
  expect(then).toBeLessThanOrEqual(after ?? Number.NaN)
})

function minutes(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return hour * 60 + minute
}

/** What the platform’s own formatter says, without a calendar of ours. */
function wallClock(at: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
    hourCycle: 'h23',
  })
  return parts.format(at).replace(', ', ' ')
}
