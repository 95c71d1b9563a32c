import { expect, it, test } from 'vitest'
import { notIn, shownIn } from './seen.ts'

const known = new Set(['modal room.view', 'message room.message'])
const modal = (callback_id: string) => ({ type: 'modal', callback_id, blocks: [{ type: 'divider', block_id: 'x.y' }] })
const message = (block_id?: string) => ({
  text: 'A sentence.',
  blocks: [
    { type: 'section', ...(block_id ? { block_id } : {}) },
    { type: 'divider', block_id: 'room.message' },
  ],
})
const entry = (kind: 'api' | 'response_url' | 'delivery' | 'control', details: object) => ({
  seq: 1,
  at: 0,
  kind,
  ...details,
})

it('knows a view by its callback id, and a message by the id of its first block', () => {
  expect(notIn(known, [modal('room.view'), message('room.message')])).toEqual([])
})

it('tells each name that is not in the list, once', () => {
  const shown = [modal('room.other'), message('room.told'), modal('room.other')]
  expect(notIn(known, shown)).toEqual(['not in the gallery: modal room.other', 'not in the gallery: message room.told'])
})

it('does not take a window for a message of the same name', () => {
  expect(notIn(known, [modal('room.message')])).toEqual(['not in the gallery: modal room.message'])
})

it('tells a message without a name by its words', () => {
  expect(notIn(known, [message()])).toEqual(['no name: "A sentence."'])
  expect(notIn(known, [{ text: 'Words alone.' }])).toEqual(['no name: "Words alone."'])
  expect(notIn(known, [{ type: 'home', blocks: [] }])).toEqual(['no name: []'])
})

test.each([
  ['a window that was opened', entry('api', { method: 'views.open', args: { view: modal('room.view') } })],
  ['a Home tab', entry('api', { method: 'views.publish', args: { user_id: 'U1', view: modal('room.view') } })],
  [
    'a window that Slack refused',
    entry('api', { method: 'views.update', args: { view: modal('room.view') }, ok: false }),
  ],
  [
    'the answer to a submission',
    entry('delivery', { ack: { body: JSON.stringify({ response_action: 'push', view: modal('room.view') }) } }),
  ],
  ['a message', entry('api', { method: 'chat.postMessage', args: { channel: 'D1', ...message('room.message') } })],
  ['a message that changed', entry('api', { method: 'chat.update', args: { ts: '1.2', ...message('room.message') } })],
  ['an answer at a response address', entry('response_url', { reply: message('room.message') })],
  ['an answer in an ack', entry('delivery', { ack: { body: JSON.stringify(message('room.message')) } })],
])('it sees %s', (_, written) => {
  expect(shownIn([written])).toHaveLength(1)
  expect(notIn(known, shownIn([written]))).toEqual([])
  expect(notIn(new Set(), shownIn([written]))).toHaveLength(1)
})

test.each([
  ['a message that is taken away', entry('response_url', { reply: { delete_original: true } })],
  ['a field error', entry('delivery', { ack: { body: '{"response_action":"errors","errors":{"a":"b"}}' } })],
  ['an empty ack', entry('delivery', { ack: { body: '' } })],
  ['a question to Slack', entry('api', { method: 'users.info', args: { user: 'U1' } })],
  ['what a person does', entry('control', { path: '/control/command', body: { text: '/nats-level' } })],
])('it sees nothing in %s', (_, written) => {
  expect(shownIn([written])).toEqual([])
})
