import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { movedClock } from '../../sandbox/clock.ts'
import type { Json } from '../../sandbox/json.ts'
import { actAs, journal, type Person, reset } from '../support/person.ts'
import { noted } from './api.ts'
import { type Received, type Stage, startStage } from './bot.ts'
import { dial, type Line } from './sockets.ts'

const clock = movedClock(Date.UTC(2026, 10, 23, 8))
const MINUTE = 60_000
let stage: Stage
let ivan: Person

afterEach(() => stage.close())

const tries = (): readonly Received[] => stage.bot.received
const headersOf = ({ headers }: Received): unknown => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']]

/** Moves the clock, and waits until so many attempts have become known. */
async function passing(ms: number, attempts: number): Promise<void> {
  clock.advance(ms)
  await noted(stage.sandbox.url, ({ kind }) => kind === 'delivery', attempts)
}

/** Moves the clock, and waits until nothing is on its way any more. @returns how many attempts there were, failed ones too. */
async function attemptsAfter(ms: number): Promise<number> {
  clock.advance(ms)
  await ivan.command('/no-command-of-any-app')
  return (await journal(stage.sandbox.url)).filter(({ kind }) => kind === 'delivery').length
}

describe('over HTTP, an event that fails', () => {
  beforeEach(async () => {
    stage = await startStage({ clock })
    ivan = actAs(stage.sandbox.url, 'U0IVANPET')
  })

  it('comes again at once, after a minute and after five, and then no more', async () => {
    stage.bot.answers('app_home_opened', () => ({ status: 500 }))
    expect(await ivan.home()).toMatchObject({ ok: true, ack_ms: null })
    expect(tries()).toHaveLength(1)
    expect(await attemptsAfter(0)).toBe(2)
    expect(await attemptsAfter(MINUTE - 1)).toBe(2)
    expect(await attemptsAfter(1)).toBe(3)
    expect(await attemptsAfter(5 * MINUTE - 1)).toBe(3)
    expect(await attemptsAfter(1)).toBe(4)
    expect(await attemptsAfter(60 * MINUTE)).toBe(4)
    expect(tries().map(headersOf)).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_error'],
      ['3', 'http_error'],
    ])
    expect(new Set(tries().map(({ raw }) => raw)).size).toBe(1)
    expect((await journal(stage.sandbox.url)).filter(({ kind }) => kind === 'delivery')).toMatchObject([
      { ack: { outcome: 'refused', status: 500 } },
      { retry: { num: 1, reason: 'http_error' } },
      { retry: { num: 2, reason: 'http_error' } },
      { retry: { num: 3, reason: 'http_error' } },
    ])
  })

  it('rests once the bot has it', async () => {
    stage.bot.answers('app_home_opened', () => ({ status: tries().length < 3 ? 500 : 200 }))
    await ivan.home()
    expect(await attemptsAfter(0)).toBe(2)
    expect(await attemptsAfter(MINUTE)).toBe(3)
    expect(await attemptsAfter(60 * MINUTE)).toBe(3)
  })

  it('says that it was not answered in time', async () => {
    stage.bot.answers('app_home_opened', () => 'hang')
    const arrival = stage.bot.next()
    const outcome = ivan.home()
    await arrival
    clock.advance(3000)
    expect(await outcome).toMatchObject({ ack_ms: null })
    stage.bot.answers('app_home_opened', () => undefined)
    expect(await attemptsAfter(0)).toBe(2)
    expect(tries().map(headersOf)[1]).toEqual(['1', 'http_timeout'])
  })

  it('says that nobody was there', async () => {
    stage.sandbox.deliverTo('http://127.0.0.1:9/slack/events')
    await ivan.home()
    stage.sandbox.deliverTo(stage.botUrl)
    expect(await attemptsAfter(0)).toBe(2)
    expect(tries().map(headersOf)).toEqual([['1', 'connection_failed']])
  })

  it('does not come again when the bot wants no more of it', async () => {
    stage.bot.answers('app_home_opened', () => ({ status: 500, headers: { 'x-slack-no-retry': '1' } }))
    await ivan.home()
    expect(await attemptsAfter(60 * MINUTE)).toBe(1)
  })

  it('does not come again after a reset', async () => {
    stage.bot.answers('app_home_opened', () => ({ status: 500 }))
    await ivan.home()
    await reset(stage.sandbox.url)
    expect(await attemptsAfter(60 * MINUTE)).toBe(0)
  })

  it('is no command: those are never sent again', async () => {
    stage.bot.answers('command', () => ({ status: 500 }))
    await ivan.command('/nats-level')
    expect(await attemptsAfter(60 * MINUTE)).toBe(1)
  })
})

describe('over a socket, an event that fails', () => {
  let line: Line

  beforeEach(async () => {
    stage = await startStage({ clock, socketMode: true })
    ivan = actAs(stage.sandbox.url, 'U0IVANPET')
    line = await connect()
  })

  async function connect(): Promise<Line> {
    const { SLACK_API_URL: api, SLACK_APP_TOKEN: token = '' } = stage.sandbox.env
    const next = await dial(api, token)
    await next.hear('hello')
    return next
  }

  const attempt = ({ retry_attempt: num, retry_reason: reason }: Json): unknown => [num, reason]

  it('comes again in a new envelope, on the same schedule', async () => {
    const outcome = ivan.home()
    const heard = [await line.hear('events_api')]
    clock.advance(3000)
    expect(await outcome).toMatchObject({ ack_ms: null })
    for (const wait of [0, MINUTE, 5 * MINUTE]) {
      clock.advance(wait)
      heard.push(await line.hear('events_api'))
      await passing(3000, heard.length)
    }
    expect(heard.map(attempt)).toEqual([
      [0, ''],
      [1, 'timeout'],
      [2, 'timeout'],
      [3, 'timeout'],
    ])
    expect(new Set(heard.map(({ envelope_id: id }) => id)).size).toBe(4)
    expect(new Set(heard.map(({ payload }) => JSON.stringify(payload))).size).toBe(1)
  })

  it('comes again at once on the next connection when its own went away', async () => {
    const outcome = ivan.home()
    await line.hear('events_api')
    line.hangUp()
    await outcome
    clock.advance(0)
    const next = await connect()
    const again = await next.hear('events_api')
    expect(attempt(again)).toEqual([1, 'connection_failed'])
    next.ack(again)
    await noted(stage.sandbox.url, ({ kind }) => kind === 'delivery', 2)
    clock.advance(10 * MINUTE)
    await next.settled()
    expect(next.heard.filter(({ type }) => type === 'events_api')).toHaveLength(1)
  })

  it('while nobody is connected waits for its next turn', async () => {
    line.hangUp()
    await noted(stage.sandbox.url, ({ what }) => what === 'closed')
    const outcome = ivan.home()
    await noted(stage.sandbox.url, ({ path }) => path === '/control/home')
    await passing(3000, 1)
    await outcome
    clock.advance(0)
    await passing(3000, 2)
    const next = await connect()
    clock.advance(MINUTE)
    expect(attempt(await next.hear('events_api'))).toEqual([2, 'connection_failed'])
  })
})
