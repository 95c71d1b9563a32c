import { z } from 'zod'
import { quarterOf } from '../../calendar.ts'
import type { Catalog } from '../../catalog/flow.ts'
import type { AdminId } from '../../config.ts'
import type { Tx } from '../../db/connection.ts'
import { adminsOf } from '../../directory/admins/flow-appoint.ts'
import type { LetterKind } from '../../outbox/kinds.ts'
import { postAll } from '../../outbox/store.ts'
import type { CheckInRoom, Missed } from '../room.ts'
import { type Round, roundById } from '../store-rounds.ts'
import { seenOf, zoneFor } from './flow.ts'
import { labelOf } from './of-skill.ts'
import type { AdminRoom } from './room.ts'
import { isRunning } from './rules.ts'
import { closedMessage, notOpenedMessage, openedMessage, type Reported } from './views-reports.ts'

/** Kinds of the letters to admins. */
export const reports = {
  opened: 'check-in.opened',
  closed: 'check-in.closed',
  notOpened: 'check-in.not-opened',
} as const

interface Telling {
  /** Those whom the environment names; who is appointed is known here. */
  readonly adminIds: readonly AdminId[]
}

type Hooks = Pick<CheckInRoom, 'afterPlanned' | 'afterSettled' | 'afterNotOpened'>

/** C4: what admins are told of a round, each of them once. */
export function reportsTo({ adminIds }: Telling): Hooks {
  const tell = async (tx: Tx, round: Round, kind: 'opened' | 'closed', now: Date) =>
    postTo(tx, { adminIds }, round.workspaceId, reports[kind], `${kind}:${round.id}`, { round: round.id }, now)
  return {
    afterPlanned: [(tx, round, now) => tell(tx, round, 'opened', now)],
    afterSettled: [async (tx, round, now) => (round.state === 'closed' ? tell(tx, round, 'closed', now) : undefined)],
    afterNotOpened: [(tx, missed, now) => tellNotOpened(tx, { adminIds }, missed, now)],
  }
}

/** A workspace in which nobody takes part hears nothing of it, four times a year. */
async function tellNotOpened(
  tx: Tx,
  telling: Telling,
  { workspaceId, skill, dueAt, why }: Missed,
  now: Date,
): Promise<void> {
  if (why === 'nobody-takes-part') return
  const due = dueAt.toISOString()
  await postTo(tx, telling, workspaceId, reports.notOpened, `not-opened:${skill}:${due}`, { skill, due, why }, now)
}

async function postTo(
  tx: Tx,
  telling: Telling,
  workspaceId: string,
  kind: string,
  about: string,
  facts: Readonly<Record<string, string>>,
  now: Date,
): Promise<void> {
  const admins = await adminsOf(tx, telling, workspaceId)
  const letters = admins.map(({ id: personId }) => ({
    workspaceId,
    key: `check-in-${about}:${personId}`,
    kind,
    personId,
    facts,
    notBefore: now,
  }))
  await postAll(tx, workspaceId, letters, now)
}

/** The words of the reports, with the numbers as they are when they leave. */
export function reportLetters(room: Pick<AdminRoom, 'catalog' | 'undelivered' | 'reasonWords'>): readonly LetterKind[] {
  return [
    {
      kind: reports.opened,
      hours: 'working',
      draw: async (tx, { workspaceId, facts }, _reader, now) => {
        const round = await roundById(tx, workspaceId, ofRound.parse(facts).round)
        if (!round || !isRunning(round.state)) return undefined
        return openedMessage(await seenOf(tx, round), await reported(tx, room, round, now))
      },
    },
    {
      kind: reports.closed,
      hours: 'working',
      draw: async (tx, { workspaceId, facts }, _reader, now) => {
        const round = await roundById(tx, workspaceId, ofRound.parse(facts).round)
        return round && closedMessage(await seenOf(tx, round), await reported(tx, room, round, now))
      },
    },
    {
      kind: reports.notOpened,
      hours: 'working',
      draw: async (tx, { workspaceId, facts }, _reader, now) => {
        const { skill, due, why } = ofMissed.parse(facts)
        const of = await reported(tx, room, { workspaceId, skill }, now)
        const name = quarterOf(due, of.zone).name
        return notOpenedMessage({ name, skill, dueAt: due, why }, of)
      },
    },
  ]
}

const ofRound = z.object({ round: z.guid() })
const ofMissed = z.object({
  skill: z.string(),
  due: z.iso.datetime().transform((text) => new Date(text)),
  why: z.enum(['runs-already', 'nobody-takes-part', 'over-by-now']),
})

/** Dates of a round are the programme’s, with its zone beside them. */
export async function reported(
  tx: Tx,
  room: { readonly catalog: Catalog } & Pick<AdminRoom, 'undelivered' | 'reasonWords'>,
  { workspaceId, skill }: Pick<Round, 'workspaceId' | 'skill'>,
  now: Date,
): Promise<Reported> {
  const { undelivered, reasonWords } = room
  return { zone: await zoneFor(tx, workspaceId), now, label: labelOf(room, skill), undelivered, reasonWords }
}
