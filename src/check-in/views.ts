import type { KnownBlock } from '@slack/types'
import { levelWithPlace, whoSeesYours } from '../assessment/wording.ts'
import { dayAndMonth, longDate, nearDate, recordDate } from '../calendar.ts'
import type { Profile } from '../catalog/profile.ts'
import { roleOf } from '../catalog/rules.ts'
import type { SeenBy } from '../directory/rules.ts'
import {
  actions,
  button,
  type Choice,
  context,
  type Message,
  mention,
  message,
  said,
  section,
  select,
} from '../slack/kit.ts'
import type { AskAgain } from './rules.ts'

export const ids = {
  stillRight: 'check-in.still-right',
  update: 'check-in.update',
  notNow: 'check-in.not-now',
  answerNow: 'check-in.answer-now',
} as const

/** What a question and its reminders are drawn from. */
export interface Question {
  /** In the wording of the round. */
  readonly profile: Profile
  readonly round: { readonly id: string; readonly name: string; readonly closesAt: Date }
  /** Undefined for somebody who has no level yet. */
  readonly standing: OnRecord | undefined
  /** How long *Not now…* may be. */
  readonly choices: readonly AskAgain[]
  readonly because: Because
  readonly questionOnly: boolean
  readonly zone: string
  readonly now: Date
}

export interface OnRecord {
  readonly role: string
  readonly rank: number
  readonly saidAt: Date
  /** When the answers were last given, not only confirmed. */
  readonly givenAt: Date
}

/** Why somebody is asked: they have joined, or this admin has enrolled them; any admin where it is not known who. */
export type Because = { readonly kind: 'self' } | { readonly kind: 'admin'; readonly slackId: string | undefined }

/** What stands in front of the first question of all. */
export interface FirstContact {
  readonly slackId: string
  readonly seenBy: SeenBy
  /** Names the link to a manager whom somebody else has put on record; undefined where there is none. */
  readonly notMyManager: string | undefined
}

/** C1. */
export function questionMessage(question: Question): Message {
  const { profile, standing, zone } = question
  return message({
    name: 'check-in.question',
    text: standing
      ? `${isItRight(profile)} Recorded ${longDate(standing.givenAt, zone)}. Answer here or with ${profile.command}.`
      : `You have not set your ${profile.label} level yet; it takes about two minutes.`,
    blocks: [...questionBlocks(question), because(question)],
  })
}

/** The same with one sentence before it: what was pressed could not be done, or changed something else. */
export function questionWith(sentence: string, question: Question): Message {
  const { text, blocks } = questionMessage(question)
  return message({ name: 'check-in.question.with-word', text, blocks: [section(sentence), ...blocks] })
}

/** O2: the first message to somebody, with their first question. */
export function firstQuestion(first: FirstContact, question: Question, word?: string): Message {
  const { profile, standing, zone } = question
  const what = `This is NATS Level, a quarterly look at your ${profile.label} skills.`
  return message({
    name: 'check-in.question.first-contact',
    text: standing
      ? `${what} ${isItRight(profile)} Recorded ${longDate(standing.givenAt, zone)}. Answer here or with ${profile.command}.`
      : `${what} Your level on record: none yet.`,
    blocks: [
      section(
        `Hello ${mention(first.slackId)}, this is NATS Level. :wave: Once a quarter it asks how you stand with ${profile.name}.\n*Why:* growth, not ranking. *Who sees your level:* ${whoSeesYours(first.seenBy)} You can see who looked, take everything with you, or erase it.`,
      ),
      ...(word ? [section(word)] : []),
      ...questionBlocks(question, first.notMyManager),
      because(question),
    ],
  })
}

/** C2. */
export function reminderMessage(question: Question, nth: number): Message {
  const { profile, round, standing, zone } = question
  return message({
    name: 'check-in.reminder',
    text: `Reminder: ${standing ? `is your ${profile.label} level still right?` : `you have not set your ${profile.label} level yet.`} Open until ${dayAndMonth(round.closesAt, zone)}.`,
    blocks: [section(reminderWords(question, nth)), buttons(question)],
  })
}

/** The due question on the Home tab, before anything else; empty blocks where nothing is due are the caller’s. */
export function dueBlocks(question: Question, askAgainAt: Date | undefined): KnownBlock[] {
  const { round, standing, zone, now } = question
  const again = askAgainAt && askAgainAt > now ? ` You are asked again on ${nearDate(askAgainAt, zone, now)}.` : ''
  return [
    section(sentenceOf(question)),
    // One primary button is enough: without a level the next section has it.
    buttons(question, { isMain: standing !== undefined }),
    context(`Check-in ${round.name}, open until ${nearDate(round.closesAt, zone, now)}.${again}`),
  ]
}

