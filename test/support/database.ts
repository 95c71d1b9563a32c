import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, inject, type RunnerTask } from 'vitest'
import { connect, type Db } from '../../src/db/connection.ts'

export interface TestDatabase {
  readonly name: string
  readonly url: string
  /** As the bot connects. */
  readonly db: Db
  /** Rows of the (last) statement over a bare connection: the server's own opinion. */
  readonly sql: (statement: string, values?: readonly unknown[]) => Promise<Record<string, unknown>[]>
  readonly drop: () => Promise<void>
}

export interface TestDatabaseOptions {
  /** What the database believes about time zones. */
  readonly timezone?: string
  /** Without tables. */
  readonly empty?: boolean
}

/**
 * A database for the calling test file, dropped after it unless one of its tests failed. Call it at the top of the
 * file: `const database = await freshDatabase()`.
 */
export async function freshDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const database = await createFrom(options)
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads this pattern to learn that no fixture is wanted.
  afterAll(async ({}, file) => {
    await database.db.$disconnect()
    if (hasFailed(file.tasks)) console.log(`${file.name} failed; its database ${database.name} is kept.`)
    else await database.drop()
  })
  return database
}

/** A database that the caller drops. */
export async function createFrom({ timezone, empty = false }: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const template = new URL(inject('template'))
  const name = `test_${randomBytes(6).toString('hex')}`
  await onServer(`create database ${name} template ${empty ? 'template0' : template.pathname.slice(1)}`)
  if (timezone) await onServer(`alter database ${name} set timezone = '${timezone}'`)
  const url = addressOf(name)
  const bare = new pg.Pool({ connectionString: url, max: 2, allowExitOnIdle: true })
  bare.on('error', () => {})
  const db = connect(url, { poolSize: 8 })
  return {
    name,
    url,
    db,
    sql: async (statement, values) => {
      const outcome: pg.QueryResult | pg.QueryResult[] = await bare.query(statement, values && [...values])
      return [outcome].flat().at(-1)?.rows ?? []
    },
    drop: async () => {
      await Promise.all([db.$disconnect(), bare.end()])
      await onServer(`drop database if exists ${name} with (force)`)
    },
  }
}

/** One statement on the cluster itself, beside the databases. */
export async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: addressOf('postgres') })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

function addressOf(name: string): string {
  const address = new URL(inject('template'))
  address.pathname = `/${name}`
  return address.href
}

function hasFailed(tasks: readonly RunnerTask[]): boolean {
  return tasks.some((task) => task.result?.state === 'fail' || ('tasks' in task && hasFailed(task.tasks)))
}
