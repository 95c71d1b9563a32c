import { findChromium, noChromium } from '../../test/support/chromium.ts'
import { type PageStage, sentence, startPageStage } from './stage.ts'
import { kinds, type Visit, visit } from './visit.ts'

/** Over the wire, for everything until the first conversation stands. */
const mostBytes = 200_000

/** The page’s table as Markdown: what a first visit weighs, and how long it takes beside a page with one sentence. */
export async function* pageTable(loads: number, stops: (() => unknown)[], signal: AbortSignal): AsyncGenerator<string> {
  const executable = findChromium()
  if (!executable) {
    yield `The page was not measured: ${noChromium}.`
    return
  }
  const stage = await startPageStage(executable, stops)
  yield* lines(await visits(stage, loads, signal), stage.browser.version())
}

interface Visits {
  readonly ours: readonly Visit[]
  readonly bare: readonly Visit[]
}

/** In turn, after one of each that is not counted: the first reads files that the others find in memory. */
async function visits({ browser, sandbox, bare }: PageStage, loads: number, signal: AbortSignal): Promise<Visits> {
  const found: { ours: Visit; bare: Visit }[] = []
  for (let load = 0; load <= loads; load++) {
    signal.throwIfAborted()
    found.push({ ours: await visit(browser, `${sandbox}/`, sentence), bare: await visit(browser, bare, sentence) })
  }
  const counted = found.slice(1)
  return { ours: counted.map(({ ours }) => ours), bare: counted.map((each) => each.bare) }
}

function* lines({ ours, bare }: Visits, version: string): Generator<string> {
  const [first] = ours
  if (!first) throw new Error('There was no visit, expected at least one.')
  const total = kinds.reduce((sum, kind) => sum + first.bytes[kind], 0)
  yield '| the sandbox’s page, first visit | found | aim | a page with one sentence |'
  yield '|---|---:|---|---:|'
  yield `| over the wire, gzip | ${kilo(total)} | < ${mostBytes / 1_000} kB: ${share(total)} % of it, ${total < mostBytes ? 'met' : 'not met'} | ${kilo(medianOf(bare, wholeOf))} |`
  for (const kind of kinds) if (first.bytes[kind] > 0) yield `| of it ${kind} | ${kilo(first.bytes[kind])} |  |  |`
  yield row('until the first conversation stands', ours, bare, ({ milliseconds }) => milliseconds, milli)
  yield row('JavaScript heap then', ours, bare, ({ heap }) => heap, mega)
  yield ''
  yield `Medians of ${ours.length} visits in turn, each with an empty cache; in brackets the fastest and slowest, × is ours by the bare page’s. Thirty messages with buttons in the first conversation. Bytes with headers, as Chromium ${version} counts them; “live” is the text that came over the page’s socket.`
}

function row(
  name: string,
  ours: readonly Visit[],
  bare: readonly Visit[],
  of: (visit: Visit) => number,
  said: (value: number) => string,
): string {
  const [here, there] = [medianOf(ours, of), medianOf(bare, of)]
  const [least, most] = [Math.min(...ours.map(of)), Math.max(...ours.map(of))]
  return `| ${name} | ${said(here)} (${said(least)}–${said(most)}) | × ${(here / there).toFixed(1)} | ${said(there)} |`
}

function wholeOf({ bytes }: Visit): number {
  return kinds.reduce((sum, kind) => sum + bytes[kind], 0)
}

function medianOf(visits: readonly Visit[], of: (visit: Visit) => number): number {
  const sorted = visits.map(of).toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

function share(bytes: number): number {
  return Math.round((bytes / mostBytes) * 100)
}

function kilo(bytes: number): string {
  return `${(bytes / 1_000).toFixed(1)} kB`
}

function milli(value: number): string {
  return `${Math.round(value)} ms`
}

function mega(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MB`
}
