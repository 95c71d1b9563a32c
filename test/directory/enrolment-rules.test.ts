import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { csvOf } from '../../src/directory/csv.ts'
import { eligibility, eligibilityOf } from '../../src/directory/enrolment/rules.ts'
import { listOf, memberOf, readIds, sourceOf, withoutSome } from '../../src/directory/enrolment/rules-list.ts'
import { type Enrolled, hasMore, leftOut, startOf, within } from '../../src/directory/enrolment/rules-people.ts'
import { header, rowOf } from '../../src/directory/enrolment/views-people.ts'
import { parseTable, type Table } from '../../src/directory/managers/table.ts'
import { accountNamed } from './accounts.ts'

const nobody = { enrolled: new Set<string>(), forgotten: new Set<string>() }

describe('who can be asked in the check-in', () => {
  test.each([
    ['a member', {}, undefined],
    ['a guest', { guest: true }, 'guest'],
    ['an app', { bot: true }, 'bot'],
    ['somebody of another workspace', { stranger: true }, 'stranger'],
    ['an account of another workspace alone', { workspaceIds: ['T2'] }, 'stranger'],
    ['a closed account', { closed: true }, 'closed'],
    ['somebody who has not accepted the invitation', { invited: true }, 'invited'],
    ['an app that is a guest', { bot: true, guest: true }, 'bot'],
  ] as const)('%s', (_, change, why) => {
    const expected = why ? { kind: 'not-eligible', why } : { kind: 'eligible' }
    expect(eligibilityOf(accountNamed('U0000001', change), 'T1')).toEqual(expected)
  })

  it('knows those who have erased themselves, and names what they are first', () => {
    expect(eligibility({ kind: 'member', forgotten: true })).toEqual({ kind: 'not-eligible', why: 'forgotten' })
    expect(eligibility({ kind: 'guest', forgotten: true })).toEqual({ kind: 'not-eligible', why: 'guest' })
  })
})

