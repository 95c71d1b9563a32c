import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { countAnswer } from '../../src/check-in/flow-parts.ts'
import { planSome } from '../../src/check-in/flow-plan.ts'
import { end } from '../../src/check-in/flow-rounds.ts'
import { runningRound } from '../../src/check-in/store-rounds.ts'
import { keepRounds } from '../../src/check-in/worker.ts'
import { connect, type Db, type Tx } from '../../src/db/connection.ts'
import { freshDatabase } from '../support/database.ts'
import { lettersIn, partsIn, person, personId, type RoundStage, roundStage, send, skill } from './stage.ts'

const database = await freshDatabase()
const { db, sql, url } = database
const many = connect(url, { poolSize: 12 })
afterAll(() => many.$disconnect())
let stage: RoundStage

const opens = '2026-10-01T07:00:00Z'

beforeEach(async () => {
  stage = await roundStage(database, opens)
})

describe('two replicas at the same moment', () => {
  it('open one round', async () => {
    await stage.people(1)
    const slot = { workspaceId: 'T1', kind: 'round', skill, dueAt: new Date(opens), now: stage.world.now() } as const
    await Promise.all([1, 2].map(() => many.$transaction((tx) => stage.deed(tx, slot))))
    expect(await sql('select name from round')).toEqual([{ name: '2026-Q4' }])
  })

  it('would open two if the running one were not unique', async () => {
    await stage.people(1)
    await sql('drop index round_running')
    try {
      await stage.start()
      expect(await stage.start()).toMatchObject({ kind: 'opened' })
    } finally {
      await sql(`truncate round cascade;
        create unique index round_running on round (workspace_id, skill) where state in ('planning', 'open', 'paused')`)
    }
  })

  it('ask everybody once', async () => {
    await stage.people(4_500)
    await stage.start()
    await Promise.all([1, 2, 3].map(() => replica().goOn()))
    expect(await counted()).toEqual({ parts: 4_500, letters: 4_500, readers: 4_500 })
    expect(stage.told).toEqual(['2026-Q4 is open'])
  })

  it('would have two parts of everybody if a person’s part were not unique, and nobody held the round', async () => {
    await stage.people(20)
    await stage.start()
    await sql('alter table check_in drop constraint check_in_pkey')
    try {
      await Promise.all([planWithoutLock(), planWithoutLock()])
      expect(await counted()).toEqual({ parts: 40, letters: 20, readers: 20 })
    } finally {
      await sql(
        'truncate check_in; alter table check_in add constraint check_in_pkey primary key (workspace_id, round_id, person_id)',
      )
    }
  })

  it('ask once by the unique keys alone, if nobody held the round', async () => {
    await stage.people(20)
    await stage.start()
    await Promise.all([planWithoutLock(), planWithoutLock()])
    expect(await counted()).toEqual({ parts: 20, letters: 20, readers: 20 })
  })

  it('remind each once, and close once', async () => {
    await stage.people(1_200)
    await stage.start()
    await stage.rounds.goOn()
    await send(database, opens)
    stage.moveTo('2026-10-06T07:00:00Z')
    await Promise.all([1, 2, 3].map(() => replica().goOn()))
    expect(
      await sql(
        `select count(*)::int as letters, count(distinct person_id)::int as readers from letter where kind = 'check-in.reminder'`,
      ),
    ).toEqual([{ letters: 1_200, readers: 1_200 }])
    stage.moveTo('2026-10-15T07:00:00Z')
    await Promise.all([1, 2, 3].map(() => replica().goOn()))
    expect(await sql('select state, count(*)::int from check_in group by 1')).toEqual([
      { state: 'closed', count: 1_200 },
    ])
    expect(stage.told).toEqual(['2026-Q4 is open', '2026-Q4 is closed, everybody told'])
  })
})

describe('a crash', () => {
  it('between any two steps loses nobody and asks nobody twice', async () => {
    await stage.people(6_500)
    await stage.start()
    const round = await runningRound(db, 'T1', skill)
    if (!round) throw new Error('no round runs')
    for (let left = true, steps = 0; left; steps++) {
      // Another process each time; the step before it came to its end, the next one dies before its commit.
      left = await db.$transaction((tx) => planSome(stage.room, tx, round, stage.world.now()))
      if (left) await dying((tx) => planSome(stage.room, tx, round, stage.world.now()))
      expect(steps).toBeLessThan(9)
    }
    expect(await counted()).toEqual({ parts: 6_500, letters: 6_500, readers: 6_500 })
    expect(stage.told.filter((line) => line === '2026-Q4 is open').length).toBeGreaterThan(0)
  })

  it('in the middle of a close leaves its rest to the next process', async () => {
    await stage.people(2_500)
    await stage.start()
    await stage.rounds.goOn()
    const round = await runningRound(db, 'T1', skill)
    if (!round) throw new Error('no round runs')
    await db.$transaction((tx) => end(tx, 'T1', round.id, 'cancelled', stage.world.now()))
    expect(await sql(`select count(*)::int from check_in where state = 'waiting'`)).toEqual([{ count: 2_500 }])
    await replica().goOn()
    expect(await sql('select distinct state from check_in')).toEqual([{ state: 'closed' }])
    expect(await sql('select distinct state, reason from letter')).toEqual([
      { state: 'cancelled', reason: 'round_cancelled' },
    ])
  })

  it('of one round holds up no other', async () => {
    await stage.people(1)
    await stage.start()
    const failing = stage.replica({
      afterPlanned: [
        async () => {
          throw new Error('out of paper')
        },
      ],
    })
    await failing.goOn()
    await failing.goOn()
    expect(stage.log.filter(({ level }) => level === 40)).toMatchObject([{ err: { message: 'out of paper' } }])
    expect(await sql('select state from round')).toEqual([{ state: 'planning' }])
    await stage.rounds.goOn()
    expect(await counted()).toEqual({ parts: 1, letters: 1, readers: 1 })
  })
})

