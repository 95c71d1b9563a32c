import { dayOf, type WorkingHours } from '../../calendar.ts'
import type { Tx } from '../../db/connection.ts'
import { askHeldAgain } from '../../outbox/store.ts'
import { enrolledSince } from '../enrolment/store.ts'
import { meet, type Visitor } from '../flow.ts'
import { askAbout } from '../flow-asked.ts'
import { knowPeople } from '../flow-known.ts'
import { currentManager, nameManager } from '../managers/flow.ts'
import type { CurrentManager, Refusal } from '../managers/rules.ts'
import type { DirectoryRoom } from '../room.ts'
import { type Account, accountKind, type Forgotten, type NotForThem, type Person } from '../rules.ts'
import { hoursOf } from '../rules-hours.ts'
import { workspaceHours } from '../settings-of-workspace.ts'
import {
  type AwayProblem,
  bounds,
  type HoursProblem,
  isSameHours,
  type PeopleProblem,
  peopleProblem,
  readAway,
  readHours,
  readUntil,
  strangerAmong,
  type TypedAway,
  type TypedHours,
  type TypedOpening,
  type UntilProblem,
} from './rules.ts'
import {
  type AwayOnRecord,
  absencesOf,
  addAbsence,
  type Excluded,
  exclusionsOf,
  holdRows,
  type Opening,
  openingsOf,
  ownSettings,
  removeAbsence,
  replaceExclusions,
  replaceOpenings,
  type Sharing,
  setHours,
  setSharing,
} from './store.ts'

export type Room = Pick<DirectoryRoom, 'world' | 'skills' | 'wake'>

/** Everything that somebody has set, as their hub and its forms show it. */
export interface Settings extends Sharing {
  readonly hours: WorkingHours
  /** Whether any of it is their own; else it is what everybody here works. */
  readonly hasOwnHours: boolean
  readonly zone: string
  readonly isOwnZone: boolean
  readonly absences: readonly AwayOnRecord[]
  readonly manager: CurrentManager
  readonly openings: readonly Opening[]
  readonly exclusions: readonly Excluded[]
  /** The skills in whose check-in they are. */
  readonly enrolledIn: readonly string[]
}

/** What was found, and the moment at which: days are drawn against it. */
export type SettingsRead =
  | { readonly kind: 'read'; readonly person: Person; readonly settings: Settings; readonly now: Date }
  | Forgotten
  | NotForThem

export async function readSettings(room: Room, visitor: Visitor): Promise<SettingsRead> {
  const now = room.world.now()
  const met = await meet(room.world, visitor, now)
  if (met.kind !== 'member') return met
  const settings = await settingsOf(room, met.person, now)
  return settings ? { kind: 'read', person: met.person, settings, now } : { kind: 'forgotten' }
}

async function settingsOf({ world, skills }: Room, person: Person, now: Date): Promise<Settings | undefined> {
  return world.db.$transaction(async (tx) => {
    const own = await ownSettings(tx, person)
    if (!own) return undefined
    const today = dayOf(now, person.zone)
    const enrolledIn: string[] = []
    for (const skill of skills) if (await enrolledSince(tx, person, skill)) enrolledIn.push(skill)
    return {
      hours: hoursOf(own.hours, workspaceHours(own.workspace)),
      hasOwnHours: own.hours.from !== null || own.hours.days !== null,
      zone: own.zone,
      isOwnZone: own.isOwnZone,
      absences: await absencesOf(tx, person, today),
      manager: await currentManager(tx, person),
      openings: await openingsOf(tx, person, today),
      exclusions: await exclusionsOf(tx, person),
      notesToManager: own.notesToManager,
      notesToMentor: own.notesToMentor,
      enrolledIn,
    }
  })
}

/**
 * What became of a change. `stale`: the form was opened before its owner erased everything, and what it says is not
 * taken over into the new beginning.
 */
export type Changed<Problem> =
  | { readonly kind: 'changed'; readonly person: Person }
  | { readonly kind: 'problem'; readonly problem: Problem; readonly now: Date; readonly zone: string }
  | { readonly kind: 'stale' }
  | Forgotten
  | NotForThem

