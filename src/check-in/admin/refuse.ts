import type { ModalView } from '@slack/types'
import { isAdmin } from '../../directory/admins/flow.ts'
import { noAdminAnyMore } from '../../directory/admins/views.ts'
import { isAdminOrRefused } from '../../directory/enrolment/acting.ts'
import type { ClickAsk, CommandAsk } from '../../slack/doors.ts'
import { redraw } from '../../slack/windows.ts'
import type { AdminRoom } from './room.ts'

/** For whoever is no admin, or no more: in the window that was clicked in, else privately. */
export async function refuse(
  room: AdminRoom,
  ask: CommandAsk | ClickAsk,
  sentence: (words: string) => ModalView,
): Promise<void> {
  if (isInWindow(ask)) await redraw(ask, sentence(noAdminAnyMore))
  else await isAdminOrRefused(room.directory, ask)
}

/** Before a window opens: whether an admin asks, as far as the records know. Anybody else has been answered. */
export async function mayOpen(
  room: AdminRoom,
  ask: CommandAsk | ClickAsk,
  sentence: (words: string) => ModalView,
): Promise<boolean> {
  const { world, adminIds } = room.directory
  if (!isInWindow(ask)) return isAdminOrRefused(room.directory, ask)
  const may = await isAdmin(world.db, adminIds, ask)
  if (!may) await redraw(ask, sentence(noAdminAnyMore))
  return may
}

function isInWindow(ask: CommandAsk | ClickAsk): ask is ClickAsk {
  return 'view' in ask && ask.view?.kind === 'modal'
}
