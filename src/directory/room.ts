import type { Tx } from '../db/connection.ts'
import type { Asking } from '../slack/doors.ts'
import type { World } from '../world.ts'
import type { Person, PersonKey } from './rules.ts'
import type { Counted } from './rules-own-data.ts'

/** What a room stores about a person, under names that a person can read. Plain JSON; dates may stand as they are. */
export type ExportPart = (tx: Tx, person: PersonKey) => Promise<Readonly<Record<string, unknown>>>

/** What a room takes away when somebody erases themselves, and what it would take; told in the same words. */
export interface Erasure {
  readonly count: (tx: Tx, person: PersonKey) => Promise<readonly Counted[]>
  readonly erase: (tx: Tx, person: PersonKey) => Promise<readonly Counted[]>
}

/** What the doors of this room need, and what higher rooms add to its story. */
export interface DirectoryRoom {
  readonly world: World
  /** The command that messages name, with its slash. */
  readonly command: string
  /** “<@U…>”, or a general word: who can grant a permission. */
  readonly admin: string
  /** In the order in which the file lists them. */
  readonly exports: readonly ExportPart[]
  /** In the order in which the sentences count them. */
  readonly erasures: readonly Erasure[]
  /** The link to the Home tab: its id. */
  readonly home: string
  /** Whose export this process is sending just now. */
  readonly exporting: Set<string>
  /** After an erasure: told once it is done, outside its transaction. */
  readonly afterErased: readonly ((ask: Asking, person: Person) => Promise<void>)[]
}
