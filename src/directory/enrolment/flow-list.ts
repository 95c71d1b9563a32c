import { daysLater } from '../../calendar.ts'
import type { Db, Tx } from '../../db/connection.ts'
import type { World } from '../../world.ts'
import { note } from '../audit/store.ts'
import { knowPeople } from '../flow-known.ts'
import type { Account, Person } from '../rules.ts'
import type { Members } from '../slack-members.ts'
import { forgottenAmong, peopleBySlackId } from '../store-known.ts'
import type { NotEligible, Source } from './rules.ts'
import { type List, listOf, memberOf, type Wish, withoutSome } from './rules-list.ts'
import {
  type Checked,
  closeList,
  enrolAll,
  enrolledAmong,
  freshMembers,
  leftAmong,
  saveList,
  takeList,
  unenrolAll,
} from './store-list.ts'

interface Room {
  readonly world: World
}

/** Up to so many accounts are asked about one by one; for more, the whole list of members is read. */
const mostSingle = 50
/** How long a transaction over fifty thousand people may take. */
const patience = { timeout: 60_000 }

/** Told while a long list is being read: how many accounts have been seen. */
export type Progress = (seen: number) => Promise<void>

/** Who would be taken in, written down so that it can be applied as it was shown. Nobody is taken in by this. */
export async function checkPeople(
  { world }: Room,
  admin: Person,
  skill: string,
  wish: Wish,
  members: Members,
  progress: Progress = async () => {},
): Promise<Checked> {
  const now = world.now()
  const { accounts, unknown } = wish.everyone
    ? { accounts: await everybody(members, progress), unknown: 0 }
    : await described(world.db, admin.workspaceId, await named(members, wish, progress), members, progress, now)
  const list = await judged(world.db, admin.workspaceId, skill, accounts, unknown)
  const checked = { id: world.newId(), list, at: now }
  await saveList(world.db, admin, checked, daysLater(now, 1))
  return checked
}

export type Applied =
  | { readonly kind: 'applied'; readonly added: number; readonly before: number }
  /** Somebody on it has left or has erased themselves since: nothing was done, and here is how the list stands now. */
  | { readonly kind: 'changed'; readonly checked: Checked }
  /** It is done already, or a day old. */
  | { readonly kind: 'over' }

/** Takes in whoever is on the list that its admin has seen: all of them or, where it does not hold any more, nobody. */
export async function applyList(
  { world }: Room,
  admin: Person,
  { id, skill, source }: { readonly id: string; readonly skill: string; readonly source: Source },
): Promise<Applied> {
  const { workspaceId } = admin
  const now = world.now()
  return world.db.$transaction(async (tx): Promise<Applied> => {
    const checked = await takeList(tx, admin, id, now)
    if (!checked) return { kind: 'over' }
    const { ready } = checked.list
    const slackIds = ready.map(({ slackId }) => slackId)
    const gone = await goneSince(tx, workspaceId, slackIds)
    if (gone.size > 0) {
      const again = { id: world.newId(), list: withoutSome(checked.list, gone), at: now }
      await closeList(tx, workspaceId, id, 'discarded')
      await saveList(tx, admin, again, daysLater(now, 1))
      return { kind: 'changed', checked: again }
    }
    await makeKnown(world, tx, workspaceId, checked)
    const added = await enrolAll(tx, workspaceId, skill, { slackIds, source }, now)
    await closeList(tx, workspaceId, id, 'applied')
    const entry = { workspaceId, actorId: admin.id, act: 'enrol.add', subjects: added } as const
    if (added.length > 0) await note(tx, { ...entry, detail: { skill, source, count: added.length } }, now)
    return { kind: 'applied', added: added.length, before: ready.length - added.length }
  }, patience)
}

export interface Removed {
  /** Slack ids. */
  readonly out: readonly string[]
  readonly notIn: readonly string[]
}

