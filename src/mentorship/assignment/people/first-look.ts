import { int, real } from '../numbers.ts'
import type { Candidates } from './candidates.ts'
import { fitOf } from './fits.ts'
import { choose, emptyChoice, lessThanOne, mixed, type Shop, shopFor } from './pricing.ts'
import type { Terms } from './rounds.ts'

/**
 * The best mentors of each mentee at the shop’s prices: by points *less price*, never by points alone, since all
 * mentees agree on who the stars are.
 * @returns what the best of them leaves to each mentee.
 */
export function addForMentees({ shop, stakes }: Terms, candidates: Candidates, each: number): Float64Array {
  const { start, people, count, kind: kinds } = shop.mentees
  const worth = new Float64Array(kinds.length)
  const choice = emptyChoice(each)
  for (let kind = 0; kind < count; kind++) {
    choose(shop, kind, Number.NEGATIVE_INFINITY, choice, 'spread')
    for (let at = int(start, kind); at < int(start, kind + 1); at++) {
      const mentee = int(people, at)
      const take = (mentor: number, points: number) => candidates.add(mentee, mentor, points)
      const best = shopFor(shop, mentee, choice, Number.NEGATIVE_INFINITY, each, take)
      worth[mentee] = Math.max(0, real(stakes.of, mentee) + best)
    }
  }
  return worth
}

/** The mentees for whom each mentor would be nearest to the best: without them, a mentor whom few saw falls to nothing. */
export function addForMentors(
  { shop, stakes }: Terms,
  worth: Float64Array,
  candidates: Candidates,
  each: number,
): void {
  const { mentees, mentors, fits } = shop
  const nearest = nearestKinds(shop, askedOf(shop, worth, stakes.of), each)
  for (let mentor = 0; mentor < mentors.kind.length; mentor++) {
    const first = int(mentors.kind, mentor) * each
    let left = each
    for (let at = first; at < first + each && left > 0; at++) {
      const kind = int(nearest, at)
      if (kind < 0) break
      const from = int(mentees.start, kind)
      const count = int(mentees.start, kind + 1) - from
      for (let turn = 0; turn < Math.min(count, 3) && left > 0; turn++, left--) {
        const mentee = int(mentees.people, from + ((mentor + turn) % count))
        const points = fitOf(fits, mentee, mentor)
        if (points >= 0) candidates.add(mentee, mentor, points)
      }
    }
  }
}

/** By kind of mentee, the least that a mentor must outbid. */
function askedOf({ mentees }: Shop, worth: Float64Array, stake: Float64Array): Float64Array {
  const asked = new Float64Array(mentees.count).fill(Number.POSITIVE_INFINITY)
  worth.forEach((has, mentee) => {
    const kind = int(mentees.kind, mentee)
    asked[kind] = Math.min(real(asked, kind), has - real(stake, mentee))
  })
  return asked
}

/** For each kind of mentor, `each` kinds of mentee, nearest first; −1 behind the last. */
function nearestKinds({ fits, mentees, mentors }: Shop, asked: Float64Array, each: number): Int32Array {
  const kinds = new Int32Array(mentors.count * each).fill(-1)
  const values = new Float64Array(mentors.count * each).fill(Number.NEGATIVE_INFINITY)
  for (let kind = 0; kind < mentees.count; kind++) {
    const base = fits.base.row(int(mentees.group, kind))
    const topics = fits.topics.row(int(mentees.profile, kind))
    for (let other = 0; other < mentors.count; other++) {
      const points = int(base, int(mentors.group, other))
      if (points < 0) continue
      const whole = points + int(topics, int(mentors.profile, other))
      const value = whole - real(asked, kind) + lessThanOne * mixed(other, kind)
      let at = (other + 1) * each - 1
      if (value <= real(values, at)) continue
      for (; at > other * each && real(values, at - 1) < value; at--) {
        values[at] = real(values, at - 1)
        kinds[at] = int(kinds, at - 1)
      }
      values[at] = value
      kinds[at] = kind
    }
  }
  return kinds
}
