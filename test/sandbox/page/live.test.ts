import { describe, expect, it } from 'vitest'
import { isWhole, type Message, unreadOf, withPiece } from '../../../sandbox/page/live.js'
import { APP, GENERAL, IVAN, MARIA } from './drawn.ts'

const said = (ts: string, more: Partial<Message> = {}): Message => ({
  key: `${GENERAL.id} ${ts}`,
  channel: GENERAL.id,
  ts,
  user: MARIA.id,
  text: `Said at ${ts}`,
  blocks: [],
  ephemeral: false,
  edited: false,
  state: { values: {} },
  ...more,
})
const news = (messages: readonly Message[], gone: readonly string[] = [], isWhole = false) => ({
  part: 'messages',
  isWhole,
  messages,
  gone,
})

describe('a screen that hears of messages', () => {
  const before = withPiece({}, news([said('2.0'), said('1.0')], [], true))

  it('keeps them in the order in which they were written', () => {
    expect(withPiece(before, news([said('1.5')])).messages?.map(({ ts }) => ts)).toEqual(['1.0', '1.5', '2.0'])
  })

  it('puts a changed one where it stood, and leaves the others the very same', () => {
    const after = withPiece(before, news([said('1.0', { text: 'Changed' })]))
    expect(after.messages?.map(({ text }) => text)).toEqual(['Changed', 'Said at 2.0'])
    expect(after.messages?.[1]).toBe(before.messages?.[1])
  })

  it('drops those that are gone', () => {
    expect(withPiece(before, news([], [said('1.0').key])).messages?.map(({ ts }) => ts)).toEqual(['2.0'])
  })

  it('begins anew when it is told everything again', () => {
    expect(withPiece(before, news([said('3.0')], [], true)).messages?.map(({ ts }) => ts)).toEqual(['3.0'])
  })
})

describe('a screen', () => {
  it('can be shown once it was told of every part, though there be no Home', () => {
    const parts = [
      { part: 'people', people: [IVAN] },
      { part: 'channels', channels: [GENERAL] },
      { part: 'app', app: APP },
      { part: 'clock', clock: { version: 1, at: 0, since: 0, rate: 1, zone: null } },
      news([], [], true),
      { part: 'windows', windows: [] },
      { part: 'reads', reads: {} },
    ]
    const screens = parts.map((_, index) => parts.slice(0, index + 1).reduce(withPiece, {}))
    expect(screens.map(isWhole)).toEqual([false, false, false, false, false, false, true])
  })
})

describe('what one has not read', () => {
  const unread = (messages: readonly Message[], reads: Readonly<Record<string, string>> = {}) => [
    ...unreadOf({ messages, reads }, IVAN.id),
  ]

  it('is counted by conversation, from where one stopped', () => {
    const board = said('4.0', { channel: 'C0BOARD' })
    expect(unread([said('1.0'), said('2.0'), said('3.0'), board], { [GENERAL.id]: '1.0' })).toEqual([
      [GENERAL.id, 2],
      ['C0BOARD', 1],
    ])
  })

  it('is nothing that one wrote, or was answered alone', () => {
    expect(unread([said('1.0', { user: IVAN.id }), said('2.0', { ephemeral: true })])).toEqual([])
  })
})