/** On the Home tab, below the record. */
export function nextQuestionLine(at: Date, zone: string, now: Date): string {
  return `Next question: ${nearDate(at, zone, now)}, in your morning.`
}

/** E3. */
export function notRecordedYet(): Message {
  return said(
    'check-in.not-recorded',
    'Not recorded yet: our records are out of reach. The buttons keep working; please tap again in a few minutes.',
  )
}

/** E8. */
export function notInMessage(command: string): Message {
  return said(
    'check-in.not-in',
    `You are not in this check-in any more. Your level is kept and still yours: \`${command} show\`.`,
  )
}

/** Before a question that was to be put off further than its round goes. */
export function noMorningLeft(closesAt: Date, zone: string, now: Date): string {
  return `No working morning of yours is left before this check-in closes on ${nearDate(closesAt, zone, now)}.`
}

function questionBlocks(question: Question, notMyManager?: string): [KnownBlock, KnownBlock] {
  return [section(sentenceOf(question)), buttons(question, { notMyManager })]
}

function isItRight({ label }: Profile): string {
  return `Is your ${label} level still right?`
}

function sentenceOf({ profile, standing, zone }: Question): string {
  if (!standing) {
    const levels = capitalised(countWords[profile.levels.length] ?? String(profile.levels.length))
    return `*Where do you stand with ${profile.label}?* ${levels} levels, about two minutes, filled in for you from then on.`
  }
  const { role, rank, givenAt, saidAt } = standing
  const confirmed = saidAt.getTime() === givenAt.getTime() ? '' : `, confirmed ${recordDate(saidAt, zone)}`
  return `*Is this still right?*  ${profile.label}: *${levelWithPlace(profile, rank)} · ${roleOf(profile, role).text}*, recorded ${recordDate(givenAt, zone)}${confirmed}.`
}

function reminderWords({ profile, round, standing, zone, now }: Question, nth: number): string {
  const until = `*Still open until ${nearDate(round.closesAt, zone, now)}.*`
  const last = '*Last reminder this quarter.* No answer is fine too'
  if (!standing) {
    if (nth <= 1) return `*A short reminder:* where do you stand with ${profile.label}? About two minutes, once.`
    return nth === 2 ? `${until} Setting your level takes about two minutes.` : `${last}.`
  }
  if (nth <= 1)
    return `*A short reminder:* is ${levelWithPlace(profile, standing.rank)} · ${roleOf(profile, standing.role).short} still right? One tap is enough.`
  return nth === 2 ? `${until} If nothing changed, one tap is enough.` : `${last}; your level stays as it is.`
}

function because({ profile, round, because: why, questionOnly, zone, now }: Question): KnownBlock {
  const reason =
    why.kind === 'self'
      ? 'You get this because you joined.'
      : `You get this because ${why.slackId === undefined ? 'an admin' : mention(why.slackId)} enrolled you.`
  const once = questionOnly
    ? ' No reminder follows this time: two quarters went by without an answer, which is fine.'
    : ''
  return context(
    `Check-in ${round.name}, open until ${nearDate(round.closesAt, zone, now)}. ${reason}${once} Hours and days off: \`${profile.command} settings\`.`,
  )
}

function buttons(
  { profile, round, standing, choices }: Question,
  { isMain = true, notMyManager }: { readonly isMain?: boolean; readonly notMyManager?: string | undefined } = {},
): KnownBlock {
  const style = isMain ? ({ style: 'primary' } as const) : {}
  const update = `${profile.skill}:${round.id}`
  return actions(
    ...(standing
      ? [
          button(ids.stillRight, 'Still right', { value: round.id, ...style }),
          button(ids.update, 'Update', { value: update }),
        ]
      : [button(ids.update, 'Set my level', { value: update, ...style })]),
    select(ids.notNow, 'Not now…', [
      ...choices.map((wish): Choice => ({ value: `${wish}:${round.id}`, text: lengths[wish] })),
      { value: `skip:${round.id}`, text: 'Skip this quarter' },
      ...(notMyManager ? [{ value: `not-my-manager:${round.id}:${notMyManager}`, text: 'Not my manager' }] : []),
    ]),
  )
}

const lengths: Readonly<Record<AskAgain, string>> = {
  tomorrow: 'Remind me tomorrow',
  'three-days': 'Remind me in 3 days',
  week: 'Remind me in a week',
  'last-day': 'Remind me on the last day',
}

const countWords = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
