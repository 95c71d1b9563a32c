import { createHash } from 'node:crypto'
import { daysLater } from '../calendar.ts'
import type { Registered } from '../catalog/flow.ts'
import type { Tx } from '../db/connection.ts'
import { type Met, meet, type Visitor, welcome } from '../directory/flow.ts'
import type { Forgotten, NotForThem, Person, PersonKey, SeenBy } from '../directory/rules.ts'
import { look, type Seen, type SightRoom } from '../directory/sight/flow.ts'
import { whoSees } from '../directory/sight/store.ts'
import type { World } from '../world.ts'
import { type ChosenState, type FormState, openingState } from './form-state.ts'
import type { InRecord, RecordedHow } from './room.ts'
import { answersOfRole, type Entry, type Given, isComplete, type Standing, type Via } from './rules.ts'
import { confirm, entriesOf, onRecord, record, rewordedItems, saveDraft, type Written } from './store.ts'
import type { Recorded } from './views.ts'

/** How long *Next* is remembered. */
const draftDays = 7

export type Opened = { readonly kind: 'open'; readonly state: FormState } | Forgotten | NotForThem

/**
 * The form as it opens: filled with the draft that was left, else with the last answers, else empty. Opening it is the
 * first step with which somebody who has erased themselves starts anew.
 */
export async function openAssessment(
  world: World,
  registered: Registered,
  visitor: Visitor,
  via: Via,
  wording: 'present' | 'frozen' = 'present',
): Promise<Opened> {
  const now = world.now()
  const met = await welcome(world, visitor, now)
  if (met.kind !== 'member') return met
  const [{ standing, draft }, seenBy] = await Promise.all([
    onRecord(world.db, registered, met.person, now),
    whoSees(world.db, met.person, registered.profile.skill, now),
  ])
  const answered = draft ?? standing
  const reworded = answered ? await rewordedItems(world.db, registered, answered.profileVersion) : new Set<string>()
  const draftLeft = draft && daysLater(draft.expiresAt, -draftDays)
  const { id: personId, zone } = met.person
  const frozen = wording === 'frozen'
  const fresh = { via, draftId: world.newId(), personId, version: registered.version, frozen, zone }
  return {
    kind: 'open',
    state: openingState(registered.profile, fresh, { standing, draft, draftLeft, reworded, seenBy }),
  }
}

export type Saved =
  | { readonly kind: 'recorded'; readonly recorded: Recorded; readonly person: Person }
  /** There is nothing that could be confirmed, or it was erased meanwhile. */
  | { readonly kind: 'nothing-on-record' }
  | NotForThem

/** An item or topic of this role and level has no answer. */
export interface Incomplete {
  readonly kind: 'incomplete'
}

/** Writes what the form says: once for the same content, however often Slack delivers it. */
export async function recordAssessment(
  world: World,
  registered: Registered,
  visitor: Visitor,
  state: ChosenState,
  inRecord: readonly InRecord[] = [],
): Promise<Saved | Incomplete> {
  const given = givenBy(registered, state)
  if (!isComplete(registered.profile, given)) return { kind: 'incomplete' }
  const now = world.now()
  const met = await owner(world, visitor, state, now)
  if (met.kind === 'forgotten') return { kind: 'nothing-on-record' }
  if (met.kind !== 'member') return met
  const saving = { form: formKey(met.person, state), content: contentOf(given), via: state.via, now }
  const own = await ownOf(world, registered, met.person, now)
  const written = await writeDown(own, inRecord, { kind: 'given', via: state.via, inPlace: false, now }, (tx) =>
    record(tx, registered, met.person, given, saving),
  )
  if (!written) return asItStands(own)
  const standing = { ...given, saidAt: now, givenAt: now, profileVersion: registered.version, nth: written.nth }
  return recordedAs('given', own, written, standing)
}

/** *Nothing has changed*, in the form. */
export function confirmInForm(
  world: World,
  registered: Registered,
  visitor: Visitor,
  state: FormState,
  inRecord: readonly InRecord[] = [],
): Promise<Saved> {
  return confirmAssessment(world, registered, {
    whose: (now) => owner(world, visitor, state, now),
    form: (person) => formKey(person, state),
    via: state.via,
    inRecord,
  })
}