/** Takes people out of the check-in. Their levels stay, and are theirs alone from then on. */
export async function removePeople(
  { world }: Room,
  admin: Person,
  skill: string,
  slackIds: readonly string[],
): Promise<Removed> {
  const { workspaceId } = admin
  const now = world.now()
  return world.db.$transaction(async (tx) => {
    const removed = await unenrolAll(tx, workspaceId, skill, slackIds)
    const subjects = removed.map(({ id }) => id)
    const entry = { workspaceId, actorId: admin.id, act: 'enrol.remove', subjects } as const
    if (removed.length > 0) await note(tx, { ...entry, detail: { skill, count: removed.length } }, now)
    const out = new Set(removed.map(({ slackId }) => slackId))
    return { out: slackIds.filter((id) => out.has(id)), notIn: slackIds.filter((id) => !out.has(id)) }
  })
}

// Who is meant

async function named(members: Members, { slackIds, channelId }: Wish, progress: Progress): Promise<readonly string[]> {
  const ids = new Set(slackIds)
  if (channelId === undefined) return [...ids]
  for await (const page of members.inChannel(channelId)) {
    for (const id of page) ids.add(id)
    await progress(ids.size)
  }
  return [...ids]
}

interface Described {
  readonly accounts: readonly Account[]
  /** Slack does not show so many of them. */
  readonly unknown: number
}

/** What Slack says about these; rows that are not a day old stand for it. */
async function described(
  db: Db,
  workspaceId: string,
  slackIds: readonly string[],
  members: Members,
  progress: Progress,
  now: Date,
): Promise<Described> {
  const fresh = await freshMembers(db, workspaceId, slackIds, daysLater(now, -1))
  const known = new Set(fresh.map(({ slackId }) => slackId))
  const others = slackIds.filter((id) => !known.has(id))
  const asked = others.length > mostSingle ? await among(others, members, progress) : await oneByOne(others, members)
  return { accounts: [...fresh, ...asked], unknown: others.length - asked.length }
}

async function oneByOne(slackIds: readonly string[], { lookUp }: Members): Promise<readonly Account[]> {
  const found: Account[] = []
  for (const id of slackIds) {
    const account = await lookUp(id)
    if (account) found.push(account)
  }
  return found
}

async function among(slackIds: readonly string[], members: Members, progress: Progress): Promise<readonly Account[]> {
  const wanted = new Set(slackIds)
  const all = await everybody(members, progress)
  return all.filter(({ slackId }) => wanted.has(slackId))
}

async function everybody(members: Members, progress: Progress): Promise<readonly Account[]> {
  const all: Account[] = []
  for await (const page of members.everybody()) {
    all.push(...page)
    await progress(all.length)
  }
  return all
}

async function judged(
  db: Db,
  workspaceId: string,
  skill: string,
  accounts: readonly Account[],
  unknown: number,
): Promise<List> {
  const slackIds = accounts.map(({ slackId }) => slackId)
  const enrolled = await enrolledAmong(db, workspaceId, skill, slackIds)
  const forgotten = await forgottenAmong(db, workspaceId, slackIds)
  return listOf(accounts, workspaceId, { enrolled, forgotten }, unknown)
}

// Whether it still holds

async function goneSince(
  tx: Tx,
  workspaceId: string,
  slackIds: readonly string[],
): Promise<ReadonlyMap<string, NotEligible>> {
  const forgotten = await forgottenAmong(tx, workspaceId, slackIds)
  const left = await leftAmong(tx, workspaceId, slackIds)
  return new Map([...left, ...[...forgotten].map((id): [string, NotEligible] => [id, 'forgotten'])])
}

/** Gives a row to those who have none. What Slack said when the list was made is older than any row that is there. */
async function makeKnown(world: World, tx: Tx, workspaceId: string, { list: { ready }, at }: Checked): Promise<void> {
  const known = await peopleBySlackId(
    tx,
    workspaceId,
    ready.map(({ slackId }) => slackId),
  )
  const strangers = ready.filter(({ slackId }) => !known.has(slackId))
  await knowPeople(
    world,
    tx,
    workspaceId,
    strangers.map((listed) => memberOf(workspaceId, listed)),
    at,
  )
}
