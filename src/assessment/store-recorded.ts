import { type Sql, sql } from '../db/sql.ts'

/** Selects the ids of those who have a level on record: a part of other rooms’ questions. */
export function peopleWithLevel(workspaceId: string, skill: string): Sql {
  return sql`
    select s.person_id
    from standing s
    where s.workspace_id = ${workspaceId} and s.skill = ${skill}`
}
