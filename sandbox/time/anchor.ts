export const RATES = [0, 1, 60, 3600] as const
/** How fast the workspace's time goes; at 0 it stands still. */
export type Rate = (typeof RATES)[number]

/** What the workspace's time hangs on: it is `at` + (machine − `since`) × `rate`. Milliseconds since 1970. */
export interface Anchor {
  /** Grows with every change. */
  readonly version: number
  /** The workspace's time at that moment. */
  readonly at: number
  /** That moment, by the machine's clock. */
  readonly since: number
  readonly rate: Rate
}

export function realTime(machine: number): Anchor {
  return { version: 1, at: machine, since: machine, rate: 1 }
}

export function timeAt({ at, since, rate }: Anchor, machine: number): number {
  return at + (machine - since) * rate
}

/** Whether nobody has moved it. */
export function isReal({ at, since, rate }: Anchor): boolean {
  return rate === 1 && at === since
}

/** What outlives the sandbox. A killed one says nothing about its end. */
export interface KeptTime extends Anchor {
  /** When it was stopped, by the machine's clock. */
  readonly closed: number | null
}

/**
 * The time after a restart. It went on meanwhile, but no faster than people's: a night at 3600× would be three years.
 * After a kill it went on as it was, as it did for the apps that follow it.
 */
export function restarted({ closed, ...anchor }: KeptTime, machine: number): Anchor {
  if (closed === null) return anchor
  const away = (machine - closed) * Math.min(anchor.rate, 1)
  return { ...anchor, version: anchor.version + 1, at: timeAt(anchor, closed) + away, since: machine }
}
