import type { ModalView } from '@slack/types'
import { type ClickAsk, type CommandAsk, showWindow } from '../../slack/doors.ts'
import { OlderRelease } from '../../slack/payloads.ts'
import { isAdmin } from '../admins/flow.ts'
import { adminsOnly } from '../admins/views.ts'
import type { DirectoryRoom } from '../room.ts'

/**
 * Whether an admin asks, as far as the records know; anybody else has been answered, where no window of this story was
 * open yet. Slack is not asked: the trigger of a window does not wait for that.
 */
export async function isAdminOrRefused(room: DirectoryRoom, ask: CommandAsk | ClickAsk): Promise<boolean> {
  const may = await isAdmin(room.world.db, room.adminIds, ask)
  if (!may) await ask.reply(adminsOnly(await room.adminOf(ask.workspaceId), ask.slackId))
  return may
}

/** A window at once, with the trigger; what is read behind it follows, or the sentence of its failure. */
export async function showAndFill(
  ask: CommandAsk | ClickAsk,
  first: ModalView,
  sentence: (words: string) => ModalView,
  read: (viewId: string) => Promise<ModalView>,
): Promise<void> {
  const viewId = await showWindow({ view: undefined, ...ask }, first)
  if (!viewId) return
  const view = await read(viewId).catch((error: unknown) => sentence(ask.report(error).message.text))
  await ask.slack.views.update({ view_id: viewId, view })
}

/** In the place of the window that was clicked in. */
export async function redraw(ask: ClickAsk, view: ModalView): Promise<void> {
  if (ask.view) await ask.slack.views.update({ view_id: ask.view.id, view })
}

export function older(what: string): never {
  throw new OlderRelease(`${what} is not as this release draws it`)
}
