import { describe, expect, it, test } from 'vitest'
import {
  dayAround,
  dayOf,
  daysBetween,
  daysLater,
  knownZone,
  localDaysLater,
  longDate,
  longMonth,
  monthsBetween,
  nearDate,
  offsetsOf,
  plainDate,
  quarterStarts,
  recordDate,
  shortMonth,
} from '../src/calendar.ts'

const evening = new Date('2026-08-03T22:30:00Z')

describe('a date', () => {
  test.each([
    ['Europe/Berlin', 'Tue 4 Aug 2026'],
    ['UTC', 'Mon 3 Aug 2026'],
    ['Pacific/Kiritimati', 'Tue 4 Aug 2026'],
    ['America/Los_Angeles', 'Mon 3 Aug 2026'],
  ])('is the reader’s: in %s it is %s', (zone, words) => {
    expect(recordDate(evening, zone)).toBe(words)
  })

  it('is written out in full sentences and by the month', () => {
    expect(longDate(evening, 'Europe/Berlin')).toBe('4 August 2026')
    expect(shortMonth(evening, 'UTC')).toBe('Aug 2026')
    expect(longMonth(evening, 'UTC')).toBe('August 2026')
  })

  it('has its year only when it is not the reader’s present one', () => {
    const newYear = new Date('2026-12-31T23:30:00Z')
    expect(nearDate(newYear, 'UTC', evening)).toBe('Thu 31 Dec')
    expect(nearDate(newYear, 'Asia/Tokyo', evening)).toBe('Fri 1 Jan 2027')
    expect(nearDate(newYear, 'Asia/Tokyo', newYear)).toBe('Fri 1 Jan')
  })

  it('without a zone is a day by itself', () => {
    expect(plainDate('2026-03-17')).toBe('17 March 2026')
    expect(plainDate('2028-02-29')).toBe('29 February 2028')
  })

  it('that no calendar has is refused', () => {
    expect(() => plainDate('2026-02-29')).toThrow(RangeError)
  })

  it('names every month and weekday as English does', () => {
    const days = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2026, month, month + 1)))
    expect(days.map((day) => recordDate(day, 'UTC'))).toEqual([
      'Thu 1 Jan 2026',
      'Mon 2 Feb 2026',
      'Tue 3 Mar 2026',
      'Sat 4 Apr 2026',
      'Tue 5 May 2026',
      'Sat 6 Jun 2026',
      'Tue 7 Jul 2026',
      'Sat 8 Aug 2026',
      'Wed 9 Sep 2026',
      'Sat 10 Oct 2026',
      'Wed 11 Nov 2026',
      'Sat 12 Dec 2026',
    ])
  })
})

describe('the time between', () => {
  test.each([
    ['2026-08-03T21:59:00Z', '2026-08-03T22:01:00Z', 'Europe/Berlin', 1],
    ['2026-08-03T00:00:00Z', '2026-08-03T23:59:00Z', 'UTC', 0],
    ['2026-03-28T12:00:00Z', '2026-03-30T11:00:00Z', 'Europe/Berlin', 2],
    ['2028-02-28T12:00:00Z', '2028-03-01T12:00:00Z', 'UTC', 2],
  ])('%s and %s in %s is %i days by the calendar', (earlier, later, zone, days) => {
    expect(daysBetween(new Date(earlier), new Date(later), zone)).toBe(days)
  })

  test.each([
    ['2026-01-31', '2026-02-28', 0],
    ['2026-01-31', '2026-03-30', 1],
    ['2026-01-31', '2026-08-31', 7],
    ['2025-12-15', '2026-01-14', 0],
  ])('%s and %s is %i whole months', (earlier, later, months) => {
    expect(monthsBetween(new Date(earlier), new Date(later), 'UTC')).toBe(months)
  })
})

it('counts days later in hours, so that seven days are seven days over a change of clocks', () => {
  expect(daysLater(new Date('2026-10-24T12:00:00Z'), 7)).toEqual(new Date('2026-10-31T12:00:00Z'))
  expect(daysLater(new Date('2026-10-24T12:00:00Z'), -7)).toEqual(new Date('2026-10-17T12:00:00Z'))
})

