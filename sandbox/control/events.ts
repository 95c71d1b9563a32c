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

/** Tells the app what happened, when its manifest subscribes to that and its scopes allow it. */
export async function tellApp(slack: Slack, event: Json): Promise<Deed> {
  const scope = EVENT_SCOPES.get(text(event.type))
  const mayHear = scope === undefined || slack.installation.has(scope)
  return mayHear && slack.app.events.includes(text(event.type)) ? sendEvent(slack, event) : NOTHING_SENT
}

/** Sends an event whether or not the app subscribed to it. */
export async function sendEvent(slack: Slack, event: Json): Promise<Deed> {
  const content = eventPayload(slack, event)
  const ack = await deliver(slack, { as: 'event', what: `event ${text(event.type)}`, content })
  return { ackMs: failureOf(ack) ? null : ack.ms }
}
