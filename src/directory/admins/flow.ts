import type { Tx } from '../../db/connection.ts'
import type { Asking } from '../../slack/doors.ts'
import { meet } from '../flow.ts'
import type { DirectoryRoom } from '../room.ts'
import { adminsIn, isAdmin as isNamed, type Person } from '../rules.ts'
import { visitorOf } from '../slack.ts'
import { isForgotten } from '../store-own-data.ts'
import { adminsAmong, goneAmong, isAppointed } from './store.ts'
import { nobodyRunsIt } from './views.ts'

/**
 * Whether somebody runs the programme: appointed, or named in the environment and not erased since. Asked anew at every
 * act.
 */
export async function isAdmin(
  db: Tx,
  adminIds: DirectoryRoom['adminIds'],
  { workspaceId, slackId }: Pick<Asking, 'workspaceId' | 'slackId'>,
): Promise<boolean> {
  if (isNamed(adminIds, workspaceId, slackId)) return !(await isForgotten(db, workspaceId, slackId))
  return isAppointed(db, workspaceId, slackId)
}

/** The admin who acts, with a row of their own; undefined for everybody else, and for admins who have erased themselves. */
export async function actingAdmin(
  room: Pick<DirectoryRoom, 'world' | 'adminIds'>,
  ask: Asking,
): Promise<Person | undefined> {
  const { world, adminIds } = room
  if (!(await isAdmin(world.db, adminIds, ask))) return undefined
  const met = await meet(world, visitorOf(ask), world.now())
  return met.kind === 'member' ? met.person : undefined
}

/** For help: where nobody runs the programme, how its reader can become the one who does. */
export async function howToBecomeAdmin(
  { db }: Pick<DirectoryRoom['world'], 'db'>,
  adminIds: DirectoryRoom['adminIds'],
  { workspaceId, slackId }: Pick<Asking, 'workspaceId' | 'slackId'>,
): Promise<string | undefined> {
  const named = adminsIn(adminIds, workspaceId, true)
  if ((await adminsAmong(db, workspaceId, named)).length > 0) return undefined
  // Whom the environment names and nobody has met yet may still come.
  const gone = await goneAmong(db, workspaceId, named)
  return named.every((each) => gone.has(each)) ? nobodyRunsIt(workspaceId, slackId) : undefined
}
