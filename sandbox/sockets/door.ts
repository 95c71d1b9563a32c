import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Sockets } from './hub.ts'

const LONGEST_MESSAGE = 2_000_000

/** Lets sockets in that come with a fresh ticket. `addressOf` says where one wants to, or throws why it may not. */
export function openDoor(server: Server, sockets: Sockets, addressOf: (request: IncomingMessage) => URL): void {
  const shaker = new WebSocketServer({ noServer: true, maxPayload: LONGEST_MESSAGE })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Whoever hangs up in the middle of it is nobody's trouble.
    socket.on('error', () => socket.destroy())
    const refusal = whyNot(sockets, request, addressOf)
    if (refusal) return refuse(socket, ...refusal)
    const { searchParams: query } = addressOf(request)
    shaker.handleUpgrade(request, socket, head, (open) => sockets.join(open, query))
  })
}

function whyNot(
  sockets: Sockets,
  request: IncomingMessage,
  addressOf: (request: IncomingMessage) => URL,
): readonly [status: 401 | 403 | 404, sentence: string] | undefined {
  try {
    const { pathname, searchParams } = addressOf(request)
    if (pathname !== '/link/') return [404, `There is no socket at ${pathname}; apps.connections.open says where.`]
    return sockets.redeem(searchParams) ? undefined : [401, 'This ticket is used, too old or was never given out.']
  } catch (error) {
    return [403, error instanceof Error ? error.message : String(error)]
  }
}

function refuse(socket: Duplex, status: 401 | 403 | 404, sentence: string): void {
  const headers = ['content-type: text/plain; charset=utf-8', 'connection: close']
  socket.once('finish', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${headers.join('\r\n')}\r\n\r\n${sentence}\n`)
}
