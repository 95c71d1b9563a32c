import { beforeEach, describe, expect, it } from 'vitest'
import { meet } from '../../src/directory/flow.ts'
import { knowPeople } from '../../src/directory/flow-known.ts'
import type { Account } from '../../src/directory/rules.ts'
import { noteWorkspace, savePerson } from '../../src/directory/store.ts'
import { addMark, blankPerson } from '../../src/directory/store-own-data.ts'
import { askNightly, noteAccounts, syncSchedule } from '../../src/directory/sync/flow.ts'
import { post } from '../../src/outbox/store.ts'
import { keepSchedules } from '../../src/schedules/flow.ts'
import { cronProblem } from '../../src/schedules/rules.ts'
import { stageOn, visitor } from '../assessment/stage.ts'
import { freshDatabase } from '../support/database.ts'
import { accountNamed } from './accounts.ts'

const { db, sql } = await freshDatabase()
const morning = new Date('2026-11-23T09:00:00Z')
const { world, moveTo } = stageOn(db, morning.toISOString())
const at = (seconds: number) => new Date(morning.getTime() + seconds * 1_000)
const ids = { ivan: world.newId(), maria: world.newId(), petra: world.newId() }

beforeEach(async () => {
  moveTo(morning.toISOString())
  await sql('truncate workspace cascade')
  for (const workspaceId of ['T1', 'T2']) await noteWorkspace(db, workspaceId, 'Acme', morning)
  for (const [name, id] of Object.entries(ids)) await savePerson(db, 'T1', account(name), id, morning)
  await savePerson(db, 'T2', account('ivan'), world.newId(), morning)
})

describe('what Slack says of an account', () => {
  it('is written down of people who are known, each in their workspace, and of nobody else', async () => {
    const changed = await note([
      account('ivan', { name: 'Ivan the Great', zone: 'Asia/Tokyo' }),
      account('maria'),
      account('nobody', { name: 'Nobody Here' }),
    ])
    expect(changed).toBe(1)
    expect(await sql('select workspace_id, name, zone from person order by workspace_id, name')).toEqual([
      { workspace_id: 'T1', name: 'Ivan the Great', zone: 'Asia/Tokyo' },
      { workspace_id: 'T1', name: 'umaria', zone: 'Europe/Berlin' },
      { workspace_id: 'T1', name: 'upetra', zone: 'Europe/Berlin' },
      { workspace_id: 'T2', name: 'uivan', zone: 'Europe/Berlin' },
    ])
  })

  it('touches no row that says the same', async () => {
    const version = () => sql("select xmin from person where slack_id = 'UIVAN' and workspace_id = 'T1'")
    const before = await version()
    expect(await note([account('ivan')])).toBe(0)
    expect(await version()).toEqual(before)
  })

  it('stands against what is older, whichever comes first', async () => {
    await note([account('ivan', { name: 'New', updated: at(20) })])
    await note([account('ivan', { name: 'Old', updated: at(10) })])
    expect(await ivan()).toMatchObject({ name: 'New', updated_in_slack: at(20) })
    await note([account('ivan', { name: 'Same second', updated: at(20) })])
    expect(await ivan()).toMatchObject({ name: 'Same second' })
  })

  it('stands against an older answer to somebody who acts, too', async () => {
    await note([account('ivan', { name: 'New', updated: at(20) })])
    moveTo('2026-11-25T09:00:00Z')
    await meet(world, visitor('UIVAN', { name: 'Old', updated: at(10) }), world.now())
    expect(await ivan()).toMatchObject({ name: 'New' })
  })

  it('counts once where a page names somebody twice: the newer', async () => {
    await note([
      account('ivan', { name: 'Old', updated: at(10) }),
      account('ivan', { name: 'New', updated: at(20) }),
      account('ivan', { name: 'Undated' }),
    ])
    expect(await ivan()).toMatchObject({ name: 'New' })
  })

  it('is written down while others add the same people, and neither waits for the other for ever', async () => {
    const slackIds = Array.from({ length: 300 }, (_, nth) => `U${(nth * 7919) % 300}`)
    const said = (name: string, updated: Date) => slackIds.map((slackId) => accountNamed(slackId, { name, updated }))
    const add = (name: string, updated: Date) =>
      db.$transaction((tx) => knowPeople(world, tx, 'T1', said(name, updated), morning))
    await add('first', at(0))
    for (let nth = 1; nth <= 5; nth++)
      await Promise.all([
        add('added', at(nth)),
        note(said('noted', at(nth)).toReversed()),
        note(said('twice', at(nth))),
      ])
    expect(await sql('select count(*)::int from person where updated_in_slack = $1', [at(5)])).toEqual([{ count: 300 }])
  })

  it('says whether they are away, and until when', async () => {
    await note([account('ivan', { away: { until: at(3_600) } })])
    expect(await ivan()).toMatchObject({ away_in_slack: true, away_in_slack_until: at(3_600) })
    await note([account('ivan', { away: { until: null } })])
    expect(await ivan()).toMatchObject({ away_in_slack: true, away_in_slack_until: null })
    await note([account('ivan')])
    expect(await ivan()).toMatchObject({ away_in_slack: false })
  })

  it('leaves the name and zone of a closed account, and brings it back as it was', async () => {
    await sql("update person set unreachable = 'account_inactive'")
    await note([account('ivan', { closed: true, name: '', zone: undefined })])
    expect(await ivan()).toMatchObject({ active: false, name: 'uivan', zone: 'Europe/Berlin', kind: 'member' })
    await note([account('ivan')])
    expect(await ivan()).toMatchObject({ active: true, unreachable: null })
  })

  it('never brings back somebody who has erased themselves', async () => {
    await db.$transaction(async (tx) => {
      await addMark(tx, 'T1', 'UIVAN', morning)
      await blankPerson(tx, { workspaceId: 'T1', id: ids.ivan }, morning)
    })
    expect(await note([account('ivan', { name: 'Ivan' })])).toBe(0)
    expect(await sql("select name from person where workspace_id = 'T1' and name is null")).toHaveLength(1)
  })
})

