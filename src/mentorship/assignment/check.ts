import type { Problem, Solution } from './problem.ts'

export type Verdict = { readonly ok: true } | { readonly ok: false; readonly because: string }
type Visit = (mentee: number, mentor: number, fit: number) => void

/**
 * Whether a solution is the best there is, by its certificate alone; knows nothing of how it was found. Takes for
 * granted that the problem is well formed.
 */
export function check(problem: Problem, solution: Solution): Verdict {
  const { mentee, mentor, fit } = problem.pairs
  return verify(problem, solution, (visit) => {
    for (let at = 0; at < fit.length; at++) visit(mentee[at] ?? -1, mentor[at] ?? -1, fit[at] ?? -1)
  })
}

/** The same for pairs from anywhere, each of them shown once. */
export function verify(
  { menteeCount, capacities, waited = [], slotCosts = [] }: Omit<Problem, 'pairs'>,
  { mentorOf, served, fit, certificate: { scale, worth, price, cover, places: all } }: Solution,
  eachPair: (visit: Visit) => void,
): Verdict {
  const mentorCount = capacities.length
  if ([mentorOf, worth, cover.mentees].some(({ length }) => length !== menteeCount)) return no('a mentee is missing')
  if ([price, cover.mentors].some(({ length }) => length !== mentorCount)) return no('a mentor is missing')
  if ([worth, price].some((duals) => duals.some((dual) => !Number.isSafeInteger(dual) || dual < 0)))
    return no('a worth or price is not a whole number from 0')

  const places = new Map([...new Set(waited)].sort((a, b) => a - b).map((wait, place) => [wait, place]))
  if (!Number.isSafeInteger(scale * (places.size + 1))) return no('the scale is not a whole number')
  const stake = Float64Array.from(worth, (_, i) => scale * (1 + (places.get(waited[i] ?? 0) ?? 0)))
  const met = { mentees: new Uint8Array(menteeCount), loads: new Int32Array(mentorCount), fit: 0, value: 0n }
  const exact = new Uint8Array(mentorCount)
  let largest = 0
  let broken = ''
  eachPair((i, j, points) => {
    const value = (stake[i] ?? Number.NaN) + points
    const over = (worth[i] ?? Number.NaN) + (price[j] ?? Number.NaN) - value
    if (!(over >= 0)) broken = `mentee ${i} and mentor ${j} would gain ${-over} by each other`
    else if (over === 0) exact[j] = 1
    if (cover.mentees[i] !== 1 && cover.mentors[j] !== 1) broken = `the cover misses mentee ${i} with mentor ${j}`
    if (points > largest) largest = points
    if (mentorOf[i] !== j) return
    met.mentees[i] = 1
    met.loads[j] = (met.loads[j] ?? 0) + 1
    met.fit += points
    met.value += BigInt(value)
  })
  if (broken) return no(broken)

  // Duals of the places: a mentor’s place is worth what its price is above its cost.
  const steps = slotCosts.length > 0 ? slotCosts : [0]
  const over = (places: number, each: (cost: number) => number): bigint =>
    steps.reduce((sum, cost, at) => {
      const times = at + 1 < steps.length ? Number(places > at) : Math.max(0, places - at)
      return sum + BigInt(times) * BigInt(each(cost))
    }, 0n)
  let [paid, dual, weight, people, found] = [met.value, 0n, 0, 0, 0]
  for (let i = 0; i < menteeCount; i++) {
    const mentor = mentorOf[i] ?? -1
    if (mentor < -1 || mentor >= 0 !== (met.mentees[i] === 1)) return no(`mentee ${i} has a mentor who may not be`)
    people += met.mentees[i] ?? 0
    dual += BigInt(worth[i] ?? 0)
    weight += cover.mentees[i] === 1 ? 1 : 0
  }
  for (let j = 0; j < mentorCount; j++) {
    const [asked, load, capacity] = [price[j] ?? 0, met.loads[j] ?? 0, capacities[j] ?? 0]
    found += capacity
    if (load > capacity) return no(`mentor ${j} has ${load} mentees and ${capacity} places`)
    if (asked > 0 && exact[j] === 0) return no(`nobody would pay the price of mentor ${j}`)
    paid -= over(load, (cost) => cost)
    dual += over(capacity, (cost) => Math.max(0, asked - cost))
    weight += cover.mentors[j] === 1 ? capacity : 0
  }
  if (!(scale > menteeCount * (largest + (steps.at(-1) ?? 0)))) return no('the scale lets points outweigh people')
  if (found !== all) return no(`it speaks of ${all} places, and there are ${found}`)
  if (people !== served || met.fit !== fit) return no(`it serves ${people} with ${met.fit} points, not as it says`)
  if (paid !== dual) return no(`it is worth ${paid}, and its prices allow ${dual}`)
  return weight === served ? { ok: true } : no(`the cover weighs ${weight}, and ${served} are served`)
}

function no(because: string): Verdict {
  return { ok: false, because }
}
