import { forgetExpired } from '../assessment/store.ts'
import { forgetOldAssessments } from '../assessment/store-retention.ts'
import { daysLater } from '../calendar.ts'
import { forgetOldRounds } from '../check-in/store-retention.ts'
import type { Tx } from '../db/connection.ts'
import { forgetLinesBefore } from '../directory/audit/store.ts'
import { forgetAbsences, forgetLists, forgetOpenings } from '../directory/store-retention.ts'
import { forgetEnded } from '../outbox/store.ts'
import type { Deed } from '../schedules/flow.ts'
import type { UsualSchedule } from '../schedules/store.ts'

/** Nightly, at an hour when hardly anybody writes, and beside the full hours of other programs. */
export const retentionSchedule: UsualSchedule = { kind: 'retention', cron: '17 3 * * *' }

/**
 * Takes away rows whose time is over, of one workspace or of none, so many at most; says how many it took. What is left
 * over the next call takes.
 */
export type Sweep = (tx: Tx, workspaceId: string, now: Date, atMost: number) => Promise<number>

const batch = 10_000
/** In one night, workspace and sweep: the transaction stays short, and what remains the next nights take. */
const batches = 10

/** Unfinished forms and marks of what was delivered, of all workspaces: few enough for one go. */
const expired: Sweep = async (tx, _workspaceId, now) => {
  await forgetExpired(tx, now)
  return 0
}

/** Half a year answers what somebody was sent and when; a letter holds no words, but it names who got it. */
const lettersAreKept = 180

const endedLetters: Sweep = (tx, workspaceId, now, atMost) =>
  forgetEnded(tx, workspaceId, daysLater(now, -lettersAreKept), atMost)

/** Three years show how somebody has grown, and whether they were asked; two, who has looked at them. Rather a day more than less. */
const assessmentsAreKept = 3 * 365 + 1
const auditIsKept = 2 * 365 + 1

const oldAssessments: Sweep = (tx, workspaceId, now, atMost) =>
  forgetOldAssessments(tx, workspaceId, daysLater(now, -assessmentsAreKept), atMost)

const oldRounds: Sweep = (tx, workspaceId, now, atMost) =>
  forgetOldRounds(tx, workspaceId, daysLater(now, -assessmentsAreKept), atMost)

const oldLines: Sweep = (tx, workspaceId, now, atMost) =>
  forgetLinesBefore(tx, workspaceId, daysLater(now, -auditIsKept), atMost)

export const sweeps: readonly Sweep[] = [
  expired,
  endedLetters,
  oldAssessments,
  oldRounds,
  oldLines,
  forgetLists,
  forgetAbsences,
  forgetOpenings,
]

/** The deed of a workspace’s retention: each sweep, in batches that leave others room. */
export function retention(sweeps: readonly Sweep[]): Deed {
  return async (tx, { workspaceId, now }) => {
    for (const sweep of sweeps) {
      for (let taken = batch, nth = 0; taken === batch && nth < batches; nth++)
        taken = await sweep(tx, workspaceId, now, batch)
    }
  }
}
