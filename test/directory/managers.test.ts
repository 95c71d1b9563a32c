import { beforeEach, describe, expect, it, test } from 'vitest'
import { type Met, welcome } from '../../src/directory/flow.ts'
import { knowPeople } from '../../src/directory/flow-known.ts'
import { erase } from '../../src/directory/flow-own-data.ts'
import {
  currentManager,
  nameManager,
  notMyManager,
  profileManager,
  settle,
  waitingForMe,
} from '../../src/directory/managers/flow.ts'
import { managerAskedLetter, managerToldLetter } from '../../src/directory/managers/letters.ts'
import { readLinkKey, writeLinkKey } from '../../src/directory/managers/rules.ts'
import type { Account, Person } from '../../src/directory/rules.ts'
import { type Stage, stageOn, visitor } from '../assessment/stage.ts'
import { freshDatabase } from '../support/database.ts'
import { bareRoom } from './room.ts'

const { db, sql } = await freshDatabase()
const monday = new Date('2026-11-23T09:00:00Z')
const skill = 'nats-jetstream'

let stage: Stage
let ivan: Person
let ana: Person
let piotr: Person

beforeEach(async () => {
  await sql('truncate workspace cascade')
  stage = stageOn(db, monday.toISOString())
  ;[ivan, ana, piotr] = await Promise.all([known('U1IVAN'), known('U2ANA'), known('U3PIOTR')])
})

describe('naming one’s own manager', () => {
  it('holds at once where nobody else is on record', async () => {
    expect(await name(ivan, ana)).toMatchObject({ kind: 'in-force', manager: { id: ana.id } })
    expect(await linksOf(ivan)).toEqual([['self', 'in-force', 'U2ANA']])
    expect(await audited()).toEqual([['manager.name', ivan.id, [ivan.id, ana.id], { what: 'in-force' }]])
    expect(await name(ivan, piotr)).toMatchObject({ kind: 'in-force' })
    expect(await linksOf(ivan)).toEqual([['self', 'in-force', 'U3PIOTR']])
  })

  it('beside one from a list it waits for the named person, who is asked once', async () => {
    await linked(ivan, ana)
    expect(await name(ivan, piotr)).toMatchObject({ kind: 'waiting' })
    expect(await name(ivan, piotr)).toEqual({ kind: 'unchanged' })
    expect(await linksOf(ivan)).toEqual([
      ['csv', 'in-force', 'U2ANA'],
      ['self', 'waiting', 'U3PIOTR'],
    ])
    expect(await waitingForMe(db, piotr)).toMatchObject([{ person: { slackId: 'U1IVAN' } }])
    expect(await letters()).toEqual([['directory.manager-asked', piotr.id]])
  })

  it('takes back what waits when who is on record is named again, or nobody', async () => {
    await linked(ivan, ana)
    await name(ivan, piotr)
    expect(await name(ivan, ana)).toEqual({ kind: 'unchanged' })
    await name(ivan, piotr)
    expect(await name(ivan, null)).toEqual({ kind: 'removed' })
    expect(await linksOf(ivan)).toEqual([['csv', 'in-force', 'U2ANA']])
    expect(await name(ivan, null)).toEqual({ kind: 'disputed' })
    expect(await linksOf(ivan)).toEqual([['csv', 'disputed', 'U2ANA']])
    expect(await name(ivan, null)).toEqual({ kind: 'unchanged' })
  })

  test.each([
    ['bot', { bot: true }],
    ['guest', { guest: true }],
    ['stranger', { stranger: true }],
    ['closed', { closed: true }],
  ] as const)('is refused for a %s, and leaves no row of theirs', async (why, change) => {
    const asking = { ...visitor('U1IVAN'), lookUp: visitor('U9', change).lookUp }
    expect(await nameManager(room(), asking, ivan, 'U9', monday)).toEqual({ kind: 'refused', refusal: { why } })
    expect(await sql(`select from person where slack_id = 'U9'`)).toEqual([])
  })

  it('is refused for oneself, and for somebody who has erased themselves', async () => {
    expect(await name(ivan, ivan)).toEqual({ kind: 'refused', refusal: { why: 'oneself' } })
    await forget(piotr)
    expect(await name(ivan, piotr)).toEqual({ kind: 'refused', refusal: { why: 'forgotten' } })
    expect(await sql(`select from person where slack_id = 'U3PIOTR'`)).toEqual([])
  })

  it('is refused where it closes a circle, over any number of steps', async () => {
    await linked(ana, piotr)
    await linked(piotr, ivan)
    const way = ['U1IVAN', 'U2ANA', 'U3PIOTR', 'U1IVAN']
    expect(await name(ivan, ana)).toEqual({ kind: 'refused', refusal: { why: 'circle', way } })
    expect(await linksOf(ivan)).toEqual([])
  })

  it('by two people at once closes no circle either, however often they try', async () => {
    for (let time = 0; time < 10; time++) {
      await sql('delete from manager_link')
      const named = await Promise.all([name(ivan, ana), name(ana, piotr), name(piotr, ivan)])
      expect(named.map(({ kind }) => kind).sort()).toEqual(['in-force', 'in-force', 'refused'])
    }
  })
})

