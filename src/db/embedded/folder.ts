import { createHash, randomBytes } from 'node:crypto'
import { chown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import type { Log } from '../log.ts'
import { type Account, makeOpen, mayEnter, runAs, serverEnvironment } from './account.ts'
import type { Binaries } from './binaries.ts'
import { isAlive } from './lock.ts'

/** What is kept in the data folder beside PostgreSQL's own files, readable by its owner alone. */
export interface Keepsake {
  readonly password: string
  /** The port of last time. */
  readonly port?: number | undefined
}

const keepsake = z.object({ password: z.string().min(1), port: z.int().optional() })
const keepsakeFile = 'nats-level.json'

/**
 * The folder that can hold the data: `wanted`, or one under `variable` when the server's user cannot enter it. Both
 * can then be entered by that user.
 */
export async function chooseHome(account: Account, wanted: string, variable = variableData()): Promise<string> {
  await makeOpen(wanted)
  if (await mayEnter(account, wanted)) return wanted
  const instead = join(variable, createHash('sha256').update(wanted).digest('hex').slice(0, 12))
  await makeOpen(variable)
  await makeOpen(instead)
  return instead
}

/** Where the system keeps data of its services. */
export function variableData(): string {
  return process.platform === 'darwin' ? '/usr/local/var/nats-level' : '/var/lib/nats-level'
}

/** As root, whoever owns the data must run the server; the data of an earlier run may belong to somebody else. */
export async function ownerOf(folder: string, account: Account): Promise<Account> {
  const there = await stat(folder).catch(() => undefined)
  if (!there) return account
  if (account.uid !== undefined) return there.uid === 0 ? account : { uid: there.uid, gid: there.gid }
  const me = process.getuid?.()
  if (me !== undefined && there.uid !== me)
    throw new Error(
      `The data folder ${folder} belongs to user ${there.uid}, and this process runs as user ${me}. Run it as that user, or choose another folder with DATA_DIR.`,
    )
  return account
}

/**
 * Makes sure that `folder` holds a whole database cluster of this release and returns what is kept with it.
 * A folder that was begun and never finished is moved aside; one of another major version is refused.
 */
export async function prepareCluster(
  folder: string,
  account: Account,
  binaries: Binaries,
  log: Log,
): Promise<Keepsake> {
  await clearDrafts(folder)
  if (!(await isWhole(folder))) {
    await moveAside(folder, log)
    await initCluster(folder, account, binaries)
  }
  const found = (await readFile(join(folder, 'PG_VERSION'), 'utf8')).trim()
  if (found !== String(binaries.major))
    throw new Error(
      `The data folder ${folder} was made by PostgreSQL ${found}, and this release brings ${binaries.major}. Move the folder away to begin anew, or run PostgreSQL ${found} on it and set DATABASE_URL.`,
    )
  return keepsake.parse(JSON.parse(await readFile(join(folder, keepsakeFile), 'utf8')))
}

export async function rememberPort(folder: string, kept: Keepsake, port: number, account: Account): Promise<void> {
  if (kept.port !== port) await writeSecret(join(folder, keepsakeFile), JSON.stringify({ ...kept, port }), account)
}

async function isWhole(folder: string): Promise<boolean> {
  const needed = ['PG_VERSION', join('global', 'pg_control'), keepsakeFile]
  const there = await Promise.all(needed.map((name) => stat(join(folder, name)).catch(() => undefined)))
  return there.every(Boolean)
}

async function moveAside(folder: string, log: Log): Promise<void> {
  const content = await readdir(folder).catch(() => [])
  if (content.length === 0) return
  const aside = `${folder}.unfinished-${Date.now()}`
  await rename(folder, aside)
  log.warn(
    { folder: aside },
    'The data folder was begun and never finished. It was moved aside, and a new one is made.',
  )
}

/** Made under another name and renamed at the end, so that under its own name it is whole or not there. */
async function initCluster(folder: string, account: Account, binaries: Binaries): Promise<void> {
  const draft = `${folder}.new-${process.pid}-${randomBytes(4).toString('hex')}`
  const passwordFile = join(tmpdir(), `nats-level-${randomBytes(8).toString('hex')}`)
  const password = randomBytes(24).toString('hex')
  await mkdir(draft, { mode: 0o700 })
  await give(draft, account)
  await writeSecret(passwordFile, password, account)
  try {
    await runAs(account, binaries.initdb, initdbWords(draft, passwordFile), { env: serverEnvironment })
    await writeSecret(join(draft, keepsakeFile), JSON.stringify({ password }), account)
    await rename(draft, folder)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    // Somebody else may have been faster.
    if (!(await isWhole(folder)))
      throw new Error(
        `The data folder ${folder} could not be made: ${error instanceof Error ? error.message : error}`,
        {
          cause: error,
        },
      )
  } finally {
    await rm(passwordFile, { force: true })
  }
}

function initdbWords(folder: string, passwordFile: string): readonly string[] {
  return [
    `--pgdata=${folder}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-sync',
  ]
}

/** What a process that died during `initdb` left. */
async function clearDrafts(folder: string): Promise<void> {
  const prefix = `${basename(folder)}.new-`
  const drafts = (await readdir(dirname(folder))).filter((name) => name.startsWith(prefix))
  for (const draft of drafts)
    if (!isAlive(Number.parseInt(draft.slice(prefix.length), 10)))
      await rm(join(dirname(folder), draft), { recursive: true, force: true })
}

async function writeSecret(file: string, text: string, account: Account): Promise<void> {
  await writeFile(file, text, { mode: 0o600 })
  await give(file, account)
}

async function give(path: string, { uid, gid }: Account): Promise<void> {
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid)
}
