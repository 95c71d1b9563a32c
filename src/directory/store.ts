import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Tx } from '../db/connection.ts'
import { openLanes } from '../outbox/store.ts'
import type { Account, Person, PersonKey } from './rules.ts'

export interface KnownPerson extends Person {
  readonly syncedAt: Date | null
}

/** One statement, asked at every act: Prisma would ask two. */
export async function personBySlackId(tx: Tx, workspaceId: string, slackId: string): Promise<KnownPerson | undefined> {
  const rows = await tx.$queryRaw`
    select p.id, coalesce(p.zone, w.zone) as zone, p.synced_at, p.home_opened_at is not null as home_opened
    from person p
    join workspace w on w.id = p.workspace_id
    where p.workspace_id = ${workspaceId} and p.slack_id = ${slackId}`
  const [row] = personRows.parse(rows)
  return (
    row && { workspaceId, slackId, id: row.id, zone: row.zone, homeOpened: row.home_opened, syncedAt: row.synced_at }
  )
}

const personRows = z
  .array(z.object({ id: z.string(), zone: z.string(), synced_at: z.date().nullable(), home_opened: z.boolean() }))
  .max(1)

/** Makes the workspace known, with its lanes for letters. Its id stands for its name until Slack has told it. */
export async function noteWorkspace(tx: Tx, workspaceId: string, name: string, now: Date): Promise<void> {
  const salt = randomBytes(32)
  await tx.$executeRaw`
    insert into workspace (id, name, salt, first_seen_at)
    values (${workspaceId}, ${name}, ${salt}, ${now})
    on conflict (id) do update
    set name = excluded.name
    where workspace.name = workspace.id and excluded.name <> workspace.id`
  await openLanes(tx, workspaceId)
}

/** Adds a member, or brings name and zone up to date. Two first acts at once give one row. */
export async function savePerson(tx: Tx, workspaceId: string, account: Account, id: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    insert into person (workspace_id, id, slack_id, name, zone, kind, active, synced_at, first_seen_at)
    values (${workspaceId}, ${id}::uuid, ${account.slackId}, ${account.name}, ${account.zone ?? null}, 'member', true, ${now}, ${now})
    on conflict (workspace_id, slack_id) do update
    set name = excluded.name, zone = excluded.zone, kind = excluded.kind, active = excluded.active, synced_at = excluded.synced_at,
      unreachable = null`
}

/** Nothing happens to the row of somebody who has erased themselves meanwhile. */
export async function noteHomeOpened(tx: Tx, { workspaceId, id }: PersonKey, now: Date): Promise<void> {
  await tx.person.updateMany({ where: { workspaceId, id, erasedAt: null }, data: { homeOpenedAt: now } })
}
