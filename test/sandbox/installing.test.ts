import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type MovedClock, movedClock } from '../../sandbox/clock.ts'
import { type Json, record } from '../../sandbox/json.ts'
import { actAs } from '../support/person.ts'
import { callWith, control, controlled } from './api.ts'
import { type Stage, startStage } from './bot.ts'
import { otherCompany, smallCompany } from './company.ts'
import { manifestWith } from './manifests.ts'
import { actions, button } from './windows.ts'

const manifest = manifestWith({
  scopes: ['chat:write', 'commands', 'users:read'],
  events: ['app_uninstalled', 'tokens_revoked', 'user_change'],
})
let clock: MovedClock
let stage: Stage

beforeEach(async () => {
  clock = movedClock(Date.UTC(2026, 10, 23, 8))
  const workspaces = [{ company: otherCompany }]
  stage = await startStage({
    clock,
    company: smallCompany,
    workspaces,
    manifest: manifest.path,
    limits: { off: true },
  })
})
afterEach(() => stage.close())
afterAll(() => manifest.remove())

const errorWith = async (token: string): Promise<unknown> =>
  (await callWith(stage.sandbox.url, token, 'auth.test')).body.error
const uninstall = (body: Json = {}): Promise<Json> => control(stage.sandbox.url, 'uninstall', body)
const events = (): readonly Json[] => stage.bot.received.map(({ payload }) => record(payload.event))

describe('an app that is uninstalled', () => {
  it('has a dead token, and hears of it twice', async () => {
    const token = stage.sandbox.env.SLACK_BOT_TOKEN
    expect(await uninstall()).toEqual({ ok: true })
    expect(await errorWith(token)).toBe('account_inactive')
    expect(events()).toHaveLength(2)
    expect(events()).toContainEqual(expect.objectContaining({ type: 'app_uninstalled' }))
    expect(events()).toContainEqual(
      expect.objectContaining({ type: 'tokens_revoked', tokens: { oauth: [], bot: ['U0NATSBOT0'] } }),
    )
  })

  it.each(['app_uninstalled', 'tokens_revoked'])('hears of %s first, when that is asked for', async (first) => {
    await uninstall({ first })
    expect(events()[0]?.type).toBe(first)
    expect(events()).toHaveLength(2)
  })

  it('is still installed elsewhere', async () => {
    await uninstall({ team: 'T0OTHER' })
    const [first, second] = stage.sandbox.workspaces
    expect(await errorWith(first?.botToken ?? '')).toBeUndefined()
    expect(await errorWith(second?.botToken ?? '')).toBe('account_inactive')
    expect(stage.bot.received[0]?.payload).toMatchObject({ team_id: 'T0OTHER' })
  })

  it('leaves people messages, and nothing that works', async () => {
    const ada = actAs(stage.sandbox.url, 'U0ADA')
    const blocks = [actions(button('yes', 'Yes'))]
    await stage.bot.call('chat.postMessage', { channel: 'U0ADA', text: 'Still right?', blocks })
    await stage.bot.call('views.publish', { user_id: 'U0ADA', view: { type: 'home', blocks } })
    await uninstall()
    expect(await ada.messages()).toHaveLength(1)
    const gone = 'A small app is not installed in Small Works.'
    expect((await ada.click('Yes')).error).toBe(gone)
    expect((await ada.shortcut('do.it')).error).toBe(gone)
    expect((await ada.home()).error).toBe(gone)
    expect((await ada.command('/small')).responses).toMatchObject([{ user: 'USLACKBOT' }])
    expect(stage.bot.received.map(({ kind }) => kind).toSorted()).toEqual(['app_uninstalled', 'tokens_revoked'])
  })

  it('hears of nobody any more, and what was tried before is not tried again', async () => {
    stage.bot.answers('user_change', () => ({ status: 500 }))
    const leave = (user: string): Promise<Json> =>
      control(stage.sandbox.url, 'people', { user, change: { status: { emoji: ':palm_tree:' } } })
    await leave('U0ADA')
    await uninstall()
    const before = stage.bot.received.length
    await leave('U0BEN')
    clock.advance(3_600_000)
    await actAs(stage.sandbox.url, 'U0ADA').command('/small')
    expect(stage.bot.received).toHaveLength(before)
  })

  it('is there again after a reset, with the token it had', async () => {
    await uninstall()
    await control(stage.sandbox.url, 'reset', {})
    expect(await errorWith(stage.sandbox.env.SLACK_BOT_TOKEN)).toBeUndefined()
  })

  it('cannot be uninstalled again, nor in an order that is none', async () => {
    expect((await uninstall({ first: 'sunset' })).error).toBe(
      '“first” is "sunset"; expected app_uninstalled or tokens_revoked.',
    )
    await uninstall()
    expect(await controlled(stage.sandbox.url, 'uninstall', {})).toEqual({
      status: 400,
      body: { ok: false, error: 'The app is not installed here.' },
    })
  })
})

describe('an app that is installed again', () => {
  it('has a new token; the old one stays dead', async () => {
    const old = stage.sandbox.env.SLACK_BOT_TOKEN
    await uninstall()
    const { bot_token: token, team, scopes } = await control(stage.sandbox.url, 'reinstall', {})
    expect([team, scopes]).toEqual(['T0SMALL', ['chat:write', 'commands', 'users:read']])
    expect([token, stage.sandbox.workspaces[0]?.botToken]).toEqual(Array(2).fill(stage.sandbox.env.SLACK_BOT_TOKEN))
    expect(await errorWith(String(token))).toBeUndefined()
    expect(await errorWith(old)).toBe('token_revoked')
    stage.bot.answers('command', () => 'Back again.')
    expect((await actAs(stage.sandbox.url, 'U0ADA').command('/small')).responses).toMatchObject([
      { text: 'Back again.' },
    ])
  })
})
