import { beforeEach, describe, expect, it, test, vi } from 'vitest'
import { join, leave } from '../../src/directory/enrolment/flow.ts'
import { applyList, checkPeople, removePeople } from '../../src/directory/enrolment/flow-list.ts'
import type { Wish } from '../../src/directory/enrolment/rules-list.ts'
import { enrolledSince } from '../../src/directory/enrolment/store.ts'
import { enrolAll } from '../../src/directory/enrolment/store-list.ts'
import { type Met, meet } from '../../src/directory/flow.ts'
import { erase } from '../../src/directory/flow-own-data.ts'
import { directoryErasure } from '../../src/directory/own-data.ts'
import type { Account, Person } from '../../src/directory/rules.ts'
import type { Members } from '../../src/directory/slack-members.ts'
import { blankPerson, lockPerson } from '../../src/directory/store-own-data.ts'
import { type Stage, stageOn, visitor } from '../assessment/stage.ts'
import { freshDatabase } from '../support/database.ts'
import { isWaitedFor } from '../support/held.ts'
import { accountNamed } from './accounts.ts'
import { bareRoom } from './room.ts'

const database = await freshDatabase()
const { db, sql } = database
const skill = 'nats-jetstream'
const ivan = visitor('U0IVAN001', { name: 'Ivan' })
const boss = visitor('U0BOSS001', { name: 'Boss' })

let stage: Stage
let admin: Person

beforeEach(async () => {
  await sql('truncate workspace cascade')
  stage = stageOn(db, '2026-11-23T09:00:00Z')
  admin = personIn(await meet(stage.world, boss, stage.world.now()))
})

describe('the check-in, by oneself', () => {
  it('is joined once, and left once, with a line in the log each time', async () => {
    expect((await join(stage, ivan, skill)).kind).toBe('joined')
    expect((await join(stage, ivan, skill)).kind).toBe('in-already')
    expect(await enrolments()).toEqual([{ slack_id: 'U0IVAN001', skill, source: 'self' }])
    expect((await leave(stage, ivan, skill)).kind).toBe('left')
    expect((await leave(stage, ivan, skill)).kind).toBe('not-in')
    expect(await enrolments()).toEqual([])
    expect(await acts()).toEqual(['enrol.join', 'enrol.leave'])
  })

  it('is of one skill: another one stays as it is', async () => {
    await join(stage, ivan, skill)
    await join(stage, ivan, 'other')
    await leave(stage, ivan, 'other')
    expect((await enrolments()).map((each) => each.skill)).toEqual([skill])
  })

  it('begins again on the day of coming back', async () => {
    await join(stage, ivan, skill)
    await leave(stage, ivan, skill)
    stage.moveTo('2027-02-01T09:00:00Z')
    const joined = await join(stage, ivan, skill)
    if (joined.kind !== 'joined') throw new Error(joined.kind)
    expect(await enrolledSince(db, joined.person, skill)).toEqual(new Date('2027-02-01T09:00:00Z'))
  })

  test.each([
    ['guest', { guest: true }],
    ['bot', { bot: true }],
    ['stranger', { stranger: true }],
    ['closed', { closed: true }],
  ] as const)('is not for a %s, and nothing is written', async (kind, change) => {
    const other = visitor('U0OTHER01', change)
    expect(await join(stage, other, skill)).toEqual({ kind })
    expect(await leave(stage, other, skill)).toEqual({ kind })
    expect(await sql("select id from person where slack_id = 'U0OTHER01'")).toEqual([])
  })

  it('can be left by a member who has become a guest', async () => {
    await join(stage, ivan, skill)
    stage.moveTo('2026-12-23T09:00:00Z')
    const guest = visitor('U0IVAN001', { guest: true })
    expect(await join(stage, guest, skill)).toEqual({ kind: 'guest', stored: true })
    expect((await leave(stage, guest, skill)).kind).toBe('left')
  })

  it('makes no row for somebody who leaves it without having been in it', async () => {
    expect(await leave(stage, ivan, skill)).toEqual({ kind: 'not-in', person: undefined })
    expect(await sql("select id from person where slack_id = 'U0IVAN001'")).toEqual([])
  })

  it('is a first step for somebody who has erased themselves', async () => {
    await forget('U0IVAN001')
    expect((await join(stage, ivan, skill)).kind).toBe('joined')
    expect(await sql('select at from forgotten')).toEqual([])
  })

  it('is joined once by two taps at once', async () => {
    const kinds = await Promise.all([join(stage, ivan, skill), join(stage, ivan, skill)])
    expect(kinds.map(({ kind }) => kind).sort()).toEqual(['in-already', 'joined'])
    expect(await acts()).toEqual(['enrol.join'])
  })
})

