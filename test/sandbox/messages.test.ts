import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { movedClock } from '../../sandbox/clock.ts'
import { type Json, text } from '../../sandbox/json.ts'
import { actAs, type Person } from '../support/person.ts'
import { type Bot, type Stage, startStage } from './bot.ts'
import { actions, button } from './windows.ts'

const IVAN = 'U0IVANPET'
const clock = movedClock(Date.UTC(2026, 10, 23, 8))
let stage: Stage
let ivan: Person
let anna: Person

beforeEach(async () => {
  stage = await startStage({ clock })
  ivan = actAs(stage.sandbox.url, IVAN)
  anna = actAs(stage.sandbox.url, 'U0ANNALIND')
})

afterEach(() => stage.close())

const post = (args: Json): Promise<Json> => {
  // One message a second, as Slack wants it.
  clock.advance(1000)
  return stage.bot.call('chat.postMessage', { text: 'Hello.', ...args })
}

describe('a posted message', () => {
  it('goes to a person by their id, in a conversation made on first use', async () => {
    const first = await post({ channel: IVAN })
    const second = await post({ channel: IVAN })
    expect(first).toMatchObject({
      ok: true,
      channel: expect.stringMatching(/^D[0-9A-Z]{9,}$/),
      message: { text: 'Hello.' },
    })
    expect(second.channel).toBe(first.channel)
    expect(await ivan.messages()).toMatchObject([{ text: 'Hello.', ephemeral: false }, { text: 'Hello.' }])
    expect(await anna.messages()).toEqual([])
  })

  it('goes to a channel, for its members', async () => {
    await post({ channel: 'C0PLATFORM' })
    expect(await ivan.messages()).toHaveLength(1)
    expect(await actAs(stage.sandbox.url, 'U0CAMILARI').messages()).toEqual([])
  })

  it('has a ts above every earlier one, also while the clock stands still', async () => {
    const say = (channel: string): Promise<Json> => stage.bot.call('chat.postMessage', { channel, text: 'Hello.' })
    const all = [await say(IVAN), await say('C0GENERAL'), await say('U0ANNALIND')]
    const stamps = all.map(({ ts }) => text(ts))
    expect(stamps).toEqual([...new Set(stamps)].sort())
    expect(stamps[0]).toMatch(/^\d{10}\.\d{6}$/)
  })

  it.each([
    ['an unknown channel', { channel: 'C0NOWHERE' }, 'channel_not_found'],
    ['an unknown person', { channel: 'U0NOBODY00' }, 'channel_not_found'],
    ['an invented conversation', { channel: 'D0INVENTED' }, 'channel_not_found'],
    ['a bot', { channel: 'USLACKBOT' }, 'cannot_dm_bot'],
    ['nothing to say', { channel: IVAN, text: '' }, 'no_text'],
    ['blocks that are no list', { channel: IVAN, blocks: { type: 'divider' } }, 'invalid_blocks_format'],
    ['half of its metadata', { channel: IVAN, metadata: { event_type: 'letter' } }, 'invalid_metadata_format'],
    ['an argument Slack does not have', { channel: IVAN, colour: 'red' }, 'invalid_arguments'],
  ])('is refused for %s', async (_what, args, error) => {
    expect(await post(args)).toMatchObject({ ok: false, error })
  })

  it('is warned about when its blocks have no words beside them', async () => {
    const answer = await stage.bot.call('chat.postMessage', { channel: IVAN, blocks: [{ type: 'divider' }] })
    expect(answer).toMatchObject({ ok: true, warning: 'missing_text_in_message' })
  })
})

describe('an ephemeral message', () => {
  it('reaches the one it is for', async () => {
    await stage.bot.call('chat.postEphemeral', { channel: 'C0GENERAL', user: IVAN, text: 'Only you.' })
    expect(await ivan.messages()).toMatchObject([{ text: 'Only you.', ephemeral: true }])
    expect(await anna.messages()).toEqual([])
  })

  it.each([
    ['user_not_found', { channel: 'C0GENERAL', user: 'U0NOBODY00' }],
    ['user_not_in_channel', { channel: 'C0PAYMENTS', user: IVAN }],
    ['channel_not_found', { channel: IVAN, user: IVAN }],
  ])('is refused with %s', async (error, args) => {
    expect(await stage.bot.call('chat.postEphemeral', { text: 'Only you.', ...args })).toMatchObject({
      ok: false,
      error,
    })
  })
})

