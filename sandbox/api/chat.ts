import { drawn } from '../blocks.ts'
import { isRecord, type Json, list, text } from '../json.ts'
import type { Slack } from '../slack.ts'
import { SLACKBOT } from '../users.ts'
import { messageTrouble } from '../validate/messages.ts'
import {
  addMessage,
  changeMessage,
  directChannel,
  findMessage,
  isMember,
  type Message,
  type Workspace,
} from '../workspace.ts'
import { type Method, no, noBecause, type Refusal, yes } from './answer.ts'

const contents = { text: 'text', blocks: 'json' } as const
const unfurling = {
  unfurl_links: 'flag',
  unfurl_media: 'flag',
  link_names: 'flag',
  parse: 'text',
  mrkdwn: 'flag',
} as const

export const chatPostMessage: Method = {
  required: { channel: 'text' },
  optional: { ...contents, ...unfurling, metadata: 'json' },
  answer: (slack, given) => {
    const refusal = contentRefusal(given, 'posted text') ?? metadataRefusal(given.metadata)
    if (refusal) return refusal
    const channel = conversationFor(slack.workspace, text(given.channel))
    if ('error' in channel) return no(channel.error === 'user_disabled' ? 'channel_not_found' : channel.error)
    const metadata = isRecord(given.metadata) ? given.metadata : null
    const message = addMessage(
      slack.workspace,
      { ...draft(slack, given), channel: channel.id, metadata },
      slack.clock.now(),
    )
    return yes({
      channel: channel.id,
      ts: message.ts,
      message: messageObject(slack.workspace, message),
      ...textWarning(given),
    })
  },
}

export const chatPostEphemeral: Method = {
  required: { channel: 'text', user: 'text' },
  optional: { ...contents, link_names: 'flag', parse: 'text' },
  answer: (slack, given) => {
    const user = text(given.user)
    const refusal = contentRefusal(given, 'posted text')
    if (refusal) return refusal
    const channel = slack.workspace.channels.get(text(given.channel))
    if (!channel) return no('channel_not_found')
    if (!slack.workspace.people.has(user)) return no('user_not_found')
    if (!isMember(slack.workspace, channel.id, user)) return no('user_not_in_channel')
    const message = addMessage(
      slack.workspace,
      { ...draft(slack, given), channel: channel.id, onlyFor: user },
      slack.clock.now(),
    )
    return yes({ message_ts: message.ts, ...textWarning(given) })
  },
}

export const chatUpdate: Method = {
  required: { channel: 'text', ts: 'text' },
  optional: { ...contents, link_names: 'flag', parse: 'text', metadata: 'json' },
  answer: (slack, given) => {
    const { workspace } = slack
    const refusal = contentRefusal(given, 'updated text') ?? metadataRefusal(given.metadata)
    if (refusal) return refusal
    if (!workspace.channels.has(text(given.channel))) return no('channel_not_found')
    const message = findMessage(workspace, text(given.channel), text(given.ts))
    if (!message || message.onlyFor !== null) return no('message_not_found')
    if (message.user !== workspace.bot.userId) return no('cant_update_message')
    const changed = changeMessage(workspace, message, {
      text: text(given.text),
      // Text alone takes the blocks away; blocks show no “edited” mark.
      blocks: drawn(given.blocks),
      edited: given.blocks === undefined,
      picked: {},
      ...(isRecord(given.metadata) ? { metadata: Object.keys(given.metadata).length > 0 ? given.metadata : null } : {}),
    })
    return yes({
      channel: changed.channel,
      ts: changed.ts,
      text: changed.text,
      message: messageObject(workspace, changed),
    })
  },
}

export const conversationsOpen: Method = {
  required: { users: 'text' },
  optional: { return_im: 'flag', prevent_creation: 'flag' },
  answer: ({ workspace }, given) => {
    const ids = text(given.users).split(',')
    if (ids.length !== 1) return no('invalid_arguments', `users must be one id here, found ${ids.length}`)
    const channel = conversationFor(workspace, text(given.users))
    if ('error' in channel) return no(channel.error === 'channel_not_found' ? 'user_not_found' : channel.error)
    return yes({
      channel: given.return_im === true ? { id: channel.id, is_im: true, user: ids[0] } : { id: channel.id },
    })
  },
}

/** A message as Slack shows it in answers and payloads. */
export function messageObject(workspace: Workspace, message: Message): Json {
  return {
    type: 'message',
    user: message.user,
    ts: message.ts,
    bot_id: workspace.bot.botId,
    app_id: workspace.bot.appId,
    text: message.text,
    team: workspace.company.team.id,
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.edited ? { edited: { user: message.user, ts: message.ts } } : {}),
  }
}

/** A conversation by its id, or the app's own with a person by theirs. */
function conversationFor(workspace: Workspace, id: string): { readonly id: string } | { readonly error: string } {
  const channel = workspace.channels.get(id)
  if (channel) return channel
  const person = workspace.people.get(id)
  if (!person) return { error: 'channel_not_found' }
  if (person.isBot || person.id === SLACKBOT.id) return { error: 'cannot_dm_bot' }
  return person.isDeleted ? { error: 'user_disabled' } : directChannel(workspace, id)
}

function draft(slack: Slack, given: Json): { readonly user: string; readonly text: string; readonly blocks: unknown } {
  return { user: slack.workspace.bot.userId, text: text(given.text), blocks: given.blocks }
}

function contentRefusal(given: Json, longest: 'posted text' | 'updated text'): Refusal | undefined {
  const trouble = messageTrouble(given, longest)
  return trouble && noBecause(trouble.error, trouble.faults)
}

function metadataRefusal(metadata: unknown): Refusal | undefined {
  if (metadata === undefined) return undefined
  const isWhole = isRecord(metadata) && typeof metadata.event_type === 'string' && isRecord(metadata.event_payload)
  const isNone = isRecord(metadata) && Object.keys(metadata).length === 0
  return isWhole || isNone ? undefined : no('invalid_metadata_format')
}

/** Blocks without text leave notifications and screen readers with nothing. */
function textWarning(given: Json): Json {
  if (text(given.text) !== '' || list(given.blocks).length === 0) return {}
  const warning = 'missing_text_in_message'
  return { warning, response_metadata: { warnings: [warning] } }
}
