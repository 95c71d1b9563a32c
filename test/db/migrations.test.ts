import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { schemaEngine } from '../../scripts/schema-engine.ts'
import { MigrationRefused, migrate, readMigrations, toMigration } from '../../src/db/migrations.ts'
import { createFrom, type TestDatabase } from '../support/database.ts'

const one = toMigration('1_one', 'create table one (id int); insert into one values (1);')
const two = toMigration('2_two', 'create table two (id int);')
const broken = toMigration('2_broken', 'create table two (id int); insert into nowhere values (1);')

let database: TestDatabase
beforeEach(async () => {
  database = await createFrom({ empty: true })
})
afterEach(() => database.drop())

const tables = async () =>
  (
    await database.sql(`
    select relname as name from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> '_prisma_migrations'
    order by 1`)
  ).map((row) => row.name)
const history = () =>
  database.sql(`
    select migration_name as name, finished_at is not null as finished, applied_steps_count as steps
    from _prisma_migrations order by started_at`)

describe('the runner', () => {
  it('applies what is missing, oldest first, and says what it did', async () => {
    expect(await migrate(database.url, { migrations: [one] })).toEqual(['1_one'])
    expect(await migrate(database.url, { migrations: [one, two] })).toEqual(['2_two'])
    expect(await migrate(database.url, { migrations: [one, two] })).toEqual([])
    expect(await tables()).toEqual(['one', 'two'])
  })

  it('leaves nothing of a migration that fails, and keeps those before it', async () => {
    await expect(migrate(database.url, { migrations: [one, broken] })).rejects.toThrow(
      'Migration 2_broken failed: relation "nowhere" does not exist',
    )
    expect(await tables()).toEqual(['one'])
    expect(await history()).toEqual([{ name: '1_one', finished: true, steps: 1 }])
  })

  it('goes on from there once the migration is put right', async () => {
    await migrate(database.url, { migrations: [one, broken] }).catch(() => {})
    expect(await migrate(database.url, { migrations: [one, two] })).toEqual(['2_two'])
  })

  it('refuses to go on when an applied migration was edited', async () => {
    await migrate(database.url, { migrations: [one] })
    const edited = toMigration('1_one', `${one.sql} -- a word`)
    await expect(migrate(database.url, { migrations: [edited, two] })).rejects.toThrow(
      `Migration 1_one was edited after it had been applied: the database remembers checksum ${one.checksum}, the file has ${edited.checksum}.`,
    )
    expect(await tables()).toEqual(['one'])
  })

  it('refuses to go on when a migration was begun and never finished', async () => {
    await migrate(database.url, { migrations: [one] })
    await database.sql('update _prisma_migrations set finished_at = null')
    await expect(migrate(database.url, { migrations: [one, two] })).rejects.toThrow(MigrationRefused)
    expect(await tables()).toEqual(['one'])
  })

  it('applies again what was marked as rolled back', async () => {
    await migrate(database.url, { migrations: [one] })
    await database.sql('drop table one; update _prisma_migrations set rolled_back_at = now(), finished_at = null')
    expect(await migrate(database.url, { migrations: [one] })).toEqual(['1_one'])
  })

  it('leaves alone what a newer release has applied', async () => {
    await migrate(database.url, { migrations: [one, two] })
    expect(await migrate(database.url, { migrations: [one] })).toEqual([])
  })

  it('applies each migration once when two of it run at the same time', async () => {
    const both = await Promise.all(
      [1, 2].map(() => migrate(database.url, { migrations: [one, two], pauseBetween: 10 })),
    )
    expect(both.flat().sort()).toEqual(['1_one', '2_two'])
    expect(await database.sql('select count(*)::int as rows from one')).toEqual([{ rows: 1 }])
  })

  it('works outside a transaction where the first line says so', async () => {
    const index = toMigration('2_index', '-- no-transaction\ncreate index concurrently one_by_id on one (id);')
    expect(await migrate(database.url, { migrations: [one, index] })).toEqual(['1_one', '2_index'])
    expect(await database.sql(`select indexname as name from pg_indexes where tablename = 'one'`)).toEqual([
      { name: 'one_by_id' },
    ])
  })

  it('stops for a human when a migration outside a transaction fails', async () => {
    const index = toMigration('2_index', '-- no-transaction\ncreate index concurrently nowhere_by_id on nowhere (id);')
    await expect(migrate(database.url, { migrations: [one, index] })).rejects.toThrow(
      'relation "nowhere" does not exist',
    )
    await expect(migrate(database.url, { migrations: [one, index] })).rejects.toThrow(
      'Migration 2_index was begun on this database and never finished.',
    )
  })

  it('gives way while somebody holds a table, and tries again until it is free', async () => {
    await migrate(database.url, { migrations: [one] })
    const reader = new pg.Client({ connectionString: database.url })
    await reader.connect()
    await reader.query('begin; lock table one in access share mode')
    const alter = toMigration('2_alter', 'alter table one add column name text;')
    const turns: unknown[] = []
    const log = {
      info: () => {},
      warn: (facts: object) => {
        turns.push(facts)
        if (turns.length === 2) void reader.query('commit')
      },
    }
    expect(await migrate(database.url, { migrations: [one, alter], lockTimeout: 50, pauseBetween: 10, log })).toEqual([
      '2_alter',
    ])
    await reader.end()
    expect(turns.slice(0, 2)).toEqual([
      { migration: '2_alter', turn: 1 },
      { migration: '2_alter', turn: 2 },
    ])
  })

  it('gives up after its last try, and says that it was a lock', async () => {
    await migrate(database.url, { migrations: [one] })
    const reader = new pg.Client({ connectionString: database.url })
    await reader.connect()
    await reader.query('begin; lock table one in access share mode')
    const alter = toMigration('2_alter', 'alter table one add column name text;')
    await expect(
      migrate(database.url, { migrations: [one, alter], lockTimeout: 50, pauseBetween: 1, tries: 2 }),
    ).rejects.toThrow('Migration 2_alter failed: canceling statement due to lock timeout')
    await reader.end()
  })
})

