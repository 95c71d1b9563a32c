import { pino } from 'pino'
import { beforeEach, describe, expect, it } from 'vitest'
import { deliver } from '../../src/outbox/send.ts'
import { cancel, revise, tryAgain } from '../../src/outbox/store.ts'
import { claim, confirm } from '../../src/outbox/store-sending.ts'
import { uuidV7 } from '../../src/world.ts'
import { freshDatabase } from '../support/database.ts'
import { type FakeSlack, type Fate, fakeSlack } from './fake-slack.ts'
import { monday, note, type Stage, sendOnce, stageIn } from './stage.ts'

const database = await freshDatabase()
let stage: Stage
let slack: FakeSlack
const desk = (change = {}) => stage.desk(() => slack.line, change)
const send = (change = {}) => sendOnce(stage, desk(change))

beforeEach(async () => {
  stage = await stageIn(database)
  slack = fakeSlack(stage.now)
})

describe('a letter', () => {
  it('arrives once, and knows where it stands', async () => {
    await stage.write('a')
    expect(await send()).toBe(1)
    expect(await stage.row('a')).toMatchObject({
      state: 'sent',
      channel: 'DUANN',
      ts: slack.posted()[0]?.ts,
      shown: 1,
      lease: null,
      sent_at: stage.now(),
    })
    await stage.pass(60)
    expect(await send()).toBe(0)
    expect(slack.calls()).toEqual(['chat.postMessage'])
  })

  it('shows by one edit what has changed since, however often', async () => {
    await stage.write('a')
    await send()
    for (const facts of ['b', 'c']) await revise(database.db, 'T1', 'a', stage.now(), facts)
    await send()
    expect(slack.posted()).toMatchObject([{ text: 'Version 3 of "c"' }])
    expect(slack.calls()).toEqual(['chat.postMessage', 'chat.update'])
  })

  it('that changes before it leaves is sent as it is then, without an edit', async () => {
    await stage.write('a')
    await revise(database.db, 'T1', 'a', stage.now(), 'b')
    await send()
    await stage.pass(60)
    expect(await send()).toBe(0)
    expect(slack.posted()).toMatchObject([{ text: 'Version 2 of "b"' }])
  })

  it('is edited after it was found, where it changed while nobody knew of it', async () => {
    await stage.write('a')
    slack.next('chat.postMessage', 'lost-after')
    await send()
    await revise(database.db, 'T1', 'a', stage.now(), 'b')
    await stage.pass(11)
    await send()
    await stage.pass(60)
    await send()
    expect(slack.posted()).toMatchObject([{ text: 'Version 2 of "b"' }])
  })

  it('whose answer was lost is looked for after the grace, page by page, and not sent again', async () => {
    await stage.write('a')
    await stage.write('b')
    slack.next('chat.postMessage', 'lost-after')
    await send()
    await stage.pass(2)
    await send()
    expect(await stage.row('a')).toMatchObject({ state: 'sending', reason: 'no_answer' })
    await stage.pass(4)
    expect(await send()).toBe(0)
    await stage.pass(5)
    await send()
    expect(await stage.row('a')).toMatchObject({ state: 'sent', ts: slack.posted()[0]?.ts, reason: null })
    expect(slack.calls()).toEqual([
      'chat.postMessage',
      'chat.postMessage',
      'conversations.open',
      'conversations.history',
      'conversations.history',
    ])
    expect(slack.posted()).toHaveLength(2)
  })

  it('whose worker died before or after the call is looked for once its lease has ended', async () => {
    for (const fate of ['dies-before', 'dies-after'] as const) {
      await stage.write(fate, { to: fate === 'dies-before' ? 'ann' : 'bob' })
      slack.next('chat.postMessage', fate)
      const [letter] = await stage.claimed()
      if (!letter) throw new Error('nothing was claimed')
      await Promise.race([deliver(desk(), letter), slack.death()])
      await stage.pass(20)
      expect(await stage.claimed()).toEqual([])
      await stage.pass(11)
      await send()
      expect(await stage.row(fate)).toMatchObject({ state: 'sent' })
      await stage.pass(2)
    }
    expect(slack.posted().map(({ channel }) => channel)).toEqual(['DUANN', 'DUBOB'])
  })

  it('is held until the morning, and says why', async () => {
    stage.moveTo(new Date('2026-11-23T22:00:00Z'))
    await stage.write('a', { kind: 'daytime' })
    await send()
    const morning = new Date('2026-11-24T08:00:00Z')
    expect(await stage.row('a')).toMatchObject({
      state: 'planned',
      reason: 'night',
      not_before: morning,
      lease: null,
      attempts: 0,
    })
    await stage.pass(60)
    expect(await send()).toBe(0)
    stage.moveTo(morning)
    await send()
    expect(await stage.row('a')).toMatchObject({ state: 'sent', reason: null })
  })

  it('that nobody can read any more, or that says nothing any more, is over', async () => {
    await stage.write('expired', { to: 'ann', expiresAt: monday })
    await stage.write('closed', { to: 'bob' })
    await stage.write('silent', { to: 'cleo', facts: 'nothing' })
    await stage.write('erased', { to: 'dora' })
    await database.sql(`update person set active = false where slack_id = 'UBOB'`)
    await database.sql(`update person set slack_id = null, zone = null, erased_at = now() where slack_id = 'UDORA'`)
    await send()
    const ends = await database.sql('select key, state, reason from letter order by key')
    expect(ends).toEqual([
      { key: 'closed', state: 'cancelled', reason: 'account_closed' },
      { key: 'erased', state: 'cancelled', reason: 'reader_gone' },
      { key: 'expired', state: 'cancelled', reason: 'expired' },
      { key: 'silent', state: 'cancelled', reason: 'nothing_to_say' },
    ])
    expect(slack.calls()).toEqual([])
  })

  it('that is called off while its call is under way is not sent a second time', async () => {
    await stage.write('a')
    slack.next('chat.postMessage', 'lost-before')
    await send()
    await cancel(database.db, 'T1', 'a', 'answered', stage.now())
    await stage.pass(11)
    await send()
    expect(await stage.row('a')).toMatchObject({ state: 'cancelled' })
    expect(slack.posted()).toEqual([])
  })

  it.each([
    [{ error: 'user_disabled' }, { state: 'failed', reason: 'user_disabled', attempts: 1 }],
    [{ error: 'invalid_blocks' }, { state: 'failed', reason: 'invalid_blocks', attempts: 1 }],
    [{ error: 'message_limit_exceeded' }, { state: 'planned', reason: 'message_limit_exceeded', attempts: 1 }],
    [
      { status: 429, retryAfter: 30 },
      { state: 'planned', reason: 'ratelimited', attempts: 0 },
    ],
    [{ error: 'missing_scope' }, { state: 'planned', reason: 'missing_scope', attempts: 0 }],
    [{ status: 502 }, { state: 'sending', reason: 'http_502', attempts: 1 }],
  ] satisfies [Fate, object][])('that met %o stands there as %o', async (fate, expected) => {
    await stage.write('a')
    slack.next('chat.postMessage', fate)
    await send()
    expect(await stage.row('a')).toMatchObject({ ...expected, lease: null })
  })

  it('has failed after eight calls that were put off', async () => {
    await stage.write('a')
    slack.next('chat.postMessage', ...Array.from({ length: 8 }, () => ({ error: 'message_limit_exceeded' })))
    for (let call = 1; call <= 8; call++) {
      await send()
      await stage.pass(700)
    }
    expect(await stage.row('a')).toMatchObject({ state: 'failed', reason: 'message_limit_exceeded', attempts: 8 })
    expect(await send()).toBe(0)
  })

  it('has failed after eight calls without a trace', async () => {
    await stage.write('a')
    slack.next('chat.postMessage', ...Array.from({ length: 8 }, () => 'lost-before' as const))
    for (let call = 1; call <= 9; call++) {
      await send()
      await stage.pass(700)
    }
    expect(await stage.row('a')).toMatchObject({ state: 'failed', reason: 'too_many_attempts', attempts: 8 })
    expect(slack.posted()).toEqual([])
  })

  it('is looked for later each time, so that a Slack that is unwell is not asked over and over', async () => {
    await stage.write('a')
    slack.next('chat.postMessage', 'lost-before', 'lost-before', 'lost-before')
    for (const wait of [10, 10, 20]) {
      await send()
      await stage.pass(wait - 1)
      expect(await stage.claimed()).toEqual([])
      await stage.pass(1.01)
    }
    await send()
    expect(await stage.row('a')).toMatchObject({ state: 'sent', attempts: 4 })
  })

  it('waits without a token, and so does one that may have arrived', async () => {
    await stage.write('sending')
    slack.next('chat.postMessage', 'lost-after')
    await send()
    await stage.pass(11)
    await stage.write('planned', { to: 'bob' })
    await sendOnce(
      stage,
      stage.desk(() => undefined),
    )
    expect(await stage.row('sending')).toMatchObject({ state: 'sending', attempts: 1, lease: null })
    expect(await stage.row('planned')).toMatchObject({ state: 'planned', attempts: 0, lease: null })
    await stage.pass(50)
    expect(await stage.claimed()).toEqual([])
    await stage.pass(11)
    expect(await stage.claimed()).toHaveLength(2)
  })

  it('of a kind that this release does not know waits for another one', async () => {
    await stage.write('a', { kind: 'newer' })
    await send()
    expect(await stage.row('a')).toMatchObject({ state: 'planned', attempts: 0, lease: null })
    await stage.pass(30)
    expect(await stage.claimed()).toEqual([])
    await stage.pass(31)
    expect(await stage.claimed()).toHaveLength(1)
  })

  it('that cannot be drawn has failed, and keeps no other from leaving', async () => {
    const kinds = new Map([
      ['note', note],
      ['broken', { ...note, kind: 'broken', draw: () => Promise.reject(new Error('a bug')) }],
    ])
    await stage.write('a', { kind: 'broken' })
    await stage.write('b', { to: 'bob' })
    await send({ kinds })
    expect(await stage.row('a')).toMatchObject({ state: 'failed', reason: 'undrawable' })
    expect(await stage.row('b')).toMatchObject({ state: 'sent' })
  })

  it('to two people is not tried where groups are not allowed', async () => {
    slack = fakeSlack(stage.now, ['chat:write'])
    await stage.write('a', { withPersonId: stage.idOf('bob') })
    await send()
    expect(await stage.row('a')).toMatchObject({ state: 'failed', reason: 'no_permission_for_groups' })
  })
})

