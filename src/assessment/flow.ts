import { daysLater } from '../calendar.ts'
import type { Registered } from '../catalog/flow.ts'
import { meet, type Visitor } from '../directory/flow.ts'
import type { NotForThem, Person } from '../directory/rules.ts'
import type { World } from '../world.ts'
import { type ChosenState, type FormState, openingState } from './form-state.ts'
import { answersOfRole, type Entry, type Given, isComplete, type Standing, type Via } from './rules.ts'
import { confirm, entriesOf, onRecord, record, rewordedItems, saveDraft, type Written } from './store.ts'
import type { Recorded } from './views.ts'

/** How long *Next* is remembered. */
const draftDays = 7

export type Opened = { readonly kind: 'open'; readonly state: FormState } | NotForThem

/** The form as it opens: filled with the draft that was left, else with the last answers, else empty. */
export async function openAssessment(
  world: World,
  registered: Registered,
  visitor: Visitor,
  via: Via,
): Promise<Opened> {
  const met = await meet(world, visitor)
  if (met.kind !== 'member') return met
  const { standing, draft } = await onRecord(world.db, registered, met.person, world.now())
  const answered = draft ?? standing
  const reworded = answered ? await rewordedItems(world.db, registered, answered.profileVersion) : new Set<string>()
  const draftLeft = draft && daysLater(draft.expiresAt, -draftDays)
  const fresh = { via, draftId: world.newId(), version: registered.version, zone: met.person.zone }
  return { kind: 'open', state: openingState(registered.profile, fresh, { standing, draft, draftLeft, reworded }) }
}

export type Saved =
  | { readonly kind: 'recorded'; readonly recorded: Recorded }
  /** There is nothing that could be confirmed, or it was erased meanwhile. */
  | { readonly kind: 'nothing-on-record' }
  | NotForThem

/** An item or topic of this role and level has no answer. */
export interface Incomplete {
  readonly kind: 'incomplete'
}

/** Writes what the form says, once per draft, however often Slack delivers it. */
export async function recordAssessment(
  world: World,
  registered: Registered,
  visitor: Visitor,
  state: ChosenState,
): Promise<Saved | Incomplete> {
  const { profile } = registered
  const given = givenBy(registered, state)
  if (!isComplete(profile, given)) return { kind: 'incomplete' }
  const met = await meet(world, visitor)
  if (met.kind !== 'member') return met
  const now = world.now()
  const written = await record(world.db, registered, met.person, given, {
    key: draftKey(met.person, state),
    via: state.via,
    now,
  })
  if (!written) return alreadyRecorded(world, registered, met.person)
  return recordedAs('given', met.person, written, {
    ...given,
    saidAt: now,
    givenAt: now,
    profileVersion: registered.version,
  })
}

/** *Nothing has changed*, in the form. */
export async function confirmInForm(
  world: World,
  registered: Registered,
  visitor: Visitor,
  state: FormState,
): Promise<Saved> {
  return confirmAssessment(world, registered, visitor, (person) => draftKey(person, state), state.via)
}

/** *Still right*, on a record that is shown somewhere; `where` tells one showing from another. */
export async function confirmShown(
  world: World,
  registered: Registered,
  visitor: Visitor,
  where: string,
): Promise<Saved> {
  return confirmAssessment(world, registered, visitor, (person) => `click:${person.id}:${where}`, 'command')
}

/** Keeps what *Next* sent for seven days. */
export async function keepDraft(
  world: World,
  registered: Registered,
  visitor: Visitor,
  state: ChosenState,
  step: 2 | 3,
): Promise<void> {
  const met = await meet(world, visitor)
  if (met.kind !== 'member') return
  const expiresAt = daysLater(world.now(), draftDays)
  const given = givenBy(registered, state)
  await saveDraft(world.db, registered, met.person, given, { step, expiresAt, key: draftKey(met.person, state) })
}

export type Reading<T> = { readonly kind: 'read'; readonly person: Person; readonly found: T } | NotForThem

export async function readStanding(
  world: World,
  registered: Registered,
  visitor: Visitor,
): Promise<Reading<Standing | undefined>> {
  return reading(world, visitor, (person) => standingOf(world, registered, person))
}

export async function standingOf(world: World, registered: Registered, person: Person): Promise<Standing | undefined> {
  return (await onRecord(world.db, registered, person, world.now())).standing
}

export async function readHistory(world: World, registered: Registered, visitor: Visitor): Promise<Reading<Entry[]>> {
  return reading(world, visitor, (person) => entriesOf(world.db, registered, person))
}

async function reading<T>(world: World, visitor: Visitor, ask: (person: Person) => Promise<T>): Promise<Reading<T>> {
  const met = await meet(world, visitor)
  return met.kind === 'member' ? { kind: 'read', person: met.person, found: await ask(met.person) } : met
}

async function confirmAssessment(
  world: World,
  registered: Registered,
  visitor: Visitor,
  keyOf: (person: Person) => string,
  via: Via,
): Promise<Saved> {
  const met = await meet(world, visitor)
  if (met.kind !== 'member') return met
  const written = await confirm(world.db, registered, met.person, { key: keyOf(met.person), via, now: world.now() })
  const { standing } = await onRecord(world.db, registered, met.person, world.now())
  if (!standing) return { kind: 'nothing-on-record' }
  return written
    ? recordedAs('confirmed', met.person, written, standing)
    : alreadyRecorded(world, registered, met.person)
}

/** A second delivery reads what the first one wrote. */
async function alreadyRecorded(world: World, registered: Registered, person: Person): Promise<Saved> {
  const { standing } = await onRecord(world.db, registered, person, world.now())
  if (!standing) return { kind: 'nothing-on-record' }
  const [latest, before] = (await entriesOf(world.db, registered, person)).reverse()
  return {
    kind: 'recorded',
    recorded: { kind: latest?.kind ?? 'given', now: standing, before: before ?? null, zone: person.zone },
  }
}

function recordedAs(
  kind: Recorded['kind'],
  person: Person,
  { nth, before }: NonNullable<Written>,
  now: Omit<Standing, 'nth'>,
): Saved {
  return { kind: 'recorded', recorded: { kind, now: { ...now, nth }, before, zone: person.zone } }
}

function givenBy({ profile }: Registered, { role, rank, answers, ratings, note }: ChosenState): Given {
  return { role, rank, answers: answersOfRole(profile, role, answers), ratings, note }
}

function draftKey(person: Person, { draftId }: FormState): string {
  return `draft:${person.id}:${draftId}`
}
