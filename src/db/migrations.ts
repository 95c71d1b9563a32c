import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { z } from 'zod'
import { inUtc } from './connection.ts'
import type { Log } from './log.ts'

export interface Migration {
  /** Its folder: `20261123062000_first`. */
  readonly name: string
  readonly sql: string
  readonly checksum: string
  /** False when the first line is `-- no-transaction`; such a file holds a single statement. */
  readonly transactional: boolean
}

export interface MigrateOptions {
  readonly log?: Log
  readonly migrations?: readonly Migration[]
  /** How long one try may wait for somebody else's lock, and how long to leave the others alone before the next. */
  readonly lockTimeout?: number
  readonly pauseBetween?: number
  readonly tries?: number
  readonly signal?: AbortSignal
}

/** The history in the database contradicts the files: a human has to look before anything is changed. */
export class MigrationRefused extends Error {
  override readonly name = 'MigrationRefused'
}

/**
 * Applies what is missing, each migration in one transaction with its own line in the history, and returns the names.
 * The history is that of `prisma migrate deploy`: same table, same checksums, same lock. Either may take over.
 * @throws MigrationRefused when an applied migration was edited or one was begun and never finished.
 */
export async function migrate(url: string, options: MigrateOptions = {}): Promise<readonly string[]> {
  const migrations = options.migrations ?? (await readMigrations())
  const client = new pg.Client({
    connectionString: inUtc(url),
    application_name: 'nats-level migrations',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  })
  // Without a listener a lost connection would end the process; the statement under way reports it as well.
  client.on('error', () => {})
  await client.connect()
  try {
    // Whatever the role's default is: filling a large table takes its time.
    await client.query('set statement_timeout = 0')
    await takeLock(client, options)
    await client.query(historyTable)
    const missing = planMigrations(migrations, await readHistory(client))
    for (const migration of missing) {
      await apply(client, migration, options)
      options.log?.info({ migration: migration.name }, 'The database was migrated.')
    }
    return missing.map((migration) => migration.name)
  } finally {
    // A pooler may keep the session: it must not keep the lock with it.
    await client.query('select pg_advisory_unlock_all(); reset statement_timeout').catch(() => {})
    await client.end().catch(() => {})
  }
}

/** The files of this release, oldest first; beside `src` and beside `dist` alike. */
export async function readMigrations(
  folder = new URL('../../prisma/migrations/', import.meta.url),
): Promise<readonly Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(
    names.sort().map(async (name) => toMigration(name, await readFile(new URL(`${name}/migration.sql`, folder)))),
  )
}

export function toMigration(name: string, file: Buffer | string): Migration {
  const sql = file.toString()
  return {
    name,
    sql,
    checksum: createHash('sha256').update(file).digest('hex'),
    transactional: !/^-- no-transaction\s*$/m.test(sql.split('\n', 1)[0] ?? ''),
  }
}

export interface HistoryLine {
  readonly name: string
  readonly checksum: string
  readonly finished: boolean
}

/**
 * What of `migrations` is still to be applied. Lines without a file are left alone: a newer release wrote them.
 * @throws MigrationRefused
 */
export function planMigrations(
  migrations: readonly Migration[],
  history: readonly HistoryLine[],
): readonly Migration[] {
  const unfinished = history.find((line) => !line.finished)
  if (unfinished)
    throw new MigrationRefused(
      `Migration ${unfinished.name} was begun on this database and never finished. Look at its line in _prisma_migrations, put right what it left, then mark it with \`prisma migrate resolve\`.`,
    )
  const applied = new Map(history.map((line) => [line.name, line.checksum]))
  for (const { name, checksum } of migrations) {
    const before = applied.get(name)
    if (before !== undefined && before !== checksum)
      throw new MigrationRefused(
        `Migration ${name} was edited after it had been applied: the database remembers checksum ${before}, the file has ${checksum}. Restore the file; changes belong in a new migration.`,
      )
  }
  return migrations.filter((migration) => !applied.has(migration.name))
}

