import type { IncomingMessage, ServerResponse } from 'node:http'
import { type CustomRoute, HTTPReceiver, type Logger, LogLevel } from '@slack/bolt'
import type { Log } from '../world.ts'
import { limits } from './limits.ts'

/** What the host of the bot may ask, besides Slack: a path and what it answers. */
export interface Route {
  readonly path: string
  readonly answer: () => Promise<{ readonly status: number; readonly body: string }>
}

/** Slack’s payloads stay far below this; Bolt’s own default is four megabytes. */
const bodyLimit = 1024 * 1024

/** How long a client may take to send a request, so that slow senders cannot hold all connections. */
export const serverOptions = { requestTimeout: 10_000, headersTimeout: 5_000, keepAliveTimeout: 65_000 } as const

/**
 * Takes Slack’s signed requests at `POST /slack/events` and the host’s questions at the given routes. Built by us rather
 * than by `App`, which would ignore its limits, time-outs and error handlers.
 */
export function httpReceiver(signingSecret: string, routes: readonly Route[], log: Log): HTTPReceiver {
  return new HTTPReceiver({
    signingSecret,
    endpoints: ['/slack/events'],
    customRoutes: routes.map(customRoute),
    bodyLimit,
    logger: boltLogger(log),
    // By then Slack has told the person itself; this only lets go of the connection.
    unhandledRequestTimeoutMillis: limits.ack + 1,
    unhandledRequestHandler: ({ response }) => refuse(response, 404),
    dispatchErrorHandler: async ({ error, response }) => {
      log.debug({ err: error }, 'refused a request to an unknown path')
      refuse(response, 404)
    },
    // Handlers catch their own errors, so what arrives here was not understood: a payload that Slack would not send.
    processEventErrorHandler: async ({ error, response }) => {
      for (const reason of reasons(error))
        log.warn({ err: reason }, 'refused a signed request that could not be understood')
      refuse(response, 400)
      return true
    },
  })
}

/** Bolt’s logger on top of ours. Its debug lines carry whole payloads, so they go nowhere. */
export function boltLogger(log: Log): Logger {
  const nothing = () => {}
  return {
    debug: nothing,
    info: nothing,
    warn: (...parts) => log.warn({ from: 'bolt' }, hinted(parts.map(String).join(' '))),
    error: (...parts) => log.error({ from: 'bolt' }, hinted(parts.map(String).join(' '))),
    setLevel: nothing,
    setName: nothing,
    getLevel: () => LogLevel.WARN,
  }
}

/** Bolt says what did not match; whoever reads the log wants to know what to look at. */
function hinted(text: string): string {
  return text.includes('signature mismatch') ? `${text} Is SLACK_SIGNING_SECRET right?` : text
}

function customRoute({ path, answer }: Route): CustomRoute {
  return {
    path,
    method: 'GET',
    handler: async (_request: IncomingMessage, response: ServerResponse) => {
      const { status, body } = await answer().catch(() => ({ status: 500, body: 'failed' }))
      response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
      response.end(`${body}\n`)
    },
  }
}

/** Bolt folds the errors of several listeners into one, and says nothing of what they were. */
function reasons(error: Error): readonly unknown[] {
  return 'originals' in error && Array.isArray(error.originals) ? error.originals : [error]
}

function refuse(response: ServerResponse, status: number): void {
  if (response.headersSent) return
  response.writeHead(status)
  response.end()
}
