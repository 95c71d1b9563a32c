import fc from 'fast-check'
import { beforeEach, describe, expect, it, test } from 'vitest'
import { type Met, welcome } from '../../src/directory/flow.ts'
import { erase } from '../../src/directory/flow-own-data.ts'
import { notMyManager } from '../../src/directory/managers/flow.ts'
import { applyManagers, type Checked, checkManagers, importAt } from '../../src/directory/managers/flow-import.ts'
import { parseTable } from '../../src/directory/managers/table.ts'
import type { Account, Person } from '../../src/directory/rules.ts'
import type { Members } from '../../src/directory/slack-members.ts'
import { erasures } from '../../src/ops/own-data.ts'
import { type Stage, stageOn, visitor } from '../assessment/stage.ts'
import { freshDatabase } from '../support/database.ts'
import { bareRoom } from './room.ts'

const { db, sql } = await freshDatabase()
const monday = new Date('2026-11-23T09:00:00Z')
const [admin, ana, ivan, piotr, maria] = ['U0ADMIN001', 'U0ANNALIND', 'U0IVANPETR', 'U0PIOTRWAL', 'U0MARIAKOW'] as const

let stage: Stage
let importer: Person
/** Accounts as Slack has them; whoever is not here is unknown to it. */
let company: Map<string, Account>
let asked: string[]

beforeEach(async () => {
  await sql('truncate workspace cascade')
  stage = stageOn(db, monday.toISOString())
  company = new Map()
  asked = []
  for (const id of [admin, ana, ivan, piotr, maria]) await hire(id)
  importer = await known(admin)
})

describe('looking', () => {
  it('asks Slack about whom nobody knows here, and stores nobody', async () => {
    await known(ivan)
    const checked = await check(`${ivan},${ana}`)
    expect(checked).toMatchObject({
      total: 1,
      unchanged: 0,
      refused: [],
      ready: [{ person: ivan, manager: ana, before: null }],
    })
    expect(asked).toEqual([ana])
    expect(await sql('select slack_id from person order by slack_id')).toEqual([
      { slack_id: admin },
      { slack_id: ivan },
    ])
    expect(await sql('select 1 from manager_link')).toEqual([])
    expect(await audited()).toEqual([['import.check', 0, { kind: 'managers', rows: 1, ready: 1, refused: 0 }]])
  })

  it('reads the whole list of members where many are new, and tells how far it is', async () => {
    const people = await Promise.all(Array.from({ length: 60 }, (_, at) => hire(`U1${String(at).padStart(7, '0')}`)))
    const seen: number[] = []
    const table = tableOf(people.map((id) => `${id},${ana}`).join('\n'))
    const checked = await checkManagers(room(), importer, table, members, async (count) => void seen.push(count))
    expect(checked.ready).toHaveLength(60)
    expect(asked).toEqual([])
    expect(seen).toEqual([20, 40, 60, 65])
  })

  it('says of guests, apps, closed accounts and people whom Slack does not know what they are', async () => {
    await hire('U2GUEST001', { guest: true })
    await hire('U2CLOSED01', { closed: true })
    const checked = await check(`${ivan},U2GUEST001\nU2CLOSED01,${ana}\nU2NOBODY01,${ana}`)
    expect(checked.ready).toEqual([])
    expect(checked.refused.map(({ reason }) => 'kind' in reason && reason.kind)).toEqual(['guest', 'closed', 'unknown'])
  })
})

