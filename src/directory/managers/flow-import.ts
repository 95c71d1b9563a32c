import { createHash } from 'node:crypto'
import { daysLater } from '../../calendar.ts'
import type { Tx } from '../../db/connection.ts'
import { postAll } from '../../outbox/store.ts'
import type { World } from '../../world.ts'
import { note } from '../audit/store.ts'
import { inBatches, knowPeople } from '../flow-known.ts'
import { type Account, accountKind } from '../rules.ts'
import type { Members } from '../slack-members.ts'
import { forgottenAmong, peopleBySlackId } from '../store-known.ts'
import { toldLetter } from './letters.ts'
import { type Change, type Facts, type Judged, judge, type Outsider, readLines } from './rules-import.ts'
import { holdManagers } from './store.ts'
import {
  closeImport,
  type Described,
  freshAmong,
  holdPairs,
  inAnyCheckIn,
  type Kept,
  linkAll,
  linkFacts,
  outsidersAmong,
  type Pair,
  saveImport,
  takeImport,
} from './store-import.ts'
import type { Table } from './table.ts'

/** Who imports: an admin, or whoever runs the bot (null). */
export interface Importer {
  readonly workspaceId: string
  readonly id: string | null
}

/** What a list would do, as somebody is shown it. Nothing is done yet. */
export interface Checked extends Judged {
  /** By which it is applied; within a day, by the same person. */
  readonly id: string
  readonly total: number
}

/** Told while many accounts are asked about: how many have been looked at. */
export type Progress = (seen: number) => Promise<void>

type Room = { readonly world: World }

/** Up to so many accounts are asked about one by one; for more, the whole list of members is read. */
const mostSingle = 50
/** Milliseconds that a transaction over fifty thousand links may take. */
const patience = { timeout: 60_000 }

/** Reads a table of people and their managers, asks about whom nobody knows yet, and keeps what it would do for a day. */
export async function checkManagers(
  { world }: Room,
  importer: Importer,
  table: Table,
  members: Members,
  progress: Progress = async () => {},
): Promise<Checked> {
  const now = world.now()
  const { workspaceId } = importer
  const { total, silent, lines, refused } = readLines(table)
  const slackIds = [...new Set(lines.flatMap(({ person, manager }) => [person, manager]))]
  const fresh = await freshAmong(world.db, workspaceId, slackIds, daysLater(now, -1))
  const strangers = slackIds.filter((id) => !fresh.has(id))
  const described = await describe(workspaceId, strangers, members, progress)
  const list = { id: world.newId(), at: now, total, silent, lines, refused, described }
  return world.db.$transaction((tx) => keep(tx, importer, list, now), patience)
}

export type Applied =
  | { readonly kind: 'applied'; readonly count: number }
  /** The world has changed since the list was shown: nothing was done, and this is what it would do now. */
  | { readonly kind: 'changed'; readonly checked: Checked }
  /** Applied already, a day old, or not theirs. */
  | { readonly kind: 'over' }

/**
 * Does what was shown: all of it, or nothing where a link, an account or an erasure in between would make it do something
 * else.
 */
export async function applyManagers(
  { world, wake }: Room & { readonly wake: () => void },
  importer: Importer,
  id: string,
): Promise<Applied> {
  const now = world.now()
  const attempt = () => world.db.$transaction((tx) => applyIn(world, tx, importer, id, now), patience)
  const applied = await attempt().catch((error: unknown) => {
    // A second look finds them gone, and says so.
    if (error instanceof GoneMeanwhile) return attempt()
    throw error
  })
  if (applied.kind === 'applied') wake()
  return applied
}

async function applyIn(world: World, tx: Tx, importer: Importer, id: string, now: Date): Promise<Applied> {
  const { workspaceId } = importer
  await holdManagers(tx, workspaceId)
  const kept = await takeImport(tx, { workspaceId, startedBy: importer.id }, id, now)
  if (!kept) return { kind: 'over' }
  const { ready } = await judged(tx, workspaceId, kept)
  if (markOf(ready) !== kept.mark) {
    await closeImport(tx, workspaceId, id, 'discarded')
    return { kind: 'changed', checked: await keep(tx, importer, { ...kept, id: world.newId() }, now) }
  }
  await write(world, tx, importer, kept, ready, now)
  if (!(await closeImport(tx, workspaceId, id, 'applied'))) throw new GoneMeanwhile()
  return { kind: 'applied', count: ready.length }
}

/** What a kept list would do now; for its report. */
export async function importAt({ world }: Room, importer: Importer, id: string): Promise<Checked | undefined> {
  const { workspaceId } = importer
  return world.db.$transaction(async (tx) => {
    const kept = await takeImport(tx, { workspaceId, startedBy: importer.id }, id, world.now())
    return kept && { id, total: kept.total, ...(await judged(tx, workspaceId, kept)) }
  }, patience)
}

// Looking

async function describe(
  workspaceId: string,
  slackIds: readonly string[],
  members: Members,
  progress: Progress,
): Promise<readonly Described[]> {
  const accounts =
    slackIds.length > mostSingle
      ? await amongAll(new Set(slackIds), members, progress)
      : await oneByOne(slackIds, members, progress)
  const found = new Set(accounts.map(({ slackId }) => slackId))
  const unknown = slackIds
    .filter((slackId) => !found.has(slackId))
    .map((slackId): Described => ({ slackId, kind: 'unknown', name: '', zone: undefined }))
  return [...accounts.map((account) => asDescribed(account, workspaceId)), ...unknown]
}

