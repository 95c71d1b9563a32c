import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type Json, readJson, record, records, text } from '../../sandbox/json.ts'
import { actAs } from '../support/person.ts'
import { control } from './api.ts'
import { type Stage, startStage } from './bot.ts'
import { actions, button, openWindow } from './windows.ts'

const IVAN = 'U0IVANPET'
const MARIA = 'U0MARIAKOW'
let stage: Stage
let pages: readonly Page[]

beforeEach(async () => {
  stage = await startStage()
  pages = []
})

afterEach(async () => {
  for (const page of pages) page.close()
  await stage.close()
})

/** A page as bare as can be: it keeps what it is told. */
interface Page {
  readonly heard: readonly Json[]
  /** Resolves with the first piece, told already or to come, of which this is true. */
  hear(part: string, isMeant?: (piece: Json) => boolean): Promise<Json>
  close(): void
}

async function openPage(query: Readonly<Record<string, string>>): Promise<Page> {
  const { host } = new URL(stage.sandbox.url)
  const socket = new WebSocket(`ws://${host}/control/live?${new URLSearchParams(query)}`)
  const heard: Json[] = []
  socket.on('message', (data) => heard.push(record(readJson(data.toString()))))
  const page: Page = {
    heard,
    async hear(part, isMeant = () => true) {
      for (;;) {
        const found = heard.find((piece) => piece.part === part && isMeant(piece))
        if (found) return found
        await once(socket, 'message')
      }
    },
    close: () => socket.terminate(),
  }
  pages = [...pages, page]
  await once(socket, 'open')
  return page
}

const asPage = (user: string): Promise<Page> => openPage({ user, part: 'screen' })

describe('a page that opens', () => {
  it('is told everything that its person sees, once', async () => {
    await actAs(stage.sandbox.url, IVAN).command('/nothing-like-this')
    const page = await asPage(IVAN)
    await page.hear('reads')
    expect(page.heard.map(({ part }) => part)).toEqual([
      'people',
      'channels',
      'app',
      'clock',
      'messages',
      'windows',
      'home',
      'reads',
    ])
    const { app, team } = await page.hear('app')
    expect(team).toMatchObject({ id: 'T0HARBOUR' })
    expect(app).toMatchObject({ name: 'NATS Level', id: 'A0NATSLEVEL', messagesReadOnly: true, botUser: 'U0NATSBOT0' })
    expect(records(record(app).commands)).toMatchObject([{ command: '/nats-level', usageHint: expect.any(String) }])
    expect(await page.hear('messages')).toMatchObject({
      isWhole: true,
      messages: [{ ephemeral: true, user: 'USLACKBOT', text: expect.stringContaining('not a valid command') }],
    })
  })

  it('is told of the conversations its person is in, and of no others', async () => {
    const names = async (user: string) =>
      records((await (await asPage(user)).hear('channels')).channels).map(({ name }) => name)
    expect(await names(IVAN)).toEqual(['general', 'platform'])
    expect(await names(MARIA)).toContain('payments')
  })
})

