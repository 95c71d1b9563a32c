import { plainDate } from '../calendar.ts'
import type { Profile } from '../catalog/profile.ts'
import { type Answer, answerWords, levelOf, type Rating, ratingWords, roleOf } from '../catalog/rules.ts'
import type { SeenBy } from '../directory/rules.ts'
import { mention } from '../slack/kit.ts'

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

/** “Seen by you, your manager @ana and the programme’s admins.” */
export function seenBy(by: SeenBy): string {
  const others = whoElse(by)
  return others.length === 0 ? 'Only you see it.' : `Seen by ${listed(['you', ...others])}.`
}

/** The same, as the answer to “Who sees your level”. */
export function whoSeesYours(by: SeenBy): string {
  const others = whoElse(by)
  return others.length === 0 ? 'only you.' : `${listed(['you', ...others])}.`
}

/** Whether anybody but its owner sees it. */
export function isSeenByOthers(by: SeenBy): boolean {
  return whoElse(by).length > 0
}

/** Beside their own note: “only you”, or with whom it is shared. */
export function whoReadsNotes({ enrolled, manager, notesToManager, notesToMentor }: SeenBy): string {
  const others = [
    ...(notesToManager && enrolled && manager ? ['your manager'] : []),
    ...(notesToMentor ? ['your mentor'] : []),
  ]
  return others.length === 0 ? 'only you' : listed(['you', ...others])
}

function whoElse({ enrolled, manager, openedTo }: SeenBy): readonly string[] {
  return [
    ...(enrolled && manager ? [`your manager ${mention(manager.slackId)}`] : []),
    ...(enrolled ? ['the programme’s admins'] : []),
    ...(openedTo > 0 ? [`${openedTo === 1 ? '1 person' : `${openedTo} people`} you opened it to`] : []),
  ]
}

/** “one, two and three”. */
function listed(words: readonly string[]): string {
  return [words.slice(0, -1).join(', '), ...words.slice(-1)].filter(Boolean).join(' and ')
}

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
