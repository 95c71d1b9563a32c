import { EventEmitter, once } from 'node:events'
import { Agent, type OutgoingHttpHeaders } from 'node:http'
import { afterAll, beforeEach, describe, expect, it, onTestFinished, test, vi } from 'vitest'
import { limits } from '../../src/slack/limits.ts'
import { boltLogger, httpReceiver } from '../../src/slack/receiver.ts'
import { bodyLimit } from '../../src/slack/requests.ts'
import { StrictApp } from '../../src/slack/strict-app.ts'
import type { Log } from '../../src/world.ts'
import { form, json, type Raw, type RawAnswer, send, sendHead, signedHeaders } from '../support/raw.ts'

const secret = 'the signing secret of these tests'
const command = new URLSearchParams({ command: '/here', team_id: 'T1', user_id: 'U1', text: 'hush' }).toString()
const event = JSON.stringify({ type: 'event_callback', team_id: 'T1', event: { type: 'app_home_opened' } })

const lines: { readonly level: string; readonly facts: unknown; readonly words: unknown }[] = []
const seen: unknown[] = []
const door = await openDoor()

beforeEach(() => {
  lines.splice(0)
  seen.splice(0)
})
afterAll(() => door.stop())

describe('a request as Slack sends it', () => {
  it('is let in when it is a command', async () => {
    expect(await door.send(signed(command))).toMatchObject({ status: 200, body: 'here' })
    expect([seen, lines]).toEqual([['/here'], []])
  })

  it('is let in when it is an event', async () => {
    expect(await door.send(signed(event, { type: json }))).toMatchObject({ status: 200, body: '' })
  })

  test.each([`${form}; charset=utf-8`, `${form};charset="UTF-8"`, 'Application/X-WWW-Form-Urlencoded'])(
    'is let in when a proxy has written its type as “%s”',
    async (type) => {
      expect(await door.send(signed(command, { type }))).toMatchObject({ status: 200, body: 'here' })
    },
  )

  test.each([-300, 300])('is let in with a clock that is %i seconds off', async (ahead) => {
    // A second may pass on the way.
    expect(await door.send(signed(command, { ahead: ahead + 1 * Math.sign(-ahead) }))).toMatchObject({ status: 200 })
  })

  it('is let in up to one megabyte', async () => {
    const filler = 'x'.repeat(bodyLimit - command.length - 3)
    expect(await door.send(signed(`${command}&x=${filler}`))).toMatchObject({ status: 200, body: 'here' })
  })

  it('is a plain yes when Slack looks at the certificate, and nothing that comes along is done', async () => {
    const smuggling = `ssl_check=1&${command}`
    expect(await door.send(unsigned(smuggling))).toMatchObject({ status: 200, body: '' })
    expect(await door.send(unsigned(`ssl_check=1&payload=${encodeURIComponent(event)}`))).toMatchObject({ status: 200 })
    expect([seen, lines]).toEqual([[], []])
  })

  it('is the challenge when the address is tried out', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'c7', token: 'legacy' })
    const answer = await door.send(signed(body, { type: json }))
    expect(answer).toMatchObject({ status: 200, body: '{"challenge":"c7"}' })
    expect(answer?.headers['content-type']).toBe('application/json')
  })
})

const refusals = {
  400: 'Expected a payload as Slack sends it.\n',
  401: 'Expected a request that Slack has signed within the last five minutes.\n',
  404: 'There is nothing at this path.\n',
  405: 'Expected another method.\n',
  413: 'Expected a body of one megabyte at most.\n',
  415: 'Expected application/x-www-form-urlencoded or application/json in UTF-8, not compressed.\n',
} as const

