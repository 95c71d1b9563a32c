import { int, real } from '../numbers.ts'
import type { Stakes } from '../stakes.ts'
import type { People, Side } from './people.ts'
import type { Shop } from './pricing.ts'

/** A smaller programme that is like the whole: every so-manieth of each kind. Who may not be with whom plays no part. */
export interface Sample {
  readonly people: People
  readonly stakes: Stakes
  /** Of the sample’s mentees, their numbers in the whole. */
  readonly mentees: Int32Array
}

export function sampleOf(people: People, shop: Shop, stakes: Stakes, every: number): Sample {
  // People of one kind stand together, and kinds by role, level and hours: a systematic sample keeps all shares.
  const systematic = (sorted: Int32Array) => sorted.filter((_, at) => at % every === every >> 1)
  const mentees = systematic(shop.mentees.people)
  const mentors = systematic(shop.mentors.people)
  const { waited } = people.mentees
  return {
    mentees,
    stakes: { scale: stakes.scale, of: Float64Array.from(mentees, (mentee) => real(stakes.of, mentee)) },
    people: {
      ...people,
      mentees: {
        ...pickSide(people.mentees, mentees),
        needs: pickWide(people.mentees.needs, mentees, people.topicCount),
        ...(waited && { waited: pick(waited, mentees) }),
      },
      mentors: {
        ...pickSide(people.mentors, mentors),
        offers: pickWide(people.mentors.offers, mentors, people.topicCount),
        capacity: pick(people.mentors.capacity, mentors),
      },
      forbidden: { mentee: new Int32Array(0), mentor: new Int32Array(0) },
      met: { mentee: new Int32Array(0), mentor: new Int32Array(0) },
    },
  }
}

/** By mentor of the whole, the least price at which nobody of the sample would change: the c-transform of its worths. */
export function pricesFrom({ mentees, stakes }: Sample, worth: Float64Array, shop: Shop): Float64Array {
  const { fits, mentors } = shop
  const wanted = new Float64Array(shop.mentees.count).fill(Number.NEGATIVE_INFINITY)
  mentees.forEach((mentee, at) => {
    const kind = int(shop.mentees.kind, mentee)
    wanted[kind] = Math.max(real(wanted, kind), real(stakes.of, at) - real(worth, at))
  })
  const prices = new Float64Array(mentors.count)
  for (let kind = 0; kind < shop.mentees.count; kind++) {
    if (real(wanted, kind) === Number.NEGATIVE_INFINITY) continue
    const base = fits.base.row(int(shop.mentees.group, kind))
    const topics = fits.topics.row(int(shop.mentees.profile, kind))
    for (let other = 0; other < mentors.count; other++) {
      const points = int(base, int(mentors.group, other))
      if (points < 0) continue
      const price = points + int(topics, int(mentors.profile, other)) + real(wanted, kind)
      if (price > real(prices, other)) prices[other] = price
    }
  }
  return Float64Array.from(mentors.kind, (kind) => real(prices, kind))
}

function pickSide({ role, level, begins, lasts }: Side, who: Int32Array): Side {
  return { role: pick(role, who), level: pick(level, who), begins: pick(begins, who), lasts: pick(lasts, who) }
}

function pick(column: Int32Array, who: Int32Array): Int32Array {
  return who.map((person) => int(column, person))
}

function pickWide(values: Uint8Array, who: Int32Array, width: number): Uint8Array {
  const picked = new Uint8Array(who.length * width)
  who.forEach((person, at) => {
    picked.set(values.subarray(person * width, (person + 1) * width), at * width)
  })
  return picked
}
