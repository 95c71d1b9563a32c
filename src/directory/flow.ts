import type { World } from '../world.ts'
import { type Account, accountKind, isStale, type NotForThem, type Person } from './rules.ts'
import { type KnownPerson, noteWorkspace, personBySlackId, savePerson } from './store.ts'

/** Who acts, as the door knows them: ids, and a way to ask Slack about the account. */
export interface Visitor {
  readonly workspaceId: string
  readonly slackId: string
  readonly workspaceName: string | undefined
  readonly lookUp: (slackId: string) => Promise<Account>
}

export type Met = { readonly kind: 'member'; readonly person: Person } | NotForThem

/**
 * The person behind a Slack id, with a row of their own from their first act on. Slack is asked when the row is new or
 * a day old; when it does not answer, a row that is there is good enough. Guests, strangers and bots leave no trace.
 */
export async function meet(world: World, visitor: Visitor, now: Date): Promise<Met> {
  const known = await personBySlackId(world.db, visitor.workspaceId, visitor.slackId)
  if (known && !isStale(known.syncedAt, now)) return { kind: 'member', person: known }
  const account = await askSlack(world, visitor, known)
  if (!account) return { kind: 'member', person: known ?? unreachable() }
  const kind = accountKind(account, visitor.workspaceId)
  if (kind !== 'member') return { kind }
  return { kind: 'member', person: await keep(world, visitor, account, now) }
}

async function askSlack(world: World, visitor: Visitor, known: KnownPerson | undefined): Promise<Account | undefined> {
  try {
    return await visitor.lookUp(visitor.slackId)
  } catch (error) {
    if (!known) throw error
    world.log.warn({ err: error }, 'Slack did not say who somebody is; going on with what is on record')
    return undefined
  }
}

async function keep(world: World, visitor: Visitor, account: Account, now: Date): Promise<Person> {
  const { workspaceId, slackId } = visitor
  return world.db.$transaction(async (tx) => {
    await noteWorkspace(tx, workspaceId, visitor.workspaceName ?? workspaceId, now)
    await savePerson(tx, workspaceId, account, world.newId(), now)
    return (await personBySlackId(tx, workspaceId, slackId)) ?? unreachable()
  })
}

function unreachable(): never {
  throw new Error('a person who was just saved is not there')
}
