import { type MenteeEnd, moveTo, priceWayTo } from './find-mentee.ts'
import { fewAtOnce } from './find-places.ts'
import { type Market, nextCost, slotCost } from './market.ts'
import { int, real } from './numbers.ts'

/** `findPlaces` against the pairs: one step for many mentors at once who have a free place below their price. */
export function findMentees(market: Market, seekers: readonly number[]): void {
  priceWayTo(market, seekers)
  let left = seekers
  let settled: number
  do {
    settled = bringFreely(market, left)
    left = left.filter((mentor) => hasDearPlace(market, mentor))
  } while (settled >= fewAtOnce && left.length > 0)
}

/** A free place that costs less than what the mentor asks. */
export function hasDearPlace(market: Market, mentor: number): boolean {
  return nextCost(market, mentor) < real(market.price, mentor)
}

function bringFreely(market: Market, seekers: readonly number[]): number {
  const next = market.graph.columns.start.slice()
  const seen = new Uint8Array(market.price.length)
  let brought = 0
  for (const mentor of seekers) {
    const end = hasDearPlace(market, mentor) ? freeWayTo(market, mentor, next, seen) : null
    if (!end) continue
    showAgain(market, mentor, end, seen)
    moveTo(market, mentor, end)
    brought++
  }
  return brought
}

function freeWayTo(market: Market, seeker: number, next: Int32Array, seen: Uint8Array): MenteeEnd | null {
  const { price, load, mentorOf, search } = market
  let mentor = seeker
  seen[seeker] = 1
  for (;;) {
    const mentee = nextFree(market, mentor, next, seen)
    if (mentee >= 0) {
      const holder = int(mentorOf, mentee)
      if (holder < 0) return { kind: 'mentee', mentee, mentor }
      seen[holder] = 1
      search.through[holder] = mentee
      search.from[holder] = mentor
      if (slotCost(market, int(load, holder) - 1) >= real(price, holder)) return { kind: 'free', mentor: holder }
      mentor = holder
    } else {
      if (mentor === seeker) return null
      mentor = int(search.from, mentor)
    }
  }
}

/** Mentors along a chain were no dead ends. */
function showAgain({ search }: Market, seeker: number, end: MenteeEnd, seen: Uint8Array): void {
  let { mentor } = end
  for (; mentor !== seeker; mentor = int(search.from, mentor)) seen[mentor] = 0
  seen[seeker] = 0
}

/** The next mentee who would change to this mentor for nothing, and whose own was not seen; −1: there is none. */
function nextFree(market: Market, mentor: number, next: Int32Array, seen: Uint8Array): number {
  const { graph, worth, price, stake, mentorOf } = market
  const { start, other, fit } = graph.columns
  for (let at = int(next, mentor); at < int(start, mentor + 1); at++) {
    const mentee = int(other, at)
    const holder = int(mentorOf, mentee)
    if (holder === mentor || (holder >= 0 && seen[holder] === 1)) continue
    if (real(worth, mentee) + real(price, mentor) !== real(stake, mentee) + int(fit, at)) continue
    next[mentor] = at + 1
    return mentee
  }
  next[mentor] = int(start, mentor + 1)
  return -1
}
