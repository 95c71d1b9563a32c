import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { movedClock } from '../../sandbox/clock.ts'
import { type Json, record } from '../../sandbox/json.ts'
import { actAs, type Person } from '../support/person.ts'
import { control, noted } from './api.ts'
import { type Stage, startStage } from './bot.ts'
import { dial, type Line } from './sockets.ts'

const IVAN = 'U0IVANPET'
const clock = movedClock(Date.UTC(2026, 10, 23, 8))
let stage: Stage
let ivan: Person

beforeEach(async () => {
  stage = await startStage({ clock, scopes: ['im:write'] })
  ivan = actAs(stage.sandbox.url, IVAN)
})

afterEach(() => stage.close())

const arm = (fault: object): Promise<Json> => control(stage.sandbox.url, 'faults', fault)

describe('a delivery over HTTP', () => {
  it('comes twice at once; the first answer is what the person sees', async () => {
    let number = 0
    stage.bot.answers('command', () => {
      number += 1
      return number === 1 ? 'First.' : 'Second.'
    })
    await arm({ delivery: 'command', kind: 'duplicate' })
    expect((await ivan.command('/nats-level')).responses).toMatchObject([{ text: 'First.' }])
    expect(new Set(stage.bot.received.map(({ raw }) => raw)).size).toBe(1)
    expect(stage.bot.received).toHaveLength(2)
  })

  it('comes when its trigger is dead and nobody waits', async () => {
    await arm({ delivery: '/nats-level', kind: 'late' })
    const outcome = ivan.command('/nats-level')
    await noted(stage.sandbox.url, ({ kind }) => kind === 'fault')
    clock.advance(3000)
    expect((await outcome).responses).toMatchObject([{ text: expect.stringContaining('operation_timeout') }])
    expect(stage.bot.received).toEqual([])
    const arrival = stage.bot.next()
    clock.advance(500)
    const { payload } = await arrival
    expect(
      await stage.bot.call('views.open', { trigger_id: payload.trigger_id, view: { type: 'modal' } }),
    ).toMatchObject({
      error: 'expired_trigger_id',
    })
  })

  it('a little late still counts', async () => {
    await arm({ delivery: 'command', kind: 'late', ms: 2000 })
    const outcome = ivan.command('/nats-level')
    await noted(stage.sandbox.url, ({ kind }) => kind === 'fault')
    clock.advance(2000)
    expect(await outcome).toMatchObject({ ack_ms: 2000 })
  })

  it('never arrives', async () => {
    await arm({ delivery: '*', kind: 'hang' })
    const outcome = ivan.command('/nats-level')
    await noted(stage.sandbox.url, ({ kind }) => kind === 'fault')
    clock.advance(3000)
    expect((await outcome).responses).toMatchObject([{ text: expect.stringContaining('operation_timeout') }])
    expect(stage.bot.received).toEqual([])
  })

  it.each([
    ['reset_before', 0],
    ['reset_after', 1],
  ])('is cut off (%s)', async (kind, arrivals) => {
    const arrival = stage.bot.next()
    await arm({ delivery: 'command', kind })
    expect((await ivan.command('/nats-level')).responses).toMatchObject([
      { text: expect.stringContaining('dispatch_failed') },
    ])
    if (arrivals > 0) await arrival
    expect(stage.bot.received).toHaveLength(arrivals)
  })

  it.each([
    ['the event', 'app_home_opened'],
    ['its sort', 'event'],
    ['everything', '*'],
  ])('is meant by the name of %s, each attempt anew', async (_what, delivery) => {
    await arm({ delivery, kind: 'reset_before', times: 2 })
    await ivan.home()
    clock.advance(0)
    await noted(stage.sandbox.url, ({ retry }) => record(retry).num === 1)
    const arrival = stage.bot.next()
    clock.advance(60_000)
    expect((await arrival).headers).toMatchObject({
      'x-slack-retry-num': '2',
      'x-slack-retry-reason': 'connection_failed',
    })
  })

  it.each([['view_submission'], ['a.window'], ['interaction']])(
    'is meant by its type, callback or sort: %s',
    async (delivery) => {
      await arm({ delivery, kind: 'reset_before' })
      const content = { type: 'view_submission', view: { callback_id: 'a.window' } }
      expect(await control(stage.sandbox.url, 'deliver', { as: 'interaction', content })).toMatchObject({
        outcome: 'unreachable',
      })
      await arm({ delivery: 'an.action', kind: 'reset_before' })
      expect(await control(stage.sandbox.url, 'deliver', { as: 'interaction', content })).toMatchObject({
        outcome: 'acked',
      })
      const click = { type: 'block_actions', actions: [{ action_id: 'an.action' }] }
      expect(await control(stage.sandbox.url, 'deliver', { as: 'interaction', content: click })).toMatchObject({
        outcome: 'unreachable',
      })
    },
  )
})

describe('a delivery over a socket', () => {
  let line: Line

  beforeEach(async () => {
    await control(stage.sandbox.url, 'sockets', { do: 'link_enabled' })
    line = await connect()
  })

  async function connect(): Promise<Line> {
    const { SLACK_API_URL: api, SLACK_APP_TOKEN: token = '' } = stage.sandbox.env
    const next = await dial(api, token)
    await next.hear('hello')
    return next
  }

  it('comes twice at once', async () => {
    await arm({ delivery: 'command', kind: 'duplicate' })
    const outcome = ivan.command('/nats-level')
    const [one, other] = [await line.hear('slash_commands'), await line.hear('slash_commands')]
    expect(one.payload).toEqual(other.payload)
    line.ack(other, { text: 'Second.' })
    line.ack(one, { text: 'First.' })
    expect((await outcome).responses).toMatchObject([{ text: 'Second.' }])
  })

  it.each([
    ['reset_before', 0],
    ['reset_after', 1],
  ])('loses its connection, and comes on the next one (%s)', async (kind, arrivals) => {
    await arm({ delivery: 'command', kind })
    const outcome = ivan.command('/nats-level')
    await line.closed
    expect(line.heard.filter(({ type }) => type === 'slash_commands')).toHaveLength(arrivals)
    const next = await connect()
    next.ack(await next.hear('slash_commands'))
    expect(await outcome).toMatchObject({ ack_ms: 0 })
  })

  it('never arrives', async () => {
    await arm({ delivery: 'command', kind: 'hang' })
    const outcome = ivan.command('/nats-level')
    await noted(stage.sandbox.url, ({ kind }) => kind === 'fault')
    clock.advance(3000)
    expect((await outcome).responses).toMatchObject([{ text: expect.stringContaining('operation_timeout') }])
    await line.settled()
    expect(line.heard).toHaveLength(1)
  })
})
