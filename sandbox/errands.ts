import type { Clock } from './clock.ts'

/** What Slack does later by itself, unless it is taken back before: retries, late deliveries, a connection's end. */
export interface Errands {
  after(ms: number, deed: () => void): void
  clear(): void
  /** Clears, and from now on nothing is done later. */
  close(): void
}

export function keepErrands(clock: Clock): Errands {
  const waiting = new Set<() => void>()
  let isOpen = true
  const clear = (): void => {
    for (const cancel of waiting) cancel()
    waiting.clear()
  }
  return {
    after(ms, deed) {
      if (!isOpen) return
      const cancel = clock.after(ms, () => {
        waiting.delete(cancel)
        deed()
      })
      waiting.add(cancel)
    },
    clear,
    close() {
      isOpen = false
      clear()
    },
  }
}
