import { z } from 'zod'
import { knownZone } from '../calendar.ts'
import type { Tx } from '../db/connection.ts'
import type { Reader } from '../outbox/kinds.ts'
import type { Absence } from '../outbox/rules.ts'
import { hoursOf } from './rules-hours.ts'
import { workspaceHours } from './settings-of-workspace.ts'

/** Somebody as letters need them, as they are at this moment; undefined when they have erased themselves, or are not there. */
export async function readerOf(tx: Tx, workspaceId: string, personId: string): Promise<Reader | undefined> {
  const rows = await tx.$queryRaw`
    select p.id, p.slack_id, p.zone, w.zone as workspace_zone, p.work_from, p.work_to, p.work_days, w.settings, p.kind, p.active,
      p.unreachable, p.away_in_slack, p.away_in_slack_until,
      array(
        select a.kind || ' ' || to_char(a.first_day, 'YYYY-MM-DD') || ' ' || to_char(a.last_day, 'YYYY-MM-DD')
        from away a
        where a.workspace_id = p.workspace_id and a.person_id = p.id and a.kind in ('pause', 'day-off')
        order by a.first_day, a.id
      ) as absences,
      array(
        select to_char(h.day, 'YYYY-MM-DD')
        from holiday h
        where h.workspace_id = p.workspace_id
        order by h.day
      ) as holidays
    from person p
    join workspace w on w.id = p.workspace_id
    where p.workspace_id = ${workspaceId} and p.id = ${personId}::uuid and p.slack_id is not null`
  const [row] = readerRows.parse(rows)
  return (
    row && {
      id: row.id,
      slackId: row.slack_id,
      zone: knownZone(row.zone ?? undefined) ?? knownZone(row.workspace_zone) ?? 'UTC',
      hours: hoursOf({ from: row.work_from, to: row.work_to, days: row.work_days }, workspaceHours(row.settings)),
      isActive: row.active,
      isMember: row.kind === 'member',
      absences: [...row.absences, ...row.holidays],
      awayInSlack: row.away_in_slack ? { until: row.away_in_slack_until } : undefined,
      unreachable: row.unreachable,
    }
  )
}

/** “pause 2026-12-21 2027-01-08”: a list of rows comes as a list of texts. */
const absence = z
  .string()
  .transform((row) => row.split(' '))
  .pipe(z.tuple([z.enum(['pause', 'day-off']), z.iso.date(), z.iso.date()]))
  .transform(([kind, firstDay, lastDay]): Absence => ({ kind, firstDay, lastDay }))
const holiday = z.iso.date().transform((day): Absence => ({ kind: 'holiday', firstDay: day, lastDay: day }))

const readerRows = z
  .array(
    z.object({
      id: z.string(),
      slack_id: z.string(),
      zone: z.string().nullable(),
      workspace_zone: z.string(),
      work_from: z.number().nullable(),
      work_to: z.number().nullable(),
      work_days: z.number().nullable(),
      settings: z.unknown(),
      kind: z.string(),
      active: z.boolean(),
      unreachable: z.string().nullable(),
      away_in_slack: z.boolean(),
      away_in_slack_until: z.date().nullable(),
      absences: z.array(absence),
      holidays: z.array(holiday),
    }),
  )
  .max(1)

/** Slack’s word for why a message could not reach them. It is gone when they act again. */
export async function noteUnreachable(tx: Tx, workspaceId: string, personId: string, word: string): Promise<void> {
  await tx.person.updateMany({ where: { workspaceId, id: personId, erasedAt: null }, data: { unreachable: word } })
}
