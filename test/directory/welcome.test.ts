import { pino } from 'pino'
import { beforeEach, expect, it, test } from 'vitest'
import { meet, type Visitor } from '../../src/directory/flow.ts'
import { askErasure, erase } from '../../src/directory/flow-own-data.ts'
import { welcomeAdmins, welcomeLetter } from '../../src/directory/flow-welcome.ts'
import type { Reader } from '../../src/outbox/rules.ts'
import { type Stage, stageOn, visitor } from '../assessment/stage.ts'
import { freshDatabase } from '../support/database.ts'
import { bareRoom } from './room.ts'

const { db, sql } = await freshDatabase()
const anna = visitor('U1')
const notFound = Object.assign(new Error('user_not_found'), {
  code: 'slack_webapi_platform_error',
  data: { ok: false, error: 'user_not_found' },
})

let stage: Stage
let logged: string[]

beforeEach(async () => {
  await sql('truncate workspace, forgotten cascade')
  logged = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(JSON.parse(line).msg) })
  const begun = stageOn(db, '2026-11-23T22:00:00Z')
  stage = { ...begun, world: { ...begun.world, log } }
})

it('writes to each admin once, whatever the hour and however often it is asked to', async () => {
  for (let nth = 0; nth < 3; nth++) expect(await welcomeAdmins(stage.world, [anna, visitor('U2')])).toBe(false)
  expect(await sql('select count(*)::int, min(not_before) as at, bool_or(urgent) as urgent from letter')).toEqual([
    { count: 2, at: new Date('2026-11-23T22:00:00Z'), urgent: false },
  ])
  expect(await sql(`select count(*)::int from letter where key = 'welcome:' || person_id`)).toEqual([{ count: 2 }])
  expect(logged).toEqual([])
})

it('writes once where several processes start at the same moment', async () => {
  await Promise.all(Array.from({ length: 6 }, () => welcomeAdmins(stage.world, [anna])))
  expect(await sql('select count(*)::int from letter')).toEqual([{ count: 1 }])
})

test.each([
  ['a guest', { guest: true }, 'ADMIN_USER_IDS names a guest, who gets no welcome.'],
  ['an app', { bot: true }, 'ADMIN_USER_IDS names an app, which gets no welcome.'],
  ['a stranger', { stranger: true }, 'ADMIN_USER_IDS names somebody of another workspace, who gets no welcome.'],
  ['a closed account', { closed: true }, 'ADMIN_USER_IDS names a closed account, which gets no welcome.'],
])('says in the log that %s is no member, and welcomes the others', async (_, change, words) => {
  expect(await welcomeAdmins(stage.world, [visitor('U9', change), anna])).toBe(false)
  expect(logged).toEqual([words])
  expect(await sql('select slack_id from person join letter on person_id = person.id')).toEqual([{ slack_id: 'U1' }])
})

it('says in the log that Slack knows nobody of this id', async () => {
  expect(await welcomeAdmins(stage.world, [unreachable(notFound)])).toBe(false)
  expect(logged).toEqual(['ADMIN_USER_IDS names nobody whom Slack knows in this workspace.'])
})

it('says that another try is worth it while Slack is away', async () => {
  expect(await welcomeAdmins(stage.world, [unreachable(new Error('Slack is away')), visitor('U2')])).toBe(true)
  expect(await sql('select count(*)::int from letter')).toEqual([{ count: 1 }])
  expect(await welcomeAdmins(stage.world, [anna, visitor('U2')])).toBe(false)
  expect(await sql('select count(*)::int from letter')).toEqual([{ count: 2 }])
})

it('leaves alone who has erased themselves', async () => {
  await welcomeAdmins(stage.world, [anna])
  const asked = await askErasure(bareRoom(stage.world), anna)
  if (asked.kind !== 'asked') throw new Error(`found ${asked.kind}, expected the question`)
  await erase(bareRoom(stage.world), anna, asked.question)
  await sql('delete from letter')
  await welcomeAdmins(stage.world, [anna])
  expect(await sql('select 1 from letter')).toEqual([])
})

it('tells nobody that a workspace known for months has just been installed', async () => {
  await meet(stage.world, anna, stage.world.now())
  stage.moveTo('2027-05-23T09:00:00Z')
  await welcomeAdmins(stage.world, [anna])
  expect(await sql('select 1 from letter')).toEqual([])
})

it('is drawn with what the workspace has granted by the time it leaves', async () => {
  await meet(stage.world, anna, stage.world.now())
  expect(await contextOf()).not.toContain('Permissions')
  await sql(`insert into installation (id, team_id, scopes, installed_at) values ('T1', 'T1', '{chat:write}', now())`)
  await sql(`update workspace set installation_id = 'T1'`)
  expect(await contextOf()).toContain(
    'Permissions not granted: sending files, so an export comes in parts; reading the app’s own direct messages,',
  )
  await sql(`update installation set scopes = '{chat:write,files:write,im:write}'`)
  expect(await contextOf()).toContain('Permissions not granted: reading the app’s own direct messages,')
  await sql(
    `update installation set scopes = '{chat:write,files:write,im:write,im:history,files:read,channels:read,groups:read,users.profile:read}'`,
  )
  expect(await contextOf()).not.toContain('Permissions')
})

const way = { actionId: 'a.b', value: 'nats' }

async function contextOf(): Promise<string> {
  const letter = welcomeLetter({
    command: '/nats-level',
    people: way,
    managers: way,
    schedule: way,
    browse: way,
    firstOpening: async () => undefined,
  })
  const reader: Reader = {
    id: 'p1',
    slackId: 'U1',
    zone: 'UTC',
    hours: { from: 0, to: 1_440, days: 127 },
    isActive: true,
    isMember: true,
    absences: [],
    awayInSlack: undefined,
    unreachable: null,
  }
  const toDraw = { workspaceId: 'T1', id: 'l1', kind: letter.kind, personId: 'p1', withPersonId: null, subject: null }
  const drawn = await letter.draw(db, { ...toDraw, facts: null, revision: 1, isEdit: false }, reader, stage.world.now())
  return JSON.stringify(drawn?.blocks.at(-1))
}

function unreachable(error: Error): Visitor {
  return { ...anna, lookUp: () => Promise.reject(error) }
}
