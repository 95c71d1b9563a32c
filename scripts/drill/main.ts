import { existsSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../test/support/line.ts'
import { drillCompany } from './company.ts'
import { arm, calm, followJournal, found } from './control.ts'
import { countLetters } from './count.ts'
import { type DrillDatabase, startDatabase } from './database.ts'
import { drillFaults } from './faults.ts'
import {
  addressFor,
  atWork,
  install,
  leftBy,
  newKey,
  plan,
  progress,
  recorded,
  secondsTaken,
  unlessAway,
  watchCalls,
} from './letters.ts'
import { type Drill, readDrill, workspaceCount } from './options.ts'
import { type DrillSlack, startSlack, startWorkers, type Workers } from './processes.ts'
import { type Outcome, tableOf, told } from './table.ts'
import { verdictOn } from './verdict.ts'

// npm run drill:delivery [-- --people=300] [--seed=7] [--without=lookup|faults]: letters to people never written to before,
// while workers are killed, PostgreSQL is restarted and Slack misbehaves; the sandbox counts what arrived.
//
// Ends with 0 when every letter arrived exactly once, and enough went wrong on the way. Without look-ups it shall find
// doubles, and ends with 0 when it does; without faults and kills it shall be as fast as Slack’s limits allow.

const workerCount = 3
/** Milliseconds. */
const betweenKills = 2_000
/** Seconds that a worker has worked before it is killed: where starting takes long, there are fewer kills. */
const leastWork = 3
const betweenLines = 5_000
const longest = 570_000
/** Slack’s posting limits in one workspace, as the sandbox keeps them. */
const burst = 10
const perSecond = 5

async function main(drill: Drill, stops: Stop[], signal: AbortSignal): Promise<boolean> {
  const { without, seed } = drill
  const each = Math.ceil(drill.people / workspaceCount)
  const database = await startDatabase()
  stops.push(database.stop)
  const slack = await startSlack(workspaceCount, each)
  stops.push(slack.stop)
  const { db } = database
  const teams = slack.workspaces.map(({ teamId }) => teamId)
  const key = newKey()
  await install(db, slack.workspaces, key)
  await watchCalls(db)
  if (without !== 'faults') await arm(slack.url, teams, drillFaults, seed)

  const workers = await startAll(database, slack, key, without !== 'lookup')
  // Whoever stops the drill does not wait for what it has under way.
  stops.push(workers.killAll)
  const since = new Date()
  for (const [index, team] of teams.entries()) {
    const { people } = drillCompany(index + 1, each)
    await plan(
      db,
      team,
      people.map(({ id }) => id),
      since,
    )
  }
  const letters = each * workspaceCount
  say(`${letters.toLocaleString('en')} letters in ${workspaceCount} workspaces, ${workerCount} workers, seed ${seed}.`)
  const journal = followJournal(slack.url)
  const watched = await watch({ database, journal, workers, letters, isQuiet: without === 'faults' }, signal)

  await workers.stop()
  await journal.read()
  await calm(slack.url, teams)
  const count = countLetters(await recorded(db), await found(slack.url, slack.workspaces))
  const outcome: Outcome = {
    ...watched,
    count,
    seconds: await secondsTaken(db, since),
    limits: Math.max(1, (each - burst) / perSecond),
    struck: journal.struck(),
    tooFast: journal.tooFast(),
  }
  console.log(
    `\nThe delivery drill${without === 'nothing' ? '' : `, without ${without}`}, seed ${seed}\n${tableOf(outcome)}`,
  )
  const { isWell, lines } = verdictOn(drill, outcome)
  for (const line of lines) console.log(line)
  return isWell
}

/** The built programme; it cannot be told to send again without a look, but the drill’s own worker can. */
async function startAll({ url }: DrillDatabase, slack: DrillSlack, key: string, looks: boolean): Promise<Workers> {
  const ports = await Promise.all(Array.from({ length: workerCount }, freePort))
  return startWorkers(looks ? 'dist/main.js' : 'scripts/drill/worker.ts', workerCount, (name, place) => ({
    ...(looks ? {} : { DRILL_LOOKUP: 'off' }),
    NODE_ENV: 'production',
    ROLES: 'worker',
    DATABASE_URL: addressFor(url, name),
    TOKEN_ENCRYPTION_KEYS: key,
    SLACK_API_URL: `${slack.url}/api/`,
    PORT: String(ports[place]),
    LOG_LEVEL: 'fatal',
  }))
}

interface Watched {
  readonly database: DrillDatabase
  readonly journal: ReturnType<typeof followJournal>
  readonly workers: Workers
  readonly letters: number
  /** Nobody is killed, nothing is restarted. */
  readonly isQuiet: boolean
}

/** Until every letter has its end: kills in turn, restarts the database half-way, and says how far it is. */
async function watch({ database, journal, workers, letters, isQuiet }: Watched, signal: AbortSignal) {
  const { db } = database
  const began = performance.now()
  let [kills, caught, left, restarts] = [0, 0, 0, 0]
  let restarting: Promise<void> | undefined
  let [nextKill, nextLine] = [began + betweenKills, began + betweenLines]
  for (;;) {
    await pause(200, undefined, { signal })
    await journal.read()
    const at = performance.now()
    const now = await unlessAway(() => progress(db))
    if (now && at >= nextLine) {
      nextLine = at + betweenLines
      const lines = [`${now.sent} of ${letters} sent`, `${kills} kills`, told(journal.struck())]
      say(`${String(Math.round((at - began) / 1_000)).padStart(4)} s · ${lines.join(' · ')}`)
    }
    if (now?.open === 0) break
    if (at - began > longest) {
      say(`${now?.open} letters are still on their way after ${Math.round(longest / 1_000)} s.`)
      break
    }
    if (isQuiet) continue
    if (!restarting && now && now.sent >= letters / 2) {
      restarts += 1
      say('PostgreSQL is restarted.')
      restarting = database.restart()
      restarting.catch(() => {})
    }
    if (at < nextKill) continue
    const dead = await workers.killNext((await unlessAway(() => atWork(db, leastWork))) ?? new Set())
    if (dead === undefined) continue
    nextKill = Math.max(nextKill + betweenKills, at + betweenKills / 2)
    const behind = (await unlessAway(() => leftBy(db, dead))) ?? 0
    kills += 1
    caught += behind > 0 ? 1 : 0
    left += behind
  }
  await restarting
  return { kills, caught, left, restarts }
}

type Stop = () => unknown

function say(line: string): void {
  console.error(line)
}

const stops: Stop[] = []
const stopping = new AbortController()
// Ctrl-C under npm arrives twice: a second signal changes nothing.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort())
try {
  const drill = readDrill()
  if (!existsSync(fileURLToPath(new URL('../../dist/main.js', import.meta.url))))
    throw new Error('There is no dist/main.js to drill. Run `npm run build` first.')
  if (!(await main(drill, stops, stopping.signal))) process.exitCode = 1
} catch (error) {
  console.error(stopping.signal.aborted ? 'Stopped.' : error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  for (const stop of stops.toReversed())
    await Promise.resolve()
      .then(stop)
      .catch((error: unknown) => console.error(error))
}
