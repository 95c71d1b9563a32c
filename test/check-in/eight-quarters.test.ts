import { describe, expect, it, test } from 'vitest'
import { type Day, localDaysLater, usualHours } from '../../src/calendar.ts'
import { planQuestion, reminding, type Span, spanOf, type Working } from '../../src/check-in/rules.ts'
import { nextAfter } from '../../src/schedules/rules.ts'
import { asked, type FreeSpan, wallClock, worker } from './people.ts'

// Rules of the zones in the years played here: tz database, release 2025b, as in test/calendar-clock-changes.test.ts.
//   Kiritimati +14, Kathmandu +5:45, São Paulo −3 (since 2019), Honolulu −10: no changes.
//   Auckland   +13 from the last Sunday of September to the first of April (Rule NZ 2007 and 2008 max), else +12.
//   Sydney     +11 from the first Sunday of October to the first of April (Rule AN 2008 max), else +10.
//   Berlin     +2, London +1, from the last Sunday of March to the last of October (Rule EU 1981 and 1996 max), else an hour less.
//   New York   −4 from the second Sunday of March to the first of November (Rule US 2007 max), else −5.
const people = {
  Kiritimati: 'Pacific/Kiritimati',
  Auckland: 'Pacific/Auckland',
  Sydney: 'Australia/Sydney',
  Kathmandu: 'Asia/Kathmandu',
  Berlin: 'Europe/Berlin',
  London: 'Europe/London',
  'São Paulo': 'America/Sao_Paulo',
  'New York': 'America/New_York',
  Honolulu: 'Pacific/Honolulu',
} as const
type Place = keyof typeof people

interface Quarter {
  readonly name: string
  /** Nine in Berlin. */
  readonly opens: string
  /** By their own clocks: the question, the reminders that come before the close, the close. */
  readonly courses: Readonly<Record<Place, string>>
}

