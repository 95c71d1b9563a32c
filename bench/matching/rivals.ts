import { createRequire } from 'node:module'
import type * as Highs from 'highs'
import { munkres } from 'munkres'
import type { Problem } from '../../src/mentorship/assignment/index.ts'

// The same problem in the words of two libraries. Both know one sum only, so people, waits and points go into it as
// they do with us; both are given the time that it takes to write the problem down for them outside of what is measured.

// As CommonJS: the package’s types describe that half only.
const { default: loadHighs }: (typeof Highs)['default'] = createRequire(import.meta.url)('highs')
const ready = loadHighs()

export interface Rival {
  /** The sum that it found, `sumFound` of its pairs. */
  solve(): number
}

/** What a pair is worth in one sum. */
function sumOf({ menteeCount, waited, slotCosts = [], pairs }: Problem) {
  const largest = pairs.fit.reduce((most, fit) => Math.max(most, fit), slotCosts.at(-1) ?? 0)
  const scale = 2 * menteeCount * largest + 1
  return (mentee: number, fit: number) => scale * (1 + (waited?.[mentee] ?? 0)) + fit
}

/** The sum that both rivals maximise, of pairs from anywhere. */
export function sumFound(problem: Problem, mentorOf: ArrayLike<number>): number {
  const worth = sumOf(problem)
  const loads = new Int32Array(problem.capacities.length)
  let value = 0
  for (const [mentee, mentor, fit] of eachPair(problem)) {
    if (mentorOf[mentee] !== mentor) continue
    const load = loads[mentor] ?? 0
    value += worth(mentee, fit) - costOf(problem, load)
    loads[mentor] = load + 1
  }
  return value
}

/** munkres wants a full matrix: a column for each place, and one for each mentee to stay without. */
export function withMunkres(problem: Problem): Rival {
  const places = placesOf(problem)
  const first = new Map<number, number>()
  places.forEach(({ mentor }, at) => {
    if (!first.has(mentor)) first.set(mentor, at)
  })
  const worth = sumOf(problem)
  const forbidden = 2 ** 50
  const matrix = Array.from({ length: problem.menteeCount }, (_, mentee) => {
    const row = new Array<number>(places.length + problem.menteeCount).fill(forbidden)
    row[places.length + mentee] = 0
    return row
  })
  for (const [mentee, mentor, fit] of eachPair(problem))
    for (let at = first.get(mentor) ?? places.length; places[at]?.mentor === mentor; at++) {
      const row = matrix[mentee]
      if (row) row[at] = (places[at]?.cost ?? 0) - worth(mentee, fit)
    }
  return {
    solve: () => munkres(matrix).reduce((sum, [mentee, column]) => sum - (matrix[mentee]?.[column] ?? 0), 0),
  }
}

/** HiGHS wants a linear programme: whole solutions are corners of it. */
export async function withHighs(problem: Problem): Promise<Rival> {
  const highs = await ready
  const worth = sumOf(problem)
  const places = placesOf(problem)
  const ofMentee = Array.from({ length: problem.menteeCount }, (): string[] => [])
  const ofMentor = Array.from(problem.capacities, (): string[] => [])
  const goal: string[] = []
  for (const [mentee, mentor, fit] of eachPair(problem)) {
    const name = `x${mentee}_${mentor}`
    goal.push(`+ ${worth(mentee, fit)} ${name}`)
    ofMentee[mentee]?.push(`+ ${name}`)
    ofMentor[mentor]?.push(`+ ${name}`)
  }
  places.forEach(({ mentor, cost }, at) => {
    if (cost > 0) goal.push(`- ${cost} y${at}`)
    ofMentor[mentor]?.push(`- y${at}`)
  })
  const rows = [
    ...ofMentee.filter((row) => row.length > 0).map((row) => `${row.join(' ')} <= 1`),
    ...ofMentor.filter((row) => row.some((term) => term.startsWith('+'))).map((row) => `${row.join(' ')} <= 0`),
  ]
  const bounds = places.map((_, at) => `0 <= y${at} <= 1`)
  const model = ['Maximize', goal.join('\n'), 'Subject To', ...rows, 'Bounds', ...bounds, 'End'].join('\n')
  return { solve: () => (goal.length === 0 ? 0 : Math.round(highs.solve(model).ObjectiveValue)) }
}

function placesOf(problem: Problem): readonly { readonly mentor: number; readonly cost: number }[] {
  return Array.from(problem.capacities).flatMap((capacity, mentor) =>
    Array.from({ length: capacity }, (_, at) => ({ mentor, cost: costOf(problem, at) })),
  )
}

function costOf({ slotCosts = [] }: Problem, at: number): number {
  return slotCosts[Math.min(at, slotCosts.length - 1)] ?? 0
}

function* eachPair({ pairs }: Problem): Generator<readonly [mentee: number, mentor: number, fit: number]> {
  for (let at = 0; at < pairs.fit.length; at++)
    yield [pairs.mentee[at] ?? -1, pairs.mentor[at] ?? -1, pairs.fit[at] ?? -1]
}
