import type { Person } from '../company.ts'
import { deliver, failureOf } from '../deliver.ts'
import { isRecord, type Json, readJson } from '../json.ts'
import type { Command } from '../manifest.ts'
import { commandPayload, shortcutPayload } from '../payloads.ts'
import { placeReply, slackbotSays } from '../replies.ts'
import type { Slack } from '../slack.ts'
import { faultSentences } from '../validate/index.ts'
import { replyFaults } from '../validate/messages.ts'
import { type Channel, isMember, type Workspace } from '../workspace.ts'
import { mustBeInstalled, readBody, readOptionalText, readPerson, readText } from './input.ts'
import { type Deed, NOTHING_SENT, sawAfter } from './outcome.ts'
import { refuse } from './refusal.ts'

export async function typeCommand(slack: Slack, body: unknown): Promise<Json> {
  const given = readBody(body, ['user', 'text', 'channel'])
  const person = readPerson(slack, given.user)
  const line = readText(given, 'text').trim()
  const channel = channelFor(slack.workspace, person, readOptionalText(given, 'channel'))
  if (!line.startsWith('/'))
    return refuse(`“text” is “${line}”; expected a whole line as typed, such as /nats-level show.`)
  return sawAfter(slack, person, () => run(slack, person, channel, line))
}

export async function useShortcut(slack: Slack, body: unknown): Promise<Json> {
  const given = readBody(body, ['user', 'callback_id'])
  const person = readPerson(slack, given.user)
  const callbackId = readText(given, 'callback_id')
  mustBeInstalled(slack)
  const known = slack.installation.has('commands') ? slack.app.shortcuts.map((each) => each.callbackId) : []
  if (!known.includes(callbackId))
    return refuse(`No shortcut is called “${callbackId}”; the app's manifest has: ${known.join(', ') || 'none'}.`, 404)
  return sawAfter(slack, person, async () => {
    const content = shortcutPayload(slack, person, callbackId)
    const ack = await deliver(slack, { as: 'interaction', what: 'shortcut', content })
    const failure = failureOf(ack)
    if (!failure) return { ackMs: ack.ms }
    slack.journal.write('trouble', { user: person.id, shortcut: callbackId, failure })
    return { ackMs: null, notice: `The shortcut failed with the error "${failure}"` }
  })
}

async function run(slack: Slack, person: Person, channel: Channel, line: string): Promise<Deed> {
  const [name = ''] = line.split(/\s/, 1)
  const offered = commandsOf(slack)
  const command = offered.find((each) => each.command === name)
  if (!command) {
    slackbotSays(
      slack,
      person.id,
      channel.id,
      `${name} is not a valid command. This workspace has: ${offered.map((each) => each.command).join(', ') || 'none'}.`,
    )
    return NOTHING_SENT
  }
  const typed = line.slice(name.length).trim()
  const words = command.shouldEscape ? withMentions(slack.workspace, typed) : escaped(typed)
  const content = commandPayload(slack, person, channel, name, words)
  const ack = await deliver(slack, { as: 'command', what: `command ${name}`, content })
  const failure = failureOf(ack)
  if (failure || ack.kind !== 'acked') {
    failed(slack, person, channel, name, failure ?? 'dispatch_failed')
    return { ackMs: null }
  }
  readReply(slack, person, channel, name, ack.body)
  return { ackMs: ack.ms }
}

/** An app that is not installed, or without the scope, has none. */
function commandsOf({ app, installation }: Slack): readonly Command[] {
  return installation.isInstalled && installation.has('commands') ? app.commands : []
}

function failed(
  slack: Slack,
  person: Person,
  channel: Channel,
  name: string,
  failure: string,
  why: readonly string[] = [],
): void {
  slack.journal.write('trouble', { user: person.id, command: name, failure, why })
  slackbotSays(slack, person.id, channel.id, `${name} failed with the error "${failure}"`)
}

/** An ack may say nothing, plain text, or a message in JSON. */
function readReply(slack: Slack, person: Person, channel: Channel, name: string, body: string): void {
  if (body.trim() === '') return
  const json = readJson(body)
  const reply = isRecord(json) ? json : { text: body }
  if (isRecord(json) && Object.keys(json).length === 0) return
  const faults = replyFaults(reply)
  if (faults.length > 0) failed(slack, person, channel, name, 'invalid_command_response', faultSentences(faults))
  else placeReply(slack, { user: person.id, channel: channel.id, messageTs: null }, reply)
}

/** Without an id the first channel; refused when the person is not in it. */
export function channelFor(workspace: Workspace, person: Person, id: string | undefined): Channel {
  const channel = id === undefined ? workspace.channels.values().next().value : workspace.channels.get(id)
  if (!channel)
    return refuse(`“channel” is “${id}”; expected a channel id of this workspace, as in GET /control/state.`, 404)
  if (!isMember(workspace, channel.id, person.id))
    return refuse(`${person.id} is not in ${channel.id} (${channel.name}).`)
  return channel
}

function escaped(typed: string): string {
  return typed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

const MENTION =
  /<@([A-Z0-9]+)(?:\|[^>]*)?>|(?<![\w@])@([a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)|<#([A-Z0-9]+)(?:\|[^>]*)?>|(?<![\w#])#([a-z0-9_-]+)|https?:\/\/[^\s<>]+/g

/**
 * What `should_escape` does to a typed line: names that Slack knows become mentions, addresses links, the rest stays
 * as typed. A mention may also be typed as `<@U…>`, which stands for a name chosen from the list.
 */
export function withMentions(workspace: Workspace, typed: string): string {
  const found = [...typed.matchAll(MENTION)]
  const pieces = found.map((match, index) => {
    const end = (found[index - 1]?.index ?? 0) + (found[index - 1]?.[0].length ?? 0)
    return escaped(typed.slice(end, match.index)) + mention(workspace, match)
  })
  const last = found.at(-1)
  return pieces.join('') + escaped(typed.slice((last?.index ?? 0) + (last?.[0].length ?? 0)))
}

function mention(workspace: Workspace, [whole, userId, handle, channelId, channelName]: RegExpMatchArray): string {
  if (userId !== undefined || handle !== undefined) {
    const person = [...workspace.people.values()].find(({ id, handle: own }) => id === userId || own === handle)
    return person ? `<@${person.id}|${person.handle}>` : escaped(whole)
  }
  if (channelId !== undefined || channelName !== undefined) {
    const channel = [...workspace.channels.values()].find(
      ({ id, name, kind }) => (kind === 'channel' || kind === 'group') && (id === channelId || name === channelName),
    )
    return channel ? `<#${channel.id}|${channel.name}>` : escaped(whole)
  }
  return `<${escaped(whole)}>`
}
