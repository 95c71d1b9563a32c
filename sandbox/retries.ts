import type { Ack, Retry } from './parcel.ts'
import type { Slack } from './slack.ts'

/** How long Slack waits before it sends an event again: at once, then a minute, then five. */
const RETRY_WAITS_MS = [0, 60_000, 300_000] as const

/**
 * Sends an event that failed again, in its time: three times at most, and not when the bot said that it wants no more.
 * Commands and interactions are never sent again: a person who waits sees the failure.
 */
export function retryAfter(
  slack: Slack,
  ack: Ack,
  before: Retry | undefined,
  send: (retry: Retry) => Promise<unknown>,
): void {
  const num = (before?.num ?? 0) + 1
  const wait = RETRY_WAITS_MS[num - 1]
  const reason = reasonOf(ack, slack.sockets.isOn())
  if (reason === undefined || wait === undefined || (ack.kind === 'refused' && ack.noRetry)) return
  slack.errands.after(wait, () => void send({ num, reason }))
}

function reasonOf(ack: Ack, isSocket: boolean): string | undefined {
  switch (ack.kind) {
    case 'acked':
      return undefined
    case 'late':
      return isSocket ? 'timeout' : 'http_timeout'
    case 'refused':
      return 'http_error'
    case 'unreachable':
      return 'connection_failed'
  }
}
