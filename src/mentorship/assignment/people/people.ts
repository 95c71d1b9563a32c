/**
 * A programme as columns: person i stands at index i of each column of the side. Names, zones and levels in words are
 * turned into these numbers one floor up. Columns rather than objects, because a hundred thousand people then reach
 * another thread without holding up this one.
 */
export interface People {
  readonly mentees: Mentees
  readonly mentors: Mentors
  /** How many topics `needs` and `offers` speak of. */
  readonly topicCount: number
  /** Pairs that may not be, for whatever reason of their own: manager, exclusion, together only lately. */
  readonly forbidden: Couples
  /** Pairs that were together once and may be again, without the points for novelty. */
  readonly met: Couples
  readonly weights: Weights
  /** As in a problem: what the first, second, … mentee of one mentor costs. */
  readonly slotCosts?: readonly number[]
}

export interface Side {
  /** Equal numbers: the same role. */
  readonly role: Int32Array
  /** Higher numbers: higher levels. A mentor’s is above the mentee’s. */
  readonly level: Int32Array
  /** Minute of the UTC day at which the working hours begin, from 0 to 1439, … */
  readonly begins: Int32Array
  /** … and how many minutes they last, from 0 to 1440; they may go past midnight. */
  readonly lasts: Int32Array
}

export interface Mentees extends Side {
  /** Person after person, `topicCount` numbers each: how much is missing for the next level. */
  readonly needs: Uint8Array
  /** Rounds waited; without it nobody has. */
  readonly waited?: Int32Array
}

export interface Mentors extends Side {
  /** Person after person, `topicCount` numbers each: how well it could be taught. */
  readonly offers: Uint8Array
  readonly capacity: Int32Array
}

export interface Couples {
  readonly mentee: Int32Array
  readonly mentor: Int32Array
}

/** Points, whole and at least 0, that add up to the fit of a pair. */
export interface Weights {
  /** By need and offer, for each topic. */
  readonly topic: readonly (readonly number[])[]
  readonly sameRole: number
  /** For one level apart, two, …; more are 0 points. */
  readonly levelsApart: readonly number[]
  /** For each full hour in common, … */
  readonly commonHour: number
  /** … of at most this many. */
  readonly mostHours: number
  /** For two who were never together. */
  readonly novelty: number
  /** Minutes in common without which a pair may not be. */
  readonly leastMinutes: number
}
