import type { Couples, People, Weights } from '../../src/mentorship/assignment/index.ts'

// The company that the figures are about, by name and seed: ratios hold on this generator only. Random costs without
// structure are a different and easier problem.

export type Regime = 'tight' | 'scarce' | 'ample'
export const regimes: readonly Regime[] = ['tight', 'scarce', 'ample']
export const seed = 20_261_123

/** Places per mentee, and mentees per mentor. */
const supply: Readonly<Record<Regime, { readonly places: number; readonly menteesEach: number }>> = {
  tight: { places: 1.05, menteesEach: 4 },
  scarce: { places: 0.75, menteesEach: 4 },
  ample: { places: 1.4, menteesEach: 3 },
}

/** Hours east of UTC. Nine to five, of which at least three hours in common: offsets up to five hours apart. */
const offsets = [-8, -5, -3, -1, 0, 1, 2, 3, 5.5, 8]

/** By need 0–4 and offer 0–4: who can do it alone can teach it, who says so better. */
const topic = [0, 1, 2, 3, 4].map((need) => [0, 0, 0, 2 * need, 3 * need])
export const weights: Weights = {
  topic,
  sameRole: 3,
  levelsApart: [4, 3, 1],
  commonHour: 1,
  mostHours: 5,
  novelty: 2,
  leastMinutes: 180,
}

/** Levels 60 / 28 / 12 %, roles 60 / 40 %, ten zones, ratings that hang together, managers and recent pairs; 58 % of pairs are feasible. */
export function company(menteeCount: number, regime: Regime): People {
  const chance = chanceFrom(seed)
  const { places, menteesEach } = supply[regime]
  const mentorCount = Math.ceil(menteeCount / menteesEach)
  const topicCount = 5
  const side = (count: number, level: () => number) => ({
    role: column(count, () => pick(chance(), [60, 40])),
    level: column(count, level),
    begins: column(count, () => ((33 - (offsets[Math.floor(chance() * 10)] ?? 0)) * 60) % 1_440),
    lasts: column(count, () => 480),
  })
  const mentees = side(menteeCount, () => 1 + pick(chance(), [60, 40]))
  const mentors = side(mentorCount, () => 3 + pick(chance(), [60, 28, 12]))
  const ratings = (levels: Int32Array, spread: number): Uint8Array => {
    const values = new Uint8Array(levels.length * topicCount)
    levels.forEach((level, i) => {
      const skill = level - 0.8 + (chance() - 0.5) * 2
      for (let at = i * topicCount; at < (i + 1) * topicCount; at++)
        values[at] = Math.max(0, Math.min(4, Math.round(skill + (chance() - 0.5) * spread)))
    })
    return values
  }
  return {
    mentees: {
      ...mentees,
      needs: ratings(mentees.level, 3).map((rating) => 4 - rating),
      waited: column(menteeCount, () => pick(chance(), [60, 25, 10, 5])),
    },
    mentors: {
      ...mentors,
      offers: ratings(mentors.level, 3),
      capacity: capacities(mentorCount, menteeCount * places, chance),
    },
    topicCount,
    forbidden: couples([...someOf(menteeCount, 0.5, chance), ...someOf(menteeCount, 0.3, chance)], mentorCount, chance),
    met: couples(someOf(menteeCount, 0.2, chance), mentorCount, chance),
    weights,
    slotCosts: [0, 2, 4, 6, 8],
  }
}

function someOf(count: number, share: number, chance: () => number): readonly number[] {
  return Array.from({ length: count }, (_, mentee) => mentee).filter(() => chance() < share)
}

function couples(mentees: readonly number[], mentorCount: number, chance: () => number): Couples {
  return { mentee: Int32Array.from(mentees), mentor: column(mentees.length, () => Math.floor(chance() * mentorCount)) }
}

/** One to five places each, as many in all as are wanted. */
function capacities(mentors: number, wanted: number, chance: () => number): Int32Array {
  const places = column(mentors, () => 1 + Math.floor(chance() * 5))
  let missing = Math.round(wanted) - places.reduce((sum, each) => sum + each, 0)
  while (missing !== 0) {
    const mentor = Math.floor(chance() * mentors)
    const changed = (places[mentor] ?? 0) + Math.sign(missing)
    if (changed < 1 || changed > 5) continue
    places[mentor] = changed
    missing -= Math.sign(missing)
  }
  return places
}

function column(length: number, each: () => number): Int32Array {
  return Int32Array.from({ length }, each)
}

function pick(chance: number, percent: readonly number[]): number {
  let left = chance * 100
  return percent.findIndex((share) => {
    left -= share
    return left < 0
  })
}

/** Numbers from 0 to below 1: the generator mulberry32. */
export function chanceFrom(start: number): () => number {
  let state = start | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
