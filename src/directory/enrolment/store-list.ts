import { z } from 'zod'
import type { Tx } from '../../db/connection.ts'
import type { Account, PersonKey } from '../rules.ts'
import type { NotEligible, sources } from './rules.ts'
import { type List, memberOf } from './rules-list.ts'

/** Whom Slack has described within the last day, of these: nobody needs to ask it again. */
export async function freshMembers(
  tx: Tx,
  workspaceId: string,
  slackIds: readonly string[],
  since: Date,
): Promise<readonly Account[]> {
  const rows = await tx.$queryRaw`
    select p.slack_id, p.name, p.zone
    from unnest(${[...slackIds]}::text[]) as a(slack_id)
    join person p on p.workspace_id = ${workspaceId} and p.slack_id = a.slack_id
    where p.kind = 'member' and p.active and p.synced_at >= ${since} and p.name is not null`
  return freshRows
    .parse(rows)
    .map(({ slack_id: slackId, name, zone }) => memberOf(workspaceId, { slackId, name, zone: zone ?? undefined }))
}

const freshRows = z.array(z.object({ slack_id: z.string(), name: z.string(), zone: z.string().nullable() }))

/** Which of these are in the check-in, by Slack id. */
export async function enrolledAmong(
  tx: Tx,
  workspaceId: string,
  skill: string,
  slackIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw`
    select a.slack_id
    from unnest(${[...slackIds]}::text[]) as a(slack_id)
    join person p on p.workspace_id = ${workspaceId} and p.slack_id = a.slack_id
    join enrolment e on e.workspace_id = p.workspace_id and e.person_id = p.id
    where e.skill = ${skill}`
  return new Set(slackIdRows.parse(rows).map(({ slack_id }) => slack_id))
}

const slackIdRows = z.array(z.object({ slack_id: z.string() }))

/** A list that was shown, to be applied as it stands within a day. */
export interface Checked {
  readonly id: string
  readonly list: List
  readonly at: Date
}

export async function saveList(
  tx: Tx,
  { workspaceId, id: startedBy }: PersonKey,
  { id, list, at }: Checked,
  expiresAt: Date,
): Promise<void> {
  const rows = list.ready.map(({ slackId, name, zone }) => ({ slackId, name, zone: zone ?? null }))
  const refused = [{ why: 'enrolled', count: list.enrolled }, ...list.refused]
  await tx.$executeRaw`
    insert into import (workspace_id, id, kind, state, started_by, rows, refused, at, expires_at)
    values (${workspaceId}, ${id}::uuid, 'people', 'dry-run', ${startedBy}::uuid, ${JSON.stringify(rows)}::jsonb,
      ${JSON.stringify(refused)}::jsonb, ${at}, ${expiresAt})`
}

/**
 * The list as its admin has seen it, locked until the transaction ends; undefined where there is none, where it is
 * another admin’s, too old, or applied already.
 */
export async function takeList(
  tx: Tx,
  { workspaceId, id: startedBy }: PersonKey,
  id: string,
  now: Date,
): Promise<Checked | undefined> {
  const rows = await tx.$queryRaw`
    select rows, refused, at
    from import
    where workspace_id = ${workspaceId} and id = ${id}::uuid and started_by = ${startedBy}::uuid
      and kind = 'people' and state = 'dry-run' and expires_at > ${now}
    for update`
  const [row] = listRows.parse(rows)
  if (!row) return undefined
  const ready = row.rows.map(({ slackId, name, zone }) => ({ slackId, name, zone: zone ?? undefined }))
  const enrolled = row.refused.find(({ why }) => why === 'enrolled')?.count ?? 0
  const refused = row.refused.flatMap(({ why, count }) => (why === 'enrolled' ? [] : [{ why, count }]))
  return { id, at: row.at, list: { ready, enrolled, refused } }
}

const reasons = ['guest', 'bot', 'stranger', 'closed', 'invited', 'forgotten'] as const satisfies readonly NotEligible[]

const listRows = z
  .array(
    z.object({
      rows: z.array(z.object({ slackId: z.string(), name: z.string(), zone: z.string().nullable() })),
      refused: z.array(z.object({ why: z.enum([...reasons, 'enrolled']), count: z.number() })),
      at: z.date(),
    }),
  )
  .max(1)

/** Nothing of the people on it is kept once it is applied, or overtaken by a newer one. */
export async function closeList(
  tx: Tx,
  workspaceId: string,
  id: string,
  state: 'applied' | 'discarded',
): Promise<void> {
  await tx.$executeRaw`
    update import
    set state = ${state}, rows = '[]'
    where workspace_id = ${workspaceId} and id = ${id}::uuid`
}

/** Whoever of these has a row that says that they are no member any more, by Slack id. */
export async function leftAmong(
  tx: Tx,
  workspaceId: string,
  slackIds: readonly string[],
): Promise<ReadonlyMap<string, NotEligible>> {
  const rows = await tx.$queryRaw`
    select p.slack_id, case when p.kind = 'member' then 'closed' else p.kind end as why
    from unnest(${[...slackIds]}::text[]) as a(slack_id)
    join person p on p.workspace_id = ${workspaceId} and p.slack_id = a.slack_id
    where p.kind <> 'member' or not p.active`
  return new Map(leftRows.parse(rows).map(({ slack_id, why }) => [slack_id, why]))
}

const leftRows = z.array(z.object({ slack_id: z.string(), why: z.enum(reasons) }))

/**
 * Takes all of them in with one statement. Their rows are held, so that an erasure in the same moment comes before or
 * after this and never between.
 * @returns the ids of those who were not in it before.
 */
export async function enrolAll(
  tx: Tx,
  workspaceId: string,
  skill: string,
  { slackIds, source }: { readonly slackIds: readonly string[]; readonly source: (typeof sources)[number] },
  now: Date,
): Promise<readonly string[]> {
  const rows = await tx.$queryRaw`
    with held as (
      select p.id
      from person p
      where p.workspace_id = ${workspaceId} and p.slack_id = any (${[...slackIds]}::text[]) and p.kind = 'member' and p.active
      order by p.id
      for key share
    )
    insert into enrolment (workspace_id, person_id, skill, since, source)
    select ${workspaceId}, h.id, ${skill}, ${now}, ${source}
    from held h
    on conflict (workspace_id, person_id, skill) do nothing
    returning person_id`
  return personRows.parse(rows).map(({ person_id }) => person_id)
}

/** @returns the ids and Slack ids of those who were in it until now. */
export async function unenrolAll(
  tx: Tx,
  workspaceId: string,
  skill: string,
  slackIds: readonly string[],
): Promise<readonly { readonly id: string; readonly slackId: string }[]> {
  const rows = await tx.$queryRaw`
    delete from enrolment e
    using person p
    where e.workspace_id = ${workspaceId} and e.skill = ${skill} and p.workspace_id = e.workspace_id and p.id = e.person_id
      and p.slack_id = any (${[...slackIds]}::text[])
    returning p.id, p.slack_id`
  return z
    .array(z.object({ id: z.string(), slack_id: z.string() }))
    .parse(rows)
    .map(({ id, slack_id: slackId }) => ({ id, slackId }))
}

const personRows = z.array(z.object({ person_id: z.string() }))
