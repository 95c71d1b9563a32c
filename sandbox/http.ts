import { createHmac } from 'node:crypto'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { ACK_MS } from './limits.ts'
import type { Ack, Carrying, Parcel, Retry } from './parcel.ts'
import type { Slack } from './slack.ts'

/** Posts a signed payload to the bot's address and waits for its ack, three seconds at most. */
export function postToBot(slack: Slack, parcel: Parcel, { retry, cut }: Carrying = {}): Promise<Ack> {
  const started = slack.clock.now()
  const took = (): number => slack.clock.now() - started
  const address = slack.addresses.bot
  const failed = (reason: string): Ack => ({ kind: 'unreachable', ms: took(), reason })
  if (address === null) return Promise.resolve(failed('no address of a bot is known'))
  if (cut === 'before') return Promise.resolve(failed(RESET))
  const { type, body } = written(parcel)
  return new Promise((resolve) => {
    const send = address.startsWith('https:') ? httpsRequest : httpRequest
    // A connection of its own each time: a bot that was restarted is not spoken to through the old one's.
    const headers = { ...signedHeaders(slack, type, body), ...retryHeaders(retry) }
    const request = send(address, { method: 'POST', headers, agent: false })
    const settle = (ack: Ack): void => {
      cancelTimeout()
      resolve(ack)
    }
    const cancelTimeout = slack.clock.after(ACK_MS, () => {
      settle({ kind: 'late', ms: took() })
      request.destroy()
    })
    request.on('error', (error) => settle(failed(error.message)))
    request.on('response', (response) => {
      readAll(response).then(
        (said) => settle(judged(parcel, response, said, took())),
        (error: Error) => settle(failed(error.message)),
      )
    })
    request.end(body, () => cut === 'after' && request.destroy(new Error(RESET)))
  })
}

const RESET = 'the connection was reset'
const FORM = 'application/x-www-form-urlencoded'

function written(parcel: Parcel): { readonly type: string; readonly body: string } {
  if (parcel.as === 'command') return { type: FORM, body: new URLSearchParams(parcel.content).toString() }
  const json = JSON.stringify(parcel.content)
  if (parcel.as === 'event') return { type: 'application/json', body: json }
  return { type: FORM, body: new URLSearchParams({ payload: json }).toString() }
}

async function readAll(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

function judged({ as }: Parcel, { statusCode: status = 0, headers }: IncomingMessage, body: string, ms: number): Ack {
  // Interactions must be answered with 200 exactly; for events any 2xx will do.
  const isGood = as === 'event' ? status >= 200 && status < 300 : status === 200
  if (isGood) return { kind: 'acked', ms, status, body }
  return { kind: 'refused', ms, status, body, noRetry: headers['x-slack-no-retry'] === '1' }
}

function retryHeaders(retry: Retry | undefined): Record<string, string> {
  return retry ? { 'x-slack-retry-num': String(retry.num), 'x-slack-retry-reason': retry.reason } : {}
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
