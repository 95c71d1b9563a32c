import type { Activity } from './activity.ts'
import type { Clock } from './clock.ts'
import type { Secrets } from './ids.ts'
import type { Journal } from './journal.ts'
import type { App } from './manifest.ts'
import type { ResponseUrls } from './response-urls.ts'
import type { Triggers } from './triggers.ts'
import type { Owner } from './views/payload.ts'
import type { Workspace } from './workspace.ts'

/** What every part of the sandbox may reach. */
export interface Slack {
  readonly clock: Clock
  readonly secrets: Secrets
  readonly app: App
  readonly workspace: Workspace
  readonly triggers: Triggers
  readonly responseUrls: ResponseUrls
  readonly journal: Journal
  readonly activity: Activity
  /** Known once the sandbox listens, or is told. */
  readonly addresses: { own: string; bot: string | null }
}

export function ownerOf({ company, bot }: Workspace): Owner {
  return { teamId: company.team.id, appId: bot.appId, botId: bot.botId }
}
