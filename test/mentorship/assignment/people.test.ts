import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chanceFrom, company, regimes, weights } from '../../../bench/matching/company.ts'
import {
  assign,
  assignPeople,
  check,
  checkPeople,
  explain,
  explainPeople,
  type People,
  problemOf,
  reasonsOf,
} from '../../../src/mentorship/assignment/index.ts'
import { pairsOf, worthOf } from './problems.ts'

const couple = { mentee: Int32Array.of(0), mentor: Int32Array.of(0) }
const none = { mentee: new Int32Array(0), mentor: new Int32Array(0) }

/** Never all pairs at once, however few they are. */
const unwritten = { writtenPairs: 0 }

test.each(regimes)('pricing pairs that nobody wrote down ends with the best of all of them: %s', (regime) => {
  for (const size of [1, 2, 3, 8, 60, 400]) {
    const people = company(size, regime)
    const given = problemOf(people)
    const solution = assignPeople(people, unwritten)
    expect(check(given, solution)).toEqual({ ok: true })
    expect(checkPeople(people, solution)).toEqual({ ok: true })
    expect(worthOf(given, solution.mentorOf)).toEqual(worthOf(given, assign(given).mentorOf))
    expect(solution.gap).toEqual({ people: 0, points: 0 })
  }
})

test('people of every kind, with couples that may not be, end with the best as well', () => {
  fc.assert(
    fc.property(
      fc.nat(),
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 0, max: 9 }),
      (start, mentees, mentors) => {
        const people = anyPeople(start, mentees, mentors)
        const given = problemOf(people)
        const solution = assignPeople(people, unwritten)
        expect(check(given, solution)).toEqual({ ok: true })
        expect(checkPeople(people, solution)).toEqual({ ok: true })
      },
    ),
    { numRuns: 300 },
  )
})

test('a programme of thousands is solved over all its pairs', () => {
  const people = company(4_000, 'tight')
  const solution = assignPeople(people)
  expect(checkPeople(people, solution)).toEqual({ ok: true })
  expect(solution.served).toBe(4_000)
})

test('out of time it returns what it has, and how far from the best that may be', () => {
  const people = company(1_000, 'tight')
  const best = assignPeople(people, unwritten)
  const early = assignPeople(people, { ...unwritten, timeLimit: 0 })
  expect(checkPeople(people, early).ok).toBe(false)
  expect(early.served).toBeLessThanOrEqual(best.served)
  expect(early.served + early.gap.people).toBeGreaterThanOrEqual(best.served)
  expect(early.gap).not.toEqual({ people: 0, points: 0 })
})

test('the reasons of a pair add up to its fit, and a pair without them names the limit', () => {
  const people = company(60, 'ample')
  const fits = new Map(pairsOf(problemOf(people)).map(([mentee, mentor, fit]) => [`${mentee} ${mentor}`, fit]))
  for (let mentee = 0; mentee < 60; mentee++)
    for (let mentor = 0; mentor < 20; mentor++) {
      const reasons = reasonsOf(people, mentee, mentor)
      expect(reasons.kind === 'may-be' ? reasons.fit : undefined).toBe(fits.get(`${mentee} ${mentor}`))
    }
})

test('the reasons are the very terms, with what they came from', () => {
  const people = pairOf({ begins: 480 }, { begins: 780, offers: [4, 0] })
  expect(reasonsOf(people, 0, 0)).toEqual({
    kind: 'may-be',
    fit: 24,
    terms: [
      { kind: 'topic', topic: 0, need: 4, offer: 4, points: 12 },
      { kind: 'role', points: 3 },
      { kind: 'levels', apart: 1, points: 4 },
      { kind: 'hours', minutes: 180, points: 3 },
      { kind: 'novelty', points: 2 },
    ],
  })
  expect(reasonsOf({ ...people, met: people.forbidden }, 0, 0)).toMatchObject({ fit: 24 })
})

