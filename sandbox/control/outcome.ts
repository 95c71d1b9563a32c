import type { Person } from '../company.ts'
import { fileObject } from '../files.ts'
import type { Json } from '../json.ts'
import { ownerOf, type Slack } from '../slack.ts'
import { viewPayload } from '../views/payload.ts'
import { type Message, topView, visibleTo } from '../workspace.ts'

/** What a deed came to, before looking at what the person sees. */
export interface Deed {
  /** Null when nothing was sent, or the bot never acked. */
  readonly ackMs: number | null
  /** Field errors, by block id. */
  readonly errors?: Readonly<Record<string, string>>
  /** What Slack shows beside the button or in the window when the app failed. */
  readonly notice?: string
}

export const NOTHING_SENT: Deed = { ackMs: null }

/** Does the deed, waits until the bot is quiet, and answers with what the person now sees. */
export async function sawAfter(slack: Slack, person: Person, deed: () => Promise<Deed>): Promise<Json> {
  const before = slack.workspace.revision
  const { ackMs, errors, notice } = await deed()
  await slack.activity.untilQuiet()
  const reached = visibleTo(slack.workspace, person.id).filter(({ revision }) => revision > before)
  return {
    ok: true,
    ack_ms: ackMs,
    responses: [...reached]
      .sort((one, other) => one.revision - other.revision)
      .map((each) => shownMessage(slack, each)),
    view: shownTopView(slack, person),
    ...(errors && Object.keys(errors).length > 0 ? { errors } : {}),
    ...(notice ? { notice } : {}),
  }
}

export function shownMessage(slack: Slack, message: Message): Json {
  const { channel, ts, user, text, blocks, onlyFor } = message
  const files = message.files.flatMap((id) => slack.workspace.files.get(id) ?? [])
  return {
    channel,
    ts,
    user,
    text,
    blocks,
    ephemeral: onlyFor !== null,
    ...(files.length > 0 ? { files: files.map((file) => fileObject(slack, file)) } : {}),
  }
}

export function shownTopView(slack: Slack, person: Person): Json | null {
  const view = topView(slack.workspace, person.id)
  return view ? viewPayload(view, ownerOf(slack.workspace)) : null
}
