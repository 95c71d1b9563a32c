import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { movedClock } from '../../sandbox/clock.ts'
import { exampleCompany } from '../../sandbox/demo/company.ts'
import { drawingFrom } from '../../sandbox/faults/armed.ts'
import { type Json, record, text } from '../../sandbox/json.ts'
import { actAs, journal, type Person } from '../support/person.ts'
import { control, noted } from './api.ts'
import { type Stage, startStage } from './bot.ts'
import { startChangedStage } from './sockets.ts'

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
const armed = async (): Promise<unknown> => (await control(stage.sandbox.url, 'faults')).faults
const kindsOf = async (kind: string): Promise<readonly Json[]> =>
  (await journal(stage.sandbox.url)).filter((entry) => entry.kind === kind)

/** A call with everything that can be seen of its answer. */
async function call(method: string, args: Readonly<Record<string, string>> = {}, signal?: AbortSignal): Promise<Json> {
  const response = await fetch(`${stage.sandbox.env.SLACK_API_URL}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stage.sandbox.env.SLACK_BOT_TOKEN}` },
    body: new URLSearchParams(args),
    ...(signal && { signal }),
  })
  const body = await response.text()
  return { status: response.status, retryAfter: response.headers.get('retry-after'), body }
}

const post = (more: Readonly<Record<string, string>> = {}, signal?: AbortSignal): Promise<Json> =>
  call('chat.postMessage', { channel: IVAN, text: 'Hello.', ...more }, signal)

