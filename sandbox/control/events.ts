import { deliver, failureOf } from '../deliver.ts'
import { type Json, text } from '../json.ts'
import { eventPayload } from '../payloads.ts'
import type { Slack } from '../slack.ts'
import { type Deed, NOTHING_SENT } from './outcome.ts'

/** Events that only an app with this scope hears; the others need none. */
const EVENT_SCOPES = new Map([
  ['team_join', 'users:read'],
  ['user_change', 'users:read'],
])

/** The last that an app hears, when it is not installed any more. */
const FAREWELLS = ['app_uninstalled', 'tokens_revoked']

/** Tells the app what happened, when it is installed, its manifest subscribes to that and its scopes allow it. */
export async function tellApp(slack: Slack, event: Json): Promise<Deed> {
  const type = text(event.type)
  const scope = EVENT_SCOPES.get(type)
  const isThere = slack.installation.isInstalled || FAREWELLS.includes(type)
  const mayHear = isThere && (scope === undefined || slack.installation.has(scope))
  return mayHear && slack.app.events.includes(type) ? sendEvent(slack, event) : NOTHING_SENT
}

/** Sends an event whether or not the app subscribed to it. */
export async function sendEvent(slack: Slack, event: Json): Promise<Deed> {
  const content = eventPayload(slack, event)
  const ack = await deliver(slack, { as: 'event', what: `event ${text(event.type)}`, content })
  return { ackMs: failureOf(ack) ? null : ack.ms }
}
