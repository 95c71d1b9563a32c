import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { movedClock } from '../../sandbox/clock.ts'
import { type Json, record, records, text } from '../../sandbox/json.ts'
import { actAs } from '../support/person.ts'
import { control } from './api.ts'
import { type Stage, startStage } from './bot.ts'
import { smallCompany } from './company.ts'
import { manifestWith } from './manifests.ts'

const kinds = ['channels', 'groups', 'im', 'mpim']
const manifest = manifestWith({
  scopes: ['chat:write', 'im:write', 'mpim:write', ...kinds.flatMap((kind) => [`${kind}:history`, `${kind}:read`])],
})
const clock = movedClock(Date.UTC(2026, 10, 23, 8))
let stage: Stage

beforeAll(async () => {
  stage = await startStage({ clock, company: smallCompany, manifest: manifest.path, limits: { off: true } })
})
beforeEach(async () => void (await control(stage.sandbox.url, 'reset', {})))
afterAll(async () => {
  await stage.close()
  manifest.remove()
})

const call = (method: string, args: Json = {}): Promise<Json> => stage.bot.call(method, args)
const open = (args: Json): Promise<Json> => call('conversations.open', args)
const say = (channel: unknown, words: string, more: Json = {}): Promise<Json> =>
  call('chat.postMessage', { channel, text: words, ...more })

describe('conversations.open', () => {
  it('opens one with one person, and says when it was there already', async () => {
    const first = await open({ users: 'U0ADA' })
    expect(first).toEqual({ ok: true, channel: { id: expect.stringMatching(/^D[0-9A-Z]{9,}$/) } })
    expect(await open({ users: 'U0ADA' })).toEqual({ ...first, no_op: true, already_open: true })
    expect((await say('U0ADA', 'Hello.')).channel).toBe(record(first.channel).id)
  })

  it('opens one with several people, the same one in whatever order', async () => {
    const first = record((await open({ users: 'U0ADA,U0BEN' })).channel)
    expect(first.id).toMatch(/^C[0-9A-Z]{9,}$/)
    expect(record((await open({ users: 'U0BEN,U0ADA' })).channel).id).toBe(first.id)
    expect(record((await open({ users: 'U0BEN,U0CLEO' })).channel).id).not.toBe(first.id)
    await say(first.id, 'To both of you.')
    for (const [user, seen] of [
      ['U0ADA', 1],
      ['U0BEN', 1],
      ['U0CLEO', 0],
    ] as const)
      expect(await actAs(stage.sandbox.url, user).messages()).toHaveLength(seen)
  })

  it('shows the whole conversation only when asked', async () => {
    expect((await open({ users: 'U0ADA', return_im: true })).channel).toMatchObject({ is_im: true, user: 'U0ADA' })
    expect((await open({ users: 'U0ADA,U0BEN', return_im: true })).channel).toMatchObject({
      is_mpim: true,
      name: 'mpdm-ada--ben--small-1',
    })
  })

  it('makes none with prevent_creation', async () => {
    expect((await open({ users: 'U0ADA', prevent_creation: true })).error).toBe('channel_not_found')
    const made = await open({ users: 'U0ADA' })
    expect((await open({ users: 'U0ADA', prevent_creation: true })).channel).toEqual(made.channel)
  })

  it('resumes one by its id', async () => {
    const { channel } = await open({ users: 'U0ADA' })
    expect(await open({ channel: record(channel).id })).toEqual({ ok: true, channel, no_op: true, already_open: true })
  })

  it.each([
    [{}, 'users_list_not_supplied'],
    [{ users: '' }, 'users_list_not_supplied'],
    [{ users: Array(9).fill('U0ADA').join(',') }, 'too_many_users'],
    [{ users: 'U0ADA,U0NOBODY00' }, 'user_not_found'],
    [{ channel: 'D0NOWHERE0' }, 'channel_not_found'],
    [{ channel: 'C0GENERAL' }, 'method_not_supported_for_channel_type'],
    [{ users: 'U0ADA', topic: 'x' }, 'invalid_arguments'],
  ])('refuses %j with %s', async (args, error) => {
    expect((await open(args)).error).toBe(error)
  })
})

