import { coverOf } from './cover.ts'
import { graphOf } from './graph.ts'
import { emptyMarket, type Market } from './market.ts'
import { int, largest, real, sumOf } from './numbers.ts'
import { type Problem, refuseMalformed, type Solution } from './problem.ts'
import { openForMentees, openForMentors, settle } from './settle.ts'
import { largestSlotCost, type Stakes, stakesOf } from './stakes.ts'

/**
 * The best pairs there are: as many mentees as can be served, among these those who waited longest, among these the
 * most points, slot costs taken off. The same problem has the same answer, whatever the order of its pairs.
 * @throws RangeError for a malformed problem.
 */
export function assign(problem: Problem): Solution {
  refuseMalformed(problem)
  const { menteeCount, waited, slotCosts, pairs } = problem
  const stakes = stakesOf(waited, {
    menteeCount,
    largestFit: largest(pairs.fit),
    largestSlotCost: largestSlotCost(slotCosts),
  })
  return assignWith(problem, stakes)
}

/** The same for a well-formed problem and given stakes. */
export function assignWith({ menteeCount, capacities, slotCosts, pairs }: Problem, stakes: Stakes): Solution {
  const graph = graphOf(pairs, menteeCount, capacities.length)
  const market = emptyMarket(graph, stakes, capacities, slotCosts)
  if (market.seats.length < menteeCount) openForMentors(market)
  else openForMentees(market)
  settle(market)
  lowerUnusedPrices(market)
  const { worth, price, mentorOf } = market
  const cover = coverOf(graph, mentorOf, capacities.length)
  return {
    mentorOf,
    ...totalsOf(market),
    certificate: { scale: stakes.scale, worth, price, cover, places: sumOf(capacities) },
  }
}

/** A mentor without mentees may stand at any price from the least that covers the pairs: the least is the one shown. */
function lowerUnusedPrices({ graph: { columns }, stake, worth, price, load }: Market): void {
  for (let mentor = 0; mentor < price.length; mentor++) {
    if (int(load, mentor) > 0) continue
    let least = 0
    for (let at = int(columns.start, mentor); at < int(columns.start, mentor + 1); at++) {
      const mentee = int(columns.other, at)
      least = Math.max(least, real(stake, mentee) + int(columns.fit, at) - real(worth, mentee))
    }
    price[mentor] = least
  }
}

function totalsOf({ graph: { rows }, mentorOf }: Market): { readonly served: number; readonly fit: number } {
  let served = 0
  let fit = 0
  for (let mentee = 0; mentee < mentorOf.length; mentee++) {
    if (int(mentorOf, mentee) < 0) continue
    served++
    let at = int(rows.start, mentee)
    while (int(rows.other, at) !== int(mentorOf, mentee)) at++
    fit += int(rows.fit, at)
  }
  return { served, fit }
}
