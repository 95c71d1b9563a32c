import { drawn } from './blocks.ts'
import type { Company, Person } from './company.ts'
import { APP_ID, newId } from './ids.ts'
import { type Json, text } from './json.ts'
import { SLACKBOT } from './users.ts'
import { externalIdOf, replaced, type Stack, topOf, type View } from './views/stack.ts'
import type { Values } from './views/state.ts'

/** Everything the workspace knows. People and channels come from the company; the rest happens. */
export interface Workspace {
  readonly company: Company
  readonly bot: BotIdentity
  readonly people: Map<string, Person>
  readonly channels: Map<string, Channel>
  readonly files: Map<string, StoredFile>
  readonly stacks: Map<string, Stack>
  readonly homes: Map<string, View>
  /** Up to which `ts` somebody has read a conversation: user → conversation → ts. */
  readonly reads: Map<string, Readonly<Record<string, string>>>
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
  readonly name: string
}

export interface Channel {
  readonly id: string
  readonly name: string
  /** As Slack's scopes call them: public, private, with one person, with several. */
  readonly kind: 'channel' | 'group' | 'im' | 'mpim'
  /** Without the app's own bot. Null: everybody. */
  readonly members: readonly string[] | null
  readonly hasApp: boolean
  readonly isArchived: boolean
}

export interface Message {
  readonly channel: string
  readonly ts: string
  /** Who wrote it: the bot, Slackbot with a notice of Slack's own, or a person. */
  readonly user: string
  readonly text: string
  readonly blocks: readonly Json[]
  /** The only reader of an ephemeral message. */
  readonly onlyFor: string | null
  readonly metadata: Json | null
  /** Ids of the files that were shared with it. */
  readonly files: readonly string[]
  readonly edited: boolean
  readonly revision: number
  /** What each reader has picked in it, by user. */
  readonly picked: Readonly<Record<string, Values>>
}

/** The app is the same everywhere; each workspace has a bot user of its own. */
function botOf(position: number): Omit<BotIdentity, 'name'> {
  return {
    appId: APP_ID,
    botId: position === 0 ? 'B0NATSLEVEL' : `B0NATSLEV${position}`,
    userId: `U0NATSBOT${position}`,
  }
}

/** `position`: the first workspace is number 0. */
export function newWorkspace(company: Company, botName: string, position = 0): Workspace {
  const bot = { ...botOf(position), name: botName }
  return {
    company,
    bot,
    people: new Map(everybody(company, bot)),
    channels: new Map(companyChannels(company)),
    files: new Map(),
    stacks: new Map(),
    homes: new Map(),
    reads: new Map(),
    messages: [],
    revision: 0,
    lastMicros: 0,
  }
}

/** Back to the first morning; what was given out (`ts`, revisions) is not given out again, unless `now` says from when on. */
export function emptyWorkspace(workspace: Workspace, now?: number): void {
  workspace.stacks.clear()
  workspace.homes.clear()
  workspace.reads.clear()
  workspace.files.clear()
  workspace.people.clear()
  for (const [id, person] of everybody(workspace.company, workspace.bot)) workspace.people.set(id, person)
  workspace.channels.clear()
  for (const [id, channel] of companyChannels(workspace.company)) workspace.channels.set(id, channel)
  workspace.messages = []
  if (now !== undefined) workspace.lastMicros = now * 1000
}

function companyChannels(company: Company): readonly (readonly [string, Channel])[] {
  return company.channels.map(({ id, name, members, hasApp = false, isPrivate = false, isArchived = false }) => [
    id,
    {
      id,
      name,
      kind: isPrivate ? 'group' : 'channel',
      members: members ?? null,
      hasApp: !members || hasApp,
      isArchived,
    },
  ])
}

function everybody(company: Company, { userId, name }: BotIdentity): readonly (readonly [string, Person])[] {
  const bot: Person = { id: userId, handle: name, realName: name, isBot: true, tz: 'America/Los_Angeles' }
  return [...company.people, bot, SLACKBOT].map((person) => [person.id, person])
}

/** The conversation between one person and the app, made on first use. */
export function directChannel(workspace: Workspace, user: string): Channel {
  return directConversation(workspace, [user]) ?? openDirect(workspace, [user])
}

/** The conversation of the app with exactly these people, when there is one. */
export function directConversation(workspace: Workspace, users: readonly string[]): Channel | undefined {
  const isOfThem = ({ kind, members }: Channel): boolean =>
    (kind === 'im' || kind === 'mpim') && members?.length === users.length && users.every((id) => members.includes(id))
  return [...workspace.channels.values()].find(isOfThem)
}

export function openDirect(workspace: Workspace, users: readonly string[]): Channel {
  const isOne = users.length === 1
  const handles = [...users.map((id) => workspace.people.get(id)?.handle ?? id), workspace.bot.name]
  const channel: Channel = {
    id: newId(isOne ? 'D' : 'C'),
    name: isOne ? 'directmessage' : `mpdm-${handles.join('--')}-1`,
    kind: isOne ? 'im' : 'mpim',
    members: users,
    hasApp: true,
    isArchived: false,
  }
  workspace.channels.set(channel.id, channel)
  return channel
}

/** A file somebody gave the app, or the app gave somebody. */
export interface StoredFile {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly user: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly base64: string
  readonly size: number
  /** Conversations it was shared into. */
  readonly channels: readonly string[]
}

export interface Draft {
  readonly channel: string
  readonly user: string
  readonly text: string
  readonly blocks?: unknown
  readonly onlyFor?: string | null
  readonly metadata?: Json | null
  readonly files?: readonly string[]
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
    files: draft.files ?? [],
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

/** Notes that somebody has read a conversation to its end. */
export function markRead(workspace: Workspace, user: string, channel: string): void {
  const last = visibleTo(workspace, user).findLast((message) => message.channel === channel)
  if (last) workspace.reads.set(user, { ...workspace.reads.get(user), [channel]: last.ts })
}

export function isMember(workspace: Workspace, channel: string, user: string): boolean {
  const found = workspace.channels.get(channel)
  return found !== undefined && (found.members === null || found.members.includes(user))
}

/** A closed account has no window left. */
export function putPerson(workspace: Workspace, person: Person): void {
  workspace.people.set(person.id, person)
  if (person.isDeleted) setStack(workspace, person.id, [])
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