// Written by hand. Where it is evening or night at the opening, the question comes the next working morning; a reminder
// that falls on a weekend comes on Monday, at nine.
const quarters: readonly Quarter[] = [
  {
    name: '2026-Q4, with Sydney’s clocks going forward on Sun 4 Oct',
    opens: '2026-10-01T07:00Z',
    courses: {
      Kiritimati: 'Fri 2 Oct 09:00 · Mon 5 Oct 09:00 · Fri 9 Oct 09:00 · Wed 14 Oct 09:00 · closes Thu 15 Oct 21:00',
      Auckland: 'Fri 2 Oct 09:00 · Mon 5 Oct 09:00 · Fri 9 Oct 09:00 · Wed 14 Oct 09:00 · closes Thu 15 Oct 20:00',
      Sydney: 'Fri 2 Oct 09:00 · Mon 5 Oct 09:00 · Fri 9 Oct 09:00 · Wed 14 Oct 09:00 · closes Thu 15 Oct 18:00',
      Kathmandu: 'Thu 1 Oct 12:45 · Mon 5 Oct 09:00 · Thu 8 Oct 12:45 · Tue 13 Oct 12:45 · closes Thu 15 Oct 12:45',
      Berlin: 'Thu 1 Oct 09:00 · Mon 5 Oct 09:00 · Thu 8 Oct 09:00 · Tue 13 Oct 09:00 · closes Thu 15 Oct 09:00',
      London: 'Thu 1 Oct 09:00 · Mon 5 Oct 09:00 · Thu 8 Oct 09:00 · Tue 13 Oct 09:00 · closes Thu 15 Oct 08:00',
      'São Paulo': 'Thu 1 Oct 09:00 · Mon 5 Oct 09:00 · Thu 8 Oct 09:00 · Tue 13 Oct 09:00 · closes Thu 15 Oct 04:00',
      'New York': 'Thu 1 Oct 09:00 · Mon 5 Oct 09:00 · Thu 8 Oct 09:00 · Tue 13 Oct 09:00 · closes Thu 15 Oct 03:00',
      Honolulu: 'Thu 1 Oct 09:00 · Mon 5 Oct 09:00 · Thu 8 Oct 09:00 · Tue 13 Oct 09:00 · closes Wed 14 Oct 21:00',
    },
  },
  {
    name: '2027-Q1, opened on a company holiday',
    opens: '2027-01-01T08:00Z',
    courses: {
      Kiritimati: 'Mon 4 Jan 09:00 · Thu 7 Jan 09:00 · Mon 11 Jan 09:00 · closes Fri 15 Jan 22:00',
      Auckland: 'Mon 4 Jan 09:00 · Thu 7 Jan 09:00 · Mon 11 Jan 09:00 · closes Fri 15 Jan 21:00',
      Sydney: 'Mon 4 Jan 09:00 · Thu 7 Jan 09:00 · Mon 11 Jan 09:00 · closes Fri 15 Jan 19:00',
      Kathmandu: 'Mon 4 Jan 09:00 · Thu 7 Jan 09:00 · Mon 11 Jan 09:00 · closes Fri 15 Jan 13:45',
      Berlin: 'Mon 4 Jan 09:00 · Thu 7 Jan 09:00 · Mon 11 Jan 09:00 · closes Fri 15 Jan 09:00',
      London: 'Mon 4 Jan 09:00 · Thu 7 Jan 09:00 · Mon 11 Jan 09:00 · closes Fri 15 Jan 08:00',
      'São Paulo': 'Mon 4 Jan 09:00 · Thu 7 Jan 09:00 · Mon 11 Jan 09:00 · closes Fri 15 Jan 05:00',
      'New York': 'Mon 4 Jan 09:00 · Thu 7 Jan 09:00 · Mon 11 Jan 09:00 · closes Fri 15 Jan 03:00',
      Honolulu: 'Mon 4 Jan 09:00 · Thu 7 Jan 09:00 · Mon 11 Jan 09:00 · closes Thu 14 Jan 22:00',
    },
  },
  {
    name: '2027-Q2, with Auckland’s and Sydney’s clocks going back on Sun 4 Apr',
    opens: '2027-04-01T07:00Z',
    courses: {
      Kiritimati: 'Fri 2 Apr 09:00 · Mon 5 Apr 09:00 · Fri 9 Apr 09:00 · Wed 14 Apr 09:00 · closes Thu 15 Apr 21:00',
      Auckland: 'Fri 2 Apr 09:00 · Mon 5 Apr 09:00 · Fri 9 Apr 09:00 · Wed 14 Apr 09:00 · closes Thu 15 Apr 19:00',
      Sydney: 'Fri 2 Apr 09:00 · Mon 5 Apr 09:00 · Fri 9 Apr 09:00 · Wed 14 Apr 09:00 · closes Thu 15 Apr 17:00',
      Kathmandu: 'Thu 1 Apr 12:45 · Mon 5 Apr 09:00 · Thu 8 Apr 12:45 · Tue 13 Apr 12:45 · closes Thu 15 Apr 12:45',
      Berlin: 'Thu 1 Apr 09:00 · Mon 5 Apr 09:00 · Thu 8 Apr 09:00 · Tue 13 Apr 09:00 · closes Thu 15 Apr 09:00',
      London: 'Thu 1 Apr 09:00 · Mon 5 Apr 09:00 · Thu 8 Apr 09:00 · Tue 13 Apr 09:00 · closes Thu 15 Apr 08:00',
      'São Paulo': 'Thu 1 Apr 09:00 · Mon 5 Apr 09:00 · Thu 8 Apr 09:00 · Tue 13 Apr 09:00 · closes Thu 15 Apr 04:00',
      'New York': 'Thu 1 Apr 09:00 · Mon 5 Apr 09:00 · Thu 8 Apr 09:00 · Tue 13 Apr 09:00 · closes Thu 15 Apr 03:00',
      Honolulu: 'Thu 1 Apr 09:00 · Mon 5 Apr 09:00 · Thu 8 Apr 09:00 · Tue 13 Apr 09:00 · closes Wed 14 Apr 21:00',
    },
  },
  {
    name: '2027-Q3',
    opens: '2027-07-01T07:00Z',
    courses: {
      Kiritimati: 'Fri 2 Jul 09:00 · Mon 5 Jul 09:00 · Fri 9 Jul 09:00 · Wed 14 Jul 09:00 · closes Thu 15 Jul 21:00',
      Auckland: 'Fri 2 Jul 09:00 · Mon 5 Jul 09:00 · Fri 9 Jul 09:00 · Wed 14 Jul 09:00 · closes Thu 15 Jul 19:00',
      Sydney: 'Fri 2 Jul 09:00 · Mon 5 Jul 09:00 · Fri 9 Jul 09:00 · Wed 14 Jul 09:00 · closes Thu 15 Jul 17:00',
      Kathmandu: 'Thu 1 Jul 12:45 · Mon 5 Jul 09:00 · Thu 8 Jul 12:45 · Tue 13 Jul 12:45 · closes Thu 15 Jul 12:45',
      Berlin: 'Thu 1 Jul 09:00 · Mon 5 Jul 09:00 · Thu 8 Jul 09:00 · Tue 13 Jul 09:00 · closes Thu 15 Jul 09:00',
      London: 'Thu 1 Jul 09:00 · Mon 5 Jul 09:00 · Thu 8 Jul 09:00 · Tue 13 Jul 09:00 · closes Thu 15 Jul 08:00',
      'São Paulo': 'Thu 1 Jul 09:00 · Mon 5 Jul 09:00 · Thu 8 Jul 09:00 · Tue 13 Jul 09:00 · closes Thu 15 Jul 04:00',
      'New York': 'Thu 1 Jul 09:00 · Mon 5 Jul 09:00 · Thu 8 Jul 09:00 · Tue 13 Jul 09:00 · closes Thu 15 Jul 03:00',
      Honolulu: 'Thu 1 Jul 09:00 · Mon 5 Jul 09:00 · Thu 8 Jul 09:00 · Tue 13 Jul 09:00 · closes Wed 14 Jul 21:00',
    },
  },
  {
    name: '2027-Q4, with Sydney’s clocks going forward on Sun 3 Oct',
    opens: '2027-10-01T07:00Z',
    courses: {
      Kiritimati: 'Mon 4 Oct 09:00 · Thu 7 Oct 09:00 · Mon 11 Oct 09:00 · closes Fri 15 Oct 21:00',
      Auckland: 'Mon 4 Oct 09:00 · Thu 7 Oct 09:00 · Mon 11 Oct 09:00 · closes Fri 15 Oct 20:00',
      Sydney: 'Mon 4 Oct 09:00 · Thu 7 Oct 09:00 · Mon 11 Oct 09:00 · closes Fri 15 Oct 18:00',
      Kathmandu: 'Fri 1 Oct 12:45 · Mon 4 Oct 12:45 · Fri 8 Oct 12:45 · Wed 13 Oct 12:45 · closes Fri 15 Oct 12:45',
      Berlin: 'Fri 1 Oct 09:00 · Mon 4 Oct 09:00 · Fri 8 Oct 09:00 · Wed 13 Oct 09:00 · closes Fri 15 Oct 09:00',
      London: 'Fri 1 Oct 09:00 · Mon 4 Oct 09:00 · Fri 8 Oct 09:00 · Wed 13 Oct 09:00 · closes Fri 15 Oct 08:00',
      'São Paulo': 'Fri 1 Oct 09:00 · Mon 4 Oct 09:00 · Fri 8 Oct 09:00 · Wed 13 Oct 09:00 · closes Fri 15 Oct 04:00',
      'New York': 'Fri 1 Oct 09:00 · Mon 4 Oct 09:00 · Fri 8 Oct 09:00 · Wed 13 Oct 09:00 · closes Fri 15 Oct 03:00',
      Honolulu: 'Fri 1 Oct 09:00 · Mon 4 Oct 09:00 · Fri 8 Oct 09:00 · Wed 13 Oct 09:00 · closes Thu 14 Oct 21:00',
    },
  },
  {
    name: '2028-Q1, opened on a holiday that is a Saturday',
    opens: '2028-01-01T08:00Z',
    courses: {
      Kiritimati: 'Mon 3 Jan 09:00 · Thu 6 Jan 09:00 · Mon 10 Jan 09:00 · closes Sat 15 Jan 22:00',
      Auckland: 'Mon 3 Jan 09:00 · Thu 6 Jan 09:00 · Mon 10 Jan 09:00 · closes Sat 15 Jan 21:00',
      Sydney: 'Mon 3 Jan 09:00 · Thu 6 Jan 09:00 · Mon 10 Jan 09:00 · closes Sat 15 Jan 19:00',
      Kathmandu: 'Mon 3 Jan 09:00 · Thu 6 Jan 09:00 · Mon 10 Jan 09:00 · closes Sat 15 Jan 13:45',
      Berlin: 'Mon 3 Jan 09:00 · Thu 6 Jan 09:00 · Mon 10 Jan 09:00 · closes Sat 15 Jan 09:00',
      London: 'Mon 3 Jan 09:00 · Thu 6 Jan 09:00 · Mon 10 Jan 09:00 · closes Sat 15 Jan 08:00',
      'São Paulo': 'Mon 3 Jan 09:00 · Thu 6 Jan 09:00 · Mon 10 Jan 09:00 · closes Sat 15 Jan 05:00',
      'New York': 'Mon 3 Jan 09:00 · Thu 6 Jan 09:00 · Mon 10 Jan 09:00 · closes Sat 15 Jan 03:00',
      Honolulu: 'Mon 3 Jan 09:00 · Thu 6 Jan 09:00 · Mon 10 Jan 09:00 · closes Fri 14 Jan 22:00',
    },
  },
  {
    name: '2028-Q2, with Auckland’s and Sydney’s clocks going back on Sun 2 Apr',
    opens: '2028-04-01T07:00Z',
    courses: {
      Kiritimati: 'Mon 3 Apr 09:00 · Thu 6 Apr 09:00 · Mon 10 Apr 09:00 · closes Sat 15 Apr 21:00',
      Auckland: 'Mon 3 Apr 09:00 · Thu 6 Apr 09:00 · Mon 10 Apr 09:00 · closes Sat 15 Apr 19:00',
      Sydney: 'Mon 3 Apr 09:00 · Thu 6 Apr 09:00 · Mon 10 Apr 09:00 · closes Sat 15 Apr 17:00',
      Kathmandu: 'Mon 3 Apr 09:00 · Thu 6 Apr 09:00 · Mon 10 Apr 09:00 · closes Sat 15 Apr 12:45',
      Berlin: 'Mon 3 Apr 09:00 · Thu 6 Apr 09:00 · Mon 10 Apr 09:00 · closes Sat 15 Apr 09:00',
      London: 'Mon 3 Apr 09:00 · Thu 6 Apr 09:00 · Mon 10 Apr 09:00 · closes Sat 15 Apr 08:00',
      'São Paulo': 'Mon 3 Apr 09:00 · Thu 6 Apr 09:00 · Mon 10 Apr 09:00 · closes Sat 15 Apr 04:00',
      'New York': 'Mon 3 Apr 09:00 · Thu 6 Apr 09:00 · Mon 10 Apr 09:00 · closes Sat 15 Apr 03:00',
      Honolulu: 'Mon 3 Apr 09:00 · Thu 6 Apr 09:00 · Mon 10 Apr 09:00 · closes Fri 14 Apr 21:00',
    },
  },
  {
    name: '2028-Q3, opened on a Saturday',
    opens: '2028-07-01T07:00Z',
    courses: {
      Kiritimati: 'Mon 3 Jul 09:00 · Thu 6 Jul 09:00 · Mon 10 Jul 09:00 · closes Sat 15 Jul 21:00',
      Auckland: 'Mon 3 Jul 09:00 · Thu 6 Jul 09:00 · Mon 10 Jul 09:00 · closes Sat 15 Jul 19:00',
      Sydney: 'Mon 3 Jul 09:00 · Thu 6 Jul 09:00 · Mon 10 Jul 09:00 · closes Sat 15 Jul 17:00',
      Kathmandu: 'Mon 3 Jul 09:00 · Thu 6 Jul 09:00 · Mon 10 Jul 09:00 · closes Sat 15 Jul 12:45',
      Berlin: 'Mon 3 Jul 09:00 · Thu 6 Jul 09:00 · Mon 10 Jul 09:00 · closes Sat 15 Jul 09:00',
      London: 'Mon 3 Jul 09:00 · Thu 6 Jul 09:00 · Mon 10 Jul 09:00 · closes Sat 15 Jul 08:00',
      'São Paulo': 'Mon 3 Jul 09:00 · Thu 6 Jul 09:00 · Mon 10 Jul 09:00 · closes Sat 15 Jul 04:00',
      'New York': 'Mon 3 Jul 09:00 · Thu 6 Jul 09:00 · Mon 10 Jul 09:00 · closes Sat 15 Jul 03:00',
      Honolulu: 'Mon 3 Jul 09:00 · Thu 6 Jul 09:00 · Mon 10 Jul 09:00 · closes Fri 14 Jul 21:00',
    },
  },
]

