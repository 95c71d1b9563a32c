import type { IncomingMessage, ServerResponse } from 'node:http'
import { type App, HTTPModuleFunctions, HTTPResponseAck, type Logger, LogLevel, type Receiver } from '@slack/bolt'
import type { Log } from '../world.ts'
import { limits } from './limits.ts'
import { MalformedPayload } from './payloads.ts'
import { admit } from './requests.ts'
import { answer, newServer, type Route, refuse } from './server.ts'

/** Bolt’s way in over HTTP. */
export interface HttpReceiver extends Receiver {
  /** @returns the port. */
  readonly start: (port: number) => Promise<number>
  readonly stop: () => Promise<void>
}

/**
 * Takes Slack’s signed requests at `POST /slack/events` and the host’s questions at the given routes. Put together by us
 * from Bolt’s parts: `requests.ts` says what its own receiver lets through.
 */
export function httpReceiver(signingSecret: string, routes: readonly Route[], log: Log): HttpReceiver {
  let app: App | undefined

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
    const give = ack.bind()
    try {
      await app?.processEvent({
        // Whatever it is: the app looks before it trusts.
        body: body as Record<string, unknown>,
        // A late ack has nobody to hear it, here as over a socket; what its handler did stands.
        ack: async (answer) => (response.headersSent ? undefined : give(answer)),
        ...retryOf(request),
      })
    } catch (error) {
      // Handlers catch their own errors, so what arrives here was not understood: a payload that Slack would not send.
      log.warn({ status: 400, ...reasonOf(error) }, 'Refused a signed request that could not be understood')
      refuse(response, 400)
      ack.ack()
    }
  }

  const server = newServer(routes, take)
  return {
    init(given) {
      app = given
    },
    start: server.listen,
    stop: server.close,
  }
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

/** For clients whose failures are told here once, with what follows from them; the library tells each two or three times. */
export function quietLogger(log: Log): Logger {
  const quietly = (...parts: unknown[]) => log.debug({ from: 'bolt' }, parts.map(String).join(' '))
  return { ...boltLogger(log), warn: quietly, error: quietly }
}

/** Where a payload was not as expected; of anything else the whole error. */
export function reasonOf(error: unknown): { readonly why: string } | { readonly err: unknown } {
  return error instanceof MalformedPayload ? { why: error.message } : { err: error }
}

function retryOf(request: IncomingMessage): { readonly retryNum?: number; readonly retryReason?: string } {
  const retryNum = HTTPModuleFunctions.extractRetryNumFromHTTPRequest(request)
  const retryReason = HTTPModuleFunctions.extractRetryReasonFromHTTPRequest(request)
  return { ...(retryNum === undefined ? {} : { retryNum }), ...(retryReason === undefined ? {} : { retryReason }) }
}
