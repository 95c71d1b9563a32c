import { once } from 'node:events'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import type { Ack, Connection } from './bot.ts'

/** Slack’s end of the sockets: each bot is known by the path it was sent to. */
export interface Sockets {
  readonly port: number
  /** Resolves when this bot has a socket that takes payloads. */
  readonly connected: (path: string) => Promise<void>
  readonly connect: (path: string, name: string) => Connection
  /** Asks the bot to renew its socket, as Slack does every few hours. @returns milliseconds without one. */
  readonly renew: (path: string) => Promise<number>
  readonly close: () => void
}

const ackWithin = 5_000

export async function listenForSockets(): Promise<Sockets> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  const open = new Map<string, WebSocket>()
  const waiting = new Map<string, (body: string) => void>()
  const arrivals = new Map<string, () => void>()
  let count = 0

  server.on('connection', (socket, { url = '' }) => {
    const path = url.split('?')[0]?.slice(1) ?? ''
    socket.on('message', (data) => settle(waiting, data))
    socket.on('error', () => {})
    socket.send('{"type":"hello"}', () => {
      open.set(path, socket)
      arrivals.get(path)?.()
    })
  })

  function deliver(path: string, name: string, type: string, payload: string): Promise<Ack> {
    const id = `bench-${count++}`
    const text = `{"envelope_id":"${id}","type":"${type}","accepts_response_payload":true,"payload":${payload}}`
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        waiting.delete(id)
        reject(new Error(`${name} did not ack an envelope within 5 seconds.`))
      }, ackWithin)
      const began = performance.now()
      waiting.set(id, (body) => {
        clearTimeout(late)
        resolve({ milliseconds: performance.now() - began, body })
      })
      open.get(path)?.send(text)
    })
  }

  const arrival = (path: string) => new Promise<void>((resolve) => arrivals.set(path, resolve))

  return {
    port: portOf(server),
    connected: async (path) => (open.has(path) ? undefined : arrival(path)),
    connect: (path, name) => ({
      deliver: (kind, text) => deliver(path, name, kind === 'command' ? 'slash_commands' : 'interactive', text),
      close: () => {},
    }),
    renew: async (path) => {
      const next = arrival(path)
      const began = performance.now()
      open.get(path)?.send('{"type":"disconnect","reason":"refresh_requested"}')
      await next
      return performance.now() - began
    },
    close: () => {
      for (const socket of server.clients) socket.terminate()
      server.close()
    },
  }
}

/** Not a parser of JSON, which would cost more than the answer: the id of an envelope stands first, and is ours. */
function settle(waiting: Map<string, (body: string) => void>, data: RawData): void {
  const text = String(data)
  const id = /"envelope_id":"(bench-\d+)"/.exec(text)?.[1] ?? ''
  const stands = waiting.get(id)
  waiting.delete(id)
  stands?.(text)
}

function portOf(server: WebSocketServer): number {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}