describe('a call', () => {
  it('meets a 429 with its Retry-After, and nothing is done', async () => {
    await arm({ method: 'chat.postMessage', kind: '429', retry_after: 7 })
    expect(await post()).toEqual({ status: 429, retryAfter: '7', body: '{"ok":false,"error":"ratelimited"}\n' })
    expect(await ivan.messages()).toEqual([])
    expect(await post()).toMatchObject({ status: 200 })
    expect(await kindsOf('fault')).toMatchObject([
      { team: 'T0HARBOUR', method: 'chat.postMessage', name: 'chat.postMessage', struck: '429' },
    ])
    expect(await kindsOf('api')).toHaveLength(1)
  })

  it('meets a 429 that names the granted scopes, as every answer does', async () => {
    await arm({ method: 'auth.test', kind: '429' })
    const headers = { authorization: `Bearer ${stage.sandbox.env.SLACK_BOT_TOKEN}` }
    const limited = await fetch(`${stage.sandbox.env.SLACK_API_URL}auth.test`, { method: 'POST', headers })
    expect([limited.status, limited.headers.get('x-oauth-scopes')]).toEqual([
      429,
      'chat:write,commands,im:write,users:read',
    ])
  })

  it('meets a 500 that is no JSON', async () => {
    await arm({ method: '*', kind: '500', times: 2 })
    expect(await call('auth.test')).toMatchObject({ status: 500, body: expect.not.stringContaining('{') })
    expect(await post()).toMatchObject({ status: 500 })
    expect(await call('auth.test')).toMatchObject({ status: 200 })
  })

  it('is cut off before it is done', async () => {
    await arm({ method: 'chat.postMessage', kind: 'reset_before' })
    await expect(post()).rejects.toThrow('fetch failed')
    expect(await ivan.messages()).toEqual([])
  })

  it('is cut off after it is done', async () => {
    await arm({ method: 'chat.postMessage', kind: 'reset_after' })
    await expect(post()).rejects.toThrow('fetch failed')
    expect(await ivan.messages()).toMatchObject([{ text: 'Hello.' }])
    expect(await kindsOf('api')).toMatchObject([{ method: 'chat.postMessage', ok: true }])
  })

  it('hangs until the caller gives up, and is not done', async () => {
    await arm({ method: 'chat.postMessage', kind: 'hang' })
    const giving = new AbortController()
    const failed = expect(post({}, giving.signal)).rejects.toThrow('aborted')
    await noted(stage.sandbox.url, ({ struck }) => struck === 'hang')
    giving.abort()
    await failed
    expect(await ivan.messages()).toEqual([])
  })

  it('hangs no longer than the sandbox runs', async () => {
    await arm({ method: 'chat.postMessage', kind: 'hang' })
    const failed = expect(post()).rejects.toThrow('fetch failed')
    await noted(stage.sandbox.url, ({ struck }) => struck === 'hang')
    await stage.close()
    await failed
    stage = await startStage({ clock })
  })

  it('is answered late though it is done at once', async () => {
    await arm({ method: 'chat.postMessage', kind: 'slow', ms: 5000 })
    const outcome = post()
    await noted(stage.sandbox.url, ({ kind }) => kind === 'api')
    expect(await ivan.messages()).toMatchObject([{ text: 'Hello.' }])
    clock.advance(4999)
    expect(await Promise.race([outcome, call('api.test').then(() => 'not yet')])).toBe('not yet')
    clock.advance(1)
    expect(await outcome).toMatchObject({ status: 200 })
  })

  it('to a response_url can fail too, but not by way of *', async () => {
    await ivan.command('/nats-level')
    const url = text(stage.bot.received[0]?.payload.response_url)
    const respond = async (): Promise<number> => (await fetch(url, { method: 'POST', body: '{"text":"Hi."}' })).status
    await arm({ method: '*', kind: '500', times: 9 })
    expect(await respond()).toBe(200)
    await arm({ method: 'response_url', kind: '429' })
    expect(await respond()).toBe(429)
    expect(await ivan.messages()).toHaveLength(1)
  })

  it('finds the account deactivated between opening and posting', async () => {
    await arm({ method: 'conversations.open', kind: 'deactivated' })
    const opened = record(JSON.parse(text((await call('conversations.open', { users: IVAN })).body)))
    expect(opened.ok).toBe(true)
    const posted = await post({ channel: text(record(opened.channel).id) })
    expect(posted.body).toContain('"ok":false')
    expect(await stage.bot.call('users.info', { user: IVAN })).toMatchObject({ user: { deleted: true } })
  })

  it('finds the account deactivated after a conversation was resumed by its id', async () => {
    const { channel } = await stage.bot.call('conversations.open', { users: IVAN })
    await arm({ method: 'conversations.open', kind: 'deactivated' })
    expect(await stage.bot.call('conversations.open', { channel: record(channel).id })).toMatchObject({ ok: true })
    expect(await stage.bot.call('users.info', { user: IVAN })).toMatchObject({ user: { deleted: true } })
  })

  it('finds the account deactivated at the very post', async () => {
    const { channel } = await stage.bot.call('conversations.open', { users: IVAN })
    await arm({ method: 'chat.postMessage', kind: 'deactivated' })
    expect((await post({ channel: text(record(channel).id) })).body).toContain('"ok":false')
    expect(await stage.bot.call('users.info', { user: IVAN })).toMatchObject({ user: { deleted: true } })
  })
})

it('an account that is deactivated at a bad moment is told of to an app that listens', async () => {
  const other = await startChangedStage({ clock }, (own) => own.replace('- app_home_opened', '- user_change'))
  await control(other.sandbox.url, 'faults', { method: 'chat.postMessage', kind: 'deactivated' })
  const arrival = other.bot.next()
  await other.bot.call('chat.postMessage', { channel: IVAN, text: 'Hello.' })
  expect((await arrival).payload.event).toMatchObject({ type: 'user_change', user: { id: IVAN, deleted: true } })
  await other.close()
})