describe('what happens', () => {
  it('reaches the page when it is a move of the clock', async () => {
    const page = await asPage(IVAN)
    const set = '2027-01-01T08:00:00Z'
    const ask = (body: object) =>
      fetch(`${stage.sandbox.url}/control/clock`, { method: 'POST', body: JSON.stringify(body) })
    await ask({ rate: 0 })
    await ask({ set })
    const isThere = ({ clock }: Json): boolean => record(clock).at === Date.parse(set)
    expect(await page.hear('clock', isThere)).toMatchObject({ clock: { version: 3, rate: 0 } })
  })

  it('reaches the page without being asked for: a message, its change, its end', async () => {
    const page = await asPage(IVAN)
    await page.hear('reads')
    const sent = await stage.bot.call('chat.postMessage', { channel: IVAN, text: 'One.' })
    expect(await page.hear('messages', ({ isWhole }) => !isWhole)).toMatchObject({
      messages: [{ text: 'One.' }],
      gone: [],
    })
    const where = { channel: text(sent.channel), ts: text(sent.ts) }
    await stage.bot.call('chat.update', { ...where, text: 'Two.' })
    const isTwo = ({ messages }: Json): boolean => records(messages).some((each) => each.text === 'Two.')
    expect(await page.hear('messages', isTwo)).toMatchObject({ messages: [{ key: `${where.channel} ${where.ts}` }] })
    await stage.bot.call('chat.delete', where)
    await page.hear('messages', ({ gone }) => Array.isArray(gone) && gone.includes(`${where.channel} ${where.ts}`))
  })

  it('reaches every window of the same person and nobody else', async () => {
    const [one, other, maria] = await Promise.all([asPage(IVAN), asPage(IVAN), asPage(MARIA)])
    await openWindow(stage, IVAN)
    const isOpen = ({ windows }: Json): boolean => records(windows).length === 1
    await Promise.all([one.hear('windows', isOpen), other.hear('windows', isOpen)])
    await stage.bot.call('chat.postMessage', { channel: MARIA, text: 'Hello, Maria.' })
    await maria.hear('messages', ({ isWhole }) => !isWhole)
    expect(maria.heard.filter(isOpen)).toEqual([])
    expect(JSON.stringify(one.heard)).not.toContain('Hello, Maria.')
  })

  it('tells what a reader picked in a message to that reader alone', async () => {
    const [ivan, maria] = await Promise.all([asPage(IVAN), asPage(MARIA)])
    const blocks = [actions({ type: 'datepicker', action_id: 'day' }, button('go', 'Go'))]
    const posted = { channel: 'C0PLATFORM', text: 'Which day?', blocks: JSON.stringify(blocks) }
    await stage.bot.call('chat.postMessage', posted)
    await actAs(stage.sandbox.url, IVAN).click('day', { value: '2026-12-01' })
    const hasDay = ({ messages }: Json): boolean => JSON.stringify(messages ?? null).includes('2026-12-01')
    await ivan.hear('messages', hasDay)
    await stage.bot.call('chat.postMessage', { channel: 'C0GENERAL', text: 'Thanks.' })
    await maria.hear('messages', ({ messages }) => JSON.stringify(messages).includes('Thanks.'))
    expect(maria.heard.filter(hasDay)).toEqual([])
  })
})

describe('the journal of a page', () => {
  it('begins with what happened before and goes on with what happens', async () => {
    await stage.bot.call('auth.test', {})
    const page = await openPage({ user: IVAN, part: 'journal' })
    expect(await page.hear('journal')).toMatchObject({ isWhole: true, entries: [{ kind: 'api', method: 'auth.test' }] })
    await stage.bot.call('users.info', { user: IVAN })
    expect(await page.hear('journal', ({ isWhole }) => !isWhole)).toMatchObject({ entries: [{ method: 'users.info' }] })
  })

  it('begins anew after a reset', async () => {
    await stage.bot.call('auth.test', {})
    const page = await openPage({ user: IVAN, part: 'journal' })
    await page.hear('journal')
    await control(stage.sandbox.url, 'reset', {})
    await page.hear('journal', ({ isWhole, entries }) => isWhole === true && records(entries).length === 0)
    await stage.bot.call('users.info', { user: IVAN })
    const goesOn = ({ entries }: Json): boolean => records(entries).some(({ method }) => method === 'users.info')
    expect(await page.hear('journal', goesOn)).toMatchObject({ isWhole: false, entries: [{ kind: 'api' }] })
  })
})

describe('a page that may not in', () => {
  const refusal = async (query: string, headers = {}): Promise<readonly [unknown, string]> => {
    const { host } = new URL(stage.sandbox.url)
    const socket = new WebSocket(`ws://${host}/control/live?${query}`, { headers })
    socket.on('error', () => {})
    const [, response] = await once(socket, 'unexpected-response')
    const chunks: Buffer[] = []
    for await (const chunk of response) chunks.push(chunk)
    return [response.statusCode, Buffer.concat(chunks).toString('utf8')]
  }

  it.each([
    ['user=U0NOBODY', 404, '“user” is "U0NOBODY"'],
    ['user=U0OLGASID', 400, 'is deactivated'],
    [`user=${IVAN}&part=all`, 400, '“part” is “all”; expected screen or journal.'],
    [`user=${IVAN}&team=T9`, 404, '“team” is "T9"'],
  ])('is told why: %s', async (query, status, sentence) => {
    const [found, words] = await refusal(query)
    expect(words).toContain(sentence)
    expect(found).toBe(status)
  })

  it('is turned away when it comes from another site', async () => {
    const [status] = await refusal(`user=${IVAN}`, { origin: 'https://evil.example' })
    expect(status).toBe(403)
  })
})
