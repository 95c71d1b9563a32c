import type { WebSocket } from 'ws'
import { shownMessage } from './control/outcome.ts'
import type { Entry } from './journal.ts'
import type { Json } from './json.ts'
import { ownerOf, type Slack } from './slack.ts'
import { viewPayload } from './views/payload.ts'
import { valuesOn } from './where.ts'
import { type Channel, isMember, type Message, visibleTo } from './workspace.ts'

/** Tells pages what changes before the people they show, as it changes. */
export interface Live {
  /** Sends everything once, and from then on what is different. */
  watch(socket: WebSocket, view: Watched): void
  /** Something may have changed; pages hear of it a moment later, many changes at once. */
  poke(): void
  close(): void
}

/** What one page looks at: somebody's screen, or the journal of their workspace. */
export interface Watched {
  readonly slack: Slack
  readonly user: string
  readonly part: 'screen' | 'journal'
}

/** One piece of what a page shows; `part` says which. */
type Piece = Json

interface Watcher {
  readonly socket: WebSocket
  /** What is different since it was asked last. */
  readonly changes: () => readonly Piece[]
}

export function keepLive(): Live {
  const watchers = new Set<Watcher>()
  let waiting: NodeJS.Immediate | undefined
  const tell = ({ socket, changes }: Watcher): void => {
    for (const piece of changes()) socket.send(JSON.stringify(piece))
  }
  return {
    watch(socket, { slack, user, part }) {
      const watcher = { socket, changes: part === 'journal' ? journalChanges(slack) : screenChanges(slack, user) }
      watchers.add(watcher)
      socket.on('close', () => watchers.delete(watcher))
      socket.on('error', () => socket.terminate())
      tell(watcher)
    },
    poke() {
      if (watchers.size === 0 || waiting) return
      waiting = setImmediate(() => {
        waiting = undefined
        watchers.forEach(tell)
      })
    },
    close() {
      clearImmediate(waiting)
      for (const { socket } of watchers) socket.terminate()
    },
  }
}

/** Values here are replaced, never changed: the same object is the same content. */
function whenDifferent<T extends readonly unknown[]>(look: () => T, piece: (seen: T) => Piece): () => readonly Piece[] {
  let before: T | undefined
  return () => {
    const seen = look()
    const isSame = before?.length === seen.length && seen.every((each, index) => each === before?.[index])
    before = seen
    return isSame ? [] : [piece(seen)]
  }
}

function screenChanges(slack: Slack, user: string): () => readonly Piece[] {
  const { workspace, installation } = slack
  const parts = [
    whenDifferent(
      () => [...workspace.people.values()],
      (people) => ({ part: 'people', people: people.map((person) => personShown(person)) }),
    ),
    whenDifferent(
      () => [...workspace.channels.values()].filter(({ id }) => isMember(workspace, id, user)),
      (channels) => ({ part: 'channels', channels: channels.map(channelShown) }),
    ),
    whenDifferent(
      () => [installation.isInstalled, installation.has('commands'), slack.sockets.isOn()],
      () => ({ part: 'app', ...appShown(slack) }),
    ),
    whenDifferent(
      () => [slack.time.anchor],
      ([clock]) => ({ part: 'clock', clock }),
    ),
    messageChanges(slack, user),
    whenDifferent(
      () => workspace.stacks.get(user) ?? [],
      (stack) => ({ part: 'windows', windows: stack.map((view) => viewPayload(view, ownerOf(workspace))) }),
    ),
    whenDifferent(
      () => [workspace.homes.get(user)],
      ([home]) => ({ part: 'home', home: home ? viewPayload(home, ownerOf(workspace)) : null }),
    ),
    whenDifferent(
      () => [workspace.reads.get(user)],
      ([reads]) => ({ part: 'reads', reads: reads ?? {} }),
    ),
  ]
  return () => parts.flatMap((changes) => changes())
}

/** Messages by what makes them one: conversation and `ts`. */
function messageChanges(slack: Slack, user: string): () => readonly Piece[] {
  let before: ReadonlyMap<string, Message> | undefined
  return () => {
    const now = new Map(
      visibleTo(slack.workspace, user).map((message) => [`${message.channel} ${message.ts}`, message]),
    )
    const changed = [...now].filter(([key, message]) => before?.get(key) !== message)
    const gone = [...(before?.keys() ?? [])].filter((key) => !now.has(key))
    const isFirst = before === undefined
    before = now
    if (changed.length === 0 && gone.length === 0 && !isFirst) return []
    const messages = changed.map(([key, message]) => ({ key, ...messageShown(slack, message, user) }))
    return [{ part: 'messages', isWhole: isFirst, messages, gone }]
  }
}

function messageShown(slack: Slack, message: Message, user: string): Json {
  const values = valuesOn({ message }, user)
  return { ...shownMessage(slack, message), edited: message.edited, state: { values } }
}

/** How much of what happened before it was opened an inspector shows. */
const EARLIER_ENTRIES = 400

function journalChanges({ book, workspace }: Slack): () => readonly Piece[] {
  const team = workspace.company.team.id
  const ofTeam = ({ team: whose }: Entry): boolean => whose === undefined || whose === team
  let told: { readonly next: number; readonly cleared: number } | undefined
  return () => {
    const cleared = book.clearedAt(team)
    // An inspector begins anew when its workspace was emptied.
    const isWhole = told?.cleared !== cleared
    const { entries, next } = book.since(isWhole ? 0 : (told?.next ?? 0))
    const news = isWhole ? entries.filter(ofTeam).slice(-EARLIER_ENTRIES) : entries.filter(ofTeam)
    told = { next, cleared }
    return news.length > 0 || isWhole ? [{ part: 'journal', isWhole, entries: news }] : []
  }
}

function personShown(person: Slack['workspace']['company']['people'][number]): Json {
  const { id, handle, realName, title = '', tz = null, story = null, status } = person
  return {
    id,
    handle,
    name: realName,
    title,
    zone: tz,
    story,
    status: status ?? null,
    isBot: person.isBot ?? false,
    isDeleted: person.isDeleted ?? false,
    isGuest: (person.isGuest || person.isSingleChannelGuest) ?? false,
    isAdmin: person.isAdmin ?? false,
    isInvited: person.isInvited ?? false,
    isStranger: person.isStranger ?? false,
  }
}

function channelShown({ id, name, kind, members, hasApp, isArchived }: Channel): Json {
  return { id, name, kind, members, hasApp, isArchived }
}

function appShown({ app, installation, workspace, sockets }: Slack): Json {
  const isThere = installation.isInstalled
  const hasCommands = isThere && installation.has('commands')
  return {
    team: workspace.company.team,
    app: {
      id: workspace.bot.appId,
      name: app.name,
      description: app.description,
      botUser: workspace.bot.userId,
      botName: app.botName,
      isInstalled: isThere,
      homeTab: app.homeTab,
      messagesTab: app.messagesTab,
      messagesReadOnly: app.messagesReadOnly,
      commands: hasCommands ? app.commands : [],
      shortcuts: hasCommands ? app.shortcuts : [],
    },
    transport: sockets.isOn() ? 'socket' : 'http',
  }
}
