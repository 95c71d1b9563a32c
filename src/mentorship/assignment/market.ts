import type { Graph } from './graph.ts'
import { int, real, startsOf } from './numbers.ts'
import { emptyQueue, type Queue } from './queue.ts'
import type { Stakes } from './stakes.ts'

/**
 * Pairs and prices while they are being found. What always holds between two searches:
 * `worth + price` is at least the value of every pair, and exactly that for those together; nothing is negative; a
 * mentor’s price is at least what the last taken place costs. What is still to be mended: mentees without a mentor
 * whose worth is above 0, and mentors with a free place that costs less than their price.
 */
export interface Market {
  readonly graph: Graph
  readonly stake: Float64Array
  /** By mentor; never more than one above the pairs there are, which is as good as any more. */
  readonly capacity: Int32Array
  readonly slotCosts: Float64Array
  readonly worth: Float64Array
  readonly price: Float64Array
  /** By mentee; −1: nobody. */
  readonly mentorOf: Int32Array
  /** By mentor: how many mentees, who sit in `seats` from `seatStart[mentor]` on. */
  readonly load: Int32Array
  readonly seatStart: Int32Array
  readonly seats: Int32Array
  /** By mentee: where in `seats`. */
  readonly seatOf: Int32Array
  readonly search: Search
}

/** Room for one search; empty between two. */
export interface Search {
  readonly queue: Queue
  /** By mentor; Infinity: not reached. */
  readonly distance: Float64Array
  /** By mentor: through which mentee it was reached, … */
  readonly through: Int32Array
  /** … and from which mentor, where the search goes against the pairs. */
  readonly from: Int32Array
  readonly reached: Int32Array
  reachedCount: number
}

/** Nobody together yet, all prices and worths 0. */
export function emptyMarket(
  graph: Graph,
  stakes: Stakes,
  capacities: ArrayLike<number>,
  slotCosts: readonly number[] = [],
): Market {
  const mentees = graph.rows.start.length - 1
  const mentors = graph.columns.start.length - 1
  const capacity = Int32Array.from(capacities, (places, mentor) =>
    Math.min(places, int(graph.columns.start, mentor + 1) - int(graph.columns.start, mentor) + 1),
  )
  const seatStart = startsOf(capacity)
  return {
    graph,
    stake: stakes.of,
    capacity,
    slotCosts: Float64Array.from(slotCosts.length > 0 ? slotCosts : [0]),
    worth: new Float64Array(mentees),
    price: new Float64Array(mentors),
    mentorOf: new Int32Array(mentees).fill(-1),
    load: new Int32Array(mentors),
    seatStart,
    seats: new Int32Array(int(seatStart, mentors)),
    seatOf: new Int32Array(mentees),
    search: {
      queue: emptyQueue(),
      distance: new Float64Array(mentors).fill(Number.POSITIVE_INFINITY),
      through: new Int32Array(mentors),
      from: new Int32Array(mentors),
      reached: new Int32Array(mentors),
      reachedCount: 0,
    },
  }
}

/** What the mentor’s place number `at`, counted from 0, costs. */
export function slotCost({ slotCosts }: Market, at: number): number {
  return real(slotCosts, Math.min(at, slotCosts.length - 1))
}

/** What one more mentee costs the mentor; Infinity without a free place. */
export function nextCost(market: Market, mentor: number): number {
  const load = int(market.load, mentor)
  return load < int(market.capacity, mentor) ? slotCost(market, load) : Number.POSITIVE_INFINITY
}

/** Gives the mentor’s next free place to the mentee. */
export function seat(market: Market, mentee: number, mentor: number): void {
  const load = int(market.load, mentor)
  market.load[mentor] = load + 1
  sit(market, mentee, mentor, int(market.seatStart, mentor) + load)
}

export function sit({ seats, seatOf, mentorOf }: Market, mentee: number, mentor: number, at: number): void {
  seats[at] = mentee
  seatOf[mentee] = at
  mentorOf[mentee] = mentor
}

/** Takes the mentee’s place away; the one who came last moves up. */
export function unseat(market: Market, mentee: number): void {
  const { seats, seatOf, seatStart, load, mentorOf } = market
  const mentor = int(mentorOf, mentee)
  const left = int(load, mentor) - 1
  const last = int(seats, int(seatStart, mentor) + left)
  sit(market, last, mentor, int(seatOf, mentee))
  load[mentor] = left
  mentorOf[mentee] = -1
}

/** Notes a shorter way to a mentor. */
export function reach(search: Search, mentor: number, distance: number, through: number, from: number): void {
  if (real(search.distance, mentor) === Number.POSITIVE_INFINITY) search.reached[search.reachedCount++] = mentor
  search.distance[mentor] = distance
  search.through[mentor] = through
  search.from[mentor] = from
  search.queue.put(mentor, distance)
}

/**
 * Moves the prices of whoever is nearer than `length` by the difference, and the worths of their mentees against it, so
 * that the shortest way becomes free; then forgets the search.
 */
export function reprice(market: Market, length: number, sign: 1 | -1): void {
  const { search, price, worth, load, seats, seatStart } = market
  for (let at = 0; at < search.reachedCount; at++) {
    const mentor = int(search.reached, at)
    const change = sign * (length - real(search.distance, mentor))
    search.distance[mentor] = Number.POSITIVE_INFINITY
    if (change * sign <= 0) continue
    price[mentor] = real(price, mentor) + change
    const first = int(seatStart, mentor)
    for (let place = first; place < first + int(load, mentor); place++) {
      const mentee = int(seats, place)
      worth[mentee] = real(worth, mentee) - change
    }
  }
  search.reachedCount = 0
  search.queue.clear()
}
