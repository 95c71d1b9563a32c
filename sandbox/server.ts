import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { callMethod, lookAt } from './api/call.ts'
import { Refused } from './control/refusal.ts'
import { CONTROL, type ControlRoute } from './control/routes.ts'
import { type Call, type Line, misanswered } from './faults/calls.ts'
import type { BesideMethods } from './faults/kinds.ts'
import { giveFile, takeUpload, whoseFile } from './file-door.ts'
import { postToHook, whoseHook } from './hooks.ts'
import { isRecord, type Json, readJson, shown } from './json.ts'
import type { Keeper } from './keeper.ts'
import { LONGEST_UPLOAD } from './limits.ts'
import { liveDoor } from './live-door.ts'
import { pageFile } from './page.ts'
import { ofTeam, type Shared, type Slack, type Workspaces } from './slack.ts'
import { botDoor, openDoors } from './sockets/door.ts'

const LONGEST_BODY = 2_000_000
/** Files come whole, and into a window as base64. */
const LONGEST_WITH_FILES = 2 * LONGEST_UPLOAD

/** The sandbox's one door: Web API, response addresses, control and the page. Building does not listen. */
export function buildServer(workspaces: Workspaces, keeper: Keeper): Server {
  const server = createServer((request, response) => {
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    answer(workspaces, keeper, request, gone.signal).then(
      (reply) => reply && send(response, reply),
      (error: unknown) => send(response, failure(workspaces.shared, request, error)),
    )
  })
  const { sockets, live, addresses } = workspaces.shared
  const doors = new Map([
    ['/link/', botDoor(sockets)],
    ['/control/live', liveDoor(live, (team) => meant(workspaces, team))],
  ])
  openDoors(server, doors, (request) => {
    checkOrigin(addresses.own, request)
    return addressOf(addresses.own, request)
  })
  return server
}

interface Reply {
  readonly status: number
  readonly body: Json | string | Buffer
  readonly headers?: Readonly<Record<string, string>>
}

/** Undefined when the connection was reset, or is left without an answer. */
async function answer(
  workspaces: Workspaces,
  keeper: Keeper,
  request: IncomingMessage,
  gone: AbortSignal,
): Promise<Reply | undefined> {
  const { addresses } = workspaces.shared
  checkOrigin(addresses.own, request)
  const address = addressOf(addresses.own, request)
  const path = address.pathname
  if (isTheBots(path, request.method)) return answerBot(workspaces, keeper, request, address)
  const route = CONTROL.get(path)
  if (route) return answerPerson(workspaces, keeper, request, route, address, gone)
  const page = request.method === 'GET' ? await pageFile(path, request.headers) : undefined
  if (page) return page
  throw new Refused(404, `There is no ${path} here; expected /api/…, or one of ${[...CONTROL.keys()].join(', ')}.`)
}

function isTheBots(path: string, method: string | undefined): boolean {
  if (path.startsWith('/upload/')) return method === 'POST'
  return ['/api/', '/hooks/', '/files-pri/'].some((door) => path.startsWith(door))
}

async function answerPerson(
  workspaces: Workspaces,
  keeper: Keeper,
  request: IncomingMessage,
  route: ControlRoute,
  { pathname: path, searchParams: query }: URL,
  gone: AbortSignal,
): Promise<Reply> {
  const answerTo = Object.entries(route).find(([method]) => method === request.method)?.[1]
  checkSite(path, request)
  if (!answerTo)
    throw new Refused(405, `${path} is asked with ${Object.keys(route).join(' or ')}, found ${request.method}.`)
  const longest = path === '/control/submit' ? LONGEST_WITH_FILES : LONGEST_BODY
  const whole = request.method === 'POST' ? readJson((await readBody(request, longest)).toString('utf8')) : undefined
  const given = isRecord(whole) ? whole : {}
  const { team = query.get('team') ?? undefined, wait = query.get('wait') ?? undefined, ...rest } = given
  const body = isRecord(whole) ? rest : whole
  const slack = waiting(meant(workspaces, team), wait)
  // Bots ask for the time again and again: that would fill the journal, and it changes nothing.
  const isLookingOn = path === '/control/clock' && request.method === 'GET'
  if (path !== '/control/journal' && !isLookingOn)
    slack.journal.write('control', {
      method: request.method,
      path,
      query: Object.fromEntries(query),
      body: body ?? null,
    })
  try {
    return { status: 200, body: await answerTo(slack, query, body, gone) }
  } finally {
    if (!isLookingOn) {
      slack.live.poke()
      keeper.saveNow()
    }
  }
}

/** The workspace that a control request is about: the first one, when it does not say. */
function meant(workspaces: Workspaces, team: unknown): Slack {
  const slack = team === undefined ? workspaces.first : ofTeam(workspaces, String(team))
  if (slack) return slack
  const known = workspaces.all.map(({ workspace }) => workspace.company.team.id)
  throw new Refused(404, `“team” is ${shown(team)}; expected ${known.join(' or ')}.`)
}

