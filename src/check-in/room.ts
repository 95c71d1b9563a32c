import type { Catalog } from '../catalog/flow.ts'
import type { Tx } from '../db/connection.ts'
import type { World } from '../world.ts'
import type { NotOpened } from './flow-rounds.ts'
import type { Round } from './store-rounds.ts'

/** What the doors and the beat of this room need, and what is told of a round’s story, each in the transaction of it. */
export interface CheckInRoom {
  readonly world: World
  readonly catalog: Catalog
  /** There may be letters to send that were not there a moment ago. */
  readonly wake: () => void
  /** Everybody’s part is planned, for the first time or after a pause. */
  readonly afterPlanned: readonly ((tx: Tx, round: Round, now: Date) => Promise<void>)[]
  /** The round is over and everybody’s part closed; `state` says whether it was closed or cancelled. */
  readonly afterSettled: readonly ((tx: Tx, round: Round, now: Date) => Promise<void>)[]
  /** One was due and is not opened. */
  readonly afterNotOpened: readonly ((tx: Tx, missed: Missed, now: Date) => Promise<void>)[]
}

export interface Missed {
  readonly workspaceId: string
  readonly skill: string
  readonly dueAt: Date
  readonly why: NotOpened
}