describe('a letter that an admin tries again because nobody knows whether it arrived', () => {
  const unknown = async (fate: Fate) => {
    slack = fakeSlack(stage.now, ['chat:write'])
    await stage.write('a')
    slack.next('chat.postMessage', fate)
    await send()
    await stage.pass(11)
    await send()
    const { id, state } = await stage.row('a')
    expect(state).toBe('unknown')
    return async () => {
      // Days later, as admins are.
      stage.moveTo(new Date(monday.getTime() + 5 * 86_400_000))
      await tryAgain(database.db, 'T1', String(id), stage.now())
      await stage.pass(11)
    }
  }
  const allowed = (given: FakeSlack): FakeSlack => ({
    ...given,
    line: { ...given.line, scopes: new Set(['chat:write', 'im:write', 'im:history']) },
  })

  it('is looked for first where that is allowed by now, however long ago its call was', async () => {
    const again = await unknown('lost-after')
    slack = allowed(slack)
    await again()
    slack.next('conversations.history', { status: 500 })
    await send()
    expect(await stage.row('a')).toMatchObject({ state: 'sending', reason: 'asked_again' })
    await stage.pass(60)
    await send()
    expect(await stage.row('a')).toMatchObject({ state: 'sent', ts: slack.posted()[0]?.ts })
    expect(slack.posted()).toHaveLength(1)
  })

  it('is sent where nobody may look, but once for each time that an admin asks', async () => {
    const again = await unknown('lost-before')
    await again()
    slack.next('chat.postMessage', 'lost-before')
    await send()
    await stage.pass(11)
    await send()
    expect(await stage.row('a')).toMatchObject({ state: 'unknown', reason: 'no_permission_to_look' })
    await again()
    await send()
    expect(await stage.row('a')).toMatchObject({ state: 'sent', reason: null })
    expect(slack.calls()).toEqual(['chat.postMessage', 'chat.postMessage', 'chat.postMessage'])
  })

  it('is not sent again by whoever comes after a worker that died with it', async () => {
    const again = await unknown('lost-before')
    await again()
    slack.next('chat.postMessage', 'dies-after')
    const [letter] = await stage.claimed()
    if (!letter) throw new Error('nothing was claimed')
    await Promise.race([deliver(desk(), letter), slack.death()])
    await stage.pass(31)
    await send()
    expect(await stage.row('a')).toMatchObject({ state: 'unknown' })
    expect(slack.posted()).toHaveLength(1)
  })
})

