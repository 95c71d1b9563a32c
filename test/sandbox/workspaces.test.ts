import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { movedClock } from '../../sandbox/clock.ts'
import { startSandbox } from '../../sandbox/index.ts'
import { type Json, record, records, text } from '../../sandbox/json.ts'
import { callWith, control, controlled } from './api.ts'
import { type Stage, startStage } from './bot.ts'
import { otherCompany, smallCompany } from './company.ts'
import { manifestWith } from './manifests.ts'

const manifest = manifestWith({
  scopes: ['chat:write', 'commands', 'users:read'],
  optional: ['im:write'],
  events: ['app_home_opened'],
})
const options = {
  company: smallCompany,
  manifest: manifest.path,
  limits: { off: true },
  workspaces: [{ company: otherCompany, scopes: ['im:write'] }],
}
const OTHER = { team: 'T0OTHER' }
let stage: Stage

beforeAll(async () => {
  stage = await startStage(options)
})
afterAll(async () => {
  await stage.close()
  manifest.remove()
})

const tokens = (): readonly string[] => stage.sandbox.workspaces.map(({ botToken }) => botToken)
const callIn = async (whose: 0 | 1, method: string, args: Json = {}): Promise<Json> =>
  (await callWith(stage.sandbox.url, tokens()[whose] ?? '', method, args)).body
const ask = (path: string, body?: Json): Promise<Json> => control(stage.sandbox.url, path, body)
const textsOf = (answer: Json): readonly unknown[] => records(answer.messages).map((message) => message.text)

describe('two workspaces', () => {
  it('have the same app, each with a token, a bot user and scopes of its own', async () => {
    const [first, second] = stage.sandbox.workspaces
    expect(first).toMatchObject({ teamId: 'T0SMALL', botToken: stage.sandbox.env.SLACK_BOT_TOKEN })
    expect(second).toMatchObject({ teamId: 'T0OTHER', scopes: ['chat:write', 'commands', 'im:write', 'users:read'] })
    expect(first?.scopes).not.toContain('im:write')
    const identities = [await callIn(0, 'auth.test'), await callIn(1, 'auth.test')]
    expect(identities.map(({ team, team_id }) => [team, team_id])).toEqual([
      ['Small Works', 'T0SMALL'],
      ['Other Works', 'T0OTHER'],
    ])
    expect(identities[0]?.user_id).not.toBe(identities[1]?.user_id)
    expect(identities[0]?.bot_id).not.toBe(identities[1]?.bot_id)
    expect(tokens()[0]).not.toBe(tokens()[1])
  })

  it('know their own people only, also where an id is in both', async () => {
    const nameOf = async (whose: 0 | 1): Promise<unknown> =>
      record((await callIn(whose, 'users.info', { user: 'U0ADA' })).user).real_name
    expect([await nameOf(0), await nameOf(1)]).toEqual(['Ada Small', 'Ada Other'])
    expect((await callIn(0, 'users.info', { user: 'U0ZOE' })).error).toBe('user_not_found')
    expect((await callIn(0, 'chat.postMessage', { channel: 'U0ZOE', text: 'Hello.' })).error).toBe('channel_not_found')
    expect((await callIn(0, 'views.publish', { user_id: 'U0ZOE', view: { type: 'home', blocks: [] } })).error).toBe(
      'user_not_found',
    )
  })

  it('have messages, conversations and Home tabs of their own', async () => {
    const posted = await callIn(1, 'chat.postMessage', { channel: 'U0ADA', text: 'For the other one.' })
    expect(textsOf(await ask('messages?user=U0ADA&team=T0OTHER'))).toEqual(['For the other one.'])
    expect(textsOf(await ask('messages?user=U0ADA'))).toEqual([])
    const change = { channel: posted.channel, ts: posted.ts, text: 'Changed.' }
    expect((await callIn(0, 'chat.update', change)).error).toBe('channel_not_found')
    await callIn(0, 'views.publish', { user_id: 'U0ADA', view: { type: 'home', blocks: [{ type: 'divider' }] } })
    expect((await ask('home?user=U0ADA')).view).toMatchObject({ team_id: 'T0SMALL', type: 'home' })
    expect((await ask('home?user=U0ADA&team=T0OTHER')).view).toBeNull()
  })

  it('send payloads that name the one they come from, and take answers back to it', async () => {
    stage.bot.answers('command', async ({ response_url }) => {
      await stage.bot.respond(response_url, { text: 'Answered.' })
      return undefined
    })
    const seen = await ask('command', { ...OTHER, user: 'U0ADA', text: '/small' })
    expect(records(seen.responses)).toMatchObject([{ text: 'Answered.' }])
    expect(stage.bot.received.at(-1)?.payload).toMatchObject({ team_id: 'T0OTHER', team_domain: 'other-works' })
    expect(textsOf(await ask('messages?user=U0ADA'))).toEqual([])
    await ask('home?user=U0ZOE&team=T0OTHER')
    expect(stage.bot.received.at(-1)?.payload).toMatchObject({
      team_id: 'T0OTHER',
      authorizations: [{ team_id: 'T0OTHER', user_id: stage.sandbox.workspaces[1]?.botUserId }],
    })
  })

  it('let a trigger open a window at home only', async () => {
    let abroad: Json = {}
    const view = { type: 'modal', title: { type: 'plain_text', text: 'Hello' }, blocks: [{ type: 'divider' }] }
    stage.bot.answers('command', async ({ trigger_id }) => {
      abroad = await callIn(0, 'views.open', { trigger_id, view })
      await callIn(1, 'views.open', { trigger_id, view })
      return undefined
    })
    expect((await ask('command', { ...OTHER, user: 'U0ADA', text: '/small' })).view).toMatchObject({ type: 'modal' })
    expect(abroad.error).toBe('invalid_trigger_id')
    expect((await ask('view?user=U0ADA')).view).toBeNull()
  })

  it('refuse each other’s team_id', async () => {
    expect((await callIn(0, 'auth.test', { team_id: 'T0OTHER' })).error).toBe('team_access_not_granted')
    expect((await callIn(1, 'auth.test', { team_id: 'T0OTHER' })).ok).toBe(true)
  })

  it('share a journal whose entries say where they belong', async () => {
    await callIn(1, 'api.test', { foo: 'other' })
    await callIn(0, 'api.test', { foo: 'small' })
    const whole = records((await ask('journal')).entries).filter(({ method }) => method === 'api.test')
    expect(whole.map(({ team, args }) => [team, record(args).foo])).toEqual([
      ['T0OTHER', 'other'],
      ['T0SMALL', 'small'],
    ])
    const own = records((await ask('journal?team=T0OTHER')).entries)
    expect(new Set(own.map(({ team }) => team))).toEqual(new Set(['T0OTHER']))
  })

  it.each([
    ['a question', 'state?team=T0NOWHERE', undefined],
    ['a deed', 'command', { team: 'T0NOWHERE', user: 'U0ADA', text: '/small' }],
    ['the journal', 'journal?team=T0NOWHERE', undefined],
  ])('are the only ones there are: %s', async (_what, path, body) => {
    expect(await controlled(stage.sandbox.url, path, body)).toEqual({
      status: 404,
      body: { ok: false, error: '“team” is "T0NOWHERE"; expected T0SMALL or T0OTHER.' },
    })
  })

  it('are emptied one by one', async () => {
    await callIn(0, 'chat.postMessage', { channel: 'U0ADA', text: 'Stays.' })
    await ask('reset', OTHER)
    expect(textsOf(await ask('messages?user=U0ADA&team=T0OTHER'))).toEqual([])
    expect(textsOf(await ask('messages?user=U0ADA'))).toContain('Stays.')
  })

  it('may not have one name', async () => {
    await expect(startSandbox({ ...options, workspaces: [{ company: smallCompany }] })).rejects.toThrow(
      'Two workspaces of the sandbox are called T0SMALL; each company needs a team id of its own.',
    )
  })
})

