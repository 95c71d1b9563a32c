import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { movedClock } from '../../sandbox/clock.ts'
import { type Json, record, records } from '../../sandbox/json.ts'
import { actAs } from '../support/person.ts'
import { control } from './api.ts'
import { type Stage, startStage } from './bot.ts'
import { smallCompany } from './company.ts'
import { manifestWith } from './manifests.ts'

const manifest = manifestWith({
  scopes: ['chat:write', 'commands', 'users:read', 'users.profile:read'],
  events: ['app_home_opened', 'team_join', 'user_change'],
})
const clock = movedClock(Date.UTC(2026, 10, 23, 8))
let stage: Stage

beforeAll(async () => {
  stage = await startStage({ clock, company: smallCompany, manifest: manifest.path, limits: { off: true } })
})
beforeEach(async () => void (await control(stage.sandbox.url, 'reset', {})))
afterAll(async () => {
  await stage.close()
  manifest.remove()
})

const change = (facts: Json, user = 'U0ADA'): Promise<Json> =>
  control(stage.sandbox.url, 'people', { user, change: facts })
const info = async (user = 'U0ADA'): Promise<Json> => record((await stage.bot.call('users.info', { user })).user)

/** The inner events that reached the app while this was done. */
async function heard(deed: () => Promise<unknown>): Promise<readonly Json[]> {
  const before = stage.bot.received.length
  await deed()
  return stage.bot.received.slice(before).map(({ payload }) => record(payload.event))
}

describe('somebody who changes', () => {
  it.each([
    [{ deleted: true }, { deleted: true }],
    [{ tz: 'Asia/Tokyo' }, { tz: 'Asia/Tokyo', tz_offset: 32_400 }],
    [
      { real_name: 'Ada Larger', title: 'Lead' },
      { real_name: 'Ada Larger', profile: { title: 'Lead' } },
    ],
    [{ is_restricted: true }, { is_restricted: true, is_ultra_restricted: false }],
    [{ is_admin: true }, { is_admin: true }],
    [
      { status: { text: 'On holiday', emoji: ':palm_tree:', expiration: 1_800_000_000 } },
      { profile: { status_text: 'On holiday', status_emoji: ':palm_tree:', status_expiration: 1_800_000_000 } },
    ],
  ])('by %j is told of by users.info and by user_change', async (facts, expected) => {
    const events = await heard(() => change(facts))
    expect(await info()).toMatchObject(expected)
    expect(events).toMatchObject([{ type: 'user_change', user: { id: 'U0ADA', locale: 'en-US', ...expected } }])
  })

  it('can lose their zone and their status again', async () => {
    await change({ status: { text: 'Away' } })
    await change({ tz: null, status: null })
    expect(await info()).not.toHaveProperty('tz')
    expect(await info()).toMatchObject({ profile: { status_text: '', status_emoji: '' } })
  })

  it('has a later moment of change than before; what no event tells of leaves it', async () => {
    const { updated: first } = await info()
    await change({ title: 'Lead' })
    const { updated: then } = await info()
    clock.advance(60_000)
    await change({ profile: { fields: { Xf0MANAGER: 'U0BOB' } } })
    expect(then).toBeGreaterThan(Number(first))
    expect(await info()).toMatchObject({ updated: then })
  })

  it('loses a status at the moment it was set to end', async () => {
    await change({ status: { text: 'At lunch', expiration: clock.now() / 1000 + 60 } })
    clock.advance(59_999)
    expect(await info()).toMatchObject({ profile: { status_text: 'At lunch' } })
    clock.advance(1)
    const gone = { status_text: '', status_emoji: '', status_expiration: 0 }
    expect(await info()).toMatchObject({ profile: gone })
    expect((await stage.bot.call('users.profile.get', { user: 'U0ADA' })).profile).toMatchObject(gone)
  })

  it('only in custom fields is not told of, nor when nothing changed', async () => {
    const silently = async (): Promise<void> => {
      await change({ profile: { fields: { Xf0TEAM: 'Platform' } } })
      await change({ tz: 'Europe/Berlin' })
    }
    expect(await heard(silently)).toEqual([])
  })

  it('loses their windows when the account is closed', async () => {
    stage.bot.answers('command', async ({ trigger_id }) => {
      const view = { type: 'modal', title: { type: 'plain_text', text: 'Hello' }, blocks: [{ type: 'divider' }] }
      await stage.bot.call('views.open', { trigger_id, view })
      return undefined
    })
    expect((await actAs(stage.sandbox.url, 'U0BEN').command('/small')).view).not.toBeNull()
    await change({ deleted: true }, 'U0BEN')
    await change({ deleted: false }, 'U0BEN')
    expect(await actAs(stage.sandbox.url, 'U0BEN').view()).toBeNull()
  })

  it('is as on the first morning after a reset', async () => {
    await change({ deleted: true })
    await control(stage.sandbox.url, 'reset', {})
    expect(await info()).toMatchObject({ deleted: false })
  })

  it.each([
    [{ user: 'U0NOBODY00', change: {} }, '“user” is "U0NOBODY00"; expected a Slack id'],
    [{ user: 'U0ADA', change: { tz: 'Mars/Olympus' } }, '“change.tz” is not as expected: '],
    [{ user: 'U0ADA', change: { colour: 'red' } }, '“change” is not as expected: '],
    [{ user: 'U0ADA', change: { deleted: 'yes' } }, '“change.deleted” is not as expected: '],
    [{ join: { name: 'new' } }, '“join.real_name” is not as expected: '],
    [{ join: { id: 'U0ADA', name: 'ada', real_name: 'Ada' } }, 'there is already somebody with this id'],
  ])('is asked for in a way that makes sense, not by %j', async (body, sentence) => {
    expect((await control(stage.sandbox.url, 'people', body)).error).toContain(sentence)
  })
})