describe('somebody who is closed, or has become a guest, by the record', () => {
  it.each([
    [{ closed: true }, 'closed'],
    [{ guest: true }, 'guest'],
  ] as const)('is asked about when they act, and is no member: %j', async (change, kind) => {
    await note([account('ivan', change)])
    expect(await meet(world, visitor('UIVAN', change), morning)).toEqual({ kind, stored: true })
    expect(await meet(world, visitor('UIVAN'), morning)).toMatchObject({ kind: 'member' })
    expect(await ivan()).toMatchObject({ active: true, kind: 'member' })
  })

  it('is not taken for a member while Slack does not answer', async () => {
    await note([account('ivan', { closed: true })])
    const away = { ...visitor('UIVAN'), lookUp: () => Promise.reject(new Error('Slack is away')) }
    await expect(meet(world, away, morning)).rejects.toThrow('Slack is away')
  })
})

describe('somebody who has left', () => {
  it.each([
    [{ closed: true }, 'account_closed'],
    [{ guest: true }, 'not_a_member'],
  ] as const)('by %j gets no letter any more, nor does whom they should have read it with', async (change, reason) => {
    await letter('alone', ids.ivan)
    await letter('together', ids.maria, ids.ivan)
    await letter('sent', ids.ivan)
    await letter('under-way', ids.ivan)
    await letter('others', ids.maria)
    await letter('failed', ids.ivan)
    await sql(`update letter set state = 'failed', reason = 'user_disabled' where key = 'failed'`)
    await sql(
      `update letter set state = 'sent', channel = 'D1', ts = '1.1', sent_at = now(), shown = 1 where key = 'sent'`,
    )
    await sql(`update letter set state = 'sending', lease = uuidv7(), free_at = now() where key = 'under-way'`)
    await note([account('ivan', change)])
    expect(await sql('select key, state, reason from letter order by key')).toEqual([
      { key: 'alone', state: 'cancelled', reason },
      { key: 'failed', state: 'failed', reason: 'user_disabled' },
      { key: 'others', state: 'planned', reason: null },
      { key: 'sent', state: 'sent', reason: null },
      { key: 'together', state: 'cancelled', reason },
      { key: 'under-way', state: 'sending', reason: null },
    ])
  })

  it('leads nobody, by no kind of link; who leads them stays on record for the day they come back', async () => {
    await sql(
      `insert into manager_link values
        ('T1', $1, 'csv', $2, 'in-force', now()), ('T1', $1, 'self', $3, 'waiting', now()),
        ('T1', $3, 'csv', $2, 'disputed', now()), ('T1', $2, 'csv', $3, 'in-force', now())`,
      [ids.ivan, ids.maria, ids.petra],
    )
    await note([account('maria', { closed: true })])
    expect(await sql('select manager_id, state from manager_link order by state desc, manager_id')).toEqual([
      { manager_id: ids.petra, state: 'waiting' },
      { manager_id: ids.maria, state: 'superseded' },
      { manager_id: ids.maria, state: 'superseded' },
      { manager_id: ids.petra, state: 'in-force' },
    ])
  })

  it('stays enrolled on record', async () => {
    await sql(`insert into enrolment values ('T1', $1, 'nats-jetstream', now(), 'self')`, [ids.ivan])
    await note([account('ivan', { closed: true })])
    expect(await sql('select person_id from enrolment')).toEqual([{ person_id: ids.ivan }])
  })

  it('leaves in one workspace alone', async () => {
    await note([account('ivan', { closed: true })])
    expect(await sql("select active from person where workspace_id = 'T2'")).toEqual([{ active: true }])
  })
})

