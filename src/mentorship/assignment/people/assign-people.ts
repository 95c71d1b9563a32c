import { assign, assignWith } from '../assign.ts'
import { sumOf } from '../numbers.ts'
import type { Solution } from '../problem.ts'
import { largestSlotCost, type Stakes, stakesOf } from '../stakes.ts'
import { coverOfAll } from './cover-all.ts'
import { type Fits, fitOf, fitsOf } from './fits.ts'
import { settleUnusedPrices } from './least-prices.ts'
import { refuseMalformedPeople } from './malformed.ts'
import { countPairs, problemOf } from './pairs.ts'
import type { People } from './people.ts'
import { type Shop, shopOf } from './pricing.ts'
import { type Outcome, playRounds, type Round } from './rounds.ts'
import { pricesFrom, sampleOf } from './sample.ts'

export interface PeopleOptions {
  /** Milliseconds after which the best so far is returned, with what is known about anything better. */
  readonly timeLimit?: number
  readonly onProgress?: (progress: Progress) => void
  /** Programmes with at most so many feasible pairs are solved over all of them at once. */
  readonly writtenPairs?: number
}

/** What is known after each round over all pairs. */
export interface Progress {
  readonly round: number
  readonly served: number
  /** How far from the best this is at most. */
  readonly gap: Gap
  /** Pairs that were written down so far. */
  readonly candidates: number
}

/**
 * No solution serves more than `people` more, where a longer wait counts like a person; when `people` is 0, no
 * solution that serves as many and as long waits has more than `points` more. Both 0: the best there is.
 */
export interface Gap {
  readonly people: number
  readonly points: number
}

export interface PeopleSolution extends Solution {
  readonly gap: Gap
  readonly rounds: number
}

/** A sample of this many is solved over all of its pairs. */
const smallest = 1_500
const sampledBy = 8

/**
 * The best pairs of a programme that is too large to write all its pairs down. The certificate is the same, and holds
 * over all pairs, unless the time limit came first: then the gap says how far off the solution may be.
 * @throws RangeError for malformed people.
 */
export function assignPeople(people: People, options: PeopleOptions = {}): PeopleSolution {
  const { timeLimit = Number.POSITIVE_INFINITY, onProgress, writtenPairs = 300_000 } = options
  refuseMalformedPeople(people)
  const fits = fitsOf(people)
  if (countPairs(fits) <= writtenPairs)
    return { ...assign(problemOf(people, fits)), gap: { people: 0, points: 0 }, rounds: 0 }
  const stakes = peopleStakes(people, fits)
  const shop = shopOf(fits, people.mentors.capacity)
  const end = performance.now() + timeLimit
  const outcome = solve(people, shop, stakes, {
    isOver: () => performance.now() >= end,
    most: Number.POSITIVE_INFINITY,
    onRound: (round) =>
      onProgress?.({
        round: round.round,
        served: round.served,
        gap: gapOf(round, stakes),
        candidates: round.candidates,
      }),
  })
  const { market, rounds } = outcome
  settleUnusedPrices(shop, stakes.of, people.mentors.capacity, market)
  const { worth, price, mentorOf } = market
  const cover = coverOfAll(fits, mentorOf)
  return {
    mentorOf,
    ...totalsOf(fits, mentorOf),
    certificate: { scale: stakes.scale, worth, price, cover, places: sumOf(people.mentors.capacity) },
    gap: gapOf(outcome, stakes),
    rounds,
  }
}

type Limits = Parameters<typeof playRounds>[2]

function solve(people: People, shop: Shop, stakes: Stakes, limits: Limits): Outcome {
  const terms = { shop, stakes, capacities: people.mentors.capacity, slotCosts: people.slotCosts ?? [] }
  return playRounds(terms, startPrices(people, shop, stakes, limits), limits)
}

/** Prices at which a sample of the programme is in balance; the sample’s own begin with a sample of it. */
function startPrices(people: People, shop: Shop, stakes: Stakes, { isOver }: Limits): Float64Array {
  const sample = sampleOf(people, shop, stakes, sampledBy)
  if (sample.mentees.length <= smallest) {
    const { certificate } = assignWith(problemOf(sample.people), sample.stakes)
    return pricesFrom(sample, certificate.worth, shop)
  }
  const fits = fitsOf(sample.people)
  const inner = shopOf(fits, sample.people.mentors.capacity)
  const { market } = solve(sample.people, inner, sample.stakes, { isOver, most: 2, onRound: () => {} })
  return pricesFrom(sample, market.worth, shop)
}

export function peopleStakes({ mentees, slotCosts }: People, { largest }: Fits): Stakes {
  return stakesOf(mentees.waited, {
    menteeCount: mentees.role.length,
    largestFit: largest,
    largestSlotCost: largestSlotCost(slotCosts),
  })
}

function gapOf({ bound, value }: Pick<Round, 'bound' | 'value'>, { scale }: Stakes): Gap {
  const gap = bound - value
  // Points of two solutions are never further apart than half of the scale, so anything above that may be a person.
  const people = Math.round(gap / scale)
  return { people, points: Math.max(0, gap - people * scale) }
}

function totalsOf(fits: Fits, mentorOf: Int32Array): Pick<Solution, 'served' | 'fit'> {
  let served = 0
  let fit = 0
  mentorOf.forEach((mentor, mentee) => {
    if (mentor < 0) return
    served++
    fit += fitOf(fits, mentee, mentor)
  })
  return { served, fit }
}
