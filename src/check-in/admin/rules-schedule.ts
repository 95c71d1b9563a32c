import {
  clockTime,
  type Day,
  dayOf,
  daysBetween,
  knownZone,
  localDaysLater,
  nextWorkingTime,
  type WorkingHours,
} from '../../calendar.ts'
import { cronProblem, nextAfter } from '../../schedules/rules.ts'
import { timeline } from '../rules.ts'
import { longestRound, type Rhythm, shortestRound } from '../rules-settings.ts'
import { onlyTime } from './rules-cron.ts'

/** When check-ins open, by a name that people choose; anything else is an expression of their own. */
export const presets = {
  'quarter-day': '0 9 1 1,4,7,10 *',
  'quarter-monday': '0 9 * 1,4,7,10 MON#1',
  month: '0 9 1 * *',
  'half-year': '0 9 1 1,7 *',
} as const

export const choices = ['quarter-day', 'quarter-monday', 'month', 'half-year', 'own'] as const
export type ChosenWhen = (typeof choices)[number]

/** Unless somebody chose other times. */
export const usualCron: string = presets['quarter-day']

export function presetOf(cron: string): ChosenWhen {
  return choices.find((choice) => choice !== 'own' && presets[choice] === cron) ?? 'own'
}

/** What rules a skill’s check-ins; zone, days and holidays are the workspace’s and hold for everything there. */
export interface Plan extends Rhythm {
  readonly cron: string
  /** IANA. */
  readonly zone: string
  readonly hours: WorkingHours
}

/** As the form has it. */
export interface Typed {
  readonly when: string | null
  readonly cron: string
  readonly zone: string | null
  /** A bit for each day. */
  readonly days: number
  readonly reminders: string
  readonly close: string | null
}

export type Field = 'when' | 'cron' | 'zone' | 'days' | 'reminders' | 'close'

export interface Problem {
  readonly field: Field
  readonly sentence: string
}

export type ReadPlan =
  | { readonly kind: 'read'; readonly plan: Plan }
  | { readonly kind: 'refused'; readonly problem: Problem }

/** `present`: how it stands, for the hours that this form does not ask for. */
export function readPlan(typed: Typed, present: Plan, now: Date): ReadPlan {
  const opening = readOpening(typed, present)
  if (opening.kind === 'refused') return opening
  const { zone, cron } = opening
  if (typed.days < 1) return refused('days', 'Choose one working day at least.')
  const close = readDays(typed.close ?? '')
  if (close === undefined || close < shortestRound || close > longestRound)
    return refused('close', `A number of days from ${shortestRound} to ${longestRound}, please.`)
  const reminders = readReminders(typed.reminders, close)
  if (typeof reminders === 'string') return refused('reminders', reminders)
  const gap = shortestGap(cron, zone, close, now)
  if (gap !== undefined)
    return refused(
      typed.when === 'own' ? 'cron' : 'close',
      `${gapInWords(gap)}, and a round lasts ${close === 1 ? '1 day' : `${close} days`}; openings must lie further apart.`,
    )
  return { kind: 'read', plan: { cron, zone, hours: { ...present.hours, days: typed.days }, reminders, close } }
}

export type ReadOpening =
  | { readonly kind: 'read'; readonly cron: string; readonly zone: string }
  | { readonly kind: 'refused'; readonly problem: Problem }

/** When it would open, whatever the other fields say; enough to read it back. */
export function readOpening({ when, cron, zone }: Typed, present: Pick<Plan, 'cron'>): ReadOpening {
  const chosen = choices.find((choice) => choice === when)
  const own = cron.trim().split(/\s+/).join(' ')
  if (!chosen) return refused('when', 'Choose when check-ins open.')
  if (chosen !== 'own' && own !== '' && own !== present.cron)
    return refused('cron', 'To open by this expression, choose “My own cron expression” above; else leave this empty.')
  const problem = chosen === 'own' ? cronProblem(own) : undefined
  if (problem) return refused('cron', problem)
  const known = knownZone(zone ?? undefined)
  if (!known) return refused('zone', 'Choose a zone from the list that appears while typing.')
  return { kind: 'read', cron: chosen === 'own' ? own : presets[chosen], zone: known }
}