const holidays: readonly FreeSpan[] = [
  ['holiday', '2027-01-01', '2027-01-01'],
  ['holiday', '2028-01-01', '2028-01-01'],
]

describe('eight quarters, opened at nine in Berlin', () => {
  const all = quarters.flatMap(({ courses, ...quarter }) =>
    (Object.keys(people) as Place[]).map((place) => ({ ...quarter, place, course: courses[place] })),
  )

  it('are due one after the other', () => {
    let at = moment('2026-09-15T12:00Z')
    for (const { opens } of quarters) {
      at = nextAfter('0 9 1 1,4,7,10 *', 'Europe/Berlin', at)
      expect(at).toEqual(moment(opens))
      expect(wallClock(at, 'Europe/Berlin')).toMatch(/ 1 (Jan|Apr|Jul|Oct) \d+, 09:00$/)
    }
  })

  test.each(all)('$name: in $place', ({ opens, place, course }) => {
    const zone = people[place]
    const span = fourteenDays(moment(opens))
    const letters = play(worker(zone, holidays), span).map((at) => wallClock(at, zone))
    const told = [...letters, `closes ${wallClock(span.closesAt, zone)}`].join(' · ')
    expect(told.replaceAll(` ${opens.slice(0, 4)},`, '')).toBe(course)
  })
})

