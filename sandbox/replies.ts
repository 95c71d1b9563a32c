import { drawn } from './blocks.ts'
import { type Json, text } from './json.ts'
import type { Hook } from './response-urls.ts'
import type { Slack } from './slack.ts'
import { SLACKBOT } from './users.ts'
import { addMessage, changeMessage, findMessage, removeMessage } from './workspace.ts'

/** Puts an answer (of an ack or a `response_url`) before the people it is for. The answer has been checked. */
export function placeReply(slack: Slack, hook: Hook, reply: Json): void {
  const { workspace } = slack
  const original = hook.messageTs === null ? undefined : findMessage(workspace, hook.channel, hook.messageTs)
  if (reply.delete_original === true) {
    if (original) removeMessage(workspace, original)
    return
  }
  if (original && reply.replace_original === true) {
    changeMessage(workspace, original, { text: text(reply.text), blocks: drawn(reply.blocks), picked: {} })
    return
  }
  const onlyFor = reply.response_type === 'in_channel' ? null : hook.user
  const draft = {
    channel: hook.channel,
    user: workspace.bot.userId,
    text: text(reply.text),
    blocks: reply.blocks,
    onlyFor,
  }
  addMessage(workspace, draft, slack.time.stamp())
}

/** What Slack itself tells one person, in the conversation where they acted. */
export function slackbotSays(slack: Slack, user: string, channel: string, sentence: string): void {
  const draft = { channel, user: SLACKBOT.id, text: sentence, onlyFor: user }
  addMessage(slack.workspace, draft, slack.time.stamp())
}
