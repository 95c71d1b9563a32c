import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  answersOfRole,
  cleanNote,
  type Entry,
  hasAllItems,
  historyLines,
  isComplete,
  missingForNext,
  noteLength,
  type Page,
  pageOf,
  pathOf,
  secondLook,
  whatMoved,
} from '../../src/assessment/rules.ts'
import { baking, nats } from '../catalog/profiles.ts'
import { answered, bakerAnswers, bakerRatings, goAnswers, rated } from './people.ts'

describe('a second look', () => {
  // Answers to the three Middle items, then to the three Senior items: 0 not yet, 1 with help, 2 on my own.
  test.each([
    [[2, 2, 2], [0, 0, 0], null],
    [[2, 0, 1], [0, 0, 0], null],
    [[2, 0, 0], [0, 0, 0], { kind: 'maybe-lower', notYet: 2, asked: 3 }],
    [[0, 0, 0], [0, 0, 0], { kind: 'maybe-lower', notYet: 3, asked: 3 }],
    [[1, 1, 1], [0, 0, 0], { kind: 'maybe-lower-none-alone', asked: 3 }],
    [[1, 1, 0], [0, 0, 0], { kind: 'maybe-lower-none-alone', asked: 3 }],
    [[2, 2, 2], [2, 2, 2], { kind: 'maybe-higher', asked: 3 }],
    [[2, 2, 2], [2, 2, 1], null],
    [[2, 1, 0], [2, 2, 2], { kind: 'maybe-higher', asked: 3 }],
    [[2, 0, 0], [2, 2, 2], { kind: 'maybe-lower', notYet: 2, asked: 3 }],
    [[1, 1, 1], [2, 2, 2], { kind: 'maybe-lower-none-alone', asked: 3 }],
  ] as const)('at Middle with %j and Senior items %j asks %j', (middle, senior, look) => {
    expect(secondLook(nats, 'go', 2, goAnswers(2, [...middle, ...senior]))).toEqual(look)
  })

  it('has no higher level to point to at the last one', () => {
    expect(secondLook(nats, 'go', 5, goAnswers(5, [2, 2, 2]))).toBeNull()
  })

  it('takes exactly half of four for no sign', () => {
    const four = answered({ shapes: 0, scores: 0, steams: 2, bakes: 2 })
    const [, journeyman] = baking.requirements
    const wide = {
      ...baking,
      requirements: baking.requirements.map((asked) =>
        asked === journeyman
          ? { ...asked, items: [...asked.items, { id: 'bakes', text: 'Bakes.', short: 'Bakes', topics: ['crust'] }] }
          : asked,
      ),
    }
    expect(secondLook(wide, 'baker', 2, four)).toBeNull()
  })
})

describe('an answer', () => {
  const whole = { role: 'baker', rank: 2, answers: bakerAnswers, ratings: bakerRatings, note: '' }

  it('is complete when every item of level and next level and every topic is answered', () => {
    expect(isComplete(baking, whole)).toBe(true)
    expect(isComplete(baking, { ...whole, ratings: rated({ dough: 3 }) })).toBe(false)
    expect(isComplete(baking, { ...whole, answers: answered({ shapes: 2, scores: 2, steams: 2 }) })).toBe(false)
    expect(hasAllItems(baking, { ...whole, rank: 1 })).toBe(false)
  })

  it('counts what is missing for the next level, nothing at the last', () => {
    expect(missingForNext(baking, whole)).toBe(1)
    expect(missingForNext(baking, { ...whole, rank: 3 })).toBe(0)
  })

  it('keeps the items of its role, of all levels, and no others', () => {
    const both = answered({ 'go-lead-reviews': 1, 'go-middle-tests': 2, 'elixir-middle-tests': 2, unknown: 0 })
    expect([...answersOfRole(nats, 'go', both).keys()].toSorted()).toEqual(['go-lead-reviews', 'go-middle-tests'])
  })
})

describe('what moved', () => {
  const before = {
    role: 'go',
    rank: 2,
    answers: goAnswers(2, [2, 1, 0, 0, 0, 0]),
    ratings: rated({ 'pub-sub': 2, 'request-reply': 1 }),
  }

  it('is nothing when everything was said again', () => {
    expect(whatMoved(nats, before, before)).toEqual({ rank: null, role: null, topics: [], items: [] })
  })

  it('is level, topics and items, up and down', () => {
    const after = {
      role: 'go',
      rank: 3,
      answers: goAnswers(2, [2, 2, 0, 0, 1, 0]),
      ratings: rated({ 'pub-sub': 3, 'request-reply': 0, 'key-value-store': 4 }),
    }
    expect(whatMoved(nats, before, after)).toEqual({
      rank: { from: 2, to: 3 },
      role: null,
      topics: [
        { topicId: 'pub-sub', from: 2, to: 3 },
        { topicId: 'request-reply', from: 1, to: 0 },
      ],
      items: [
        { itemId: 'go-middle-internals', from: 1, to: 2 },
        { itemId: 'go-senior-resilience', from: 0, to: 1 },
      ],
    })
  })

  it('compares topics but no items over a change of role', () => {
    const after = { ...before, role: 'elixir', ratings: rated({ 'pub-sub': 4 }) }
    expect(whatMoved(nats, before, after)).toEqual({
      rank: null,
      role: { from: 'go', to: 'elixir' },
      topics: [{ topicId: 'pub-sub', from: 2, to: 4 }],
      items: [],
    })
  })
})

