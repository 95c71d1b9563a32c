import { beforeEach, describe, expect, it } from 'vitest'
import { letterErasure, letterExport } from '../../src/outbox/own-data.ts'
import {
  askHeldAgain,
  cancel,
  countsOf,
  forgetEnded,
  giveUp,
  letterById,
  lettersIn,
  markSent,
  openLanes,
  postAll,
  revise,
  tryAgain,
} from '../../src/outbox/store.ts'
import { freshDatabase } from '../support/database.ts'
import { fakeSlack } from './fake-slack.ts'
import { monday, people, type Stage, sendOnce, stageIn } from './stage.ts'

const { db, sql, ...database } = await freshDatabase()
let stage: Stage
beforeEach(async () => {
  stage = await stageIn({ db, sql, ...database }, ['T1', 'T2'])
})

const day = 86_400_000
const later = new Date(monday.getTime() + day)
const set = (key: string, change: string) => sql(`update letter set ${change} where key = $1`, [key])

describe('a letter', () => {
  it('is written down once for its key, in each workspace', async () => {
    expect(await stage.write('a')).toBe(true)
    expect(await stage.write('a', { to: 'bob' })).toBe(false)
    expect(await stage.write('a', { workspaceId: 'T2' })).toBe(true)
  })

  it('keeps what it is about, and no words', async () => {
    const facts = { level: 3, of: ['x', null] }
    await stage.write('a', {
      facts,
      urgent: true,
      expiresAt: later,
      subject: stage.idOf('bob'),
      withPersonId: stage.idOf('bob'),
    })
    expect(await stage.row('a')).toMatchObject({
      facts,
      urgent: true,
      expires_at: later,
      subject: stage.idOf('bob'),
      state: 'planned',
      revision: 1,
      shown: 0,
    })
  })

  it('is one of many that are written at once: once for its key, and to nobody who has erased themselves', async () => {
    await stage.write('a')
    await sql(`update person set slack_id = null, zone = null, erased_at = now() where slack_id = 'UBOB'`)
    const letter = { workspaceId: 'T1', kind: 'test', personId: stage.idOf('ann'), facts: { n: 1 }, notBefore: monday }
    const letters = ['a', 'b', 'c'].map((key) => ({ ...letter, key }))
    await postAll(db, 'T1', [...letters, { ...letter, key: 'd', personId: stage.idOf('bob') }], monday)
    expect(await sql('select key, facts, state from letter order by key')).toEqual([
      { key: 'a', facts: 'a', state: 'planned' },
      { key: 'b', facts: { n: 1 }, state: 'planned' },
      { key: 'c', facts: { n: 1 }, state: 'planned' },
    ])
  })

  it('is not written to somebody who has erased themselves, nor to a pair of whom one has', async () => {
    await sql(`update person set slack_id = null, zone = null, erased_at = now() where slack_id = 'UBOB'`)
    expect(await stage.write('a', { to: 'bob' })).toBe(false)
    expect(await stage.write('b', { withPersonId: stage.idOf('bob') })).toBe(false)
  })

  it('waits for an erasure that is under way, and is then not written', async () => {
    let written: Promise<boolean> | undefined
    await db.$transaction(async (tx) => {
      await tx.$queryRaw`select id from person where slack_id = 'UANN' and workspace_id = 'T1' for update`
      written = stage.write('a')
      await expect.poll(waiting, { interval: 2 }).toBe(true)
      await tx.$executeRaw`update person set slack_id = null, zone = null, erased_at = now() where slack_id = 'UANN' and workspace_id = 'T1'`
    })
    expect(await written).toBe(false)
  })

  it('that was called off in time does not leave, and a later change does not bring it back', async () => {
    await stage.write('a')
    await cancel(db, 'T1', 'a', 'answered', later)
    await revise(db, 'T1', 'a', later, 'b')
    expect(await stage.row('a')).toMatchObject({
      state: 'cancelled',
      reason: 'answered',
      changed_at: later,
      revision: 1,
    })
    expect(await stage.claimed()).toEqual([])
  })

  it('that has failed or is unknown is called off too, so that no admin sends what is over', async () => {
    for (const [key, state] of [
      ['ann', 'failed'],
      ['bob', 'unknown'],
    ] as const) {
      await stage.write(key, { to: key })
      await set(key, `state = '${state}', reason = 'why'`)
      await cancel(db, 'T1', key, 'answered', later)
      const { id, ...row } = await stage.row(key)
      expect(row).toMatchObject({ state: 'cancelled', reason: 'answered', changed_at: later })
      expect(await tryAgain(db, 'T1', String(id), later)).toBe(0)
    }
  })

  it('that has failed takes part in later changes, so that no admin sends what is stale', async () => {
    await stage.write('a')
    await set('a', `state = 'failed', reason = 'user_disabled'`)
    await revise(db, 'T1', 'a', later, 'b')
    expect(await stage.row('a')).toMatchObject({ state: 'failed', facts: 'b', revision: 2, changed_at: monday })
  })

  it('that was called off while a worker holds it is not marked any more', async () => {
    await stage.write('a')
    await stage.claimed()
    await cancel(db, 'T1', 'a', 'answered', later)
    expect(await stage.row('a')).toMatchObject({ state: 'cancelled', lease: null })
  })
})

