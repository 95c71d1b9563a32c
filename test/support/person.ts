/** A person at the sandbox's keyboard, for journeys: everything goes over HTTP, as anybody's curl would. */
export interface Person {
  readonly id: string
  /** The whole line as typed, such as `/nats-level show`. */
  command(text: string, channel?: string): Promise<Seen>
  shortcut(callbackId: string): Promise<Seen>
  /** The topmost open window, or null. */
  view(): Promise<SeenView | null>
  /** Fills the open window and presses its button: block id, action id or label → value or words. */
  submit(values?: Readonly<Record<string, unknown>>): Promise<Seen>
  /** Presses a button or picks from a list, by action id or words. */
  click(action: string, more?: ClickMore): Promise<Seen>
  close(): Promise<Seen>
  /** Opens the Home tab; the view is what stands there. */
  home(): Promise<Seen>
  messages(): Promise<readonly SeenMessage[]>
}

export interface ClickMore {
  readonly in?: 'view' | 'home' | 'message'
  readonly channel?: string
  readonly ts?: string
  readonly value?: unknown
}

/** What the person sees once the bot has come to rest. */
export interface Seen {
  readonly ok: boolean
  /** One sentence when the request itself could not be done. */
  readonly error?: string
  readonly ack_ms: number | null
  readonly responses: readonly SeenMessage[]
  readonly view: SeenView | null
  /** Field errors, by block id. */
  readonly errors?: Readonly<Record<string, string>>
  /** What Slack shows when the app failed. */
  readonly notice?: string
}

export interface SeenMessage {
  readonly channel: string
  readonly ts: string
  readonly user: string
  readonly text: string
  readonly blocks: readonly SeenBlock[]
  readonly ephemeral: boolean
  readonly files?: readonly { readonly name: string; readonly title: string; readonly url_private: string }[]
}

export interface SeenBlock {
  readonly type: string
  readonly block_id: string
  readonly [property: string]: unknown
}

export interface SeenView {
  readonly id: string
  readonly type: 'modal' | 'home'
  readonly hash: string
  readonly callback_id: string
  readonly private_metadata: string
  readonly title: { readonly text: string }
  readonly submit: { readonly text: string } | null
  readonly close: { readonly text: string } | null
  readonly blocks: readonly SeenBlock[]
  readonly state: { readonly values: SeenValues }
  readonly root_view_id: string
  readonly previous_view_id: string | null
}

export type SeenValues = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>

export interface JournalEntry {
  readonly seq: number
  readonly at: number
  readonly kind: 'api' | 'response_url' | 'delivery' | 'control' | 'refused' | 'trouble' | 'file' | 'fault' | 'socket'
  readonly [property: string]: unknown
}

export function actAs(url: string, id: string): Person {
  const post = <T>(path: string, body: object): Promise<T> => ask<T>(`${url}${path}`, { user: id, ...body })
  const get = <T>(path: string): Promise<T> => ask<T>(`${url}${path}?user=${encodeURIComponent(id)}`)
  return {
    id,
    command: (text, channel) => post('/control/command', channel === undefined ? { text } : { text, channel }),
    shortcut: (callbackId) => post('/control/shortcut', { callback_id: callbackId }),
    view: async () => (await get<{ readonly view: SeenView | null }>('/control/view')).view,
    submit: (values = {}) => post('/control/submit', { values }),
    click: (action, more = {}) => post('/control/click', { action, ...more }),
    close: () => post('/control/close', {}),
    home: () => get('/control/home'),
    messages: async () => (await get<{ readonly messages: readonly SeenMessage[] }>('/control/messages')).messages,
  }
}

/** What the sandbox wrote down after this number: calls, deliveries, troubles. */
export async function journal(url: string, since = 0): Promise<readonly JournalEntry[]> {
  const answer = await ask<{ readonly entries: readonly JournalEntry[] }>(`${url}/control/journal?since=${since}`)
  return answer.entries
}

/** Everything as on the workspace's first morning. */
export async function reset(url: string): Promise<void> {
  await ask(`${url}/control/reset`, {})
}

/** Every word a person can read on a surface, one line each: what most journeys want to look for. */
export function wordsIn(surface: SeenView | SeenMessage | null): string {
  return surface ? textsOf(surface.blocks).join('\n') : ''
}

function textsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, each]) =>
    name === 'text' && typeof each === 'string' ? [each] : textsOf(each),
  )
}

async function ask<T>(address: string, body?: object): Promise<T> {
  const response = await fetch(
    address,
    body ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {},
  )
  return (await response.json()) as T
}
