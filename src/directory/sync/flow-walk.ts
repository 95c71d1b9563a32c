import { z } from 'zod'
import type { Tx } from '../../db/connection.ts'
import { reasonOf } from '../../db/errors.ts'
import { refusalOfToken, retryAfterOf, slackError } from '../../slack/errors.ts'
import type { LineFor, SlackLine } from '../../slack/lines.ts'
import type { World } from '../../world.ts'
import { profileManager } from '../managers/flow.ts'
import type { Account } from '../rules.ts'
import { accountOf } from '../slack.ts'
import { noteAccounts } from './flow.ts'
import { accountIn, fieldNamed, paces, pageSize } from './rules.ts'
import { type Claimed, claimWalk, goOn, managerFieldOf, nextToRead, type Step, type ToRead, walked } from './store.ts'

export interface Walk {
  readonly world: Pick<World, 'db' | 'now' | 'newId' | 'log'>
  readonly lineFor: LineFor
  /** Told when Slack has refused the token of a workspace. */
  readonly refused: (workspaceId: string, word: string) => Promise<void>
  /** Seconds for which one step may take, all its calls together. */
  readonly leaseSeconds?: number
  /** What the log has heard of each workspace’s trouble: each reason once, until a step succeeds. */
  readonly told?: Map<string, string>
}

/** What one step found, and what is to be written in the transaction that moves the walk on. */
interface Found extends Omit<Step, 'changed' | 'wait'> {
  /** Milliseconds from its call to the next one. */
  readonly pace: number
  readonly write?: (tx: Tx) => Promise<number>
}

/**
 * One step of the walk that has waited longest: one call, what follows from it, and how far it has come, in one
 * transaction. Whoever dies in between leaves it to the next, who asks the same again.
 * @returns false when no walk may go on now.
 */
export async function walkOn(walk: Walk): Promise<boolean> {
  const { world, leaseSeconds = 60 } = walk
  const claimed = await claimWalk(world.db, world.newId(), leaseSeconds)
  if (!claimed) return false
  const began = performance.now()
  const now = world.now()
  try {
    const found = await look(walk, claimed)
    if (found) await writeDown(walk, claimed, found, began, now)
    else await putOff(walk, claimed, paces.withoutToken, now)
  } catch (error) {
    await afterTrouble(walk, claimed, error, now)
  }
  return true
}

async function look(walk: Walk, claimed: Claimed): Promise<Found | undefined> {
  const line = await walk.lineFor(claimed.workspaceId)
  if (!line) return undefined
  if (claimed.phase === 'members') return readMembers(walk, claimed, line)
  return claimed.cursor === null ? findField(walk, claimed, line) : readField(walk, claimed, claimed.cursor, line)
}

async function readMembers(
  walk: Walk,
  { workspaceId, cursor, afterPerson }: Claimed,
  { client }: SlackLine,
): Promise<Found> {
  const now = walk.world.now()
  const page = membersPage.parse(await client.users.list({ limit: pageSize, ...(cursor ? { cursor } : {}) }))
  const next = page.response_metadata?.next_cursor || null
  return {
    phase: next === null ? 'fields' : 'members',
    cursor: next,
    afterPerson,
    calls: 1,
    pace: next === null ? 0 : paces.page,
    write: (tx) => noteAccounts(tx, workspaceId, readable(walk, workspaceId, page.members), now),
  }
}

/** One account that cannot be read does not keep the others from being read. */
function readable({ world }: Walk, workspaceId: string, members: readonly unknown[]): readonly Account[] {
  return members.flatMap((member) => {
    try {
      return [accountOf(member)]
    } catch (error) {
      world.log.warn(
        { workspace: workspaceId, err: error },
        'An account was left out: Slack describes it in a new way.',
      )
      return []
    }
  })
}

const over = { phase: 'done', cursor: null, afterPerson: null } as const

/** Which field names managers, asked once a walk: labels can be changed in Slack, and differ between workspaces. */
async function findField(
  { world }: Walk,
  { workspaceId, afterPerson }: Claimed,
  { client, scopes }: SlackLine,
): Promise<Found> {
  const named = await managerFieldOf(world.db, workspaceId)
  // The pace of the pages, since the next walk begins with one.
  if (named === undefined || !scopes.has('users.profile:read')) return { ...over, calls: 0, pace: paces.page }
  const { profile } = definitionsAnswer.parse(await client.team.profile.get({}))
  const cursor = fieldNamed(named, profile.fields) ?? null
  if (cursor !== null) return { phase: 'fields', cursor, afterPerson, calls: 1, pace: paces.definitions }
  world.log.warn({ workspace: workspaceId }, 'No profile field of people has the name that an admin gave for managers.')
  return { ...over, calls: 1, pace: paces.page }
}

