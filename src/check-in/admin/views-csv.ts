import { longDate } from '../../calendar.ts'
import { peopleCounted } from '../../directory/enrolment/views-list.ts'
import { context, type Message, message, preformatted, said } from '../../slack/kit.ts'
import { leftOutOf } from './rules.ts'
import type { ExportedPart } from './store.ts'
import { leftOutWords } from './words.ts'

export const header = [
  'name',
  'id',
  'outcome',
  'asked (UTC)',
  'answered (UTC)',
  'reminders',
  'left out because',
  'not delivered because',
] as const

/** Levels are not in it: whoever asked for the list may look at each of them, and leaves a line in the log then. */
export function rowOf(part: ExportedPart, reasonWords: (reason: string) => string): readonly string[] {
  const why = leftOutOf(part.leftOut)
  return [
    part.name,
    part.slackId,
    outcomeOf(part),
    part.askedAt?.toISOString() ?? '',
    part.answeredAt?.toISOString() ?? '',
    String(part.reminders),
    why ? leftOutWords[why] : part.leftOut,
    part.notDelivered === '' ? '' : reasonWords(part.notDelivered),
  ]
}

function outcomeOf({ state, answer, isLate, notDelivered, askedAt }: ExportedPart): string {
  switch (state) {
    case 'answered':
      return `${answer === 'confirmed' ? 'still right' : 'updated'}${isLate ? ', after the close' : ''}`
    case 'skipped':
      return 'skipped'
    case 'left-out':
      return 'left out'
    default:
      if (notDelivered !== '') return 'not delivered'
      return askedAt ? 'no answer' : 'not asked'
  }
}

export function listComing(count: number): string {
  return `The list of ${peopleCounted(count)} is being put together; it comes in our direct message within a minute.`
}

export const listUnderWay = 'The list is already on its way to our direct message.'
export const listGone = 'This check-in is not on record any more.'

export function listTooLarge(admin: string): string {
  return `This list needs the permission to send files, because it does not fit into ten messages. ${admin} can grant it.`
}

export function listNotSent(reference: string): string {
  return `The list may not have arrived in full. Press *Full list as CSV* to get all of it again. Reference ${reference}`
}

export function listAttached(name: string, at: Date, zone: string): Message {
  return said('check-in.list.attached', `The list of check-in ${name}, as of ${longDate(at, zone)}, is attached.`)
}

/** What that message becomes when Slack has not said that the file came; it may have come all the same. */
export function listNotAttached(name: string, at: Date, zone: string): Message {
  return said(
    'check-in.list.not-attached',
    `The file with the list of check-in ${name}, as of ${longDate(at, zone)}, may not have arrived.`,
  )
}

/** One of the messages that stand for the file where the app may not send files. */
export function listPart(name: string, part: string, nth: number, of: number, at: Date, zone: string): Message {
  return message({
    name: 'check-in.list.part',
    text: `Part ${nth} of ${of} of the list of check-in ${name}, as of ${longDate(at, zone)}.`,
    blocks: [context(`${nth} of ${of}`), preformatted(part)],
  })
}

/** Beside the message that the button stands in. */
export function listSaid(sentence: string): Message {
  return said('check-in.list.said', sentence)
}

/** A button of a test was pressed. */
export function onlyATest(): Message {
  return said(
    'check-in.test.pressed',
    'This was a test, so nothing was recorded. In the real message this button answers the check-in.',
  )
}
