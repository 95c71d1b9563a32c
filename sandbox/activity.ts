/** What of the bot is under way: payloads it has not acked, calls that have not been answered. */
export interface Activity {
  /** Something began; the answer says that it ended. */
  begin(): () => void
  /** Resolves once nothing was under way or begun for the quiet time, or after the patience is over. */
  untilQuiet(): Promise<void>
}

const PATIENCE_MS = 5000
const LOOK_AGAIN_MS = 4

/**
 * Real time on purpose, whatever Slack's clock says: it waits for a real process to come to rest. A bot in this very
 * process can say more exactly when it has, by `botIdle`; on a busy machine a pause between two calls may be long.
 */
export function watchActivity(quietMs: number, botIdle?: () => Promise<void>): Activity {
  let underWay = 0
  let lastMoved = performance.now()
  const note = (change: 1 | -1): void => {
    underWay += change
    lastMoved = performance.now()
  }
  return {
    begin() {
      note(1)
      let ended = false
      return () => {
        if (!ended) note(-1)
        ended = true
      }
    },
    async untilQuiet() {
      const started = performance.now()
      for (;;) {
        const now = performance.now()
        const rest = underWay > 0 ? LOOK_AGAIN_MS : Math.max(lastMoved, started) + quietMs - now
        const patience = started + PATIENCE_MS - now
        if (patience <= 0) return
        if (rest > 0) await pause(Math.min(rest, patience))
        else if (!botIdle) return
        else {
          const seen = lastMoved
          await Promise.race([botIdle(), pause(patience)])
          if (lastMoved === seen) return
        }
      }
    },
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.ceil(ms)))
}
