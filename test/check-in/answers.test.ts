import { describe, expect, it } from 'vitest'
import type { CheckInState, RoundState } from '../../src/check-in/rules.ts'
import { situationOf } from '../../src/check-in/rules-answers.ts'

const closesAt = new Date('2026-10-15T07:00:00Z')
const before = new Date('2026-10-14T07:00:00Z')

describe('a button of a check-in', () => {
  it.each([
    ['waiting', 'open', 'open'],
    ['waiting', 'planning', 'open'],
    // A pause keeps letters back, not answers.
    ['waiting', 'paused', 'open'],
    ['skipped', 'open', 'skipped'],
    ['waiting', 'closed', 'closed'],
    ['closed', 'closed', 'closed'],
    ['skipped', 'closed', 'closed'],
    ['waiting', 'cancelled', 'withdrawn'],
    ['closed', 'cancelled', 'withdrawn'],
    ['answered', 'open', 'answered'],
    ['answered', 'closed', 'answered'],
    ['answered', 'cancelled', 'answered'],
    ['left-out', 'open', 'not-in'],
  ] satisfies readonly (readonly [CheckInState, RoundState, string])[])(
    'of somebody %s in a round that is %s finds it %s',
    (state, round, situation) => {
      expect(situationOf({ state, isEnrolled: true }, { state: round, closesAt }, before)).toBe(situation)
    },
  )

  it('finds the round closed from its last moment on, also before anybody has closed it', () => {
    expect(situationOf({ state: 'waiting', isEnrolled: true }, { state: 'open', closesAt }, closesAt)).toBe('closed')
  })

  it('of somebody who has left finds them gone, whatever they had answered', () => {
    for (const state of ['waiting', 'answered', 'skipped', 'closed'] as const)
      expect(situationOf({ state, isEnrolled: false }, { state: 'open', closesAt }, before)).toBe('not-in')
  })
})
