import type { Day } from '../../calendar.ts'
import { knownZone } from '../../calendar.ts'
import type { Tx } from '../../db/connection.ts'
import { adminsOf } from '../../directory/admins/flow-appoint.ts'
import { holdWorkspace } from '../../directory/admins/store.ts'
import { note } from '../../directory/audit/store.ts'
import { type LastChange, lastChange, saveCalendar } from '../../directory/programme/store.ts'
import type { Person } from '../../directory/rules.ts'
import { workspaceHours } from '../../directory/settings-of-workspace.ts'
import { askHeldAgain } from '../../outbox/store.ts'
import { nextAfter } from '../../schedules/rules.ts'
import { planAnew, saveSchedule } from '../../schedules/store.ts'
import { rhythmOf } from '../rules-settings.ts'
import { placeFor } from '../store-plan.ts'
import { runningRound } from '../store-rounds.ts'
import type { AdminRoom } from './room.ts'
import { asText, type Plan, type Problem, readPlan, type Typed, usualCron } from './rules-schedule.ts'
import { opensOf, saveRhythm } from './store-schedule.ts'

type Room = Pick<AdminRoom, 'world' | 'directory' | 'wake'>

/** The plan as it stands. */
export interface Present {
  readonly plan: Plan
  readonly holidays: ReadonlySet<Day>
  /** When the next one opens. */
  readonly nextAt: Date
}

export async function presentPlan({ world }: Room, workspaceId: string, skill: string): Promise<Present> {
  return presentIn(world.db, workspaceId, skill, world.now())
}

export type Saved =
  | { readonly kind: 'saved'; readonly nextAt: Date; readonly zone: string; readonly isRunning: boolean }
  | { readonly kind: 'refused'; readonly problem: Problem }
  /** Somebody else changed it after the form was drawn. */
  | { readonly kind: 'changed-before'; readonly last: LastChange | undefined; readonly present: Present }
  | { readonly kind: 'not-admin' }

/**
 * Writes when and how check-ins go, unless it does not stand any more as the form showed it. Zone and working days are the
 * workspace’s; a round that runs keeps its dates.
 * @param drawn says whether the form was drawn from this text.
 */
export async function savePlan(
  room: Room,
  actor: Person,
  skill: string,
  typed: Typed,
  drawn: (text: string) => boolean,
): Promise<Saved> {
  const now = room.world.now()
  const saved = await room.world.db.$transaction(async (tx): Promise<Saved> => {
    const { workspaceId } = actor
    await holdWorkspace(tx, workspaceId)
    const admins = await adminsOf(tx, room.directory, workspaceId)
    if (!admins.some(({ id }) => id === actor.id)) return { kind: 'not-admin' }
    const present = await presentIn(tx, workspaceId, skill, now)
    if (!drawn(asText(present.plan))) {
      const last = await lastChange(tx, workspaceId, ['check-in.schedule', 'programme.calendar'])
      return { kind: 'changed-before', last, present }
    }
    const read = readPlan(typed, present.plan, now)
    if (read.kind === 'refused') return read
    const { plan } = read
    if (asText(plan) !== asText(present.plan)) await write(tx, actor, skill, present.plan, plan, now)
    const isRunning = (await runningRound(tx, workspaceId, skill)) !== undefined
    return { kind: 'saved', nextAt: nextAfter(plan.cron, plan.zone, now), zone: plan.zone, isRunning }
  })
  if (saved.kind === 'saved') room.wake()
  return saved
}

async function write(tx: Tx, actor: Person, skill: string, before: Plan, plan: Plan, now: Date): Promise<void> {
  const { workspaceId, id: actorId } = actor
  const { cron, zone, hours, reminders, close } = plan
  if (before.zone !== zone || before.hours.days !== hours.days) {
    await saveCalendar(tx, workspaceId, { zone, hours })
    await askHeldAgain(tx, workspaceId, now)
  }
  if (before.zone !== zone) await planAnew(tx, workspaceId, now)
  if (before.cron !== cron) await saveSchedule(tx, { workspaceId, kind: 'round', skill, cron })
  await saveRhythm(tx, workspaceId, skill, plan)
  const detail = { skill, cron, zone, days: hours.days, reminders, close }
  await note(tx, { workspaceId, actorId, act: 'check-in.schedule', subjects: [], detail }, now)
}

export async function presentIn(tx: Tx, workspaceId: string, skill: string, now: Date): Promise<Present> {
  const { zone: stored, settings, holidays } = await placeFor(tx, workspaceId)
  const opens = await opensOf(tx, workspaceId, skill)
  const zone = knownZone(stored) ?? 'UTC'
  const cron = opens?.cron ?? usualCron
  const plan: Plan = { ...rhythmOf(settings, skill), cron, zone, hours: workspaceHours(settings) }
  return { plan, holidays: new Set(holidays), nextAt: opens?.nextAt ?? nextAfter(cron, zone, now) }
}
