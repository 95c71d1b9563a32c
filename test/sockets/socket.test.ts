import type { WebClientOptions } from '@slack/web-api'
import { pino } from 'pino'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startSandbox } from '../../sandbox/index.ts'
import { withoutWords } from '../../src/log.ts'
import { clientOptionsFor } from '../../src/slack/calls.ts'
import { boltLogger } from '../../src/slack/receiver.ts'
import { openSocket, type Socket } from '../../src/slack/socket.ts'
import { StrictApp } from '../../src/slack/strict-app.ts'
import { transportFor } from '../../src/slack/transport.ts'
import type { Log } from '../../src/world.ts'
import { labelsIn, someTopics } from '../support/form.ts'
import { holdWrites, isWaitedFor, recordedBy } from '../support/held.ts'
import { startJourney, type Trouble } from '../support/journey.ts'
import { freePort } from '../support/line.ts'
import { type Person, wordsIn } from '../support/person.ts'

/** What happens to the socket itself; what people do over it is walked in the journeys. */
const journey = await startJourney({ transport: 'socket' })

test.each(['refresh', 'warning', 'drop'])('a command typed while Slack says “%s” is answered', async (what) => {
  const ivan = journey.as('U0IVANPET')
  await disturb(what)
  const seen = await ivan.command('/nats-level')
  expect(seen.notice).toBeUndefined()
  expect(seen.view?.callback_id).toBe('assessment.step-level')
  journey.takeTroubles()
})

test('a save whose ack the socket did not live to carry comes again, and is recorded once', async () => {
  const ines = journey.as('U0INESMOUR')
  await upToSave(ines)
  const release = await holdWrites(journey.database)
  const saving = ines.submit(someTopics)
  await vi.waitUntil(() => isWaitedFor(journey.database), { timeout: 5_000, interval: 5 })
  await disturb('drop')
  await release()
  const seen = await saving
  expect(wordsIn(seen.view)).toContain('Middle · Go is on record')
  expect(await recordedBy(journey.database, 'U0INESMOUR')).toBe(1)
  const brought = (await journey.journal()).filter(
    (entry) => entry.kind === 'delivery' && JSON.stringify(entry.content).includes('"assessment.save"'),
  )
  expect(brought).toHaveLength(1)
  journey.takeTroubles()
})

test('while Socket Mode is off in the app’s settings the bot says so to its host, and comes back by itself', async () => {
  await disturb('link_disabled')
  const off = { status: 503, body: 'Socket Mode is switched off in the app’s settings\n' }
  await vi.waitFor(async () => expect(await ready()).toEqual(off), { timeout: 5_000, interval: 10 })
  await disturb('link_enabled')
  await vi.waitUntil(async () => (await ready()).status === 200, { timeout: 10_000, interval: 10 })
  journey.takeTroubles()
})

test('its port answers the host, and nobody else', async () => {
  expect(await (await fetch(`${journey.botUrl}/healthz?why=1`)).text()).toBe('ok\n')
  expect((await fetch(`${journey.botUrl}/healthz`, { method: 'POST' })).status).toBe(405)
  expect((await fetch(`${journey.botUrl}/slack/events`, { method: 'POST', body: '{}' })).status).toBe(404)
})

test('a token that Slack refuses is said once in the log, by its variable, and is why the bot is not ready', async () => {
  const { socket, troubles } = await alone({ token: 'xapp-1-somebody-elses' })
  socket.open()
  await vi.waitUntil(async () => (await socket.check())?.includes('refuses'), { timeout: 5_000, interval: 5 })
  expect(await socket.check()).toBe('Slack refuses SLACK_APP_TOKEN; the log says how')
  expect(troubles.filter(({ msg }) => msg.startsWith('Slack refuses'))).toEqual([
    expect.objectContaining({
      level: 50,
      slack: 'invalid_auth',
      msg: 'Slack refuses SLACK_APP_TOKEN. Nothing can come in until it is put right.',
    }),
  ])
  await socket.close()
  expect(JSON.stringify(troubles)).not.toContain('somebody-elses')
})

test('a Slack that is away at the start is waited for', async () => {
  const port = await freePort()
  const { socket, troubles } = await alone({ apiUrl: `http://127.0.0.1:${port}/api/` })
  socket.open()
  await vi.waitUntil(() => troubles.length > 0, { timeout: 5_000, interval: 5 })
  expect(await socket.check()).toBe('the socket to Slack is not open yet')
  expect(troubles).toEqual([expect.objectContaining({ err: expect.objectContaining({ cause: 'ECONNREFUSED' }) })])
  await socket.close()
})

