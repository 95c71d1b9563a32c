import { createHash } from 'node:crypto'
import type { KnownBlock, ModalView, SectionBlock } from '@slack/types'
import { type Day, dayOf, nearDate, recordDate } from '../../calendar.ts'
import { chosenDays, dayChoices, daysOf } from '../../directory/views-hours.ts'
import {
  checkboxes,
  context,
  input,
  modal,
  numberInput,
  searchSelect,
  section,
  select,
  textLine,
} from '../../slack/kit.ts'
import { fieldValue, fieldValues, type OpenView } from '../../slack/payloads.ts'
import { longestRound, shortestRound } from '../rules-settings.ts'
import type { Present } from './flow-schedule.ts'
import { scheduleIds as ids } from './ids.ts'
import { cronInWords } from './rules-cron.ts'
import {
  type Ahead,
  asText,
  type ChosenWhen,
  choices,
  type Field,
  openingsAfter,
  type Plan,
  presetOf,
  readOpening,
  type Typed,
} from './rules-schedule.ts'
import { moment } from './words.ts'

/** What travels with the form: whose check-in, and what it was drawn from. */
interface Carried {
  readonly skill: string
  readonly stamp: string
}

export interface Drawing {
  readonly skill: string
  /** Undefined where there is one skill. */
  readonly label: string | undefined
  readonly now: Date
  /** Why it is drawn again. */
  readonly notice?: string | undefined
}

const shownAhead = 5

/** P3: when check-ins open and how they go, read back before it is saved. */
export function scheduleWindow(present: Present, drawing: Drawing): ModalView {
  const { plan } = present
  const stamp = stampOf(asText(plan))
  return drawn(typedFrom(plan), present, drawing, { skill: drawing.skill, stamp })
}

/** The same after a click in it: what was typed stays, and is read back. */
export function rereadWindow(view: OpenView, present: Present, drawing: Drawing): ModalView | undefined {
  const carried = readCarried(view.metadata)
  return carried && drawn(readTyped(view, carried), present, drawing, carried)
}

export function scheduleSentence(sentence: string): ModalView {
  return modal({ callbackId: ids.save, title, blocks: [section(sentence)] })
}

const title = 'Schedule'
export const fetchingSchedule =
  'Fetching the schedule… If nothing appears within ten seconds, close this and try again.'
export const savingSchedule = 'Saving…'

/** “Next opening: Fri 1 Jan 2027, 09:00 Europe/Berlin. The running round keeps its dates.” */
export function savedSentence(nextAt: Date, zone: string, isRunning: boolean, now: Date): string {
  const next = `Next opening: ${moment(nextAt, { zone, now })} ${zone}.`
  return isRunning ? `${next} The running round keeps its dates.` : next
}

/** Where the form is gone already. */
export function notSavedSentence(problem: string): string {
  return `Nothing was changed. ${problem}`
}

export function readCarried(metadata: string): Carried | undefined {
  const [skill, stamp, ...more] = metadata.split('#')
  return skill && stamp && more.length === 0 ? { skill, stamp } : undefined
}

/** Whether the form was drawn from this text. */
export function isDrawnFrom({ stamp }: Carried, text: string): boolean {
  return stamp === stampOf(text)
}

export function readTyped({ values }: OpenView, { stamp }: Carried): Typed {
  const one = (field: Field) => fieldValue(values, blockIdOf(field, stamp), ids[field])
  return {
    when: one('when'),
    cron: one('cron') ?? '',
    zone: one('zone'),
    days: daysOf(fieldValues(values, blockIdOf('days', stamp), ids.days)),
    reminders: one('reminders') ?? '',
    close: one('close'),
  }
}

export function errorAt({ stamp }: Carried, field: Field, sentence: string): Readonly<Record<string, string>> {
  return { [blockIdOf(field, stamp)]: sentence }
}