const historyTable = `
  create table if not exists _prisma_migrations (
    id varchar(36) primary key not null,
    checksum varchar(64) not null,
    finished_at timestamptz,
    migration_name varchar(255) not null,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz not null default now(),
    applied_steps_count integer not null default 0
  )`

const historyLines = z.array(z.object({ name: z.string(), checksum: z.string(), finished: z.boolean() }))

async function readHistory(client: pg.Client): Promise<readonly HistoryLine[]> {
  const { rows } = await client.query(`
    select migration_name as name, checksum, finished_at is not null as finished
    from _prisma_migrations
    where rolled_back_at is null
    order by started_at`)
  return historyLines.parse(rows)
}

/** The number is Prisma's, so that its command line and this runner never work at the same time. */
const lockNumber = 72_707_369

/**
 * Asks again and again instead of waiting inside one statement: `create index concurrently` of the runner that has the
 * lock would wait for that statement, and the statement for the lock.
 */
async function takeLock(client: pg.Client, { pauseBetween = 500, signal, log }: MigrateOptions): Promise<void> {
  for (let turn = 1; ; turn++) {
    const { rows } = await client.query('select pg_try_advisory_lock($1) as mine', [lockNumber])
    if (rows[0]?.mine === true) return
    if (turn === 1) log?.warn({ lock: lockNumber }, 'Another process migrates this database; waiting for it.')
    await pause(pauseBetween, undefined, { signal })
  }
}

async function apply(client: pg.Client, migration: Migration, options: MigrateOptions): Promise<void> {
  const { lockTimeout = 3_000, pauseBetween = 500, tries = 20, signal, log } = options
  if (!migration.transactional) return applyAlone(client, migration)
  for (let turn = 1; ; turn++) {
    try {
      return await applyTogether(client, migration, lockTimeout)
    } catch (error) {
      if (!isLockTrouble(error) || turn >= tries) throw failed(migration, error)
      log?.warn({ migration: migration.name, turn }, 'The migration waits for a lock and will be tried again.')
      await pause(pauseBetween, undefined, { signal })
    }
  }
}

/** All or nothing; a try that waits longer than `lockTimeout` gives way to those who queue behind it. */
async function applyTogether(client: pg.Client, migration: Migration, lockTimeout: number): Promise<void> {
  await client.query('begin')
  try {
    await client.query(`set local lock_timeout = ${lockTimeout}`)
    const id = await noteStart(client, migration)
    await client.query(migration.sql)
    await noteEnd(client, id)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

/**
 * For `create index concurrently`, which nobody queues behind and which leaves an invalid index when it is interrupted:
 * no lock time-out, and a line in the history that stays unfinished on bad luck, so that a human looks.
 */
async function applyAlone(client: pg.Client, migration: Migration): Promise<void> {
  const id = await noteStart(client, migration)
  try {
    await client.query(migration.sql)
  } catch (error) {
    await client.query('update _prisma_migrations set logs = $2 where id = $1', [id, String(error)]).catch(() => {})
    throw failed(migration, error)
  }
  await noteEnd(client, id)
}

async function noteStart(client: pg.Client, { name, checksum }: Migration): Promise<string> {
  const id = randomUUID()
  await client.query(
    'insert into _prisma_migrations (id, checksum, migration_name, started_at) values ($1, $2, $3, clock_timestamp())',
    [id, checksum, name],
  )
  return id
}

async function noteEnd(client: pg.Client, id: string): Promise<void> {
  await client.query(
    'update _prisma_migrations set finished_at = clock_timestamp(), applied_steps_count = 1 where id = $1',
    [id],
  )
}

/** Somebody holds a lock for long, or two wait for each other. */
function isLockTrouble(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code === '55P03' || error.code === '40P01')
}

function failed(migration: Migration, error: unknown): Error {
  const reason = error instanceof Error ? error.message : String(error)
  return new Error(`Migration ${migration.name} failed: ${reason}`, { cause: error })
}
