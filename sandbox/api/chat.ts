import { objectionTo } from '../accounts.ts'
import { drawn } from '../blocks.ts'
import { isRecord, type Json, list, text } from '../json.ts'
import { messageObject, metadataOf } from '../messages.ts'
import type { Slack } from '../slack.ts'
import { messageTrouble } from '../validate/messages.ts'
import { addMessage, changeMessage, findMessage, isMember, type Message, removeMessage } from '../workspace.ts'
import { type Answer, limited, type Method, no, noBecause, type Refusal, yes } from './answer.ts'
import { destinationFor, postableChannel } from './destination.ts'

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
    const channel = destinationFor(slack, text(given.channel))
    if ('error' in channel) return no(channel.error)
    const wait = slack.limits.post(channel.id)
    if (wait > 0) return limited(wait)
    const metadata = isRecord(given.metadata) && !isEmpty(given.metadata) ? given.metadata : null
    const draft = { ...draftOf(slack, given), channel: channel.id, metadata }
    const message = addMessage(slack.workspace, draft, slack.time.stamp())
    return yes({
      channel: channel.id,
      ts: message.ts,
      message: { ...messageObject(slack, message), ...metadataOf(message, true) },
      ...textWarning(given),
    })
  },
}

export const chatPostEphemeral: Method = {
  required: { channel: 'text', user: 'text' },
  optional: { ...contents, link_names: 'flag', parse: 'text' },
  answer: (slack, given) => {
    const { workspace, time } = slack
    const refusal = contentRefusal(given, 'posted text')
    if (refusal) return refusal
    const channel = postableChannel(slack, text(given.channel))
    if ('error' in channel) return no(channel.error)
    const person = workspace.people.get(text(given.user))
    if (!person) return no('user_not_found')
    const objection = objectionTo(person, 'whisper')
    if (objection) return no(objection)
    if (!isMember(workspace, channel.id, person.id)) return no('user_not_in_channel')
    const draft = { ...draftOf(slack, given), channel: channel.id, onlyFor: person.id }
    return yes({ message_ts: addMessage(workspace, draft, time.stamp()).ts, ...textWarning(given) })
  },
}

export const chatUpdate: Method = {
  required: { channel: 'text', ts: 'text' },
  optional: { ...contents, link_names: 'flag', parse: 'text', metadata: 'json' },
  answer: (slack, given) => {
    const refusal = contentRefusal(given, 'updated text') ?? metadataRefusal(given.metadata)
    if (refusal) return refusal
    return withOwnMessage(slack, given, { stranger: 'cant_update_message', archived: 'is_inactive' }, (message) => {
      const changed = changeMessage(slack.workspace, message, {
        text: text(given.text),
        // Text alone takes the blocks away; blocks show no “edited” mark.
        blocks: drawn(given.blocks),
        edited: given.blocks === undefined,
        picked: {},
        ...(isRecord(given.metadata) ? { metadata: isEmpty(given.metadata) ? null : given.metadata } : {}),
      })
      return yes({
        channel: changed.channel,
        ts: changed.ts,
        text: changed.text,
        message: { ...messageObject(slack, changed), ...metadataOf(changed, true) },
      })
    })
  },
}

export const chatDelete: Method = {
  required: { channel: 'text', ts: 'text' },
  optional: {},
  answer: (slack, given) =>
    withOwnMessage(slack, given, { stranger: 'cant_delete_message', archived: 'is_archived' }, (message) => {
      removeMessage(slack.workspace, message)
      return yes({ channel: message.channel, ts: message.ts })
    }),
}

/** Finds a message by conversation and `ts`, which must be the app's own and no ephemeral one. */
function withOwnMessage(
  slack: Slack,
  given: Json,
  errors: { readonly stranger: string; readonly archived: string },
  change: (message: Message) => Answer,
): Answer | Refusal {
  const { workspace } = slack
  // Never a person's id: only the conversation itself has messages.
  const channel = workspace.channels.get(text(given.channel))
  if (!channel) return no('channel_not_found')
  const message = findMessage(workspace, channel.id, text(given.ts))
  if (!message || message.onlyFor !== null) return no('message_not_found')
  if (message.user !== workspace.bot.userId) return no(errors.stranger)
  return channel.isArchived ? no(errors.archived) : change(message)
}

function draftOf(
  slack: Slack,
  given: Json,
): { readonly user: string; readonly text: string; readonly blocks: unknown } {
  return { user: slack.workspace.bot.userId, text: text(given.text), blocks: given.blocks }
}

function contentRefusal(given: Json, longest: 'posted text' | 'updated text'): Refusal | undefined {
  const trouble = messageTrouble(given, longest)
  return trouble && noBecause(trouble.error, trouble.faults)
}

function metadataRefusal(metadata: unknown): Refusal | undefined {
  if (metadata === undefined) return undefined
  const isWhole = isRecord(metadata) && typeof metadata.event_type === 'string' && isRecord(metadata.event_payload)
  const isNone = isRecord(metadata) && isEmpty(metadata)
  return isWhole || isNone ? undefined : no('invalid_metadata_format')
}

function isEmpty(object: Json): boolean {
  return Object.keys(object).length === 0
}

/** Blocks without text leave notifications and screen readers with nothing. */
function textWarning(given: Json): Json {
  if (text(given.text) !== '' || list(given.blocks).length === 0) return {}
  const warning = 'missing_text_in_message'
  return { warning, response_metadata: { warnings: [warning] } }
}
