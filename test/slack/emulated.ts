import { readFileSync } from 'node:fs'
import { createEmulator } from 'emulate'
import { vi } from 'vitest'
import { parse } from 'yaml'
import { buildApp } from '../../src/app.ts'
import { catalogOf } from '../../src/catalog/flow.ts'
import { shippedProfiles } from '../../src/catalog/profile.ts'
import { clientOptionsFor, fetchByPolicy } from '../../src/slack/calls.ts'
import { identityByToken } from '../../src/slack/identity.ts'
import { httpReceiver } from '../../src/slack/receiver.ts'
import { type Log, realWorld } from '../../src/world.ts'
import { createFrom } from '../support/database.ts'
import { type Payload, sender } from '../support/handed.ts'
import { freePort } from '../support/line.ts'
import type { SeenView } from '../support/person.ts'
import { form, json, send, signedHeaders } from '../support/raw.ts'

/** One call of the bot, and what the other implementation of Slack made of it. */
export interface Call {
  readonly method: string
  readonly ok: boolean
  readonly error: string | undefined
  readonly view: SeenView | undefined
  readonly text: string
}

export interface Emulated {
  readonly calls: readonly Call[]
  /** What the log had to say that is more than a remark. */
  readonly troubles: readonly string[]
  /** A trigger that works once, within three seconds; for a push it names the window below. */
  readonly trigger: (viewId?: string) => Promise<string>
  readonly command: (text: string) => Promise<void>
  readonly interaction: (payload: Payload) => Promise<Answer>
  readonly homeOpened: () => Promise<void>
  readonly close: () => Promise<void>
}

export interface Answer {
  readonly response_action?: string
  readonly view?: SeenView
}

const secret = 'the signing secret of the emulated'
const botToken = 'xoxb-emulated'
const appId = 'A0NATSLEVEL'

/**
 * The real bot before `emulate`, another hand’s implementation of the Web API, with scopes checked strictly. Without its
 * CLI, which does not run on Node 20. It is laxer than Slack in what it takes for a view (sixty blocks, unknown types,
 * titles of any length), knows no rate limits, says nothing about granted scopes, and sends no commands or interactions:
 * those are signed and sent from here.
 */
export async function startEmulated(without: readonly string[] = []): Promise<Emulated> {
  const emulator = await createEmulator({ service: 'slack', port: await freePort(), seed: seedWithout(without) })
  const database = await createFrom()
  const troubles: string[] = []
  const calls: Call[] = []
  const log = logInto(troubles)
  const world = { ...realWorld(database.db, log), pause: async () => {} }
  const catalog = catalogOf(shippedProfiles())
  await catalog.register(database.db, world.now())
  const clientOptions = { ...clientOptionsFor(`${emulator.url}/api/`, log), fetch: tapped(calls) }
  const identity = identityByToken(botToken, clientOptions, log)
  const receiver = httpReceiver(secret, [], log)
  const { doors } = buildApp({ world, catalog, receiver, identity, clientOptions, contact: undefined })
  const port = await receiver.start(0)
  await vi.waitUntil(() => calls.some(({ method }) => method === 'auth.test'))

  const asBot = async (method: string, args: object) => {
    const headers = { 'content-type': json, authorization: `Bearer ${botToken}` }
    const answer = await fetch(`${emulator.url}/api/${method}`, { method: 'POST', headers, body: JSON.stringify(args) })
    return (await answer.json()) as Readonly<Record<string, unknown>>
  }
  const { team_id: teamId } = await asBot('auth.test', {})
  const who = { ...sender(member, String(teamId)), api_app_id: appId }
  const deliver = async (body: string, type: string): Promise<string> => {
    const answer = await send(port, { body, headers: signedHeaders(body, { secret, type }) })
    await doors.idle()
    if (answer?.status !== 200) throw new Error(`the bot answered ${answer?.status}, expected 200: ${answer?.body}`)
    return answer.body
  }
  const trigger = async (viewId?: string) => {
    const asked = { user_id: member, ...(viewId === undefined ? {} : { view_id: viewId }) }
    return String((await asBot('views.generateTriggerId', asked)).trigger_id)
  }

  return {
    calls,
    troubles,
    trigger,
    command: async (text) => {
      const asked = { command: '/nats-level', text, team_id: String(teamId), user_id: member, api_app_id: appId }
      // Answers to a command go here; emulate has no such addresses.
      const hook = { response_url: `${emulator.url}/answers`, trigger_id: await trigger() }
      await deliver(new URLSearchParams({ ...asked, ...hook }).toString(), form)
    },
    interaction: async (payload) => {
      const body = new URLSearchParams({ payload: JSON.stringify({ ...who, ...payload }) }).toString()
      return JSON.parse((await deliver(body, form)) || '{}')
    },
    homeOpened: async () => {
      const event = { type: 'app_home_opened', user: member, channel: 'D1', tab: 'home' }
      const envelope = { type: 'event_callback', team_id: teamId, api_app_id: appId, event_id: 'Ev1', event }
      await deliver(JSON.stringify(envelope), json)
    },
    close: async () => {
      await receiver.stop()
      await emulator.close()
      await database.drop()
    },
  }
}

/** The user that emulate has from the start; ids of others are drawn by lot. */
const member = 'U000000001'

/** The app as its manifest describes it, with all its scopes but these. */
function seedWithout(without: readonly string[]) {
  const manifest = parse(readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8'))
  const scopes = manifest.oauth_config.scopes.bot.filter((scope: string) => !without.includes(scope))
  const bot = { app_id: appId, bot_id: 'B0NATSLEVEL', bot_user_id: 'U0NATSLEVEL' }
  const app = { client_id: '1.2', client_secret: 'x', name: 'NATS Level', redirect_uris: [], scopes, ...bot }
  const token = { token: botToken, type: 'bot', user_id: bot.bot_user_id, scopes, ...bot }
  return {
    slack: {
      team: { name: 'Emulated Works' },
      oauth_apps: [{ ...app, bot_name: 'nats-level' }],
      tokens: [token],
      strict_scopes: true,
    },
  }
}

/** The bot’s own way to Slack, with a note of each call; answers to commands are noted and not sent on. */
function tapped(calls: Call[]): typeof fetch {
  const onward = fetchByPolicy()
  return async (target, init) => {
    const method = new URL(String(target)).pathname.split('/').at(-1) ?? ''
    if (method === 'answers') {
      const { text } = JSON.parse(String(init?.body))
      calls.push({ method, ok: true, error: undefined, view: undefined, text })
      return new Response('ok')
    }
    const answer = await onward(target, init)
    const { ok, error, view } = (await answer.clone().json()) as Call
    calls.push({ method, ok, error, view, text: new URLSearchParams(String(init?.body)).get('text') ?? '' })
    return answer
  }
}

function logInto(troubles: string[]): Log {
  const note = (facts: unknown, words?: unknown) => void troubles.push(`${words} ${JSON.stringify(facts)}`)
  return { debug: () => {}, info: () => {}, warn: note, error: note }
}
