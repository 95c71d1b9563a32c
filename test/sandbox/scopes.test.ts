import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { MethodName } from '../../sandbox/api/methods.ts'
import { RULES } from '../../sandbox/api/rules.ts'
import { type Json, record, text } from '../../sandbox/json.ts'
import { actAs } from '../support/person.ts'
import { control } from './api.ts'
import { callApi, type Stage, startStage } from './bot.ts'
import { smallCompany } from './company.ts'
import { manifestWith } from './manifests.ts'

const ALWAYS = ['chat:write', 'commands']
const OPTIONAL = [
  'channels:history',
  'channels:read',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'mpim:history',
  'mpim:read',
  'mpim:write',
  'users.profile:read',
  'users:read',
  'users:read.email',
]
const manifest = manifestWith({ scopes: ALWAYS, optional: OPTIONAL })
let stage: Stage

beforeAll(async () => {
  stage = await startStage({ company: smallCompany, manifest: manifest.path, limits: { off: true } })
})

// Everybody is a member again, and nothing optional is granted.
beforeEach(async () => void (await control(stage.sandbox.url, 'reset', {})))

afterAll(async () => {
  await stage.close()
  manifest.remove()
})

const grant = (...scopes: readonly string[]): Promise<Json> => control(stage.sandbox.url, 'scopes', { grant: scopes })
const call = (method: string, args: Json = {}): Promise<Json> => callApi(stage.sandbox, method, args)
const grantedNow = async (): Promise<string> => {
  const { granted } = await control(stage.sandbox.url, 'scopes')
  return Array.isArray(granted) ? granted.join(',') : ''
}

/** Somebody who has already talked with the app, and has become this since. */
async function becomes(change: Json): Promise<{ readonly id: string; readonly there: string }> {
  const there = text((await call('chat.postMessage', { channel: 'U0BEN', text: 'Hello.' })).channel)
  if (Object.keys(change).length > 0) await control(stage.sandbox.url, 'people', { user: 'U0BEN', change })
  return { id: 'U0BEN', there }
}

const machine = (id: string) => async () => ({ id, there: id })

const STATES = {
  member: () => becomes({}),
  'away member': () => becomes({ status: { text: 'On holiday', emoji: ':palm_tree:' } }),
  guest: () => becomes({ is_restricted: true }),
  'single-channel guest': () => becomes({ is_restricted: true, is_ultra_restricted: true }),
  stranger: () => becomes({ is_stranger: true, team_id: 'T0ELSEWHERE' }),
  invited: () => becomes({ is_invited_user: true }),
  deactivated: () => becomes({ deleted: true }),
  bot: machine('U0ROBOT'),
  Slackbot: machine('USLACKBOT'),
  nobody: machine('U0NOBODY00'),
} as const
type State = keyof typeof STATES

interface Row {
  readonly what: string
  readonly method: MethodName
  readonly scope: string | null
  readonly args: (person: { readonly id: string; readonly there: string }) => Json
  /** Slack's answer for each account, in the order of STATES; ok where it is done. */
  readonly answers: readonly string[]
}

const home = { type: 'home', blocks: [{ type: 'divider' }] }
const whisper = { channel: 'C0GENERAL', text: 'Only you.' }

