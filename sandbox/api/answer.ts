import type { Json } from '../json.ts'
import type { Slack } from '../slack.ts'
import { type Fault, faultSentences } from '../validate/index.ts'

export type Answer = { readonly ok: true } & Json
export type Refusal = { readonly ok: false; readonly error: string } & Json

export function yes(more: Json = {}): Answer {
  return { ...more, ok: true }
}

export function no(error: string, ...messages: readonly string[]): Refusal {
  const metadata =
    messages.length === 0 ? {} : { response_metadata: { messages: messages.map((each) => `[ERROR] ${each}`) } }
  return { ok: false, error, ...metadata }
}

/** A refusal with each fault twice, as Slack writes blocks' faults: in `errors` and in `response_metadata`. */
export function noBecause(error: string, faults: readonly Fault[]): Refusal {
  const sentences = faultSentences(faults)
  return { ...no(error, ...sentences), ...(sentences.length > 0 ? { errors: sentences } : {}) }
}

/** Slack's answer when a scope was not granted. */
export function missingScope({ installation }: Slack, needed: string): Refusal {
  return { ...no('missing_scope'), needed, provided: installation.granted.join(',') }
}

const RETRY_AFTER = 'retry_after'

/** There were too many calls: how many seconds to wait goes out as a header, not in the body. */
export function limited(seconds: number): Refusal {
  return { ...no('ratelimited'), [RETRY_AFTER]: seconds }
}

export function waitIn(answered: Answer | Refusal): number | undefined {
  const seconds = answered.error === 'ratelimited' ? answered[RETRY_AFTER] : undefined
  return typeof seconds === 'number' ? seconds : undefined
}

export type ArgumentKind = 'text' | 'number' | 'flag' | 'json'

/** One method of the Web API: which arguments it knows, and what it does with them. */
export interface Method {
  /** What kind of token it wants; that of a workspace's bot when absent. */
  readonly token?: 'app' | 'none'
  readonly required: Readonly<Record<string, ArgumentKind>>
  readonly optional: Readonly<Record<string, ArgumentKind>>
  readonly answer: (slack: Slack, given: Json) => Answer | Refusal
}
