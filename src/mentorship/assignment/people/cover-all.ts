import { groupedBy } from '../cover.ts'
import { int } from '../numbers.ts'
import type { Cover } from '../problem.ts'
import { type Fits, isListed } from './fits.ts'

/**
 * The cover of `coverOf` over pairs that nobody wrote down. A mentor is crossed off the list of the group when reached,
 * so whoever comes later only meets those who are still on it.
 */
export function coverOfAll(fits: Fits, mentorOf: Int32Array): Cover {
  const mentorCount = fits.mentors.group.length
  const mentees = new Uint8Array(mentorOf.length).fill(1)
  const mentors = new Uint8Array(mentorCount)
  const menteesOf = groupedBy(mentorOf, mentorCount)
  const unreached = groupedBy(fits.mentors.group, fits.mentors.groupCount).map((group) => [...group])
  const waiting: number[] = []
  const visit = (mentee: number): void => {
    if (mentees[mentee] === 0) return
    mentees[mentee] = 0
    waiting.push(mentee)
  }
  mentorOf.forEach((mentor, mentee) => {
    if (mentor < 0) visit(mentee)
  })
  for (let mentee = waiting.pop(); mentee !== undefined; mentee = waiting.pop()) {
    const row = fits.base.row(int(fits.mentees.group, mentee))
    for (const [group, left] of unreached.entries()) {
      if (left.length === 0 || int(row, group) < 0) continue
      const kept: number[] = []
      for (const mentor of left) {
        if (isListed(fits.forbidden, mentee, mentor)) {
          kept.push(mentor)
          continue
        }
        mentors[mentor] = 1
        menteesOf[mentor]?.forEach(visit)
      }
      unreached[group] = kept
    }
  }
  return { mentees, mentors }
}
