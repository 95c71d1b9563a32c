import { assert, constantFrom, date, integer, nat, property, tuple } from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  type Day,
  dayOf,
  instantOf,
  isoWeekOf,
  isWorkingTime,
  nextWorkingMorning,
  nextWorkingTime,
  quarterOf,
  usualHours,
  type WorkingHours,
} from '../src/calendar.ts'

const everyDay = 127

describe('working hours', () => {
  test.each([
    ['a Monday morning, before them', '2026-11-23T06:00:00Z', '2026-11-23T08:00:00Z'],
    ['their first moment', '2026-11-23T08:00:00Z', '2026-11-23T08:00:00Z'],
    ['the middle of a day', '2026-11-23T11:30:15.250Z', '2026-11-23T11:30:15.250Z'],
    ['their last millisecond', '2026-11-23T15:59:59.999Z', '2026-11-23T15:59:59.999Z'],
    ['their end', '2026-11-23T16:00:00Z', '2026-11-24T08:00:00Z'],
    ['a Friday evening', '2026-11-27T17:00:00Z', '2026-11-30T08:00:00Z'],
    ['a Sunday', '2026-11-29T11:00:00Z', '2026-11-30T08:00:00Z'],
    ['the Saturday before clocks go forward', '2026-03-28T12:00:00Z', '2026-03-30T07:00:00Z'],
    ['the Saturday before clocks go back', '2026-10-24T12:00:00Z', '2026-10-26T08:00:00Z'],
  ])('in Berlin: what is wanted at %s leaves when they allow', (_, at, leaves) => {
    expect(nextWorkingTime(new Date(at), 'Europe/Berlin', usualHours)).toEqual(new Date(leaves))
    expect(isWorkingTime(new Date(at), 'Europe/Berlin', usualHours)).toBe(at === leaves)
  })

  it('are the person’s own: the same moment is work in one place and night in another', () => {
    const at = new Date('2026-11-23T15:00:00Z')
    expect(nextWorkingTime(at, 'America/New_York', usualHours)).toEqual(at)
    expect(nextWorkingTime(at, 'Asia/Kolkata', usualHours)).toEqual(new Date('2026-11-24T03:30:00Z'))
    expect(nextWorkingTime(at, 'Pacific/Kiritimati', usualHours)).toEqual(new Date('2026-11-23T19:00:00Z'))
  })

  it('have the days somebody works, Sunday to Thursday too', () => {
    const hours = { ...usualHours, days: 64 + 1 + 2 + 4 + 8 }
    const friday = new Date('2026-11-27T10:00:00Z')
    expect(nextWorkingTime(friday, 'Asia/Amman', hours)).toEqual(new Date('2026-11-29T06:00:00Z'))
    const sunday = new Date('2026-11-29T10:00:00Z')
    expect(nextWorkingTime(sunday, 'Asia/Amman', hours)).toEqual(sunday)
  })

  it('leave out company holidays, by the day that it is for the person', () => {
    const christmas = new Set<Day>(['2026-12-24', '2026-12-25'])
    const isFree = (day: Day) => christmas.has(day)
    const at = new Date('2026-12-24T09:00:00Z')
    expect(isWorkingTime(at, 'Europe/Berlin', usualHours, isFree)).toBe(false)
    expect(nextWorkingTime(at, 'Europe/Berlin', usualHours, isFree)).toEqual(new Date('2026-12-28T08:00:00Z'))
    // 23:30 in UTC on the 23rd is the 24th in Auckland, and a working day in Honolulu.
    const evening = new Date('2026-12-23T23:30:00Z')
    expect(isWorkingTime(evening, 'Pacific/Auckland', usualHours, isFree)).toBe(false)
    expect(isWorkingTime(evening, 'Pacific/Honolulu', usualHours, isFree)).toBe(true)
  })

  it('that begin in the missing hour begin when it is over, that one day', () => {
    const early = { from: 150, to: 600, days: everyDay }
    expect(nextWorkingTime(new Date('2026-03-29T00:00:00Z'), 'Europe/Berlin', early)).toEqual(
      new Date('2026-03-29T01:00:00Z'),
    )
    expect(nextWorkingTime(new Date('2026-03-30T00:00:00Z'), 'Europe/Berlin', early)).toEqual(
      new Date('2026-03-30T00:30:00Z'),
    )
  })

  it('that lie in the missing hour as a whole are the next day’s', () => {
    const short = { from: 125, to: 175, days: everyDay }
    expect(nextWorkingTime(new Date('2026-03-29T00:00:00Z'), 'Europe/Berlin', short)).toEqual(
      new Date('2026-03-30T00:05:00Z'),
    )
  })

  it('over the doubled hour are one stretch, an hour longer than on the clock', () => {
    const night = { from: 60, to: 240, days: everyDay }
    const hours = Array.from({ length: 7 }, (_, hour) => new Date(Date.UTC(2026, 9, 24, 22 + hour)))
    expect(
      hours.filter((hour) => isWorkingTime(hour, 'Europe/Berlin', night)).map((hour) => hour.getUTCHours()),
    ).toEqual([23, 0, 1, 2])
  })

  it('up to midnight end with the day', () => {
    const late = { from: 1380, to: 1440, days: everyDay }
    expect(isWorkingTime(new Date('2026-11-23T23:59:59.999Z'), 'UTC', late)).toBe(true)
    expect(isWorkingTime(new Date('2026-11-24T00:00:00Z'), 'UTC', late)).toBe(false)
  })

  test.each<[string, WorkingHours, (day: Day) => boolean]>([
    ['no weekday', { ...usualHours, days: 0 }, () => false],
    ['no minute', { ...usualHours, to: usualHours.from }, () => false],
    ['holidays without end', usualHours, () => true],
  ])('with %s are refused, instead of looked for in all eternity', (_, hours, isFree) => {
    const at = new Date('2026-11-23T09:00:00Z')
    expect(isWorkingTime(at, 'UTC', hours, isFree)).toBe(false)
    expect(() => nextWorkingTime(at, 'UTC', hours, isFree)).toThrow(
      /Working hours: found minutes \d+ to \d+, days \d+; expected some working time in UTC/,
    )
  })
})

