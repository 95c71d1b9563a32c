import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { limits } from './limits.ts'

/** What the host of the bot may ask, besides Slack: a path and what it answers. */
export interface Route {
  readonly path: string
  readonly answer: () => Promise<{ readonly status: number; readonly body: string }>
}

/** The port of this process. */
export interface Server {
  /** @returns the port; 0 asks for any free one. Rejects when it is taken. */
  readonly listen: (port: number) => Promise<number>
  /** Settles when the last request has its answer, or Slack would not wait for it any longer. */
  readonly close: () => Promise<void>
}

export type SlackDoor = (request: IncomingMessage, response: ServerResponse) => Promise<void>

const slackPath = '/slack/events'

/** Milliseconds a client may take to send a request, so that slow senders cannot hold all connections. */
const patience = {
  requestTimeout: 10_000,
  headersTimeout: 5_000,
  // Left alone, Node would look for slow senders every thirty seconds.
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 65_000,
} as const

/** Answers the host’s questions, and leads Slack’s requests to their door where there is one. */
export function newServer(routes: readonly Route[], slackDoor?: SlackDoor): Server {
  const unanswered = new Set<ServerResponse>()
  const server = createServer(patience, (request, response) => {
    unanswered.add(response)
    response.once('close', () => unanswered.delete(response))
    const path = request.url?.split('?')[0]
    const route = routes.find((each) => each.path === path)
    const door = path === slackPath ? slackDoor : undefined
    if (door && request.method === 'POST') void door(request, response)
    else if (route && request.method === 'GET') void answerRoute(route, response)
    else if (door || route) refuse(response.setHeader('allow', route ? 'GET' : 'POST'), 405)
    else refuse(response, 404)
  })
  return {
    listen: async (port) => {
      const listening = once(server, 'listening')
      server.listen(port)
      await listening
      const address = server.address()
      return typeof address === 'object' && address ? address.port : port
    },
    close: async () => {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      // Idle connections are closed by that. One that is kept alive after its answer would hold us up, and bring more.
      for (const response of unanswered) if (!response.headersSent) response.setHeader('connection', 'close')
      // A closed server no longer looks for slow senders. By then Slack has given up on whatever has no answer.
      const force = setTimeout(() => server.closeAllConnections(), limits.ack)
      await closed
      clearTimeout(force)
    },
  }
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

export function refuse(response: ServerResponse, status: keyof typeof sentences): void {
  if (response.headersSent) return
  response.setHeader('content-type', 'text/plain; charset=utf-8')
  // What was not understood will not be when Slack sends it again; what was not let in may be, with the right secret.
  if (status === 400) response.setHeader('x-slack-no-retry', '1')
  answer(response, status, `${sentences[status]}\n`)
}

export function answer(response: ServerResponse, status: number, body = ''): void {
  response.writeHead(status, { 'content-length': Buffer.byteLength(body) })
  response.end(body)
}

/** Never throws: a question that cannot be answered is a 500. */
async function answerRoute(route: Route, response: ServerResponse): Promise<void> {
  const { status, body } = await route.answer().catch(() => ({ status: 500, body: 'failed' }))
  response.setHeader('content-type', 'text/plain; charset=utf-8').setHeader('cache-control', 'no-store')
  answer(response, status, `${body}\n`)
}