describe('conversations.history', () => {
  const LETTER = { event_type: 'letter', event_payload: { id: '42' } }
  let channel: unknown
  let stamps: readonly string[]
  const history = (args: Json = {}): Promise<Json> => call('conversations.history', { channel, ...args })
  const textsOf = (answer: Json): readonly unknown[] => records(answer.messages).map((message) => message.text)

  beforeEach(async () => {
    channel = record((await open({ users: 'U0ADA' })).channel).id
    const said: string[] = []
    for (const words of ['one', 'two', 'three', 'four']) {
      clock.advance(1000)
      said.push(text((await say(channel, words, words === 'two' ? { metadata: LETTER } : {})).ts))
    }
    stamps = said
  })

  it('tells what was said, newest first, and nothing ephemeral', async () => {
    await call('chat.postEphemeral', { channel, user: 'U0ADA', text: 'psst' })
    const answer = await history()
    expect(textsOf(answer)).toEqual(['four', 'three', 'two', 'one'])
    expect(answer).toMatchObject({ has_more: false })
    expect(answer).not.toHaveProperty('response_metadata')
  })

  it('tells what is in the metadata only when asked, and otherwise its kind', async () => {
    const metadataIn = (answer: Json): unknown => records(answer.messages)[2]?.metadata
    expect(metadataIn(await history())).toEqual({ event_type: 'letter' })
    expect(metadataIn(await history({ include_all_metadata: true }))).toEqual(LETTER)
    expect(records((await history({ include_all_metadata: true })).messages)[0]).not.toHaveProperty('metadata')
  })

  it('turns its pages', async () => {
    const first = await history({ limit: 3 })
    expect([textsOf(first), first.has_more]).toEqual([['four', 'three', 'two'], true])
    const second = await history({ limit: 3, cursor: record(first.response_metadata).next_cursor })
    expect([textsOf(second), second.has_more]).toEqual([['one'], false])
  })

  it('looks between two moments, which count themselves only when it says so', async () => {
    const [, second, , fourth] = stamps
    expect(textsOf(await history({ oldest: second }))).toEqual(['four', 'three'])
    expect(textsOf(await history({ latest: fourth, oldest: second }))).toEqual(['three'])
    expect(textsOf(await history({ latest: fourth, oldest: second, inclusive: true }))).toEqual([
      'four',
      'three',
      'two',
    ])
    expect(textsOf(await history({ latest: second, inclusive: true, limit: 1 }))).toEqual(['two'])
  })

  it.each([
    [{ channel: 'U0ADA' }, 'channel_not_found'],
    [{ channel: 'C0SECRET00' }, 'channel_not_found'],
    [{ channel: 'C0OUTSIDE0' }, 'not_in_channel'],
    [{ cursor: 'abc' }, 'invalid_cursor'],
    [{ limit: 1000 }, 'invalid_limit'],
    [{ oldest: 'yesterday' }, 'invalid_ts_oldest'],
    [{ latest: '1.2.3' }, 'invalid_ts_latest'],
  ])('refuses %j with %s', async (args, error) => {
    expect((await history(args)).error).toBe(error)
  })
})

describe('a channel', () => {
  it('says what it is, and who is in it', async () => {
    expect(
      (await call('conversations.info', { channel: 'C0INNER000', include_num_members: true })).channel,
    ).toMatchObject({
      name: 'inner',
      is_private: true,
      is_member: true,
      num_members: 3,
    })
    expect(await call('conversations.members', { channel: 'C0INNER000' })).toMatchObject({
      members: ['U0ADA', 'U0BEN', 'U0NATSBOT0'],
      response_metadata: { next_cursor: '' },
    })
    const page = await call('conversations.members', { channel: 'C0INNER000', limit: 2 })
    const { next_cursor: cursor } = record(page.response_metadata)
    expect((await call('conversations.members', { channel: 'C0INNER000', limit: 2, cursor })).members).toEqual([
      'U0NATSBOT0',
    ])
  })

  it('is not there for an app that is not in it, when it is private', async () => {
    for (const method of ['conversations.info', 'conversations.members'])
      expect((await call(method, { channel: 'C0SECRET00' })).error).toBe('channel_not_found')
    expect((await call('conversations.info', { channel: 'C0OUTSIDE0' })).channel).toMatchObject({ is_member: false })
  })

  it.each([
    ['C0GENERAL', true],
    ['C0INNER000', true],
    ['C0OUTSIDE0', 'not_in_channel'],
    ['C0SECRET00', 'channel_not_found'],
    ['C0ATTIC000', 'is_archived'],
  ])('takes the app’s messages, or says why not: %s', async (channel, expected) => {
    const { ok, error } = await say(channel, 'Hello.')
    expect(error ?? ok).toBe(expected)
    const whispered = await call('chat.postEphemeral', { channel, user: 'U0ADA', text: 'psst' })
    expect(whispered.error ?? whispered.ok).toBe(expected)
  })
})

describe('a message of the app', () => {
  const LETTER = { event_type: 'letter', event_payload: { id: '42' } }

  it('keeps its metadata until a change says otherwise', async () => {
    const { channel, ts } = await say('U0ADA', 'First.', { metadata: LETTER })
    const metadata = async (): Promise<unknown> =>
      records((await call('conversations.history', { channel, include_all_metadata: true })).messages)[0]?.metadata
    await call('chat.update', { channel, ts, text: 'Second.' })
    expect(await metadata()).toEqual(LETTER)
    await call('chat.update', { channel, ts, text: 'Third.', metadata: { ...LETTER, event_type: 'other' } })
    expect(await metadata()).toMatchObject({ event_type: 'other' })
    await call('chat.update', { channel, ts, text: 'Fourth.', metadata: {} })
    expect(await metadata()).toBeUndefined()
  })

  it('is taken back by the app alone', async () => {
    const { channel, ts } = await say('U0ADA', 'A mistake.')
    expect(await call('chat.delete', { channel, ts })).toEqual({ ok: true, channel, ts })
    expect(await actAs(stage.sandbox.url, 'U0ADA').messages()).toEqual([])
    expect((await call('chat.delete', { channel, ts })).error).toBe('message_not_found')
    expect((await call('chat.delete', { channel: 'U0ADA', ts })).error).toBe('channel_not_found')
  })

  it('has a later ts than every other one, also when the clock is set back', async () => {
    const before = text((await say('U0ADA', 'Now.')).ts)
    clock.advance(-3_600_000)
    const after = text((await say('U0ADA', 'An hour earlier.')).ts)
    clock.advance(3_600_000)
    expect(Number(after)).toBeGreaterThan(Number(before))
  })
})

describe('an app without a messages tab', () => {
  it('can write to nobody', async () => {
    const silent = manifestWith({ scopes: ['chat:write'], appHome: { messages_tab_enabled: false } })
    const other = await startStage({ company: smallCompany, manifest: silent.path })
    const { error } = await other.bot.call('chat.postMessage', { channel: 'U0ADA', text: 'Hello.' })
    expect(error).toBe('messages_tab_disabled')
    await other.close()
    silent.remove()
  })
})
