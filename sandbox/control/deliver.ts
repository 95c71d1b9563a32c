import { deliver } from '../deliver.ts'
import { isRecord, type Json, shown, text } from '../json.ts'
import type { Parcel } from '../parcel.ts'
import type { Slack } from '../slack.ts'
import { readBody } from './input.ts'
import { refuse } from './refusal.ts'

/**
 * Hands the bot any payload just as it is given, over whichever transport is on, and says what became of it: for what
 * no person at a keyboard can do. It waits for the ack alone, not until the bot is quiet.
 */
export async function deliverAsGiven(slack: Slack, body: unknown): Promise<Json> {
  const ack = await deliver(slack, readParcel(readBody(body, ['as', 'content'])))
  return {
    ok: true,
    ack_ms: ack.kind === 'acked' ? ack.ms : null,
    outcome: ack.kind,
    ...('status' in ack ? { status: ack.status } : {}),
    body: 'body' in ack ? ack.body : '',
    ...(ack.kind === 'unreachable' ? { reason: ack.reason } : {}),
  }
}

function readParcel({ as, content }: Json): Parcel {
  if (!isRecord(content)) return refuse(`“content” is ${shown(content)}; expected the whole payload, an object.`)
  switch (as) {
    case 'command':
      return { as, what: `command ${text(content.command)}`.trim(), content: formOf(content) }
    case 'interaction':
      return { as, what: text(content.type) || 'interaction', content }
    case 'event':
      return { as, what: `event ${isRecord(content.event) ? text(content.event.type) : ''}`.trim(), content }
    default:
      return refuse(`“as” is ${shown(as)}; expected command, interaction or event.`)
  }
}

/** A command is a plain form: text and nothing else. */
function formOf(content: Json): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(content).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : refuse(`“content.${name}” is ${shown(value)}; a command carries text only.`),
    ]),
  )
}
