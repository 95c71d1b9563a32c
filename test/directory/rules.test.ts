import { describe, expect, it, test } from 'vitest'
import { type Account, accountKind, adminsIn, isAdmin, isStale } from '../../src/directory/rules.ts'

const ivan: Account = {
  slackId: 'U1',
  workspaceIds: ['T1'],
  name: 'ivan',
  zone: 'Europe/Warsaw',
  bot: false,
  guest: false,
  stranger: false,
  invited: false,
  closed: false,
  away: undefined,
  updated: undefined,
}

test.each<[string, Partial<Account>, string]>([
  ['somebody of the workspace', {}, 'member'],
  ['somebody whose workspace Slack does not name', { workspaceIds: [] }, 'member'],
  ['somebody of several workspaces of one organisation', { workspaceIds: ['T2', 'T1'] }, 'member'],
  ['a guest', { guest: true }, 'guest'],
  ['somebody whose account is closed', { closed: true }, 'closed'],
  ['a guest whose account is closed', { closed: true, guest: true }, 'closed'],
  ['an app', { bot: true }, 'bot'],
  ['Slackbot, which does not say that it is one', { slackId: 'USLACKBOT' }, 'bot'],
  ['somebody of another company', { stranger: true }, 'stranger'],
  ['somebody of another workspace', { workspaceIds: ['T2'] }, 'stranger'],
  ['a guest of another company', { stranger: true, guest: true }, 'stranger'],
  ['an app of another company', { bot: true, stranger: true }, 'bot'],
])('it takes %s (%j) for a %s', (_who, change, kind) => {
  expect(accountKind({ ...ivan, ...change }, 'T1')).toBe(kind)
})

const now = new Date('2026-11-23T09:00:00Z')

test.each([
  [null, true],
  ['2026-11-23T09:00:00Z', false],
  ['2026-11-22T09:00:00Z', false],
  ['2026-11-22T08:59:59.999Z', true],
  ['2026-12-24T09:00:00Z', false],
])('it asks Slack again about somebody last asked about at %s: %j', (syncedAt, stale) => {
  expect(isStale(syncedAt === null ? null : new Date(syncedAt), now)).toBe(stale)
})

describe('those who run the programme', () => {
  const ids = [
    { workspaceId: 'T1', slackId: 'U1' },
    { workspaceId: 'T2', slackId: 'U2' },
    { workspaceId: undefined, slackId: 'U3' },
    { workspaceId: undefined, slackId: 'U1' },
  ]

  it('are those of the workspace, and each is named once', () => {
    expect(adminsIn(ids, 'T1', true)).toEqual(['U1', 'U3'])
    expect(adminsIn(ids, 'T2', true)).toEqual(['U2', 'U3', 'U1'])
    expect(adminsIn([], 'T1', true)).toEqual([])
  })

  it('stand with their workspace where several are served', () => {
    expect(adminsIn(ids, 'T1', false)).toEqual(['U1'])
    expect(adminsIn(ids, 'T2', false)).toEqual(['U2'])
    expect(adminsIn(ids, 'T3', false)).toEqual([])
  })

  it.each([
    ['T1', 'U1', true],
    ['T2', 'U2', true],
    ['T1', 'U2', false],
    ['T1', 'U3', true],
    ['T1', 'U9', false],
  ])('are asked for by workspace and member: %s %s is %j', (workspaceId, slackId, admin) => {
    expect(isAdmin(ids, workspaceId, slackId)).toBe(admin)
  })
})
