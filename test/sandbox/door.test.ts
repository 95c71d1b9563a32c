import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSandbox } from '../../sandbox/index.ts'
import { type Json, readJson, record } from '../../sandbox/json.ts'
import { actAs, journal } from '../support/person.ts'
import { type Stage, startStage } from './bot.ts'
import { actions, button } from './windows.ts'

let stage: Stage
let port: string

beforeAll(async () => {
  stage = await startStage()
  port = new URL(stage.sandbox.url).port
})

afterAll(() => stage.close())

interface Asked {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** A request with headers that `fetch` would not let one set. */
async function ask(
  path: string,
  { method = 'GET', headers = {}, body = '' }: Asked = {},
): Promise<{ status: number; body: Json }> {
  const sent = request(`${stage.sandbox.url}${path}`, { method, headers, agent: false })
  sent.end(body)
  const [response] = await once(sent, 'response')
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk)
  return { status: response.statusCode, body: record(readJson(Buffer.concat(chunks).toString('utf8'))) }
}

describe('the door', () => {
  it('is open on 127.0.0.1 only', async () => {
    const socket = connect({ port: Number(port), host: '127.0.0.2' })
    const outcome = await Promise.race([
      once(socket, 'connect').then(() => 'open'),
      once(socket, 'error').then(() => 'closed'),
    ]).catch(() => 'closed')
    socket.destroy()
    expect(outcome).toBe('closed')
  })

  it.each([['evil.example'], ['127.0.0.1'], ['127.0.0.1.evil.example:80']])('turns the Host %s away', async (host) => {
    const { status, body } = await ask('/control/state', { headers: { host } })
    expect(status).toBe(403)
    expect(body).toEqual({
      ok: false,
      error: `The Host is “${host}”; expected 127.0.0.1:${port} or localhost:${port}.`,
    })
  })

  it.each([['https://evil.example'], ['null'], ['http://127.0.0.1']])(
    'turns the Origin %s away, whatever is asked',
    async (origin) => {
      for (const path of ['/', '/control/state', '/api/auth.test', '/hooks/commands/T/x']) {
        expect(await ask(path, { headers: { origin } })).toMatchObject({
          status: 403,
          body: { ok: false, error: expect.stringContaining(`The Origin is “${origin}”`) },
        })
      }
    },
  )

  it.each(['cross-site', 'same-site'])('shows a %s page itself, and lets it do nothing', async (site) => {
    const headers = { 'sec-fetch-site': site }
    expect((await ask('/', { headers })).status).toBe(200)
    expect(await ask('/control/home?user=U0IVANPET', { headers })).toEqual({
      status: 403,
      body: {
        ok: false,
        error: `A page of another site (“${site}”) asked for /control/home; only the sandbox’s own pages may.`,
      },
    })
  })

  it('lets its own pages in', async () => {
    for (const name of ['127.0.0.1', 'localhost']) {
      const headers = { host: `${name}:${port}`, origin: `http://${name}:${port}` }
      expect((await ask('/control/state', { headers })).status).toBe(200)
    }
  })
})

