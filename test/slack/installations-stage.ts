import { randomBytes } from 'node:crypto'
import type { WebClientOptions } from '@slack/web-api'
import type { Tx } from '../../src/db/connection.ts'
import { noteWorkspace } from '../../src/directory/store.ts'
import type { Heard } from '../../src/slack/identity.ts'
import { readKey, type SealingKey } from '../../src/slack/sealed.ts'
import type { Log } from '../../src/world.ts'

export const monday = new Date('2026-11-23T09:00:00Z')

export function keyNamed(id: string): SealingKey {
  const key = readKey(`${id}:${randomBytes(32).toString('base64')}`)
  if (!key) throw new Error(`${id} is not a key`)
  return key
}

export interface HeardLines extends Log {
  readonly lines: readonly string[]
}

/** What an operator would read, facts and words. */
export function listening(): HeardLines {
  const lines: string[] = []
  const note = (facts: unknown, words?: unknown) => void lines.push(`${JSON.stringify(facts)} ${String(words)}`)
  return { lines, debug: () => {}, info: () => {}, warn: note, error: note }
}

/** As the workspace is made known where letters are sent. */
export async function noteWithLanes(tx: Tx, workspaceId: string, name: string, now: Date): Promise<void> {
  await noteWorkspace(tx, workspaceId, name, now)
  await tx.$executeRaw`
    insert into lane (workspace_id, name, per_minute)
    values (${workspaceId}, 'post', 300), (${workspaceId}, 'edit', 50)
    on conflict do nothing`
}

export function known(workspaceId: string, change: Partial<Extract<Heard, { kind: 'known' }>> = {}): Heard {
  const scopes = new Set(['im:write', 'chat:write'])
  return { kind: 'known', workspaceId, workspaceName: 'Acme', scopes, botId: 'B1', botUserId: 'U0BOT', ...change }
}

export function refusedWith(word: string, workspaceId?: string): Heard {
  return { kind: 'refused', workspaceId, word }
}

export interface Call {
  readonly method: string
  readonly token: string
  readonly body: string
}

/** A Slack that notes with which token it is called, and answers each method with what is given for it. */
export function slackThat(answers: Readonly<Record<string, object>> = {}) {
  const calls: Call[] = []
  const answering: typeof fetch = async (target, init) => {
    const method = new URL(String(target)).pathname.split('/').at(-1) ?? ''
    const token = new Headers(init?.headers).get('authorization')?.replace('Bearer ', '') ?? ''
    calls.push({ method, token, body: String(init?.body) })
    return Response.json(answers[method] ?? { ok: true }, { headers: { 'x-oauth-scopes': 'im:write,chat:write' } })
  }
  const options: WebClientOptions = { fetch: answering, retryConfig: { retries: 0 } }
  return { options, calls }
}
