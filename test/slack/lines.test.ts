import { beforeEach, describe, expect, it, vi } from 'vitest'
import { identityByToken } from '../../src/slack/identity.ts'
import { noteHeard } from '../../src/slack/installations.ts'
import { type LinesOptions, linesTo } from '../../src/slack/lines.ts'
import type { KeyRing } from '../../src/slack/sealed.ts'
import { freshDatabase } from '../support/database.ts'
import { keyNamed, known, listening, monday, noteWithLanes, refusedWith, slackThat } from './installations-stage.ts'

const { db, sql } = await freshDatabase()
const k1 = keyNamed('k1')
const acme = { ok: true, team: 'Acme', team_id: 'T1', user_id: 'U0BOT', bot_id: 'B1' }
let log = listening()
let millis = 0

beforeEach(async () => {
  await sql('truncate workspace, installation cascade')
  log = listening()
  millis = 0
})

describe('a process without a token of its own', () => {
  it('speaks in every workspace on record, each with its own token and scopes', async () => {
    const slack = slackThat()
    for (const id of ['T1', 'T2', 'T3'])
      await install(`xoxb-${id}`, known(id, { scopes: new Set([`for:${id}`]), botId: `B${id}` }))
    // The library writes into such an object; it must not be the one for all.
    const { lineFor } = lines({ clientOptions: { ...slack.options, headers: {} } })
    const opened = await Promise.all(['T1', 'T2', 'T3'].map(lineFor))
    await Promise.all(opened.map((line) => line?.client.chat.postMessage({ channel: 'U1', text: 'Hello.' })))
    expect(slack.calls.map(({ token }) => token)).toEqual(['xoxb-T1', 'xoxb-T2', 'xoxb-T3'])
    expect(opened.map((line) => [...(line?.scopes ?? [])])).toEqual([['for:T1'], ['for:T2'], ['for:T3']])
    expect(opened.map((line) => line?.botId)).toEqual(['BT1', 'BT2', 'BT3'])
  })

  it('says in each call which workspace is meant, where one token serves several', async () => {
    const slack = slackThat()
    await install('xoxb-org', known('T1'))
    await sql("update installation set org_wide = true, enterprise_id = 'T1'")
    await (await lines({ clientOptions: slack.options }).lineFor('T1'))?.client.conversations.open({ users: 'U1' })
    expect(slack.calls[0]?.body).toContain('team_id=T1')
  })

  it('asks the table at most once a minute, and then hears of new scopes with the same client', async () => {
    await install('xoxb-1', known('T1'))
    const { lineFor } = lines()
    const first = await lineFor('T1')
    await install('xoxb-1', known('T1', { scopes: new Set(['im:history']) }))
    millis = 59_999
    expect(await lineFor('T1')).toBe(first)
    millis = 60_000
    const second = await lineFor('T1')
    expect([...(second?.scopes ?? [])]).toEqual(['im:history'])
    expect(second?.client).toBe(first?.client)
  })

  it('takes another client within a minute when the token changed', async () => {
    const slack = slackThat()
    await install('xoxb-1', known('T1'))
    const { lineFor } = lines({ clientOptions: slack.options })
    await lineFor('T1')
    await install('xoxb-2', known('T1'))
    millis = 60_000
    await (await lineFor('T1'))?.client.auth.test()
    expect(slack.calls.map(({ token }) => token)).toEqual(['xoxb-2'])
  })

  it('has no line where nothing is installed, nor where the token was revoked', async () => {
    await install('xoxb-1', known('T1'))
    await install('xoxb-1', refusedWith('token_revoked', 'T1'))
    const { lineFor } = lines()
    expect([await lineFor('T1'), await lineFor('T9')]).toEqual([undefined, undefined])
  })

  it('says once why a token does not open, and speaks as soon as it does', async () => {
    await install('xoxb-1', known('T1'), [keyNamed('k0')])
    const { lineFor } = lines()
    expect([await lineFor('T1'), await lineFor('T1')]).toEqual([undefined, undefined])
    expect(log.lines).toEqual([expect.stringMatching(/“k0”.* Nothing can be sent in this workspace until/)])
    await install('xoxb-1', known('T1'))
    expect(await lineFor('T1')).toBeDefined()
  })

  it('says once that a token is on record nowhere', async () => {
    await install('xoxb-1', known('T1'), [])
    const { lineFor } = lines()
    expect([await lineFor('T1'), await lineFor('T1')]).toEqual([undefined, undefined])
    expect(log.lines).toEqual([expect.stringContaining('found no token on record')])
  })
})

