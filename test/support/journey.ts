import { pino } from 'pino'
import { afterAll, afterEach, expect, vi } from 'vitest'
import { startSandbox } from '../../sandbox/index.ts'
import { buildApp } from '../../src/app.ts'
import { type Catalog, catalogOf } from '../../src/catalog/flow.ts'
import { type Profile, shippedProfiles } from '../../src/catalog/profile.ts'
import { connect } from '../../src/db/connection.ts'
import { keepReady } from '../../src/db/keeper.ts'
import { withoutWords } from '../../src/log.ts'
import { databaseCheck, healthRoutes } from '../../src/ops/health.ts'
import { clientOptionsFor } from '../../src/slack/calls.ts'
import { identityByToken } from '../../src/slack/identity.ts'
import { httpReceiver } from '../../src/slack/receiver.ts'
import { realWorld, type World } from '../../src/world.ts'
import { freshDatabase, type TestDatabase } from './database.ts'
import { actAs, type JournalEntry, journal, type Person } from './person.ts'

/** The real bot, its own database and a small Slack, as one test file’s stage. */
export interface Journey {
  readonly as: (userId: string) => Person
  readonly database: TestDatabase
  readonly world: World
  readonly catalog: Catalog
  readonly sandboxUrl: string
  readonly botUrl: string
  readonly signingSecret: string
  readonly botToken: string
  /** Moves the bot’s clock to this instant. */
  readonly setClock: (instant: string) => void
  readonly journal: () => Promise<readonly JournalEntry[]>
  /** Log lines of warnings and errors so far; reading them says that they were expected. */
  readonly takeTroubles: () => Trouble[]
  /** Says that Slack’s refusals with this error were expected in this test. */
  readonly takeRefusals: (error: string) => void
  /** Settles when no handler of the bot is running. */
  readonly idle: () => Promise<void>
  /** A new release with these profiles takes over, without a restart. */
  readonly release: (profiles: readonly Profile[]) => Promise<void>
}

export interface Trouble {
  readonly level: number
  readonly msg: string
  readonly [property: string]: unknown
}

export interface JourneyOptions {
  readonly profiles?: readonly Profile[]
  readonly saveWithin?: number
  readonly contact?: string
  readonly startClock?: string
  /** Another way to the database, such as through a line that can be cut. The bot is then not waited for. */
  readonly reach?: (url: string) => string
  /** Path of another manifest than the shipped one. */
  readonly manifest?: string
}

/**
 * Call it at the top of a file of journeys. After each test nothing unexpected may be left over: no call that Slack
 * refused, no method it does not know, no warning in the log that the test did not take.
 */
export async function startJourney(options: JourneyOptions = {}): Promise<Journey> {
  const database = await freshDatabase()
  const troubles: Trouble[] = []
  let clock = new Date(options.startClock ?? '2026-11-23T09:00:00Z')
  const log = pino(
    { level: 'warn', base: null, serializers: { err: withoutWords } },
    { write: (line: string) => void troubles.push(JSON.parse(line)) },
  )
  const url = options.reach?.(database.url) ?? database.url
  const db = options.reach ? connect(url, { log }) : database.db
  const world: World = { ...realWorld(db, log), now: () => clock, saveWithin: options.saveWithin ?? 1_500 }
  let present = catalogOf(options.profiles ?? shippedProfiles())
  const catalog: Catalog = {
    profiles: present.profiles,
    registered: (skill) => present.registered(skill),
    register: (...where) => present.register(...where),
  }
  const keeper = keepReady({ url, db, log, onReady: () => catalog.register(db, world.now()) })
  if (!options.reach) await vi.waitUntil(() => keeper.state().kind === 'ready', { timeout: 10_000, interval: 5 })

  const sandbox = await startSandbox({
    quietMs: 30,
    botIdle: () => bot.idle(),
    ...(options.manifest ? { manifest: options.manifest } : {}),
  })
  const clientOptions = clientOptionsFor(sandbox.env.SLACK_API_URL, log)
  const identity = identityByToken(sandbox.env.SLACK_BOT_TOKEN, clientOptions, log)
  const receiver = httpReceiver(
    sandbox.env.SLACK_SIGNING_SECRET,
    healthRoutes([databaseCheck(keeper), identity.check]),
    log,
  )
  const { doors: bot } = buildApp({ world, catalog, receiver, identity, clientOptions, contact: options.contact })
  const server = await receiver.start(0)
  const address = server.address()
  const botUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`
  sandbox.deliverTo(`${botUrl}/slack/events`)

  const since = { seen: 0 }
  const expectedRefusals = new Set<unknown>()
  afterEach(async () => {
    const entries = (await journal(sandbox.url, since.seen)) as readonly JournalEntry[]
    since.seen = entries.at(-1)?.seq ?? since.seen
    const unexpected = entries.filter(
      (entry) =>
        entry.kind === 'trouble' ||
        entry.kind === 'refused' ||
        (entry.kind === 'api' && entry.ok === false && !expectedRefusals.has(entry.error)),
    )
    expectedRefusals.clear()
    expect({ unexpected, troubles: troubles.splice(0) }).toEqual({ unexpected: [], troubles: [] })
  })
  afterAll(async () => {
    await receiver.stop()
    await bot.idle()
    await sandbox.close()
    await keeper.stop()
    await db.$disconnect()
  })

  return {
    as: (userId) => actAs(sandbox.url, userId),
    database,
    world,
    catalog,
    sandboxUrl: sandbox.url,
    botUrl,
    signingSecret: sandbox.env.SLACK_SIGNING_SECRET,
    botToken: sandbox.env.SLACK_BOT_TOKEN,
    setClock: (instant) => {
      clock = new Date(instant)
    },
    journal: () => journal(sandbox.url),
    takeTroubles: () => troubles.splice(0),
    takeRefusals: (error) => expectedRefusals.add(error),
    idle: () => bot.idle(),
    release: async (profiles) => {
      const next = catalogOf(profiles)
      await next.register(db, clock)
      present = next
    },
  }
}
