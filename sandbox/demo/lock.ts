import { mkdir, open, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isAlive } from '../../src/db/embedded/lock.ts'

/**
 * One demo for one folder: a second one would share the first one's database and stop it on leaving. The lock of a
 * process that is gone is taken over.
 * @returns what gives the lock back.
 */
export async function takeLock(file: string): Promise<() => Promise<void>> {
  await mkdir(dirname(file), { recursive: true })
  const owner = Number(await readFile(file, 'utf8').catch(() => ''))
  if (owner && owner !== process.pid && isAlive(owner)) {
    throw new Error(
      `Another demo (process ${owner}) uses ${dirname(file)}. Stop that one, or give this one a folder and ports of its own: DATA_DIR=.data-2 SANDBOX_PORT=3040 PORT=3010 npm run demo`,
    )
  }
  await rm(file, { force: true })
  const lock = await open(file, 'wx')
  await lock.writeFile(String(process.pid))
  await lock.close()
  return () => rm(file, { force: true })
}
