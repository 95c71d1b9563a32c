import { z } from 'zod'
import type { Tx } from '../../db/connection.ts'
import { sql } from '../../db/sql.ts'
import type { PersonKey } from '../rules.ts'
import type { Link, LinkKey, LinkState, ManagerLink, Source } from './rules.ts'

/** Who leads whom changes in one transaction of a workspace at a time: else two of them could close a circle together. */
export async function holdManagers(tx: Tx, workspaceId: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('managers'), hashtext(${workspaceId}))`
}

/** All links of somebody, whatever their state. A manager who has erased themselves has none. */
export async function linksOf(tx: Tx, { workspaceId, id }: PersonKey): Promise<readonly ManagerLink[]> {
  return linksWhere(tx, sql`l.workspace_id = ${workspaceId} and l.person_id = ${id}::uuid`)
}

/** The very link that a button or a letter is about; undefined when it has changed since. */
export async function linkAt(
  tx: Tx,
  workspaceId: string,
  { personId, source, since }: LinkKey,
): Promise<ManagerLink | undefined> {
  const [link] = await linksWhere(
    tx,
    sql`l.workspace_id = ${workspaceId} and l.person_id = ${personId}::uuid and l.source = ${source} and l.since = ${since}`,
  )
  return link
}

/** Links that wait for this manager’s yes, the oldest first. */
export async function waitingFor(tx: Tx, { workspaceId, id }: PersonKey): Promise<readonly ManagerLink[]> {
  return linksWhere(tx, sql`l.workspace_id = ${workspaceId} and l.manager_id = ${id}::uuid and l.state = 'waiting'`)
}

/** Links that an admin can settle, the oldest first: so many at most. */
export async function unsettledLinks(tx: Tx, workspaceId: string, most: number): Promise<readonly ManagerLink[]> {
  return linksWhere(tx, sql`l.workspace_id = ${workspaceId} and l.state in ('waiting', 'disputed')`, most)
}

async function linksWhere(tx: Tx, which: ReturnType<typeof sql>, most = 1_000): Promise<readonly ManagerLink[]> {
  const rows = await tx.$queryRaw`
    select l.person_id, p.slack_id as person_slack_id, l.manager_id, m.slack_id as manager_slack_id, l.source, l.state, l.since
    from manager_link l
    join person p on p.workspace_id = l.workspace_id and p.id = l.person_id
    join person m on m.workspace_id = l.workspace_id and m.id = l.manager_id
    where ${which} and p.slack_id is not null and m.slack_id is not null
    order by l.since, l.person_id
    limit ${most}`
  return linkRows.parse(rows).map((row) => ({
    personId: row.person_id,
    managerId: row.manager_id,
    source: row.source,
    state: row.state,
    since: row.since,
    person: { id: row.person_id, slackId: row.person_slack_id },
    manager: { id: row.manager_id, slackId: row.manager_slack_id },
  }))
}

const linkRows = z.array(
  z.object({
    person_id: z.string(),
    person_slack_id: z.string(),
    manager_id: z.string(),
    manager_slack_id: z.string(),
    source: z.enum(['csv', 'self', 'profile']),
    state: z.enum(['waiting', 'in-force', 'disputed', 'superseded']),
    since: z.date(),
  }),
)

/**
 * The way from a person over a new manager up to the person again, as Slack ids; undefined when there is none. Only links
 * in force lead upwards.
 */
export async function circleWith(
  tx: Tx,
  { workspaceId, id }: PersonKey,
  managerId: string,
): Promise<readonly string[] | undefined> {
  const rows = await tx.$queryRaw`
    with recursive up as (
      select ${managerId}::uuid as id, array[${id}::uuid, ${managerId}::uuid] as way
      union all
      select l.manager_id, up.way || l.manager_id
      from up
      join manager_link l on l.workspace_id = ${workspaceId} and l.person_id = up.id and l.state = 'in-force'
      where up.id <> ${id}::uuid and l.manager_id <> all (up.way[2:])
    )
    select coalesce(p.slack_id, '') as slack_id
    from (select way from up where id = ${id}::uuid limit 1) as found
    cross join unnest(found.way) with ordinality as step(id, nth)
    join person p on p.workspace_id = ${workspaceId} and p.id = step.id
    order by step.nth`
  const way = z
    .array(z.object({ slack_id: z.string() }))
    .parse(rows)
    .map(({ slack_id }) => slack_id)
  return way.length > 0 ? way : undefined
}

/** One link per person and source: a later one takes the place of the earlier. */
export async function saveLink(tx: Tx, workspaceId: string, link: Link): Promise<void> {
  const { personId, managerId, source, state, since } = link
  await tx.$executeRaw`
    insert into manager_link (workspace_id, person_id, source, manager_id, state, since)
    values (${workspaceId}, ${personId}::uuid, ${source}, ${managerId}::uuid, ${state}, ${since})
    on conflict (workspace_id, person_id, source) do update
    set manager_id = excluded.manager_id, state = excluded.state, since = excluded.since`
}

/** Makes room for a link to come into force: the one before it is overtaken, and so is what was open about the same manager. */
export async function overtake(tx: Tx, { workspaceId, id }: PersonKey, managerId: string): Promise<void> {
  await tx.$executeRaw`
    update manager_link
    set state = 'superseded'
    where workspace_id = ${workspaceId} and person_id = ${id}::uuid
      and (state = 'in-force' or (state in ('waiting', 'disputed') and manager_id = ${managerId}::uuid))`
}

/** @returns false when it does not stand so any more. */
export async function moveLink(
  tx: Tx,
  workspaceId: string,
  { personId, source, since }: LinkKey,
  from: LinkState,
  to: LinkState,
  at: Date,
): Promise<boolean> {
  const moved = await tx.$executeRaw`
    update manager_link
    set state = ${to}, since = ${at}
    where workspace_id = ${workspaceId} and person_id = ${personId}::uuid and source = ${source} and since = ${since}
      and state = ${from}`
  return moved > 0
}

export async function removeLink(tx: Tx, { workspaceId, id }: PersonKey, source: Source): Promise<void> {
  await tx.$executeRaw`
    delete from manager_link
    where workspace_id = ${workspaceId} and person_id = ${id}::uuid and source = ${source}`
}

/** Whether somebody takes part in the check-in of any skill: then their manager has something to see. */
export async function isInAnyCheckIn(tx: Tx, { workspaceId, id }: PersonKey): Promise<boolean> {
  const rows = await tx.$queryRaw`
    select skill
    from enrolment
    where workspace_id = ${workspaceId} and person_id = ${id}::uuid
    limit 1`
  return z.array(z.object({ skill: z.string() })).parse(rows).length > 0
}

/** The name that stands in the sentence beside a letter’s blocks, where no mention can be read. */
export async function nameOf(tx: Tx, { workspaceId, id }: PersonKey): Promise<string> {
  const rows = await tx.$queryRaw`
    select coalesce(nullif(name, ''), 'Somebody') as name
    from person
    where workspace_id = ${workspaceId} and id = ${id}::uuid`
  return z.array(z.object({ name: z.string() })).parse(rows)[0]?.name ?? 'Somebody'
}
