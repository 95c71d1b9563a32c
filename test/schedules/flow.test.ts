import { pino } from 'pino'
import { beforeEach, describe, expect, it } from 'vitest'
import { connect, type Tx } from '../../src/db/connection.ts'
import { noteWorkspace } from '../../src/directory/store.ts'
import { type Deed, keepSchedules, type Schedules, type SchedulesOptions } from '../../src/schedules/flow.ts'
import type { Due, Slot } from '../../src/schedules/rules.ts'
import { saveSchedule } from '../../src/schedules/store.ts'
import type { World } from '../../src/world.ts'
import { stageOn } from '../assessment/stage.ts'
import { freshDatabase } from '../support/database.ts'

const { db, sql, url } = await freshDatabase()
const night = '17 3 * * *'
const usual = [{ kind: 'retention', cron: night }] as const
const retention = { workspaceId: 'T1', kind: 'retention', skill: '' } as const

let world: World
let moveTo: (moment: string) => void
let done: Slot[]
let log: Record<string, unknown>[]

beforeEach(async () => {
  await sql('truncate workspace cascade')
  done = []
  log = []
  const stage = stageOn(db, '2026-11-23T09:00:00Z')
  const heard = pino({ level: 'debug' }, { write: (line: string) => log.push(JSON.parse(line)) })
  world = { ...stage.world, log: heard }
  moveTo = stage.moveTo
  await workspace('T1', 'UTC')
})

describe('a schedule', () => {
  it('is there for every workspace, and waits for its first time', async () => {
    await workspace('T2', 'Pacific/Auckland')
    await keeping().runDue()
    expect(await sql('select workspace_id, kind, cron, next_at from schedule order by workspace_id')).toEqual([
      { workspace_id: 'T1', kind: 'retention', cron: night, next_at: new Date('2026-11-24T03:17:00Z') },
      { workspace_id: 'T2', kind: 'retention', cron: night, next_at: new Date('2026-11-23T14:17:00Z') },
    ])
    expect(done).toEqual([])
  })

  it('does its deed at its time, not a moment before, and once', async () => {
    const keeper = await planned()
    await at('2026-11-24T03:16:59.999Z', keeper)
    expect(done).toEqual([])
    await at('2026-11-24T03:17:00Z', keeper)
    await at('2026-11-24T03:17:01Z', keeper)
    const dueAt = new Date('2026-11-24T03:17:00Z')
    expect(done).toEqual([{ ...retention, dueAt, now: dueAt }])
    expect(await sql('select due_at, taken_at from slot')).toEqual([{ due_at: dueAt, taken_at: dueAt }])
    expect(await keeper.nextDue()).toEqual(new Date('2026-11-25T03:17:00Z'))
  })

  it('does it each day of a year', async () => {
    const keeper = await planned()
    for (
      let next = await keeper.nextDue();
      next && next < new Date('2027-11-23T09:00:00Z');
      next = await keeper.nextDue()
    )
      await at(next.toISOString(), keeper)
    expect(done).toHaveLength(365)
  })

  it('whose hour is missing runs when it is over, and one whose hour comes twice runs once', async () => {
    await workspace('T2', 'Europe/Berlin')
    await saveSchedule(db, { ...retention, workspaceId: 'T2', cron: '30 2 * * *' })
    moveTo('2026-03-28T12:00:00Z')
    const keeper = await planned()
    await everyTenMinutes(keeper, '2026-03-28T23:00:00Z', '2026-03-29T06:00:00Z')
    expect(timesOf('T2')).toEqual(['2026-03-29T01:00:00.000Z'])
    await at('2026-10-24T12:00:00Z', keeper)
    done = []
    await everyTenMinutes(keeper, '2026-10-24T22:00:00Z', '2026-10-25T06:00:00Z')
    expect(timesOf('T2')).toEqual(['2026-10-25T00:30:00.000Z'])
  })

  it('with other times runs at those from now on', async () => {
    const keeper = await planned()
    await saveSchedule(db, { ...retention, cron: '0 12 * * *', zone: 'Asia/Kathmandu' })
    await keeper.runDue()
    expect(await keeper.nextDue()).toEqual(new Date('2026-11-24T06:15:00Z'))
  })

  it('that is switched off rests', async () => {
    const keeper = await planned()
    await sql('update schedule set enabled = false')
    await at('2026-11-24T12:00:00Z', keeper)
    expect([done, told, await keeper.nextDue()]).toEqual([[], [], undefined])
  })

  it('of a workspace that has uninstalled the app only deletes', async () => {
    await saveSchedule(db, { ...retention, kind: 'sync', cron: night })
    const keeper = await planned({ deeds: { retention: note, sync: note } })
    await sql(`update workspace set uninstalled_at = '2026-11-23T10:00:00Z', delete_after = '2026-12-23T10:00:00Z'`)
    await at('2026-11-24T03:17:00Z', keeper)
    expect(done.map(({ kind }) => kind)).toEqual(['retention'])
  })

  it('of a kind that only a later release knows is left to that', async () => {
    const [check] = await sql(
      `select pg_get_constraintdef(oid) as text from pg_constraint where conname = 'schedule_kind_is_known'`,
    )
    await sql('alter table schedule drop constraint schedule_kind_is_known')
    await sql(`insert into schedule (workspace_id, kind, cron) values ('T1', 'horoscope', '${night}')`)
    await at('2026-11-24T12:00:00Z', await planned())
    expect([done.map(({ kind }) => kind), told]).toEqual([['retention'], []])
    await sql(`delete from schedule where kind = 'horoscope'`)
    await sql(`alter table schedule add constraint schedule_kind_is_known ${check?.text}`)
  })

  it('is left to others by a process that does not know its deed', async () => {
    const keeper = await planned({ deeds: {} })
    await at('2026-11-24T03:17:00Z', keeper)
    expect([await sql('select * from slot'), await keeper.nextDue()]).toEqual([[], undefined])
    await keeping().runDue()
    expect(done).toHaveLength(1)
  })
})

