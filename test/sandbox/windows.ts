import { type Json, text } from '../../sandbox/json.ts'
import { actAs, type Seen } from '../support/person.ts'
import type { Stage } from './bot.ts'

export const plain = (words: string): Json => ({ type: 'plain_text', text: words })

export const button = (id: string, words: string, more: Json = {}): Json => ({
  type: 'button',
  action_id: id,
  text: plain(words),
  ...more,
})

export const actions = (...elements: readonly Json[]): Json => ({ type: 'actions', block_id: 'actions', elements })

export const option = (value: string, words: string, more: Json = {}): Json => ({ text: plain(words), value, ...more })

export const field = (blockId: string, label: string, element: Json, more: Json = {}): Json => ({
  type: 'input',
  block_id: blockId,
  label: plain(label),
  element: { action_id: `${blockId}.value`, ...element },
  ...more,
})

export const nameField = field('name', 'Your name', { type: 'plain_text_input' })

/** A window with a Submit button. */
export const windowOf = (blocks: readonly Json[], more: Json = {}): Json => ({
  type: 'modal',
  callback_id: 'window',
  title: plain('A window'),
  submit: plain('Save'),
  blocks,
  ...more,
})

/** Somebody types the command, and the bot opens this window. */
export async function openWindow(stage: Stage, user: string, view: Json = windowOf([nameField])): Promise<Seen> {
  stage.bot.answers('command', async (payload) => {
    await stage.bot.call('views.open', { trigger_id: text(payload.trigger_id), view })
    return undefined
  })
  return actAs(stage.sandbox.url, user).command('/nats-level')
}
