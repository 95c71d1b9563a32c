import { daysLater } from '../calendar.ts'
import type { Tx } from '../db/connection.ts'
import { cancelAbout, postAll, reviveAll } from '../outbox/store.ts'
import { batch } from './flow-rounds.ts'
import { questionPrefix, questionsOf, questionTo } from './letters.ts'
import type { CheckInRoom } from './room.ts'
import { timeline } from './rules.ts'
import { isTheirs, type Plan, planPeople } from './rules-plan.ts'
import { leaveOut } from './store.ts'
import {
  addCheckIns,
  bringBack,
  type Candidate,
  calledOff,
  candidates,
  candidatesOf,
  endParts,
  leftOutButHere,
  placeFor,
} from './store-plan.ts'
import { holdRound, lastClosed, learnSizes, moveRound, notePlannedTo, type Round } from './store-rounds.ts'
import { enrolledFrom } from './working.ts'

/** Some people, in order of id, and what a round asks of them. */
interface Batch {
  /** The one before the first of them. */
  readonly after: string | undefined
  /** Undefined where nobody is left. */
  readonly last: string | undefined
  readonly plans: readonly Plan[]
}

/**
 * Plans whom a round has not planned yet, and opens it then. Harmless at any time and in any number of processes. While
 * some people are written down, the next ones are looked at already: that is a third of the work.
 * @returns after how many steps there was more to do.
 */
export async function planAll(room: CheckInRoom, round: Round, now: Date, goesOn: () => boolean): Promise<number> {
  const { db } = room.world
  let steps = 0
  let ahead = decide(db, round, round.plannedTo, now)
  while (goesOn()) {
    const next = await ahead
    if (next.last !== undefined) ahead = decide(db, round, next.last, now)
    // What fails is heard of by whoever waits for it, and by nobody where the round was planned by somebody else.
    ahead.catch(() => {})
    if (!(await db.$transaction((tx) => planSome(room, tx, round, now, next)))) break
    steps++
    // Where there are many, they may have come right before.
    if (steps === 1 && next.plans.length === batch) await learnSizes(db)
  }
  return steps
}

/**
 * One step of it, in a transaction that holds the round: whoever comes second decides anew from where the first has come
 * to. The last step opens the round. @returns whether there may be more.
 */
export async function planSome(
  { afterPlanned }: CheckInRoom,
  tx: Tx,
  key: Round,
  now: Date,
  ahead?: Batch,
): Promise<boolean> {
  const round = await holdRound(tx, key.workspaceId, key.id)
  if (round?.state !== 'planning' || round.closesAt <= now) return false
  const isNext = ahead !== undefined && ahead.after === round.plannedTo
  const { last, plans } = isNext ? ahead : await decide(tx, round, round.plannedTo, now)
  if (last !== undefined) {
    await writeDown(tx, round, plans, now)
    await notePlannedTo(tx, round, last)
    return true
  }
  await moveRound(tx, round, 'planned', now)
  for (const tell of afterPlanned) await tell(tx, { ...round, state: 'open' }, now)
  return false
}

async function decide(tx: Tx, round: Round, after: string | undefined, now: Date): Promise<Batch> {
  const people = await candidates(tx, { ...round, plannedTo: after }, await silentThrough(tx, round), batch)
  return { after, last: people.at(-1)?.id, plans: await planOf(tx, round, people, now) }
}

/** Nobody is asked for less than a day. */
const lastDay = 1

/** Plans those who have joined since the round was planned. @returns whether there may be more. */
export async function planJoiners(tx: Tx, key: Round, now: Date): Promise<boolean> {
  const round = await holdRound(tx, key.workspaceId, key.id)
  if (round?.state !== 'open' || daysLater(now, lastDay) >= round.closesAt) return false
  // Ids are in no order of time: whoever joins may stand before those who were planned.
  const { plans } = await decide(tx, round, undefined, now)
  if (plans.length > 0) await writeDown(tx, round, plans, now)
  return plans.length === batch
}

