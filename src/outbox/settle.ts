import type { WebClient } from '@slack/web-api'
import { slackError } from '../slack/errors.ts'
import type { SlackLine } from '../slack/lines.ts'
import { afterRefusal, type Verdict } from './refusals.ts'
import type { Place } from './store-sending.ts'

/** What every posted letter carries: an opaque id, because other apps and members can read it. */
export const eventType = 'nats_level_letter'

/** What is known about a letter whose call got no answer, after a look into its conversation. */
export type Found =
  | { readonly kind: 'there'; readonly place: Place }
  | { readonly kind: 'not-there' }
  /** Nobody may look, now or ever. */
  | { readonly kind: 'closed'; readonly reason: string }
  /** The look itself failed. */
  | { readonly kind: 'later'; readonly verdict: Verdict }

/** What is looked for. */
export interface Sought {
  readonly id: string
  /** No later than when the first call began that may have brought it there. */
  readonly since: Date
  /** Its readers. */
  readonly slackIds: readonly string[]
}

/**
 * How far before the first call the look begins. A host whose clock is wrong by hours would otherwise look past its own
 * message, and send it twice; a day of a conversation with an app is one page.
 */
const margin = 86_400_000
const pageSize = 200

/** Looks for a letter’s id in the metadata of its conversation. Opening that first tells its id, whoever wrote last. */
export async function look({ client, scopes }: SlackLine, { id, since, slackIds }: Sought): Promise<Found> {
  const needed = slackIds.length > 1 ? ['mpim:write', 'mpim:history'] : ['im:write', 'im:history']
  if (!needed.every((scope) => scopes.has(scope))) return { kind: 'closed', reason: 'no_permission_to_look' }
  try {
    const channel = await conversationOf(client, slackIds)
    const ts = await messageWith(client, channel, id, since)
    return ts === undefined ? { kind: 'not-there' } : { kind: 'there', place: { channel, ts } }
  } catch (error) {
    return failedLook(error)
  }
}

/** The id of the app’s direct conversation with these people; it is made where there is none. */
export async function conversationOf(client: WebClient, slackIds: readonly string[]): Promise<string> {
  const { channel } = await client.conversations.open({ users: slackIds.join(',') })
  if (!channel?.id) throw new Error('conversations.open: found no id of the conversation, expected one')
  return channel.id
}

async function messageWith(client: WebClient, channel: string, id: string, since: Date): Promise<string | undefined> {
  const oldest = ((since.getTime() - margin) / 1_000).toFixed(6)
  let cursor: string | undefined
  do {
    const page = await client.conversations.history({
      channel,
      oldest,
      inclusive: true,
      limit: pageSize,
      include_all_metadata: true,
      ...(cursor ? { cursor } : {}),
    })
    const found = page.messages?.find(({ metadata }) => isOf(metadata, id))
    if (found?.ts) return found.ts
    cursor = page.response_metadata?.next_cursor
  } while (cursor)
  return undefined
}

function isOf(metadata: unknown, id: string): boolean {
  const [type, payload] = [property(metadata, 'event_type'), property(metadata, 'event_payload')]
  return type === eventType && property(payload, 'id') === id
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

/** Only a look that Slack will never allow settles something; everything else is tried again. */
function failedLook(error: unknown): Found {
  if (slackError(error) === 'missing_scope') return { kind: 'closed', reason: 'no_permission_to_look' }
  const verdict = afterRefusal(error)
  if (verdict.kind === 'for-ever') return { kind: 'closed', reason: verdict.reason }
  return { kind: 'later', verdict }
}
