import { z } from 'zod'
import { daysLater, offsetsOf } from '../../calendar.ts'
import type { Tx } from '../../db/connection.ts'
import { sql } from '../../db/sql.ts'
import type { Json } from '../../outbox/rules.ts'
import type { PersonKey } from '../rules.ts'
import { actsKeptFromTheirSubjects, actsOf, type Entry, type Filter, type Line, type Reading } from './rules.ts'

/** Adds one line, in the transaction of the deed that it tells of. */
export async function note(tx: Tx, entry: Entry, now: Date): Promise<void> {
  const { workspaceId, actorId, act, subjects, detail } = entry
  await tx.$executeRaw`
    insert into audit (workspace_id, at, actor_id, act, subjects, detail)
    values (${workspaceId}, ${now}, ${actorId}::uuid, ${act}, ${[...subjects]}::uuid[], ${asJson(detail)}::jsonb)`
}

/**
 * Adds a line about looking at somebody’s level, in the transaction that reads it; the second look of the same day, by the
 * calendar of who was looked at, adds none.
 */
export async function noteRead(tx: Tx, { workspaceId, viewerId, ownerId, as, day }: Reading, now: Date): Promise<void> {
  await tx.$executeRaw`
    insert into audit (workspace_id, at, actor_id, act, subjects, detail)
    select ${workspaceId}, ${now}, ${viewerId}::uuid, 'read.level', array[${ownerId}::uuid], ${asJson({ as })}::jsonb
    where not exists (
      select
      from audit
      where workspace_id = ${workspaceId} and actor_id = ${viewerId}::uuid and act = 'read.level'
        and subjects @> array[${ownerId}::uuid] and at >= ${day.begins} and at < ${day.ends})`
}

/** Which lines, and behind which of them the page begins. */
export interface Which {
  readonly filter: Filter
  /** Our id of whoever is in them. */
  readonly about: string | null
  readonly after?: string | undefined
  readonly limit: number
  /** So many of those whom a line was about are named. */
  readonly named: number
}

/** A page of the log, the newest first. */
export async function linesOf(tx: Tx, workspaceId: string, which: Which): Promise<readonly Line[]> {
  const { filter, about, after, limit, named } = which
  const acts = actsOf(filter)
  const rows = await tx.$queryRaw`
    with page as (
      select a.id, a.at, a.actor_id, a.act, a.subjects, a.detail
      from audit a
      where a.workspace_id = ${workspaceId}
        ${acts === undefined ? sql`` : sql`and a.act = any (${[...acts]})`}
        ${about === null ? sql`` : sql`and (a.actor_id = ${about}::uuid or a.subjects @> array[${about}::uuid])`}
        ${after === undefined ? sql`` : sql`and ${isBefore(workspaceId, after)}`}
      order by a.at desc, a.id desc
      limit ${limit}
    )
    select ${lineOf(workspaceId, named)}
    from page a
    left join person p on p.workspace_id = ${workspaceId} and p.id = a.actor_id
    order by a.at desc, a.id desc`
  return lineRows.parse(rows)
}

/** Days for which lines are kept, and somewhat more. */
const oldest = 800

/**
 * Who has seen somebody’s level, or has taken a copy of it from outside: a line for each viewer and day of the owner’s
 * calendar, the newest first.
 */
export async function readersOf(
  tx: Tx,
  { workspaceId, id, zone }: PersonKey & { readonly zone: string },
  { after, limit }: Pick<Which, 'after' | 'limit'>,
  now: Date,
): Promise<readonly Line[]> {
  // The database may know fewer zones than this machine.
  const clock = offsetsOf(zone, daysLater(now, -oldest), now)
  const rows = await tx.$queryRaw`
    with looked as (
      select distinct on (a.actor_id, d.day) a.id, a.at, a.actor_id, a.act, a.subjects, a.detail
      from audit a
      cross join lateral (
        select floor((extract(epoch from a.at) + c.seconds) / 86400)
        from unnest(${clock.map(({ since }) => since)}::timestamptz[], ${clock.map(({ seconds }) => seconds)}::int[]) as c(since, seconds)
        where c.since <= a.at
        order by c.since desc
        limit 1
      ) as d(day)
      where a.workspace_id = ${workspaceId} and a.subjects @> array[${id}::uuid] and a.actor_id is distinct from ${id}::uuid
        and (a.act = any (${[...(actsOf('reads') ?? [])]}) or a.act = 'export.own')
      order by a.actor_id, d.day, a.at desc, a.id desc
    )
    select ${lineOf(workspaceId, 0)}
    from looked a
    left join person p on p.workspace_id = ${workspaceId} and p.id = a.actor_id
    where true ${after === undefined ? sql`` : sql`and ${isBefore(workspaceId, after)}`}
    order by a.at desc, a.id desc
    limit ${limit}`
  return lineRows.parse(rows)
}

