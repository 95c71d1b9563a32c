import type { Json } from '../json.ts'
import type { Slack } from '../slack.ts'
import { addMessage, isMember, markRead } from '../workspace.ts'
import { channelFor, withMentions } from './command.ts'
import { tellApp } from './events.ts'
import { readBody, readOptionalText, readPerson, readText } from './input.ts'
import { NOTHING_SENT, sawAfter } from './outcome.ts'
import { refuse } from './refusal.ts'

/** events/message.im and its siblings: what each kind of conversation is called there. */
const KINDS = { channel: 'channels', group: 'groups', im: 'im', mpim: 'mpim' } as const

/** Writes a plain message. The app hears of it where its manifest subscribes to such messages. */
export async function sayMessage(slack: Slack, body: unknown): Promise<Json> {
  const given = readBody(body, ['user', 'text', 'channel'])
  const person = readPerson(slack, given.user)
  const words = readText(given, 'text').trim()
  const { workspace, app, time } = slack
  const channel = channelFor(workspace, person, readOptionalText(given, 'channel'))
  if (words === '') return refuse('“text” is empty; expected something to say.')
  if (words.startsWith('/')) return refuse('“text” begins with a slash; POST /control/command runs commands.')
  if (channel.isArchived) return refuse(`#${channel.name} is archived; nobody can write there.`)
  if (channel.kind === 'im' && app.messagesReadOnly) return refuse('Sending messages to this app has been turned off.')
  return sawAfter(slack, person, async () => {
    const text = withMentions(workspace, words)
    const { ts } = addMessage(workspace, { channel: channel.id, user: person.id, text }, time.stamp())
    markRead(workspace, person.id, channel.id)
    const type = `message.${KINDS[channel.kind]}`
    const event = { type: 'message', channel: channel.id, user: person.id, text, ts, event_ts: ts }
    return channel.hasApp ? tellApp(slack, { ...event, channel_type: channel.kind }, type) : NOTHING_SENT
  })
}

/** Has read a conversation to its end. */
export function readConversation(slack: Slack, body: unknown): Json {
  const given = readBody(body, ['user', 'channel'])
  const person = readPerson(slack, given.user)
  const channel = readText(given, 'channel')
  if (!isMember(slack.workspace, channel, person.id)) return refuse(`${person.id} is in no conversation “${channel}”.`)
  markRead(slack.workspace, person.id, channel)
  return { ok: true }
}
