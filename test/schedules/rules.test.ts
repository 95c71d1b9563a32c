import { assert, constantFrom, date, integer, property } from 'fast-check'
import { createTask } from 'node-cron'
import { describe, expect, it, test } from 'vitest'
import { cronProblem, isOverdue, missedUntil, mostCounted, nextAfter } from '../../src/schedules/rules.ts'

const quarterly = '0 9 1 1,4,7,10 *'

describe('the next time', () => {
  test.each([
    ['of the quarters in Berlin', quarterly, 'Europe/Berlin', '2026-11-23T09:00:00Z', '2027-01-01T08:00:00Z'],
    ['of the quarters in Auckland', quarterly, 'Pacific/Auckland', '2026-11-23T09:00:00Z', '2026-12-31T20:00:00Z'],
    ['after that very moment', quarterly, 'UTC', '2027-01-01T09:00:00Z', '2027-04-01T09:00:00Z'],
    ['a millisecond before it', quarterly, 'UTC', '2027-01-01T08:59:59.999Z', '2027-01-01T09:00:00Z'],
    ['of first Mondays', '0 9 * 1,4,7,10 MON#1', 'UTC', '2026-11-23T09:00:00Z', '2027-01-04T09:00:00Z'],
    ['of last days', '0 9 L * *', 'UTC', '2028-02-10T00:00:00Z', '2028-02-29T09:00:00Z'],
    ['of 29 February', '0 9 29 2 *', 'UTC', '2026-11-23T09:00:00Z', '2028-02-29T09:00:00Z'],
    ['in the missing hour', '30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-29T01:00:00Z'],
    ['in the missing half hour', '15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T12:00:00Z', '2026-10-03T15:30:00Z'],
    ['at the missing midnight', '0 0 * * *', 'America/Havana', '2025-03-08T12:00:00Z', '2025-03-09T05:00:00Z'],
    ['in the doubled hour', '30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', '2026-10-25T00:30:00Z'],
    ['after the doubled hour began', '30 2 * * *', 'Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-26T01:30:00Z'],
    [
      'of a list, in the doubled hour',
      '30 2,14 * * *',
      'Europe/Berlin',
      '2026-10-25T00:30:00Z',
      '2026-10-25T13:30:00Z',
    ],
  ])('%s', (_, cron, zone, at, next) => {
    expect(nextAfter(cron, zone, new Date(at))).toEqual(new Date(next))
  })

  it('that never comes is told, with what was found', () => {
    expect(() => nextAfter('0 9 31 2 *', 'UTC', new Date('2026-11-23T09:00:00Z'))).toThrow(
      'Schedule: found “0 9 31 2 *”, expected a time that comes again after 2026-11-23T09:00:00.000Z.',
    )
  })
})

describe('what was missed', () => {
  const nights = '17 3 * * *'
  const due = new Date('2026-11-23T03:17:00Z')

  test.each([
    ['at the very moment', '2026-11-23T03:17:00Z', '2026-11-23T03:17:00Z', 0],
    ['an hour later', '2026-11-23T04:17:00Z', '2026-11-23T03:17:00Z', 0],
    ['a moment before the next one', '2026-11-24T03:16:59.999Z', '2026-11-23T03:17:00Z', 0],
    ['at the next one', '2026-11-24T03:17:00Z', '2026-11-24T03:17:00Z', 1],
    ['a week later', '2026-11-30T12:00:00Z', '2026-11-30T03:17:00Z', 7],
  ])('%s is the newest, and how many came before it', (_, now, newest, older) => {
    expect(missedUntil(nights, 'UTC', due, new Date(now))).toEqual({ newest: new Date(newest), older })
  })

  it('over a change of clocks are the times on the wall', () => {
    const from = new Date('2026-03-28T01:30:00Z')
    expect(missedUntil('30 2 * * *', 'Europe/Berlin', from, new Date('2026-03-30T12:00:00Z'))).toEqual({
      newest: new Date('2026-03-30T00:30:00Z'),
      older: 2,
    })
  })

  it('of a schedule that has other times meanwhile is still what was due', () => {
    const oddTime = new Date('2026-11-23T10:00:00Z')
    expect(missedUntil(nights, 'UTC', oddTime, new Date('2026-11-23T11:00:00Z'))).toEqual({ newest: oddTime, older: 0 })
  })

  it('is counted up to a limit, and the newest is found beyond it', () => {
    expect(missedUntil('* * * * *', 'UTC', due, new Date('2027-11-23T03:17:30Z'))).toEqual({
      newest: new Date('2027-11-23T03:17:00Z'),
      older: mostCounted,
    })
  })

  it('is what one would have met going from time to time', () => {
    assert(
      property(
        constantFrom('30 2 * * *', '0 */6 * * *', '0 0 * * SUN', '*/45 * * * *', '0 2-3 * * *'),
        constantFrom('Europe/Berlin', 'America/Havana', 'Australia/Lord_Howe', 'Pacific/Auckland', 'UTC'),
        date({ min: new Date('2025-01-01'), max: new Date('2027-01-01'), noInvalidDate: true }),
        integer({ min: 0, max: 4 * 86_400_000 }),
        (cron, zone, start, passed) => {
          const first = nextAfter(cron, zone, start)
          const now = new Date(first.getTime() + passed)
          const met = [first]
          for (let at = nextAfter(cron, zone, first); at <= now; at = nextAfter(cron, zone, at)) met.push(at)
          expect(missedUntil(cron, zone, first, now)).toEqual({ newest: met.at(-1), older: met.length - 1 })
        },
      ),
    )
  })
})

