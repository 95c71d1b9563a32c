import { EventEmitter, once } from 'node:events'
import type { WebClientOptions } from '@slack/web-api'
import { describe, expect, it, vi } from 'vitest'
import { identityByToken } from '../../src/slack/identity.ts'
import { boltLogger } from '../../src/slack/receiver.ts'
import type { Log } from '../../src/world.ts'

const source = { teamId: 'T1', enterpriseId: undefined, isEnterpriseInstall: false }
const acme = { ok: true, team: 'Acme', team_id: 'T1', user_id: 'U0BOT', bot_id: 'B1' }

describe('who the bot is', () => {
  it('is asked once, beside the first request', async () => {
    const slack = slackThat(acme)
    const { authorize } = identityByToken('xoxb-1', slack.options, quiet())
    await vi.waitFor(async () => {
      expect(await authorize(source)).toEqual({
        botToken: 'xoxb-1',
        workspaceName: 'Acme',
        ownTeam: 'T1',
        teamId: 'T1',
        scopes: new Set(['commands', 'chat:write']),
        botId: 'B1',
        botUserId: 'U0BOT',
      })
    })
    await authorize(source)
    expect(slack.calls()).toBe(1)
  })

  it('is not waited for', async () => {
    const slack = slackThat(new Promise<object>(() => {}))
    expect(await identityByToken('xoxb-1', slack.options, quiet()).authorize(source)).toEqual({ botToken: 'xoxb-1' })
  })

  it('is asked again with the next request while Slack is away, and the log says so', async () => {
    const slack = slackThat({ ok: false, error: 'internal_error' }, acme)
    const log = quiet()
    const { authorize } = identityByToken('xoxb-1', slack.options, log)
    await vi.waitFor(() =>
      expect(log.warnings).toEqual([expect.stringContaining('asking again with the next requests')]),
    )
    expect(await authorize(source)).toEqual({ botToken: 'xoxb-1' })
    await vi.waitFor(async () => expect(await authorize(source)).toMatchObject({ workspaceName: 'Acme' }))
    expect(slack.calls()).toBe(2)
  })

  it('is said to be unknown once, however long Slack is away', async () => {
    const away = { ok: false, error: 'internal_error' }
    const slack = slackThat(away, away, away, acme)
    const log = quiet()
    const { authorize } = identityByToken('xoxb-1', slack.options, log)
    await vi.waitFor(async () => expect(await authorize(source)).toMatchObject({ workspaceName: 'Acme' }))
    expect(slack.calls()).toBe(4)
    expect(log.warnings).toHaveLength(1)
  })

  it('is asked again when the answer is a minute old, so that a scope granted meanwhile counts', async () => {
    let now = 0
    const slack = slackThat(acme, { ...acme, team: 'Acme & Co' })
    const { authorize } = identityByToken('xoxb-1', slack.options, quiet(), () => now)
    await vi.waitFor(async () => expect(await authorize(source)).toMatchObject({ workspaceName: 'Acme' }))
    now = 59_999
    await authorize(source)
    expect(slack.calls()).toBe(1)
    now = 60_000
    await vi.waitFor(async () => expect(await authorize(source)).toMatchObject({ workspaceName: 'Acme & Co' }))
    expect(slack.calls()).toBe(2)
  })

  it('is asked by one request at a time', async () => {
    const gate = new EventEmitter()
    const slack = slackThat(once(gate, 'open').then(() => acme))
    const { authorize } = identityByToken('xoxb-1', slack.options, quiet())
    await Promise.all(Array.from({ length: 20 }, () => authorize(source)))
    await vi.waitFor(() => expect(slack.calls()).toBe(1))
    gate.emit('open')
    await vi.waitFor(async () => expect(await authorize(source)).toMatchObject({ workspaceName: 'Acme' }))
    expect(slack.calls()).toBe(1)
  })
})

describe('a token that Slack refuses', () => {
  it('is said once in the log, by its variable, and is why the bot is not ready', async () => {
    const slack = slackThat({ ok: false, error: 'invalid_auth' }, { ok: false, error: 'invalid_auth' }, acme)
    const log = quiet()
    const { check } = identityByToken('xoxb-1', slack.options, log)
    await vi.waitFor(async () => expect(await check()).toBe('Slack refuses SLACK_BOT_TOKEN; the log says how'))
    expect(log.errors).toEqual(['Slack refuses SLACK_BOT_TOKEN. Nobody can be answered until it is put right.'])
    await vi.waitFor(async () => expect(await check()).toBeUndefined())
  })

  it('is noticed within a minute when it dies in mid-life', async () => {
    let now = 0
    const slack = slackThat(acme, { ok: false, error: 'account_inactive' }, acme)
    const log = quiet()
    const { authorize, check } = identityByToken('xoxb-1', slack.options, log, () => now)
    await vi.waitFor(async () => expect(await authorize(source)).toMatchObject({ workspaceName: 'Acme' }))
    expect(await check()).toBeUndefined()
    now = 60_000
    await vi.waitFor(async () => expect(await check()).toBe('Slack refuses SLACK_BOT_TOKEN; the log says how'))
    expect(log.errors).toEqual(['Slack refuses SLACK_BOT_TOKEN. Nobody can be answered until it is put right.'])
    await vi.waitFor(async () => expect(await check()).toBeUndefined())
  })

  it('is not to blame while Slack is away', async () => {
    const slack = slackThat({ ok: false, error: 'internal_error' }, new Promise<object>(() => {}))
    const log = quiet()
    const { check } = identityByToken('xoxb-1', slack.options, log)
    await vi.waitFor(() => expect(log.warnings).toHaveLength(1))
    expect(await check()).toBeUndefined()
  })
})

/** A Slack that answers each call with the next of these. */
function slackThat(...answers: readonly (object | Promise<object>)[]) {
  let calls = 0
  const answering: typeof fetch = async () =>
    Response.json(await answers[calls++], { headers: { 'x-oauth-scopes': 'commands,chat:write' } })
  const options: WebClientOptions = { fetch: answering, retryConfig: { retries: 0 }, logger: boltLogger(quiet()) }
  return { options, calls: () => calls }
}

function quiet(): Log & { readonly warnings: readonly string[]; readonly errors: readonly string[] } {
  const warnings: string[] = []
  const errors: string[] = []
  const nothing = () => {}
  const warn = (_facts: unknown, words?: unknown) => void warnings.push(String(words))
  const error = (_facts: unknown, words?: unknown) => void errors.push(String(words))
  return { warnings, errors, debug: nothing, info: nothing, error, warn }
}
