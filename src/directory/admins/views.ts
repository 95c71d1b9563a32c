import { anybody } from '../../slack/guard.ts'
import { asTyped, escaped, type Message, mention, said, unmarked } from '../../slack/kit.ts'
import type { Named } from './flow-appoint.ts'
import { type Appointment, mostAdmins, type NotPermitted, type Refusal } from './rules.ts'

/** To everybody else, whatever they typed or pressed. The contact may be no admin: nobody is sent to themselves. */
export function adminsOnly(admin: string, reader?: string): Message {
  const other = reader !== undefined && admin === mention(reader) ? anybody : admin
  return said('directory.admins-only', adminsOnlySentence(other), adminsOnlySentence(anybody))
}

function adminsOnlySentence(admin: string): string {
  return `This is for admins. If that should be you, ${admin} can look.`
}

/** In a window that was open while its reader’s right ended. */
export const noAdminAnyMore = 'You are no longer an admin of this programme, so nothing was changed.'

/** `admin appoint` or `admin dismiss` without anybody, or with a name that was typed instead of chosen. */
export function whomMessage(command: string, word: 'appoint' | 'dismiss', typed: string): Message {
  const example = `\`${command} admin ${word} @ivan\``
  const sentence =
    typed === ''
      ? `Name one person or more: ${example}.`
      : `“${escaped(shortened(asTyped(typed)))}” is not a person Slack could find; choose the name from the list that appears while typing: ${example}.`
  return said('directory.admins.whom', sentence)
}

/** What was done, or that everybody named was what they should be. */
export function appointedAnswer(appointed: readonly Named[]): Message {
  if (appointed.length === 0)
    return said('directory.admins.changed', 'They run the programme already; nothing was changed.')
  const sentence = (names: string) =>
    `${names} ${appointed.length === 1 ? 'runs' : 'run'} the programme from now on, and ${appointed.length === 1 ? 'is' : 'are'} told in their working hours.`
  return said('directory.admins.changed', sentence(mentions(appointed)), sentence(plainNames(appointed)))
}

export function dismissedAnswer(dismissed: readonly Named[]): Message {
  const sentence = (names: string) => `${names} no longer ${dismissed.length === 1 ? 'runs' : 'run'} the programme.`
  return said('directory.admins.changed', sentence(mentions(dismissed)), sentence(plainNames(dismissed)))
}

export function refusedAnswer(refusal: Refusal): Message {
  return said('directory.admins.refused', refusalSentence(refusal, 'mention'), refusalSentence(refusal, 'name'))
}

/** Why nothing was changed. In a field no mention can stand, so there it is the name. */
export function refusalSentence(refusal: Refusal, as: 'mention' | 'name'): string {
  switch (refusal.why) {
    case 'last':
      return 'A programme needs one admin; add another first.'
    case 'too-many':
      return `A programme has ${mostAdmins} admins at most; dismiss somebody first.`
    case 'named':
      return `${whoOf(refusal, as)} is named as an admin ${as === 'mention' ? 'by `ADMIN_USER_IDS`, ' : ''}where this app runs, and stays one until that is changed there.`
    case 'no-admin':
      return `${whoOf(refusal, as)} is no admin of this programme.`
    default:
      return notPermittedSentence(refusal.why, whoOf(refusal, as), 'an admin')
  }
}

/** Why somebody, as they are to be named, cannot be this: “an admin”. */
export function notPermittedSentence(why: NotPermitted, who: string, what: string): string {
  const member = `${what} has to be a member of this workspace`
  switch (why) {
    case 'guest':
      return `${who} is a guest; ${member}.`
    case 'bot':
      return `${who} is an app; ${member}.`
    case 'stranger':
      return `${who} belongs to another workspace; ${member}.`
    case 'closed':
      return `The account of ${who} is closed; ${member}.`
    case 'invited':
      return `${who} has not accepted the invitation to Slack yet; ${member}.`
    case 'unknown':
      return `Slack knows nobody of that id here; choose the name from the list that appears while typing.`
    case 'forgotten':
      return `${who} has nothing on record here, and has to open the app first.`
  }
}

/** The word to somebody who has been made an admin. */
export function appointedMessage({ by }: Appointment, command: string): Message {
  const sentence = (name: string | undefined) =>
    `You now run the programme${name === undefined ? '' : ` with ${name}`}. Type \`${command} admin\` to see what admins can do.`
  return said('directory.appointed', sentence(by && mention(by.slackId)), unmarked(sentence(by && plainName(by.name))))
}

/** In help, where nobody runs the programme: to a reader who may be the one to change that. */
export function nobodyRunsIt(workspaceId: string, slackId: string): string {
  return `Nobody runs this programme yet. Whoever runs the app’s server can make you its admin by setting \`ADMIN_USER_IDS=${workspaceId}:${slackId}\`.`
}

/** “{@ana}, {@ivan} and {@maria}”; of many the first, and how many more there are. */
function inWords(names: readonly string[]): string {
  const shown = names.slice(0, mostNamed)
  const last = names.length > shown.length ? `${names.length - shown.length} more` : (shown.pop() ?? '')
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`
}

const mostNamed = 10

function mentions(people: readonly Named[]): string {
  return inWords(people.map(({ slackId }) => mention(slackId)))
}

function plainNames(people: readonly Named[]): string {
  return inWords(people.map(({ name }) => plainName(name)))
}

function whoOf({ slackId, name }: Named, as: 'mention' | 'name'): string {
  return as === 'mention' ? mention(slackId) : plainName(name, 'This person')
}

/** A name where nothing may be read as a mention or a format. */
function plainName(name: string, otherwise = 'this person'): string {
  return name.trim() === '' ? otherwise : unmarked(escaped(name))
}

/** At most as much of what was typed as fits into a sentence. */
function shortened(typed: string): string {
  const characters = [...typed.replaceAll('`', '’')]
  return characters.length > 40 ? `${characters.slice(0, 40).join('')}…` : characters.join('')
}
