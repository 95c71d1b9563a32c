import { buildApp } from './app.ts'
import { startBackground } from './background.ts'
import { catalogOf } from './catalog/flow.ts'
import { shippedProfiles } from './catalog/profile.ts'
import { followClock } from './clock.ts'
import { type Config, readConfig } from './config.ts'
import { connect } from './db/connection.ts'
import { startEmbedded } from './db/embedded.ts'
import { keepReady } from './db/keeper.ts'
import { noteWorkspace } from './directory/store.ts'
import { newLog } from './log.ts'
import { databaseCheck, healthRoutes } from './ops/health.ts'
import { clientOptionsFor } from './slack/calls.ts'
import { type Identity, identityByToken } from './slack/identity.ts'
import { keepInstallations } from './slack/installations.ts'
import { linesTo } from './slack/lines.ts'
import { type Transport, transportFor } from './slack/transport.ts'
import { type Log, realWorld, type World } from './world.ts'

type Stop = () => unknown

/** Starts everything. What stops it again is noted as it goes, so that a start that fails half-way leaves nothing. */
async function start(config: Config, log: Log, stops: Stop[]): Promise<void> {
  const { roles, encryptionKeys: keys, adminUserIds: adminIds } = config
  const catalog = catalogOf(shippedProfiles())
  const url = config.databaseUrl ?? (await startDatabase(config, log, stops))
  const db = connect(url, { log })
  stops.push(() => db.$disconnect())
  const clock = config.clockUrl ? followClock(config.clockUrl, { log, work: () => background.catchUp() }) : undefined
  const world: World = { ...realWorld(db, log), ...(clock ? { now: clock.now } : {}) }
  const keeper = keepReady({ url, db, log, onReady: () => catalog.register(db, world.now()) })
  stops.push(keeper.stop)
  const clientOptions = clientOptionsFor(config.slackApiUrl, log)
  const identity = config.botToken === undefined ? undefined : identityByToken(config.botToken, clientOptions, log)
  const kept = keepInstallations({ world, keys, identity, ready: keeper.settled, noteWorkspace })
  stops.push(kept.stop)
  const lines = linesTo({ world, clientOptions, keys, identity })
  const background = startBackground({
    world,
    catalog,
    roles,
    isReady: () => keeper.state().kind === 'ready',
    // Nothing is done by the machine’s clock before the other one has been heard.
    begin: async () => void (await Promise.all([clock?.heard, keeper.settled()])),
    lines,
    recorded: kept.idle,
    identity,
    adminIds,
  })
  stops.push(background.stop)
  if (clock) stops.push(clock.stop)

  const checks = [databaseCheck(keeper), ...(identity ? [identity.check] : []), () => transport.check()]
  const routes = healthRoutes(checks)
  const transport: Transport = transportFor(config.way, { routes, clientOptions, log, ready: keeper.settled })
  const idle = identity && roles.has('web') ? openDoorsOf(identity) : async () => {}
  await transport.open(config.port)
  stops.push(() => transport.close(idle))
  log.info({ port: config.port }, opened(config))

  /** The rooms, for people; resolves when none of their handlers is running. */
  function openDoorsOf(identity: Identity): () => Promise<void> {
    const contact = adminIds[0]?.slackId
    const { receiver } = transport
    const { wake } = background
    return buildApp({ world, catalog, receiver, identity, clientOptions, contact, adminIds, wake }).doors.idle
  }
}

function opened({ way, port }: Config): string {
  switch (way.kind) {
    case 'http':
      return `NATS Level listens on port ${port}.`
    case 'socket':
      return `NATS Level takes its payloads from a socket to Slack, and answers health checks on port ${port}.`
    case 'none':
      return `NATS Level works beside others, and answers health checks on port ${port}.`
  }
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
