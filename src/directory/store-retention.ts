import type { Tx } from '../db/connection.ts'

/** Lists of admins whose day is over. @returns how many went, as each of these does. */
export async function forgetLists(tx: Tx, workspaceId: string, now: Date, atMost: number): Promise<number> {
  return tx.$executeRaw`
    delete from import
    where ctid = any (array (
      select ctid
      from import
      where workspace_id = ${workspaceId} and expires_at <= ${now}
      limit ${atMost}
    ))`
}

/** Days off and pauses that are over wherever on Earth their person may be. */
export async function forgetAbsences(tx: Tx, workspaceId: string, now: Date, atMost: number): Promise<number> {
  return tx.$executeRaw`
    delete from away
    where ctid = any (array (
      select ctid
      from away
      where workspace_id = ${workspaceId} and last_day < (${now}::timestamptz at time zone 'UTC')::date - 1
      limit ${atMost}
    ))`
}

/** To whom somebody’s level was open until a day that is over likewise. */
export async function forgetOpenings(tx: Tx, workspaceId: string, now: Date, atMost: number): Promise<number> {
  return tx.$executeRaw`
    delete from opened_to
    where ctid = any (array (
      select ctid
      from opened_to
      where workspace_id = ${workspaceId} and until < (${now}::timestamptz at time zone 'UTC')::date - 1
      limit ${atMost}
    ))`
}
