import { dayOf, daysLater, instantOf, localDaysLater, quarterStarts } from '../../src/calendar.ts'
import type { Catalog } from '../../src/catalog/flow.ts'
import { planSome } from '../../src/check-in/flow-plan.ts'
import { end, open, settleSome } from '../../src/check-in/flow-rounds.ts'
import type { CheckInRoom } from '../../src/check-in/room.ts'
import { timeline } from '../../src/check-in/rules.ts'
import { answer, leaveOut, skip } from '../../src/check-in/store.ts'
import { type Round, roundById } from '../../src/check-in/store-rounds.ts'
import type { Db, Tx } from '../../src/db/connection.ts'
import { newLog } from '../../src/log.ts'
import { realWorld, uuidV7 } from '../../src/world.ts'

export const skill = 'nats-jetstream'

/** By handle: who did something else in the last check-in than answer in time, or be silent. */
export const lastTime = {
  late: ['jonas', 'yasmin'],
  skipped: ['ines'],
  leftMeanwhile: ['marcus'],
} as const

export interface LastRound {
  /** Which of the four quarters up to now; 3 is the present one, where its check-in is over. */
  readonly quarter: number
  readonly opensAt: Date
  readonly closesAt: Date
}

/** The check-in that closed last, where each quarter’s has opened on its first day. */
export function lastRound(now: Date, zone: string): LastRound {
  const rounds = quarterStarts(now, 4).map((start, quarter): LastRound => {
    const opensAt = instantOf(dayOf(start, 'UTC'), 9 * 60, zone)
    return { quarter, opensAt, closesAt: localDaysLater(opensAt, timeline.close, zone) }
  })
  const last = rounds.filter(({ closesAt }) => closesAt <= now).at(-1)
  if (!last) throw new Error(`The last four quarters before ${now.toISOString()}: found no check-in that is over.`)
  return last
}

/** When somebody recorded something in a quarter: in its first days, or after the close. */
export function saidOn(handle: string, at: number, start: Date, isLastRound: boolean): Date {
  const isLate = isLastRound && lastTime.late.some((each) => each === handle)
  return daysLater(start, isLate ? timeline.close + 1 + (at % 2) : at % 9)
}

/**
 * The check-in that is over, as the app itself would have led it; only that nothing of it stands in Slack, so its letters
 * are not kept. What people recorded meanwhile are their answers.
 */
export async function writeRound(
  db: Db,
  tx: Tx,
  catalog: Catalog,
  workspaceId: string,
  person: (handle: string) => string,
  now: Date,
): Promise<void> {
  const none = { afterPlanned: [], afterSettled: [], afterNotOpened: [] }
  const room: CheckInRoom = { world: realWorld(db, newLog('silent')), catalog, wake: () => {}, ...none }
  const { zone } = await tx.workspace.findUniqueOrThrow({ where: { id: workspaceId } })
  const { opensAt, closesAt } = lastRound(now, zone)
  const leaving = lastTime.leftMeanwhile.map((handle) => ({ workspaceId, personId: person(handle), skill }))

  await tx.enrolment.createMany({ data: leaving.map((each) => ({ ...each, since: opensAt, source: 'everyone' })) })
  const round = await opened(tx, catalog, workspaceId, opensAt)
  while (await planSome(room, tx, round, opensAt));
  await questionsLeave(tx, round)
  for (const where of leaving) await tx.enrolment.deleteMany({ where })
  await leaveOut(tx, round, leaving.length)
  for (const handle of lastTime.skipped)
    await skip(tx, { workspaceId, id: person(handle) }, round.id, daysLater(opensAt, 4))
  await answersOf(tx, round, (saidAt) => saidAt < closesAt)
  await end(tx, workspaceId, round.id, 'closed', closesAt)
  while (await settleSome(room, tx, round, closesAt));
  await answersOf(tx, round, (saidAt) => saidAt >= closesAt)
  await tx.letter.deleteMany({ where: { workspaceId, subject: round.id } })
}

async function opened(tx: Tx, catalog: Catalog, workspaceId: string, at: Date): Promise<Round> {
  const id = uuidV7()
  const { version } = catalog.registered(skill)
  const { kind } = await open(tx, { workspaceId, id, skill, version, at, dueAt: at }, at)
  const round = await roundById(tx, workspaceId, id)
  if (!round) throw new Error(`The last check-in: found ${kind}, expected it to open.`)
  return round
}

async function questionsLeave(tx: Tx, { workspaceId, id }: Round): Promise<void> {
  await tx.$executeRaw`
    update letter
    set state = 'sent', sent_at = not_before, channel = 'D', ts = id, shown = revision
    where workspace_id = ${workspaceId} and subject = ${id}::uuid`
}

/** The first that each of them recorded since it opened, of those that were said at such a moment. */
async function answersOf(
  tx: Tx,
  { workspaceId, id: roundId, opensAt }: Round,
  isMeant: (saidAt: Date) => boolean,
): Promise<void> {
  const said = await tx.assessment.findMany({
    where: { workspaceId, skill, saidAt: { gte: opensAt } },
    orderBy: { nth: 'asc' },
    distinct: ['personId'],
    select: { personId: true, nth: true, kind: true, saidAt: true },
  })
  for (const { personId, nth, kind, saidAt } of said.filter((each) => isMeant(each.saidAt))) {
    const how = kind === 'confirmed' ? 'confirmed' : 'updated'
    await answer(tx, { workspaceId, id: personId }, roundId, { nth, answer: how, now: saidAt })
  }
}
