import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'

/** PostgreSQL's own note in its data folder about the server that has it. */
export interface Lock {
  readonly pid: number
  /** Where that server believes its data to be: another place when the folder was copied. */
  readonly folder: string
  readonly port: number
  readonly ready: boolean
}

/**
 * Who has a process number. A server that died stays `uncollected` where its new parent does not wait for it, as in
 * many containers; after a restart of the machine the number may be `somebody else`'s.
 */
export type Holder = 'nobody' | 'postgres' | 'uncollected' | 'somebody else'

export const lockFile = (folder: string) => join(folder, 'postmaster.pid')

export async function readLock(folder: string): Promise<Lock | undefined> {
  const text = await readFile(lockFile(folder), 'utf8').catch(() => '')
  const [pid, home = '', , port, , , , status] = text.split('\n').map((line) => line.trim())
  if (!Number(pid)) return undefined
  return { pid: Number(pid), folder: home, port: Number(port), ready: status === 'ready' }
}

export async function holderOf(pid: number): Promise<Holder> {
  if (!isAlive(pid)) return 'nobody'
  const [state, program] = await describe(pid)
  if (state === 'Z') return 'uncollected'
  return program === 'postgres' ? 'postgres' : 'somebody else'
}

export async function isRunning(pid: number): Promise<boolean> {
  return (await holderOf(pid)) === 'postgres'
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // Alive, but of another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** The state's first letter and the program's name; both empty when nothing can be learnt. */
async function describe(pid: number): Promise<readonly [state: string, program: string]> {
  const said = await readFile(`/proc/${pid}/stat`, 'utf8')
    .then((line) => /\((.*)\) (\S)/s.exec(line))
    .catch(async () => {
      const { stdout } = await promisify(execFile)('ps', ['-o', 'comm=,state=', '-p', String(pid)])
      return /^(.*?)\s+(\S)\S*\s*$/.exec(stdout)
    })
    .catch(() => null)
  return [said?.[2] ?? '', basename(said?.[1] ?? '')]
}
