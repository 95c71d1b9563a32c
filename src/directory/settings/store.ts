import { z } from 'zod'
import type { Day } from '../../calendar.ts'
import type { Tx } from '../../db/connection.ts'
import type { Person, PersonKey } from '../rules.ts'
import type { OwnHours } from '../rules-hours.ts'
import type { Away, AwayKind } from './rules.ts'

/** What stands in somebody’s own row, and what their workspace has set for everybody. */
export interface OwnSettings {
  readonly hours: OwnHours
  /** IANA; the workspace’s where Slack has told none of theirs. */
  readonly zone: string
  /** Whether it is their own. */
  readonly isOwnZone: boolean
  readonly notesToManager: boolean
  readonly notesToMentor: boolean
  /** As stored, of the workspace. */
  readonly workspace: unknown
}

/** Undefined for somebody who has erased themselves meanwhile. */
export async function ownSettings(tx: Tx, { workspaceId, id }: PersonKey): Promise<OwnSettings | undefined> {
  const rows = await tx.$queryRaw`
    select p.work_from, p.work_to, p.work_days, coalesce(p.zone, w.zone) as zone, p.zone is not null as is_own_zone,
      p.notes_to_manager, p.notes_to_mentor, w.settings
    from person p
    join workspace w on w.id = p.workspace_id
    where p.workspace_id = ${workspaceId} and p.id = ${id}::uuid and p.erased_at is null`
  const [row] = ownRows.parse(rows)
  return (
    row && {
      hours: { from: row.work_from, to: row.work_to, days: row.work_days },
      zone: row.zone,
      isOwnZone: row.is_own_zone,
      notesToManager: row.notes_to_manager,
      notesToMentor: row.notes_to_mentor,
      workspace: row.settings,
    }
  )
}

const minutes = z.number().nullable()
const ownRows = z
  .array(
    z.object({
      work_from: minutes,
      work_to: minutes,
      work_days: z.number().nullable(),
      zone: z.string(),
      is_own_zone: z.boolean(),
      notes_to_manager: z.boolean(),
      notes_to_mentor: z.boolean(),
      settings: z.unknown(),
    }),
  )
  .max(1)

/** Three nulls: they work the workspace’s hours again. */
export async function setHours(tx: Tx, { workspaceId, id }: PersonKey, { from, to, days }: OwnHours): Promise<void> {
  await tx.$executeRaw`
    update person
    set work_from = ${from}, work_to = ${to}, work_days = ${days}
    where workspace_id = ${workspaceId} and id = ${id}::uuid and erased_at is null`
}

export interface Sharing {
  readonly notesToManager: boolean
  readonly notesToMentor: boolean
}

export async function setSharing(tx: Tx, { workspaceId, id }: PersonKey, sharing: Sharing): Promise<void> {
  await tx.$executeRaw`
    update person
    set notes_to_manager = ${sharing.notesToManager}, notes_to_mentor = ${sharing.notesToMentor}
    where workspace_id = ${workspaceId} and id = ${id}::uuid and erased_at is null`
}

/**
 * The person’s own row and those of these accounts, as far as they have one, locked until the transaction ends; always in
 * the same order. Whoever merely points at one of them does not wait for it. False when the person’s row is theirs no more.
 */
export async function holdRows(
  tx: Tx,
  person: PersonKey & Pick<Person, 'slackId'>,
  others: readonly string[],
): Promise<boolean> {
  const { workspaceId, id, slackId } = person
  const rows = await tx.$queryRaw`
    select p.id
    from person p
    where p.workspace_id = ${workspaceId} and p.slack_id = any (${[slackId, ...others]})
    order by p.slack_id
    for no key update`
  return heldRows.parse(rows).some((row) => row.id === id)
}

const heldRows = z.array(z.object({ id: z.string() }))

// Days off and pauses

export interface AwayOnRecord extends Away {
  readonly id: string
}

/** Those that are not over on this day, the next one first. */
export async function absencesOf(tx: Tx, { workspaceId, id }: PersonKey, today: Day): Promise<AwayOnRecord[]> {
  const rows = await tx.$queryRaw`
    select a.id, a.kind, to_char(a.first_day, 'YYYY-MM-DD') as first_day, to_char(a.last_day, 'YYYY-MM-DD') as last_day
    from away a
    where a.workspace_id = ${workspaceId} and a.person_id = ${id}::uuid and a.kind in ('day-off', 'pause')
      and a.last_day >= ${today}::date
    order by a.first_day, a.last_day, a.id`
  return awayRows
    .parse(rows)
    .map((row) => ({ id: row.id, kind: row.kind, firstDay: row.first_day, lastDay: row.last_day }))
}

const awayRows = z.array(
  z.object({
    id: z.string(),
    kind: z.enum(['day-off', 'pause']) satisfies z.ZodType<AwayKind>,
    first_day: z.string(),
    last_day: z.string(),
  }),
)

