import { describe, expect, it } from 'vitest'
import { LEAPS, PLAYS } from '../../../sandbox/time/moments.ts'

const from = (start: string, leap: keyof typeof LEAPS, zone = 'UTC'): string =>
  new Date(LEAPS[leap](Date.parse(start), zone)).toISOString()

describe('a leap of the clock', () => {
  it('is an hour or twenty-four of them, whatever the day', () => {
    expect(from('2026-11-23T08:00:00Z', '1h')).toBe('2026-11-23T09:00:00.000Z')
    expect(from('2026-11-23T08:00:00Z', '1d')).toBe('2026-11-24T08:00:00.000Z')
  })

  it.each([
    ['before nine, to nine today', '2026-11-23T08:59:59Z', 'UTC', '2026-11-23T09:00:00.000Z'],
    ['at nine, to nine tomorrow', '2026-11-23T09:00:00Z', 'UTC', '2026-11-24T09:00:00.000Z'],
    ['on a Friday evening, to Monday', '2026-11-27T19:00:00Z', 'UTC', '2026-11-30T09:00:00.000Z'],
    ['on a Saturday before nine, to Monday', '2026-11-28T07:00:00Z', 'UTC', '2026-11-30T09:00:00.000Z'],
    ['where it is tomorrow already', '2026-11-23T22:00:00Z', 'Asia/Tokyo', '2026-11-24T00:00:00.000Z'],
    ['over the weekend the clocks change', '2026-03-27T12:00:00Z', 'Europe/Berlin', '2026-03-30T07:00:00.000Z'],
  ])('is to the next working morning: %s', (_, start, zone, end) => {
    expect(from(start, 'morning', zone)).toBe(end)
  })

  it.each([
    ['into the next year', '2026-11-23T08:00:00Z', 'UTC', '2027-01-01T09:00:00.000Z'],
    ['from the first day of one', '2026-10-01T08:00:00Z', 'UTC', '2027-01-01T09:00:00.000Z'],
    ['by the calendar of the zone', '2026-06-30T22:30:00Z', 'Europe/Berlin', '2026-10-01T07:00:00.000Z'],
  ])('is to the next quarter: %s', (_, start, zone, end) => {
    expect(from(start, 'quarter', zone)).toBe(end)
  })
})

describe('a play through a round', () => {
  const until = (start: string, zone = 'UTC') => new Date(PLAYS.round(Date.parse(start), zone)).toISOString()

  it.each([
    ['from before its opening', '2026-11-23T08:00:00Z', 'UTC', '2027-01-16T09:00:00.000Z'],
    ['from its opening', '2027-01-01T09:00:00Z', 'UTC', '2027-01-16T09:00:00.000Z'],
    ['from its midst, on Berlin’s clocks', '2026-10-10T12:00:00Z', 'Europe/Berlin', '2026-10-16T07:00:00.000Z'],
    ['from its end, to the end of the next one', '2026-10-16T09:00:00Z', 'UTC', '2027-01-16T09:00:00.000Z'],
  ])('goes %s', (_, start, zone, end) => {
    expect(until(start, zone)).toBe(end)
  })
})
