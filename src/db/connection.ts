import { createHash } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { type Prisma, PrismaClient } from './generated/client.ts'
import type { Log } from './log.ts'

export type Db = PrismaClient
/** What a store asks: the database, or one transaction of it. */
export type Tx = Prisma.TransactionClient

export interface ConnectionOptions {
  readonly poolSize?: number
  readonly log?: Log
  /** How long the server may take to answer one statement, in milliseconds. */
  readonly answerWithin?: number
}

/** The database at `url`. Nothing is opened before the first question, and a server that goes away never throws here. */
export function connect(url: string, { poolSize = 10, log, answerWithin = 5_000 }: ConnectionOptions = {}): Db {
  const pool = new pg.Pool({
    connectionString: inUtc(url),
    application_name: 'nats-level',
    max: poolSize,
    connectionTimeoutMillis: 2_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    // The server gives up first, so that it does not go on with what nobody waits for.
    statement_timeout: answerWithin,
    query_timeout: answerWithin + 500,
    idle_in_transaction_session_timeout: 2 * answerWithin,
  })
  pool.on('release', (_error, client) => discardUnfinished(client))
  const noticed = (error: Error) => log?.warn({ err: error }, 'A connection to the database was lost.')
  const adapter = new PrismaPg(pool, {
    disposeExternalPool: true,
    onPoolError: noticed,
    onConnectionError: noticed,
    statementNameGenerator: nameOf,
  })
  return new PrismaClient({ adapter, transactionOptions: { maxWait: 2_000, timeout: answerWithin } })
}

/**
 * A name for each statement, so that a connection parses and plans it once: of the statement that records a level,
 * planning was more than half. Equal text, equal name; there are a few dozen texts.
 */
function nameOf({ sql }: { readonly sql: string }): string {
  return createHash('sha1').update(sql).digest('hex')
}

/**
 * The same address with the session's zone set to UTC: the adapter sends times without their offset and reads them as
 * if they had none, so that under any other zone they silently become other times. The last `-c` wins.
 */
export function inUtc(url: string): string {
  const address = new URL(url)
  const options = address.searchParams.get('options')
  address.searchParams.set('options', `${options ?? ''} -c TimeZone=UTC`.trim())
  return address.href
}

/**
 * A rollback that got no answer leaves its transaction open, and the pool would lend it to the next one, whose writes
 * would then never be committed. Such a connection is closed instead.
 */
function discardUnfinished(client: pg.PoolClient): void {
  if (client.getTransactionStatus() !== 'I') client.end().catch(() => {})
}
