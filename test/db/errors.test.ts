import { rm } from 'node:fs/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { connect, type Db, type Tx } from '../../src/db/connection.ts'
import { holderOf } from '../../src/db/embedded/lock.ts'
import { startEmbedded } from '../../src/db/embedded.ts'
import { isDatabaseAway, reasonOf } from '../../src/db/errors.ts'
import { migrate } from '../../src/db/migrations.ts'
import { createFrom, freshDatabase } from '../support/database.ts'
import { openFolder } from '../support/folder.ts'

const silent = { info: () => {}, warn: () => {} }
const dataDir = await openFolder()
let server = await startEmbedded({ dataDir, log: silent })
await migrate(server.url)
const { port } = server
const database = await freshDatabase()
const open: Db[] = []
afterAll(async () => {
  await Promise.all(open.map((db) => db.$disconnect()))
  await server.stop()
  await rm(dataDir, { recursive: true })
})

function bot(url = server.url): Db {
  const db = connect(url, { poolSize: 6, answerWithin: 400 })
  open.push(db)
  return db
}

/** Every way in which a store asks. */
const ways: Record<string, (db: Db) => Promise<unknown>> = {
  'a question of Prisma': (db) => db.workspace.count(),
  'a raw question': (db) => db.$queryRaw`select count(*)::int from workspace`,
  'a raw statement': (db) => db.$executeRaw`delete from seen`,
  'a transaction': (db) => db.$transaction((tx) => tx.workspace.count()),
  'several in one transaction': (db) => db.$transaction([db.workspace.count(), db.seen.count()]),
}

/** Who did not get an error that counts as *away*, with what they got instead. */
async function notAway(asked: Record<string, Promise<unknown>>): Promise<string[]> {
  const outcomes = await Promise.all(
    Object.entries(asked).map(([what, promise]) =>
      promise.then(
        () => `${what}: an answer`,
        (error) => (isDatabaseAway(error) ? '' : `${what}: ${reasonOf(error)}`),
      ),
    ),
  )
  return outcomes.filter(Boolean)
}

const askAll = (db: Db) => notAway(Object.fromEntries(Object.entries(ways).map(([what, ask]) => [what, ask(db)])))

function signal(): readonly [given: Promise<void>, give: () => void] {
  let give = () => {}
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return [given, give]
}

async function backendOf(db: Tx): Promise<number> {
  const [row] = await db.$queryRaw<{ pid: number }[]>`select pg_backend_pid() as pid`
  return row?.pid ?? 0
}

/** A killed server's own processes notice it one by one; until this one has, it still answers. */
async function ended(pid: number): Promise<void> {
  await expect.poll(() => holderOf(pid), { timeout: 10_000 }).toMatch(/^(nobody|uncollected|somebody else)$/)
}

/** Calls that are under way while `happens` happens to the server. */
async function during(happens: () => unknown): Promise<string[]> {
  const db = bot()
  const [happened, over] = signal()
  let backend = 0
  await Promise.all(Array.from({ length: 4 }, () => db.$queryRaw`select pg_sleep(0.01)::text`))
  const asked = {
    'a question': db.$queryRaw`select pg_sleep(0.3)::text`,
    'a question in a transaction': db.$transaction((tx) => tx.$queryRaw`select pg_sleep(0.3)::text`),
    'a transaction between two questions': db.$transaction(async (tx) => {
      backend = await backendOf(tx)
      await happened
      await tx.workspace.count()
    }),
  }
  const outcome = notAway(asked)
  await expect.poll(() => backend).toBeGreaterThan(0)
  await happens()
  await ended(backend)
  over()
  return outcome
}

