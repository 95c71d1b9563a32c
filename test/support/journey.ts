import type { WebClientOptions } from '@slack/web-api'
import { pino } from 'pino'
import { afterAll, afterEach, expect, inject, vi } from 'vitest'
import type { MovedClock } from '../../sandbox/clock.ts'
import type { Company } from '../../sandbox/company.ts'
import { galleryForPage } from '../../sandbox/demo/gallery.ts'
import { startSandbox } from '../../sandbox/index.ts'
import { buildApp } from '../../src/app.ts'
import { type Catalog, catalogOf } from '../../src/catalog/flow.ts'
import { type Profile, shippedProfiles } from '../../src/catalog/profile.ts'
import type { AdminId } from '../../src/config.ts'
import { connect } from '../../src/db/connection.ts'
import { keepReady } from '../../src/db/keeper.ts'
import { withoutWords } from '../../src/log.ts'
import { databaseCheck, healthRoutes } from '../../src/ops/health.ts'
import { clientOptionsFor } from '../../src/slack/calls.ts'
import { identityByToken } from '../../src/slack/identity.ts'
import { type Transport, transportFor } from '../../src/slack/transport.ts'
import { realWorld, type World } from '../../src/world.ts'
import { freshDatabase, type TestDatabase } from './database.ts'
import { type Letters, startLetters } from './letters.ts'
import { actAs, type JournalEntry, journal, type Person } from './person.ts'
import { expectInGallery } from './seen.ts'

/** The real bot, its own database and a small Slack, as one test file’s stage. */
export interface Journey {
  readonly as: (userId: string) => Person
  readonly database: TestDatabase
  readonly world: World
  readonly catalog: Catalog
  readonly sandboxUrl: string
  readonly botUrl: string
  readonly botToken: string
  /** Moves the bot’s clock to this instant. */
  readonly setClock: (instant: string) => void
  readonly journal: () => Promise<readonly JournalEntry[]>
  /** Log lines of warnings and errors so far; reading them says that they were expected. */
  readonly takeTroubles: () => Trouble[]
  /** Says that Slack’s refusals with this error were expected in this test. */
  readonly takeRefusals: (error: string) => void
  /** Where the options ask for it; without, letters are written down and stay. */
  readonly letters: Letters
  /** Settles when no handler of the bot is running. */
  readonly idle: () => Promise<void>
  /** A new release with these profiles takes over, without a restart. */
  readonly release: (profiles: readonly Profile[]) => Promise<void>
}

type Fetch = NonNullable<WebClientOptions['fetch']>

export interface Trouble {
  readonly level: number
  readonly msg: string
  readonly [property: string]: unknown
}

export interface JourneyOptions {
  readonly profiles?: readonly Profile[]
  readonly saveWithin?: number
  readonly contact?: string
  /** Who runs the programme; a story may take somebody from it. */
  readonly adminIds?: readonly AdminId[]
  /** A worker beside the bot, where letters shall leave. */
  readonly letters?: boolean
  readonly startClock?: string
  /** Another way to the database, such as through a line that can be cut. The bot is then not waited for. */
  readonly reach?: (url: string) => string
  /** Path of another manifest than the shipped one. */
  readonly manifest?: string
  /** Who works here, where the example company lacks somebody. */
  readonly company?: Company
  /** Optional scopes that the workspace has granted; none when absent. */
  readonly scopes?: readonly string[]
  /** What stands between the bot and Slack’s methods; nothing when absent. */
  readonly between?: (onward: Fetch) => Fetch
  /** Slack’s clock, where the story is about its pace: it moves by as much as the bot waits, and nobody sleeps. */
  readonly slackClock?: MovedClock
  /** Where a story is about one transport only; otherwise every journey is walked over both. */
  readonly transport?: 'http' | 'socket'
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
  const world: World = {
    ...realWorld(db, log),
    now: () => clock,
    saveWithin: options.saveWithin ?? 1_500,
    pause: async (milliseconds) => options.slackClock?.advance(milliseconds),
  }
  let present = catalogOf(options.profiles ?? shippedProfiles())
  const catalog: Catalog = {
    profiles: present.profiles,
    registered: (skill) => present.registered(skill),
    registeredAs: (...which) => present.registeredAs(...which),
    register: (...where) => present.register(...where),
  }
  const keeper = keepReady({ url, db, log, onReady: () => catalog.register(db, world.now()) })
  if (!options.reach) await vi.waitUntil(() => keeper.state().kind === 'ready', { timeout: 10_000, interval: 5 })

  const socketMode = (options.transport ?? inject('transport')) === 'socket'
  const sandbox = await startSandbox({
    quietMs: 5,
    gallery: galleryForPage,
    botIdle: () => bot.idle(),
    socketMode,
    ...(options.manifest ? { manifest: options.manifest } : {}),
    ...(options.company ? { company: options.company } : {}),
    ...(options.scopes ? { scopes: options.scopes } : {}),
    ...(options.slackClock ? { clock: options.slackClock } : {}),
  })
  const { SLACK_API_URL, SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, SLACK_APP_TOKEN = '' } = sandbox.env
  const straight = clientOptionsFor(SLACK_API_URL, log)
  const { between = (onward) => onward } = options
  const clientOptions = { ...straight, fetch: between(straight.fetch ?? fetch) }
  const identity = identityByToken(SLACK_BOT_TOKEN, clientOptions, log)
  const routes = healthRoutes([databaseCheck(keeper), identity.check, () => transport.check()])
  const transport: Transport = transportFor(
    socketMode ? { kind: 'socket', appToken: SLACK_APP_TOKEN } : { kind: 'http', signingSecret: SLACK_SIGNING_SECRET },
    { routes, clientOptions, log },
  )
  const { contact, adminIds = [] } = options
  const letters = options.letters ? await startLetters({ world, catalog, identity, clientOptions }) : noLetters
  const { receiver } = transport
  const { wake } = letters
  const around = { world, catalog, receiver, identity, clientOptions }
  const { doors: bot } = buildApp({ ...around, contact, adminIds, wake })
  const botUrl = `http://127.0.0.1:${await transport.open(0)}`
  sandbox.deliverTo(`${botUrl}/slack/events`)
  await vi.waitUntil(async () => (await transport.check()) === undefined, { timeout: 10_000, interval: 5 })

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
    expectInGallery(entries)
  })
  afterAll(async () => {
    await transport.close(bot.idle)
    await letters.stop()
    const entries = await journal(sandbox.url, since.seen)
    await sandbox.close()
    await keeper.stop()
    await db.$disconnect()
    expectInGallery(entries)
  })

  return {
    as: (userId) => actAs(sandbox.url, userId),
    database,
    world,
    catalog,
    sandboxUrl: sandbox.url,
    botUrl,
    botToken: SLACK_BOT_TOKEN,
    setClock: (instant) => {
      clock = new Date(instant)
    },
    journal: () => journal(sandbox.url),
    takeTroubles: () => troubles.splice(0),
    takeRefusals: (error) => expectedRefusals.add(error),
    letters,
    idle: () => bot.idle(),
    release: async (profiles) => {
      const next = catalogOf(profiles)
      await next.register(db, clock)
      present = next
    },
  }
}

const noLetters: Letters = {
  wake: () => {},
  settle: () => Promise.reject(new Error('this journey was started without letters')),
  welcome: () => Promise.reject(new Error('this journey was started without letters')),
  stop: async () => {},
}