describe('applying', () => {
  it('does what was shown: rows, links in force, what was there before overtaken, one line in the audit', async () => {
    await apply(`${ivan},${ana}`)
    stage.moveTo('2026-11-24T09:00:00Z')
    expect(await apply(`${ivan},${piotr}\n${piotr},${ana}`)).toEqual({ kind: 'applied', count: 2 })
    expect(await links()).toEqual([
      [ivan, piotr, 'csv', 'in-force'],
      [piotr, ana, 'csv', 'in-force'],
    ])
    expect(await sql(`select name, zone from person where slack_id = '${piotr}'`)).toEqual([
      { name: piotr.toLowerCase(), zone: 'Europe/Berlin' },
    ])
    expect((await audited()).at(-1)).toEqual(['import.apply', 2, { kind: 'managers', rows: 2, told: 0 }])
    expect(await sql(`select state, rows, refused from import`)).toEqual(
      Array.from({ length: 2 }, () => ({ state: 'applied', rows: [], refused: [] })),
    )
  })

  it('happens once, within a day, and by who looked', async () => {
    const { id } = await check(`${ivan},${ana}`)
    const other = await known(maria)
    expect(await applyManagers(room(), other, id)).toEqual({ kind: 'over' })
    expect(await applyManagers(room(), { workspaceId: 'T2', id: importer.id }, id)).toEqual({ kind: 'over' })
    const twice = await Promise.all([applyManagers(room(), importer, id), applyManagers(room(), importer, id)])
    expect(twice.map(({ kind }) => kind).sort()).toEqual(['applied', 'over'])
    const late = await check(`${ivan},${piotr}`)
    stage.moveTo('2026-11-24T09:00:01Z')
    expect(await applyManagers(room(), importer, late.id)).toEqual({ kind: 'over' })
  })

  it('tells who is in the check-in, once, and nobody else', async () => {
    const person = await known(ivan)
    await sql(
      `insert into enrolment (workspace_id, person_id, skill, since, source) values ('T1', $1, 'nats-jetstream', now(), 'self')`,
      [person.id],
    )
    await apply(`${ivan},${ana}\n${piotr},${ana}`)
    expect(await sql('select kind, person_id from letter')).toEqual([
      { kind: 'directory.manager-told', person_id: person.id },
    ])
    await apply(`${ivan},${ana}\n${piotr},${ana}`)
    expect(await sql('select count(*)::int as n from letter')).toEqual([{ n: 1 }])
  })

  test.each([
    ['a link that changed meanwhile', async () => void (await apply(`${ivan},${maria}`))],
    [
      'an account that was closed meanwhile',
      async () => void (await sql(`update person set active = false where slack_id = '${piotr}'`)),
    ],
    [
      'somebody who has said meanwhile that this is not their manager',
      async () => {
        await apply(`${piotr},${ana}`)
        const person = await known(piotr)
        const [row] = await sql('select since from manager_link where person_id = $1', [person.id])
        await notMyManager(room(), person, { personId: person.id, source: 'csv', since: row?.since as Date }, monday)
      },
    ],
  ])('does nothing at all after %s, and shows the list anew', async (_, happens) => {
    await known(piotr)
    const { id } = await check(`${ivan},${ana}\n${piotr},${ana}\n${maria},${ana}`)
    await happens()
    const before = await links()
    const applied = await applyManagers(room(), importer, id)
    expect(applied.kind).toBe('changed')
    expect(await links()).toEqual(before)
    const again = applied.kind === 'changed' ? applied.checked : undefined
    expect(again).toMatchObject({ total: 3 })
    expect(await applyManagers(room(), importer, again?.id ?? '')).toEqual({
      kind: 'applied',
      count: again?.ready.length,
    })
    expect((await links()).filter(([, , , state]) => state === 'in-force').length).toBeGreaterThanOrEqual(2)
  })

  it('is over once somebody on it has erased themselves', async () => {
    const { id } = await check(`${piotr},${ana}`)
    await forget(await known(piotr))
    expect(await applyManagers(room(), importer, id)).toEqual({ kind: 'over' })
  })

  it('keeps no name of who has erased themselves, only what was typed', async () => {
    await hire(piotr, { name: 'Pelican' })
    await forget(await known(piotr))
    const { refused } = await check(`${piotr},${ana}`)
    expect(refused).toMatchObject([{ reason: { why: 'not-a-member', kind: 'forgotten' } }])
    expect(await sql(`select from import where rows::text ilike '%pelican%'`)).toEqual([])
  })

  it('beside an erasure in the same moment leaves no link to somebody who is gone', async () => {
    for (let time = 0; time < 5; time++) {
      const person = await known(piotr)
      const { id } = await check(`${piotr},${ana}\n${maria},${piotr}`)
      await Promise.all([applyManagers(room(), importer, id), forget(person)])
      expect(
        await sql(
          'select 1 from manager_link l join person p on p.id in (l.person_id, l.manager_id) where p.slack_id is null',
        ),
      ).toEqual([])
      await sql('delete from manager_link')
      stage.moveTo(new Date(stage.world.now().getTime() + 1_000).toISOString())
    }
  })

  it('closes no circle when lists come at once, however often they do', async () => {
    for (let time = 0; time < 5; time++) {
      await sql('delete from manager_link')
      const lists = await Promise.all([`${ivan},${ana}`, `${ana},${piotr}`, `${piotr},${ivan}`].map(check))
      const applied = await Promise.all(lists.map(({ id }) => applyManagers(room(), importer, id)))
      expect(applied.map(({ kind }) => kind).sort()).toEqual(['applied', 'applied', 'changed'])
    }
  })

  it('is told again as it stands for the report, and not to others', async () => {
    const { id } = await check(`${ivan},${ana}\n${ivan.toLowerCase()},${ana}`)
    expect(await importAt(room(), importer, id)).toMatchObject({
      total: 2,
      ready: [{ line: 1 }],
      refused: [{ line: 2 }],
    })
    expect(await importAt(room(), await known(maria), id)).toBeUndefined()
  })
})