describe('a look', () => {
  const pauses = () =>
    database.sql(
      `select name, round(extract(epoch from next_at - clock_timestamp()))::int as seconds from lane where next_at > clock_timestamp() + interval '2 seconds'`,
    )
  beforeEach(async () => {
    await stage.write('a')
    slack.next('chat.postMessage', 'lost-after')
    await send()
    await stage.pass(11)
  })

  it('that comes too fast lets the lane of edits rest as long as Slack says', async () => {
    slack.next('conversations.history', { status: 429, retryAfter: 30 })
    await send()
    expect(await pauses()).toEqual([{ name: 'edit', seconds: 30 }])
    expect(await stage.row('a')).toMatchObject({ state: 'sending', reason: 'ratelimited', lease: null })
    await stage.pass(29)
    expect(await stage.claimed()).toEqual([])
  })

  it('that meets a dead token tells whoever keeps tokens, or stops the lanes with Slack’s word', async () => {
    const told: string[] = []
    slack.next('conversations.open', { error: 'token_revoked' }, { error: 'token_revoked' })
    await send({ refused: async (...word: string[]) => void told.push(...word) })
    expect(told).toEqual(['T1', 'token_revoked'])
    expect(await pauses()).toEqual([{ name: 'edit', seconds: 60 }])
    await stage.pass(61)
    await send()
    expect(await database.sql('select distinct stopped from lane')).toEqual([{ stopped: 'token_revoked' }])
    expect(await stage.row('a')).toMatchObject({ state: 'sending', reason: 'token_revoked' })
  })
})

