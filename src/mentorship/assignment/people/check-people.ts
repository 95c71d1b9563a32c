import { type Verdict, verify } from '../check.ts'
import { int } from '../numbers.ts'
import type { Solution } from '../problem.ts'
import { fitsOf, isListed } from './fits.ts'
import { frameOf } from './pairs.ts'
import type { People } from './people.ts'

/** `check` for a programme whose pairs nobody wrote down: walks through all of them, one row of points at a time. */
export function checkPeople(people: People, solution: Solution): Verdict {
  const { mentees, mentors, base, topics, novelty, forbidden, met } = fitsOf(people)
  return verify(frameOf(people), solution, (visit) => {
    for (let i = 0; i < mentees.group.length; i++) {
      const points = base.row(int(mentees.group, i))
      const taught = topics.row(int(mentees.profile, i))
      for (let j = 0; j < mentors.group.length; j++) {
        const basic = int(points, int(mentors.group, j))
        if (basic < 0 || isListed(forbidden, i, j)) continue
        visit(i, j, basic + int(taught, int(mentors.profile, j)) - (isListed(met, i, j) ? novelty : 0))
      }
    }
  })
}