it('does all that it showed or nothing, whatever stands in a list', { timeout: 30_000 }, async () => {
  const cell = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(ivan, ana, piotr, maria, admin) },
    { weight: 1, arbitrary: fc.constantFrom('', 'U2NOBODY01', '=1+1', '"', 'x'.repeat(1_001), '🦀', '\n', ';') },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(cell, { minLength: 1, maxLength: 3 }), { maxLength: 8 }), async (rows) => {
      const table = parseTable(rows.map((cells) => cells.join(',')).join('\n'))
      if (table.kind === 'problem') return
      const before = await inForce()
      const { id, ready } = await checkManagers(room(), importer, table, members)
      expect(await inForce()).toEqual(before)
      expect(await applyManagers(room(), importer, id)).toEqual({ kind: 'applied', count: ready.length })
      const after = new Map([...before, ...ready.map(({ person, manager }): [string, string] => [person, manager])])
      expect(await inForce()).toEqual(after)
    }),
    { numRuns: 60 },
  )
})

it('takes fifty thousand lines in seconds, whole', { timeout: 60_000 }, async () => {
  const idOf = (at: number) => `U3${String(at).padStart(7, '0')}`
  const people = 50_000
  await sql(`insert into person (workspace_id, id, slack_id, name, kind, active, synced_at, first_seen_at)
    select 'T1', uuidv7(), 'U3' || lpad(n::text, 7, '0'), 'n' || n, 'member', true, '2026-11-23T08:00:00Z', '2026-11-23T08:00:00Z'
    from generate_series(0, ${people - 1}) n`)
  await sql(
    `insert into enrolment (workspace_id, person_id, skill, since, source) select 'T1', id, 'nats-jetstream', now(), 'everyone' from person`,
  )
  const lines = Array.from({ length: people - 1 }, (_, at) => `${idOf(at + 1)},${idOf(Math.floor(at / 8))}`)
  const began = performance.now()
  const checked = await check(`person,manager\n${lines.join('\n')}`)
  const looked = performance.now()
  expect(checked.ready).toHaveLength(people - 1)
  expect(await applyManagers(room(), importer, checked.id)).toEqual({ kind: 'applied', count: people - 1 })
  const done = performance.now()
  expect(await sql(`select count(*)::int as n from manager_link where state = 'in-force'`)).toEqual([{ n: people - 1 }])
  expect(await sql('select count(*)::int as n from letter')).toEqual([{ n: people - 1 }])
  console.info(`50,000 lines: looked in ${Math.round(looked - began)} ms, applied in ${Math.round(done - looked)} ms`)
})

// The stage

function room() {
  return bareRoom(stage.world, { erasures })
}

const members: Members = {
  lookUp: async (slackId) => {
    asked.push(slackId)
    return company.get(slackId)
  },
  everybody: async function* () {
    const all = [...company.values()]
    for (let at = 0; at < all.length; at += 20) yield all.slice(at, at + 20)
  },
  inChannel: async function* () {},
}

async function hire(slackId: string, change: Partial<Account> = {}): Promise<string> {
  company.set(slackId, await visitor(slackId, change).lookUp(slackId))
  return slackId
}

async function known(slackId: string): Promise<Person> {
  const met: Met = await welcome(stage.world, visitor(slackId), stage.world.now())
  if (met.kind !== 'member') throw new Error(`${slackId} is ${met.kind}`)
  return met.person
}

function tableOf(text: string) {
  const table = parseTable(text)
  if (table.kind === 'problem') throw new Error(table.sentence)
  return table
}

function check(text: string): Promise<Checked> {
  return checkManagers(room(), importer, tableOf(text), members)
}

async function apply(text: string) {
  return applyManagers(room(), importer, (await check(text)).id)
}

async function forget(person: Person): Promise<void> {
  const asking = { personId: person.id, askedAt: stage.world.now() }
  expect((await erase(room(), visitor(person.slackId), asking)).kind).toBe('erased')
}

async function links() {
  const rows = await sql(
    `select p.slack_id as person, m.slack_id as manager, l.source, l.state from manager_link l
     join person p on p.id = l.person_id join person m on m.id = l.manager_id order by p.slack_id, l.source`,
  )
  return rows.map(({ person, manager, source, state }) => [person, manager, source, state])
}

async function inForce(): Promise<Map<string, string>> {
  const all = await links()
  return new Map(
    all.flatMap(([person, manager, , state]): [string, string][] =>
      state === 'in-force' ? [[String(person), String(manager)]] : [],
    ),
  )
}

async function audited() {
  const rows = await sql(
    `select act, cardinality(subjects) as subjects, detail from audit where act like 'import.%' order by at, id`,
  )
  return rows.map(({ act, subjects, detail }) => [act, subjects, detail])
}
