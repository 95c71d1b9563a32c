import { WebClient } from '@slack/web-api'
import { pino } from 'pino'
import type { SlackLine } from '../../src/slack/lines.ts'
import { boltLogger } from '../../src/slack/receiver.ts'

/** What happens to a call: done and answered, or not quite. */
export type Fate =
  | 'answered'
  /** Done, but the connection goes before the answer. */
  | 'lost-after'
  /** The connection goes before anything is done. */
  | 'lost-before'
  /** Done, and never answered: whoever called is dead by then. */
  | 'dies-after'
  | 'dies-before'
  | { readonly error: string }
  | { readonly status: number; readonly retryAfter?: number }

export interface Posted {
  /** The letter’s, from the metadata. */
  readonly id: string
  readonly channel: string
  readonly ts: string
  readonly text: string
}

/** A Slack of one test, without a network: it keeps what was posted, and treats calls as it is told. */
export interface FakeSlack {
  readonly line: SlackLine
  readonly posted: () => readonly Posted[]
  /** Names of methods, in the order in which they were called. */
  readonly calls: () => readonly string[]
  /** The next calls of this method; after them it is well again. */
  readonly next: (method: string, ...fates: readonly Fate[]) => void
  /** What happens to this method from its next call on is this, once, and nothing else that was planned before. */
  readonly once: (method: string, fate: Fate) => void
  /** Settles when a call has met a fate after which its caller is dead. */
  readonly death: () => Promise<void>
}

const everything = ['chat:write', 'im:write', 'im:history', 'mpim:write', 'mpim:history']

export function fakeSlack(now: () => Date, scopes: readonly string[] = everything): FakeSlack {
  let messages: readonly Posted[] = []
  let called: readonly string[] = []
  let died = () => {}
  const fates = new Map<string, readonly Fate[]>()

  function doIt(method: string, given: URLSearchParams): object {
    const word = (name: string) => given.get(name) ?? ''
    switch (method) {
      case 'chat.postMessage': {
        const ts = (now().getTime() / 1_000 + (messages.length + 1) / 1_000_000).toFixed(6)
        const { event_payload } = JSON.parse(word('metadata'))
        const channel = conversation(word('channel'))
        messages = [...messages, { id: event_payload.id, channel, ts, text: word('text') }]
        return { ok: true, channel, ts }
      }
      case 'chat.update':
        messages = messages.map((each) => (each.ts === word('ts') ? { ...each, text: word('text') } : each))
        return { ok: true, channel: word('channel'), ts: word('ts') }
      case 'conversations.open':
        return { ok: true, channel: { id: conversation(word('users')) } }
      case 'conversations.history':
        return { ok: true, ...page(word('channel'), Number(word('oldest')), Number(word('cursor') || 0)) }
      default:
        return { ok: false, error: 'unknown_method' }
    }
  }

  /** One message a page, the newest first: whoever looks has to turn them. */
  function page(channel: string, oldest: number, from: number): object {
    const all = messages.filter((each) => each.channel === channel && Number(each.ts) >= oldest).toReversed()
    const shown = all.slice(from, from + 1).map(({ id, ts, text }) => ({
      ts,
      text,
      metadata: { event_type: 'nats_level_letter', event_payload: { id } },
    }))
    const more = from + 1 < all.length
    return { messages: shown, response_metadata: { next_cursor: more ? String(from + 1) : '' } }
  }

  async function answer(method: string, given: URLSearchParams): Promise<Response> {
    called = [...called, method]
    const [fate = 'answered', ...later] = fates.get(method) ?? []
    fates.set(method, later)
    if (typeof fate === 'object') return misanswered(fate)
    const done = fate === 'lost-before' || fate === 'dies-before' ? {} : doIt(method, given)
    if (fate.startsWith('lost')) throw Object.assign(new Error('reset'), { code: 'ECONNRESET' })
    if (fate.startsWith('dies')) {
      died()
      return new Promise(() => {})
    }
    return Response.json(done)
  }

  const client = new WebClient('xoxb-fake', {
    slackApiUrl: 'http://slack.invalid/api/',
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: boltLogger(pino({ level: 'silent' })),
    fetch: async (target, init) => {
      const request = new Request(target, init)
      return answer(request.url.split('/').at(-1) ?? '', new URLSearchParams(await request.text()))
    },
  })
  return {
    line: { client, scopes: new Set(scopes), botId: 'B1' },
    posted: () => messages,
    calls: () => called,
    next: (method, ...planned) => void fates.set(method, [...(fates.get(method) ?? []), ...planned]),
    once: (method, fate) => void fates.set(method, [fate]),
    death: () =>
      new Promise((resolve) => {
        died = resolve
      }),
  }
}

function conversation(users: string): string {
  return users.startsWith('U') ? `D${users.replaceAll(',', '')}` : users
}

function misanswered(
  fate: { readonly error: string } | { readonly status: number; readonly retryAfter?: number },
): Response {
  if ('error' in fate) return Response.json({ ok: false, error: fate.error })
  const headers = fate.retryAfter === undefined ? {} : { 'retry-after': String(fate.retryAfter) }
  return new Response('not well', { status: fate.status, headers })
}
