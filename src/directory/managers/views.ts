import type { KnownBlock, ModalView } from '@slack/types'
import { recordDate } from '../../calendar.ts'
import {
  actions,
  button,
  context,
  escaped,
  type Message,
  mention,
  message,
  modal,
  said,
  section,
  unmarked,
} from '../../slack/kit.ts'
import { type CurrentManager, type ManagerLink, type Refusal, type Source, writeLinkKey } from './rules.ts'

export const ids = {
  notMyManager: 'directory.not-my-manager',
  confirm: 'directory.manager.confirm',
  refuse: 'directory.manager.refuse',
  /** A sentence about a manager, in a window. */
  window: 'directory.manager',
} as const

/** Where a link came from, behind “from”. */
const origins: Readonly<Record<Source, string>> = {
  csv: 'a list that an admin brought in',
  self: 'your own settings',
  profile: 'your Slack profile',
}

// To the person

/** One line for the settings and the Home tab: who it is, where that came from, since when. */
export function managerLine({ inForce, waiting, disputed }: CurrentManager, zone: string): string {
  const lines = [
    inForce
      ? `${mention(inForce.manager.slackId)}, from ${origins[inForce.source]}, ${recordDate(inForce.since, zone)}`
      : 'Nobody is on record.',
    ...(waiting ? [`You named ${mention(waiting.manager.slackId)}; that waits for their yes, or an admin’s.`] : []),
    ...(disputed && disputed.managerId !== inForce?.managerId
      ? [`You said that ${mention(disputed.manager.slackId)} is not your manager; an admin will look.`]
      : []),
  ]
  return lines.join('\n')
}

/** Home: the manager on record with *Not my manager*, and who waits for a yes. Nothing where there is nothing to say. */
export function managerBlocks(
  current: CurrentManager,
  waitingForMe: readonly ManagerLink[],
  zone: string,
): KnownBlock[] {
  const { inForce, waiting, disputed } = current
  const mine =
    inForce || waiting || disputed
      ? [
          section(
            `*Your manager* ${managerLine(current, zone)}`,
            ...(inForce && inForce.source !== 'self' ? [notMyManager(inForce)] : []),
          ),
        ]
      : []
  const shown = waitingForMe.slice(0, mostAsked)
  const more = waitingForMe.length - shown.length
  return [
    ...mine,
    ...shown.flatMap((link) => [section(askedSentence(link)), answers(link)]),
    ...(more > 0 ? [context(`${more === 1 ? 'One more person has' : `${more} more people have`} named you.`)] : []),
  ]
}

const mostAsked = 5

/** To somebody for whom somebody else has put a manager on record. */
export function managerToldMessage(link: ManagerLink, managerName: string, zone: string): Message {
  return message({
    name: 'directory.manager-told',
    text: `${plainName(managerName)} is on record as your manager in NATS Level. If that is wrong, please say so.`,
    blocks: [
      section(
        `*${mention(link.manager.slackId)} is on record as your manager here*, from ${origins[link.source]} on ${recordDate(link.since, zone)}.`,
      ),
      actions(notMyManager(link)),
      context(
        'While you take part in the check-in, your manager sees your level, and you can see when they looked. For growth, not ranking.',
      ),
    ],
  })
}

/** In the place of the button, or as an answer to it. */
export function disputedMessage(managerSlackId: string): Message {
  return said(
    'directory.manager-disputed',
    `Noted: ${mention(managerSlackId)} is not your manager. They see nothing of yours from now on, and an admin will look.`,
    'Noted: they are not your manager. They see nothing of yours from now on, and an admin will look.',
  )
}

/** The button belongs to a link that has changed meanwhile. */
export function managerNowMessage({ inForce }: CurrentManager): Message {
  return inForce
    ? said(
        'directory.manager-now',
        `This has changed meanwhile: ${mention(inForce.manager.slackId)} is on record as your manager now. Your settings show it, and there you can change it.`,
        'This has changed meanwhile: somebody else is on record as your manager now. Your settings show it, and there you can change it.',
      )
    : said('directory.manager-now', 'This has changed meanwhile: no manager is on record for you now.')
}

// To the named manager, and to admins

/** To somebody who was named as a manager, beside another who is on record. */
export function managerAskedMessage(link: ManagerLink, personName: string): Message {
  return message({
    name: 'directory.manager-asked',
    text: `${plainName(personName)} has named you as their manager in NATS Level; please confirm it, or say that it is not so.`,
    blocks: [
      section(askedSentence(link)),
      answers(link),
      context('Until you answer, whoever was on record before stays their manager here.'),
    ],
  })
}