describe('the next working morning', () => {
  test.each([
    ['before work, is today’s', '2026-11-23T06:00:00Z', '2026-11-23T08:00:00Z'],
    ['when work begins, is tomorrow’s', '2026-11-23T08:00:00Z', '2026-11-24T08:00:00Z'],
    ['during work, is tomorrow’s', '2026-11-23T11:00:00Z', '2026-11-24T08:00:00Z'],
    ['on a Friday, is Monday’s', '2026-11-27T11:00:00Z', '2026-11-30T08:00:00Z'],
  ])('%s', (_, at, morning) => {
    expect(nextWorkingMorning(new Date(at), 'Europe/Berlin', usualHours)).toEqual(new Date(morning))
  })
})

describe('a week', () => {
  test.each([
    ['2024-12-29T12:00:00Z', 'UTC', 2024, 52],
    ['2024-12-30T12:00:00Z', 'UTC', 2025, 1],
    ['2026-01-01T12:00:00Z', 'UTC', 2026, 1],
    ['2026-12-31T12:00:00Z', 'UTC', 2026, 53],
    ['2027-01-01T12:00:00Z', 'UTC', 2026, 53],
    ['2027-01-03T23:59:59Z', 'UTC', 2026, 53],
    ['2027-01-04T00:00:00Z', 'UTC', 2027, 1],
    ['2027-01-04T00:00:00Z', 'America/New_York', 2026, 53],
    ['2028-02-29T12:00:00Z', 'UTC', 2028, 9],
  ])('%s in %s falls in: %i, week %i', (at, zone, year, week) => {
    expect(isoWeekOf(new Date(at), zone)).toEqual({ year, week })
  })
})

