import type { KnownBlock, ModalView } from '@slack/types'
import { type Day, instantOf, nearDate } from '../../calendar.ts'
import { actions, button, context, type Message, mention, message, modal, section } from '../../slack/kit.ts'
import { managerLine } from '../managers/views.ts'
import { hoursInWords } from '../views-hours.ts'
import { ids as ownData } from '../views-own-data.ts'
import type { Settings } from './flow.ts'
import type { Away } from './rules.ts'
import type { Opening } from './store.ts'

export const ids = {
  hub: 'directory.settings',
  open: 'directory.settings.open',
  join: 'directory.join',
  leave: 'directory.leave',
  readers: 'directory.readers',
} as const

/** What can be changed in a form of its own, in the order of the hub. */
export const topics = ['hours', 'away', 'manager', 'share', 'never', 'messages'] as const
export type Topic = (typeof topics)[number]

/** The button on the hub that opens a form. */
export function openerOf(topic: Topic): `directory.settings.${Topic}` {
  return `directory.settings.${topic}`
}

/** What the window of a form is called, inside and for its reader. */
export const windows: Readonly<Record<Topic, { readonly callbackId: string; readonly title: string }>> = {
  hours: { callbackId: 'directory.settings.hours.save', title: 'Hours and days' },
  away: { callbackId: 'directory.settings.away.save', title: 'Days off' },
  manager: { callbackId: 'directory.settings.manager.save', title: 'Manager' },
  share: { callbackId: 'directory.settings.share.save', title: 'Who may see my level' },
  never: { callbackId: 'directory.settings.never.save', title: 'Never pair me with' },
  messages: { callbackId: 'directory.settings.messages.save', title: 'Messages' },
}

/** Against which days are drawn. */
export interface Reading {
  readonly zone: string
  readonly now: Date
}

/** A skill in whose check-in somebody may be, and how it is called where there are several. */
export interface SkillShown {
  readonly skill: string
  /** Undefined where it is the only one. */
  readonly label: string | undefined
}

/** Everything that a person has set, each with the way to change it. */
export function hubWindow(settings: Settings, skills: readonly SkillShown[], reading: Reading): ModalView {
  const line = (topic: Topic, words: string) =>
    section(`*${windows[topic].title}*\n${words}`, button(openerOf(topic), 'Change'))
  const isOnly = skills.length === 1
  const moves = skills.map((skill) =>
    settings.enrolledIn.includes(skill.skill) ? leaveButton(skill) : joinButton(skill),
  )
  return hub([
    line('hours', hoursLine(settings)),
    line('away', awayLine(settings.absences, reading)),
    line('manager', managerLine(settings.manager, reading.zone)),
    line('share', shareLine(settings, reading)),
    line('never', neverLine(settings.exclusions.length)),
    line('messages', messagesLine(settings)),
    // Slack takes no two buttons with one id in a block.
    ...(isOnly ? [] : moves.map((move) => actions(move))),
    actions(
      ...(isOnly ? moves : []),
      button(ids.readers, 'Who has seen my level'),
      button(ownData.export, 'Export my data'),
      button(ownData.askErasure, 'Erase my data'),
    ),
  ])
}

/** Instead of the hub, where there is one thing to say. */
export function hubSentence(sentence: string): ModalView {
  return hub([section(sentence)])
}

/** Instead of a form, likewise. */
export function formSentence(topic: Topic, sentence: string): ModalView {
  return modal({ ...windows[topic], blocks: [section(sentence)] })
}

export const fetching = 'Fetching your settings… If nothing appears within ten seconds, close this and try again.'
export const saving = 'Saving…'

/** For somebody about whom nothing is stored, since they erased themselves. */
export function nothingToSet(command: string): string {
  return `Nothing about you is stored, so there is nothing to set. Type \`${command}\` to start anew.`
}

/** The form was open while its owner erased everything. */
export const staleForm =
  'Your data was erased while this was open, so nothing was changed. Open the settings again to begin anew.'

/** In the place of a field’s own error: the input stays as it is. */
export function notSaved(reference: string): string {
  return `This could not be saved just now; what you chose is still here. Press Save again in a minute. Reference ${reference}`
}

/** The same where the window has gone on to *Saving…* already. */
export function notSavedSlowly(reference: string): string {
  return `This could not be saved just now, and nothing was changed. Close this and try again in a minute. Reference ${reference}`
}

function hub(blocks: KnownBlock[]): ModalView {
  return modal({ callbackId: ids.hub, title: 'Settings', blocks })
}

// The hub’s lines

