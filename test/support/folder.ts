import { chmod, mkdtemp, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Folders of a run begin so, followed by the number of the process that will clear them away. */
export const folderPrefix = 'nats-level-test-'

/** A new folder that a server of another user may enter; whoever asks for it removes it. */
export async function openFolder(): Promise<string> {
  const [place = tmpdir()] = await roomyPlaces()
  const folder = await mkdtemp(join(place, `${folderPrefix}${process.pid}-`))
  await chmod(folder, 0o755)
  return folder
}

/** Where folders of tests can be. Memory first: there a copy of a database takes 10 ms instead of 350 on a slow disk. */
export async function roomyPlaces(): Promise<readonly string[]> {
  const memory = '/dev/shm'
  const free = await statfs(memory).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  )
  return free > 2 ** 31 ? [memory, tmpdir()] : [tmpdir()]
}
