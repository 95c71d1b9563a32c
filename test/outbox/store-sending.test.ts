import { beforeEach, describe, expect, it } from 'vitest'
import type { Tx } from '../../src/db/connection.ts'
import { Prisma } from '../../src/db/generated/client.ts'
import { type Event, type LetterState, moves } from '../../src/outbox/rules.ts'
import { cancel, giveUp, reviveAll, tryAgain } from '../../src/outbox/store.ts'
import {
  type Claimed,
  claim,
  confirm,
  end,
  hold,
  mark,
  nextDue,
  pauseLane,
  release,
  stopLanes,
  turnToLook,
  untilNextTurn,
  untilTurnToLook,
} from '../../src/outbox/store-sending.ts'
import { uuidV7 } from '../../src/world.ts'
import { freshDatabase } from '../support/database.ts'
import { monday, people, type Stage, stageIn } from './stage.ts'

const database = await freshDatabase()
const { db, sql } = database
let stage: Stage
beforeEach(async () => {
  stage = await stageIn(database, ['T1', 'T2'])
})

const later = new Date(monday.getTime() + 3_600_000)
const keys = async (letters: readonly Claimed[]) => {
  const rows = await sql('select key from letter where id = any ($1) order by key', [letters.map(({ id }) => id)])
  return rows.map(({ key }) => key)
}
const toAll = async (workspaceId: string, count: number, change = {}) => {
  for (let n = 0; n < count; n++) {
    const to = people[n % people.length] ?? ''
    await stage.write(`${workspaceId}-${n}`, { workspaceId, to, ...change })
  }
}

describe('a claim', () => {
  it('takes a second’s worth of one lane at most, and lets the lane rest for that second', async () => {
    await toAll('T1', 6)
    expect(await stage.claimed()).toHaveLength(5)
    const rests = await sql(`
      select distinct round(extract(epoch from l.next_at - (x.free_at - interval '30 seconds')), 1)::float as seconds
      from lane l join letter x on x.workspace_id = l.workspace_id and x.lease is not null where l.name = 'post'`)
    expect(rests).toEqual([{ seconds: 1 }])
    await stage.pass(1.01)
    expect(await stage.claimed()).toHaveLength(1)
  })

  it('takes urgent letters first, then the one that is due the longest', async () => {
    await sql('update lane set per_minute = 60')
    await stage.write('old', { to: 'ann', notBefore: new Date(monday.getTime() - 1_000) })
    await stage.write('new', { to: 'bob' })
    await stage.write('now', { to: 'cleo', urgent: true })
    const order: unknown[] = []
    for (let turn = 0; turn < 3; turn++) {
      order.push(...(await keys(await stage.claimed())))
      await stage.pass(1.01)
    }
    expect(order).toEqual(['now', 'old', 'new'])
  })

  it('takes one letter a person, and none of somebody who has one under way', async () => {
    await stage.write('first')
    await stage.write('second')
    expect(await stage.claimed()).toHaveLength(1)
    await stage.pass(2)
    expect(await stage.claimed()).toEqual([])
  })

  it('keeps a person’s next letter back for a second after one has arrived', async () => {
    await stage.write('first', { urgent: true })
    await stage.write('second')
    const [letter] = await stage.claimed()
    if (!letter) throw new Error('nothing was claimed')
    await confirm(db, letter, { channel: 'D1', ts: '1.1' }, 1, monday)
    await sql(`update lane set next_at = clock_timestamp()`)
    expect(await stage.claimed()).toEqual([])
    await stage.pass(1.01)
    expect(await keys(await stage.claimed())).toEqual(['second'])
  })

  it('takes nothing before its time, and nothing from a lane that is stopped or paused', async () => {
    await stage.write('later', { notBefore: later })
    expect(await stage.claimed()).toEqual([])
    stage.moveTo(later)
    await stopLanes(db, 'T1', 'token revoked')
    expect(await stage.claimed()).toEqual([])
    await sql('update lane set stopped = null')
    await pauseLane(db, 'T1', 'post', 30_000)
    await pauseLane(db, 'T1', 'post', 1_000)
    await stage.pass(20)
    expect(await stage.claimed()).toEqual([])
    await stage.pass(10.01)
    expect(await keys(await stage.claimed())).toEqual(['later'])
  })

  it('lets workspaces take turns, however much one has to say', async () => {
    await toAll('T1', 40)
    await toAll('T2', 2)
    const turns: string[] = []
    for (let turn = 0; turn < 4; turn++) {
      const letters = await stage.claimed()
      turns.push(letters[0]?.workspaceId ?? '')
      for (const letter of letters) await confirm(db, letter, { channel: 'D1', ts: '1.1' }, 1, monday)
      await stage.pass(1.01)
    }
    expect(turns.slice(0, 2).sort()).toEqual(['T1', 'T2'])
    expect(turns.slice(2)).toEqual(['T1', 'T1'])
  })

  it('passes a lane by whose letters another one is taking at this moment', async () => {
    await toAll('T1', 6)
    await db.$transaction(async (tx) => {
      expect(await claim(tx, monday, uuidV7(), 30)).toHaveLength(5)
      expect(await stage.claimed()).toEqual([])
    })
  })

  it('by many at once never gives one letter to two', async () => {
    await sql('update lane set per_minute = 6000')
    await toAll('T1', 6)
    await toAll('T2', 6)
    const taken = await Promise.all(Array.from({ length: 8 }, () => stage.claimed()))
    const ids = taken.flat().map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toHaveLength(12)
  })

  it('finds its letters by the index, also in the plan that is kept for later; it would not without its `limit 1`', async () => {
    await sql(`
      insert into letter (workspace_id, key, kind, person_id, not_before, created_at, changed_at)
      select workspace_id, 'due:' || id || n, 'note', id, '2026-11-01', '2026-11-01', '2026-11-01' from person, generate_series(1, 1000) n;
      insert into workspace (id, name, salt, first_seen_at)
      select 'I' || n, 'Idle', decode(repeat('ab', 32), 'hex'), now() from generate_series(1, 300) n;
      insert into lane (workspace_id, name, per_minute) select id, 'post', 300 from workspace where id like 'I%';
      analyze`)
    const { text, values } = await statementOf((tx) => claim(tx, monday, uuidV7(), 30))
    for (const question of [`explain ${text}`, `explain (generic_plan) ${text}`]) {
      const given = question.includes('generic_plan') ? [] : values
      expect(await planOf(question, given)).not.toMatch(/Seq Scan on letter/)
      const bare = question.replace(/order by x\.not_before, x\.id\s+limit 1\s/, '')
      expect(await planOf(bare, given)).toMatch(/Seq Scan on letter/)
    }
  })
})

