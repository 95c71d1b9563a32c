import { type End, moveAlong, priceWayFrom } from './find-place.ts'
import { type Market, nextCost } from './market.ts'
import { int, real } from './numbers.ts'

/**
 * One step for many mentees without a mentor at once: prices move until the cheapest chain from any of them costs
 * nothing, and then everyone for whom there is such a chain goes along it. Where ties are everywhere that is a large
 * part of them.
 */
export function findPlaces(market: Market, seekers: readonly number[]): void {
  priceWayFrom(market, seekers)
  let left = seekers
  let before: number
  do {
    before = left.length
    goFreely(market, left)
    left = left.filter((mentee) => isSeeking(market, mentee))
  } while (before - left.length >= fewAtOnce && left.length > 0)
}

/** What is left to a later step when a pass settles no more than these. */
export const fewAtOnce = 8

export function isSeeking({ mentorOf, worth }: Market, mentee: number): boolean {
  return int(mentorOf, mentee) < 0 && real(worth, mentee) > 0
}

function goFreely(market: Market, seekers: readonly number[]): void {
  // Nobody needs to look twice: at a pair, because the next one looks on from there, nor at a mentor.
  const next = market.graph.rows.start.slice()
  const seen = new Uint8Array(market.price.length)
  for (const mentee of seekers) {
    const end = isSeeking(market, mentee) ? freeWayFrom(market, mentee, next, seen) : null
    if (!end) continue
    showAgain(market, mentee, end, seen)
    moveAlong(market, mentee, end)
  }
}

/** Depth first along pairs that are worth exactly what their prices say; who led nowhere once is not seen again. */
function freeWayFrom(market: Market, seeker: number, next: Int32Array, seen: Uint8Array): End | null {
  const { price, worth, load, mentorOf, seats, seatOf, seatStart, search } = market
  let mentee = seeker
  for (;;) {
    const mentor = nextFree(market, mentee, next, seen)
    if (mentor >= 0) {
      search.through[mentor] = mentee
      if (nextCost(market, mentor) <= real(price, mentor)) {
        return { kind: 'place', mentor }
      }
      if (int(load, mentor) === 0) continue
      mentee = int(seats, int(seatStart, mentor))
    } else {
      // Nothing from here: on to who sits beside, or else back to who came to this mentor.
      for (;;) {
        if (mentee === seeker) return null
        const left = int(mentorOf, mentee)
        const beside = int(seatOf, mentee) + 1
        if (beside < int(seatStart, left) + int(load, left)) {
          mentee = int(seats, beside)
          break
        }
        mentee = int(search.through, left)
        if (int(next, mentee) < int(market.graph.rows.start, mentee + 1)) break
      }
    }
    if (mentee !== seeker && real(worth, mentee) === 0) return { kind: 'out', mentee }
  }
}

/** Mentors along a chain were no dead ends: others may come to them too. */
function showAgain({ mentorOf, search }: Market, seeker: number, end: End, seen: Uint8Array): void {
  let mentor = end.kind === 'place' ? end.mentor : int(mentorOf, end.mentee)
  seen[mentor] = 0
  for (let mentee = int(search.through, mentor); mentee !== seeker; mentee = int(search.through, mentor)) {
    mentor = int(mentorOf, mentee)
    seen[mentor] = 0
  }
}

/** The next mentor whom nobody has seen and with whom the pair leaves nothing over; −1: there is none. */
function nextFree({ graph, worth, price, stake }: Market, mentee: number, next: Int32Array, seen: Uint8Array): number {
  const { start, other, fit } = graph.rows
  const left = real(worth, mentee) - real(stake, mentee)
  for (let at = int(next, mentee); at < int(start, mentee + 1); at++) {
    const mentor = int(other, at)
    if (seen[mentor] === 1 || left + real(price, mentor) !== int(fit, at)) continue
    seen[mentor] = 1
    next[mentee] = at + 1
    return mentor
  }
  next[mentee] = int(start, mentee + 1)
  return -1
}
