import { z } from 'zod'
import type { Day } from '../../calendar.ts'
import type { Tx } from '../../db/connection.ts'
import { type Sql, sql } from '../../db/sql.ts'
import { type Amounts, type Enrolled, type Exported, type Filter, type Place, pageSize } from './rules-people.ts'

/** Whose check-in, and when: pauses are told by this day. */
export interface Of {
  readonly workspaceId: string
  readonly skill: string
  readonly today: Day
  /** Selects the ids of those who have a level on record. */
  readonly recorded: Sql
}

/** How many are in the check-in, and of how many something is to be known. */
export async function amountsOf(tx: Tx, of: Of): Promise<Amounts> {
  const rows = await tx.$queryRaw`
    with ${enrolledPeople(of)}
    select count(*)::int as everybody,
      count(*) filter (where ${conditions['no-manager']})::int as no_manager,
      count(*) filter (where ${conditions['no-level']})::int as no_level,
      count(*) filter (where ${conditions['left-out']})::int as left_out,
      count(*) filter (where ${conditions.paused})::int as paused
    from listed`
  const [row] = amountRows.parse(rows)
  return {
    everybody: row.everybody,
    'no-manager': row.no_manager,
    'no-level': row.no_level,
    'left-out': row.left_out,
    paused: row.paused,
  }
}

const amountRows = z.tuple([
  z.object({
    everybody: z.number(),
    no_manager: z.number(),
    no_level: z.number(),
    left_out: z.number(),
    paused: z.number(),
  }),
])

/** In the order of their names. */
export async function pageOf(tx: Tx, of: Of, { filter, page }: Place): Promise<readonly Enrolled[]> {
  const rows = await tx.$queryRaw`
    with ${enrolledPeople(of)}
    select *
    from listed
    where ${conditions[filter]}
    order by lower(name), id
    limit ${pageSize}
    offset ${page * pageSize}`
  return read(rows)
}

/** Undefined where they are not in the check-in. */
export async function enrolledById(tx: Tx, of: Of, id: string): Promise<Enrolled | undefined> {
  const rows = await tx.$queryRaw`
    with ${enrolledPeople(of)}
    select *
    from listed
    where id = ${id}::uuid`
  return read(rows)[0]
}

export async function enrolledBySlackId(tx: Tx, of: Of, slackId: string): Promise<Enrolled | undefined> {
  const rows = await tx.$queryRaw`
    with ${enrolledPeople(of)}
    select *
    from listed
    where slack_id = ${slackId}`
  return read(rows)[0]
}

/**
 * Everybody in the check-in, and those who lead them, in the order of their names; with our ids, for the audit log.
 * People who only have a row, whatever for, are on no list.
 */
export async function exportedPeople(
  tx: Tx,
  { workspaceId, skill }: Pick<Of, 'workspaceId' | 'skill'>,
): Promise<readonly (Exported & { readonly id: string })[]> {
  const rows = await tx.$queryRaw`
    with enrolled as (
      select person_id as id
      from enrolment
      where workspace_id = ${workspaceId} and skill = ${skill}
    ), links as (
      select l.person_id, l.manager_id
      from manager_link l
      where l.workspace_id = ${workspaceId} and l.state = 'in-force'
    )
    select p.id, p.slack_id, coalesce(p.name, '') as name, coalesce(m.name, '') as manager_name, coalesce(m.slack_id, '') as manager_slack_id,
      p.id in (select id from enrolled) as is_enrolled
    from person p
    left join links l on l.person_id = p.id
    left join person m on m.workspace_id = p.workspace_id and m.id = l.manager_id
    where p.workspace_id = ${workspaceId} and p.slack_id is not null
      and p.id in (select id from enrolled union select manager_id from links where person_id in (select id from enrolled))
    order by lower(p.name), p.id`
  return exportRows.parse(rows).map((row) => ({
    id: row.id,
    name: row.name,
    slackId: row.slack_id,
    managerName: row.manager_name,
    managerSlackId: row.manager_slack_id,
    isEnrolled: row.is_enrolled,
  }))
}

const exportRows = z.array(
  z.object({
    id: z.string(),
    slack_id: z.string(),
    name: z.string(),
    manager_name: z.string(),
    manager_slack_id: z.string(),
    is_enrolled: z.boolean(),
  }),
)

/** Everybody who is in the check-in, with what the list says of them. A manager who has left leads nobody. */
function enrolledPeople({ workspaceId, skill, today, recorded }: Of): Sql {
  return sql`listed as (
      select p.id, p.slack_id, p.name, p.kind, p.active, p.unreachable is null as reachable, e.since, m.slack_id as manager,
        exists (select from (${recorded}) as r(person_id) where r.person_id = p.id) as has_level,
        (
          select to_char(max(a.last_day), 'YYYY-MM-DD')
          from away a
          where a.workspace_id = p.workspace_id and a.person_id = p.id and a.kind = 'pause'
            and ${today}::date between a.first_day and a.last_day
        ) as paused_until
      from enrolment e
      join person p on p.workspace_id = e.workspace_id and p.id = e.person_id
      left join manager_link l on l.workspace_id = p.workspace_id and l.person_id = p.id and l.state = 'in-force'
      left join person m on m.workspace_id = l.workspace_id and m.id = l.manager_id and m.active and m.kind = 'member'
      where e.workspace_id = ${workspaceId} and e.skill = ${skill} and p.slack_id is not null
    )`
}

const conditions: Readonly<Record<Filter, Sql>> = {
  everybody: sql`true`,
  'no-manager': sql`manager is null`,
  'no-level': sql`not has_level`,
  'left-out': sql`(kind <> 'member' or not active or not reachable)`,
  paused: sql`paused_until is not null`,
}

function read(rows: unknown): readonly Enrolled[] {
  return enrolledRows.parse(rows).map((row) => ({
    id: row.id,
    slackId: row.slack_id,
    since: row.since,
    manager: row.manager ?? undefined,
    hasLevel: row.has_level,
    pausedUntil: row.paused_until ?? undefined,
    kind: row.kind,
    isActive: row.active,
    isReachable: row.reachable,
  }))
}

const enrolledRows = z.array(
  z.object({
    id: z.string(),
    slack_id: z.string(),
    since: z.date(),
    manager: z.string().nullable(),
    has_level: z.boolean(),
    paused_until: z.iso.date().nullable(),
    kind: z.enum(['member', 'guest', 'bot', 'stranger']),
    active: z.boolean(),
    reachable: z.boolean(),
  }),
)
