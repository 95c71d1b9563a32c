import type { Cut } from '../parcel.ts'
import type { Connection, Handing } from './connection.ts'

/** The connections there are, each in its turn, and the envelopes that wait for one. */
export interface Round {
  all(): readonly Connection[]
  /** Those that take payloads. */
  present(): readonly Connection[]
  add(connection: Connection): void
  remove(connection: Connection): void
  /** To the next connection in turn; without any it waits for one. `cut`: the connection goes away over it. */
  offer(handing: Handing, cut?: Cut): void
  /** Offers again what waits. */
  offerWaiting(): void
  /** Nobody shall have it any more. */
  withdraw(handing: Handing): void
  clear(): void
}

export function keepRound(): Round {
  let turns = 0
  let connections: readonly Connection[] = []
  let waiting: readonly Handing[] = []
  const present = (): readonly Connection[] => connections.filter((each) => each.state() !== 'leaving')
  const round: Round = {
    all: () => connections,
    present,
    add(connection) {
      connections = [...connections, connection]
    },
    remove(connection) {
      connections = connections.filter((each) => each !== connection)
    },
    offer(handing, cut) {
      const possible = present()
      const connection = possible[turns % Math.max(possible.length, 1)]
      turns += 1
      if (!connection) waiting = [...waiting, handing]
      else if (cut === 'before') {
        connection.drop()
        handing.lost()
      } else connection.hand(handing, cut === 'after')
    },
    offerWaiting() {
      const patient = waiting
      waiting = []
      for (const handing of patient) round.offer(handing)
    },
    withdraw(handing) {
      waiting = waiting.filter((each) => each !== handing)
      for (const connection of connections) connection.withdraw(handing)
    },
    clear() {
      waiting = []
      for (const connection of connections) connection.drop()
    },
  }
  return round
}
