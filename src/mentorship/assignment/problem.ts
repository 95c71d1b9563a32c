/** Mentees and mentors are numbers from 0; people with names are sorted by a stable key before they come here. */
export interface Problem {
  readonly menteeCount: number
  /** How many mentees each mentor may still take: whole, at least 0. */
  readonly capacities: readonly number[] | Int32Array
  /** Rounds that each mentee has waited: whole, at least 0. Without it nobody has. */
  readonly waited?: readonly number[] | Int32Array
  /** What the first, second, … mentee of one mentor costs, in points: whole, never falling; the last one repeats. */
  readonly slotCosts?: readonly number[]
  /** The pairs that may be, each once and in any order, with their fit in points. */
  readonly pairs: Pairs
}

export interface Pairs {
  readonly mentee: Int32Array
  readonly mentor: Int32Array
  readonly fit: Int32Array
}

export interface Solution {
  /** By mentee; −1: not served. */
  readonly mentorOf: Int32Array
  readonly served: number
  /** Points of the pairs, without slot costs. */
  readonly fit: number
  readonly certificate: Certificate
}

/**
 * Why nothing better exists. In one sum, mentee i with mentor j is worth `scale × (1 + place of i) + fit`, where a
 * mentee’s *place* counts the shorter waits that occur. No `worth[i] + price[j]` is less than that, and all of them
 * together cost exactly what the solution is worth. The cover meets every pair and weighs exactly as many as are
 * served. All numbers are whole.
 */
export interface Certificate {
  /** More than all fits and slot costs of a solution together, so that no points ever outweigh a person or a wait. */
  readonly scale: number
  /** By mentee: what the best pair leaves after the mentor’s price. */
  readonly worth: Float64Array
  /** By mentor: what one more place would be worth; 0 where places are left over and cost nothing. */
  readonly price: Float64Array
  readonly cover: Cover
  /** All places of the mentors together: a certificate speaks of one problem, not of one with a place more. */
  readonly places: number
}

/** 1 for who belongs to it. A mentor weighs as many as the capacity. */
export interface Cover {
  readonly mentees: Uint8Array
  readonly mentors: Uint8Array
}

const most = 2 ** 31 - 1

/** @throws RangeError that says where, what was found and what was expected. */
export function refuseMalformed(problem: Problem): void {
  const { menteeCount, capacities, waited, slotCosts = [], pairs } = problem
  whole('problem.menteeCount', menteeCount)
  eachWhole('problem.capacities', capacities)
  if (waited) sameLength('problem.waited', waited.length, menteeCount, 'one for each mentee')
  if (waited) eachWhole('problem.waited', waited)
  refuseFallingCosts('problem.slotCosts', slotCosts)
  refuseMalformedPairs(pairs, menteeCount, capacities.length)
}

export function refuseFallingCosts(name: string, costs: readonly number[]): void {
  eachWhole(name, costs)
  costs.forEach((cost, at) => {
    const before = costs[at - 1] ?? 0
    if (cost < before) refuse(`${name}[${at}]`, cost, `at least ${before}, the cost before it`)
  })
}

function refuseMalformedPairs({ mentee, mentor, fit }: Pairs, mentees: number, mentors: number): void {
  for (const [name, column] of Object.entries({ mentee, mentor, fit }))
    if (!(column instanceof Int32Array)) refuse(`problem.pairs.${name}`, typeof column, 'an Int32Array')
  sameLength('problem.pairs.mentor', mentor.length, mentee.length, 'as many as pairs.mentee')
  sameLength('problem.pairs.fit', fit.length, mentee.length, 'as many as pairs.mentee')
  for (let at = 0; at < mentee.length; at++) {
    below(`problem.pairs.mentee[${at}]`, mentee[at], mentees, 'menteeCount')
    below(`problem.pairs.mentor[${at}]`, mentor[at], mentors, 'the number of capacities')
    if ((fit[at] ?? 0) < 0) refuse(`problem.pairs.fit[${at}]`, fit[at], 'a whole number, at least 0')
  }
}

export function below(where: string, found: number | undefined, bound: number, named: string): void {
  if (found === undefined || found < 0 || found >= bound)
    refuse(where, found, `a number from 0 to below ${bound}, ${named}`)
}

export function eachWhole(name: string, values: ArrayLike<number>): void {
  for (let at = 0; at < values.length; at++) whole(`${name}[${at}]`, values[at])
}

export function whole(where: string, found: number | undefined): void {
  if (found === undefined || !Number.isInteger(found) || found < 0 || found > most)
    refuse(where, found, `a whole number from 0 to ${most}`)
}

export function sameLength(name: string, found: number, expected: number, why: string): void {
  if (found !== expected) refuse(`${name}.length`, found, `${expected}, ${why}`)
}

export function refuse(where: string, found: unknown, expected: string): never {
  throw new RangeError(`${where}: found ${found}, expected ${expected}.`)
}
