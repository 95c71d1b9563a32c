import type { Json } from './json.ts'

/** A payload on its way to the bot: Slack's commands are plain forms, interactions JSON in a form, events JSON. */
export type Parcel =
  | { readonly as: 'command'; readonly what: string; readonly content: Readonly<Record<string, string>> }
  | { readonly as: 'interaction' | 'event'; readonly what: string; readonly content: Json }

/** What became of a payload. `ms` is how long the bot took, by the machine's clock; a status is there over HTTP only. */
export type Ack =
  | { readonly kind: 'acked'; readonly ms: number; readonly status?: number; readonly body: string }
  | { readonly kind: 'late'; readonly ms: number }
  | {
      readonly kind: 'refused'
      readonly ms: number
      readonly status: number
      readonly body: string
      /** The bot asked not to be sent this event again. */
      readonly noRetry: boolean
    }
  | { readonly kind: 'unreachable'; readonly ms: number; readonly reason: string }

/** How a payload is carried, beyond the plain way. */
export interface Carrying {
  readonly retry?: Retry | undefined
  readonly cut?: Cut | undefined
}

/** The connection goes away over it: before the bot has read anything, or once it has read everything. */
export type Cut = 'before' | 'after'

/** Which further attempt at an event this is, and what was wrong with the one before. */
export interface Retry {
  readonly num: number
  readonly reason: string
}
