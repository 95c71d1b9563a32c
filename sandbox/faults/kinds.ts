/** What can go wrong with a call of the bot. */
export const CALL_KINDS = ['429', '500', 'reset_before', 'reset_after', 'hang', 'slow', 'deactivated'] as const
export type CallKind = (typeof CALL_KINDS)[number]

/** What can go wrong with a payload to the bot. */
export const DELIVERY_KINDS = ['duplicate', 'late', 'hang', 'reset_before', 'reset_after'] as const
export type DeliveryKind = (typeof DELIVERY_KINDS)[number]

/** The calls between which somebody's account can be deactivated. */
export const DEACTIVATING: readonly string[] = ['conversations.open', 'chat.postMessage']

/** Every method of the Web API; or every payload. */
export const EVERYTHING = '*'
/** What the bot also calls, though it is no method: it has to be named. */
export const BESIDE_METHODS = ['response_url', 'upload', 'download'] as const
export type BesideMethods = (typeof BESIDE_METHODS)[number]

/** A misbehaviour that waits for its moment. */
export interface Fault<Kind extends string = string> {
  /** A method or what is beside them; or a command, an event type, a callback id, an action id, a whole sort of payload; or `*`. */
  readonly name: string
  readonly kind: Kind
  readonly times: number
  /** Between 0 and 1: how likely it strikes when it could. */
  readonly chance: number
  /** Two faults with the same seed strike at the same moments. */
  readonly seed: number
  /** How long `slow` and `late` take. */
  readonly ms: number
  /** In seconds, for a 429. */
  readonly retryAfter: number
}

export type CallFault = Fault<CallKind>
export type DeliveryFault = Fault<DeliveryKind>

export const SLOW_MS = 2000
/** Longer than a trigger lives and a person waits. */
export const LATE_MS = 3500
