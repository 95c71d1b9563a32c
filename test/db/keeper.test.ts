import { once } from 'node:events'
import { createServer, connect as dial, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connect, type Db } from '../../src/db/connection.ts'
import { type Keeper, type KeeperOptions, keepReady } from '../../src/db/keeper.ts'
import { createFrom, type TestDatabase } from '../support/database.ts'

/** A wire between bot and database that can be cut, held still and mended. */
async function wire(to: { hostname: string; port: string }) {
  const ends = new Set<Socket>()
  const carry = (near: Socket) => {
    const far = dial(Number(to.port), to.hostname)
    for (const end of [near, far]) {
      ends.add(end.on('error', () => {}))
      end.on('close', () => ends.delete(end))
    }
    near.pipe(far).pipe(near)
  }
  let server: Server = createServer(carry)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    port,
    cut: async () => {
      server.close()
      for (const end of ends) end.destroy()
      await once(server, 'close')
    },
    hold: () => {
      for (const end of ends) end.unpipe().pause()
    },
    mend: async () => {
      server = createServer(carry)
      server.listen(port, '127.0.0.1')
      await once(server, 'listening')
    },
  }
}

let database: TestDatabase
let line: Awaited<ReturnType<typeof wire>>
let url: string
let db: Db
let keeper: Keeper | undefined
let said: string[]

beforeEach(async () => {
  database = await createFrom({ empty: true })
  const address = new URL(database.url)
  line = await wire(new URL(database.url))
  address.port = String(line.port)
  url = address.href
  db = connect(url, { poolSize: 2, answerWithin: 1_100 })
  said = []
})

afterEach(async () => {
  await keeper?.stop()
  await db.$disconnect()
  await line.cut().catch(() => {})
  await database.drop()
})

/** Starts a keeper and resolves when it stops trying; `between` runs in place of each pause. */
async function keep(options: Partial<KeeperOptions>, between: (turn: number) => unknown = () => {}): Promise<number[]> {
  const pauses: number[] = []
  const log = {
    info: (_facts: object, message: string) => said.push(message),
    warn: (_facts: object, message: string) => said.push(message),
  }
  keeper = keepReady({
    url,
    db,
    log,
    pause: async (milliseconds) => {
      pauses.push(milliseconds)
      await between(pauses.length)
    },
    ...options,
  })
  await keeper.settled()
  return pauses
}

const hasTables = async () =>
  (await database.sql(`select to_regclass('workspace') is not null as yes`))[0]?.yes === true

describe('the keeper', () => {
  it('is ready once the database is migrated and what else belongs in it is there', async () => {
    const seen: boolean[] = []
    await keep({
      onReady: async () => {
        seen.push(await hasTables())
      },
    })
    expect([keeper?.state(), seen]).toEqual([{ kind: 'ready' }, [true]])
  })

  it('waits longer and longer while the database is away, and migrates when it is back', async () => {
    await line.cut()
    const because: unknown[] = []
    const pauses = await keep({}, (turn) => {
      because.push(keeper?.state())
      return turn === 7 ? line.mend() : undefined
    })
    expect(pauses).toEqual([250, 500, 1_000, 2_000, 5_000, 5_000, 5_000])
    expect(because[0]).toEqual({ kind: 'waiting', because: expect.stringContaining("Can't reach database server") })
    expect([keeper?.state(), await hasTables()]).toEqual([{ kind: 'ready' }, true])
  })

  it('says once why it waits, and not at every try', async () => {
    await line.cut()
    await keep({}, (turn) => (turn === 5 ? line.mend() : undefined))
    expect(said.filter((message) => message.includes('not ready'))).toHaveLength(1)
  })

  it('tries again when what else belongs in the database could not be written', async () => {
    let turns = 0
    const pauses = await keep({
      onReady: async () => {
        turns++
        if (turns === 1) throw new Error('The profile is too heavy.')
      },
    })
    expect([pauses, keeper?.state()]).toEqual([[250], { kind: 'ready' }])
  })

  it('refuses a server before PostgreSQL 15 for good, in one sentence, and writes nothing to it', async () => {
    const pauses = await keep({ ask: async () => ({ version: 140_009, timeZone: 'UTC' }) })
    expect([pauses, keeper?.state(), await hasTables()]).toEqual([
      [],
      { kind: 'refused', because: 'The database server is PostgreSQL 14; NATS Level needs PostgreSQL 15 or newer.' },
      false,
    ])
  })

  it('writes nothing while sessions keep another time zone than UTC', async () => {
    const tables: boolean[] = []
    let zone = 'Asia/Kathmandu'
    await keep({ ask: async () => ({ version: 150_000, timeZone: zone }) }, async () => {
      tables.push(await hasTables())
      zone = 'UTC'
    })
    expect([tables, keeper?.state()]).toEqual([[false], { kind: 'ready' }])
  })

  it('stops at once while it waits', async () => {
    await line.cut()
    keeper = keepReady({ url, db, log: { info: () => {}, warn: () => {} } })
    await keeper.stop()
    expect(keeper.state().kind).toBe('waiting')
  })
})

describe('a check', () => {
  it('says when the database goes away later, and when it is back', async () => {
    await keep({})
    const before = await keeper?.check()
    await line.cut()
    const without = await keeper?.check()
    await line.mend()
    const after = await keeper?.check()
    expect([before?.kind, without?.kind, after?.kind]).toEqual(['ready', 'waiting', 'ready'])
  })

  it('does not wait for a database that says nothing', async () => {
    await keep({})
    await keeper?.check()
    line.hold()
    expect(await keeper?.check()).toEqual({
      kind: 'waiting',
      because: 'The database did not answer within 1000 ms.',
    })
  })

  it('is content with a database that a newer release has migrated further', async () => {
    await keep({})
    await database.sql(`
      insert into _prisma_migrations (id, checksum, migration_name, finished_at) values ('x', 'x', '99_later', now())`)
    expect(await keeper?.check()).toEqual({ kind: 'ready' })
  })

  it('begins again when an empty database took the place of the old one', async () => {
    await keep({})
    await database.sql('drop schema public cascade; create schema public')
    const found = await keeper?.check()
    await keeper?.settled()
    expect([found?.kind, keeper?.state().kind, await hasTables()]).toEqual(['waiting', 'ready', true])
  })
})
