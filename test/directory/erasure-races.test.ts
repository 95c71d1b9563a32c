import { beforeEach, describe, expect, it, vi } from 'vitest'
import { changeAdmins } from '../../src/directory/admins/flow-appoint.ts'
import { join } from '../../src/directory/enrolment/flow.ts'
import { applyList, checkPeople } from '../../src/directory/enrolment/flow-list.ts'
import { atErasure } from '../../src/directory/erasure.ts'
import type { Visitor } from '../../src/directory/flow.ts'
import { erase } from '../../src/directory/flow-own-data.ts'
import { nameManager } from '../../src/directory/managers/flow.ts'
import { applyManagers, checkManagers } from '../../src/directory/managers/flow-import.ts'
import { parseTable } from '../../src/directory/managers/table.ts'
import { saveProgramme } from '../../src/directory/programme/flow.ts'
import type { DirectoryRoom, Erasure } from '../../src/directory/room.ts'
import type { Person } from '../../src/directory/rules.ts'
import {
  addAway,
  changeExclusions,
  changeHours,
  changeOpenings,
  changeSharing,
} from '../../src/directory/settings/flow.ts'
import type { Members } from '../../src/directory/slack-members.ts'
import { erasures } from '../../src/ops/own-data.ts'
import { type Stage, stageOn, visitor } from '../assessment/stage.ts'
import { freshDatabase } from '../support/database.ts'
import { ana, fillWorkspace, ivan } from '../support/filled.ts'
import { isWaitedFor } from '../support/held.ts'
import { bareRoom } from './room.ts'

const database = await freshDatabase()
const { db, sql } = database
const skill = 'nats-jetstream'
let stage: Stage

beforeEach(async () => {
  await sql('truncate seen, workspace, installation, profile_version, profile_slot cascade')
  await fillWorkspace(database, 'T1', 'pelican')
  stage = stageOn(db, '2026-11-20T10:00:00Z')
})

/** Each of them names Ivan, or is done by him; `ready` is what has to be so before. */
const deeds = [
  ['he joins the check-in', () => join(room(), as('U1'), skill), 'delete from enrolment'],
  ['he sets his hours', () => changeHours(room(), changing('U1', ivan), { start: '10:00', end: '11:00', days: 1 })],
  [
    'he shares his notes',
    () => changeSharing(room(), changing('U1', ivan), { notesToManager: true, notesToMentor: true }),
  ],
  [
    'he adds days off',
    () => addAway(room(), changing('U1', ivan), { kind: 'day-off', firstDay: '2026-12-01', lastDay: '2026-12-02' }),
  ],
  ['he names his manager', () => nameManager(room(), as('U1'), person('U1', ivan), 'U2', stage.world.now())],
  [
    'he opens his level',
    () => changeOpenings(room(), changing('U1', ivan), { chosen: ['U2'], until: '2026-12-24', forEverybody: false }),
  ],
  ['he excludes somebody', () => changeExclusions(room(), changing('U1', ivan), ['U3'])],
  ['somebody names him as manager', () => nameManager(room(), as('U2'), person('U2', ana), 'U1', stage.world.now())],
  [
    'somebody opens their level to him',
    () =>
      changeOpenings(room(), changing('U2', ana), { chosen: ['U1', 'U3'], until: '2026-12-24', forEverybody: true }),
  ],
  [
    'somebody opens it to others than him',
    () => changeOpenings(room(), changing('U2', ana), { chosen: ['U3'], until: '2026-12-24', forEverybody: true }),
  ],
  ['somebody excludes him', () => changeExclusions(room(), changing('U2', ana), ['U1'])],
  [
    'he is appointed as admin',
    () => changeAdmins(room(), person('U2', ana), as('U2'), { appoint: ['U1'], dismiss: [] }),
    `delete from admin where person_id = '${ivan}'`,
  ],
  ['he is dismissed', () => changeAdmins(room(), person('U2', ana), as('U2'), { appoint: [], dismiss: ['U1'] })],
  [
    'he becomes the contact',
    () => saveProgramme(room(), person('U2', ana), as('U2'), { part: 'contact', slackId: 'U1' }, () => true),
    'update workspace set contact_id = null',
  ],
  [
    'somebody else becomes the contact instead of him',
    () => saveProgramme(room(), person('U2', ana), as('U2'), { part: 'contact', slackId: 'U3' }, () => true),
  ],
] satisfies readonly (readonly [what: string, deed: () => Promise<unknown>, ready?: string])[]
const tried = deeds.map(([what, deed, ready = 'select 1']) => ({ what, deed, ready }))

