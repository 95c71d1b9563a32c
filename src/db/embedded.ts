import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { serverAccount } from './embedded/account.ts'
import { findBinaries } from './embedded/binaries.ts'
import { chooseHome, type Keepsake, ownerOf, prepareCluster, rememberPort, variableData } from './embedded/folder.ts'
import { findRunning, type Running, startServer, stopServer } from './embedded/server.ts'
import { joinServer } from './embedded/users.ts'
import { isDatabaseAway } from './errors.ts'
import type { Log } from './log.ts'

export interface Embedded {
  readonly url: string
  /** The folder in which the data really is. */
  readonly dataDir: string
  readonly port: number
  readonly pid: number
  /** Shuts the server down, unless another process still uses it; resolves when it has ended. Harmless when called again. */
  readonly stop: () => Promise<void>
}

export interface EmbeddedOptions {
  /** Default: `.data` in the checkout. The cluster is a folder in it. */
  readonly dataDir?: string | undefined
  /** Where to begin looking for a free port. Default: that of last time, or any. */
  readonly port?: number | undefined
  readonly log: Log
  /** PostgreSQL's settings for this run, such as `fsync: 'off'`. */
  readonly settings?: Readonly<Record<string, string>>
}

const database = 'nats_level'

/**
 * PostgreSQL on this machine, from the binaries that came with npm, for one who has none: on 127.0.0.1 only, behind a
 * password kept with the data. A server that an earlier process left running on the same data is used again.
 */
export async function startEmbedded({ dataDir, port, log, settings = {} }: EmbeddedOptions): Promise<Embedded> {
  const someone = await serverAccount()
  const home = await embeddedHome(dataDir)
  const folder = resolve(home, 'postgresql')
  const account = await ownerOf(folder, someone)
  const binaries = await findBinaries(account, someone.uid === undefined ? home : variableData())
  const kept = await prepareCluster(folder, account, binaries, log)

  const left = await takeOver(folder, kept)
  const plan = { binaries, account, folder, logFile: `${folder}.log`, port: port ?? kept.port, settings }
  const server = left ?? (await startServer(plan))
  const user = await joinServer(`${folder}.users`, server.pid)
  await rememberPort(folder, kept, server.port, account)
  await ensureDatabase(addressOf(server, kept, 'postgres'))

  log.info(
    { folder, port: server.port, pid: server.pid },
    `PostgreSQL ${left ? 'was still running' : 'runs'} in ${folder}`,
  )
  let stopping: Promise<void> | undefined
  const stop = () => {
    stopping ??= user.leave().then((last) => (last ? stopServer(server.pid) : undefined))
    return stopping
  }
  return { url: addressOf(server, kept, database), dataDir: folder, port: server.port, pid: server.pid, stop }
}

/**
 * The folder in which the data is, or will be: `dataDir`, by default `.data` in the checkout, or one under the system's
 * variable-data directory when the server's user cannot enter that.
 */
export async function embeddedHome(dataDir?: string): Promise<string> {
  const wanted = resolve(dataDir ?? fileURLToPath(new URL('../../.data', import.meta.url)))
  const there = await stat(wanted).catch(() => undefined)
  if (there && !there.isDirectory()) throw new Error(`DATA_DIR: found ${wanted}, which is a file, expected a folder.`)
  return chooseHome(await serverAccount(), wanted)
}

/** The server that somebody left running here, if it can still be used; one that does not answer is stopped. */
async function takeOver(folder: string, kept: Keepsake): Promise<Running | undefined> {
  const left = await findRunning(folder)
  if (!left) return undefined
  const trouble = await onServer(addressOf(left, kept, 'postgres'), async () => {}).then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!trouble) return left
  if (!isDatabaseAway(trouble)) throw trouble
  await stopServer(left.pid)
  return undefined
}

function addressOf({ port }: Running, { password }: Keepsake, name: string): string {
  return `postgresql://postgres:${password}@127.0.0.1:${port}/${name}`
}

async function ensureDatabase(url: string): Promise<void> {
  await onServer(url, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database])
    if (rowCount === 0) await client.query(`create database ${database}`).catch(unlessMadeMeanwhile)
  })
}

function unlessMadeMeanwhile(error: unknown): void {
  const made = error instanceof pg.DatabaseError && (error.code === '42P04' || error.code === '23505')
  if (!made) throw error
}

async function onServer(url: string, act: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  await client.connect()
  try {
    await act(client)
  } finally {
    await client.end()
  }
}
