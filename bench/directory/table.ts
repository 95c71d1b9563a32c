import pg from 'pg'
import { z } from 'zod'
import { askNightly, noteAccounts } from '../../src/directory/sync/flow.ts'
import { walkOn } from '../../src/directory/sync/flow-walk.ts'
import { pageSize } from '../../src/directory/sync/rules.ts'
import { untilNextStep } from '../../src/directory/sync/store.ts'
import { accountNamed } from '../../test/directory/accounts.ts'
import { median } from '../letters/median.ts'
import { known, team } from './company.ts'
import { type DirectoryStage, startDirectoryStage } from './stage.ts'

/** How much is measured. */
interface Amount {
  readonly people: number
  /** Of them, whose profiles are read. */
  readonly enrolled: number
  readonly rounds: number
}

const full: Amount = { people: 50_000, enrolled: 1_000, rounds: 200 }
const quick: Amount = { people: 5_000, enrolled: 200, rounds: 50 }

/** Slack’s own: `users.list` is Tier 2, `users.profile.get` Tier 4. */
const perMinute = { pages: 20, profiles: 100 } as const

/** The directory’s tables as Markdown, line by line as they come. */
export async function* directoryTable(
  isQuick: boolean,
  stops: (() => unknown)[],
  signal: AbortSignal,
): AsyncGenerator<string> {
  const amount = isQuick ? quick : full
  const stage = await startDirectoryStage(amount.people, stops)
  yield* night(stage, amount, signal)
  yield ''
  yield* pageCost(stage, amount, signal)
}

async function* night(
  stage: DirectoryStage,
  { people, enrolled }: Amount,
  signal: AbortSignal,
): AsyncGenerator<string> {
  yield '| a night’s walk | calls | least possible | takes | least by Slack’s limits | ratio | put off | work of ours and the sandbox’s | memory grew by |'
  yield '|---|---:|---:|---:|---:|---:|---:|---:|---:|'
  const now = new Date()
  await askNightly(stage.db, { workspaceId: team.id, kind: 'sync', skill: '', dueAt: now, now })
  // Besides the people there are the bot and Slackbot.
  const pages = Math.ceil((people + 2) / pageSize)
  yield row(
    `${told(people)} accounts`,
    await walkWhile(stage, 'members', signal),
    pages,
    leastSeconds(pages, perMinute.pages),
  )
  await stage.enrol(enrolled)
  const read = await walkWhile(stage, 'fields', signal)
  // One more says which field it is.
  yield row(`${told(enrolled)} profiles`, read, enrolled + 1, leastSeconds(enrolled, perMinute.profiles))
  yield ''
  yield `Real calls to the sandbox, which counts them by Slack’s lower bounds in any sixty seconds, as many in a moment as it takes; its clock goes on by what the walk waits. One account in twenty has changed: ${told(await changedRows(stage))} rows were written. The least is a burst at each full minute, which Slack asks apps not to make. Profiles are read of people who take part and whose manager comes from no better source.`
}

interface Walked {
  readonly calls: number
  readonly seconds: number
  readonly ownSeconds: number
  readonly putOff: number
  readonly megabytes: number
}

/** Walks on as long as this phase lasts, and counts the waiting instead of waiting. */
async function walkWhile(stage: DirectoryStage, phase: string, signal: AbortSignal): Promise<Walked> {
  const { db, walk, skip, putOff } = stage
  const before = { calls: (await where(stage)).calls, putOff: putOff() }
  const began = performance.now()
  let waited = 0
  const memoryBefore = process.memoryUsage().rss
  let megabytes = 0
  for (let at = await where(stage); at.phase === phase; at = await where(stage)) {
    signal.throwIfAborted()
    await walkOn(walk)
    megabytes = Math.max(megabytes, (process.memoryUsage().rss - memoryBefore) / 1e6)
    const wait = (await untilNextStep(db)) ?? 0
    if (wait === 0) continue
    waited += wait
    await skip(wait)
    await db.$executeRaw`update directory_sync set free_at = clock_timestamp()`
  }
  const own = performance.now() - began
  return {
    calls: (await where(stage)).calls - before.calls,
    seconds: (own + waited) / 1_000,
    ownSeconds: own / 1_000,
    putOff: putOff() - before.putOff,
    megabytes,
  }
}

