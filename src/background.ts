import { letterKinds } from './app.ts'
import type { Catalog } from './catalog/flow.ts'
import { reportsTo } from './check-in/admin/flow-reports.ts'
import { opening, roundSchedules } from './check-in/flow-rounds.ts'
import type { CheckInRoom } from './check-in/room.ts'
import { keepRounds } from './check-in/worker.ts'
import type { AdminId, Role } from './config.ts'
import { welcomeAdmins } from './directory/flow-welcome.ts'
import { adminsIn } from './directory/rules.ts'
import { visitorOf } from './directory/slack.ts'
import { noteUnreachable, readerOf } from './directory/store-reader.ts'
import { askNightly, syncSchedule } from './directory/sync/flow.ts'
import { keepWalking } from './directory/sync/worker.ts'
import { overdueTeller } from './ops/flow-overdue.ts'
import { retention, retentionSchedule, sweeps } from './ops/retention.ts'
import { keepSending, type Sending } from './outbox/worker.ts'
import { type Beat, startBeat } from './schedules/beat.ts'
import { keepSchedules } from './schedules/flow.ts'
import type { Identity } from './slack/identity.ts'
import type { Lines } from './slack/lines.ts'
import type { World } from './world.ts'

export interface BackgroundOptions {
  readonly world: World
  readonly catalog: Catalog
  readonly roles: ReadonlySet<Role>
  /** Settles when the database and the time are known, or never will be. */
  readonly begin: () => Promise<void>
  readonly isReady: () => boolean
  readonly lines: Lines
  /** Settles when everything that Slack has said about the token is on record. */
  readonly recorded: () => Promise<void>
  /** Of the token in the environment, where there is one. */
  readonly identity: Identity | undefined
  readonly adminIds: readonly AdminId[]
}

/** What goes on without anybody asking for it: letters leave, schedules are kept, directories read, new admins welcomed. */
export interface Background {
  /** There may be letters to send that were not there a moment ago. */
  readonly wake: () => void
  /** Does everything that is due; resolves with the moment at which there is more to do. */
  readonly catchUp: () => Promise<Date | undefined>
  readonly stop: () => Promise<void>
}

export function startBackground(options: BackgroundOptions): Background {
  const { world, catalog, roles, begin, isReady, identity, adminIds, lines } = options
  // A token in the environment serves one workspace: there an id alone names somebody.
  const adminsOf = (workspaceId: string) => adminsIn(adminIds, workspaceId, identity !== undefined)
  const letters = roles.has('worker') ? lettersOf(options) : undefined
  const walking = roles.has('worker') ? keepWalking({ world, ...lines }) : undefined
  const wake = () => letters?.wake()
  const rounds: CheckInRoom = { world, catalog, wake, ...reportsTo({ adminIds }) }
  const going = roles.has('scheduler') ? keepRounds(rounds) : undefined
  const deeds = { retention: retention(sweeps), sync: askNightly, round: opening(rounds) }
  const schedules = keepSchedules({
    world,
    usual: [retentionSchedule, syncSchedule, ...roundSchedules(rounds)],
    deeds: roles.has('scheduler') ? deeds : {},
    tellOverdue: overdueTeller(world, adminsOf),
  })
  const welcome = roles.has('scheduler') ? welcoming(options, adminsOf) : async () => {}
  const whenReady = (work: () => Promise<void>) => async () => {
    if (isReady()) await work()
  }
  let beat: Beat | undefined
  let isStopped = false
  void begin().then(() => {
    if (isStopped) return
    const work = [schedules.runDue, async () => going?.goOn(), welcome, async () => wake(), async () => walking?.wake()]
    beat = startBeat(work.map(whenReady), world.log)
  })
  return {
    wake,
    async catchUp() {
      await begin()
      if (!isReady()) return undefined
      await schedules.runDue()
      await going?.catchUp()
      wake()
      walking?.wake()
      await Promise.all([letters?.idle(), walking?.idle()])
      return earliest([await schedules.nextDue(), await going?.nextDue(), await letters?.nextDue()])
    },
    async stop() {
      isStopped = true
      going?.stop()
      await beat?.stop()
      await Promise.all([letters?.stop(), walking?.stop()])
    },
  }
}

function lettersOf({ world, catalog, lines }: BackgroundOptions): Sending {
  return keepSending({
    world,
    kinds: letterKinds(catalog),
    readerOf,
    noteUnreachable: (workspaceId, personId, word) => noteUnreachable(world.db, workspaceId, personId, word),
    lineFor: lines.lineFor,
    refused: lines.refused,
  })
}

/** Milliseconds of the machine until an admin about whom Slack could not be asked is asked about again. */
const againAfter = 60_000

/** Welcomes the admins as soon as Slack has said which workspace this is: at each beat, until all have been seen to. */
function welcoming(
  { world, identity, lines, recorded }: BackgroundOptions,
  adminsOf: (workspaceId: string) => readonly string[],
) {
  let isDone = identity === undefined
  let notBefore = Number.NEGATIVE_INFINITY
  return async (): Promise<void> => {
    const heard = identity?.heard()
    if (isDone || performance.now() < notBefore || heard?.kind !== 'known' || heard.workspaceId === undefined) return
    notBefore = performance.now() + againAfter
    const { workspaceId, workspaceName } = heard
    const line = await lines.lineFor(workspaceId)
    if (!line) return
    // The welcome says which permissions are missing.
    await recorded()
    const visitors = adminsOf(workspaceId).map((slackId) =>
      visitorOf({ workspaceId, slackId, workspaceName, slack: line.client }),
    )
    isDone = !(await welcomeAdmins(world, visitors))
  }
}

function earliest(moments: readonly (Date | undefined)[]): Date | undefined {
  const [first, ...others] = moments.flatMap((moment) => moment ?? [])
  return first && others.reduce((one, other) => (other < one ? other : one), first)
}
