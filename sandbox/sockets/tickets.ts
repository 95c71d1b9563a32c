import { randomUUID } from 'node:crypto'

/** Tickets of `apps.connections.open`: each lets one socket in, once, for half a minute. */
export interface Tickets {
  issue(): string
  /** True the first time, while it is fresh. */
  redeem(ticket: string | null): boolean
}

const TICKET_MS = 30_000

export function keepTickets(now: () => number): Tickets {
  const issued = new Map<string, number>()
  return {
    issue() {
      for (const [ticket, at] of issued) if (now() - at >= TICKET_MS) issued.delete(ticket)
      const ticket = randomUUID()
      issued.set(ticket, now())
      return ticket
    },
    redeem(ticket) {
      const at = ticket === null ? undefined : issued.get(ticket)
      if (ticket === null || at === undefined) return false
      issued.delete(ticket)
      return now() - at < TICKET_MS
    },
  }
}
