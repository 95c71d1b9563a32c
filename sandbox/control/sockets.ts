import { type Json, shown } from '../json.ts'
import type { Slack } from '../slack.ts'
import type { Connection } from '../sockets/connection.ts'
import { readBody } from './input.ts'
import { refuse } from './refusal.ts'

/** Who is connected, and whether payloads go that way. */
export function listSockets({ sockets }: Slack): Json {
  return { ok: true, socket_mode: sockets.isOn(), connections: sockets.connections().map(shownConnection) }
}

/** What Slack does to a connection now and then; and to Socket Mode itself. */
const TO_CONNECTIONS: Readonly<Record<string, (connection: Connection) => void>> = {
  warning: (connection) => connection.warn(),
  refresh: (connection) => connection.leave('refresh_requested'),
  drop: (connection) => connection.drop(),
}
const TURNS: Readonly<Record<string, 'on' | 'off'>> = { link_disabled: 'off', link_enabled: 'on' }

/** Disturbs all connections or one of them, or turns Socket Mode off and on as in the app's settings. */
export function disturbSockets(slack: Slack, body: unknown): Json {
  const given = readBody(body, ['do', 'connection'])
  const deeds = new Map(Object.entries({ ...TO_CONNECTIONS, ...TURNS }))
  const deed = deeds.get(String(given.do))
  if (typeof deed === 'string') slack.sockets.turn(deed)
  else if (deed) meantBy(slack, given.connection).forEach(deed)
  else return refuse(`“do” is ${shown(given.do)}; expected ${[...deeds.keys()].join(', ')}.`)
  return listSockets(slack)
}

/** Without a word on which one: all of them. */
function meantBy({ sockets }: Slack, id: unknown): readonly Connection[] {
  const all = sockets.connections()
  if (id === undefined) return all
  const one = all.find((connection) => connection.id === id)
  const known = all.map((connection) => connection.id).join(', ') || 'none'
  return one ? [one] : refuse(`“connection” is ${shown(id)}; there is: ${known}.`, 404)
}

function shownConnection(connection: Connection): Json {
  return {
    id: connection.id,
    state: connection.state(),
    unacked: connection.unacked(),
    opened_at: new Date(connection.openedAt).toISOString(),
    ends_at: new Date(connection.endsAt).toISOString(),
  }
}