describe('a bad request', () => {
  const post = (path: string, body: string): Promise<{ status: number; body: Json }> =>
    ask(path, { method: 'POST', body })
  const user = 'U0IVANPET'

  it.each([
    [
      'an unknown route',
      () => ask('/control/dance'),
      404,
      'There is no /control/dance here; expected /api/…, or one of /control/command',
    ],
    ['an address that is none', () => ask('//'), 404, '“//” is no address that could be read.'],
    ['the wrong method', () => ask('/control/submit'), 405, '/control/submit is asked with POST, found GET.'],
    [
      'malformed JSON',
      () => post('/control/command', '{"user"'),
      400,
      'The body is no JSON; expected a JSON object with user, text, channel.',
    ],
    ['no body', () => post('/control/command', ''), 400, 'The body is no JSON'],
    ['a list for a body', () => post('/control/command', '[1]'), 400, 'The body is [1]; expected a JSON object'],
    [
      'a key that is not there',
      () => post('/control/command', JSON.stringify({ user, text: '/x', colour: 1 })),
      400,
      'There is no “colour” here; expected a JSON object with user, text, channel.',
    ],
    ['nobody', () => ask('/control/view'), 404, '“user” is null; expected a Slack id of this workspace'],
    [
      'a number for a text',
      () => post('/control/command', JSON.stringify({ user, text: 5 })),
      400,
      '“text” is 5; expected text.',
    ],
    [
      'a line without a command',
      () => post('/control/command', JSON.stringify({ user, text: 'show' })),
      400,
      '“text” is “show”; expected a whole line as typed',
    ],
    [
      'a channel that is not there',
      () => post('/control/command', JSON.stringify({ user, text: '/x', channel: 'C9' })),
      404,
      '“channel” is “C9”; expected a channel id',
    ],
    [
      'a channel one is not in',
      () => post('/control/command', JSON.stringify({ user, text: '/x', channel: 'C0PAYMENTS' })),
      400,
      'U0IVANPET is not in C0PAYMENTS (payments).',
    ],
    [
      'values that are a list',
      () => post('/control/submit', JSON.stringify({ user, values: [] })),
      400,
      '“values” is []; expected an object from field to value.',
    ],
    [
      'an unknown place',
      () => post('/control/click', JSON.stringify({ user, action: 'x', in: 'moon' })),
      400,
      '“in” is "moon"; expected view, home or message.',
    ],
    [
      'a button nobody has',
      () => post('/control/click', JSON.stringify({ user, action: 'x' })),
      400,
      'No Home tab of U0IVANPET is drawn and no message has “x”',
    ],
    [
      'an event without a type',
      () => post('/control/event', JSON.stringify({ event: {} })),
      400,
      '“type” is nothing; expected text.',
    ],
    [
      'a journal of no number',
      () => ask('/control/journal?since=x'),
      400,
      '“since” is “x”; expected the “next” of an earlier answer.',
    ],
    [
      'a body that is too long',
      () => post('/control/command', 'x'.repeat(2_000_001)),
      413,
      'The body has 2000001 bytes; at most 2000000 are read.',
    ],
  ])('gets one sentence: %s', async (_what, asked, status, sentence) => {
    const answer = await asked()
    expect(answer).toMatchObject({ status, body: { ok: false, error: expect.stringContaining(sentence) } })
  })
})

describe('the Web API', () => {
  const call = (method: string, headers: Readonly<Record<string, string>>, body = ''): Promise<{ body: Json }> =>
    ask(`/api/${method}`, { method: 'POST', headers, body })
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const bearer = (): Readonly<Record<string, string>> => ({
    authorization: `Bearer ${stage.sandbox.env.SLACK_BOT_TOKEN}`,
  })

  it('wants this run’s token', async () => {
    expect((await call('auth.test', form)).body).toEqual({ ok: false, error: 'not_authed' })
    expect((await call('auth.test', { authorization: 'Bearer xoxb-1-2-abc' })).body).toEqual({
      ok: false,
      error: 'invalid_auth',
    })
  })

  it('takes the token as a header or in a form, in JSON or an address never', async () => {
    const token = stage.sandbox.env.SLACK_BOT_TOKEN
    expect((await call('auth.test', bearer())).body).toMatchObject({
      ok: true,
      team_id: 'T0HARBOUR',
      user_id: 'U0NATSBOT0',
      bot_id: 'B0NATSLEVEL',
    })
    expect((await call('auth.test', form, `token=${token}`)).body.ok).toBe(true)
    expect(
      (await call('auth.test', { 'content-type': 'application/json' }, JSON.stringify({ token }))).body.error,
    ).toBe('not_authed')
    expect((await call(`auth.test?token=${token}`, {})).body.error).toBe('not_authed')
  })

  it('reads JSON as well as forms, and nothing else', async () => {
    const json = { ...bearer(), 'content-type': 'application/json; charset=utf-8' }
    expect((await call('users.info', json, '{"user":"U0IVANPET"}')).body).toMatchObject({
      ok: true,
      user: { name: 'ivan' },
    })
    expect((await call('users.info', json, '{"user"')).body.error).toBe('invalid_json')
    expect((await call('users.info', { ...bearer(), 'content-type': 'text/plain' }, 'user=U0IVANPET')).body.error).toBe(
      'invalid_post_type',
    )
  })

  it('knows no other methods, and writes down that one was asked for', async () => {
    expect((await call('chat.meMessage', bearer())).body).toEqual({
      ok: false,
      error: 'unknown_method',
      req_method: 'chat.meMessage',
    })
    expect((await journal(stage.sandbox.url)).at(-1)).toMatchObject({
      kind: 'api',
      method: 'chat.meMessage',
      error: 'unknown_method',
    })
  })

  it('lets every call say its workspace, as the official client does, and no other one', async () => {
    expect(await stage.bot.call('users.info', { user: 'U0IVANPET', team_id: 'T0HARBOUR' })).toMatchObject({ ok: true })
    expect(await stage.bot.call('users.info', { user: 'U0IVANPET', team_id: 'T0OTHER' })).toMatchObject({
      error: 'team_access_not_granted',
    })
  })

  it('names what is missing, unknown or of the wrong kind', async () => {
    const { body } = await call('users.list', { ...bearer(), ...form }, 'limit=many&colour=red')
    expect(body).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: {
        messages: ['[ERROR] unknown argument: colour', '[ERROR] limit must be a whole number, found "many"'],
      },
    })
    expect((await call('users.info', bearer())).body).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] missing required field: user'] },
    })
  })
})