describe('the kept state', () => {
  const clock = movedClock(Date.UTC(2026, 10, 23, 8))
  const inFolder = async (work: (stateFile: string) => Promise<void>): Promise<void> => {
    const folder = mkdtempSync(join(tmpdir(), 'sandbox-'))
    await work(join(folder, 'state.json')).finally(() => rmSync(folder, { recursive: true }))
  }
  const textsAt = async (url: string, query: string): Promise<readonly unknown[]> =>
    textsOf(await control(url, `messages?${query}`))

  it('holds every workspace, with whoever joined or changed', () =>
    inFolder(async (stateFile) => {
      const before = await startSandbox({ ...options, clock, stateFile })
      for (const { botToken, teamId } of before.workspaces)
        await callWith(before.url, botToken, 'chat.postMessage', { channel: 'U0ADA', text: `In ${teamId}.` })
      await control(before.url, 'people', { ...OTHER, join: { id: 'U0NEW', name: 'new', real_name: 'Somebody New' } })
      await control(before.url, 'people', { user: 'U0BEN', change: { tz: 'Asia/Tokyo' } })
      await before.close()
      const after = await startSandbox({ ...options, clock, stateFile })
      expect(after.notice).toBeNull()
      expect(await textsAt(after.url, 'user=U0ADA')).toEqual(['In T0SMALL.'])
      expect(await textsAt(after.url, 'user=U0ADA&team=T0OTHER')).toEqual(['In T0OTHER.'])
      const { users } = await control(after.url, 'state?team=T0OTHER')
      expect(records(users).map(({ id }) => id)).toContain('U0NEW')
      const { users: own } = await control(after.url, 'state')
      expect(records(own).find(({ id }) => id === 'U0BEN')).toMatchObject({ tz: 'Asia/Tokyo', real_name: 'Ben Small' })
      await after.close()
    }))

  it('is still read from a file of the time when there was one workspace', () =>
    inFolder(async (stateFile) => {
      const message = { channel: 'D0OLD00000', ts: '1700000000.000001', user: 'U0NATSBOT0', text: 'From before.' }
      const rest = { blocks: [], onlyFor: null, metadata: null, edited: false, revision: 1, picked: {} }
      const channels = [{ id: 'D0OLD00000', name: 'directmessage', kind: 'im', members: ['U0ADA'] }]
      const old = { version: 1, team: 'T0SMALL', lastMicros: 1, revision: 1, channels, homes: [] }
      writeFileSync(stateFile, JSON.stringify({ ...old, messages: [{ ...message, ...rest }] }))
      const sandbox = await startSandbox({ ...options, stateFile })
      expect(sandbox.notice).toBeNull()
      expect(await textsAt(sandbox.url, 'user=U0ADA')).toEqual(['From before.'])
      await sandbox.close()
      expect(text(readFileSync(stateFile, 'utf8'))).toContain('"version":2')
    }))
})
