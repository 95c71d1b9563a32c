import { describe, expect, it, test } from 'vitest'
import type { AdminId } from '../../src/config.ts'
import type { Db, Tx } from '../../src/db/connection.ts'
import type { RelationPart } from '../../src/directory/room.ts'
import type { NamedPart, Person, Relation } from '../../src/directory/rules.ts'
import { look, type Seen, type SightRoom } from '../../src/directory/sight/flow.ts'
import { whoSees } from '../../src/directory/sight/store.ts'
import { stageOn } from '../assessment/stage.ts'
import { freshDatabase } from '../support/database.ts'

const database = await freshDatabase()
const { db, sql } = database
const { world, moveTo } = stageOn(db, '2026-11-23T09:00:00Z')

await sql(
  "insert into workspace (id, name, zone, salt, first_seen_at) values ('T1', 'Acme', 'Europe/Berlin', sha256('1'), now()), ('T2', 'Other', 'UTC', sha256('2'), now())",
)

const skill = 'nats-jetstream'
const all: readonly NamedPart[] = ['level', 'items', 'topics', 'note', 'history']
const count = { people: 0 }
/** Ids of those about whom something is on record: what that is, this room does not know. */
const recorded = new Set<string>()

describe('a look at somebody’s level', () => {
  it.each<[string, Relation, string, (viewer: Person, owner: Person) => Promise<unknown>]>([
    ['their manager', 'manager', 'LIT.H', (viewer, owner) => manages(viewer, owner)],
    ['an appointed admin', 'admin', 'LIT.H', (viewer) => appoint(viewer)],
    ['somebody they opened it to', 'opened-to', 'LIT..', (viewer, owner) => open(owner, viewer, '2026-11-23')],
    [
      'their manager, who may read their notes',
      'manager',
      'LITNH',
      (viewer, owner) => Promise.all([manages(viewer, owner), share(owner)]),
    ],
    [
      'their manager, who is an admin as well',
      'manager',
      'LIT.H',
      (viewer, owner) => Promise.all([manages(viewer, owner), appoint(viewer)]),
    ],
  ])('shows %s what is theirs to see', async (_who, as, letters, relate) => {
    const [viewer, owner] = await two()
    await relate(viewer, owner)
    expect(inLetters(await lookAt(viewer, owner))).toBe(letters)
    expect(await lines(owner)).toEqual([{ actor_id: viewer.id, act: 'read.level', detail: { as } }])
  })

  it('shows an admin named in the environment what an admin sees, and in their own workspace only', async () => {
    const [viewer, owner] = await two()
    const named = (...adminIds: AdminId[]) => lookAt(viewer, owner, { adminIds })
    expect(await named({ workspaceId: 'T2', slackId: viewer.slackId })).toBeUndefined()
    expect((await named({ workspaceId: 'T1', slackId: viewer.slackId }))?.as).toBe('admin')
    expect((await named({ workspaceId: undefined, slackId: viewer.slackId }))?.as).toBe('admin')
  })

  it.each<[Relation, string]>([
    ['mentor', 'LIT..'],
    ['proposed-partner', ''],
  ])('shows a %s, whom a higher room knows, what is theirs to see', async (relation, letters) => {
    const [viewer, owner] = await two()
    const asked: unknown[] = []
    const part: RelationPart = async (tx, ...about) => {
      asked.push(...about)
      return (await tx.$queryRaw`select true`) ? relation : undefined
    }
    const seen = await lookAt(viewer, owner, { relations: [async () => undefined, part] })
    expect(inLetters(seen)).toBe(letters)
    expect(asked).toMatchObject([{ id: viewer.id }, { workspaceId: 'T1', id: owner.id }, world.now()])
  })

  it.each<[string, (viewer: Person, owner: Person) => Promise<unknown>]>([
    ['nobody in particular', async () => {}],
    ['somebody they manage', (viewer, owner) => manages(owner, viewer)],
    ['a manager who waits for a yes', (viewer, owner) => manages(viewer, owner, 'waiting')],
    ['somebody who is not their manager, as they have said', (viewer, owner) => manages(viewer, owner, 'disputed')],
    ['their manager of before', (viewer, owner) => manages(viewer, owner, 'superseded')],
    ['the manager of their manager', (viewer, owner) => managesOver(viewer, owner)],
    ['somebody with the same manager', (viewer, owner) => sharesManager(viewer, owner)],
    ['somebody who opened their own to them', (viewer, owner) => open(viewer, owner, '2027-01-21')],
    ['somebody to whom it was open until yesterday', (viewer, owner) => open(owner, viewer, '2026-11-22')],
    ['a manager whose account is closed', (viewer, owner) => changed(viewer, owner, 'active = false')],
    ['a manager who has become a guest', (viewer, owner) => changed(viewer, owner, "kind = 'guest'")],
  ])('shows nothing to %s, and writes nothing down', async (_who, relate) => {
    const [viewer, owner] = await two()
    await relate(viewer, owner)
    expect(await lookAt(viewer, owner)).toBeUndefined()
    expect(await lines(owner)).toEqual([])
  })

  it.each<[string, (viewer: Person, owner: Person) => Promise<unknown>]>([
    ['somebody who is not enrolled', (_, owner) => sql('delete from enrolment where person_id = $1', [owner.id])],
    [
      'somebody who is enrolled in another skill only',
      (_, owner) => sql("update enrolment set skill = 'bread' where person_id = $1", [owner.id]),
    ],
    ['somebody without a record', async (_, owner) => recorded.delete(owner.id)],
    ['a guest', (_, owner) => sql("update person set kind = 'guest' where id = $1", [owner.id])],
    ['an account that is closed', (_, owner) => sql('update person set active = false where id = $1', [owner.id])],
    [
      'an account of another workspace',
      (_, owner) => sql("update person set kind = 'stranger' where id = $1", [owner.id]),
    ],
  ])('shows nothing of %s, even to manager and admin', async (_who, make) => {
    const [viewer, owner] = await two()
    await Promise.all([manages(viewer, owner), appoint(viewer)])
    await make(viewer, owner)
    expect(await lookAt(viewer, owner)).toBeUndefined()
    expect(await lines(owner)).toEqual([])
  })

  it('shows nothing of the same account in another workspace', async () => {
    const [viewer, owner] = await two()
    const namesake = await person('T2', {}, owner.slackId)
    await sql("insert into enrolment values ('T2', $1, $2, now(), 'self')", [namesake.id, skill])
    await sql("insert into opened_to values ('T2', $1, $2, '2030-01-01')", [
      namesake.id,
      (await person('T2', {}, viewer.slackId)).id,
    ])
    await appoint(await person('T2'))
    expect(await lookAt(viewer, owner)).toBeUndefined()
  })

  it('asks the database the very same questions whatever the reason for showing nothing', async () => {
    const [viewer, stranger] = await two()
    const [, alone] = await two()
    await manages(viewer, alone)
    await sql('delete from enrolment where person_id = $1', [alone.id])
    const [, silent] = await two()
    await manages(viewer, silent)
    recorded.delete(silent.id)
    const [, guest] = await two()
    await sql("update person set kind = 'guest' where id = $1", [guest.id])
    const questions = await Promise.all(
      [stranger, alone, silent, guest, { slackId: 'U0NOBODY' }, { slackId: 'USLACKBOT' }].map((owner) =>
        questionsFor(viewer, owner),
      ),
    )
    expect(questions[0]).toHaveLength(3)
    expect(new Set(questions.map((asked) => asked.join('\n'))).size).toBe(1)
  })

  it('is of the moment: open until the end of the day where its owner lives', async () => {
    const [viewer, owner] = await two({ zone: 'Pacific/Honolulu' })
    await open(owner, viewer, '2026-11-23')
    moveTo('2026-11-24T09:59:59Z')
    expect((await lookAt(viewer, owner))?.openedUntil).toBe('2026-11-23')
    expect((await whoSees(db, owner, skill, world.now())).openedTo).toBe(1)
    moveTo('2026-11-24T10:00:00Z')
    expect(await lookAt(viewer, owner)).toBeUndefined()
    expect((await whoSees(db, owner, skill, world.now())).openedTo).toBe(0)
    moveTo('2026-11-23T09:00:00Z')
  })
})

