import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { movedClock } from '../../sandbox/clock.ts'
import type { Json } from '../../sandbox/json.ts'
import { actAs, type Person } from '../support/person.ts'
import { control, noted } from './api.ts'
import { type Stage, startStage } from './bot.ts'
import { greeted, type Line } from './sockets.ts'
import { plain } from './windows.ts'

const IVAN = 'U0IVANPET'
const clock = movedClock(Date.UTC(2026, 10, 23, 8))
let stage: Stage
let ivan: Person

beforeEach(async () => {
  stage = await startStage({ clock, socketMode: true })
  ivan = actAs(stage.sandbox.url, IVAN)
})

afterEach(() => stage.close())

const connected = (more?: string): Promise<Line> => greeted(stage.sandbox, more)

const disturb = (what: string, more: object = {}): Promise<Json> =>
  control(stage.sandbox.url, 'sockets', { do: what, ...more })

describe('an envelope', () => {
  it('carries a command; the ack says what the person reads', async () => {
    const line = await connected()
    const outcome = ivan.command('/nats-level show')
    const envelope = await line.hear('slash_commands')
    expect(envelope).toEqual({
      envelope_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      type: 'slash_commands',
      accepts_response_payload: true,
      payload: expect.objectContaining({ command: '/nats-level', text: 'show', user_id: IVAN, team_id: 'T0HARBOUR' }),
    })
    line.ack(envelope, { text: 'Hello.' })
    expect(await outcome).toMatchObject({ ack_ms: 0, responses: [{ text: 'Hello.', ephemeral: true }] })
    expect(stage.bot.received).toEqual([])
  })

  it.each([
    ['nothing', undefined],
    ['an empty object', {}],
    ['null', null],
  ])('may be acked with %s', async (_what, payload) => {
    const line = await connected()
    const outcome = ivan.command('/nats-level')
    line.ack(await line.hear('slash_commands'), payload)
    expect(await outcome).toMatchObject({ ack_ms: 0, responses: [] })
  })

  it('carries a submission; the ack puts errors on fields', async () => {
    const line = await connected()
    const opening = ivan.command('/nats-level')
    const command = await line.hear('slash_commands')
    line.ack(command)
    const { trigger_id: triggerId } = command.payload as Json
    await stage.bot.call('views.open', { trigger_id: triggerId, view: aWindow })
    await opening
    const outcome = ivan.submit({ name: 'Ivan' })
    const envelope = await line.hear('interactive')
    expect(envelope).toMatchObject({ accepts_response_payload: true, payload: { type: 'view_submission' } })
    line.ack(envelope, { response_action: 'errors', errors: { name: 'Too short.' } })
    expect((await outcome).errors).toEqual({ name: 'Too short.' })
  })

  it('carries an event, which accepts no answer', async () => {
    const line = await connected()
    const outcome = ivan.home()
    const envelope = await line.hear('events_api')
    expect(envelope).toMatchObject({
      accepts_response_payload: false,
      retry_attempt: 0,
      retry_reason: '',
      payload: { type: 'event_callback', event: { type: 'app_home_opened' } },
    })
    line.ack(envelope)
    expect(await outcome).toMatchObject({ ack_ms: 0 })
  })

  it('goes to one of the connections, in turn', async () => {
    const lines = [await connected(), await connected(), await connected()]
    for (const line of [...lines, ...lines]) {
      const outcome = ivan.command('/nats-level')
      line.ack(await line.hear('slash_commands'))
      await outcome
    }
    expect(lines.map(({ heard }) => heard.length)).toEqual([3, 3, 3])
  })
})

describe('an ack', () => {
  it('counts only on the connection that has the envelope', async () => {
    const [line, other] = [await connected(), await connected()]
    const outcome = ivan.command('/nats-level')
    const envelope = await line.hear('slash_commands')
    other.ack(envelope)
    line.ack({ envelope_id: 'made-up' })
    line.say('no JSON')
    line.say('{"envelope_id":5}')
    await noted(stage.sandbox.url, ({ connection }) => connection === 1, 3)
    await noted(stage.sandbox.url, ({ connection }) => connection === 2, 1)
    clock.advance(3000)
    expect(await outcome).toMatchObject({
      ack_ms: null,
      responses: [{ text: '/nats-level failed with the error "operation_timeout"' }],
    })
  })

  it('that comes after three seconds is too late', async () => {
    const line = await connected()
    const outcome = ivan.command('/nats-level')
    const envelope = await line.hear('slash_commands')
    clock.advance(3000)
    line.ack(envelope, { text: 'Too late.' })
    expect((await outcome).responses).toMatchObject([{ text: expect.stringContaining('operation_timeout') }])
    expect(await ivan.messages()).toHaveLength(1)
  })
})

