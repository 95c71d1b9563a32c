import { readFileSync } from 'node:fs'
import { html } from 'htm/preact'
import { render } from 'preact-render-to-string'
import { Blocks } from '../../../sandbox/page/blocks/blocks.js'
import {
  type Channel,
  type Directory,
  deadSurface,
  type Person,
  type Surface,
} from '../../../sandbox/page/blocks/surface.js'
import type { App } from '../../../sandbox/page/live.js'
import { Mrkdwn, Text } from '../../../sandbox/page/text/text.js'

type Json = Readonly<Record<string, unknown>>

const nobody = { title: '', zone: null, story: null, status: null }
const ordinary = { isBot: false, isDeleted: false, isGuest: false, isAdmin: false, isInvited: false, isStranger: false }

export const IVAN: Person = {
  ...nobody,
  ...ordinary,
  id: 'U0IVAN',
  handle: 'ivan',
  name: 'Ivan Petrov',
  title: 'Developer',
}
export const MARIA: Person = { ...nobody, ...ordinary, id: 'U0MARIA', handle: 'maria', name: 'Maria Kowalska' }
const GONE: Person = { ...nobody, ...ordinary, id: 'U0GONE', handle: 'gone', name: 'Gerd Gone', isDeleted: true }
export const GENERAL: Channel = channel('C0GENERAL', 'general', 'channel')
export const BOARD: Channel = channel('C0BOARD', 'board', 'group')

function channel(id: string, name: string, kind: Channel['kind']): Channel {
  return { id, name, kind, members: null, hasApp: false, isArchived: false }
}

export const APP: App = {
  id: 'A0NATSLEVEL',
  name: 'NATS Level',
  description: 'Levels and mentors',
  botUser: 'U0NATSBOT0',
  botName: 'nats-level',
  isInstalled: true,
  homeTab: true,
  messagesTab: true,
  messagesReadOnly: true,
  commands: [{ command: '/nats-level', description: 'Record your level', usageHint: '[show | help]' }],
  shortcuts: [],
}

/** Monday, 23 November 2026, 10:00 in Berlin. */
export const NOW = Date.UTC(2026, 10, 23, 9)

export const directory: Directory = {
  me: IVAN.id,
  zone: 'Europe/Berlin',
  people: [IVAN, MARIA, GONE],
  channels: [GENERAL, BOARD],
  person: (id) => [IVAN, MARIA, GONE].find((person) => person.id === id),
  channel: (id) => [GENERAL, BOARD].find((each) => each.id === id),
  now: () => NOW,
}

/** What is different on a surface; `kept` is what its state holds of every element. */
type More = Partial<Omit<Surface, 'valueOf'>> & { readonly kept?: Json }

/** A surface on which nothing happens, but for what the test says. */
function surfaceOf({ kept, ...more }: More = {}): Surface {
  return { ...deadSurface(directory, 'modal'), ...more, valueOf: () => kept }
}

export function drawnBlock(block: Json, more: More = {}): string {
  return render(html`<${Blocks} blocks=${[{ block_id: 'b', ...block }]} surface=${surfaceOf(more)} />`)
}

/** One element as the field of an input block. */
export function drawnField(element: Json, block: Json = {}, more: More = {}): string {
  return drawnBlock({ type: 'input', label: plain('Label'), element: { action_id: 'a', ...element }, ...block }, more)
}

export function drawnText(text: Json): string {
  return render(html`<${Text} text=${text} surface=${surfaceOf()} />`)
}

export function drawnMrkdwn(source: string, more: More = {}): string {
  return render(html`<${Mrkdwn} source=${source} surface=${surfaceOf(more)} />`)
}

/** What somebody reads in it, tags left out. */
export function wordsIn(markup: string): string {
  return unescaped(markup.replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim()
}

/** The tags in order, closing ones too, without attributes. */
export function tagsIn(markup: string): readonly string[] {
  return [...markup.matchAll(/<(\/?[a-z][a-z0-9]*)/g)].map(([, name]) => name ?? '')
}

export function unescaped(markup: string): string {
  return markup.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
}

export function plain(text: string): Json {
  return { type: 'plain_text', text }
}

export function mrkdwn(text: string): Json {
  return { type: 'mrkdwn', text }
}

export function option(value: string, text = value, description?: string): Json {
  return { value, text: plain(text), ...(description ? { description: plain(description) } : {}) }
}

/** The table of the page, as the sandbox hands it out. */
export function emojiTable(): Readonly<Record<string, string>> {
  const source = new URL('../../../node_modules/emoji-name-map/lib/datasource.json', import.meta.url)
  return JSON.parse(readFileSync(source, 'utf8'))
}
