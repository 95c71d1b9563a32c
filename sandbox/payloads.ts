import type { Place } from './blocks.ts'
import type { Person } from './company.ts'
import { newId } from './ids.ts'
import { type Json, text } from './json.ts'
import { messageObject } from './messages.ts'
import { ownerOf, type Slack } from './slack.ts'
import { userObject } from './users.ts'
import { viewPayload } from './views/payload.ts'
import type { View } from './views/stack.ts'
import { valuesOn, type Where } from './where.ts'
import type { Channel, Message } from './workspace.ts'

/** The payloads Slack sends, property by property as in docs.slack.dev/reference/interaction-payloads. */

export function commandPayload(
  slack: Slack,
  person: Person,
  channel: Channel,
  command: string,
  words: string,
): Readonly<Record<string, string>> {
  const { team } = slack.workspace.company
  return {
    token: slack.secrets.verificationToken,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel.id,
    channel_name: channel.name,
    user_id: person.id,
    user_name: person.handle,
    command,
    text: words,
    api_app_id: slack.workspace.bot.appId,
    is_enterprise_install: 'false',
    response_url: responseUrl(slack, 'commands', { user: person.id, channel: channel.id, messageTs: null }),
    trigger_id: slack.triggers.issue(person.id),
  }
}

export function shortcutPayload(slack: Slack, person: Person, callbackId: string): Json {
  return {
    type: 'shortcut',
    ...sender(slack, person),
    action_ts: actionTs(slack),
    callback_id: callbackId,
    trigger_id: slack.triggers.issue(person.id),
  }
}

export function actionPayload(slack: Slack, person: Person, where: Where, place: Place, chosen: Json): Json {
  return {
    type: 'block_actions',
    ...sender(slack, person),
    api_app_id: slack.workspace.bot.appId,
    trigger_id: slack.triggers.issue(person.id),
    ...surface(slack, where),
    ...('message' in where ? answerable(slack, person, where) : {}),
    actions: [action(slack, place, chosen)],
  }
}

/** What a click in a message carries besides: the picks of its reader, and an address to answer to. */
function answerable(slack: Slack, { id: user }: Person, where: Extract<Where, { message: Message }>): Json {
  const { channel, ts: messageTs } = where.message
  return {
    state: { values: valuesOn(where, user) },
    response_url: responseUrl(slack, 'actions', { user, channel, messageTs }),
  }
}

/** Asks for the options of a list that the app fills itself. */
export function suggestionPayload(slack: Slack, person: Person, where: Where, place: Place, typed: string): Json {
  return {
    type: 'block_suggestion',
    ...sender(slack, person),
    ...surface(slack, where),
    api_app_id: slack.workspace.bot.appId,
    action_id: place.actionId,
    block_id: place.blockId,
    value: typed,
  }
}

function surface(slack: Slack, where: Where): Json {
  if ('message' in where) return messageSurface(slack, where.message)
  const { view } = where
  return { container: { type: 'view', view_id: view.id }, view: viewPayload(view, ownerOf(slack.workspace)) }
}

function messageSurface(slack: Slack, message: Message): Json {
  const { channel: id, ts, onlyFor } = message
  const isEphemeral = onlyFor !== null
  return {
    container: { type: 'message', message_ts: ts, channel_id: id, is_ephemeral: isEphemeral },
    channel: { id, name: slack.workspace.channels.get(id)?.name ?? '' },
    // Slack keeps no copy of an ephemeral message that it could send along.
    ...(isEphemeral ? {} : { message: messageObject(slack, message) }),
  }
}

export function submissionPayload(slack: Slack, person: Person, view: View): Json {
  return {
    type: 'view_submission',
    ...sender(slack, person),
    api_app_id: slack.workspace.bot.appId,
    trigger_id: slack.triggers.issue(person.id),
    view: viewPayload(view, ownerOf(slack.workspace)),
    response_urls: [],
  }
}

/** Tells no input: what was typed into a closed window is gone. */
export function closedPayload(slack: Slack, person: Person, view: View, isCleared: boolean): Json {
  return {
    type: 'view_closed',
    ...sender(slack, person),
    api_app_id: slack.workspace.bot.appId,
    view: viewPayload({ ...view, values: {} }, ownerOf(slack.workspace)),
    is_cleared: isCleared,
  }
}

export function eventPayload(slack: Slack, event: Json): Json {
  const { workspace, time } = slack
  const teamId = workspace.company.team.id
  const authorization = {
    enterprise_id: null,
    team_id: teamId,
    user_id: workspace.bot.userId,
    is_bot: true,
    is_enterprise_install: false,
  }
  return {
    token: slack.secrets.verificationToken,
    team_id: teamId,
    context_team_id: teamId,
    context_enterprise_id: null,
    api_app_id: workspace.bot.appId,
    event,
    type: 'event_callback',
    event_id: newId('Ev'),
    event_time: Math.floor(time.stamp() / 1000),
    authorizations: [authorization],
    is_ext_shared_channel: false,
    event_context: `4-${text(event.type)}-${teamId}-${workspace.bot.appId}`,
  }
}

/** `view` is there once one was published, and for the Home tab alone. */
export function homeOpenedEvent(slack: Slack, user: string, channel: string, tab: 'home' | 'messages'): Json {
  const view = tab === 'home' ? slack.workspace.homes.get(user) : undefined
  return {
    type: 'app_home_opened',
    user,
    channel,
    tab,
    event_ts: actionTs(slack),
    ...(view ? { view: viewPayload(view, ownerOf(slack.workspace)) } : {}),
  }
}

export function userEvent(slack: Slack, type: 'user_change' | 'team_join', person: Person): Json {
  const { workspace, time, installation } = slack
  const withEmail = installation.has('users:read.email')
  return {
    type,
    user: { ...userObject(person, workspace.company, time.now(), { withEmail }), locale: 'en-US' },
    cache_ts: Math.floor(time.stamp() / 1000),
    event_ts: actionTs(slack),
  }
}

export function uninstalledEvent(slack: Slack): Json {
  return { type: 'app_uninstalled', event_ts: actionTs(slack) }
}

/** Names whose tokens they were, not the tokens. */
export function tokensRevokedEvent(slack: Slack): Json {
  return { type: 'tokens_revoked', tokens: { oauth: [], bot: [slack.workspace.bot.userId] }, event_ts: actionTs(slack) }
}

function sender(slack: Slack, person: Person): Json {
  const { team } = slack.workspace.company
  return {
    token: slack.secrets.verificationToken,
    team: { id: team.id, domain: team.domain },
    user: { id: person.id, username: person.handle, name: person.handle, team_id: team.id },
    is_enterprise_install: false,
    enterprise: null,
  }
}

/** The acted-on element: its own properties that Slack repeats, and what was chosen. */
function action(slack: Slack, { element, blockId, actionId }: Place, chosen: Json): Json {
  const repeated = ['text', 'value', 'style', 'placeholder', 'confirm'].filter((name) => element[name] !== undefined)
  return {
    type: element.type,
    action_id: actionId,
    block_id: blockId,
    ...Object.fromEntries(repeated.map((name) => [name, element[name]])),
    ...chosen,
    action_ts: actionTs(slack),
  }
}

function actionTs(slack: Slack): string {
  return (slack.time.stamp() / 1000).toFixed(6)
}

function responseUrl(
  slack: Slack,
  kind: 'commands' | 'actions',
  hook: Parameters<Slack['responseUrls']['issue']>[1],
): string {
  return `${slack.addresses.own}${slack.responseUrls.issue(kind, hook)}`
}
