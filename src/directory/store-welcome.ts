import { z } from 'zod'
import type { Tx } from '../db/connection.ts'

export interface Place {
  /** Undefined until Slack has told it. */
  readonly name: string | undefined
  readonly firstSeenAt: Date
  /** What is granted; undefined until Slack has said. */
  readonly scopes: ReadonlySet<string> | undefined
}

export async function placeOf(tx: Tx, workspaceId: string): Promise<Place | undefined> {
  const rows = await tx.$queryRaw`
    select nullif(w.name, w.id) as name, w.first_seen_at, i.scopes
    from workspace w
    left join installation i on i.id = w.installation_id
    where w.id = ${workspaceId}`
  const [row] = places.parse(rows)
  return (
    row && {
      name: row.name ?? undefined,
      firstSeenAt: row.first_seen_at,
      scopes: row.scopes ? new Set(row.scopes) : undefined,
    }
  )
}

const places = z
  .array(z.object({ name: z.string().nullable(), first_seen_at: z.date(), scopes: z.array(z.string()).nullable() }))
  .max(1)
