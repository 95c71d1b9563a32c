import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { catalogOf, type Registered } from '../src/catalog/flow.ts'
import { shippedProfiles } from '../src/catalog/profile.ts'
import { connect, type Db } from '../src/db/connection.ts'
import { startEmbedded } from '../src/db/embedded.ts'
import { openFolder } from '../test/support/folder.ts'
import type { Bot, Transport } from './bot.ts'
import { connectOverHttp, signingSecret } from './http.ts'
import { bareWindow, firstStep } from './payloads.ts'
import type { Drawn } from './slack.ts'
import { listenForSockets } from './sockets.ts'
import { type Statements, statementsOn } from './statements.ts'

/** Everything the load needs: two bots, and a Slack that says when a window stands. */
export interface Stage {
  readonly transport: Transport
  readonly ours: Bot
  readonly bare: Bot
  readonly registered: Registered
  /** Resolves when this window has been drawn for the command with this trigger. */
  readonly drawn: (trigger: string, callbackId: string) => Promise<void>
  readonly statements: Statements
  /** Has a bot renew its socket, and says for how many milliseconds it had none. */
  readonly renew: Readonly<Record<'ours' | 'bare', () => Promise<number>>> | undefined
}

export interface StageOptions {
  readonly transport: Transport
  /** Where both bots leave a CPU profile when they end. */
  readonly profiles: string | undefined
  /** Aborted when something the stage stands on has fallen over. */
  readonly broken: AbortController
}

type Stop = () => unknown

/** What stops it again is noted as it goes, so that a start that fails half-way leaves nothing. */
export async function startStage({ transport, profiles, broken }: StageOptions, stops: Stop[]): Promise<Stage> {
  const folder = await openFolder()
  stops.push(() => rm(folder, { recursive: true, force: true }))
  const server = await startEmbedded({ dataDir: folder, log: { info: () => {}, warn: console.warn }, settings })
  stops.push(server.stop)
  const db = connect(server.url)
  stops.push(() => db.$disconnect())

  const sockets = await listenForSockets()
  stops.push(sockets.close)

  const [slackPort, oursPort, barePort] = await freePorts()
  const overSocket = transport === 'socket'
  const run = (file: string, port: number, path: string, execArgv: readonly string[] = []) => {
    const env = {
      ...environment(port, slackPort, server.url),
      SOCKETS_PORT: String(sockets.port),
      ...(overSocket ? { SLACK_APP_TOKEN: `xapp-${path}` } : {}),
    }
    const child = startProcess(file, env, execArgv, broken)
    stops.push(() => endProcess(child))
    return child
  }
  const profiling = profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`]
  const slack = run('slack.ts', slackPort, '')
  await answering(`http://127.0.0.1:${slackPort}/`, 200, broken.signal)
  run('../src/main.ts', oursPort, 'ours', profiling)
  await answering(`http://127.0.0.1:${oursPort}/readyz`, 200, broken.signal)
  await createBareTable(db)
  run('bare.ts', barePort, 'bare', profiling)
  if (overSocket) await sockets.connected('bare')
  else await answering(`http://127.0.0.1:${barePort}/`, 404, broken.signal)

  const registered = await registeredIn(db)
  const bot = (name: Bot['name'], port: number, path: string): Pick<Bot, 'name' | 'connect'> => ({
    name,
    connect: () => (overSocket ? sockets.connect(path, name) : connectOverHttp(name, port)),
  })
  return {
    transport,
    ours: { ...bot('NATS Level', oursPort, 'ours'), window: firstStep, rows: () => db.assessment.count() },
    bare: { ...bot('bare Bolt', barePort, 'bare'), window: bareWindow, rows: () => bareRows(db) },
    registered,
    statements: statementsOn(db, registered),
    drawn: watchWindows(slack),
    renew: overSocket ? { ours: () => sockets.renew('ours'), bare: () => sockets.renew('bare') } : undefined,
  }
}

/** The last thing started is the first to stop. */
export async function stopAll(stops: readonly Stop[]): Promise<void> {
  for (const stop of stops.toReversed()) await stop()
}

