import { Prisma } from './generated/client.ts'

/** A part of a statement, for stores that say the same clause more than once. */
export const sql = Prisma.sql

export type Sql = Prisma.Sql
