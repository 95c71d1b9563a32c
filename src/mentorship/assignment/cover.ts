import type { Graph } from './graph.ts'
import { int } from './numbers.ts'
import type { Cover } from './problem.ts'

/**
 * Kőnig’s theorem with capacities: begin with everyone left out and follow feasible pairs to mentors and from there
 * places to mentees. The mentors who were reached (full, or somebody more could be served) and the mentees who were
 * not meet every pair, and weigh as many as are served.
 */
export function coverOf({ rows }: Graph, mentorOf: Int32Array, mentorCount: number): Cover {
  const mentees = new Uint8Array(mentorOf.length).fill(1)
  const mentors = new Uint8Array(mentorCount)
  const menteesOf = groupedBy(mentorOf, mentorCount)
  const waiting: number[] = []
  const visit = (mentee: number): void => {
    if (mentees[mentee] === 0) return
    mentees[mentee] = 0
    waiting.push(mentee)
  }
  mentorOf.forEach((mentor, mentee) => {
    if (mentor < 0) visit(mentee)
  })
  for (let mentee = waiting.pop(); mentee !== undefined; mentee = waiting.pop())
    for (let at = int(rows.start, mentee); at < int(rows.start, mentee + 1); at++) {
      const mentor = int(rows.other, at)
      if (mentors[mentor] === 1) continue
      mentors[mentor] = 1
      menteesOf[mentor]?.forEach(visit)
    }
  return { mentees, mentors }
}

/** By mentor, who sits there. */
export function groupedBy(mentorOf: Int32Array, mentorCount: number): readonly (readonly number[])[] {
  const groups: number[][] = Array.from({ length: mentorCount }, () => [])
  mentorOf.forEach((mentor, mentee) => {
    if (mentor >= 0) groups[mentor]?.push(mentee)
  })
  return groups
}