describe('each night', () => {
  it('a walk through the directory is asked for, at 01:41 of the workspace', async () => {
    expect(cronProblem(syncSchedule.cron)).toBeUndefined()
    const nights = keepSchedules({
      world,
      usual: [syncSchedule],
      deeds: { sync: askNightly },
      tellOverdue: async () => {},
    })
    await nights.runDue()
    expect(await nights.nextDue()).toEqual(new Date('2026-11-24T01:41:00Z'))
    moveTo('2026-11-24T01:41:00Z')
    await nights.runDue()
    expect(await walks()).toMatchObject([
      { workspace_id: 'T1', phase: 'members' },
      { workspace_id: 'T2', phase: 'members' },
    ])
  })

  it('one that still reads members goes on, one that reads profiles reads members first', async () => {
    await ask()
    await sql(`update directory_sync set cursor = 'page 3', calls = 2`)
    await ask()
    expect(await walks()).toMatchObject([{ phase: 'members', cursor: 'page 3', calls: 2 }])
    await sql(`update directory_sync set phase = 'fields', cursor = 'Xf1', after_person = $1`, [ids.ivan])
    await ask()
    expect(await walks()).toMatchObject([{ phase: 'members', cursor: null, after_person: ids.ivan, calls: 0 }])
  })
})

function account(name: string, change: Partial<Account> = {}): Account {
  const slackId = `U${name.toUpperCase()}`
  return accountNamed(slackId, { workspaceIds: ['T1', 'T2'], ...change })
}

function note(accounts: readonly Account[]): Promise<number> {
  return db.$transaction((tx) => noteAccounts(tx, 'T1', accounts, world.now()))
}

function ask(): Promise<void> {
  return askNightly(db, { workspaceId: 'T1', kind: 'sync', skill: '', dueAt: morning, now: morning })
}

function letter(key: string, personId: string, withPersonId?: string): Promise<boolean> {
  const about = { workspaceId: 'T1', key, kind: 'welcome', personId, notBefore: morning }
  return post(db, { ...about, ...(withPersonId ? { withPersonId } : {}) }, morning, world.newId)
}

function walks(): Promise<Record<string, unknown>[]> {
  return sql('select * from directory_sync order by workspace_id')
}

async function ivan(): Promise<Record<string, unknown> | undefined> {
  return (await sql("select * from person where workspace_id = 'T1' and slack_id = 'UIVAN'"))[0]
}