describe('a request that Slack has not signed is refused before any work', () => {
  test.each<[string, OutgoingHttpHeaders, string]>([
    ['without a signature', { 'x-slack-signature': undefined }, 'it is not signed'],
    ['without a time stamp', { 'x-slack-request-timestamp': undefined }, 'it is not signed'],
    ['with neither', { 'x-slack-signature': undefined, 'x-slack-request-timestamp': undefined }, 'it is not signed'],
    ['with another secret', wrongly(), mismatch()],
    ['with an empty signature', { 'x-slack-signature': '' }, mismatch()],
    ['with half a signature', { 'x-slack-signature': 'v0=' }, mismatch()],
    ['with a signature of another version', { 'x-slack-signature': `v1=${'0'.repeat(64)}` }, mismatch()],
    ['with two signatures', { 'x-slack-signature': ['v0=1', 'v0=2'] }, mismatch()],
    ['with a stamp in words', { 'x-slack-request-timestamp': 'now' }, 'its time stamp is no number of seconds'],
    ['with a stamp below zero', { 'x-slack-request-timestamp': '-1' }, 'its time stamp is no number of seconds'],
    ['with a stamp of fractions', { 'x-slack-request-timestamp': '1e9' }, 'its time stamp is no number of seconds'],
  ])('%s', async (_how, headers, why) => {
    expect(await door.send(signed(command, {}, headers))).toMatchObject({ status: 401, body: refusals[401] })
    expect([seen, lines]).toEqual([[], [line(401, why)]])
  })

  test.each([
    ['six minutes old', -360, 'old'],
    ['one hour old', -3_600, 'old'],
    ['six minutes ahead', 360, 'ahead'],
    ['one hour ahead', 3_600, 'ahead'],
    ['years ahead', 99_999_999, 'ahead'],
  ])('%s, although the signature is right', async (_when, ahead, words) => {
    expect(await door.send(signed(command, { ahead }))).toMatchObject({ status: 401, body: refusals[401] })
    const [refused] = lines
    expect(refused?.words).toMatch(
      new RegExp(`^Refused a request: its time stamp is \\d+ seconds ${words}\\. Is this machine’s clock right\\?$`),
    )
    expect([seen, lines.length]).toEqual([[], 1])
  })

  it('when the body was changed on its way', async () => {
    const { headers } = signed(command)
    const body = command.replace('hush', 'push')
    expect(await door.send({ headers, body })).toMatchObject({ status: 401, body: refusals[401] })
  })

  it('when it asks to verify the address', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'c7' })
    expect(await door.send(unsigned(body, json))).toMatchObject({ status: 401, body: refusals[401] })
  })
})

describe('a request that is too large', () => {
  it('is refused by its announced length, before its body is read', async () => {
    const raw = signed(command, {}, { 'content-length': bodyLimit + 1, connection: 'close' })
    const answer = await door.sendHeadOnly(raw)
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
    expect(lines).toEqual([line(413, `its body has more than ${bodyLimit} bytes`)])
  })

  it('is refused while it streams in without a length', async () => {
    const body = 'x'.repeat(bodyLimit + 1)
    const raw = signed(body, {}, { 'content-length': undefined, 'transfer-encoding': 'chunked' })
    expect(await door.send(raw)).toMatchObject({ status: 413, body: refusals[413] })
    expect(lines).toEqual([line(413, `its body has more than ${bodyLimit} bytes`)])
  })

  test.each<[string, OutgoingHttpHeaders]>([
    ['with', {}],
    ['without', { 'content-length': undefined, 'transfer-encoding': 'chunked' }],
  ])(
    'does not keep the next one on the same connection out: %s its length announced',
    async (_how, headers) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 })
      onTestFinished(() => agent.destroy())
      // More than the system keeps for a reader that has stopped.
      const body = 'x'.repeat(bodyLimit * 8)
      expect(await door.send(signed(body, {}, headers), agent)).toMatchObject({ status: 413 })
      expect(await door.send(signed(command), agent)).toMatchObject({ status: 200 })
      // Sooner than the server would cut a connection that is stuck.
    },
    5_000,
  )
})

test.each<[string, OutgoingHttpHeaders]>([
  ['no type', { 'content-type': undefined }],
  ['an empty type', { 'content-type': '' }],
  ['plain text', { 'content-type': 'text/plain' }],
  ['a multipart form', { 'content-type': 'multipart/form-data; boundary=x' }],
  ['another charset', { 'content-type': `${form}; charset=utf-16` }],
  ['an unknown parameter', { 'content-type': `${json}; version=2` }],
  ['a type out of JavaScript', { 'content-type': '__proto__' }],
  ['compression', { 'content-encoding': 'gzip' }],
])('it refuses %s at once, signed or not', async (_what, headers) => {
  const { 'x-slack-signature': _, ...without } = signed(command, {}, headers).headers
  for (const raw of [signed(command, {}, headers), { body: command, headers: without }]) {
    expect(await door.send(raw)).toMatchObject({ status: 415, body: refusals[415] })
  }
  const why = 'its content type or encoding is none that Slack uses'
  expect([seen, lines]).toEqual([[], [line(415, why), line(415, why)]])
})