/** *Still right*, on a record that is shown somewhere; `where` tells one showing from another. */
export function confirmShown(
  world: World,
  registered: Registered,
  visitor: Visitor,
  where: string,
  inRecord: readonly InRecord[] = [],
): Promise<Saved> {
  return confirmAssessment(world, registered, {
    whose: (now) => meet(world, visitor, now),
    form: (person) => `click:${person.id}:${where}`,
    via: 'command',
    inRecord,
  })
}

/** Keeps what *Next* sent for seven days. */
export async function keepDraft(
  world: World,
  registered: Registered,
  visitor: Visitor,
  state: ChosenState,
  step: 2 | 3,
): Promise<void> {
  const now = world.now()
  const met = await owner(world, visitor, state, now)
  if (met.kind !== 'member') return
  const kept = { step, form: formKey(met.person, state), expiresAt: daysLater(now, draftDays) }
  await saveDraft(world.db, registered, met.person, givenBy(registered, state), kept)
}

/** What was found, and the moment at which: dates are drawn against it. */
export type Reading<T> =
  | { readonly kind: 'read'; readonly person: Person; readonly found: T; readonly now: Date }
  | Forgotten
  | NotForThem

export function readStanding(
  world: World,
  registered: Registered,
  visitor: Visitor,
): Promise<Reading<Standing | undefined>> {
  return reading(world, visitor, (person, now) => standingOf(world, registered, person, now))
}

/** One’s own record with who else sees it; the latter also where nothing is on record yet. */
export interface OwnRecord {
  readonly standing: Standing | undefined
  readonly seenBy: SeenBy
}

export function readOwn(world: World, registered: Registered, visitor: Visitor): Promise<Reading<OwnRecord>> {
  return reading(world, visitor, (person, now) => ownRecordOf(world, registered, person, now))
}

export async function ownRecordOf(
  world: World,
  registered: Registered,
  person: PersonKey,
  now: Date,
): Promise<OwnRecord> {
  const [{ standing }, seenBy] = await Promise.all([
    onRecord(world.db, registered, person, now),
    whoSees(world.db, person, registered.profile.skill, now),
  ])
  return { standing, seenBy }
}

/** Somebody else’s record, where the reader may see it; whoever has erased themselves sees nobody’s. */
export async function readSomebodys(
  room: SightRoom,
  registered: Registered,
  visitor: Visitor,
  ownerSlackId: string,
): Promise<Reading<Seen<Standing> | undefined>> {
  const at = { ownerSlackId, skill: registered.profile.skill }
  return reading(room.world, visitor, (viewer, now) =>
    look(room, viewer, at, async (tx, owner) => (await onRecord(tx, registered, owner, now)).standing, now),
  )
}

export function readHistory(world: World, registered: Registered, visitor: Visitor): Promise<Reading<Entry[]>> {
  return reading(world, visitor, (person) => entriesOf(world.db, registered, person))
}

export async function standingOf(
  world: World,
  registered: Registered,
  person: PersonKey,
  now: Date,
): Promise<Standing | undefined> {
  return (await onRecord(world.db, registered, person, now)).standing
}

async function reading<T>(
  world: World,
  visitor: Visitor,
  ask: (person: Person, now: Date) => Promise<T>,
): Promise<Reading<T>> {
  const now = world.now()
  const met = await meet(world, visitor, now)
  if (met.kind !== 'member') return met
  return { kind: 'read', person: met.person, found: await ask(met.person, now), now }
}

/** Where a confirmation comes from. */
export interface Confirming {
  readonly whose: (now: Date) => Promise<Met>
  /** Its key: a second one with the same key records nothing. */
  readonly form: (person: Person) => string
  readonly via: Via
  readonly inPlace?: boolean
  readonly inRecord: readonly InRecord[]
}

