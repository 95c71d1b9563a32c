import { vi } from 'vitest'
import { type Json, record } from '../../sandbox/json.ts'
import { type JournalEntry, journal } from '../support/person.ts'

export interface Replied {
  readonly status: number
  readonly headers: Headers
  readonly body: Json
}

/** A Web API call with this token, and everything that came back. */
export async function callWith(url: string, token: string, method: string, args: Json = {}): Promise<Replied> {
  const response = await fetch(`${url}/api/${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(args),
  })
  return { status: response.status, headers: response.headers, body: record(await response.json()) }
}

/** Asks for anything under /control/, with POST when there is a body, and tells the status too. */
export async function controlled(
  url: string,
  path: string,
  body?: object,
  method = body ? 'POST' : 'GET',
): Promise<{ readonly status: number; readonly body: Json }> {
  const response = await fetch(`${url}/control/${path}`, { method, ...(body && { body: JSON.stringify(body) }) })
  return { status: response.status, body: record(await response.json()) }
}

/** The same, where its status says nothing more. */
export async function control(url: string, path: string, body?: object, method?: string): Promise<Json> {
  return (await controlled(url, path, body, method)).body
}

/** Resolves once so many entries of the journal are like this. */
export async function noted(url: string, isMeant: (entry: JournalEntry) => boolean, times = 1): Promise<void> {
  await vi.waitUntil(async () => (await journal(url)).filter(isMeant).length >= times, { timeout: 5000, interval: 2 })
}
