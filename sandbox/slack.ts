import type { Activity } from './activity.ts'
import type { Clock } from './clock.ts'
import type { Errands } from './errands.ts'
import type { Faults } from './faults/armed.ts'
import type { Secrets } from './ids.ts'
import type { Installation } from './installation.ts'
import type { Book, Journal } from './journal.ts'
import type { Json } from './json.ts'
import type { Live } from './live.ts'
import type { App } from './manifest.ts'
import type { Limits } from './pace.ts'
import type { ResponseUrls } from './response-urls.ts'
import type { Sockets } from './sockets/hub.ts'
import type { Time } from './time/time.ts'
import type { Triggers } from './triggers.ts'
import type { Uploads } from './uploads.ts'
import type { Owner } from './views/payload.ts'
import type { Workspace } from './workspace.ts'

/** What belongs to the app itself, in however many workspaces it is installed. */
export interface Shared {
  /** The machine's clock: acks, triggers, tiers, retries and sockets go by it. */
  readonly clock: Clock
  /** The time people live by: what is written down and shown goes by it. */
  readonly time: Time
  readonly secrets: Secrets
  readonly app: App
  readonly book: Book
  readonly activity: Activity
  readonly sockets: Sockets
  /** The pages that are open. */
  readonly live: Live
  /** Every view of the product, for whoever wants to look through them; null when nobody handed it in. */
  readonly gallery: (() => readonly Json[]) | null
  /** Known once the sandbox listens, or is told. */
  readonly addresses: { own: string; bot: string | null }
}

/** Slack as the app sees it in one workspace: what every part of the sandbox may reach. */
export interface Slack extends Shared {
  readonly workspace: Workspace
  readonly installation: Installation
  readonly triggers: Triggers
  readonly responseUrls: ResponseUrls
  readonly uploads: Uploads
  readonly limits: Limits
  readonly errands: Errands
  readonly faults: Faults
  /** The book, for what happens in this workspace. */
  readonly journal: Journal
}

/** Every workspace that has the app, the first one first. */
export interface Workspaces {
  readonly shared: Shared
  readonly first: Slack
  readonly all: readonly Slack[]
}

export function ofTeam({ all }: Workspaces, teamId: string): Slack | undefined {
  return all.find(({ workspace }) => workspace.company.team.id === teamId)
}

export function ownerOf({ company, bot }: Workspace): Owner {
  return { teamId: company.team.id, appId: bot.appId, botId: bot.botId }
}
