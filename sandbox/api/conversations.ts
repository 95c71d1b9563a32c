import { objectionTo } from '../accounts.ts'
import { type Json, text } from '../json.ts'
import { messageObject, metadataOf } from '../messages.ts'
import type { Slack } from '../slack.ts'
import { type Channel, directConversation, type Message, openDirect, type Workspace } from '../workspace.ts'
import { type Answer, type Method, no, type Refusal, yes } from './answer.ts'
import { pageOf } from './pages.ts'

const MOST_USERS = 8

export const conversationsOpen: Method = {
  required: {},
  optional: { users: 'text', channel: 'text', return_im: 'flag', prevent_creation: 'flag' },
  answer: ({ workspace, time }, given) => {
    if (given.users === undefined) return reopened(workspace, time.now(), given)
    const ids = text(given.users).split(',')
    if (text(given.users) === '') return no('users_list_not_supplied')
    if (ids.length > MOST_USERS) return no('too_many_users')
    const objections = ids.map((id) => objectionToOpening(workspace, id)).filter((error) => error !== null)
    if (objections[0]) return no(objections[0])
    const users = [...new Set(ids)]
    const before = directConversation(workspace, users)
    if (!before && given.prevent_creation === true) return no('channel_not_found')
    return opened(before ?? openDirect(workspace, users), time.now(), given, before !== undefined)
  },
}

function objectionToOpening({ people }: Workspace, id: string): string | null {
  const person = people.get(id)
  return person ? objectionTo(person, 'open') : 'user_not_found'
}

function reopened({ channels }: Workspace, now: number, given: Json): Answer | Refusal {
  if (given.channel === undefined) return no('users_list_not_supplied')
  const channel = channels.get(text(given.channel))
  if (!channel) return no('channel_not_found')
  const isDirect = channel.kind === 'im' || channel.kind === 'mpim'
  return isDirect ? opened(channel, now, given, true) : no('method_not_supported_for_channel_type')
}

function opened(channel: Channel, now: number, given: Json, wasThere: boolean): Answer {
  return yes({
    ...(wasThere ? { no_op: true, already_open: true } : {}),
    channel: given.return_im === true ? channelObject(channel, now) : { id: channel.id },
  })
}

export const conversationsInfo: Method = {
  required: { channel: 'text' },
  optional: { include_locale: 'flag', include_num_members: 'flag' },
  answer: ({ workspace, time }, given) => {
    const channel = visible(workspace, text(given.channel))
    if (!channel) return no('channel_not_found')
    const count = given.include_num_members === true ? { num_members: membersOf(workspace, channel).length } : {}
    return yes({ channel: { ...channelObject(channel, time.now()), ...count } })
  },
}

export const conversationsMembers: Method = {
  required: { channel: 'text' },
  optional: { cursor: 'text', limit: 'number' },
  answer: ({ workspace }, given) => {
    const channel = visible(workspace, text(given.channel))
    if (!channel) return no('channel_not_found')
    const page = pageOf('user', membersOf(workspace, channel), (id) => id, given)
    if ('error' in page) return no(page.error)
    return yes({ members: page.items, response_metadata: { next_cursor: page.next } })
  },
}

/** Newest first, without ephemeral messages, which Slack keeps nowhere. */
export const conversationsHistory: Method = {
  required: { channel: 'text' },
  optional: {
    cursor: 'text',
    limit: 'number',
    oldest: 'text',
    latest: 'text',
    inclusive: 'flag',
    include_all_metadata: 'flag',
  },
  answer: (slack, given) => {
    const channel = visible(slack.workspace, text(given.channel))
    if (!channel) return no('channel_not_found')
    if (!channel.hasApp) return no('not_in_channel')
    const span = readSpan(given)
    if ('error' in span) return no(span.error)
    const found = slack.workspace.messages.filter(
      ({ channel: id, onlyFor, ts }) => id === channel.id && onlyFor === null && span.holds(Number(ts)),
    )
    const page = pageOf('next_ts', found.toReversed(), ({ ts }) => ts, given)
    if ('error' in page) return no(page.error)
    return yes({
      messages: page.items.map((message) => toldMessage(slack, message, given.include_all_metadata === true)),
      has_more: page.next !== '',
      pin_count: 0,
      channel_actions_ts: null,
      channel_actions_count: 0,
      ...(page.next === '' ? {} : { response_metadata: { next_cursor: page.next } }),
    })
  },
}

function toldMessage(slack: Slack, message: Message, isWhole: boolean): Json {
  return { ...messageObject(slack, message), ...metadataOf(message, isWhole) }
}

type Span = { readonly holds: (ts: number) => boolean } | { readonly error: string }

const TS = /^\d{1,12}(\.\d{1,6})?$/

/** Both ends are left out unless the call says `inclusive`. */
function readSpan({ oldest = '0', latest = '999999999999', inclusive }: Json): Span {
  if (!TS.test(text(oldest))) return { error: 'invalid_ts_oldest' }
  if (!TS.test(text(latest))) return { error: 'invalid_ts_latest' }
  const [from, to] = [Number(oldest), Number(latest)]
  return { holds: (ts) => (inclusive === true ? ts >= from && ts <= to : ts > from && ts < to) }
}

/** What the app can see: private channels only from within. */
function visible({ channels }: Workspace, id: string): Channel | undefined {
  const channel = channels.get(id)
  return channel?.kind === 'group' && !channel.hasApp ? undefined : channel
}

function membersOf({ people, bot }: Workspace, { members, hasApp }: Channel): readonly string[] {
  if (members === null) return [...people.values()].filter(({ isDeleted }) => !isDeleted).map(({ id }) => id)
  return hasApp ? [...members, bot.userId] : members
}

function channelObject({ id, name, kind, members, hasApp, isArchived }: Channel, now: number): Json {
  const isOne = kind === 'im'
  return {
    id,
    created: Math.floor(now / 1000),
    is_archived: isArchived,
    is_org_shared: false,
    ...(isOne ? { is_im: true, user: members?.[0] } : named(kind, name, hasApp)),
    ...(kind === 'im' || kind === 'mpim' ? { is_open: true, priority: 0 } : {}),
  }
}

function named(kind: Channel['kind'], name: string, isMember: boolean): Json {
  return {
    name,
    name_normalized: name,
    is_channel: kind === 'channel',
    is_group: kind === 'group',
    is_im: false,
    is_mpim: kind === 'mpim',
    is_private: kind !== 'channel',
    is_member: isMember,
  }
}
