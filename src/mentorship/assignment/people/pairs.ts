import { int } from '../numbers.ts'
import type { Pairs, Problem } from '../problem.ts'
import { type Fits, fitOf, fitsOf } from './fits.ts'
import { countsOf } from './kinds.ts'
import type { People } from './people.ts'

/** The same programme with all its feasible pairs written down: for up to some thousands of people. */
export function problemOf(people: People, fits: Fits = fitsOf(people)): Problem {
  return { ...frameOf(people), pairs: pairsAmong(fits) }
}

/** What `check` needs to know of people beside their pairs. */
export function frameOf({ mentees, mentors, slotCosts }: People): Omit<Problem, 'pairs'> {
  return {
    menteeCount: mentees.role.length,
    capacities: mentors.capacity,
    ...(mentees.waited && { waited: mentees.waited }),
    ...(slotCosts && { slotCosts }),
  }
}

function pairsAmong(fits: Fits): Pairs {
  const count = countPairs(fits)
  const [mentee, mentor, fit] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)]
  let at = 0
  for (let i = 0; i < fits.mentees.group.length; i++)
    for (let j = 0; j < fits.mentors.group.length; j++) {
      const points = fitOf(fits, i, j)
      if (points < 0) continue
      mentee[at] = i
      mentor[at] = j
      fit[at++] = points
    }
  return { mentee: mentee.subarray(0, at), mentor: mentor.subarray(0, at), fit: fit.subarray(0, at) }
}

/** As many as groups allow, forbidden couples among them. */
export function countPairs({ mentees, mentors, base }: Fits): number {
  const [menteesOf, mentorsOf] = [
    countsOf(mentees.group, mentees.groupCount),
    countsOf(mentors.group, mentors.groupCount),
  ]
  let count = 0
  for (let group = 0; group < mentees.groupCount; group++) {
    const row = base.row(group)
    for (let other = 0; other < mentors.groupCount; other++)
      if (int(row, other) >= 0) count += int(menteesOf, group) * int(mentorsOf, other)
  }
  return count
}
