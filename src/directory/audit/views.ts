import type { KnownBlock, ModalView } from '@slack/types'
import { clockTime, longDate, recordDate } from '../../calendar.ts'
import {
  actions,
  button,
  context,
  escaped,
  type Message,
  mention,
  message,
  modal,
  preformatted,
  said,
  section,
  select,
  usersSelect,
} from '../../slack/kit.ts'
import { actNamed, type Filter, filters, type Line, type LogPlace, type Pages, type Someone } from './rules.ts'

export const ids = {
  log: 'directory.audit',
  readersWindow: 'directory.readers',
  readers: 'directory.readers',
  open: 'directory.audit.open',
  filter: 'directory.audit.filter',
  person: 'directory.audit.person',
  everybody: 'directory.audit.everybody',
  older: 'directory.audit.older',
  newer: 'directory.audit.newer',
  csv: 'directory.audit.csv',
} as const

interface Shown<Place extends Pages> {
  readonly place: Place
  readonly lines: readonly Line[]
  readonly more: boolean
}

/** The log, for admins. `notice`: what has just been done. */
export function logWindow(
  page: Shown<LogPlace> & { readonly about: string | undefined },
  { zone }: { readonly zone: string },
  notice?: string,
): ModalView {
  const { place, lines, about } = page
  return modal({
    callbackId: ids.log,
    title: titles.log,
    metadata: JSON.stringify(place),
    blocks: [
      ...(notice === undefined ? [] : [section(notice)]),
      actions(
        select(ids.filter, 'Show…', filterChoices, place.filter),
        usersSelect(ids.person, 'About or by somebody…', about),
        ...(place.about === null ? [] : [button(ids.everybody, 'About everybody')]),
      ),
      ...(lines.length === 0 ? [section(emptyLog[place.filter])] : linesIn(lines.map((line) => logLine(line, zone)))),
      ...turning(page, lines.length === 0 ? [] : [button(ids.csv, 'CSV')]),
      context('The newest first. Lines are kept for 24 months, without the name of whoever erases their data.'),
    ],
  })
}

/** Who has seen the reader’s own level. */
export function readersWindow(page: Shown<Pages>, { zone }: { readonly zone: string }): ModalView {
  const { place, lines } = page
  return modal({
    callbackId: ids.readersWindow,
    title: titles.readers,
    metadata: JSON.stringify(place),
    blocks: [
      ...(lines.length === 0 ? [section('Nobody has looked.')] : linesIn(lines.map((line) => readerLine(line, zone)))),
      ...turning(page, []),
      context('One line for each person and day, the newest first. Lines are kept for 24 months.'),
    ],
  })
}

/** Instead of a list, where there is one thing to say. */
export function logSentence(sentence: string): ModalView {
  return modal({ callbackId: ids.log, title: titles.log, blocks: [section(sentence)] })
}

export function readersSentence(sentence: string): ModalView {
  return modal({ callbackId: ids.readersWindow, title: titles.readers, blocks: [section(sentence)] })
}

export const fetching = 'Fetching the lines… If nothing appears within ten seconds, close this and try again.'

const titles = { log: 'Audit log', readers: 'Who has seen my level' } as const

const filterWords: Readonly<Record<Filter, string>> = {
  everything: 'Everything',
  reads: 'Reads',
  'admin-acts': 'Admin acts',
  'own-acts': 'What people did about themselves',
  exports: 'Exports',
}
const filterChoices = filters.map((value) => ({ value, text: filterWords[value] }))

const emptyLog: Readonly<Record<Filter, string>> = {
  everything: 'Nothing is on record.',
  reads: 'Nobody has looked.',
  'admin-acts': 'No admin act is on record.',
  'own-acts': 'Nobody has changed anything about themselves.',
  exports: 'Nothing was exported.',
}

// Taking it along

/** “638 lines are on their way…”, in the window. */
export function linesComing(count: number, most: number): string {
  const lines = count === 1 ? '1 line is' : `${count.toLocaleString('en')} lines are`
  return `${count < most ? '' : 'The newest '}${lines} on the way to your direct message with this app.`
}

export const comingAlready = 'The lines are already on their way to your direct message with this app.'

/** Above the file. */
export function linesAttached(at: Date, zone: string): Message {
  return said('directory.audit.csv.attached', `The audit log, as of ${longDate(at, zone)}, is attached.`)
}

