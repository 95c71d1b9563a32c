/** How payloads reach a bot. */
export type Transport = 'http' | 'socket'

/** One of the two that are compared, as the load sees it. */
export interface Bot {
  readonly name: 'NATS Level' | 'bare Bolt'
  /** The window with which a command has been answered. */
  readonly window: string
  /** How many submissions it has written down so far. */
  readonly rows: () => Promise<number>
  readonly connect: () => Connection
}

/** What one part of a round delivers over. */
export interface Connection {
  /**
   * Delivers a payload as Slack would. The clock runs from the first byte sent to the last byte of the ack.
   * @throws when there is no good ack.
   */
  readonly deliver: (kind: 'command' | 'submission', text: string) => Promise<Ack>
  readonly close: () => void
}

export interface Ack {
  readonly milliseconds: number
  readonly body: string
}

export async function withConnection<T>(bot: Bot, act: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = bot.connect()
  try {
    return await act(connection)
  } finally {
    connection.close()
  }
}
