import { beforeEach, describe, expect, it } from 'vitest'
import { noteWorkspace } from '../../src/directory/store.ts'
import { retention, retentionSchedule, type Sweep, sweeps } from '../../src/ops/retention.ts'
import { keepSchedules } from '../../src/schedules/flow.ts'
import { cronProblem } from '../../src/schedules/rules.ts'
import { stageOn } from '../assessment/stage.ts'
import { freshDatabase } from '../support/database.ts'
import { ana, fillWorkspace, ivan, leo } from '../support/filled.ts'

const database = await freshDatabase()
const { db, sql } = database
const night = new Date('2026-11-24T03:17:00Z')
const { world, moveTo } = stageOn(db, '2026-11-23T09:00:00Z')

beforeEach(async () => {
  moveTo('2026-11-23T09:00:00Z')
  await sql('truncate seen, workspace, installation, profile_version, profile_slot cascade')
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

  it('takes what was said three years ago, and never the last that somebody said or gave in their own words', async () => {
    await sql('delete from workspace')
    await fillWorkspace(database, 'T1', 'pelican')
    await sql('delete from standing; delete from assessment')
    const said = (person: string, nth: number, day: string, kind = 'given') =>
      sql(
        `insert into assessment (workspace_id, person_id, skill, nth, said_at, via, kind, role, level, profile_version, answers, ratings)
        values ('T1', $1, 'nats-jetstream', $2, $3, 'home', $4, 'go', 2, 1, '{}', '{}')`,
        [person, nth, day, kind],
      )
    await said(ivan, 1, '2021-01-01')
    await said(ivan, 2, '2021-02-01', 'confirmed')
    await said(ivan, 3, '2022-01-01')
    await said(ivan, 4, '2022-02-01', 'confirmed')
    await said(ivan, 5, '2022-03-01', 'confirmed')
    await said(ana, 1, '2021-01-01')
    await said(leo, 1, '2021-01-01')
    await said(leo, 2, '2023-11-25')
    await said(leo, 3, '2026-11-20')
    await sql(
      `insert into note values ('T1', '${ivan}', 'nats-jetstream', 1, 'Old'), ('T1', '${ivan}', 'nats-jetstream', 3, 'Mine')`,
    )
    await sweeping(sweeps)
    expect(await sql('select person_id as who, nth from assessment order by 1, 2')).toEqual([
      { who: ivan, nth: 3 },
      { who: ivan, nth: 5 },
      { who: ana, nth: 1 },
      { who: leo, nth: 2 },
      { who: leo, nth: 3 },
    ])
    expect(await sql('select text from note')).toEqual([{ text: 'Mine' }])
  })

  it('takes parts in rounds three years after their end, with the rounds, and never the last round of a skill', async () => {
    await sql('delete from workspace')
    await fillWorkspace(database, 'T1', 'pelican')
    await fillWorkspace(database, 'T2', 'albatross')
    await sql(`
      update round set state = 'closed', opens_at = opens_at - interval '4 years', closes_at = closes_at - interval '4 years',
        closed_at = closes_at - interval '4 years'`)
    await sweeping(sweeps)
    expect(await sql("select name from round where workspace_id = 'T1'")).toEqual([{ name: '2026-Q4' }])
    expect(await sql('select workspace_id as place, count(*)::int from check_in group by 1 order by 1')).toEqual([
      { place: 'T1', count: 3 },
      { place: 'T2', count: 4 },
    ])
    await sql(`update round set closed_at = '2026-11-20', settled_at = null`)
    await sweeping(sweeps)
    expect(await sql('select count(*)::int from round')).toEqual([{ count: 3 }])
  })

  it('takes lines of the audit log after two years, and keeps the others', async () => {
    await sql(`insert into audit (workspace_id, at, act, subjects) values
      ('T1', '2024-11-23T03:16:59Z', 'old', '{}'), ('T1', '2024-11-23T03:17:00Z', 'young', '{}')`)
    await sweeping(sweeps)
    expect(await sql('select act from audit')).toEqual([{ act: 'young' }])
  })

  it('takes lists of admins after their day, and days off and open levels once they are over everywhere', async () => {
    await sql('delete from workspace')
    await fillWorkspace(database, 'T1', 'pelican')
    await fillWorkspace(database, 'T2', 'albatross')
    await sql(`
      delete from away;
      delete from opened_to;
      update import set expires_at = case kind when 'people' then timestamptz '2026-11-24T03:17:00Z' else '2026-11-24T03:17:01Z' end;
      insert into away (workspace_id, person_id, kind, first_day, last_day) values
        ('T1', '${ivan}', 'day-off', '2026-11-22', '2026-11-22'), ('T1', '${ivan}', 'pause', '2026-11-20', '2026-11-23');
      insert into opened_to values
        ('T1', '${ivan}', '${ana}', '2026-11-22'), ('T1', '${ivan}', '${leo}', '2026-11-23')`)
    await sweeping(sweeps)
    expect(await sql("select kind from import where workspace_id = 'T1'")).toEqual([{ kind: 'managers' }])
    expect(await sql("select count(*)::int from import where workspace_id = 'T2'")).toEqual([{ count: 2 }])
    // In the far west the 23rd has just begun to end; the 22nd has ended.
    expect(await sql('select kind from away')).toEqual([{ kind: 'pause' }])
    expect(await sql('select viewer_id from opened_to')).toEqual([{ viewer_id: leo }])
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
