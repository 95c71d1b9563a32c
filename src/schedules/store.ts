import { z } from 'zod'
import type { Tx } from '../db/connection.ts'
import { sql } from '../db/sql.ts'
import { type Due, type Kind, kinds, type Schedule, type ScheduleKey } from './rules.ts'

/** What every workspace has, unless somebody chose other times. */
export interface UsualSchedule {
  readonly kind: Kind
  /** The profile it is about; absent where it is about the workspace. */
  readonly skill?: string
  readonly cron: string
}

/** What is kept by the workspace’s own zone is planned anew at the next beat: the zone has changed. What is due runs first. */
export async function planAnew(tx: Tx, workspaceId: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    update schedule
    set next_at = null
    where workspace_id = ${workspaceId} and zone is null and next_at > ${now}`
}

/** Gives these to each workspace that lacks them, in its own zone; when they run first is planned at the next beat. */
export async function ensureSchedules(tx: Tx, usual: readonly UsualSchedule[]): Promise<void> {
  const kinds = usual.map(({ kind }) => kind)
  const skills = usual.map(({ skill = '' }) => skill)
  const crons = usual.map(({ cron }) => cron)
  await tx.$executeRaw`
    insert into schedule (workspace_id, kind, skill, cron)
    select w.id, u.kind, u.skill, u.cron
    from workspace w
    cross join unnest(${kinds}::text[], ${skills}::text[], ${crons}::text[]) u(kind, skill, cron)
    where not exists (select from schedule s where s.workspace_id = w.id and s.kind = u.kind and s.skill = u.skill)
    on conflict do nothing`
}

/** A new schedule, or other times for one that is there; from now on, whatever the old ones would have been. */
export async function saveSchedule(tx: Tx, schedule: ScheduleKey & { cron: string; zone?: string }): Promise<void> {
  const { workspaceId, kind, skill, cron, zone = null } = schedule
  await tx.$executeRaw`
    insert into schedule (workspace_id, kind, skill, cron, zone)
    values (${workspaceId}, ${kind}, ${skill}, ${cron}, ${zone})
    on conflict (workspace_id, kind, skill) do update
    set cron = excluded.cron, zone = excluded.zone, enabled = true, next_at = null`
}

/** Schedules without a next time: new ones, and those whose times were changed. */
export async function unplannedSchedules(tx: Tx): Promise<Schedule[]> {
  const rows = await tx.$queryRaw`
    select s.workspace_id, s.kind, s.skill, s.cron, coalesce(s.zone, w.zone) as zone
    from schedule s
    join workspace w on w.id = s.workspace_id
    where s.enabled and s.next_at is null and ${isKnown}
    order by s.workspace_id, s.kind, s.skill`
  return schedules.parse(rows)
}

/** Nothing happens when somebody was first, or has changed the times meanwhile. */
export async function planSchedule(tx: Tx, schedule: Schedule, nextAt: Date): Promise<void> {
  const { workspaceId, kind, skill, cron } = schedule
  await tx.$executeRaw`
    update schedule
    set next_at = ${nextAt}
    where workspace_id = ${workspaceId} and kind = ${kind} and skill = ${skill} and cron = ${cron} and next_at is null`
}

/** The longest waiting first. Of a workspace that has uninstalled the app only what deletes goes on. */
export async function dueSchedules(tx: Tx, now: Date): Promise<Due[]> {
  const rows = await tx.$queryRaw`
    select s.workspace_id, s.kind, s.skill, s.cron, coalesce(s.zone, w.zone) as zone, s.next_at
    from schedule s
    join workspace w on w.id = s.workspace_id
    where s.enabled and s.next_at <= ${now} and ${goesOn} and ${isKnown}
    order by s.next_at, s.workspace_id, s.kind, s.skill`
  return dues.parse(rows)
}

/** When one of these kinds is due next; undefined when none is planned. */
export async function nextDue(tx: Tx, ofKinds: readonly string[]): Promise<Date | undefined> {
  const rows = await tx.$queryRaw`
    select min(s.next_at) as next_at
    from schedule s
    join workspace w on w.id = s.workspace_id
    where s.enabled and s.kind = any(${[...ofKinds]}::text[]) and ${goesOn}`
  const [row] = nextRows.parse(rows)
  return row.next_at ?? undefined
}

/**
 * Whether this slot is the caller’s, as long as its transaction holds: whoever else wants it waits for the outcome, and
 * has it when that is a rollback. The schedule moves on either way, so that a slot that was taken before stops nothing.
 */
export async function takeSlot(tx: Tx, due: Due, dueAt: Date, nextAt: Date, now: Date): Promise<boolean> {
  const { workspaceId, kind, skill } = due
  const rows = await tx.$queryRaw`
    with taken as (
      insert into slot (workspace_id, kind, skill, due_at, taken_at, done_at)
      values (${workspaceId}, ${kind}, ${skill}, ${dueAt}, ${now}, ${now})
      on conflict do nothing
      returning due_at
    ), moved as (
      update schedule
      set next_at = ${nextAt}
      where workspace_id = ${workspaceId} and kind = ${kind} and skill = ${skill} and next_at = ${due.nextAt}
    )
    select due_at
    from taken`
  return takenRows.parse(rows).length === 1
}

/** Another release, which runs beside this one for a while, may know more kinds. */
const isKnown = sql`s.kind = any(${[...kinds]}::text[])`
const goesOn = sql`(w.uninstalled_at is null or s.kind = 'retention')`

const scheduleRow = z.object({
  workspace_id: z.string(),
  kind: z.enum(kinds),
  skill: z.string(),
  cron: z.string(),
  zone: z.string(),
})
const schedules = z.array(scheduleRow.transform(renamed))
const dues = z.array(
  scheduleRow.extend({ next_at: z.date() }).transform(({ next_at, ...row }) => ({ ...renamed(row), nextAt: next_at })),
)
const nextRows = z.tuple([z.object({ next_at: z.date().nullable() })])
const takenRows = z.array(z.object({ due_at: z.date() })).max(1)

function renamed({ workspace_id, ...row }: z.infer<typeof scheduleRow>): Schedule {
  return { workspaceId: workspace_id, ...row }
}