describe('Prisma’s own engine', () => {
  const open: SqlDriverAdapter[] = []
  /** Its lock, which is also ours, ends with its connection. */
  const letGo = () => Promise.all(open.splice(0).map((connection) => connection.dispose()))
  afterEach(letGo)

  it('finds nothing left to do and nothing edited after this runner', async () => {
    await migrate(database.url)
    const { engine, list } = await prismaMigrate()
    expect((await engine.applyMigrations(list)).appliedMigrationNames).toEqual([])
    const found = await engine.diagnoseMigrationHistory({ ...list, optInToShadowDatabase: false })
    expect(found).toMatchObject({
      editedMigrationNames: [],
      failedMigrationNames: [],
      hasMigrationsTable: true,
      history: null,
    })
  })

  it('leaves nothing to do for this runner, and the same history', async () => {
    const { engine, list } = await prismaMigrate()
    const names = (await readMigrations()).map((migration) => migration.name)
    expect((await engine.applyMigrations(list)).appliedMigrationNames).toEqual(names)
    await letGo()
    expect(await migrate(database.url)).toEqual([])
    const theirs = await historyAsStored(database)
    const other = await createFrom({ empty: true })
    await migrate(other.url)
    const ours = await historyAsStored(other)
    await other.drop()
    expect(ours).toEqual(theirs)
  })

  async function prismaMigrate() {
    const engine = await schemaEngine(adapter())
    const folder = new URL('../../prisma/migrations/', import.meta.url)
    const lockfile = await readFile(new URL('migration_lock.toml', folder), 'utf8')
    const migrations = await readMigrations()
    const list = {
      migrationsList: {
        baseDir: fileURLToPath(folder),
        lockfile: { path: './migration_lock.toml', content: lockfile },
        shadowDbInitScript: '',
        migrationDirectories: migrations.map(({ name, sql }) => ({
          path: name,
          migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
        })),
      },
      filters: { externalTables: [], externalEnums: [] },
    }
    return { engine, list }
  }

  /** Cuts a script at every semicolon, also inside a function, unless told otherwise; the engine itself does not. */
  function adapter(): SqlMigrationAwareDriverAdapterFactory {
    const factory = new PrismaPg({ connectionString: database.url })
    const connect = async () => {
      const connection = await factory.connect()
      open.push(connection)
      connection.executeScript = async (script) => {
        await connection.underlyingDriver().query(script)
      }
      return connection
    }
    return { provider: 'postgres', adapterName: factory.adapterName, connect, connectToShadowDb: connect }
  }

  async function historyAsStored({ sql }: TestDatabase) {
    return {
      columns: await sql(`
        select column_name, data_type, character_maximum_length, is_nullable, column_default
        from information_schema.columns where table_name = '_prisma_migrations' order by ordinal_position`),
      rows: await sql(`
        select migration_name, checksum, applied_steps_count, logs, rolled_back_at, finished_at is not null as finished, length(id)
        from _prisma_migrations order by migration_name`),
    }
  }
})
