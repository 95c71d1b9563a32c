import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { holderOf } from './lock.ts'

/** One process that uses a server; it may have been started by another one. */
export interface ServerUser {
  /** Takes this user off the list, and says whether it was the last one that still runs. */
  readonly leave: () => Promise<boolean>
}

/**
 * Notes in a folder who uses a server, so that only the last to leave stops it: a folder for each server’s process and
 * in it a file for each user’s. Those of processes that are gone do not count.
 */
export async function joinServer(folder: string, serverPid: number): Promise<ServerUser> {
  const users = join(folder, String(serverPid))
  await mkdir(users, { recursive: true })
  const own = `${process.pid}-${randomUUID()}`
  await writeFile(join(users, own), '')
  await forgetGone(folder)
  return {
    async leave() {
      await rm(join(users, own), { force: true })
      await forgetGone(users)
      const others = await readdir(users)
      if (others.length === 0) await rm(folder, { recursive: true, force: true })
      return others.length === 0
    },
  }
}

/** Removes what is named for processes that do not run any more. */
async function forgetGone(folder: string): Promise<void> {
  const names = await readdir(folder)
  await Promise.all(
    names.map(async (name) => {
      const holder = await holderOf(Number.parseInt(name, 10))
      if (holder === 'nobody' || holder === 'uncollected')
        await rm(join(folder, name), { recursive: true, force: true })
    }),
  )
}
