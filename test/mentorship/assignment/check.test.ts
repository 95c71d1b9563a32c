import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assign, check, type Problem, type Solution } from '../../../src/mentorship/assignment/index.ts'
import { pairsOf, problem, problems } from './problems.ts'

const some = problems({ mentees: 12, mentors: 6, places: 3, points: 9 })

// Every number of a solution, moved by a little.
const tamperings: Readonly<Record<string, (solution: Solution, chance: number) => Solution | undefined>> = {
  'a pair taken away': ({ mentorOf, ...rest }, chance) => {
    const moved = swapped(mentorOf, chance, (mentor) => (mentor < 0 ? undefined : -1))
    return moved && { ...rest, mentorOf: moved }
  },
  'somebody with a mentor who is not there': ({ mentorOf, ...rest }, chance) => {
    const moved = swapped(mentorOf, chance, (mentor) => mentor + 1_000)
    return moved && { ...rest, mentorOf: moved }
  },
  'one more served than there are': (solution) => ({ ...solution, served: solution.served + 1 }),
  'one point less': (solution) => ({ ...solution, fit: solution.fit - 1 }),
  'a price one higher': (solution, chance) => withDual(solution, 'price', chance, 1),
  'a price one lower': (solution, chance) => withDual(solution, 'price', chance, -1),
  'a worth one higher': (solution, chance) => withDual(solution, 'worth', chance, 1),
  'a worth one lower': (solution, chance) => withDual(solution, 'worth', chance, -1),
  'half a price': (solution, chance) => withDual(solution, 'price', chance, 0.5),
  'a mentee of the cover exchanged': (solution, chance) => withCover(solution, 'mentees', chance),
}

test.each(Object.entries(tamperings))('%s is refused', (_, tamper) => {
  fc.assert(
    fc.property(some, fc.nat(), (given, chance) => {
      const solution = assign(given)
      const tampered = tamper(solution, chance)
      fc.pre(tampered !== undefined)
      expect([check(given, solution).ok, check(given, tampered).ok]).toEqual([true, false])
    }),
    { numRuns: 200 },
  )
})

test('a pair of the solution that the problem does not have is refused', () => {
  fc.assert(
    fc.property(some, fc.nat(), (given, chance) => {
      const solution = assign(given)
      fc.pre(solution.served > 0)
      const chosen = pairsOf(given).filter(([mentee, mentor]) => solution.mentorOf[mentee] === mentor)
      const gone = chosen[chance % chosen.length]
      const left = pairsOf(given).filter((pair) => !(pair[0] === gone?.[0] && pair[1] === gone[1]))
      expect(check({ ...given, pairs: problem(0, [], left).pairs }, solution).ok).toBe(false)
    }),
  )
})

test('one place more or less with any mentor is refused', () => {
  fc.assert(
    fc.property(some, fc.nat(), fc.constantFrom(1, -1), (given, chance, change) => {
      const solution = assign(given)
      const possible = [...given.capacities.keys()].filter((mentor) => (given.capacities[mentor] ?? 0) + change >= 0)
      fc.pre(possible.length > 0)
      const mentor = possible[chance % possible.length]
      const capacities = Array.from(given.capacities, (places, at) => (at === mentor ? places + change : places))
      expect(check({ ...given, capacities }, solution).ok).toBe(false)
    }),
  )
})

test('it says what is wrong', () => {
  const given: Problem = problem(2, [1, 1], '0-0:8 0-1:5 1-0:9 1-1:4')
  const solution = assign(given)
  const greedy = { ...solution, mentorOf: Int32Array.of(1, 1) }
  expect([check(given, greedy), check(given, { ...solution, fit: 15 })]).toEqual([
    { ok: false, because: 'mentor 1 has 2 mentees and 1 places' },
    { ok: false, because: 'it serves 2 with 14 points, not as it says' },
  ])
})

function swapped(
  from: Int32Array,
  chance: number,
  change: (mentor: number) => number | undefined,
): Int32Array | undefined {
  const at = from.length > 0 ? chance % from.length : 0
  const to = change(from[at] ?? -1)
  if (from.length === 0 || to === undefined) return undefined
  return from.with(at, to)
}

function withDual(solution: Solution, name: 'price' | 'worth', chance: number, by: number): Solution | undefined {
  const { certificate } = solution
  const before = certificate[name]
  if (before.length === 0) return undefined
  const at = chance % before.length
  return { ...solution, certificate: { ...certificate, [name]: before.with(at, (before[at] ?? 0) + by) } }
}

function withCover(solution: Solution, side: 'mentees', chance: number): Solution | undefined {
  const { certificate } = solution
  const before = certificate.cover[side]
  if (before.length === 0) return undefined
  const at = chance % before.length
  const cover = { ...certificate.cover, [side]: before.with(at, 1 - (before[at] ?? 0)) }
  return { ...solution, certificate: { ...certificate, cover } }
}
