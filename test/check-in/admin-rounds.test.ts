import { beforeEach, describe, expect, it } from 'vitest'
import { record } from '../../src/assessment/store.ts'
import { peopleWithLevel } from '../../src/assessment/store-recorded.ts'
import { usualHours } from '../../src/calendar.ts'
import { firstOpening } from '../../src/check-in/admin/first-opening.ts'
import { actOn, roundAtHand, startNow, takeParts } from '../../src/check-in/admin/flow.ts'
import { placeOf, previewAt } from '../../src/check-in/admin/flow-preview.ts'
import { reportsTo } from '../../src/check-in/admin/flow-reports.ts'
import { savePlan } from '../../src/check-in/admin/flow-schedule.ts'
import type { AdminRoom } from '../../src/check-in/admin/room.ts'
import type { Filter, Place } from '../../src/check-in/admin/rules.ts'
import { asText, type Plan, presets, type Typed } from '../../src/check-in/admin/rules-schedule.ts'
import { numbersOf, partsOf } from '../../src/check-in/admin/store.ts'
import { opening } from '../../src/check-in/flow-rounds.ts'
import { keepRounds } from '../../src/check-in/worker.ts'
import type { Person } from '../../src/directory/rules.ts'
import { saveSchedule } from '../../src/schedules/store.ts'
import { nats } from '../catalog/profiles.ts'
import { bareRoom } from '../directory/room.ts'
import { freshDatabase } from '../support/database.ts'
import { personId, type RoundStage, roundStage, skill } from './stage.ts'

const database = await freshDatabase()
const { sql } = database
let stage: RoundStage
let room: AdminRoom

const admin: Person = { workspaceId: 'T1', id: personId(1), slackId: 'U1', zone: 'Europe/Berlin', homeOpened: true }
const adminIds = [{ workspaceId: 'T1', slackId: 'U1' }]
const slot = '2027-01-01T08:00:00Z'

beforeEach(async () => {
  stage = await roundStage(database, '2026-12-20T12:00:00Z')
  const { world, room: checkIns } = stage
  const directory = bareRoom(world, { adminIds, recorded: peopleWithLevel, skills: [skill] })
  room = {
    world,
    catalog: checkIns.catalog,
    directory,
    undelivered: 'ops.letters.open',
    reasonWords: (reason) => reason,
    wake: () => {},
  }
})

