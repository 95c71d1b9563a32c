import { faultsIn } from './count.ts'
import { type Drill, usualPeople } from './options.ts'
import type { Outcome } from './table.ts'

/** What a full drill must have seen to say anything; a smaller one as much less as it has fewer letters. */
const leastKills = 30
const leastStrikes = 50
/** What the limits alone take, times this. */
const slowest = 1.25

export interface Verdict {
  readonly isWell: boolean
  readonly lines: readonly string[]
}

/** Whether the drill shows what it shall show. Without look-ups that is doubles: a drill that sees none proves nothing. */
export function verdictOn({ without }: Drill, outcome: Outcome): Verdict {
  const { doubled } = outcome.count
  if (without === 'lookup')
    return doubled > 0
      ? { isWell: true, lines: [`Without look-ups ${doubled} letters arrived twice or more: looking prevents them.`] }
      : { isWell: false, lines: ['✗ Without look-ups no letter arrived twice: this drill would not see a double.'] }
  const problems = [...faultsIn(outcome.count), ...(without === 'faults' ? tooSlow(outcome) : tooQuiet(outcome))]
  return problems.length > 0
    ? { isWell: false, lines: problems.map((problem) => `✗ ${problem}`) }
    : { isWell: true, lines: ['Every letter arrived exactly once, or ended with its reason.'] }
}

function tooSlow({ seconds, limits }: Outcome): readonly string[] {
  const most = slowest * limits
  return seconds > most ? [`${Math.round(seconds)} s, expected ${Math.round(most)} at most.`] : []
}

function tooQuiet({ count, caught, struck, restarts }: Outcome): readonly string[] {
  const share = Math.min(1, count.letters / usualPeople)
  const few = (found: number, of: number, what: string) => {
    const least = Math.floor(of * share)
    return found < least ? [`${found} ${what}, expected ${least} at least.`] : []
  }
  return [
    ...few(caught, leastKills, 'kills left a letter in sending'),
    ...Object.entries(struck).flatMap(([kind, times]) => few(times, leastStrikes, `faults “${kind}” struck`)),
    ...(restarts === 1 ? [] : ['PostgreSQL was not restarted, expected once.']),
  ]
}
