import { rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { type Embedded, embeddedHome, startEmbedded } from '../../src/db/embedded.ts'
import { newLog } from '../../src/log.ts'
import { type Sandbox, startSandbox } from '../index.ts'
import { startBot } from './bot.ts'
import { exampleCompany } from './company.ts'
import { galleryForPage } from './gallery.ts'
import { writeHistory } from './history.ts'
import { takeLock } from './lock.ts'
import { writeProgramme } from './programme.ts'

/** `npm run demo`: PostgreSQL, a small Slack, the bot and an example company, in one command. */
async function main(stops: (() => unknown)[]): Promise<void> {
  const { fresh, socket } = wishes()
  const slackPort = portFrom('SANDBOX_PORT', 3030)
  const botPort = portFrom('PORT', 3000)
  if (slackPort === botPort) throw new Error(`SANDBOX_PORT and PORT: found ${botPort} for both, expected two ports.`)
  const folder = await embeddedHome(process.env.DATA_DIR)
  const stateFile = resolve(folder, 'sandbox.json')

  stops.push(await takeLock(resolve(folder, 'demo.pid')))
  await mustBeFree('SANDBOX_PORT', slackPort)
  await mustBeFree('PORT', botPort)
  if (fresh) await rm(stateFile, { force: true })
  const sandbox = await startSandbox({
    port: slackPort,
    company: exampleCompany,
    scopes: [
      'files:write',
      'im:write',
      'im:history',
      'files:read',
      'channels:read',
      'groups:read',
      'users.profile:read',
    ],
    stateFile,
    socketMode: socket,
    botUrl: `http://127.0.0.1:${botPort}/slack/events`,
    gallery: galleryForPage,
  })
  stops.push(() => sandbox.close())
  if (sandbox.notice) console.log(sandbox.notice)

  // A signal may come while it starts.
  const starting = startEmbedded({ dataDir: process.env.DATA_DIR, log: newLog('warn') })
  stops.push(() =>
    starting.then(
      (server) => server.stop(),
      () => {},
    ),
  )
  const embedded = await starting
  console.log(`Data: ${embedded.dataDir}`)
  if (fresh) await beginAnew(embedded)

  const bot = await startBot(root, botEnvironment(sandbox, embedded, botPort), botPort)
  stops.push(() => bot.stop())
  await writeHistory(embedded.url, exampleCompany, sandbox.now())
  await writeProgramme(embedded.url, exampleCompany, sandbox.now())
  console.log(welcome(sandbox))
  await bot.ended
  throw new Error(`The bot has stopped by itself (${bot.exitCode() ?? 'killed'}); so does the demo.`)
}

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Who runs the programme: in Berlin, São Paulo and Auckland, so that at any hour somebody’s letter waits for the morning. */
const admins = ['U0ANNALIND', 'U0DIEGOSAL', 'U0AROHATEK']

function botEnvironment(sandbox: Sandbox, embedded: Embedded, port: number): Record<string, string> {
  return {
    // Whatever this shell has of its own: the sandbox says which way is open.
    SLACK_APP_TOKEN: '',
    ...sandbox.env,
    DATABASE_URL: embedded.url,
    PORT: String(port),
    CLOCK_URL: `${sandbox.url}/control/clock`,
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
    ADMIN_USER_IDS: admins.map((id) => `${exampleCompany.team.id}:${id}`).join(','),
  }
}

/** An empty database in the place of the old one; the server and its folder stay. */
async function beginAnew({ url }: Embedded): Promise<void> {
  const address = new URL(url)
  const name = pg.escapeIdentifier(address.pathname.slice(1))
  address.pathname = '/postgres'
  const client = new pg.Client({ connectionString: address.href })
  await client.connect()
  try {
    await client.query(`drop database if exists ${name} with (force)`)
    await client.query(`create database ${name}`)
  } finally {
    await client.end()
  }
}

function welcome(sandbox: Sandbox): string {
  const cast = [
    ['an engineer', exampleCompany.people.find((person) => person.manager && person.nats?.levels[3] === 2)],
    [
      'a manager',
      exampleCompany.people.find(
        (person) => !person.isAdmin && exampleCompany.people.some(({ manager }) => manager === person.id),
      ),
    ],
    ['an admin', exampleCompany.people.find((person) => person.isAdmin)],
  ] as const
  return [
    ...(sandbox.env.SLACK_APP_TOKEN ? ['The bot takes everything from a socket (Socket Mode).'] : []),
    `Sandbox ready: ${sandbox.url}`,
    'Open it in a browser. Whom to be, for example:',
    ...cast.flatMap(([role, person]) =>
      person ? [`  ${sandbox.url}/#/${person.id}/  ${person.realName}, ${role}`] : [],
    ),
    `Every screen of the app: ${sandbox.url}/gallery`,
    'Time can be moved: “Time”, in the side bar.',
    'By curl: sandbox/README.md. Ctrl-C stops everything and keeps your data; -- --fresh begins anew.',
  ].join('\n')
}

interface Wishes {
  /** Begin anew. */
  readonly fresh: boolean
  /** Bring payloads over Socket Mode instead of signed HTTP. */
  readonly socket: boolean
}

/** `npm run demo --fresh`, without the two dashes in between, reaches us only as npm's own setting. */
function wishes(): Wishes {
  const given = process.argv.slice(2)
  const unknown = given.find((word) => word !== '--fresh' && word !== '--socket')
  if (unknown !== undefined)
    throw new Error(
      `The demo knows no “${unknown}”; expected --fresh to begin anew, --socket for Socket Mode, both or nothing.`,
    )
  const { npm_config_fresh, npm_config_socket } = process.env
  return {
    fresh: given.includes('--fresh') || npm_config_fresh === 'true',
    socket: given.includes('--socket') || npm_config_socket === 'true',
  }
}

function portFrom(name: string, otherwise: number): number {
  const given = process.env[name]
  const port = given ? Number(given) : otherwise
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port
  throw new Error(`${name}: found “${given}”, expected a port from 1 to 65535.`)
}

/** Asked before anything starts: the bot itself would find out last. */
async function mustBeFree(name: string, port: number): Promise<void> {
  const free = await new Promise<boolean>((answer) => {
    const probe = createServer()
    probe.once('error', () => answer(false))
    probe.listen(port, () => probe.close(() => answer(true)))
  })
  if (!free)
    throw new Error(
      `${name}: port ${port} is taken by another program. Stop that one, or choose another port: ${name}=${port + 10} npm run demo`,
    )
}

const stops: (() => unknown)[] = []
let stopping: Promise<void> | undefined

/** Whatever was started last is stopped first; once. */
function stopAll(): Promise<void> {
  stopping ??= (async () => {
    for (const stop of stops.toReversed()) await stop()
  })()
  return stopping
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!stopping) console.log('\nStopping; your data stays.')
    stopAll().then(() => process.exit(0))
  })
}

main(stops).catch(async (error: unknown) => {
  if (stopping) return
  console.error(error instanceof Error ? error.message : String(error))
  await stopAll()
  process.exit(1)
})
