import { beforeEach, describe, expect, it, test } from 'vitest'
import { meet, type Visitor } from '../../src/directory/flow.ts'
import { erase } from '../../src/directory/flow-own-data.ts'
import { directoryErasure } from '../../src/directory/own-data.ts'
import type { Account } from '../../src/directory/rules.ts'
import {
  addAway,
  type Changing,
  changeExclusions,
  changeHours,
  changeOpenings,
  changeSharing,
  readSettings,
  type Settings,
  takeAwayBack,
} from '../../src/directory/settings/flow.ts'
import { post } from '../../src/outbox/store.ts'
import { uuidV7 } from '../../src/world.ts'
import { type Stage, stageOn, visitor } from '../assessment/stage.ts'
import { freshDatabase } from '../support/database.ts'
import { bareRoom } from './room.ts'

const { db, sql } = await freshDatabase()
let stage: Stage
let room: ReturnType<typeof bareRoom>
let wakes: number
let ivan: Changing

beforeEach(async () => {
  await sql('truncate workspace cascade')
  stage = stageOn(db, '2026-11-23T09:00:00Z')
  wakes = 0
  room = bareRoom(stage.world, {
    wake: () => {
      wakes += 1
    },
  })
  ivan = await known('U1')
})

describe('hours and days', () => {
  const early = { start: '07:00', end: '15:00', days: 15 }

  it('are stored as one’s own', async () => {
    expect(await changeHours(room, ivan, early)).toMatchObject({ kind: 'changed' })
    expect(await settings()).toMatchObject({ hours: { from: 420, to: 900, days: 15 }, hasOwnHours: true })
  })

  it('are not stored where they are everybody’s, so that they follow when those change', async () => {
    await sql(`update workspace set settings = '{"workFrom": 420, "workTo": 900, "workDays": 15}'`)
    await changeHours(room, ivan, early)
    expect(await settings()).toMatchObject({ hours: { from: 420, to: 900, days: 15 }, hasOwnHours: false })
    await sql(`update workspace set settings = '{"workFrom": 480}'`)
    expect(await settings()).toMatchObject({ hours: { from: 540, to: 1_020, days: 31 } })
  })

  it('that do not fit change nothing', async () => {
    const answer = await changeHours(room, ivan, { ...early, end: '06:00' })
    expect(answer).toMatchObject({ kind: 'problem', problem: { kind: 'before-start' }, zone: 'Europe/Berlin' })
    expect(await settings()).toMatchObject({ hasOwnHours: false })
  })

  it('bring back what waits for them, and nothing that waits for something else', async () => {
    await letter('held', { reason: 'night', notBefore: '2026-11-24T08:00:00Z' })
    await letter('planned', { reason: null, notBefore: '2026-11-24T08:00:00Z' })
    await changeHours(room, ivan, early)
    expect(await sql(`select key, not_before from letter order by key`)).toEqual([
      { key: 'held', not_before: stage.world.now() },
      { key: 'planned', not_before: new Date('2026-11-24T08:00:00Z') },
    ])
    expect(wakes).toBe(1)
  })
})

describe('days off and pauses', () => {
  const pause = { kind: 'pause', firstDay: '2026-12-01', lastDay: '2026-12-24' } as const

  it('stand in the order of days until they are over, by the owner’s calendar', async () => {
    await addAway(room, ivan, pause)
    await addAway(room, ivan, { kind: 'day-off', firstDay: '2026-11-23', lastDay: '2026-11-23' })
    expect((await settings()).absences).toMatchObject([{ firstDay: '2026-11-23' }, pause])
    stage.moveTo('2026-11-23T23:30:00Z')
    expect((await settings()).absences).toMatchObject([pause])
  })

  it('are there once, however often the same form arrives', async () => {
    await addAway(room, ivan, pause)
    await addAway(room, ivan, pause)
    expect((await settings()).absences).toHaveLength(1)
  })

  it('are twenty at most', async () => {
    for (let day = 1; day <= 20; day++)
      await addAway(room, ivan, { ...pause, lastDay: `2026-12-${String(day).padStart(2, '0')}` })
    expect(await addAway(room, ivan, pause)).toMatchObject({ kind: 'problem', problem: { kind: 'too-many' } })
    expect((await settings()).absences).toHaveLength(20)
  })

  it('are taken back by their owner alone, and bring back what waited for their end', async () => {
    await addAway(room, ivan, pause)
    const [away] = (await settings()).absences
    await letter('held', { reason: 'pause', notBefore: '2026-12-25T08:00:00Z' })
    const eve = await known('U2')
    await takeAwayBack(room, eve, away?.id ?? '')
    expect((await settings()).absences).toHaveLength(1)
    await takeAwayBack(room, ivan, away?.id ?? '')
    expect((await settings()).absences).toEqual([])
    expect(await sql('select not_before from letter')).toEqual([{ not_before: stage.world.now() }])
    expect(await takeAwayBack(room, ivan, away?.id ?? '')).toMatchObject({ kind: 'changed' })
  })

  it('leave a pause from mentoring alone', async () => {
    await sql(`insert into away (workspace_id, person_id, kind, first_day, last_day)
      values ('T1', '${ivan.personId}', 'mentoring-pause', '2026-12-01', '2026-12-24')`)
    const [row] = await sql('select id from away')
    await takeAwayBack(room, ivan, String(row?.id))
    expect((await settings()).absences).toEqual([])
    expect(await sql('select kind from away')).toEqual([{ kind: 'mentoring-pause' }])
  })
})