function hoursLine({ hours, hasOwnHours, zone, isOwnZone }: Settings): string {
  const whose = hasOwnHours ? '' : ' · as everybody here'
  return `${hoursInWords(hours)}${whose}\n${zone}, ${isOwnZone ? 'from Slack' : 'the workspace’s zone: Slack has told none of yours'}`
}

/** So many stand in the hub; the form shows all. */
const shown = 5

function awayLine(absences: readonly Away[], reading: Reading): string {
  if (absences.length === 0) return 'None ahead.'
  return listed(absences.map((away) => absenceLine(away, reading)))
}

/** “Mon 21 Dec to Fri 1 Jan 2027 · days off”. */
export function absenceLine({ kind, firstDay, lastDay }: Away, reading: Reading): string {
  const what = kind === 'pause' ? 'everything pauses' : firstDay === lastDay ? 'a day off' : 'days off'
  const last = dayInWords(lastDay, reading)
  return `${firstDay === lastDay ? last : `${dayInWords(firstDay, reading)} to ${last}`} · ${what}`
}

function shareLine({ openings, enrolledIn, manager }: Settings, reading: Reading): string {
  const usual = [
    'You',
    ...(enrolledIn.length > 0 ? [...(manager.inForce ? ['your manager'] : []), 'the programme’s admins'] : []),
  ]
  const [last = '', ...before] = usual.toReversed()
  const alone = openings.length === 0 ? 'Only you.' : 'You.'
  const everybody = before.length > 0 ? `${before.toReversed().join(', ')} and ${last}.` : alone
  if (openings.length === 0) return everybody
  return `${everybody} Opened to:\n${listed(openings.map((opening) => openingLine(opening, reading)))}`
}

/** “@ivan until Thu 21 Jan 2027”. */
export function openingLine({ slackId, until }: Opening, reading: Reading): string {
  return `${mention(slackId)} until ${dayInWords(until, reading)}`
}

function neverLine(count: number): string {
  if (count === 0) return 'Nobody is on this list.'
  return `${count === 1 ? '1 person is' : `${count} people are`} on this list. Only you can see it.`
}

function messagesLine({ notesToManager, notesToMentor }: Settings): string {
  const readers = [...(notesToManager ? ['your manager'] : []), ...(notesToMentor ? ['your mentor'] : [])]
  return readers.length === 0
    ? 'Your notes are read by you alone.'
    : `You share your notes with ${readers.join(' and ')}.`
}

function listed(lines: readonly string[]): string {
  const more = lines.length - shown
  return [...lines.slice(0, shown), ...(more > 0 ? [`and ${more} more`] : [])].map((line) => `• ${line}`).join('\n')
}

/** “Fri 1 Jan 2027”: a day without a zone, read in the reader’s. */
export function dayInWords(day: Day, { zone, now }: Reading): string {
  return nearDate(instantOf(day, 720, zone), zone, now)
}

// Joining and leaving the check-in

/** The part of the Home tab for somebody who is not in the check-in; `openedTo`: how many see their level nevertheless. */
export function invitationToJoin(skill: SkillShown, openedTo: number): KnownBlock[] {
  const which = skill.label ? `the quarterly check-in for ${skill.label}` : 'the quarterly check-in'
  return [
    context(`You are not in ${which}. You can keep your level here${openedTo > 0 ? '' : '; only you see it'}.`),
    actions(joinButton(skill)),
  ]
}

function joinButton({ skill, label }: SkillShown) {
  return button(ids.join, label ? `Join the check-in: ${label}` : 'Join the check-in', { value: skill })
}

function leaveButton({ skill, label }: SkillShown) {
  return button(ids.leave, label ? `Leave the check-in: ${label}` : 'Leave the check-in', { value: skill })
}

export function joinedMessage(isNew: boolean): Message {
  const fact = isNew ? 'You are in the check-in.' : 'You are in the check-in already.'
  const sentence = `${fact} Once a quarter one message asks whether your level still holds. Your manager and the programme’s admins can see your level, and you can see who looked.`
  return message({
    name: isNew ? 'directory.joined' : 'directory.in-already',
    text: sentence,
    blocks: [section(sentence), actions(button(ids.open, 'Settings'))],
  })
}

export function leftMessage(skill: SkillShown): Message {
  const sentence =
    'You are out of the check-in and will not be asked. Your level is kept; your manager and the programme’s admins do not see it any more.'
  return message({
    name: 'directory.left',
    text: sentence,
    blocks: [section(sentence), actions(joinButton(skill))],
  })
}

export function notInMessage(skill: SkillShown): Message {
  const sentence = 'You are not in the check-in, so nothing was changed.'
  return message({
    name: 'directory.not-in',
    text: sentence,
    blocks: [section(sentence), actions(joinButton(skill))],
  })
}