describe('somebody new', () => {
  const join = (more: Json = {}): Promise<Json> =>
    control(stage.sandbox.url, 'people', {
      join: { name: 'dora', real_name: 'Dora New', tz: 'Europe/Lisbon', ...more },
    })

  it('is announced by team_join and can do everything', async () => {
    const events = await heard(() => join({ id: 'U0DORA' }))
    expect(events).toMatchObject([{ type: 'team_join', user: { id: 'U0DORA', real_name: 'Dora New' } }])
    expect(await info('U0DORA')).toMatchObject({ tz: 'Europe/Lisbon' })
    expect((await stage.bot.call('chat.postMessage', { channel: 'U0DORA', text: 'Welcome.' })).ok).toBe(true)
    expect(await actAs(stage.sandbox.url, 'U0DORA').messages()).toMatchObject([{ text: 'Welcome.' }])
  })

  it('gets an id when none is given, and may be a guest', async () => {
    const { user } = await join({ is_restricted: true })
    expect(user).toMatchObject({ id: expect.stringMatching(/^U[0-9A-Z]{9,}$/), is_restricted: true })
  })
})

describe('an event', () => {
  it('is not sent when the scope it needs was not granted', async () => {
    await control(stage.sandbox.url, 'scopes', { revoke: ['users:read'] })
    expect(await heard(() => change({ deleted: true }))).toEqual([])
  })

  it('is not sent when the manifest does not subscribe to it', async () => {
    const deaf = manifestWith({ scopes: ['users:read'] })
    const other = await startStage({ company: smallCompany, manifest: deaf.path })
    await control(other.sandbox.url, 'people', { user: 'U0ADA', change: { deleted: true } })
    await control(other.sandbox.url, 'home?user=U0BEN')
    expect(other.bot.received).toEqual([])
    await other.close()
    deaf.remove()
  })

  it('says which tab of the app was opened, with a view only for a Home tab that was drawn', async () => {
    const open = (tab: string): Promise<Json> => control(stage.sandbox.url, `home?user=U0ADA&tab=${tab}`)
    const view = { type: 'home', blocks: [{ type: 'divider' }] }
    await stage.bot.call('views.publish', { user_id: 'U0ADA', view })
    const [home = {}, messages = {}] = await heard(async () => {
      await open('home')
      await open('messages')
    })
    expect(home).toMatchObject({ type: 'app_home_opened', tab: 'home', user: 'U0ADA', view: { type: 'home' } })
    expect(messages).toMatchObject({ type: 'app_home_opened', tab: 'messages', channel: home.channel })
    expect(messages).not.toHaveProperty('view')
    expect((await open('about')).error).toBe('“tab” is “about”; this app has home and messages.')
  })
})

describe('a profile', () => {
  const profile = async (args: Json = {}): Promise<Json> =>
    record((await stage.bot.call('users.profile.get', { user: 'U0ADA', ...args })).profile)

  it('has custom fields by id, with a label when asked', async () => {
    await change({
      profile: { title: 'Lead', fields: { Xf0MANAGER: 'U0BEN', Xf0TEAM: { value: 'Platform', alt: 'P' } } },
    })
    expect(await profile()).toMatchObject({
      real_name: 'Ada Small',
      title: 'Lead',
      fields: { Xf0MANAGER: { value: 'U0BEN', alt: '' }, Xf0TEAM: { value: 'Platform', alt: 'P' } },
    })
    expect(record((await profile({ include_labels: true })).fields).Xf0MANAGER).toEqual({
      value: 'U0BEN',
      alt: '',
      label: 'Manager',
    })
    await change({ profile: { fields: { Xf0MANAGER: null } } })
    expect(Object.keys(record((await profile()).fields))).toEqual(['Xf0TEAM'])
  })

  it('has null for fields when nobody filled any in', async () => {
    expect((await profile()).fields).toBeNull()
  })

  it('is the bot’s own when no one is named', async () => {
    expect(record((await stage.bot.call('users.profile.get', {})).profile).display_name).toBe('small')
  })

  it('has the fields that the workspace defines, in their order', async () => {
    const { fields } = record((await stage.bot.call('team.profile.get', {})).profile)
    expect(records(fields)).toMatchObject([
      { id: 'Xf0MANAGER', ordering: 0, label: 'Manager', type: 'user', hint: 'Whom you report to' },
      { id: 'Xf0TEAM', ordering: 1, type: 'options_list', possible_values: ['Platform', 'Payments'] },
    ])
  })
})
