import { int, real } from '../numbers.ts'
import { type Fits, isListed } from './fits.ts'
import { type Crowd, crowdOf } from './kinds.ts'

/** Everything that pricing needs of a programme: kinds of people, and the mentors of each kind by their price. */
export interface Shop {
  readonly fits: Fits
  readonly mentees: Crowd
  readonly mentors: Crowd
  /** The mentors of each kind who have places, cheapest first: as `mentors.people`, until `end`. */
  readonly shelf: Int32Array
  readonly end: Int32Array
  /** By kind of mentor: the lowest price; Infinity where nobody has places. */
  readonly lowest: Float64Array
  readonly price: Float64Array
}

export function shopOf(fits: Fits, capacity: Int32Array): Shop {
  const mentors = crowdOf(fits.mentors)
  const shelf = new Int32Array(mentors.people.length)
  const end = new Int32Array(mentors.count)
  for (let kind = 0; kind < mentors.count; kind++) {
    let to = int(mentors.start, kind)
    for (let at = to; at < int(mentors.start, kind + 1); at++) {
      const mentor = int(mentors.people, at)
      if (int(capacity, mentor) > 0) shelf[to++] = mentor
    }
    end[kind] = to
  }
  return {
    fits,
    mentees: crowdOf(fits.mentees),
    mentors,
    shelf,
    end,
    lowest: new Float64Array(mentors.count),
    price: new Float64Array(capacity.length),
  }
}

/** Puts new prices on. */
export function pricesAre({ mentors, shelf, end, lowest, price }: Shop, prices: Float64Array): void {
  price.set(prices)
  for (let kind = 0; kind < mentors.count; kind++) {
    const first = int(mentors.start, kind)
    const row = shelf.subarray(first, int(end, kind))
    row.sort((one, other) => real(price, one) - real(price, other) || one - other)
    lowest[kind] = row.length > 0 ? real(price, int(row, 0)) : Number.POSITIVE_INFINITY
  }
}

/** How many mentors of one kind are shown to a mentee at once. */
const ofEach = 3

/** The best kinds of mentor for one kind of mentee at today’s prices, best first. */
export interface Choice {
  readonly kinds: Int32Array
  /** Points less price. */
  readonly values: Float64Array
  count: number
}

export function emptyChoice(size: number): Choice {
  return { kinds: new Int32Array(size), values: new Float64Array(size), count: 0 }
}

/**
 * Fills the choice with the best kinds whose points less price are above the floor. Every kind of mentee against every
 * kind of mentor passes through this loop: it reads two rows and a price, and mostly goes on.
 * @param ties how kinds of equal value are told apart: `spread` lets each kind of mentee prefer others of them, so that
 * all together look at more; `first` looks at nothing that is not above the floor.
 */
export function choose(
  { fits, mentees, mentors, lowest }: Shop,
  kind: number,
  floor: number,
  choice: Choice,
  ties: 'spread' | 'first' = 'first',
): void {
  const part = ties === 'spread' ? lessThanOne : 0
  const base = fits.base.row(int(mentees.group, kind))
  const topics = fits.topics.row(int(mentees.profile, kind))
  const { ofGroup, profile } = mentors
  const { kinds, values } = choice
  const last = kinds.length - 1
  let bar = floor
  let count = 0
  for (let group = 0; group < base.length; group++) {
    const points = int(base, group)
    if (points < 0) continue
    for (let other = int(ofGroup, group); other < int(ofGroup, group + 1); other++) {
      const value = points + int(topics, int(profile, other)) - real(lowest, other) + part * mixed(kind, other)
      if (value <= bar) continue
      let at = count <= last ? count++ : last
      for (; at > 0 && real(values, at - 1) < value; at--) {
        values[at] = real(values, at - 1)
        kinds[at] = int(kinds, at - 1)
      }
      values[at] = value
      kinds[at] = other
      if (count > last) bar = real(values, last)
    }
  }
  for (let at = 0; at < count; at++) values[at] = Math.floor(real(values, at))
  choice.count = count
}

/** Times a mixed number, less than what two whole values differ by. */
export const lessThanOne = 2 ** -8

/** A number from 0 to 255 that has nothing to do with the order of either. */
export function mixed(one: number, other: number): number {
  return Math.imul(Math.imul(one + 1, 0x9e3779b1) ^ (other + 1), 0x85ebca6b) >>> 24
}

/**
 * The mentors of a choice who are worth more than the floor to one mentee, at most `most` of them, dearest kinds of
 * value first. Mentees of a kind begin at different mentors of equal price, so that they do not all crowd at one.
 * @param take told each mentor with points and points less price.
 * @returns the best value of all mentors of the choice; the floor when none is above it.
 */
export function shopFor(
  shop: Shop,
  mentee: number,
  choice: Choice,
  floor: number,
  most: number,
  take: (mentor: number, points: number, value: number) => void,
): number {
  const { fits, mentees, mentors, shelf, end, price } = shop
  const kind = int(mentees.kind, mentee)
  const base = fits.base.row(int(mentees.group, kind))
  const topics = fits.topics.row(int(mentees.profile, kind))
  let best = floor
  let left = most
  for (let at = 0; at < choice.count && left > 0; at++) {
    const other = int(choice.kinds, at)
    if (real(choice.values, at) <= floor) break
    const points = int(base, int(mentors.group, other)) + int(topics, int(mentors.profile, other))
    const first = int(mentors.start, other)
    const equals = equalPrices(shelf, price, first, int(end, other))
    let taken = 0
    for (let place = first; place < int(end, other) && left > 0 && taken < ofEach; place++) {
      const turned = place < first + equals ? first + ((place - first + mentee) % equals) : place
      const mentor = int(shelf, turned)
      const met = isListed(fits.met, mentee, mentor) ? fits.novelty : 0
      const value = points - real(price, mentor)
      if (value <= floor) break
      if (value - met <= floor || isListed(fits.forbidden, mentee, mentor)) continue
      best = Math.max(best, value - met)
      take(mentor, points - met, value - met)
      left--
      taken++
    }
  }
  return best
}

function equalPrices(shelf: Int32Array, price: Float64Array, first: number, end: number): number {
  let at = first + 1
  while (at < end && real(price, int(shelf, at)) === real(price, int(shelf, first))) at++
  return at - first
}
