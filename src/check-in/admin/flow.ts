import { knownZone } from '../../calendar.ts'
import type { Tx } from '../../db/connection.ts'
import type { Act } from '../../directory/audit/rules.ts'
import { note } from '../../directory/audit/store.ts'
import type { Person } from '../../directory/rules.ts'
import { end, type Opened, open, pause, resume } from '../flow-rounds.ts'
import { placeFor } from '../store-plan.ts'
import { lastClosed, latestRounds, type Round, roundById, runningRound } from '../store-rounds.ts'
import { presentPlan } from './flow-schedule.ts'
import type { AdminRoom } from './room.ts'
import type { Numbers } from './rules.ts'
import { type ExportedPart, enrolledIn, exportedParts, numbersOf } from './store.ts'

/** A round as its window shows it. */
export interface RoundSeen {
  readonly round: Round
  readonly numbers: Numbers
  /** Of the round before it that came to its end. */
  readonly before: Numbers | undefined
}

export interface Seen {
  readonly skill: string
  /** In which its dates are. */
  readonly zone: string
  /** The one that runs, or was the last; undefined before the first one. */
  readonly seen: RoundSeen | undefined
  /** How many are in the check-in by now. */
  readonly enrolled: number
  readonly nextAt: Date
}

/** The round of this id; without one, the round that runs or ran last. */
export async function roundAtHand(
  room: AdminRoom,
  workspaceId: string,
  skill: string,
  roundId?: string | undefined,
): Promise<Seen> {
  const { db } = room.world
  const named = roundId === undefined ? undefined : await roundById(db, workspaceId, roundId)
  const round =
    named ?? (await runningRound(db, workspaceId, skill)) ?? (await latestRounds(db, workspaceId, skill, 1))[0]
  const { plan, nextAt } = await presentPlan(room, workspaceId, round?.skill ?? skill)
  const enrolled = await enrolledIn(db, workspaceId, round?.skill ?? skill)
  return {
    skill: round?.skill ?? skill,
    zone: plan.zone,
    seen: round && (await seenOf(db, round)),
    enrolled,
    nextAt,
  }
}

export async function seenOf(tx: Tx, round: Round): Promise<RoundSeen> {
  const [beforeId] = await lastClosed(tx, round, 1)
  return {
    round,
    numbers: await numbersOf(tx, round),
    before: beforeId === undefined ? undefined : await numbersOf(tx, { workspaceId: round.workspaceId, id: beforeId }),
  }
}

export async function zoneFor(tx: Tx, workspaceId: string): Promise<string> {
  return knownZone((await placeFor(tx, workspaceId)).zone) ?? 'UTC'
}

/** What an admin does with a round that runs. */
export const deeds = ['pause', 'resume', 'close', 'cancel'] as const
export type Deed = (typeof deeds)[number]

const acts: Readonly<Record<Deed, Act>> = {
  pause: 'check-in.pause',
  resume: 'check-in.resume',
  close: 'check-in.close',
  cancel: 'check-in.cancel',
}

/** @returns false where it does not stand any more as its admin saw it; then nothing was done. */
export async function actOn(room: AdminRoom, { workspaceId, id: actorId }: Person, deed: Deed, roundId: string) {
  const now = room.world.now()
  const done = await room.world.db.$transaction(async (tx) => {
    const round = await roundById(tx, workspaceId, roundId)
    if (!round || !(await doneBy(tx, deed, round, now))) return false
    const detail = { round: round.id, name: round.name, skill: round.skill }
    await note(tx, { workspaceId, actorId, act: acts[deed], subjects: [], detail }, now)
    return true
  })
  if (done) room.wake()
  return done
}

function doneBy(tx: Tx, deed: Deed, { workspaceId, id }: Round, now: Date): Promise<boolean> {
  switch (deed) {
    case 'pause':
      return pause(tx, workspaceId, id, now)
    case 'resume':
      return resume(tx, workspaceId, id, now)
    case 'close':
      return end(tx, workspaceId, id, 'closed', now)
    case 'cancel':
      return end(tx, workspaceId, id, 'cancelled', now)
  }
}

/** Opens one now, unless something stands against it. */
export async function startNow(room: AdminRoom, { workspaceId, id: actorId }: Person, skill: string): Promise<Opened> {
  const { world, catalog } = room
  const now = world.now()
  const { version } = catalog.registered(skill)
  const id = world.newId()
  const opened = await world.db.$transaction(async (tx) => {
    const outcome = await open(tx, { workspaceId, id, skill, version, at: now, startedBy: actorId }, now)
    if (outcome.kind !== 'opened') return outcome
    const detail = { round: id, name: outcome.name, skill }
    await note(tx, { workspaceId, actorId, act: 'check-in.start', subjects: [], detail }, now)
    return outcome
  })
  if (opened.kind === 'opened') room.wake()
  return opened
}

/** Everybody’s part, as it leaves; that it did is noted in the same transaction. It stays where `mayLeave` says so. */
export async function takeParts(
  { world }: AdminRoom,
  { workspaceId, id: actorId }: Person,
  roundId: string,
  mayLeave: (parts: readonly ExportedPart[]) => boolean,
): Promise<{ readonly round: Round; readonly parts: readonly ExportedPart[] } | 'kept' | 'gone'> {
  const now = world.now()
  return world.db.$transaction(async (tx) => {
    const round = await roundById(tx, workspaceId, roundId)
    if (!round) return 'gone'
    const parts = await exportedParts(tx, round)
    if (!mayLeave(parts)) return 'kept'
    const subjects = parts.map(({ id }) => id)
    const detail = { round: round.id, name: round.name, skill: round.skill, count: parts.length }
    await note(tx, { workspaceId, actorId, act: 'export.round', subjects, detail }, now)
    return { round, parts }
  })
}
