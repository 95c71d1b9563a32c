import { z } from 'zod'
import type { Db } from '../../src/db/connection.ts'
import { readerOf } from '../../src/directory/store-reader.ts'
import type { LetterKind } from '../../src/outbox/kinds.ts'
import { claim, confirm, mark } from '../../src/outbox/store-sending.ts'
import { keepSending, type Sending } from '../../src/outbox/worker.ts'
import { uuidV7 } from '../../src/world.ts'
import { median } from './median.ts'
import type { LetterStage } from './stage.ts'

/** Calls at a time, for both. */
export const parallel = 16
/** So wide that no lane makes anybody wait: a hundred letters each second from each of twenty. */
const widePerMinute = 6_000

/** Letters a second, until all of them are sent. */
export async function sendAll(stage: LetterStage, letters: number): Promise<number> {
  await widen(stage.db)
  const sending = worker(stage)
  const began = performance.now()
  try {
    while ((await sentIn(stage.db)) < letters) {
      sending.wake()
      await sending.idle()
    }
    return (letters * 1_000) / (performance.now() - began)
  } finally {
    await sending.stop()
  }
}

/** Milliseconds a letter, until so many of those that wait were drawn for their call. */
export async function sendSome(stage: LetterStage, letters: number): Promise<number> {
  await widen(stage.db)
  let drawn = 0
  let finish = () => {}
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  const draw: LetterKind['draw'] = (...about) => {
    drawn += 1
    if (drawn === letters) finish()
    return stage.kind.draw(...about)
  }
  const sending = worker({ ...stage, kind: { ...stage.kind, draw } })
  const began = performance.now()
  sending.wake()
  await finished
  const taken = performance.now() - began
  await sending.stop()
  return taken / letters
}

export interface StatementCost {
  /** Milliseconds of one claim of five letters. */
  readonly claim: number
  /** Of all statements that a letter needs, the claim shared among its five. */
  readonly letter: number
}

/** The outbox’s own statements, one after another, for so many letters, at Slack’s pace of five a claim; medians. */
export async function statementCost({ db }: LetterStage, letters: number): Promise<StatementCost> {
  const claims: number[] = []
  const rest: number[] = []
  while (rest.length < letters) {
    await db.$executeRaw`update lane set per_minute = 300, next_at = clock_timestamp()`
    const began = performance.now()
    const claimed = await claim(db, new Date(), uuidV7(), 30)
    claims.push(performance.now() - began)
    if (claimed.length === 0) throw new Error(`The bench: found no letter after ${rest.length}, expected ${letters}.`)
    for (const letter of claimed) {
      const before = performance.now()
      await mark(db, letter, new Date(), 30)
      await confirm(db, letter, { channel: 'D0BENCH', ts: String(rest.length) }, 1, new Date())
      rest.push(performance.now() - before)
    }
  }
  return { claim: median(claims), letter: (median(claims) * claims.length) / rest.length + median(rest) }
}

function worker({ db, line, kind, log }: LetterStage): Sending {
  return keepSending({
    world: { db, log, now: () => new Date() },
    kinds: [kind],
    readerOf,
    lineFor: async () => line,
    parallel,
  })
}

async function widen(db: Db): Promise<void> {
  await db.$executeRaw`update lane set per_minute = ${widePerMinute}::int, next_at = clock_timestamp()`
}

async function sentIn(db: Db): Promise<number> {
  const rows = await db.$queryRaw`select count(*)::int as sent from letter where state = 'sent'`
  return z.tuple([z.object({ sent: z.number() })]).parse(rows)[0].sent
}
