import type { WebClient } from '@slack/web-api'
import { z } from 'zod'
import { knownZone } from '../calendar.ts'
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
    // In an organisation an account belongs to several workspaces.
    workspaceIds: [...(user.team_id ? [user.team_id] : []), ...(user.enterprise_user?.teams ?? [])],
    name: user.profile?.display_name || user.real_name || user.name,
    zone: knownZone(user.tz ?? undefined),
    bot: user.is_bot || user.is_workflow_bot,
    guest: user.is_restricted || user.is_ultra_restricted,
    stranger: user.is_stranger,
    closed: user.deleted,
  }
}

const flag = z.boolean().nullish().transform(Boolean)

// Slack leaves most of these out for closed accounts, and the zone for those who never set one.
const answered = z.object({
  user: z.object({
    id: z.string(),
    team_id: z.string().optional(),
    name: z.string().default(''),
    real_name: z.string().nullish(),
    profile: z.object({ display_name: z.string().nullish() }).nullish(),
    enterprise_user: z.object({ teams: z.array(z.string()).default([]) }).nullish(),
    tz: z.string().nullish(),
    is_bot: flag,
    is_workflow_bot: flag,
    is_restricted: flag,
    is_ultra_restricted: flag,
    is_stranger: flag,
    deleted: flag,
  }),
})
