import { sendAllWithGraphile } from './graphile.ts'
import { median } from './median.ts'
import { sendAll, sendSome, statementCost } from './ours.ts'
import { type LetterStage, startLetterStage } from './stage.ts'

/** How much is measured. */
interface Amount {
  readonly rounds: number
  readonly letters: number
  /** Out of the waiting ones, for what each costs. */
  readonly sample: number
}

const full: Amount = { rounds: 5, letters: 3_000, sample: 300 }
const quick: Amount = { rounds: 3, letters: 1_000, sample: 200 }
/** How often the sample is taken; what the machine does beside it falls out. */
const turns = 3
const depths = [1_000, 10_000, 100_000] as const
/** Of the cost of a letter by how many wait: 0 is no growth. */
const steepest = 0.1

/** The letters’ tables as Markdown, line by line as they come. */
export async function* lettersTable(
  isQuick: boolean,
  stops: (() => unknown)[],
  signal: AbortSignal,
): AsyncGenerator<string> {
  const amount = isQuick ? quick : full
  const stage = await startLetterStage(stops)
  yield* speed(stage, amount, signal)
  yield ''
  yield* growth(stage, amount, signal)
}

async function* speed(stage: LetterStage, { rounds, letters }: Amount, signal: AbortSignal): AsyncGenerator<string> {
  const found: { ours: number; theirs: number }[] = []
  // One round that is not counted, for both to be warm.
  for (let round = 0; round <= rounds; round++) {
    signal.throwIfAborted()
    await stage.fill(letters)
    const theirs = await sendAllWithGraphile(stage, letters)
    await stage.fill(letters)
    found.push({ theirs, ours: await sendAll(stage, letters) })
  }
  const counted = found.slice(1)
  const ratios = counted.map(({ ours, theirs }) => ours / theirs)
  const [ours, theirs] = [median(counted.map((each) => each.ours)), median(counted.map((each) => each.theirs))]
  const spread = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`
  yield '| letters, unpaced | ratio (rounds) | NATS Level | graphile-worker 0.16.6 |'
  yield '|---|---:|---:|---:|'
  yield `| a second, one process | ${(ours / theirs).toFixed(2)} (${spread}) | ${Math.round(ours)}/s | ${Math.round(theirs)}/s |`
  yield ''
  yield `Medians of ${rounds} rounds in turn, ${letters.toLocaleString('en')} letters each in twenty workspaces, sixteen calls at a time, before a Slack that answers at once. Both ask the same about the reader, draw the same words and make the same call; ours also marks each letter before its call, so that it is sent once whoever dies, and keeps the lanes.`
}

async function* growth(stage: LetterStage, { sample }: Amount, signal: AbortSignal): AsyncGenerator<string> {
  yield '| letters that wait | a claim of five, ms | its statements, ms a letter | all of it, ms a letter |'
  yield '|---:|---:|---:|---:|'
  const costs: { depth: number; claim: number; letter: number; whole: number }[] = []
  for (const depth of depths) {
    signal.throwIfAborted()
    await stage.fill(depth)
    const { claim, letter } = await statementCost(stage, sample)
    await stage.fill(depth)
    const wholes: number[] = []
    for (let turn = 0; turn < turns; turn++) wholes.push(await sendSome(stage, sample))
    const whole = median(wholes)
    costs.push({ depth, claim, letter, whole })
    yield `| ${depth.toLocaleString('en')} | ${claim.toFixed(2)} | ${letter.toFixed(2)} | ${whole.toFixed(2)} |`
  }
  const [first, last] = [costs[0], costs.at(-1)]
  if (!first || !last) return
  const exponent = (of: 'claim' | 'letter' | 'whole') =>
    Math.log(last[of] / first[of]) / Math.log(last.depth / first.depth)
  yield ''
  yield `Growth exponents from ${first.depth.toLocaleString('en')} to ${last.depth.toLocaleString('en')}: claim ${told(exponent('claim'))}, statements ${told(exponent('letter'))}, all ${told(exponent('whole'))} (aim ≤ ${steepest}; 0 is no growth, 1 as fast as the queue).`
}

function told(exponent: number): string {
  return `${exponent.toFixed(2)} ${exponent <= steepest ? 'met' : 'not met'}`
}
