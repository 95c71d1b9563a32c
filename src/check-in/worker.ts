import type { Tx } from '../db/connection.ts'
import { reasonOf } from '../db/errors.ts'
import { leaveOutGone, planAll, planCalledOff, planJoiners, planReturners } from './flow-plan.ts'
import { remindSome } from './flow-reminders.ts'
import { end, holdSome, releaseSome, settleSome } from './flow-rounds.ts'
import type { CheckInRoom } from './room.ts'
import { learnSizes, nextMoment, type Round, roundsToGoOnWith } from './store-rounds.ts'

/** Rounds go on as long as somebody asks for it; in any number of processes at once. */
export interface Rounds {
  /** Does what is due in every round: at each beat. People who came or went are looked for now and then. */
  readonly goOn: () => Promise<void>
  /** The same, and looks for people who came or went. */
  readonly catchUp: () => Promise<void>
  /** When there is something to do next. */
  readonly nextDue: () => Promise<Date | undefined>
  /** Finishes the step that is under way, and begins no other. */
  readonly stop: () => void
}

/** Milliseconds of the machine: it reads everybody who has not answered. */
const lookForPeopleEvery = 30_000

export function keepRounds(room: CheckInRoom): Rounds {
  const { db, now: clock, log } = room.world
  const failures = new Map<string, string>()
  let lookedAt = Number.NEGATIVE_INFINITY
  let isStopped = false

  async function goOn(alsoPeople: boolean): Promise<void> {
    const now = clock()
    if (alsoPeople) lookedAt = performance.now()
    for (const round of await roundsToGoOnWith(db)) await attempt(round, () => goOnWith(round, alsoPeople, now))
  }

  async function goOnWith(round: Round, alsoPeople: boolean, now: Date): Promise<void> {
    if (!round.closedAt && round.closesAt <= now)
      await db.$transaction((tx) => end(tx, round.workspaceId, round.id, 'closed', now))
    if (round.closedAt || round.closesAt <= now) await steps((tx) => settleSome(room, tx, round, now))
    else if (round.state === 'paused') await steps((tx) => holdSome(tx, round, now))
    else await goOnWithOpen(round, alsoPeople, now)
    room.wake()
  }

  async function goOnWithOpen(round: Round, alsoPeople: boolean, now: Date): Promise<void> {
    if (round.state === 'planning') {
      await steps((tx) => releaseSome(tx, round, now))
      if ((await planAll(room, round, now, () => !isStopped)) > 0) await learnSizes(db)
    }
    if (alsoPeople) await lookForPeople(round, now)
    await steps((tx) => remindSome(tx, round, now))
  }

  async function lookForPeople(round: Round, now: Date): Promise<void> {
    await steps((tx) => leaveOutGone(tx, round, now))
    await steps((tx) => planJoiners(tx, round, now))
    for (const look of [planCalledOff, planReturners]) {
      let after: string | undefined
      await steps(async (tx) => {
        after = await look(tx, round, after, now)
        return after !== undefined
      })
    }
  }

  /**
   * Each in a transaction of its own: whatever ends this process, the next one goes on behind the last of them.
   * @returns how many there were after which more was to do.
   */
  async function steps(step: (tx: Tx) => Promise<boolean>): Promise<number> {
    let count = 0
    while (!isStopped && (await db.$transaction(step))) count++
    return count
  }

  /** A round that fails does not hold up the others. The log hears of each reason once, not every second. */
  async function attempt({ workspaceId, id, skill }: Round, act: () => Promise<void>): Promise<void> {
    try {
      await act()
      failures.delete(id)
    } catch (error) {
      const reason = reasonOf(error)
      if (failures.get(id) !== reason)
        log.warn(
          { err: error, workspace: workspaceId, skill, round: id },
          'A check-in could not go on; it is tried again.',
        )
      failures.set(id, reason)
    }
  }

  return {
    goOn: () => goOn(performance.now() - lookedAt > lookForPeopleEvery),
    catchUp: () => goOn(true),
    nextDue: () => nextMoment(db),
    stop: () => {
      isStopped = true
    },
  }
}
