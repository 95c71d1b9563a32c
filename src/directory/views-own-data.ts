import type { KnownBlock, ModalView } from '@slack/types'
import { longDate, recordDate } from '../calendar.ts'
import type { Asking } from '../slack/doors.ts'
import {
  actions,
  button,
  confirmation,
  context,
  type Message,
  message,
  modal,
  preformatted,
  said,
  section,
  unmarked,
} from '../slack/kit.ts'
import { homeLink } from '../slack/words.ts'
import { sizeInWords } from './document.ts'
import { type Counted, countedInWords, type Question, questionValue } from './rules-own-data.ts'

export const ids = {
  window: 'directory.own-data',
  export: 'directory.export',
  askErasure: 'directory.forget.open',
  erase: 'directory.forget',
  keep: 'directory.keep',
} as const

/** `export`, at once: what is coming, and where to. */
export function exportComing(json: string): Message {
  return said(
    'directory.export.coming',
    `Your data is being put together: ${sizeInWords(json)} of JSON, in our direct message within a minute.`,
  )
}

/** The message above the file. */
export function exportAttached(at: Date, zone: string): Message {
  return said('directory.export.attached', `Your NATS Level data, as of ${longDate(at, zone)}, is attached.`)
}

/** What that message becomes when Slack has not said that the file came; it may have come all the same. */
export function exportNotAttached(at: Date, zone: string): Message {
  return said(
    'directory.export.not-attached',
    `The file with your NATS Level data, as of ${longDate(at, zone)}, may not have arrived.`,
  )
}

/** A second click while the first is being answered. */
export function exportUnderWay(): Message {
  return said('directory.export.under-way', 'Your data is already on its way to our direct message.')
}

/** One of the messages that stand for the file where the app may not send files. */
export function exportPart(part: string, nth: number, of: number, at: Date, zone: string): Message {
  return message({
    name: 'directory.export.part',
    text: `Part ${nth} of ${of} of your NATS Level data, as of ${longDate(at, zone)}.`,
    blocks: [context(`${nth} of ${of}`), preformatted(part)],
  })
}

/** More than a conversation should carry in messages. */
export function exportTooLarge(admin: string): Message {
  return said(
    'directory.export.too-large',
    `This export needs the permission to send files. ${capitalised(admin)} can grant it; a copy by command line is possible until then.`,
    'This export needs the permission to send files. An admin can grant it; a copy by command line is possible until then.',
  )
}

/** It broke off on the way; what has arrived stays, and may be all of it where only Slack’s answer was lost. */
export function exportNotSent(command: string, admin: string, reference: string): Message {
  const sentences = (who: string) =>
    `Your data may not have arrived in full. Type \`${command} export\` to get all of it again; if it happens twice, give ${who} this reference: ${reference}.`
  return said('directory.export.not-sent', sentences(admin), unmarked(sentences('an admin')))
}

/** `export` and `forget` where there is no row. */
export function nothingStored(): Message {
  return said('directory.nothing-stored', 'Nothing about you is stored, so there is nothing to send or to erase.')
}

/** The same for somebody who has erased themselves. */
export function onlyAMark(command: string): Message {
  return said('directory.only-a-mark', `Nothing about you is stored but ${markOf(command)}`)
}

/** `forget`: what will go, before anything goes. */
export function erasureQuestion(counted: readonly Counted[], question: Question): Message {
  const things = countedInWords(counted)
  const removes = things
    ? `${things}, and your name and time zone`
    : 'your name and time zone; nothing else is on record'
  const rest =
    'Messages that this app has already sent stay in Slack; lines of the audit log stay, without your name. It cannot be undone.'
  return message({
    name: 'directory.forget.question',
    text: `Erase everything about you? This removes ${removes}. ${rest}`,
    blocks: [
      section(`*Erase everything about you?* This removes ${removes}. ${rest}`),
      actions(
        button(ids.erase, 'Erase my data', {
          value: questionValue(question),
          style: 'danger',
          confirm: confirmation({
            title: 'Erase your data for good?',
            text: `This removes ${removes}. It cannot be undone.`,
            yes: 'Erase',
            no: 'Keep',
          }),
        }),
        button(ids.export, 'Export first'),
        button(ids.keep, 'Keep everything'),
      ),
    ],
  })
}

/** Done: what is gone, and what is kept. */
export function erasedMessage(removed: readonly Counted[], command: string): Message {
  const things = countedInWords(removed)
  return said(
    'directory.forget.done',
    `Erased: ${things ? `${things}, and ` : ''}your name and time zone. Kept: ${markOf(command)} You will not be asked again unless you enrol.`,
  )
}

/** A second click, or a click on a question from before somebody started anew. */
export function erasedBefore({ at, zone, marked }: Before, command: string): Message {
  const done = `This is done: your data of that time was erased on ${recordDate(at, zone)}.`
  return said('directory.forget.done-before', marked ? `${done} Kept: ${markOf(command)}` : done)
}

interface Before {
  readonly at: Date
  readonly zone: string
  /** Whether they are still as they were left by it, and have not started anew. */
  readonly marked: boolean
}

function markOf(command: string): string {
  return `a one-way mark of this account, so that no list or channel enrols you again; your own next \`${command}\` removes it.`
}

export function everythingKept(): Message {
  return said('directory.forget.kept', 'Nothing was erased; everything is as it was.')
}

/** The question has stood for too long to be answered. */
export function questionLapsed(ask: Pick<Asking, 'workspaceId' | 'appId'>, command: string, home: string): Message {
  const older = 'This button belongs to an older message.'
  return message({
    name: 'directory.forget.lapsed',
    text: `${older} Type ${command} forget to be asked again.`,
    blocks: [
      section(`${older} Here is where that lives now:`),
      actions(
        button(ids.askErasure, 'Erase my data'),
        ...(ask.appId ? [button(home, 'Open Home', { url: homeLink(ask) })] : []),
      ),
    ],
  })
}

/** Stands in a window while its content is read. */
export function reading(): KnownBlock[] {
  return [section('Fetching what is stored about you…')]
}

/** What stands in windows, over what has been clicked on. */
export const titles = { exporting: 'Your data', erasing: 'Erase your data' } as const

/** The same words as in a message, for readers who stand in a window or on the Home tab. */
export function ownDataWindow(title: string, blocks: KnownBlock[]): ModalView {
  return modal({ callbackId: ids.window, title, blocks })
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