/** A deed is answered when the bot is quiet, or with its ack. */
function waiting(slack: Slack, wait: unknown): Slack {
  if (wait === undefined || wait === 'quiet') return slack
  if (wait === 'ack') return { ...slack, activity: { ...slack.activity, untilQuiet: async () => {} } }
  throw new Refused(400, `“wait” is ${shown(wait)}; expected quiet or ack.`)
}

/** What the bot asks for; while it is being answered it is not quiet. */
async function answerBot(
  workspaces: Workspaces,
  keeper: Keeper,
  request: IncomingMessage,
  address: URL,
): Promise<Reply | undefined> {
  const ended = workspaces.shared.activity.begin()
  try {
    const isUpload = address.pathname.startsWith('/upload/')
    const body = await readBody(request, isUpload ? LONGEST_WITH_FILES : LONGEST_BODY)
    const { slack, call, doIt } = understood(workspaces, request, address, body)
    return await misanswered(slack, call, lineOf(request, ended), doIt)
  } finally {
    ended()
    workspaces.shared.live.poke()
    keeper.saveSoon()
  }
}

interface Understood {
  /** Whose faults may strike. */
  readonly slack: Slack
  readonly call: Call
  readonly doIt: () => Reply | Promise<Reply>
}

function understood(
  workspaces: Workspaces,
  { headers }: IncomingMessage,
  { pathname: path, searchParams: query }: URL,
  body: Buffer,
): Understood {
  const { 'content-type': contentType = '', authorization = '' } = headers
  const beside = (slack: Slack | undefined, name: BesideMethods, doIt: Understood['doIt']): Understood => ({
    slack: slack ?? workspaces.first,
    call: { name },
    doIt,
  })
  switch (path.split('/')[1]) {
    case 'hooks':
      return beside(whoseHook(workspaces, path), 'response_url', () =>
        postToHook(workspaces, path, readJson(body.toString('utf8'))),
      )
    case 'upload':
      return beside(whoseFile(workspaces, path), 'upload', () => takeUpload(workspaces, path, contentType, body))
    case 'files-pri':
      return beside(whoseFile(workspaces, path), 'download', () => giveFile(workspaces, path, authorization))
    default: {
      const method = path.slice('/api/'.length)
      const asked = { method, contentType, authorization, body: body.toString('utf8'), query }
      const { slack, args, headers: always } = lookAt(workspaces, asked)
      return { slack, call: { name: method, args, headers: always }, doIt: () => callMethod(workspaces, asked) }
    }
  }
}

function lineOf({ socket }: IncomingMessage, forget: () => void): Line {
  return {
    gone: () => new Promise((resolve) => socket.once('close', resolve)),
    reset: () => void socket.resetAndDestroy(),
    forget,
  }
}

function addressOf(own: string, { url = '/' }: IncomingMessage): URL {
  if (URL.canParse(url, own)) return new URL(url, own)
  throw new Refused(404, `“${url}” is no address that could be read.`)
}

/** Only this machine's own pages and programs may ask: a page of the web cannot reach in through a visitor's browser. */
function checkOrigin(own: string, { headers }: IncomingMessage): void {
  const { port } = new URL(own)
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  if (!hosts.includes(headers.host ?? ''))
    throw new Refused(403, `The Host is “${headers.host ?? ''}”; expected ${hosts.join(' or ')}.`)
  const origins = hosts.map((host) => `http://${host}`)
  if (headers.origin !== undefined && !origins.includes(headers.origin))
    throw new Refused(403, `The Origin is “${headers.origin}”; expected none, ${origins.join(' or ')}.`)
}

/** Browsers send no Origin with an image’s or a link’s GET; who asks for those they say in another header. */
function checkSite(path: string, { headers }: IncomingMessage): void {
  const site = headers['sec-fetch-site']
  if (site === 'cross-site' || site === 'same-site')
    throw new Refused(403, `A page of another site (“${site}”) asked for ${path}; only the sandbox’s own pages may.`)
}

function readBody(request: IncomingMessage, longest: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= longest) chunks.push(chunk)
    })
    request.on('error', reject)
    request.on('end', () => {
      if (size <= longest) resolve(Buffer.concat(chunks))
      else reject(new Refused(413, `The body has ${size} bytes; at most ${longest} are read.`))
    })
  })
}

function failure({ book }: Shared, request: IncomingMessage, error: unknown): Reply {
  const isKnown = error instanceof Refused
  const status = isKnown ? error.status : 500
  const sentence = isKnown
    ? error.message
    : `The sandbox itself failed: ${error instanceof Error ? error.message : String(error)}`
  book.write('refused', { path: (request.url ?? '').split('?')[0] ?? '', status, sentence })
  return { status, body: { ok: false, error: sentence } }
}

function send(response: ServerResponse, { status, body, headers = {} }: Reply): void {
  const isPage = typeof body === 'string'
  const isFile = Buffer.isBuffer(body)
  response.writeHead(status, {
    'content-type': isPage ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  })
  response.end(isPage || isFile ? body : `${JSON.stringify(body)}\n`)
}