describe('the line that a look leaves', () => {
  it('is one for each viewer and day, by the calendar of who was looked at', async () => {
    const [viewer, owner] = await two({ zone: 'Pacific/Auckland' })
    await manages(viewer, owner)
    const days = ['2026-11-23T09:00:00Z', '2026-11-23T10:59:59Z', '2026-11-23T11:00:00Z', '2026-11-24T10:00:00Z']
    for (const day of days) {
      moveTo(day)
      await lookAt(viewer, owner)
    }
    moveTo('2026-11-23T09:00:00Z')
    expect(await lines(owner)).toHaveLength(2)
  })

  it('is left where the zone of who was looked at is one that only this machine knows', async () => {
    const [viewer, owner] = await two({ zone: 'US/Pacific-New' })
    await manages(viewer, owner)
    expect(await lookAt(viewer, owner)).toBeDefined()
    expect(await lines(owner)).toHaveLength(1)
  })

  it('is one when the same person looks from two devices in one moment', async () => {
    const [viewer, owner] = await two()
    await manages(viewer, owner)
    await Promise.all(Array.from({ length: 6 }, () => lookAt(viewer, owner)))
    expect(await lines(owner)).toHaveLength(1)
  })

  it('is not left by looking at oneself', async () => {
    const [, owner] = await two()
    expect(inLetters(await lookAt(owner, owner))).toBe('LITNH')
    expect(await lines(owner)).toEqual([])
  })

  it('names nobody: ids of rows, and a word of this code', async () => {
    const [viewer, owner] = await two()
    await manages(viewer, owner)
    await lookAt(viewer, owner)
    const [row] = await sql('select * from audit where $1 = any (subjects)', [owner.id])
    expect(JSON.stringify(row)).not.toContain(viewer.slackId)
    expect(JSON.stringify(row)).not.toContain(owner.slackId)
  })

  test('nothing is shown where it cannot be written, and it is not written where nothing could be read', async () => {
    const [viewer, owner] = await two()
    await manages(viewer, owner)
    await sql(`create function full_disk() returns trigger language plpgsql as $$ begin raise 'the disk is full'; end $$;
      create trigger full_disk before insert on audit for each row execute function full_disk()`)
    await expect(lookAt(viewer, owner)).rejects.toThrow('the disk is full')
    await sql('drop trigger full_disk on audit')
    const failing = look(
      room(),
      viewer,
      { ownerSlackId: owner.slackId, skill },
      () => Promise.reject(new Error('gone')),
      world.now(),
    )
    await expect(failing).rejects.toThrow('gone')
    expect(await lines(owner)).toEqual([])
  })
})