describe('“Not my manager”', () => {
  it('shows the manager nothing more, and stays until an admin has looked', async () => {
    const key = await linked(ivan, ana)
    expect(await notMyManager(room(), ivan, key, monday)).toMatchObject({ kind: 'disputed', manager: { id: ana.id } })
    expect(await linksOf(ivan)).toEqual([['csv', 'disputed', 'U2ANA']])
    expect(await audited()).toEqual([['manager.dispute', ivan.id, [ivan.id, ana.id], { what: 'csv' }]])
    expect(await notMyManager(room(), ivan, key, monday)).toMatchObject({ kind: 'gone' })
  })

  it('is about one’s own link alone, and about the one that was shown', async () => {
    const key = await linked(ivan, ana)
    expect(await notMyManager(room(), piotr, key, monday)).toMatchObject({ kind: 'gone' })
    await linked(ivan, piotr, '2026-11-24T09:00:00Z')
    expect(await notMyManager(room(), ivan, key, monday)).toMatchObject({
      kind: 'gone',
      current: { inForce: { manager: { slackId: 'U3PIOTR' } } },
    })
    expect(await linksOf(ivan)).toEqual([['csv', 'in-force', 'U3PIOTR']])
  })
})

describe('a link that waits', () => {
  it('comes into force by the named person, and the one before is overtaken', async () => {
    const key = await waiting()
    expect(await decide(piotr, key, 'confirm')).toMatchObject({ kind: 'confirmed' })
    expect(await linksOf(ivan)).toEqual([
      ['csv', 'superseded', 'U2ANA'],
      ['self', 'in-force', 'U3PIOTR'],
    ])
    stage.moveTo('2026-11-24T09:00:00Z')
    expect(await decide(piotr, key, 'confirm')).toEqual({ kind: 'gone' })
    expect(await decide(ana, key, 'confirm')).toEqual({ kind: 'gone' })
  })

  it('is over when the named person says so', async () => {
    const key = await waiting()
    expect(await decide(piotr, key, 'refuse')).toMatchObject({ kind: 'refused' })
    expect(await linksOf(ivan)).toEqual([
      ['csv', 'in-force', 'U2ANA'],
      ['self', 'superseded', 'U3PIOTR'],
    ])
  })

  it('is nobody else’s to settle, not even of who is on record or of the person', async () => {
    const key = await waiting()
    expect(await decide(ivan, key, 'confirm')).toEqual({ kind: 'not-theirs' })
    expect(await decide(ana, key, 'confirm')).toEqual({ kind: 'gone' })
    expect(await decide(ana, undefined, 'confirm')).toEqual({ kind: 'not-theirs' })
    expect(await linksOf(ivan)).toContainEqual(['self', 'waiting', 'U3PIOTR'])
    expect(await decide(ana, key, 'confirm', true)).toMatchObject({ kind: 'confirmed' })
  })

  it('does not close a circle that has come up meanwhile', async () => {
    const key = await waiting()
    await linked(piotr, ivan)
    expect(await decide(piotr, key, 'confirm')).toMatchObject({ kind: 'circle' })
  })

  it('of another workspace is not there', async () => {
    const key = await waiting()
    await sql(
      `insert into workspace (id, name, salt, first_seen_at, zone) select 'T2', 'T2', salt, first_seen_at, zone from workspace`,
    )
    const other = { ...piotr, workspaceId: 'T2' }
    expect(await settle(room(), { person: other, isAdmin: true }, key, 'confirm', monday)).toEqual({ kind: 'gone' })
  })
})

