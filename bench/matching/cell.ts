import {
  assign,
  assignPeople,
  check,
  checkPeople,
  type PeopleSolution,
  problemOf,
} from '../../src/mentorship/assignment/index.ts'
import { company, type Regime } from './company.ts'
import { greedily } from './greedy.ts'
import { type Rival, sumFound, withHighs, withMunkres } from './rivals.ts'

// One line of the table, in a process of its own, so that its memory is its own: cell.ts <mentees> <regime>.

export interface Cell {
  readonly mentees: number
  readonly regime: Regime
  readonly ms: number
  readonly munkresMs: number | null
  readonly highsMs: number | null
  readonly served: number
  readonly fit: number
  readonly gap: PeopleSolution['gap']
  readonly rounds: number
  /** Peak of resident memory while solving, above what the process had with the people in it. */
  readonly megabytes: number
  readonly greedy: { readonly served: number; readonly fit: number }
  /** What an independent look at the certificate, over all pairs, said. */
  readonly checked: boolean
}

if (process.send) process.send(await measure(Number(process.argv[2]), process.argv[3] as Regime))

async function measure(mentees: number, regime: Regime): Promise<Cell> {
  const people = company(mentees, regime)
  return mentees <= 1_000 ? whole(people, mentees, regime) : priced(people, mentees, regime)
}

/** All pairs written down, beside the rivals that can do that; warm, the median of several. */
async function whole(people: ReturnType<typeof company>, mentees: number, regime: Regime): Promise<Cell> {
  const problem = problemOf(people)
  const before = process.memoryUsage().rss
  const solution = assign(problem)
  const megabytes = (process.resourceUsage().maxRSS * 1_024 - before) / 1e6
  const ms = median(15, () => void assign(problem))
  const best = sumFound(problem, solution.mentorOf)
  const timed = (rival: Rival, turns: number): number => {
    if (rival.solve() !== best) throw new Error(`${mentees} ${regime}: a rival found another best.`)
    return median(turns, () => void rival.solve())
  }
  return {
    mentees,
    regime,
    ms,
    munkresMs: timed(withMunkres(problem), 5),
    highsMs: mentees <= 200 ? timed(await withHighs(problem), 5) : null,
    served: solution.served,
    fit: solution.fit,
    gap: { people: 0, points: 0 },
    rounds: 0,
    megabytes,
    greedy: greedily(people),
    checked: check(problem, solution).ok,
  }
}

/** Pairs priced and never written down; from a cold start, once. */
function priced(people: ReturnType<typeof company>, mentees: number, regime: Regime): Cell {
  const before = process.memoryUsage().rss
  const start = performance.now()
  const solution = assignPeople(people)
  const ms = performance.now() - start
  const megabytes = (process.resourceUsage().maxRSS * 1_024 - before) / 1e6
  const { served, fit, gap, rounds } = solution
  const [greedy, checked] = [greedily(people), checkPeople(people, solution).ok]
  return { mentees, regime, ms, munkresMs: null, highsMs: null, served, fit, gap, rounds, megabytes, greedy, checked }
}

function median(turns: number, work: () => void): number {
  const times = Array.from({ length: turns }, () => {
    const start = performance.now()
    work()
    return performance.now() - start
  }).sort((one, other) => one - other)
  return times[Math.floor(turns / 2)] ?? Number.NaN
}