/** *Still right*: what is on record is said again, wording and all. */
export async function confirmAssessment(
  world: World,
  registered: Registered,
  { whose, form, via, inPlace = false, inRecord }: Confirming,
): Promise<Saved> {
  const now = world.now()
  const met = await whose(now)
  if (met.kind === 'forgotten') return { kind: 'nothing-on-record' }
  if (met.kind !== 'member') return met
  const saving = { form: form(met.person), content: 'confirmed', via, now }
  const own = await ownOf(world, registered, met.person, now)
  const written = await writeDown(own, inRecord, { kind: 'confirmed', via, inPlace, now }, (tx) =>
    confirm(tx, registered, met.person, saving),
  )
  if (!written) return asItStands(own)
  const standing = await standingOf(world, registered, met.person, now)
  if (!standing) return { kind: 'nothing-on-record' }
  return recordedAs('confirmed', own, written, standing)
}

/** Whose record it is, and who sees it; asked before the write, so that nothing that was recorded can seem not to be. */
interface Owning {
  readonly world: World
  readonly registered: Registered
  readonly person: Person
  readonly seenBy: SeenBy
  readonly now: Date
}

async function ownOf(world: World, registered: Registered, person: Person, now: Date): Promise<Owning> {
  return { world, registered, person, seenBy: await whoSees(world.db, person, registered.profile.skill, now), now }
}

/** What is recorded, and all that higher rooms draw from it, in one transaction. */
async function writeDown(
  { world, registered: { profile }, person }: Owning,
  inRecord: readonly InRecord[],
  how: Omit<RecordedHow, 'nth'>,
  write: (tx: Tx) => Promise<Written>,
): Promise<Written> {
  if (inRecord.length === 0) return write(world.db)
  return world.db.$transaction(async (tx) => {
    const written = await write(tx)
    if (written) for (const tell of inRecord) await tell(tx, person, profile.skill, { ...how, nth: written.nth })
    return written
  })
}

/** A second delivery reads what the first one wrote. */
async function asItStands({ world, registered, person, seenBy, now }: Owning): Promise<Saved> {
  const standing = await standingOf(world, registered, person, now)
  if (!standing) return { kind: 'nothing-on-record' }
  const entries = await entriesOf(world.db, registered, person)
  const latest = entries.find(({ nth }) => nth === standing.nth)
  const before = entries.find(({ nth }) => nth === standing.nth - 1) ?? null
  const { zone } = person
  return { kind: 'recorded', recorded: { kind: latest?.kind ?? 'given', now: standing, before, zone, seenBy }, person }
}

async function recordedAs(
  kind: Recorded['kind'],
  { world, registered, person, seenBy }: Owning,
  { nth, before }: NonNullable<Written>,
  standing: Standing,
): Promise<Saved> {
  // Where another form was saved in the same moment, the statement saw the record as it was before both.
  const previous =
    (before?.nth ?? 0) === nth - 1
      ? before
      : (await entriesOf(world.db, registered, person)).find((entry) => entry.nth === nth - 1)
  const recorded = { kind, now: standing, before: previous ?? null, zone: person.zone, seenBy }
  return { kind: 'recorded', recorded, person }
}

/**
 * The person a form was opened for. Whoever has erased themselves since is another person, even after a first step
 * anew: nothing that was said before comes back, from however late a delivery.
 */
async function owner(world: World, visitor: Visitor, { personId }: FormState, now: Date): Promise<Met> {
  const met = await meet(world, visitor, now)
  const another = met.kind === 'member' && personId !== undefined && personId !== met.person.id
  return another ? { kind: 'forgotten' } : met
}

function givenBy({ profile }: Registered, { role, rank, answers, ratings, note }: ChosenState): Given {
  return { role, rank, answers: answersOfRole(profile, role, answers), ratings, note }
}

function formKey(person: Person, { draftId }: FormState): string {
  return `draft:${person.id}:${draftId}`
}

/** Equal for equal answers: a save whose answer was lost may be sent again as it was, or corrected first. */
function contentOf({ role, rank, answers, ratings, note }: Given): string {
  const said = JSON.stringify([role, rank, [...answers].sort(), [...ratings].sort(), note])
  return createHash('sha256').update(said).digest('base64url')
}
