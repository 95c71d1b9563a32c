import type { Tx } from '../db/connection.ts'

/** Nobody moves this letter until the end of the transaction: neither another admin nor a worker. */
export async function holdLetter(tx: Tx, workspaceId: string, id: string): Promise<void> {
  await tx.$executeRaw`
    select
    from letter
    where workspace_id = ${workspaceId} and id = ${id}::uuid
    for update`
}
