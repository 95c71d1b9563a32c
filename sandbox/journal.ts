import type { Secrets } from './ids.ts'
import { isRecord, type Json, record } from './json.ts'

/** What happened, in order, without a secret in it. */
export interface Entry extends Json {
  readonly seq: number
  /** Milliseconds since 1970, by Slack's clock. */
  readonly at: number
  readonly kind: Kind
}

/**
 * `api`: a call of the bot · `response_url`: a post of the bot · `delivery`: a payload to the bot · `control`: a
 * person's deed · `refused`: a request turned away · `trouble`: what a person sees fail
 */
export type Kind = 'api' | 'response_url' | 'delivery' | 'control' | 'refused' | 'trouble'

export interface Journal {
  write(kind: Kind, details: Json): void
  /** The entries after this number, and the number to ask with next time. */
  since(seq: number): { readonly entries: readonly Entry[]; readonly next: number }
  clear(): void
}

const KEPT = 5000

export function openJournal(now: () => number, secrets: Secrets): Journal {
  const blot = blotter(secrets)
  let entries: Entry[] = []
  let seq = 0
  return {
    write(kind, details) {
      seq += 1
      entries.push({ seq, at: now(), kind, ...record(hidden(details, blot)) })
      if (entries.length > KEPT) entries = entries.slice(-KEPT)
    },
    since: (from) => ({ entries: entries.filter((entry) => entry.seq > from), next: seq }),
    clear() {
      entries = []
    },
  }
}

const HIDDEN = '[hidden]'
const SECRET_NAME = /(^|_)token$|secret|authorization|signature|^response_url$|^trigger_id$/i
const TOKEN_LOOK = /\bx(?:ox[a-z]|app)-[A-Za-z0-9-]+|(?<=\/hooks\/\w+\/\w+\/)\w+/g

/** Blots out secrets wherever they stand: by name, by look, and by being one of this run's. */
function blotter(secrets: Secrets): (source: string) => string {
  const own = [secrets.botToken, secrets.signingSecret, secrets.verificationToken]
  return (source) =>
    own.reduce((left, secret) => left.replaceAll(secret, HIDDEN), source).replaceAll(TOKEN_LOOK, HIDDEN)
}

function hidden(value: unknown, blot: (source: string) => string): unknown {
  if (typeof value === 'string') return blot(value)
  if (Array.isArray(value)) return value.map((each) => hidden(each, blot))
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      blot(name),
      SECRET_NAME.test(name) && typeof each === 'string' && each !== '' ? HIDDEN : hidden(each, blot),
    ]),
  )
}