describe('the preview', () => {
  beforeEach(async () => {
    await stage.people(45)
    const places = ['Pacific/Auckland', 'Asia/Kathmandu', 'America/Sao_Paulo', 'Pacific/Honolulu', 'Europe/London']
    for (const [nth, zone] of places.entries())
      await sql('update person set zone = $1 where id = $2', [zone, personId(nth + 10)])
    await sql(`update person set kind = 'guest' where slack_id = 'U20'`)
    await sql(`update person set active = false where slack_id = 'U21'`)
    await sql(`update person set work_from = 1080, work_to = 1320, work_days = 96 where slack_id = 'U22'`)
    await sql(
      `insert into away (workspace_id, person_id, kind, first_day, last_day) values
        ('T1', $1, 'pause', '2026-12-01', '2027-02-01'), ('T1', $2, 'day-off', '2026-12-24', '2027-01-06'), ('T1', $3, 'day-off', '2027-01-01', '2027-01-31')`,
      [personId(23), personId(24), personId(25)],
    )
    await sql(
      `insert into holiday (workspace_id, day, name) values ('T1', '2027-01-01', 'New Year’s Day'), ('T1', '2027-01-06', 'Epiphany')`,
    )
    await saveSchedule(room.world.db, { workspaceId: 'T1', kind: 'round', skill, cron: presets['quarter-day'] })
  })

  it('is exactly what is planned when the schedule opens, and what is then sent', async () => {
    const before = await allPages()
    stage.moveTo(slot)
    await database.db.$transaction((tx) =>
      opening(stage.room)(tx, { workspaceId: 'T1', kind: 'round', skill, dueAt: new Date(slot), now: new Date(slot) }),
    )
    await stage.rounds.catchUp()
    const parts = await sql(
      'select person_id, ask_at, left_out_reason from check_in order by ask_at nulls last, person_id',
    )
    const planned = parts.map((row) => ({ id: row.person_id, at: row.ask_at, leftOut: row.left_out_reason }))
    expect(before).toEqual(planned)
    expect(new Set(before.map(({ leftOut }) => leftOut))).toEqual(
      new Set([null, 'guest', 'closed', 'pause', 'day-off']),
    )
    const letters = await sql(`select person_id, not_before from letter where kind = 'check-in.question'`)
    const sent = before.filter(({ at }) => at).map(({ id, at }) => `${id} ${at?.toISOString()}`)
    expect(letters.map((row) => `${row.person_id} ${(row.not_before as Date).toISOString()}`).sort()).toEqual(
      sent.sort(),
    )
  })

  it('counts by day and hour, finds somebody, and knows how long it takes', async () => {
    const given = { role: nats.roles[0]?.id ?? '', rank: 2, answers: new Map(), ratings: new Map(), note: '' }
    const saving = { form: 'draft:a', content: 'draft:a:1', via: 'command', now: room.world.now() } as const
    await record(
      database.db,
      room.catalog.registered(skill),
      { ...admin, id: personId(2), slackId: 'U2' },
      given,
      saving,
    )
    const preview = await previewAt(room, admin, place())
    expect(preview?.amounts).toEqual({ everybody: 45, 'with-level': 1, 'no-level': 40, 'left-out': 4 })
    expect(preview?.days.map(({ day, count }) => [day, count])[0]).toEqual(['2027-01-02', 1])
    expect(preview?.pace?.longest).toBeLessThan(1.1)
    const found = await previewAt(room, admin, await placeOf(room, admin, place(), 'U25'))
    expect(found?.people).toMatchObject([{ slackId: 'U25', leftOut: 'day-off' }])
    const nobody = await previewAt(room, admin, await placeOf(room, admin, place(), 'U99'))
    expect(nobody?.people).toEqual([])
    const [kathmandu] = (await previewAt(room, admin, await placeOf(room, admin, place(), 'U11')))?.people ?? []
    expect(kathmandu).toMatchObject({ zone: 'Asia/Kathmandu', at: new Date('2027-01-04T03:15:00Z') })
  })

  it('of a round that runs shows what has not left, also while it is paused', async () => {
    stage.moveTo(slot)
    await startNow(room, admin, skill)
    await stage.rounds.catchUp()
    const round = { id: await onlyRound() }
    const running = { ...place(), roundId: round.id }
    const open = await previewAt(room, admin, running)
    expect(open).toMatchObject({ isToCome: false, amounts: { everybody: 45, 'left-out': 4 } })
    expect(await actOn(room, admin, 'pause', round.id)).toBe(true)
    await stage.rounds.catchUp()
    const paused = await previewAt(room, admin, running)
    expect(paused?.people.map(({ at }) => at)).toEqual(open?.people.map(({ at }) => at))
    await actOn(room, admin, 'cancel', round.id)
    expect(await previewAt(room, admin, running)).toBeUndefined()
  })

  function place(filter: Filter = 'everybody', page = 0): Place {
    return { skill, filter, page }
  }

  async function allPages() {
    const found = []
    for (let page = 0; page < 3; page++) {
      const preview = await previewAt(room, admin, place('everybody', page))
      found.push(...(preview?.people ?? []))
    }
    return found.map(({ personId: id, at, leftOut }) => ({ id, at: at ?? null, leftOut: leftOut ?? null }))
  }
})

