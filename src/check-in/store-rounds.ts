import { z } from 'zod'
import type { Tx } from '../db/connection.ts'
import { sql } from '../db/sql.ts'
import { type RoundEvent, type RoundState, roundMoves } from './rules.ts'

/** What a round goes by from its opening on, whatever the programme’s settings say later. */
export interface RoundSettings {
  /** In days after a person’s own question, in order; three at most. */
  readonly reminders: readonly number[]
}

export interface Round {
  readonly workspaceId: string
  readonly id: string
  readonly skill: string
  readonly name: string
  readonly state: RoundState
  readonly profileVersion: number
  readonly opensAt: Date
  readonly closesAt: Date
  readonly closedAt: Date | undefined
  /** When everybody’s part was closed behind it. */
  readonly settledAt: Date | undefined
  readonly settings: RoundSettings
  readonly plannedTo: string | undefined
}

export interface NewRound {
  readonly workspaceId: string
  readonly id: string
  readonly skill: string
  readonly name: string
  /** The slot of the schedule; absent where somebody started it by hand. */
  readonly dueAt?: Date
  readonly profileVersion: number
  readonly opensAt: Date
  readonly closesAt: Date
  readonly settings: RoundSettings
  readonly startedBy?: string
}

/** @returns false where another round of this skill runs, or this slot has had its round. */
export async function addRound(tx: Tx, round: NewRound): Promise<boolean> {
  const { workspaceId, id, skill, name, dueAt = null, profileVersion, opensAt, closesAt, startedBy = null } = round
  const added = await tx.$executeRaw`
    insert into round (workspace_id, id, skill, name, due_at, state, profile_version, opens_at, closes_at, settings, started_by)
    values (${workspaceId}, ${id}::uuid, ${skill}, ${name}, ${dueAt}, 'planning', ${profileVersion}, ${opensAt}, ${closesAt},
      ${JSON.stringify(round.settings)}::jsonb, ${startedBy}::uuid)
    on conflict do nothing`
  return added > 0
}

/** Names that this quarter’s rounds have already. */
export async function namesLike(tx: Tx, workspaceId: string, skill: string, quarter: string): Promise<string[]> {
  const rows = await tx.$queryRaw`
    select name
    from round
    where workspace_id = ${workspaceId} and skill = ${skill} and starts_with(name, ${quarter})`
  return z
    .array(z.object({ name: z.string() }))
    .parse(rows)
    .map(({ name }) => name)
}

/** @returns false where it was not in a state from which this can happen: somebody else was first. */
export async function moveRound(
  tx: Tx,
  { workspaceId, id }: Pick<Round, 'workspaceId' | 'id'>,
  event: RoundEvent,
  now: Date,
): Promise<boolean> {
  const moves = Object.entries(roundMoves[event])
  const [from, to] = [moves.map(([state]) => state), moves.map(([, state]) => state)]
  const moved = await tx.$executeRaw`
    update round r
    set state = m.target, closed_at = case when m.target in ('closed', 'cancelled') then least(r.closes_at, ${now}) end
    from unnest(${from}::text[], ${to}::text[]) m(source, target)
    where r.workspace_id = ${workspaceId} and r.id = ${id}::uuid and r.state = m.source`
  return moved > 0
}

export async function roundById(tx: Tx, workspaceId: string, id: string): Promise<Round | undefined> {
  const rows = await tx.$queryRaw`
    select ${columns}
    from round
    where workspace_id = ${workspaceId} and id = ${id}::uuid`
  return rounds.parse(rows)[0]
}

/** The one that is planned, open or paused. */
export async function runningRound(tx: Tx, workspaceId: string, skill: string): Promise<Round | undefined> {
  const rows = await tx.$queryRaw`
    select ${columns}
    from round
    where workspace_id = ${workspaceId} and skill = ${skill} and ${isRunning}`
  return rounds.parse(rows)[0]
}

/** The newest first. */
export async function latestRounds(tx: Tx, workspaceId: string, skill: string, limit: number): Promise<Round[]> {
  const rows = await tx.$queryRaw`
    select ${columns}
    from round
    where workspace_id = ${workspaceId} and skill = ${skill}
    order by opens_at desc, id desc
    limit ${limit}`
  return rounds.parse(rows)
}

/** Of all workspaces that go on: every round that runs, and those that have ended but for what follows from it. */
export async function roundsToGoOnWith(tx: Tx): Promise<Round[]> {
  const rows = await tx.$queryRaw`
    select ${columns}
    from round
    where settled_at is null and ${goesOn}
    order by opens_at, workspace_id, id`
  return rounds.parse(rows)
}

