import type { Tx } from '../db/connection.ts'
import type { PersonKey } from '../directory/rules.ts'

/** How many rounds there are in which somebody has a part. */
export function countParts(tx: Tx, { workspaceId, id }: PersonKey): Promise<number> {
  return tx.checkIn.count({ where: { workspaceId, personId: id } })
}

/** Their parts go; a round that they have started was started by nobody. @returns how many parts there were. */
export async function eraseParts(tx: Tx, { workspaceId, id }: PersonKey): Promise<number> {
  const { count } = await tx.checkIn.deleteMany({ where: { workspaceId, personId: id } })
  await tx.round.updateMany({ where: { workspaceId, startedBy: id }, data: { startedBy: null } })
  return count
}

/** Every part of somebody with what its round is called, and the rounds that they have started; oldest first. */
export async function everyPart(tx: Tx, { workspaceId, id }: PersonKey) {
  const parts = await tx.checkIn.findMany({ where: { workspaceId, personId: id } })
  const rounds = await tx.round.findMany({
    where: { workspaceId, OR: [{ id: { in: parts.map(({ roundId }) => roundId) } }, { startedBy: id }] },
    orderBy: [{ opensAt: 'asc' }, { skill: 'asc' }, { name: 'asc' }],
  })
  return {
    parts: rounds.flatMap((round) => {
      const part = parts.find(({ roundId }) => roundId === round.id)
      return part ? [{ round, part }] : []
    }),
    started: rounds.filter(({ startedBy }) => startedBy === id),
  }
}