describe('a changed message', () => {
  let posted: Json
  const change = (args: Json): Promise<Json> =>
    stage.bot.call('chat.update', { channel: posted.channel, ts: posted.ts, ...args })

  beforeEach(async () => {
    posted = await post({ channel: IVAN, blocks: [actions(button('yes', 'Yes'))] })
  })

  it('changes in place', async () => {
    await change({ text: 'Done.', blocks: [{ type: 'divider' }] })
    expect(await ivan.messages()).toMatchObject([{ ts: posted.ts, text: 'Done.', blocks: [{ type: 'divider' }] }])
  })

  it('loses its blocks when it is given words alone', async () => {
    await change({ text: 'Done.' })
    expect(await ivan.messages()).toMatchObject([{ text: 'Done.', blocks: [] }])
  })

  it('is meant by its conversation, never by a person', async () => {
    expect(await change({ text: 'Done.', channel: IVAN })).toMatchObject({ error: 'channel_not_found' })
  })

  it('must exist, and not be ephemeral', async () => {
    const hidden = await stage.bot.call('chat.postEphemeral', {
      channel: posted.channel,
      user: IVAN,
      text: 'Only you.',
    })
    expect(await change({ text: 'Done.', ts: '1.000001' })).toMatchObject({ error: 'message_not_found' })
    expect(await change({ text: 'Done.', ts: hidden.message_ts })).toMatchObject({ error: 'message_not_found' })
  })
})

describe('a response_url', () => {
  const respond: Bot['respond'] = (url, reply) => stage.bot.respond(url, reply)
  const lastUrl = (): unknown => stage.bot.received.at(-1)?.payload.response_url

  it('answers the one who typed, and everybody when told so', async () => {
    await ivan.command('/nats-level')
    await respond(lastUrl(), { text: 'Only you.' })
    await respond(lastUrl(), { text: 'All.', response_type: 'in_channel' })
    expect(await ivan.messages()).toMatchObject([
      { text: 'Only you.', ephemeral: true },
      { text: 'All.', ephemeral: false },
    ])
    expect(await anna.messages()).toMatchObject([{ text: 'All.' }])
  })

  it('reaches the person before the control request is answered', async () => {
    stage.bot.answers('command', (payload) => {
      void respond(payload.response_url, { text: 'A moment later.' })
      return undefined
    })
    expect((await ivan.command('/nats-level')).responses).toMatchObject([{ text: 'A moment later.' }])
  })

  it('replaces the message whose button was pressed, and takes it away', async () => {
    const posted = await post({ channel: IVAN, blocks: [actions(button('yes', 'Yes'))] })
    await ivan.click('Yes')
    await respond(lastUrl(), { text: 'Noted.', replace_original: true })
    expect(await ivan.messages()).toMatchObject([{ ts: posted.ts, text: 'Noted.', blocks: [], ephemeral: false }])
    await respond(lastUrl(), { delete_original: true })
    expect(await ivan.messages()).toEqual([])
  })

  it('works five times', async () => {
    await ivan.command('/nats-level')
    const answers = []
    for (let use = 0; use < 6; use += 1) answers.push(await respond(lastUrl(), { text: `Use ${use}` }))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 404])
    expect(answers[5]?.body.error).toBe('used_url')
  })

  it('works for thirty minutes', async () => {
    await ivan.command('/nats-level')
    clock.advance(30 * 60_000 - 1)
    expect(await respond(lastUrl(), { text: 'In time.' })).toMatchObject({ status: 200 })
    clock.advance(1)
    expect(await respond(lastUrl(), { text: 'Late.' })).toMatchObject({ status: 404, body: { error: 'expired_url' } })
  })

  it('refuses broken blocks with their pointer', async () => {
    await ivan.command('/nats-level')
    expect(await respond(lastUrl(), { text: 'Hm.', blocks: [{ type: 'slider' }] })).toMatchObject({
      status: 400,
      body: { errors: [expect.stringContaining('[json-pointer:/blocks/0]')] },
    })
  })
})