describe('a list of people to add', () => {
  const three = [accountNamed('U0ANNA001', { name: 'Anna' }), accountNamed('U0PIOTR01'), accountNamed('U0MARIA01')]

  it('adds nobody when it is looked at, and all of them when it is applied', async () => {
    const { id, list } = await check(picked(three), three)
    expect(list.ready).toHaveLength(3)
    expect(await sql("select slack_id from person where slack_id <> 'U0BOSS001'")).toEqual([])
    expect(await apply(id)).toEqual({ kind: 'applied', added: 3, before: 0 })
    expect((await enrolments()).map(({ source }) => source)).toEqual(['picked', 'picked', 'picked'])
    expect(await sql("select name, zone from person where slack_id = 'U0ANNA001'")).toEqual([
      { name: 'Anna', zone: 'Europe/Berlin' },
    ])
  })

  it('is written down in one line of the log, without a name or a Slack id', async () => {
    const { id } = await check(picked(three), three)
    await apply(id)
    const lines = await sql('select act, actor_id, subjects, detail from audit')
    expect(lines).toMatchObject([
      { act: 'enrol.add', actor_id: admin.id, detail: { skill, source: 'picked', count: 3 } },
    ])
    expect(lines[0]?.subjects).toHaveLength(3)
    expect(JSON.stringify(lines)).not.toMatch(/U0ANNA001|Anna/)
  })

  it('is applied once: a second click changes nothing, and nothing of it is kept', async () => {
    const { id } = await check(picked(three), three)
    const both = await Promise.all([apply(id), apply(id)])
    expect(both.map(({ kind }) => kind).sort()).toEqual(['applied', 'over'])
    expect(await sql('select state, rows from import')).toEqual([{ state: 'applied', rows: [] }])
  })

  it('is applied by the admin who has seen it, in their workspace, within a day', async () => {
    const { id } = await check(picked(three), three)
    const other = personIn(await meet(stage.world, ivan, stage.world.now()))
    const applied = { id, skill, source: 'picked' } as const
    expect(await applyList(stage, other, applied)).toEqual({ kind: 'over' })
    expect(await applyList(stage, { ...admin, workspaceId: 'T2' }, applied)).toEqual({ kind: 'over' })
    stage.moveTo('2026-11-24T09:00:01Z')
    expect(await apply(id)).toEqual({ kind: 'over' })
    expect(await enrolments()).toEqual([])
  })

  it('does nothing at all where one of them has erased themselves since, and is shown anew', async () => {
    const { id } = await check(picked(three), three)
    // Between the look and the moment at which the list was written down: later ones take the list away.
    await sql('create table written as table import')
    await forget('U0PIOTR01')
    await sql('insert into import select * from written; drop table written')
    const outcome = await apply(id)
    if (outcome.kind !== 'changed') throw new Error(outcome.kind)
    expect(await enrolments()).toEqual([])
    expect(outcome.checked.list.ready.map(({ slackId }) => slackId)).toEqual(['U0ANNA001', 'U0MARIA01'])
    expect(outcome.checked.list.refused).toEqual([{ why: 'forgotten', count: 1 }])
    expect(await apply(outcome.checked.id)).toEqual({ kind: 'applied', added: 2, before: 0 })
  })

  it('is gone where somebody on it has erased themselves', async () => {
    const { id } = await check(picked(three), three)
    await forget('U0PIOTR01')
    expect(await apply(id)).toEqual({ kind: 'over' })
    expect(await sql('select id from import')).toEqual([])
  })

  it('does nothing at all where one of them has left since', async () => {
    const { id } = await check(picked(three), three)
    await meet(stage.world, visitor('U0PIOTR01'), stage.world.now())
    await sql("update person set active = false where slack_id = 'U0PIOTR01'")
    const outcome = await apply(id)
    expect(outcome).toMatchObject({ kind: 'changed', checked: { list: { refused: [{ why: 'closed', count: 1 }] } } })
    expect(await enrolments()).toEqual([])
  })

  it('counts whoever has joined meanwhile as in it before', async () => {
    const { id } = await check(picked(three), three)
    await join(stage, visitor('U0PIOTR01'), skill)
    expect(await apply(id)).toEqual({ kind: 'applied', added: 2, before: 1 })
    expect(
      await sql("select source from enrolment e join person p on p.id = e.person_id where slack_id = 'U0PIOTR01'"),
    ).toEqual([{ source: 'self' }])
  })

  it('takes nobody in again who has erased themselves', async () => {
    await forget('U0PIOTR01')
    const { list } = await check(picked(three), three)
    expect(list.refused).toEqual([{ why: 'forgotten', count: 1 }])
    expect(list.ready.map(({ slackId }) => slackId)).not.toContain('U0PIOTR01')
  })

  it('says nothing newer than is on record about those who have a row', async () => {
    const { id } = await check(picked(three), three)
    await meet(stage.world, visitor('U0ANNA001', { name: 'Anna B.' }), stage.world.now())
    await apply(id)
    expect(await sql("select name from person where slack_id = 'U0ANNA001'")).toEqual([{ name: 'Anna B.' }])
  })

  it('asks Slack about a few one by one, about nobody whose row is fresh, and reads the list of members for many', async () => {
    await meet(stage.world, visitor('U0ANNA001'), stage.world.now())
    const few = counting(three)
    await checkPeople(stage, admin, skill, picked(three), few.members)
    expect(few.calls).toEqual({ lookUp: 2, everybody: 0 })
    const company = Array.from({ length: 60 }, (_, at) => accountNamed(`U0MANY0${10 + at}`))
    const many = counting(company)
    const { list } = await checkPeople(
      stage,
      admin,
      skill,
      picked([...company, accountNamed('U0STRANGE')]),
      many.members,
    )
    expect(many.calls).toEqual({ lookUp: 0, everybody: 1 })
    expect(list.ready).toHaveLength(60)
    expect(list.refused).toEqual([{ why: 'stranger', count: 1 }])
  })

  it('is not written down where nobody looks at the window any more', async () => {
    const closed = () => Promise.reject(new Error('the window is gone'))
    const { members } = counting(three)
    const reading = checkPeople(stage, admin, skill, { ...picked([]), everyone: true }, members, closed)
    await expect(reading).rejects.toThrow('the window is gone')
    expect(await sql('select id from import')).toEqual([])
  })

  it('takes in everybody who can be asked, fifty thousand at once', { timeout: 30_000 }, async () => {
    const company = Array.from({ length: 50_000 }, (_, at) =>
      accountNamed(`U${String(at).padStart(8, '0')}`, { name: `Person ${at}`, guest: at % 10 === 9 }),
    )
    const { id, list } = await check({ ...picked([]), everyone: true }, company)
    expect([list.ready.length, list.refused]).toEqual([45_000, [{ why: 'guest', count: 5_000 }]])
    expect(await apply(id, 'everyone')).toEqual({ kind: 'applied', added: 45_000, before: 0 })
    expect(await sql('select count(*)::int from enrolment')).toEqual([{ count: 45_000 }])
  })
})

