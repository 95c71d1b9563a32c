import { z } from 'zod'
import type { Tx } from '../db/connection.ts'
import type { Account, Person } from './rules.ts'

/**
 * Adds members, or brings their rows up to date: one statement, in the order of their Slack ids, so that two such
 * statements never wait for each other. What is newer stands, and so does a row with a date against what has none, such as
 * a list of yesterday.
 */
export async function savePeople(
  tx: Tx,
  workspaceId: string,
  accounts: readonly (Account & { readonly id: string })[],
  now: Date,
): Promise<void> {
  const column = <T>(of: (account: Account & { readonly id: string }) => T) => accounts.map(of)
  await tx.$executeRaw`
    insert into person (workspace_id, id, slack_id, name, zone, kind, active, away_in_slack, away_in_slack_until, updated_in_slack, synced_at,
      first_seen_at)
    select distinct on (a.slack_id) ${workspaceId}, a.id, a.slack_id, a.name, a.zone, 'member', true, a.away, a.away_until, a.updated, ${now},
      ${now}
    from unnest(${column(({ id }) => id)}::uuid[], ${column(({ slackId }) => slackId)}::text[], ${column(({ name }) => name)}::text[],
      ${column(({ zone }) => zone ?? null)}::text[], ${column(({ away }) => away !== undefined)}::boolean[],
      ${column(({ away }) => away?.until ?? null)}::timestamptz[], ${column(({ updated }) => updated ?? null)}::timestamptz[])
      as a(id, slack_id, name, zone, away, away_until, updated)
    order by a.slack_id
    on conflict (workspace_id, slack_id) do update
    set name = excluded.name, zone = excluded.zone, kind = excluded.kind, active = excluded.active,
      away_in_slack = excluded.away_in_slack, away_in_slack_until = excluded.away_in_slack_until,
      updated_in_slack = coalesce(excluded.updated_in_slack, person.updated_in_slack), synced_at = excluded.synced_at
    where coalesce(person.updated_in_slack <= excluded.updated_in_slack, person.updated_in_slack is null)`
}

/** Who of these has erased themselves. */
export async function forgottenAmong(
  tx: Tx,
  workspaceId: string,
  slackIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw`
    select a.slack_id
    from unnest(${[...slackIds]}::text[]) as a(slack_id)
    join workspace w on w.id = ${workspaceId}
    join forgotten f on f.workspace_id = w.id and f.digest = sha256(w.salt || convert_to(a.slack_id, 'UTF8'))`
  return new Set(
    z
      .array(z.object({ slack_id: z.string() }))
      .parse(rows)
      .map(({ slack_id }) => slack_id),
  )
}

/** By Slack id; whoever has no row is not in it. */
export async function peopleBySlackId(
  tx: Tx,
  workspaceId: string,
  slackIds: readonly string[],
): Promise<ReadonlyMap<string, Person>> {
  const rows = await tx.$queryRaw`
    select p.id, p.slack_id, coalesce(p.zone, w.zone) as zone, p.home_opened_at is not null as home_opened
    from unnest(${[...slackIds]}::text[]) as a(slack_id)
    join person p on p.workspace_id = ${workspaceId} and p.slack_id = a.slack_id
    join workspace w on w.id = p.workspace_id`
  return new Map(
    people
      .parse(rows)
      .map(({ id, slack_id: slackId, zone, home_opened: homeOpened }) => [
        slackId,
        { workspaceId, id, slackId, zone, homeOpened },
      ]),
  )
}

const people = z.array(z.object({ id: z.string(), slack_id: z.string(), zone: z.string(), home_opened: z.boolean() }))

/** Takes rows away that nothing points at yet. */
export async function removePeople(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    delete from person
    where workspace_id = ${workspaceId} and id = any (${[...ids]}::uuid[])`
}
