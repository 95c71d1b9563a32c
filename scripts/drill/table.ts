import type { CallKind } from '../../sandbox/faults/kinds.ts'
import type { Count } from './count.ts'

/** What a drill was, and what it found. */
export interface Outcome {
  readonly count: Count
  readonly seconds: number
  /** What Slack’s limits alone take for so many letters. */
  readonly limits: number
  readonly kills: number
  /** Kills whose worker left a letter in `sending`. */
  readonly caught: number
  /** All the letters that were left so. */
  readonly left: number
  readonly restarts: number
  readonly struck: Readonly<Record<CallKind, number>>
  readonly tooFast: number
}

export function tableOf({ count, seconds, limits, kills, caught, left, restarts, struck, tooFast }: Outcome): string {
  const reasons = told(count.reasons)
  const rows: readonly (readonly [what: string, found: number, beside?: string])[] = [
    ['letters', count.letters],
    ['stand in Slack once', count.once],
    ['stand there twice or more', count.doubled, count.tooMany > 0 ? `${count.tooMany} messages too many` : ''],
    ['nowhere: a fault closed the account', count.refused, reasons],
    ['nowhere otherwise', count.lost],
    ['recorded otherwise than they stand', count.misrecorded],
    ['workers killed', kills, `${caught} of them left letters in sending, ${left} in all`],
    ['restarts of PostgreSQL', restarts],
    ['faults', Object.values(struck).reduce((sum, times) => sum + times, 0), told(struck)],
    ['calls over Slack’s own limits', tooFast],
    [
      'seconds',
      Math.round(seconds),
      `${(seconds / limits).toFixed(2)} × the ${Math.round(limits)} of the limits alone`,
    ],
  ]
  return rows
    .map(([what, found, beside]) =>
      `  ${what.padEnd(36)} ${found.toLocaleString('en').padStart(7)}   ${beside ?? ''}`.trimEnd(),
    )
    .join('\n')
}

export function told(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([word, times]) => `${word} ${times}`)
    .join(', ')
}