describe('somebody who erases themselves while they are being added', () => {
  it('is not in it afterwards', async () => {
    const { person } = await memberOf('U0IVAN001')
    const adding = await db.$transaction(async (tx) => {
      await lockPerson(tx, person, 'U0IVAN001')
      const waiting = enrolAll(db, 'T1', skill, { slackIds: ['U0IVAN001'], source: 'picked' }, stage.world.now())
      const [settled] = [waiting.catch((error: unknown) => error)]
      await vi.waitUntil(() => isWaitedFor(database), { timeout: 2_000, interval: 5 })
      await blankPerson(tx, person, stage.world.now())
      return { settled }
    })
    expect(await adding.settled).toEqual([])
    expect(await enrolments()).toEqual([])
  })
})

describe('people who are taken out', () => {
  it('are out at once, with one line in the log, and whoever was not in it is named', async () => {
    await join(stage, ivan, skill)
    const removed = await removePeople(stage, admin, skill, ['U0IVAN001', 'U0BOSS001', 'U0NOBODY1'])
    expect(removed).toEqual({ out: ['U0IVAN001'], notIn: ['U0BOSS001', 'U0NOBODY1'] })
    expect(await enrolments()).toEqual([])
    expect(await acts()).toEqual(['enrol.join', 'enrol.remove'])
  })

  it('are of this workspace and this skill only', async () => {
    await join(stage, ivan, skill)
    await removePeople(stage, admin, 'other', ['U0IVAN001'])
    await removePeople(stage, { ...admin, workspaceId: 'T2' }, skill, ['U0IVAN001'])
    expect(await enrolments()).toHaveLength(1)
    expect(await acts()).toEqual(['enrol.join'])
  })

  it('keep what they have said', async () => {
    const { person } = await memberOf('U0IVAN001')
    await join(stage, ivan, skill)
    await removePeople(stage, admin, skill, ['U0IVAN001'])
    expect(await sql('select active from person where id = $1', [person.id])).toEqual([{ active: true }])
  })
})

