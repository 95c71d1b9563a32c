import type { Tx } from '../db/connection.ts'
import type { PersonKey } from '../directory/rules.ts'
import { cancelAbout } from '../outbox/store.ts'
import { answer, noteAskAgain, skip } from './store.ts'
import { currentRound, type Round } from './store-rounds.ts'

export interface Recorded {
  readonly nth: number
  readonly kind: 'given' | 'confirmed'
  readonly now: Date
}

export interface Counted {
  readonly round: Round
  readonly late: boolean
}

/**
 * What somebody has recorded is their answer to the round that runs, or that was the last one: whichever door it came
 * through, in its transaction. @returns undefined where it answers nothing: no round, no part in it, answered before.
 */
export async function countAnswer(
  tx: Tx,
  person: PersonKey,
  skill: string,
  { nth, kind, now }: Recorded,
): Promise<Counted | undefined> {
  const round = await currentRound(tx, person.workspaceId, skill, now)
  const how = kind === 'confirmed' ? 'confirmed' : 'updated'
  const counted = round && (await answer(tx, person, round.id, { nth, answer: how, now }))
  if (!counted) return undefined
  await callOff(tx, person, round.id, 'answered', now)
  return { round, late: counted.late }
}

/** *Skip this quarter.* @returns false when it was counted before, or the round is over. */
export async function skipPart(tx: Tx, person: PersonKey, roundId: string, now: Date): Promise<boolean> {
  if (!(await skip(tx, person, roundId, now))) return false
  await callOff(tx, person, roundId, 'skipped', now)
  return true
}

/** *Remind me …*: what was on its way to remind them before is called off. @returns as `skipPart` does. */
export async function putOff(tx: Tx, person: PersonKey, roundId: string, until: Date, now: Date): Promise<boolean> {
  if (!(await noteAskAgain(tx, person, roundId, until, now))) return false
  await callOff(tx, person, roundId, 'asked_again_later', now)
  return true
}

/** What has not left of this round’s letters to somebody has nothing to say any more. */
async function callOff(
  tx: Tx,
  { workspaceId, id }: PersonKey,
  roundId: string,
  reason: string,
  now: Date,
): Promise<void> {
  await cancelAbout(tx, workspaceId, roundId, reason, now, { personIds: [id] })
}
