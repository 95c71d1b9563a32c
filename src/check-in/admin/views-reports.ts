import type { KnownBlock } from '@slack/types'
import { clockTime, longDate, nearDate } from '../../calendar.ts'
import { grouped, peopleCounted } from '../../directory/enrolment/views-list.ts'
import { actions, button, type Message, message, section } from '../../slack/kit.ts'
import type { NotOpened } from '../flow-rounds.ts'
import type { RoundSeen } from './flow.ts'
import { roundIds as ids } from './ids.ts'
import { answeredOf, type Numbers, percentOf, sumOf } from './rules.ts'
import {
  answeredInWords,
  bar,
  leftOutWords,
  moment,
  momentWithZone,
  type Reading,
  reasonLines,
  titleOf,
} from './words.ts'

/** What reports need besides the round: where the programme is, and what others know. */
export interface Reported extends Reading {
  /** Of the skill, where there are several. */
  readonly label: string | undefined
  readonly undelivered: string
  readonly reasonWords: (reason: string) => string
}

/** C4: everybody’s part is planned. */
export function openedMessage({ round, numbers }: RoundSeen, of: Reported): Message {
  const title = titleOf(round.name, of.label)
  const lost = sumOf(numbers.notDelivered)
  const others = [counted(sumOf(numbers.leftOut), 'left out'), counted(lost, 'not delivered')]
  return message({
    name: 'check-in.opened',
    text: `${[`${title} is open: ${grouped(numbers.invited)} of ${peopleCounted(numbers.enrolled)} invited`, ...others].filter(isSaid).join(', ')}.`,
    blocks: [
      section(`*${title} is open* until ${momentWithZone(round.closesAt, of)}.`),
      section(invitedLines(numbers, of)),
      ...whyLeftOut(numbers),
      ...whyNotDelivered(numbers, of),
      ways(round.id, numbers, of),
    ],
  })
}

/** C4: it is over, and everybody’s part is closed. */
export function closedMessage({ round, numbers, before }: RoundSeen, of: Reported): Message {
  const title = titleOf(round.name, of.label)
  const answered = answeredOf(numbers)
  const percent = percentOf(answered, numbers.invited)
  const share = `${grouped(answered)} of ${peopleCounted(numbers.invited)} answered${percent === undefined ? '' : ` (${percent} %)`}`
  return message({
    name: 'check-in.closed',
    text: `${title} has closed: ${share}.`,
    blocks: [
      section(`*${title} has closed.*`),
      section(answerLines(numbers, before)),
      ...whyLeftOut(numbers),
      ...whyNotDelivered(numbers, of),
      ways(round.id, numbers, of),
    ],
  })
}

/** C4: one was due, somebody was there to open it, and it was not to be. */
export function notOpenedMessage(
  { name, skill, dueAt, why }: { name: string; skill: string; dueAt: Date; why: NotOpened },
  of: Reported,
): Message {
  const title = titleOf(name, of.label)
  const fact = `${title} was due on ${nearDate(dueAt, of.zone, of.now)} at ${clockTime(dueAt, of.zone)} and was not opened.`
  const reason = notOpenedWords[why]
  return message({
    name: 'check-in.not-opened',
    text: `${title} was due on ${longDate(dueAt, of.zone)} at ${clockTime(dueAt, of.zone)} and was not opened. ${reason} Nothing has been sent.`,
    blocks: [
      section(`*${fact}* ${reason} Nothing has been sent.`),
      actions(button(ids.open, 'Open the round', { value: skill })),
    ],
  })
}

const notOpenedWords: Readonly<Record<NotOpened, string>> = {
  'runs-already': 'Another one was still running.',
  'nobody-takes-part': 'Nobody is in the check-in.',
  'over-by-now': 'The app was not running until its time was over.',
}

/** “412 enrolled”, and what has become of them. */
export function invitedLines(numbers: Numbers, reading: Reading): string {
  const { enrolled, invited, sent, held, lastAt } = numbers
  const left = sumOf(numbers.leftOut)
  const waiting =
    held === 0 || !lastAt ? '' : `, ${grouped(held)} held for local morning, the last on ${moment(lastAt, reading)}`
  return [
    `*${grouped(enrolled)} enrolled*`,
    // Of a check-in long past, the letters are not kept.
    `• ${grouped(invited)} invited${sent + held === 0 ? '' : `: ${sent === 0 ? 'none' : grouped(sent)} sent${waiting}`}`,
    ...(left > 0 ? [`• ${grouped(left)} left out`] : []),
  ].join('\n')
}

/** “298 of 388 answered (77 %)”, and what they and the others did. */
export function answerLines(numbers: Numbers, before: Numbers | undefined, runs = false): string {
  const answered = answeredOf(numbers)
  const { invited, held, stillRight, updated, firstLevel, skipped, silent, late } = numbers
  const lost = sumOf(numbers.notDelivered)
  const how = [named('still right', stillRight), named('updated', updated), named('first level', firstLevel)]
  const others = [
    named('skipped', skipped),
    // Whose question has not left has not been asked yet.
    runs ? named('have not answered', Math.max(silent - held, 0)) : named('no answer', silent),
    named('undelivered', lost),
    named('after the close', late),
  ]
  const line = (parts: readonly string[]) => parts.filter(isSaid).join(' · ')
  return [
    `*${answeredInWords(answered, invited)}* ${bar(answered, invited)}`,
    ...[line(how), line(others)].filter(isSaid).map((each) => `• ${each}`),
    ...lastTime(before),
  ].join('\n')
}

function lastTime(before: Numbers | undefined): string[] {
  if (!before) return []
  const [answered, invited] = [answeredOf(before), before.invited]
  const percent = percentOf(answered, invited)
  return [
    `The round before: ${percent === undefined ? `${grouped(answered)} of ${grouped(invited)}` : `${percent} %`}.`,
  ]
}

export function whyLeftOut({ leftOut }: Numbers): KnownBlock[] {
  if (leftOut.length === 0) return []
  return [section(['*Left out, and why*', ...reasonLines(leftOut, (why) => leftOutWords[why])].join('\n'))]
}

/** It never counts as no answer. */
export function whyNotDelivered(
  { notDelivered }: Numbers,
  { reasonWords }: Pick<Reported, 'reasonWords'>,
): KnownBlock[] {
  if (notDelivered.length === 0) return []
  const lines = reasonLines(notDelivered, (why) =>
    why === 'unknown' ? 'Slack did not say whether it arrived' : reasonWords(why),
  )
  return [section([`*Not delivered: ${grouped(sumOf(notDelivered))}*`, ...lines].join('\n'))]
}

function ways(roundId: string, { canBeTried }: Numbers, { undelivered }: Reported): KnownBlock {
  return actions(
    button(ids.open, 'Open the round', { value: roundId }),
    ...(canBeTried > 0 ? [button(undelivered, `Undelivered (${grouped(canBeTried)})`)] : []),
    button(ids.csv, 'Full list as CSV', { value: roundId }),
  )
}

function named(words: string, count: number): string {
  return count === 0 ? '' : `${words} ${grouped(count)}`
}

function counted(count: number, words: string): string {
  return count === 0 ? '' : `${grouped(count)} ${words}`
}

function isSaid(part: string): boolean {
  return part !== ''
}
