import pg from 'pg'
import type { TestDatabase } from './database.ts'

/** Nothing can be written to the list of what was seen, and so nothing recorded, until the answer is called. */
export async function holdWrites({ url }: TestDatabase): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('begin')
  await client.query('lock table seen in exclusive mode')
  return async () => {
    await client.query('commit')
    await client.end()
  }
}

/** True while somebody waits for a lock. */
export async function isWaitedFor({ sql }: TestDatabase): Promise<boolean> {
  const waiting = await sql(
    "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
  )
  return waiting.length > 0
}

/** How many assessments this person has on record. */
export async function recordedBy({ sql }: TestDatabase, slackId: string): Promise<number> {
  const [row] = await sql(
    'select count(*)::int as count from assessment a join person p on p.id = a.person_id where p.slack_id = $1',
    [slackId],
  )
  return Number(row?.count)
}