describe('a link that was denied', () => {
  it('is an admin’s to settle, and the person is told', async () => {
    await enrolled(ivan)
    await notMyManager(room(), ivan, await linked(ivan, ana), monday)
    const key = await keyOf(ivan, 'csv')
    expect(await decide(ana, key, 'confirm')).toEqual({ kind: 'gone' })
    stage.moveTo('2026-11-24T09:00:00Z')
    expect(await decide(piotr, key, 'confirm', true)).toMatchObject({ kind: 'confirmed' })
    expect(await linksOf(ivan)).toEqual([['csv', 'in-force', 'U2ANA']])
    expect(await letters()).toEqual([['directory.manager-told', ivan.id]])
  })

  it('gives way to one’s own word', async () => {
    await notMyManager(room(), ivan, await linked(ivan, ana), monday)
    expect(await name(ivan, piotr)).toMatchObject({ kind: 'in-force' })
    expect(await currentManager(db, ivan)).toMatchObject({
      inForce: { managerId: piotr.id },
      disputed: { managerId: ana.id },
    })
    expect(await name(ivan, ana)).toMatchObject({ kind: 'in-force' })
    expect(await linksOf(ivan)).toEqual([
      ['csv', 'superseded', 'U2ANA'],
      ['self', 'in-force', 'U2ANA'],
    ])
  })
})

describe('the profile field', () => {
  it('counts where nobody is on record, is told to who is in the check-in, and goes with the field', async () => {
    await enrolled(ivan)
    expect(await fromProfile(ivan, ana)).toBe('changed')
    expect(await linksOf(ivan)).toEqual([['profile', 'in-force', 'U2ANA']])
    expect(await letters()).toEqual([['directory.manager-told', ivan.id]])
    expect(await fromProfile(ivan, ana)).toBe('unchanged')
    expect(await fromProfile(ivan, undefined)).toBe('changed')
    expect(await linksOf(ivan)).toEqual([])
  })

  it('that has always said so overtakes no list, but a change of it is the latest word', async () => {
    await linked(ivan, ana)
    expect(await fromProfile(ivan, piotr)).toBe('unchanged')
    expect(await linksOf(ivan)).toContainEqual(['csv', 'in-force', 'U2ANA'])
    expect(await fromProfile(ivan, await known('U4MARIA'))).toBe('changed')
    expect(await linksOf(ivan)).toEqual([
      ['csv', 'superseded', 'U2ANA'],
      ['profile', 'in-force', 'U4MARIA'],
    ])
  })

  it('does not bring back whom the person has denied, nor closes a circle', async () => {
    await notMyManager(room(), ivan, await linked(ivan, ana), monday)
    expect(await fromProfile(ivan, ana)).toBe('unchanged')
    await linked(ana, piotr)
    expect(await fromProfile(piotr, ana)).toBe('refused')
    expect(await fromProfile(piotr, piotr)).toBe('refused')
  })
})

describe('letters', () => {
  it('say nothing any more once the link has changed', async () => {
    await enrolled(ivan)
    await fromProfile(ivan, ana)
    expect(await drawn('directory.manager-told')).toContain('is on record as your manager')
    await notMyManager(room(), ivan, await keyOf(ivan, 'profile'), monday)
    expect(await drawn('directory.manager-told')).toBeUndefined()
    await linked(ivan, ana)
    await name(ivan, piotr)
    expect(await drawn('directory.manager-asked')).toContain('has named you as their manager')
    await name(ivan, null)
    expect(await drawn('directory.manager-asked')).toBeUndefined()
  })
})

describe('people who are named', () => {
  it('get one row, however many name them at once, and keep what is newer', async () => {
    const account = await accountOf('U7NEW')
    const all = await Promise.all(Array.from({ length: 5 }, () => knowing([account, account])))
    expect(new Set(all.map(({ known: people }) => people.get('U7NEW')?.id)).size).toBe(1)
    await knowing([{ ...account, name: 'Old', updated: new Date('2026-01-01T00:00:00Z') }])
    await knowing([{ ...account, name: 'New', updated: new Date('2026-02-01T00:00:00Z') }])
    await knowing([{ ...account, name: 'Old', updated: new Date('2026-01-01T00:00:00Z') }])
    expect(await sql(`select name from person where slack_id = 'U7NEW'`)).toEqual([{ name: 'New' }])
  })

  it('are members alone, and nobody who has erased themselves', async () => {
    await forget(piotr)
    const guest = await accountOf('U8', { guest: true })
    const { known: people, forgotten } = await knowing([guest, await accountOf('U3PIOTR'), await accountOf('U1IVAN')])
    expect([[...people.keys()], [...forgotten]]).toEqual([['U1IVAN'], ['U3PIOTR']])
    expect(await sql(`select count(*)::int as n from person where slack_id in ('U8', 'U3PIOTR')`)).toEqual([{ n: 0 }])
  })

  it('have no row after an erasure in the same moment, whichever comes first', async () => {
    for (let time = 0; time < 10; time++) {
      const maria = await known('U4MARIA', 'anew')
      await Promise.all([forget(maria), knowing([await accountOf('U4MARIA')]), knowing([await accountOf('U4MARIA')])])
      expect(await sql(`select from person where slack_id = 'U4MARIA'`)).toEqual([])
      stage.moveTo(new Date(stage.world.now().getTime() + 1_000).toISOString())
    }
  })
})

