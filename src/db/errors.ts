import { z } from 'zod'

/**
 * Whether the database could not be asked just now, so that the same question may succeed in a minute: not reached,
 * shutting down or starting, gone in the middle, too slow, without a free connection, or not migrated yet.
 * Everything else is an answer of the database, or a bug.
 *
 * The lists were found by killing, stopping and freezing a real server under each kind of call: Prisma 7.10 reports the
 * same trouble by its own code, by the adapter's word for it, by PostgreSQL's or the system's code, or only in words.
 */
export function isDatabaseAway(error: unknown): boolean {
  return layers(error).some(saysAway)
}

/** One line about the error: what the server said if it said anything, and without Prisma's excerpt of our source. */
export function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError)
    return error.issues.map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`).join('; ')
  const all = layers(error)
  const fromServer = all.map((layer) => property(layer, 'originalMessage')).find(Boolean)
  const said = String(fromServer ?? property(error, 'message') ?? '').trim()
  const last = said.split('\n').at(-1)?.trim() ?? ''
  const [, quoted] = /^Raw query failed\. Code: .* Message: `(.*)`$/.exec(last) ?? []
  return quoted ?? (last || String(property(error, 'code') ?? error))
}

function saysAway(layer: unknown): boolean {
  const [code, original, kind, message] = ['code', 'originalCode', 'kind', 'message'].map((key) => property(layer, key))
  if (code === 'P2028') return away.slowTransaction.test(String(message))
  if ([code, original].some((word) => typeof word === 'string' && away.codes.test(word))) return true
  if (typeof kind === 'string' && away.kinds.has(kind)) return true
  return typeof message === 'string' && away.messages.has(message)
}

const away = {
  codes: new RegExp(
    `^(?:${[
      // Prisma: credentials, reach, time-out, no such database, access, TLS, closed, no table, pool, connections
      'P1000|P1001|P1002|P1003|P1008|P1010|P1011|P1017|P2021|P2024|P2037',
      // PostgreSQL: connection trouble, credentials, resources, cancelled or shutting down, read-only, no such database
      '08...|28...|53...|57014|57P0.|25006|25P03|3D000',
      // PostgreSQL: no such table, which is how a database that is not migrated yet says so
      '42P01',
      // The system
      'ECONNREFUSED|ECONNRESET|ECONNABORTED|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EPIPE|EHOSTUNREACH|ENETUNREACH',
    ].join('|')})$`,
  ),
  kinds: new Set([
    'AuthenticationFailed',
    'ConnectionClosed',
    'DatabaseAccessDenied',
    'DatabaseDoesNotExist',
    'DatabaseNotReachable',
    'SocketTimeout',
    'TableDoesNotExist',
    'TlsConnectionError',
    'TooManyConnections',
  ]),
  /** Errors of pg and its pool that have no code. */
  messages: new Set([
    'Client has encountered a connection error and is not queryable',
    'Client was closed and is not queryable',
    'Connection terminated',
    'Connection terminated due to connection timeout',
    'Connection terminated unexpectedly',
    'Query read timeout',
    'timeout exceeded when trying to connect',
    'timeout expired',
  ]),
  slowTransaction: /Unable to start a transaction in the given time|expired transaction/,
}

/** The error and what it was made of, outermost first. */
function layers(error: unknown): readonly unknown[] {
  const found: unknown[] = []
  for (let layer = error; isObject(layer) && found.length < 8; layer = within(layer)) found.push(layer)
  return found
}

function within(layer: object): unknown {
  return property(property(layer, 'meta'), 'driverAdapterError') ?? property(layer, 'cause')
}

function property(value: unknown, key: string): unknown {
  return isObject(value) ? Reflect.get(value, key) : undefined
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