/** When a round closes next, or somebody’s reminder is to be looked at; undefined while no round runs. */
export async function nextMoment(tx: Tx): Promise<Date | undefined> {
  const rows = await tx.$queryRaw`
    select min(least(closes_at, (
      select c.remind_at
      from check_in c
      where c.workspace_id = round.workspace_id and c.round_id = round.id and c.remind_at is not null and round.state = 'open'
      order by c.remind_at
      limit 1
    ))) as at
    from round
    where ${isRunning} and ${goesOn}`
  return momentRows.parse(rows)[0].at ?? undefined
}

/** The latest one that opened by then and was not withdrawn: running, or the last one. */
export async function currentRound(tx: Tx, workspaceId: string, skill: string, now: Date): Promise<Round | undefined> {
  const rows = await tx.$queryRaw`
    select ${columns}
    from round
    where workspace_id = ${workspaceId} and skill = ${skill} and state <> 'cancelled' and opens_at <= ${now}
    order by opens_at desc, id desc
    limit 1`
  return rounds.parse(rows)[0]
}

/** Ids of the rounds before this one that came to their end, the latest first. */
export async function lastClosed(
  tx: Tx,
  { workspaceId, skill, opensAt }: Pick<Round, 'workspaceId' | 'skill' | 'opensAt'>,
  limit: number,
): Promise<string[]> {
  const rows = await tx.$queryRaw`
    select id
    from round
    where workspace_id = ${workspaceId} and skill = ${skill} and state = 'closed' and opens_at < ${opensAt}
    order by opens_at desc
    limit ${limit}`
  return idRows.parse(rows).map(({ id }) => id)
}

/** The round’s row, locked until the transaction ends: whoever plans, closes or cancels it waits for each other. */
export async function holdRound(tx: Tx, workspaceId: string, id: string): Promise<Round | undefined> {
  const rows = await tx.$queryRaw`
    select ${columns}
    from round
    where workspace_id = ${workspaceId} and id = ${id}::uuid
    for update`
  return rounds.parse(rows)[0]
}

/** Behind whom planning goes on. */
export async function notePlannedTo(tx: Tx, { workspaceId, id }: Round, personId: string): Promise<void> {
  await tx.$executeRaw`
    update round
    set planned_to = ${personId}::uuid
    where workspace_id = ${workspaceId} and id = ${id}::uuid`
}

/** @returns false when somebody else was first, or somebody’s part is not closed yet. */
export async function noteSettled(
  tx: Tx,
  { workspaceId, id }: Pick<Round, 'workspaceId' | 'id'>,
  now: Date,
): Promise<boolean> {
  const settled = await tx.$executeRaw`
    update round
    set settled_at = ${now}
    where workspace_id = ${workspaceId} and id = ${id}::uuid and closed_at is not null and settled_at is null
      and not exists (
        select
        from check_in c
        where c.workspace_id = ${workspaceId} and c.round_id = ${id}::uuid and c.state = 'waiting'
      )`
  return settled > 0
}

/**
 * A round has come into these tables within seconds, and perhaps those who are asked right before it: how large they are
 * the server learns now, not in a minute. Until then, and by plans that were kept from before, it would compare everybody
 * with everybody.
 */
export async function learnSizes(tx: Tx): Promise<void> {
  await tx.$executeRaw`analyze (skip_locked) check_in, letter, enrolment, person`
}

/** Whether anybody takes part in the check-in of this skill. */
export async function hasPeople(tx: Tx, workspaceId: string, skill: string): Promise<boolean> {
  const rows: unknown[] = await tx.$queryRaw`
    select
    from enrolment
    where workspace_id = ${workspaceId} and skill = ${skill}
    limit 1`
  return rows.length > 0
}

const isRunning = sql`state in ('planning', 'open', 'paused')`
const goesOn = sql`exists (select from workspace w where w.id = round.workspace_id and w.uninstalled_at is null)`
const columns = sql`workspace_id, id, skill, name, state, profile_version, opens_at, closes_at, closed_at, settled_at, settings, planned_to`

const settings = z.object({ reminders: z.array(z.number()) })
const rounds = z.array(
  z
    .object({
      workspace_id: z.string(),
      id: z.string(),
      skill: z.string(),
      name: z.string(),
      state: z.enum(['planning', 'open', 'paused', 'closed', 'cancelled']),
      profile_version: z.number(),
      opens_at: z.date(),
      closes_at: z.date(),
      closed_at: z.date().nullable(),
      settled_at: z.date().nullable(),
      settings,
      planned_to: z.string().nullable(),
    })
    .transform(
      (row): Round => ({
        workspaceId: row.workspace_id,
        id: row.id,
        skill: row.skill,
        name: row.name,
        state: row.state,
        profileVersion: row.profile_version,
        opensAt: row.opens_at,
        closesAt: row.closes_at,
        closedAt: row.closed_at ?? undefined,
        settledAt: row.settled_at ?? undefined,
        settings: row.settings,
        plannedTo: row.planned_to ?? undefined,
      }),
    ),
)
const idRows = z.array(z.object({ id: z.string() }))
const momentRows = z.tuple([z.object({ at: z.date().nullable() })])
