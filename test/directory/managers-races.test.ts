import pg from 'pg'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Met, welcome } from '../../src/directory/flow.ts'
import { erase } from '../../src/directory/flow-own-data.ts'
import { nameManager, profileManager, settle } from '../../src/directory/managers/flow.ts'
import { applyManagers, checkManagers } from '../../src/directory/managers/flow-import.ts'
import { parseTable } from '../../src/directory/managers/table.ts'
import type { Person } from '../../src/directory/rules.ts'
import { changeOpenings } from '../../src/directory/settings/flow.ts'
import type { Members } from '../../src/directory/slack-members.ts'
import { noteAccounts } from '../../src/directory/sync/flow.ts'
import { erasures } from '../../src/ops/own-data.ts'
import { stageOn, visitor } from '../assessment/stage.ts'
import { freshDatabase } from '../support/database.ts'
import { accountNamed } from './accounts.ts'
import { bareRoom } from './room.ts'

const database = await freshDatabase()
const { db, sql } = database
const now = new Date('2026-11-23T09:00:00Z')
const { world } = stageOn(db, now.toISOString())
const room = bareRoom(world, { erasures })

let ana: Person
let ivan: Person
let piotr: Person
let holder: pg.Client

beforeEach(async () => {
  await sql('truncate workspace cascade')
  ;[ana, ivan, piotr] = await Promise.all([known('U0ANNALIND'), known('U0IVANPETR'), known('U0PIOTRWAL')])
  holder = new pg.Client({ connectionString: database.url })
  await holder.connect()
})

afterEach(() => holder.end())

it('somebody names a manager while the directory is read or the manager sets something about them, and nobody fails', async () => {
  const both = [ana, ivan].map(({ slackId }) => accountNamed(slackId, { name: 'New' }))
  await hold(`select from person where slack_id = 'U0ANNALIND' for update`)
  const told = db.$transaction((tx) => noteAccounts(tx, 'T1', both, now))
  await waiters(1)
  const named = name(ivan, ana)
  await waiters(2)
  await letGo()
  expect(await Promise.all([told, named])).toMatchObject([2, { kind: 'in-force' }])
})

it('somebody names as manager who opens their level to them in the same moment', async () => {
  await hold(`select from person where slack_id = 'U0ANNALIND' for update`)
  const opening = changeOpenings(
    room,
    { visitor: as(ana), personId: ana.id },
    { chosen: [ivan.slackId], until: '2026-12-24', forEverybody: false },
  )
  await waiters(1)
  const named = name(ivan, ana)
  await waiters(2)
  await letGo()
  expect(await Promise.all([opening, named])).toMatchObject([{ kind: 'changed' }, { kind: 'in-force' }])
})

it('a list is applied while somebody on it erases themselves: one after the other, both whole', async () => {
  const table = parseTable(`${ivan.slackId},${ana.slackId}`)
  if (table.kind !== 'table') throw new Error('found a problem, expected a table')
  const importer = { workspaceId: 'T1', id: piotr.id }
  const { id } = await checkManagers(room, importer, table, members)
  await hold('lock table manager_link in share row exclusive mode')
  const applied = applyManagers(room, importer, id)
  await waiters(1)
  const erased = forget(ivan)
  await waiters(2)
  await letGo()
  expect(await Promise.all([applied, erased])).toMatchObject([{ kind: 'applied' }, { kind: 'erased' }])
  expect(await links()).toEqual([])
})

it.each([
  ['erases themselves', () => forget(piotr), []],
  [
    'leaves Slack',
    () => db.$transaction((tx) => noteAccounts(tx, 'T1', [accountNamed(piotr.slackId, { closed: true })], now)),
    ['superseded'],
  ],
] as const)('is no manager who %s while an admin says yes to them', async (_, goes, left) => {
  await sql(
    `insert into manager_link (workspace_id, person_id, source, manager_id, state, since) values ('T1', $1, 'self', $2, 'waiting', $3)`,
    [ivan.id, piotr.id, now],
  )
  await hold(`select from person where slack_id = 'U0IVANPETR' for update`)
  const key = { personId: ivan.id, source: 'self', since: now } as const
  const settled = settle(room, { person: ana, isAdmin: true }, key, 'confirm', now)
  await waiters(1)
  const gone = goes()
  await Promise.race([gone, waiters(2)])
  await letGo()
  await Promise.all([settled, gone])
  expect((await links()).map(({ state }) => state)).toEqual(left)
})

it('a profile that was read before its owner erased themselves gives them no manager', async () => {
  await forget(ivan)
  const named = accountNamed(ana.slackId)
  expect(await db.$transaction((tx) => profileManager(world, tx, ivan, named, now))).toBe('unchanged')
  expect(await links()).toEqual([])
  expect(await sql(`select act from audit where act = 'manager.profile'`)).toEqual([])
})

const members: Members = {
  lookUp: async (slackId) => accountNamed(slackId),
  everybody: async function* () {},
  inChannel: async function* () {},
}

async function hold(statement: string): Promise<void> {
  await holder.query('begin')
  await holder.query(statement)
}

async function letGo(): Promise<void> {
  await holder.query('commit')
}

/** Until so many wait for each other. */
async function waiters(count: number): Promise<void> {
  const waiting = "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
  await vi.waitUntil(async () => (await sql(waiting)).length >= count, { timeout: 5_000, interval: 5 })
}

async function known(slackId: string): Promise<Person> {
  const met: Met = await welcome(world, visitor(slackId), now)
  if (met.kind !== 'member') throw new Error(`${slackId} is ${met.kind}`)
  return met.person
}

function as({ slackId }: Person) {
  return { ...visitor(slackId), lookUp: async (id: string) => accountNamed(id) }
}

function name(person: Person, manager: Person) {
  return nameManager(room, as(person), person, manager.slackId, now)
}

function forget(person: Person) {
  return erase(room, as(person), { personId: person.id, askedAt: now })
}

function links() {
  return sql('select state from manager_link')
}
