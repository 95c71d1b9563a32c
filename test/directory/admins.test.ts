import { beforeEach, describe, expect, it, test } from 'vitest'
import { howToBecomeAdmin, isAdmin } from '../../src/directory/admins/flow.ts'
import { adminsOf, appointedLetter, changeAdmins } from '../../src/directory/admins/flow-appoint.ts'
import { adminsAmong, holdWorkspace, removeAdmins } from '../../src/directory/admins/store.ts'
import { adminsOnly, refusalSentence } from '../../src/directory/admins/views.ts'
import { meet, type Visitor } from '../../src/directory/flow.ts'
import type { DirectoryRoom } from '../../src/directory/room.ts'
import type { Account, Person } from '../../src/directory/rules.ts'
import { type Stage, stageOn, visitor } from '../assessment/stage.ts'
import { freshDatabase } from '../support/database.ts'
import { bareRoom } from './room.ts'

const { db, sql } = await freshDatabase()

let stage: Stage
let room: DirectoryRoom
let ana: Person

beforeEach(async () => {
  await sql('truncate workspace, audit, forgotten cascade')
  stage = stageOn(db, '2026-11-23T09:00:00Z')
  room = bareRoom(stage.world, { adminIds: [{ workspaceId: undefined, slackId: 'UENV' }] })
  ana = await known('UANA')
  await sql('insert into admin (workspace_id, person_id, since) values ($1, $2, now())', ['T1', ana.id])
})

describe('somebody who is appointed', () => {
  it('is an admin from then on, on record with who did it, and told once', async () => {
    expect(await change({ appoint: ['UIVAN'] })).toEqual({
      kind: 'changed',
      appointed: [{ slackId: 'UIVAN', name: 'uivan' }],
      dismissed: [],
    })
    expect(await isAdmin(db, [], { workspaceId: 'T1', slackId: 'UIVAN' })).toBe(true)
    const ivan = await known('UIVAN')
    expect(await sql('select actor_id, act, subjects, detail from audit')).toEqual([
      { actor_id: ana.id, act: 'admin.appoint', subjects: [ivan.id], detail: null },
    ])
    expect(await sql('select kind, person_id, facts, urgent from letter')).toEqual([
      { kind: 'directory.appointed', person_id: ivan.id, facts: null, urgent: false },
    ])
    expect(await wordsFor(ivan)).toBe(
      'You now run the programme with uana. Type /nats-level admin to see what admins can do.',
    )
  })

  it('who was one already, by appointment or by the environment, is not told again', async () => {
    await known('UENV')
    await change({ appoint: ['UIVAN'] })
    expect(await change({ appoint: ['UIVAN', 'UENV', 'UANA'] })).toEqual({
      kind: 'changed',
      appointed: [],
      dismissed: [],
    })
    expect(await sql('select count(*)::int from letter')).toEqual([{ count: 1 }])
    expect(await sql('select count(*)::int from audit')).toEqual([{ count: 1 }])
    expect(await adminSlackIds()).toEqual(['UANA', 'UENV', 'UIVAN'])
  })

  it('hears nothing where they are dismissed before the letter leaves, and of whom is gone no name', async () => {
    await change({ appoint: ['UIVAN', 'UMARIA'] })
    const [ivan, maria] = [await known('UIVAN'), await known('UMARIA')]
    await change({ dismiss: ['UIVAN'] })
    expect(await wordsFor(ivan)).toBeUndefined()
    await blank(ana)
    expect(await wordsFor(maria)).toBe('You now run the programme. Type /nats-level admin to see what admins can do.')
  })

  test.each<[string, Partial<Account>]>([
    ['guest', { guest: true }],
    ['bot', { bot: true }],
    ['stranger', { workspaceIds: ['T2'] }],
    ['closed', { closed: true }],
    ['invited', { invited: true }],
  ])('is nobody at all where one of them is no member (%s)', async (why, account) => {
    const accounts = { UODD: account }
    expect(await change({ appoint: ['UIVAN', 'UODD'] }, ana, accounts)).toEqual({
      kind: 'refused',
      refusal: { why, slackId: 'UODD', name: 'uodd' },
    })
    expect(await adminSlackIds()).toEqual(['UANA'])
    expect(await sql('select 1 from person where slack_id <> $1', ['UANA'])).toEqual([])
  })

  it('is nobody whom Slack does not know, and nobody who has erased themselves', async () => {
    expect(await change({ appoint: ['UNOBODY'] }, ana, { UNOBODY: undefined })).toMatchObject({
      refusal: { why: 'unknown' },
    })
    await sql(`insert into forgotten select id, sha256(salt || convert_to('UGONE', 'UTF8')), now() from workspace`)
    expect(await change({ appoint: ['UGONE', 'UIVAN'] })).toMatchObject({ refusal: { why: 'forgotten' } })
    expect(await sql('select 1 from person where slack_id <> $1', ['UANA'])).toEqual([])
  })
})