describe('who may see my level', () => {
  const open = (chosen: readonly string[], until: string | null = '2027-02-21', forEverybody = false) =>
    changeOpenings(room, ivan, { chosen, until, forEverybody })

  it('is open to those chosen, each until their day, with a row of their own', async () => {
    expect(await open(['U2'])).toMatchObject({ kind: 'changed' })
    expect(await open(['U2', 'U3'], '2026-12-31')).toMatchObject({ kind: 'changed' })
    expect((await settings()).openings).toMatchObject([
      { slackId: 'U2', until: '2027-02-21' },
      { slackId: 'U3', until: '2026-12-31' },
    ])
  })

  it('takes the new day for everybody where that is ticked', async () => {
    await open(['U2'])
    await open(['U2', 'U3'], '2026-12-31', true)
    expect((await settings()).openings.map(({ until }) => until)).toEqual(['2026-12-31', '2026-12-31'])
  })

  it('is closed again to whoever is taken off the list, without a day', async () => {
    await open(['U2', 'U3'])
    await open(['U3'], null)
    expect((await settings()).openings.map(({ slackId }) => slackId)).toEqual(['U3'])
    await open([], null)
    expect((await settings()).openings).toEqual([])
  })

  it('ends with its last day, and can be opened anew', async () => {
    await open(['U2'], '2026-11-23')
    stage.moveTo('2026-11-24T09:00:00Z')
    expect((await settings()).openings).toEqual([])
    await open(['U2'], '2026-12-01')
    expect((await settings()).openings).toMatchObject([{ slackId: 'U2', until: '2026-12-01' }])
  })

  test.each([
    ['a guest', { guest: true }, { kind: 'not-a-member', what: 'guest', name: 'u9' }],
    ['an app', { bot: true }, { kind: 'not-a-member', what: 'bot', name: 'u9' }],
    ['somebody of another workspace', { stranger: true }, { kind: 'not-a-member', what: 'stranger', name: 'u9' }],
    ['a closed account', { closed: true }, { kind: 'not-a-member', what: 'closed', name: 'u9' }],
  ] as const)('opens to nobody of the list where one is %s', async (_, change, problem) => {
    ivan = { ...ivan, visitor: knowing(ivan.visitor, { U9: change }) }
    const rows = await sql('select count(*) from person')
    expect(await open(['U2', 'U9'])).toMatchObject({ kind: 'problem', problem: { field: 'people', problem } })
    expect((await settings()).openings).toEqual([])
    expect(await sql('select count(*) from person')).toEqual(rows)
  })

  it('opens to nobody of the list where one has erased themselves, and says no more than that', async () => {
    const eve = await known('U2')
    await forget(eve)
    expect(await open(['U2', 'U3'])).toMatchObject({
      kind: 'problem',
      problem: { field: 'people', problem: { kind: 'forgotten', name: 'u2' } },
    })
    expect(await sql(`select slack_id from person where slack_id is not null`)).toEqual([{ slack_id: 'U1' }])
  })

  it('asks for a day where somebody comes new', async () => {
    expect(await open(['U2'], null)).toMatchObject({
      kind: 'problem',
      problem: { field: 'until', problem: { kind: 'missing' } },
    })
  })

  it('keeps an opening out of the reach of another workspace', async () => {
    await open(['U2'])
    const elsewhere = { ...visitor('U1', { workspaceIds: ['T2'] }), workspaceId: 'T2' }
    expect(await readSettings(room, elsewhere)).toMatchObject({ settings: { openings: [], absences: [] } })
  })
})

