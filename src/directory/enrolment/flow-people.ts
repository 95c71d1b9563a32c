import { type Day, dayOf } from '../../calendar.ts'
import { note } from '../audit/store.ts'
import type { ManagerLink } from '../managers/rules.ts'
import { unsettledLinks } from '../managers/store.ts'
import type { DirectoryRoom } from '../room.ts'
import type { Person } from '../rules.ts'
import { type Amounts, type Enrolled, type Exported, type Place, within } from './rules-people.ts'
import { amountsOf, enrolledById, enrolledBySlackId, exportedPeople, type Of, pageOf } from './store-people.ts'

type Room = Pick<DirectoryRoom, 'world' | 'recorded'>

/** What the reader sees of the list. */
export interface PeoplePage {
  readonly place: Place
  readonly amounts: Amounts
  readonly people: readonly Enrolled[]
  /** Links to managers that wait for somebody to settle them. */
  readonly unsettled: readonly ManagerLink[]
}

/** So many are shown at a time. */
const mostUnsettled = 5

/** A page of those in the check-in, or whom the reader looked for; the last page, where the list has become shorter. */
export async function peopleAt(room: Room, admin: Person, place: Place): Promise<PeoplePage> {
  const { db } = room.world
  const of = asked(room, admin, place.skill)
  const amounts = await amountsOf(db, of)
  const unsettled = await unsettledLinks(db, admin.workspaceId, mostUnsettled)
  if (place.found === undefined) {
    const there = within(place, amounts)
    return { place: there, amounts, people: await pageOf(db, of, there), unsettled }
  }
  const found = place.found === null ? undefined : await enrolledById(db, of, place.found)
  return { place: { ...place, found: found?.id ?? null }, amounts, people: found ? [found] : [], unsettled }
}

/** Where somebody stands who is looked for: nobody’s place, whatever else there may be on record about them. */
export async function placeOf(room: Room, admin: Person, { skill }: Place, slackId: string): Promise<Place> {
  const found = await enrolledBySlackId(room.world.db, asked(room, admin, skill), slackId)
  return { skill, filter: 'everybody', page: 0, found: found?.id ?? null }
}

/** Of a line of the list; undefined where they are not in it any more. */
export function lineOf(room: Room, admin: Person, { skill }: Place, id: string): Promise<Enrolled | undefined> {
  return enrolledById(room.world.db, asked(room, admin, skill), id)
}

/** Names and ids, as they leave; that they did is noted in the same transaction. They stay where `mayLeave` says so. */
export async function takePeople(
  { world }: Room,
  admin: Person,
  skill: string,
  mayLeave: (people: readonly Exported[]) => boolean,
): Promise<readonly Exported[] | 'kept'> {
  const { workspaceId, id: actorId } = admin
  const now = world.now()
  return world.db.$transaction(async (tx) => {
    const people = await exportedPeople(tx, { workspaceId, skill })
    if (!mayLeave(people)) return 'kept'
    const subjects = people.map(({ id }) => id)
    const entry = { workspaceId, actorId, act: 'export.people', subjects } as const
    await note(tx, { ...entry, detail: { skill, count: people.length } }, now)
    return people
  })
}

function asked({ world, recorded }: Room, { workspaceId, zone }: Person, skill: string): Of & { today: Day } {
  return { workspaceId, skill, today: dayOf(world.now(), zone), recorded: recorded(workspaceId, skill) }
}
