import type { Secrets } from './ids.ts'
import { isRecord, type Json, record } from './json.ts'

/** What happened, in order, without a secret in it. */
export interface Entry extends Json {
  readonly seq: number
  /** Milliseconds since 1970, by the workspace's time; it never goes back. */
  readonly at: number
  /** The same by the machine's clock, for what took how long. */
  readonly machine: number
  readonly kind: Kind
  /** Whose workspace it happened in; absent when a request was turned away before that was known. */
  readonly team?: string
}

/**
 * `api`: a call of the bot · `response_url`: a post of the bot · `delivery`: a payload to the bot · `control`: a
 * person's deed · `refused`: a request turned away · `trouble`: what a person sees fail · `fault`: a misbehaviour that
 * was asked for · `socket`: what became of a connection · `file`: an upload or a download
 */
export type Kind = 'api' | 'response_url' | 'delivery' | 'control' | 'refused' | 'trouble' | 'file' | 'fault' | 'socket'

export interface Journal {
  write(kind: Kind, details: Json): void
}

/** The journal of all workspaces together. */
export interface Book extends Journal {
  /** A journal whose entries say that they are of this workspace. */
  of(team: string): Journal
  /** The entries after this number, of one workspace or of all, and the number to ask with next time. */
  since(seq: number, team?: string): { readonly entries: readonly Entry[]; readonly next: number }
  /** Forgets what happened in this workspace. */
  clear(team: string): void
  /** The last entry there was when this workspace was forgotten; 0 when it never was. */
  clearedAt(team: string): number
}

const KEPT = 5000

/** Which clocks an entry is stamped by. */
export interface Stamps {
  readonly at: () => number
  readonly machine: () => number
}

/** `written`: told after each entry. */
export function openBook(stamps: Stamps, secrets: Secrets, written: () => void = () => {}): Book {
  const blot = blotter(secrets)
  let entries: Entry[] = []
  let seq = 0
  const cleared = new Map<string, number>()
  const write = (kind: Kind, details: Json, whose: { readonly team?: string } = {}): void => {
    seq += 1
    entries.push({ seq, at: stamps.at(), machine: stamps.machine(), kind, ...whose, ...record(hidden(details, blot)) })
    if (entries.length > KEPT) entries = entries.slice(-KEPT)
    written()
  }
  return {
    write: (kind, details) => write(kind, details),
    of: (team) => ({ write: (kind, details) => write(kind, details, { team }) }),
    since: (from, team) => ({
      entries: entries.filter((entry) => entry.seq > from && (team === undefined || entry.team === team)),
      next: seq,
    }),
    clear(team) {
      entries = entries.filter((entry) => entry.team !== undefined && entry.team !== team)
      cleared.set(team, seq)
    },
    clearedAt: (team) => cleared.get(team) ?? 0,
  }
}

/** Whole files come as text too. */
const LONGEST = 50_000

const HIDDEN = '[hidden]'
const SECRET_NAME = /(^|_)token$|secret|authorization|signature|^response_url$|^trigger_id$/i
const TOKEN_LOOK = /\bx(?:ox[a-z]|app)-[A-Za-z0-9-]+|(?<=\/(?:hooks\/\w+|upload\/v1)\/\w+\/)\w+/g

/** Blots out secrets wherever they stand: by name, by look (tokens have one), and by being one of this run's. */
function blotter(secrets: Secrets): (source: string) => string {
  const own = [secrets.signingSecret, secrets.verificationToken]
  return (source) =>
    own.reduce((left, secret) => left.replaceAll(secret, HIDDEN), source).replaceAll(TOKEN_LOOK, HIDDEN)
}

function hidden(value: unknown, blot: (source: string) => string): unknown {
  if (typeof value === 'string') return blot(value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value)
  if (Array.isArray(value)) return value.map((each) => hidden(each, blot))
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      blot(name),
      SECRET_NAME.test(name) && typeof each === 'string' && each !== '' ? HIDDEN : hidden(each, blot),
    ]),
  )
}
