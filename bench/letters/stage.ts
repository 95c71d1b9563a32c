import { fork } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { WebClient } from '@slack/web-api'
import { letterKinds } from '../../src/app.ts'
import { catalogOf } from '../../src/catalog/flow.ts'
import { shippedProfiles } from '../../src/catalog/profile.ts'
import { connect, type Db } from '../../src/db/connection.ts'
import { startEmbedded } from '../../src/db/embedded.ts'
import { migrate } from '../../src/db/migrations.ts'
import { newLog } from '../../src/log.ts'
import type { LetterKind } from '../../src/outbox/kinds.ts'
import { clientOptionsFor } from '../../src/slack/calls.ts'
import type { SlackLine } from '../../src/slack/lines.ts'
import type { Log } from '../../src/world.ts'
import { openFolder } from '../../test/support/folder.ts'

/** What both who send have: the same database, the same Slack, the same words. */
export interface LetterStage {
  readonly url: string
  readonly db: Db
  readonly line: SlackLine
  readonly kind: LetterKind
  readonly log: Log
  /** Nothing but so many letters, each to somebody of their own, in twenty workspaces. */
  readonly fill: (letters: number) => Promise<void>
}

const workspaces = 20
// A disk that takes its time would hide what the work takes.
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

/** What stops it again is noted as it goes. */
export async function startLetterStage(stops: (() => unknown)[]): Promise<LetterStage> {
  const folder = await openFolder()
  stops.push(() => rm(folder, { recursive: true, force: true }))
  const server = await startEmbedded({ dataDir: folder, log: { info: () => {}, warn: console.warn }, settings })
  stops.push(server.stop)
  await migrate(server.url)
  const db = connect(server.url, { answerWithin: 120_000 })
  stops.push(() => db.$disconnect())
  const log = newLog('warn')
  const options = clientOptionsFor(`http://127.0.0.1:${await startSlack(stops)}/api/`, log)
  const [kind] = letterKinds(catalogOf(shippedProfiles()))
  if (!kind) throw new Error('there is no kind of letter')
  return {
    url: server.url,
    db,
    line: { client: new WebClient('xoxb-bench', options), scopes: new Set(), botId: undefined },
    kind,
    log,
    fill: (letters) => fill(db, kind.kind, letters),
  }
}

async function startSlack(stops: (() => unknown)[]): Promise<number> {
  const child = fork(fileURLToPath(new URL('./slack.ts', import.meta.url)), { execArgv: ['--import', 'tsx'] })
  stops.push(() => child.connected && child.disconnect())
  const [port]: number[] = await once(child, 'message')
  return port ?? 0
}

async function fill(db: Db, kind: string, letters: number): Promise<void> {
  await db.$executeRaw`truncate workspace cascade`
  await db.$executeRaw`
    insert into workspace (id, name, salt, first_seen_at)
    select 'T' || n, 'Bench', decode(repeat('ab', 32), 'hex'), now()
    from generate_series(1, ${workspaces}::int) n`
  await db.$executeRaw`
    insert into lane (workspace_id, name, per_minute)
    select w.id, l.name, 300
    from workspace w
    cross join (values ('post'), ('edit')) l(name)`
  await db.$executeRaw`
    insert into person (workspace_id, id, slack_id, kind, first_seen_at)
    select 'T' || 1 + n % ${workspaces}::int, uuidv7(), 'U' || n, 'member', now()
    from generate_series(1, ${letters}::int) n`
  await db.$executeRaw`
    insert into letter (workspace_id, key, kind, person_id, not_before, created_at, changed_at)
    select workspace_id, 'welcome:' || id, ${kind}, id, now(), now(), now()
    from person`
  // What the filling left behind is not to be cleared away while something is measured.
  await db.$executeRaw`vacuum analyze`
  await db.$executeRaw`checkpoint`
}
