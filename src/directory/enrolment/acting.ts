import type { ClickAsk, CommandAsk } from '../../slack/doors.ts'
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