describe('ten replicas at the same moment', () => {
  it('do it once', async () => {
    await tenAtOnce()
    expect(done).toHaveLength(1)
    expect(await sql('select due_at from slot')).toHaveLength(1)
  })

  it('would do it ten times if a slot were not a unique row', async () => {
    await sql('alter table slot drop constraint slot_pkey')
    try {
      await tenAtOnce()
      expect(done).toHaveLength(10)
    } finally {
      await sql('truncate slot')
      await sql('alter table slot add constraint slot_pkey primary key (workspace_id, kind, skill, due_at)')
    }
  })

  it('do it still when the first of them fails', async () => {
    const first = await planned({
      deeds: {
        retention: async () => {
          await until(1)
          throw new Error('out of paper')
        },
      },
    })
    moveTo('2026-11-24T03:17:00Z')
    const failing = first.runDue()
    await someSlotIsTaken()
    await Promise.all([failing, keeping().runDue()])
    expect(done).toHaveLength(1)
  })
})

describe('after a downtime', () => {
  it('the newest time stands for all that were missed, and the log says how many', async () => {
    const keeper = await planned()
    await at('2026-11-30T12:00:00Z', keeper)
    expect(timesOf('T1')).toEqual(['2026-11-30T03:17:00.000Z'])
    expect(log).toMatchObject([{ workspace: 'T1', schedule: 'retention', due: '2026-11-30T03:17:00.000Z', older: 6 }])
    expect(await keeper.nextDue()).toEqual(new Date('2026-12-01T03:17:00Z'))
    expect(told).toEqual([])
  })

  it('a clock that went back and comes again does nothing twice', async () => {
    const keeper = await planned()
    await at('2026-11-24T12:00:00Z', keeper)
    await at('2026-11-22T12:00:00Z', keeper)
    await at('2026-11-24T12:00:00Z', keeper)
    expect(done).toHaveLength(1)
  })

  it('a time that was taken already stops nothing, even when it was planned again', async () => {
    const keeper = await planned()
    await at('2026-11-24T12:00:00Z', keeper)
    moveTo('2026-11-23T12:00:00Z')
    await saveSchedule(db, { ...retention, cron: night })
    await keeper.runDue()
    await at('2026-11-24T03:17:00Z', keeper)
    await at('2026-11-25T03:17:00Z', keeper)
    expect(timesOf('T1')).toEqual(['2026-11-24T03:17:00.000Z', '2026-11-25T03:17:00.000Z'])
  })
})

