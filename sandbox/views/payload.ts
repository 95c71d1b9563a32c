import { isRecord, type Json, text } from '../json.ts'
import type { View } from './stack.ts'

/** What of the app and its workspace a view names. */
export interface Owner {
  readonly teamId: string
  readonly appId: string
  readonly botId: string
}

/** A view as Slack shows it in answers and payloads. */
export function viewPayload(view: View, owner: Owner): Json {
  const { content } = view
  return {
    id: view.id,
    team_id: owner.teamId,
    type: view.kind,
    blocks: view.blocks,
    private_metadata: text(content.private_metadata),
    callback_id: text(content.callback_id),
    state: { values: view.values },
    hash: view.hash,
    title: shownText(content.title) ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: content.clear_on_close === true,
    notify_on_close: content.notify_on_close === true,
    close: shownText(content.close),
    submit: shownText(content.submit),
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: owner.appId,
    external_id: text(content.external_id),
    app_installed_team_id: owner.teamId,
    bot_id: owner.botId,
  }
}

function shownText(value: unknown): Json | null {
  return isRecord(value) ? { ...value, emoji: value.emoji ?? true } : null
}
