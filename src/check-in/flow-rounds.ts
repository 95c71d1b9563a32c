import { localDaysLater, quarterOf } from '../calendar.ts'
import type { Tx } from '../db/connection.ts'
import { cancelAbout, holdAbout, releaseAbout } from '../outbox/store.ts'
import type { Deed } from '../schedules/flow.ts'
import type { UsualSchedule } from '../schedules/store.ts'
import { questionPrefix } from './letters.ts'
import type { CheckInRoom } from './room.ts'
import { nameOfRound } from './rules.ts'
import { isTheirs, planPeople } from './rules-plan.ts'
import { rhythmOf } from './rules-settings.ts'
import { closeParts, leaveOut } from './store.ts'
import { calledOff, candidatesOf, endParts, placeFor } from './store-plan.ts'
import {
  addRound,
  hasPeople,
  holdRound,
  moveRound,
  type NewRound,
  namesLike,
  noteSettled,
  type Round,
  runningRound,
} from './store-rounds.ts'
import { enrolledFrom } from './working.ts'

/** Of each skill: 09:00 on the first day of each quarter, by the clock of the workspace. */
export function roundSchedules({ catalog: { profiles } }: Pick<CheckInRoom, 'catalog'>): readonly UsualSchedule[] {
  return profiles.map(({ skill }) => ({ kind: 'round', skill, cron: '0 9 1 1,4,7,10 *' }))
}

/**
 * The deed of the schedule: the round is there, whatever happens then; the beat goes on with it. Where another round
 * still runs, nobody takes part, or the whole time of this one has passed in a downtime, none is opened.
 */
export function opening({ catalog, world, afterNotOpened }: CheckInRoom): Deed {
  return async (tx, { workspaceId, skill, dueAt, now }) => {
    if (!catalog.profiles.some((profile) => profile.skill === skill)) return
    const { version } = catalog.registered(skill)
    const opened = await open(tx, { workspaceId, skill, version, at: dueAt, dueAt, id: world.newId() }, now)
    if (opened.kind === 'opened') return
    world.log.warn(
      { workspace: workspaceId, skill, due: dueAt, why: opened.kind },
      'A check-in was due and is not opened.',
    )
    for (const tell of afterNotOpened) await tell(tx, { workspaceId, skill, dueAt, why: opened.kind }, now)
  }
}

export interface Opening {
  readonly workspaceId: string
  readonly id: string
  readonly skill: string
  /** Of the wording that everybody is asked about. */
  readonly version: number
  readonly at: Date
  /** The slot of the schedule; absent where somebody starts it by hand. */
  readonly dueAt?: Date
  readonly startedBy?: string
}

/** Why no round is opened. */
export type NotOpened =
  /** Another one runs, or this slot has had its round. */
  | 'runs-already'
  | 'nobody-takes-part'
  /** Its close is past. */
  | 'over-by-now'

export type Opened =
  | { readonly kind: 'opened'; readonly name: string; readonly closesAt: Date }
  | { readonly kind: NotOpened }

/** Opens a round; one that should have been closed by now, had anybody been there, is closed before it. */
export async function open(tx: Tx, opening: Opening, now: Date): Promise<Opened> {
  const { workspaceId, skill } = opening
  const before = await runningRound(tx, workspaceId, skill)
  if (before && before.closesAt <= now) await end(tx, workspaceId, before.id, 'closed', now)
  if (!(await hasPeople(tx, workspaceId, skill))) return { kind: 'nobody-takes-part' }
  const round = await roundAt(tx, opening, now)
  if (!round) return { kind: 'over-by-now' }
  if (!(await addRound(tx, round))) return { kind: 'runs-already' }
  return { kind: 'opened', name: round.name, closesAt: round.closesAt }
}

/** The round that would open then; undefined where its time would be over by now. */
export async function roundAt(
  tx: Tx,
  { workspaceId, id, skill, version, at, dueAt, startedBy }: Opening,
  now: Date,
): Promise<NewRound | undefined> {
  const place = await placeFor(tx, workspaceId)
  const { reminders, close } = rhythmOf(place.settings, skill)
  const closesAt = localDaysLater(at, close, place.zone)
  if (closesAt <= now) return undefined
  const quarter = quarterOf(at, place.zone).name
  const round = { workspaceId, id, skill, profileVersion: version, opensAt: at, closesAt }
  const name = nameOfRound(quarter, await namesLike(tx, workspaceId, skill, quarter))
  return { ...round, name, settings: { reminders }, ...(dueAt && { dueAt }), ...(startedBy && { startedBy }) }
}