describe('what somebody is told of who sees their level', () => {
  const told = (owner: Person) => whoSees(db, owner, skill, world.now())

  it('is what a look would show', async () => {
    const [ana, owner] = await two()
    expect(await told(owner)).toEqual({
      enrolled: true,
      manager: undefined,
      openedTo: 0,
      notesToManager: false,
      notesToMentor: false,
    })
    await manages(ana, owner)
    await share(owner)
    await open(owner, ana, '2026-11-23')
    await open(owner, await person(), '2026-11-22')
    expect(await told(owner)).toEqual({
      enrolled: true,
      manager: { slackId: ana.slackId },
      openedTo: 1,
      notesToManager: true,
      notesToMentor: false,
    })
    await sql('delete from enrolment where person_id = $1', [owner.id])
    expect((await told(owner)).enrolled).toBe(false)
  })

  it.each(['waiting', 'disputed', 'superseded'])('names no manager whose link is %s', async (state) => {
    const [ana, owner] = await two()
    await manages(ana, owner, state)
    expect((await told(owner)).manager).toBeUndefined()
  })

  it.each(['active = false', "kind = 'guest'"])('names nobody who cannot look any more: %s', async (change) => {
    const [ana, owner] = await two()
    await open(owner, ana, '2027-01-01')
    await changed(ana, owner, change)
    expect(await told(owner)).toMatchObject({ manager: undefined, openedTo: 0 })
  })

  it('is nobody of somebody who is not there', async () => {
    expect(await told({ ...(await person()), workspaceId: 'T2' })).toMatchObject({ enrolled: false, openedTo: 0 })
  })
})

