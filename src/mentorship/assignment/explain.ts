import { groupedBy } from './cover.ts'
import { graphOf } from './graph.ts'
import { int, real } from './numbers.ts'
import { fitOf, fitsOf } from './people/fits.ts'
import { frameOf } from './people/pairs.ts'
import type { People } from './people/people.ts'
import type { Problem, Solution } from './problem.ts'

/**
 * A sum of the certificate read apart: `people × scale + points`, points never more than half of the scale. They may
 * be negative where people are not 0.
 */
export interface Amount {
  /** 1 for one more person served, or for one place more in the order of waits. */
  readonly people: number
  readonly points: number
}

export type WhyNot =
  | { readonly kind: 'may-not-be' }
  | { readonly kind: 'is-so' }
  /** All others together would lose at least so much if this pair had to be. Nothing: it would be as good. */
  | { readonly kind: 'costs'; readonly atLeast: Amount }

export interface Alternative {
  readonly mentor: number
  readonly fit: number
  /** How much less it leaves after the mentor’s price than what the mentee has now. */
  readonly regret: Amount
}

export type LeftOut =
  | { readonly kind: 'served' }
  | { readonly kind: 'nobody-may' }
  /**
   * These mentors are full, and these mentees, of whom one is too many, may be with nobody else. One more place with
   * any of the mentors is the smallest change by which this mentee could be served too; the dearest comes first.
   */
  | { readonly kind: 'full'; readonly mentors: readonly number[]; readonly mentees: readonly number[] }

/** Answers about one solution, all of them from its certificate. */
export interface Explanations {
  /** What one more place with this mentor would be worth: how contested the mentor is. */
  price(mentor: number): Amount
  /** The next best mentor for a mentee at today’s prices; null when no other may be. */
  alternative(mentee: number): Alternative | null
  whyNot(mentee: number, mentor: number): WhyNot
  leftOut(mentee: number): LeftOut
}

/** Problem and solution belong together: what `check` refuses has no explanation. */
export function explain(problem: Problem, solution: Solution): Explanations {
  const { rows } = graphOf(problem.pairs, problem.menteeCount, problem.capacities.length)
  return explainRows(problem, solution, (mentee, visit) => {
    for (let at = int(rows.start, mentee); at < int(rows.start, mentee + 1); at++)
      visit(int(rows.other, at), int(rows.fit, at))
  })
}

/** The same for people, whose pairs are looked up as they are needed. */
export function explainPeople(people: People, solution: Solution): Explanations {
  const fits = fitsOf(people)
  return explainRows(frameOf(people), solution, (mentee, visit) => {
    for (let mentor = 0; mentor < people.mentors.role.length; mentor++) {
      const fit = fitOf(fits, mentee, mentor)
      if (fit >= 0) visit(mentor, fit)
    }
  })
}

type EachPair = (mentee: number, visit: (mentor: number, fit: number) => void) => void

function explainRows(
  frame: Omit<Problem, 'pairs'>,
  { mentorOf, certificate }: Solution,
  eachPair: EachPair,
): Explanations {
  const { scale, worth, price } = certificate
  const places = placesOf(frame.waited ?? [])
  const menteesOf = groupedBy(mentorOf, price.length)
  const amount = (sum: number): Amount => amountOf(sum, scale)
  const slack = (mentee: number, mentor: number, fit: number): number =>
    real(worth, mentee) + real(price, mentor) - scale * (1 + (places.get(frame.waited?.[mentee] ?? 0) ?? 0)) - fit

  return {
    price: (mentor) => amount(real(price, mentor)),
    alternative(mentee) {
      let found: { mentor: number; fit: number; less: number } | null = null
      eachPair(mentee, (mentor, fit) => {
        const less = slack(mentee, mentor, fit)
        if (mentor !== mentorOf[mentee] && less < (found?.less ?? Number.POSITIVE_INFINITY))
          found = { mentor, fit, less }
      })
      return alternativeOf(found, amount)
    },
    whyNot(mentee, mentor) {
      if (mentorOf[mentee] === mentor) return { kind: 'is-so' }
      let why: WhyNot = { kind: 'may-not-be' }
      eachPair(mentee, (other, fit) => {
        if (other === mentor) why = { kind: 'costs', atLeast: amount(slack(mentee, mentor, fit)) }
      })
      return why
    },
    leftOut(mentee) {
      if (int(mentorOf, mentee) >= 0) return { kind: 'served' }
      const reached = reachedFrom(mentee, eachPair, menteesOf)
      if (reached.mentors.length === 0) return { kind: 'nobody-may' }
      const mentors = reached.mentors.toSorted((one, other) => real(price, other) - real(price, one) || one - other)
      return { kind: 'full', mentors, mentees: reached.mentees.toSorted((one, other) => one - other) }
    },
  }
}

function alternativeOf(
  found: { readonly mentor: number; readonly fit: number; readonly less: number } | null,
  amount: (sum: number) => Amount,
): Alternative | null {
  return found && { mentor: found.mentor, fit: found.fit, regret: amount(found.less) }
}

/** Points are never more than half of the scale, in either direction. */
export function amountOf(sum: number, scale: number): Amount {
  const people = Math.round(sum / scale)
  return { people, points: sum - people * scale }
}

/** Everyone whom moving up could free a place for this mentee, did one of their mentors have one. */
function reachedFrom(mentee: number, eachPair: EachPair, menteesOf: readonly (readonly number[])[]) {
  const mentees = new Set([mentee])
  const mentors = new Set<number>()
  // A set shows what joins it while it is walked through.
  for (const who of mentees)
    eachPair(who, (mentor) => {
      if (mentors.has(mentor)) return
      mentors.add(mentor)
      for (const seated of menteesOf[mentor] ?? []) mentees.add(seated)
    })
  return { mentees: [...mentees], mentors: [...mentors] }
}

function placesOf(waited: ArrayLike<number>): ReadonlyMap<number, number> {
  const distinct = [...new Set(Array.from(waited))].sort((one, other) => one - other)
  return new Map(distinct.map((wait, place) => [wait, place]))
}
