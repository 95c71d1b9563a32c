import { z } from 'zod'
import type { Tx } from '../../db/connection.ts'
import { settingsOf } from '../settings-of-workspace.ts'
import type { Changed, Described, Phase } from './rules.ts'

/**
 * Brings the rows of people who are known up to date; nobody gets a row by it. One statement, which writes only what has
 * changed and nothing that is older than what stands there, in the order of their Slack ids as whoever adds people does, so
 * that two of them never wait for each other.
 */
export async function updatePeople(
  tx: Tx,
  workspaceId: string,
  people: readonly Described[],
  now: Date,
): Promise<readonly Changed[]> {
  const rows = await tx.$queryRaw`
    with said as (
      select distinct on (slack_id) *
      from unnest(${people.map(({ slackId }) => slackId)}::text[], ${people.map(({ name }) => name)}::text[],
        ${people.map(({ zone }) => zone)}::text[], ${people.map(({ kind }) => kind)}::text[],
        ${people.map(({ active }) => active)}::bool[], ${people.map(({ away }) => away)}::bool[],
        ${people.map(({ awayUntil }) => awayUntil)}::timestamptz[], ${people.map(({ updated }) => updated)}::timestamptz[])
        as s(slack_id, name, zone, kind, active, away, away_until, updated)
      order by slack_id, updated desc nulls last
    ), changed as (
      select p.id, p.active and p.kind = 'member' as was_here, p.active as was_active, s.active, s.away, s.away_until,
        coalesce(s.name, p.name) as name, coalesce(s.kind, p.kind) as kind, coalesce(s.updated, p.updated_in_slack) as updated,
        case when s.active then s.zone else p.zone end as zone
      from said s
      join person p on p.workspace_id = ${workspaceId} and p.slack_id = s.slack_id
      where coalesce(p.updated_in_slack <= s.updated, true)
        and (p.name, p.zone, p.kind, p.active, p.away_in_slack, p.away_in_slack_until, p.updated_in_slack) is distinct from
          (coalesce(s.name, p.name), case when s.active then s.zone else p.zone end, coalesce(s.kind, p.kind), s.active, s.away,
            s.away_until, coalesce(s.updated, p.updated_in_slack))
      order by p.slack_id
      for no key update of p
    )
    update person p
    set name = c.name, zone = c.zone, kind = c.kind, active = c.active, away_in_slack = c.away, away_in_slack_until = c.away_until,
      updated_in_slack = c.updated, synced_at = ${now},
      unreachable = case when c.active and not c.was_active then null else p.unreachable end
    from changed c
    where p.workspace_id = ${workspaceId} and p.id = c.id
    returning p.id, c.was_here, p.active and p.kind = 'member' as is_here, p.active as is_active`
  return changedRows.parse(rows)
}

/** Whether one of these accounts is on record as a member’s open one. */
export async function isAnyHere(tx: Tx, workspaceId: string, slackIds: readonly string[]): Promise<boolean> {
  const rows = await tx.$queryRaw`
    select p.slack_id
    from person p
    where p.workspace_id = ${workspaceId} and p.slack_id = any (${[...slackIds]}::text[]) and p.active and p.kind = 'member'
    limit 1`
  return z.array(z.object({ slack_id: z.string() })).parse(rows).length > 0
}

const changedRows = z.array(
  z
    .object({ id: z.string(), was_here: z.boolean(), is_here: z.boolean(), is_active: z.boolean() })
    .transform((row): Changed => ({ id: row.id, wasHere: row.was_here, isHere: row.is_here, isActive: row.is_active })),
)

/** Whoever was led by one of these has no manager by such a link any more. @returns how many links that were. */
export async function endLinksTo(tx: Tx, workspaceId: string, managerIds: readonly string[]): Promise<number> {
  return tx.$executeRaw`
    update manager_link
    set state = 'superseded'
    where workspace_id = ${workspaceId} and manager_id = any (${[...managerIds]}::uuid[]) and state <> 'superseded'`
}

/**
 * A walk through the whole directory shall begin. One that still reads members goes on instead; one that reads profiles
 * goes on with those afterwards, where it was.
 */
