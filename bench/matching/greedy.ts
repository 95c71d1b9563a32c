import type { People } from '../../src/mentorship/assignment/index.ts'
import { int } from '../../src/mentorship/assignment/numbers.ts'
import { fitsOf, isListed } from '../../src/mentorship/assignment/people/fits.ts'

/** First come, first served: each mentee in turn takes the best mentor who still has a place. */
export function greedily(people: People): { readonly served: number; readonly fit: number } {
  const { mentees, mentors, base, topics, novelty, forbidden, met } = fitsOf(people)
  const left = people.mentors.capacity.slice()
  let served = 0
  let total = 0
  for (let i = 0; i < mentees.group.length; i++) {
    const points = base.row(int(mentees.group, i))
    const taught = topics.row(int(mentees.profile, i))
    let [best, chosen] = [-1, -1]
    for (let j = 0; j < left.length; j++) {
      const basic = int(points, int(mentors.group, j))
      if (basic < 0 || int(left, j) === 0) continue
      const fit = basic + int(taught, int(mentors.profile, j))
      if (fit <= best || isListed(forbidden, i, j)) continue
      const known = fit - (isListed(met, i, j) ? novelty : 0)
      if (known > best) [best, chosen] = [known, j]
    }
    if (chosen < 0) continue
    left[chosen] = int(left, chosen) - 1
    served++
    total += best
  }
  return { served, fit: total }
}
