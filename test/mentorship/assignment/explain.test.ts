import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assign, explain } from '../../../src/mentorship/assignment/index.ts'
import { pairsOf, problem, problems, worthOf } from './problems.ts'

const some = problems({ mentees: 10, mentors: 5, places: 3, points: 9 })

test('a price says how contested a mentor is, and the alternative what changing would cost', () => {
  // Both want mentor 0; mentee 1 would lose less by mentor 1.
  const given = problem(2, [1, 1], '0-0:9 0-1:2 1-0:8 1-1:5')
  const { price, alternative, whyNot } = explain(given, assign(given))
  expect([price(0), price(1)]).toEqual([
    { people: 0, points: 3 },
    { people: 0, points: 0 },
  ])
  expect(alternative(0)).toEqual({ mentor: 1, fit: 2, regret: { people: 0, points: 4 } })
  expect(whyNot(1, 0)).toEqual({ kind: 'costs', atLeast: { people: 0, points: 0 } })
  expect(whyNot(0, 0)).toEqual({ kind: 'is-so' })
})

test('one left out reads who is full, with whom the places are shared, and where one more would help', () => {
  const given = problem(4, [1, 1, 5], '0-0:3 1-0:4 1-1:4 2-1:5 3-2:1')
  const { leftOut, price, alternative } = explain(given, assign(given))
  expect(leftOut(0)).toEqual({ kind: 'full', mentors: [0, 1], mentees: [0, 1, 2] })
  expect(price(0)).toEqual({ people: 1, points: 3 })
  expect([leftOut(3), alternative(3)]).toEqual([{ kind: 'served' }, null])
})

test('one whom nobody suits is told so', () => {
  const given = problem(2, [3], '1-0:3')
  expect(explain(given, assign(given)).leftOut(0)).toEqual({ kind: 'nobody-may' })
  expect(explain(given, assign(given)).whyNot(0, 0)).toEqual({ kind: 'may-not-be' })
})

test('one more place where it is said to help serves one more, and can serve whom it was said to', () => {
  fc.assert(
    fc.property(some, fc.nat(), (given, chance) => {
      const solution = assign(given)
      const explained = explain(given, solution)
      for (let mentee = 0; mentee < given.menteeCount; mentee++) {
        const left = explained.leftOut(mentee)
        if (left.kind !== 'full') continue
        const mentor = left.mentors[chance % left.mentors.length]
        const capacities = Array.from(given.capacities, (places, at) => (at === mentor ? places + 1 : places))
        const waited = Array.from({ length: given.menteeCount }, (_, at) =>
          at === mentee || solution.mentorOf[at] !== -1 ? 1 : 0,
        )
        const grown = assign({ ...given, capacities, waited })
        expect([grown.served, grown.mentorOf[mentee] !== -1]).toEqual([solution.served + 1, true])
      }
    }),
  )
})

test('those who share full mentors may be with nobody else, and are more than the places', () => {
  fc.assert(
    fc.property(some, (given) => {
      const explained = explain(given, assign(given))
      for (let mentee = 0; mentee < given.menteeCount; mentee++) {
        const left = explained.leftOut(mentee)
        if (left.kind !== 'full') continue
        const others = pairsOf(given).filter(
          ([who, mentor]) => left.mentees.includes(who) && !left.mentors.includes(mentor),
        )
        const places = left.mentors.reduce((sum, mentor) => sum + (given.capacities[mentor] ?? 0), 0)
        expect({ others, tooMany: left.mentees.length - places }).toEqual({ others: [], tooMany: 1 })
      }
    }),
  )
})

test('a pair that had to be would cost at least what was said', () => {
  fc.assert(
    fc.property(some, fc.nat(), (given, chance) => {
      const solution = assign(given)
      const pairs = pairsOf(given)
      fc.pre(pairs.length > 0)
      const [mentee, mentor] = pairs[chance % pairs.length] ?? [0, 0]
      const why = explain(given, solution).whyNot(mentee, mentor)
      fc.pre(why.kind === 'costs' && (given.capacities[mentor] ?? 0) > 0)
      const forced = pairs.filter(([who, whom]) => who !== mentee || whom === mentor)
      const waited = Array.from({ length: given.menteeCount }, (_, at) =>
        at === mentee ? 9 : (given.waited?.[at] ?? 0),
      )
      const { mentorOf } = assign({ ...given, waited, pairs: problem(0, [], forced).pairs })
      fc.pre(mentorOf[mentee] === mentor)
      const [before, after] = [worthOf(given, solution.mentorOf), worthOf(given, mentorOf)]
      fc.pre(before.served === after.served && `${before.waits}` === `${after.waits}`)
      expect(why.kind === 'costs' && why.atLeast.people).toBe(0)
      expect(before.points - after.points).toBeGreaterThanOrEqual(why.kind === 'costs' ? why.atLeast.points : 0)
    }),
  )
})
