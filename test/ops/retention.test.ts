import { beforeEach, describe, expect, it } from 'vitest'
import { noteWorkspace } from '../../src/directory/store.ts'
import { retention, retentionSchedule, type Sweep, sweeps } from '../../src/ops/retention.ts'
import { keepSchedules } from '../../src/schedules/flow.ts'
import { cronProblem } from '../../src/schedules/rules.ts'
import { stageOn } from '../assessment/stage.ts'
import { freshDatabase } from '../support/database.ts'

const { db, sql } = await freshDatabase()
const night = new Date('2026-11-24T03:17:00Z')
const { world, moveTo } = stageOn(db, '2026-11-23T09:00:00Z')

beforeEach(async () => {
  moveTo('2026-11-23T09:00:00Z')
  await sql('truncate seen, workspace cascade')
  await noteWorkspace(db, 'T1', 'T1', world.now())
})

describe('the nightly sweep', () => {
  it('comes at 03:17 of each workspace, and takes what has expired', async () => {
    await sql(
      `insert into seen values ('old', clock_timestamp() - interval '1 second'), ('new', clock_timestamp() + interval '1 hour')`,
    )
    const keeper = keepSchedules({
      world,
      usual: [retentionSchedule],
      deeds: { retention: retention(sweeps) },
      tellOverdue: async () => {},
    })
    await keeper.runDue()
    expect(await keeper.nextDue()).toEqual(night)
    expect(await sql('select count(*)::int from seen')).toEqual([{ count: 2 }])
    moveTo(night.toISOString())
    await keeper.runDue()
    expect(await sql('select key from seen')).toEqual([{ key: 'new' }])
  })

  it('takes letters half a year after their end, of its own workspace, and none that may still go', async () => {
    await noteWorkspace(db, 'T2', 'T2', world.now())
    const old = new Date(night.getTime() - 180 * 86_400_000 - 1)
    const young = new Date(night.getTime() - 180 * 86_400_000)
    await letter('T1', 'old', 'cancelled', old)
    await letter('T1', 'young', 'cancelled', young)
    await letter('T1', 'waiting', 'planned', old)
    await letter('T2', 'elsewhere', 'cancelled', old)
    await sweeping(sweeps)
    expect(await sql('select key from letter order by key')).toEqual([
      { key: 'elsewhere' },
      { key: 'waiting' },
      { key: 'young' },
    ])
  })

  it('has times that a schedule can have', () => {
    expect(cronProblem(retentionSchedule.cron)).toBeUndefined()
  })

  it('goes on with each sweep until nothing is left over', async () => {
    expect(await batchesOf(25_000)).toEqual([10_000, 10_000, 5_000])
    expect(await batchesOf(20_000)).toEqual([10_000, 10_000, 0])
    expect(await batchesOf(0)).toEqual([0])
  })

  it('leaves what is too much for one night to the next', async () => {
    expect(await batchesOf(150_000)).toEqual(Array.from({ length: 10 }, () => 10_000))
  })

  it('says which workspace it is about, and when', async () => {
    const asked: unknown[] = []
    const sweep: Sweep = async (_tx, workspaceId, now) => {
      asked.push([workspaceId, now])
      return 0
    }
    await sweeping([sweep, sweep])
    expect(asked).toEqual([
      ['T1', night],
      ['T1', night],
    ])
  })
})

async function letter(workspaceId: string, key: string, state: string, changedAt: Date): Promise<void> {
  await sql(
    `with reader as (
      insert into person (workspace_id, id, slack_id, name, kind, active, first_seen_at)
      values ($1, uuidv7(), $2, 'Ivan', 'member', true, $4)
      returning id)
    insert into letter (workspace_id, key, kind, state, person_id, not_before, created_at, changed_at, reason)
    select $1, $2, 'test', $3, id, $4, $4, $4, 'for the test'
    from reader`,
    [workspaceId, key, state, changedAt],
  )
}

async function batchesOf(rows: number): Promise<number[]> {
  const taken: number[] = []
  let left = rows
  await sweeping([
    async (_tx, _workspaceId, _now, atMost) => {
      const count = Math.min(left, atMost)
      left -= count
      taken.push(count)
      return count
    },
  ])
  return taken
}

function sweeping(sweeps: readonly Sweep[]): Promise<void> {
  const slot = { workspaceId: 'T1', kind: 'retention', skill: '', dueAt: night, now: night } as const
  return db.$transaction((tx) => retention(sweeps)(tx, slot))
}
