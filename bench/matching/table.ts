import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Cell } from './cell.ts'
import { type Regime, regimes, seed } from './company.ts'

interface Target {
  readonly text: string
  readonly met: (cell: Cell) => boolean
}

/** Milliseconds, and megabytes above the process with the people in it; ratios where there is a rival. */
const targets: Readonly<Record<number, (regime: Regime) => Target>> = {
  1000: () => ({
    text: '< 150 ms, ≤ 0.5 × munkres, < 80 MB',
    met: ({ ms, munkresMs, megabytes }) => ms < 150 && ms <= 0.5 * (munkresMs ?? 0) && megabytes < 80,
  }),
  10000: (regime) => within(regime === 'scarce' ? 5 : 3, 150),
  100000: (regime) => within(regime === 'scarce' ? 180 : 90, 300),
}

function within(seconds: number, most: number): Target {
  return {
    text: `< ${seconds} s, < ${most} MB`,
    met: ({ ms, megabytes }) => ms < seconds * 1_000 && megabytes < most,
  }
}

/** The matching’s table as Markdown, line by line as it comes. */
export async function* matchingTable(large: boolean, signal: AbortSignal): AsyncGenerator<string> {
  yield '| mentees, places | ms | × munkres | × HiGHS | served | gap | rounds | MB | first come, first served | target |'
  yield '|---|---:|---:|---:|---:|---:|---:|---:|---|---|'
  const cells: Cell[] = []
  for (const mentees of [50, 200, 1_000, 10_000, ...(large ? [100_000] : [])])
    for (const regime of regimes) {
      const cell = await measured(mentees, regime, signal)
      cells.push(cell)
      yield rowOf(cell)
    }
  yield ''
  yield `The company of bench/matching/company.ts, seed ${seed}. Up to 1,000 all pairs, warm, the median of 15; above it from a cold start, once, without writing all pairs down. × is our time by theirs in the same run. MB is the peak above the process with the people in it. Every certificate was checked over all pairs.`
  yield* growthOf(cells)
}

async function measured(mentees: number, regime: Regime, signal: AbortSignal): Promise<Cell> {
  const child = fork(fileURLToPath(new URL('./cell.ts', import.meta.url)), [String(mentees), regime], { signal })
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The bench of ${mentees} ${regime} ended with ${code}, expected its figures.`)
  })
  const [cell]: Cell[] = await Promise.race([once(child, 'message'), ended])
  if (!cell?.checked) throw new Error(`${mentees} ${regime}: the certificate does not hold.`)
  return cell
}

function rowOf(cell: Cell): string {
  const { mentees, regime, ms, munkresMs, highsMs, served, fit, gap, rounds, megabytes, greedy } = cell
  const target = targets[mentees]?.(regime)
  const lost = `${(greedy.served - served).toLocaleString('en')} people, ${(((greedy.fit - fit) / fit) * 100).toFixed(1)} % points`
  return `| ${[
    `${mentees.toLocaleString('en')} ${regime}`,
    ms < 100 ? ms.toFixed(1) : Math.round(ms).toLocaleString('en'),
    ratio(ms, munkresMs),
    ratio(ms, highsMs),
    served.toLocaleString('en'),
    gap.people + gap.points,
    rounds || 'all pairs',
    Math.round(megabytes),
    lost,
    target ? `${target.text}: ${target.met(cell) ? 'met' : 'not met'}` : '',
  ].join(' | ')} |`
}

function ratio(ours: number, theirs: number | null): string {
  return theirs === null ? '' : (ours / theirs).toFixed(3)
}

/** The exponent e in time ~ mentees^e, from ten to a hundred thousand. */
function* growthOf(cells: readonly Cell[]): Generator<string> {
  for (const regime of regimes) {
    const at = (mentees: number) => cells.find((cell) => cell.mentees === mentees && cell.regime === regime)
    const [small, large] = [at(10_000), at(100_000)]
    if (small && large)
      yield `Growth exponent, ${regime}: ${Math.log10(large.ms / small.ms).toFixed(2)} (target ≤ 1.45).`
  }
}
