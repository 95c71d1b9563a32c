import type { WebSocket } from 'ws'
import type { Clock } from '../clock.ts'
import type { Json } from '../json.ts'
import { ACK_MS } from '../limits.ts'
import type { Ack, Carrying, Parcel } from '../parcel.ts'
import { type Connection, connectionOver, DEBUG_LIFE_S, type Handing, LIFE_S } from './connection.ts'
import { envelopeAround } from './envelope.ts'
import { keepRound, type Round } from './round.ts'
import { keepTickets } from './tickets.ts'

/** Socket Mode, for the one app of all workspaces: who is connected, and what goes out that way. */
export interface Sockets {
  /** While it is on nothing is delivered over HTTP, while it is off nothing over sockets. */
  isOn(): boolean
  /** Off: every connection hears `link_disabled`. */
  turn(to: 'on' | 'off'): void
  /** The path of a new address that lets one socket in. */
  issueAddress(): string
  /** True once for an address that was issued and is fresh. */
  redeem(query: URLSearchParams): boolean
  join(socket: WebSocket, query: URLSearchParams): void
  /** Brings a payload to one of the connections and waits for its ack, three seconds at most. */
  bring(parcel: Parcel, more?: Carrying): Promise<Ack>
  /** Oldest first. */
  connections(): readonly Connection[]
  close(): void
}

const MOST_CONNECTIONS = 10

interface Around {
  readonly clock: Clock
  readonly appId: string
  readonly isOn: boolean
  readonly note: (details: Json) => void
}

export function openSockets({ clock, appId, isOn: isOnAtFirst, note }: Around): Sockets {
  const tickets = keepTickets(() => clock.now())
  const round = keepRound()
  let isOn = isOnAtFirst
  let lastId = 0
  return {
    isOn: () => isOn,
    turn(to) {
      isOn = to === 'on'
      note({ what: `Socket Mode is ${to}` })
      if (isOn) round.offerWaiting()
      else for (const connection of round.present()) connection.leave('link_disabled')
    },
    issueAddress: () => `/link/?${new URLSearchParams({ ticket: tickets.issue(), app_id: appId })}`,
    redeem: (query) => query.get('app_id') === appId && tickets.redeem(query.get('ticket')),
    join(socket, query) {
      lastId += 1
      const lifeS = query.get('debug_reconnects') === 'true' ? DEBUG_LIFE_S : LIFE_S
      const isTooMany = round.present().length >= MOST_CONNECTIONS
      const connection = connectionOver(socket, lastId, lifeS, { clock, appId, note, gone: round.remove })
      round.add(connection)
      if (isTooMany) return connection.leave('too_many_websockets')
      connection.greet(round.present().length)
      if (isOn) round.offerWaiting()
    },
    bring: (parcel, more = {}) => bring(clock, round, parcel, more),
    connections: round.all,
    close: round.clear,
  }
}

function bring(clock: Clock, round: Round, parcel: Parcel, { retry, cut }: Carrying): Promise<Ack> {
  const started = clock.now()
  const took = (): number => clock.now() - started
  let wasWritten = false
  return new Promise((resolve) => {
    const settle = (ack: Ack): void => {
      cancelTimeout()
      round.withdraw(handing)
      resolve(ack)
    }
    const cancelTimeout = clock.after(ACK_MS, () =>
      settle(wasWritten ? { kind: 'late', ms: took() } : { kind: 'unreachable', ms: took(), reason: NOBODY }),
    )
    const handing: Handing = {
      envelope: envelopeAround(parcel, retry),
      written: () => {
        wasWritten = true
      },
      acked: (body) => settle({ kind: 'acked', ms: took(), body }),
      lost: () => {
        // An event has a schedule of its own; a person waits for the next connection.
        if (parcel.as === 'event') settle({ kind: 'unreachable', ms: took(), reason: WENT })
        else round.offer(handing)
      },
    }
    round.offer(handing, cut)
  })
}

const NOBODY = 'no socket of the bot is connected'
const WENT = 'the connection went away before its ack'
