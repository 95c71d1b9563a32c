import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Db } from './db/connection.ts'

/** What a flow may reach. Everything that differs between production, a test and a moved clock is in here. */
export interface World {
  readonly db: Db
  /** Business time. Read once at the door; it travels as a value from there. */
  readonly now: () => Date
  readonly newId: () => string
  readonly log: Log
  /** How long, in milliseconds, a submission may take before its ack says *Saving…*; Slack allows 3,000. */
  readonly saveWithin: number
  /** Lets so many milliseconds pass between two messages; tests move their clock instead. */
  readonly pause: (milliseconds: number) => Promise<void>
}

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>

/** The part of the world that is the same everywhere but in tests. */
export function realWorld(db: Db, log: Log): World {
  return { db, log, now: () => new Date(), newId: uuidV7, saveWithin: 1_500, pause }
}

/** Somebody asked for records before the database had been reached for the first time. */
export class NotReady extends Error {
  override readonly name = 'NotReady'
}

/**
 * A UUID of version 7 (RFC 9562 §5.7): 48 bits of milliseconds, then chance. Index pages fill in order of arrival;
 * nothing may order by it or read it as a time.
 */
export function uuidV7(): string {
  const millis = Date.now().toString(16).padStart(12, '0')
  const chance = randomUUID()
  return `${millis.slice(0, 8)}-${millis.slice(8)}-7${chance.slice(15)}`
}
