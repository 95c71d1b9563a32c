import { z } from 'zod'
import type { Tx } from '../../db/connection.ts'
import type { Admin, Appointment } from './rules.ts'

/** Whether somebody has been appointed, and can still act. */
export async function isAppointed(tx: Tx, workspaceId: string, slackId: string): Promise<boolean> {
  const rows = await tx.$queryRaw`
    select a.person_id
    from admin a
    join person p on p.workspace_id = a.workspace_id and p.id = a.person_id
    where a.workspace_id = ${workspaceId} and p.slack_id = ${slackId} and p.active and p.kind = 'member'`
  return z.array(z.object({ person_id: z.string() })).parse(rows).length > 0
}

/**
 * Holds what the whole programme shares until this transaction ends: who its admins are, its settings, who leads whom.
 * Weaker than `for update`, so that nobody who only writes a row of the workspace waits.
 */
export async function holdWorkspace(tx: Tx, workspaceId: string): Promise<void> {
  await tx.$executeRaw`select id from workspace where id = ${workspaceId} for no key update`
}

/**
 * Whoever runs the programme and can act: those whom the environment names as far as they are known, and those who have
 * been appointed. By name, since several read the same list.
 */
export async function adminsAmong(
  tx: Tx,
  workspaceId: string,
  namedSlackIds: readonly string[],
): Promise<readonly Admin[]> {
  const rows = await tx.$queryRaw`
    select p.id, p.slack_id, coalesce(p.name, '') as name, p.slack_id = any (${[...namedSlackIds]}::text[]) as is_named,
      a.person_id is not null as is_appointed
    from person p
    left join admin a on a.workspace_id = p.workspace_id and a.person_id = p.id
    where p.workspace_id = ${workspaceId} and p.active and p.kind = 'member' and p.slack_id is not null
      and (a.person_id is not null or p.slack_id = any (${[...namedSlackIds]}::text[]))
    order by p.name, p.id`
  return adminRows.parse(rows).map(({ id, slack_id: slackId, name, is_named: isNamed, is_appointed: isAppointed }) => ({
    id,
    slackId,
    name,
    isNamed,
    isAppointed,
  }))
}

const adminRows = z.array(
  z.object({
    id: z.string(),
    slack_id: z.string(),
    name: z.string(),
    is_named: z.boolean(),
    is_appointed: z.boolean(),
  }),
)

/** Those of them who are on record, and cannot act any more. */
export async function goneAmong(
  tx: Tx,
  workspaceId: string,
  slackIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw`
    select slack_id
    from person
    where workspace_id = ${workspaceId} and slack_id = any (${[...slackIds]}::text[]) and not (active and kind = 'member')`
  return new Set(
    z
      .array(z.object({ slack_id: z.string() }))
      .parse(rows)
      .map(({ slack_id }) => slack_id),
  )
}

/** People who are admins already stay who they are. */
export async function addAdmins(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
  by: string,
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    insert into admin (workspace_id, person_id, since, appointed_by)
    select ${workspaceId}, a.id, ${now}, ${by}::uuid
    from unnest(${[...ids]}::uuid[]) as a(id)
    on conflict (workspace_id, person_id) do nothing`
}

export async function removeAdmins(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    delete from admin
    where workspace_id = ${workspaceId} and person_id = any (${[...ids]}::uuid[])`
}

/** Appointed people by Slack id, whether they can act or have left. */
export async function appointedAmong(
  tx: Tx,
  workspaceId: string,
  slackIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.$queryRaw`
    select p.slack_id, p.id
    from admin a
    join person p on p.workspace_id = a.workspace_id and p.id = a.person_id
    where a.workspace_id = ${workspaceId} and p.slack_id = any (${[...slackIds]}::text[])`
  return new Map(
    z
      .array(z.object({ slack_id: z.string(), id: z.string() }))
      .parse(rows)
      .map((row) => [row.slack_id, row.id]),
  )
}

/** Who appointed somebody, as their letter tells it; undefined when they are no admin any more. */
export async function appointmentOf(tx: Tx, workspaceId: string, personId: string): Promise<Appointment | undefined> {
  const rows = await tx.$queryRaw`
    select b.slack_id, b.name
    from admin a
    left join person b on b.workspace_id = a.workspace_id and b.id = a.appointed_by and b.slack_id is not null
    where a.workspace_id = ${workspaceId} and a.person_id = ${personId}::uuid`
  const [row] = appointmentRows.parse(rows)
  if (!row) return undefined
  return { by: row.slack_id === null ? undefined : { slackId: row.slack_id, name: row.name ?? '' } }
}

const appointmentRows = z.array(z.object({ slack_id: z.string().nullable(), name: z.string().nullable() })).max(1)
