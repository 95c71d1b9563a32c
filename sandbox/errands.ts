import type { Clock } from './clock.ts'

/** What Slack does later by itself, unless it is taken back before: retries, late deliveries, a connection's end. */
export interface Errands {
  after(ms: number, deed: () => void): void
  clear(): void
}

export function keepErrands(clock: Clock): Errands {
  const waiting = new Set<() => void>()
  return {
    after(ms, deed) {
      const cancel = clock.after(ms, () => {
        waiting.delete(cancel)
        deed()
      })
      waiting.add(cancel)
    },
    clear() {
      for (const cancel of waiting) cancel()
      waiting.clear()
    },
  }
}