/** Our id of a member of whom something may be on record; undefined for everybody else. */
export async function idOf(tx: Tx, workspaceId: string, slackId: string): Promise<string | undefined> {
  const row = await tx.person.findUnique({
    where: { workspaceId_slackId: { workspaceId, slackId } },
    select: { id: true },
  })
  return row?.id
}

/** As it stands now; null for somebody who has erased themselves. */
export async function slackIdOf(tx: Tx, { workspaceId, id }: PersonKey): Promise<string | null> {
  const row = await tx.person.findUnique({
    where: { workspaceId_id: { workspaceId, id } },
    select: { slackId: true },
  })
  return row?.slackId ?? null
}

/** @returns how many lines went; as long as it is all that were asked for, there may be more. */
export async function forgetLinesBefore(tx: Tx, workspaceId: string, before: Date, atMost: number): Promise<number> {
  return tx.$executeRaw`
    delete from audit
    where ctid = any (array (
      select ctid
      from audit
      where workspace_id = ${workspaceId} and at < ${before}
      limit ${atMost}
    ))`
}

function isBefore(workspaceId: string, after: string) {
  return sql`(a.at, a.id) < (
          select o.at, o.id
          from audit o
          where o.workspace_id = ${workspaceId} and o.id = ${after}::uuid)`
}

/** Of a line `a` with its actor `p`. Who was on record once and has erased themselves has neither name nor Slack id. */
function lineOf(workspaceId: string, named: number) {
  return sql`a.id, a.at, a.act, a.actor_id, p.slack_id, p.name, cardinality(a.subjects) as people, a.detail,
      coalesce((
        select jsonb_agg(jsonb_build_object('slackId', s.slack_id, 'name', s.name) order by u.nth)
        from unnest(a.subjects[1:${named}::int]) with ordinality as u(id, nth)
        left join person s on s.workspace_id = ${workspaceId} and s.id = u.id), '[]') as subjects`
}

const someone = { slackId: z.string().nullable(), name: z.string().nullable() }
const lineRows = z.array(
  z
    .object({
      id: z.string(),
      at: z.date(),
      act: z.string(),
      actor_id: z.string().nullable(),
      slack_id: z.string().nullable(),
      name: z.string().nullable(),
      people: z.number(),
      detail: z.json(),
      subjects: z.array(z.object(someone)),
    })
    .transform(
      ({ actor_id, slack_id, name, ...row }): Line => ({
        ...row,
        actor: actor_id === null ? null : { slackId: slack_id, name },
      }),
    ),
)

function asJson(detail: Json | undefined): string | null {
  return detail === undefined ? null : JSON.stringify(detail)
}

/** A line as it stands in somebody’s export. */
export interface OwnLine {
  readonly at: Date
  readonly act: string
  readonly actor: { readonly name: string | null; readonly slackId: string | null } | 'the-app'
  /** How many it was about. */
  readonly people: number
  readonly detail: unknown
}

/** Every line about somebody and every line of what they did, oldest first. What colleagues said of them is not theirs. */
export async function auditAbout(
  tx: Tx,
  { workspaceId, id }: PersonKey,
): Promise<{ readonly about: readonly OwnLine[]; readonly by: readonly OwnLine[] }> {
  const rows = await tx.$queryRaw`
    select a.at, a.act, a.actor_id, p.name, p.slack_id, cardinality(a.subjects) as people, a.detail
    from audit a
    left join person p on p.workspace_id = a.workspace_id and p.id = a.actor_id
    where a.workspace_id = ${workspaceId} and (a.actor_id = ${id}::uuid or a.subjects @> array[${id}::uuid])
      and (a.actor_id = ${id}::uuid or a.act <> all (${[...actsKeptFromTheirSubjects]}))
    order by a.at, a.id`
  const lines = ownLineRows.parse(rows)
  const isTheirs = ({ actorId }: { readonly actorId: string | null }) => actorId === id
  return { about: lines.filter((line) => !isTheirs(line)), by: lines.filter(isTheirs) }
}

const ownLineRows = z.array(
  z
    .object({
      at: z.date(),
      act: z.string(),
      actor_id: z.string().nullable(),
      name: z.string().nullable(),
      slack_id: z.string().nullable(),
      people: z.number(),
      detail: z.json(),
    })
    .transform(({ actor_id, name, slack_id, ...row }) => ({
      ...row,
      actorId: actor_id,
      actor: actor_id === null ? ('the-app' as const) : { name, slackId: slack_id },
    })),
)
