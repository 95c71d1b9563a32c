import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Sockets } from './hub.ts'

const LONGEST_MESSAGE = 2_000_000

export type Refusal = readonly [status: 400 | 401 | 403 | 404, sentence: string]

/** What stands behind one address. */
export interface SocketDoor {
  /** Asked before the handshake. */
  whyNot(address: URL): Refusal | undefined
  open(socket: WebSocket, address: URL): void
}

/** Lets sockets in, each by the door of its path. `addressOf` says where one wants to, or throws why it may not. */
export function openDoors(
  server: Server,
  doors: ReadonlyMap<string, SocketDoor>,
  addressOf: (request: IncomingMessage) => URL,
): void {
  const shaker = new WebSocketServer({ noServer: true, maxPayload: LONGEST_MESSAGE })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Whoever hangs up in the middle of it is nobody's trouble.
    socket.on('error', () => socket.destroy())
    const wanted = wantedDoor(doors, request, addressOf)
    if ('refusal' in wanted) return refuse(socket, ...wanted.refusal)
    const { door, address } = wanted
    shaker.handleUpgrade(request, socket, head, (open) => door.open(open, address))
  })
}

/** The bot's way in: with a fresh ticket, once. */
export function botDoor(sockets: Sockets): SocketDoor {
  return {
    whyNot: ({ searchParams }) =>
      sockets.redeem(searchParams) ? undefined : [401, 'This ticket is used, too old or was never given out.'],
    open: (socket, { searchParams }) => sockets.join(socket, searchParams),
  }
}

type Wanted = { readonly door: SocketDoor; readonly address: URL } | { readonly refusal: Refusal }

function wantedDoor(
  doors: ReadonlyMap<string, SocketDoor>,
  request: IncomingMessage,
  addressOf: (request: IncomingMessage) => URL,
): Wanted {
  try {
    const address = addressOf(request)
    const door = doors.get(address.pathname)
    if (!door) return { refusal: [404, `There is no socket at ${address.pathname}; apps.connections.open says where.`] }
    const refusal = door.whyNot(address)
    return refusal ? { refusal } : { door, address }
  } catch (error) {
    return { refusal: [403, error instanceof Error ? error.message : String(error)] }
  }
}

function refuse(socket: Duplex, status: Refusal[0], sentence: string): void {
  const headers = ['content-type: text/plain; charset=utf-8', 'connection: close']
  socket.once('finish', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${headers.join('\r\n')}\r\n\r\n${sentence}\n`)
}
