import type { Catalog } from '../../catalog/flow.ts'
import type { DirectoryRoom } from '../../directory/room.ts'
import type { World } from '../../world.ts'

/** What the doors of whoever runs check-ins need. */
export interface AdminRoom {
  readonly world: World
  readonly catalog: Catalog
  readonly directory: DirectoryRoom
  /** The list of letters that have not arrived: the id that opens it. */
  readonly undelivered: string
  /** Why one of them has not, in people’s words. */
  readonly reasonWords: (reason: string) => string
  /** There may be letters to send that were not there a moment ago. */
  readonly wake: () => void
}