describe('an edit', () => {
  it('that Slack refuses for ever leaves the message as it is, and says why', async () => {
    await stage.write('a')
    await send()
    await revise(database.db, 'T1', 'a', stage.now(), 'b')
    slack.next('chat.update', { error: 'message_not_found' })
    await send()
    expect(await stage.row('a')).toMatchObject({ state: 'sent', revision: 1, shown: 1, reason: 'message_not_found' })
    await stage.pass(60)
    expect(await send()).toBe(0)
  })

  it('whose answer was lost is made again without a look', async () => {
    await stage.write('a')
    await send()
    await revise(database.db, 'T1', 'a', stage.now(), 'b')
    slack.next('chat.update', 'lost-after')
    await send()
    // What Slack was still doing must not undo the next one.
    await stage.pass(9)
    expect(await stage.claimed()).toEqual([])
    await stage.pass(2)
    await send()
    expect(slack.calls()).toEqual(['chat.postMessage', 'chat.update', 'chat.update'])
    expect(await stage.row('a')).toMatchObject({ state: 'sent', shown: 2, attempts: 0 })
  })
})

describe('a worker', () => {
  it('that froze sends nothing with a lease that has ended', async () => {
    await stage.write('a')
    const [frozen] = await stage.claimed()
    if (!frozen) throw new Error('nothing was claimed')
    await stage.pass(31)
    await send()
    await deliver(desk(), frozen)
    expect(slack.posted()).toHaveLength(1)
  })

  it('that stood still between mark and call does not call any more', async () => {
    await stage.write('a')
    // A lease of no length: each of its thirds is over before the database has answered.
    const [letter] = await claim(database.db, stage.now(), uuidV7(), 30)
    if (!letter) throw new Error('nothing was claimed')
    await deliver(desk({ leaseSeconds: 0 }), letter)
    expect(slack.calls()).toEqual([])
    expect(await stage.row('a')).toMatchObject({ state: 'planned', attempts: 0 })
  })

  it('that hears late of an arrival keeps whoever looks meanwhile from sending again', async () => {
    await stage.write('a')
    slack.next('chat.postMessage', 'lost-before')
    await send()
    await stage.pass(11)
    const [letter] = await stage.claimed()
    if (!letter) throw new Error('nothing was claimed')
    await confirm(database.db, letter, { channel: 'DUANN', ts: '1.1' }, 1, stage.now())
    await deliver(desk(), letter)
    expect(slack.posted()).toEqual([])
    expect(await stage.row('a')).toMatchObject({ state: 'sent', ts: '1.1' })
  })
})

it('a letter that stands in Slack twice is told of in the log', async () => {
  const lines: string[] = []
  const log = pino({ level: 'warn' }, { write: (line) => void lines.push(line) })
  await stage.write('a')
  const [letter] = await stage.claimed()
  if (!letter) throw new Error('nothing was claimed')
  const draw = async (...given: Parameters<typeof note.draw>) => {
    // Whoever was taken for dead was only late.
    await database.sql(`update letter set state = 'sent', channel = 'DUANN', ts = '1.1', sent_at = now(), shown = 1`)
    return note.draw(...given)
  }
  await deliver(desk({ world: { ...desk().world, log }, kinds: new Map([['note', { ...note, draw }]]) }), letter)
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { letter: letter.id, ts: '1.1', other: slack.posted()[0]?.ts, msg: 'a letter stands in Slack twice' },
  ])
})

it('without the look sends a letter twice whose answer was lost', async () => {
  await stage.write('a')
  slack.next('chat.postMessage', 'lost-after')
  await send({ lookup: false })
  await stage.pass(11)
  await send({ lookup: false })
  expect(slack.posted()).toHaveLength(2)
})
