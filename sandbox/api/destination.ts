import { objectionTo } from '../accounts.ts'
import type { Slack } from '../slack.ts'
import { type Channel, directChannel } from '../workspace.ts'

type Found = Channel | { readonly error: string }

/** Where a message goes: a conversation by its id, or the app's own with a person by theirs, made on first use. */
export function destinationFor(slack: Slack, id: string): Found {
  const { workspace, app } = slack
  const person = workspace.people.get(id)
  if (!person) return postableChannel(slack, id)
  const objection = objectionTo(person, 'post')
  if (objection) return { error: objection }
  return app.messagesTab ? directChannel(workspace, id) : { error: 'messages_tab_disabled' }
}

/** A conversation the app may write into. */
export function postableChannel({ workspace, app }: Slack, id: string): Found {
  const channel = workspace.channels.get(id)
  // A private channel that the app is not in does not exist for it.
  if (!channel || (channel.kind === 'group' && !channel.hasApp)) return { error: 'channel_not_found' }
  if (!channel.hasApp) return { error: 'not_in_channel' }
  if (channel.isArchived) return { error: 'is_archived' }
  if (channel.kind !== 'im') return channel
  if (!app.messagesTab) return { error: 'messages_tab_disabled' }
  const person = workspace.people.get(channel.members?.[0] ?? '')
  const objection = person && objectionTo(person, 'post')
  return objection ? { error: objection } : channel
}
