import { availableParallelism, cpus, release, totalmem } from 'node:os'
import type { Transport } from './bot.ts'
import type { Figures } from './load.ts'
import type { Load, Round, Rounds } from './rounds.ts'

interface Line {
  readonly name: string
  readonly unit: 'ms' | '/s'
  readonly of: (round: Round) => number
  readonly aim?: { readonly text: string; readonly met: (ratio: number) => boolean }
}

const lines = ({ pace, crowd }: Load, transport: Transport): readonly Line[] => [
  {
    name: `\`/nats-level\`, ack p99 at ${pace} a second`,
    unit: 'ms',
    of: ({ paced }) => paced.p99,
    aim: { text: '≤ 1.2', met: (ratio) => ratio <= 1.2 },
  },
  { name: `\`/nats-level\` answered, ${crowd} people at once`, unit: '/s', of: ({ commands }) => commands.perSecond },
  { name: 'its ack p99 under that load', unit: 'ms', of: ({ commands }) => commands.p99 },
  {
    name: `saving submits, ${crowd} people at once`,
    unit: '/s',
    of: ({ submits }) => submits.perSecond,
    aim: { text: '≥ 0.8', met: (ratio) => ratio >= 0.8 },
  },
  { name: 'its ack p99 under that load', unit: 'ms', of: ({ submits }) => submits.p99 },
  { name: 'the save’s statement alone, one after another', unit: 'ms', of: ({ statement }) => statement },
  ...(transport === 'socket'
    ? [{ name: 'without a socket at a renewal', unit: 'ms' as const, of: ({ gap }: Round) => gap ?? Number.NaN }]
    : []),
]

const names: Readonly<Record<Transport, string>> = { http: 'signed HTTP', socket: 'Socket Mode' }

/** The whole result as Markdown: ratios first, the figures they come from behind them. */
export function tableOf(rounds: Rounds, load: Load, transport: Transport): string {
  return [
    `| over ${names[transport]} | ratio (rounds) | aim | NATS Level | bare Bolt |`,
    '|---|---:|---|---:|---:|',
    ...lines(load, transport).map((line) => row(line, rounds)),
    '',
    `Medians of ${load.rounds} rounds in turn with bare Bolt, ${load.pacedMs / 1_000} s at an even pace and ${load.partMs / 1_000} s for each crowd; in brackets the lowest and the highest ratio of a round. ${machine()}.`,
    counted(rounds),
  ].join('\n')
}

/** Node, processor and memory, as they bear on the figures. */
function machine(): string {
  const gigabytes = Math.round(totalmem() / 2 ** 30)
  const model = cpus()[0]?.model.trim() ?? 'unknown processor'
  return `Node ${process.versions.node}, ${process.platform} ${release()}, ${availableParallelism()} cores (${model}), ${gigabytes} GB, shared by bots, PostgreSQL, load and Slack`
}

function row({ name, unit, of, aim }: Line, { ours, bare }: Rounds): string {
  const [here, there] = [median(ours.map(of)), median(bare.map(of))]
  const ratio = here / there
  const each = ours.flatMap((round, turn) => (bare[turn] ? [of(round) / of(bare[turn])] : []))
  const spread = `${Math.min(...each).toFixed(2)}–${Math.max(...each).toFixed(2)}`
  const verdict = aim ? `${aim.text}, ${aim.met(ratio) ? 'met' : 'not met'}` : ''
  return `| ${name} | ${ratio.toFixed(2)} (${spread}) | ${verdict} | ${said(here, unit)} | ${said(there, unit)} |`
}

function said(value: number, unit: Line['unit']): string {
  return unit === 'ms' ? `${value.toFixed(value < 1 ? 2 : 1)} ms` : `${Math.round(value).toLocaleString('en')}/s`
}

function counted({ ours, bare }: Rounds): string {
  const all = [...ours, ...bare]
  const sum = (of: (round: Round) => Figures) => all.reduce((total, round) => total + of(round).done, 0)
  const commands = sum(({ paced }) => paced) + sum((round) => round.commands)
  const submits = sum((round) => round.submits)
  return `${commands.toLocaleString('en')} commands, each acked with 200 and its window drawn; ${submits.toLocaleString('en')} submits, each acked with 200 and one row written.`
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN
  return (lower + upper) / 2
}
