import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Db } from '../../src/db/connection.ts'
import { isDatabaseAway } from '../../src/db/errors.ts'
import { noteWorkspace } from '../../src/directory/store.ts'
import { newLog } from '../../src/log.ts'
import { post } from '../../src/outbox/store.ts'
import { noteHeard } from '../../src/slack/installations.ts'
import { readKey } from '../../src/slack/sealed.ts'
import { realWorld, uuidV7 } from '../../src/world.ts'
import type { RecordedLetter } from './count.ts'
import type { DrillWorkspace } from './processes.ts'

/** A key as it stands in TOKEN_ENCRYPTION_KEYS. */
export function newKey(): string {
  return `drill:${randomBytes(32).toString('base64')}`
}

/** Puts the workspaces’ tokens on record, sealed, as a bot does that has heard from Slack whose they are. */
export async function install(db: Db, workspaces: readonly DrillWorkspace[], key: string): Promise<void> {
  const read = readKey(key)
  if (!read) throw new Error('The drill made a key that cannot be read.')
  const world = realWorld(db, newLog('warn'))
  for (const { teamId, botToken, botId, botUserId, scopes } of workspaces)
    await noteHeard({ world, keys: [read], noteWorkspace }, botToken, {
      kind: 'known',
      workspaceId: teamId,
      workspaceName: teamId,
      scopes: new Set(scopes),
      botId,
      botUserId,
    })
}

/** One letter to each of these people, all at once: a transaction for each workspace. */
export async function plan(db: Db, workspaceId: string, slackIds: readonly string[], now: Date): Promise<void> {
  await db.$transaction(
    async (tx) => {
      for (const slackId of slackIds) {
        const personId = uuidV7()
        await tx.$executeRaw`
          insert into person (workspace_id, id, slack_id, kind, first_seen_at)
          values (${workspaceId}, ${personId}::uuid, ${slackId}, 'member', ${now})`
        const letter = {
          workspaceId,
          key: `welcome:${personId}`,
          kind: 'directory.welcome',
          personId,
          urgent: true,
          notBefore: now,
        }
        await post(tx, letter, now, uuidV7)
      }
    },
    { timeout: 120_000 },
  )
}

export async function recorded(db: Db): Promise<readonly RecordedLetter[]> {
  const rows = await db.$queryRaw`
    select l.id, l.workspace_id as "workspaceId", p.slack_id as "slackId", l.state, l.reason, l.channel, l.ts
    from letter l
    join person p on p.workspace_id = l.workspace_id and p.id = l.person_id`
  const words = z.string().nullable()
  const row = { id: z.string(), workspaceId: z.string(), slackId: z.string(), state: z.string() }
  return z.array(z.object({ ...row, reason: words, channel: words, ts: words })).parse(rows)
}

export interface Progress {
  readonly open: number
  readonly sent: number
}

export async function progress(db: Db): Promise<Progress> {
  const rows = await db.$queryRaw`
    select count(*) filter (where state in ('planned', 'sending'))::int as open,
      count(*) filter (where state = 'sent')::int as sent
    from letter`
  return z.tuple([z.object({ open: z.number(), sent: z.number() })]).parse(rows)[0]
}

/**
 * Writes down which worker begins which call, so that one can say what a dead one left behind. A worker tells its name by
 * its address of the database.
 */
export async function watchCalls(db: Db): Promise<void> {
  await db.$executeRaw`create schema drill`
  await db.$executeRaw`create table drill.call (worker text, letter_id uuid, lease uuid, attempts int, began_at timestamptz default clock_timestamp())`
  await db.$executeRaw`
    create function drill.note() returns trigger language plpgsql as $$
    begin
      insert into drill.call values (current_setting('drill.worker', true), new.id, new.lease, new.attempts);
      return null;
    end $$`
  await db.$executeRaw`
    create trigger drill_note after update on letter
    for each row when (new.attempts > old.attempts) execute function drill.note()`
}

export function addressFor(url: string, worker: string): string {
  const address = new URL(url)
  address.searchParams.set('options', `-c drill.worker=${worker}`)
  return address.href
}

/** The workers whose first call was so many seconds ago. */
export async function atWork(db: Db, seconds = 0): Promise<ReadonlySet<string>> {
  const rows = await db.$queryRaw`
    select worker
    from drill.call
    group by worker
    having min(began_at) <= clock_timestamp() - make_interval(secs => ${seconds}::double precision)`
  return new Set(
    z
      .array(z.object({ worker: z.string() }))
      .parse(rows)
      .map(({ worker }) => worker),
  )
}

/** How many letters this worker, which is dead, left in `sending`: their calls had begun, and nobody has heard how they ended. */
export async function leftBy(db: Db, worker: string): Promise<number> {
  const rows = await db.$queryRaw`
    select count(*)::int as count
    from drill.call c
    join letter l on l.id = c.letter_id and l.lease = c.lease and l.attempts = c.attempts
    where c.worker = ${worker} and l.state = 'sending'`
  return z.tuple([z.object({ count: z.number() })]).parse(rows)[0].count
}

/** From the first to the last letter that was sent, in seconds. */
export async function secondsTaken(db: Db, since: Date): Promise<number> {
  const rows = await db.$queryRaw`select extract(epoch from max(sent_at) - ${since})::float8 as seconds from letter`
  return z.tuple([z.object({ seconds: z.number().nullable() })]).parse(rows)[0].seconds ?? 0
}

/** Undefined while the database is being restarted. */
export async function unlessAway<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (isDatabaseAway(error)) return undefined
    throw error
  }
}
