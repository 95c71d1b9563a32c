import type { World } from '../world.ts'
import { type Account, accountKind, type Forgotten, isStale, type NotForThem, type Person } from './rules.ts'
import { type KnownPerson, noteWorkspace, personBySlackId, savePerson } from './store.ts'
import { holdAccount, isForgotten, removeMark } from './store-own-data.ts'

/** Who acts, as the door knows them: ids, and a way to ask Slack about the account. */
export interface Visitor {
  readonly workspaceId: string
  readonly slackId: string
  readonly workspaceName: string | undefined
  readonly lookUp: (slackId: string) => Promise<Account>
}

export type Met = { readonly kind: 'member'; readonly person: Person } | Forgotten | NotForThem

/**
 * The person behind a Slack id, with a row of their own from their first act on. Slack is asked when the row is new or
 * a day old, or says that they are no member; when it does not answer, a member’s row is good enough. Guests, strangers and bots leave no trace, and
 * nobody who has erased themselves gets a row again.
 */
export function meet(world: World, visitor: Visitor, now: Date): Promise<Met> {
  return meeting(world, visitor, now, 'as-they-are')
}

/** The same at a first step: somebody who has erased themselves before this moment starts anew. */
export function welcome(world: World, visitor: Visitor, now: Date): Promise<Met> {
  return meeting(world, visitor, now, 'anew')
}

async function meeting(world: World, visitor: Visitor, now: Date, coming: 'as-they-are' | 'anew'): Promise<Met> {
  const known = await personBySlackId(world.db, visitor.workspaceId, visitor.slackId)
  if (known?.isHere && !isStale(known.syncedAt, now)) return { kind: 'member', person: known }
  const account = await askSlack(world, visitor, known)
  if (!account) return { kind: 'member', person: known ?? unreachable() }
  const kind = accountKind(account, visitor.workspaceId)
  if (kind !== 'member') return known ? { kind, stored: true } : { kind }
  return keep(world, visitor, account, now, coming)
}

async function askSlack(world: World, visitor: Visitor, known: KnownPerson | undefined): Promise<Account | undefined> {
  try {
    return await visitor.lookUp(visitor.slackId)
  } catch (error) {
    if (!known?.isHere) throw error
    world.log.warn({ err: error }, 'Slack did not say who somebody is; going on with what is on record')
    return undefined
  }
}

/** Slack may have taken seconds to answer: whether somebody has erased themselves meanwhile is asked under the lock. */
async function keep(
  world: World,
  visitor: Visitor,
  account: Account,
  now: Date,
  coming: 'as-they-are' | 'anew',
): Promise<Met> {
  const { workspaceId, slackId } = visitor
  return world.db.$transaction(async (tx) => {
    await holdAccount(tx, workspaceId, slackId)
    await noteWorkspace(tx, workspaceId, visitor.workspaceName ?? workspaceId, now)
    if (coming === 'anew') await removeMark(tx, workspaceId, slackId, now)
    if (await isForgotten(tx, workspaceId, slackId)) return { kind: 'forgotten' }
    await savePerson(tx, workspaceId, account, world.newId(), now)
    return { kind: 'member', person: (await personBySlackId(tx, workspaceId, slackId)) ?? unreachable() }
  })
}

function unreachable(): never {
  throw new Error('a person who was just saved is not there')
}