describe('a list of people to add', () => {
  it('sorts them by what is known, each once, in the order of their names', () => {
    const accounts = [
      accountNamed('U0000002', { name: 'Zuzanna' }),
      accountNamed('U0000001', { name: 'anna' }),
      accountNamed('U0000001', { name: 'anna' }),
      accountNamed('U0000003'),
      accountNamed('U0000004', { guest: true }),
      accountNamed('U0000005', { bot: true }),
      accountNamed('U0000006'),
    ]
    const list = listOf(accounts, 'T1', { enrolled: new Set(['U0000003']), forgotten: new Set(['U0000006']) }, 2)
    expect(list.ready.map(({ slackId }) => slackId)).toEqual(['U0000001', 'U0000002'])
    expect(list.enrolled).toBe(1)
    expect(list.refused).toEqual([
      { why: 'guest', count: 1 },
      { why: 'bot', count: 1 },
      { why: 'stranger', count: 2 },
      { why: 'forgotten', count: 1 },
    ])
  })

  it('holds nothing of those who are not taken in but their number', () => {
    const list = listOf([accountNamed('U0GUEST01', { guest: true, name: 'Guest' })], 'T1', nobody)
    expect(JSON.stringify(list)).not.toMatch(/U0GUEST01|Guest"/)
  })

  it('counts whoever has gone since under the reason', () => {
    const list = listOf([accountNamed('U0000001'), accountNamed('U0000002')], 'T1', nobody)
    const now = withoutSome(list, new Map([['U0000002', 'closed'] as const]))
    expect(now.ready.map(({ slackId }) => slackId)).toEqual(['U0000001'])
    expect(now.refused).toEqual([{ why: 'closed', count: 1 }])
  })

  it('counts everybody exactly once, whatever Slack says of them', () => {
    const flags = fc.record({
      guest: fc.boolean(),
      bot: fc.boolean(),
      stranger: fc.boolean(),
      closed: fc.boolean(),
      invited: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(flags, { maxLength: 30 }), fc.integer({ min: 0, max: 5 }), (all, unknown) => {
        const accounts = all.map((each, at) => accountNamed(`U00000${10 + at}`, each))
        const ids = accounts.map(({ slackId }) => slackId)
        const known = { enrolled: new Set(ids.filter((_, at) => at % 3 === 0)), forgotten: new Set(ids.slice(0, 2)) }
        const { ready, enrolled, refused } = listOf(accounts, 'T1', known, unknown)
        const out = refused.reduce((sum, { count }) => sum + count, 0)
        expect(ready.length + enrolled + out).toBe(accounts.length + unknown)
        expect(ready.every(({ slackId }) => !known.forgotten.has(slackId) && !known.enrolled.has(slackId))).toBe(true)
      }),
    )
  })

  test.each([
    ['picked', {}],
    ['csv', { fromList: true }],
    ['channel', { fromList: true, channelId: 'C1' }],
    ['everyone', { fromList: true, channelId: 'C1', everyone: true }],
  ] as const)('comes from where most of it came from: %s', (source, change) => {
    expect(sourceOf({ slackIds: [], channelId: undefined, everyone: false, fromList: false, ...change })).toBe(source)
  })

  it('makes a member of a row that was kept of one', () => {
    const account = memberOf('T1', { slackId: 'U0000001', name: 'Anna', zone: undefined })
    expect(eligibilityOf(account, 'T1')).toEqual({ kind: 'eligible' })
  })
})

describe('ids in a table', () => {
  const read = (text: string) => readIds(tableOf(text))

  test.each([
    ['one a line', 'U0000001A\nU0000002B\n', ['U0000001A', 'U0000002B']],
    ['mentions', '<@U0000001A|anna>\n', ['U0000001A']],
    ['twice the same', 'U0000001A\nU0000001A', ['U0000001A']],
    ['a header that names the column', 'name;id\nAnna;U0000001A', ['U0000001A']],
    ['a header over the only column', 'person\nU0000001A', ['U0000001A']],
  ])('are understood: %s', (_, text, slackIds) => {
    expect(read(text)).toEqual({ kind: 'ids', slackIds })
  })

  it('are read from the list of people as it leaves', () => {
    const person = { name: '=Anna, "A"', slackId: 'U0000001A', managerName: '', managerSlackId: '', isEnrolled: true }
    expect(read(csvOf([header, rowOf(person)]))).toEqual({ kind: 'ids', slackIds: ['U0000001A'] })
  })

  it('are refused all together where one line names nobody', () => {
    expect(read('U0000001A\nAnna\nU0123')).toEqual({ kind: 'no-id', line: 2, found: 'Anna', lines: 2 })
  })
})

describe('the list of those in the check-in', () => {
  const amounts = { everybody: 41, 'no-manager': 20, 'no-level': 0, 'left-out': 1, paused: 21 }

  it('shows a page that is there, though the list has become shorter', () => {
    expect(within({ ...startOf('s'), page: 9 }, amounts).page).toBe(2)
    expect(within({ ...startOf('s', 'no-level'), page: 3 }, amounts).page).toBe(0)
    expect(within({ ...startOf('s'), page: -1 }, amounts).page).toBe(0)
  })

  it('goes on until nobody is left', () => {
    expect(hasMore({ ...startOf('s'), page: 1 }, amounts)).toBe(true)
    expect(hasMore({ ...startOf('s'), page: 2 }, amounts)).toBe(false)
    expect(hasMore(startOf('s', 'no-manager'), amounts)).toBe(false)
    expect(hasMore(startOf('s', 'paused'), amounts)).toBe(true)
  })

  test.each([
    ['nobody who can be asked', {}, undefined],
    ['a guest by now', { kind: 'guest' }, 'guest'],
    ['a closed account', { isActive: false }, 'closed'],
    ['a closed account of a guest', { kind: 'guest', isActive: false }, 'guest'],
    ['somebody whom messages do not reach', { isReachable: false }, 'unreachable'],
  ] as const)('leaves out %s', (_, change, why) => {
    expect(leftOut({ ...enrolled, ...change })).toBe(why)
  })
})

describe('a table that leaves', () => {
  it('stays text in a spreadsheet, whatever stands in it', () => {
    expect(csvOf([['=1+1', '@a', '-1', 'plain', 'a,b', 'say "hi"', 'two\nlines']])).toBe(
      `\ufeff'=1+1,'@a,'-1,plain,"a,b","say ""hi""","two\nlines"\r\n`,
    )
  })

  it('comes back as it was, but for the guard against formulas', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => `x${text.replaceAll('\0', '')}x`)
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 5 }), (rows) => {
        const back = tableOf(csvOf(rows)).rows.map(({ cells }) => cells)
        expect(back).toEqual(rows)
      }),
    )
  })
})

const enrolled: Enrolled = {
  id: 'x',
  slackId: 'U1',
  since: new Date('2026-11-23T09:00:00Z'),
  manager: undefined,
  hasLevel: true,
  pausedUntil: undefined,
  kind: 'member',
  isActive: true,
  isReachable: true,
}

function tableOf(text: string): Table {
  const table = parseTable(text)
  if (table.kind === 'problem') throw new Error(table.sentence)
  return table
}
