import { describe, expect, it, test } from 'vitest'
import { type Admin, decideAdmins, mostAdmins, whyNot } from '../../src/directory/admins/rules.ts'
import type { Account } from '../../src/directory/rules.ts'

const ana = admin('ana')
const ivan = admin('ivan')
const named = admin('named', { isNamed: true, isAppointed: false })

describe('who may be an admin', () => {
  test.each<[string, Partial<Account>, string | undefined]>([
    ['a member', {}, undefined],
    ['a guest', { guest: true }, 'guest'],
    ['an app', { bot: true }, 'bot'],
    ['somebody of another workspace', { stranger: true }, 'stranger'],
    ['a closed account', { closed: true }, 'closed'],
    ['somebody who has not come yet', { invited: true }, 'invited'],
  ])('%s: %j → %s', (_, change, why) => {
    expect(whyNot({ ...member, ...change }, 'T1')).toBe(why)
  })

  it('is nobody whom Slack does not know', () => {
    expect(whyNot(undefined, 'T1')).toBe('unknown')
  })
})

describe('what becomes of the admins', () => {
  test.each([
    ['nobody else, and is asked to go', [ana], { appoint: [], dismiss: ['ana'] }, { kind: 'refuse', why: 'last' }],
    ['all go at once', [ana, ivan], { appoint: [], dismiss: ['ana', 'ivan'] }, { kind: 'refuse', why: 'last' }],
    ['one of two goes', [ana, ivan], { appoint: [], dismiss: ['ivan'] }, change([], ['ivan'])],
    ['oneself goes, another stays', [ana, ivan], { appoint: [], dismiss: ['ana'] }, change([], ['ana'])],
    [
      'the last one makes room for another',
      [ana],
      { appoint: ['maria'], dismiss: ['ana'] },
      change(['maria'], ['ana']),
    ],
    ['the environment names one more', [ana, named], { appoint: [], dismiss: ['ana'] }, change([], ['ana'])],
    ['somebody is appointed twice', [ana], { appoint: ['maria', 'maria'], dismiss: [] }, change(['maria'], [])],
    ['an admin is appointed again', [ana, ivan], { appoint: ['ivan'], dismiss: [] }, change([], [])],
    ['whom the environment names is appointed', [ana, named], { appoint: ['named'], dismiss: [] }, change([], [])],
    ['one and the same comes and goes', [ana, ivan], { appoint: ['ivan'], dismiss: ['ivan'] }, change([], [])],
  ] as const)('where %s', (_, present, wanted, decision) => {
    expect(decideAdmins(present, 'ana', wanted)).toEqual(decision)
  })

  it('is nothing where whoever asks is no admin any more', () => {
    expect(decideAdmins([ivan], 'ana', { appoint: ['ana'], dismiss: ['ivan'] })).toEqual({ kind: 'not-admin' })
  })

  it('is bounded, but going is always possible', () => {
    const many = [ana, ...Array.from({ length: mostAdmins }, (_, nth) => admin(`more ${nth}`))]
    expect(decideAdmins(many, 'ana', { appoint: ['maria'], dismiss: [] })).toEqual({ kind: 'refuse', why: 'too-many' })
    expect(decideAdmins(many, 'ana', { appoint: [], dismiss: ['more 1'] })).toEqual(change([], ['more 1']))
  })
})

const member: Account = {
  slackId: 'U1',
  workspaceIds: ['T1'],
  name: 'Ivan',
  zone: undefined,
  bot: false,
  guest: false,
  stranger: false,
  invited: false,
  closed: false,
  away: undefined,
  updated: undefined,
}

function admin(id: string, more: Partial<Admin> = {}): Admin {
  return { id, slackId: id, name: id, isNamed: false, isAppointed: true, ...more }
}

function change(appoint: readonly string[], dismiss: readonly string[]) {
  return { kind: 'change', appoint, dismiss }
}
