import { clockTime, knownZone } from '../../calendar.ts'
import type { Tx } from '../../db/connection.ts'
import type { Person } from '../../directory/rules.ts'
import { personBySlackId } from '../../directory/store.ts'
import { planOf, silentThrough } from '../flow-plan.ts'
import { roundAt } from '../flow-rounds.ts'
import { candidates } from '../store-plan.ts'
import { type Round, roundById } from '../store-rounds.ts'
import { zoneFor } from './flow.ts'
import { presentPlan } from './flow-schedule.ts'
import type { AdminRoom } from './room.ts'
import {
  type Amounts,
  amountsOf,
  byDayAndHour,
  type DayOfSending,
  isRunning,
  listed,
  type Pace,
  type Part,
  type Place,
  paceOf,
  pageSize,
  within,
} from './rules.ts'
import { lettersPerMinute, partsOf, shownPeople, withLevel } from './store.ts'

/** What would be sent, exactly: the planning itself says it. */
export interface Preview {
  readonly place: Place
  readonly round: Pick<Round, 'name' | 'opensAt' | 'closesAt' | 'settings'>
  /** It opens by itself then, and nobody has been told anything. */
  readonly isToCome: boolean
  readonly amounts: Amounts
  readonly people: readonly PreviewedPart[]
  /** Of the questions that have not left. */
  readonly days: readonly DayOfSending[]
  readonly pace: Pace | undefined
  readonly perMinute: number
  /** Of the workspace. */
  readonly zone: string
}

export interface PreviewedPart extends Part {
  readonly slackId: string
  readonly zone: string
  readonly hasLevel: boolean
}

/** Undefined where the round is over, or nothing would open. */
export async function previewAt(room: AdminRoom, admin: Person, place: Place): Promise<Preview | undefined> {
  const { db } = room.world
  const { workspaceId } = admin
  const now = room.world.now()
  const found = await partsAt(room, workspaceId, place, now)
  if (!found) return undefined
  const { round, parts, isToCome } = found
  const hasLevel = await withLevel(db, room.directory.recorded(workspaceId, round.skill))
  const amounts = amountsOf(parts, (id) => hasLevel.has(id))
  const there = within(place, amounts)
  const coming = parts.flatMap(({ at, isSent }) => (at && !isSent ? [at] : []))
  const perMinute = await lettersPerMinute(db, workspaceId)
  const shown =
    there.found === undefined
      ? listed(parts, there.filter, (id) => hasLevel.has(id)).slice(there.page * pageSize, (there.page + 1) * pageSize)
      : parts.filter(({ personId }) => personId === there.found)
  return {
    place: there,
    round,
    isToCome,
    amounts,
    people: await named(db, workspaceId, shown, hasLevel),
    days: byDayAndHour(coming, admin.zone, (at) => Number(clockTime(at, admin.zone).slice(0, 2))),
    pace: paceOf(
      coming.map((at) => (at > now ? at : now)),
      perMinute,
    ),
    perMinute,
    zone: await zoneFor(db, workspaceId),
  }
}

/** Where somebody stands who is looked for: nobody’s place, whatever else there may be on record about them. */
export async function placeOf(
  { world: { db } }: AdminRoom,
  admin: Person,
  place: Place,
  slackId: string,
): Promise<Place> {
  const person = await personBySlackId(db, admin.workspaceId, slackId)
  return { ...place, filter: 'everybody', page: 0, found: person?.id ?? null }
}

interface Found {
  readonly round: Round
  readonly parts: readonly Part[]
  readonly isToCome: boolean
}

async function partsAt(room: AdminRoom, workspaceId: string, place: Place, now: Date): Promise<Found | undefined> {
  const { db } = room.world
  if (place.roundId === undefined) {
    const round = await toCome(room, workspaceId, place.skill)
    return round && { round, parts: await plannedFor(db, round, round.opensAt), isToCome: true }
  }
  const round = await roundById(db, workspaceId, place.roundId)
  if (!round || !isRunning(round.state)) return undefined
  const written = await partsOf(db, round)
  const rest = round.state === 'open' ? [] : await plannedFor(db, round, now)
  return { round, parts: [...written, ...rest], isToCome: false }
}

/** The round that the schedule opens next, as if it opened now. */
async function toCome({ world, catalog, ...room }: AdminRoom, workspaceId: string, skill: string) {
  const { nextAt } = await presentPlan({ world, ...room }, workspaceId, skill)
  const { version } = catalog.registered(skill)
  const round = await roundAt(world.db, { workspaceId, id: world.newId(), skill, version, at: nextAt }, nextAt)
  return (
    round && asRound({ ...round, state: 'planning', closedAt: undefined, settledAt: undefined, plannedTo: undefined })
  )
}

function asRound(round: Round): Round {
  return round
}

/** So many at a time, as planning takes them. */
const batch = 2_000

/** What planning would write down for those who have no part in it yet. */
async function plannedFor(tx: Tx, round: Round, now: Date): Promise<Part[]> {
  const silent = await silentThrough(tx, round)
  const parts: Part[] = []
  for (let to = round.plannedTo; ; ) {
    const from: Round = { ...round, plannedTo: to }
    const people = await candidates(tx, from, silent, batch)
    for (const { personId, askAt, leftOut } of await planOf(tx, round, people, now))
      parts.push({ personId, at: askAt ?? undefined, leftOut: leftOut ?? undefined, isSent: false })
    if (people.length < batch) return parts
    to = people.at(-1)?.id
  }
}

async function named(
  tx: Tx,
  workspaceId: string,
  parts: readonly Part[],
  hasLevel: ReadonlySet<string>,
): Promise<readonly PreviewedPart[]> {
  const place = await zoneFor(tx, workspaceId)
  const people = await shownPeople(
    tx,
    workspaceId,
    parts.map(({ personId }) => personId),
  )
  return parts.flatMap((part) => {
    const person = people.get(part.personId)
    if (!person) return []
    return [
      {
        ...part,
        slackId: person.slackId,
        zone: knownZone(person.zone) ?? place,
        hasLevel: hasLevel.has(part.personId),
      },
    ]
  })
}