describe('a round', () => {
  it('is started by hand once, whoever presses it, and each act is written down', async () => {
    await stage.people(3)
    const started = await Promise.all([startNow(room, admin, skill), startNow(room, admin, skill)])
    expect(started.map(({ kind }) => kind).sort()).toEqual(['opened', 'runs-already'])
    const round = { id: await onlyRound() }
    const [row] = await sql('select started_by from round')
    expect(row?.started_by).toBe(admin.id)
    for (const deed of ['pause', 'pause', 'resume', 'close', 'cancel'] as const)
      await actOn(room, admin, deed, round.id)
    const acts = await sql('select act, detail from audit order by at, id')
    expect(acts.map(({ act }) => act).sort()).toEqual(
      ['check-in.start', 'check-in.pause', 'check-in.resume', 'check-in.close'].sort(),
    )
    expect(acts[0]?.detail).toMatchObject({ name: '2026-Q4', skill })
  })

  it('of another workspace is not there', async () => {
    await stage.people(1)
    await startNow(room, admin, skill)
    const round = { id: await onlyRound() }
    const stranger: Person = { ...admin, workspaceId: 'T2' }
    expect(await actOn(room, stranger, 'cancel', round.id)).toBe(false)
    expect(await takeParts(room, stranger, round.id, () => true)).toBe('gone')
    expect(await sql('select state from round')).toEqual([{ state: 'planning' }])
  })

  it('without anybody in it is not started', async () => {
    expect(await startNow(room, admin, skill)).toEqual({ kind: 'nobody-takes-part' })
    expect(await sql('select act from audit')).toEqual([])
  })

  it('counts answers, silence and what did not arrive apart, and has the round before it beside it', async () => {
    await stage.people(8)
    await sql(`update person set kind = 'guest' where slack_id = 'U8'`)
    await startNow(room, admin, skill)
    await stage.rounds.catchUp()
    await sql(
      `update letter set state = 'sent', channel = 'D', ts = id::text, sent_at = now(), shown = 1 where kind = 'check-in.question'`,
    )
    await sql(
      `update letter set state = 'failed', reason = 'user_disabled', channel = null, ts = null, sent_at = null, shown = 0 where person_id = $1`,
      [personId(7)],
    )
    const answer = (nth: number, how: string, nthOf: number, late = false) =>
      sql(
        `update check_in set state = 'answered', answer = $2, nth = $3, late = $4, answered_at = now(), remind_at = null where person_id = $1`,
        [personId(nth), how, nthOf, late],
      )
    await answer(1, 'confirmed', 3)
    await answer(2, 'updated', 1)
    await answer(3, 'updated', 4)
    await answer(4, 'updated', 2, true)
    await sql(`update check_in set state = 'skipped', remind_at = null where person_id = $1`, [personId(5)])
    const { seen } = await roundAtHand(room, 'T1', skill)
    expect(seen?.numbers).toMatchObject({
      enrolled: 8,
      invited: 7,
      leftOut: [{ what: 'guest', count: 1 }],
      sent: 6,
      held: 0,
      notDelivered: [{ what: 'user_disabled', count: 1 }],
      canBeTried: 1,
      stillRight: 1,
      updated: 1,
      firstLevel: 1,
      late: 1,
      skipped: 1,
      silent: 1,
    })
    expect(seen?.before).toBeUndefined()
    await actOn(room, admin, 'close', seen?.round.id ?? '')
    stage.moveTo('2027-01-04T08:00:00Z')
    await startNow(room, admin, skill)
    const next = await roundAtHand(room, 'T1', skill)
    expect(next.seen?.round.name).toBe('2027-Q1')
    expect(next.seen?.before).toMatchObject({ invited: 7, stillRight: 1 })
    const named = await roundAtHand(room, 'T1', skill, seen?.round.id)
    expect(named.seen?.round.name).toBe('2026-Q4')
    const taken = await takeParts(room, admin, seen?.round.id ?? '', () => true)
    expect(typeof taken === 'object' && taken.parts).toHaveLength(8)
    expect(await sql(`select detail ->> 'count' as count from audit where act = 'export.round'`)).toEqual([
      { count: '8' },
    ])
    expect(await takeParts(room, admin, seen?.round.id ?? '', () => false)).toBe('kept')
  })

  it('is told of to every admin once, at its opening and at its end, however often it is planned', async () => {
    await stage.people(3)
    await sql(`insert into admin (workspace_id, person_id, since) values ('T1', $1, now())`, [personId(2)])
    const rounds = keepRounds({ ...stage.room, ...reportsTo({ adminIds }) })
    await startNow(room, admin, skill)
    await rounds.catchUp()
    const round = { id: await onlyRound() }
    await actOn(room, admin, 'pause', round.id)
    await rounds.catchUp()
    await actOn(room, admin, 'resume', round.id)
    await rounds.catchUp()
    expect(await reported()).toEqual(['check-in.opened U1', 'check-in.opened U2'])
    await actOn(room, admin, 'close', round.id)
    for (let beat = 0; beat < 3; beat++) await rounds.catchUp()
    expect(await reported()).toEqual([
      'check-in.closed U1',
      'check-in.closed U2',
      'check-in.opened U1',
      'check-in.opened U2',
    ])
    const after = await numbersOf(room.world.db, { workspaceId: 'T1', id: round.id })
    expect(after).toMatchObject({
      enrolled: 3,
      held: 0,
      silent: 0,
      notDelivered: [{ what: 'round_closed', count: 3 }],
      canBeTried: 0,
    })
    expect(await partsOf(room.world.db, { workspaceId: 'T1', id: round.id })).toHaveLength(3)
  })

  it('that was due and not to be is told of, but not where nobody takes part', async () => {
    const missed = { workspaceId: 'T1', skill, dueAt: new Date(slot) }
    await stage.people(1)
    await sql('delete from letter')
    const [tell] = reportsTo({ adminIds }).afterNotOpened
    for (const why of ['nobody-takes-part', 'over-by-now', 'over-by-now'] as const)
      await database.db.$transaction(async (tx) => tell?.(tx, { ...missed, why }, room.world.now()))
    expect(await reported()).toEqual(['check-in.not-opened U1'])
  })

  async function reported(): Promise<string[]> {
    const rows = await sql(
      `select l.kind || ' ' || p.slack_id as line from letter l join person p on p.id = l.person_id where l.kind <> 'check-in.question' order by 1`,
    )
    return rows.map(({ line }) => String(line))
  }
})

