import { z } from 'zod'
import type { Tx } from '../../db/connection.ts'
import type { Rhythm } from '../rules-settings.ts'

export interface Opens {
  readonly cron: string
  /** Undefined: planned at the next beat. */
  readonly nextAt: Date | undefined
}

/** When the check-ins of a skill open; undefined where nothing is written down yet. */
export async function opensOf(tx: Tx, workspaceId: string, skill: string): Promise<Opens | undefined> {
  const rows = await tx.$queryRaw`
    select cron, next_at
    from schedule
    where workspace_id = ${workspaceId} and kind = 'round' and skill = ${skill}`
  const [row] = z
    .array(z.object({ cron: z.string(), next_at: z.date().nullable() }))
    .max(1)
    .parse(rows)
  return row && { cron: row.cron, nextAt: row.next_at ?? undefined }
}

export async function saveRhythm(tx: Tx, workspaceId: string, skill: string, rhythm: Rhythm): Promise<void> {
  const { reminders, close } = rhythm
  await tx.$executeRaw`
    update workspace
    set settings = settings || jsonb_build_object('rounds',
      coalesce(settings -> 'rounds', '{}') || jsonb_build_object(${skill}::text, ${JSON.stringify({ reminders, close })}::jsonb))
    where id = ${workspaceId}`
}
