import fc from 'fast-check'
import { expect, test } from 'vitest'
import { company, regimes } from '../../../bench/matching/company.ts'
import { sumFound, withHighs, withMunkres } from '../../../bench/matching/rivals.ts'
import { assign, check, type Problem, problemOf } from '../../../src/mentorship/assignment/index.ts'
import { pairsOf, problems, proven, type Worth, worthOf } from './problems.ts'

const tiny = problems({ mentees: 6, mentors: 4, places: 3, points: 9 })

test('the best of all ways to pair is found, each of them looked at', () => {
  fc.assert(
    fc.property(tiny, (given) => {
      expect(worthOf(given, proven(given).mentorOf)).toEqual(bestOfAll(given))
    }),
    { numRuns: 1_500 },
  )
})

test('whatever else is paired in any other way, the certificate of the best does not hold for it', () => {
  fc.assert(
    fc.property(tiny, fc.infiniteStream(fc.nat()), (given, chances) => {
      const best = assign(given)
      const mentorOf = anyWay(given, chances)
      const { served, points } = worthOf(given, mentorOf)
      const fit = pairsOf(given).reduce((sum, [who, mentor, fit]) => sum + (mentorOf[who] === mentor ? fit : 0), 0)
      const isAsGood = isSame(worthOf(given, best.mentorOf), worthOf(given, mentorOf))
      expect({ points, ok: check(given, { ...best, mentorOf, served, fit }).ok }).toEqual({ points, ok: isAsGood })
    }),
    { numRuns: 500 },
  )
})

test('munkres finds no more', () => {
  fc.assert(
    fc.property(problems({ mentees: 40, mentors: 12, places: 5, points: 60 }), (given) => {
      expect(sumFound(given, proven(given).mentorOf)).toBe(withMunkres(given).solve())
    }),
    { numRuns: 150 },
  )
})

test('HiGHS finds no more', async () => {
  await fc.assert(
    fc.asyncProperty(problems({ mentees: 30, mentors: 8, places: 4, points: 30 }), async (given) => {
      expect(sumFound(given, proven(given).mentorOf)).toBe((await withHighs(given)).solve())
    }),
    { numRuns: 60 },
  )
})

test.each(regimes)('neither of them finds more for a company of people, with %s places', async (regime) => {
  const hundreds = problemOf(company(200, regime))
  expect(sumFound(hundreds, proven(hundreds).mentorOf)).toBe((await withHighs(hundreds)).solve())
  const thousand = problemOf(company(1_000, regime))
  expect(sumFound(thousand, proven(thousand).mentorOf)).toBe(withMunkres(thousand).solve())
})

function bestOfAll(given: Problem): Worth {
  const pairs = pairsOf(given)
  const mentorOf = new Int32Array(given.menteeCount).fill(-1)
  const left = Array.from(given.capacities)
  let best: Worth = { served: -1, waits: [], points: 0 }
  const tryFrom = (mentee: number): void => {
    if (mentee === given.menteeCount) {
      const worth = worthOf(given, mentorOf)
      if (isBetter(worth, best)) best = worth
      return
    }
    tryFrom(mentee + 1)
    for (const [who, mentor] of pairs) {
      const places = left[mentor] ?? 0
      if (who !== mentee || places === 0) continue
      left[mentor] = places - 1
      mentorOf[mentee] = mentor
      tryFrom(mentee + 1)
      mentorOf[mentee] = -1
      left[mentor] = places
    }
  }
  tryFrom(0)
  return best
}

function isBetter(one: Worth, other: Worth): boolean {
  if (one.served !== other.served) return one.served > other.served
  const at = one.waits.findIndex((wait, place) => wait !== other.waits[place])
  if (at >= 0) return (one.waits[at] ?? 0) > (other.waits[at] ?? 0)
  return one.points > other.points
}

function isSame(one: Worth, other: Worth): boolean {
  return !isBetter(one, other) && !isBetter(other, one)
}

/** Some pairs that may be, as chance has it. */
function anyWay(given: Problem, chances: Iterator<number>): Int32Array {
  const mentorOf = new Int32Array(given.menteeCount).fill(-1)
  const left = Array.from(given.capacities)
  for (const [mentee, mentor] of pairsOf(given)) {
    const places = left[mentor] ?? 0
    if (mentorOf[mentee] !== -1 || places === 0 || Number(chances.next().value) % 2 === 0) continue
    mentorOf[mentee] = mentor
    left[mentor] = places - 1
  }
  return mentorOf
}
