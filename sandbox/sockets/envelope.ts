import { randomUUID } from 'node:crypto'
import { isRecord, type Json, readJson } from '../json.ts'
import type { Parcel, Retry } from '../parcel.ts'

/** A payload as it travels over a socket. */
export interface Envelope extends Json {
  readonly envelope_id: string
  readonly type: 'slash_commands' | 'interactive' | 'events_api'
  readonly accepts_response_payload: boolean
  readonly payload: Json
}

const TYPES = { command: 'slash_commands', interaction: 'interactive', event: 'events_api' } as const

/** A new envelope around a payload; only events say which attempt they are. */
export function envelopeAround({ as, content }: Parcel, retry?: Retry): Envelope {
  return {
    envelope_id: randomUUID(),
    type: TYPES[as],
    accepts_response_payload: as !== 'event',
    payload: content,
    ...(as === 'event' ? { retry_attempt: retry?.num ?? 0, retry_reason: retry?.reason ?? '' } : {}),
  }
}

export interface EnvelopeAck {
  readonly envelopeId: string
  /** What the bot says, as the body of an HTTP answer would say it: empty when there is nothing. */
  readonly body: string
}

/** What the bot wrote into the socket, or undefined when it is no ack. */
export function readAck(source: string): EnvelopeAck | undefined {
  const message = readJson(source)
  if (!isRecord(message) || typeof message.envelope_id !== 'string') return undefined
  const { envelope_id: envelopeId, payload } = message
  // Slack's own client puts an empty object into the ack of a handler that said nothing.
  const saysNothing = payload === undefined || payload === null || (isRecord(payload) && isEmpty(payload))
  return { envelopeId, body: saysNothing ? '' : JSON.stringify(payload) }
}

function isEmpty(value: Json): boolean {
  return Object.keys(value).length === 0
}