describe('clocks that change within a round', () => {
  // In UTC, written by hand: the same time on the wall is another moment before and after the change.
  test.each([
    {
      change: 'Sydney goes forward on Sun 4 Oct 2026',
      zone: 'Australia/Sydney',
      opens: '2026-10-01T07:00Z',
      letters: ['2026-10-01T23:00Z', '2026-10-04T22:00Z', '2026-10-08T22:00Z', '2026-10-13T22:00Z'],
      walls: ['Fri 2 Oct 2026, 09:00', 'Mon 5 Oct 2026, 09:00', 'Fri 9 Oct 2026, 09:00', 'Wed 14 Oct 2026, 09:00'],
      closes: '2026-10-15T07:00Z',
    },
    {
      change: 'Sydney goes back on Sun 4 Apr 2027',
      zone: 'Australia/Sydney',
      opens: '2027-04-01T07:00Z',
      letters: ['2027-04-01T22:00Z', '2027-04-04T23:00Z', '2027-04-08T23:00Z', '2027-04-13T23:00Z'],
      walls: ['Fri 2 Apr 2027, 09:00', 'Mon 5 Apr 2027, 09:00', 'Fri 9 Apr 2027, 09:00', 'Wed 14 Apr 2027, 09:00'],
      closes: '2027-04-15T07:00Z',
    },
    {
      change: 'Auckland goes back on Sun 4 Apr 2027',
      zone: 'Pacific/Auckland',
      opens: '2027-04-01T07:00Z',
      letters: ['2027-04-01T20:00Z', '2027-04-04T21:00Z', '2027-04-08T21:00Z', '2027-04-13T21:00Z'],
      walls: ['Fri 2 Apr 2027, 09:00', 'Mon 5 Apr 2027, 09:00', 'Fri 9 Apr 2027, 09:00', 'Wed 14 Apr 2027, 09:00'],
      closes: '2027-04-15T07:00Z',
    },
    {
      change: 'Auckland goes forward on Sun 26 Sep 2027',
      zone: 'Pacific/Auckland',
      opens: '2027-09-21T22:00Z',
      letters: ['2027-09-21T22:00Z', '2027-09-26T20:00Z', '2027-09-28T21:00Z', '2027-10-03T21:00Z'],
      walls: ['Wed 22 Sep 2027, 10:00', 'Mon 27 Sep 2027, 09:00', 'Wed 29 Sep 2027, 10:00', 'Mon 4 Oct 2027, 10:00'],
      closes: '2027-10-05T22:00Z',
    },
    {
      change: 'Berlin goes back on Sun 25 Oct 2026',
      zone: 'Europe/Berlin',
      opens: '2026-10-21T08:30Z',
      letters: ['2026-10-21T08:30Z', '2026-10-26T08:00Z', '2026-10-28T09:30Z', '2026-11-02T09:30Z'],
      walls: ['Wed 21 Oct 2026, 10:30', 'Mon 26 Oct 2026, 09:00', 'Wed 28 Oct 2026, 10:30', 'Mon 2 Nov 2026, 10:30'],
      closes: '2026-11-04T09:30Z',
    },
    {
      change: 'London goes back on Sun 25 Oct 2026',
      zone: 'Europe/London',
      opens: '2026-10-21T08:30Z',
      letters: ['2026-10-21T08:30Z', '2026-10-26T09:00Z', '2026-10-28T09:30Z', '2026-11-02T09:30Z'],
      walls: ['Wed 21 Oct 2026, 09:30', 'Mon 26 Oct 2026, 09:00', 'Wed 28 Oct 2026, 09:30', 'Mon 2 Nov 2026, 09:30'],
      closes: '2026-11-04T09:30Z',
    },
    {
      change: 'Berlin goes forward on Sun 28 Mar 2027',
      zone: 'Europe/Berlin',
      opens: '2027-03-24T09:30Z',
      letters: ['2027-03-24T09:30Z', '2027-03-29T07:00Z', '2027-03-31T08:30Z', '2027-04-05T08:30Z'],
      walls: ['Wed 24 Mar 2027, 10:30', 'Mon 29 Mar 2027, 09:00', 'Wed 31 Mar 2027, 10:30', 'Mon 5 Apr 2027, 10:30'],
      closes: '2027-04-07T08:30Z',
    },
    {
      change: 'London goes forward on Sun 28 Mar 2027',
      zone: 'Europe/London',
      opens: '2027-03-24T09:30Z',
      letters: ['2027-03-24T09:30Z', '2027-03-29T08:00Z', '2027-03-31T08:30Z', '2027-04-05T08:30Z'],
      walls: ['Wed 24 Mar 2027, 09:30', 'Mon 29 Mar 2027, 09:00', 'Wed 31 Mar 2027, 09:30', 'Mon 5 Apr 2027, 09:30'],
      closes: '2027-04-07T08:30Z',
    },
    {
      change: 'New York goes back on Sun 1 Nov 2026',
      zone: 'America/New_York',
      opens: '2026-10-28T14:00Z',
      letters: ['2026-10-28T14:00Z', '2026-11-02T14:00Z', '2026-11-04T15:00Z', '2026-11-09T15:00Z'],
      walls: ['Wed 28 Oct 2026, 10:00', 'Mon 2 Nov 2026, 09:00', 'Wed 4 Nov 2026, 10:00', 'Mon 9 Nov 2026, 10:00'],
      closes: '2026-11-11T14:00Z',
    },
    {
      change: 'New York goes forward on Sun 14 Mar 2027',
      zone: 'America/New_York',
      opens: '2027-03-10T15:00Z',
      letters: ['2027-03-10T15:00Z', '2027-03-15T13:00Z', '2027-03-17T14:00Z', '2027-03-22T14:00Z'],
      walls: ['Wed 10 Mar 2027, 10:00', 'Mon 15 Mar 2027, 09:00', 'Wed 17 Mar 2027, 10:00', 'Mon 22 Mar 2027, 10:00'],
      closes: '2027-03-24T15:00Z',
    },
    {
      change: 'São Paulo went forward on Sun 4 Nov 2018 (Rule Brazil 2018 only)',
      zone: 'America/Sao_Paulo',
      opens: '2018-10-31T13:00Z',
      letters: ['2018-10-31T13:00Z', '2018-11-05T11:00Z', '2018-11-07T12:00Z', '2018-11-12T12:00Z'],
      walls: ['Wed 31 Oct 2018, 10:00', 'Mon 5 Nov 2018, 09:00', 'Wed 7 Nov 2018, 10:00', 'Mon 12 Nov 2018, 10:00'],
      closes: '2018-11-14T13:00Z',
    },
    {
      change: 'São Paulo went back on Sun 17 Feb 2019 (Rule Brazil 2016 2019)',
      zone: 'America/Sao_Paulo',
      opens: '2019-02-13T12:00Z',
      letters: ['2019-02-13T12:00Z', '2019-02-18T12:00Z', '2019-02-20T13:00Z', '2019-02-25T13:00Z'],
      walls: ['Wed 13 Feb 2019, 10:00', 'Mon 18 Feb 2019, 09:00', 'Wed 20 Feb 2019, 10:00', 'Mon 25 Feb 2019, 10:00'],
      closes: '2019-02-27T12:00Z',
    },
  ])('$change', ({ zone, opens, letters, walls, closes }) => {
    const span = fourteenDays(moment(opens))
    const played = play(worker(zone), span)
    expect(played).toEqual(letters.map(moment))
    expect(played.map((at) => wallClock(at, zone))).toEqual(walls)
    expect(span.closesAt).toEqual(moment(closes))
  })

  // Somebody who works from two to six at night, every day.
  test.each([
    [
      'missing on the day of a reminder, which comes at 03:00; the later ones at 02:30 again',
      '2027-03-25T01:30Z',
      ['2027-03-25T01:30Z', '2027-03-28T01:00Z', '2027-04-01T00:30Z', '2027-04-06T00:30Z'],
    ],
    [
      'there twice on the day of a reminder, which comes the first time',
      '2026-10-22T00:30Z',
      ['2026-10-22T00:30Z', '2026-10-25T00:30Z', '2026-10-29T01:30Z', '2026-11-03T01:30Z'],
    ],
  ])('half past two at night in Berlin, %s', (_, opens, letters) => {
    const night = worker('Europe/Berlin', [], { from: 120, to: 360, days: 127 })
    expect(play(night, fourteenDays(moment(opens)))).toEqual(letters.map(moment))
  })
})

