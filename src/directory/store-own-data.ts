import { z } from 'zod'
import type { Tx } from '../db/connection.ts'
import type { PersonKey } from './rules.ts'

/** An account’s row is made, refreshed and erased by one transaction at a time; held until this one ends. */
export async function holdAccount(tx: Tx, workspaceId: string, slackId: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('account'), hashtext(${`${workspaceId}:${slackId}`}))`
}

export async function isForgotten(tx: Tx, workspaceId: string, slackId: string): Promise<boolean> {
  const rows = await tx.$queryRaw`
    select f.at
    from forgotten f
    join workspace w on w.id = f.workspace_id
    where f.workspace_id = ${workspaceId} and f.digest = sha256(w.salt || convert_to(${slackId}, 'UTF8'))`
  return z.array(z.object({ at: z.date() })).parse(rows).length > 0
}

/** The one-way mark that an account has erased itself. */
export async function addMark(tx: Tx, workspaceId: string, slackId: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    insert into forgotten (workspace_id, digest, at)
    select id, sha256(salt || convert_to(${slackId}, 'UTF8')), ${now}
    from workspace
    where id = ${workspaceId}
    on conflict (workspace_id, digest) do update
    set at = excluded.at`
}

/** A step that was taken before the erasure does not take its mark away, however late it arrives here. */
export async function removeMark(tx: Tx, workspaceId: string, slackId: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    delete from forgotten f
    using workspace w
    where w.id = f.workspace_id and f.workspace_id = ${workspaceId} and f.at <= ${now}
      and f.digest = sha256(w.salt || convert_to(${slackId}, 'UTF8'))`
}

/** What stands in the row of a person, as it stands there; null when they have erased themselves. */
export async function personAsStored(tx: Tx, { workspaceId, id }: PersonKey) {
  return tx.person.findUnique({
    where: { workspaceId_id: { workspaceId, id }, erasedAt: null },
    include: { workspace: { select: { name: true } } },
  })
}

/**
 * The person’s row, locked until the transaction ends: whoever writes something of theirs locks it too, and writes
 * before this or not at all. False when the row does not belong to this account, or no more.
 */
export async function lockPerson(tx: Tx, { workspaceId, id }: PersonKey, slackId: string): Promise<boolean> {
  const rows = await tx.$queryRaw`
    select id
    from person
    where workspace_id = ${workspaceId} and id = ${id}::uuid and slack_id = ${slackId}
    for update`
  return z.array(z.object({ id: z.string() })).parse(rows).length > 0
}

/** Leaves the bare id, so that what is kept under it still has something to point at. */
export async function blankPerson(tx: Tx, { workspaceId, id }: PersonKey, now: Date): Promise<void> {
  await tx.person.update({
    where: { workspaceId_id: { workspaceId, id } },
    data: {
      slackId: null,
      name: null,
      zone: null,
      workFrom: null,
      workTo: null,
      workDays: null,
      unreachable: null,
      homeOpenedAt: null,
      syncedAt: null,
      updatedInSlack: null,
      notesToManager: false,
      notesToMentor: false,
      awayInSlack: false,
      awayInSlackUntil: null,
      active: false,
      erasedAt: now,
    },
  })
}

/** When somebody erased themselves, with the zone to tell it in; undefined while they have not, or were never there. */
export async function erasedAt(
  tx: Tx,
  { workspaceId, id }: PersonKey,
): Promise<{ readonly at: Date; readonly zone: string } | undefined> {
  const row = await tx.person.findUnique({
    where: { workspaceId_id: { workspaceId, id } },
    select: { erasedAt: true, workspace: { select: { zone: true } } },
  })
  return row?.erasedAt ? { at: row.erasedAt, zone: row.workspace.zone } : undefined
}