async function amongAll(
  wanted: ReadonlySet<string>,
  members: Members,
  progress: Progress,
): Promise<readonly Account[]> {
  const found: Account[] = []
  let seen = 0
  for await (const page of members.everybody()) {
    found.push(...page.filter(({ slackId }) => wanted.has(slackId)))
    seen += page.length
    await progress(seen)
  }
  return found
}

async function oneByOne(
  slackIds: readonly string[],
  { lookUp }: Members,
  progress: Progress,
): Promise<readonly Account[]> {
  const found: Account[] = []
  for (const [at, slackId] of slackIds.entries()) {
    const account = await lookUp(slackId)
    if (account) found.push(account)
    await progress(at + 1)
  }
  return found
}

function asDescribed(account: Account, workspaceId: string): Described {
  const { slackId, name, zone } = account
  const kind = accountKind(account, workspaceId)
  return kind === 'member' ? { slackId, kind, name, zone } : { slackId, kind, name: '', zone: undefined }
}

/** What a list would do now: what it says itself, and what stands in the records. */
async function judged(tx: Tx, workspaceId: string, list: Omit<Kept, 'mark'>): Promise<Judged> {
  const slackIds = [...new Set(list.lines.flatMap(({ person, manager }) => [person, manager]))]
  const outsiders = new Map<string, Outsider>(await outsidersAmong(tx, workspaceId, slackIds))
  // Slack was asked after the record was written.
  for (const { slackId, kind } of list.described) if (kind !== 'member') outsiders.set(slackId, kind)
  const facts: Facts = { outsiders, ...(await linkFacts(tx, workspaceId)) }
  const { ready, unchanged, refused } = judge(list.lines, facts)
  const all = [...list.refused, ...refused].sort((one, other) => one.line - other.line)
  return { ready, unchanged: unchanged + list.silent, refused: all }
}

async function keep(tx: Tx, importer: Importer, list: Omit<Kept, 'mark'>, now: Date): Promise<Checked> {
  const { workspaceId, id: actorId } = importer
  const checked = { id: list.id, total: list.total, ...(await judged(tx, workspaceId, list)) }
  const gone = await forgottenAmong(
    tx,
    workspaceId,
    list.described.map(({ slackId }) => slackId),
  )
  const described = list.described.filter(({ slackId }) => !gone.has(slackId))
  const kept = { ...list, described, mark: markOf(checked.ready) }
  await saveImport(tx, { workspaceId, startedBy: actorId }, kept, daysLater(now, 1))
  const detail = { kind: 'managers', rows: list.total, ready: checked.ready.length, refused: checked.refused.length }
  await note(tx, { workspaceId, actorId, act: 'import.check', subjects: [], detail }, now)
  return checked
}

/** Tells whether two lists would do the very same: who is led by whom, and by whom until then. */
function markOf(ready: readonly Change[]): string {
  const hash = createHash('sha256')
  for (const { person, manager, before } of ready) hash.update(`${person} ${manager} ${before}\n`)
  return hash.digest('hex')
}

// Doing

async function write(
  { newId }: World,
  tx: Tx,
  { workspaceId, id: actorId }: Importer,
  kept: Kept,
  ready: readonly Change[],
  now: Date,
): Promise<void> {
  const wanted = new Set(ready.flatMap(({ person, manager }) => [person, manager]))
  const here = await peopleBySlackId(tx, workspaceId, [...wanted])
  const missing = kept.described.filter(({ slackId }) => wanted.has(slackId) && !here.has(slackId))
  const { forgotten } = await knowPeople({ newId }, tx, workspaceId, missing.map(asAccount), now)
  if (forgotten.size > 0) throw new GoneMeanwhile()
  const written: Pair[] = []
  for (const some of inBatches(ready)) written.push(...(await holdPairs(tx, workspaceId, some)))
  if (written.length < ready.length) throw new GoneMeanwhile()
  for (const some of inBatches(written)) await linkAll(tx, workspaceId, some, now)
  const subjects = written.map(({ personId }) => personId)
  const told = await inAnyCheckIn(tx, workspaceId, subjects)
  const letters = written
    .filter(({ personId }) => told.has(personId))
    .map((link) => toldLetter(workspaceId, { ...link, source: 'csv', since: now }, now))
  for (const some of inBatches(letters)) await postAll(tx, workspaceId, some, now)
  const detail = { kind: 'managers', rows: ready.length, told: letters.length }
  await note(tx, { workspaceId, actorId, act: 'import.apply', subjects, detail }, now)
}

/** Somebody has erased themselves, or left, between the look and the deed: the transaction is undone. */
class GoneMeanwhile extends Error {}

/** What Slack said when the list was looked at is older than any row that is there: it is for new rows alone. */
function asAccount({ slackId, name, zone }: Described): Account {
  const nothing = { workspaceIds: [], bot: false, guest: false, stranger: false, invited: false, closed: false }
  return { slackId, name, zone, ...nothing, away: undefined, updated: undefined }
}
