import { beforeEach, describe, expect, it, test } from 'vitest'
import { dayAround } from '../../src/calendar.ts'
import { logAt, mostTaken, placeAbout, readersAt, takeLines } from '../../src/directory/audit/flow.ts'
import { readFilter, readLast, readLogPlace, readPages } from '../../src/directory/audit/form.ts'
import {
  type Act,
  acts,
  actsOf,
  type Entry,
  filters,
  firstPlace,
  type Line,
  newerPage,
  olderPage,
} from '../../src/directory/audit/rules.ts'
import { forgetLinesBefore, note, noteRead } from '../../src/directory/audit/store.ts'
import { linesAsRows, logLine, readersWindow } from '../../src/directory/audit/views.ts'
import { type Stage, stageOn } from '../assessment/stage.ts'
import { freshDatabase } from '../support/database.ts'

const { db, sql } = await freshDatabase()
const ivan = '00000000-0000-7000-8000-000000000001'
const ana = '00000000-0000-7000-8000-000000000002'
const leo = '00000000-0000-7000-8000-000000000003'
const asAna = { workspaceId: 'T1', slackId: 'U2' }
const asIvan = { workspaceId: 'T1', slackId: 'U1' }
let stage: Stage

beforeEach(async () => {
  stage = stageOn(db, '2026-11-23T09:00:00Z')
  await sql(`
    truncate workspace cascade;
    insert into workspace (id, name, salt, first_seen_at) select t, t, decode(repeat('ab', 32), 'hex'), now() from unnest(array['T1', 'T2']) t;
    insert into person (workspace_id, id, slack_id, name, zone, kind, first_seen_at)
      select t, i, s, n, 'Europe/Berlin', 'member', now()
      from unnest(array['T1', 'T2']) t,
        (values ('${ivan}'::uuid, 'U1', 'Ivan'), ('${ana}'::uuid, 'U2', 'Ana'), ('${leo}'::uuid, 'U3', 'Leo')) p(i, s, n)`)
})

describe('a look at a level', () => {
  it('is one line for each viewer, person and day of the person’s calendar', async () => {
    await look(ana, ivan, '2026-11-23T08:00:00Z')
    await look(ana, ivan, '2026-11-23T22:59:00Z')
    expect(await count()).toBe(1)
    await look(ana, ivan, '2026-11-23T23:01:00Z')
    expect(await count(), 'after midnight in Berlin').toBe(2)
    await look(leo, ivan, '2026-11-23T23:01:00Z')
    await look(ana, leo, '2026-11-23T23:01:00Z')
    expect(await count()).toBe(4)
  })

  it('is one line on a day of 25 hours, from its first minute to its last', async () => {
    await look(ana, ivan, '2026-10-24T22:00:00Z')
    await look(ana, ivan, '2026-10-25T22:59:00Z')
    expect(await count()).toBe(1)
  })

  it.each(['US/Pacific-New', '+05:30'])(
    'is folded by the calendar of %s, which only this machine knows',
    async (zone) => {
      await sql('update person set zone = $1', [zone])
      const { begins, ends } = dayAround(new Date('2026-11-20T12:00:00Z'), zone)
      const moments = [begins.getTime() - 1, begins.getTime(), ends.getTime() - 1, ends.getTime()]
      for (const at of moments) {
        await note(db, { workspaceId: 'T1', actorId: ana, act: 'read.level', subjects: [ivan] }, new Date(at))
      }
      const { lines } = await readersAt(stage.world, asIvan)
      expect(lines.map(({ at }) => at.getTime())).toEqual([moments[3], moments[2], moments[0]])
    },
  )

  it('of another workspace on the same day adds its own', async () => {
    await look(ana, ivan, '2026-11-23T08:00:00Z', 'T2')
    await look(ana, ivan, '2026-11-23T08:00:00Z')
    expect(await count()).toBe(2)
  })
})