describe('the schedule', () => {
  const plan: Plan = {
    cron: presets['quarter-day'],
    zone: 'Europe/Berlin',
    hours: usualHours,
    reminders: [3, 7, 12],
    close: 14,
  }
  const typed: Typed = {
    when: 'quarter-day',
    cron: '',
    zone: 'Europe/Berlin',
    days: 31,
    reminders: '3, 7, 12',
    close: '14',
  }
  const drawnFrom = (of: Plan) => (text: string) => text === asText(of)

  beforeEach(() => stage.people(2))

  it('is kept as it is set: times in the schedule, zone, days and rhythm in the workspace’s settings', async () => {
    await sql(
      `update workspace set settings = '{"managerField": "Manager", "rounds": {"other": {"close": 9, "reminders": [1]}}}'`,
    )
    const wish: Typed = {
      ...typed,
      when: 'own',
      cron: '0 8 2 2,8 *',
      zone: 'Asia/Kathmandu',
      days: 15,
      reminders: '5',
      close: '10',
    }
    const saved = await savePlan(room, admin, skill, wish, drawnFrom(plan))
    expect(saved).toEqual({
      kind: 'saved',
      nextAt: new Date('2027-02-02T02:15:00Z'),
      zone: 'Asia/Kathmandu',
      isRunning: false,
    })
    expect(await sql(`select cron, zone, next_at from schedule where kind = 'round'`)).toEqual([
      { cron: '0 8 2 2,8 *', zone: null, next_at: null },
    ])
    const [place] = await sql('select zone, settings from workspace')
    expect(place).toEqual({
      zone: 'Asia/Kathmandu',
      settings: {
        managerField: 'Manager',
        workFrom: 540,
        workTo: 1_020,
        workDays: 15,
        rounds: { other: { close: 9, reminders: [1] }, [skill]: { close: 10, reminders: [5] } },
      },
    })
    await startNow(room, admin, skill)
    const [round] = await sql('select opens_at, closes_at, settings from round')
    expect(Number(round?.closes_at) - Number(round?.opens_at)).toBe(10 * 86_400_000)
    expect(round?.settings).toEqual({ reminders: [5] })
    expect(await sql(`select act, detail from audit where act = 'check-in.schedule'`)).toMatchObject([
      { detail: { skill, cron: '0 8 2 2,8 *', zone: 'Asia/Kathmandu', days: 15, reminders: [5], close: 10 } },
    ])
  })

  it('is named to a new admin with the day on which messages would begin', async () => {
    await sql(`insert into holiday (workspace_id, day, name) values ('T1', '2027-01-01', 'New Year’s Day')`)
    expect(await firstOpening(room.world.db, 'T1', skill, room.world.now())).toBe(
      'the first check-in would open Fri 1 Jan 2027, with messages from Mon 4 Jan',
    )
  })

  it('leaves a round that runs its dates', async () => {
    await startNow(room, admin, skill)
    const before = await sql('select closes_at, settings from round')
    const saved = await savePlan(room, admin, skill, { ...typed, close: '30', reminders: '' }, drawnFrom(plan))
    expect(saved).toMatchObject({ kind: 'saved', isRunning: true })
    expect(await sql('select closes_at, settings from round')).toEqual(before)
  })

  it('is not written over by a form that was drawn before somebody else changed it', async () => {
    const outcomes = await Promise.all(
      ['20', '21'].map((close) => savePlan(room, admin, skill, { ...typed, close }, drawnFrom(plan))),
    )
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['changed-before', 'saved'])
    const last = outcomes.find((each) => each.kind === 'changed-before')
    expect(last).toMatchObject({ last: { by: 'U1' } })
  })

  it('is not written by somebody who is no admin any more, nor where it says what cannot be', async () => {
    const ivan: Person = { ...admin, id: personId(2), slackId: 'U2' }
    expect(await savePlan(room, ivan, skill, { ...typed, close: '20' }, drawnFrom(plan))).toEqual({ kind: 'not-admin' })
    expect(await savePlan(room, admin, skill, { ...typed, close: '100' }, drawnFrom(plan))).toMatchObject({
      kind: 'refused',
    })
    expect(await savePlan(room, admin, skill, typed, drawnFrom(plan))).toMatchObject({ kind: 'saved' })
    expect(await sql('select act from audit union all select cron from schedule')).toEqual([])
  })
})

async function onlyRound(): Promise<string> {
  const [row] = await sql('select id from round')
  return String(row?.id)
}
