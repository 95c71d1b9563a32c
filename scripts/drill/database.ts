import { rm } from 'node:fs/promises'
import { connect, type Db } from '../../src/db/connection.ts'
import { type Embedded, startEmbedded } from '../../src/db/embedded.ts'
import { migrate } from '../../src/db/migrations.ts'
import { openFolder } from '../../test/support/folder.ts'

export interface DrillDatabase {
  readonly url: string
  readonly db: Db
  /** The server goes away and comes back, with what it has. */
  readonly restart: () => Promise<void>
  readonly stop: () => Promise<void>
}

// A disk that takes its time would only slow the drill down; the server is told to stop, so that nothing is lost.
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

export async function startDatabase(): Promise<DrillDatabase> {
  const folder = await openFolder()
  const begin = (port?: number): Promise<Embedded> =>
    startEmbedded({ dataDir: folder, port, log: { info: () => {}, warn: console.warn }, settings })
  let server = await begin()
  await migrate(server.url)
  const { url } = server
  const db = connect(url, { answerWithin: 60_000 })
  return {
    url,
    db,
    async restart() {
      await server.stop()
      server = await begin(server.port)
      if (server.url !== url) throw new Error('PostgreSQL: found another address after its restart, expected the same.')
    },
    async stop() {
      await db.$disconnect()
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