function drawn(
  typed: Typed,
  { plan, holidays, nextAt }: Present,
  drawing: Drawing,
  { skill, stamp }: Carried,
): ModalView {
  const { label, notice, now } = drawing
  const field = (which: Field) => blockIdOf(which, stamp)
  const blocks: KnownBlock[] = [
    ...(notice ? [section(notice)] : []),
    input(
      { blockId: field('when'), label: label ? `Check-ins for ${label} open` : 'Check-ins open', dispatches: true },
      select(ids.when, 'Choose when', whenChoices, presetOf(plan.cron)),
    ),
    input(
      {
        blockId: field('cron'),
        label: 'My own cron expression',
        hint: 'Minute, hour, day, month, weekday. Press Enter to read it back.',
        optional: true,
        dispatches: true,
      },
      textLine(ids.cron, 100, presetOf(plan.cron) === 'own' ? plan.cron : undefined),
    ),
    input(
      {
        blockId: field('zone'),
        label: 'Zone of the programme',
        hint: 'Type two letters of a city, such as “be” for Berlin. Holds as well for people whose zone Slack does not tell.',
        dispatches: true,
      },
      searchSelect(ids.zone, 'Type a city', { value: plan.zone, text: plan.zone }),
    ),
    input(
      { blockId: field('days'), label: 'Working days of everybody who has set none', dispatches: true },
      checkboxes(ids.days, dayChoices, chosenDays(plan.hours.days)),
    ),
    input(
      {
        blockId: field('reminders'),
        label: 'Reminders, in days after somebody’s question',
        hint: 'Three at most, such as 3, 7, 12; only to those who have not answered. Empty: none.',
        optional: true,
      },
      textLine(ids.reminders, 40, plan.reminders.join(', ')),
    ),
    input(
      { blockId: field('close'), label: 'Closes so many days after its opening' },
      numberInput(ids.close, shortestRound, longestRound, plan.close),
    ),
    reading(typed, plan, holidays, now),
    context(`As it is saved, the next one opens on ${moment(nextAt, { zone: plan.zone, now })} ${plan.zone}.`),
  ]
  return modal({ callbackId: ids.save, title, submit: 'Save', close: 'Cancel', blocks, metadata: `${skill}#${stamp}` })
}

/** “Reads as: at 09:00 on the 1st of …”, and what the next openings mean for messages. */
function reading(typed: Typed, plan: Plan, holidays: ReadonlySet<Day>, now: Date): SectionBlock {
  const read = readOpening(typed, plan)
  if (read.kind === 'refused') return section(`*Reads as:* ${read.problem.sentence}`)
  const { cron, zone } = read
  const hours = { ...plan.hours, days: typed.days || plan.hours.days }
  const ahead = openingsAfter({ cron, zone, hours }, holidays, now, shownAhead)
  const lines = ahead.map((each) => `• ${aheadInWords(each, zone)}`)
  return section([`*Reads as:* ${cronInWords(cron)}, ${zone}.`, '*Next five*', ...lines].join('\n'))
}

/** “Fri 1 Jan 2027: a holiday, messages wait for Mon 4 Jan”. */
function aheadInWords({ at, missing, waits }: Ahead, zone: string): string {
  const notes = [
    ...(missing
      ? [`${missing} does not exist that day, it runs at ${moment(at, { zone, now: at }).split(', ').at(-1)}`]
      : []),
    ...(waits ? [`${whyInWords(waits.why, at, zone)}, messages wait for ${waitInWords(waits.until, at, zone)}`] : []),
  ]
  return notes.length > 0 ? `${recordDate(at, zone)}: ${notes.join('; ')}` : recordDate(at, zone)
}

function whyInWords(why: NonNullable<Ahead['waits']>['why'], at: Date, zone: string): string {
  switch (why) {
    case 'holiday':
      return 'a holiday'
    case 'free-day':
      return `a ${weekdayOf(at, zone)}`
    case 'hours':
      return 'outside working hours'
  }
}

function waitInWords(until: Date, at: Date, zone: string): string {
  return dayOf(until, zone) === dayOf(at, zone) ? moment(until, { zone, now: at }) : nearDate(until, zone, at)
}

function weekdayOf(at: Date, zone: string): string {
  return new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: zone }).format(at)
}

const whenWords: Readonly<Record<ChosenWhen, string>> = {
  'quarter-day': 'First day of each quarter',
  'quarter-monday': 'First Monday of each quarter',
  month: 'First day of every month',
  'half-year': 'January and July',
  own: 'My own cron expression',
}
const whenChoices = choices.map((value) => ({ value, text: whenWords[value] }))

function typedFrom(plan: Plan): Typed {
  const when = presetOf(plan.cron)
  return {
    when,
    cron: when === 'own' ? plan.cron : '',
    zone: plan.zone,
    days: plan.hours.days,
    reminders: plan.reminders.join(', '),
    close: String(plan.close),
  }
}

/** Slack keeps what was typed in a block that it knows: what is drawn anew from another plan gets other blocks. */
function blockIdOf(field: Field, stamp: string): string {
  return `${ids[field]}#${stamp}`
}

/** Tells two drawings apart. */
function stampOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
