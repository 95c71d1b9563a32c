import type { ModalView } from '@slack/types'
import { clockTime, daysBetween, nearDate, recordDate } from '../calendar.ts'
import type { LetterState } from '../outbox/rules.ts'
import { escaped, mention, modal, section } from '../slack/kit.ts'
import { reasonWords } from './reasons.ts'
import type { Amounts, Deed, Filter } from './rules-letters.ts'

/** One letter as an admin sees it: whom it is for and how it goes, never what it says. */
export interface LetterShown {
  readonly id: string
  /** In people’s words: “welcome”. */
  readonly name: string
  readonly state: LetterState
  /** Undefined where the account is not on record any more. */
  readonly slackId: string | undefined
  readonly attempts: number
  readonly reason: string | undefined
  readonly createdAt: Date
  readonly changedAt: Date
  readonly notBefore: Date
  readonly expiresAt: Date | undefined
}

/** Who reads, and when. */
export interface Reading {
  readonly zone: string
  readonly now: Date
}

/** Instead of the list until there is one. */
export const fetching = 'Fetching the letters… If nothing appears within ten seconds, close this and try again.'

/** “7 have ended, 52 wait, 2 are unknown.” */
export function amountsSentence({ failed, waiting, unknown, lastSentAt }: Amounts, reading: Reading): string {
  const parts = [
    counted(failed, 'has ended', 'have ended'),
    counted(waiting, 'waits', 'wait'),
    counted(unknown, 'is unknown', 'are unknown'),
  ].filter((part) => part !== '')
  if (parts.length > 0) return `*${parts.join(', ')}.*`
  return lastSentAt ? `Everything has arrived. Last letter: ${moment(lastSentAt, reading)}.` : 'No letter has left yet.'
}

export function filterWords(filter: Filter, count: number): string {
  return `${listWords[filter]} (${grouped(count)})`
}

const listWords: Readonly<Record<Filter, string>> = {
  failed: 'Ended without arriving',
  unknown: 'Unknown whether they arrived',
  waiting: 'Waiting to leave',
  cancelled: 'Called off, given up or marked',
}

export const emptyList: Readonly<Record<Filter, string>> = {
  failed: 'No letter has ended without arriving.',
  unknown: 'Of every letter it is known whether it arrived.',
  waiting: 'No letter waits.',
  cancelled: 'No letter was called off, given up or marked as sent.',
}

/** How a list is ordered. */
export function orderWords(filter: Filter): string {
  return filter === 'waiting' ? 'in the order of their turn' : 'the last changed first'
}

/** “{@ivan} · check-in 2026-Q4 · ended: account closed”, and below it what was tried or what to do. */
export function letterLine(letter: LetterShown, reading: Reading): string {
  return `${addressee(letter)} · ${escaped(letter.name)} · ${stateWords(letter, reading)}\n${secondLine(letter, reading)}`
}

/** All that is known about one letter; what it says is between its reader and the app. */
export function letterWindow(letter: LetterShown, reading: Reading): ModalView {
  const { zone } = reading
  const day = (at: Date) => `${recordDate(at, zone)}, ${clockTime(at, zone)}`
  const lines = [
    `*To* ${addressee(letter)}`,
    `*What* ${escaped(letter.name)}`,
    `*How it stands* ${stateWords(letter, reading)}`,
    `*Tries* ${letter.attempts === 0 ? 'none' : letter.attempts}`,
    `*Written* ${day(letter.createdAt)}`,
    `*Not before* ${day(letter.notBefore)}`,
    ...(letter.expiresAt ? [`*Not after* ${day(letter.expiresAt)}`] : []),
    `*Last change* ${day(letter.changedAt)}`,
    `*In the log* \`${letter.id}\``,
  ]
  return modal({ callbackId: 'ops.letter', title: 'Letter', blocks: [section(lines.join('\n'))] })
}

export const letterGone = 'This letter is not on record any more.'

/** What an admin has just done about one letter. */
export function doneSentence(deed: Deed, slackId: string | undefined): string {
  const whose = slackId === undefined ? 'The letter' : `The letter to ${mention(slackId)}`
  switch (deed) {
    case 'again':
      return `${whose} is tried again.`
    case 'sent':
      return `${whose} is marked as sent.`
    case 'give-up':
      return `${whose} is given up: it will not be sent.`
  }
}

export function retriedSentence(count: number): string {
  return count === 1 ? '1 letter is tried again.' : `${grouped(count)} letters are tried again.`
}

/** Another admin or the sending itself was first. */
export function changedSentence(changedAt: Date | undefined, reading: Reading): string {
  return `This was already changed${changedAt ? whenChanged(changedAt, reading) : ''}; here is how it stands now.`
}

/** “49,245”. */
export function grouped(count: number): string {
  return count.toLocaleString('en')
}

function stateWords({ state, reason, notBefore }: LetterShown, reading: Reading): string {
  const why = reason === undefined ? '' : `: ${reasonWords(reason)}`
  switch (state) {
    case 'planned':
      return notBefore > reading.now ? `waits until ${moment(notBefore, reading)}${why}` : `waits${why}`
    case 'sending':
      return 'on its way'
    case 'sent':
      return 'sent'
    case 'unknown':
      return `unknown${why}`
    case 'failed':
      return `ended${why}`
    case 'cancelled':
      return `over${why}`
  }
}

function secondLine(letter: LetterShown, reading: Reading): string {
  if (letter.state === 'unknown')
    return `Slack did not say whether this arrived. ${letter.slackId ? `Ask ${mention(letter.slackId)}, or mark it.` : 'Mark it, or give it up.'}`
  const { state, attempts, changedAt } = letter
  if (state === 'cancelled') return `Since ${moment(changedAt, reading)}`
  if (attempts === 0) return 'Not tried yet'
  return attempts === 1
    ? `Tried once, ${moment(changedAt, reading)}`
    : `Tried ${grouped(attempts)} times, last ${moment(changedAt, reading)}`
}

function addressee({ slackId }: LetterShown): string {
  return slackId === undefined ? 'a former colleague' : mention(slackId)
}

function whenChanged(at: Date, reading: Reading): string {
  return ` ${isSameDay(at, reading) ? 'at' : 'on'} ${moment(at, reading)}`
}

/** “14:02” on the reader’s own day, else “Fri 2 Oct, 14:02”. */
function moment(at: Date, reading: Reading): string {
  const { zone, now } = reading
  const time = clockTime(at, zone)
  return isSameDay(at, reading) ? time : `${nearDate(at, zone, now)}, ${time}`
}

function isSameDay(at: Date, { zone, now }: Reading): boolean {
  return daysBetween(at, now, zone) === 0
}

function counted(count: number, one: string, many: string): string {
  if (count === 0) return ''
  return count === 1 ? `1 ${one}` : `${grouped(count)} ${many}`
}