/** So many calls a minute, all of them at its beginning: the last burst needs no minute of its own. */
function leastSeconds(calls: number, perMinute: number): number {
  return Math.floor((calls - 1) / perMinute) * 60
}

function row(what: string, walked: Walked, leastCalls: number, least: number): string {
  const cells = [
    what,
    told(walked.calls),
    told(leastCalls),
    minutes(walked.seconds),
    minutes(least),
    (walked.seconds / least).toFixed(2),
    told(walked.putOff),
    `${walked.ownSeconds.toFixed(1)} s`,
    `${Math.round(walked.megabytes)} MB`,
  ]
  return `| ${cells.join(' | ')} |`
}

async function* pageCost(stage: DirectoryStage, { rounds }: Amount, signal: AbortSignal): AsyncGenerator<string> {
  const bare = new pg.Client({ connectionString: stage.url })
  await bare.connect()
  const ours: number[] = []
  const theirs: number[] = []
  try {
    for (let round = 0; round < rounds; round++) {
      signal.throwIfAborted()
      // Ten in a page have a name that nobody had before, for each of the two.
      theirs.push(await timed(() => plainUpdate(bare, round, `plain${round}`)))
      ours.push(await timed(() => noteOurs(stage, round, `ours${round}`)))
    }
  } finally {
    await bare.end()
  }
  const [one, other] = [median(ours), median(theirs)]
  yield `| a page of ${pageSize} accounts, ten of them changed | ratio | NATS Level | one plain update over pg |`
  yield '|---|---:|---:|---:|'
  yield `| milliseconds | ${(one / other).toFixed(2)} | ${one.toFixed(2)} | ${other.toFixed(2)} |`
  yield ''
  yield `Medians of ${rounds} pages in turn. Ours is a transaction of its own through Prisma; it also locks the rows in order, keeps what is newer, leaves a closed account its zone, and says who has left.`
}

const changedOfPage = 20

function pageOf(round: number, name: string) {
  return Array.from({ length: pageSize }, (_, nth) => {
    const account = known((round % 10) * pageSize + nth)
    return nth % changedOfPage === 0 ? { ...account, name } : account
  })
}

async function noteOurs({ db, walk }: DirectoryStage, round: number, name: string): Promise<void> {
  const updated = new Date()
  const accounts = pageOf(round, name).map(({ slackId, ...account }) =>
    accountNamed(slackId, {
      ...account,
      workspaceIds: [team.id],
      updated: account.name === name ? updated : undefined,
    }),
  )
  await db.$transaction((tx) => noteAccounts(tx, team.id, accounts, walk.world.now()))
}

async function plainUpdate(bare: pg.Client, round: number, name: string): Promise<void> {
  const page = pageOf(round, name)
  const statement = `
    update person p
    set name = s.name, zone = s.zone, synced_at = now()
    from unnest($2::text[], $3::text[], $4::text[]) s(slack_id, name, zone)
    where p.workspace_id = $1 and p.slack_id = s.slack_id and (p.name, p.zone) is distinct from (s.name, s.zone)`
  const columns = [page.map(({ slackId }) => slackId), page.map((each) => each.name), page.map(({ zone }) => zone)]
  await bare.query(statement, [team.id, ...columns])
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

async function where({ db }: DirectoryStage): Promise<{ readonly phase: string; readonly calls: number }> {
  const rows = await db.$queryRaw`select phase, calls from directory_sync`
  return z.tuple([z.object({ phase: z.string(), calls: z.number() })]).parse(rows)[0]
}

async function changedRows({ db }: DirectoryStage): Promise<number> {
  const rows = await db.$queryRaw`select changed from directory_sync`
  return z.tuple([z.object({ changed: z.number() })]).parse(rows)[0].changed
}

function told(count: number): string {
  return count.toLocaleString('en')
}

function minutes(seconds: number): string {
  return `${Math.floor(seconds / 60)} min ${String(Math.round(seconds % 60)).padStart(2, '0')} s`
}