describe('a deed that fails', () => {
  const failing: Deed = async (tx) => {
    await tx.$executeRaw`update workspace set name = 'half done'`
    throw new Error('out of paper')
  }

  it('leaves nothing behind, and its slot to the next try', async () => {
    const keeper = await planned({ deeds: { retention: failing } })
    await at('2026-11-24T03:17:00Z', keeper)
    expect(await sql('select name, (select count(*)::int from slot) as slots from workspace')).toEqual([
      { name: 'T1', slots: 0 },
    ])
    await at('2026-11-24T03:17:01Z', keeping())
    expect(timesOf('T1')).toEqual(['2026-11-24T03:17:00.000Z'])
  })

  it('is heard of once, however often it is tried, and does not hold up the others', async () => {
    await workspace('T2', 'UTC')
    const keeper = await planned({
      deeds: { retention: (tx, slot) => (slot.workspaceId === 'T1' ? failing(tx, slot) : note(tx, slot)) },
    })
    for (const second of ['00', '01', '02']) await at(`2026-11-24T03:17:${second}Z`, keeper)
    expect(log.filter(({ level }) => level === 40)).toMatchObject([
      { workspace: 'T1', err: { message: 'out of paper' } },
    ])
    expect(timesOf('T2')).toEqual(['2026-11-24T03:17:00.000Z'])
  })

  it('for an hour is told to admins, once', async () => {
    const keeper = await planned({ deeds: { retention: failing } })
    await at('2026-11-24T04:16:59.999Z', keeper)
    expect(told).toEqual([])
    await at('2026-11-24T04:17:00Z', keeper)
    await at('2026-11-24T04:17:01Z', keeper)
    expect(told.map(({ workspaceId, nextAt }) => [workspaceId, nextAt])).toEqual([
      ['T1', new Date('2026-11-24T03:17:00Z')],
    ])
  })

  it('is told again when it worked meanwhile and fails for an hour once more', async () => {
    const keeper = await planned({ deeds: { retention: failing } })
    await at('2026-11-24T05:00:00Z', keeper)
    await at('2026-11-24T06:00:00Z', keeping())
    await at('2026-11-25T05:00:00Z', keeper)
    expect(told.map(({ nextAt }) => nextAt.toISOString())).toEqual([
      '2026-11-24T03:17:00.000Z',
      '2026-11-25T03:17:00.000Z',
    ])
  })

  it('is told by a process that only watches, when nobody is there to do it', async () => {
    await planned()
    const watcher = keeping({ deeds: {} })
    await at('2026-11-24T04:17:00Z', watcher)
    await at('2026-11-24T04:17:01Z', watcher)
    expect(told).toHaveLength(1)
  })

  it('is told later when telling fails too', async () => {
    await planned()
    let tries = 0
    const watcher = keeping({
      deeds: {},
      tellOverdue: async () => {
        tries++
        if (tries === 1) throw new Error('nobody to tell')
      },
    })
    for (const second of ['00', '01', '02']) await at(`2026-11-24T04:17:${second}Z`, watcher)
    expect(tries).toBe(2)
  })
})

let told: Due[] = []
beforeEach(() => {
  told = []
})

async function note(_tx: Tx, slot: Slot): Promise<void> {
  done.push(slot)
}

function keeping(change: Partial<SchedulesOptions> = {}): Schedules {
  return keepSchedules({
    world,
    usual,
    deeds: { retention: note },
    tellOverdue: async (_tx, due) => {
      told.push(due)
    },
    ...change,
  })
}

async function planned(change: Partial<SchedulesOptions> = {}): Promise<Schedules> {
  const keeper = keeping(change)
  await keeper.runDue()
  return keeper
}

async function at(moment: string, keeper: Schedules): Promise<void> {
  moveTo(moment)
  await keeper.runDue()
}

async function everyTenMinutes(keeper: Schedules, from: string, until: string): Promise<void> {
  for (let now = Date.parse(from); now <= Date.parse(until); now += 600_000)
    await at(new Date(now).toISOString(), keeper)
}

function timesOf(workspaceId: string): string[] {
  return done.filter((slot) => slot.workspaceId === workspaceId).map(({ dueAt }) => dueAt.toISOString())
}

async function workspace(id: string, zone: string): Promise<void> {
  await noteWorkspace(db, id, id, world.now())
  await sql('update workspace set zone = $2 where id = $1', [id, zone])
}

/** Ten that have all seen that it is due before one of them can take it. */
async function tenAtOnce(): Promise<void> {
  await planned()
  moveTo('2026-11-24T03:17:00Z')
  const many = connect(url, { poolSize: 10 })
  try {
    const replicas = Array.from({ length: 10 }, () => keeping({ world: { ...world, db: many } }))
    let running: Promise<void>[] = []
    await db.$transaction(async (tx) => {
      await tx.$executeRaw`lock table slot in share row exclusive mode`
      running = replicas.map((replica) => replica.runDue())
      await until(10)
    })
    await Promise.all(running)
  } finally {
    await many.$disconnect()
  }
}

/** Resolves when so many transactions of this database wait for a lock. */
async function until(waiting: number): Promise<void> {
  const count = `select count(*)::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  for (let found = -1; found !== waiting; ) found = Number((await sql(count))[0]?.count)
}

/** Resolves when a transaction that is not finished has taken a slot: it alone holds such a lock. */
async function someSlotIsTaken(): Promise<void> {
  const held = `select count(*)::int from pg_locks where relation = 'slot'::regclass and mode = 'RowExclusiveLock' and granted`
  for (let found = 0; found === 0; ) found = Number((await sql(held))[0]?.count)
}
