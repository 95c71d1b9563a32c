import fc from 'fast-check'
import { expect } from 'vitest'
import { assign, check, type Problem, type Solution } from '../../../src/mentorship/assignment/index.ts'

/** One feasible pair: mentee, mentor, fit. */
export type Pair = readonly [mentee: number, mentor: number, fit: number]

/** Pairs may be written `mentee-mentor:fit`, with spaces between them. */
export function problem(
  menteeCount: number,
  capacities: Problem['capacities'],
  pairs: string | readonly Pair[],
  { waited, slotCosts }: Pick<Problem, 'waited' | 'slotCosts'> = {},
): Problem {
  const read = typeof pairs === 'string' ? written(pairs) : pairs
  const column = (at: 0 | 1 | 2) => Int32Array.from(read, (pair) => pair[at])
  return {
    menteeCount,
    capacities,
    pairs: { mentee: column(0), mentor: column(1), fit: column(2) },
    ...(waited && { waited }),
    ...(slotCosts && { slotCosts }),
  }
}

function written(pairs: string): readonly Pair[] {
  return pairs
    .split(' ')
    .filter(Boolean)
    .map((pair) => {
      const [, mentee, mentor, fit] = /^(\d+)-(-?\d+):(-?\d+)$/.exec(pair) ?? []
      return [Number(mentee), Number(mentor), Number(fit)]
    })
}

export function pairsOf({ pairs }: Problem): readonly Pair[] {
  return Array.from(pairs.mentee, (mentee, at) => [mentee, pairs.mentor[at] ?? -1, pairs.fit[at] ?? -1] as const)
}

/** The best pairs, whose certificate was looked at. */
export function proven(given: Problem): Solution {
  const solution = assign(given)
  expect(check(given, solution)).toEqual({ ok: true })
  return solution
}

interface Sizes {
  readonly mentees: number
  readonly mentors: number
  readonly places: number
  readonly points: number
}

/** Problems of every kind up to a size; they shrink to fewer people, pairs and points. */
export function problems({ mentees, mentors, places, points }: Sizes): fc.Arbitrary<Problem> {
  return fc
    .record({
      menteeCount: fc.nat({ max: mentees }),
      capacities: fc.array(fc.nat({ max: places }), { maxLength: mentors }),
    })
    .chain(({ menteeCount, capacities }) =>
      fc
        .record({
          fits: fc.array(fc.option(fc.nat({ max: points })), {
            minLength: menteeCount * capacities.length,
            maxLength: menteeCount * capacities.length,
          }),
          waited: fc.option(fc.array(fc.nat({ max: 3 }), { minLength: menteeCount, maxLength: menteeCount })),
          steps: fc.option(fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 4 })),
        })
        .map(({ fits, waited, steps }) => {
          const pairs = fits.flatMap((fit, at): Pair[] =>
            fit === null ? [] : [[at % menteeCount, Math.floor(at / menteeCount), fit]],
          )
          const slotCosts = steps?.map((_, at) => steps.slice(0, at + 1).reduce((sum, step) => sum + step, 0))
          return problem(menteeCount, capacities, pairs, {
            ...(waited ? { waited } : {}),
            ...(slotCosts ? { slotCosts } : {}),
          })
        }),
    )
}

/** What counts, in this order: people, the waits of those served longest first, points less slot costs. */
export interface Worth {
  readonly served: number
  readonly waits: readonly number[]
  readonly points: number
}

export function worthOf(given: Problem, mentorOf: ArrayLike<number>): Worth {
  const { slotCosts = [] } = given
  const costs = slotCosts.length > 0 ? slotCosts : [0]
  const chosen = pairsOf(given).filter(([mentee, mentor]) => mentorOf[mentee] === mentor)
  const loads = Array.from(given.capacities, () => 0)
  let points = 0
  for (const [, mentor, fit] of chosen) {
    const load = loads[mentor] ?? 0
    points += fit - (costs[Math.min(load, costs.length - 1)] ?? 0)
    loads[mentor] = load + 1
  }
  const waits = chosen.map(([mentee]) => given.waited?.[mentee] ?? 0).sort((a, b) => b - a)
  return { served: chosen.length, waits, points }
}