describe('the database counts as away', () => {
  it('when it was killed in the middle of a call, and afterwards, until it is back', async () => {
    const db = bot()
    const outcome = await during(() => process.kill(server.pid, 'SIGKILL'))
    const afterwards = await askAll(db)
    server = await startEmbedded({ dataDir, port, log: silent })
    expect([outcome, afterwards]).toEqual([[], []])
    expect(await db.workspace.count()).toBe(0)
  })

  it('when it was stopped in the middle of a call, and afterwards, until it is back', async () => {
    const db = bot()
    const outcome = await during(() => server.stop())
    const afterwards = await askAll(db)
    server = await startEmbedded({ dataDir, port, log: silent })
    expect([outcome, afterwards]).toEqual([[], []])
    expect(await db.workspace.count()).toBe(0)
  })

  it('when its server stands still and lets nobody in', async () => {
    process.kill(server.pid, 'SIGSTOP')
    const outcome = await askAll(bot()).finally(() => process.kill(server.pid, 'SIGCONT'))
    expect(outcome).toEqual([])
  })

  it('when it shuts down and does not let anybody in any more', async () => {
    const db = bot()
    await db.$queryRaw`select 1`
    process.kill(server.pid, 'SIGTERM')
    const outcome = await askAll(bot())
    await db.$disconnect()
    await server.stop()
    server = await startEmbedded({ dataDir, port, log: silent })
    expect(outcome).toEqual([])
  })

  it('when it answers too slowly', async () => {
    const db = bot()
    const outcome = await notAway({
      alone: db.$queryRaw`select pg_sleep(2)::text`,
      'in a transaction': db.$transaction((tx) => tx.$queryRaw`select pg_sleep(2)::text`),
    })
    expect(outcome).toEqual([])
  })

  it('when no connection is free', async () => {
    const db = connect(server.url, { poolSize: 1, answerWithin: 4_000 })
    open.push(db)
    const [released, release] = signal()
    const [begun, begin] = signal()
    const transaction = db.$transaction(async (tx) => {
      await tx.workspace.count()
      begin()
      await released
    })
    await begun
    expect(await askAll(db)).toEqual([])
    release()
    await transaction
  })

  it.each([
    ['has no such name', (url: string) => url.replace('127.0.0.1', 'nowhere.invalid')],
    ['listens on another port', (url: string) => url.replace(`:${port}/`, ':1/')],
    ['answers at none of its addresses', (url: string) => url.replace(`127.0.0.1:${port}/`, 'localhost:1/')],
    ['wants another password', (url: string) => url.replace(/:[^:@]+@/, ':wrong@')],
    ['has no such database', (url: string) => url.replace('/nats_level', '/nothing')],
  ])('when the server %s', async (_why, change) => {
    expect(await askAll(bot(change(server.url)))).toEqual([])
  })

  it('when it has not been migrated yet', async () => {
    const empty = await createFrom({ empty: true })
    expect(await askAll(empty.db)).toEqual([])
    await empty.drop()
  })
})

describe('the database does not count as away', () => {
  const workspace = { id: 'T1', name: 'Acme', salt: new Uint8Array(32), firstSeenAt: new Date(0) }
  const wrong: Record<string, (db: Db) => Promise<unknown>> = {
    'a row that is there already': (db) => db.workspace.createMany({ data: [workspace, workspace] }),
    'a broken promise': (db) => db.workspace.create({ data: { ...workspace, salt: new Uint8Array(3) } }),
    'a row that is not there': (db) => db.workspace.findUniqueOrThrow({ where: { id: 'T2' } }),
    'a slip in SQL': (db) => db.$queryRaw`selct 1`,
    'a column that does not exist': (db) => db.$queryRaw`select shoe_size from person`,
    'a bug in a transaction': (db) => db.$transaction(() => Promise.reject(new TypeError('x is not a function'))),
  }

  it.each(Object.entries(wrong))('for %s', async (_what, ask) => {
    const error: unknown = await ask(database.db).then(
      () => 'no error at all',
      (reason: unknown) => reason,
    )
    expect([error instanceof Error, isDatabaseAway(error)]).toEqual([true, false])
  })

  it.each([[undefined], [null], ['ECONNREFUSED'], [{}], [new Error('Connection terminated by a wizard')]])(
    'for %o, which is no trouble of a database',
    (error) => {
      expect(isDatabaseAway(error)).toBe(false)
    },
  )
})

it('gives the reason in one line, in the words of the server where it said any', async () => {
  const reason = (ask: Promise<unknown>) => ask.then(() => 'none', reasonOf)
  const [nowhere, stranger] = [bot(server.url.replace(`:${port}/`, ':1/')), bot(server.url.replace(/:[^:@]+@/, ':no@'))]
  expect(await reason(nowhere.$queryRaw`select 1`)).toBe("Can't reach database server at 127.0.0.1:1")
  expect(await reason(nowhere.workspace.count())).toBe("Can't reach database server at 127.0.0.1:1")
  expect(await reason(stranger.workspace.count())).toBe('password authentication failed for user "postgres"')
  expect(reasonOf(new Error('no more coffee'))).toBe('no more coffee')
})

it('does not lend a connection again whose transaction is still open because its rollback got no answer', async () => {
  const db = connect(server.url, { poolSize: 1, answerWithin: 300 })
  open.push(db)
  let backend = 0
  const frozen = db.$transaction(async (tx) => {
    backend = await backendOf(tx)
    process.kill(backend, 'SIGSTOP')
    await tx.workspace.count()
  })
  await expect(frozen).rejects.toThrow('Query read timeout')
  process.kill(backend, 'SIGCONT')
  await db.seen.create({ data: { key: 'kept', expiresAt: new Date(0) } })
  expect(await bot().seen.count({ where: { key: 'kept' } })).toBe(1)
})
