import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { WebClient, type WebClientOptions } from '@slack/web-api'
import { z } from 'zod'
import { connect, type Db } from '../../src/db/connection.ts'
import { startEmbedded } from '../../src/db/embedded.ts'
import { migrate } from '../../src/db/migrations.ts'
import type { Walk } from '../../src/directory/sync/flow-walk.ts'
import { newLog } from '../../src/log.ts'
import { clientOptionsFor } from '../../src/slack/calls.ts'
import { uuidV7 } from '../../src/world.ts'
import { openFolder } from '../../test/support/folder.ts'
import { field, known, team } from './company.ts'

/** A workspace of so many people, all of whom are known, before a Slack with Slack’s limits. */
export interface DirectoryStage {
  readonly url: string
  readonly db: Db
  readonly walk: Walk
  /** Calls that Slack has put off. */
  readonly putOff: () => number
  /** Slack’s clock goes on by so much. */
  readonly skip: (milliseconds: number) => Promise<void>
  /** Of those who are known so many take part, all led by the first of all: by what their profile said before. */
  readonly enrol: (people: number) => Promise<void>
}

/** What stops it again is noted as it goes. */
export async function startDirectoryStage(people: number, stops: (() => unknown)[]): Promise<DirectoryStage> {
  const folder = await openFolder()
  stops.push(() => rm(folder, { recursive: true, force: true }))
  const server = await startEmbedded({ dataDir: folder, log: { info: () => {}, warn: console.warn } })
  stops.push(server.stop)
  await migrate(server.url)
  const db = connect(server.url, { answerWithin: 120_000 })
  stops.push(() => db.$disconnect())
  await fill(db, people)
  const slack = fork(fileURLToPath(new URL('./slack.ts', import.meta.url)), [String(people)], {
    execArgv: ['--import', 'tsx'],
  })
  stops.push(() => slack.connected && slack.disconnect())
  const [said] = await once(slack, 'message')
  const { url, token } = z.object({ url: z.string(), token: z.string() }).parse(said)
  const log = newLog('error')
  const options = clientOptionsFor(url, log)
  let putOff = 0
  const counted: NonNullable<WebClientOptions['fetch']> = async (...call) => {
    const answer = await (options.fetch ?? fetch)(...call)
    if (answer.status === 429) putOff += 1
    return answer
  }
  const client = new WebClient(token, { ...options, fetch: counted })
  const line = { client, scopes: new Set(['users:read', 'users.profile:read']), botId: undefined }
  return {
    url: server.url,
    db,
    walk: {
      world: { db, now: () => new Date(), newId: uuidV7, log },
      lineFor: async () => line,
      refused: async () => {},
    },
    putOff: () => putOff,
    skip: (milliseconds) => skip(slack, milliseconds),
    enrol: (some) => enrol(db, some),
  }
}

async function skip(slack: ChildProcess, milliseconds: number): Promise<void> {
  const moved = once(slack, 'message')
  slack.send(milliseconds)
  await moved
}

async function fill(db: Db, people: number): Promise<void> {
  const all = Array.from({ length: people }, (_, nth) => known(nth))
  const settings = JSON.stringify({ managerField: field.label })
  await db.$executeRaw`
    insert into workspace (id, name, salt, first_seen_at, settings)
    values (${team.id}, ${team.name}, decode(repeat('ab', 32), 'hex'), now(), ${settings}::jsonb)`
  await db.$executeRaw`
    insert into person (workspace_id, id, slack_id, name, zone, kind, synced_at, first_seen_at, updated_in_slack)
    select ${team.id}, uuidv7(), k.slack_id, k.name, k.zone, 'member', now(), now(), '2026-01-01'
    from unnest(${all.map(({ slackId }) => slackId)}::text[], ${all.map(({ name }) => name)}::text[],
      ${all.map(({ zone }) => zone)}::text[]) k(slack_id, name, zone)`
  await db.$executeRaw`vacuum analyze`
  await db.$executeRaw`checkpoint`
}

async function enrol(db: Db, some: number): Promise<void> {
  await db.$executeRaw`
    insert into enrolment (workspace_id, person_id, skill, since, source)
    select workspace_id, id, 'nats-jetstream', now(), 'everyone'
    from person
    where slack_id <> ${known(0).slackId}
    order by id
    limit ${some}`
  await db.$executeRaw`
    insert into manager_link (workspace_id, person_id, source, manager_id, state, since)
    select e.workspace_id, e.person_id, 'profile', m.id, 'in-force', now()
    from enrolment e
    join person m on m.workspace_id = e.workspace_id and m.slack_id = ${known(0).slackId}`
}