async function planOf(question: string, values: readonly unknown[]): Promise<string> {
  const rows = await sql(question, values.length > 0 ? values : undefined)
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

/** What a question of the store sends to the server. It gets no answer here. */
async function statementOf(ask: (tx: Tx) => Promise<unknown>): Promise<Prisma.Sql> {
  let sent = Prisma.empty
  const listening = new Proxy(db, {
    get: (target, name) =>
      name === '$queryRaw'
        ? async (...question: Parameters<typeof Prisma.sql>) => {
            sent = Prisma.sql(...question)
            return []
          }
        : Reflect.get(target, name),
  })
  await ask(listening)
  return sent
}

describe('a lease', () => {
  it('that has ended marks nothing, and its letter is another’s', async () => {
    await stage.write('a')
    const [frozen] = await stage.claimed()
    if (!frozen) throw new Error('nothing was claimed')
    await stage.pass(31)
    expect(await mark(db, frozen, monday, 30)).toBeUndefined()
    const [second] = await stage.claimed()
    if (!second) throw new Error('nothing was claimed')
    expect(await mark(db, second, monday, 30)).toBe(1)
    for (const late of [
      () => hold(db, frozen, later, 'night', monday),
      () => end(db, frozen, 'failed', 'late', monday),
      () => release(db, frozen, { undone: true }),
    ])
      await late()
    expect(await stage.row('a')).toMatchObject({ state: 'sending', lease: second.lease })
  })

  it('lasts anew from the mark, so that it outlives the call', async () => {
    await stage.write('a')
    const [letter] = await stage.claimed()
    if (!letter) throw new Error('nothing was claimed')
    await stage.pass(20)
    await mark(db, letter, monday, 30)
    await stage.pass(20)
    expect(await stage.claimed()).toEqual([])
  })
})

it('a letter keeps the first place that was told of it', async () => {
  await stage.write('a')
  const [letter] = await stage.claimed()
  if (!letter) throw new Error('nothing was claimed')
  expect(await confirm(db, letter, { channel: 'D1', ts: '1.1' }, 1, monday)).toBe(true)
  expect(await confirm(db, letter, { channel: 'D1', ts: '2.2' }, 1, later)).toBe(false)
  expect(await stage.row('a')).toMatchObject({ ts: '1.1', sent_at: monday })
})

it('a letter that changed on its way has all attempts for its edit', async () => {
  await stage.write('same')
  await stage.write('changed', { to: 'bob' })
  await sql(`update letter set attempts = 7, revision = case key when 'changed' then 2 else 1 end`)
  for (const letter of await stage.claimed()) await confirm(db, letter, { channel: 'D1', ts: '1.1' }, 1, monday)
  expect(await stage.row('changed')).toMatchObject({ lane: 'edit', attempts: 0 })
  expect(await stage.row('same')).toMatchObject({ lane: 'post', attempts: 7 })
})

describe('looks into conversations', () => {
  it('take turns in the lane of edits, at its pace', async () => {
    await toAll('T1', 3)
    const letters = await stage.claimed()
    const waits = []
    for (const letter of letters) waits.push(await turnToLook(db, letter, 30))
    expect(waits[0]).toBe(0)
    expect(waits[1]).toBeGreaterThan(0)
    const [taken] = await sql(`
      select round(extract(epoch from l.next_at - max(x.free_at - interval '30 seconds')), 1)::float as seconds
      from lane l join letter x on x.workspace_id = l.workspace_id where l.name = 'edit' and x.lease is not null group by l.next_at`)
    // Fifty a minute: the next turn is so long after the last one that was given.
    expect(taken).toEqual({ seconds: 1.2 })
    await stage.pass(31)
    const [first] = letters
    expect(first && (await mark(db, first, monday, 30))).toBeUndefined()
  })

  it('come back by their place in the queue where there was no turn, and never at once', async () => {
    for (const [n, to] of people.slice(0, 5).entries())
      await stage.write(to, { to, notBefore: new Date(monday.getTime() - 5_000 + n) })
    const letters = await stage.claimed()
    await sql(`update letter set state = 'sending'`)
    const waits = new Map<unknown, number>()
    for (const letter of letters) waits.set(letter.facts, await untilTurnToLook(db, letter))
    expect(people.slice(0, 5).map((to) => waits.get(to))).toEqual([3_000, 3_000, 3_600, 4_800, 6_000])
  })

  it('have no turn beyond the next seconds', async () => {
    await toAll('T1', 1)
    const [letter] = await stage.claimed()
    if (!letter) throw new Error('nothing was claimed')
    await pauseLane(db, 'T1', 'edit', 120_000)
    expect(await turnToLook(db, letter, 30)).toBeUndefined()
  })
})

it('knows how long the next turn is away, and when the next letter becomes due', async () => {
  expect(await untilNextTurn(db, monday)).toBeUndefined()
  expect(await nextDue(db, monday)).toBeUndefined()
  await stage.write('later', { notBefore: later })
  expect(await untilNextTurn(db, monday)).toBeUndefined()
  expect(await nextDue(db, monday)).toEqual(later)
  await stage.write('now', { to: 'bob' })
  expect(await untilNextTurn(db, monday)).toBe(0)
  await pauseLane(db, 'T1', 'post', 60_000)
  expect(await untilNextTurn(db, monday)).toBeGreaterThan(30_000)
})

describe('a letter', () => {
  const states: readonly LetterState[] = ['planned', 'sending', 'sent', 'unknown', 'failed', 'cancelled']
  const statements: Readonly<Record<Event, (letter: Claimed) => Promise<unknown>>> = {
    marked: (letter) => mark(db, letter, monday, 30),
    arrived: (letter) => confirm(db, letter, { channel: 'D2', ts: '2.2' }, 1, monday),
    'put-off': (letter) => release(db, letter, { undone: true }),
    held: (letter) => hold(db, letter, later, 'night', monday),
    unanswered: (letter) => release(db, letter, { reason: 'no_answer' }),
    unknowable: (letter) => end(db, letter, 'unknown', 'no_permission_to_look', monday),
    refused: (letter) => end(db, letter, 'failed', 'user_disabled', monday),
    // By the worker that comes upon it, and by whoever decides it.
    'called-off': async (letter) => {
      await end(db, letter, 'cancelled', 'expired', monday)
      await cancel(db, 'T1', String(letter.facts), 'answered', monday)
    },
    'tried-again': ({ id }) => tryAgain(db, 'T1', id, monday),
    'given-up': ({ id }) => giveUp(db, 'T1', id, monday),
    'wanted-again': ({ facts }) => reviveAll(db, 'T1', [{ key: String(facts), notBefore: monday }], monday),
  }

  it.each(Object.entries(statements))('that is %s moves as the table says, from every state', async (event, act) => {
    const moved: Record<string, unknown> = {}
    for (const [n, state] of states.entries()) {
      await stage.write(state, { to: people[n] ?? '' })
      const [letter] = await stage.claimed()
      if (!letter) throw new Error('nothing was claimed')
      const place = state === 'sent' ? `, channel = 'D1', ts = '1.1', sent_at = now(), shown = 1` : ''
      await sql(`update letter set state = '${state}', reason = 'why' ${place} where key = '${state}'`)
      await act(letter)
      moved[state] = (await stage.row(state)).state
      await stage.pass(2)
      await sql(`delete from letter`)
    }
    const table = moves[event as Event]
    expect(moved).toEqual(Object.fromEntries(states.map((state) => [state, table[state] ?? state])))
  })
})