test('the key of a link survives a button, and nothing else is one', () => {
  const key = { personId: ivan.id, source: 'csv', since: monday } as const
  expect(readLinkKey(writeLinkKey(key))).toEqual(key)
  expect(writeLinkKey(key).length).toBeLessThanOrEqual(75)
  for (const value of [undefined, '', 'x', `${ivan.id}:admin:1`, `${ivan.id}:csv`, `${ivan.id}:csv:!`])
    expect(readLinkKey(value)).toBeUndefined()
})

// The stage

function room() {
  return bareRoom(stage.world)
}

async function known(slackId: string, _anew?: 'anew'): Promise<Person> {
  const met: Met = await welcome(stage.world, visitor(slackId), stage.world.now())
  if (met.kind !== 'member') throw new Error(`${slackId} is ${met.kind}`)
  return met.person
}

function accountOf(slackId: string, change: Partial<Account> = {}): Promise<Account> {
  return visitor(slackId, change).lookUp(slackId)
}

function knowing(accounts: readonly Account[]) {
  return db.$transaction((tx) => knowPeople(stage.world, tx, 'T1', accounts, stage.world.now()))
}

function name(person: Person, manager: Person | null) {
  const who = { ...visitor(person.slackId), lookUp: (id: string) => accountOf(id) }
  return nameManager(room(), who, person, manager?.slackId ?? null, stage.world.now())
}

async function fromProfile(person: Person, manager: Person | undefined) {
  const account = manager && (await accountOf(manager.slackId))
  return db.$transaction((tx) => profileManager(stage.world, tx, person, account, stage.world.now()))
}

function decide(
  person: Person,
  key: Awaited<ReturnType<typeof keyOf>> | undefined,
  word: 'confirm' | 'refuse',
  isAdmin = false,
) {
  return settle(room(), { person, isAdmin }, key, word, stage.world.now())
}

async function linked(person: Person, manager: Person, since = monday.toISOString()) {
  await sql(
    `insert into manager_link (workspace_id, person_id, source, manager_id, state, since) values ('T1', $1, 'csv', $2, 'in-force', $3)
     on conflict (workspace_id, person_id, source) do update set manager_id = excluded.manager_id, state = 'in-force', since = excluded.since`,
    [person.id, manager.id, since],
  )
  return keyOf(person, 'csv')
}

async function keyOf(person: Person, source: 'csv' | 'self' | 'profile') {
  const [row] = await sql('select since from manager_link where person_id = $1 and source = $2', [person.id, source])
  return { personId: person.id, source, since: row?.since as Date }
}

async function waiting() {
  await linked(ivan, ana)
  await name(ivan, piotr)
  return keyOf(ivan, 'self')
}

async function enrolled(person: Person): Promise<void> {
  await sql(
    `insert into enrolment (workspace_id, person_id, skill, since, source) values ('T1', $1, $2, now(), 'self')`,
    [person.id, skill],
  )
}

async function forget(person: Person): Promise<void> {
  const asked = { personId: person.id, askedAt: stage.world.now() }
  const erased = await erase(room(), visitor(person.slackId), asked)
  expect(erased.kind).toBe('erased')
}

async function linksOf(person: Person) {
  const rows = await sql(
    `select l.source, l.state, m.slack_id from manager_link l join person m on m.id = l.manager_id
     where l.person_id = $1 order by l.source`,
    [person.id],
  )
  return rows.map(({ source, state, slack_id }) => [source, state, slack_id])
}

async function audited() {
  const rows = await sql(`select act, actor_id, subjects, detail from audit where act like 'manager.%' order by at, id`)
  return rows.map(({ act, actor_id, subjects, detail }) => [act, actor_id, subjects, detail])
}

async function letters() {
  const rows = await sql(
    `select kind, person_id from letter where kind like 'directory.manager%' order by created_at, id`,
  )
  return rows.map(({ kind, person_id }) => [kind, person_id])
}

/** The sentence of the newest letter of a kind as it would leave now. */
async function drawn(kind: string): Promise<string | undefined> {
  const [letter] = await db.letter.findMany({ where: { kind }, orderBy: { createdAt: 'desc' }, take: 1 })
  const [words] = [managerToldLetter(), managerAskedLetter()].filter((each) => each.kind === kind)
  if (!letter || !words) throw new Error(`no letter ${kind}`)
  const reader = { id: letter.personId, slackId: 'U1', zone: 'Europe/Berlin' }
  const message = await words.draw(db, { ...letter, isEdit: false } as never, reader as never, monday)
  return message?.text
}
