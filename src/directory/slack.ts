import type { WebClient } from '@slack/web-api'
import { z } from 'zod'
import type { Visitor } from './flow.ts'
import type { Account } from './rules.ts'

/** Who acts, for a flow: the ids from the payload, and Slack to ask about the rest. */
export function visitorOf(ask: {
  readonly workspaceId: string
  readonly slackId: string
  readonly workspaceName: string | undefined
  readonly slack: WebClient
}): Visitor {
  const { workspaceId, slackId, workspaceName, slack } = ask
  return { workspaceId, slackId, workspaceName, lookUp: (id) => lookUp(slack, id) }
}

async function lookUp(slack: WebClient, slackId: string): Promise<Account> {
  const { user } = answered.parse(await slack.users.info({ user: slackId }))
  return {
    slackId: user.id,
    workspaceId: user.team_id,
    name: user.profile?.display_name || user.real_name || user.name,
    zone: user.tz ?? undefined,
    deleted: user.deleted,
    bot: user.is_bot || user.is_workflow_bot,
    guest: user.is_restricted || user.is_ultra_restricted,
    stranger: user.is_stranger,
  }
}

const flag = z.boolean().default(false)

// Slack leaves most of these out for closed accounts, and the zone for those who never set one.
const answered = z.object({
  user: z.object({
    id: z.string(),
    team_id: z.string().optional(),
    name: z.string().default(''),
    real_name: z.string().optional(),
    profile: z.object({ display_name: z.string().optional() }).optional(),
    tz: z.string().nullish(),
    deleted: flag,
    is_bot: flag,
    is_workflow_bot: flag,
    is_restricted: flag,
    is_ultra_restricted: flag,
    is_stranger: flag,
  }),
})
