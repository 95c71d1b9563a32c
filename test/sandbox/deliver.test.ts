import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { movedClock } from '../../sandbox/clock.ts'
import type { Json } from '../../sandbox/json.ts'
import { control, noted } from './api.ts'
import { type Stage, startStage } from './bot.ts'
import { dial, type Line } from './sockets.ts'

const clock = movedClock(Date.UTC(2026, 10, 23, 8))
const forged = { type: 'view_submission', user: { id: 'U0NOBODY' }, view: { callback_id: 'of an older release' } }
let stage: Stage

afterEach(() => stage.close())

const deliver = (body: object): Promise<Json> => control(stage.sandbox.url, 'deliver', body)

describe('a payload of one’s own, over HTTP', () => {
  beforeEach(async () => {
    stage = await startStage({ clock })
  })

  it('reaches the bot just as it was given', async () => {
    await deliver({ as: 'interaction', content: forged })
    await deliver({ as: 'command', content: { command: '/unknown', text: 'ö & <b>' } })
    await deliver({ as: 'event', content: { type: 'event_callback', event: { type: 'made_up' } } })
    expect(stage.bot.received.map(({ payload }) => payload)).toEqual([
      forged,
      { command: '/unknown', text: 'ö & <b>' },
      { type: 'event_callback', event: { type: 'made_up' } },
    ])
    expect(stage.bot.received.map(({ headers }) => headers['x-slack-signature'])).toEqual(
      Array(3).fill(expect.stringMatching(/^v0=[0-9a-f]{64}$/)),
    )
  })

  it('tells what the bot said', async () => {
    stage.bot.answers('view_submission', () => ({ response_action: 'clear' }))
    expect(await deliver({ as: 'interaction', content: forged })).toEqual({
      ok: true,
      ack_ms: 0,
      outcome: 'acked',
      status: 200,
      body: '{"response_action":"clear"}',
    })
    stage.bot.answers('view_submission', () => ({ status: 404 }))
    expect(await deliver({ as: 'interaction', content: forged })).toEqual({
      ok: true,
      ack_ms: null,
      outcome: 'refused',
      status: 404,
      body: '',
    })
  })

  it('tells that the bot never answered, or is not there', async () => {
    stage.bot.answers('view_submission', () => 'hang')
    const arrival = stage.bot.next()
    const outcome = deliver({ as: 'interaction', content: forged })
    await arrival
    clock.advance(3000)
    expect(await outcome).toEqual({ ok: true, ack_ms: null, outcome: 'late', body: '' })
    stage.sandbox.deliverTo('http://127.0.0.1:9/')
    expect(await deliver({ as: 'interaction', content: forged })).toMatchObject({
      outcome: 'unreachable',
      reason: expect.stringContaining('ECONNREFUSED'),
    })
  })

  it.each([
    [{ as: 'letter', content: {} }, '“as” is "letter"; expected command, interaction or event.'],
    [{ as: 'event', content: [] }, '“content” is []; expected the whole payload, an object.'],
    [{ as: 'command', content: { text: 5 } }, '“content.text” is 5; a command carries text only.'],
    [{ as: 'event', content: {}, times: 2 }, 'There is no “times” here; expected a JSON object with as, content.'],
  ])('has to be one: %j', async (body, error) => {
    expect(await deliver(body)).toEqual({ ok: false, error })
  })
})

describe('a payload of one’s own, over a socket', () => {
  let line: Line

  beforeEach(async () => {
    stage = await startStage({ clock, socketMode: true })
    const { SLACK_API_URL: api, SLACK_APP_TOKEN: token = '' } = stage.sandbox.env
    line = await dial(api, token)
    await line.hear('hello')
  })

  it('reaches the bot just as it was given, and tells what the bot said', async () => {
    const outcome = deliver({ as: 'interaction', content: forged })
    const envelope = await line.hear('interactive')
    expect(envelope.payload).toEqual(forged)
    line.ack(envelope, { response_action: 'clear' })
    expect(await outcome).toEqual({ ok: true, ack_ms: 0, outcome: 'acked', body: '{"response_action":"clear"}' })
  })

  it('tells that nobody was connected', async () => {
    line.hangUp()
    await noted(stage.sandbox.url, ({ what }) => what === 'closed')
    const outcome = deliver({ as: 'command', content: { command: '/nats-level' } })
    await noted(stage.sandbox.url, ({ path }) => path === '/control/deliver')
    clock.advance(3000)
    expect(await outcome).toEqual({
      ok: true,
      ack_ms: null,
      outcome: 'unreachable',
      body: '',
      reason: 'no socket of the bot is connected',
    })
  })
})
