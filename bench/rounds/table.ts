import pg from 'pg'
import { planAll } from '../../src/check-in/flow-plan.ts'
import { open } from '../../src/check-in/flow-rounds.ts'
import { roundById } from '../../src/check-in/store-rounds.ts'
import { inUtc } from '../../src/db/connection.ts'
import { median } from '../letters/median.ts'
import { opensAt, type RoundsStage, startRoundsStage, workspaceId } from './stage.ts'

const quick = [1_000, 10_000]
const full = [1_000, 10_000, 100_000]
/** Of each size. */
const turns = 5

/** The planning of a round as Markdown, line by line as it comes. */
export async function* roundsTable(
  isQuick: boolean,
  stops: (() => unknown)[],
  signal: AbortSignal,
): AsyncGenerator<string> {
  const stage = await startRoundsStage(stops)
  const bare = new pg.Client({ connectionString: inUtc(stage.url) })
  await bare.connect()
  stops.push(() => bare.end())
  yield '| a round for so many people | ratio | NATS Level | two plain inserts over pg | a person | memory grew by |'
  yield '|---:|---:|---:|---:|---:|---:|'
  // Code that has run before, and connections that are open: of both.
  await stage.fill(1_000)
  await oneTurn(stage, bare)
  const seconds: (readonly [people: number, seconds: number])[] = []
  for (const people of isQuick ? quick : full) {
    await stage.fill(people)
    const plain: number[] = []
    const ours: number[] = []
    const memory: number[] = []
    for (let turn = 0; turn < turns; turn++) {
      signal.throwIfAborted()
      const done = await oneTurn(stage, bare)
      plain.push(done.plain)
      ours.push(done.ours)
      memory.push(done.megabytes)
    }
    const [one, other] = [median(ours), median(plain)]
    seconds.push([people, one])
    yield `| ${told(people)} | ${(one / other).toFixed(2)} | ${one.toFixed(2)} s | ${other.toFixed(2)} s | ${Math.round((one * 1e6) / people)} µs | ${Math.round(Math.max(...memory))} MB |`
  }
  yield ''
  yield `Exponent ${exponent(seconds).toFixed(2)}: time grows as the number of people to its power. Medians of ${turns} turns each, in turn, into empty tables. Ours decides for each person, in twenty zones, with hours, days off and guests, when they are asked, writes their part and their letter, and commits every 2,000 people, so that it goes on where it was after a crash; the plain inserts write the same rows in one transaction, all for the same moment.`
}

interface Turn {
  /** Seconds. */
  readonly ours: number
  readonly plain: number
  readonly megabytes: number
}

async function oneTurn(stage: RoundsStage, bare: pg.Client): Promise<Turn> {
  await stage.clear()
  const plain = await timed(() => insertPlain(stage, bare))
  await stage.clear()
  globalThis.gc?.()
  const before = process.memoryUsage().rss
  let most = before
  const ours = await timed(() =>
    planOurs(stage, () => {
      most = Math.max(most, process.memoryUsage().rss)
    }),
  )
  return { ours, plain, megabytes: (most - before) / 1e6 }
}

async function planOurs({ db, room, skill, version }: RoundsStage, afterStep: () => void): Promise<void> {
  const id = room.world.newId()
  await db.$transaction((tx) => open(tx, { workspaceId, id, skill, version, at: opensAt }, opensAt))
  const round = await roundById(db, workspaceId, id)
  if (!round) throw new Error('The bench: found no round, expected the one that was opened.')
  await planAll(room, round, opensAt, () => {
    afterStep()
    return true
  })
}

async function insertPlain({ skill, version }: RoundsStage, bare: pg.Client): Promise<void> {
  await bare.query('begin')
  const { rows } = await bare.query(
    `insert into round (workspace_id, skill, name, state, profile_version, opens_at, closes_at, settings)
    values ($1, $2, '2026-Q4', 'open', $3, $4, $4::timestamptz + interval '14 days', '{"reminders": [3, 7, 12]}')
    returning id`,
    [workspaceId, skill, version, opensAt],
  )
  const id: unknown = rows[0]?.id
  await bare.query(
    `insert into check_in (workspace_id, round_id, person_id, state, left_out_reason, ask_at, remind_at)
    select e.workspace_id, $2::uuid, e.person_id, case when p.kind = 'member' then 'waiting' else 'left-out' end, nullif(p.kind, 'member'),
      case when p.kind = 'member' then $4::timestamptz end, case when p.kind = 'member' then $4::timestamptz + interval '3 days' end
    from enrolment e
    join person p on p.workspace_id = e.workspace_id and p.id = e.person_id
    where e.workspace_id = $1 and e.skill = $3`,
    [workspaceId, id, skill, opensAt],
  )
  await bare.query(
    `insert into letter (workspace_id, key, kind, person_id, subject, not_before, expires_at, created_at, changed_at)
    select workspace_id, 'check-in:' || $3 || ':2026-Q4:' || person_id, 'check-in.question', person_id, round_id, ask_at,
      $4::timestamptz + interval '14 days', $4, $4
    from check_in
    where workspace_id = $1 and round_id = $2::uuid and state = 'waiting'`,
    [workspaceId, id, skill, opensAt],
  )
  await bare.query('commit')
}

/** The slope of the times between the smallest and the largest, both by their logarithms. */
function exponent(seconds: readonly (readonly [people: number, seconds: number])[]): number {
  const [first, last] = [seconds[0], seconds.at(-1)]
  if (!first || !last) return Number.NaN
  return Math.log(last[1] / first[1]) / Math.log(last[0] / first[0])
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1_000
}

function told(count: number): string {
  return count.toLocaleString('en')
}
