import type { AdminId } from '../config.ts'
import type { Tx } from '../db/connection.ts'
import type { Sql } from '../db/sql.ts'
import type { Asking } from '../slack/doors.ts'
import type { World } from '../world.ts'
import type { Person, PersonKey, Relation } from './rules.ts'
import type { Counted } from './rules-own-data.ts'

/** What a room stores about a person, under names that a person can read. Plain JSON; dates may stand as they are. */
export type ExportPart = (tx: Tx, person: PersonKey) => Promise<Readonly<Record<string, unknown>>>

/** What a room takes away when somebody erases themselves, and what it would take; told in the same words. */
export interface Erasure {
  readonly count: (tx: Tx, person: PersonKey) => Promise<readonly Counted[]>
  readonly erase: (tx: Tx, person: PersonKey) => Promise<readonly Counted[]>
}

/** How a higher room knows two people to be related: a mentor, a proposed partner. */
export type RelationPart = (tx: Tx, viewer: PersonKey, owner: PersonKey, now: Date) => Promise<Relation | undefined>

/** What the doors of this room need, and what higher rooms add to its story. */
export interface DirectoryRoom {
  readonly world: World
  /** The command that messages name, with its slash. */
  readonly command: string
  /** The keys of the skills, in the order of the profiles. */
  readonly skills: readonly string[]
  /** What each skill is called in a few letters: “NATS”. */
  readonly labels: Readonly<Record<string, string>>
  /** “<@U…>”, or a general word: who can help in this workspace. */
  readonly adminOf: (workspaceId: string) => Promise<string>
  /** Those whom the environment names as admins. */
  readonly adminIds: readonly AdminId[]
  /** Of higher rooms; those of this room are known here. */
  readonly relations: readonly RelationPart[]
  /** In the order in which the file lists them. */
  readonly exports: readonly ExportPart[]
  /** In the order in which the sentences count them. */
  readonly erasures: readonly Erasure[]
  /** Selects the ids of those who have a level on record, as a part of this room’s questions. */
  readonly recorded: (workspaceId: string, skill: string) => Sql
  /** The link to the Home tab: its id. */
  readonly home: string
  /** Whose export this process is sending just now. */
  readonly exporting: Set<string>
  /** There may be letters to send that were not there a moment ago. */
  readonly wake: () => void
  /** After something that the person’s own Home tab shows: told once it is done, outside its transaction. */
  readonly afterChanged: readonly ((ask: Asking, person: Person) => Promise<void>)[]
  /** After an erasure: told once it is done, outside its transaction. */
  readonly afterErased: readonly ((ask: Asking, person: Person) => Promise<void>)[]
}
