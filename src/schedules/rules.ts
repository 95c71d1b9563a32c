import { Cron } from 'croner'
import { validateDetailed } from 'node-cron'

export const kinds = ['round', 'match', 'digest', 'sync', 'retention'] as const
export type Kind = (typeof kinds)[number]

export interface ScheduleKey {
  readonly workspaceId: string
  readonly kind: Kind
  /** The profile it is about; empty where it is about the workspace. */
  readonly skill: string
}

export interface Schedule extends ScheduleKey {
  /** Five fields; what `cronProblem` has no objection to. */
  readonly cron: string
  readonly zone: string
}

/** A schedule whose time has come. */
export interface Due extends Schedule {
  readonly nextAt: Date
}

/** One time of a schedule, taken by whoever is told of it. */
export interface Slot extends ScheduleKey {
  readonly dueAt: Date
  /** When it is really done; later than `dueAt` after a downtime. */
  readonly now: Date
}

/**
 * The first time after `at`. A time of day in the missing hour comes when that is over, one in the doubled hour comes
 * once; only what has no time of day, such as every twenty minutes, goes on through both.
 */
export function nextAfter(cron: string, zone: string, at: Date): Date {
  const next = clockOf(cron, zone).nextRun(at)
  if (!next)
    throw new RangeError(`Schedule: found “${cron}”, expected a time that comes again after ${at.toISOString()}.`)
  return next
}

/** As far back as older times are counted: a schedule of every minute after a year would keep everybody waiting. */
export const mostCounted = 366

export interface Missed {
  readonly newest: Date
  /** How many came before the newest one since `nextAt`, up to `mostCounted`. */
  readonly older: number
}

/** What is due at `now` for a schedule that should have run at `nextAt` and perhaps several times since. */
export function missedUntil(cron: string, zone: string, nextAt: Date, now: Date): Missed {
  const clock = clockOf(cron, zone)
  const latest = clock.previousRuns(1, new Date(now.getTime() + 1))[0] ?? nextAt
  const newest = latest > nextAt ? latest : nextAt
  let older = 0
  for (let at: Date | null = nextAt; at && at < newest && older < mostCounted; at = clock.nextRun(at)) older++
  return { newest, older }
}

const patience = 3_600_000

/** Whether it is late enough for somebody to be told. */
export function isOverdue(nextAt: Date, now: Date): boolean {
  return now.getTime() - nextAt.getTime() >= patience
}

function clockOf(cron: string, zone: string): Cron {
  return new Cron(cron, { mode: '5-part', timezone: zone, fixedTimeRule: 'no-wildcard', paused: true })
}

interface Field {
  readonly name: string
  readonly article: string
  readonly takes: string
}

const minute: Field = { name: 'minute', article: 'a minute', takes: '0 to 59' }
const hour: Field = { name: 'hour', article: 'an hour', takes: '0 to 23' }
const day: Field = {
  name: 'day',
  article: 'a day of the month',
  takes: '1 to 31, L for the last one, or 15W for the weekday nearest to the 15th',
}
const month: Field = { name: 'month', article: 'a month', takes: '1 to 12, or JAN to DEC' }
const weekday: Field = {
  name: 'weekday',
  article: 'a weekday',
  takes: '0 to 7, where 0 and 7 are Sunday, or SUN to SAT; MON#1 for the first Monday, 5L for the last Friday',
}
const fields = [minute, hour, day, month, weekday]

/**
 * One sentence about the first thing that is wrong with an expression; undefined when it can be used. What node-cron and
 * croner do not both understand, and in the same way, is not accepted: five fields of numbers, three-letter names, lists
 * (`1,15`), ranges upwards (`1-5`) and steps over `*` or a range (`2-20/2`).
 */
export function cronProblem(text: string): string | undefined {
  const parts = text.split(/\s+/).filter(Boolean)
  if (parts.length !== fields.length) {
    const found = parts.length === 1 ? `“${parts[0]}”` : `${parts.length || 'no'} fields`
    return `Found ${found}, expected five fields: minute, hour, day, month, weekday.`
  }
  const wrong = fields.flatMap((field, index) => fieldProblem(field, index, parts[index] ?? ''))
  if (wrong[0]) return wrong[0]
  const [, , days = '', months = '', weekdays = ''] = parts
  if (!isAny(days) && !isAny(weekdays)) {
    return `Found day “${days}” and weekday “${weekdays}”, expected one of them: programs disagree on what both together mean. Put * for the other.`
  }
  return comes(parts.join(' '))
    ? undefined
    : `Day “${days}” does not come in month “${months}”; choose a day that it has.`
}

function fieldProblem({ article, takes }: Field, index: number, found: string): string[] {
  const alone = fields.map((_, at) => (at === index ? found : '*')).join(' ')
  return validateDetailed(alone).valid && isRead(alone) ? [] : [`“${found}” is not ${article}; ${takes}.`]
}

function isAny(part: string): boolean {
  return part === '*' || part === '?'
}

function isRead(cron: string): boolean {
  try {
    clockOf(cron, 'UTC')
    return true
  } catch {
    return false
  }
}

/** Within the next years, that is: 29 February does, 31 June does not. */
function comes(cron: string): boolean {
  return validateDetailed(cron).valid && clockOf(cron, 'UTC').nextRun(new Date(0)) !== null
}
