import { z } from 'zod'
import type { Db } from './connection.ts'

export const oldestServer = 15

/** What has to be known about a server before anything is written to it. */
export interface ServerFacts {
  /** PostgreSQL's `server_version_num`: 150004 is 15.4. */
  readonly version: number
  /** Of a session as the bot opens it. */
  readonly timeZone: string
}

const facts = z.tuple([z.object({ version: z.int(), timeZone: z.string() })])

export async function askServer(db: Db): Promise<ServerFacts> {
  const rows = await db.$queryRaw`
    select current_setting('server_version_num')::int as version, current_setting('TimeZone') as "timeZone"`
  return facts.parse(rows)[0]
}

/** The sentence for a server that is too old; nothing for any other. */
export function whyTooOld({ version }: ServerFacts): string | undefined {
  const major = Math.floor(version / 10_000)
  if (major >= oldestServer) return undefined
  return `The database server is PostgreSQL ${major}; NATS Level needs PostgreSQL ${oldestServer} or newer.`
}

/** The sentence for sessions that do not keep UTC, under which stored times would silently become others. */
export function whyWrongZone({ timeZone }: ServerFacts): string | undefined {
  if (timeZone === 'UTC') return undefined
  return `Sessions of the database keep the time zone ${timeZone} and not UTC, although the bot asks for UTC when it connects. A pooler in between may drop that: then run \`alter database … set timezone = 'UTC'\`.`
}