describe('somebody who is dismissed', () => {
  it('is no admin any more, which is on record', async () => {
    await change({ appoint: ['UIVAN'] })
    const ivan = await known('UIVAN')
    expect(await change({ dismiss: ['UIVAN'] })).toMatchObject({ kind: 'changed', dismissed: [{ slackId: 'UIVAN' }] })
    expect(await isAdmin(db, [], { workspaceId: 'T1', slackId: 'UIVAN' })).toBe(false)
    expect(await sql(`select actor_id, subjects from audit where act = 'admin.dismiss'`)).toEqual([
      { actor_id: ana.id, subjects: [ivan.id] },
    ])
    expect(await change({ appoint: ['UMARIA'] }, ivan)).toEqual({ kind: 'not-admin' })
  })

  it('is never the last one: neither who left nor who erased themselves counts', async () => {
    await change({ appoint: ['UIVAN', 'UMARIA'] })
    await sql(`update person set active = false where slack_id = 'UIVAN'`)
    await blank(await known('UMARIA'))
    expect(await change({ dismiss: ['UANA'] })).toEqual({ kind: 'refused', refusal: { why: 'last' } })
    expect(await adminSlackIds()).toEqual(['UANA'])
  })

  it('may be oneself where the environment names somebody who is here', async () => {
    expect(await change({ dismiss: ['UANA'] })).toEqual({ kind: 'refused', refusal: { why: 'last' } })
    await known('UENV')
    expect(await change({ dismiss: ['UANA'] })).toMatchObject({ kind: 'changed' })
    expect(await adminSlackIds()).toEqual(['UENV'])
  })

  it('is not whom the environment names, nor who is no admin, and then nobody is', async () => {
    await known('UENV')
    await change({ appoint: ['UIVAN'] })
    expect(await change({ dismiss: ['UIVAN', 'UENV'] })).toMatchObject({ refusal: { why: 'named', slackId: 'UENV' } })
    const nobody = await change({ dismiss: ['UIVAN', 'UMARIA'] })
    expect(nobody).toMatchObject({ refusal: { why: 'no-admin' } })
    expect(nobody.kind === 'refused' && refusalSentence(nobody.refusal, 'name')).toBe(
      'This person is no admin of this programme.',
    )
    expect(await adminSlackIds()).toEqual(['UANA', 'UENV', 'UIVAN'])
  })

  it('can be somebody who has left the workspace', async () => {
    await change({ appoint: ['UIVAN'] })
    await sql(`update person set active = false where slack_id = 'UIVAN'`)
    expect(await change({ dismiss: ['UIVAN'] })).toMatchObject({ kind: 'changed' })
    expect(await sql('select count(*)::int from admin')).toEqual([{ count: 1 }])
  })
})

describe('two admins who dismiss each other at once', () => {
  it('leave one of them', async () => {
    for (let nth = 0; nth < 8; nth++) {
      await sql('delete from admin')
      await sql('insert into admin (workspace_id, person_id, since) values ($1, $2, now())', ['T1', ana.id])
      await change({ appoint: ['UIVAN'] })
      const ivan = await known('UIVAN')
      const both = [change({ dismiss: ['UIVAN'] }, ana), change({ dismiss: ['UANA'] }, ivan)]
      const kinds = (await Promise.all(both)).map(({ kind }) => kind)
      expect(kinds.sort()).toEqual(['changed', 'not-admin'])
      expect(await sql('select count(*)::int from admin')).toEqual([{ count: 1 }])
    }
  })

  it('would leave none if nobody held the workspace', async () => {
    await change({ appoint: ['UIVAN'] })
    const ivan = await known('UIVAN')
    expect(await dismissedAtOnce(ana, ivan, async () => {})).toBe(0)
  })

  it('cannot both look before one has written', async () => {
    await change({ appoint: ['UIVAN'] })
    const ivan = await known('UIVAN')
    expect(await dismissedAtOnce(ana, ivan, holdWorkspace)).toBe(1)
  })
})

it('keeps the admins of one workspace apart from those of another', async () => {
  const there: Person = { ...ana, workspaceId: 'T2' }
  await meet(stage.world, { ...visitor('UANA', { workspaceIds: ['T2'] }), workspaceId: 'T2' }, stage.world.now())
  expect(await isAdmin(db, [], { workspaceId: 'T2', slackId: 'UANA' })).toBe(false)
  expect(await change({ dismiss: ['UIVAN'] }, there)).toEqual({ kind: 'not-admin' })
  expect(await adminsOf(db, room, 'T2')).toEqual([])
})