export async function askForWalk(tx: Tx, workspaceId: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    insert into directory_sync as s (workspace_id, asked_at)
    values (${workspaceId}, ${now})
    on conflict (workspace_id) do update
    set asked_at = excluded.asked_at, phase = 'members', cursor = null, calls = 0, changed = 0, lease = null, done_at = null
    where s.phase <> 'members'`
}

/** One workspace’s walk, for whoever holds the lease. */
export interface Claimed {
  readonly workspaceId: string
  readonly lease: string
  readonly phase: Phase
  /** Of the next page; while fields are read, the id of the field. Null at the beginning of either. */
  readonly cursor: string | null
  /** The last one whose profile was read. */
  readonly afterPerson: string | null
}

/** The walk that has waited longest; undefined when none may go on now. Its holder has it until the lease is over. */
export async function claimWalk(tx: Tx, lease: string, leaseSeconds: number): Promise<Claimed | undefined> {
  const rows = await tx.$queryRaw`
    update directory_sync s
    set lease = ${lease}::uuid, free_at = clock_timestamp() + make_interval(secs => ${leaseSeconds})
    where s.workspace_id = (
      select d.workspace_id
      from directory_sync d
      join workspace w on w.id = d.workspace_id
      where d.phase <> 'done' and (d.free_at is null or d.free_at <= clock_timestamp()) and w.uninstalled_at is null
      order by d.free_at nulls first, d.workspace_id
      limit 1
      for update of d skip locked
    )
    returning s.workspace_id, s.phase, s.cursor, s.after_person`
  const [row] = claimedRows.parse(rows)
  return (
    row && {
      workspaceId: row.workspace_id,
      lease,
      phase: row.phase,
      cursor: row.cursor,
      afterPerson: row.after_person,
    }
  )
}

const claimedRows = z
  .array(
    z.object({
      workspace_id: z.string(),
      phase: z.enum(['members', 'fields']),
      cursor: z.string().nullable(),
      after_person: z.string().nullable(),
    }),
  )
  .max(1)

/** Milliseconds until a walk may go on; undefined when there is none. */
export async function untilNextStep(tx: Tx): Promise<number | undefined> {
  const rows = await tx.$queryRaw`
    select extract(epoch from min(coalesce(d.free_at, clock_timestamp())) - clock_timestamp())::float8 * 1000 as wait
    from directory_sync d
    join workspace w on w.id = d.workspace_id
    where d.phase <> 'done' and w.uninstalled_at is null`
  const [{ wait }] = waitRows.parse(rows)
  return wait === null ? undefined : Math.max(0, Math.ceil(wait))
}

const waitRows = z.tuple([z.object({ wait: z.number().nullable() })])

/** Where a walk goes on. */
export interface Step {
  readonly phase: Phase
  readonly cursor: string | null
  readonly afterPerson: string | null
  readonly calls: number
  readonly changed: number
  /** Milliseconds until its next call. */
  readonly wait: number
}

/**
 * Writes down how far a walk has come, and gives it free. False when somebody else has it by now: then nothing of this
 * transaction may stand.
 */
export async function goOn(tx: Tx, { workspaceId, lease }: Claimed, step: Step, now: Date): Promise<boolean> {
  const { phase, cursor, afterPerson, calls, changed, wait } = step
  const taken = await tx.$executeRaw`
    update directory_sync
    set phase = ${phase}, cursor = ${cursor}, after_person = ${afterPerson}::uuid, calls = calls + ${calls}::int,
      changed = changed + ${changed}::int, lease = null, free_at = clock_timestamp() + ${wait} * interval '1 millisecond',
      done_at = ${phase === 'done' ? now : null}
    where workspace_id = ${workspaceId} and lease = ${lease}::uuid`
  return taken === 1
}

/** What a finished walk has done, for the log. */
export async function walked(
  tx: Tx,
  workspaceId: string,
): Promise<{ readonly calls: number; readonly changed: number }> {
  const { calls, changed } = await tx.directorySync.findUniqueOrThrow({ where: { workspaceId } })
  return { calls, changed }
}

/** The profile field that names managers, where an admin has named one: its label or its id. */
export async function managerFieldOf(tx: Tx, workspaceId: string): Promise<string | undefined> {
  const row = await tx.workspace.findUnique({ where: { id: workspaceId }, select: { settings: true } })
  return settingsOf(row?.settings).managerField
}

/** Somebody whose profile is to be read. */
export interface ToRead {
  readonly id: string
  readonly slackId: string
  /** The manager whom their profile named the last time, while that holds. */
  readonly managerSlackId: string | null
}

/** The next one, by our ids, of those who are enrolled and whose manager is known from no better source. */
export async function nextToRead(tx: Tx, workspaceId: string, after: string | null): Promise<ToRead | undefined> {
  const rows = await tx.$queryRaw`
    select p.id, p.slack_id, m.slack_id as manager_slack_id
    from person p
    left join manager_link l on l.workspace_id = p.workspace_id and l.person_id = p.id and l.state = 'in-force'
    left join person m on m.workspace_id = l.workspace_id and m.id = l.manager_id
    where p.workspace_id = ${workspaceId} and p.id > coalesce(${after}::uuid, '00000000-0000-0000-0000-000000000000')
      and p.active and p.kind = 'member' and p.slack_id is not null and coalesce(l.source, 'profile') = 'profile'
      and exists (select from enrolment e where e.workspace_id = p.workspace_id and e.person_id = p.id)
    order by p.id
    limit 1`
  const [row] = toReadRows.parse(rows)
  return row && { id: row.id, slackId: row.slack_id, managerSlackId: row.manager_slack_id }
}

const toReadRows = z
  .array(z.object({ id: z.string(), slack_id: z.string(), manager_slack_id: z.string().nullable() }))
  .max(1)
