import { deliver, failureOf } from '../deliver.ts'
import { type Json, text } from '../json.ts'
import { eventPayload } from '../payloads.ts'
import type { Slack } from '../slack.ts'
import { type Deed, NOTHING_SENT } from './outcome.ts'

/** Subscriptions that only an app with this scope hears of; the others need none. */
const EVENT_SCOPES = new Map([
  ['message.channels', 'channels:history'],
  ['message.groups', 'groups:history'],
  ['message.im', 'im:history'],
  ['message.mpim', 'mpim:history'],
  ['team_join', 'users:read'],
  ['user_change', 'users:read'],
])

/** The last that an app hears, when it is not installed any more. */
const FAREWELLS = ['app_uninstalled', 'tokens_revoked']

/**
 * Tells the app what happened, when it is installed, its manifest subscribes to that and its scopes allow it. What it
 * subscribes to is called as the event is, messages by their kind of conversation as well.
 */
export async function tellApp(slack: Slack, event: Json, subscription = text(event.type)): Promise<Deed> {
  const scope = EVENT_SCOPES.get(subscription)
  const isThere = slack.installation.isInstalled || FAREWELLS.includes(subscription)
  const mayHear = isThere && (scope === undefined || slack.installation.has(scope))
  return mayHear && slack.app.events.includes(subscription) ? sendEvent(slack, event) : NOTHING_SENT
}

/** Sends an event whether or not the app subscribed to it. */
export async function sendEvent(slack: Slack, event: Json): Promise<Deed> {
  const content = eventPayload(slack, event)
  const ack = await deliver(slack, { as: 'event', what: `event ${text(event.type)}`, content })
  return { ackMs: failureOf(ack) ? null : ack.ms }
}
