import { expect, test } from 'vitest'
import { company } from '../../../bench/matching/company.ts'
import { assign, assignPeople, type People, type Problem } from '../../../src/mentorship/assignment/index.ts'
import { problem } from './problems.ts'

const fine = problem(2, [1, 2], '0-0:3 1-1:4')

test.each<[string, Problem, string]>([
  [
    'half a mentee',
    { ...fine, menteeCount: 1.5 },
    'problem.menteeCount: found 1.5, expected a whole number from 0 to 2147483647.',
  ],
  [
    'a negative capacity',
    { ...fine, capacities: [1, -1] },
    'problem.capacities[1]: found -1, expected a whole number from 0 to 2147483647.',
  ],
  [
    'a fractional capacity',
    { ...fine, capacities: [0.5, 1] },
    'problem.capacities[0]: found 0.5, expected a whole number from 0 to 2147483647.',
  ],
  [
    'a capacity that is no number',
    { ...fine, capacities: [Number.NaN, 1] },
    'problem.capacities[0]: found NaN, expected a whole number from 0 to 2147483647.',
  ],
  ['a wait for nobody', { ...fine, waited: [1] }, 'problem.waited.length: found 1, expected 2, one for each mentee.'],
  [
    'a negative wait',
    { ...fine, waited: [1, -2] },
    'problem.waited[1]: found -2, expected a whole number from 0 to 2147483647.',
  ],
  [
    'slot costs that fall',
    { ...fine, slotCosts: [0, 3, 2] },
    'problem.slotCosts[2]: found 2, expected at least 3, the cost before it.',
  ],
  [
    'a negative slot cost',
    { ...fine, slotCosts: [-1] },
    'problem.slotCosts[0]: found -1, expected a whole number from 0 to 2147483647.',
  ],
  [
    'columns of different lengths',
    { ...fine, pairs: { ...fine.pairs, fit: new Int32Array(1) } },
    'problem.pairs.fit.length: found 1, expected 2, as many as pairs.mentee.',
  ],
  [
    'a mentee who is not there',
    problem(2, [1, 2], '2-0:3'),
    'problem.pairs.mentee[0]: found 2, expected a number from 0 to below 2, menteeCount.',
  ],
  [
    'a mentor who is not there',
    problem(2, [1, 2], '0-0:3 1--1:3'),
    'problem.pairs.mentor[1]: found -1, expected a number from 0 to below 2, the number of capacities.',
  ],
  [
    'a negative fit',
    problem(2, [1, 2], '0-0:-3'),
    'problem.pairs.fit[0]: found -3, expected a whole number, at least 0.',
  ],
  [
    'a pair twice',
    problem(2, [1, 2], '0-1:3 1-0:2 0-1:3'),
    'problem.pairs: found mentee 0 with mentor 1 twice, expected each pair once.',
  ],
  [
    'values that no double holds exactly',
    problem(100_000, [1, 2], [[0, 0, 2 ** 31 - 1]], { waited: Array.from({ length: 100_000 }, (_, at) => at) }),
    'problem.pairs.fit, waited and slotCosts: found fits up to 2147483647, slot costs up to 0 and 100000 different waits for 100000 mentees, expected values whose sums stay below 2^53.',
  ],
])('%s is refused with where, what was found and what was expected', (_, given, sentence) => {
  expect(() => assign(given)).toThrow(new RangeError(sentence))
})

test('columns that are no Int32Array are refused', () => {
  const pairs = { ...fine.pairs, mentor: [0, 1] as never }
  expect(() => assign({ ...fine, pairs })).toThrow('problem.pairs.mentor: found object, expected an Int32Array.')
})

test.each<[string, (people: People) => People, string]>([
  [
    'a column too short',
    (people) => ({ ...people, mentors: { ...people.mentors, level: new Int32Array(1) } }),
    'people.mentors.level.length: found 1, expected 3, as many as people.mentors.role.',
  ],
  [
    'a working day that begins tomorrow',
    (people) => ({ ...people, mentees: { ...people.mentees, begins: people.mentees.begins.fill(1_440) } }),
    'people.mentees.begins[0]: found 1440, expected a number from 0 to below 1440, the minutes of a day.',
  ],
  [
    'an offer without points',
    (people) => ({ ...people, mentors: { ...people.mentors, offers: people.mentors.offers.fill(5) } }),
    'people.mentors.offers[0]: found 5, expected a number from 0 to below 5, what weights.topic has points for.',
  ],
  [
    'a negative capacity',
    (people) => ({ ...people, mentors: { ...people.mentors, capacity: people.mentors.capacity.fill(-2) } }),
    'people.mentors.capacity[0]: found -2, expected a whole number from 0 to 2147483647.',
  ],
  [
    'an exclusion of somebody who is not there',
    (people) => ({ ...people, forbidden: { mentee: Int32Array.of(12), mentor: Int32Array.of(0) } }),
    'people.forbidden.mentee[0]: found 12, expected a number from 0 to below 12, the number of mentees.',
  ],
  [
    'negative points',
    (people) => ({ ...people, weights: { ...people.weights, novelty: -1 } }),
    'people.weights.novelty: found -1, expected a whole number from 0 to 2147483647.',
  ],
])('people with %s are refused', (_, spoil, sentence) => {
  expect(() => assignPeople(spoil(company(12, 'tight')))).toThrow(new RangeError(sentence))
})
