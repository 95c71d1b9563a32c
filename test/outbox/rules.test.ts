import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayOf, daysLater, isWorkingTime, usualHours } from '../../src/calendar.ts'
import {
  type Absence,
  mayAllLeave,
  mayLeave,
  moves,
  pauseAfter,
  pauseUnanswered,
  type Reader,
  times,
} from '../../src/outbox/rules.ts'

const ann: Reader = {
  id: 'ann',
  slackId: 'UANN',
  zone: 'Europe/Berlin',
  hours: usualHours,
  isActive: true,
  isMember: true,
  absences: [],
  awayInSlack: undefined,
  unreachable: null,
}
const letter = { urgent: false, expiresAt: null }
const noon = new Date('2026-11-23T11:00:00Z')
const night = new Date('2026-11-23T21:30:00Z')
const tuesday = new Date('2026-11-24T08:00:00Z')
const saturday = new Date('2026-11-28T11:00:00Z')
const monday = new Date('2026-11-30T08:00:00Z')

describe('a letter', () => {
  it('leaves in its reader’s working time', () => {
    expect(mayLeave(ann, letter, 'working', noon)).toEqual({ kind: 'go' })
  })

  it('waits at night for the morning, and over a weekend for Monday', () => {
    expect(mayLeave(ann, letter, 'working', night)).toEqual({ kind: 'hold', until: tuesday, reason: 'night' })
    expect(mayLeave(ann, letter, 'working', saturday)).toEqual({ kind: 'hold', until: monday, reason: 'day-off' })
  })

  it('leaves at any hour when somebody waits for it, or its kind says so', () => {
    expect(mayLeave(ann, { ...letter, urgent: true }, 'working', night)).toEqual({ kind: 'go' })
    expect(mayLeave(ann, letter, 'any', saturday)).toEqual({ kind: 'go' })
  })

  it('is over when it has expired, or would have by the morning', () => {
    const end = { kind: 'end', reason: 'expired' }
    expect(mayLeave(ann, { ...letter, expiresAt: noon }, 'any', noon)).toEqual(end)
    expect(mayLeave(ann, { ...letter, expiresAt: tuesday }, 'working', night)).toEqual(end)
    expect(mayLeave(ann, { ...letter, expiresAt: new Date(tuesday.getTime() + 1) }, 'working', night).kind).toBe('hold')
  })

  it('is over when the account of its reader is closed, but not for having missed them once', () => {
    expect(mayLeave({ ...ann, isActive: false }, letter, 'any', noon)).toEqual({
      kind: 'end',
      reason: 'account_closed',
    })
    expect(mayLeave({ ...ann, unreachable: 'user_disabled' }, letter, 'any', noon)).toEqual({ kind: 'go' })
  })

  it('is over when its reader has become a guest, or belongs elsewhere', () => {
    expect(mayLeave({ ...ann, isMember: false }, letter, 'any', noon)).toEqual({ kind: 'end', reason: 'not_a_member' })
  })

  it.each([
    [
      'a company holiday',
      [{ kind: 'holiday', firstDay: '2026-11-23', lastDay: '2026-11-23' }],
      '2026-11-24',
      'holiday',
    ],
    ['a day off', [{ kind: 'day-off', firstDay: '2026-11-20', lastDay: '2026-11-24' }], '2026-11-25', 'day-off'],
    ['a pause', [{ kind: 'pause', firstDay: '2026-11-23', lastDay: '2026-11-27' }], '2026-11-30', 'pause'],
    [
      'a pause within days off, with a holiday after it',
      [
        { kind: 'day-off', firstDay: '2026-11-16', lastDay: '2026-11-25' },
        { kind: 'pause', firstDay: '2026-11-23', lastDay: '2026-11-24' },
        { kind: 'holiday', firstDay: '2026-11-26', lastDay: '2026-11-26' },
      ],
      '2026-11-27',
      'pause',
    ],
  ] as const)('waits through %s for the next working morning', (_, absences, day, reason) => {
    const until = new Date(`${day}T08:00:00Z`)
    expect(mayLeave({ ...ann, absences }, letter, 'working', noon)).toEqual({ kind: 'hold', until, reason })
    expect(mayLeave({ ...ann, absences }, { ...letter, urgent: true }, 'working', noon)).toEqual({ kind: 'go' })
  })

  it('names what keeps it longest: of a night before a holiday, the holiday', () => {
    const absences = [{ kind: 'holiday', firstDay: '2026-11-24', lastDay: '2026-11-24' }] as const
    const until = new Date('2026-11-25T08:00:00Z')
    expect(mayLeave({ ...ann, absences }, letter, 'working', night)).toEqual({ kind: 'hold', until, reason: 'holiday' })
    expect(mayLeave({ ...ann, absences }, letter, 'working', noon)).toEqual({ kind: 'go' })
  })

  it('waits while their Slack status says that they are away: until it ends, or for the next working morning', () => {
    const until = new Date('2026-11-23T13:00:00Z')
    const back = { ...ann, awayInSlack: { until } }
    expect(mayLeave(back, letter, 'working', noon)).toEqual({ kind: 'hold', until, reason: 'away' })
    expect(mayLeave(back, letter, 'working', until)).toEqual({ kind: 'go' })
    const open = { ...ann, awayInSlack: { until: null } }
    expect(mayLeave(open, letter, 'working', noon)).toEqual({ kind: 'hold', until: tuesday, reason: 'away' })
    expect(mayLeave(open, letter, 'working', tuesday)).toMatchObject({ kind: 'hold', reason: 'away' })
  })

  it('to two people waits for whoever begins later, and is over when one is gone', () => {
    const cleo = { ...ann, zone: 'Pacific/Auckland' }
    const both = mayAllLeave([ann, cleo], letter, 'working', new Date('2026-11-23T05:00:00Z'))
    expect(both).toEqual({ kind: 'hold', until: new Date('2026-11-23T20:00:00Z'), reason: 'night' })
    expect(mayAllLeave([ann, { ...cleo, isActive: false }], letter, 'working', noon).kind).toBe('end')
    expect(mayAllLeave([ann, ann], letter, 'working', noon)).toEqual({ kind: 'go' })
  })
})

