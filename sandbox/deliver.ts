import { misdelivered } from './faults/deliveries.ts'
import { postToBot } from './http.ts'
import type { Json } from './json.ts'
import type { Ack, Carrying, Parcel, Retry } from './parcel.ts'
import { retryAfter } from './retries.ts'
import type { Slack } from './slack.ts'

/**
 * Brings a payload to the bot, over whichever transport is on, and waits for its ack, three seconds at most. An event
 * that fails is tried again later, by itself. Never throws.
 */
export async function deliver(slack: Slack, parcel: Parcel, retry?: Retry): Promise<Ack> {
  const ended = slack.activity.begin()
  try {
    const ack = await misdelivered(slack, parcel, (more) => carry(slack, parcel, { retry, ...more }))
    if (parcel.as === 'event') retryAfter(slack, ack, retry, (next) => deliver(slack, parcel, next))
    return ack
  } finally {
    ended()
  }
}

/** What Slack calls the failure, or undefined when the bot acked. */
export function failureOf(ack: Ack): 'operation_timeout' | 'dispatch_failed' | undefined {
  if (ack.kind === 'acked') return undefined
  return ack.kind === 'late' ? 'operation_timeout' : 'dispatch_failed'
}

async function carry(slack: Slack, parcel: Parcel, more: Carrying): Promise<Ack> {
  const ended = slack.activity.begin()
  try {
    const isSocket = slack.sockets.isOn()
    const ack = await (isSocket ? slack.sockets.bring(parcel, more) : postToBot(slack, parcel, more))
    slack.journal.write('delivery', {
      what: parcel.what,
      content: parcel.content,
      to: isSocket ? 'socket' : slack.addresses.bot,
      ...(more.retry ? { retry: more.retry } : {}),
      ack: told(ack),
    })
    return ack
  } finally {
    ended()
  }
}

function told(ack: Ack): Json {
  const { kind, ms, ...rest } = ack
  return { outcome: kind, ms, ...rest }
}
