import { findMentee } from './find-mentee.ts'
import { findMentees, hasDearPlace } from './find-mentees.ts'
import { findPlace } from './find-place.ts'
import { findPlaces, isSeeking } from './find-places.ts'
import { type Market, nextCost, seat } from './market.ts'
import { int, real } from './numbers.ts'

/**
 * Mends everything that is still to be mended, many at once while that pays, then one search each: what remains is the
 * best there is among the pairs of the market. Goes by number, so that the same market always ends the same way.
 * @param isOver asked between searches; once it says yes the rest stays as it is, which is a valid solution too.
 * @returns whether everything was mended.
 */
export function settle(market: Market, isOver: () => boolean = () => false): boolean {
  return (
    together(
      () => menteesSeeking(market),
      (seekers) => findPlaces(market, seekers),
      isOver,
    ) &&
    oneByOne(menteesSeeking(market), (mentee) => findPlace(market, mentee), isOver) &&
    together(
      () => mentorsSeeking(market),
      (seekers) => findMentees(market, seekers),
      isOver,
    ) &&
    oneByOne(mentorsSeeking(market), (mentor) => fillUp(market, mentor), isOver)
  )
}

/** A step for all takes about as long as this many searches. */
const manyAtOnce = 16

function together(
  seeking: () => readonly number[],
  step: (seekers: readonly number[]) => void,
  isOver: () => boolean,
): boolean {
  let seekers = seeking()
  for (let settled = seekers.length; settled >= manyAtOnce && seekers.length > 0; ) {
    if (isOver()) return false
    step(seekers)
    const left = seeking()
    settled = seekers.length - left.length
    seekers = left
  }
  return true
}

function oneByOne(seekers: readonly number[], settleOne: (seeker: number) => void, isOver: () => boolean): boolean {
  for (const seeker of seekers) {
    if (isOver()) return false
    settleOne(seeker)
  }
  return true
}

function menteesSeeking(market: Market): readonly number[] {
  return [...market.worth.keys()].filter((mentee) => isSeeking(market, mentee))
}

function mentorsSeeking(market: Market): readonly number[] {
  return [...market.price.keys()].filter((mentor) => hasDearPlace(market, mentor))
}

function fillUp(market: Market, mentor: number): void {
  while (hasDearPlace(market, mentor)) findMentee(market, mentor)
}

/** Seats whoever finds a free place at exactly today’s price; saves most of the searches. */
export function seatAtPrice(market: Market): void {
  const { mentorOf, worth, price, stake } = market
  const { start, other, fit } = market.graph.rows
  for (let mentee = 0; mentee < mentorOf.length; mentee++) {
    if (int(mentorOf, mentee) >= 0 || real(worth, mentee) === 0) continue
    for (let at = int(start, mentee); at < int(start, mentee + 1); at++) {
      const mentor = int(other, at)
      if (real(worth, mentee) + real(price, mentor) !== real(stake, mentee) + int(fit, at)) continue
      if (nextCost(market, mentor) > real(price, mentor)) continue
      seat(market, mentee, mentor)
      break
    }
  }
}

/** All places are free and cost nothing; every mentee seeks. Quick where there are places enough. */
export function openForMentees({ graph: { rows }, worth, price, stake }: Market): void {
  price.fill(0)
  for (let mentee = 0; mentee < worth.length; mentee++) {
    let best = -1
    for (let at = int(rows.start, mentee); at < int(rows.start, mentee + 1); at++)
      best = Math.max(best, int(rows.fit, at))
    worth[mentee] = best < 0 ? 0 : real(stake, mentee) + best
  }
}

/** Every mentor asks for the most that anybody would give, and seeks. Quick where places are scarce. */
export function openForMentors({ graph: { columns }, worth, price, stake }: Market): void {
  worth.fill(0)
  for (let mentor = 0; mentor < price.length; mentor++) {
    let best = 0
    for (let at = int(columns.start, mentor); at < int(columns.start, mentor + 1); at++)
      best = Math.max(best, real(stake, int(columns.other, at)) + int(columns.fit, at))
    price[mentor] = best
  }
}
