import type { WebSocket } from 'ws'
import type { Clock } from '../clock.ts'
import { keepErrands } from '../errands.ts'
import type { Json } from '../json.ts'
import { type Envelope, readAck } from './envelope.ts'

/** Why Slack ends a connection, in the words of its `disconnect` message. */
export type Farewell = 'refresh_requested' | 'link_disabled' | 'too_many_websockets'

/** An envelope that waits for its ack. */
export interface Handing {
  readonly envelope: Envelope
  /** It is on its way; from now on silence is the bot's own. */
  readonly written: () => void
  readonly acked: (body: string) => void
  /** The connection that had it went away before the ack. */
  readonly lost: () => void
}

/** One socket of the bot, from `hello` to its end. */
export interface Connection {
  readonly id: number
  readonly openedAt: number
  /** When Slack will refresh it. */
  readonly endsAt: number
  /** `leaving` takes no new payload; acks of what it has still count. */
  state(): 'open' | 'warned' | 'leaving'
  unacked(): number
  /** With `thenDrop` the connection goes away right after the envelope is written. */
  hand(handing: Handing, thenDrop?: boolean): void
  /** From now on its ack counts for nothing here. */
  withdraw(handing: Handing): void
  greet(connections: number): void
  warn(): void
  leave(why: Farewell): void
  /** The TCP connection just goes. */
  drop(): void
}

export interface Around {
  readonly clock: Clock
  readonly appId: string
  readonly note: (details: Json) => void
  readonly gone: (connection: Connection) => void
}

export const LIFE_S = 3600
export const DEBUG_LIFE_S = 360
const WARNING_MS = 10_000
const PING_MS = 10_000
/** How long what is under way may still be acked after `refresh_requested`. */
const GRACE_MS = 1000
const HOST = 'applink-sandbox'

export function connectionOver(socket: WebSocket, id: number, lifeS: number, around: Around): Connection {
  const { clock, note } = around
  const unacked = new Map<string, Handing>()
  const later = keepErrands(clock)
  let state: 'open' | 'warned' | 'leaving' = 'open'
  const say = (message: Json): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message))
  }
  const disconnect = (reason: string): void => {
    note({ what: 'disconnect', connection: id, reason })
    say({ type: 'disconnect', reason, debug_info: { host: HOST } })
  }
  const closeWhenDone = (): void => {
    if (state === 'leaving' && unacked.size === 0) socket.close(1000)
  }
  const ping = (): void => {
    if (socket.readyState !== socket.OPEN) return
    socket.ping('Ping from the sandbox')
    later.after(PING_MS, ping)
  }
  const connection: Connection = {
    id,
    openedAt: clock.now(),
    endsAt: clock.now() + lifeS * 1000,
    state: () => (socket.readyState === socket.OPEN ? state : 'leaving'),
    unacked: () => unacked.size,
    hand(handing, thenDrop = false) {
      unacked.set(handing.envelope.envelope_id, handing)
      handing.written()
      if (thenDrop) state = 'leaving'
      if (socket.readyState !== socket.OPEN) return
      socket.send(JSON.stringify(handing.envelope), () => thenDrop && socket.terminate())
    },
    withdraw({ envelope }) {
      unacked.delete(envelope.envelope_id)
      closeWhenDone()
    },
    greet(connections) {
      note({ what: 'hello', connection: id, connections })
      say(hello(around.appId, connections, lifeS))
      later.after(PING_MS, ping)
      later.after(lifeS * 1000 - WARNING_MS, connection.warn)
    },
    warn() {
      if (state !== 'open') return
      state = 'warned'
      disconnect('warning')
      later.after(WARNING_MS, () => connection.leave('refresh_requested'))
    },
    leave(why) {
      if (state === 'leaving') return
      state = 'leaving'
      disconnect(why)
      closeWhenDone()
      later.after(GRACE_MS, () => socket.close(1000))
    },
    drop() {
      state = 'leaving'
      socket.terminate()
    },
  }
  socket.on('message', (data, isBinary) => {
    const ack = isBinary ? undefined : readAck(data.toString())
    const handing = ack && unacked.get(ack.envelopeId)
    if (!handing) return note({ what: 'stray ack', connection: id, envelope: ack?.envelopeId ?? '' })
    unacked.delete(ack.envelopeId)
    handing.acked(ack.body)
    closeWhenDone()
  })
  // What is wrong with a socket ends it: `close` follows.
  socket.on('error', (error) => note({ what: 'error', connection: id, reason: error.message }))
  socket.on('close', (code) => {
    later.close()
    note({ what: 'closed', connection: id, code, unacked: unacked.size })
    around.gone(connection)
    for (const handing of unacked.values()) handing.lost()
  })
  return connection
}

function hello(appId: string, connections: number, lifeS: number): Json {
  return {
    type: 'hello',
    num_connections: connections,
    connection_info: { app_id: appId },
    debug_info: { host: HOST, build_number: 1, approximate_connection_time: lifeS },
  }
}