describe('who has seen my level', () => {
  it('is a line for each viewer and day, the newest first, with the right they had', async () => {
    await look(ana, ivan, '2026-11-20T09:00:00Z')
    await look(leo, ivan, '2026-11-23T08:00:00Z', 'T1', 'opened-to')
    await look(ana, leo, '2026-11-23T08:00:00Z')
    const { lines, zone } = await readersAt(stage.world, asIvan)
    expect(zone).toBe('Europe/Berlin')
    expect(lines.map(({ actor, at, detail }) => [actor?.slackId, at.toISOString(), detail])).toEqual([
      ['U3', '2026-11-23T08:00:00.000Z', { as: 'opened-to' }],
      ['U2', '2026-11-20T09:00:00.000Z', { as: 'manager' }],
    ])
  })

  it('folds what another way of looking wrote down on the same day, many in one line or not', async () => {
    await look(ana, ivan, '2026-11-23T08:00:00Z')
    await line('read.level', '2026-11-23T10:00:00Z', { subjects: [ivan, leo], actorId: ana })
    await line('read.level', '2026-11-24T10:00:00Z', { subjects: [ivan, leo], actorId: ana })
    const { lines } = await readersAt(stage.world, asIvan)
    expect(lines.map(({ at }) => at.toISOString())).toEqual(['2026-11-24T10:00:00.000Z', '2026-11-23T10:00:00.000Z'])
  })

  it('tells of a copy that whoever runs the app has taken, and not of one’s own', async () => {
    await line('export.own', '2026-11-23T08:00:00Z', { subjects: [ivan], actorId: null })
    await line('export.own', '2026-11-23T09:00:00Z', { subjects: [ivan], actorId: ivan })
    await line('enrol.add', '2026-11-23T09:00:00Z', { subjects: [ivan], actorId: ana })
    const { lines } = await readersAt(stage.world, asIvan)
    expect(lines.map(({ act, actor }) => [act, actor])).toEqual([['export.own', null]])
    expect(JSON.stringify(readersWindow({ place: { before: [] }, lines, more: false }, { zone: 'UTC' }))).toContain(
      '· whoever runs the app took a copy of your data',
    )
  })

  it('is empty for whoever has no row, and asking makes none', async () => {
    expect(await readersAt(stage.world, { workspaceId: 'T1', slackId: 'U9' })).toMatchObject({ lines: [], zone: 'UTC' })
    expect(await sql("select from person where slack_id = 'U9'")).toEqual([])
  })

  it('goes on with older lines, each once', async () => {
    for (let day = 1; day <= 30; day++)
      await look(day % 2 === 0 ? ana : leo, ivan, `2026-10-${String(day).padStart(2, '0')}T09:00:00Z`)
    const first = await readersAt(stage.world, asIvan)
    const second = await readersAt(stage.world, asIvan, olderPage(first.place, first.lines.at(-1)?.id))
    expect([first.lines.length, first.more, second.lines.length, second.more]).toEqual([20, true, 10, false])
    expect(new Set([...first.lines, ...second.lines].map(({ id }) => id)).size).toBe(30)
    expect((await readersAt(stage.world, asIvan, newerPage(second.place))).lines).toEqual(first.lines)
  })
})