async function readField(walk: Walk, claimed: Claimed, field: string, { client }: SlackLine): Promise<Found> {
  const { world } = walk
  const { workspaceId, afterPerson } = claimed
  const now = world.now()
  const person = await nextToRead(world.db, workspaceId, afterPerson)
  if (!person) return { ...over, calls: 0, pace: paces.page }
  const named = await managerNamed(client, person, field)
  const calls = named.kind === 'looked-up' ? 2 : 1
  // `users.info` is what people’s own acts need as well: half of it is left to them.
  const found: Found = { phase: 'fields', cursor: field, afterPerson: person.id, calls, pace: calls * paces.field }
  if (named.kind === 'unchanged') return found
  const manager = named.kind === 'looked-up' ? named.manager : undefined
  return {
    ...found,
    write: async (tx) => {
      const key = { workspaceId, id: person.id, slackId: person.slackId }
      return (await profileManager(world, tx, key, manager, now)) === 'changed' ? 1 : 0
    },
  }
}

type NamedManager =
  | { readonly kind: 'unchanged' | 'nobody' }
  | { readonly kind: 'looked-up'; readonly manager: Account }

/** Somebody who has left since is no trouble; nor is a manager whom Slack does not show. */
async function managerNamed(client: SlackLine['client'], person: ToRead, field: string): Promise<NamedManager> {
  try {
    const { profile } = profileAnswer.parse(await client.users.profile.get({ user: person.slackId }))
    const slackId = accountIn(profile?.fields?.[field]?.value ?? '')
    if (slackId === (person.managerSlackId ?? undefined)) return { kind: 'unchanged' }
    if (slackId === undefined) return { kind: 'nobody' }
    return { kind: 'looked-up', manager: accountOf((await client.users.info({ user: slackId })).user) }
  } catch (error) {
    if (!['user_not_found', 'user_not_visible'].includes(slackError(error) ?? '')) throw error
    return { kind: 'unchanged' }
  }
}

async function writeDown(
  { world, told }: Walk,
  claimed: Claimed,
  { pace, write, ...step }: Found,
  began: number,
  now: Date,
): Promise<void> {
  const { workspaceId } = claimed
  await world.db.$transaction(async (tx) => {
    const changed = write ? await write(tx) : 0
    const wait = Math.max(0, Math.ceil(pace - (performance.now() - began)))
    if (!(await goOn(tx, claimed, { ...step, changed, wait }, now))) throw new LeaseLost(workspaceId)
  })
  told?.delete(workspaceId)
  if (step.phase === 'done')
    world.log.info({ workspace: workspaceId, ...(await walked(world.db, workspaceId)) }, 'The directory is in step.')
}

/** The same call again, after so many milliseconds. */
async function putOff({ world }: Walk, claimed: Claimed, wait: number, now: Date): Promise<void> {
  const { phase, cursor, afterPerson } = claimed
  await goOn(world.db, claimed, { phase, cursor, afterPerson, calls: 0, changed: 0, wait }, now)
}

async function afterTrouble(walk: Walk, claimed: Claimed, error: unknown, now: Date): Promise<void> {
  const wait = retryAfterOf(error)
  if (wait !== undefined) return putOff(walk, claimed, wait, now)
  tell(walk, claimed, error)
  const word = refusalOfToken(error)
  if (word !== undefined) await walk.refused(claimed.workspaceId, word)
  if (slackError(error) === 'invalid_cursor') return putOff(walk, { ...claimed, cursor: null }, paces.page, now)
  await putOff(walk, claimed, word === undefined ? paces.away : paces.withoutToken, now)
}

function tell({ world, told }: Walk, { workspaceId }: Claimed, error: unknown): void {
  const reason = reasonOf(error)
  if (told?.get(workspaceId) === reason) return
  told?.set(workspaceId, reason)
  world.log.warn({ workspace: workspaceId, err: error }, 'The directory could not be read on; it is tried again.')
}

class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
  constructor(workspaceId: string) {
    super(`the walk of ${workspaceId}: found another lease than the own one`)
  }
}

const membersPage = z.object({
  members: z.array(z.unknown()),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
})
const definitionsAnswer = z.object({
  profile: z.object({ fields: z.array(z.object({ id: z.string(), label: z.string(), type: z.string() })) }),
})
const profileAnswer = z.object({
  profile: z
    .object({
      // Nothing filled in is null, or an empty list.
      fields: z
        .union([z.record(z.string(), z.object({ value: z.string().nullish() })), z.array(z.unknown())])
        .nullish()
        .transform((fields) => (fields === null || fields === undefined || Array.isArray(fields) ? undefined : fields)),
    })
    .nullish(),
})
