import { sql } from '../../src/db/sql.ts'
import type { DirectoryRoom } from '../../src/directory/room.ts'
import type { World } from '../../src/world.ts'

/** The room as it stands alone: nothing is handed to it from above. */
export function bareRoom(world: World, change: Partial<DirectoryRoom> = {}): DirectoryRoom {
  return {
    world,
    command: '/nats-level',
    skills: ['nats-jetstream'],
    labels: { 'nats-jetstream': 'NATS' },
    adminOf: async () => 'an admin',
    adminIds: [],
    relations: [],
    recorded: () => sql`select null::uuid where false`,
    home: 'home.open',
    exports: [],
    erasures: [],
    exporting: new Set(),
    wake: () => {},
    afterChanged: [],
    afterErased: [],
    ...change,
  }
}
