import type { Tx } from '../db/connection.ts'
import type { World } from '../world.ts'
import { type Account, accountKind, type Person } from './rules.ts'
import { forgottenAmong, peopleBySlackId, removePeople, savePeople } from './store-known.ts'

/** Who of some accounts has a row now. Accounts that are no members are in neither. */
export interface Known {
  /** By Slack id. */
  readonly known: ReadonlyMap<string, Person>
  /** Slack ids of those who have erased themselves: they get no row again by somebody else’s act. */
  readonly forgotten: ReadonlySet<string>
}

/**
 * Gives members a row who have not acted themselves: named by somebody, enrolled, imported. A row that is there gets the
 * name and zone that Slack has told just now.
 *
 * No account is locked for it, so that fifty thousand may come at once: an erasure locks and blanks the row that it
 * erases, so whoever saves it meanwhile waits there, and finds the mark afterwards. What was added beside it goes again.
 */
export async function knowPeople(
  { newId }: Pick<World, 'newId'>,
  tx: Tx,
  workspaceId: string,
  accounts: readonly Account[],
  now: Date,
): Promise<Known> {
  const members = accounts.filter((account) => accountKind(account, workspaceId) === 'member')
  const slackIds = [...new Set(members.map(({ slackId }) => slackId))]
  if (slackIds.length === 0) return { known: new Map(), forgotten: new Set() }
  const before = await forgottenAmong(tx, workspaceId, slackIds)
  const added = members.filter(({ slackId }) => !before.has(slackId)).map((account) => ({ ...account, id: newId() }))
  for (const some of inBatches(inOrder(added))) await savePeople(tx, workspaceId, some, now)
  const forgotten = await forgottenAmong(tx, workspaceId, slackIds)
  const meanwhile = added.filter(({ slackId }) => forgotten.has(slackId)).map(({ id }) => id)
  if (meanwhile.length > 0) await removePeople(tx, workspaceId, meanwhile)
  const wanted = slackIds.filter((slackId) => !forgotten.has(slackId))
  return { known: await peopleBySlackId(tx, workspaceId, wanted), forgotten }
}

/** So many rows at once: well below what one statement may take, however slow the machine. */
const batch = 5_000

export function* inBatches<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += batch) yield all.slice(at, at + batch)
}

/** Everybody saves people in the order of their Slack ids, so that nobody waits for each other. */
function inOrder<T extends Pick<Account, 'slackId'>>(accounts: readonly T[]): readonly T[] {
  return [...accounts].sort((one, other) => (one.slackId < other.slackId ? -1 : 1))
}