describe('a process with a token', () => {
  it('speaks with it in its workspace as soon as Slack has said which, with nothing on record', async () => {
    const slack = slackThat({ 'auth.test': acme })
    const identity = identityByToken('xoxb-env', slack.options, log)
    const { lineFor } = lines({ identity, clientOptions: slack.options })
    const line = await lineFor('T1')
    await line?.client.chat.postMessage({ channel: 'U1', text: 'Hello.' })
    expect(slack.calls.at(-1)).toMatchObject({ method: 'chat.postMessage', token: 'xoxb-env' })
    expect([line?.botId, [...(line?.scopes ?? [])].sort()]).toEqual(['B1', ['chat:write', 'im:write']])
    expect(log.lines).toEqual([])
  })

  it('does not wait for ever when Slack does not say', async () => {
    const silence: typeof fetch = () => new Promise(() => {})
    const identity = identityByToken('xoxb-env', { ...slackThat().options, fetch: silence }, log)
    await install('xoxb-T1', known('T1'))
    const { lineFor } = lines({ identity, patience: 1 })
    expect([await lineFor('T1'), await lineFor('T2')]).toEqual([expect.anything(), undefined])
  })

  it('never speaks with it elsewhere', async () => {
    const slack = slackThat({ 'auth.test': acme })
    await install('xoxb-T2', known('T2'))
    const identity = identityByToken('xoxb-env', slack.options, log)
    await vi.waitFor(() => expect(identity.heard()).toBeDefined())
    const { lineFor } = lines({ identity, clientOptions: slack.options })
    await (await lineFor('T2'))?.client.chat.postMessage({ channel: 'U1', text: 'Hello.' })
    expect(slack.calls.at(-1)).toMatchObject({ method: 'chat.postMessage', token: 'xoxb-T2' })
    expect(await lineFor('T3')).toBeUndefined()
  })

  it('has no line when Slack refuses it', async () => {
    const slack = slackThat({ 'auth.test': { ok: false, error: 'account_inactive' } })
    const identity = identityByToken('xoxb-env', slack.options, log)
    await vi.waitFor(() => expect(identity.heard()).toEqual(refusedWith('account_inactive')))
    expect(await lines({ identity }).lineFor('T1')).toBeUndefined()
  })
})

describe('a call that Slack refuses', () => {
  it('with a word that ends the installation stops its lanes at once, and closes the line', async () => {
    await install('xoxb-1', known('T1'))
    await install('xoxb-2', known('T2'))
    const { lineFor, refused } = lines()
    await Promise.all([lineFor('T1'), lineFor('T2')])
    await refused('T1', 'token_revoked')
    expect(await lineFor('T1')).toBeUndefined()
    expect(await lineFor('T2')).toBeDefined()
    expect(await sql('select distinct workspace_id, stopped from lane order by 1')).toEqual([
      { workspace_id: 'T1', stopped: 'token_revoked' },
      { workspace_id: 'T2', stopped: null },
    ])
  })

  it('does so with the token in the environment too', async () => {
    const slack = slackThat({ 'auth.test': acme })
    await install('xoxb-env', known('T1'), [])
    const identity = identityByToken('xoxb-env', slack.options, log)
    await vi.waitFor(() => expect(identity.heard()).toBeDefined())
    await lines({ identity, keys: [] }).refused('T1', 'account_inactive')
    expect(await sql('select revoked_at from installation')).toEqual([{ revoked_at: monday }])
  })

  it('because of an old token leaves the new one that is on record', async () => {
    await install('xoxb-1', known('T1'))
    const { lineFor, refused } = lines()
    await lineFor('T1')
    await install('xoxb-2', known('T1'))
    await refused('T1', 'token_revoked')
    expect(await sql('select revoked_at, token_cipher is not null as there from installation')).toEqual([
      { revoked_at: null, there: true },
    ])
    expect(await lineFor('T1')).toBeDefined()
  })

  it('with any other word changes nothing', async () => {
    await install('xoxb-1', known('T1'))
    const { lineFor, refused } = lines()
    const line = await lineFor('T1')
    await refused('T1', 'channel_not_found')
    expect(await lineFor('T1')).toBe(line)
  })
})

function lines(change: Partial<LinesOptions> = {}) {
  return linesTo({
    world: { db, log, now: () => monday },
    clientOptions: slackThat().options,
    keys: [k1],
    identity: undefined,
    millis: () => millis,
    ...change,
  })
}

function install(token: string, heard: ReturnType<typeof known>, keys: KeyRing = [k1]): Promise<void> {
  const quiet = listening()
  return noteHeard({ world: { db, log: quiet, now: () => monday }, keys, noteWorkspace: noteWithLanes }, token, heard)
}
