import { fileObject } from './files.ts'
import type { Json } from './json.ts'
import type { Slack } from './slack.ts'
import type { Message } from './workspace.ts'

/** A message as Slack shows it in answers and payloads. */
export function messageObject(slack: Slack, message: Message): Json {
  const { workspace } = slack
  const files = message.files.flatMap((id) => workspace.files.get(id) ?? [])
  const isOwn = message.user === workspace.bot.userId
  return {
    type: 'message',
    user: message.user,
    ts: message.ts,
    ...(isOwn ? { bot_id: workspace.bot.botId, app_id: workspace.bot.appId } : {}),
    text: message.text,
    team: workspace.company.team.id,
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(files.length > 0 ? { files: files.map((file) => fileObject(slack, file)), upload: true } : {}),
    ...(message.edited ? { edited: { user: message.user, ts: message.ts } } : {}),
  }
}

/** What others may know of a message's metadata: its kind; what is in it only when they ask. */
export function metadataOf({ metadata }: Message, isWhole: boolean): Json {
  if (metadata === null) return {}
  return { metadata: isWhole ? metadata : { event_type: metadata.event_type } }
}
