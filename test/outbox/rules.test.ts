import { describe, expect, it } from 'vitest'
import { usualHours } from '../../src/calendar.ts'
import {
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

describe('the table of moves', () => {
  it('lets nothing leave `sent`, and nothing but a fact, an admin or the end of its matter leave another end', () => {
    const fromEnds = Object.entries(moves).flatMap(([event, move]) =>
      (['sent', 'unknown', 'failed', 'cancelled'] as const).flatMap((state) =>
        move[state] ? [`${state} ${event}`] : [],
      ),
    )
    expect(fromEnds.sort()).toEqual([
      'cancelled arrived',
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