it('is overdue after an hour, to the millisecond', () => {
  const due = new Date('2026-11-23T09:00:00Z')
  expect(isOverdue(due, new Date('2026-11-23T09:59:59.999Z'))).toBe(false)
  expect(isOverdue(due, new Date('2026-11-23T10:00:00Z'))).toBe(true)
})

describe('an expression', () => {
  const accepted = [
    '17 3 * * *',
    quarterly,
    '0  9 * * MON-FRI',
    '0 9 * 1,4,7,10 MON#1',
    '0 9 * * 5L',
    '0 9 L * *',
    '0 9 15W * *',
    '*/20 8-18/2 * * *',
    '0 9 1 jan *',
    '0 9 29 2 *',
    '0 9 ? * 7',
    '0 9 * * */2',
  ]

  test.each(accepted)('that can be used has no problem: %s', (cron) => {
    expect(cronProblem(cron)).toBeUndefined()
  })

  it('that can be used means the same to node-cron', () => {
    assert(
      property(
        constantFrom(...accepted),
        date({ min: new Date('2026-01-01'), max: new Date('2028-01-01'), noInvalidDate: true }),
        (cron, at) => {
          const next = nextAfter(cron, 'UTC', at)
          const task = createTask(cron, () => {}, { timezone: 'UTC' })
          expect(task.match(next)).toBe(true)
          const between = new Date(Math.floor((at.getTime() + next.getTime()) / 120_000) * 60_000)
          if (between > at && between < next) expect(task.match(between)).toBe(false)
        },
      ),
    )
  })

  const weekdays =
    '0 to 7, where 0 and 7 are Sunday, or SUN to SAT; MON#1 for the first Monday, 5L for the last Friday.'
  const five = 'expected five fields: minute, hour, day, month, weekday.'
  test.each([
    ['0 25 * * *', '“25” is not an hour; 0 to 23.'],
    ['61 9 * * *', '“61” is not a minute; 0 to 59.'],
    ['*/0 9 * * *', '“*/0” is not a minute; 0 to 59.'],
    [
      '0 9 32 * *',
      '“32” is not a day of the month; 1 to 31, L for the last one, or 15W for the weekday nearest to the 15th.',
    ],
    [
      '0 9 1,,2 * *',
      '“1,,2” is not a day of the month; 1 to 31, L for the last one, or 15W for the weekday nearest to the 15th.',
    ],
    ['0 9 1 13 *', '“13” is not a month; 1 to 12, or JAN to DEC.'],
    ['0 9 * * 8', `“8” is not a weekday; ${weekdays}`],
    ['0 9 31 2 *', 'Day “31” does not come in month “2”; choose a day that it has.'],
    ['0 9 31 4,6 *', 'Day “31” does not come in month “4,6”; choose a day that it has.'],
    ['', `Found no fields, ${five}`],
    ['@daily', `Found “@daily”, ${five}`],
    ['0 9 * *', `Found 4 fields, ${five}`],
    ['0 0 9 1 1 *', `Found 6 fields, ${five}`],
    [
      '0 9 1-7 * MON',
      'Found day “1-7” and weekday “MON”, expected one of them: programs disagree on what both together mean. Put * for the other.',
    ],
  ])('that cannot be used is told in one sentence: %s', (cron, sentence) => {
    expect(cronProblem(cron)).toBe(sentence)
  })

  test.each([
    ['0 9 * * monday', 'weekday'],
    ['0 9 1 january *', 'month'],
    ['0 22-2 * * *', 'hour'],
    ['0 9 * * 5-1', 'weekday'],
    ['0 9 L-3 * *', 'day of the month'],
    ['*/70 * * * *', 'minute'],
  ])('that only node-cron reads is not accepted: %s', (cron, field) => {
    expect(cronProblem(cron)).toMatch(new RegExp(`^“.*” is not an? ${field}; `))
  })

  test.each([
    ['0 9 * * +1', 'weekday'],
    ['? 9 * * *', 'minute'],
    ['0 ? * * *', 'hour'],
  ])('that only croner reads is not accepted: %s', (cron, field) => {
    expect(cronProblem(cron)).toMatch(new RegExp(`^“.*” is not an? ${field}; `))
  })
})
