import { z } from 'zod'
import { CALL_KINDS, type CallKind } from '../../sandbox/faults/kinds.ts'
import type { DrillWorkspace } from './processes.ts'

/** Asks the sandbox as a person at its keyboard would. */
async function control<T>(
  url: string,
  path: string,
  shape: z.ZodType<T>,
  request: { readonly method?: string; readonly body?: object } = {},
): Promise<T> {
  const answer = await fetch(`${url}/control/${path}`, {
    method: request.method ?? 'GET',
    ...(request.body ? { body: JSON.stringify(request.body) } : {}),
  })
  const body: unknown = await answer.json()
  if (!answer.ok) throw new Error(`${path}: found ${answer.status} ${JSON.stringify(body)}, expected an answer.`)
  return shape.parse(body)
}

const done = z.object({ ok: z.literal(true) })

/** One fault that strikes at random, of one method in every workspace. */
export interface ArmedFault {
  readonly method: string
  readonly kind: CallKind
  /** 1 when absent. */
  readonly chance?: number
  /** Without end when absent. */
  readonly times?: number
  readonly ms?: number
}

export async function arm(
  url: string,
  teams: readonly string[],
  faults: readonly ArmedFault[],
  seed: number,
): Promise<void> {
  for (const [at, team] of teams.entries())
    for (const [index, fault] of faults.entries()) {
      const body = { times: 1_000_000, ...fault, team, seed: seed * 10_000 + at * 100 + index }
      await control(url, 'faults', done, { method: 'POST', body })
    }
}

/** Slack is well again, and answers as fast as one asks: for whoever counts. */
export async function calm(url: string, teams: readonly string[]): Promise<void> {
  for (const team of teams) {
    await control(url, `faults?team=${team}`, done, { method: 'DELETE' })
    await control(url, 'limits', done, { method: 'POST', body: { team, off: true } })
  }
}

export interface Journal {
  /** Reads on to the end. */
  readonly read: () => Promise<void>
  /** How often each fault has struck, whatever the method. */
  readonly struck: () => Readonly<Record<CallKind, number>>
  /** Posts that were done, whether or not anybody heard of it. */
  readonly posted: () => number
  /** Calls that Slack’s own limits turned away. */
  readonly tooFast: () => number
}

const page = z.object({
  next: z.number(),
  entries: z.array(
    z.object({
      seq: z.number(),
      kind: z.string(),
      method: z.string().optional(),
      struck: z.string().optional(),
      ok: z.boolean().optional(),
      error: z.string().optional(),
    }),
  ),
})

/** The sandbox keeps its last few thousand entries: whoever wants all of them reads along. */
export function followJournal(url: string): Journal {
  const struck: Record<CallKind, number> = {
    '429': 0,
    '500': 0,
    reset_before: 0,
    reset_after: 0,
    hang: 0,
    slow: 0,
    deactivated: 0,
  }
  let since = 0
  let posted = 0
  let tooFast = 0
  return {
    async read() {
      const { entries, next } = await control(url, `journal?since=${since}`, page)
      const [first] = entries
      if (first && first.seq > since + 1)
        throw new Error(`The journal: found entry ${first.seq} after ${since}, expected every one.`)
      for (const { kind, method, struck: fault, ok, error } of entries) {
        const known = CALL_KINDS.find((each) => each === fault)
        if (kind === 'fault' && known) struck[known] += 1
        if (kind === 'api' && method === 'chat.postMessage' && ok) posted += 1
        if (kind === 'api' && error === 'ratelimited') tooFast += 1
      }
      since = next
    },
    struck: () => struck,
    posted: () => posted,
    tooFast: () => tooFast,
  }
}

/** A message of the app’s that stands in a conversation with somebody. */
export interface Standing {
  readonly workspaceId: string
  /** From its metadata; undefined for one that is no letter. */
  readonly letterId: string | undefined
  readonly channel: string
  readonly ts: string
}

export interface Found {
  readonly standing: readonly Standing[]
  /** Slack ids of accounts that are closed, behind their workspace: `T1:U1`. */
  readonly closed: ReadonlySet<string>
}

const state = z.object({
  users: z.array(z.object({ id: z.string(), deleted: z.boolean() })),
  channels: z.array(z.object({ id: z.string(), is_im: z.boolean(), has_app: z.boolean() })),
})

/** Everything that stands in the app’s conversations, as Slack tells it. */
export async function found(url: string, workspaces: readonly DrillWorkspace[]): Promise<Found> {
  const standing: Standing[] = []
  const closed = new Set<string>()
  for (const workspace of workspaces) {
    const { users, channels } = await control(url, `state?team=${workspace.teamId}`, state)
    for (const { id, deleted } of users) if (deleted) closed.add(`${workspace.teamId}:${id}`)
    for (const { id } of channels.filter(({ is_im, has_app }) => is_im && has_app))
      standing.push(...(await messagesIn(url, workspace, id)))
  }
  return { standing, closed }
}

const history = z.object({
  ok: z.literal(true),
  messages: z.array(
    z.object({
      ts: z.string(),
      user: z.string(),
      metadata: z.object({ event_payload: z.object({ id: z.string() }).optional() }).optional(),
    }),
  ),
  response_metadata: z.object({ next_cursor: z.string() }).optional(),
})

async function messagesIn(url: string, { teamId, botToken, botUserId }: DrillWorkspace, channel: string) {
  const standing: Standing[] = []
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const answer: Response = await fetch(`${url}/api/conversations.history`, {
      method: 'POST',
      headers: { authorization: `Bearer ${botToken}` },
      body: new URLSearchParams({ channel, include_all_metadata: 'true', ...(cursor ? { cursor } : {}) }),
    })
    const { messages, response_metadata } = history.parse(await answer.json())
    for (const { ts, user, metadata } of messages)
      if (user === botUserId) standing.push({ workspaceId: teamId, letterId: metadata?.event_payload?.id, channel, ts })
    cursor = response_metadata?.next_cursor || undefined
  }
  return standing
}
