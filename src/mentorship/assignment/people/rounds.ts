import { emptyGraph, type Graph } from '../graph.ts'
import { emptyMarket, type Market, seat, slotCost } from '../market.ts'
import { int, real } from '../numbers.ts'
import { seatAtPrice, settle } from '../settle.ts'
import type { Stakes } from '../stakes.ts'
import { findBetter } from './better.ts'
import { noCandidates } from './candidates.ts'
import { addForMentees, addForMentors } from './first-look.ts'
import { pricesAre, type Shop } from './pricing.ts'

export interface Terms {
  readonly shop: Shop
  readonly stakes: Stakes
  readonly capacities: Int32Array
  readonly slotCosts: readonly number[]
}

export interface RoundLimits {
  readonly isOver: () => boolean
  /** After so many rounds it is good enough. */
  readonly most: number
  readonly onRound: (round: Round) => void
}

/** What is known after pricing all pairs at the prices of a market. */
export interface Round {
  readonly round: number
  readonly served: number
  /** What the pairs so far are worth, and what no pairs can exceed, in the sum of the certificate. */
  readonly value: number
  readonly bound: number
  readonly candidates: number
}

export interface Outcome {
  readonly market: Market
  readonly rounds: number
  readonly value: number
  /** The least of all bounds; the value itself when the best is found. */
  readonly bound: number
}

/** How many pairs each person begins with, and how many may join in one round. */
const firstEach = 24
const laterEach = 8

/**
 * Solves the pairs that look good at the given prices, then asks all pairs whether one of them would be better at the
 * prices that came out, adds these, mends what they change and asks again. When none is left the solution is the best
 * among all pairs.
 */
export function playRounds(terms: Terms, prices: Float64Array, { isOver, most, onRound }: RoundLimits): Outcome {
  const { shop } = terms
  const [mentees, mentors] = [shop.mentees.kind.length, prices.length]
  const candidates = noCandidates(firstEach * (mentees + mentors))
  pricesAre(shop, prices)
  const worth = addForMentees(terms, candidates, firstEach)
  addForMentors(terms, worth, candidates, firstEach)
  let market = marketOf(terms, candidates.joinedTo(emptyGraph(mentees, mentors)), prices, worth)
  let bound = Number.POSITIVE_INFINITY
  for (let round = 1; ; round++) {
    seatAtPrice(market)
    const isSettled = settle(market, isOver)
    const { raised, changed, above } = findBetter(terms, market, candidates, laterEach)
    bound = Math.min(bound, dualOf(market, terms.capacities) + above)
    const { served, value } = totalOf(market)
    onRound({ round, served, value, bound, candidates: market.graph.rows.other.length })
    if ((isSettled && changed === 0) || round === most || isOver()) return { market, rounds: round, value, bound }
    market = marketOf(terms, candidates.joinedTo(market.graph), market.price, raised, market)
  }
}

/** A market over all candidates, in which everyone stays whose pair is still the best there is at these prices. */
function marketOf(
  { stakes, capacities, slotCosts }: Terms,
  graph: Graph,
  price: Float64Array,
  worth: Float64Array,
  before?: Market,
): Market {
  const market = emptyMarket(graph, stakes, capacities, slotCosts)
  market.price.set(price)
  market.worth.set(worth)
  before?.mentorOf.forEach((mentor, mentee) => {
    if (mentor >= 0 && real(before.worth, mentee) === real(worth, mentee)) seat(market, mentee, mentor)
  })
  return market
}

function dualOf(market: Market, capacities: Int32Array): number {
  const { worth, price } = market
  let dual = worth.reduce((sum, each) => sum + each, 0)
  for (let mentor = 0; mentor < price.length; mentor++)
    dual += rentOf(market, int(capacities, mentor), real(price, mentor))
  return dual
}

/** What all places of a mentor are worth above their costs, the last of which repeats. */
function rentOf({ slotCosts }: Market, places: number, price: number): number {
  const last = slotCosts.length - 1
  let rent = Math.max(0, places - last) * Math.max(0, price - real(slotCosts, last))
  for (let at = 0; at < Math.min(places, last); at++) rent += Math.max(0, price - real(slotCosts, at))
  return rent
}

function totalOf(market: Market): { readonly served: number; readonly value: number } {
  const { mentorOf, worth, price, load } = market
  let served = 0
  let value = 0
  // A pair is worth exactly what its two prices say.
  for (let mentee = 0; mentee < mentorOf.length; mentee++) {
    const mentor = int(mentorOf, mentee)
    if (mentor < 0) continue
    served++
    value += real(worth, mentee) + real(price, mentor)
  }
  for (let mentor = 0; mentor < load.length; mentor++)
    for (let at = 0; at < int(load, mentor); at++) value -= slotCost(market, at)
  return { served, value }
}
