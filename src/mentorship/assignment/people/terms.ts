import { int } from '../numbers.ts'
import { basicTerms, commonMinutes, topicPoints } from './fits.ts'
import type { Couples, People } from './people.ts'

/** One addend of a fit, with what it came from. */
export type Term =
  | {
      readonly kind: 'topic'
      readonly topic: number
      readonly need: number
      readonly offer: number
      readonly points: number
    }
  | { readonly kind: 'role'; readonly points: number }
  | { readonly kind: 'levels'; readonly apart: number; readonly points: number }
  | { readonly kind: 'hours'; readonly minutes: number; readonly points: number }
  | { readonly kind: 'novelty'; readonly points: number }

/** Why two may be together, as the very addends of their fit, or which limit forbids it. */
export type Reasons =
  | { readonly kind: 'may-be'; readonly fit: number; readonly terms: readonly Term[] }
  | { readonly kind: 'level'; readonly apart: number }
  | { readonly kind: 'hours'; readonly minutes: number; readonly least: number }
  /** One of the couples that may not be, whatever the reason is. */
  | { readonly kind: 'forbidden' }

/** Terms that bring nothing are not among them. */
export function reasonsOf(people: People, mentee: number, mentor: number): Reasons {
  const { mentees, mentors, topicCount, weights } = people
  const apart = int(mentors.level, mentor) - int(mentees.level, mentee)
  const minutes = commonMinutes(mentees, mentee, mentors, mentor)
  const basic = basicTerms(people, mentee, mentor)
  if (apart <= 0) return { kind: 'level', apart }
  if (!basic) return { kind: 'hours', minutes, least: weights.leastMinutes }
  if (isAmong(people.forbidden, mentee, mentor)) return { kind: 'forbidden' }
  const topics = Array.from({ length: topicCount }, (_, topic): Term => {
    const need = mentees.needs[mentee * topicCount + topic] ?? 0
    const offer = mentors.offers[mentor * topicCount + topic] ?? 0
    return { kind: 'topic', topic, need, offer, points: topicPoints(weights, need, offer) }
  })
  const terms: readonly Term[] = [
    ...topics,
    { kind: 'role', points: basic.role },
    { kind: 'levels', apart, points: basic.levels },
    { kind: 'hours', minutes, points: basic.hours },
    { kind: 'novelty', points: isAmong(people.met, mentee, mentor) ? 0 : weights.novelty },
  ]
  const counted = terms.filter(({ points }) => points > 0)
  return { kind: 'may-be', fit: counted.reduce((sum, { points }) => sum + points, 0), terms: counted }
}

function isAmong({ mentee, mentor }: Couples, who: number, whom: number): boolean {
  return mentee.some((one, at) => one === who && mentor[at] === whom)
}
