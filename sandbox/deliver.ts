import { createHmac } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Json } from './json.ts'
import { ACK_MS } from './limits.ts'
import type { Slack } from './slack.ts'

/** What became of a payload. `ms` is how long the bot took, by Slack's clock. */
export type Ack =
  | { readonly kind: 'acked'; readonly ms: number; readonly body: string }
  | { readonly kind: 'late'; readonly ms: number }
  | { readonly kind: 'refused'; readonly ms: number; readonly status: number }
  | { readonly kind: 'unreachable'; readonly ms: number; readonly reason: string }

/** A payload on its way to the bot: Slack's commands are plain forms, interactions JSON in a form, events JSON. */
export type Parcel =
  | { readonly as: 'command'; readonly what: string; readonly content: Readonly<Record<string, string>> }
  | { readonly as: 'interaction' | 'event'; readonly what: string; readonly content: Json }

/** Brings a payload to the bot and waits for its ack, three seconds at most. Never throws. */
export async function deliver(slack: Slack, parcel: Parcel): Promise<Ack> {
  const ended = slack.activity.begin()
  try {
    const ack = await bring(slack, parcel)
    slack.journal.write('delivery', {
      what: parcel.what,
      content: parcel.content,
      to: slack.addresses.bot,
      ack: told(ack),
    })
    return ack
  } finally {
    ended()
  }
}

/** What Slack calls the failure, or undefined when the bot acked. */
export function failureOf(ack: Ack): 'operation_timeout' | 'dispatch_failed' | undefined {
  if (ack.kind === 'acked') return undefined
  return ack.kind === 'late' ? 'operation_timeout' : 'dispatch_failed'
}

function told(ack: Ack): Json {
  const { kind, ms, ...rest } = ack
  return { outcome: kind, ms, ...rest }
}

const FORM = 'application/x-www-form-urlencoded'

function written(parcel: Parcel): { readonly type: string; readonly body: string } {
  if (parcel.as === 'command') return { type: FORM, body: new URLSearchParams(parcel.content).toString() }
  const json = JSON.stringify(parcel.content)
  if (parcel.as === 'event') return { type: 'application/json', body: json }
  return { type: FORM, body: new URLSearchParams({ payload: json }).toString() }
}

function bring(slack: Slack, parcel: Parcel): Promise<Ack> {
  const started = slack.clock.now()
  const took = (): number => slack.clock.now() - started
  const address = slack.addresses.bot
  if (address === null) return Promise.resolve({ kind: 'unreachable', ms: 0, reason: 'no address of a bot is known' })
  const { type, body } = written(parcel)
  return new Promise((resolve) => {
    const send = address.startsWith('https:') ? httpsRequest : httpRequest
    // A connection of its own each time: a bot that was restarted is not spoken to through the old one's.
    const request = send(address, { method: 'POST', headers: signedHeaders(slack, type, body), agent: false })
    const settle = (ack: Ack): void => {
      cancelTimeout()
      resolve(ack)
    }
    const cancelTimeout = slack.clock.after(ACK_MS, () => {
      settle({ kind: 'late', ms: took() })
      request.destroy()
    })
    request.on('error', (error) => settle({ kind: 'unreachable', ms: took(), reason: error.message }))
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', (error) => settle({ kind: 'unreachable', ms: took(), reason: error.message }))
      response.on('end', () => {
        const status = response.statusCode ?? 0
        // Interactions must be answered with 200 exactly; for events any 2xx will do.
        const isGood = parcel.as === 'event' ? status >= 200 && status < 300 : status === 200
        if (!isGood) settle({ kind: 'refused', ms: took(), status })
        else settle({ kind: 'acked', ms: took(), body: Buffer.concat(chunks).toString('utf8') })
      })
    })
    request.end(body)
  })
}

function signedHeaders(slack: Slack, type: string, body: string): Record<string, string> {
  // Real time whatever the sandbox's clock says: the bot compares it with its own.
  const timestamp = String(Math.floor(Date.now() / 1000))
  const signature = createHmac('sha256', slack.secrets.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')
  return {
    'content-type': type,
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signature}`,
  }
}
