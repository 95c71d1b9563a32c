import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assign, type Problem } from '../../../src/mentorship/assignment/index.ts'
import { pairsOf, problem, problems, proven, worthOf } from './problems.ts'

const some = problems({ mentees: 30, mentors: 10, places: 4, points: 20 })

test('people come before points', () => {
  const { mentorOf, served, fit } = proven(problem(2, [1, 1], '0-0:28 0-1:9 1-0:9'))
  expect({ mentorOf: [...mentorOf], served, fit }).toEqual({ mentorOf: [1, 0], served: 2, fit: 18 })
})

test('the best single pair is not taken when the others would lose more by it', () => {
  expect(proven(problem(2, [1, 1], '0-0:8 0-1:5 1-0:9 1-1:4')).fit).toBe(14)
})

test('who has waited longer comes first, however many points that costs', () => {
  const given = problem(3, [1, 1], '0-0:90 1-0:1 1-1:1 2-0:80 2-1:70', { waited: [2, 3, 1] })
  expect([...proven(given).mentorOf]).toEqual([0, 1, -1])
})

test('one who waited very long is no reason to serve fewer', () => {
  const given = problem(2, [1, 1], '0-0:5 0-1:5 1-0:5', { waited: [2_000_000_000, 0] })
  expect([...proven(given).mentorOf]).toEqual([1, 0])
})

test('slot costs spread the load, and never leave anybody out', () => {
  const pairs = [0, 1, 2, 3].flatMap(
    (mentee) =>
      [
        [mentee, 0, 3],
        [mentee, 1, 0],
      ] as const,
  )
  const loads = (slotCosts: readonly number[]) => {
    const { mentorOf } = proven(problem(4, [4, 4], pairs, { slotCosts }))
    return [0, 1].map((mentor) => mentorOf.filter((of) => of === mentor).length)
  }
  expect([[0], [0, 2, 4, 6, 8], [0, 4, 8], [9, 1_000]].map(loads)).toEqual([
    [4, 0],
    [3, 1],
    [2, 2],
    [3, 1],
  ])
})

test.each<[string, Problem, number[]]>([
  ['nobody', problem(0, [], []), []],
  ['mentees without a mentor', problem(2, [], []), [-1, -1]],
  ['mentors without a mentee', problem(0, [3, 1], []), []],
  ['no feasible pair', problem(2, [3, 1], []), [-1, -1]],
  ['no place at all', problem(2, [0, 0], '0-0:4 1-1:4'), [-1, -1]],
  ['one whom nobody suits', problem(2, [5], '1-0:7'), [-1, 0]],
  ['fits of nothing', problem(2, [1, 1], '0-0:0 1-0:0 1-1:0'), [0, 1]],
  ['places beyond counting', problem(2, [2 ** 31 - 1], '0-0:1 1-0:1'), [0, 0]],
  ['a cost list of nothing', problem(1, [1], '0-0:1', { slotCosts: [] }), [0]],
])('%s is a fine problem', (_, given, expected) => {
  expect([...proven(given).mentorOf]).toEqual(expected)
})

test('star mentors whom everybody prefers are shared by what the others lose', () => {
  // Mentor 0 is worth 30 to everyone; only what a mentee would get elsewhere differs.
  const pairs = Array.from(
    { length: 20 },
    (_, mentee) =>
      [
        [mentee, 0, 30],
        [mentee, 1, mentee],
      ] as const,
  ).flat()
  const { mentorOf } = proven(problem(20, [5, 15], pairs))
  expect([...mentorOf.keys()].filter((mentee) => mentorOf[mentee] === 0)).toEqual([0, 1, 2, 3, 4])
})

test('one zone as a bottleneck leaves exactly those out who had no other way', () => {
  // Mentees 0 to 5 can only meet mentor 0, with two places; 6 and 7 could too, and have mentor 1.
  const narrow = [0, 1, 2, 3, 4, 5].map((mentee) => [mentee, 0, 1] as const)
  const { served, certificate } = proven(problem(8, [2, 2], [...narrow, [6, 0, 50], [7, 0, 50], [6, 1, 1], [7, 1, 1]]))
  expect({ served, full: [...certificate.cover.mentors] }).toEqual({ served: 4, full: [1, 0] })
})

test('everyone managed by the only mentor is left out', () => {
  expect(proven(problem(3, [5], [])).served).toBe(0)
})

test('the order of the pairs leaves no trace', () => {
  fc.assert(
    fc.property(
      some.chain((given) => fc.tuple(fc.constant(given), shuffled(given))),
      ([given, other]) => {
        expect(assign(other)).toEqual(assign(given))
      },
    ),
  )
})

test('one more mentor never serves fewer', () => {
  fc.assert(
    fc.property(some, fc.nat({ max: 4 }), fc.array(fc.nat({ max: 29 }), { maxLength: 30 }), (given, places, could) => {
      const mentor = given.capacities.length
      const mentees = [...new Set(could)].filter((mentee) => mentee < given.menteeCount)
      const more = [...pairsOf(given), ...mentees.map((mentee) => [mentee, mentor, 1] as const)]
      const grown = problem(given.menteeCount, [...given.capacities, places], more, given)
      expect(proven(grown).served).toBeGreaterThanOrEqual(assign(given).served)
    }),
  )
})

test('a pair that was not chosen may be forbidden, and nothing gets better or worse', () => {
  fc.assert(
    fc.property(some, fc.nat(), (given, chance) => {
      const { mentorOf } = assign(given)
      const unused = pairsOf(given).filter(([mentee, mentor]) => mentorOf[mentee] !== mentor)
      const forbidden = unused[chance % unused.length]
      const left = pairsOf(given).filter((pair) => !(pair[0] === forbidden?.[0] && pair[1] === forbidden[1]))
      const other = { ...given, pairs: problem(0, [], left).pairs }
      expect(worthOf(given, proven(other).mentorOf)).toEqual(worthOf(given, mentorOf))
    }),
  )
})

test('a mentor who hides pairs makes nothing better for all', () => {
  fc.assert(
    fc.property(some, fc.nat(), fc.nat(), (given, who, bits) => {
      const mentor = who % Math.max(1, given.capacities.length)
      const shown = pairsOf(given).filter(([mentee, other]) => other !== mentor || (bits >> (mentee % 30)) % 2 === 0)
      const best = worthOf(given, assign(given).mentorOf)
      const hidden = worthOf(given, assign({ ...given, pairs: problem(0, [], shown).pairs }).mentorOf)
      expect(hidden.served).toBeLessThanOrEqual(best.served)
      if (hidden.served === best.served && `${hidden.waits}` === `${best.waits}`)
        expect(hidden.points).toBeLessThanOrEqual(best.points)
    }),
  )
})

function shuffled(given: Problem): fc.Arbitrary<Problem> {
  const pairs = pairsOf(given)
  return fc
    .shuffledSubarray([...pairs], { minLength: pairs.length })
    .map((moved) => ({ ...given, pairs: problem(0, [], moved).pairs }))
}