export async function addAbsence(tx: Tx, { workspaceId, id }: PersonKey, away: Away, awayId: string): Promise<void> {
  await tx.$executeRaw`
    insert into away (workspace_id, person_id, id, kind, first_day, last_day)
    values (${workspaceId}, ${id}::uuid, ${awayId}::uuid, ${away.kind}, ${away.firstDay}::date, ${away.lastDay}::date)`
}

/** Only their own, and only what this room’s form shows. False when it is not there. */
export async function removeAbsence(tx: Tx, { workspaceId, id }: PersonKey, awayId: string): Promise<boolean> {
  const removed = await tx.$executeRaw`
    delete from away
    where workspace_id = ${workspaceId} and person_id = ${id}::uuid and id = ${awayId}::uuid and kind in ('day-off', 'pause')`
  return removed > 0
}

// Lists of people

/** Somebody to whom a level is open, until the end of that day in its owner’s zone. */
export interface Opening {
  readonly viewerId: string
  readonly slackId: string
  readonly until: Day
}

/** Those that last on this day, in the order of names. */
export async function openingsOf(tx: Tx, { workspaceId, id }: PersonKey, today: Day): Promise<Opening[]> {
  const rows = await tx.$queryRaw`
    select o.viewer_id, v.slack_id, to_char(o.until, 'YYYY-MM-DD') as until
    from opened_to o
    join person v on v.workspace_id = o.workspace_id and v.id = o.viewer_id
    where o.workspace_id = ${workspaceId} and o.person_id = ${id}::uuid and o.until >= ${today}::date and v.slack_id is not null
    order by lower(v.name), v.id`
  return openingRows
    .parse(rows)
    .map(({ viewer_id, slack_id, until }) => ({ viewerId: viewer_id, slackId: slack_id, until }))
}

const openingRows = z.array(z.object({ viewer_id: z.string(), slack_id: z.string(), until: z.string() }))

/** These, and nobody else, from now on; without those who erase themselves at this moment. */
export async function replaceOpenings(
  tx: Tx,
  { workspaceId, id }: PersonKey,
  openings: readonly Pick<Opening, 'viewerId' | 'until'>[],
): Promise<void> {
  const viewers = openings.map(({ viewerId }) => viewerId)
  // In this order: an erasure holds its person first and takes the openings to them afterwards.
  await tx.$executeRaw`
    insert into opened_to (workspace_id, person_id, viewer_id, until)
    select ${workspaceId}, ${id}::uuid, o.viewer_id, o.until
    from unnest(${viewers}::uuid[], ${openings.map(({ until }) => until)}::date[]) o(viewer_id, until)
    join person v on v.workspace_id = ${workspaceId} and v.id = o.viewer_id
    where v.erased_at is null
    for key share of v
    on conflict (workspace_id, person_id, viewer_id) do update
    set until = excluded.until`
  await tx.$executeRaw`
    delete from opened_to
    where workspace_id = ${workspaceId} and person_id = ${id}::uuid and viewer_id <> all (${viewers}::uuid[])`
}

/** Somebody with whom somebody is never paired. */
export interface Excluded {
  readonly otherId: string
  readonly slackId: string
}

/** In the order of names. */
export async function exclusionsOf(tx: Tx, { workspaceId, id }: PersonKey): Promise<Excluded[]> {
  const rows = await tx.$queryRaw`
    select e.other_id, o.slack_id
    from exclusion e
    join person o on o.workspace_id = e.workspace_id and o.id = e.other_id
    where e.workspace_id = ${workspaceId} and e.person_id = ${id}::uuid and o.slack_id is not null
    order by lower(o.name), o.id`
  return excludedRows.parse(rows).map(({ other_id, slack_id }) => ({ otherId: other_id, slackId: slack_id }))
}

const excludedRows = z.array(z.object({ other_id: z.string(), slack_id: z.string() }))

/** The same for the list of whom somebody is never paired with. */
export async function replaceExclusions(
  tx: Tx,
  { workspaceId, id }: PersonKey,
  otherIds: readonly string[],
): Promise<void> {
  await tx.$executeRaw`
    insert into exclusion (workspace_id, person_id, other_id)
    select ${workspaceId}, ${id}::uuid, o.other_id
    from unnest(${[...otherIds]}::uuid[]) o(other_id)
    join person p on p.workspace_id = ${workspaceId} and p.id = o.other_id
    where p.erased_at is null
    for key share of p
    on conflict (workspace_id, person_id, other_id) do nothing`
  await tx.$executeRaw`
    delete from exclusion
    where workspace_id = ${workspaceId} and person_id = ${id}::uuid and other_id <> all (${[...otherIds]}::uuid[])`
}