describe('what goes out', () => {
  it('is signed as Slack signs, with real time and the exact content types', async () => {
    const ivan = actAs(stage.sandbox.url, 'U0IVANPET')
    await stage.bot.call('chat.postMessage', {
      channel: 'U0IVANPET',
      text: 'Hello.',
      blocks: [actions(button('yes', 'Yes'))],
    })
    await ivan.command('/nats-level')
    await ivan.click('Yes')
    await ivan.home()
    const types = stage.bot.received.slice(-3).map(({ headers }) => headers['content-type'])
    expect(types).toEqual([
      'application/x-www-form-urlencoded',
      'application/x-www-form-urlencoded',
      'application/json',
    ])
    for (const { headers, raw } of stage.bot.received) {
      const stamp = String(headers['x-slack-request-timestamp'])
      const mac = createHmac('sha256', stage.sandbox.env.SLACK_SIGNING_SECRET)
        .update(`v0:${stamp}:${raw}`)
        .digest('hex')
      expect(headers['x-slack-signature']).toBe(`v0=${mac}`)
      expect(Math.abs(Number(stamp) - Date.now() / 1000)).toBeLessThan(30)
    }
  })
})

describe('the journal', () => {
  it('holds no secret, wherever one stood', async () => {
    const { sandbox, bot } = stage
    const token = sandbox.env.SLACK_BOT_TOKEN
    await actAs(sandbox.url, 'U0IVANPET').command(
      `/nats-level ${token} ${sandbox.env.SLACK_SIGNING_SECRET} xoxp-1-other`,
    )
    await bot.call('chat.postMessage', { channel: 'U0IVANPET', text: `My token is ${token}` })
    const url = String(bot.received.at(-1)?.payload.response_url)
    await fetch(url, { method: 'POST', body: JSON.stringify({ text: url }) })
    await fetch(url.replace('commands', 'gone'), { method: 'POST', body: '{}' })
    const written = JSON.stringify(await journal(sandbox.url))
    const secrets = [
      token,
      sandbox.env.SLACK_SIGNING_SECRET,
      String(bot.received.at(-1)?.payload.token),
      String(bot.received.at(-1)?.payload.trigger_id),
      url.split('/').at(-1) ?? '',
      'xoxp-1-other',
    ]
    expect(secrets.filter((secret) => written.includes(secret))).toEqual([])
    expect(written).toContain('My token is [hidden]')
  })

  it('goes on from the number one was given', async () => {
    const first = await ask('/control/journal')
    await stage.bot.call('api.test', { foo: 'bar' })
    const second = await ask(`/control/journal?since=${String(first.body.next)}`)
    expect(second.body.entries).toMatchObject([{ kind: 'api', method: 'api.test', args: { foo: 'bar' }, ok: true }])
  })
})

describe('every run', () => {
  it('has secrets of its own', async () => {
    const other = await startSandbox()
    expect(other.env.SLACK_BOT_TOKEN).not.toBe(stage.sandbox.env.SLACK_BOT_TOKEN)
    expect(other.env.SLACK_SIGNING_SECRET).not.toBe(stage.sandbox.env.SLACK_SIGNING_SECRET)
    await other.close()
  })

  it('says kindly that a port is taken', async () => {
    await expect(startSandbox({ port: Number(port) })).rejects.toThrow(
      `Port ${port} is taken by another program; choose a free one with SANDBOX_PORT.`,
    )
  })
})
