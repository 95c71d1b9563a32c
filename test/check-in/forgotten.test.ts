import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { putOff } from '../../src/check-in/flow-parts.ts'
import { holdSome, pause, releaseSome, resume } from '../../src/check-in/flow-rounds.ts'
import { type Round, roundById, runningRound } from '../../src/check-in/store-rounds.ts'
import { keepRounds } from '../../src/check-in/worker.ts'
import { connect } from '../../src/db/connection.ts'
import { cancelAbout, holdAbout, releaseAbout } from '../../src/outbox/store.ts'
import { holdWeeks } from '../../src/outbox/store-attention.ts'
import { release } from '../../src/outbox/store-sending.ts'
import { freshDatabase } from '../support/database.ts'
import { lettersIn, partsIn, person, personId, type RoundStage, roundStage, send, skill } from './stage.ts'

const database = await freshDatabase()
const { db, sql, url } = database
const other = connect(url)
afterAll(() => other.$disconnect())
let stage: RoundStage
let round: Round

const opens = '2026-10-01T07:00:00Z'
const closes = '2026-10-15T07:00:00Z'

beforeEach(async () => {
  stage = await roundStage(database, opens)
  await stage.people(2)
  await stage.start()
  await stage.rounds.goOn()
  round = await running()
})

describe('whose question was called off before it left', () => {
  it('is left out for the pause that took the rest of the round, and asked when they end it before', async () => {
    await away('pause', '2026-10-01', '2026-10-20')
    await calledOff('expired')
    await stage.rounds.catchUp()
    expect((await partsIn(database))[0]).toMatchObject({ state: 'left-out', why: 'pause' })
    await sql('delete from away')
    await stage.at('2026-10-06T10:00:00Z')
    expect((await partsIn(database))[0]).toMatchObject({ state: 'waiting', why: null })
    expect(await question()).toMatchObject({ state: 'planned', not_before: new Date('2026-10-06T10:00:00Z') })
  })

  it('is left out for that pause also where nobody was there until the close', async () => {
    await away('pause', '2026-10-01', '2026-10-20')
    await calledOff('expired')
    await send(database, opens)
    await stage.at(closes)
    expect(await partsIn(database)).toMatchObject([{ state: 'left-out', why: 'pause' }, { state: 'closed' }])
  })

  it.each([
    ['after the close, since nobody was there', '2026-10-15T07:00:01Z'],
    ['on the last evening, behind many others', '2026-10-14T15:30:00Z'],
  ])('was reachable and not reached where that was %s', async (_, at) => {
    await sql(`update letter set state = 'cancelled', reason = 'expired', changed_at = $1`, [at])
    if (at < closes) await stage.at(at)
    await stage.at('2026-10-15T07:00:02Z')
    expect(await partsIn(database)).toMatchObject([{ state: 'closed' }, { state: 'closed' }])
  })

  it('is asked after all when their account was closed and opened again while the round was paused', async () => {
    await db.$transaction((tx) => pause(tx, 'T1', round.id, stage.world.now()))
    await calledOff('account_closed')
    await stage.at('2026-10-05T10:00:00Z')
    await db.$transaction((tx) => resume(tx, 'T1', round.id, stage.world.now()))
    await stage.at('2026-10-05T12:00:00Z')
    expect(await question()).toMatchObject({ state: 'planned', not_before: new Date('2026-10-05T12:00:00Z') })
  })

  it('is not asked by it where they had put it off themselves, or an admin has ended it', async () => {
    await putOff(db, person(1), round.id, new Date('2026-10-08T07:00:00Z'), stage.world.now())
    await sql(`update letter set state = 'cancelled', reason = 'given_up' where person_id = '${personId(2)}'`)
    await stage.at('2026-10-05T10:00:00Z')
    expect(await lettersIn(database)).toEqual([
      '1 check-in.question cancelled asked_again_later',
      '2 check-in.question cancelled given_up',
    ])
    await stage.at('2026-10-08T07:00:00Z')
    expect((await lettersIn(database))[1]).toBe('1 check-in.reminder planned')
    await stage.at('2026-10-09T10:00:00Z')
    expect(await lettersIn(database)).toHaveLength(3)
  })

  it('has the whole round for it again when they are back', async () => {
    await sql(
      `update letter set state = 'sending' where person_id = '${personId(1)}'; update person set active = false where slack_id = 'U1'`,
    )
    await stage.rounds.catchUp()
    await calledOff('expired')
    await sql(`update person set active = true`)
    await stage.at('2026-10-05T10:00:00Z')
    expect(await question()).toMatchObject({ state: 'planned', expires_at: new Date(closes) })
  })
})

it('keeps a wish for which a pause left no morning until the pause is ended', async () => {
  await send(database, opens)
  await putOff(db, person(1), round.id, new Date('2026-10-08T07:00:00Z'), stage.world.now())
  await away('pause', '2026-10-05', '2026-10-20')
  await stage.at('2026-10-08T07:00:00Z')
  await sql('delete from away')
  await stage.at('2026-10-09T07:00:00Z')
  expect((await lettersIn(database))[1]).toBe('1 check-in.reminder planned')
})

it('lets the server know early how many there are of those who have come right before a round', async () => {
  const unknown = () =>
    sql(`select relname from pg_class where relname in ('check_in', 'letter', 'enrolment', 'person') and reltuples < 1`)
  stage = await roundStage(database, opens)
  await sql('analyze check_in, letter, enrolment, person')
  await stage.people(2_100)
  await stage.start()
  expect(await unknown()).toHaveLength(4)
  const found: unknown[] = []
  await stage.replica({ afterPlanned: [async () => void found.push(await unknown())] }).goOn()
  expect(found).toEqual([[]])
})

