import { createHmac } from 'node:crypto'
import { type Agent, type OutgoingHttpHeaders, request } from 'node:http'
import { connect } from 'node:net'

/** A request exactly as given: nothing is added to it, corrected or refused on the way out. */
export interface Raw {
  readonly method?: string
  readonly path?: string
  readonly headers: OutgoingHttpHeaders
  readonly body?: string | Buffer
  /** Hangs up when the body has been sent, although more was announced. */
  readonly breaksOff?: boolean
}

export interface RawAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** Undefined when the connection ended without an answer. */
export function send(port: number, raw: Raw, agent?: Agent): Promise<RawAnswer | undefined> {
  const { method = 'POST', path = '/slack/events', headers, body = '', breaksOff = false } = raw
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method, path, headers, ...(agent ? { agent } : {}) })
    asked.once('response', (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.once('error', reject)
      answer.once('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text })
      })
    })
    asked.once('error', (error) => (breaksOff ? resolve(undefined) : reject(error)))
    if (breaksOff) asked.write(body, () => asked.destroy())
    else asked.end(body)
  })
}

/** Sends the head alone, and not a byte of the body it announces. @returns the head of the answer. */
export function sendHead(port: number, { method = 'POST', path = '/slack/events', headers }: Raw): Promise<string> {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('error', reject)
    socket.once('data', (chunk) => {
      socket.destroy()
      resolve(chunk.toString('latin1'))
    })
    socket.write(`${method} ${path} HTTP/1.1\r\nhost: here\r\n${lines.join('')}\r\n`)
  })
}

export interface Signing {
  readonly secret: string
  /** Seconds by which the stamp is ahead of this machine’s clock. */
  readonly ahead?: number
  readonly type?: string
}

/** The headers that Slack sends with this body. */
export function signedHeaders(body: string | Buffer, { secret, ahead = 0, type = form }: Signing): OutgoingHttpHeaders {
  const stamp = String(Math.floor(Date.now() / 1_000) + ahead)
  return {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'x-slack-request-timestamp': stamp,
    'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${stamp}:`).update(body).digest('hex')}`,
  }
}

export const form = 'application/x-www-form-urlencoded'
export const json = 'application/json'