async function waiting(): Promise<boolean> {
  const rows = await sql(`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`)
  return rows.length > 0
}

describe('an admin', () => {
  beforeEach(async () => {
    for (const [n, name] of people.entries())
      await stage.write(name, { to: name, notBefore: new Date(monday.getTime() + n) })
    await set('ann', `state = 'failed', reason = 'user_disabled', attempts = 3, changed_at = '2026-11-23T10:00:00Z'`)
    await set('bob', `state = 'failed', reason = 'invalid_blocks', changed_at = '2026-11-23T11:00:00Z'`)
    await set('cleo', `state = 'unknown', reason = 'no_permission_to_look'`)
    await set('dora', `state = 'sent', channel = 'D1', ts = '1.1', sent_at = '2026-11-23T10:30:00Z', shown = 1`)
    await stage.write('other', { workspaceId: 'T2' })
  })

  it('sees how many letters stand where, in this workspace alone', async () => {
    expect(await countsOf(db, 'T1', new Date(monday.getTime() + 4))).toEqual({
      planned: 2,
      sending: 0,
      sent: 1,
      unknown: 1,
      failed: 2,
      cancelled: 0,
      due: 1,
      later: 1,
      lastSentAt: new Date('2026-11-23T10:30:00Z'),
    })
    expect((await countsOf(db, 'T2', monday)).lastSentAt).toBeUndefined()
  })

  it('reads lists page by page: what has ended with the latest first, what waits in its order', async () => {
    const [first] = await lettersIn(db, 'T1', 'failed', { limit: 1 })
    expect(first).toMatchObject({ slackId: 'UBOB', reason: 'invalid_blocks' })
    expect(await lettersIn(db, 'T1', 'failed', { limit: 5, after: first?.id ?? '' })).toMatchObject([
      { slackId: 'UANN', attempts: 3 },
    ])
    const [waits] = await lettersIn(db, 'T1', 'waiting', { limit: 1 })
    expect(waits).toMatchObject({ slackId: 'UEGON', state: 'planned' })
    expect(await lettersIn(db, 'T1', 'waiting', { limit: 5, after: waits?.id ?? '' })).toMatchObject([
      { slackId: 'UFRED' },
    ])
    expect(await lettersIn(db, 'T1', 'unknown', { limit: 5 })).toMatchObject([{ slackId: 'UCLEO' }])
    expect(await lettersIn(db, 'T1', 'cancelled', { limit: 5 })).toEqual([])
    expect(await letterById(db, 'T1', first?.id ?? '')).toEqual(first)
    expect(await letterById(db, 'T2', first?.id ?? '')).toBeUndefined()
  })

  it('lets all failed letters leave again, or one unknown letter, with all their attempts', async () => {
    expect(await tryAgain(db, 'T1', 'failed', later)).toBe(2)
    expect(await stage.row('ann')).toMatchObject({ state: 'planned', attempts: 0, reason: null, changed_at: later })
    const [unknown] = await lettersIn(db, 'T1', 'unknown', { limit: 1 })
    expect(await tryAgain(db, 'T2', unknown?.id ?? '', later)).toBe(0)
    expect(await tryAgain(db, 'T1', unknown?.id ?? '', later)).toBe(1)
    expect(await tryAgain(db, 'T1', unknown?.id ?? '', later)).toBe(0)
    expect(await stage.row('cleo')).toMatchObject({ state: 'sending', attempts: 0, lease: null, free_at: null })
    stage.moveTo(later)
    await sendOnce(
      stage,
      stage.desk(() => fakeSlack(stage.now).line),
    )
    expect(await stage.row('cleo')).toMatchObject({ state: 'sent' })
  })

  it('marks what has arrived as sent, and gives up what will not', async () => {
    const of = async (key: string) => String((await stage.row(key)).id)
    expect(await markSent(db, 'T1', await of('cleo'), later)).toBe(1)
    expect(await stage.row('cleo')).toMatchObject({ state: 'cancelled', reason: 'marked_as_sent', sent_at: later })
    expect(await giveUp(db, 'T1', await of('ann'), later)).toBe(1)
    expect(await giveUp(db, 'T1', await of('egon'), later)).toBe(1)
    expect(await stage.row('egon')).toMatchObject({ state: 'cancelled', reason: 'given_up' })
    expect(await giveUp(db, 'T1', await of('dora'), later)).toBe(0)
    expect(await markSent(db, 'T1', await of('fred'), later)).toBe(0)
  })

  it('does not take a letter back whose call may be under way', async () => {
    const [letter] = await lettersIn(db, 'T1', 'waiting', { limit: 1 })
    await set('egon', `state = 'sending'`)
    expect(await giveUp(db, 'T1', letter?.id ?? '', later)).toBe(0)
  })
})

