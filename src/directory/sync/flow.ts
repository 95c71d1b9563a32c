import type { Tx } from '../../db/connection.ts'
import { cancelAllTo } from '../../outbox/store.ts'
import type { Deed } from '../../schedules/flow.ts'
import type { UsualSchedule } from '../../schedules/store.ts'
import { holdManagers } from '../managers/store.ts'
import type { Account } from '../rules.ts'
import { described, leavers } from './rules.ts'
import { askForWalk, endLinksTo, isAnyHere, updatePeople } from './store.ts'

/** Nightly, before the clean-up, and beside the full hours of other programs. */
export const syncSchedule: UsualSchedule = { kind: 'sync', cron: '41 1 * * *' }

/** The slot’s deed only asks: the walk takes its time, and goes on after a restart. */
export const askNightly: Deed = (tx, { workspaceId, now }) => askForWalk(tx, workspaceId, now)

/**
 * Writes down what Slack says of these accounts, of people who are known and of nobody else, and what follows for those
 * who have left. @returns how many rows have changed.
 */
export async function noteAccounts(
  tx: Tx,
  workspaceId: string,
  accounts: readonly Account[],
  now: Date,
): Promise<number> {
  const people = accounts.map((account) => described(account, workspaceId))
  const gone = people.filter(({ kind, active }) => kind !== 'member' || !active).map(({ slackId }) => slackId)
  // Whoever changes who leads whom holds that before any person. Closed accounts stay in Slack’s list for ever.
  if (gone.length > 0 && (await isAnyHere(tx, workspaceId, gone))) await holdManagers(tx, workspaceId)
  const changed = await updatePeople(tx, workspaceId, people, now)
  for (const [reason, personIds] of leavers(changed)) {
    await cancelAllTo(tx, workspaceId, personIds, reason, now)
    await endLinksTo(tx, workspaceId, personIds)
  }
  return changed.length
}