describe('a round that is due in an hour that', () => {
  // By the hands of test/calendar-clock-changes.test.ts. The closing is fourteen days later by the clock on the wall.
  test.each([
    ['is missing in Berlin', 'Europe/Berlin', '30 2 28 3 *', '2027-01-01', '2027-03-28T01:00Z', '2027-04-11T01:00Z'],
    ['comes twice in Berlin', 'Europe/Berlin', '30 2 25 10 *', '2026-01-01', '2026-10-25T00:30Z', '2026-11-08T01:30Z'],
    ['is missing in Sydney', 'Australia/Sydney', '30 2 4 10 *', '2026-01-01', '2026-10-03T16:00Z', '2026-10-17T16:00Z'],
    ['comes twice in Sydney', 'Australia/Sydney', '30 2 4 4 *', '2027-01-01', '2027-04-03T15:30Z', '2027-04-17T16:30Z'],
    [
      'is missing in New York',
      'America/New_York',
      '30 2 14 3 *',
      '2027-01-01',
      '2027-03-14T07:00Z',
      '2027-03-28T07:00Z',
    ],
    [
      'comes twice in New York',
      'America/New_York',
      '30 1 1 11 *',
      '2026-01-01',
      '2026-11-01T05:30Z',
      '2026-11-15T06:30Z',
    ],
    [
      'was missing in São Paulo',
      'America/Sao_Paulo',
      '30 0 4 11 *',
      '2018-01-01',
      '2018-11-04T03:00Z',
      '2018-11-18T03:00Z',
    ],
    [
      'came twice in São Paulo',
      'America/Sao_Paulo',
      '30 23 16 2 *',
      '2019-01-01',
      '2019-02-17T01:30Z',
      '2019-03-03T02:30Z',
    ],
  ])('%s opens once, and closes at its time', (_, zone, cron, before, opens, closes) => {
    const opensAt = nextAfter(cron, zone, new Date(before))
    expect(opensAt).toEqual(moment(opens))
    expect(nextAfter(cron, zone, opensAt).getTime() - opensAt.getTime()).toBeGreaterThan(360 * 86_400_000)
    const span = spanOf(opensAt, 14, zone, opensAt)
    expect(span?.closesAt).toEqual(moment(closes))
    for (const other of Object.values(people))
      expect(play(worker(other), span ?? expect.fail()).length).toBeGreaterThan(2)
  })
})