describe('at the same moment', () => {
  it('an answer and the close leave an answer, in time or late', async () => {
    await stage.people(40)
    await stage.start()
    await stage.rounds.goOn()
    await send(database, opens)
    const round = await runningRound(db, 'T1', skill)
    if (!round) throw new Error('no round runs')
    const now = stage.world.now()
    await Promise.all([
      many.$transaction((tx) => end(tx, 'T1', round.id, 'closed', now)).then(() => replica().goOn()),
      ...Array.from({ length: 40 }, (_, nth) =>
        many.$transaction((tx) => countAnswer(tx, person(nth + 1), skill, { nth: 1, kind: 'confirmed', now })),
      ),
    ])
    await replica().goOn()
    expect(await sql(`select state, count(*)::int from check_in group by 1`)).toEqual([
      { state: 'answered', count: 40 },
    ])
  })

  it('two answers of one person are one', async () => {
    await stage.people(1)
    await stage.start()
    await stage.rounds.goOn()
    const now = stage.world.now()
    const both = [1, 2].map((nth) =>
      many.$transaction((tx) => countAnswer(tx, person(1), skill, { nth, kind: 'given', now })),
    )
    expect((await Promise.all(both)).filter(Boolean)).toHaveLength(1)
  })

  it('an erasure and the planning do not wait for each other, and leave nothing of whoever erases themselves', async () => {
    await stage.people(3)
    await stage.start()
    await db.$transaction(async (tx) => {
      await tx.$queryRaw`select from person where id = ${personId(2)}::uuid for update`
      await replica().goOn()
      await tx.$executeRaw`delete from enrolment where person_id = ${personId(2)}::uuid`
      await tx.$executeRaw`update person set slack_id = null, name = null, zone = null, erased_at = now() where id = ${personId(2)}::uuid`
    })
    await replica().catchUp()
    expect((await partsIn(database)).map(({ nth }) => nth)).toEqual([1, 3])
    expect(await lettersIn(database)).toEqual(['1 check-in.question planned', '3 check-in.question planned'])
  })

  it('an erasure that comes to nothing forgets nobody: they are asked with those who join', async () => {
    await stage.people(2)
    await stage.start()
    await dying(async (tx) => {
      await tx.$queryRaw`select from person where id = ${personId(2)}::uuid for update`
      await replica().goOn()
    })
    expect((await partsIn(database)).map(({ nth }) => nth)).toEqual([1])
    await replica().goOn()
    expect((await partsIn(database)).map(({ nth }) => nth)).toEqual([1, 2])
  })

  it('an erasure holds up no reminder of others', async () => {
    await stage.people(2)
    await stage.start()
    await stage.rounds.goOn()
    await send(database, opens)
    stage.moveTo('2026-10-06T07:00:00Z')
    await dying(async (tx) => {
      await tx.$queryRaw`select from person where id = ${personId(2)}::uuid for update`
      await replica().goOn()
      expect((await partsIn(database)).map(({ reminders }) => reminders)).toEqual([1, 0])
    })
    await replica().goOn()
    expect((await partsIn(database)).map(({ reminders }) => reminders)).toEqual([1, 1])
  })
})

function replica() {
  return keepRounds({ ...stage.room, world: { ...stage.world, db: many as Db } })
}

async function counted() {
  const [row] = await sql(`
    select (select count(*)::int from check_in) as parts, count(*)::int as letters, count(distinct person_id)::int as readers
    from letter`)
  return row
}

/** Planning as two would do it who know nothing of each other, both having read who is to be asked before one writes. */
async function planWithoutLock(): Promise<void> {
  const { addCheckIns, candidates } = await import('../../src/check-in/store-plan.ts')
  const { planOf } = await import('../../src/check-in/flow-plan.ts')
  const { questionPrefix, questionsOf } = await import('../../src/check-in/letters.ts')
  const round = await runningRound(db, 'T1', skill)
  if (!round) throw new Error('no round runs')
  await many.$transaction(async (tx) => {
    const people = await candidates(tx, round, [], 100)
    await meeting.arrive()
    const question = { ...questionsOf(round), keysBegin: questionPrefix(round) }
    await addCheckIns(tx, round, await planOf(tx, round, people, stage.world.now()), question, stage.world.now())
  })
}

/** Two wait for each other, again and again. */
const meeting = (() => {
  let first: (() => void) | undefined
  return {
    arrive: async () => {
      if (first) {
        first()
        first = undefined
        return
      }
      await new Promise<void>((resolve) => {
        first = resolve
      })
    },
  }
})()

async function dying(step: (tx: Tx) => Promise<unknown>): Promise<void> {
  await db
    .$transaction(async (tx) => {
      await step(tx)
      throw new Error('killed')
    })
    .catch((error: unknown) => {
      if (!(error instanceof Error && error.message === 'killed')) throw error
    })
}