function askedSentence(link: ManagerLink): string {
  return `*${mention(link.person.slackId)} has named you as their manager here.* Once you confirm it, you see their level while they take part in the check-in.`
}

/** For the window in which admins look after people: links that wait or were denied, each with what an admin can do. */
export function unsettledBlocks(links: readonly ManagerLink[]): KnownBlock[] {
  return links.flatMap((link) => {
    const [person, manager] = [mention(link.person.slackId), mention(link.manager.slackId)]
    const sentence =
      link.state === 'waiting'
        ? `${person} has named ${manager} as their manager, beside another who is on record.`
        : `${person} has said that ${manager} is not their manager.`
    const key = writeLinkKey(link)
    return [
      section(sentence),
      actions(
        button(ids.confirm, `Confirm the manager`, { value: key }),
        button(ids.refuse, 'Not the manager', { value: key }),
      ),
    ]
  })
}

/** What became of a link; the reader is the named manager, or an admin. */
export function settledMessage(
  kind: 'confirmed' | 'refused',
  { person, manager }: ManagerLink,
  readerSlackId: string,
): Message {
  const own = manager.slackId === readerSlackId
  const they = mention(person.slackId)
  if (kind === 'confirmed')
    return own
      ? said(
          'directory.manager-settled',
          `Confirmed: you are the manager of ${they} here.`,
          'Confirmed: you are their manager here.',
        )
      : said(
          'directory.manager-settled',
          `Confirmed: ${mention(manager.slackId)} is the manager of ${they} here.`,
          'Confirmed: the manager is on record.',
        )
  return own
    ? said(
        'directory.manager-settled',
        `Noted: ${they} is not your report. Their record is as it was before.`,
        'Noted: they are not your report. Their record is as it was before.',
      )
    : said(
        'directory.manager-settled',
        `Noted: ${mention(manager.slackId)} is not the manager of ${they}.`,
        'Noted: the link is gone.',
      )
}

export function settledMeanwhile(): Message {
  return said('directory.manager-settled', 'This has been settled meanwhile, so nothing was changed.')
}

/** The one answer to everybody whom it does not concern. */
export function notForYouToSettle(): Message {
  return said('directory.manager-settled', 'This is for whoever was named as the manager, or for an admin.')
}

export function circleMessage(way: readonly string[]): Message {
  return said(
    'directory.manager-circle',
    `This would close a circle: ${circle(way.map(mention))}. Nothing was changed.`,
    'This would close a circle of managers, so nothing was changed.',
  )
}

/** Any of these in a window, where the button stood in one. */
export function managerWindow({ blocks }: Message): ModalView {
  return modal({ callbackId: ids.window, title: 'Manager', blocks: [...blocks] })
}

/** The same as one line above a list. */
export function sentenceOf({ text, blocks: [first] }: Message): string {
  return first.type === 'section' && first.text ? first.text.text : text
}

/** Why somebody cannot be named; for the error at the field. No mention is drawn there. */
export function refusalSentence(refusal: Refusal): string {
  switch (refusal.why) {
    case 'oneself':
      return 'That is you; choose the person who leads you.'
    case 'circle':
      return 'That would close a circle: this person reports to you, directly or through others. Choose somebody else.'
    case 'guest':
      return 'That is a guest; a manager here is a member of this workspace.'
    case 'bot':
      return 'That is an app; choose a person.'
    case 'stranger':
      return 'That is somebody of another workspace; choose a member of this one.'
    case 'closed':
    case 'forgotten':
    case 'unknown':
      return 'This person cannot be named here; choose somebody else.'
  }
}

/** “Ana → Piotr → Ana”; of long ones the beginning and the end. */
export function circle(names: readonly string[]): string {
  const shown = names.length > 7 ? [...names.slice(0, 4), '…', ...names.slice(-2)] : names
  const people = names.length > 7 ? ` (${names.length - 1} people)` : ''
  return `${shown.join(' → ')}${people}`
}

function notMyManager(link: ManagerLink) {
  return button(ids.notMyManager, 'Not my manager', { value: writeLinkKey(link) })
}

function answers(link: ManagerLink) {
  const value = writeLinkKey(link)
  return actions(button(ids.confirm, 'Confirm', { value }), button(ids.refuse, 'Not my report', { value }))
}

/** A name in a sentence for notifications: nothing in it is a mark or calls anybody. */
function plainName(name: string): string {
  return unmarked(escaped(name))
}
