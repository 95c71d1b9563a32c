import type { Clock } from '../clock.ts'

/** One look at the time that may be held open until there is something new. */
export interface Poll {
  /** The version that is known already; undefined for whoever begins to follow, and will be back. */
  readonly seen: number | undefined
  /** When whoever asks has something to do next, as far as it knows. */
  readonly next: number | undefined
  /** Ends when whoever asked is gone. */
  readonly gone: AbortSignal
}

/**
 * The apps that follow the time. Nobody says who they are: whoever was held and let go with news is out, and one of
 * those who are out is back as soon as the newest version is asked about.
 */
export interface Followers {
  /** Resolves at once for an older version or none; else with the next news, or after a while without any. */
  hold(poll: Poll): Promise<void>
  /** There is a new version: everybody who is held goes and does what became due. */
  letGo(): void
  /** Resolves when all of them are back; whoever stays away too long is not waited for again. */
  allBack(): Promise<void>
  readonly areThere: boolean
  /** The earliest moment after this one at which one of them has something to do. */
  nextAfter(now: number): number | undefined
  /** Ends all waiting. */
  close(): void
}

/** Clients give up on an answer after minutes, proxies after one. */
const HELD_MS = 30_000
const PATIENCE_MS = 10_000

/** `version`: the newest one. Patience is measured by the machine's clock, for what is waited for is a process. */
export function keepFollowers(clock: Clock, version: () => number): Followers {
  const held = new Map<() => void, number | undefined>()
  const waiting = new Set<() => void>()
  let out = 0
  const back = (missing: number): void => {
    out = missing
    if (out === 0) for (const resolve of waiting) resolve()
  }
  return {
    hold({ seen, next, gone }) {
      if (seen === undefined) out += 1
      if (seen !== version() || gone.aborted) return Promise.resolve()
      return new Promise((resolve) => {
        const end = (): void => {
          held.delete(leave)
          cancel()
          gone.removeEventListener('abort', end)
          resolve()
        }
        const leave = (): void => {
          out += 1
          end()
        }
        const cancel = clock.after(HELD_MS, leave)
        gone.addEventListener('abort', end)
        held.set(leave, next)
        back(Math.max(0, out - 1))
      })
    },
    letGo() {
      for (const leave of [...held.keys()]) leave()
    },
    async allBack() {
      if (out === 0) return
      await new Promise<void>((resolve) => {
        const cancel = clock.after(PATIENCE_MS, () => back(0))
        const done = (): void => {
          cancel()
          waiting.delete(done)
          resolve()
        }
        waiting.add(done)
      })
    },
    get areThere() {
      return held.size > 0
    },
    nextAfter(now) {
      const later = [...held.values()].flatMap((next) => (next !== undefined && next > now ? [next] : []))
      return later.length > 0 ? Math.min(...later) : undefined
    },
    close() {
      for (const leave of [...held.keys()]) leave()
      back(0)
    },
  }
}
