import { z } from 'zod'
import type { Tx } from '../db/connection.ts'
import { calendarColumns, calendarRow } from './store-plan.ts'
import type { Round } from './store-rounds.ts'
import type { OwnCalendar } from './working.ts'

/** Somebody silent, at whom it is time to look. */
export interface ToRemind extends OwnCalendar {
  readonly personId: string
  readonly reminders: number
  readonly askAgainAt: Date | undefined
  readonly questionOnly: boolean
  /** When their question left. */
  readonly askedAt: Date | undefined
}

/**
 * The next so many of an open round, locked until the transaction ends: whoever else reminds people passes them over, and
 * whoever answers or erases themselves meanwhile waits for it.
 */
export async function dueReminders(
  tx: Tx,
  { workspaceId, id, opensAt }: Round,
  keysBegin: string,
  now: Date,
  limit: number,
): Promise<ToRemind[]> {
  const rows = await tx.$queryRaw`
    with due as materialized (
      select c.person_id, c.reminders, c.ask_again_at, c.question_only
      from check_in c
      join person p on p.workspace_id = c.workspace_id and p.id = c.person_id
      where c.workspace_id = ${workspaceId} and c.round_id = ${id}::uuid and c.remind_at <= ${now} and c.state = 'waiting'
      order by c.remind_at, c.person_id
      limit ${limit}
      for no key update of c skip locked
      for key share of p skip locked
    )
    select d.person_id, d.reminders, d.ask_again_at, d.question_only, l.sent_at, ${calendarColumns(opensAt)}
    from due d
    join person p on p.workspace_id = ${workspaceId} and p.id = d.person_id
    left join letter l on l.workspace_id = ${workspaceId} and l.key = ${keysBegin} || d.person_id
    order by d.person_id`
  return dueRows.parse(rows)
}

/** What follows from a look. */
export interface Looked {
  readonly personId: string
  readonly reminders: number
  /** When to look again; null when there is nothing more to remind them of. */
  readonly remindAt: Date | null
  /** Null where it was kept, or there was none. */
  readonly askAgainAt: Date | null
}

export async function noteLooked(
  tx: Tx,
  { workspaceId, id }: Pick<Round, 'workspaceId' | 'id'>,
  looked: readonly Looked[],
): Promise<void> {
  await tx.$executeRaw`
    update check_in c
    set reminders = l.reminders, remind_at = l.remind_at, ask_again_at = l.ask_again_at
    from unnest(${looked.map(({ personId }) => personId)}::uuid[], ${looked.map(({ reminders }) => reminders)}::int[],
      ${looked.map(({ remindAt }) => remindAt)}::timestamptz[], ${looked.map(({ askAgainAt }) => askAgainAt)}::timestamptz[])
      l(person_id, reminders, remind_at, ask_again_at)
    where c.workspace_id = ${workspaceId} and c.round_id = ${id}::uuid and c.person_id = l.person_id and c.state = 'waiting'`
}

const momentOrNot = z
  .date()
  .nullable()
  .transform((at) => at ?? undefined)
const dueRows = z.array(
  calendarRow
    .extend({
      person_id: z.string(),
      reminders: z.number(),
      ask_again_at: momentOrNot,
      question_only: z.boolean(),
      sent_at: momentOrNot,
    })
    .transform(
      (row): ToRemind => ({
        personId: row.person_id,
        reminders: row.reminders,
        askAgainAt: row.ask_again_at,
        questionOnly: row.question_only,
        askedAt: row.sent_at,
        zone: row.zone,
        workFrom: row.work_from,
        workTo: row.work_to,
        workDays: row.work_days,
        absences: row.absences,
      }),
    ),
)
