import { z } from 'zod'
import type { Tx } from '../db/connection.ts'
import { sql } from '../db/sql.ts'
import type { PersonKey } from './rules.ts'

/** How much there is of somebody, or was: what they may know of, so nothing that others keep from them. */
export interface OwnAmounts {
  readonly enrolments: number
  /** To their manager, and from those whose manager they are. */
  readonly links: number
  readonly adminRights: number
  /** Hours, days off, sharing of notes, whom they have opened their level to, whom they have excluded. */
  readonly settings: number
}

export async function ownAmounts(tx: Tx, { workspaceId, id }: PersonKey): Promise<OwnAmounts> {
  const theirs = sql`workspace_id = ${workspaceId} and person_id = ${id}::uuid`
  const rows = await tx.$queryRaw`
    select (select count(*)::int from enrolment where ${theirs}) as enrolments,
      (select count(*)::int from manager_link where ${theirs})
      + (select count(*)::int from manager_link where workspace_id = ${workspaceId} and manager_id = ${id}::uuid and ${isNoSecret}) as links,
      (select count(*)::int from admin where ${theirs}) as admin_rights,
      (select count(*)::int from person where workspace_id = ${workspaceId} and id = ${id}::uuid
        and (work_from is not null or work_days is not null or notes_to_manager or notes_to_mentor))
      + (select count(*)::int from away where ${theirs})
      + (select count(*)::int from exclusion where ${theirs})
      + (select count(*)::int from opened_to where ${theirs}) as settings`
  const [amounts] = amountRows.parse(rows)
  return amounts
}

const amountRows = z.tuple([
  z
    .object({ enrolments: z.number(), links: z.number(), admin_rights: z.number(), settings: z.number() })
    .transform(({ admin_rights, ...row }): OwnAmounts => ({ ...row, adminRights: admin_rights })),
])

/** What others have said about them goes too, also what they never knew of. The row itself is blanked by whoever calls this. */
export async function eraseOwnRows(tx: Tx, { workspaceId, id }: PersonKey): Promise<void> {
  const whose = { workspaceId, personId: id }
  await tx.enrolment.deleteMany({ where: whose })
  await tx.managerLink.deleteMany({ where: { workspaceId, OR: [{ personId: id }, { managerId: id }] } })
  await tx.away.deleteMany({ where: whose })
  await tx.exclusion.deleteMany({ where: { workspaceId, OR: [{ personId: id }, { otherId: id }] } })
  await tx.openedTo.deleteMany({ where: { workspaceId, OR: [{ personId: id }, { viewerId: id }] } })
  await tx.admin.deleteMany({ where: whose })
  await tx.admin.updateMany({ where: { workspaceId, appointedBy: id }, data: { appointedBy: null } })
  await tx.workspace.updateMany({ where: { id: workspaceId, contactId: id }, data: { contactId: null } })
  await eraseInstaller(tx, { workspaceId, id })
  await eraseLists(tx, { workspaceId, id })
}

/** Who installed the app is on record by Slack id; of an organisation it is one row for all its workspaces. */
async function eraseInstaller(tx: Tx, { workspaceId, id }: PersonKey): Promise<void> {
  await tx.$executeRaw`
    update installation i
    set installed_by = null
    from workspace w
    join person p on p.workspace_id = w.id
    where w.id = ${workspaceId} and p.id = ${id}::uuid and i.id = w.installation_id and i.installed_by = p.slack_id`
}

/** Lists of admins hold Slack ids and what was typed: every one goes that somebody began or stands in, by whatever name. */
export async function eraseLists(tx: Tx, { workspaceId, id }: PersonKey): Promise<void> {
  await tx.$executeRaw`
    delete from import i
    using person p
    where p.workspace_id = ${workspaceId} and p.id = ${id}::uuid and i.workspace_id = p.workspace_id
      and (i.started_by = p.id or ${standsIn})`
}

/** Whether the person `p` stands in the list `i`. A word too many only means that an admin reads a list again. */
const standsIn = sql`exists (
      select
      from unnest(array[p.slack_id, p.id::text, case when char_length(p.name) > 2 then trim(both '"' from to_json(p.name)::text) end]) as w(word)
      where position(lower(w.word) in lower(concat(i.rows, i.refused))) > 0)`

/** Every row of this room about somebody; of other people what they may know of. */
export async function ownRows(tx: Tx, person: PersonKey) {
  return {
    enrolments: await enrolmentsOf(tx, person),
    links: await linksOf(tx, person),
    reports: await reportsOf(tx, person),
    absences: await absencesOf(tx, person),
    exclusions: await exclusionsOf(tx, person),
    openedTo: await openedBy(tx, person),
    openedToThem: await openedFor(tx, person),
    admin: await adminRightOf(tx, person),
    isContact: (await tx.workspace.count({ where: { id: person.workspaceId, contactId: person.id } })) > 0,
    lists: await listsWith(tx, person),
  }
}

export type OwnRows = Awaited<ReturnType<typeof ownRows>>

const enrolmentsOf = (tx: Tx, { workspaceId, id }: PersonKey) =>
  tx.enrolment.findMany({ where: { workspaceId, personId: id }, orderBy: { skill: 'asc' } })

