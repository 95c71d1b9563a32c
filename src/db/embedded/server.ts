import { spawn } from 'node:child_process'
import { open, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { type Account, serverEnvironment } from './account.ts'
import type { Binaries } from './binaries.ts'
import { holderOf, isRunning, type Lock, lockFile, readLock } from './lock.ts'

export interface ServerPlan {
  readonly binaries: Binaries
  readonly account: Account
  readonly folder: string
  /** Where its words go. */
  readonly logFile: string
  readonly port: number | undefined
  readonly settings: Readonly<Record<string, string>>
}

export interface Running {
  readonly pid: number
  readonly port: number
}

const patience = 60_000
/** How long the processes of a server that was killed may take to let go of the folder or the port. */
const handover = 10_000
const portTries = 20

/**
 * The server that an earlier process left running on this folder, once it is ready; undefined when there is none.
 * @throws when one is there and neither becomes ready nor ends.
 */
export async function findRunning(folder: string): Promise<Running | undefined> {
  const until = performance.now() + patience
  for (;;) {
    const lock = await readLock(folder)
    if (!lock || lock.folder !== folder || !(await isRunning(lock.pid))) return undefined
    if (lock.ready) return lock
    if (performance.now() > until)
      throw new Error(
        `A PostgreSQL (process ${lock.pid}) has had the data folder ${folder} for ${patience / 1000} seconds without becoming ready. End that process, then try again.`,
      )
    await pause(50)
  }
}

/**
 * Starts the server in a process group of its own, so that Ctrl-C leaves it running until the bot has let go of it, on
 * the first free port from the planned one on.
 */
export async function startServer(plan: ServerPlan): Promise<Running> {
  const until = performance.now() + handover
  let port = await freePort(plan.port)
  for (;;) {
    await clearDeadLock(plan.folder)
    const outcome = await tryStart(plan, port)
    if (typeof outcome === 'object') return outcome
    const portTaken = /could not bind|Address already in use/i.test(outcome)
    const folderTaken = /lock file .* already exists|pre-existing shared memory/i.test(outcome)
    if (folderTaken) await refuseStranger(plan.folder)
    // Two who start at once write into one log, and either’s words may be lost in it: what counts is that one runs.
    const faster = await findRunning(plan.folder)
    if (faster) return faster
    if (!(portTaken || folderTaken) || performance.now() > until)
      throw new Error(`PostgreSQL did not start on ${plan.folder}: ${outcome}`)
    if (portTaken) port = await freePort(port + 1)
    await pause(50)
  }
}

/** Fast shutdown; if that takes too long, at once; if that takes too long, by force. */
export async function stopServer(pid: number): Promise<void> {
  if (!(await isRunning(pid))) return
  for (const [signal, within] of stopping) {
    send(pid, signal)
    if (await ended(pid, within)) return
  }
  throw new Error(`PostgreSQL (process ${pid}) could not be stopped.`)
}

/** A process that has just ended needs no signal any more. */
function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

const stopping: readonly (readonly [NodeJS.Signals, number])[] = [
  ['SIGINT', 10_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
]

/**
 * PostgreSQL sees for itself that nobody has the number in its lock. A dead process that nobody collected looks alive
 * to it, and perhaps for ever. The lock of a living process stays, whoever it is.
 */
async function clearDeadLock(folder: string): Promise<void> {
  const lock = await readLock(folder)
  if (lock && (await holderOf(lock.pid)) === 'uncollected') await rm(lockFile(folder), { force: true })
}

/** The number in the lock was given away again, to a program that PostgreSQL takes for a server. Waiting would not help. */
async function refuseStranger(folder: string): Promise<void> {
  const lock = await readLock(folder)
  if (!lock || (await holderOf(lock.pid)) !== 'somebody else') return
  throw new Error(
    `The data folder ${folder} is marked as in use by process ${lock.pid}, which is not PostgreSQL: the number was given away again. If no PostgreSQL uses the folder, remove ${lockFile(folder)} and try again.`,
  )
}

/** The lock once the server is ready, or what it said when it ended. */
async function tryStart(plan: ServerPlan, port: number): Promise<Lock | string> {
  const log = await open(plan.logFile, 'w', 0o600)
  const child = spawn(plan.binaries.postgres, serverWords(plan, port), {
    cwd: '/',
    env: serverEnvironment,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    ...plan.account,
  })
  const over = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(`it ended with ${signal ?? `code ${code}`}.`))
  })
  let end: string | undefined
  over.then((reason) => {
    end = reason
  })
  child.unref()
  const until = performance.now() + patience
  try {
    while (end === undefined && performance.now() < until) {
      const lock = await readLock(plan.folder)
      if (lock?.ready && lock.pid === child.pid) return lock
      await pause(20)
    }
  } finally {
    await log.close()
  }
  if (end === undefined && child.pid !== undefined) await stopServer(child.pid)
  return `${end ?? 'it did not become ready.'} ${await lastWords(plan.logFile)}`.trim()
}

function serverWords({ folder, settings }: ServerPlan, port: number): string[] {
  const all = {
    ...settings,
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // The default of 4 is that of turning disks, and makes the planner read whole tables.
    random_page_cost: '1.1',
  }
  return ['-D', folder, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

/** `port` if it is free, else the next free one above; any free one when none is asked for. */
async function freePort(port: number | undefined): Promise<number> {
  if (port === undefined) return listenOnce(0)
  for (let next = port; next < port + portTries && next <= 65_535; next++) {
    const got = await listenOnce(next).catch(() => undefined)
    if (got !== undefined) return got
  }
  return listenOnce(0)
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen({ port, host: '127.0.0.1' }, () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : port))
    })
  })
}

async function ended(pid: number, within: number): Promise<boolean> {
  const until = performance.now() + within
  while (performance.now() < until) {
    if (!(await isRunning(pid))) return true
    await pause(20)
  }
  return false
}

async function lastWords(logFile: string): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '')
  return text.trim().split('\n').slice(-5).join(' · ')
}