describe('what is armed', () => {
  it('is listed until it has struck, and goes when told', async () => {
    expect(await arm({ method: '*', kind: 429, times: 2, retry_after: 3 })).toEqual({
      ok: true,
      faults: [{ method: '*', kind: '429', times: 2, retry_after: 3 }],
    })
    await arm({ delivery: 'event', kind: 'late', chance: 0.5, seed: 7 })
    await post()
    expect(await armed()).toEqual([
      { method: '*', kind: '429', times: 1, retry_after: 3 },
      { delivery: 'event', kind: 'late', times: 1, ms: 3500, chance: 0.5, seed: 7 },
    ])
    expect(await control(stage.sandbox.url, 'faults', undefined, 'DELETE')).toEqual({ ok: true, faults: [] })
    await arm({ method: '*', kind: '500' })
    expect(await arm({ clear: true })).toEqual({ ok: true, faults: [] })
    expect(await post()).toMatchObject({ status: 200 })
  })

  it('strikes in the order in which it was asked for', async () => {
    await arm({ method: 'auth.test', kind: '500' })
    await arm({ method: '*', kind: '429' })
    expect([await call('auth.test'), await call('auth.test'), await call('auth.test')]).toMatchObject([
      { status: 500 },
      { status: 429 },
      { status: 200 },
    ])
  })

  it('strikes by chance, and by the same chance in every run', async () => {
    const statuses = async (seed: number): Promise<readonly unknown[]> => {
      await arm({ method: 'auth.test', kind: '500', chance: 0.5, times: 100, seed })
      const seen = []
      for (let number = 0; number < 12; number += 1) seen.push((await call('auth.test')).status)
      await arm({ clear: true })
      return seen
    }
    const first = await statuses(1)
    expect(first).toContain(500)
    expect(first).toContain(200)
    expect(await statuses(1)).toEqual(first)
    expect(await statuses(2)).not.toEqual(first)
  })

  it('is armed in one workspace, the first unless another is named', async () => {
    const team = { id: 'T0SECOND', name: 'Second', domain: 'second' }
    const two = await startStage({ clock, workspaces: [{ company: { ...exampleCompany, team } }] })
    const statusOf = async (token = ''): Promise<number> => {
      const headers = { authorization: `Bearer ${token}` }
      return (await fetch(`${two.sandbox.env.SLACK_API_URL}auth.test`, { method: 'POST', headers })).status
    }
    const [first, second] = two.sandbox.workspaces.map(({ botToken }) => botToken)
    await control(two.sandbox.url, 'faults', { method: 'auth.test', kind: '500', team: 'T0SECOND' })
    expect((await control(two.sandbox.url, 'faults')).faults).toEqual([])
    expect((await control(two.sandbox.url, 'faults?team=T0SECOND')).faults).toHaveLength(1)
    expect([await statusOf(first), await statusOf(second), await statusOf(second)]).toEqual([200, 500, 200])
    await control(two.sandbox.url, 'faults', { method: 'auth.test', kind: '500' })
    expect([await statusOf(second), await statusOf(first)]).toEqual([200, 500])
    await two.close()
  })

  it('is drawn evenly', () => {
    const draw = drawingFrom(5)
    const hits = Array.from({ length: 10_000 }, draw).filter((each) => each < 0.3).length
    expect(hits / 10_000).toBeCloseTo(0.3, 1)
  })

  it.each([
    [{ kind: '429' }, 'A fault is about a “method” or about a “delivery”; expected one of the two.'],
    [
      { method: '*', delivery: '*', kind: 'hang' },
      'A fault is about a “method” or about a “delivery”; expected one of the two.',
    ],
    [
      { method: '*', kind: 'fire' },
      '“kind” is "fire"; for a method expected 429, 500, reset_before, reset_after, hang, slow, deactivated.',
    ],
    [
      { delivery: '*', kind: '429' },
      '“kind” is "429"; for a delivery expected duplicate, late, hang, reset_before, reset_after.',
    ],
    [
      { method: 'views.open', kind: 'deactivated' },
      '“deactivated” strikes conversations.open or chat.postMessage; found “views.open”.',
    ],
    [{ method: '*', kind: '500', chance: 2 }, '“chance” is 2; expected a number from 0 to 1.'],
    [{ method: '*', kind: '500', times: 0 }, '“times” is 0; expected a whole number, 1 or more.'],
    [{ method: '*', kind: '500', often: 2 }, 'There is no “often” here'],
  ])('has to make sense: %j', async (fault, error) => {
    expect(await arm(fault)).toMatchObject({ ok: false, error: expect.stringContaining(error) })
    expect(await armed()).toEqual([])
  })

  it('has to name a method there is', async () => {
    expect(await arm({ method: 'chat.shout', kind: '500' })).toMatchObject({
      ok: false,
      error: expect.stringMatching(
        /^“method” is “chat\.shout”; expected one of \*, response_url, upload, download, .*chat\.postMessage/,
      ),
    })
  })
})