test.each([
  ['two of one level', pairOf({}, { level: 2 }), { kind: 'level', apart: 0 }],
  ['too few hours in common', pairOf({ begins: 480 }, { begins: 790 }), { kind: 'hours', minutes: 170, least: 180 }],
  ['a manager', { ...pairOf({}, {}), forbidden: couple }, { kind: 'forbidden' }],
] as const)('%s may not be a pair', (_, people, reasons) => {
  expect(reasonsOf(people, 0, 0)).toEqual(reasons)
  expect(assignPeople(people, unwritten).served).toBe(0)
})

test('working hours meet across midnight', () => {
  expect(reasonsOf(pairOf({ begins: 1_200 }, { begins: 60 }), 0, 0)).toMatchObject({ kind: 'may-be' })
})

test('a mentor does not gain by hiding hours: no pair becomes worth more by it', () => {
  const people = company(60, 'tight')
  const fits = new Map(pairsOf(problemOf(people)).map(([mentee, mentor, fit]) => [`${mentee} ${mentor}`, fit]))
  const lasts = people.mentors.lasts.map(() => 300)
  const hidden = pairsOf(problemOf({ ...people, mentors: { ...people.mentors, lasts } }))
  expect(hidden.filter(([mentee, mentor, fit]) => fit > (fits.get(`${mentee} ${mentor}`) ?? -1))).toEqual([])
  expect(hidden.length).toBeLessThan(fits.size)
})

test('people and their written pairs have the same explanations', () => {
  const people = company(40, 'scarce')
  const solution = assignPeople(people)
  const [one, other] = [explain(problemOf(people), solution), explainPeople(people, solution)]
  for (let mentee = 0; mentee < 40; mentee++) {
    expect(other.alternative(mentee)).toEqual(one.alternative(mentee))
    expect(other.leftOut(mentee)).toEqual(one.leftOut(mentee))
  }
})

interface Someone {
  readonly level?: number
  readonly begins?: number
  readonly offers?: readonly number[]
}

/** A Middle who needs all of both topics, and a Senior; both work eight hours. */
function pairOf(mentee: Someone, mentor: Someone): People {
  const side = ({ level, begins }: Someone, usual: number) => ({
    role: Int32Array.of(1),
    level: Int32Array.of(level ?? usual),
    begins: Int32Array.of(begins ?? 480),
    lasts: Int32Array.of(480),
  })
  return {
    mentees: { ...side(mentee, 2), needs: Uint8Array.of(4, 4) },
    mentors: { ...side(mentor, 3), offers: Uint8Array.from(mentor.offers ?? [4, 4]), capacity: Int32Array.of(1) },
    topicCount: 2,
    forbidden: none,
    met: none,
    weights,
  }
}

function anyPeople(start: number, menteeCount: number, mentorCount: number): People {
  const chance = chanceFrom(start)
  const column = (length: number, below: number, from = 0) =>
    Int32Array.from({ length }, () => from + Math.floor(chance() * below))
  const side = (length: number, from: number) => ({
    role: column(length, 2),
    level: column(length, 3, from),
    begins: column(length, 4).map((quarter) => quarter * 360),
    lasts: column(length, 3).map((third) => third * 300),
  })
  const couples = () => {
    const length = menteeCount * mentorCount === 0 ? 0 : menteeCount
    return { mentee: column(length, menteeCount), mentor: column(length, mentorCount) }
  }
  return {
    mentees: {
      ...side(menteeCount, 1),
      needs: Uint8Array.from(column(menteeCount * 2, 5)),
      waited: column(menteeCount, 3),
    },
    mentors: {
      ...side(mentorCount, 2),
      offers: Uint8Array.from(column(mentorCount * 2, 5)),
      capacity: column(mentorCount, 4),
    },
    topicCount: 2,
    forbidden: couples(),
    met: couples(),
    weights,
    slotCosts: [0, 2, 4],
  }
}
