import { once } from 'node:events'
import type { Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import { watchActivity } from './activity.ts'
import { type Clock, realClock } from './clock.ts'
import type { Company } from './company.ts'
import { exampleCompany } from './demo/company.ts'
import { keepErrands } from './errands.ts'
import { keepFaults } from './faults/armed.ts'
import { APP_ID, newSecrets } from './ids.ts'
import { install } from './installation.ts'
import { openBook } from './journal.ts'
import type { Json } from './json.ts'
import { forgetful, keepIn } from './keeper.ts'
import { keepLive } from './live.ts'
import { readManifest } from './manifest.ts'
import { changedPace, keepLimits, type PaceChange, SLACKS_PACE } from './pace.ts'
import { keepResponseUrls } from './response-urls.ts'
import { buildServer } from './server.ts'
import type { Shared, Slack, Workspaces } from './slack.ts'
import { openSockets } from './sockets/hub.ts'
import { keepTime } from './time/time.ts'
import { keepTriggers } from './triggers.ts'
import { keepUploads } from './uploads.ts'
import { newWorkspace } from './workspace.ts'

export interface SandboxOptions {
  /** 0 or absent: any free port. */
  readonly port?: number
  /** Where payloads go, such as http://127.0.0.1:3000/slack/events; `deliverTo` may say it later. */
  readonly botUrl?: string
  /** Who works here; without it the example company. */
  readonly company?: Company
  /** What this company granted beside the scopes that the manifest insists on; nothing when absent. */
  readonly scopes?: readonly string[] | undefined
  /** What is different from Slack's own limits, in every workspace that says nothing else. */
  readonly limits?: PaceChange | undefined
  /** Further workspaces that have the app too, each with people and a token of its own. */
  readonly workspaces?: readonly WorkspaceOptions[]
  /** Path of the installed app's manifest; without it the checkout's own. */
  readonly manifest?: string
  /** Whether payloads go over sockets instead of HTTP; as the manifest says when absent. */
  readonly socketMode?: boolean | undefined
  /** Where people's messages and Home tabs are kept; without it nothing outlives the process. */
  readonly stateFile?: string
  /** How long the bot must rest before a control request is answered; 150 when absent. */
  readonly quietMs?: number
  /** For a bot in this process: resolves when none of its handlers is running. */
  readonly botIdle?: () => Promise<void>
  /** Every view of the product, as the page's gallery shows them; without it the gallery is empty. */
  readonly gallery?: () => readonly Json[]
  /** The machine's clock as Slack sees it; real when absent. The workspace's time follows it until it is moved. */
  readonly clock?: Clock
}

export interface WorkspaceOptions {
  readonly company: Company
  readonly scopes?: readonly string[] | undefined
  readonly limits?: PaceChange | undefined
}

/** The app in one workspace, as an OAuth installation would tell it. */
export interface InstalledWorkspace {
  readonly teamId: string
  readonly botToken: string
  readonly botUserId: string
  readonly botId: string
  readonly scopes: readonly string[]
}

export interface Sandbox {
  /** http://127.0.0.1:PORT */
  readonly url: string
  /** What a bot of the first workspace needs in its environment; the secrets are this run's own. */
  readonly env: {
    readonly SLACK_API_URL: string
    readonly SLACK_SIGNING_SECRET: string
    readonly SLACK_BOT_TOKEN: string
    /** There while Socket Mode is on. */
    readonly SLACK_APP_TOKEN?: string
  }
  /** Every workspace as it is now, the first one first. */
  readonly workspaces: readonly InstalledWorkspace[]
  /** One sentence when the kept state could not be used. */
  readonly notice: string | null
  /** What the workspace's clocks show. */
  now(): Date
  deliverTo(botUrl: string): void
  close(): Promise<void>
}

const OWN_MANIFEST = fileURLToPath(new URL('../manifest.yml', import.meta.url))
const QUIET_MS = 150

/** Starts a small Slack on 127.0.0.1. Rejects with one sentence when the port is taken. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const workspaces = prepare(options)
  const { addresses, secrets, sockets, time } = workspaces.shared
  const kept = workspaces.all.map(({ workspace }) => workspace)
  const keeper = options.stateFile ? keepIn(options.stateFile, kept, time) : forgetful
  const server = buildServer(workspaces, keeper)
  const own = `http://127.0.0.1:${await listen(server, options.port ?? 0)}`
  addresses.own = own
  return {
    url: own,
    // Read anew each time: installing again gives a new token.
    get env() {
      return {
        SLACK_API_URL: `${own}/api/`,
        SLACK_SIGNING_SECRET: secrets.signingSecret,
        SLACK_BOT_TOKEN: workspaces.first.installation.token,
        ...(sockets.isOn() ? { SLACK_APP_TOKEN: secrets.appToken } : {}),
      }
    },
    get workspaces() {
      return workspaces.all.map(installed)
    },
    notice: keeper.notice,
    now: () => new Date(time.now()),
    deliverTo(botUrl) {
      addresses.bot = botUrl
    },
    async close() {
      const closed = once(server, 'close')
      for (const { errands } of workspaces.all) errands.close()
      sockets.close()
      time.close()
      workspaces.shared.live.close()
      server.close()
      server.closeAllConnections()
      await closed
      keeper.saveNow()
    },
  }
}

function prepare(options: SandboxOptions): Workspaces {
  const clock = options.clock ?? realClock
  const secrets = newSecrets()
  const app = readManifest(options.manifest ?? OWN_MANIFEST)
  const live = keepLive()
  const time = keepTime(clock, live.poke)
  const book = openBook({ at: time.stamp, machine: clock.now }, secrets, live.poke)
  const shared: Shared = {
    clock,
    time,
    secrets,
    app,
    book,
    sockets: openSockets({
      clock,
      appId: APP_ID,
      isOn: options.socketMode ?? app.socketMode,
      note: (details) => book.write('socket', details),
    }),
    live,
    gallery: options.gallery ?? null,
    activity: watchActivity(options.quietMs ?? QUIET_MS, options.botIdle),
    addresses: { own: '', bot: options.botUrl ?? null },
  }
  const { company = exampleCompany, scopes, limits } = options
  const first = installIn(shared, { company, scopes, limits }, 0)
  const others = (options.workspaces ?? []).map((each, index) => installIn(shared, { limits, ...each }, index + 1))
  const all = [first, ...others]
  const twice = all.map(teamOf).find((team, index, teams) => teams.indexOf(team) !== index)
  if (twice)
    throw new Error(`Two workspaces of the sandbox are called ${twice}; each company needs a team id of its own.`)
  return { shared, first, all }
}

function installIn(shared: Shared, { company, scopes = [], limits = {} }: WorkspaceOptions, position: number): Slack {
  const { app, clock } = shared
  const now = (): number => clock.now()
  return {
    ...shared,
    workspace: newWorkspace(company, app.botName, position),
    installation: install(app, scopes),
    triggers: keepTriggers(now),
    responseUrls: keepResponseUrls(now, company.team.id),
    uploads: keepUploads(company.team.id),
    limits: keepLimits(now, changedPace(SLACKS_PACE, limits)),
    errands: keepErrands(clock),
    faults: keepFaults(),
    journal: shared.book.of(company.team.id),
  }
}

function teamOf({ workspace }: Slack): string {
  return workspace.company.team.id
}

function installed({ workspace, installation }: Slack): InstalledWorkspace {
  const { bot, company } = workspace
  return {
    teamId: company.team.id,
    botToken: installation.token,
    botUserId: bot.userId,
    botId: bot.botId,
    scopes: installation.granted,
  }
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch (error) {
    throw new Error(whyNot(error, port))
  }
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}

function whyNot(error: unknown, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  if (code === 'EADDRINUSE') return `Port ${port} is taken by another program; choose a free one with SANDBOX_PORT.`
  if (code === 'EACCES') return `Port ${port} may not be opened by this user; choose one above 1023 with SANDBOX_PORT.`
  return `The sandbox could not listen on port ${port}: ${error instanceof Error ? error.message : String(error)}`
}
