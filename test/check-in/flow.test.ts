import { beforeEach, describe, expect, it } from 'vitest'
import { countAnswer, putOff, skipPart } from '../../src/check-in/flow-parts.ts'
import { end, pause, resume, roundSchedules } from '../../src/check-in/flow-rounds.ts'
import { partOf } from '../../src/check-in/store.ts'
import { runningRound } from '../../src/check-in/store-rounds.ts'
import { keepSchedules } from '../../src/schedules/flow.ts'
import { cronProblem } from '../../src/schedules/rules.ts'
import { freshDatabase } from '../support/database.ts'
import { lettersIn, partsIn, person, personId, type RoundStage, roundStage, send, skill } from './stage.ts'

const database = await freshDatabase()
const { db, sql } = database
let stage: RoundStage

// Thursday, 1 October 2026, 09:00 in Berlin.
const opens = '2026-10-01T07:00:00Z'
const closes = '2026-10-15T07:00:00Z'

beforeEach(async () => {
  stage = await roundStage(database, opens)
})

describe('the schedule', () => {
  const keeping = () =>
    keepSchedules({
      world: stage.world,
      usual: roundSchedules(stage.room),
      deeds: { round: stage.deed },
      tellOverdue: async () => void stage.told.push('overdue'),
    })

  it('opens a round at 09:00 on the first day of each quarter by the workspace’s clock, once', async () => {
    await stage.people(2)
    stage.moveTo('2026-09-20T12:00:00Z')
    const keeper = keeping()
    await keeper.runDue()
    expect(await keeper.nextDue()).toEqual(new Date(opens))
    stage.moveTo(opens)
    await Promise.all([keeper.runDue(), keeping().runDue()])
    await keeper.runDue()
    expect(await sql('select name, state, due_at, opens_at, closes_at from round')).toEqual([
      {
        name: '2026-Q4',
        state: 'planning',
        due_at: new Date(opens),
        opens_at: new Date(opens),
        closes_at: new Date(closes),
      },
    ])
    expect(await keeper.nextDue()).toEqual(new Date('2027-01-01T08:00:00Z'))
    expect(roundSchedules(stage.room).map(({ cron }) => cronProblem(cron))).toEqual([undefined])
  })

  it('catches up exactly once after a downtime, with the close where it would have been', async () => {
    await stage.people(2)
    stage.moveTo('2026-09-20T12:00:00Z')
    await keeping().runDue()
    stage.moveTo('2026-10-06T12:00:00Z')
    for (const keeper of [keeping(), keeping()]) await keeper.runDue()
    await stage.rounds.goOn()
    expect(await sql('select opens_at, closes_at from round')).toEqual([
      { opens_at: new Date(opens), closes_at: new Date(closes) },
    ])
    expect(await sql('select ask_at from check_in')).toEqual(
      Array(2).fill({ ask_at: new Date('2026-10-06T12:00:00Z') }),
    )
  })

  it('opens none whose time is over by now, and says so', async () => {
    await stage.people(2)
    stage.moveTo('2026-09-20T12:00:00Z')
    await keeping().runDue()
    stage.moveTo(closes)
    await keeping().runDue()
    expect(await sql('select from round')).toEqual([])
    expect(stage.told).toEqual(['over-by-now'])
  })

  it('opens the next one though nobody was there to close the last, and none beside one that runs', async () => {
    await stage.people(1)
    await stage.deed(db, slot(opens))
    stage.moveTo('2027-01-01T08:00:00Z')
    await stage.deed(db, slot('2027-01-01T08:00:00Z'))
    await stage.deed(db, slot('2027-01-02T08:00:00Z'))
    expect(await sql('select name, state, closed_at from round order by opens_at')).toEqual([
      { name: '2026-Q4', state: 'closed', closed_at: new Date(closes) },
      { name: '2027-Q1', state: 'planning', closed_at: null },
    ])
    expect(stage.told).toEqual(['runs-already'])
  })

  it('opens none where nobody takes part, and leaves alone a skill that this release does not have', async () => {
    await stage.deed(db, slot(opens))
    await stage.deed(db, { ...slot(opens), skill: 'astrology' })
    expect([await sql('select from round'), stage.told]).toEqual([[], ['nobody-takes-part']])
  })

  it('is told to be overdue when nobody is there to open it', async () => {
    stage.moveTo('2026-09-20T12:00:00Z')
    const watcher = keepSchedules({
      world: stage.world,
      usual: roundSchedules(stage.room),
      deeds: {},
      tellOverdue: async () => void stage.told.push('overdue'),
    })
    await watcher.runDue()
    stage.moveTo('2026-10-01T08:00:00Z')
    await watcher.runDue()
    expect(stage.told).toEqual(['overdue'])
  })

  const slot = (due: string) =>
    ({ workspaceId: 'T1', kind: 'round', skill, dueAt: new Date(due), now: stage.world.now() }) as const
})

