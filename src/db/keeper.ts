import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import type { Db } from './connection.ts'
import { reasonOf } from './errors.ts'
import type { Log } from './log.ts'
import { migrate, readMigrations } from './migrations.ts'
import { askServer, type ServerFacts, whyTooOld, whyWrongZone } from './server.ts'

export type Readiness =
  | { readonly kind: 'ready' }
  /** Will be tried again without anybody doing anything. */
  | { readonly kind: 'waiting'; readonly because: string }
  /** Final for this process. */
  | { readonly kind: 'refused'; readonly because: string }

export interface Keeper {
  /** As it was found last; asks nobody. */
  readonly state: () => Readiness
  /** Asks the database now, for at most a second, whether it is there and has at least this release's migrations. */
  readonly check: () => Promise<Readiness>
  /** Resolves when it is ready or refused, or was stopped. */
  readonly settled: () => Promise<void>
  /** Resolves when nothing of it is under way any more. */
  readonly stop: () => Promise<void>
}

export interface KeeperOptions {
  readonly url: string
  readonly db: Db
  readonly log: Log
  /** What else must be in the database before the first command; tried again together with the rest when it fails. */
  readonly onReady?: () => Promise<void>
  readonly ask?: (db: Db) => Promise<ServerFacts>
  readonly pause?: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

/** Milliseconds between tries; the last one for ever. */
const pauses = [250, 500, 1_000, 2_000, 5_000]
const answerWithin = 1_000

/** Brings the database into the state this release needs, however long it takes, and knows whether it is in it. */
export function keepReady(options: KeeperOptions): Keeper {
  const { db, log, pause = sleep } = options
  const stopping = new AbortController()
  let state: Readiness = { kind: 'waiting', because: 'The database has not been asked yet.' }
  let checking: Promise<Readiness> | undefined
  let work = tryUntilReady()

  async function tryUntilReady(): Promise<void> {
    for (let turn = 0; !stopping.signal.aborted; turn++) {
      const before = state
      state = await attempt(options, stopping.signal)
      report(log, before, state)
      if (state.kind !== 'waiting') return
      await pause(pauses[Math.min(turn, pauses.length - 1)] ?? 0, stopping.signal)
    }
  }

  async function check(): Promise<Readiness> {
    if (state.kind !== 'ready') return state
    const because = await whyAway(db)
    if (because === undefined) return state
    if (because !== emptied) return { kind: 'waiting', because }
    // Somebody put another database in its place: begin again.
    state = { kind: 'waiting', because }
    work = work.then(tryUntilReady)
    return state
  }

  return {
    state: () => state,
    check: () => {
      checking ??= check().finally(() => {
        checking = undefined
      })
      return checking
    },
    settled: () => work,
    stop: () => {
      stopping.abort()
      return work
    },
  }
}

async function attempt(
  { url, db, log, onReady, ask = askServer }: KeeperOptions,
  signal: AbortSignal,
): Promise<Readiness> {
  try {
    const server = await ask(db)
    const tooOld = whyTooOld(server)
    if (tooOld) return { kind: 'refused', because: tooOld }
    const wrongZone = whyWrongZone(server)
    if (wrongZone) return { kind: 'waiting', because: wrongZone }
    await migrate(url, { log, signal })
    await onReady?.()
    return { kind: 'ready' }
  } catch (error) {
    return { kind: 'waiting', because: reasonOf(error) }
  }
}

const emptied = 'The database lacks migrations of this release.'
const names = z.array(z.object({ name: z.string() }))

/** Why the database cannot be used at this moment; undefined when it can. */
async function whyAway(db: Db): Promise<string | undefined> {
  const asking = isMigrated(db).then(
    (migrated) => (migrated ? undefined : emptied),
    (error: unknown) => reasonOf(error),
  )
  const late = new AbortController()
  const silence = wait(answerWithin, `The database did not answer within ${answerWithin} ms.`, { signal: late.signal })
  silence.catch(() => {})
  return Promise.race([asking, silence]).finally(() => late.abort())
}

async function isMigrated(db: Db): Promise<boolean> {
  const [there] = z
    .tuple([z.object({ there: z.boolean() })])
    .parse(await db.$queryRaw`select to_regclass('_prisma_migrations') is not null as there`)
  if (!there.there) return false
  const rows = await db.$queryRaw`
    select migration_name as name
    from _prisma_migrations
    where finished_at is not null and rolled_back_at is null`
  const applied = new Set(names.parse(rows).map(({ name }) => name))
  return (await readMigrations()).every(({ name }) => applied.has(name))
}

function report(log: Log, before: Readiness, now: Readiness): void {
  if (now.kind === 'ready') log.info({}, 'The database is ready.')
  else if (before.kind !== now.kind || before.because !== now.because)
    log.warn({ because: now.because }, said[now.kind])
}

const said = {
  waiting: 'The database is not ready; trying again.',
  refused: 'The database cannot be used.',
}

async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, { signal }).catch(() => {})
}