describe('a pause of the round', () => {
  it('is over for every letter once it is resumed, whatever a process still believes', async () => {
    await db.$transaction((tx) => pause(tx, 'T1', round.id, stage.world.now()))
    const believed = await running()
    await db.$transaction((tx) => resume(tx, 'T1', round.id, stage.world.now()))
    await stage.rounds.goOn()
    await db.$transaction((tx) => holdSome(tx, believed, stage.world.now()))
    expect(await sql('select distinct not_before, reason from letter')).toEqual([
      { not_before: new Date(opens), reason: null },
    ])
  })

  it('holds what a process that believes it over would release', async () => {
    await db.$transaction((tx) => pause(tx, 'T1', round.id, stage.world.now()))
    await db.$transaction((tx) => releaseSome(tx, { ...round, state: 'planning' }, stage.world.now()))
    expect(await sql('select distinct reason from letter')).toEqual([{ reason: 'round_paused' }])
  })

  it('forgets no letter that was in a worker’s hands, whatever Slack then says', async () => {
    const lease = '00000000-0000-7000-8000-00000000001e'
    await sql(`update letter set lease = '${lease}', free_at = clock_timestamp() + interval '30 seconds'`)
    await db.$transaction((tx) => pause(tx, 'T1', round.id, stage.world.now()))
    await sql(`update letter set state = 'sending'`)
    for (const { id } of await sql('select id from letter'))
      await release(db, { workspaceId: 'T1', id: String(id), lease }, { undone: true, reason: 'ratelimited' })
    await stage.rounds.goOn()
    expect(await sql('select distinct reason from letter')).toEqual([{ reason: 'round_paused' }])
    await db.$transaction((tx) => resume(tx, 'T1', round.id, stage.world.now()))
    await stage.rounds.goOn()
    expect(await sql('select distinct not_before from letter')).toEqual([{ not_before: new Date(opens) }])
  })
})

describe('what touches a letter at the same moment', () => {
  const acts = {
    'calling off': () => cancelAbout(db, 'T1', round.id, 'answered', stage.world.now(), { personIds: [personId(1)] }),
    holding: () => holdAbout(db, 'T1', round.id, new Date(closes), 'round_paused', stage.world.now(), 1),
    releasing: () => releaseAbout(db, 'T1', round.id, 'round_paused', stage.world.now(), 1),
  }

  it.each(['calling off', 'holding', 'releasing'] as const)('lets no %s pass it over', async (which) => {
    if (which === 'releasing') await sql(`update letter set reason = 'round_paused'`)
    let acting: Promise<number> | undefined
    await other.$transaction(async (tx) => {
      // As when another letter has just reached the same reader.
      await tx.$executeRaw`update letter set free_at = clock_timestamp() where person_id = ${personId(1)}::uuid`
      acting = acts[which]()
      await someoneWaits()
    })
    expect(await acting).toBe(1)
  })

  it('takes people in the same order: whoever looks for a place in two weeks waits, and holds up nobody who waits for them', async () => {
    await sql(`update person set slack_id = 'U' || (3 - right(slack_id, 1)::int) || 'X'`)
    let looking: Promise<void> | undefined
    await other.$transaction(async (tx) => {
      await tx.$queryRaw`select from person where slack_id = 'U1X' for no key update`
      looking = db.$transaction((tx) => holdWeeks(tx, 'T1', [personId(1), personId(2)]))
      await someoneWaits()
      await tx.$queryRaw`select from person where slack_id = 'U2X' for no key update`
    })
    await expect(looking).resolves.toBeUndefined()
  })

  it('waits for no erasure that itself waits for it: people come back without it', async () => {
    await sql(`update check_in set state = 'left-out', left_out_reason = 'pause', remind_at = null`)
    await other.$transaction(async (tx) => {
      await tx.$queryRaw`select from person where id = ${personId(2)}::uuid for update`
      const beat = keepRounds(stage.room).catchUp()
      await beat
      await tx.$executeRaw`delete from check_in where person_id = ${personId(2)}::uuid`
      await tx.$executeRaw`delete from letter where person_id = ${personId(2)}::uuid`
      await tx.$executeRaw`delete from enrolment where person_id = ${personId(2)}::uuid`
    })
    expect(stage.log.filter(({ level }) => Number(level) >= 40)).toEqual([])
    expect(await partsIn(database)).toMatchObject([{ nth: 1, state: 'waiting' }])
  })
})

async function someoneWaits(): Promise<void> {
  const waiting = () => sql(`select from pg_locks where not granted`)
  while ((await waiting()).length === 0);
}

async function running(): Promise<Round> {
  const found = await runningRound(db, 'T1', skill)
  const round = found && (await roundById(db, 'T1', found.id))
  if (!round) throw new Error('no round runs')
  return round
}

function away(kind: 'pause' | 'day-off', from: string, to: string) {
  return sql(
    `insert into away (workspace_id, person_id, kind, first_day, last_day)
    values ('T1', '${personId(1)}', $1, $2::date, $3::date)`,
    [kind, from, to],
  )
}

/** As the outbox does where its reader cannot read it, or only too late. */
function calledOff(reason: string) {
  return sql(`update letter set state = 'cancelled', reason = $1 where person_id = '${personId(1)}'`, [reason])
}

async function question() {
  const [letter] = await sql(
    `select state, not_before, expires_at from letter where person_id = '${personId(1)}' and kind = 'check-in.question'`,
  )
  return letter
}
