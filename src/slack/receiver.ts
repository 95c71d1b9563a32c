import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http'
import { type App, HTTPModuleFunctions, HTTPResponseAck, type Logger, LogLevel, type Receiver } from '@slack/bolt'
import type { Log } from '../world.ts'
import { limits } from './limits.ts'
import { MalformedPayload } from './payloads.ts'
import { admit } from './requests.ts'

/** What the host of the bot may ask, besides Slack: a path and what it answers. */
export interface Route {
  readonly path: string
  readonly answer: () => Promise<{ readonly status: number; readonly body: string }>
}

/** Bolt’s way in over HTTP. */
export interface HttpReceiver extends Receiver {
  readonly start: (port: number, options?: ServerOptions) => Promise<Server>
  readonly stop: () => Promise<void>
}

const slackPath = '/slack/events'

/** How long a client may take to send a request, so that slow senders cannot hold all connections. */
export const serverOptions = { requestTimeout: 10_000, headersTimeout: 5_000, keepAliveTimeout: 65_000 } as const

/**
 * Takes Slack’s signed requests at `POST /slack/events` and the host’s questions at the given routes. Put together by us
 * from Bolt’s parts: `requests.ts` says what its own receiver lets through.
 */
export function httpReceiver(signingSecret: string, routes: readonly Route[], log: Log): HttpReceiver {
  let app: App | undefined
  let server: Server | undefined

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const admitted = await admit(request, signingSecret, Date.now())
    switch (admitted.kind) {
      case 'ssl-check':
        return answer(response, 200)
      case 'address-check':
        response.setHeader('content-type', 'application/json')
        return answer(response, 200, JSON.stringify({ challenge: admitted.challenge }))
      case 'refused':
        log.warn({ status: admitted.status }, `Refused a request: ${admitted.why}`)
        return refuse(response, admitted.status)
      case 'payload':
        return hand(admitted.body, request, response)
    }
  }

  async function hand(body: unknown, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const ack = new HTTPResponseAck({
      logger: boltLogger(log),
      processBeforeResponse: false,
      httpRequest: request,
      httpResponse: response,
      // By then Slack has told the person itself; this only lets go of the connection.
      unhandledRequestTimeoutMillis: limits.ack + 1,
      unhandledRequestHandler: () => void (response.headersSent || answer(response, 404)),
    })
    try {
      await app?.processEvent({
        // Whatever it is: the app looks before it trusts.
        body: body as Record<string, unknown>,
        ack: ack.bind(),
        ...retryOf(request),
      })
    } catch (error) {
      // Handlers catch their own errors, so what arrives here was not understood: a payload that Slack would not send.
      log.warn({ status: 400, ...reasonOf(error) }, 'Refused a signed request that could not be understood')
      refuse(response, 400)
      ack.ack()
    }
  }

  function listen(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url?.split('?')[0]
    const route = routes.find((each) => each.path === path)
    if (path === slackPath && request.method === 'POST') void take(request, response)
    else if (route && request.method === 'GET') void answerRoute(route, response)
    else if (path === slackPath || route) refuse(response.setHeader('allow', route ? 'GET' : 'POST'), 405)
    else refuse(response, 404)
  }

  return {
    init(given) {
      app = given
    },
    start: (port, options = {}) =>
      new Promise((resolve, reject) => {
        const started = createServer(options, listen)
        started.once('error', reject)
        started.listen(port, () => resolve(started))
        server = started
      }),
    stop: () =>
      new Promise((resolve, reject) => {
        if (server) server.close((error) => (error ? reject(error) : resolve()))
        else resolve()
      }),
  }
}

/** Never throws: a question that cannot be answered is a 500. */
export async function answerRoute({ answer: ask }: Route, response: ServerResponse): Promise<void> {
  const { status, body } = await ask().catch(() => ({ status: 500, body: 'failed' }))
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
  response.end(`${body}\n`)
}

/** Bolt’s logger on top of ours. Its debug lines carry whole payloads, so they go nowhere. */
export function boltLogger(log: Log): Logger {
  const nothing = () => {}
  return {
    debug: nothing,
    info: nothing,
    warn: (...parts) => log.warn({ from: 'bolt' }, parts.map(String).join(' ')),
    error: (...parts) => log.error({ from: 'bolt' }, parts.map(String).join(' ')),
    setLevel: nothing,
    setName: nothing,
    getLevel: () => LogLevel.WARN,
  }
}

/** Where a payload was not as expected; of anything else the whole error. */
export function reasonOf(error: unknown): { readonly why: string } | { readonly err: unknown } {
  return error instanceof MalformedPayload ? { why: error.message } : { err: error }
}

/** What is wrong with a request, for whoever sent it by hand. Slack reads the status alone. */
const sentences = {
  400: 'Expected a payload as Slack sends it.',
  401: 'Expected a request that Slack has signed within the last five minutes.',
  404: 'There is nothing at this path.',
  405: 'Expected another method.',
  413: 'Expected a body of one megabyte at most.',
  415: 'Expected application/x-www-form-urlencoded or application/json in UTF-8, not compressed.',
} as const

function refuse(response: ServerResponse, status: keyof typeof sentences): void {
  if (response.headersSent) return
  response.setHeader('content-type', 'text/plain; charset=utf-8')
  // What was not understood will not be when Slack sends it again; what was not let in may be, with the right secret.
  if (status === 400) response.setHeader('x-slack-no-retry', '1')
  answer(response, status, `${sentences[status]}\n`)
}

function answer(response: ServerResponse, status: number, body = ''): void {
  response.writeHead(status, { 'content-length': Buffer.byteLength(body) })
  response.end(body)
}

function retryOf(request: IncomingMessage): { readonly retryNum?: number; readonly retryReason?: string } {
  const retryNum = HTTPModuleFunctions.extractRetryNumFromHTTPRequest(request)
  const retryReason = HTTPModuleFunctions.extractRetryReasonFromHTTPRequest(request)
  return { ...(retryNum === undefined ? {} : { retryNum }), ...(retryReason === undefined ? {} : { retryReason }) }
}
