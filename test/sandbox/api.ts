import { isRecord, type Json, record } from '../../sandbox/json.ts'

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

/** Asks for something under /control/, and tells the status too. */
export async function controlled(url: string, path: string, body?: Json): Promise<{ status: number; body: Json }> {
  const sent = isRecord(body) ? { method: 'POST', body: JSON.stringify(body) } : {}
  const response = await fetch(`${url}/control/${path}`, sent)
  return { status: response.status, body: record(await response.json()) }
}
