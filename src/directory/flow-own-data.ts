import type { Db } from '../db/connection.ts'
import type { World } from '../world.ts'
import { holdWorkspace } from './admins/store.ts'
import { note } from './audit/store.ts'
import { readableJson } from './document.ts'
import type { Visitor } from './flow.ts'
import { holdManagers } from './managers/store.ts'
import type { DirectoryRoom } from './room.ts'
import { accountKind, type Forgotten, type NotForThem, type Person, type PersonKey } from './rules.ts'
import type { Counted, Question } from './rules-own-data.ts'
import { personBySlackId } from './store.ts'
import {
  addMark,
  blankPerson,
  erasedAt,
  holdAccount,
  isForgotten,
  lockPerson,
  personAsStored,
} from './store-own-data.ts'
import { eraseLists } from './store-own-rows.ts'

/** There is no row about them, and asking makes none. */
export interface NothingStored {
  readonly kind: 'nothing-stored'
}

export type NoData = NothingStored | Forgotten | NotForThem

export type Exported =
  | { readonly kind: 'exported'; readonly person: Person; readonly json: string; readonly now: Date }
  | NoData

/** Everything that is stored about a person, as of one moment. */
export async function exportOf(room: DirectoryRoom, visitor: Visitor): Promise<Exported> {
  const { world } = room
  const now = world.now()
  const person = await personBySlackId(world.db, visitor.workspaceId, visitor.slackId)
  const json = person && (await everythingAbout(world.db, room.exports, person, now, 'themselves'))
  if (!person || json === undefined) return noData(world, visitor)
  return { kind: 'exported', person, json, now }
}

/**
 * As one text, for a file or the parts that stand for it; undefined where it has been erased meanwhile. That it was taken,
 * and whether by the person or by whoever runs the app, is in the audit log, and so in the text.
 */
export async function everythingAbout(
  db: Db,
  exports: DirectoryRoom['exports'],
  person: PersonKey,
  now: Date,
  by: 'themselves' | 'the-host',
): Promise<string | undefined> {
  return db.$transaction(
    async (tx) => {
      const row = await personAsStored(tx, person)
      if (!row) return undefined
      await note(tx, { ...taken(person, by), act: 'export.own' }, now)
      const parts: object[] = []
      for (const part of exports) parts.push(await part(tx, person))
      return readableJson({
        format: 'nats-level-export/1',
        about: 'Everything that NATS Level stores about you. Times are in UTC; a null stands where nothing is stored.',
        asOf: now,
        workspace: { id: row.workspaceId, name: row.workspace.name },
        person: aboutPerson(row),
        ...Object.assign({}, ...parts),
      })
    },
    { isolationLevel: 'RepeatableRead' },
  )
}

function taken({ workspaceId, id }: PersonKey, by: 'themselves' | 'the-host') {
  return { workspaceId, actorId: by === 'themselves' ? id : null, subjects: [id] }
}

export type Asked =
  | { readonly kind: 'asked'; readonly question: Question; readonly counted: readonly Counted[] }
  | NoData

/** What an erasure would take, and the question to be answered before it. */
export async function askErasure(room: DirectoryRoom, visitor: Visitor): Promise<Asked> {
  const { world } = room
  const now = world.now()
  const person = await personBySlackId(world.db, visitor.workspaceId, visitor.slackId)
  if (!person) return noData(world, visitor)
  const counted = await Promise.all(room.erasures.map(({ count }) => count(world.db, person)))
  return { kind: 'asked', question: { personId: person.id, askedAt: now }, counted: counted.flat() }
}

export type Erased =
  | { readonly kind: 'erased'; readonly removed: readonly Counted[]; readonly person: Person }
  /** By another click, or before they started anew: then the mark of the account is gone. */
  | { readonly kind: 'erased-before'; readonly at: Date; readonly zone: string; readonly marked: boolean }
  /** The row of the question belongs to nobody who could answer it. */
  | { readonly kind: 'not-theirs' }

/**
 * Takes away everything of a person but the bare id of their row, and leaves the mark of the account. One transaction:
 * the account’s lock keeps out whoever would make or refresh the row, the row’s lock whoever would write below it.
 */
export async function erase(room: DirectoryRoom, visitor: Visitor, { personId }: Question): Promise<Erased> {
  const { world } = room
  const { workspaceId, slackId } = visitor
  const now = world.now()
  const asked = { workspaceId, id: personId }
  return world.db.$transaction(async (tx) => {
    await holdAccount(tx, workspaceId, slackId)
    // In this order by whoever holds more than one of these: who leads whom, a list, the workspace, the people. Before the
    // workspace comes what may take its time, since everybody’s first act of a day waits for that.
    await holdManagers(tx, workspaceId)
    const isTheirs = (await personBySlackId(tx, workspaceId, slackId))?.id === personId
    // One that is written down meanwhile goes with the rest.
    if (isTheirs) await eraseLists(tx, asked)
    await holdWorkspace(tx, workspaceId)
    const theirs = isTheirs && (await lockPerson(tx, asked, slackId))
    // Read behind the lock: whoever opened the Home tab a moment ago has it redrawn, too.
    const person = theirs ? await personBySlackId(tx, workspaceId, slackId) : undefined
    if (!person) return before(await erasedAt(tx, asked), await isForgotten(tx, workspaceId, slackId))
    const removed: Counted[] = []
    for (const erasure of room.erasures) removed.push(...(await erasure.erase(tx, asked)))
    await addMark(tx, workspaceId, slackId, now)
    await blankPerson(tx, asked, now)
    await note(tx, { workspaceId, actorId: personId, act: 'person.erased', subjects: [personId] }, now)
    return { kind: 'erased', removed, person }
  })
}

function before(erased: Awaited<ReturnType<typeof erasedAt>>, marked: boolean): Erased {
  return erased ? { kind: 'erased-before', ...erased, marked } : { kind: 'not-theirs' }
}

/** Slack is asked who they are only where there is no row: whoever has one may have it, guest by now or not. */
async function noData(world: World, visitor: Visitor): Promise<NoData> {
  const kind = accountKind(await visitor.lookUp(visitor.slackId), visitor.workspaceId)
  if (kind !== 'member') return { kind }
  const forgotten = await isForgotten(world.db, visitor.workspaceId, visitor.slackId)
  return { kind: forgotten ? 'forgotten' : 'nothing-stored' }
}

/** Every column of the row, under names that say what it means. */
function aboutPerson(row: NonNullable<Awaited<ReturnType<typeof personAsStored>>>): Readonly<Record<string, unknown>> {
  return {
    id: row.id,
    slackId: row.slackId,
    name: row.name,
    timeZone: row.zone,
    kind: row.kind,
    active: row.active,
    workingMinutesFrom: row.workFrom,
    workingMinutesTo: row.workTo,
    workingDays: row.workDays,
    whyMessagesCannotReachYou: row.unreachable,
    firstSeenAt: row.firstSeenAt,
    homeTabLastOpenedAt: row.homeOpenedAt,
    nameAndZoneReadFromSlackAt: row.syncedAt,
    notesSharedWithManager: row.notesToManager,
    notesSharedWithMentor: row.notesToMentor,
    awayBySlackStatus: row.awayInSlack,
    awayBySlackStatusUntil: row.awayInSlackUntil,
    accountChangedInSlackAt: row.updatedInSlack,
  }
}
