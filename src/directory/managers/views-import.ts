import { longDate } from '../../calendar.ts'
import { context, escaped, type Message, mention, message, preformatted, said } from '../../slack/kit.ts'
import { grouped } from '../enrolment/views-list.ts'
import type { Checked } from './flow-import.ts'
import type { Change, Outsider, Reason } from './rules-import.ts'
import { circle } from './views.ts'

/** How a person is written: mentioned in a window, by their id in a file. */
type Who = (slackId: string) => string

const longestEcho = 40

/** Why a line was not taken, behind “line 17: ”; `quoted` is what stands there of the list itself. */
export function reasonWords(reason: Reason, who: Who, quoted: (found: string) => string = cut): string {
  switch (reason.why) {
    case 'no-id':
      return `found “${quoted(reason.found)}”, expected a Slack member id such as U0123ABCDEF. Copy it from the person’s profile.`
    case 'columns':
      return `has ${counted(reason.found, 'column')}, expected ${expected(reason.expected)}.`
    case 'too-long':
      return `has a cell of ${grouped(reason.found)} characters; 1,000 fit.`
    case 'oneself':
      return `${who(reason.of)} is named as their own manager.`
    case 'twice':
      return `${who(reason.of)} stands here more than once with different managers, also in ${linesNamed(reason.lines)}.`
    case 'not-a-member':
      return outsiderWords[reason.kind](who(reason.of))
    case 'denied':
      return `${who(reason.of)} has said that ${who(reason.manager)} is not their manager. Settle that among the people first, or name somebody else.`
    case 'circle':
      return `closes a circle: ${circleWords(reason.way.map(who), reason.people)}.`
  }
}

const outsiderWords: Readonly<Record<Outsider, (who: string) => string>> = {
  guest: (who) => `${who} is a guest, expected a member.`,
  bot: (who) => `${who} is an app, expected a person.`,
  stranger: (who) => `${who} is of another workspace, expected a member of this one.`,
  closed: (who) => `${who} has a closed account.`,
  unknown: (who) => `Slack knows nobody under the id ${who}. Copy it from the person’s profile.`,
  forgotten: (who) => `${who} has erased their data and can come back only by themselves.`,
}

function circleWords(way: readonly string[], people: number): string {
  return way.length > people
    ? circle(way)
    : `${way.slice(0, 4).join(' → ')} → … → ${way.slice(4).join(' → ')} (${grouped(people)} people)`
}

function expected(columns: number): string {
  return columns === 2 ? '2 (person, manager)' : `${columns}, as in the first line`
}

function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${grouped(count)} ${what}s`
}

function linesNamed(lines: readonly number[]): string {
  const all = lines.map(grouped)
  const [last] = all.slice(-1)
  return all.length > 1 ? `lines ${all.slice(0, -1).join(', ')} and ${last}` : `line ${last}`
}

function cut(found: string): string {
  const characters = [...found.replaceAll(/[\s\p{Cc}]+/gu, ' ')]
  return characters.length > longestEcho ? `${characters.slice(0, longestEcho).join('')}…` : characters.join('')
}

/** “line 17: …” in a window: whatever stood in the list calls nobody. */
export function refusedLine({ line, reason }: Checked['refused'][number]): string {
  const unknown = reason.why === 'not-a-member' && reason.kind === 'unknown'
  const words = reasonWords(reason, unknown ? (id) => id : mention, (found) => escaped(cut(found)))
  return `line ${grouped(line)}: ${words}`
}

/** “line 2: Ivan → Ana (now Piotr)”. */
export function changeLine({ line, person, manager, before }: Change): string {
  const now = before === null ? 'nobody yet' : `now ${mention(before)}`
  return `line ${grouped(line)}: ${mention(person)} → ${mention(manager)} (${now})`
}

/** “10,000 rows read.” and what became of them. */
export function totals({ total, ready, unchanged, refused }: Checked): readonly [read: string, rest: string] {
  const amount = (count: number) => (count === 0 ? 'none' : grouped(count))
  const first = ready.length === 0 ? 'None' : grouped(ready.length)
  const rest = `${first} ready · ${amount(unchanged)} unchanged · ${amount(refused.length)} refused.`
  return [`${counted(total, 'row')} read.`, rest]
}

export const reading = 'Reading the list… If nothing appears within a minute, close this and try again.'

export const applying = 'Importing… If nothing appears within a minute, close this and type the command again.'

/** Done: all of it. */
export function appliedSentence(count: number): string {
  const first = `*${count === 1 ? '1 manager is' : `${grouped(count)} managers are`} on record now.*`
  return `${first} Whoever is in the check-in is told in their working hours, and can say if it is wrong.`
}

/** A link, an account or an erasure has come between the look and the click. */
export const importChanged = 'This has changed meanwhile, so nothing was done yet; here is how it stands now.'

export const importOver =
  'This list is not there any more: it was imported already, it is more than a day old, or somebody on it has erased their data. Nothing was changed just now.'

export const reportComing = 'The report is being put together; it comes in our direct message within a minute.'

export const reportUnderWay = 'The report is already on its way to our direct message.'

export function reportTooLarge(admin: string): string {
  return `This report needs the permission to send files, because it does not fit into ten messages. ${admin} can grant it.`
}

export function reportNotSent(reference: string): string {
  return `The report may not have arrived in full. Press *Report as CSV* to get all of it again. Reference ${reference}`
}

export function fileGone(): string {
  return 'The file could not be fetched from Slack. Please choose it once more, or paste the list.'
}

// The report, as a file

export const reportHeader = ['line', 'result', 'person', 'manager', 'manager until now', 'why'] as const

export function reportRows({ ready, refused }: Checked): readonly (readonly string[])[] {
  const rows = [
    ...ready.map(({ line, person, manager, before }) => ({
      line,
      cells: [String(line), 'would change', person, manager, before ?? '', ''],
    })),
    ...refused.map(({ line, reason }) => ({
      line,
      cells: [String(line), 'refused', '', '', '', reasonWords(reason, (id) => id)],
    })),
  ]
  return rows.sort((one, other) => one.line - other.line).map(({ cells }) => cells)
}

export function reportAttached(at: Date, zone: string): Message {
  return said(
    'directory.import.attached',
    `The report about an import of managers, as of ${longDate(at, zone)}, is attached. Nothing of it was done by this.`,
  )
}

/** What that message becomes when Slack has not said that the file came; it may have come all the same. */
export function reportNotAttached(at: Date, zone: string): Message {
  return said(
    'directory.import.not-attached',
    `The report about an import of managers, as of ${longDate(at, zone)}, may not have arrived.`,
  )
}

/** One of the messages that stand for the file where the app may not send files. */
export function reportPart(part: string, nth: number, of: number, at: Date, zone: string): Message {
  return message({
    name: 'directory.import.part',
    text: `Part ${nth} of ${of} of the report about an import of managers, as of ${longDate(at, zone)}.`,
    blocks: [context(`${nth} of ${of}`), preformatted(part)],
  })
}
