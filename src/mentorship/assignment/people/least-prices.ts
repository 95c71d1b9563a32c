import { int, real } from '../numbers.ts'
import { fitOf } from './fits.ts'
import type { Shop } from './pricing.ts'

/**
 * Gives mentors without mentees the least price that covers all pairs. Any price from there to the cost of a place
 * would do, and one number should not have two values; who has no places at all was not priced before.
 */
export function settleUnusedPrices(
  shop: Shop,
  stake: Float64Array,
  capacity: Int32Array,
  { worth, price, load }: { readonly worth: Float64Array; readonly price: Float64Array; readonly load: Int32Array },
): void {
  const { mentees, mentors, fits } = shop
  const wanted = new Float64Array(mentees.count).fill(Number.NEGATIVE_INFINITY)
  worth.forEach((has, mentee) => {
    const kind = int(mentees.kind, mentee)
    wanted[kind] = Math.max(real(wanted, kind), real(stake, mentee) - has)
  })
  for (let mentor = 0; mentor < price.length; mentor++) {
    if (int(load, mentor) > 0 || (real(price, mentor) === 0 && int(capacity, mentor) > 0)) continue
    let least = 0
    for (let kind = 0; kind < mentees.count; kind++) {
      const points = int(fits.base.row(int(mentees.group, kind)), int(mentors.group, int(mentors.kind, mentor)))
      if (points < 0) continue
      const topics = fits.topics.row(int(mentees.profile, kind))
      if (points + int(topics, int(mentors.profile, int(mentors.kind, mentor))) + real(wanted, kind) <= least) continue
      for (let at = int(mentees.start, kind); at < int(mentees.start, kind + 1); at++) {
        const mentee = int(mentees.people, at)
        const fit = fitOf(fits, mentee, mentor)
        if (fit >= 0) least = Math.max(least, real(stake, mentee) + fit - real(worth, mentee))
      }
    }
    price[mentor] = least
  }
}