describe('a round', () => {
  it('asks everybody in their own morning, and leaves out who cannot be asked, with the reason', async () => {
    await stage.people(6)
    await sql(`
      update person set zone = 'America/New_York' where slack_id = 'U2';
      update person set kind = 'guest' where slack_id = 'U3';
      update person set active = false where slack_id = 'U4';
      insert into away (workspace_id, person_id, kind, first_day, last_day)
        values ('T1', '${personId(5)}', 'pause', '2026-09-01', '2026-10-20'), ('T1', '${personId(6)}', 'day-off', '2026-10-01', '2026-10-01');
      insert into holiday values ('T1', '2026-10-02', 'Bridge')`)
    await stage.start()
    await stage.rounds.goOn()
    expect(await sql('select left_out_reason as why, ask_at from check_in order by person_id')).toEqual([
      { why: null, ask_at: new Date('2026-10-01T07:00:00Z') },
      { why: null, ask_at: new Date('2026-10-01T13:00:00Z') },
      { why: 'guest', ask_at: null },
      { why: 'closed', ask_at: null },
      { why: 'pause', ask_at: null },
      { why: null, ask_at: new Date('2026-10-05T07:00:00Z') },
    ])
    expect(await sql('select key, not_before, expires_at, facts from letter order by not_before limit 1')).toEqual([
      {
        key: `check-in:${skill}:2026-Q4:${personId(1)}`,
        not_before: new Date(opens),
        expires_at: new Date(closes),
        facts: null,
      },
    ])
    expect(stage.told).toEqual(['2026-Q4 is open'])
  })

  it('goes by the workspace’s hours where somebody has set none', async () => {
    await stage.people(1)
    await sql(`update workspace set settings = '{"workFrom": 660, "workTo": 720}'`)
    await stage.start()
    await stage.rounds.goOn()
    expect(await sql('select ask_at from check_in')).toEqual([{ ask_at: new Date('2026-10-01T09:00:00Z') }])
  })

  it('says what is next: a reminder, or its close', async () => {
    expect(await stage.rounds.nextDue()).toBeUndefined()
    await stage.people(1)
    await stage.start()
    await stage.rounds.goOn()
    expect(await stage.rounds.nextDue()).toEqual(new Date('2026-10-04T07:00:00Z'))
    await countAnswer(db, person(1), skill, { nth: 1, kind: 'confirmed', now: stage.world.now() })
    expect(await stage.rounds.nextDue()).toEqual(new Date(closes))
  })

  it('closes with its last minute: silence is no answer, nothing more leaves, and each is told apart who was never asked', async () => {
    await stage.people(3)
    await sql(`update person set zone = 'America/New_York' where slack_id = 'U3'`)
    await stage.start()
    await stage.rounds.goOn()
    await send(database, '2026-10-01T07:00:00Z')
    await countAnswer(db, person(1), skill, { nth: 1, kind: 'confirmed', now: stage.world.now() })
    await stage.at(closes)
    expect(await partsIn(database)).toMatchObject([{ state: 'answered' }, { state: 'closed' }, { state: 'closed' }])
    expect(await sql('select asked_at from check_in order by person_id')).toEqual([
      { asked_at: null },
      { asked_at: new Date(opens) },
      { asked_at: null },
    ])
    expect((await lettersIn(database)).at(-1)).toBe('3 check-in.question cancelled round_closed')
    expect(stage.told).toEqual(['2026-Q4 is open', '2026-Q4 is closed, everybody told'])
    expect(await stage.rounds.nextDue()).toBeUndefined()
    await stage.rounds.catchUp()
    expect(stage.told).toHaveLength(2)
  })

  it('that is paused holds what has not left, and goes on where it was', async () => {
    await stage.people(2)
    await stage.start()
    await stage.rounds.goOn()
    const id = await running()
    expect(await db.$transaction((tx) => pause(tx, 'T1', id, stage.world.now()))).toBe(true)
    expect(await db.$transaction((tx) => pause(tx, 'T1', id, stage.world.now()))).toBe(false)
    expect(await sql('select distinct not_before, reason from letter')).toEqual([
      { not_before: new Date(closes), reason: 'round_paused' },
    ])
    await stage.at('2026-10-06T10:00:00Z')
    expect(await stage.rounds.nextDue()).toEqual(new Date(closes))
    expect(await db.$transaction((tx) => resume(tx, 'T1', id, stage.world.now()))).toBe(true)
    await stage.rounds.goOn()
    expect(await sql('select distinct not_before, reason, state from letter')).toEqual([
      { not_before: new Date('2026-10-06T10:00:00Z'), reason: null, state: 'planned' },
    ])
    expect(stage.told).toEqual(['2026-Q4 is open', '2026-Q4 is open'])
  })

  it('that is withdrawn sends nothing more, and leaves its quarter to another one under another name', async () => {
    await stage.people(2)
    await stage.start()
    await stage.rounds.goOn()
    await send(database, opens)
    const id = await running()
    expect(await db.$transaction((tx) => end(tx, 'T1', id, 'cancelled', stage.world.now()))).toBe(true)
    expect(await db.$transaction((tx) => end(tx, 'T1', id, 'closed', stage.world.now()))).toBe(false)
    expect(
      await countAnswer(db, person(1), skill, { nth: 1, kind: 'confirmed', now: stage.world.now() }),
    ).toBeUndefined()
    await stage.rounds.goOn()
    expect(await stage.start()).toMatchObject({ kind: 'opened', name: '2026-Q4 (2)' })
    expect(await stage.start()).toEqual({ kind: 'runs-already' })
    await stage.rounds.goOn()
    expect((await lettersIn(database)).filter((line) => line.endsWith('planned'))).toHaveLength(2)
  })
})

