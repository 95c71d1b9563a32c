import { beforeEach, describe, expect, it } from 'vitest'
import { atErasure } from '../../src/directory/erasure.ts'
import { askErasure, erase, exportOf } from '../../src/directory/flow-own-data.ts'
import type { DirectoryRoom } from '../../src/directory/room.ts'
import { countedInWords } from '../../src/directory/rules-own-data.ts'
import { erasures, exportParts } from '../../src/ops/own-data.ts'
import { type Stage, stageOn, visitor } from '../assessment/stage.ts'
import { freshDatabase } from '../support/database.ts'
import { ana, dumpOf, fillWorkspace, ivan, leo, tablesOfTenants } from '../support/filled.ts'
import { tracesOf } from '../support/own-data.ts'
import { bareRoom } from './room.ts'

const database = await freshDatabase()
const { db, sql } = database
const who = visitor('U1', { name: 'Ivan' })
const tablesOfPeople = new Set(
  Object.entries(atErasure).flatMap(([column, { fate }]) => (fate === 'delete' ? (column.split('.')[0] ?? '') : [])),
)
let stage: Stage

beforeEach(async () => {
  await sql('truncate seen, workspace, installation, profile_version, profile_slot cascade')
  stage = stageOn(db, '2026-11-20T10:00:00Z')
  await fillWorkspace(database, 'T1', 'pelican')
  await sql(`insert into seen values ('draft:${ivan}:a', now() + interval '1 day')`)
})

it('has a fate for every column that can hold a person, and for no other', async () => {
  const rows = await sql(`
    select c.relname || '.' || a.attname as column
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
    where a.atttypid in ('uuid'::regtype, 'uuid[]'::regtype) and not a.attisdropped
    order by 1`)
  // A new one belongs into a room’s ExportPart and Erasure before it belongs there.
  expect(rows.map(({ column }) => column)).toEqual(Object.keys(atErasure).sort())
})