describe('another method or path', () => {
  test.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    'is told which one fits: %s at Slack’s path',
    async (method) => {
      const answer = await door.send({ ...signed(command), method })
      expect(answer).toMatchObject({ status: 405, body: refusals[405], headers: { allow: 'POST' } })
    },
  )

  it('is told which one fits: POST at the host’s path', async () => {
    const answer = await door.send({ ...signed(command), path: '/healthz' })
    expect(answer).toMatchObject({ status: 405, headers: { allow: 'GET' } })
  })

  test.each(['/', '/slack', '/slack/events/', '/slack//events', '//slack/events', '/SLACK/EVENTS', '/%', '/healthz/x'])(
    'is nothing: %s',
    async (path) => {
      expect(await door.send({ ...signed(command), path })).toMatchObject({ status: 404, body: refusals[404] })
      expect(seen).toEqual([])
    },
  )

  it('is the host’s question, answered', async () => {
    expect(await door.send({ method: 'GET', path: '/healthz?now', headers: {} })).toMatchObject({
      status: 200,
      body: 'ok\n',
    })
    const sick = await door.send({ method: 'GET', path: '/sick', headers: {} })
    expect(sick).toMatchObject({ status: 500, body: 'failed\n' })
  })
})

describe('a signed body that is no payload of Slack’s is refused at once', () => {
  const noJson = 'it is signed, and its payload is no JSON'

  test.each([
    ['nothing', '', json],
    ['half of an object', '{"type":', json],
    ['words', 'hello', json],
    ['a form that says it is JSON', command, json],
    ['an empty payload', 'payload=', form],
    ['half of a list', 'payload=[', form],
    ['half of an object in a form', 'payload=%7B%22type%22', form],
  ])('%s', async (_what, body, type) => {
    expect(await door.send(signed(body, { type }))).toMatchObject({ status: 400, body: refusals[400] })
    expect([seen, lines]).toEqual([[], [line(400, noJson)]])
  })

  test.each([
    ['an empty form', '', form],
    ['a form without a payload', 'x=1', form],
    ['two payloads', 'payload=%7B%7D&payload=%7B%7D', form],
    ['an empty object', 'payload=%7B%7D', form],
    ['a list', 'payload=%5B%5D', form],
    ['null in a form', 'payload=null', form],
    ['null', 'null', json],
    ['a number', '7', json],
    ['a text', '"block_actions"', json],
    ['a list of events', `[${event}]`, json],
    ['an object without a kind', '{"team_id":"T1"}', json],
    ['an event without its event', '{"type":"event_callback","team_id":"T1"}', json],
    ['an event that is null', '{"type":"event_callback","team_id":"T1","event":null}', json],
    ['an event outside an envelope', '{"event":{"type":"app_home_opened"}}', json],
    ['a kind that Slack does not know', '{"type":"admin_please","team_id":"T1"}', json],
    ['a kind out of JavaScript', '{"type":"__proto__","team_id":"T1"}', json],
    ['a workspace out of JavaScript', event.replace('"T1"', '"__proto__"'), json],
    ['lists in lists in lists', '['.repeat(100_000) + ']'.repeat(100_000), json],
  ])('%s', async (_what, body, type) => {
    expect(await door.send(signed(body, { type }))).toMatchObject({ status: 400, body: refusals[400] })
    expect(lines.map(({ words }) => words)).toEqual(['Refused a signed request that could not be understood'])
    expect(seen).toEqual([])
  })

  it('also when it asks to verify the address without a challenge', async () => {
    for (const challenge of ['', ',"challenge":7', ',"challenge":{"toJSON":1}']) {
      const body = `{"type":"url_verification"${challenge}}`
      expect(await door.send(signed(body, { type: json }))).toMatchObject({ status: 400, body: refusals[400] })
    }
  })

  it('and Slack is asked not to send it again, unlike one that was not let in', async () => {
    const answers = [await door.send(signed('payload=%7B%7D')), await door.send(unsigned('payload=%7B%7D'))]
    expect(answers.map((answer) => answer?.headers['x-slack-no-retry'])).toEqual(['1', undefined])
  })

  it('and a kind that nobody here answers does not wait for the end of Slack’s patience', async () => {
    const click = { type: 'block_actions', user: { id: 'U1' }, team: { id: 'T1' }, actions: [{ action_id: 'x' }] }
    const body = new URLSearchParams({ payload: JSON.stringify(click) }).toString()
    const began = performance.now()
    expect(await door.send(signed(body))).toMatchObject({ status: 400 })
    expect(performance.now() - began).toBeLessThan(1_000)
  })
})