/** Days after a person’s own question, in order; a sentence where they cannot be read. Nothing typed: no reminders. */
function readReminders(typed: string, close: number): readonly number[] | string {
  const parts = typed.split(/[\s,;]+/).filter(Boolean)
  const wrong = parts.find((part) => readDays(part) === undefined)
  if (wrong !== undefined) return `“${shortened(wrong)}” is not a number of days; write them like 3, 7, 12.`
  const days = [...new Set(parts.map(Number))].sort((one, other) => one - other)
  if (days.length > timeline.mostReminders) return `${days.length} reminders; ${timeline.mostReminders} fit.`
  const late = days.find((each) => each >= close)
  if (late !== undefined)
    return `A reminder after ${late === 1 ? '1 day' : `${late} days`} comes too late: a check-in is open for ${close} days.`
  return days
}

function readDays(text: string): number | undefined {
  return /^[1-9]\d{0,2}$/.test(text.trim()) ? Number(text) : undefined
}

/** So many openings are looked at, and none that is farther away than that. */
const [openingsAhead, yearsAhead] = [24, 4]

/** The days between two openings that are not farther apart than a round lasts; undefined where there are none. */
function shortestGap(cron: string, zone: string, close: number, now: Date): number | undefined {
  const last = localDaysLater(now, yearsAhead * 366, zone)
  let shortest: number | undefined
  let at = nextAfter(cron, zone, now)
  for (let nth = 0; nth < openingsAhead && at < last; nth++) {
    const next = nextAfter(cron, zone, at)
    if (next <= localDaysLater(at, close, zone))
      shortest = Math.min(shortest ?? Number.POSITIVE_INFINITY, daysBetween(at, next, zone))
    at = next
  }
  return shortest
}

function gapInWords(days: number): string {
  if (days === 0) return 'This opens several times a day'
  return days === 1 ? 'This opens every day' : `This opens again after ${days} days`
}

/** An opening that is to come, and what it does to messages. */
export interface Ahead {
  readonly at: Date
  /** The time of day that is not there that day: “02:30”. */
  readonly missing: string | undefined
  /** Where nobody is written to at once. */
  readonly waits: { readonly why: Wait; readonly until: Date } | undefined
}

/** A company holiday, a day that is not worked, or an hour that is not. */
export type Wait = 'holiday' | 'free-day' | 'hours'

/** The next openings, for somebody who works in the workspace’s zone, hours and days. */
export function openingsAfter(
  { cron, zone, hours }: Pick<Plan, 'cron' | 'zone' | 'hours'>,
  holidays: ReadonlySet<Day>,
  now: Date,
  count: number,
): readonly Ahead[] {
  const time = onlyTime(cron)
  const found: Ahead[] = []
  for (let at = now; found.length < count; ) {
    at = nextAfter(cron, zone, at)
    const missing = time !== undefined && clockTime(at, zone) !== time ? time : undefined
    found.push({ at, missing, waits: waitAt(at, zone, hours, holidays) })
  }
  return found
}

function waitAt(at: Date, zone: string, hours: WorkingHours, holidays: ReadonlySet<Day>): Ahead['waits'] {
  const isFree = (day: Day) => holidays.has(day)
  const until = nextWorkingTime(at, zone, hours, isFree)
  const day = dayOf(at, zone)
  if (until <= at) return undefined
  if (isFree(day)) return { why: 'holiday', until }
  const isWorked = dayOf(nextWorkingTime(at, zone, { ...hours, from: 0, to: 1_440 }), zone) === day
  return { why: isWorked ? 'hours' : 'free-day', until }
}

/** The same text for the same plan. */
export function asText({ cron, zone, hours, reminders, close }: Plan): string {
  return [cron, zone, hours.days, reminders.join(','), close].join('|')
}

function shortened(text: string): string {
  return [...text].length > 40 ? `${[...text].slice(0, 40).join('')}…` : text
}

function refused(field: Field, sentence: string): { readonly kind: 'refused'; readonly problem: Problem } {
  return { kind: 'refused', problem: { field, sentence } }
}