describe('an erasure', () => {
  it('does to each column what the list says', async () => {
    const before = await naming(ivan)
    const fates = Object.entries(atErasure).filter(([, { fate }]) => fate !== 'nobody')
    expect(
      fates.filter(([column]) => !before[column]).map(([column]) => column),
      'tried in every column',
    ).toEqual([])
    const rows = await counts()
    await eraseIvan()
    const after = await naming(ivan)
    expect(fates.filter(([column, { fate }]) => (fate === 'keep') !== Boolean(after[column]))).toEqual([])
    const blanked = fates.filter(([, { fate }]) => fate === 'blank').map(([column]) => column)
    expect(blanked).toEqual(['admin.appointed_by', 'round.started_by', 'workspace.contact_id'])
    expect(await sql('select person_id, appointed_by from admin')).toEqual([{ person_id: ana, appointed_by: null }])
    expect(await counts()).toMatchObject({
      workspace: rows.workspace,
      person: rows.person,
      audit: Number(rows.audit) + 1,
    })
  })

  it('leaves nothing of them in the whole database but the bare id, where the list keeps it', async () => {
    await sql(`update person set name = 'Zebulon \\ "Z"' where slack_id = 'U1'`)
    await sql(
      `update import set rows = '[]', refused = '[{"line": 3, "found": "zebulon \\\\ \\"z\\""}]' where kind = 'managers'`,
    )
    expect((await tracesOf(database, ['zebulon', 'U1'])).length).toBeGreaterThan(3)
    await eraseIvan()
    expect(await tracesOf(database, ['zebulon', 'U1'])).toEqual([])
    expect(await tracesOf(database, [ivan])).toEqual(
      ['audit.actor_id', 'audit.subjects', 'directory_sync.after_person', 'person.id', 'round.planned_to'].map(
        (at) => `${ivan} in ${at}`,
      ),
    )
  })

  it('takes nothing of anybody else', async () => {
    await sql("delete from import where kind = 'managers'")
    const others = await sql('select count(*)::int as assessments from assessment where person_id <> $1', [ivan])
    await eraseIvan()
    expect(await sql('select count(*)::int as assessments from assessment')).toEqual(others)
    expect(await sql('select name from person where erased_at is null order by name')).toEqual([
      { name: 'Ana pelican' },
      { name: 'Leo pelican' },
    ])
    expect(await sql('select person_id, viewer_id from opened_to')).toEqual([{ person_id: leo, viewer_id: ana }])
  })

  it('counts beforehand what it takes, and says the same afterwards', async () => {
    const asked = await askErasure(room(), who)
    const words = countedInWords('counted' in asked ? asked.counted : [])
    expect(words).toBe(
      '2 assessments, 1 note, a draft, 2 parts in check-ins, 2 records of messages to you, your place in the check-in, 3 manager links, your right as an admin and your settings',
    )
    const erased = await eraseIvan()
    expect(countedInWords('removed' in erased ? erased.removed : [])).toBe(words)
  })

  it('does not let its numbers tell who has excluded somebody, or opened their level', async () => {
    await sql('delete from exclusion where person_id = $1', [ivan])
    await sql('delete from opened_to where person_id = $1', [ivan])
    await sql('delete from away where person_id = $1', [ivan])
    await sql('update person set work_from = null, work_to = null, work_days = null, notes_to_manager = false')
    const asked = await askErasure(room(), who)
    expect(countedInWords('counted' in asked ? asked.counted : [])).not.toContain('settings')
    await eraseIvan()
    expect(await sql('select from exclusion')).toEqual([])
  })

  it('is in the audit log, under the pseudonym', async () => {
    await eraseIvan()
    expect(await sql(`select actor_id, subjects, detail from audit where act = 'person.erased'`)).toEqual([
      { actor_id: ivan, subjects: [ivan], detail: null },
    ])
  })

  it('does not touch the namesake of another workspace, whatever they share', async () => {
    await fillWorkspace(database, 'T2', 'albatross')
    const before = await dumpOf(database, 'T2')
    await eraseIvan()
    expect(await dumpOf(database, 'T2')).toEqual(before)
  })
})

