import type { KnownBlock, ModalView } from '@slack/types'
import { clockTime, nearDate, plainDate } from '../../calendar.ts'
import { button, context, escaped, mention, modal, section, unmarked } from '../../slack/kit.ts'
import type { Admin } from '../admins/rules.ts'
import { notGranted } from '../rules-permissions.ts'
import { hoursInWords } from '../views-hours.ts'
import type { Part, Present } from './flow.ts'
import type { Holiday } from './rules.ts'
import type { LastChange } from './store.ts'

export const ids = {
  window: 'directory.programme',
  open: 'directory.programme.open',
} as const

/** The button beside each part. */
export const changeIds: Readonly<Record<Part, string>> = {
  contact: 'directory.programme.contact',
  admins: 'directory.programme.admins',
  calendar: 'directory.programme.calendar',
  holidays: 'directory.programme.holidays',
  'manager-field': 'directory.programme.manager-field',
}

/** What the hub is drawn from. */
export interface Hub {
  readonly present: Present
  /** What the workspace has granted; undefined while Slack has not said. */
  readonly scopes: ReadonlySet<string> | undefined
  /** Whom people are sent to while nobody is named; undefined: nobody is known. */
  readonly otherwise: string | undefined
}

/** Everything that admins set for everybody, a line each. */
export function hubWindow({ present, scopes, otherwise }: Hub): ModalView {
  const missing = notGranted(scopes)
  return modal({
    callbackId: ids.window,
    title: 'Programme settings',
    blocks: [
      part('contact', 'Contact', contactLine(present.contact, otherwise)),
      part('admins', 'Admins', adminsLine(present.admins)),
      part(
        'calendar',
        'Working time and zone',
        `${hoursInWords(present.hours)}, by the clock of ${present.zone}. For people who have set no hours of their own, or whose zone Slack does not tell.`,
      ),
      part('holidays', 'Company holidays', holidaysLine(present.holidays)),
      ...(mayReadProfiles(scopes)
        ? [part('manager-field', 'Manager from the profile', managerFieldLine(present.managerField))]
        : []),
      ...(missing.length === 0
        ? []
        : [
            section(`*Permissions not granted*\n${missing.map((line) => `• ${line}`).join('\n')}`),
            context('They can be granted by installing the app again.'),
          ]),
    ],
  })
}

/** Whether profiles may be read; while Slack has not said what is granted, nothing is offered that may not work. */
export function mayReadProfiles(scopes: ReadonlySet<string> | undefined): boolean {
  return scopes?.has('users.profile:read') ?? false
}

function part(which: Part, heading: string, line: string): KnownBlock {
  return section(`*${heading}*\n${line}`, button(changeIds[which], 'Change'))
}

function contactLine(contact: string | undefined, otherwise: string | undefined): string {
  if (contact) return `${mention(contact)} answers questions about the programme.`
  return otherwise ? `Nobody is named; people are sent to ${otherwise}.` : 'Nobody is named.'
}

function adminsLine(admins: readonly Admin[]): string {
  const shown = admins.map(
    ({ slackId, isNamed }) => `${mention(slackId)}${isNamed ? ' (named where the app runs)' : ''}`,
  )
  return shown.length === 0 ? 'None.' : `${shown.join(', ')}.`
}

/** The next ten; then a count. */
const mostShown = 10

function holidaysLine(holidays: readonly Holiday[]): string {
  if (holidays.length === 0) return 'None ahead: messages leave on every working day.'
  const shown = holidays.slice(0, mostShown).map(({ day, name }) => `• ${plainDate(day)} · ${escaped(name)}`)
  const more = holidays.length - shown.length
  return `${shown.join('\n')}${more > 0 ? `\nand ${more} more` : ''}`
}

function managerFieldLine(label: string | undefined): string {
  return label === undefined
    ? 'Not read: managers come from lists and from people themselves.'
    : `Read from the profile field “${escaped(label)}”.`
}

/** “This was already changed at 14:09 by {@ana}; here is how it stands now.” */
export function changedBeforeSentence(last: LastChange | undefined, zone: string, now: Date): string {
  if (!last) return 'This was already changed; here is how it stands now.'
  const day = nearDate(last.at, zone, now)
  const when = day === nearDate(now, zone, now) ? clockTime(last.at, zone) : `${clockTime(last.at, zone)} on ${day}`
  return `This was already changed at ${when}${last.by ? ` by ${mention(last.by)}` : ''}; here is how it stands now.`
}

/** In place of the hub or a form: one sentence. */
export function sentenceWindow(sentence: string): ModalView {
  return modal({ callbackId: ids.window, title: 'Programme settings', blocks: [section(sentence)] })
}

export const fetching = 'Fetching the settings… If nothing appears within ten seconds, close this and try again.'
export const saving = 'Saving…'
export const saved = 'Saved. Close this to see the settings as they stand now.'

/** Where the form is gone already. */
export function notSaved(problem: string): string {
  return `Nothing was changed. ${unmarked(problem)}`
}