describe('somebody who moves in the middle of a round', () => {
  const opensAt = moment('2026-10-01T07:00Z')
  const span = fourteenDays(opensAt)

  test.each([
    [
      'from Honolulu to Berlin before their question: it comes in the morning there',
      ['Pacific/Honolulu', 'Europe/Berlin', '2026-10-01T12:00Z'],
      ['Fri 2 Oct 2026, 09:00', 'Mon 5 Oct 2026, 09:00', 'Fri 9 Oct 2026, 09:00', 'Wed 14 Oct 2026, 09:00'],
    ],
    [
      'from Berlin to Honolulu before their question: it comes in the morning there, once',
      ['Europe/Berlin', 'Pacific/Honolulu', '2026-10-01T06:59Z'],
      ['Thu 1 Oct 2026, 09:00', 'Mon 5 Oct 2026, 09:00', 'Thu 8 Oct 2026, 09:00', 'Tue 13 Oct 2026, 09:00'],
    ],
    [
      'from Berlin to New York after their question: the reminders come in New York’s mornings',
      ['Europe/Berlin', 'America/New_York', '2026-10-02T12:00Z'],
      ['Thu 1 Oct 2026, 03:00', 'Mon 5 Oct 2026, 09:00', 'Thu 8 Oct 2026, 09:00', 'Tue 13 Oct 2026, 09:00'],
    ],
    [
      'from Berlin to Auckland after the first reminder: the evening there is the next morning',
      ['Europe/Berlin', 'Pacific/Auckland', '2026-10-06T12:00Z'],
      ['Thu 1 Oct 2026, 20:00', 'Mon 5 Oct 2026, 20:00', 'Fri 9 Oct 2026, 09:00', 'Wed 14 Oct 2026, 09:00'],
    ],
    [
      'from Kiritimati to Honolulu, the other side of the date line, after the second reminder',
      ['Pacific/Kiritimati', 'Pacific/Honolulu', '2026-10-09T12:00Z'],
      ['Thu 1 Oct 2026, 09:00', 'Sun 4 Oct 2026, 09:00', 'Thu 8 Oct 2026, 09:00', 'Tue 13 Oct 2026, 09:00'],
    ],
  ] as const)('%s', (_, [from, to, moves], walls) => {
    const letters = play(worker(from), span, { person: worker(to), at: moment(moves) })
    expect(letters.map((at) => wallClock(at, to))).toEqual(walls)
  })
})

