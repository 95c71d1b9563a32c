import { once } from 'node:events'
import { createServer } from 'node:http'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/index.ts'
import { isRecord, type Json, readJson, record, text } from '../../sandbox/json.ts'

/** A payload as it reached the bot. */
export interface Received {
  readonly kind: string
  readonly payload: Json
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly raw: string
}

/** How the bot answers: a body for its ack, a status with headers, or `hang` for never. */
export type Reply =
  | string
  | object
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | 'hang'
  | undefined

/** An app without a framework: it keeps what reaches it, and says what it is told to. */
export interface Bot {
  readonly received: readonly Received[]
  /** From now on payloads of this kind (command, block_actions, view_submission, …) are answered so. */
  answers(kind: string, reply: (payload: Json) => Reply | Promise<Reply>): void
  /** Resolves with the next payload to arrive. */
  next(): Promise<Received>
  call(method: string, args: Readonly<Record<string, unknown>>): Promise<Json>
  /** Posts to a `response_url`. */
  respond(url: unknown, reply: Json): Promise<{ readonly status: number; readonly body: Json }>
}

export interface Stage {
  readonly sandbox: Sandbox
  readonly bot: Bot
  /** Where payloads arrive over HTTP. */
  readonly botUrl: string
  close(): Promise<void>
}

/** A sandbox with a bot behind it. */
export async function startStage(options: SandboxOptions = {}): Promise<Stage> {
  const underWay = new Set<Promise<unknown>>()
  const tracked = <T>(work: Promise<T>): Promise<T> => {
    underWay.add(work)
    return work.finally(() => underWay.delete(work))
  }
  // On a busy machine a pause says little: the bot itself knows when it has come to rest.
  const botIdle = async (): Promise<void> => void (await Promise.allSettled(underWay))
  const sandbox = await startSandbox({ quietMs: 5, botIdle, ...options })
  const replies = new Map<string, (payload: Json) => Reply | Promise<Reply>>()
  const received: Received[] = []
  let arrived: (each: Received) => void = () => {}
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const raw = Buffer.concat(chunks).toString('utf8')
    const each = { ...understood(raw, request.headers['content-type'] ?? ''), headers: request.headers, raw }
    received.push(each)
    arrived(each)
    const reply = await replies.get(each.kind)?.(each.payload)
    if (reply === 'hang') return
    if (isRecord(reply) && typeof reply.status === 'number') {
      response.writeHead(reply.status, record(reply.headers) as Readonly<Record<string, string>>).end()
      return
    }
    response.end(typeof reply === 'string' || reply === undefined ? reply : JSON.stringify(reply))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const botUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/slack/events`
  sandbox.deliverTo(botUrl)
  return {
    sandbox,
    botUrl,
    bot: {
      received,
      answers: (kind, reply) => replies.set(kind, reply),
      next: () =>
        new Promise((resolve) => {
          arrived = resolve
        }),
      call: (method, args) => tracked(callApi(sandbox, method, args)),
      respond: (url, reply) => tracked(postTo(text(url), reply)),
    },
    async close() {
      await sandbox.close()
      server.closeAllConnections()
      server.close()
    },
  }
}

/** A Web API call as the official client sends it: a form, with what is nested as JSON. */
export async function callApi(
  sandbox: Sandbox,
  method: string,
  args: Readonly<Record<string, unknown>>,
): Promise<Json> {
  const body = new URLSearchParams(
    Object.entries(args).map(([name, value]): [string, string] => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
  )
  const headers = { authorization: `Bearer ${sandbox.env.SLACK_BOT_TOKEN}` }
  const response = await fetch(`${sandbox.env.SLACK_API_URL}${method}`, { method: 'POST', headers, body })
  return record(await response.json())
}

async function postTo(url: string, reply: Json): Promise<{ readonly status: number; readonly body: Json }> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(reply) })
  return { status: response.status, body: record(await response.json()) }
}

function understood(raw: string, type: string): Pick<Received, 'kind' | 'payload'> {
  if (type === 'application/json') {
    const payload = record(readJson(raw))
    return { kind: text(record(payload.event).type), payload }
  }
  const form = new URLSearchParams(raw)
  const payload = form.get('payload')
  if (payload === null) return { kind: 'command', payload: Object.fromEntries(form) }
  const json = record(readJson(payload))
  return { kind: text(json.type), payload: json }
}