it('says nothing of what was sent, in no line and no answer', async () => {
  const body = `payload=${encodeURIComponent('{"type":"hush","user":{"id":"hush"},"team":"hush"}')}`
  const answers = await Promise.all([
    door.send(signed(body)),
    door.send(signed(body, { secret: 'a-secret-of-somebody-else' })),
    door.send(signed('hush', { type: 'text/hush' })),
    door.send(signed(body, {}, { 'x-slack-request-timestamp': 'hush' })),
  ])
  expect(answers.map((answer) => answer?.status)).toEqual([400, 401, 415, 401])
  expect(JSON.stringify([lines, answers])).not.toContain('hush')
})

it('goes on when a body breaks off', async () => {
  const raw = signed(command, {}, { 'content-length': command.length + 10 })
  expect(await door.send({ ...raw, breaksOff: true })).toBeUndefined()
  await vi.waitUntil(() => lines.length > 0)
  expect(lines).toEqual([line(400, 'its body broke off')])
  expect(await door.send(signed(command))).toMatchObject({ status: 200 })
})

it('lets a handler that acks too late finish in peace', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const answering = door.send(signed(command.replace('here', 'late')))
  await vi.waitUntil(() => seen.length > 0)
  vi.advanceTimersByTime(limits.ack + 1)
  expect(await answering).toMatchObject({ status: 404 })
  door.letGo()
  await vi.waitUntil(() => seen.length > 1)
  expect([seen, lines]).toEqual([['/late', 'acked'], []])
})

it('tells the log, not Slack, that Slack holds events back', async () => {
  const body = JSON.stringify({ type: 'app_rate_limited', team_id: 'T1', minute_rate_limited: 1 })
  expect(await door.send(signed(body, { type: json }))).toMatchObject({ status: 200 })
  expect(lines.map(({ words }) => words)).toEqual(['Slack holds events back: more than 30,000 in one hour.'])
})

function signed(
  body: string,
  how: Partial<Parameters<typeof signedHeaders>[1]> = {},
  change: OutgoingHttpHeaders = {},
): Raw {
  const headers = { ...signedHeaders(body, { secret, ...how }), ...change }
  return { body, headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)) }
}

function unsigned(body: string, type = form): Raw {
  return { body, headers: { 'content-type': type, 'content-length': Buffer.byteLength(body) } }
}

function wrongly(): OutgoingHttpHeaders {
  return { 'x-slack-signature': signedHeaders(command, { secret: 'another secret than ours' })['x-slack-signature'] }
}

function mismatch(): string {
  return 'its signature does not match. Is SLACK_SIGNING_SECRET right?'
}

function line(status: number, why: string) {
  return { level: 'warn', facts: { status }, words: `Refused a request: ${why}` }
}

/** The door as the bot opens it, before an app that knows one command. */
async function openDoor() {
  const at = (level: string) => (facts: unknown, words?: unknown) => void lines.push({ level, facts, words })
  const log: Log = { debug: () => {}, info: () => {}, warn: at('warn'), error: at('error') }
  const routes = [
    { path: '/healthz', answer: async () => ({ status: 200, body: 'ok' }) },
    { path: '/sick', answer: () => Promise.reject(new Error('hush')) },
  ]
  const receiver = httpReceiver(secret, routes, log)
  const authorize = async () => ({ botToken: 'xoxb-1' })
  const app = new StrictApp({ receiver, authorize, convoStore: false, logger: boltLogger(log) })
  app.command('/here', async ({ ack, body }) => {
    seen.push(body.command)
    await ack('here')
  })
  const gate = new EventEmitter()
  app.command('/late', async ({ ack, body }) => {
    seen.push(body.command)
    await once(gate, 'open')
    await ack()
    seen.push('acked')
  })
  const port = await receiver.start(0)
  return {
    send: (raw: Raw, agent?: Agent): Promise<RawAnswer | undefined> => send(port, raw, agent),
    letGo: () => gate.emit('open'),
    sendHeadOnly: (raw: Raw): Promise<string> => sendHead(port, raw),
    stop: () => receiver.stop(),
  }
}