describe('a connection that goes away', () => {
  it('before its ack: the next one gets the same payload', async () => {
    const line = await connected()
    const outcome = ivan.command('/nats-level')
    const envelope = await line.hear('slash_commands')
    await disturb('drop')
    expect(await line.closed).toBe(1006)
    const next = await connected()
    const again = await next.hear('slash_commands')
    expect(again).toEqual(envelope)
    next.ack(again, { text: 'Hello.' })
    expect((await outcome).responses).toMatchObject([{ text: 'Hello.' }])
  })

  it('by itself: another that is there takes over', async () => {
    const [line, other] = [await connected(), await connected()]
    const outcome = ivan.command('/nats-level')
    await line.hear('slash_commands')
    line.hangUp()
    other.ack(await other.hear('slash_commands'))
    expect(await outcome).toMatchObject({ ack_ms: 0 })
  })

  it('leaves the person waiting for three seconds, no longer', async () => {
    const line = await connected()
    const outcome = ivan.command('/nats-level')
    await line.hear('slash_commands')
    line.hangUp()
    await noted(stage.sandbox.url, ({ what }) => what === 'closed', 1)
    clock.advance(3000)
    expect((await outcome).responses).toMatchObject([{ text: expect.stringContaining('operation_timeout') }])
    const next = await connected()
    await next.settled()
    expect(next.heard).toHaveLength(1)
  })
})

describe('without any connection', () => {
  it('a payload waits for one', async () => {
    const outcome = ivan.command('/nats-level')
    await noted(stage.sandbox.url, ({ path }) => path === '/control/command', 1)
    clock.advance(2000)
    const line = await connected()
    line.ack(await line.hear('slash_commands'))
    expect(await outcome).toMatchObject({ ack_ms: 2000 })
  })

  it('the person is told after three seconds', async () => {
    const outcome = ivan.command('/nats-level')
    await noted(stage.sandbox.url, ({ path }) => path === '/control/command', 1)
    clock.advance(3000)
    expect((await outcome).responses).toMatchObject([{ text: '/nats-level failed with the error "dispatch_failed"' }])
    expect(stage.bot.received).toEqual([])
  })
})

describe('a refresh', () => {
  it('lets what is under way be acked, sends nothing more, and closes', async () => {
    const line = await connected()
    const outcome = ivan.command('/nats-level')
    const envelope = await line.hear('slash_commands')
    await disturb('refresh')
    expect(await line.hear('disconnect')).toEqual({
      type: 'disconnect',
      reason: 'refresh_requested',
      debug_info: { host: 'applink-sandbox' },
    })
    const later = ivan.command('/nats-level next')
    await noted(stage.sandbox.url, ({ path }) => path === '/control/command', 2)
    line.ack(envelope, { text: 'Hello.' })
    expect(await line.closed).toBe(1000)
    const next = await connected()
    next.ack(await next.hear('slash_commands'))
    expect(await outcome).toMatchObject({ ack_ms: 0, responses: [{ text: 'Hello.' }] })
    expect(await later).toMatchObject({ ack_ms: 0 })
    expect(line.heard.filter(({ type }) => type === 'slash_commands')).toHaveLength(1)
  })

  it('waits for a slow bot no longer than a second', async () => {
    const line = await connected()
    const outcome = ivan.command('/nats-level')
    const envelope = await line.hear('slash_commands')
    await disturb('refresh')
    clock.advance(1000)
    await line.closed
    const next = await connected()
    expect(await next.hear('slash_commands')).toEqual(envelope)
    next.ack(envelope)
    expect(await outcome).toMatchObject({ ack_ms: 1000 })
  })

  it('may be announced ten seconds before', async () => {
    const line = await connected()
    await disturb('warning')
    expect(await line.hear('disconnect')).toMatchObject({ reason: 'warning' })
    const outcome = ivan.command('/nats-level')
    line.ack(await line.hear('slash_commands'))
    await outcome
    clock.advance(9999)
    expect((await control(stage.sandbox.url, 'sockets')).connections).toMatchObject([{ id: 1, state: 'warned' }])
    clock.advance(1)
    expect(await line.hear('disconnect')).toMatchObject({ reason: 'refresh_requested' })
    await line.closed
  })

  it.each([
    ['', 3600],
    ['&debug_reconnects=true', 360],
  ])('comes by itself at the end of a connection’s life (%s)', async (more, seconds) => {
    const line = await connected(more)
    clock.advance((seconds - 10) * 1000)
    expect(await line.hear('disconnect')).toMatchObject({ reason: 'warning' })
    clock.advance(10_000)
    expect(await line.hear('disconnect')).toMatchObject({ reason: 'refresh_requested' })
    expect(await line.closed).toBe(1000)
  })

  it('can be asked for of one connection', async () => {
    const [first, second] = [await connected(), await connected()]
    await disturb('refresh', { connection: 2 })
    await second.closed
    expect((await control(stage.sandbox.url, 'sockets')).connections).toMatchObject([
      { id: 1, state: 'open', unacked: 0 },
    ])
    expect(first.heard).toHaveLength(1)
    expect(await disturb('drop', { connection: 7 })).toEqual({ ok: false, error: '“connection” is 7; there is: 1.' })
    expect(await disturb('dance')).toEqual({
      ok: false,
      error: '“do” is "dance"; expected warning, refresh, drop, link_disabled, link_enabled.',
    })
  })
})

const aWindow: Json = {
  type: 'modal',
  callback_id: 'window',
  title: plain('A window'),
  submit: plain('Save'),
  blocks: [
    {
      type: 'input',
      block_id: 'name',
      label: plain('Name'),
      element: { type: 'plain_text_input', action_id: 'name.value' },
    },
  ],
}
