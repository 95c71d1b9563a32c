import type { Tx } from '../db/connection.ts'

interface Owner {
  readonly workspaceId: string
  readonly id: string
}

export function countLettersTo(tx: Tx, owner: Owner): Promise<number> {
  return tx.letter.count({ where: readBy(owner) })
}

/** @returns how many there were. A call that is under way finds no row behind it, and writes nothing. */
export async function eraseLettersTo(tx: Tx, owner: Owner): Promise<number> {
  const { count } = await tx.letter.deleteMany({ where: readBy(owner) })
  return count
}

/** Every letter to somebody as it stands there, oldest first. */
export function lettersTo(tx: Tx, owner: Owner) {
  return tx.letter.findMany({ where: readBy(owner), orderBy: [{ createdAt: 'asc' }, { key: 'asc' }] })
}

function readBy({ workspaceId, id }: Owner) {
  return { workspaceId, OR: [{ personId: id }, { withPersonId: id }] }
}
