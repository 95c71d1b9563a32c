import { z } from 'zod'
import type { Doors, EventAsk } from '../../slack/doors.ts'
import type { DirectoryRoom } from '../room.ts'
import { accountOf } from '../slack.ts'
import { noteAccounts } from './flow.ts'

/** Accounts that changed, and those that joined: among the new ones may be somebody who was here before. */
export function bindSync(doors: Doors, room: Pick<DirectoryRoom, 'world'>): void {
  doors.event('user_change', (ask) => accountChanged(room, ask))
  doors.event('team_join', (ask) => accountChanged(room, ask))
}

async function accountChanged({ world }: Pick<DirectoryRoom, 'world'>, ask: EventAsk): Promise<void> {
  const { user } = aboutAccount.parse(ask.event)
  await world.db.$transaction((tx) => noteAccounts(tx, ask.workspaceId, [accountOf(user)], world.now()))
}

const aboutAccount = z.object({ user: z.unknown() })