// Who they are to each other

async function two(change: { readonly zone?: string } = {}): Promise<readonly [Person, Person]> {
  const [viewer, owner] = [await person(), await person('T1', change)]
  await sql("insert into enrolment values ('T1', $1, $2, now(), 'self')", [owner.id, skill])
  recorded.add(owner.id)
  return [viewer, owner]
}

async function person(
  workspaceId = 'T1',
  { zone }: { readonly zone?: string } = {},
  slackId = `U${++count.people}`,
): Promise<Person> {
  const id = world.newId()
  await sql(
    "insert into person (workspace_id, id, slack_id, name, zone, kind, first_seen_at) values ($1, $2, $3, $3, $4, 'member', now())",
    [workspaceId, id, slackId, zone ?? null],
  )
  return { workspaceId, id, slackId, zone: zone ?? 'Europe/Berlin', homeOpened: false }
}

function manages(manager: Person, report: Person, state = 'in-force'): Promise<unknown> {
  return sql("insert into manager_link values ('T1', $1, 'csv', $2, $3, now())", [report.id, manager.id, state])
}

async function managesOver(top: Person, report: Person): Promise<void> {
  const between = await person()
  await manages(top, between)
  await manages(between, report)
}

async function sharesManager(one: Person, other: Person): Promise<void> {
  const manager = await person()
  await manages(manager, one)
  await manages(manager, other)
}

function appoint({ workspaceId, id }: Person): Promise<unknown> {
  return sql('insert into admin values ($1, $2, now())', [workspaceId, id])
}

function open(owner: Person, viewer: Person, until: string): Promise<unknown> {
  return sql("insert into opened_to values ('T1', $1, $2, $3)", [owner.id, viewer.id, until])
}

function share({ id }: Person): Promise<unknown> {
  return sql('update person set notes_to_manager = true where id = $1', [id])
}

async function changed(manager: Person, report: Person, change: string): Promise<void> {
  await manages(manager, report)
  await sql(`update person set ${change} where id = $1`, [manager.id])
}

// The look

function room(change: Partial<SightRoom> = {}): SightRoom {
  return { world, adminIds: [], relations: [], ...change }
}

function lookAt(
  viewer: Person,
  { slackId }: Pick<Person, 'slackId'>,
  change: Partial<SightRoom> = {},
): Promise<Seen<string> | undefined> {
  return look(room(change), viewer, { ownerSlackId: slackId, skill }, recordOf, world.now())
}

async function recordOf(tx: Tx, { id }: Pick<Person, 'id'>): Promise<string | undefined> {
  await tx.$queryRaw`select ${id}::uuid`
  return recorded.has(id) ? 'a record' : undefined
}

/** The statements of one look, in their order. */
async function questionsFor(viewer: Person, owner: Pick<Person, 'slackId'>): Promise<readonly string[]> {
  const asked: string[] = []
  const listening = db.$extends({
    query: {
      async $allOperations({ operation, model, args, query }) {
        const text = (args as { readonly sql?: string }).sql ?? ''
        asked.push(`${model ?? ''} ${operation} ${text}`)
        return query(args)
      },
    },
  }) as unknown as Db
  const partner: RelationPart = async (tx, one, other) => {
    await tx.$queryRaw`select ${one.id}::uuid, ${other.id}::uuid`
    return undefined
  }
  expect(await lookAt(viewer, owner, { world: { ...world, db: listening }, relations: [partner] })).toBeUndefined()
  return asked
}

function lines(owner: Person): Promise<readonly Record<string, unknown>[]> {
  return sql('select actor_id, act, detail from audit where $1 = any (subjects) order by at', [owner.id])
}

function inLetters(seen: Seen<string> | undefined): string {
  return seen ? all.map((part, at) => (seen.parts.has(part) ? 'LITNH'[at] : '.')).join('') : ''
}