it('spares the first of January where it is a holiday, in every place by its own calendar', () => {
  const asksOn = (free: readonly FreeSpan[]): Readonly<Record<string, Day>> =>
    Object.fromEntries(
      Object.entries(people).map(([place, zone]) => {
        const [question] = play(worker(zone, free), fourteenDays(moment('2027-01-01T08:00Z')))
        return [place, question ? wallClock(question, zone).slice(0, 5) : '']
      }),
    )
  const monday = Object.fromEntries(Object.keys(people).map((place) => [place, 'Mon 4']))
  expect(asksOn(holidays)).toEqual(monday)
  const friday = { Kathmandu: 'Fri 1', Berlin: 'Fri 1', London: 'Fri 1', 'São Paulo': 'Fri 1', 'New York': 'Fri 1' }
  expect(asksOn([])).toEqual({ ...monday, ...friday, Honolulu: 'Fri 1' })
})

it('keeps hours that are not the usual ones over a change of clocks', () => {
  const late = worker('Europe/Berlin', [], { ...usualHours, from: 13 * 60, to: 21 * 60 })
  expect(play(late, fourteenDays(moment('2026-10-21T08:30Z'))).map((at) => wallClock(at, late.zone))).toEqual([
    'Wed 21 Oct 2026, 13:00',
    'Mon 26 Oct 2026, 13:00',
    'Wed 28 Oct 2026, 13:00',
    'Mon 2 Nov 2026, 13:00',
  ])
})

