import { setTimeout as pause } from 'node:timers/promises'

/** One request and all that belongs to it; resolves with the milliseconds until its ack. */
export type Act = () => Promise<number>

export interface Figures {
  /** Requests that were answered to the end. */
  readonly done: number
  readonly perSecond: number
  /** The 99th percentile of the acks, in milliseconds. */
  readonly p99: number
}

/** So many people at once, each of whom begins anew when they have got what they asked for: as much as the bot can do. */
export async function crowd(people: number, forMs: number, act: Act, signal: AbortSignal): Promise<Figures> {
  const acks: number[] = []
  const began = performance.now()
  const each = async () => {
    while (performance.now() - began < forMs && !signal.aborted) acks.push(await act())
  }
  await Promise.all(Array.from({ length: people }, each))
  return figures(acks, performance.now() - began)
}

/** Evenly spaced, whether the one before is done or not: the same load for the quick and the slow. */
export async function stream(perSecond: number, forMs: number, act: Act, signal: AbortSignal): Promise<Figures> {
  const began = performance.now()
  const underWay: Promise<number>[] = []
  const count = Math.round((perSecond * forMs) / 1_000)
  for (let sent = 0; sent < count && !signal.aborted; sent++) {
    const early = began + (sent * 1_000) / perSecond - performance.now()
    if (early > 0) await pause(early)
    const acting = act()
    acting.catch(() => {}) // told by the one who waits for all of them
    underWay.push(acting)
  }
  const acks = await Promise.all(underWay)
  return figures(acks, performance.now() - began)
}

function figures(acks: readonly number[], elapsed: number): Figures {
  return { done: acks.length, perSecond: (acks.length * 1_000) / elapsed, p99: percentile(acks, 0.99) }
}

/** The smallest value that at least this share of them does not exceed. */
function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}
