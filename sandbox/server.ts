import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { callMethod } from './api/call.ts'
import { Refused } from './control/refusal.ts'
import { CONTROL, type ControlRoute } from './control/routes.ts'
import { postToHook } from './hooks.ts'
import { type Json, readJson } from './json.ts'
import type { Keeper } from './keeper.ts'
import { welcomePage } from './page.ts'
import type { Slack } from './slack.ts'

const LONGEST_BODY = 2_000_000

/** The sandbox's one door: Web API, response addresses, control and the page. Building does not listen. */
export function buildServer(slack: Slack, keeper: Keeper): Server {
  return createServer((request, response) => {
    answer(slack, keeper, request).then(
      (reply) => send(response, reply),
      (error: unknown) => send(response, failure(slack, request, error)),
    )
  })
}

interface Reply {
  readonly status: number
  readonly body: Json | string
}

async function answer(slack: Slack, keeper: Keeper, request: IncomingMessage): Promise<Reply> {
  checkOrigin(slack, request)
  const address = addressOf(slack, request)
  const path = address.pathname
  if (path === '/') return { status: 200, body: welcomePage(slack.addresses.own) }
  if (path.startsWith('/api/') || path.startsWith('/hooks/')) return answerBot(slack, keeper, request, address)
  const route = CONTROL.get(path)
  if (route) return answerPerson(slack, keeper, request, route, address)
  throw new Refused(404, `There is no ${path} here; expected /api/…, or one of ${[...CONTROL.keys()].join(', ')}.`)
}

async function answerPerson(
  slack: Slack,
  keeper: Keeper,
  request: IncomingMessage,
  { method, answer: answerTo }: ControlRoute,
  { pathname: path, searchParams: query }: URL,
): Promise<Reply> {
  if (request.method !== method) throw new Refused(405, `${path} is asked with ${method}, found ${request.method}.`)
  const body = method === 'POST' ? readJson(await readBody(request)) : undefined
  if (path !== '/control/journal')
    slack.journal.write('control', { path, query: Object.fromEntries(query), body: body ?? null })
  try {
    return { status: 200, body: await answerTo(slack, query, body) }
  } finally {
    keeper.saveNow()
  }
}

/** While the bot is being answered it is not quiet. */
async function answerBot(slack: Slack, keeper: Keeper, request: IncomingMessage, address: URL): Promise<Reply> {
  const ended = slack.activity.begin()
  try {
    const body = await readBody(request)
    const { pathname: path, searchParams: query } = address
    if (path.startsWith('/hooks/')) return postToHook(slack, path, readJson(body))
    const { 'content-type': contentType = '', authorization = '' } = request.headers
    const method = path.slice('/api/'.length)
    return { status: 200, body: callMethod(slack, { method, contentType, authorization, body, query }) }
  } finally {
    ended()
    keeper.saveSoon()
  }
}

function addressOf(slack: Slack, { url = '/' }: IncomingMessage): URL {
  if (URL.canParse(url, slack.addresses.own)) return new URL(url, slack.addresses.own)
  throw new Refused(404, `“${url}” is no address that could be read.`)
}

/** Only this machine's own pages and programs may ask: a page of the web cannot reach in through a visitor's browser. */
function checkOrigin(slack: Slack, { headers }: IncomingMessage): void {
  const { port } = new URL(slack.addresses.own)
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  if (!hosts.includes(headers.host ?? ''))
    throw new Refused(403, `The Host is “${headers.host ?? ''}”; expected ${hosts.join(' or ')}.`)
  const origins = hosts.map((host) => `http://${host}`)
  if (headers.origin !== undefined && !origins.includes(headers.origin))
    throw new Refused(403, `The Origin is “${headers.origin}”; expected none, ${origins.join(' or ')}.`)
}

function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= LONGEST_BODY) chunks.push(chunk)
    })
    request.on('error', reject)
    request.on('end', () => {
      if (size <= LONGEST_BODY) resolve(Buffer.concat(chunks).toString('utf8'))
      else reject(new Refused(413, `The body has ${size} bytes; at most ${LONGEST_BODY} are read.`))
    })
  })
}

function failure(slack: Slack, request: IncomingMessage, error: unknown): Reply {
  const isKnown = error instanceof Refused
  const status = isKnown ? error.status : 500
  const sentence = isKnown
    ? error.message
    : `The sandbox itself failed: ${error instanceof Error ? error.message : String(error)}`
  slack.journal.write('refused', { path: (request.url ?? '').split('?')[0] ?? '', status, sentence })
  return { status, body: { ok: false, error: sentence } }
}

function send(response: ServerResponse, { status, body }: Reply): void {
  const isPage = typeof body === 'string'
  response.writeHead(status, {
    'content-type': isPage ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  response.end(isPage ? body : `${JSON.stringify(body)}\n`)
}