// member, away, guest, single-channel guest, stranger, invited, deactivated, bot, Slackbot, nobody
const ROWS: readonly Row[] = [
  {
    what: 'users.info',
    method: 'users.info',
    scope: 'users:read',
    args: ({ id }) => ({ user: id }),
    answers: ['ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'user_not_found'],
  },
  {
    what: 'users.profile.get',
    method: 'users.profile.get',
    scope: 'users.profile:read',
    args: ({ id }) => ({ user: id }),
    answers: ['ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'user_not_found'],
  },
  {
    what: 'conversations.open with one person',
    method: 'conversations.open',
    scope: 'im:write',
    args: ({ id }) => ({ users: id }),
    answers: [
      ...['ok', 'ok', 'ok', 'ok', 'user_not_visible', 'user_disabled', 'user_disabled'],
      ...['cannot_dm_bot', 'cannot_dm_bot', 'user_not_found'],
    ],
  },
  {
    what: 'conversations.open with several people',
    method: 'conversations.open',
    scope: 'mpim:write',
    args: ({ id }) => ({ users: `U0ADA,${id}` }),
    answers: [
      ...['ok', 'ok', 'ok', 'ok', 'user_not_visible', 'user_disabled', 'user_disabled'],
      ...['cannot_dm_bot', 'cannot_dm_bot', 'user_not_found'],
    ],
  },
  {
    what: 'chat.postMessage to a person’s id',
    method: 'chat.postMessage',
    scope: 'chat:write',
    args: ({ id }) => ({ channel: id, text: 'Hello.' }),
    answers: [
      ...['ok', 'ok', 'ok', 'ok', 'channel_not_found', 'channel_not_found', 'channel_not_found'],
      ...['cannot_dm_bot', 'cannot_dm_bot', 'channel_not_found'],
    ],
  },
  {
    what: 'chat.postMessage into the conversation that is there',
    method: 'chat.postMessage',
    scope: 'chat:write',
    args: ({ there }) => ({ channel: there, text: 'Hello.' }),
    answers: [
      ...['ok', 'ok', 'ok', 'ok', 'channel_not_found', 'channel_not_found', 'channel_not_found'],
      ...['cannot_dm_bot', 'cannot_dm_bot', 'channel_not_found'],
    ],
  },
  {
    what: 'chat.postEphemeral',
    method: 'chat.postEphemeral',
    scope: 'chat:write',
    args: ({ id }) => ({ ...whisper, user: id }),
    answers: [
      ...['ok', 'ok', 'ok', 'ok', 'ok', 'user_not_in_channel', 'user_not_in_channel'],
      ...['user_not_in_channel', 'user_not_in_channel', 'user_not_found'],
    ],
  },
  {
    what: 'views.publish',
    method: 'views.publish',
    scope: null,
    args: ({ id }) => ({ user_id: id, view: home }),
    answers: [
      ...['ok', 'ok', 'ok', 'ok', 'ok', 'user_not_found', 'user_not_found'],
      ...['user_not_found', 'user_not_found', 'user_not_found'],
    ],
  },
]

const cells = ROWS.flatMap((row) =>
  Object.keys(STATES).map((state, at) => ({ ...row, state: state as State, expected: row.answers[at] })),
)

describe('what the app may do with each kind of account', () => {
  it.each(cells)('$what, $state: $expected', async ({ method, scope, args, state, expected }) => {
    if (scope) await grant(scope)
    const { ok, error } = await call(method, args(await STATES[state]()))
    expect(ok === true ? 'ok' : error).toBe(expected)
  })

  it.each(cells.filter(({ scope }) => scope !== null))(
    '$what, $state, without the scope: missing_scope',
    async ({ method, scope, args, state }) => {
      const wanted = args(await STATES[state]())
      await control(stage.sandbox.url, 'scopes', { revoke: [scope] })
      expect(await call(method, wanted)).toEqual({
        ok: false,
        error: 'missing_scope',
        needed: scope,
        provided: await grantedNow(),
      })
    },
  )
})

interface Need {
  readonly what: string
  readonly method: MethodName
  readonly needed: string
  readonly args: () => Json | Promise<Json>
  /** What Slack says once the scope is there. */
  readonly granted?: string
}

const inDm = async (): Promise<Json> => ({ channel: (await becomes({})).there })
const inGroup = async (): Promise<Json> => {
  await grant('mpim:write')
  const { channel } = await call('conversations.open', { users: 'U0ADA,U0BEN' })
  await control(stage.sandbox.url, 'scopes', { revoke: ['mpim:write'] })
  return { channel: record(channel).id }
}
const posted = async (): Promise<Json> => {
  const { channel, ts } = await call('chat.postMessage', { channel: 'C0GENERAL', text: 'Hello.' })
  return { channel, ts }
}

const NEEDS: readonly Need[] = [
  {
    what: 'a message changed',
    method: 'chat.update',
    needed: 'chat:write',
    args: async () => ({ ...(await posted()), text: 'Bye.' }),
  },
  { what: 'a message deleted', method: 'chat.delete', needed: 'chat:write', args: posted },
  {
    what: 'history of a public channel',
    method: 'conversations.history',
    needed: 'channels:history',
    args: () => ({ channel: 'C0GENERAL' }),
  },
  {
    what: 'history of a private channel',
    method: 'conversations.history',
    needed: 'groups:history',
    args: () => ({ channel: 'C0INNER000' }),
  },
  { what: 'history with one person', method: 'conversations.history', needed: 'im:history', args: inDm },
  { what: 'history with several people', method: 'conversations.history', needed: 'mpim:history', args: inGroup },
  {
    what: 'a public channel',
    method: 'conversations.info',
    needed: 'channels:read',
    args: () => ({ channel: 'C0GENERAL' }),
  },
  {
    what: 'a private channel',
    method: 'conversations.info',
    needed: 'groups:read',
    args: () => ({ channel: 'C0INNER000' }),
  },
  { what: 'a conversation with one person', method: 'conversations.info', needed: 'im:read', args: inDm },
  {
    what: 'members of a public channel',
    method: 'conversations.members',
    needed: 'channels:read',
    args: () => ({ channel: 'C0GENERAL' }),
  },
  { what: 'members of a group conversation', method: 'conversations.members', needed: 'mpim:read', args: inGroup },
  {
    what: 'an upload begun',
    method: 'files.getUploadURLExternal',
    needed: 'files:write',
    args: () => ({ filename: 'a.csv', length: 3 }),
  },
  {
    what: 'an upload ended',
    method: 'files.completeUploadExternal',
    needed: 'files:write',
    args: () => ({ files: [{ id: 'F0NONE' }] }),
    granted: 'file_not_found',
  },
  {
    what: 'a file',
    method: 'files.info',
    needed: 'files:read',
    args: () => ({ file: 'F0NONE' }),
    granted: 'file_not_found',
  },
  { what: 'everybody', method: 'users.list', needed: 'users:read', args: () => ({}) },
  { what: 'the profile’s fields', method: 'team.profile.get', needed: 'users.profile:read', args: () => ({}) },
]

describe('every other method that needs a scope', () => {
  it.each(NEEDS)('$method, $what: $needed', async ({ method, needed, args, granted = 'ok' }) => {
    const wanted = await args()
    await control(stage.sandbox.url, 'scopes', { revoke: [needed] })
    const provided = await grantedNow()
    expect(await call(method, wanted)).toEqual({ ok: false, error: 'missing_scope', needed, provided })
    await grant(needed)
    const { ok, error } = await call(method, wanted)
    expect(ok === true ? 'ok' : error).toBe(granted)
  })

  it('is one of those above', () => {
    const shown = new Set<string>([...ROWS, ...NEEDS].map(({ method }) => method))
    const needing = Object.entries(RULES).filter(([, { scopes }]) => scopes.length > 0)
    expect(needing.map(([method]) => method).filter((method) => !shown.has(method))).toEqual([])
  })

  it('names all choices where its arguments leave them open', async () => {
    expect(await call('conversations.history', { channel: 'C0NOWHERE0' })).toMatchObject({
      error: 'missing_scope',
      needed: 'channels:history,groups:history,im:history,mpim:history',
    })
  })

  it('is refused for its scope before its arguments are looked at', async () => {
    expect(await call('users.info')).toMatchObject({ error: 'missing_scope', needed: 'users:read' })
  })
})

describe('what was granted', () => {
  it('is named on every answer to a good token, beside what the method would take', async () => {
    const asked = async (method: string, token: string): Promise<Headers> => {
      const headers = { authorization: `Bearer ${token}` }
      return (await fetch(`${stage.sandbox.env.SLACK_API_URL}${method}`, { method: 'POST', headers })).headers
    }
    const token = stage.sandbox.env.SLACK_BOT_TOKEN
    const refused = await asked('conversations.open', token)
    expect(refused.get('x-oauth-scopes')).toBe('chat:write,commands')
    expect(refused.get('x-accepted-oauth-scopes')).toBe('im:write,mpim:write')
    await grant('im:write')
    expect((await asked('auth.test', token)).get('x-oauth-scopes')).toBe('chat:write,commands,im:write')
    expect((await asked('auth.test', token)).has('x-accepted-oauth-scopes')).toBe(false)
    expect((await asked('auth.test', 'xoxb-1-2-abc')).has('x-oauth-scopes')).toBe(false)
  })

  it('is what the manifest insists on, and of the optional scopes what was chosen', async () => {
    expect(await control(stage.sandbox.url, 'scopes')).toEqual({
      ok: true,
      granted: ALWAYS,
      asked: [...ALWAYS, ...OPTIONAL],
      optional: OPTIONAL,
    })
    expect(await grant('files:write')).toMatchObject({ granted: ['chat:write', 'commands', 'files:write'] })
  })

  it('is a scope that Slack knows', async () => {
    const { error } = await grant('coffee:make')
    expect(error).toMatch(/^“grant” is "coffee:make"; expected a list of scopes out of channels:history, /)
    expect((await control(stage.sandbox.url, 'scopes', { revoke: 'commands' })).error).toMatch(
      /^“revoke” is "commands";/,
    )
  })

  it('decides whether an address is told', async () => {
    await grant('users:read')
    const email = async (): Promise<unknown> =>
      record(record((await call('users.info', { user: 'U0ADA' })).user).profile).email
    expect(await email()).toBeUndefined()
    await grant('users:read.email')
    expect(await email()).toBe('ada@small.example')
  })

  it('decides whether there are commands and shortcuts', async () => {
    await control(stage.sandbox.url, 'scopes', { revoke: ['commands'] })
    const ada = actAs(stage.sandbox.url, 'U0ADA')
    const { responses } = await ada.command('/small')
    expect(responses).toMatchObject([
      { user: 'USLACKBOT', text: '/small is not a valid command. This workspace has: none.' },
    ])
    expect((await ada.shortcut('do.it')).error).toBe("No shortcut is called “do.it”; the app's manifest has: none.")
  })

  it('decides whether a window may ask for files', async () => {
    const upload = {
      type: 'input',
      label: { type: 'plain_text', text: 'File' },
      element: { type: 'file_input', action_id: 'f' },
    }
    const view = {
      type: 'modal',
      title: { type: 'plain_text', text: 'Files' },
      submit: { type: 'plain_text', text: 'Send' },
      blocks: [upload],
    }
    const seen = async (): Promise<unknown> => (await openSmall(view)).view
    expect(await seen()).toBeNull()
    await grant('files:read')
    expect(await seen()).toMatchObject({ type: 'modal' })
  })
})

async function openSmall(view: Json): Promise<{ readonly view: unknown }> {
  stage.bot.answers(
    'command',
    async ({ trigger_id }) => void (await stage.bot.call('views.open', { trigger_id, view })),
  )
  return actAs(stage.sandbox.url, 'U0ADA').command('/small')
}
