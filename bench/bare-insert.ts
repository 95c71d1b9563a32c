import type { Db } from '../src/db/connection.ts'

/** Raw, the quickest that Prisma has: the comparison shall not be won by its query builder. */
export function insertBare(db: Db, slackId: string, answers: string): Promise<number> {
  return db.$executeRaw`
    insert into bare.submission (slack_id, said_at, answers)
    values (${slackId}, ${new Date()}, ${answers}::jsonb)`
}
