import type { Delivered, Desk } from './desk.ts'
import type { Verdict } from './refusals.ts'
import { times } from './rules.ts'
import { type Claimed, dropEdit, end, pauseLane, release, stopLanes } from './store-sending.ts'

/** A refusal that every other letter of the lane would meet, too. */
export type AboutLane = Extract<Verdict, { kind: 'too-fast' | 'away' | 'token' }>

export function isAboutLane(verdict: Verdict): verdict is AboutLane {
  return verdict.kind === 'too-fast' || verdict.kind === 'away' || verdict.kind === 'token'
}

/** Milliseconds for which nothing else in this lane would fare better. */
export function pauseOfLane(verdict: AboutLane): number {
  switch (verdict.kind) {
    case 'too-fast':
      return verdict.wait
    case 'away':
      return times.away
    case 'token':
      return times.withoutToken
  }
}

/** The call was refused before anything was done, and no other letter of this lane would fare better. */
export async function laneRefused(desk: Desk, letter: Claimed, verdict: AboutLane): Promise<Delivered> {
  const { db } = desk.world
  if (verdict.kind === 'token') await tellOfToken(desk, letter, verdict)
  await pauseLane(db, letter.workspaceId, letter.lane, pauseOfLane(verdict))
  await release(db, letter, { undone: true, uncounted: true, reason: verdict.reason })
  return 'lane-waits'
}

/** Not even a look is possible: the letter stays as it is, be it planned or under way. */
export async function noLine({ world: { db } }: Desk, letter: Claimed): Promise<Delivered> {
  await pauseLane(db, letter.workspaceId, letter.lane, times.withoutToken)
  await release(db, letter, {})
  return 'lane-waits'
}

export async function tellOfToken(
  { world: { db, log }, refused }: Desk,
  { workspaceId }: Claimed,
  { reason, dead }: Extract<Verdict, { kind: 'token' }>,
): Promise<void> {
  log.warn({ workspace: workspaceId, slack: reason }, 'Slack does not let letters leave this workspace')
  if (refused) await refused(workspaceId, reason)
  else if (dead) await stopLanes(db, workspaceId, reason)
}

export async function over(
  { world: { db, now } }: Desk,
  letter: Claimed,
  state: 'failed' | 'cancelled',
  reason: string,
): Promise<Delivered> {
  if (letter.state === 'sent') await dropEdit(db, letter, letter.revision, reason)
  else await end(db, letter, state, reason, now())
  return 'over'
}
