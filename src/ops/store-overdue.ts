import { z } from 'zod'
import type { Tx } from '../db/connection.ts'

/** A schedule as a letter remembers it: perhaps one of another release. */
export interface Remembered {
  readonly workspaceId: string
  readonly kind: string
  readonly skill: string
}

/** Whether what was due then, or later, has been done: nobody needs to hear any more that it is late. */
export async function isDone(tx: Tx, { workspaceId, kind, skill }: Remembered, dueAt: Date): Promise<boolean> {
  const rows: unknown[] = await tx.$queryRaw`
    select 1
    from slot
    where workspace_id = ${workspaceId} and kind = ${kind} and skill = ${skill}
      and due_at >= ${dueAt} and done_at is not null
    limit 1`
  return rows.length > 0
}

/** Our ids of those among these accounts who have a row and can be written to. */
export async function membersAmong(tx: Tx, workspaceId: string, slackIds: readonly string[]): Promise<string[]> {
  const rows = await tx.$queryRaw`
    select id
    from person
    where workspace_id = ${workspaceId} and slack_id = any (${[...slackIds]}) and active
    order by id`
  return ids.parse(rows).map(({ id }) => id)
}

const ids = z.array(z.object({ id: z.string() }))
