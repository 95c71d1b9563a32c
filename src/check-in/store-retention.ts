import type { Tx } from '../db/connection.ts'

/**
 * Deletes parts in rounds that ended before this moment, and such rounds once nobody has a part in them. The last round of
 * a skill stays however old it is. @returns how many rows went; as long as it is all that were asked for, there may be more.
 */
export async function forgetOldRounds(tx: Tx, workspaceId: string, before: Date, atMost: number): Promise<number> {
  const parts = await tx.$executeRaw`
    delete from check_in
    where ctid = any (array (
      select c.ctid
      from round r
      join check_in c on c.workspace_id = r.workspace_id and c.round_id = r.id
      where r.workspace_id = ${workspaceId} and r.closed_at < ${before}
        and exists (
          select
          from round n
          where (n.workspace_id, n.skill) = (r.workspace_id, r.skill) and n.opens_at > r.opens_at)
      limit ${atMost}
    ))`
  if (parts === atMost) return parts
  const rounds = await tx.$executeRaw`
    delete from round r
    where r.workspace_id = ${workspaceId} and r.closed_at < ${before}
      and exists (select from round n where (n.workspace_id, n.skill) = (r.workspace_id, r.skill) and n.opens_at > r.opens_at)
      and not exists (select from check_in c where c.workspace_id = r.workspace_id and c.round_id = r.id)`
  return Math.min(parts + rounds, atMost - 1)
}