test('a Slack that cannot be asked is told once in the log, and the socket opens when it can', async () => {
  const { socket, troubles, slackUrl } = await alone({})
  const fault = { method: 'apps.connections.open', kind: '500', times: 2 }
  await fetch(`${slackUrl}/control/faults`, { method: 'POST', body: JSON.stringify(fault) })
  socket.open()
  await vi.waitUntil(async () => (await socket.check()) === undefined, { timeout: 10_000, interval: 10 })
  expect(troubles.map(({ msg }) => msg)).toEqual(['The socket to Slack could not be opened; trying until it is.'])
  await socket.close()
})

test('it does not open before people can be answered', async () => {
  const { appToken, options, log } = await alone({})
  const asked: string[] = []
  const listening: typeof fetch = (target, init) => {
    asked.push(String(target))
    return fetch(target, init)
  }
  let letIn = () => {}
  const gate = new Promise<void>((resolve) => {
    letIn = resolve
  })
  const transport = transportFor(
    { kind: 'socket', appToken },
    { routes: [], clientOptions: { ...options, fetch: listening }, log, ready: () => gate },
  )
  const port = await transport.open(0)
  await fetch(`http://127.0.0.1:${port}/`)
  expect(asked).toEqual([])
  expect(await transport.check()).toBe('the socket to Slack is not open yet')
  letIn()
  await vi.waitUntil(async () => (await transport.check()) === undefined, { timeout: 5_000, interval: 5 })
  await transport.close(async () => {})
})

test('an event whose ack the socket did not live to carry is no trouble: Slack brings it again', async () => {
  const lines: Trouble[] = []
  const log = pino({ level: 'debug', base: null }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const { appToken, options } = await alone({})
  const { receiver } = openSocket(appToken, options, log)
  new StrictApp({
    receiver,
    authorize: async () => ({ botToken: 'xoxb-1' }),
    convoStore: false,
    logger: boltLogger(log),
  })
  const event = { type: 'event_callback', team_id: 'T1', event: { type: 'app_home_opened', user: 'U1' } }
  const envelope = { type: 'events_api', envelope_id: '1', payload: event }
  receiver.client.emit('ws_message', JSON.stringify(envelope), false)
  await vi.waitUntil(() => lines.some(({ from }) => from !== 'bolt'))
  expect(lines.filter(({ from }) => from !== 'bolt')).toMatchObject([{ level: 20, msg: 'the socket was gone' }])
  expect(lines.filter(({ level }) => level > 20)).toEqual([])
})

test('closing ends it for good', async () => {
  const { socket } = await alone({})
  socket.open()
  await vi.waitUntil(async () => (await socket.check()) === undefined, { timeout: 5_000, interval: 5 })
  await socket.close()
  expect(await socket.check()).toBe('the socket to Slack is closed')
})

/** A socket without a bot behind it, to a small Slack of its own. */
async function alone({ token, apiUrl }: { token?: string; apiUrl?: string }): Promise<{
  readonly socket: Socket
  readonly troubles: readonly Trouble[]
  readonly slackUrl: string
  readonly appToken: string
  readonly options: WebClientOptions
  readonly log: Log
}> {
  const troubles: Trouble[] = []
  const log = pino(
    { level: 'warn', base: null, serializers: { err: withoutWords } },
    { write: (line: string) => void troubles.push(JSON.parse(line)) },
  )
  const slack = await startSandbox({ socketMode: true })
  onTestFinished(() => slack.close())
  const options = clientOptionsFor(apiUrl ?? slack.env.SLACK_API_URL, log)
  const appToken = token ?? slack.env.SLACK_APP_TOKEN ?? ''
  return { socket: openSocket(appToken, options, log), troubles, slackUrl: slack.url, appToken, options, log }
}

async function disturb(what: string): Promise<void> {
  const answer = await fetch(`${journey.sandboxUrl}/control/sockets`, {
    method: 'POST',
    body: JSON.stringify({ do: what }),
  })
  expect(await answer.json()).toMatchObject({ ok: true })
}

async function ready(): Promise<{ status: number; body: string }> {
  const answer = await fetch(`${journey.botUrl}/readyz`)
  return { status: answer.status, body: await answer.text() }
}

async function upToSave(person: Person): Promise<void> {
  await person.command('/nats-level')
  const items = await person.submit({ 'Your role': 'Backend Developer (Go)', 'assessment.level': 'Middle (2 of 5)' })
  await person.submit(Object.fromEntries(labelsIn(items.view).map((label) => [label, 'With help'])))
}