/**
 * Asks those, behind this person, who were left out and could be asked by now: an account was opened again, a pause ended.
 * @returns behind whom it goes on; undefined when that was all.
 */
export async function planReturners(
  tx: Tx,
  key: Round,
  after: string | undefined,
  now: Date,
): Promise<string | undefined> {
  const round = await holdRound(tx, key.workspaceId, key.id)
  if (round?.state !== 'open' || daysLater(now, lastDay) >= round.closesAt) return undefined
  const people = await leftOutButHere(tx, round, after, await silentThrough(tx, round), batch)
  const plans = (await planOf(tx, round, people, now)).filter(({ askAt }) => askAt !== null)
  await askAfterAll(tx, round, plans, now)
  return people.length === batch ? people.at(-1)?.id : undefined
}

/** Milliseconds for which what was called off is let be: what calls it off may still stand, and be nobody’s calendar. */
const letBe = 3_600_000

/**
 * Looks at those, behind this person, who wait though their question was called off before it had left. Whoever cannot be
 * asked before the close is left out for it, and found again by `planReturners`; the others are asked after all.
 * @returns as `planReturners` does.
 */
export async function planCalledOff(
  tx: Tx,
  key: Round,
  after: string | undefined,
  now: Date,
): Promise<string | undefined> {
  const round = await holdRound(tx, key.workspaceId, key.id)
  if (round?.state !== 'open') return undefined
  const since = await calledOff(tx, round, after, batch)
  if (since.size === 0) return undefined
  const people = await candidatesOf(tx, round, [...since.keys()], await silentThrough(tx, round))
  const plans = await planOf(tx, round, people, now)
  await endParts(
    tx,
    round,
    plans.filter(({ leftOut }) => isTheirs(leftOut)),
  )
  const before = new Date(now.getTime() - letBe)
  const again = plans.filter(({ personId, askAt }) => askAt !== null && (since.get(personId) ?? now) <= before)
  await askAfterAll(tx, round, again, now)
  return people.length === batch ? people.at(-1)?.id : undefined
}

async function askAfterAll(tx: Tx, round: Round, plans: readonly Plan[], now: Date): Promise<void> {
  if (plans.length === 0) return
  const asked = await bringBack(tx, round, plans)
  const questions = asked.map(({ personId, askAt }) => questionTo(round, personId, askAt))
  await reviveAll(tx, round.workspaceId, questions, now)
  await postAll(tx, round.workspaceId, questions, now)
}

/** Whoever is gone, or has left the check-in, gets nothing more of this round. @returns whether there may be more. */
export async function leaveOutGone(tx: Tx, round: Round, now: Date): Promise<boolean> {
  const personIds = await leaveOut(tx, round, batch)
  if (personIds.length > 0)
    await cancelAbout(tx, round.workspaceId, round.id, 'left_out', now, { personIds, most: 4 * batch })
  return personIds.length === batch
}

async function writeDown(tx: Tx, round: Round, plans: readonly Plan[], now: Date): Promise<void> {
  await addCheckIns(tx, round, plans, { ...questionsOf(round), keysBegin: questionPrefix(round) }, now)
}

/** What this round asks of these people: for whoever plans it, and for whoever looks at that before. */
export async function planOf(
  tx: Tx,
  { workspaceId, opensAt, closesAt, settings }: Pick<Round, 'workspaceId' | 'opensAt' | 'closesAt' | 'settings'>,
  people: readonly Candidate[],
  now: Date,
): Promise<Plan[]> {
  const place = await placeFor(tx, workspaceId)
  const span = { opensAt, closesAt, zone: place.zone, reminders: settings.reminders }
  return planPeople(
    people.map((each) => enrolledFrom(each, place)),
    span,
    now,
  )
}

/** The rounds through which somebody must have been silent to be asked only once; none while there are too few. */
export async function silentThrough(
  tx: Tx,
  round: Pick<Round, 'workspaceId' | 'skill' | 'opensAt'>,
): Promise<readonly string[]> {
  const last = await lastClosed(tx, round, timeline.silentRounds)
  return last.length === timeline.silentRounds ? last : []
}