describe('what is under way at the moment of an erasure leaves nothing of them:', () => {
  it.each(tried)('$what in the middle of it', async ({ deed, ready }) => {
    await sql(ready)
    const erasing = eraseHeld()
    await erasing.halfWay
    const done = settled(deed())
    await Promise.race([done, vi.waitUntil(() => isWaitedFor(database), { timeout: 5_000, interval: 5 })])
    erasing.goOn()
    expect(await erasing.done).toMatchObject({ kind: 'erased' })
    expect(await done).toBe('answered')
    expect(await leftOf(ivan)).toEqual([])
  })

  it.each(tried)('$what just before it', async ({ deed, ready }) => {
    await sql(ready)
    const [outcome, erased] = await Promise.all([settled(deed()), eraseNow(erasures)])
    expect([outcome, erased.kind]).toEqual(['answered', 'erased'])
    expect(await leftOf(ivan)).toEqual([])
  })

  it('a list with them that is applied', async () => {
    await sql('delete from enrolment')
    const checked = await checkPeople(room(), person('U2', ana), skill, wish, members)
    await held(() => applyList(room(), person('U2', ana), { id: checked.id, skill, source: 'picked' }))
    expect(await leftOf(ivan)).toEqual([])
  })

  it('a list of managers with them that is applied', async () => {
    const table = parseTable('person,manager\nU0000000003,U0000000001\n')
    if (table.kind !== 'table') throw new Error('found a problem, expected a table')
    await sql(`update person set slack_id = 'U000000000' || right(slack_id, 1)`)
    const importer = { workspaceId: 'T1', id: ana }
    const checked = await checkManagers(room(), importer, table, members)
    await held(() => applyManagers({ ...room() }, importer, checked.id), 'U0000000001')
    expect(await leftOf(ivan)).toEqual([])
  })
})

const wish = { slackIds: ['U1', 'U3'], channelId: undefined, everyone: false, fromList: false }
const members: Members = {
  lookUp: (slackId) => as(slackId).lookUp(slackId),
  everybody: async function* () {},
  inChannel: async function* () {},
}

/** The deed waits for the erasure, or is through before. */
async function held(deed: () => Promise<unknown>, slackId = 'U1'): Promise<void> {
  const erasing = eraseHeld(slackId)
  await erasing.halfWay
  const done = settled(deed())
  await Promise.race([done, vi.waitUntil(() => isWaitedFor(database), { timeout: 5_000, interval: 5 })])
  erasing.goOn()
  expect(await erasing.done).toMatchObject({ kind: 'erased' })
  expect(await done).toBe('answered')
}

/** What it answered does not matter; that it failed does. */
function settled(deed: Promise<unknown>): Promise<unknown> {
  return deed.then(
    () => 'answered',
    (error: unknown) => error,
  )
}

/** Columns that still name somebody although the list says that they do not. */
async function leftOf(id: string): Promise<string[]> {
  const left: string[] = []
  for (const [column, { fate }] of Object.entries(atErasure)) {
    if (fate === 'keep' || fate === 'nobody') continue
    const [table, name] = column.split('.')
    const rows = await sql(`select from "${table}" where "${name}" = $1`, [id])
    if (rows.length > 0) left.push(column)
  }
  const named = await sql(`select from person where slack_id like 'U%1'`)
  return named.length > 0 ? [...left, 'person.slack_id'] : left
}

function eraseNow(parts: readonly Erasure[], slackId = 'U1') {
  return erase(bareRoom(stage.world, { erasures: parts }), as(slackId), { personId: ivan, askedAt: stage.world.now() })
}

/** An erasure that has locked its person, and goes on when it is told to. */
function eraseHeld(slackId = 'U1') {
  const reached = gate()
  const go = gate()
  const hold: Erasure = {
    count: async () => [],
    erase: async () => {
      reached.open()
      await go.passed
      return []
    },
  }
  return { halfWay: reached.passed, goOn: go.open, done: eraseNow([hold, ...erasures], slackId) }
}

function gate() {
  let open = () => {}
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { passed, open: () => open() }
}

function room(): DirectoryRoom {
  return bareRoom(stage.world)
}

/** Somebody whom Slack can be asked about everybody. */
function as(slackId: string): Visitor {
  return { ...visitor(slackId), lookUp: async (id) => ({ ...(await visitor(id).lookUp(id)), name: id }) }
}

function person(slackId: string, id: string): Person {
  return { workspaceId: 'T1', id, slackId, zone: 'Europe/Berlin', homeOpened: false }
}

function changing(slackId: string, personId: string) {
  return { visitor: as(slackId), personId }
}
