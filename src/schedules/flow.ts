import type { Tx } from '../db/connection.ts'
import { reasonOf } from '../db/errors.ts'
import type { World } from '../world.ts'
import {
  type Due,
  isOverdue,
  type Kind,
  missedUntil,
  mostCounted,
  nextAfter,
  type Schedule,
  type Slot,
} from './rules.ts'
import {
  dueSchedules,
  ensureSchedules,
  nextDue,
  planSchedule,
  takeSlot,
  type UsualSchedule,
  unplannedSchedules,
} from './store.ts'

/** What a schedule does, in the transaction that takes its slot: both are there afterwards, or neither. */
export type Deed = (tx: Tx, slot: Slot) => Promise<void>

export interface SchedulesOptions {
  readonly world: World
  /** By kind. A process without the deed of a kind leaves its slots to others; without any it only watches. */
  readonly deeds: Readonly<Partial<Record<Kind, Deed>>>
  readonly usual: readonly UsualSchedule[]
  /** Tells admins that this should have started an hour ago. Asked once by each process: once for all is its own matter. */
  readonly tellOverdue: (tx: Tx, due: Due, now: Date) => Promise<void>
}

export interface Schedules {
  /** Does what is due. Harmless at any time, in any number of processes; a deed that throws is tried again next time. */
  readonly runDue: () => Promise<void>
  /** When there is something to do next for this process. */
  readonly nextDue: () => Promise<Date | undefined>
}

/** Longer than any deed should take: it holds up other replicas that want the same slot. */
const deedWithin = 30_000

export function keepSchedules(options: SchedulesOptions): Schedules {
  const { world, deeds, usual, tellOverdue } = options
  const failures = new Map<string, string>()
  const told = new Set<string>()

  async function runDue(): Promise<void> {
    const now = world.now()
    await ensureSchedules(world.db, usual)
    for (const schedule of await unplannedSchedules(world.db))
      await attempt(nameOf(schedule), schedule, () => plan(world, schedule, now))
    const due = await dueSchedules(world.db, now)
    for (const one of due) await settle(one, now)
    const waiting = new Set(due.map(nameOfDue))
    for (const name of told) if (!waiting.has(name)) told.delete(name)
  }

  async function settle(due: Due, now: Date): Promise<void> {
    const deed = deeds[due.kind]
    if (deed && (await attempt(nameOf(due), due, () => run(world, deed, due, now)))) return
    if (isOverdue(due.nextAt, now) && !told.has(nameOfDue(due)))
      await attempt(`tell ${nameOf(due)}`, due, () => tell(due, now))
  }

  async function tell(due: Due, now: Date): Promise<void> {
    await world.db.$transaction((tx) => tellOverdue(tx, due, now))
    told.add(nameOfDue(due))
  }

  /** One schedule that fails does not hold up the others. The log hears of each reason once, not every second. */
  async function attempt(name: string, schedule: Schedule, act: () => Promise<void>): Promise<boolean> {
    try {
      await act()
      failures.delete(name)
      return true
    } catch (error) {
      const reason = reasonOf(error)
      if (failures.get(name) !== reason)
        world.log.warn({ err: error, ...idsOf(schedule) }, 'A schedule could not do its work; it is tried again.')
      failures.set(name, reason)
      return false
    }
  }

  return { runDue, nextDue: () => nextDue(world.db, Object.keys(deeds)) }
}

async function plan(world: World, schedule: Schedule, now: Date): Promise<void> {
  await planSchedule(world.db, schedule, nextAfter(schedule.cron, schedule.zone, now))
}

/** After a downtime the newest slot stands for all that were missed. */
async function run({ db, log }: World, deed: Deed, due: Due, now: Date): Promise<void> {
  const { workspaceId, kind, skill, cron, zone } = due
  const { newest, older } = missedUntil(cron, zone, due.nextAt, now)
  const next = nextAfter(cron, zone, now)
  const isOurs = await db.$transaction(
    async (tx) => {
      const taken = await takeSlot(tx, due, newest, next, now)
      if (taken) await deed(tx, { workspaceId, kind, skill, dueAt: newest, now })
      return taken
    },
    { timeout: deedWithin },
  )
  if (!isOurs) return
  const facts = { ...idsOf(due), due: newest }
  if (older === 0) log.info(facts, 'A schedule has done its work.')
  else
    log.info(
      { ...facts, older, ...(older === mostCounted && { atLeast: true }) },
      'A schedule caught up; older slots are left out.',
    )
}

function idsOf({ workspaceId, kind, skill }: Schedule): Record<string, string> {
  return { workspace: workspaceId, schedule: kind, ...(skill && { skill }) }
}

function nameOf({ workspaceId, kind, skill }: Schedule): string {
  return [workspaceId, kind, skill].join(' ')
}

function nameOfDue(due: Due): string {
  return `${nameOf(due)} ${due.nextAt.toISOString()}`
}