// A disk that takes its time would hide what the bots do with theirs.
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

function environment(port: number, slackPort: number, databaseUrl: string): Record<string, string> {
  return {
    NODE_ENV: 'production',
    PATH: process.env.PATH ?? '',
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    SLACK_API_URL: `http://127.0.0.1:${slackPort}/api/`,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_BOT_TOKEN: 'xoxb-bench',
    LOG_LEVEL: 'warn',
  }
}

function startProcess(
  file: string,
  env: Record<string, string>,
  execArgv: readonly string[],
  broken: AbortController,
): ChildProcess {
  const path = fileURLToPath(new URL(file, import.meta.url))
  // What they say goes where complaints go, so that the table can be piped.
  const child = fork(path, { env, execArgv: ['--import', 'tsx', ...execArgv], stdio: ['ignore', 2, 2, 'ipc'] })
  child.once('error', (error) => broken.abort(error))
  child.once('exit', (code, signal) => broken.abort(new Error(`${file} ended with ${signal ?? `code ${code}`}.`)))
  return child
}

/** They end by themselves when their parent lets go of them. */
async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  // Ended on purpose: nothing has fallen over.
  child.removeAllListeners('exit')
  const ended = once(child, 'exit')
  const force = setTimeout(() => child.kill('SIGKILL'), 15_000)
  if (child.connected) child.disconnect()
  else child.kill()
  await ended
  clearTimeout(force)
}

/** Waits until this address answers with this status. */
async function answering(url: string, status: number, signal: AbortSignal): Promise<void> {
  const until = Date.now() + 30_000
  for (;;) {
    signal.throwIfAborted()
    const found = await fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
      async (answer) => {
        await answer.text()
        return `status ${answer.status}`
      },
      () => 'nothing',
    )
    if (found === `status ${status}`) return
    if (Date.now() > until) throw new Error(`${url}: found ${found} after 30 seconds, expected status ${status}.`)
    await pause(50)
  }
}

async function freePorts(): Promise<[number, number, number]> {
  const probes = [createServer(), createServer(), createServer()]
  const ports = await Promise.all(
    probes.map(async (probe) => {
      probe.listen(0, '127.0.0.1')
      await once(probe, 'listening')
      const address = probe.address()
      return typeof address === 'object' && address ? address.port : 0
    }),
  )
  for (const probe of probes) probe.close()
  const [first = 0, second = 0, third = 0] = ports
  return [first, second, third]
}

async function createBareTable(db: Db): Promise<void> {
  await db.$executeRaw`create schema bare`
  await db.$executeRaw`
    create table bare.submission (
      id bigint generated always as identity primary key,
      slack_id text not null,
      said_at timestamptz not null,
      answers jsonb not null
    )`
}

async function bareRows(db: Db): Promise<number> {
  const [row] = await db.$queryRaw<{ count: bigint }[]>`select count(*) from bare.submission`
  return Number(row?.count)
}

/** The same names and places as the bot has: registering twice is harmless. */
async function registeredIn(db: Db): Promise<Registered> {
  const catalog = catalogOf(shippedProfiles())
  await catalog.register(db, new Date())
  const [first] = catalog.profiles
  if (!first) throw new Error('there is no skill profile')
  return catalog.registered(first.skill)
}

function watchWindows(slack: ChildProcess): Stage['drawn'] {
  const awaited = new Map<string, { readonly callbackId: string; readonly stands: () => void }>()
  slack.on('message', ({ trigger, callbackId }: Drawn) => {
    const found = awaited.get(trigger)
    if (found?.callbackId !== callbackId) return
    awaited.delete(trigger)
    found.stands()
  })
  return (trigger, callbackId) =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        awaited.delete(trigger)
        reject(new Error(`A command was acked, but its window ${callbackId} was not drawn within 5 seconds.`))
      }, 5_000)
      awaited.set(trigger, {
        callbackId,
        stands: () => {
          clearTimeout(late)
          resolve()
        },
      })
    })
}
