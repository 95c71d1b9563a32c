/** The machine's time, handed in as a value: triggers, acks and response addresses live by it. Milliseconds since 1970. */
export interface Clock {
  now(): number
  /** Runs the deed once after so many milliseconds; the answer takes it back. */
  after(ms: number, deed: () => void): () => void
}

export const realClock: Clock = {
  now: () => Date.now(),
  after(ms, deed) {
    const timer = setTimeout(deed, ms)
    return () => clearTimeout(timer)
  },
}

export interface MovedClock extends Clock {
  /** Moves the time on and runs what became due, in order. */
  advance(ms: number): void
}

/** A clock that stands still until it is moved. */
export function movedClock(start: number): MovedClock {
  let now = start
  let waiting: readonly { readonly due: number; readonly deed: () => void }[] = []
  return {
    now: () => now,
    after(ms, deed) {
      const entry = { due: now + ms, deed }
      waiting = [...waiting, entry]
      return () => {
        waiting = waiting.filter((other) => other !== entry)
      }
    },
    advance(ms) {
      const end = now + ms
      for (let next = earliest(waiting, end); next; next = earliest(waiting, end)) {
        const due = next
        waiting = waiting.filter((other) => other !== due)
        now = due.due
        due.deed()
      }
      now = end
    },
  }
}

function earliest<T extends { readonly due: number }>(waiting: readonly T[], end: number): T | undefined {
  return waiting.filter(({ due }) => due <= end).sort((one, other) => one.due - other.due)[0]
}