/** Who changes something of theirs: the person, and whose form it was when it opened. */
export interface Changing {
  readonly visitor: Visitor
  readonly personId: string
}

export function changeHours(room: Room, who: Changing, typed: TypedHours): Promise<Changed<HoursProblem>> {
  return changing(room, who, async (person, now) => {
    const read = readHours(typed)
    if (read.kind === 'problem') return read.problem
    await written(room, person, async (tx) => {
      const own = await ownSettings(tx, person)
      // Whoever works as everybody here follows it when that changes.
      const isUsual = isSameHours(read.value, workspaceHours(own?.workspace))
      await setHours(tx, person, isUsual ? { from: null, to: null, days: null } : read.value)
      await askHeldAgain(tx, person.workspaceId, now, person.id)
    })
    room.wake()
    return undefined
  })
}

export function addAway(room: Room, who: Changing, typed: TypedAway): Promise<Changed<AwayProblem>> {
  return changing(room, who, async (person, now) => {
    const today = dayOf(now, person.zone)
    const read = readAway(typed, today)
    if (read.kind === 'problem') return read.problem
    return written(room, person, async (tx): Promise<AwayProblem | undefined> => {
      const there = await absencesOf(tx, person, today)
      const { kind, firstDay, lastDay } = read.value
      // Slack may deliver a submission twice.
      if (there.some((each) => each.kind === kind && each.firstDay === firstDay && each.lastDay === lastDay))
        return undefined
      if (there.length >= bounds.absences) return { field: 'kind', kind: 'too-many' }
      await addAbsence(tx, person, read.value, room.world.newId())
      return undefined
    })
  })
}

/** Ends a pause or days off, begun or not; one that is gone already is no problem. */
export function takeAwayBack(room: Room, who: Changing, awayId: string): Promise<Changed<never>> {
  return changing<never>(room, who, async (person, now) => {
    await written(room, person, async (tx) => {
      if (await removeAbsence(tx, person, awayId)) await askHeldAgain(tx, person.workspaceId, now, person.id)
    })
    room.wake()
    return undefined
  })
}

export function changeManager(room: Room, who: Changing, managerSlackId: string | null): Promise<Changed<Refusal>> {
  return changing(room, who, async (person, now) => {
    const named = await nameManager(room, who.visitor, person, managerSlackId, now)
    return named.kind === 'refused' ? named.refusal : undefined
  })
}

export type OpeningProblem =
  | { readonly field: 'people'; readonly problem: PeopleProblem }
  | { readonly field: 'until'; readonly problem: UntilProblem }

export function changeOpenings(room: Room, who: Changing, typed: TypedOpening): Promise<Changed<OpeningProblem>> {
  return changing(room, who, async (person, now) => {
    const today = dayOf(now, person.zone)
    const { chosen, forEverybody } = typed
    const before = await openingsOf(room.world.db, person, today)
    const added = chosen.filter((slackId) => !before.some((each) => each.slackId === slackId))
    const until = readUntil(typed.until, added.length > 0 || (forEverybody && chosen.length > 0), today)
    if (until.kind === 'problem') return { field: 'until', problem: until.problem }
    const problem = await changeList(
      room,
      who,
      person,
      now,
      { chosen, added, most: bounds.openings },
      async (tx, ids) => {
        const there = await openingsOf(tx, person, today)
        const kept = there.filter(({ slackId }) => chosen.includes(slackId))
        const openings = new Map(
          kept.map((each) => [each.viewerId, (forEverybody ? until.value : null) ?? each.until] as const),
        )
        if (until.value !== null) for (const id of ids) openings.set(id, until.value)
        await replaceOpenings(
          tx,
          person,
          [...openings].map(([viewerId, day]) => ({ viewerId, until: day })),
        )
      },
    )
    return problem && { field: 'people', problem }
  })
}

export function changeExclusions(
  room: Room,
  who: Changing,
  chosen: readonly string[],
): Promise<Changed<PeopleProblem>> {
  return changing(room, who, async (person, now) => {
    const before = await exclusionsOf(room.world.db, person)
    const added = chosen.filter((slackId) => !before.some((each) => each.slackId === slackId))
    return changeList(room, who, person, now, { chosen, added, most: bounds.exclusions }, async (tx, ids) => {
      const there = await exclusionsOf(tx, person)
      const kept = there.filter(({ slackId }) => chosen.includes(slackId)).map(({ otherId }) => otherId)
      await replaceExclusions(tx, person, [...new Set([...kept, ...ids])])
    })
  })
}

