import type { Person } from '../company.ts'
import { deliver, failureOf } from '../deliver.ts'
import { isRecord, type Json, shown, text } from '../json.ts'
import { closedPayload, homeOpenedEvent } from '../payloads.ts'
import { ownerOf, type Slack } from '../slack.ts'
import { isReal } from '../time/anchor.ts'
import { userObject } from '../users.ts'
import { viewPayload } from '../views/payload.ts'
import { closedTop, type View } from '../views/stack.ts'
import { directChannel, emptyWorkspace, setStack, visibleTo } from '../workspace.ts'
import { sendEvent, tellApp } from './events.ts'
import { canAct, mustBeInstalled, readBody, readOptionalText, readPerson, readText } from './input.ts'
import { type Deed, NOTHING_SENT, sawAfter, shownMessage, shownTopView } from './outcome.ts'
import { refuse } from './refusal.ts'
import { openView } from './submit.ts'

export function readView(slack: Slack, query: URLSearchParams): Json {
  return { ok: true, view: shownTopView(slack, readPerson(slack, query.get('user'))) }
}

export function readMessages(slack: Slack, query: URLSearchParams): Json {
  const person = readPerson(slack, query.get('user'))
  return { ok: true, messages: visibleTo(slack.workspace, person.id).map((each) => shownMessage(slack, each)) }
}

/** Presses Close, which closes the topmost window; `all` presses the X, which closes every one. */
export async function closeView(slack: Slack, body: unknown): Promise<Json> {
  const given = readBody(body, ['user', 'all', 'view'])
  const person = readPerson(slack, given.user)
  if (given.all !== undefined && typeof given.all !== 'boolean')
    return refuse(`“all” is ${shown(given.all)}; expected true or false.`)
  const top = openView(slack, person, readOptionalText(given, 'view'))
  const stack = slack.workspace.stacks.get(person.id) ?? []
  const isAll = given.all === true
  return sawAfter(slack, person, () => {
    setStack(slack.workspace, person.id, isAll ? [] : closedTop(stack))
    return tellClosed(slack, person, isAll ? (stack[0] ?? top) : top, isAll)
  })
}

async function tellClosed(slack: Slack, person: Person, view: View, isCleared: boolean): Promise<Deed> {
  if (view.content.notify_on_close !== true) return NOTHING_SENT
  const content = closedPayload(slack, person, view, isCleared)
  const ack = await deliver(slack, {
    as: 'interaction',
    what: `view_closed ${text(view.content.callback_id)}`.trim(),
    content,
  })
  return { ackMs: failureOf(ack) ? null : ack.ms }
}

/** Opens the app's Home tab or its messages: the app hears of it, and the answer shows what it published. */
export async function openHome(slack: Slack, query: URLSearchParams): Promise<Json> {
  const person = readPerson(slack, query.get('user'))
  mustBeInstalled(slack)
  const tab = readTab(slack, query.get('tab') ?? 'home')
  const channel = directChannel(slack.workspace, person.id)
  const opened = homeOpenedEvent(slack, person.id, channel.id, tab)
  const seen = await sawAfter(slack, person, () => tellApp(slack, opened))
  if (tab === 'messages') return seen
  const home = slack.workspace.homes.get(person.id)
  return { ...seen, view: home ? viewPayload(home, ownerOf(slack.workspace)) : null }
}

function readTab({ app }: Slack, tab: string): 'home' | 'messages' {
  if (tab === 'messages' && app.messagesTab) return tab
  // An app without a Home tab shows an empty page there, and hears of it all the same.
  if (tab === 'home') return tab
  return refuse(`“tab” is “${tab}”; this app has ${app.messagesTab ? 'home and messages' : 'home'}.`)
}

/** Sends any inner event; whoever it is about sees what follows. */
export async function raiseEvent(slack: Slack, body: unknown): Promise<Json> {
  const { event } = readBody(body, ['event'])
  if (!isRecord(event)) return refuse(`“event” is ${shown(event)}; expected the inner event, an object with a type.`)
  readText(event, 'type')
  const user = typeof event.user === 'string' ? slack.workspace.people.get(event.user) : undefined
  const deed = (): Promise<Deed> => sendEvent(slack, event)
  if (user) return sawAfter(slack, user, deed)
  const { ackMs } = await deed()
  await slack.activity.untilQuiet()
  return { ok: true, ack_ms: ackMs, responses: [], view: null }
}

export function readState(slack: Slack): Json {
  const { workspace, time } = slack
  const now = time.now()
  return {
    ok: true,
    team: workspace.company.team,
    users: [...workspace.people.values()].map((person) => userObject(person, workspace.company, now)),
    channels: [...workspace.channels.values()].map(({ id, name, kind, members, hasApp, isArchived }) => ({
      id,
      name,
      is_im: kind === 'im',
      is_private: kind !== 'channel',
      is_archived: isArchived,
      has_app: hasApp,
      members: members ?? [...workspace.people.keys()],
    })),
    now: new Date(now).toISOString(),
  }
}

/** Every view of the product, with its sizes and its words. */
export function readGallery({ gallery }: Slack): Json {
  return { ok: true, views: gallery?.() ?? [] }
}

/** Who a visitor is: whoever they were last, or whom the company gives to visitors, or the first usual member. */
export function readVisitor({ workspace }: Slack, query: URLSearchParams): Json {
  const wished = [query.get('last'), workspace.company.visitor]
  const people = [...workspace.people.values()].filter(canAct)
  const isUsual = (each: Person): boolean => !each.isAdmin && !each.isGuest && !each.isSingleChannelGuest
  const found = wished.flatMap((id) => people.find((each) => each.id === id) ?? []).at(0) ?? people.find(isUsual)
  const user = found ?? people[0]
  return user ? { ok: true, user: user.id } : refuse('There is nobody in this workspace whom one could be.', 404)
}

/** What happened in all workspaces, or in the one that was asked about. */
export function readJournal(slack: Slack, query: URLSearchParams): Json {
  const since = query.get('since') || '0'
  const team = query.get('team') ?? undefined
  if (!/^\d{1,15}$/.test(since)) return refuse(`“since” is “${since}”; expected the “next” of an earlier answer.`)
  return { ok: true, ...slack.book.since(Number(since), team) }
}

/** Everything as on the first morning, and the machine's time again; tokens and secrets stay, for the bot still runs with them. */
export async function resetWorkspace(slack: Slack): Promise<Json> {
  // Messages of next year would stay the newest for a year.
  emptyWorkspace(slack.workspace, isReal(slack.time.anchor) ? undefined : slack.clock.now())
  slack.triggers.clear()
  slack.responseUrls.clear()
  slack.uploads.clear()
  slack.limits.clear()
  slack.installation.reset()
  slack.errands.clear()
  slack.faults.calls.clear()
  slack.faults.deliveries.clear()
  slack.book.clear(slack.workspace.company.team.id)
  await slack.time.reset()
  return { ok: true }
}
