import { z } from 'zod'
import { knownZone, usualHours } from '../calendar.ts'
import type { Tx } from '../db/connection.ts'
import type { Reader } from '../outbox/kinds.ts'

/** Somebody as letters need them, as they are at this moment; undefined when they have erased themselves, or are not there. */
export async function readerOf(tx: Tx, workspaceId: string, personId: string): Promise<Reader | undefined> {
  const rows = await tx.$queryRaw`
    select p.id, p.slack_id, p.zone, w.zone as workspace_zone, p.work_from, p.work_to, p.work_days, p.active, p.unreachable
    from person p
    join workspace w on w.id = p.workspace_id
    where p.workspace_id = ${workspaceId} and p.id = ${personId}::uuid and p.slack_id is not null`
  const [row] = readerRows.parse(rows)
  return (
    row && {
      id: row.id,
      slackId: row.slack_id,
      zone: knownZone(row.zone ?? undefined) ?? knownZone(row.workspace_zone) ?? 'UTC',
      hours: {
        from: row.work_from ?? usualHours.from,
        to: row.work_to ?? usualHours.to,
        days: row.work_days ?? usualHours.days,
      },
      isActive: row.active,
      unreachable: row.unreachable,
    }
  )
}

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
      active: z.boolean(),
      unreachable: z.string().nullable(),
    }),
  )
  .max(1)

/** Slack’s word for why a message could not reach them. It is gone when they act again. */
export async function noteUnreachable(tx: Tx, workspaceId: string, personId: string, word: string): Promise<void> {
  await tx.person.updateMany({ where: { workspaceId, id: personId, erasedAt: null }, data: { unreachable: word } })
}