function personIn(met: Met): Person {
  if (met.kind !== 'member') throw new Error(`found ${met.kind}, expected a member`)
  return met.person
}

async function memberOf(slackId: string): Promise<{ readonly person: Person }> {
  return { person: personIn(await meet(stage.world, visitor(slackId), stage.world.now())) }
}

async function forget(slackId: string, erasures = [directoryErasure]): Promise<void> {
  const { person } = await memberOf(slackId)
  const room = bareRoom(stage.world, { erasures })
  await erase(room, visitor(slackId), { personId: person.id, askedAt: stage.world.now() })
}

function picked(accounts: readonly Account[]): Wish {
  return { slackIds: accounts.map(({ slackId }) => slackId), channelId: undefined, everyone: false, fromList: false }
}

function check(wish: Wish, accounts: readonly Account[]) {
  return checkPeople(stage, admin, skill, wish, counting(accounts).members)
}

function apply(id: string, source: 'picked' | 'everyone' = 'picked') {
  return applyList(stage, admin, { id, skill, source })
}

/** Slack, as it knows these accounts, and what it was asked. */
function counting(accounts: readonly Account[]) {
  const calls = { lookUp: 0, everybody: 0 }
  const members: Members = {
    lookUp: async (slackId) => {
      calls.lookUp++
      return accounts.find((account) => account.slackId === slackId)
    },
    async *everybody() {
      calls.everybody++
      yield accounts
    },
    async *inChannel() {
      yield accounts.map(({ slackId }) => slackId)
    },
  }
  return { calls, members }
}

function enrolments() {
  return sql(
    'select p.slack_id, e.skill, e.source from enrolment e join person p on p.workspace_id = e.workspace_id and p.id = e.person_id order by p.slack_id, e.skill',
  )
}

async function acts() {
  return (await sql("select act from audit where act <> 'person.erased' order by at, id")).map(({ act }) => act)
}