describe('help', () => {
  const reader = { workspaceId: 'T1', slackId: 'UIVAN' }

  it('says nothing where somebody runs the programme, or may come to', async () => {
    expect(await howToBecomeAdmin(stage.world, [], reader)).toBeUndefined()
    await sql('delete from admin')
    expect(await howToBecomeAdmin(stage.world, room.adminIds, reader)).toBeUndefined()
  })

  it('says how to become an admin where nobody is one, or all have left', async () => {
    await sql('update person set active = false')
    const how =
      'Nobody runs this programme yet. Whoever runs the app’s server can make you its admin by setting `ADMIN_USER_IDS=T1:UIVAN`.'
    expect(await howToBecomeAdmin(stage.world, [], reader)).toBe(how)
    expect(await howToBecomeAdmin(stage.world, [{ workspaceId: 'T1', slackId: 'UANA' }], reader)).toBe(how)
    expect(await howToBecomeAdmin(stage.world, [{ workspaceId: 'T2', slackId: 'UENV' }], reader)).toBe(how)
  })
})

interface Request {
  readonly appoint?: readonly string[]
  readonly dismiss?: readonly string[]
}

function change(
  { appoint = [], dismiss = [] }: Request,
  actor: Person = ana,
  accounts: Readonly<Record<string, Partial<Account> | undefined>> = {},
) {
  return changeAdmins(room, actor, slackWith(accounts), { appoint, dismiss })
}

/** A Slack that knows everybody as a member, but for these. */
function slackWith(accounts: Readonly<Record<string, Partial<Account> | undefined>>): Visitor {
  const notFound = Object.assign(new Error('user_not_found'), {
    code: 'slack_webapi_platform_error',
    data: { ok: false, error: 'user_not_found' },
  })
  return {
    ...visitor('UANA'),
    lookUp: async (slackId) => {
      if (slackId in accounts && accounts[slackId] === undefined) throw notFound
      return visitor(slackId, accounts[slackId]).lookUp(slackId)
    },
  }
}

async function known(slackId: string): Promise<Person> {
  const met = await meet(stage.world, visitor(slackId), stage.world.now())
  if (met.kind !== 'member') throw new Error(`found ${met.kind}, expected a member`)
  return met.person
}

async function adminSlackIds(): Promise<readonly string[]> {
  return (await adminsOf(db, room, 'T1')).map(({ slackId }) => slackId).sort()
}

async function blank({ id }: Person): Promise<void> {
  await sql('delete from admin where person_id = $1', [id])
  await sql(
    'update person set slack_id = null, name = null, zone = null, synced_at = null, active = false, erased_at = now() where id = $1',
    [id],
  )
}

async function wordsFor({ workspaceId, id, slackId }: Person): Promise<string | undefined> {
  const letter = { workspaceId, id: 'l1', kind: 'x', personId: id, withPersonId: null, subject: null, facts: null }
  const hours = { from: 0, to: 1_440, days: 127 }
  const reader = {
    id,
    slackId,
    zone: 'UTC',
    hours,
    isActive: true,
    isMember: true,
    absences: [],
    awayInSlack: undefined,
    unreachable: null,
  }
  const drawn = appointedLetter('/nats-level').draw(
    db,
    { ...letter, revision: 1, isEdit: false },
    reader,
    stage.world.now(),
  )
  return (await drawn)?.text
}

/** Each looks, waits until the other has looked too or waits for the workspace, and then dismisses the other. */
async function dismissedAtOnce(one: Person, other: Person, hold: typeof holdWorkspace): Promise<number> {
  const looked = { count: 0 }
  const dismiss = (whom: Person) =>
    db.$transaction(async (tx) => {
      await hold(tx, 'T1')
      const present = await adminsAmong(tx, 'T1', [])
      looked.count++
      for (let nth = 0; nth < 20 && looked.count < 2; nth++) await tx.$queryRaw`select pg_sleep(0.01)::text`
      if (present.length > 1) await removeAdmins(tx, 'T1', [whom.id])
    })
  await Promise.all([dismiss(one), dismiss(other)])
  return (await adminsAmong(db, 'T1', [])).length
}

it('sends nobody to themselves, where the contact is no admin', () => {
  expect(JSON.stringify(adminsOnly('<@UANA>', 'UIVAN').blocks)).toContain('<@UANA> can look.')
  expect(JSON.stringify(adminsOnly('<@UANA>', 'UANA').blocks)).toContain('whoever runs this app can look.')
})
