import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Tx } from '../db/connection.ts'
import { openLanes } from '../outbox/store.ts'
import { presetHolidays } from './programme/store.ts'
import type { Account, Person, PersonKey } from './rules.ts'

export interface KnownPerson extends Person {
  readonly syncedAt: Date | null
  /** An open account of a member, as far as the record knows. */
  readonly isHere: boolean
}

/** One statement, asked at every act: Prisma would ask two. */
export async function personBySlackId(tx: Tx, workspaceId: string, slackId: string): Promise<KnownPerson | undefined> {
  const rows = await tx.$queryRaw`
    select p.id, coalesce(p.zone, w.zone) as zone, p.synced_at, p.home_opened_at is not null as home_opened,
      p.active and p.kind = 'member' as is_here
    from person p
    join workspace w on w.id = p.workspace_id
    where p.workspace_id = ${workspaceId} and p.slack_id = ${slackId}`
  const [row] = personRows.parse(rows)
  return (
    row && {
      workspaceId,
      slackId,
      id: row.id,
      zone: row.zone,
      homeOpened: row.home_opened,
      syncedAt: row.synced_at,
      isHere: row.is_here,
    }
  )
}

const personRows = z
  .array(
    z.object({
      id: z.string(),
      zone: z.string(),
      synced_at: z.date().nullable(),
      home_opened: z.boolean(),
      is_here: z.boolean(),
    }),
  )
  .max(1)

/** Makes the workspace known, with its lanes for letters and the first of January. Its id stands for its name until Slack has told it. */
export async function noteWorkspace(tx: Tx, workspaceId: string, name: string, now: Date): Promise<void> {
  const salt = randomBytes(32)
  await tx.$executeRaw`
    insert into workspace (id, name, salt, first_seen_at)
    values (${workspaceId}, ${name}, ${salt}, ${now})
    on conflict (id) do update
    set name = excluded.name
    where workspace.name = workspace.id and excluded.name <> workspace.id`
  await openLanes(tx, workspaceId)
  await presetHolidays(tx, workspaceId, now)
}

/**
 * Adds a member, or brings the row up to date with what Slack has just said, unless something newer stands there already.
 * Two first acts at once give one row.
 */
export async function savePerson(tx: Tx, workspaceId: string, account: Account, id: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    insert into person (workspace_id, id, slack_id, name, zone, kind, active, away_in_slack, away_in_slack_until, updated_in_slack, synced_at,
      first_seen_at)
    values (${workspaceId}, ${id}::uuid, ${account.slackId}, ${account.name}, ${account.zone ?? null}, 'member', true,
      ${account.away !== undefined}, ${account.away?.until ?? null}, ${account.updated ?? null}, ${now}, ${now})
    on conflict (workspace_id, slack_id) do update
    set name = excluded.name, zone = excluded.zone, kind = excluded.kind, active = excluded.active,
      away_in_slack = excluded.away_in_slack, away_in_slack_until = excluded.away_in_slack_until,
      updated_in_slack = coalesce(excluded.updated_in_slack, person.updated_in_slack), synced_at = excluded.synced_at, unreachable = null
    where coalesce(person.updated_in_slack <= excluded.updated_in_slack, true)`
}

/** Nothing happens to the row of somebody who has erased themselves meanwhile. */
export async function noteHomeOpened(tx: Tx, { workspaceId, id }: PersonKey, now: Date): Promise<void> {
  await tx.person.updateMany({ where: { workspaceId, id, erasedAt: null }, data: { homeOpenedAt: now } })
}
