import { randomBytes } from 'node:crypto'
import type { Tx } from '../db/connection.ts'
import type { Account, Person } from './rules.ts'

export interface KnownPerson extends Person {
  readonly syncedAt: Date | null
}

export async function personBySlackId(tx: Tx, workspaceId: string, slackId: string): Promise<KnownPerson | undefined> {
  const row = await tx.person.findUnique({
    where: { workspaceId_slackId: { workspaceId, slackId } },
    select: { id: true, zone: true, syncedAt: true, workspace: { select: { zone: true } } },
  })
  if (!row) return undefined
  return { workspaceId, slackId, id: row.id, zone: row.zone ?? row.workspace.zone, syncedAt: row.syncedAt }
}

/** Makes the workspace known. Its id stands for its name until Slack has told it. */
export async function noteWorkspace(tx: Tx, workspaceId: string, name: string, now: Date): Promise<void> {
  const salt = randomBytes(32)
  await tx.$executeRaw`
    insert into workspace (id, name, salt, first_seen_at)
    values (${workspaceId}, ${name}, ${salt}, ${now})
    on conflict (id) do update
    set name = excluded.name
    where workspace.name = workspace.id and excluded.name <> workspace.id`
}

/** Adds a member, or brings name and zone up to date. Two first acts at once give one row. */
export async function savePerson(tx: Tx, workspaceId: string, account: Account, id: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    insert into person (workspace_id, id, slack_id, name, zone, kind, active, synced_at, first_seen_at)
    values (${workspaceId}, ${id}::uuid, ${account.slackId}, ${account.name}, ${account.zone ?? null}, 'member', true, ${now}, ${now})
    on conflict (workspace_id, slack_id) do update
    set name = excluded.name, zone = excluded.zone, kind = excluded.kind, active = excluded.active, synced_at = excluded.synced_at`
}

export async function noteHomeOpened(tx: Tx, person: Person, now: Date): Promise<void> {
  await tx.person.update({
    where: { workspaceId_id: { workspaceId: person.workspaceId, id: person.id } },
    data: { homeOpenedAt: now },
  })
}

export async function hasOpenedHome(tx: Tx, person: Person): Promise<boolean> {
  const row = await tx.person.findUnique({
    where: { workspaceId_id: { workspaceId: person.workspaceId, id: person.id } },
    select: { homeOpenedAt: true },
  })
  return row?.homeOpenedAt != null
}