it('pauses twice as long after each call, ten minutes at most', () => {
  expect([1, 2, 3, 4, 8, 9, 40].map(pauseAfter)).toEqual([5_000, 10_000, 20_000, 40_000, 600_000, 600_000, 600_000])
})

describe('a letter of any kind to anybody at any moment', () => {
  const day = fc.integer({ min: -40, max: 800 }).map((days) => dayOf(daysLater(noon, days), 'UTC'))
  const absence = fc
    .record({ kind: fc.constantFrom('pause', 'day-off', 'holiday'), one: day, other: day })
    .map(({ kind, one, other }): Absence => {
      const [firstDay, lastDay] = one < other ? [one, other] : [other, one]
      return { kind, firstDay, lastDay: kind === 'holiday' ? firstDay : lastDay }
    })
  const moment = fc
    .integer({ min: -500_000, max: 500_000 })
    .map((minutes) => new Date(noon.getTime() + minutes * 60_000))
  const hours = fc
    .record({
      from: fc.integer({ min: 0, max: 1_200 }),
      length: fc.integer({ min: 120, max: 1_440 }),
      days: fc.integer({ min: 1, max: 127 }),
    })
    .map(({ from, length, days }) => ({ from, to: Math.min(from + length, 1_440), days }))
  const reader = fc
    .record({
      zone: fc.constantFrom('Europe/Berlin', 'Pacific/Auckland', 'America/St_Johns', 'Pacific/Kiritimati', 'UTC'),
      hours,
      absences: fc.array(absence, { maxLength: 6 }),
      awayInSlack: fc.constantFrom(undefined, { until: null }, { until: tuesday }, { until: noon }),
    })
    .map((of): Reader => ({ ...ann, ...of }))

  it('goes only in working time on no free day, and waits for such a time where one is near', () => {
    fc.assert(
      fc.property(reader, moment, (who, at) => {
        const leave = mayLeave(who, letter, 'working', at)
        if (leave.kind === 'go') expect(isThere(who, at)).toBe(true)
        else if (leave.kind === 'end') expect.fail('nothing ends it')
        else {
          expect(leave.until > at).toBe(true)
          // Absences of more than a year ahead are looked at when it is so far.
          if (leave.until < daysLater(at, 360))
            expect(isThere({ ...who, awayInSlack: undefined }, leave.until)).toBe(true)
        }
      }),
      { numRuns: 400 },
    )
  })

  it('leaves in the end, asked again at each time it was told to wait for, and never without having waited out an absence', () => {
    fc.assert(
      fc.property(reader, moment, (who, at) => {
        let leave = mayLeave(who, letter, 'working', at)
        let now = at
        for (let asked = 0; leave.kind === 'hold' && asked < 20; asked++) {
          if (who.awayInSlack?.until === null && leave.reason === 'away') return
          now = leave.until
          leave = mayLeave(who, letter, 'working', now)
        }
        expect(leave.kind).toBe('go')
        expect(isThere(who, now)).toBe(true)
      }),
      { numRuns: 400 },
    )
  })

  function isThere(who: Reader, at: Date): boolean {
    const isFree = (day: string) => who.absences.some(({ firstDay, lastDay }) => firstDay <= day && day <= lastDay)
    const { awayInSlack } = who
    const isAway = awayInSlack !== undefined && (awayInSlack.until === null || awayInSlack.until > at)
    return isWorkingTime(at, who.zone, who.hours, isFree) && !isAway
  }
})

describe('the table of moves', () => {
  it('lets nothing leave `sent`, and nothing but a fact, an admin, the end of its matter or a reader who is back leave another end', () => {
    const fromEnds = Object.entries(moves).flatMap(([event, move]) =>
      (['sent', 'unknown', 'failed', 'cancelled'] as const).flatMap((state) =>
        move[state] ? [`${state} ${event}`] : [],
      ),
    )
    expect(fromEnds.sort()).toEqual([
      'cancelled arrived',
      'cancelled wanted-again',
      'failed arrived',
      'failed called-off',
      'failed given-up',
      'failed tried-again',
      'unknown arrived',
      'unknown called-off',
      'unknown given-up',
      'unknown tried-again',
    ])
  })

  it('never forgets that a call may have arrived: only a refusal or a look leads from `sending` back to `planned`', () => {
    const back = Object.entries(moves).flatMap(([event, move]) => (move.sending === 'planned' ? [event] : []))
    expect(back).toEqual(['put-off', 'held'])
  })
})

it('waits after a lost answer at least as long as the call was given', () => {
  expect(times.grace).toBeGreaterThanOrEqual(10_000)
  expect([1, 2, 3, 4, 9].map(pauseUnanswered)).toEqual([10_000, 10_000, 20_000, 40_000, 600_000])
})