describe('who comes and goes while it is open', () => {
  beforeEach(async () => {
    await stage.people(3)
    await stage.start()
    await stage.rounds.goOn()
  })

  it('is asked when they join, from then on; not on the last day', async () => {
    await stage.people(0)
    await sql(`insert into person (workspace_id, id, slack_id, zone, kind, first_seen_at)
      values ('T1', '00000000-0000-7000-0000-000000000009', 'U9', 'Europe/Berlin', 'member', now())`)
    await stage.people(0)
    await stage.at('2026-10-05T10:00:00Z')
    expect(await sql(`select ask_at, remind_at from check_in where person_id::text like '%9'`)).toEqual([
      { ask_at: new Date('2026-10-05T10:00:00Z'), remind_at: new Date('2026-10-08T10:00:00Z') },
    ])
    await sql(`insert into person (workspace_id, id, slack_id, zone, kind, first_seen_at)
      values ('T1', '00000000-0000-7000-0000-000000000008', 'U8', 'Europe/Berlin', 'member', now())`)
    await stage.people(0)
    await stage.at('2026-10-14T10:00:00Z')
    expect(await sql(`select from check_in where person_id::text like '%8'`)).toEqual([])
  })

  it('gets nothing more when they leave, become a guest or lose their account, and is told apart in the report', async () => {
    await sql(`
      delete from enrolment where person_id = '${personId(1)}';
      update person set kind = 'guest' where slack_id = 'U2';
      update person set active = false where slack_id = 'U3'`)
    await stage.rounds.catchUp()
    expect((await partsIn(database)).map(({ state, why }) => [state, why])).toEqual([
      ['left-out', 'left'],
      ['left-out', 'guest'],
      ['left-out', 'closed'],
    ])
    expect(await lettersIn(database)).toEqual([1, 2, 3].map((nth) => `${nth} check-in.question cancelled left_out`))
  })

  it('is asked after all when they are back, and not a second time when they had been asked', async () => {
    await sql(`
      update letter set state = 'sent', sent_at = not_before, channel = 'D1', ts = key, shown = 1 where person_id = '${personId(2)}';
      update letter set state = 'cancelled', reason = 'given_up' where person_id = '${personId(3)}';
      update person set active = false`)
    await stage.rounds.catchUp()
    await sql('update person set active = true')
    await stage.at('2026-10-06T10:00:00Z')
    expect((await partsIn(database)).map(({ state }) => state)).toEqual(['waiting', 'waiting', 'waiting'])
    expect(await lettersIn(database)).toEqual([
      '1 check-in.question planned',
      '2 check-in.question sent',
      '3 check-in.question cancelled given_up',
    ])
    expect(await sql(`select not_before from letter where state = 'planned'`)).toEqual([
      { not_before: new Date('2026-10-06T10:00:00Z') },
    ])
  })

  it('is asked when the pause that took the whole round is ended before it', async () => {
    await sql(`delete from check_in; delete from letter; update round set state = 'planning', planned_to = null;
      insert into away (workspace_id, person_id, kind, first_day, last_day)
      values ('T1', '${personId(1)}', 'pause', '2026-09-01', '2026-12-20')`)
    await stage.rounds.catchUp()
    expect((await partsIn(database))[0]).toMatchObject({ state: 'left-out', why: 'pause' })
    await sql('delete from away')
    await stage.at('2026-10-07T10:00:00Z')
    expect((await partsIn(database))[0]).toMatchObject({ state: 'waiting', why: null })
    expect(await lettersIn(database)).toHaveLength(3)
  })

  it('is gone without a trace when they erase themselves, and planning goes on behind them', async () => {
    await sql(`update round set state = 'planning', planned_to = '${personId(1)}';
      delete from check_in where person_id > '${personId(1)}'; delete from letter; delete from enrolment where person_id = '${personId(1)}';
      delete from check_in where person_id = '${personId(1)}';
      update person set slack_id = null, name = null, zone = null, erased_at = now() where id = '${personId(1)}'`)
    await stage.rounds.catchUp()
    expect((await partsIn(database)).map(({ nth }) => nth)).toEqual([2, 3])
  })
})