interface Move {
  readonly person: Working
  readonly at: Date
}

/** A round of somebody who never answers, seen by a process that never sleeps: when their letters leave. */
function play(person: Working, span: Span, move?: Move): readonly Date[] {
  const personAt = (at: Date) => (move && move.at <= at ? move.person : person)
  const planned = planQuestion(person, span, span.opensAt)
  // Whether it may leave is asked again right before it does.
  const question = planned.kind === 'ask' ? planQuestion(personAt(planned.at), span, planned.at) : planned
  if (question.kind !== 'ask') return []
  return [question.at, ...remindersAfter(question.at, span, personAt)]
}

function remindersAfter(askedAt: Date, { closesAt }: Span, personAt: (at: Date) => Working): readonly Date[] {
  const left: Date[] = []
  for (let now = askedAt, reminders = 0; ; ) {
    const next = reminding(asked(askedAt.toISOString(), { ...personAt(now), reminders, closesAt }), now)
    if (next.kind === 'no-more') return left
    if (next.kind === 'look-again') now = next.at
    else {
      left.push(now)
      reminders = next.nth
    }
  }
}

function fourteenDays(opensAt: Date): Span {
  return { opensAt, closesAt: localDaysLater(opensAt, 14, 'Europe/Berlin') }
}

function moment(text: string): Date {
  return new Date(text)
}
