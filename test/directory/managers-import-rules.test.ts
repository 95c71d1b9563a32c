import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { type Facts, judge, type Line, readLines } from '../../src/directory/managers/rules-import.ts'
import { parseTable } from '../../src/directory/managers/table.ts'
import { reasonWords } from '../../src/directory/managers/views-import.ts'

const [ana, piotr, ivan, maria] = ['U0ANNALIND', 'U0PIOTRWAL', 'U0IVANPETR', 'U0MARIAKOW'] as const
const nothing: Facts = { outsiders: new Map(), inForce: new Map(), denied: new Set() }

describe('a list', () => {
  test.each([
    ['two columns', `${ivan},${ana}`],
    ['a header', `person;manager\n${ivan};${ana}`],
    ['a header in another order', `Manager ID,Name,Member ID\n${ana},Ivan,${ivan}`],
    ['the list of people as it leaves', `name,id,manager,manager id,in the check-in\nIvan,${ivan},Ana,${ana},yes`],
    ['mentions', `<@${ivan}|ivan>,<@${ana}>`],
    ['the marks of a spreadsheet', `'${ivan},@${ana}`],
  ])('is understood with %s', (_, text) => {
    expect(read(text).lines.map(({ person, manager }) => [person, manager])).toEqual([[ivan, ana]])
    expect(read(text).refused).toEqual([])
  })

  it('takes a line without a manager for one that says nothing', () => {
    expect(read(`person,manager\n${ivan},\n${ana},${piotr}`)).toMatchObject({
      total: 2,
      silent: 1,
      lines: [{ line: 3 }],
      refused: [],
    })
  })

  it('takes the same line twice for one', () => {
    expect(read(`${ivan},${ana}\n${ivan},${ana}`)).toMatchObject({ total: 2, silent: 1, lines: [{ line: 1 }] })
  })

  test.each([
    [
      `${ivan},U0123`,
      ['line 1: found “U0123”, expected a Slack member id such as U0123ABCDEF. Copy it from the person’s profile.'],
    ],
    [
      `ivan,${ana}`,
      ['line 1: found “ivan”, expected a Slack member id such as U0123ABCDEF. Copy it from the person’s profile.'],
    ],
    [
      `=HYPERLINK(1),${ana}`,
      [
        'line 1: found “=HYPERLINK(1)”, expected a Slack member id such as U0123ABCDEF. Copy it from the person’s profile.',
      ],
    ],
    [`${ivan},${ana},yes`, ['line 1: has 3 columns, expected 2 (person, manager).']],
    [ivan, ['line 1: has 1 column, expected 2 (person, manager).']],
    [`id,manager\n${ivan},${ana},x`, ['line 2: has 3 columns, expected 2 (person, manager).']],
    [
      `${ivan},${ana}\n\n${ivan},${piotr}`,
      [
        `line 1: ${ivan} stands here more than once with different managers, also in line 3.`,
        `line 3: ${ivan} stands here more than once with different managers, also in line 1.`,
      ],
    ],
    [`${ivan},${'x'.repeat(2_000)}`, ['line 1: has a cell of 2,000 characters; 1,000 fit.']],
  ])('says of %j what is wrong, and where', (text, sentences) => {
    expect(words(read(text).refused)).toEqual(sentences)
    expect(read(text).lines).toEqual([])
  })
})

