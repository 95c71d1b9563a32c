import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { isAlive, readLock } from '../../src/db/embedded/lock.ts'
import { stopServer } from '../../src/db/embedded/server.ts'
import { type Embedded, startEmbedded } from '../../src/db/embedded.ts'
import { migrate } from '../../src/db/migrations.ts'
import { folderPrefix, openFolder, roomyPlaces } from './folder.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A database with every migration applied and no rows. Nobody connects to it: it is what others are copied from. */
    template: string
  }
}

const log = { info: () => {}, warn: (_facts: object, message: string) => console.warn(message) }

/** One PostgreSQL for the whole run, in a folder of its own, so that two runs at once do not meet. */
export default async function startCluster(project: TestProject): Promise<() => Promise<void>> {
  for (const place of await roomyPlaces()) await clearDeadRuns(place)
  const folder = await openFolder()
  const cluster = await startEmbedded({
    dataDir: folder,
    log,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  })
  await migrate(cluster.url)
  project.provide('template', cluster.url)
  return async () => {
    const kept = await keptDatabases(cluster)
    await cluster.stop()
    if (kept.length === 0) return rm(folder, { recursive: true, force: true })
    console.log(`Kept until the next run, for a look at what failed: ${kept.join(', ')} in ${cluster.dataDir}`)
  }
}

async function keptDatabases({ url }: Embedded): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query("select datname from pg_database where datname like 'test\\_%' order by 1")
  await client.end()
  return rows.map((row) => String(row.datname))
}

/** Servers and folders of runs that were killed, or that kept something. */
async function clearDeadRuns(place: string): Promise<void> {
  for (const name of await readdir(place)) {
    const owner = name.startsWith(folderPrefix) ? Number.parseInt(name.slice(folderPrefix.length), 10) : Number.NaN
    if (Number.isNaN(owner) || isAlive(owner)) continue
    // Another user's stay where they are.
    await clearAway(join(place, name)).catch(() => {})
  }
}

async function clearAway(folder: string): Promise<void> {
  const lock = await readLock(join(folder, 'postgresql'))
  if (lock) await stopServer(lock.pid)
  await rm(folder, { recursive: true, force: true })
}
