import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { movedClock } from '../../sandbox/clock.ts'
import { exampleCompany } from '../../sandbox/demo/company.ts'
import { type Json, record, records, text } from '../../sandbox/json.ts'
import { type Stage, startStage } from './bot.ts'

let stage: Stage

beforeAll(async () => {
  stage = await startStage({ clock: movedClock(Date.UTC(2026, 10, 23, 8)), scopes: ['im:write'] })
})

afterAll(() => stage.close())

const info = async (user: string): Promise<Json> => record((await stage.bot.call('users.info', { user })).user)

describe('users.info', () => {
  it('tells the zone, its name and its seconds from Greenwich', async () => {
    expect(await info('U0PRIYARAM')).toMatchObject({
      tz: 'Asia/Kolkata',
      tz_label: 'India Standard Time',
      tz_offset: 19_800,
    })
    expect(await info('U0NAOMIFEL')).toMatchObject({ tz: 'America/New_York', tz_offset: -18_000 })
  })

  it('tells members, admins, guests, bots and closed accounts apart', async () => {
    expect(await info('U0IVANPET')).toMatchObject({
      deleted: false,
      is_bot: false,
      is_admin: false,
      is_restricted: false,
    })
    expect(await info('U0ANNALIND')).toMatchObject({ is_admin: true })
    expect(await info('U0KENJIMOR')).toMatchObject({ is_restricted: true, is_ultra_restricted: false })
    expect(await info('U0OLGASID')).toMatchObject({ deleted: true })
    expect(await info('U0OLGASID')).not.toHaveProperty('tz')
    expect(await info('U0NATSBOT0')).toMatchObject({ is_bot: true })
    expect(await info('USLACKBOT')).toMatchObject({ is_bot: false, name: 'slackbot' })
  })

  it('tells a language only when asked', async () => {
    expect(await info('U0IVANPET')).not.toHaveProperty('locale')
    expect(await stage.bot.call('users.info', { user: 'U0IVANPET', include_locale: true })).toMatchObject({
      user: { locale: 'en-US' },
    })
  })

  it('knows nobody else', async () => {
    expect(await stage.bot.call('users.info', { user: 'U0NOBODY00' })).toMatchObject({
      ok: false,
      error: 'user_not_found',
    })
  })
})

describe('users.list', () => {
  it('turns its pages, and shows everybody once', async () => {
    const seen: string[] = []
    let cursor = ''
    do {
      const page = await stage.bot.call('users.list', { limit: 10, ...(cursor ? { cursor } : {}) })
      expect(records(page.members).length).toBeLessThanOrEqual(10)
      seen.push(...records(page.members).map(({ id }) => text(id)))
      cursor = text(record(page.response_metadata).next_cursor)
    } while (cursor !== '')
    expect(seen).toEqual([...exampleCompany.people.map(({ id }) => id), 'U0NATSBOT0', 'USLACKBOT'])
  })

  it('refuses a cursor it did not give, and pages of a thousand', async () => {
    expect(await stage.bot.call('users.list', { cursor: 'abc' })).toMatchObject({ ok: false, error: 'invalid_cursor' })
    expect(await stage.bot.call('users.list', { limit: 1000 })).toMatchObject({ ok: false, error: 'invalid_limit' })
  })
})

describe('conversations.open', () => {
  it('opens the conversation that a message to the person would use', async () => {
    const opened = record((await stage.bot.call('conversations.open', { users: 'U0IVANPET' })).channel)
    expect((await stage.bot.call('chat.postMessage', { channel: 'U0IVANPET', text: 'Hello.' })).channel).toBe(opened.id)
  })

  it('opens none with a closed account', async () => {
    expect(await stage.bot.call('conversations.open', { users: 'U0OLGASID' })).toMatchObject({
      ok: false,
      error: 'user_disabled',
    })
  })
})