export function linesNotAttached(at: Date, zone: string): Message {
  return said(
    'directory.audit.csv.not-attached',
    `The file with the audit log, as of ${longDate(at, zone)}, may not have arrived.`,
  )
}

/** One of the messages that stand for the file where the app may not send files. */
export function linesPart(part: string, nth: number, of: number, at: Date, zone: string): Message {
  return message({
    name: 'directory.audit.csv.part',
    text: `Part ${nth} of ${of} of the audit log, as of ${longDate(at, zone)}.`,
    blocks: [context(`${nth} of ${of}`), preformatted(part)],
  })
}

/** More than a conversation should carry in messages; in the window. */
export function linesTooLarge(admin: string): string {
  return `These lines need the permission to send files. ${admin.charAt(0).toUpperCase()}${admin.slice(1)} can grant it; choose fewer lines until then.`
}

/** The lines as rows, with a heading; times in UTC. */
export function linesAsRows(lines: readonly Line[]): string[][] {
  const head = ['time (UTC)', 'by', 'by (Slack id)', 'act', 'people', 'about', 'about (Slack ids)', 'detail']
  return [head, ...lines.map(rowOf)]
}

function rowOf({ at, actor, act, people, subjects, detail }: Line): string[] {
  const further = people > subjects.length ? [`and ${people - subjects.length} more`] : []
  return [
    at.toISOString(),
    actor === null ? 'the app' : (actor.name ?? former),
    actor?.slackId ?? '',
    act,
    String(people),
    [...subjects.map(({ name }) => name ?? former), ...further].join('; '),
    subjects.flatMap(({ slackId }) => slackId ?? []).join(' '),
    detail === null ? '' : JSON.stringify(detail),
  ]
}

// Lines

/** “*Fri 2 Oct 2026, 09:14* · {@ana} opened the card of {@ivan} as manager”. */
export function logLine(line: Line, zone: string): string {
  return `${momentOf(line, zone)} · ${actorOf(line)} ${wordsOf(line)}`
}

function readerLine(line: Line, zone: string): string {
  const words =
    line.act === 'export.own' ? 'took a copy of your data' : `opened your card${asWords(line.detail, 'you')}`
  return `${momentOf(line, zone)} · ${actorOf(line)} ${words}`
}

function wordsOf(line: Line): string {
  const { people, detail } = line
  const act = actNamed(line.act)
  if (act === undefined) return `did what this release has no words for (“${escaped(line.act)}”)`
  const who = namesIn(line)
  const [person = 'nobody', manager = 'somebody'] = line.subjects.map(nameOf)
  switch (act) {
    case 'read.level':
      return `opened the card of ${who}${asWords(detail, 'them')}`
    case 'admin.appoint':
      return `appointed ${who} as ${people === 1 ? 'admin' : 'admins'}`
    case 'admin.dismiss':
      return `took the right of an admin from ${who}`
    case 'enrol.add':
      return `added ${who} to the check-in`
    case 'enrol.remove':
      return `took ${who} out of the check-in`
    case 'enrol.join':
      return 'joined the check-in'
    case 'enrol.leave':
      return 'left the check-in'
    case 'manager.name':
      return namedWords(detail, manager)
    case 'manager.dispute':
      return `said that ${manager} is not their manager`
    case 'manager.confirm':
      return isByManager(line)
        ? `confirmed that ${person} reports to them`
        : `confirmed ${manager} as the manager of ${person}`
    case 'manager.refuse':
      return isByManager(line)
        ? `said that ${person} does not report to them`
        : `said that ${manager} is not the manager of ${person}`
    case 'manager.profile':
      return `read the manager of ${person} from their Slack profile${line.subjects.length > 1 ? `: ${manager}` : ''}`
    case 'import.check':
      return `read a list in, to check it`
    case 'import.apply':
      return `imported a list${people > 0 ? ` about ${who}` : ''}`
    case 'programme.contact':
      return `changed the contact${people > 0 ? ` to ${who}` : ''}`
    case 'programme.calendar':
      return 'changed working days, hours or zone'
    case 'programme.holidays':
      return 'changed the company’s holidays'
    case 'programme.manager-field':
      return 'changed the profile field that names managers'
    case 'check-in.schedule':
      return 'changed when check-ins open, or how they go'
    case 'check-in.start':
      return `started a check-in${named(detail)}`
    case 'check-in.pause':
      return `paused the check-in${named(detail)}`
    case 'check-in.resume':
      return `resumed the check-in${named(detail)}`
    case 'check-in.close':
      return `closed the check-in${named(detail)} early`
    case 'check-in.cancel':
      return `cancelled the check-in${named(detail)}`
    case 'check-in.test':
      return 'had a test of the check-in’s question sent to themselves'
    case 'export.own':
      return line.actor === null ? `took a copy of the data of ${who}` : 'took a copy of their own data'
    case 'export.people':
      return `took the list of people${people > 0 ? `: ${who}` : ''}`
    case 'export.audit':
      return `took the audit log${people > 0 ? `, lines about ${who}` : ''}`
    case 'export.import':
      return 'took the report on a list'
    case 'export.round':
      return `took the list of the check-in${named(detail)}`
    case 'person.erased':
      return 'erased their data'
    case 'letters.retry':
      return people > 0 ? `had the letter to ${who} tried again` : 'had letters tried again'
    case 'letters.sent':
      return `marked the letter to ${who} as sent`
    case 'letters.give-up':
      return `gave up the letter to ${who}`
  }
}