describe('what a list would do', () => {
  it('tells new links, other ones, and those that are there already', () => {
    const inForce = new Map([
      [ivan, ana],
      [maria, ana],
    ])
    const judged = judge([line(1, ivan, ana), line(2, maria, piotr), line(3, piotr, ana)], { ...nothing, inForce })
    expect(judged).toEqual({
      ready: [
        { line: 2, person: maria, manager: piotr, before: ana },
        { line: 3, person: piotr, manager: ana, before: null },
      ],
      unchanged: 1,
      refused: [],
    })
  })

  test.each([
    ['guest', 'is a guest, expected a member.'],
    ['bot', 'is an app, expected a person.'],
    ['stranger', 'is of another workspace, expected a member of this one.'],
    ['closed', 'has a closed account.'],
    ['forgotten', 'has erased their data and can come back only by themselves.'],
  ] as const)('refuses a %s, on either side', (kind, sentence) => {
    const facts = { ...nothing, outsiders: new Map([[ana, kind]]) }
    const { ready, refused } = judge([line(1, ivan, ana), line(2, ana, piotr)], facts)
    expect(ready).toEqual([])
    expect(words(refused)).toEqual([`line 1: ${ana} ${sentence}`, `line 2: ${ana} ${sentence}`])
  })

  it('refuses oneself, ids that Slack does not know, and whom the person has denied', () => {
    const facts = {
      ...nothing,
      outsiders: new Map([[maria, 'unknown' as const]]),
      denied: new Set([`${piotr} ${ana}`]),
    }
    expect(words(judge([line(1, ana, ana), line(2, ivan, maria), line(3, piotr, ana)], facts).refused)).toEqual([
      `line 1: ${ana} is named as their own manager.`,
      `line 2: Slack knows nobody under the id ${maria}. Copy it from the person’s profile.`,
      `line 3: ${piotr} has said that ${ana} is not their manager. Settle that among the people first, or name somebody else.`,
    ])
  })

  it('refuses every line of a circle, by name, and takes the others', () => {
    const { ready, refused } = judge([line(1, ana, piotr), line(2, piotr, ana), line(3, ivan, ana)], nothing)
    expect(words(refused)).toEqual([
      `line 1: closes a circle: ${ana} → ${piotr} → ${ana}.`,
      `line 2: closes a circle: ${piotr} → ${ana} → ${piotr}.`,
    ])
    expect(ready.map((change) => change.line)).toEqual([3])
  })

  it('refuses a line that closes a circle with who is on record', () => {
    const inForce = new Map([
      [ana, piotr],
      [piotr, ivan],
    ])
    const { refused } = judge([line(1, ivan, ana)], { ...nothing, inForce })
    expect(words(refused)).toEqual([`line 1: closes a circle: ${ivan} → ${ana} → ${piotr} → ${ivan}.`])
  })

  it('takes two lines that turn a link round, though each alone would close a circle', () => {
    const inForce = new Map([[ana, piotr]])
    const { ready } = judge([line(1, piotr, ana), line(2, ana, ivan)], { ...nothing, inForce })
    expect(ready.map((change) => change.line)).toEqual([1, 2])
  })

  it('looks again after a refusal: whoever keeps the manager they have may be in a circle by that', () => {
    // Line 1 and 2 circle; without line 2 Piotr stays with Ivan, and line 3 would then circle with that.
    const inForce = new Map([[piotr, ivan]])
    const { ready, refused } = judge([line(1, ana, piotr), line(2, piotr, ana), line(3, ivan, piotr)], {
      ...nothing,
      inForce,
    })
    expect(ready).toEqual([])
    expect(refused.map((each) => each.line)).toEqual([1, 2, 3])
  })

  it('tells a long circle by its beginning and its end', () => {
    const people = Array.from({ length: 50_000 }, (_, at) => `U${String(at).padStart(9, '0')}`)
    const lines = people.map((person, at) => line(at + 1, person, people[(at + 1) % people.length] ?? ''))
    const { refused } = judge(lines, nothing)
    expect(refused).toHaveLength(50_000)
    expect(words(refused.slice(0, 1))).toEqual([
      'line 1: closes a circle: U000000000 → U000000001 → U000000002 → U000000003 → … → U000049999 → U000000000 (50,000 people).',
    ])
  })
})

test('whatever a list says, what is ready can be done whole: nobody twice, no circle, and every line has its place', () => {
  const id = fc.integer({ min: 0, max: 7 }).map((n) => `U00000000${n}`)
  const link = fc.tuple(id, id)
  fc.assert(
    fc.property(fc.array(link, { maxLength: 25 }), fc.array(link, { maxLength: 8 }), (wanted, before) => {
      const inForce = new Map<string, string>()
      for (const [person, manager] of before)
        if (!circles(new Map([...inForce, [person, manager]]))) inForce.set(person, manager)
      const table = parseTable(wanted.map((each) => each.join(',')).join('\n'))
      const list = table.kind === 'table' ? readLines(table) : { total: 0, lines: [], silent: 0, refused: [] }
      const { ready, unchanged, refused } = judge(list.lines, { ...nothing, inForce })
      const after = new Map([...inForce, ...ready.map(({ person, manager }) => [person, manager] as const)])
      expect(circles(after)).toBe(false)
      expect(new Set(ready.map(({ person }) => person)).size).toBe(ready.length)
      expect(ready.length + unchanged + refused.length + list.silent + list.refused.length).toBe(list.total)
    }),
    { numRuns: 2_000 },
  )
})

function circles(up: ReadonlyMap<string, string>): boolean {
  return [...up.keys()].some((start) => {
    let here = up.get(start)
    for (let steps = 0; here !== undefined && steps <= up.size; steps++) {
      if (here === start) return true
      here = up.get(here)
    }
    return false
  })
}

function read(text: string) {
  const table = parseTable(text)
  if (table.kind === 'problem') throw new Error(table.sentence)
  return readLines(table)
}

function line(nth: number, person: string, manager: string): Line {
  return { line: nth, person, manager }
}

function words(refused: ReturnType<typeof judge>['refused']): readonly string[] {
  return refused.map((each) => `line ${each.line}: ${reasonWords(each.reason, (id) => id)}`)
}

it('echoes nothing that a terminal would obey', () => {
  const words = reasonWords({ why: 'no-id', found: '\u001b[2J\u0007U1' }, (id) => id)
  expect(words).toMatch(/^found “ \[2J U1”, expected/)
})
