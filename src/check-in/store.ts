import { z } from 'zod'
import type { Tx } from '../db/connection.ts'
import { sql } from '../db/sql.ts'
import type { PersonKey } from '../directory/rules.ts'
import type { CheckInState, LeftOut } from './rules.ts'
import type { Round } from './store-rounds.ts'

type RoundKey = Pick<Round, 'workspaceId' | 'id'>

/** Somebody’s part in a round. */
export interface Part {
  readonly state: CheckInState
  readonly leftOut: LeftOut | undefined
  readonly askAt: Date | undefined
  readonly askAgainAt: Date | undefined
  /** How many are behind them. */
  readonly reminders: number
  readonly questionOnly: boolean
  readonly answer: 'confirmed' | 'updated' | undefined
  readonly answeredAt: Date | undefined
  readonly late: boolean
  /** The assessment that is the answer. */
  readonly nth: number | undefined
  /** Still, in the check-in of this skill. */
  readonly isEnrolled: boolean
}

/** Undefined for whoever has none in it. */
export async function partOf(tx: Tx, { workspaceId, id }: PersonKey, roundId: string): Promise<Part | undefined> {
  const rows = await tx.$queryRaw`
    select c.state, c.left_out_reason, c.ask_at, c.ask_again_at, c.reminders, c.question_only, c.answer, c.answered_at, c.late, c.nth,
      exists (
        select
        from enrolment e
        where e.workspace_id = c.workspace_id and e.person_id = c.person_id and e.skill = r.skill
      ) as is_enrolled
    from check_in c
    join round r on r.workspace_id = c.workspace_id and r.id = c.round_id
    where c.workspace_id = ${workspaceId} and c.round_id = ${roundId}::uuid and c.person_id = ${id}::uuid`
  return partRows.parse(rows)[0]
}

/** An assessment that is somebody’s answer, whichever door it came through. */
export interface Answer {
  readonly nth: number
  readonly answer: 'confirmed' | 'updated'
  readonly now: Date
}

/**
 * Once in a round: whoever has answered it, or is left out of it, changes nothing. A skipped one is answered after all;
 * what comes after the close is late.
 * @returns undefined where nothing was counted.
 */
export async function answer(
  tx: Tx,
  { workspaceId, id }: PersonKey,
  roundId: string,
  { nth, answer, now }: Answer,
): Promise<{ readonly late: boolean } | undefined> {
  const rows = await tx.$queryRaw`
    update check_in c
    set state = 'answered', answer = ${answer}, answered_at = ${now}, nth = ${nth}::int, remind_at = null,
      late = c.state = 'closed' or r.closed_at is not null or r.closes_at <= ${now}
    from round r
    where c.workspace_id = ${workspaceId} and c.round_id = ${roundId}::uuid and c.person_id = ${id}::uuid
      and c.state in ('waiting', 'skipped', 'closed')
      and r.workspace_id = c.workspace_id and r.id = c.round_id and r.state <> 'cancelled'
    returning c.late`
  return z.array(z.object({ late: z.boolean() })).parse(rows)[0]
}

/** *Skip this quarter*, while the round runs. @returns false when it was counted before, or it is too late. */
export async function skip(tx: Tx, { workspaceId, id }: PersonKey, roundId: string, now: Date): Promise<boolean> {
  const skipped = await tx.$executeRaw`
    update check_in c
    set state = 'skipped', remind_at = null, ask_again_at = null
    where c.workspace_id = ${workspaceId} and c.round_id = ${roundId}::uuid and c.person_id = ${id}::uuid and c.state = 'waiting'
      and ${isOpenAt(now)}`
  return skipped > 0
}

/** They are asked again then, instead of by the reminders before it. @returns as `skip` does. */
export async function noteAskAgain(
  tx: Tx,
  { workspaceId, id }: PersonKey,
  roundId: string,
  at: Date,
  now: Date,
): Promise<boolean> {
  const noted = await tx.$executeRaw`
    update check_in c
    set ask_again_at = ${at}, remind_at = ${at}
    where c.workspace_id = ${workspaceId} and c.round_id = ${roundId}::uuid and c.person_id = ${id}::uuid and c.state = 'waiting'
      and ${isOpenAt(now)}`
  return noted > 0
}