/** Only the person themselves names their manager; what became of it stands in the detail. */
function namedWords(detail: unknown, manager: string): string {
  switch (inDetail(detail, 'what')) {
    case 'waiting':
      return `named ${manager} as their manager, which waits for a yes`
    case 'taken back':
      return `kept ${manager} as their manager after all`
    case 'removed':
      return `took back that ${manager} is their manager`
    default:
      return `named ${manager} as their manager`
  }
}

/** Rather than by an admin. Two who have both erased themselves are told apart by nothing any more. */
function isByManager({ actor, subjects: [, manager] }: Line): boolean {
  return actor !== null && actor.slackId !== null && actor.slackId === manager?.slackId
}

function inDetail(detail: unknown, name: string): string {
  const found = typeof detail === 'object' && detail !== null ? Reflect.get(detail, name) : undefined
  return typeof found === 'string' ? found : ''
}

/** What gave the right to look, as the log says it. */
function asWords(detail: unknown, whom: 'you' | 'them'): string {
  const as = inDetail(detail, 'as')
  if (as === 'opened-to') return whom === 'you' ? ', as you opened it to them' : ', as it was opened to them'
  return as === '' ? '' : ` as ${escaped(as.replaceAll('-', ' '))}`
}

/** “ 2026-Q4”: the name of the round it was about. */
function named(detail: unknown): string {
  const name = typeof detail === 'object' && detail !== null && 'name' in detail ? String(detail.name) : ''
  return name === '' ? '' : ` ${escaped(name)}`
}

/** Without anybody in Slack: what leaves or is brought in so, somebody did at the command line. */
function actorOf({ actor, act }: Line): string {
  if (actor !== null) return nameOf(actor)
  return /^(export|import)\./.test(act) ? 'whoever runs the app' : 'the app'
}

const former = 'a former colleague'

function nameOf(someone: Someone): string {
  return someone.slackId === null ? former : mention(someone.slackId)
}

function namesIn({ subjects, people }: Line): string {
  const names = subjects.map(nameOf)
  const further = people - names.length
  if (further > 0) names.push(`${further.toLocaleString('en')} more`)
  const last = names.pop() ?? 'nobody'
  return names.length > 0 ? `${names.join(', ')} and ${last}` : last
}

function momentOf({ at }: Line, zone: string): string {
  return `*${recordDate(at, zone)}, ${clockTime(at, zone)}*`
}

/** Five to a section: a block for each line would be a long window, one for all of them a wall. */
function linesIn(lines: readonly string[]): KnownBlock[] {
  const together = 5
  return Array.from({ length: Math.ceil(lines.length / together) }, (_, nth) =>
    section(lines.slice(nth * together, (nth + 1) * together).join('\n')),
  )
}

function turning({ place: { before }, lines, more }: Shown<Pages>, further: ReturnType<typeof button>[]): KnownBlock[] {
  const buttons = [
    ...(more ? [button(ids.older, 'Older', { value: lines.at(-1)?.id ?? '' })] : []),
    ...(before.length > 0 ? [button(ids.newer, 'Newer')] : []),
    ...further,
  ]
  return buttons.length > 0 ? [actions(...buttons)] : []
}
