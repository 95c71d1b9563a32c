import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import type { Transport } from './bot.ts'
import { directoryTable } from './directory/table.ts'
import { lettersTable } from './letters/table.ts'
import { matchingTable } from './matching/table.ts'
import { pageTable } from './page/table.ts'
import { roundsTable } from './rounds/table.ts'
import { type Load, playRounds } from './rounds.ts'
import { startStage, stopAll } from './stage.ts'
import { tableOf } from './table.ts'

// npm run bench [-- --quick] [-- --over http|socket] [-- --cpu-prof <folder>]: this bot beside the least that Bolt can
// do, the matching beside two libraries, the letters beside graphile-worker, and the sandbox's page beside one with a
// single sentence, the nightly walk through a directory beside Slack's limits, and the planning of a check-in beside two
// plain inserts.
// --only bot|matching|letters|page|directory|rounds: one of them; --large: matching of 100,000 as well.

// A hundred a second is a company of six thousand who all type within the same minute.
const full: Load = { rounds: 5, pacedMs: 12_000, partMs: 3_000, pace: 100, crowd: 16 }
const quick: Load = { rounds: 3, pacedMs: 2_000, partMs: 1_000, pace: 100, crowd: 16 }

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    over: { type: 'string' },
    only: { type: 'string' },
    large: { type: 'boolean', default: false },
    'cpu-prof': { type: 'string' },
  },
})
const broken = new AbortController()
const stops: (() => unknown)[] = []
// Ctrl-C under npm arrives twice: a second signal changes nothing.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => broken.abort(new Error('Stopped.')))

warnWhenBusy()
try {
  const load = values.quick ? quick : full
  const parts = partsFrom(values.only)
  if (parts.includes('matching')) for await (const line of matchingTable(values.large, broken.signal)) console.log(line)
  if (parts.includes('letters')) {
    for await (const line of lettersTable(values.quick ?? false, stops, broken.signal)) console.log(line)
    await stopAll(stops.splice(0))
  }
  if (parts.includes('directory')) {
    for await (const line of directoryTable(values.quick ?? false, stops, broken.signal)) console.log(line)
    await stopAll(stops.splice(0))
  }
  if (parts.includes('rounds')) {
    for await (const line of roundsTable(values.quick ?? false, stops, broken.signal)) console.log(line)
    await stopAll(stops.splice(0))
  }
  if (parts.includes('page')) {
    for await (const line of pageTable(values.quick ? 5 : 15, stops, broken.signal)) console.log(line)
    await stopAll(stops.splice(0))
  }
  for (const transport of parts.includes('bot') ? transportsFrom(values.over) : []) {
    const stage = await startStage({ transport, profiles: values['cpu-prof'], broken }, stops)
    console.log(tableOf(await playRounds(stage, load, broken.signal), load, transport))
    await stopAll(stops.splice(0))
  }
} catch (error) {
  // What fell over first is the reason; that its requests then failed is only a consequence.
  const reason: unknown = broken.signal.aborted ? broken.signal.reason : error
  console.error(reason instanceof Error ? reason.message : reason)
  process.exitCode = 1
} finally {
  await stopAll(stops)
}

/** @throws with one sentence for a word that is none of them. */
function transportsFrom(given: string | undefined): readonly Transport[] {
  if (given === undefined) return ['http', 'socket']
  if (given === 'http' || given === 'socket') return [given]
  throw new Error(`--over: found “${given}”, expected http or socket.`)
}

/** @throws with one sentence for a word that is none of them. */
function partsFrom(given: string | undefined): readonly string[] {
  const parts = ['matching', 'letters', 'directory', 'rounds', 'page', 'bot']
  if (given === undefined) return parts
  if (parts.includes(given)) return [given]
  throw new Error(`--only: found “${given}”, expected ${parts.slice(0, -1).join(', ')} or ${parts.at(-1)}.`)
}

function warnWhenBusy(): void {
  const [lastMinute = 0] = loadavg()
  if (lastMinute > 0.7)
    console.error(`This machine was busy in the last minute (load ${lastMinute.toFixed(1)}); repeat it on an idle one.`)
}