it('keeps a letter for 180 days after its end, and forgets in batches', async () => {
  for (const name of people) await stage.write(name, { to: name })
  await sql(
    `update letter set state = 'cancelled', reason = 'over', changed_at = '2026-01-01T00:00:00Z' where key <> 'fred'`,
  )
  await set('ann', `changed_at = '2026-06-01T00:00:00Z'`)
  await set('fred', `changed_at = '2026-01-01T00:00:00Z'`)
  const before = new Date('2026-06-01T00:00:00Z')
  expect(await forgetEnded(db, 'T2', before)).toBe(0)
  expect(await forgetEnded(db, 'T1', before, 3)).toBe(3)
  expect(await forgetEnded(db, 'T1', before, 3)).toBe(1)
  expect((await sql('select key from letter order by key')).map(({ key }) => key)).toEqual(['ann', 'fred'])
})

it('is looked at again once its reader’s hours have changed, where it waits for them and nothing else', async () => {
  const tomorrow = `not_before = '2027-01-01T08:00:00Z'`
  await stage.write('night')
  await stage.write('group', { to: 'bob', withPersonId: stage.idOf('ann') })
  await stage.write('planned')
  await stage.write('theirs', { to: 'bob' })
  await stage.write('elsewhere', { workspaceId: 'T2' })
  for (const key of ['night', 'group', 'theirs', 'elsewhere']) await set(key, `reason = 'night', ${tomorrow}`)
  await set('planned', tomorrow)
  const waiting = async () =>
    (await sql('select key from letter where not_before > $1 order by key', [monday])).map(({ key }) => key)
  await askHeldAgain(db, 'T1', monday, stage.idOf('ann'))
  expect(await waiting()).toEqual(['elsewhere', 'planned', 'theirs'])
  await askHeldAgain(db, 'T1', monday)
  expect(await waiting()).toEqual(['elsewhere', 'planned'])
})

it('opens two lanes for a workspace, once', async () => {
  await openLanes(db, 'T1')
  const lanes = await sql(`select name, per_minute from lane where workspace_id = 'T1' order by name`)
  expect(lanes).toEqual([
    { name: 'edit', per_minute: 50 },
    { name: 'post', per_minute: 300 },
  ])
})

describe('one’s own letters', () => {
  const ann = () => ({ workspaceId: 'T1', id: stage.idOf('ann') })
  beforeEach(async () => {
    await stage.write('mine', { expiresAt: later })
    await stage.write('ours', { to: 'bob', withPersonId: stage.idOf('ann') })
    await stage.write('theirs', { to: 'bob' })
    await stage.write('elsewhere', { workspaceId: 'T2' })
  })

  it('are told in an export, also those that somebody else reads too', async () => {
    const { messages } = await letterExport(db, ann())
    expect(messages).toMatchObject([
      { about: 'mine', state: 'planned', sharedWithSomebody: false, notAfter: later },
      { about: 'ours', sharedWithSomebody: true },
    ])
  })

  it('have a name for every column there is', async () => {
    const { messages } = await letterExport(db, ann())
    const columns = await sql(`
      select column_name from information_schema.columns where table_name = 'letter'
      and column_name not in ('workspace_id', 'id', 'person_id', 'lane', 'free_at', 'lease')`)
    expect(Object.keys(Array.isArray(messages) ? messages[0] : {})).toHaveLength(columns.length)
  })

  it('are counted, and taken by an erasure', async () => {
    expect(await letterErasure.count(db, ann())).toMatchObject([{ count: 2 }])
    expect(await letterErasure.erase(db, ann())).toMatchObject([{ count: 2 }])
    expect((await sql('select key from letter order by key')).map(({ key }) => key)).toEqual(['elsewhere', 'theirs'])
  })
})
