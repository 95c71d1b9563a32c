import { z } from 'zod'
import type { Tx } from '../../db/connection.ts'
import type { PersonKey } from '../rules.ts'
import type { Source } from './rules.ts'

/** Since when somebody is in the check-in of a skill; undefined when they are not. */
export async function enrolledSince(tx: Tx, { workspaceId, id }: PersonKey, skill: string): Promise<Date | undefined> {
  const rows = await tx.$queryRaw`
    select since
    from enrolment
    where workspace_id = ${workspaceId} and person_id = ${id}::uuid and skill = ${skill}`
  return sinceRows.parse(rows)[0]?.since
}

/** False when they are in it already, which changes nothing. */
export async function addEnrolment(
  tx: Tx,
  { workspaceId, id }: PersonKey,
  skill: string,
  source: Source,
  now: Date,
): Promise<boolean> {
  const added = await tx.$executeRaw`
    insert into enrolment (workspace_id, person_id, skill, since, source)
    values (${workspaceId}, ${id}::uuid, ${skill}, ${now}, ${source})
    on conflict (workspace_id, person_id, skill) do nothing`
  return added > 0
}

/** False when they are not in it. Level and history are not touched. */
export async function endEnrolment(tx: Tx, { workspaceId, id }: PersonKey, skill: string): Promise<boolean> {
  const ended = await tx.$executeRaw`
    delete from enrolment
    where workspace_id = ${workspaceId} and person_id = ${id}::uuid and skill = ${skill}`
  return ended > 0
}

const sinceRows = z.array(z.object({ since: z.date() })).max(1)