describe('the log', () => {
  it('shows twenty lines at a time, the newest first, forth and back, and begins anew where a page is gone', async () => {
    for (let nth = 0; nth < 25; nth++) await line('enrol.join', `2026-11-23T09:${10 + nth}:00Z`, { actorId: ivan })
    const first = await logAt(stage.world, asAna)
    const second = await logAt(stage.world, asAna, olderPage(first.place, first.lines.at(-1)?.id))
    expect([first.lines.length, first.more, second.lines.length, second.more]).toEqual([20, true, 5, false])
    expect(first.lines[0]?.at).toEqual(new Date('2026-11-23T09:34:00Z'))
    expect(await logAt(stage.world, asAna, newerPage(second.place))).toEqual(first)
    await forgetLinesBefore(db, 'T1', new Date('2026-11-24T00:00:00Z'), 100)
    expect((await logAt(stage.world, asAna, second.place)).place.before).toEqual([])
  })

  it('keeps lines of one moment apart and in one order', async () => {
    for (let nth = 0; nth < 45; nth++) await line('enrol.join', '2026-11-23T09:00:00Z', { actorId: ivan })
    let page = await logAt(stage.world, asAna)
    const seen = [...page.lines]
    while (page.more) {
      page = await logAt(stage.world, asAna, olderPage(page.place, page.lines.at(-1)?.id))
      seen.push(...page.lines)
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(45)
  })

  it.each(filters)('shows under “%s” exactly its acts', async (filter) => {
    for (const act of acts) await line(act, '2026-11-23T09:00:00Z', { actorId: ana, subjects: [ivan] })
    await sql(`insert into audit (workspace_id, at, act, subjects) values ('T1', now(), 'of.tomorrow', '{}')`)
    const { lines } = await logAt({ ...stage.world }, asAna, { ...firstPlace, filter })
    const { lines: all } = await takeLines(stage.world, { ...person, id: ana }, { ...firstPlace, filter })
    const expected = actsOf(filter) ?? [...acts, 'of.tomorrow']
    expect(all.map(({ act }) => act).sort()).toEqual([...expected].sort())
    expect(lines.length).toBe(Math.min(20, expected.length))
  })

  it('shows every act under one filter besides everything', () => {
    const found = filters.filter((filter) => filter !== 'everything').flatMap((filter) => actsOf(filter) ?? [])
    expect([...found].sort()).toEqual([...acts].sort())
  })

  it('is about somebody: what they did, and what was done to them', async () => {
    await look(ana, ivan, '2026-11-23T08:00:00Z')
    await look(ivan, leo, '2026-11-23T08:01:00Z')
    await look(ana, leo, '2026-11-23T08:02:00Z')
    const place = await placeAbout(stage.world, 'T1', firstPlace, 'U1')
    const { lines, about } = await logAt(stage.world, asAna, place)
    expect(about).toBe('U1')
    expect(lines.map(({ actor }) => actor?.slackId)).toEqual(['U1', 'U2'])
    const nobody = await placeAbout(stage.world, 'T1', firstPlace, 'U9')
    expect(await logAt(stage.world, asAna, nobody)).toMatchObject({ lines: [], about: undefined })
  })

  it('holds nothing of another workspace, also not behind a line of it', async () => {
    await look(ana, ivan, '2026-11-22T08:00:00Z', 'T2')
    await look(ana, ivan, '2026-11-21T08:00:00Z', 'T2')
    const [newest] = await sql('select id from audit order by at desc limit 1')
    expect((await logAt(stage.world, asAna)).lines).toEqual([])
    expect((await readersAt(stage.world, asIvan)).lines).toEqual([])
    await look(leo, ivan, '2026-11-20T08:00:00Z')
    const place = olderPage(firstPlace, String(newest?.id))
    expect((await logAt(stage.world, asAna, place)).place.before, 'that line is none of theirs').toEqual([])
  })

  it('names the first three of many, and counts them all', async () => {
    const many = Array.from({ length: 300 }, (_, nth) => `00000000-0000-7000-8000-${String(nth + 1).padStart(12, '0')}`)
    await line('enrol.add', '2026-11-23T08:00:00Z', { subjects: many, actorId: ana })
    const { lines } = await logAt(stage.world, asAna)
    expect(lines[0]?.subjects.map(({ slackId }) => slackId)).toEqual(['U1', 'U2', 'U3'])
    expect(lines[0] && logLine(lines[0], 'Europe/Berlin')).toBe(
      '*Mon 23 Nov 2026, 09:00* · <@U2> added <@U1>, <@U2>, <@U3> and 297 more to the check-in',
    )
  })
})

describe('taking it along', () => {
  it('is noted with its filter and its number, beside whom it was about', async () => {
    await look(ana, ivan, '2026-11-23T08:00:00Z')
    const place = { ...(await placeAbout(stage.world, 'T1', firstPlace, 'U1')), filter: 'reads' as const }
    const { lines } = await takeLines(stage.world, { ...person, id: ana }, place)
    expect(lines).toHaveLength(1)
    expect(await sql(`select actor_id, subjects, detail from audit where act = 'export.audit'`)).toEqual([
      { actor_id: ana, subjects: [ivan], detail: { filter: 'reads', lines: 1 } },
    ])
  })

  it('takes the newest lines of a log that is larger than a file should be', async () => {
    await sql(`
      insert into audit (workspace_id, at, actor_id, act, subjects)
      select 'T1', '2026-01-01'::timestamptz + nth * interval '1 minute', '${ana}', 'read.level', array['${ivan}'::uuid]
      from generate_series(1, ${mostTaken + 5}) nth`)
    const { lines } = await takeLines(stage.world, { ...person, id: ana }, firstPlace)
    expect(lines).toHaveLength(mostTaken)
    expect(lines.at(-1)?.at).toEqual(new Date('2026-01-01T00:06:00Z'))
  })

  it('becomes rows with names and ids; who has erased themselves is a former colleague', () => {
    const ids = { slackId: 'U1', name: 'Ivan, "the" =Pelican' }
    const rows = linesAsRows([
      { ...aLine, act: 'enrol.add', actor: { slackId: null, name: null }, subjects: [ids, ids], people: 12 },
      { ...aLine, actor: null, subjects: [], people: 0, detail: { as: 'admin' } },
    ])
    expect(rows[1]).toEqual([
      '2026-11-23T09:00:00.000Z',
      'a former colleague',
      '',
      'enrol.add',
      '12',
      'Ivan, "the" =Pelican; Ivan, "the" =Pelican; and 10 more',
      'U1 U1',
      '',
    ])
    expect(rows[2]).toEqual(['2026-11-23T09:00:00.000Z', 'the app', '', 'read.level', '0', '', '', '{"as":"admin"}'])
  })
})

describe('a line', () => {
  it('is never changed; only its time ends it', async () => {
    await look(ana, ivan, '2026-11-23T08:00:00Z')
    await expect(sql(`update audit set act = 'enrol.add'`)).rejects.toThrow('audit is never edited')
    expect(await forgetLinesBefore(db, 'T1', new Date('2026-11-23T08:00:00Z'), 10)).toBe(0)
    expect(await forgetLinesBefore(db, 'T2', new Date('2026-11-24T08:00:00Z'), 10)).toBe(0)
    expect(await forgetLinesBefore(db, 'T1', new Date('2026-11-24T08:00:00Z'), 10)).toBe(1)
  })

  it('is written with the deed or not at all', async () => {
    const deed = db.$transaction(async (tx) => {
      await note(tx, { workspaceId: 'T1', actorId: ana, act: 'enrol.add', subjects: [ivan] }, stage.world.now())
      throw new Error('the deed failed')
    })
    await expect(deed).rejects.toThrow('the deed failed')
    expect(await count()).toBe(0)
  })

  it.each(acts)('has words for %s, whoever and how many it is about', (act) => {
    const somebody = [{ slackId: 'U1', name: 'Ivan' }]
    for (const subjects of [[], somebody, [...somebody, { slackId: null, name: null }]])
      for (const actor of [null, { slackId: 'U2', name: 'Ana' }]) {
        const words = logLine({ ...aLine, act, actor, subjects, people: subjects.length }, 'UTC')
        expect(words).toMatch(/^\*Mon 23 Nov 2026, 09:00\* · (<@U2>|the app|whoever runs the app) [a-z]/)
        expect(words).not.toMatch(/undefined|null|\[object/)
      }
  })

  it.each([
    ['waiting', 'named <@U9> as their manager, which waits for a yes'],
    ['in-force', 'named <@U9> as their manager'],
    ['removed', 'took back that <@U9> is their manager'],
    ['taken back', 'kept <@U9> as their manager after all'],
  ])('of somebody who named their manager tells what became of it: %s', (what, words) => {
    const subjects = [
      { slackId: 'U2', name: 'Ana' },
      { slackId: 'U9', name: 'Leo' },
    ]
    const line = { ...aLine, act: 'manager.name', subjects, people: 2, detail: { what } }
    expect(logLine(line, 'UTC')).toBe(`*Mon 23 Nov 2026, 09:00* · <@U2> ${words}`)
  })

  it.each([
    ['manager.confirm', 'U2', 'confirmed that <@U1> reports to them'],
    ['manager.confirm', 'U9', 'confirmed <@U9> as the manager of <@U1>'],
    ['manager.refuse', 'U2', 'said that <@U1> does not report to them'],
    ['manager.refuse', 'U9', 'said that <@U9> is not the manager of <@U1>'],
  ])('of %s tells the named manager from an admin', (act, manager, words) => {
    const subjects = [
      { slackId: 'U1', name: 'Ivan' },
      { slackId: manager, name: 'Leo' },
    ]
    expect(logLine({ ...aLine, act, subjects, people: 2 }, 'UTC')).toBe(`*Mon 23 Nov 2026, 09:00* · <@U2> ${words}`)
  })

  it('of another release is shown all the same, and harmless', () => {
    expect(logLine({ ...aLine, act: '<!channel>' }, 'UTC')).toBe(
      '*Mon 23 Nov 2026, 09:00* · <@U2> did what this release has no words for (“&lt;!channel&gt;”)',
    )
  })
})

test.each([
  '',
  '{',
  '{}',
  'null',
  '{"filter":"all","about":null,"before":[]}',
  '{"filter":"reads","about":"U1","before":[]}',
])('a window that carries “%s” shows no log that could be turned', (metadata) => {
  expect(readLogPlace(metadata)).toBeUndefined()
})

it('reads back what a window carries, as many pages as fit into it', () => {
  let place = { ...firstPlace, about: ivan }
  for (let page = 0; page < 1_000; page++) place = olderPage(place, leo)
  expect(JSON.stringify(place).length).toBeLessThan(3_000)
  expect(readLogPlace(JSON.stringify(place))).toEqual(place)
  expect(readPages(JSON.stringify(place))).toEqual({ before: place.before })
  expect(readPages('{"before":["x"]}')).toBeUndefined()
  expect([readFilter('reads'), readFilter('all'), readLast(ivan), readLast('U1')]).toEqual([
    'reads',
    undefined,
    ivan,
    undefined,
  ])
})

const person = { workspaceId: 'T1', id: ivan, slackId: 'U1', zone: 'Europe/Berlin', homeOpened: false }
const aLine: Line = {
  id: ivan,
  at: new Date('2026-11-23T09:00:00Z'),
  act: 'read.level',
  actor: { slackId: 'U2', name: 'Ana' },
  subjects: [],
  people: 0,
  detail: null,
}

function look(viewerId: string, ownerId: string, at: string, workspaceId = 'T1', as = 'manager'): Promise<void> {
  const day = dayAround(new Date(at), 'Europe/Berlin')
  return noteRead(db, { workspaceId, viewerId, ownerId, as, day }, new Date(at))
}

function line(act: Act, at: string, more: Pick<Entry, 'actorId'> & Partial<Entry>): Promise<void> {
  return note(db, { workspaceId: 'T1', subjects: [], ...more, act }, new Date(at))
}

async function count(): Promise<number> {
  const [row] = await sql('select count(*)::int as lines from audit')
  return Number(row?.lines)
}
