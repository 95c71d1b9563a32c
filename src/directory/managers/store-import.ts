import { z } from 'zod'
import type { Tx } from '../../db/connection.ts'
import type { Facts, Line, Outsider, Reason, Refused } from './rules-import.ts'

/** An account as Slack described it for a list; nothing of people who have a row is repeated here. */
export interface Described {
  readonly slackId: string
  /** `unknown`: Slack knows nobody under this id, or does not show them. */
  readonly kind: 'member' | Exclude<Outsider, 'forgotten'>
  readonly name: string
  readonly zone: string | undefined
}

/** A list as it is kept between looking and applying: for a day, then it is deleted. */
export interface Kept {
  readonly id: string
  readonly at: Date
  readonly total: number
  readonly silent: number
  readonly lines: readonly Line[]
  /** Of the list itself; what else is refused is judged anew. */
  readonly refused: readonly Refused[]
  readonly described: readonly Described[]
  /** Of what it would do, as it was shown. */
  readonly mark: string
}

interface Whose {
  readonly workspaceId: string
  /** Null: from the command line. */
  readonly startedBy: string | null
}

export async function saveImport(tx: Tx, whose: Whose, kept: Kept, expiresAt: Date): Promise<void> {
  const { id, at, total, silent, lines, refused, described, mark } = kept
  const rows = [
    [total, silent, mark],
    ...lines.map(({ line, person, manager }) => [line, person, manager]),
    ...described.map(({ slackId, kind, name, zone }) => ({ slackId, kind, name, zone: zone ?? null })),
  ]
  await tx.$executeRaw`
    insert into import (workspace_id, id, kind, state, started_by, rows, refused, at, expires_at)
    values (${whose.workspaceId}, ${id}::uuid, 'managers', 'dry-run', ${whose.startedBy}::uuid, ${JSON.stringify(rows)}::jsonb,
      ${JSON.stringify(refused)}::jsonb, ${at}, ${expiresAt})`
}

/**
 * A list as it was kept; undefined where there is none, where it is somebody else’s, a
 * day old, or applied already.
 */
export async function takeImport(tx: Tx, whose: Whose, id: string, now: Date): Promise<Kept | undefined> {
  const rows = await tx.$queryRaw`
    select rows, refused, at
    from import
    where workspace_id = ${whose.workspaceId} and id = ${id}::uuid and started_by is not distinct from ${whose.startedBy}::uuid
      and kind = 'managers' and state = 'dry-run' and expires_at > ${now}`
  const [row] = importRows.parse(rows)
  if (!row) return undefined
  const [[total, silent, mark], ...rest] = row.rows
  return {
    id,
    at: row.at,
    total,
    silent,
    mark,
    refused: row.refused,
    lines: rest.flatMap((each) => (Array.isArray(each) ? [{ line: each[0], person: each[1], manager: each[2] }] : [])),
    described: rest.flatMap((each) => (Array.isArray(each) ? [] : [{ ...each, zone: each.zone ?? undefined }])),
  }
}

const outsiders = ['guest', 'bot', 'stranger', 'closed', 'unknown'] as const satisfies readonly Outsider[]

const reason = z.discriminatedUnion('why', [
  z.object({ why: z.literal('no-id'), found: z.string() }),
  z.object({ why: z.literal('columns'), found: z.number(), expected: z.number() }),
  z.object({ why: z.literal('too-long'), found: z.number() }),
  z.object({ why: z.literal('oneself'), of: z.string() }),
  z.object({ why: z.literal('twice'), of: z.string(), lines: z.array(z.number()) }),
]) satisfies z.ZodType<Reason>

const importRows = z
  .array(
    z.object({
      rows: z.tuple(
        [z.tuple([z.number(), z.number(), z.string()])],
        z.union([
          z.tuple([z.number(), z.string(), z.string()]),
          z.object({
            slackId: z.string(),
            kind: z.enum(['member', ...outsiders]),
            name: z.string(),
            zone: z.string().nullable(),
          }),
        ]),
      ),
      refused: z.array(z.object({ line: z.number(), reason })),
      at: z.date(),
    }),
  )
  .max(1)

/**
 * Nothing of the people on it is kept once it is applied, or overtaken by a newer one.
 * @returns false when it is gone by now.
 */
export async function closeImport(
  tx: Tx,
  workspaceId: string,
  id: string,
  state: 'applied' | 'discarded',
): Promise<boolean> {
  const closed = await tx.$executeRaw`
    update import
    set state = ${state}, rows = '[]', refused = '[]'
    where workspace_id = ${workspaceId} and id = ${id}::uuid and state = 'dry-run'`
  return closed > 0
}

/** Who of these needs no question to Slack: members whom it has described, alone or in a walk over all, since this moment. */
export async function freshAmong(
  tx: Tx,
  workspaceId: string,
  slackIds: readonly string[],
  since: Date,
): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw`
    select p.slack_id
    from person p
    where p.workspace_id = ${workspaceId} and p.slack_id = any (${[...slackIds]}::text[]) and p.kind = 'member' and p.active
      and p.name is not null
      and (p.synced_at >= ${since} or exists (
        select
        from directory_sync s
        where s.workspace_id = ${workspaceId} and s.done_at >= ${since}))`
  return new Set(slackIdRows.parse(rows).map(({ slack_id }) => slack_id))
}