async function linksOf(tx: Tx, { workspaceId, id }: PersonKey) {
  const rows = await tx.$queryRaw`
    select l.source, l.state, l.since, ${named}
    from manager_link l
    join person p on p.workspace_id = l.workspace_id and p.id = l.manager_id
    where l.workspace_id = ${workspaceId} and l.person_id = ${id}::uuid
    order by l.source`
  return linkRows.parse(rows)
}

/** Whoever says that somebody is not their manager says it to the admins: such a link is theirs alone. */
const isNoSecret = sql`state in ('in-force', 'waiting')`

async function reportsOf(tx: Tx, { workspaceId, id }: PersonKey) {
  const rows = await tx.$queryRaw`
    select l.source, l.state, l.since, ${named}
    from manager_link l
    join person p on p.workspace_id = l.workspace_id and p.id = l.person_id
    where l.workspace_id = ${workspaceId} and l.manager_id = ${id}::uuid and ${isNoSecret}
    order by p.name, p.id, l.source`
  return linkRows.parse(rows)
}

async function absencesOf(tx: Tx, { workspaceId, id }: PersonKey) {
  const rows = await tx.$queryRaw`
    select kind, to_char(first_day, 'YYYY-MM-DD') as first_day, to_char(last_day, 'YYYY-MM-DD') as last_day
    from away
    where workspace_id = ${workspaceId} and person_id = ${id}::uuid
    order by away.first_day, id`
  return absenceRows.parse(rows)
}

/** Their own list; who has excluded them is the others’ secret. */
async function exclusionsOf(tx: Tx, { workspaceId, id }: PersonKey) {
  const rows = await tx.$queryRaw`
    select ${named}
    from exclusion e
    join person p on p.workspace_id = e.workspace_id and p.id = e.other_id
    where e.workspace_id = ${workspaceId} and e.person_id = ${id}::uuid
    order by p.name, p.id`
  return z.array(namedRow).parse(rows)
}

async function openedBy(tx: Tx, { workspaceId, id }: PersonKey) {
  const rows = await tx.$queryRaw`
    select to_char(o.until, 'YYYY-MM-DD') as until, ${named}
    from opened_to o
    join person p on p.workspace_id = o.workspace_id and p.id = o.viewer_id
    where o.workspace_id = ${workspaceId} and o.person_id = ${id}::uuid
    order by p.name, p.id`
  return openedRows.parse(rows)
}

async function openedFor(tx: Tx, { workspaceId, id }: PersonKey) {
  const rows = await tx.$queryRaw`
    select to_char(o.until, 'YYYY-MM-DD') as until, ${named}
    from opened_to o
    join person p on p.workspace_id = o.workspace_id and p.id = o.person_id
    where o.workspace_id = ${workspaceId} and o.viewer_id = ${id}::uuid
    order by p.name, p.id`
  return openedRows.parse(rows)
}

async function adminRightOf(tx: Tx, { workspaceId, id }: PersonKey) {
  const rows = await tx.$queryRaw`
    select a.since, a.appointed_by is not null as appointed, ${named}
    from admin a
    left join person p on p.workspace_id = a.workspace_id and p.id = a.appointed_by
    where a.workspace_id = ${workspaceId} and a.person_id = ${id}::uuid`
  return adminRows.parse(rows)[0]
}

async function listsWith(tx: Tx, { workspaceId, id }: PersonKey) {
  const rows = await tx.$queryRaw`
    select i.kind, i.state, i.at, i.expires_at, coalesce(i.started_by = p.id, false) as began, ${standsIn} as names_them
    from import i
    join person p on p.workspace_id = i.workspace_id
    where i.workspace_id = ${workspaceId} and p.id = ${id}::uuid and (i.started_by = p.id or ${standsIn})
    order by i.at, i.id`
  return listRows.parse(rows)
}

const named = sql`p.name, p.slack_id`
const namedRow = z
  .object({ name: z.string().nullable(), slack_id: z.string().nullable() })
  .transform(({ name, slack_id }) => ({ name, slackId: slack_id }))
const linkRows = z.array(
  z
    .object({ source: z.string(), state: z.string(), since: z.date() })
    .and(namedRow)
    .transform(({ source, state, since, ...who }) => ({ ...who, source, state, since })),
)
const absenceRows = z.array(
  z
    .object({ kind: z.string(), first_day: z.string(), last_day: z.string() })
    .transform(({ kind, first_day, last_day }) => ({ kind, firstDay: first_day, lastDay: last_day })),
)
const openedRows = z.array(
  z
    .object({ until: z.string() })
    .and(namedRow)
    .transform(({ until, ...who }) => ({ ...who, until })),
)
const adminRows = z.array(z.object({ since: z.date(), appointed: z.boolean() }).and(namedRow)).max(1)
const listRows = z.array(
  z
    .object({
      kind: z.string(),
      state: z.string(),
      at: z.date(),
      expires_at: z.date(),
      began: z.boolean(),
      names_them: z.boolean(),
    })
    .transform(({ expires_at, names_them, ...row }) => ({ ...row, expiresAt: expires_at, namesThem: names_them })),
)