/** Of a round as it stands with this statement; closing it meanwhile closes the part as well. */
const isOpenAt = (now: Date) => sql`exists (
  select
  from round r
  where r.workspace_id = c.workspace_id and r.id = c.round_id and r.state in ('planning', 'open', 'paused') and r.closes_at > ${now}
)`

/**
 * Whoever waits and is no member any more, or has left the check-in, takes no part.
 * @returns who that is, of so many at a time.
 */
export async function leaveOut(tx: Tx, round: Round, limit: number): Promise<string[]> {
  const { workspaceId, id, skill } = round
  const rows = await tx.$queryRaw`
    update check_in c
    set state = 'left-out', remind_at = null, ask_again_at = null, left_out_reason = (
      select case when p.kind <> 'member' then p.kind when not p.active then 'closed' else 'left' end
      from person p
      where p.workspace_id = c.workspace_id and p.id = c.person_id
    )
    where c.ctid = any (array (
      select w.ctid
      from check_in w
      join person p on p.workspace_id = w.workspace_id and p.id = w.person_id
      left join enrolment e on e.workspace_id = w.workspace_id and e.person_id = w.person_id and e.skill = ${skill}
      where w.workspace_id = ${workspaceId} and w.round_id = ${id}::uuid and w.state = 'waiting'
        and (p.kind <> 'member' or not p.active or e.person_id is null)
      order by w.person_id
      limit ${limit}
      for no key update of w
    ))
    returning c.person_id`
  return idRows.parse(rows).map(({ person_id }) => person_id)
}

/**
 * Closes the parts of so many who have not answered, with the moment at which their question had left: without one they
 * were never asked. @returns how many.
 */
export async function closeParts(
  tx: Tx,
  { workspaceId, id }: RoundKey,
  keysBegin: string,
  limit: number,
): Promise<number> {
  return tx.$executeRaw`
    update check_in c
    set state = 'closed', remind_at = null, asked_at = (
      select l.sent_at
      from letter l
      where l.workspace_id = c.workspace_id and l.key = ${keysBegin} || c.person_id
    )
    where c.ctid = any (array (
      select w.ctid
      from check_in w
      where w.workspace_id = ${workspaceId} and w.round_id = ${id}::uuid and w.state = 'waiting'
      order by w.person_id
      limit ${limit}
      for no key update of w
    ))`
}

const idRows = z.array(z.object({ person_id: z.string() }))
const momentOrNot = z
  .date()
  .nullable()
  .transform((at) => at ?? undefined)
const partRows = z
  .array(
    z
      .object({
        state: z.enum(['waiting', 'answered', 'skipped', 'left-out', 'closed']),
        left_out_reason: z
          .enum(['guest', 'bot', 'stranger', 'closed', 'left', 'pause', 'day-off', 'no-working-day'])
          .nullable(),
        ask_at: momentOrNot,
        ask_again_at: momentOrNot,
        reminders: z.number(),
        question_only: z.boolean(),
        answer: z.enum(['confirmed', 'updated']).nullable(),
        answered_at: momentOrNot,
        late: z.boolean(),
        nth: z.number().nullable(),
        is_enrolled: z.boolean(),
      })
      .transform(
        (row): Part => ({
          state: row.state,
          leftOut: row.left_out_reason ?? undefined,
          askAt: row.ask_at,
          askAgainAt: row.ask_again_at,
          reminders: row.reminders,
          questionOnly: row.question_only,
          answer: row.answer ?? undefined,
          answeredAt: row.answered_at,
          late: row.late,
          nth: row.nth ?? undefined,
          isEnrolled: row.is_enrolled,
        }),
      ),
  )
  .max(1)
