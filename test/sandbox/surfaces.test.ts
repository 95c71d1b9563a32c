import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { METHODS } from '../../sandbox/api/methods.ts'
import { CONTROL } from '../../sandbox/control/routes.ts'
import { type Json, record, records } from '../../sandbox/json.ts'
import { actAs, journal, type Person, reset } from '../support/person.ts'
import { type Stage, startStage } from './bot.ts'
import { actions, button, nameField, openWindow, windowOf } from './windows.ts'

const IVAN = 'U0IVANPET'
let stage: Stage
let ivan: Person

beforeEach(async () => {
  stage = await startStage()
  ivan = actAs(stage.sandbox.url, IVAN)
})

afterEach(() => stage.close())

const get = async (path: string): Promise<Json> => record(await (await fetch(`${stage.sandbox.url}${path}`)).json())
const post = async (path: string, body: unknown): Promise<Json> =>
  record(await (await fetch(`${stage.sandbox.url}${path}`, { method: 'POST', body: JSON.stringify(body) })).json())

describe('the state', () => {
  it('shows the team, everybody as users.list does, the channels and the time', async () => {
    const state = await get('/control/state')
    const { members } = await stage.bot.call('users.list', {})
    expect(state).toMatchObject({
      ok: true,
      team: { id: 'T0HARBOUR', name: 'Harbour Works' },
      now: expect.stringMatching(/Z$/),
    })
    expect(records(state.users).map(({ id }) => id)).toEqual(records(members).map(({ id }) => id))
    expect(records(state.channels).map(({ name }) => name)).toEqual([
      'general',
      'platform',
      'payments',
      'telemetry',
      'logistics',
    ])
  })
})

describe('an event', () => {
  it('reaches the app in its envelope', async () => {
    expect(await post('/control/event', { event: { type: 'team_join', user: { id: IVAN } } })).toMatchObject({
      ok: true,
      view: null,
    })
    expect(stage.bot.received.at(-1)?.payload).toMatchObject({
      type: 'event_callback',
      event_id: expect.stringMatching(/^Ev0/),
      team_id: 'T0HARBOUR',
      api_app_id: 'A0NATSLEVEL',
      authorizations: [{ team_id: 'T0HARBOUR', user_id: 'U0NATSBOT0', is_bot: true }],
      event: { type: 'team_join' },
    })
  })

  it('shows what follows to whom it is about', async () => {
    stage.bot.answers('app_home_opened', async () => {
      await stage.bot.call('chat.postMessage', { channel: IVAN, text: 'Welcome.' })
      return undefined
    })
    expect(await post('/control/event', { event: { type: 'app_home_opened', user: IVAN } })).toMatchObject({
      responses: [{ text: 'Welcome.' }],
    })
  })
})

describe('the X of a window', () => {
  it('closes every one and tells of the root, cleared', async () => {
    await openWindow(
      stage,
      IVAN,
      windowOf([actions(button('go', 'Go'))], { callback_id: 'root', notify_on_close: true }),
    )
    await ivan.click('go')
    await stage.bot.call('views.push', {
      trigger_id: stage.bot.received.at(-1)?.payload.trigger_id,
      view: windowOf([nameField]),
    })
    expect(await post('/control/close', { user: IVAN, all: true })).toMatchObject({ ok: true, view: null })
    expect(stage.bot.received.at(-1)?.payload).toMatchObject({
      type: 'view_closed',
      is_cleared: true,
      view: { callback_id: 'root' },
    })
  })
})

describe('a shortcut', () => {
  it('that fails is shown to fail', async () => {
    stage.bot.answers('shortcut', () => ({ status: 500 }))
    expect((await ivan.shortcut('assessment.open')).notice).toBe('The shortcut failed with the error "dispatch_failed"')
  })
})

describe('a reset', () => {
  it('leaves nothing of what happened, and lets the bot go on', async () => {
    await openWindow(stage, IVAN)
    await stage.bot.call('chat.postMessage', { channel: IVAN, text: 'Hello.' })
    await reset(stage.sandbox.url)
    expect(await ivan.view()).toBeNull()
    expect(await ivan.messages()).toEqual([])
    expect((await journal(stage.sandbox.url)).map(({ path }) => path)).toEqual(['/control/view', '/control/messages'])
    expect(await stage.bot.call('auth.test', {})).toMatchObject({ ok: true })
  })
})

describe('anything at all', () => {
  const paths = [...CONTROL].filter(([, route]) => route.POST).map(([path]) => path)
  const filled = fc.record(
    {
      user: fc.constant(IVAN),
      text: fc.anything(),
      values: fc.object(),
      action: fc.string(),
      event: fc.object(),
      value: fc.jsonValue(),
    },
    { requiredKeys: ['user'] },
  )

  it('gets an answer at every control route', async () => {
    stage.sandbox.deliverTo('http://127.0.0.1:9/')
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), fc.oneof(fc.jsonValue(), filled), async (path, body) => {
        const answer = await post(path, body)
        expect(typeof answer.ok).toBe('boolean')
        expect(String(answer.error ?? '')).not.toContain('The sandbox itself failed')
      }),
      { numRuns: 150 },
    )
  })

  it('gets an answer from every method', async () => {
    const argument = fc.oneof(
      fc.jsonValue(),
      fc.record({ type: fc.constantFrom('modal', 'home'), blocks: fc.jsonValue() }),
    )
    const args = fc.dictionary(
      fc.constantFrom('view', 'blocks', 'trigger_id', 'user', 'user_id', 'channel', 'ts', 'text', 'limit'),
      argument,
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...METHODS.keys()), args, async (method, given) => {
        const answer = await stage.bot.call(method, given)
        expect(typeof answer.ok).toBe('boolean')
        expect(String(answer.error ?? '')).not.toContain('The sandbox itself failed')
      }),
      { numRuns: 300 },
    )
  })
})
