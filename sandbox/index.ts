import { once } from 'node:events'
import type { Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import { watchActivity } from './activity.ts'
import { type Clock, realClock } from './clock.ts'
import type { Company } from './company.ts'
import { exampleCompany } from './demo/company.ts'
import { newSecrets } from './ids.ts'
import { openJournal } from './journal.ts'
import { forgetful, keepIn } from './keeper.ts'
import { readManifest } from './manifest.ts'
import { keepResponseUrls } from './response-urls.ts'
import { buildServer } from './server.ts'
import type { Slack } from './slack.ts'
import { keepTriggers } from './triggers.ts'
import { newWorkspace } from './workspace.ts'

export interface SandboxOptions {
  /** 0 or absent: any free port. */
  readonly port?: number
  /** Where payloads go, such as http://127.0.0.1:3000/slack/events; `deliverTo` may say it later. */
  readonly botUrl?: string
  /** Who works here; without it the example company. */
  readonly company?: Company
  /** Path of the installed app's manifest; without it the checkout's own. */
  readonly manifest?: string
  /** Where people's messages and Home tabs are kept; without it nothing outlives the process. */
  readonly stateFile?: string
  /** How long the bot must rest before a control request is answered; 150 when absent. */
  readonly quietMs?: number
  /** For a bot in this process: resolves when none of its handlers is running. */
  readonly botIdle?: () => Promise<void>
  /** Slack's time; real when absent. */
  readonly clock?: Clock
}

export interface Sandbox {
  /** http://127.0.0.1:PORT */
  readonly url: string
  /** What a bot needs in its environment; the secrets are this run's own. */
  readonly env: {
    readonly SLACK_API_URL: string
    readonly SLACK_SIGNING_SECRET: string
    readonly SLACK_BOT_TOKEN: string
  }
  /** One sentence when the kept state could not be used. */
  readonly notice: string | null
  deliverTo(botUrl: string): void
  close(): Promise<void>
}

const OWN_MANIFEST = fileURLToPath(new URL('../manifest.yml', import.meta.url))
const QUIET_MS = 150

/** Starts a small Slack on 127.0.0.1. Rejects with one sentence when the port is taken. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const slack = prepare(options)
  const keeper = options.stateFile ? keepIn(options.stateFile, slack.workspace) : forgetful
  const server = buildServer(slack, keeper)
  slack.addresses.own = `http://127.0.0.1:${await listen(server, options.port ?? 0)}`
  const { own } = slack.addresses
  return {
    url: own,
    env: {
      SLACK_API_URL: `${own}/api/`,
      SLACK_SIGNING_SECRET: slack.secrets.signingSecret,
      SLACK_BOT_TOKEN: slack.secrets.botToken,
    },
    notice: keeper.notice,
    deliverTo(botUrl) {
      slack.addresses.bot = botUrl
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
      keeper.saveNow()
    },
  }
}

function prepare(options: SandboxOptions): Slack {
  const clock = options.clock ?? realClock
  const now = (): number => clock.now()
  const secrets = newSecrets()
  const app = readManifest(options.manifest ?? OWN_MANIFEST)
  const workspace = newWorkspace(options.company ?? exampleCompany, app.botName)
  return {
    clock,
    secrets,
    app,
    workspace,
    triggers: keepTriggers(now),
    responseUrls: keepResponseUrls(now, workspace.company.team.id),
    journal: openJournal(now, secrets),
    activity: watchActivity(options.quietMs ?? QUIET_MS, options.botIdle),
    addresses: { own: '', bot: options.botUrl ?? null },
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