/** Whom the record knows not to be members any more, and who has erased themselves. */
export async function outsidersAmong(
  tx: Tx,
  workspaceId: string,
  slackIds: readonly string[],
): Promise<ReadonlyMap<string, Outsider>> {
  const rows = await tx.$queryRaw`
    select a.slack_id,
      case when f.at is not null then 'forgotten' when p.kind = 'member' then 'closed' else p.kind end as kind
    from unnest(${[...slackIds]}::text[]) as a(slack_id)
    join workspace w on w.id = ${workspaceId}
    left join person p on p.workspace_id = w.id and p.slack_id = a.slack_id
    left join forgotten f on f.workspace_id = w.id and f.digest = sha256(w.salt || convert_to(a.slack_id, 'UTF8'))
    where f.at is not null or p.kind <> 'member' or not p.active`
  return new Map(outsiderRows.parse(rows).map(({ slack_id, kind }) => [slack_id, kind]))
}

/** Who leads whom in the whole workspace, and who has denied whom, by Slack ids. */
export async function linkFacts(tx: Tx, workspaceId: string): Promise<Pick<Facts, 'inForce' | 'denied'>> {
  const rows = linkRows.parse(
    await tx.$queryRaw`
    select p.slack_id as person, m.slack_id as manager, l.state
    from manager_link l
    join person p on p.workspace_id = l.workspace_id and p.id = l.person_id
    join person m on m.workspace_id = l.workspace_id and m.id = l.manager_id
    where l.workspace_id = ${workspaceId} and l.state in ('in-force', 'disputed') and p.slack_id is not null
      and m.slack_id is not null`,
  )
  return {
    inForce: new Map(rows.flatMap(({ person, manager, state }) => (state === 'in-force' ? [[person, manager]] : []))),
    denied: new Set(
      rows.flatMap(({ person, manager, state }) => (state === 'disputed' ? [`${person} ${manager}`] : [])),
    ),
  }
}

const slackIdRows = z.array(z.object({ slack_id: z.string() }))
const outsiderRows = z.array(
  z.object({ slack_id: z.string(), kind: z.enum(['guest', 'bot', 'stranger', 'closed', 'forgotten']) }),
)
const linkRows = z.array(z.object({ person: z.string(), manager: z.string(), state: z.enum(['in-force', 'disputed']) }))

/**
 * Holds the rows of people and managers, so that an erasure in the same moment comes before or after this transaction and
 * never between; before anything else is written, since an erasure too begins with its person.
 * @returns their ids; fewer than were asked for where somebody is gone.
 */
export async function holdPairs(
  tx: Tx,
  workspaceId: string,
  lines: readonly Pick<Line, 'person' | 'manager'>[],
): Promise<readonly Pair[]> {
  const rows = await tx.$queryRaw`
    select p.id as person_id, m.id as manager_id
    from unnest(${lines.map(({ person }) => person)}::text[], ${lines.map(({ manager }) => manager)}::text[]) as r(person, manager)
    join person p on p.workspace_id = ${workspaceId} and p.slack_id = r.person and p.kind = 'member' and p.active
    join person m on m.workspace_id = ${workspaceId} and m.slack_id = r.manager and m.kind = 'member' and m.active
    for key share of p, m`
  return pairRows.parse(rows).map(({ person_id: personId, manager_id: managerId }) => ({ personId, managerId }))
}

export interface Pair {
  readonly personId: string
  readonly managerId: string
}

const pairRows = z.array(z.object({ person_id: z.string(), manager_id: z.string() }))

/** Brings all of these into force; what was in force before, and what was open about the same manager, is overtaken. */
export async function linkAll(tx: Tx, workspaceId: string, pairs: readonly Pair[], now: Date): Promise<void> {
  const people = pairs.map(({ personId }) => personId)
  const managers = pairs.map(({ managerId }) => managerId)
  await tx.$executeRaw`
    update manager_link l
    set state = 'superseded'
    from unnest(${people}::uuid[], ${managers}::uuid[]) as r(person_id, manager_id)
    where l.workspace_id = ${workspaceId} and l.person_id = r.person_id
      and (l.state = 'in-force' or (l.state in ('waiting', 'disputed') and l.manager_id = r.manager_id))`
  await tx.$executeRaw`
    insert into manager_link (workspace_id, person_id, source, manager_id, state, since)
    select ${workspaceId}, r.person_id, 'csv', r.manager_id, 'in-force', ${now}
    from unnest(${people}::uuid[], ${managers}::uuid[]) as r(person_id, manager_id)
    on conflict (workspace_id, person_id, source) do update
    set manager_id = excluded.manager_id, state = excluded.state, since = excluded.since`
}

/** Which of these take part in any check-in: whoever does is told who leads them here. */
export async function inAnyCheckIn(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw`
    select distinct person_id
    from enrolment
    where workspace_id = ${workspaceId} and person_id = any (${[...personIds]}::uuid[])`
  return new Set(
    z
      .array(z.object({ person_id: z.string() }))
      .parse(rows)
      .map(({ person_id }) => person_id),
  )
}
