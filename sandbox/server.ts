import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { callMethod } from './api/call.ts'
import { Refused } from './control/refusal.ts'
import { CONTROL, type ControlRoute } from './control/routes.ts'
import { isRecord, type Json, readJson } from './json.ts'
import type { Keeper } from './keeper.ts'
import { welcomePage } from './page.ts'
import { placeReply } from './replies.ts'
import type { Slack } from './slack.ts'
import { faultSentences } from './validate/index.ts'
import { replyFaults } from './validate/messages.ts'

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
  const { pathname, searchParams } = addressOf(slack, request)
  if (pathname === '/') return { status: 200, body: welcomePage(slack.addresses.own) }
  if (pathname.startsWith('/api/'))
    return answerApi(slack, keeper, request, pathname.slice('/api/'.length), searchParams)
  if (pathname.startsWith('/hooks/')) return answerHook(slack, keeper, request, pathname)
  const route = CONTROL.get(pathname)
  if (!route)
    throw new Refused(
      404,
      `There is no ${pathname} here; expected /api/…, or one of ${[...CONTROL.keys()].join(', ')}.`,
    )
  return answerControl(slack, keeper, request, pathname, route, searchParams)
}

async function answerControl(
  slack: Slack,
  keeper: Keeper,
  request: IncomingMessage,
  path: string,
  route: ControlRoute,
  query: URLSearchParams,
): Promise<Reply> {
  if (request.method !== route.method)
    throw new Refused(405, `${path} is asked with ${route.method}, found ${request.method}.`)
  const body = route.method === 'POST' ? readJson(await readBody(request)) : undefined
  if (path !== '/control/journal')
    slack.journal.write('control', { path, query: Object.fromEntries(query), body: body ?? null })
  try {
    return { status: 200, body: await route.answer(slack, query, body) }
  } finally {
    keeper.saveNow()
  }
}

async function answerApi(
  slack: Slack,
  keeper: Keeper,
  request: IncomingMessage,
  method: string,
  query: URLSearchParams,
): Promise<Reply> {
  const ended = slack.activity.begin()
  try {
    const body = await readBody(request)
    const { 'content-type': contentType = '', authorization = '' } = request.headers
    const reply = callMethod(slack, { method, contentType, authorization, body, query })
    keeper.saveSoon()
    return { status: 200, body: reply }
  } finally {
    ended()
  }
}

/** What the app posts to a `response_url`. A dead address is a 404, as Slack's. */
async function answerHook(slack: Slack, keeper: Keeper, request: IncomingMessage, path: string): Promise<Reply> {
  const ended = slack.activity.begin()
  try {
    const reply = readJson(await readBody(request))
    const faults = isRecord(reply) ? replyFaults(reply) : [{ at: '', what: 'must provide a JSON object' }]
    const hook = faults.length > 0 ? { error: 'invalid_payload' } : slack.responseUrls.use(path)
    const error = 'error' in hook ? hook.error : undefined
    slack.journal.write('response_url', {
      body: reply ?? null,
      ok: !error,
      ...(error ? { error, messages: faultSentences(faults) } : {}),
    })
    if ('error' in hook)
      return {
        status: faults.length > 0 ? 400 : 404,
        body: { ok: false, error: hook.error, errors: faultSentences(faults) },
      }
    if (isRecord(reply)) placeReply(slack, hook, reply)
    keeper.saveSoon()
    return { status: 200, body: { ok: true } }
  } finally {
    ended()
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
