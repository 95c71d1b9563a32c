import { drawn } from './blocks.ts'
import type { Company, Person } from './company.ts'
import { newId } from './ids.ts'
import { type Json, text } from './json.ts'
import { SLACKBOT } from './users.ts'
import { externalIdOf, replaced, type Stack, topOf, type View } from './views/stack.ts'
import type { Values } from './views/state.ts'

/** Everything the workspace knows. People and channels come from the company; the rest happens. */
export interface Workspace {
  readonly company: Company
  readonly bot: BotIdentity
  readonly people: ReadonlyMap<string, Person>
  readonly channels: Map<string, Channel>
  readonly stacks: Map<string, Stack>
  readonly homes: Map<string, View>
  messages: readonly Message[]
  /** Grows with every message that appears or changes, so that "meanwhile" has a meaning. */
  revision: number
  /** The last `ts` given out, in microseconds: it only ever grows. */
  lastMicros: number
}

export interface BotIdentity {
  readonly appId: string
  readonly botId: string
  readonly userId: string
}

export interface Channel {
  readonly id: string
  readonly name: string
  readonly kind: 'channel' | 'im'
  /** Null: everybody. */
  readonly members: readonly string[] | null
}

export interface Message {
  readonly channel: string
  readonly ts: string
  /** Who wrote it: the bot, or Slackbot with a notice of Slack's own. */
  readonly user: string
  readonly text: string
  readonly blocks: readonly Json[]
  /** The only reader of an ephemeral message. */
  readonly onlyFor: string | null
  readonly metadata: Json | null
  readonly edited: boolean
  readonly revision: number
  /** What each reader has picked in it, by user. */
  readonly picked: Readonly<Record<string, Values>>
}

export const BOT: BotIdentity = { appId: 'A0NATSLEVEL', botId: 'B0NATSLEVEL', userId: 'U0NATSBOT0' }

export function newWorkspace(company: Company, botName: string): Workspace {
  const bot: Person = { id: BOT.userId, handle: botName, realName: botName, isBot: true, tz: 'America/Los_Angeles' }
  return {
    company,
    bot: BOT,
    people: new Map([...company.people, bot, SLACKBOT].map((person) => [person.id, person])),
    channels: new Map(companyChannels(company)),
    stacks: new Map(),
    homes: new Map(),
    messages: [],
    revision: 0,
    lastMicros: 0,
  }
}

/** Back to the first morning; what was given out (`ts`, revisions) is never given out again. */
export function emptyWorkspace(workspace: Workspace): void {
  workspace.stacks.clear()
  workspace.homes.clear()
  workspace.channels.clear()
  for (const [id, channel] of companyChannels(workspace.company)) workspace.channels.set(id, channel)
  workspace.messages = []
}

function companyChannels(company: Company): readonly (readonly [string, Channel])[] {
  return company.channels.map(({ id, name, members }) => [id, { id, name, kind: 'channel', members: members ?? null }])
}

/** The conversation between one person and the app, made on first use. */
export function directChannel(workspace: Workspace, user: string): Channel {
  const found = [...workspace.channels.values()].find(({ kind, members }) => kind === 'im' && members?.includes(user))
  if (found) return found
  const channel: Channel = { id: newId('D'), name: 'directmessage', kind: 'im', members: [user] }
  workspace.channels.set(channel.id, channel)
  return channel
}

export interface Draft {
  readonly channel: string
  readonly user: string
  readonly text: string
  readonly blocks?: unknown
  readonly onlyFor?: string | null
  readonly metadata?: Json | null
}

export function addMessage(workspace: Workspace, draft: Draft, now: number): Message {
  const message: Message = {
    channel: draft.channel,
    ts: nextTs(workspace, now),
    user: draft.user,
    text: draft.text,
    blocks: drawn(draft.blocks),
    onlyFor: draft.onlyFor ?? null,
    metadata: draft.metadata ?? null,
    edited: false,
    revision: nextRevision(workspace),
    picked: {},
  }
  workspace.messages = [...workspace.messages, message]
  return message
}

export function changeMessage(workspace: Workspace, message: Message, change: Partial<Message>): Message {
  const changed = { ...message, ...change, revision: nextRevision(workspace) }
  workspace.messages = workspace.messages.map((each) => (isSame(each, message) ? changed : each))
  return changed
}

/** Remembers what a reader picked: nothing that anybody else would notice. */
export function notePicked(workspace: Workspace, message: Message, user: string, values: Values): Message {
  const noted = { ...message, picked: { ...message.picked, [user]: values } }
  workspace.messages = workspace.messages.map((each) => (isSame(each, message) ? noted : each))
  return noted
}

export function removeMessage(workspace: Workspace, message: Message): void {
  workspace.messages = workspace.messages.filter((each) => !isSame(each, message))
}

export function findMessage(workspace: Workspace, channel: string, ts: string): Message | undefined {
  return workspace.messages.find((each) => each.channel === channel && each.ts === ts)
}

/** All a person can see, oldest first. */
export function visibleTo(workspace: Workspace, user: string): readonly Message[] {
  return workspace.messages.filter(
    ({ channel, onlyFor }) => (onlyFor === null || onlyFor === user) && isMember(workspace, channel, user),
  )
}

export function isMember(workspace: Workspace, channel: string, user: string): boolean {
  const found = workspace.channels.get(channel)
  return found !== undefined && (found.members === null || found.members.includes(user))
}

export function topView(workspace: Workspace, user: string): View | undefined {
  return topOf(workspace.stacks.get(user))
}

export function setStack(workspace: Workspace, user: string, stack: Stack): void {
  if (stack.length === 0) workspace.stacks.delete(user)
  else workspace.stacks.set(user, stack)
}

/** Puts a changed view where the old one stood. */
export function putView(workspace: Workspace, view: View): void {
  if (view.kind === 'home') workspace.homes.set(view.user, view)
  else setStack(workspace, view.user, replaced(workspace.stacks.get(view.user) ?? [], view))
}

/** Every view that stands somewhere: open windows and Home tabs. */
export function standingViews(workspace: Workspace): readonly View[] {
  return [...[...workspace.stacks.values()].flat(), ...workspace.homes.values()]
}

export function isExternalIdTaken(workspace: Workspace, content: Json, exceptId?: string): boolean {
  const wanted = text(content.external_id)
  return wanted !== '' && standingViews(workspace).some((view) => view.id !== exceptId && externalIdOf(view) === wanted)
}

function isSame(one: Message, other: Message): boolean {
  return one.channel === other.channel && one.ts === other.ts
}

function nextRevision(workspace: Workspace): number {
  workspace.revision += 1
  return workspace.revision
}

function nextTs(workspace: Workspace, now: number): string {
  workspace.lastMicros = Math.max(now * 1000, workspace.lastMicros + 1)
  const seconds = Math.floor(workspace.lastMicros / 1_000_000)
  return `${seconds}.${String(workspace.lastMicros % 1_000_000).padStart(6, '0')}`
}
