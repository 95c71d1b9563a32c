import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { movedClock } from '../../sandbox/clock.ts'
import { type Json, text } from '../../sandbox/json.ts'
import { actAs, type Person } from '../support/person.ts'
import { control } from './api.ts'
import { callApi, type Stage, startStage } from './bot.ts'
import { connectTo, dial, greeted, type Line, openConnection, startChangedStage } from './sockets.ts'
import { openWindow } from './windows.ts'

const IVAN = 'U0IVANPET'
const clock = movedClock(Date.UTC(2026, 10, 23, 8))
let stage: Stage
let ivan: Person

beforeEach(async () => {
  stage = await startStage({ clock, socketMode: true })
  ivan = actAs(stage.sandbox.url, IVAN)
})

afterEach(() => stage.close())

const api = (): string => stage.sandbox.env.SLACK_API_URL
const appToken = (): string => stage.sandbox.env.SLACK_APP_TOKEN ?? ''

const connected = (more?: string): Promise<Line> => greeted(stage.sandbox, more)

const disturb = (what: string, more: object = {}): Promise<Json> =>
  control(stage.sandbox.url, 'sockets', { do: what, ...more })

describe('apps.connections.open', () => {
  it('gives the address of one socket to the app’s own token', async () => {
    const answer = await openConnection(api(), appToken())
    expect(appToken()).toMatch(/^xapp-1-A0NATSLEVEL-\d+-[0-9a-f]{64}$/)
    expect(answer).toEqual({
      ok: true,
      url: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\/link\/\?ticket=[\w-]+&app_id=A0NATSLEVEL$/),
    })
  })

  it('tells a bot’s token from the app’s', async () => {
    expect(await openConnection(api(), stage.sandbox.env.SLACK_BOT_TOKEN)).toMatchObject({
      error: 'not_allowed_token_type',
    })
    expect(await openConnection(api(), 'xapp-1-A0NATSLEVEL-1-nonsense')).toMatchObject({ error: 'invalid_auth' })
    const headers = { authorization: `Bearer ${appToken()}` }
    const response = await fetch(`${api()}auth.test`, { method: 'POST', headers })
    expect(await response.json()).toMatchObject({ error: 'not_allowed_token_type' })
  })

  it('takes the token in the header only', async () => {
    const body = new URLSearchParams({ token: appToken() })
    const response = await fetch(`${api()}apps.connections.open`, { method: 'POST', body })
    expect(await response.json()).toMatchObject({ ok: false, error: 'not_authed' })
  })

  it('warns while Socket Mode is off, and nothing comes over what it gave', async () => {
    await disturb('link_disabled')
    expect(stage.sandbox.env.SLACK_APP_TOKEN).toBeUndefined()
    await disturb('link_enabled')
    const token = appToken()
    await disturb('link_disabled')
    const answer = await openConnection(api(), token)
    expect(answer).toMatchObject({
      ok: true,
      response_metadata: { messages: ['[WARN] Socket Mode is not turned on.'] },
    })
    const line = await connectTo(text(answer.url))
    await line.hear('hello')
    await ivan.command('/nats-level')
    expect(line.heard.map(({ type }) => type)).toEqual(['hello'])
    expect(stage.bot.received.map(({ kind }) => kind)).toEqual(['command'])
  })
})

describe('a ticket', () => {
  it('lets one socket in, once', async () => {
    const { url } = await openConnection(api(), appToken())
    await connectTo(text(url))
    await expect(connectTo(text(url))).rejects.toThrow('401')
  })

  it('is worth nothing after half a minute', async () => {
    const { url } = await openConnection(api(), appToken())
    clock.advance(30_000)
    await expect(connectTo(text(url))).rejects.toThrow('401')
  })

  it('cannot be made up, and opens this door only', async () => {
    const own = stage.sandbox.url.replace('http', 'ws')
    await expect(connectTo(`${own}/link/?ticket=1&app_id=A0NATSLEVEL`)).rejects.toThrow('401')
    await expect(connectTo(`${own}/link/`)).rejects.toThrow('401')
    const { url } = await openConnection(api(), appToken())
    await expect(connectTo(text(url).replace('/link/', '/api/'))).rejects.toThrow('404')
  })

  it('is no use to a page of the web', async () => {
    const { url } = await openConnection(api(), appToken())
    await expect(connectTo(text(url), { origin: 'https://evil.example' })).rejects.toThrow('403')
    await expect(connectTo(text(url), { headers: { host: 'evil.example' } })).rejects.toThrow('403')
  })
})

describe('hello', () => {
  it('says how many connections there are, and how long this one will live', async () => {
    const first = await dial(api(), appToken())
    expect(await first.hear('hello')).toEqual({
      type: 'hello',
      num_connections: 1,
      connection_info: { app_id: 'A0NATSLEVEL' },
      debug_info: { host: 'applink-sandbox', build_number: 1, approximate_connection_time: 3600 },
    })
    const second = await dial(api(), appToken(), '&debug_reconnects=true')
    expect(await second.hear('hello')).toMatchObject({
      num_connections: 2,
      debug_info: { approximate_connection_time: 360 },
    })
  })

  it('is not said to the eleventh', async () => {
    await Promise.all(Array.from({ length: 10 }, () => connected()))
    // So many addresses may be asked for in a minute.
    clock.advance(60_000)
    const eleventh = await dial(api(), appToken())
    expect(await eleventh.hear('disconnect')).toMatchObject({ reason: 'too_many_websockets' })
    await eleventh.closed
    expect(eleventh.heard).toHaveLength(1)
    expect((await control(stage.sandbox.url, 'sockets')).connections).toHaveLength(10)
  })

  it('is followed by pings', async () => {
    const line = await connected()
    const pinged = line.pinged()
    clock.advance(10_000)
    await pinged
  })
})

describe('Socket Mode', () => {
  it('turned off closes every connection, and HTTP takes over', async () => {
    const lines = [await connected(), await connected()]
    await disturb('link_disabled')
    for (const line of lines) {
      expect(await line.hear('disconnect')).toMatchObject({ reason: 'link_disabled' })
      await line.closed
    }
    expect(await control(stage.sandbox.url, 'sockets')).toEqual({ ok: true, socket_mode: false, connections: [] })
    expect(await ivan.command('/nats-level')).toMatchObject({ ack_ms: 0 })
    expect(stage.bot.received).toHaveLength(1)
  })

  it('is off when neither the option nor the manifest says so', async () => {
    const other = await startStage({ clock })
    expect(other.sandbox.env.SLACK_APP_TOKEN).toBeUndefined()
    await openWindow(other, IVAN)
    expect(other.bot.received).toHaveLength(1)
    expect(await callApi(other.sandbox, 'apps.connections.open', {})).toMatchObject({ error: 'not_allowed_token_type' })
    await other.close()
  })

  it('is on when the manifest says so', async () => {
    const other = await startChangedStage({ clock }, (own) =>
      own.replace('socket_mode_enabled: false', 'socket_mode_enabled: true'),
    )
    expect(other.sandbox.env.SLACK_APP_TOKEN).toMatch(/^xapp-/)
    await other.close()
  })

  it('keeps its tokens and tickets out of the journal', async () => {
    const { url } = await openConnection(api(), appToken())
    const written = JSON.stringify(await control(stage.sandbox.url, 'journal'))
    expect(written).not.toContain(appToken())
    expect(written).not.toContain(new URL(text(url)).searchParams.get('ticket'))
  })
})