describe('history', () => {
  it('folds confirmations in a row and says how many there were', () => {
    const lines = historyLines(baking, [
      entry(1, 'given', 1),
      entry(2, 'confirmed', 1),
      entry(3, 'confirmed', 1),
      entry(4, 'confirmed', 1),
      entry(5, 'given', 2),
      entry(6, 'confirmed', 2),
    ])
    expect(
      lines.map((line) => [line.kind, line.entry.nth, line.kind === 'confirmed' ? line.times : line.moved?.rank]),
    ).toEqual([
      ['confirmed', 6, 1],
      ['given', 5, { from: 1, to: 2 }],
      ['confirmed', 4, 3],
      ['given', 1, undefined],
    ])
  })

  it('compares an answer with what stood right before it', () => {
    const [line] = historyLines(baking, [entry(1, 'given', 3), entry(2, 'confirmed', 3), entry(3, 'given', 1)])
    expect(line).toMatchObject({ kind: 'given', before: { nth: 2 }, moved: { rank: { from: 3, to: 1 } } })
  })

  it('has no lines before the first entry', () => {
    expect(historyLines(baking, [])).toEqual([])
    expect(pathOf([])).toEqual([])
  })

  it('shows the path over the levels, a return to one included', () => {
    const entries = [
      entry(1, 'given', 1),
      entry(2, 'confirmed', 1),
      entry(3, 'given', 2),
      entry(4, 'given', 2),
      entry(5, 'given', 1),
    ]
    expect(pathOf(entries)).toEqual([
      { rank: 1, since: entries[0]?.saidAt },
      { rank: 2, since: entries[2]?.saidAt },
      { rank: 1, since: entries[4]?.saidAt },
    ])
  })
})

describe('a page', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, at) => at)

  test.each([
    [0, 0, { first: 1, last: 0, total: 0, newer: null, older: null }],
    [1, 0, { first: 1, last: 1, total: 1, newer: null, older: null }],
    [10, 0, { first: 1, last: 10, total: 10, newer: null, older: null }],
    [11, 0, { first: 1, last: 10, total: 11, newer: null, older: 10 }],
    [11, 10, { first: 11, last: 11, total: 11, newer: 0, older: null }],
    [44, 20, { first: 21, last: 30, total: 44, newer: 10, older: 30 }],
    [44, 23, { first: 21, last: 30, total: 44, newer: 10, older: 30 }],
    [44, 999, { first: 41, last: 44, total: 44, newer: 30, older: null }],
    [44, -10, { first: 1, last: 10, total: 44, newer: null, older: 10 }],
    [44, Number.NaN, { first: 1, last: 10, total: 44, newer: null, older: 10 }],
    [44, Number.POSITIVE_INFINITY, { first: 41, last: 44, total: 44, newer: 30, older: null }],
  ])('of %i lines from %d on stays inside the list', (count, start, page) => {
    expect(pageOf(lines(count), start, 10)).toMatchObject(page)
  })

  it('leads over all lines, each once, by “Older”', () => {
    const seen: number[] = []
    for (let start: number | null = 0; start !== null; ) {
      const page: Page<number> = pageOf(lines(37), start, 10)
      seen.push(...page.lines)
      start = page.older
    }
    expect(seen).toEqual(lines(37))
  })
})

describe('a note', () => {
  test.each([
    ['as typed', 'see https://a.example/x?y=1', 'see https://a.example/x?y=1'],
    ['with its lines and tabs', 'one\n\ttwo', 'one\n\ttwo'],
    ['with one kind of line end', 'one\r\ntwo\rthree', 'one\ntwo\nthree'],
    ['without control characters', 'a\u0000b\u0007c\u009fd', 'abcd'],
    ['without the line ends of other systems', 'a\u2028b\u2029c', 'abc'],
    ['without space around it', '  hi \n', 'hi'],
    ['without half an emoji', 'a\ud83db', 'a\ufffdb'],
    ['as nothing when only spaces were typed', ' \n ', ''],
  ])('is kept %s', (_how, typed, kept) => {
    expect(cleanNote(typed)).toBe(kept)
  })

  it('is as long as people count', () => {
    expect(noteLength('abc')).toBe(3)
    expect(noteLength('🎉🎉')).toBe(2)
    expect(noteLength('')).toBe(0)
  })

  it('is clean after the first cleaning, whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (typed) => {
        const once = cleanNote(typed)
        expect(cleanNote(once)).toBe(once)
        expect(once.isWellFormed()).toBe(true)
        expect(once).not.toMatch(/[^\P{Cc}\n\t]/u)
      }),
    )
  })
})

function entry(nth: number, kind: Entry['kind'], rank: number): Entry {
  return {
    nth,
    kind,
    rank,
    role: 'baker',
    saidAt: new Date(Date.UTC(2025, nth, 1)),
    answers: bakerAnswers,
    ratings: bakerRatings,
    profileVersion: 1,
  }
}