/**
 * Ends a round for everybody at once; what follows for each of them, the beat goes on with. Silence is no answer, and what
 * has not left does not leave. @returns false where somebody else was first.
 */
export async function end(
  tx: Tx,
  workspaceId: string,
  id: string,
  how: 'closed' | 'cancelled',
  now: Date,
): Promise<boolean> {
  const round = await holdRound(tx, workspaceId, id)
  return round !== undefined && (await moveRound(tx, round, how, now))
}

/** Nothing more leaves until it is resumed. @returns false where somebody else was first. */
export async function pause(tx: Tx, workspaceId: string, id: string, now: Date): Promise<boolean> {
  const round = await holdRound(tx, workspaceId, id)
  if (!round || !(await moveRound(tx, round, 'paused', now))) return false
  await holdSome(tx, round, now)
  return true
}

/** Whoever was not planned before the pause is planned by the beat. @returns false where somebody else was first. */
export async function resume(tx: Tx, workspaceId: string, id: string, now: Date): Promise<boolean> {
  const round = await holdRound(tx, workspaceId, id)
  if (!round || !(await moveRound(tx, round, 'resumed', now))) return false
  await releaseSome(tx, round, now)
  return true
}

/** Why its letters do not leave. */
const paused = 'round_paused'
const why = { closed: 'round_closed', cancelled: 'round_cancelled' } as const

/**
 * Of a round that is paused, as many letters as one statement takes: as it stands by now, since whoever believes it paused
 * after it was resumed would hold letters until the close. @returns whether there may be more.
 */
export async function holdSome(tx: Tx, key: Round, now: Date): Promise<boolean> {
  const round = await holdRound(tx, key.workspaceId, key.id)
  if (round?.state !== 'paused') return false
  return (await holdAbout(tx, round.workspaceId, round.id, round.closesAt, paused, now)) > 0
}

/** The same once it goes on, before it is planned on. */
export async function releaseSome(tx: Tx, key: Round, now: Date): Promise<boolean> {
  const round = await holdRound(tx, key.workspaceId, key.id)
  if (round?.state !== 'planning') return false
  return (await releaseAbout(tx, round.workspaceId, round.id, paused, now)) > 0
}

/**
 * Of a round that has ended: whoever could not be asked from the moment at which their question was called off is left out
 * for the reason of it; others of them close like everybody. @returns whether there may be more.
 */
async function endCalledOff(tx: Tx, round: Round): Promise<boolean> {
  const since = await calledOff(tx, round, undefined, batch)
  if (since.size === 0) return false
  const place = await placeFor(tx, round.workspaceId)
  const people = await candidatesOf(tx, round, [...since.keys()], [])
  const span = { ...round, zone: place.zone, reminders: [] }
  const ends = people.flatMap((person) => {
    const plans = planPeople([enrolledFrom(person, place)], span, since.get(person.id) ?? round.closesAt)
    return plans.map(({ personId, leftOut }) => ({ personId, leftOut: isTheirs(leftOut) ? leftOut : null }))
  })
  await endParts(tx, round, ends)
  return true
}

/** So many people in one transaction of about 150 ms. */
export const batch = 2_000

/**
 * Closes, of a round that has ended, the parts of some people and calls some letters off; the last step says that nothing
 * is left. @returns whether there may be more.
 */
export async function settleSome({ afterSettled }: CheckInRoom, tx: Tx, key: Round, now: Date): Promise<boolean> {
  const round = await holdRound(tx, key.workspaceId, key.id)
  if (!round || (round.state !== 'closed' && round.state !== 'cancelled') || round.settledAt) return false
  if ((await leaveOut(tx, round, batch)).length > 0) return true
  if (await endCalledOff(tx, round)) return true
  if ((await closeParts(tx, round, questionPrefix(round), batch)) > 0) return true
  if ((await cancelAbout(tx, round.workspaceId, round.id, why[round.state], now)) > 0) return true
  if (!(await noteSettled(tx, round, now))) return false
  for (const tell of afterSettled) await tell(tx, round, now)
  return false
}
