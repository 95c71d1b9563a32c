import { plainDate } from '../calendar.ts'
import type { Profile } from '../catalog/profile.ts'
import { type Answer, answerWords, levelOf, type Rating, ratingWords, roleOf } from '../catalog/rules.ts'

/** “Middle (2 of 5)”: a level that stands alone says where it stands. */
export function levelWithPlace(profile: Profile, rank: number): string {
  return `${levelOf(profile, rank).text} (${rank} of ${profile.levels.length})`
}

/** “Middle · Go”. */
export function levelAndRole(profile: Profile, rank: number, role: string): string {
  return `${levelOf(profile, rank).text} · ${roleOf(profile, role).short}`
}

/** “2 · with help”: figure and anchor together. */
export function ratingLabel(rating: Rating): string {
  return `${rating} · ${lowered(ratingWords[rating])}`
}

/** “with help”, or “not asked yet”. */
export function answerLabel(answer: Answer | undefined): string {
  return answer === undefined ? 'not asked yet' : lowered(answerWords[answer])
}

/** “expectations of 17 March 2026”. */
export function wordingDate(profile: Profile): string {
  return `expectations of ${plainDate(profile.updated)}`
}

/** Who sees what is recorded here. Until people can be enrolled and have managers: only they themselves. */
export const seenBy = 'Only you see it.'

/** “2 of its three items”: small numbers in words. */
export function inWords(count: number): string {
  return ['none', 'one', 'two', 'three', 'four'][count] ?? String(count)
}

/** “first”, “second” … for how often something was confirmed. */
export function ordinal(count: number): string {
  const word = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'][
    count - 1
  ]
  if (word) return word
  const suffix = count % 100 >= 11 && count % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][count % 10] ?? 'th')
  return `${count}${suffix}`
}

/** For the middle of a sentence; a name such as “NATS” stays as its owners write it. */
export function lowered(words: string): string {
  return /^\p{Lu}\p{Ll}/u.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words
}
