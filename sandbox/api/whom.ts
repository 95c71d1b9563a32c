import { type Json, text } from '../json.ts'
import type { Slack } from '../slack.ts'
import { standingViews } from '../workspace.ts'

/** Whom a call is about, as far as its arguments tell: by trigger, by window, by person, by direct conversation. */
export function whomOf({ workspace, triggers }: Slack, given: Json): string | undefined {
  const { channels, people } = workspace
  const view = standingViews(workspace).find(({ id }) => id === given.view_id)
  const [named = ''] = text(given.user_id ?? given.user ?? given.users ?? given.channel).split(',')
  const channel = channels.get(text(given.channel ?? given.channel_id))
  const [reader] = channel?.kind === 'im' ? (channel.members ?? []) : []
  return triggers.whose(given.trigger_id) ?? view?.user ?? (people.has(named) ? named : reader)
}