describe('a quarter', () => {
  test.each([
    ['2026-12-31T09:59:59Z', 'Pacific/Kiritimati', '2026-Q4'],
    ['2026-12-31T10:00:00Z', 'Pacific/Kiritimati', '2027-Q1'],
    ['2026-12-31T23:59:59Z', 'UTC', '2026-Q4'],
    ['2027-01-01T09:59:59Z', 'Pacific/Honolulu', '2026-Q4'],
    ['2026-03-31T22:30:00Z', 'Europe/Berlin', '2026-Q2'],
    ['2028-02-29T12:00:00Z', 'UTC', '2028-Q1'],
    ['2026-09-30T12:00:00Z', 'UTC', '2026-Q3'],
  ])('%s in %s falls in is %s', (at, zone, name) => {
    const [year = 0, quarter = 0] = name.split('-Q').map(Number)
    expect(quarterOf(new Date(at), zone)).toEqual({ year, quarter, name })
  })
})

it('knows 29 February, and no other year’s', () => {
  expect(instantOf('2028-02-29', 540, 'Europe/Berlin')).toEqual(new Date('2028-02-29T08:00:00Z'))
  expect(() => instantOf('2027-02-29', 540, 'Europe/Berlin')).toThrow(RangeError)
})

describe('whenever and wherever', () => {
  const zone = constantFrom(
    'Pacific/Kiritimati',
    'Pacific/Auckland',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Africa/Casablanca',
    'Europe/Berlin',
    'America/St_Johns',
    'America/New_York',
    'America/Havana',
    'Pacific/Honolulu',
    'Africa/Cairo',
    'America/Santiago',
  )
  const quarterHour = 900_000
  const moment = date({ min: new Date('2025-01-01'), max: new Date('2029-01-01'), noInvalidDate: true })
  const hours = tuple(nat(1439), nat(1439), integer({ min: 1, max: 127 })).map(([one, other, days]) => ({
    from: Math.min(one, other),
    to: Math.min(1440, Math.max(one, other) + 1),
    days,
  }))
  const isFree = (day: Day) => day.endsWith('3')

  it('the next working time is working time, never before, and nothing earlier would do', () => {
    assert(
      property(moment, zone, hours, (at, where, when) => {
        const next = nextWorkingTime(at, where, when, isFree)
        expect(next >= at).toBe(true)
        expect(isWorkingTime(next, where, when, isFree)).toBe(true)
        if (next > at) expect(isWorkingTime(new Date(next.getTime() - 1), where, when, isFree)).toBe(false)
        const steps = Math.min(96, Math.floor((next.getTime() - at.getTime() - 1) / quarterHour))
        for (let step = 0; step <= steps && next > at; step++)
          expect(isWorkingTime(new Date(at.getTime() + step * quarterHour), where, when, isFree)).toBe(false)
      }),
      { numRuns: 300 },
    )
  })

  it('who asks later is not answered earlier', () => {
    assert(
      property(moment, nat(10 * 86_400_000), zone, hours, (at, wait, where, when) => {
        const later = new Date(at.getTime() + wait)
        expect(nextWorkingTime(at, where, when) <= nextWorkingTime(later, where, when)).toBe(true)
        expect(instantOf(dayOf(at, where), 0, where) <= instantOf(dayOf(later, where), 0, where)).toBe(true)
      }),
    )
  })

  it('a moment lies in its day: between its midnight and the next one', () => {
    assert(
      property(moment, zone, (at, where) => {
        const day = dayOf(at, where)
        expect(instantOf(day, 0, where) <= at).toBe(true)
        expect(at < instantOf(day, 1440, where)).toBe(true)
        expect(dayOf(instantOf(day, 0, where), where)).toBe(day)
      }),
    )
  })

  it('the minutes of a day come one after the other', () => {
    assert(
      property(moment, nat(1439), zone, (at, minute, where) => {
        const day = dayOf(at, where)
        expect(instantOf(day, minute, where) <= instantOf(day, minute + 1, where)).toBe(true)
      }),
    )
  })
})
