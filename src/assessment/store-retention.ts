import type { Tx } from '../db/connection.ts'

/**
 * Deletes what was said before this moment, with its note. What somebody said last stays however old it is, and so does the
 * last they gave in words of their own, which later confirmations only repeat.
 * @returns how many went; as long as it is all that were asked for, there may be more.
 */
export async function forgetOldAssessments(tx: Tx, workspaceId: string, before: Date, atMost: number): Promise<number> {
  return tx.$executeRaw`
    delete from assessment
    where ctid = any (array (
      select a.ctid
      from assessment a
      where a.workspace_id = ${workspaceId} and a.said_at < ${before}
        and exists (
          select
          from assessment l
          where (l.workspace_id, l.person_id, l.skill) = (a.workspace_id, a.person_id, a.skill) and l.nth > a.nth)
        and (a.kind = 'confirmed' or exists (
          select
          from assessment g
          where (g.workspace_id, g.person_id, g.skill) = (a.workspace_id, a.person_id, a.skill)
            and g.nth > a.nth and g.kind = 'given'))
      limit ${atMost}
    ))`
}