describe('an answer', () => {
  const given = { nth: 1, kind: 'given' } as const

  beforeEach(async () => {
    await stage.people(1)
    await stage.start()
    await stage.rounds.goOn()
  })

  it('counts once, through whichever door, and calls off what has not left', async () => {
    const now = stage.world.now()
    expect(await countAnswer(db, person(1), skill, { ...given, now })).toMatchObject({
      late: false,
      round: { name: '2026-Q4' },
    })
    expect(await countAnswer(db, person(1), skill, { nth: 2, kind: 'confirmed', now })).toBeUndefined()
    expect(await partOf(db, person(1), await running())).toMatchObject({ state: 'answered', answer: 'updated', nth: 1 })
    expect(await lettersIn(database)).toEqual(['1 check-in.question cancelled answered'])
  })

  it('after a skip counts after all', async () => {
    const [id, now] = [await running(), stage.world.now()]
    expect(await skipPart(db, person(1), id, now)).toBe(true)
    expect(await skipPart(db, person(1), id, now)).toBe(false)
    expect(await lettersIn(database)).toEqual(['1 check-in.question cancelled skipped'])
    expect(await countAnswer(db, person(1), skill, { ...given, now })).toMatchObject({ late: false })
  })

  it('after the close is late, also before anybody has noticed the close', async () => {
    const id = await running()
    stage.moveTo('2026-10-15T07:00:01Z')
    expect(await skipPart(db, person(1), id, stage.world.now())).toBe(false)
    expect(await countAnswer(db, person(1), skill, { ...given, now: stage.world.now() })).toMatchObject({ late: true })
    await stage.rounds.catchUp()
    expect((await partsIn(database))[0]).toMatchObject({ state: 'answered' })
  })

  it('from somebody who has no part is an assessment like any other', async () => {
    expect(await countAnswer(db, person(7), skill, { ...given, now: stage.world.now() })).toBeUndefined()
    expect(await countAnswer(db, person(1), 'astrology', { ...given, now: stage.world.now() })).toBeUndefined()
  })

  const remindersOf = () =>
    sql(`select not_before, expires_at, facts from letter where kind = 'check-in.reminder' order by not_before`)

  it('that does not come is reminded of three days after the question left, and never once it has come', async () => {
    await send(database, opens)
    // Sunday: Monday it is.
    await stage.at('2026-10-04T07:00:00Z')
    expect(await remindersOf()).toEqual([])
    expect(await stage.rounds.nextDue()).toEqual(new Date('2026-10-05T07:00:00Z'))
    await stage.at('2026-10-05T07:00:00Z')
    expect(await remindersOf()).toEqual([
      { not_before: new Date('2026-10-05T07:00:00Z'), expires_at: new Date('2026-10-07T22:00:00Z'), facts: { nth: 1 } },
    ])
    await countAnswer(db, person(1), skill, { ...given, now: stage.world.now() })
    await stage.at('2026-10-08T07:00:00Z')
    expect(await lettersIn(database)).toEqual(['1 check-in.question sent', '1 check-in.reminder cancelled answered'])
  })

  it('is reminded of three times at most, and of one that is due only after a downtime once', async () => {
    await send(database, opens)
    await stage.at('2026-10-09T09:00:00Z')
    expect(await remindersOf()).toMatchObject([{ facts: { nth: 2 } }])
    for (let day = 10; day < 15; day++) await stage.at(`2026-10-${day}T09:00:00Z`)
    expect(await remindersOf()).toMatchObject([{ facts: { nth: 2 } }, { facts: { nth: 3 } }])
    expect((await partsIn(database))[0]).toMatchObject({ reminders: 3 })
  })

  it('is not reminded of before the question has left', async () => {
    await stage.at('2026-10-12T09:00:00Z')
    expect(await remindersOf()).toEqual([])
  })

  it('is asked for again on the day that was chosen, instead of the reminders before it', async () => {
    const id = await running()
    await send(database, opens)
    const day = new Date('2026-10-08T07:00:00Z')
    expect(await putOff(db, person(1), id, day, stage.world.now())).toBe(true)
    await stage.at('2026-10-05T07:00:00Z')
    expect(await remindersOf()).toEqual([])
    await stage.at('2026-10-08T07:00:00Z')
    expect(await remindersOf()).toMatchObject([{ facts: { asked: Date.parse('2026-10-08T07:00:00Z') } }])
    expect(await putOff(db, person(1), id, new Date('2026-10-14T07:00:00Z'), stage.world.now())).toBe(true)
    expect((await lettersIn(database)).at(-1)).toBe('1 check-in.reminder cancelled asked_again_later')
    await countAnswer(db, person(1), skill, { ...given, now: stage.world.now() })
    expect(await putOff(db, person(1), id, new Date('2026-10-14T07:00:00Z'), stage.world.now())).toBe(false)
  })
})

it('asks only once who was silent through two whole rounds, though asked; not who was never reached', async () => {
  await stage.people(2)
  for (const [from, to] of [
    ['2026-01-01T08:00:00Z', '2026-01-15T08:00:00Z'],
    ['2026-04-01T07:00:00Z', '2026-04-15T07:00:00Z'],
  ] as const) {
    stage.moveTo(from)
    await stage.start()
    await stage.rounds.goOn()
    await sql(
      `update letter set state = 'sent', sent_at = not_before, channel = 'D1', ts = key, shown = 1 where person_id = '${personId(1)}'`,
    )
    await stage.at(to)
  }
  stage.moveTo('2026-07-01T07:00:00Z')
  await stage.start()
  await stage.rounds.goOn()
  expect(
    await sql(`select question_only, remind_at is null as none from check_in c join round r on r.id = c.round_id
      where r.state = 'open' order by person_id`),
  ).toEqual([
    { question_only: true, none: true },
    { question_only: false, none: false },
  ])
})

async function running(): Promise<string> {
  const round = await runningRound(db, 'T1', skill)
  if (!round) throw new Error('no round runs')
  return round.id
}
