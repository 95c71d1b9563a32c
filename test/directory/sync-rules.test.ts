import { describe, expect, it } from 'vitest'
import { awayBy } from '../../src/directory/rules.ts'
import { accountIn, type Changed, described, fieldNamed, leavers, paces } from '../../src/directory/sync/rules.ts'
import { accountNamed } from './accounts.ts'

const ivan = accountNamed('U1', { name: 'Ivan', zone: 'Europe/Warsaw', updated: new Date('2026-11-23T09:00:00Z') })
const until = new Date('2026-12-01T00:00:00Z')

describe('a row', () => {
  it('holds what Slack says of an open account', () => {
    expect(described({ ...ivan, away: { until } }, 'T1')).toEqual({
      slackId: 'U1',
      name: 'Ivan',
      zone: 'Europe/Warsaw',
      kind: 'member',
      active: true,
      away: true,
      awayUntil: until,
      updated: ivan.updated,
    })
  })

  it.each([
    ['a guest', { guest: true }, 'guest'],
    ['an app', { bot: true }, 'bot'],
    ['somebody of another workspace', { workspaceIds: ['T2'] }, 'stranger'],
    ['a stranger in a shared channel', { stranger: true }, 'stranger'],
  ] as const)('says of %s what they are', (_who, change, kind) => {
    expect(described({ ...ivan, ...change }, 'T1')).toMatchObject({ kind, active: true })
  })

  it('keeps of a closed account what Slack does not say any more, and no status', () => {
    const closed = { ...ivan, name: '', zone: undefined, closed: true, away: { until: null } }
    expect(described(closed, 'T1')).toMatchObject({
      name: null,
      kind: null,
      active: false,
      away: false,
      awayUntil: null,
    })
  })
})

describe('a status', () => {
  it.each([
    [':palm_tree:', 0, { until: null }],
    [':palm_tree:', 1_796_083_200, { until }],
    [':face_with_thermometer:', 0, { until: null }],
    [':house_with_garden:', 0, undefined],
    [':spiral_calendar_pad:', 1_796_083_200, undefined],
    ['', 0, undefined],
  ])('%s until %i means %j', (emoji, expiration, away) => {
    expect(awayBy(emoji, expiration)).toEqual(away)
  })
})

describe('somebody has left', () => {
  const changed = (id: string, wasHere: boolean, isHere: boolean, isActive: boolean): Changed => ({
    id,
    wasHere,
    isHere,
    isActive,
  })

  it('when their account is closed, or is no member’s any more; not when they come back, or were no member', () => {
    const left = leavers([
      changed('closed', true, false, false),
      changed('guest', true, false, true),
      changed('renamed', true, true, true),
      changed('back', false, true, true),
      changed('guest who left', false, false, false),
    ])
    expect([...left]).toEqual([
      ['account_closed', ['closed']],
      ['not_a_member', ['guest']],
    ])
  })

  it('not, when nobody did', () => {
    expect(leavers([]).size).toBe(0)
  })
})

describe('the profile field', () => {
  const definitions = [
    { id: 'Xf1', label: 'Manager', type: 'text' },
    { id: 'Xf2', label: 'Manager', type: 'user' },
    { id: 'Xf3', label: 'Xf2', type: 'user' },
  ]

  it.each([
    ['Manager', 'Xf2'],
    [' mAnAgEr ', 'Xf2'],
    ['Xf3', 'Xf3'],
    ['Xf2', 'Xf2'],
    ['Xf1', undefined],
    ['Boss', undefined],
  ])('named “%s” is %s', (named, id) => {
    expect(fieldNamed(named, definitions)).toBe(id)
  })

  it.each([
    ['U0MARIAKOW', 'U0MARIAKOW'],
    ['W0MARIAKOW', 'W0MARIAKOW'],
    ['U0MARIAKOW,U0IVANPET', 'U0MARIAKOW'],
    ['', undefined],
    ['Maria', undefined],
  ])('that holds “%s” names %s', (value, slackId) => {
    expect(accountIn(value)).toBe(slackId)
  })
})

it('asks no faster than Slack’s tiers allow: twenty, fifty and a hundred calls a minute', () => {
  const perMinute = [paces.page, paces.definitions, paces.field].map((pace) => 60_000 / pace)
  expect(perMinute.map((calls) => Math.ceil(calls))).toEqual([20, 48, 99])
})