describe('days later by the calendar', () => {
  test.each([
    ['over the start of summer time', 'Europe/Berlin', '2027-03-24T09:30:15.250Z', 7, '2027-03-31T08:30:15.250Z'],
    ['over its end', 'Europe/Berlin', '2026-10-21T08:30:00Z', 14, '2026-11-04T09:30:00Z'],
    ['into the missing hour, when that is over', 'Europe/Berlin', '2027-03-25T01:30:00Z', 3, '2027-03-28T01:00:00Z'],
    ['past the missing hour, at its time', 'Europe/Berlin', '2027-03-25T01:30:00Z', 7, '2027-04-01T00:30:00Z'],
    ['into the doubled hour, when it first comes', 'Europe/Berlin', '2026-10-22T00:30:00Z', 3, '2026-10-25T00:30:00Z'],
    ['past the doubled hour, at its time', 'Europe/Berlin', '2026-10-22T00:30:00Z', 7, '2026-10-29T01:30:00Z'],
    ['from the doubled hour on', 'Europe/Berlin', '2026-10-25T01:30:00Z', 1, '2026-10-26T01:30:00Z'],
    ['into the missing midnight', 'America/Sao_Paulo', '2018-10-21T03:00:00Z', 14, '2018-11-04T03:00:00Z'],
    ['to 29 February', 'UTC', '2028-02-22T09:00:00Z', 7, '2028-02-29T09:00:00Z'],
    ['over the turn of the year', 'UTC', '2026-12-30T09:00:00Z', 12, '2027-01-11T09:00:00Z'],
    ['and earlier', 'Europe/Berlin', '2026-11-04T09:30:00Z', -14, '2026-10-21T08:30:00Z'],
  ])('%s', (_, zone, at, days, later) => {
    expect(localDaysLater(new Date(at), days, zone)).toEqual(new Date(later))
  })
})

it('gives the quarters up to a moment, over the turn of the year', () => {
  expect(quarterStarts(new Date('2026-05-20T10:00:00Z'), 4).map((day) => day.toISOString().slice(0, 10))).toEqual([
    '2025-07-01',
    '2025-10-01',
    '2026-01-01',
    '2026-04-01',
  ])
})

describe.each(['Europe/Berlin', 'Africa/Cairo', 'Australia/Lord_Howe', 'US/Pacific-New', '+05:30', 'UTC'])(
  'the days of %s',
  (zone) => {
    const from = new Date('2024-08-01T00:00:00Z')
    const moments = Array.from({ length: 850 }, (_, days) => daysLater(from, days * 0.93))

    it('begin and end where the calendar says so', () => {
      for (const at of moments) {
        const { begins, ends } = dayAround(at, zone)
        const around = [begins.getTime() - 1, begins.getTime(), ends.getTime() - 1, ends.getTime()]
        expect(around.map((moment) => dayOf(new Date(moment), zone) === dayOf(at, zone))).toEqual([
          false,
          true,
          true,
          false,
        ])
      }
    })

    it('are told by the offsets alone', () => {
      const offsets = offsetsOf(zone, from, daysLater(from, 850))
      for (const at of moments) {
        const { seconds } = offsets.findLast(({ since }) => since <= at) ?? { seconds: Number.NaN }
        expect(new Date(at.getTime() + seconds * 1_000).toISOString().slice(0, 10)).toBe(dayOf(at, zone))
      }
    })
  },
)

describe('a zone', () => {
  test.each(['Europe/Berlin', 'Asia/Kathmandu', 'UTC'])('that is known stays: %s', (zone) => {
    expect(knownZone(zone)).toBe(zone)
  })

  test.each([undefined, '', 'Mars/Olympus', 'Europe/Berlin; drop table'])(
    'that is not known is left out: %s',
    (zone) => {
      expect(knownZone(zone)).toBeUndefined()
    },
  )
})
