import type { Market } from '../market.ts'
import { int, real } from '../numbers.ts'
import type { Candidates } from './candidates.ts'
import { choose, emptyChoice, pricesAre, type Shop, shopFor } from './pricing.ts'
import type { Terms } from './rounds.ts'

const roomEach = 6

export interface Better {
  /** By mentee, what the best pair now among the candidates leaves. */
  readonly raised: Float64Array
  /** How many mentees have one that is better than before. */
  readonly changed: number
  /** No more than this can be gained over the sum of all worths and prices. */
  readonly above: number
}

/**
 * Asks all pairs whether they would be better than what their mentee has at the prices of the market, and adds the best
 * of those. When nobody has one, the prices of the market cover all pairs.
 */
export function findBetter({ shop, stakes }: Terms, market: Market, candidates: Candidates, each: number): Better {
  const { start, people, count } = shop.mentees
  pricesAre(shop, market.price)
  const raised = market.worth.slice()
  const choice = emptyChoice(each)
  const wide = emptyChoice(shop.mentors.count)
  // When a mentor’s price falls everybody wants that one; a few of them bring it back up.
  const room = new Int32Array(market.price.length).fill(roomEach * each)
  let changed = 0
  let above = 0
  for (let kind = 0; kind < count; kind++) {
    choose(shop, kind, leastOf(shop, kind, market.worth, stakes.of), choice)
    if (choice.count === 0) continue
    for (let at = int(start, kind); at < int(start, kind + 1); at++) {
      const mentee = int(people, at)
      const has = real(market.worth, mentee) - real(stakes.of, mentee)
      if (real(choice.values, 0) <= has) continue
      let best = has
      let isBetter = false
      const take = (mentor: number, points: number, value: number): void => {
        isBetter = true
        if (int(room, mentor) === 0) return
        room[mentor] = int(room, mentor) - 1
        candidates.add(mentee, mentor, points)
        best = Math.max(best, value)
      }
      shopFor(shop, mentee, choice, has, each, take)
      if (!isBetter && choice.count === each) {
        // All that were chosen may not be with this mentee; what comes after them was not looked at yet.
        choose(shop, kind, has, wide)
        shopFor(shop, mentee, wide, has, each, take)
      }
      if (!isBetter) continue
      changed++
      above += real(choice.values, 0) - has
      raised[mentee] = real(stakes.of, mentee) + best
    }
  }
  return { raised, changed, above }
}

/** What the one of a kind who has least must be offered more than. */
function leastOf({ mentees }: Shop, kind: number, worth: Float64Array, stake: Float64Array): number {
  let least = Number.POSITIVE_INFINITY
  for (let at = int(mentees.start, kind); at < int(mentees.start, kind + 1); at++) {
    const mentee = int(mentees.people, at)
    least = Math.min(least, real(worth, mentee) - real(stake, mentee))
  }
  return least
}
