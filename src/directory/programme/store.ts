import { z } from 'zod'
import { type Day, dayOf, knownZone } from '../../calendar.ts'
import type { Tx } from '../../db/connection.ts'
import type { Act } from '../audit/rules.ts'
import { settingsOf, workspaceHours } from '../settings-of-workspace.ts'
import type { Holiday, Programme } from './rules.ts'

/** Slack id of whom an admin has named to answer questions; undefined where nobody is, or who is cannot any more. */
export async function contactOf(tx: Tx, workspaceId: string): Promise<string | undefined> {
  const rows = await tx.$queryRaw`
    select p.slack_id
    from workspace w
    join person p on p.workspace_id = w.id and p.id = w.contact_id
    where w.id = ${workspaceId} and p.active and p.kind = 'member' and p.slack_id is not null`
  return z
    .array(z.object({ slack_id: z.string() }))
    .max(1)
    .parse(rows)[0]?.slack_id
}

export async function programmeOf(tx: Tx, workspaceId: string, now: Date): Promise<Programme> {
  const rows = await tx.$queryRaw`
    select zone, settings
    from workspace
    where id = ${workspaceId}`
  const [row] = places.parse(rows)
  const zone = knownZone(row.zone) ?? 'UTC'
  return {
    zone,
    hours: workspaceHours(row.settings),
    contact: await contactOf(tx, workspaceId),
    managerField: settingsOf(row.settings).managerField,
    holidays: await holidaysFrom(tx, workspaceId, dayOf(now, zone)),
  }
}

const places = z.tuple([z.object({ zone: z.string(), settings: z.unknown() })])

async function holidaysFrom(tx: Tx, workspaceId: string, today: Day): Promise<readonly Holiday[]> {
  const rows = await tx.$queryRaw`
    select to_char(day, 'YYYY-MM-DD') as day, name
    from holiday
    where workspace_id = ${workspaceId} and day >= ${today}::date
    order by day`
  return z.array(z.object({ day: z.iso.date(), name: z.string() })).parse(rows)
}

export async function saveContact(tx: Tx, workspaceId: string, personId: string | null): Promise<void> {
  await tx.$executeRaw`
    update workspace
    set contact_id = ${personId}::uuid
    where id = ${workspaceId}`
}

export async function saveCalendar(
  tx: Tx,
  workspaceId: string,
  { zone, hours }: Pick<Programme, 'zone' | 'hours'>,
): Promise<void> {
  const json = JSON.stringify({ workFrom: hours.from, workTo: hours.to, workDays: hours.days })
  await tx.$executeRaw`
    update workspace
    set zone = ${zone}, settings = settings || ${json}::jsonb
    where id = ${workspaceId}`
}

export async function saveManagerField(tx: Tx, workspaceId: string, label: string | undefined): Promise<void> {
  const json = JSON.stringify(label === undefined ? {} : { managerField: label })
  await tx.$executeRaw`
    update workspace
    set settings = (settings - 'managerField') || ${json}::jsonb
    where id = ${workspaceId}`
}

/** The days from today on become these; from here on the list is an admin’s own. */
export async function saveHolidays(
  tx: Tx,
  workspaceId: string,
  holidays: readonly Holiday[],
  today: Day,
): Promise<void> {
  await tx.$executeRaw`
    delete from holiday
    where workspace_id = ${workspaceId} and day >= ${today}::date`
  await tx.$executeRaw`
    insert into holiday (workspace_id, day, name)
    select ${workspaceId}, h.day::date, h.name
    from unnest(${holidays.map(({ day }) => day)}::text[], ${holidays.map(({ name }) => name)}::text[]) as h(day, name)`
  await tx.$executeRaw`
    update workspace
    set settings = settings || '{"ownHolidays": true}'
    where id = ${workspaceId}`
}

/**
 * The days that are free where no admin has said anything: the first of January, this year’s and the next two. Asked for
 * whenever a workspace is heard of, so that there is always one ahead.
 */
export async function presetHolidays(tx: Tx, workspaceId: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    insert into holiday (workspace_id, day, name)
    select w.id, make_date(${now.getUTCFullYear()}::int + n, 1, 1), 'New Year’s Day'
    from workspace w
    cross join generate_series(0, 2) n
    where w.id = ${workspaceId} and w.settings -> 'ownHolidays' is distinct from 'true'
    on conflict (workspace_id, day) do nothing`
}

/** When something was changed last, and by whom: Slack id, undefined where they are not on record any more. */
export interface LastChange {
  readonly at: Date
  readonly by: string | undefined
}

export async function lastChange(tx: Tx, workspaceId: string, acts: readonly Act[]): Promise<LastChange | undefined> {
  const rows = await tx.$queryRaw`
    select a.at, p.slack_id
    from audit a
    left join person p on p.workspace_id = a.workspace_id and p.id = a.actor_id
    where a.workspace_id = ${workspaceId} and a.act = any (${[...acts]})
    order by a.at desc, a.id desc
    limit 1`
  const [row] = z
    .array(z.object({ at: z.date(), slack_id: z.string().nullable() }))
    .max(1)
    .parse(rows)
  return row && { at: row.at, by: row.slack_id ?? undefined }
}
