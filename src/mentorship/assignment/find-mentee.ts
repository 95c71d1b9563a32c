import { type Market, nextCost, reach, reprice, seat, sit, slotCost, unseat } from './market.ts'
import { int, real } from './numbers.ts'

/**
 * The same search against the pairs, for a mentor with a free place that costs less than the mentor’s price: the
 * cheapest chain of moves that brings somebody who has no mentor, or leaves a place free elsewhere (perhaps this one).
 */
export function findMentee(market: Market, seeking: number): void {
  moveTo(market, seeking, priceWayTo(market, [seeking]))
}

/** Moves prices so that the cheapest such chain to any of these mentors costs nothing any more, and returns its end. */
export function priceWayTo(market: Market, seekers: readonly number[]): MenteeEnd {
  const { search, worth, price, stake, mentorOf, load } = market
  const { queue, distance } = search
  const { start, other, fit } = market.graph.columns
  let shortest = Number.POSITIVE_INFINITY
  let end: MenteeEnd = { kind: 'free', mentor: -1 }
  for (const mentor of seekers) {
    const ending = real(price, mentor) - nextCost(market, mentor)
    if (ending < shortest) {
      shortest = ending
      end = { kind: 'free', mentor }
    }
    reach(search, mentor, 0, -1, -1)
  }
  for (let mentor = queue.take(); mentor >= 0; mentor = queue.take()) {
    const here = queue.distance
    if (here >= shortest) break
    if (here > real(distance, mentor)) continue
    const rest = here + real(price, mentor)
    for (let at = int(start, mentor); at < int(start, mentor + 1) && here < shortest; at++) {
      const mentee = int(other, at)
      const there = rest + real(worth, mentee) - real(stake, mentee) - int(fit, at)
      if (there >= shortest) continue
      const holder = int(mentorOf, mentee)
      if (holder < 0) {
        shortest = there
        end = { kind: 'mentee', mentee, mentor }
      } else if (there < real(distance, holder)) {
        reach(search, holder, there, mentee, mentor)
        const ending = there + real(price, holder) - slotCost(market, int(load, holder) - 1)
        if (ending < shortest) {
          shortest = ending
          end = { kind: 'free', mentor: holder }
        }
      }
    }
  }
  reprice(market, shortest, -1)
  return end
}

export type MenteeEnd =
  | { readonly kind: 'mentee'; readonly mentee: number; readonly mentor: number }
  | { readonly kind: 'free'; readonly mentor: number }

/** Along the chain, from its end towards the seeking mentor: everyone makes room for the newcomer and goes on. */
export function moveTo(market: Market, seeking: number, end: MenteeEnd): void {
  const { seatOf, search } = market
  let { mentor } = end
  if (end.kind === 'free' && mentor === seeking) return
  let newcomer = end.kind === 'mentee' ? end.mentee : int(search.through, mentor)
  if (end.kind === 'free') {
    unseat(market, newcomer)
    mentor = int(search.from, mentor)
  }
  while (mentor !== seeking) {
    const mover = int(search.through, mentor)
    sit(market, newcomer, mentor, int(seatOf, mover))
    newcomer = mover
    mentor = int(search.from, mentor)
  }
  seat(market, newcomer, seeking)
}
