import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { usualHours } from '../../src/calendar.ts'
import { hoursOf } from '../../src/directory/rules-hours.ts'
import { bounds, daysAfter, peopleProblem, readAway, readHours, readUntil } from '../../src/directory/settings/rules.ts'
import { workspaceHours } from '../../src/directory/settings-of-workspace.ts'
import { chosenDays, daysInWords, daysOf, hoursInWords } from '../../src/directory/views-hours.ts'

const today = '2026-11-23'

describe('hours and days', () => {
  it('are understood from nine to five, and until midnight', () => {
    expect(readHours({ start: '09:00', end: '17:30', days: 31 })).toEqual({
      kind: 'read',
      value: { from: 540, to: 1_050, days: 31 },
    })
    expect(readHours({ start: '16:00', end: '00:00', days: 127 })).toEqual({
      kind: 'read',
      value: { from: 960, to: 1_440, days: 127 },
    })
  })

  test.each([
    [
      { start: '17:00', end: '16:00', days: 31 },
      { field: 'end', kind: 'before-start', start: '17:00', end: '16:00' },
    ],
    [
      { start: '17:00', end: '17:00', days: 31 },
      { field: 'end', kind: 'before-start', start: '17:00', end: '17:00' },
    ],
    [
      { start: '09:00', end: '09:59', days: 31 },
      { field: 'end', kind: 'too-short', minutes: 59 },
    ],
    [
      { start: null, end: '17:00', days: 31 },
      { field: 'start', kind: 'missing' },
    ],
    [
      { start: '25:00', end: '17:00', days: 31 },
      { field: 'start', kind: 'missing' },
    ],
    [
      { start: '09:00', end: null, days: 31 },
      { field: 'end', kind: 'missing' },
    ],
    [
      { start: '09:00', end: '17:00', days: 0 },
      { field: 'days', kind: 'missing' },
    ],
    [
      { start: '09:00', end: '17:00', days: 128 },
      { field: 'days', kind: 'missing' },
    ],
  ] as const)('do not fit: %j', (typed, problem) => {
    expect(readHours(typed)).toEqual({ kind: 'problem', problem })
  })

  it('are never such that the database, or the calendar, would refuse them', () => {
    const time = fc.option(fc.oneof(fc.string({ maxLength: 6 }), clock()))
    fc.assert(
      fc.property(time, time, fc.integer({ min: -5, max: 300 }), (start, end, days) => {
        const read = readHours({ start, end, days })
        if (read.kind === 'problem') return
        const { from, to, days: kept } = read.value
        expect(0 <= from && from < to && to <= 1_440 && 1 <= kept && kept <= 127).toBe(true)
      }),
    )
  })

  it('are one’s own, else the workspace’s, else the usual ones', () => {
    const none = { from: null, to: null, days: null }
    expect(hoursOf(none)).toEqual(usualHours)
    const workspace = workspaceHours({ workFrom: 480, workTo: 960, workDays: 15 })
    expect(hoursOf(none, workspace)).toEqual({ from: 480, to: 960, days: 15 })
    expect(hoursOf({ ...none, days: 3 }, workspace)).toEqual({ from: 480, to: 960, days: 3 })
    expect(hoursOf({ from: 600, to: 900, days: null }, workspace)).toEqual({ from: 600, to: 900, days: 15 })
  })

  test.each([
    [{ from: 540, to: 1_020, days: 31 }, '09:00–17:00, Monday to Friday'],
    [{ from: 0, to: 1_440, days: 127 }, '00:00–24:00, every day'],
    [{ from: 490, to: 910, days: 0b0010101 }, '08:10–15:10, Monday, Wednesday and Friday'],
  ])('read in words: %j', (hours, words) => {
    expect(hoursInWords(hours)).toBe(words)
  })

  test.each([
    [1, 'Monday'],
    [3, 'Monday and Tuesday'],
    [0b1100000, 'Saturday and Sunday'],
    [0b1101111, 'Monday to Thursday, Saturday and Sunday'],
    [0b1110111, 'Monday to Wednesday and Friday to Sunday'],
  ])('name the days %i: %s', (days, words) => {
    expect(daysInWords(days)).toBe(words)
  })

  it('come back from their boxes as they went in, whatever else is ticked', () => {
    for (let days = 1; days < 128; days++) expect(daysOf([...chosenDays(days), '128', 'x', '3'])).toBe(days)
  })
})

