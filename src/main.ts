import { schedule } from 'node-cron'
import { buildApp } from './app.ts'
import { forgetExpired } from './assessment/store.ts'
import { catalogOf } from './catalog/flow.ts'
import { shippedProfiles } from './catalog/profile.ts'
import { type Config, readConfig } from './config.ts'
import { connect } from './db/connection.ts'
import { startEmbedded } from './db/embedded.ts'
import { keepReady } from './db/keeper.ts'
import { newLog } from './log.ts'
import { databaseCheck, healthRoutes } from './ops/health.ts'
import { clientOptionsFor } from './slack/calls.ts'
import { identityByToken } from './slack/identity.ts'
import { type Transport, transportFor } from './slack/transport.ts'
import { type Log, realWorld, type World } from './world.ts'

type Stop = () => unknown

/** Starts everything. What stops it again is noted as it goes, so that a start that fails half-way leaves nothing. */
async function start(config: Config, log: Log, stops: Stop[]): Promise<void> {
  const catalog = catalogOf(shippedProfiles())
  const url = config.databaseUrl ?? (await startDatabase(config, log, stops))
  const db = connect(url, { log })
  stops.push(() => db.$disconnect())
  const world = realWorld(db, log)
  const keeper = keepReady({ url, db, log, onReady: () => catalog.register(db, world.now()) })
  stops.push(keeper.stop)
  const clientOptions = clientOptionsFor(config.slackApiUrl, log)
  const identity = identityByToken(config.botToken, clientOptions, log)
  const routes = healthRoutes([databaseCheck(keeper), identity.check, () => transport.check()])
  const transport: Transport = transportFor(config.way, { routes, clientOptions, log, ready: keeper.settled })
  const contact = config.adminUserIds[0]?.slackId
  const { doors } = buildApp({ world, catalog, receiver: transport.receiver, identity, clientOptions, contact })
  const sweeping = schedule('17 3 * * *', () => sweep(world))
  stops.push(() => sweeping.stop())
  await transport.open(config.port)
  stops.push(() => transport.close(doors.idle))
  log.info({ port: config.port }, opened(config))
}

function opened({ way, port }: Config): string {
  return way.kind === 'http'
    ? `NATS Level listens on port ${port}.`
    : `NATS Level takes its payloads from a socket to Slack, and answers health checks on port ${port}.`
}

/** PostgreSQL on this machine, for a bot that was given none. A signal may come while it starts. */
async function startDatabase(config: Config, log: Log, stops: Stop[]): Promise<string> {
  const starting = startEmbedded({ dataDir: config.dataDir, log })
  stops.push(() =>
    starting.then(
      (server) => server.stop(),
      () => {},
    ),
  )
  return (await starting).url
}

/** Nightly; what a night misses, the next one takes. */
async function sweep(world: World): Promise<void> {
  await forgetExpired(world.db, world.now()).catch((error: unknown) =>
    world.log.warn({ err: error }, 'Expired rows stay another day.'),
  )
}

/** The last thing started is the first to stop; one that cannot does not keep the others from it. */
async function stopAll(stops: readonly Stop[]): Promise<void> {
  for (const stop of stops.toReversed()) {
    await Promise.resolve()
      .then(stop)
      .catch((error: unknown) => console.error(error))
  }
}

/** Slack gives up on a request after three seconds, and the embedded server takes fifteen at the very worst. */
const patience = 20_000

function stopOnSignal(stop: () => Promise<void>, log: Log): void {
  let stopping = false
  const once = async (why: string) => {
    // Ctrl-C under npm arrives twice: from the terminal and from npm.
    if (stopping) return
    stopping = true
    log.info({ why }, 'Stopping.')
    setTimeout(() => process.exit(1), patience).unref()
    await stop()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, once)
  // Started as a part of something else that is gone without a word: nobody else would stop us.
  const orphaned = () => once('whoever started this process is gone')
  process.once('disconnect', orphaned)
  if (process.connected === false) void orphaned()
}

/** One clear sentence for its reader; where it came from is for whoever looks closer. */
function explain(error: unknown, { PORT, LOG_LEVEL }: NodeJS.ProcessEnv): unknown {
  if (!(error instanceof Error)) return error
  if ('code' in error && error.code === 'EADDRINUSE') {
    return `Port ${PORT ?? 3000} is taken by another program. Stop that one, or set PORT to a free port.`
  }
  return LOG_LEVEL === 'debug' || LOG_LEVEL === 'trace' ? error : error.message
}

const stops: Stop[] = []
try {
  const config = readConfig(process.env)
  const log = newLog(config.logLevel)
  stopOnSignal(() => stopAll(stops), log)
  await start(config, log, stops)
} catch (error) {
  console.error(explain(error, process.env))
  await stopAll(stops)
  process.exit(1)
}
