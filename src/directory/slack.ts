import type { WebClient } from '@slack/web-api'
import { z } from 'zod'
import { knownZone } from '../calendar.ts'
import type { Visitor } from './flow.ts'
import { type Account, awayBy } from './rules.ts'

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
  return accountOf((await slack.users.info({ user: slackId })).user)
}

/** An account from Slack’s user object, as `users.info`, `users.list` and the events about people carry it. */
export function accountOf(object: unknown): Account {
  const user = userObject.parse(object)
  return {
    slackId: user.id,
    // In an organisation an account belongs to several workspaces.
    workspaceIds: [...(user.team_id ? [user.team_id] : []), ...(user.enterprise_user?.teams ?? [])],
    name: user.profile?.display_name || user.real_name || user.profile?.real_name || user.name,
    zone: knownZone(user.tz ?? undefined),
    bot: user.is_bot || user.is_workflow_bot,
    guest: user.is_restricted || user.is_ultra_restricted,
    stranger: user.is_stranger,
    invited: user.is_invited_user,
    closed: user.deleted,
    away: awayBy(user.profile?.status_emoji ?? '', user.profile?.status_expiration ?? 0),
    updated: user.updated ? new Date(user.updated * 1_000) : undefined,
  }
}

const flag = z.boolean().nullish().transform(Boolean)

// Slack leaves most of these out for closed accounts, and the zone for those who never set one.
const userObject = z.object({
  id: z.string(),
  team_id: z.string().nullish(),
  name: z.string().default(''),
  real_name: z.string().nullish(),
  profile: z
    .object({
      display_name: z.string().nullish(),
      real_name: z.string().nullish(),
      status_emoji: z.string().nullish(),
      status_expiration: z.number().nullish(),
    })
    .nullish(),
  enterprise_user: z.object({ teams: z.array(z.string()).default([]) }).nullish(),
  tz: z.string().nullish(),
  is_bot: flag,
  is_workflow_bot: flag,
  is_restricted: flag,
  is_ultra_restricted: flag,
  is_stranger: flag,
  is_invited_user: flag,
  deleted: flag,
  updated: z.number().nullish(),
})
