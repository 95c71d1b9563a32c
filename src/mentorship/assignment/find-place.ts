import { type Market, nextCost, reach, reprice, sit } from './market.ts'
import { int, real } from './numbers.ts'

/**
 * Finds the cheapest way to settle a mentee who has no mentor: a chain of moves that ends at a free place, or with
 * somebody (perhaps the same mentee) left out.
 */
export function findPlace(market: Market, mentee: number): void {
  moveAlong(market, mentee, priceWayFrom(market, [mentee]))
}

/**
 * Moves prices so that the cheapest such chain from any of these mentees costs nothing any more. Dijkstra’s algorithm
 * over mentors, with worths and prices as potentials, stopped as soon as nothing nearer can end.
 * @returns the end of that chain.
 */
export function priceWayFrom(market: Market, seekers: readonly number[]): End {
  const { search, worth, price, seats, seatStart, load } = market
  const { queue, distance } = search
  let shortest = Number.POSITIVE_INFINITY
  let end: End = { kind: 'out', mentee: -1 }
  for (const mentee of seekers) {
    leave(mentee, 0)
    look(mentee, 0)
  }
  for (let mentor = queue.take(); mentor >= 0; mentor = queue.take()) {
    const here = queue.distance
    if (here >= shortest) break
    if (here > real(distance, mentor)) continue
    const first = int(seatStart, mentor)
    for (let place = first; place < first + int(load, mentor); place++) {
      const seated = int(seats, place)
      leave(seated, here)
      look(seated, here)
      if (here >= shortest) break
    }
  }
  reprice(market, shortest, 1)
  for (const mentee of seekers) worth[mentee] = real(worth, mentee) - shortest
  return end

  /** This mentee could be left out. */
  function leave(mentee: number, here: number): void {
    if (here + real(worth, mentee) >= shortest) return
    shortest = here + real(worth, mentee)
    end = { kind: 'out', mentee }
  }

  /** Everyone whom this mentee could be with, seen from `here`. */
  function look(mentee: number, here: number): void {
    const { start, other, fit } = market.graph.rows
    const rest = here + real(worth, mentee) - real(market.stake, mentee)
    for (let at = int(start, mentee); at < int(start, mentee + 1); at++) {
      const mentor = int(other, at)
      const there = rest + real(price, mentor) - int(fit, at)
      if (there >= shortest || there >= real(distance, mentor)) continue
      reach(search, mentor, there, mentee, -1)
      // Nothing more is asked for a place whose price is already above its cost.
      const ending = there + Math.max(0, nextCost(market, mentor) - real(price, mentor))
      if (ending < shortest) {
        shortest = ending
        end = { kind: 'place', mentor }
      }
    }
  }
}

export type End =
  | { readonly kind: 'out'; readonly mentee: number }
  | { readonly kind: 'place'; readonly mentor: number }

/** Along the chain, from its end back: everyone takes the place that the next one has left. */
export function moveAlong(market: Market, mentee: number, end: End): void {
  const { mentorOf, seatOf, seatStart, load, search } = market
  if (end.kind === 'out' && end.mentee === mentee) return
  let mentor = end.kind === 'place' ? end.mentor : int(mentorOf, end.mentee)
  let free = end.kind === 'place' ? int(seatStart, mentor) + int(load, mentor) : int(seatOf, end.mentee)
  if (end.kind === 'place') load[mentor] = int(load, mentor) + 1
  else mentorOf[end.mentee] = -1
  for (;;) {
    const mover = int(search.through, mentor)
    const left = int(mentorOf, mover)
    const leftAt = int(seatOf, mover)
    sit(market, mover, mentor, free)
    if (mover === mentee) return
    mentor = left
    free = leftAt
  }
}