export function changeSharing(room: Room, who: Changing, sharing: Sharing): Promise<Changed<never>> {
  return changing<never>(room, who, async (person) => {
    await written(room, person, (tx) => setSharing(tx, person, sharing))
    return undefined
  })
}

/** Only whoever opened the form changes anything by it, and only while they are the same person to this app. */
async function changing<Problem>(
  { world }: Room,
  { visitor, personId }: Changing,
  change: (person: Person, now: Date) => Promise<Problem | undefined>,
): Promise<Changed<Problem>> {
  const now = world.now()
  const met = await meet(world, visitor, now)
  if (met.kind !== 'member') return met
  if (met.person.id !== personId) return { kind: 'stale' }
  try {
    const problem = await change(met.person, now)
    return problem === undefined
      ? { kind: 'changed', person: met.person }
      : { kind: 'problem', problem, now, zone: met.person.zone }
  } catch (error) {
    if (error instanceof ErasedMeanwhile) return { kind: 'forgotten' }
    throw error
  }
}

/** Ends the transaction where its person has erased themselves a moment ago. */
class ErasedMeanwhile extends Error {
  override readonly name = 'ErasedMeanwhile'
}

/**
 * Behind the lock of the person’s row, so that an erasure comes before it or after it. Rows of others that will be written
 * too are locked with it, all in one order: two people may put each other on their lists at the same moment.
 */
function written<T>(
  { world }: Room,
  person: Person,
  write: (tx: Tx) => Promise<T>,
  others: readonly string[] = [],
): Promise<T> {
  return world.db.$transaction(async (tx) => {
    if (!(await holdRows(tx, person, others))) throw new ErasedMeanwhile()
    return write(tx)
  })
}

interface Chosen {
  readonly chosen: readonly string[]
  /** Those of them who are new to the list: Slack is asked about them. */
  readonly added: readonly string[]
  readonly most: number
}

/** Gives everybody who comes new to a list a row, and writes it down; all of them or, where somebody does not fit, none. */
async function changeList(
  room: Room,
  { visitor }: Changing,
  person: Person,
  now: Date,
  { chosen, added, most }: Chosen,
  write: (tx: Tx, addedIds: readonly string[]) => Promise<void>,
): Promise<PeopleProblem | undefined> {
  const problem = peopleProblem(chosen, person.slackId, most)
  if (problem) return problem
  const asked = await askAbout(visitor, added)
  const accounts = asked.flatMap(({ account }) => (account ? [account] : []))
  if (accounts.length < asked.length) return { kind: 'unknown' }
  const { workspaceId } = person
  const stranger = strangerAmong(accounts.map((account) => ({ account, kind: accountKind(account, workspaceId) })))
  if (stranger) return stranger
  return written(room, person, async (tx) => saveList(room, tx, person, accounts, now, write), added).catch(problemIn)
}

async function saveList(
  { world }: Room,
  tx: Tx,
  { workspaceId }: Person,
  accounts: readonly Account[],
  now: Date,
  write: (tx: Tx, addedIds: readonly string[]) => Promise<void>,
): Promise<undefined> {
  const { known, forgotten } = await knowPeople(world, tx, workspaceId, accounts, now)
  const gone = accounts.find(({ slackId }) => forgotten.has(slackId))
  if (gone) throw new NotOnTheList({ kind: 'forgotten', name: gone.name })
  const ids = [...known.values()].map(({ id }) => id)
  await write(tx, ids)
}

/** Ends the transaction, and with it the rows of those who would have fitted. */
class NotOnTheList extends Error {
  override readonly name = 'NotOnTheList'
  readonly problem: PeopleProblem
  constructor(problem: PeopleProblem) {
    super(`nobody is put on the list: one is ${problem.kind}`)
    this.problem = problem
  }
}

function problemIn(error: unknown): PeopleProblem {
  if (error instanceof NotOnTheList) return error.problem
  throw error
}