describe('an export', () => {
  it('tells what this room stores, and of others only what they may know', async () => {
    const at = '2026-11-20T09:00:00.000Z'
    const told = await exported()
    expect(told).toMatchObject({
      checkIns: [{ skill: 'nats-jetstream', since: at, through: 'self' }],
      managers: [
        { manager: 'Ana pelican (U2)', source: 'csv', state: 'in-force', since: at },
        { manager: 'Leo pelican (U3)', source: 'self', state: 'waiting', since: at },
      ],
      // Ana’s link is disputed: what she said of it is hers.
      managerOf: [{ person: 'Leo pelican (U3)', source: 'csv', state: 'in-force', since: at }],
      daysOffAndPauses: [
        { kind: 'pause', firstDay: '2026-10-01', lastDay: '2026-10-10' },
        { kind: 'day-off', firstDay: '2026-11-23', lastDay: '2026-11-24' },
      ],
      levelOpenedTo: [{ person: 'Leo pelican (U3)', until: '2027-01-21' }],
      levelsOpenedToYou: [{ person: 'Ana pelican (U2)', until: '2027-01-22' }],
      neverPairedWith: ['Ana pelican (U2)'],
      admin: { since: at, appointedBy: 'Ana pelican (U2)' },
      contactOfTheWorkspace: true,
      listsOfAdminsForADay: [
        { kind: 'managers', state: 'dry-run', begunByYou: false, namesYou: true },
        { kind: 'people', state: 'applied', begunByYou: true, namesYou: false },
      ],
      auditLinesAboutYou: [
        { act: 'read.level', by: 'Ana pelican (U2)', detail: { as: 'admin' } },
        { act: 'read.level', by: 'Ana pelican (U2)', detail: { as: 'manager' } },
        { act: 'enrol.add', by: 'Ana pelican (U2)' },
        { act: 'manager.profile', by: 'the app' },
      ],
      auditLinesByYou: [
        { act: 'read.level', aboutPeople: 1, detail: { as: 'manager' } },
        { act: 'export.own', aboutPeople: 1 },
      ],
    })
  })

  it('does not say who has excluded them, nor that somebody has', async () => {
    const before = await exported()
    await sql('delete from exclusion where other_id = $1', [ivan])
    const { asOf: _, auditLinesByYou: __, ...after } = await exported()
    expect(before).toMatchObject(after)
    expect(JSON.stringify(before.neverPairedWith)).not.toContain('Leo')
  })

  it('calls whoever has erased themselves a former colleague', async () => {
    await erase(room(), visitor('U2'), { personId: ana, askedAt: stage.world.now() })
    const told = await exported()
    expect(told.auditLinesAboutYou).toMatchObject([{ by: 'a former colleague' }, {}, {}, {}])
    expect(told.admin).toMatchObject({ appointedBy: null })
    expect(JSON.stringify(told)).not.toContain('U2')
  })

  it('knows every column that says something of somebody', async () => {
    const rows = await sql(`
      select table_name as table, string_agg(column_name, ' ' order by ordinal_position) as columns
      from information_schema.columns
      where table_name in ('admin', 'audit', 'away', 'enrolment', 'exclusion', 'import', 'manager_link', 'opened_to')
        and column_name not in ('workspace_id', 'person_id', 'id')
      group by 1
      order by 1`)
    // A new one belongs into the export, and into the test above, before it belongs here.
    expect(Object.fromEntries(rows.map(({ table, columns }) => [table, columns]))).toEqual({
      admin: 'since appointed_by',
      audit: 'at actor_id act subjects detail',
      away: 'kind first_day last_day',
      enrolment: 'skill since source',
      exclusion: 'other_id',
      import: 'kind state started_by rows refused at expires_at',
      manager_link: 'source manager_id state since',
      opened_to: 'viewer_id until',
    })
  })

  it.each([...tablesOfPeople])('tells of the rows in %s', async (table) => {
    const [full, less] = [await parts(), await parts(`delete from "${table}"`)]
    expect(Object.keys(full).filter((part) => JSON.stringify(full[part]) !== JSON.stringify(less[part]))).not.toEqual(
      [],
    )
  })
})

function room(): DirectoryRoom {
  return bareRoom(stage.world, { exports: exportParts, erasures })
}

function eraseIvan() {
  return erase(room(), who, { personId: ivan, askedAt: stage.world.now() })
}

async function exported(): Promise<Record<string, unknown>> {
  const outcome = await exportOf(room(), who)
  return 'json' in outcome ? JSON.parse(outcome.json) : {}
}

/** What the rooms tell of Ivan, after a statement that is taken back. */
async function parts(first = 'select 1'): Promise<Record<string, unknown>> {
  const told = {}
  const taken = db.$transaction(async (tx) => {
    await tx.$executeRawUnsafe(first)
    for (const part of exportParts) Object.assign(told, await part(tx, { workspaceId: 'T1', id: ivan }))
    throw new Error('taken back')
  })
  await expect(taken).rejects.toThrow('taken back')
  return told
}

/** By `table.column`, whether this id stands there. */
async function naming(id: string): Promise<Record<string, boolean>> {
  const found: Record<string, boolean> = {}
  for (const column of Object.keys(atErasure)) {
    const [table, name] = column.split('.')
    const rows = await sql(`select from "${table}" where position($1 in "${name}"::text) > 0`, [id])
    found[column] = rows.length > 0
  }
  return found
}

async function counts(): Promise<Record<string, unknown>> {
  const tables = (await tablesOfTenants(database)).map(([table]) => `(select count(*)::int from ${table}) as ${table}`)
  const [row] = await sql(`select ${tables.join(', ')}`)
  return row ?? {}
}