describe('an absence', () => {
  it('begins today unless another day is chosen, and ends on its last day', () => {
    expect(readAway({ kind: 'day-off', firstDay: null, lastDay: today }, today)).toEqual({
      kind: 'read',
      value: { kind: 'day-off', firstDay: today, lastDay: today },
    })
  })

  it('may have begun, as long as it is not over', () => {
    const away = { kind: 'day-off', firstDay: '2026-11-16', lastDay: '2026-11-27' } as const
    expect(readAway(away, today)).toEqual({ kind: 'read', value: away })
  })

  test.each([
    ['no kind', { kind: null, firstDay: today, lastDay: today }, { field: 'kind', kind: 'missing' }],
    ['another kind', { kind: 'mentoring-pause', firstDay: null, lastDay: today }, { field: 'kind', kind: 'missing' }],
    ['no end', { kind: 'pause', firstDay: today, lastDay: null }, { field: 'last', kind: 'missing' }],
    [
      'an end before the beginning',
      { kind: 'pause', firstDay: '2026-11-25', lastDay: '2026-11-24' },
      { field: 'last', kind: 'before-first', firstDay: '2026-11-25', lastDay: '2026-11-24' },
    ],
    [
      'an end that has passed',
      { kind: 'day-off', firstDay: '2026-11-16', lastDay: '2026-11-22' },
      { field: 'last', kind: 'over', lastDay: '2026-11-22' },
    ],
    [
      'a pause of 181 days',
      { kind: 'pause', firstDay: today, lastDay: '2027-05-22' },
      { field: 'last', kind: 'too-long', days: 181, latest: '2027-05-21' },
    ],
    [
      'a beginning in more than a year',
      { kind: 'day-off', firstDay: '2027-11-24', lastDay: '2027-11-25' },
      { field: 'first', kind: 'too-far', latest: '2027-11-23' },
    ],
    [
      'an end in more than a year',
      { kind: 'day-off', firstDay: today, lastDay: '2027-11-24' },
      { field: 'last', kind: 'too-far', latest: '2027-11-23' },
    ],
  ] as const)('does not fit with %s', (_, typed, problem) => {
    expect(readAway(typed, today)).toEqual({ kind: 'problem', problem })
  })

  it('of 180 days is a pause, of a year are days off', () => {
    expect(readAway({ kind: 'pause', firstDay: today, lastDay: '2027-05-21' }, today).kind).toBe('read')
    expect(readAway({ kind: 'day-off', firstDay: today, lastDay: '2027-11-23' }, today).kind).toBe('read')
  })

  it('always ends, within a year, and a pause within 180 days', () => {
    const day = fc.option(fc.integer({ min: -400, max: 800 }).map((days) => daysAfter(today, days)))
    fc.assert(
      fc.property(fc.constantFrom('day-off', 'pause', 'x', null), day, day, (kind, firstDay, lastDay) => {
        const read = readAway({ kind, firstDay, lastDay }, today)
        if (read.kind === 'problem') return
        const { value } = read
        expect(value.firstDay <= value.lastDay && today <= value.lastDay).toBe(true)
        expect(value.lastDay <= daysAfter(today, bounds.farthest)).toBe(true)
        if (value.kind === 'pause')
          expect(value.lastDay <= daysAfter(value.firstDay, bounds.longestPause - 1)).toBe(true)
      }),
    )
  })
})

describe('a list of people', () => {
  it('takes twenty, and not oneself', () => {
    const twenty = Array.from({ length: 20 }, (_, at) => `U${at}`)
    expect(peopleProblem(twenty, 'UME', 20)).toBeUndefined()
    expect(peopleProblem([...twenty, 'U20'], 'UME', 20)).toEqual({ kind: 'too-many', count: 21, most: 20 })
    expect(peopleProblem(['U1', 'UME'], 'UME', 20)).toEqual({ kind: 'oneself' })
  })

  it('needs a last day only for whom it counts', () => {
    expect(readUntil(null, false, today)).toEqual({ kind: 'read', value: null })
    expect(readUntil('2026-11-01', false, today)).toEqual({ kind: 'read', value: null })
    expect(readUntil(null, true, today)).toEqual({ kind: 'problem', problem: { kind: 'missing' } })
    expect(readUntil('2026-11-22', true, today)).toEqual({
      kind: 'problem',
      problem: { kind: 'over', until: '2026-11-22' },
    })
    expect(readUntil('2027-11-24', true, today)).toEqual({
      kind: 'problem',
      problem: { kind: 'too-far', latest: '2027-11-23' },
    })
    expect(readUntil(today, true, today)).toEqual({ kind: 'read', value: today })
  })
})

it('counts days over changes of clocks, leap days and ends of years', () => {
  expect([
    daysAfter('2027-03-27', 1),
    daysAfter('2027-03-28', 1),
    daysAfter('2028-02-28', 1),
    daysAfter('2026-12-31', 1),
  ]).toEqual(['2027-03-28', '2027-03-29', '2028-02-29', '2027-01-01'])
})

function clock(): fc.Arbitrary<string> {
  const two = (most: number) => fc.integer({ min: 0, max: most }).map((each) => String(each).padStart(2, '0'))
  return fc.tuple(two(24), two(60)).map(([hours, minutes]) => `${hours}:${minutes}`)
}
