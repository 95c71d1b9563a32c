import { type ExecFileOptions, execFile } from 'node:child_process'
import { chmod, mkdir } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Who runs the server: nothing means the user of this process. */
export interface Account {
  readonly uid?: number
  readonly gid?: number
}

/** All that PostgreSQL gets to see of this process's environment, which holds secrets that are not its business. */
export const serverEnvironment = { PATH: process.env.PATH, TZ: 'UTC', LC_ALL: 'C' }

const names = ['postgres', '_postgres']

/**
 * PostgreSQL refuses to run as root, so that root needs somebody else: the system's own `postgres`, made when missing.
 * @throws when there is no such user and none could be made.
 */
export async function serverAccount(isRoot = process.getuid?.() === 0): Promise<Account> {
  if (!isRoot) return {}
  for (const name of names) {
    const found = await lookUp(name)
    if (found) return found
  }
  const trouble = await run('useradd', [
    '--system',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    'postgres',
  ]).then(
    () => '',
    (error: Error) => error.message.trim(),
  )
  const made = await lookUp('postgres')
  if (made) return made
  throw new Error(
    `PostgreSQL does not run as root, and the user “postgres” could not be made (${trouble}). Make that user, start as another one, or set DATABASE_URL.`,
  )
}

/** A folder that everybody may enter, when it had to be made; one that was there keeps its rights. */
export async function makeOpen(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true }).catch((error: Error) => {
    throw new Error(`The data folder ${folder} could not be made: ${error.message}. Choose another one with DATA_DIR.`)
  })
  if (made) await chmod(folder, 0o755)
}

/** Whether `account` may go into `folder`; true when it is this process's own user and the folder is there. */
export async function mayEnter(account: Account, folder: string): Promise<boolean> {
  return runAs(account, '/bin/sh', ['-c', 'test -x "$1"', 'sh', folder]).then(
    () => true,
    () => false,
  )
}

/** Runs a program to its end and returns what it said. Begins in `/`, which everybody may enter. */
export async function runAs(
  account: Account,
  program: string,
  words: readonly string[],
  options: ExecFileOptions = {},
): Promise<string> {
  const { stdout } = await run(program, words, { cwd: '/', ...account, ...options, encoding: 'utf8' })
  return stdout
}

async function lookUp(name: string): Promise<Account | undefined> {
  const ask = async (flag: string) => Number((await run('id', [flag, name])).stdout)
  return Promise.all([ask('-u'), ask('-g')]).then(
    ([uid, gid]) => ({ uid, gid }),
    () => undefined,
  )
}