describe('never pair me with', () => {
  it('holds the people chosen, and nobody else', async () => {
    await changeExclusions(room, ivan, ['U2', 'U3'])
    await changeExclusions(room, ivan, ['U3', 'U4'])
    expect((await settings()).exclusions.map(({ slackId }) => slackId)).toEqual(['U3', 'U4'])
  })

  it('takes twenty and not oneself', async () => {
    const many = Array.from({ length: 21 }, (_, at) => `U${at + 10}`)
    expect(await changeExclusions(room, ivan, many)).toMatchObject({ problem: { kind: 'too-many' } })
    expect(await changeExclusions(room, ivan, ['U1'])).toMatchObject({ problem: { kind: 'oneself' } })
    expect((await settings()).exclusions).toEqual([])
  })

  it('is written by two who choose each other at the same moment', async () => {
    const eve = await known('U2')
    for (let round = 0; round < 15; round++) {
      const both = await Promise.all([
        changeExclusions(room, ivan, round % 2 === 0 ? ['U2'] : []),
        changeExclusions(room, eve, round % 2 === 0 ? ['U1'] : []),
        changeOpenings(room, ivan, { chosen: round % 2 === 0 ? ['U2'] : [], until: '2026-12-31', forEverybody: false }),
        changeOpenings(room, eve, { chosen: round % 2 === 0 ? ['U1'] : [], until: '2026-12-31', forEverybody: false }),
      ])
      expect(both.map(({ kind }) => kind)).toEqual(['changed', 'changed', 'changed', 'changed'])
    }
  })
})

it('shares notes with whom they are ticked for, and with nobody at first', async () => {
  expect(await settings()).toMatchObject({ notesToManager: false, notesToMentor: false })
  await changeSharing(room, ivan, { notesToManager: true, notesToMentor: false })
  expect(await settings()).toMatchObject({ notesToManager: true, notesToMentor: false })
})

describe('a form that was open while its owner erased everything', () => {
  const all: readonly [string, (who: Changing) => Promise<{ readonly kind: string }>][] = [
    ['hours', (who) => changeHours(room, who, { start: '07:00', end: '15:00', days: 15 })],
    ['away', (who) => addAway(room, who, { kind: 'pause', firstDay: '2026-12-01', lastDay: '2026-12-24' })],
    ['share', (who) => changeOpenings(room, who, { chosen: ['U2'], until: '2026-12-01', forEverybody: false })],
    ['never', (who) => changeExclusions(room, who, ['U2'])],
    ['messages', (who) => changeSharing(room, who, { notesToManager: true, notesToMentor: true })],
  ]

  test.each(all)('brings nothing back: %s', async (_, change) => {
    await forget(ivan)
    expect(await change(ivan)).toEqual({ kind: 'forgotten' })
    expect(await readSettings(room, ivan.visitor)).toEqual({ kind: 'forgotten' })
    expect(await rows()).toEqual([])
  })

  test.each(all)('says nothing to the person they are since: %s', async (_, change) => {
    await forget(ivan)
    await sql('delete from forgotten')
    await known('U1')
    expect(await change(ivan)).toEqual({ kind: 'stale' })
    expect(await rows()).toEqual([])
  })

  test.each(all)('either comes before the erasure or not at all: %s', async (_, change) => {
    await Promise.all([change(ivan), forget(ivan)])
    expect(await rows()).toEqual([])
    expect(await sql('select work_from, notes_to_manager from person where id = $1', [ivan.personId])).toEqual([
      { work_from: null, notes_to_manager: false },
    ])
  })
})

it('is for members: guests leave no trace', async () => {
  expect(await readSettings(room, visitor('U9', { guest: true }))).toEqual({ kind: 'guest' })
  expect(await sql(`select id from person where slack_id = 'U9'`)).toEqual([])
})

async function settings(): Promise<Settings> {
  const read = await readSettings(room, ivan.visitor)
  if (read.kind !== 'read') throw new Error(`read ${read.kind}`)
  return read.settings
}

async function known(slackId: string): Promise<Changing> {
  const everybody = knowing(visitor(slackId))
  const met = await meet(stage.world, everybody, stage.world.now())
  if (met.kind !== 'member') throw new Error(`met a ${met.kind}`)
  return { visitor: everybody, personId: met.person.id }
}

/** Slack, as it tells about whoever is asked for. */
function knowing(of: Visitor, changes: Readonly<Record<string, Partial<Account>>> = {}): Visitor {
  return { ...of, lookUp: (id) => visitor(id, changes[id]).lookUp(id) }
}

async function forget({ visitor: who, personId }: Changing): Promise<void> {
  const everything = { ...room, erasures: [directoryErasure] }
  const erased = await erase(everything, who, { personId, askedAt: stage.world.now() })
  expect(erased.kind).toBe('erased')
}

async function rows(): Promise<readonly unknown[]> {
  return sql(
    'select person_id from away union all select person_id from opened_to union all select person_id from exclusion',
  )
}

async function letter(key: string, { reason, notBefore }: { reason: string | null; notBefore: string }): Promise<void> {
  const now = stage.world.now()
  const letter = { workspaceId: 'T1', key, kind: 'a.letter', personId: ivan.personId, notBefore: new Date(notBefore) }
  await post(db, letter, now, uuidV7)
  await sql('update letter set reason = $1 where key = $2', [reason, key])
}
