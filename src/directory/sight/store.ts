import { z } from 'zod'
import { knownZone } from '../../calendar.ts'
import type { Tx } from '../../db/connection.ts'
import { isOpen, nobodyElse, type Owner, type PersonKey, type Relation, type SeenBy } from '../rules.ts'

/** Whose level somebody asks for, and in which skill. */
export interface Asked {
  readonly ownerSlackId: string
  readonly skill: string
  /** Slack ids of those whom the environment names as admins of this workspace. */
  readonly adminIds: readonly string[]
}

/** The two as they stand to each other at this moment. */
export interface Between {
  readonly owner: Owner & {
    readonly id: string
    readonly slackId: string
    readonly name: string | null
    readonly zone: string
  }
  /** Those that this room knows. */
  readonly relations: readonly Relation[]
  /** The last day, by the owner’s calendar, on which the level is open to the viewer. */
  readonly openedUntil: string | undefined
}

/** Undefined unless both are members of the workspace who can still act. */
export async function between(
  tx: Tx,
  viewer: PersonKey,
  { ownerSlackId, skill, adminIds }: Asked,
  now: Date,
): Promise<Between | undefined> {
  const rows = await tx.$queryRaw`
    select o.id, o.slack_id, o.name, coalesce(o.zone, w.zone) as zone, o.notes_to_manager, o.notes_to_mentor,
      v.id = o.id as self,
      exists (
        select
        from enrolment e
        where e.workspace_id = o.workspace_id and e.person_id = o.id and e.skill = ${skill}
      ) as enrolled,
      exists (
        select
        from manager_link l
        where l.workspace_id = o.workspace_id and l.person_id = o.id and l.manager_id = v.id and l.state = 'in-force'
      ) as manager,
      v.slack_id = any(${[...adminIds]}::text[]) or exists (
        select
        from admin a
        where a.workspace_id = v.workspace_id and a.person_id = v.id
      ) as admin,
      (
        select to_char(t.until, 'YYYY-MM-DD')
        from opened_to t
        where t.workspace_id = o.workspace_id and t.person_id = o.id and t.viewer_id = v.id
      ) as opened_until,
      exists (
        select
        from manager_link l
        join manager_link above on above.workspace_id = l.workspace_id and above.person_id = l.manager_id
        where l.workspace_id = o.workspace_id and l.person_id = o.id and l.state = 'in-force'
          and above.manager_id = v.id and above.state = 'in-force'
      ) as skip_level
    from person v
    join person o on o.workspace_id = v.workspace_id and o.slack_id = ${ownerSlackId} and o.active and o.kind = 'member'
    join workspace w on w.id = v.workspace_id
    where v.workspace_id = ${viewer.workspaceId} and v.id = ${viewer.id}::uuid and v.active and v.kind = 'member'`
  const [row] = betweenRows.parse(rows)
  return row && asBetween(row, now)
}

/** Who sees somebody’s level now; nobody else of somebody who is not there any more. */
export async function whoSees(tx: Tx, person: PersonKey, skill: string, now: Date): Promise<SeenBy> {
  const rows = await tx.$queryRaw`
    select o.notes_to_manager, o.notes_to_mentor,
      exists (
        select
        from enrolment e
        where e.workspace_id = o.workspace_id and e.person_id = o.id and e.skill = ${skill}
      ) as enrolled,
      (
        select m.slack_id
        from manager_link l
        join person m on m.workspace_id = l.workspace_id and m.id = l.manager_id
        where l.workspace_id = o.workspace_id and l.person_id = o.id and l.state = 'in-force' and m.active and m.kind = 'member'
      ) as manager,
      coalesce(o.zone, w.zone) as zone,
      array(
        select to_char(t.until, 'YYYY-MM-DD')
        from opened_to t
        join person v on v.workspace_id = t.workspace_id and v.id = t.viewer_id
        where t.workspace_id = o.workspace_id and t.person_id = o.id and v.active and v.kind = 'member'
      ) as opened_until
    from person o
    join workspace w on w.id = o.workspace_id
    where o.workspace_id = ${person.workspaceId} and o.id = ${person.id}::uuid and o.erased_at is null`
  const [row] = seenByRows.parse(rows)
  return row ? asSeenBy(row, now) : nobodyElse
}

/** Two looks of one viewer at one person come one after the other, until the transaction ends. */
export async function holdLook(tx: Tx, viewer: PersonKey, ownerId: string): Promise<void> {
  const both = `${viewer.workspaceId}:${viewer.id}:${ownerId}`
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('look'), hashtext(${both}))`
}

const betweenRow = z.object({
  id: z.string(),
  slack_id: z.string(),
  name: z.string().nullable(),
  zone: z.string(),
  notes_to_manager: z.boolean(),
  notes_to_mentor: z.boolean(),
  enrolled: z.boolean(),
  self: z.boolean(),
  manager: z.boolean(),
  admin: z.boolean(),
  opened_until: z.iso.date().nullable(),
  skip_level: z.boolean(),
})

const betweenRows = z.array(betweenRow).max(1)

function asBetween(row: z.infer<typeof betweenRow>, now: Date): Between {
  const zone = zoneOf(row)
  const openedUntil = row.opened_until !== null && isOpen(row.opened_until, now, zone) ? row.opened_until : undefined
  const holds: readonly (readonly [Relation, boolean])[] = [
    ['self', row.self],
    ['manager', row.manager],
    ['admin', row.admin],
    ['opened-to', openedUntil !== undefined],
    ['skip-level', row.skip_level],
  ]
  return {
    owner: {
      id: row.id,
      slackId: row.slack_id,
      name: row.name,
      zone,
      isEnrolled: row.enrolled,
      notesToManager: row.notes_to_manager,
      notesToMentor: row.notes_to_mentor,
    },
    relations: holds.filter(([, held]) => held).map(([relation]) => relation),
    openedUntil,
  }
}

const seenByRow = z.object({
  notes_to_manager: z.boolean(),
  notes_to_mentor: z.boolean(),
  enrolled: z.boolean(),
  manager: z.string().nullable(),
  zone: z.string(),
  opened_until: z.array(z.iso.date()),
})

const seenByRows = z.array(seenByRow).max(1)

function asSeenBy(row: z.infer<typeof seenByRow>, now: Date): SeenBy {
  return {
    enrolled: row.enrolled,
    manager: row.manager === null ? undefined : { slackId: row.manager },
    openedTo: row.opened_until.filter((until) => isOpen(until, now, zoneOf(row))).length,
    notesToManager: row.notes_to_manager,
    notesToMentor: row.notes_to_mentor,
  }
}

function zoneOf({ zone }: { readonly zone: string }): string {
  return knownZone(zone) ?? 'UTC'
}
