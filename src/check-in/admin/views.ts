import type { Button, KnownBlock, ModalView, Overflow } from '@slack/types'
import { z } from 'zod'
import { nearDate } from '../../calendar.ts'
import { peopleIds as people } from '../../directory/enrolment/ids.ts'
import { grouped, peopleCounted } from '../../directory/enrolment/views-list.ts'
import { actions, button, confirmation, modal, overflow, section } from '../../slack/kit.ts'
import type { NotOpened } from '../flow-rounds.ts'
import type { RoundState } from '../rules.ts'
import type { Deed, RoundSeen, Seen } from './flow.ts'
import { roundIds as ids, previewIds as preview, scheduleIds as schedule } from './ids.ts'
import { answeredOf, isRunning, progressOf } from './rules.ts'
import { answerLines, invitedLines, type Reported, whyLeftOut, whyNotDelivered } from './views-reports.ts'
import { momentWithZone, titleOf } from './words.ts'

/** C5: the round that runs or was the last, and what an admin may do with it. `notice`: what has just been done. */
export function roundWindow(at: Seen, of: Reported, notice?: string): ModalView {
  const said = notice ? [section(notice)] : []
  const { seen } = at
  if (!seen)
    return roundModal([...said, section(noneYet(at)), section(nextLine(at, of)), betweenRounds(at)], {
      skill: at.skill,
    })
  const { round, numbers } = seen
  const runs = isRunning(round.state)
  const { before } = seen
  return roundModal(
    [
      ...said,
      section(stateLine(seen, of)),
      section(
        round.state === 'planning' && numbers.enrolled === 0
          ? nobodyPlannedYet
          : invitedLines(runs ? numbers : { ...numbers, held: 0 }, of),
      ),
      ...(numbers.invited > 0 ? [section(answerLines(numbers, before, runs))] : []),
      ...(runs ? estimate(seen, of) : [section(nextLine(at, of))]),
      ...whyLeftOut(numbers),
      ...whyNotDelivered(numbers, of),
      runs ? whileItRuns(seen) : betweenRounds(at),
      further(seen, of),
    ],
    { skill: at.skill, roundId: round.id },
  )
}

/** Instead of the round, where there is one thing to say. */
export function roundSentence(sentence: string): ModalView {
  return roundModal([section(sentence)])
}

export const fetchingRound = 'Fetching the check-in… If nothing appears within ten seconds, close this and try again.'

/** Which round the window shows; undefined in one that shows none. */
export interface Carried {
  readonly skill: string
  readonly roundId?: string | undefined
}

export function readCarried(metadata: string): Carried | undefined {
  try {
    return carried.parse(JSON.parse(metadata))
  } catch {
    return undefined
  }
}

const carried = z.object({ skill: z.string(), roundId: z.guid().optional() })

export function doneSentence(deed: Deed, { round, numbers }: RoundSeen, label: string | undefined): string {
  const title = titleOf(round.name, label)
  switch (deed) {
    case 'pause':
      return `*${title} is paused.* Nothing leaves until it is resumed; answers still count.`
    case 'resume':
      return `*${title} goes on.* What waited leaves in its readers’ working hours.`
    case 'close':
      return `*${title} is closed.* What has not left does not leave, and the report comes when everybody’s part is closed. Late answers are kept.`
    case 'cancel':
      return `*${title} is cancelled.* Nothing more leaves${withdrawnWhenTapped(numbers)}.`
  }
}

export const changedBefore = 'This was already changed; here is how it stands now.'

export function startedSentence(name: string, label: string | undefined): string {
  return `*${titleOf(name, label)} is open.* Each question leaves in its reader’s own working hours.`
}

export const notStarted: Readonly<Record<NotOpened, string>> = {
  'runs-already': 'A check-in is running already; here it is.',
  'nobody-takes-part': 'Nobody is in the check-in, so there is nobody to ask. Add people first.',
  'over-by-now': 'A check-in that would be over at once is not opened.',
}

export const testComing = 'The test comes to your direct message with this app in a moment.'

/** For [See why] beside the word that one has not started. */
export function whyWindow({ seen, enrolled, nextAt, zone, skill }: Seen, of: Reported): ModalView {
  const runs = seen && isRunning(seen.round.state)
  const facts = [
    runs ? `${titleOf(seen.round.name, of.label)} is running, so it is open by now.` : 'No check-in is running.',
    `${enrolled === 0 ? 'Nobody is' : `${peopleCounted(enrolled)} ${enrolled === 1 ? 'is' : 'are'}`} in the check-in.`,
    nextAt <= of.now
      ? `It has been due since ${momentWithZone(nextAt, { zone, now: of.now })}: the part of the app that opens check-ins is not running, or fails. Its log has the reference of the message.`
      : `The next one opens on ${momentWithZone(nextAt, { zone, now: of.now })}.`,
  ]
  return roundModal(
    [
      section(facts.map((fact) => `• ${fact}`).join('\n')),
      ...(runs || enrolled === 0 ? [] : [actions(startButton(skill, enrolled, 'Start it now'))]),
    ],
    { skill },
  )
}

// What is drawn

function roundModal(blocks: KnownBlock[], at?: Carried): ModalView {
  return modal({
    callbackId: ids.window,
    title: 'Check-in',
    blocks,
    ...(at ? { metadata: JSON.stringify(at) } : {}),
  })
}

const nobodyPlannedYet = 'When each question leaves is being worked out; open this again in a moment for the numbers.'

const stateWords: Readonly<Record<RoundState, string>> = {
  planning: 'is being planned',
  open: 'is open',
  paused: 'is paused',
  closed: 'has closed',
  cancelled: 'was cancelled',
}

function stateLine({ round }: RoundSeen, of: Reported): string {
  const title = titleOf(round.name, of.label)
  const { zone } = of
  const until = `until ${momentWithZone(round.closesAt, { zone, now: of.now })}`
  switch (round.state) {
    case 'planning':
      return `*${title} ${stateWords.planning}*, open ${until}.`
    case 'open':
      return `*${title} ${stateWords.open}* ${until}.`
    case 'paused':
      return `*${title} ${stateWords.paused}.* Nothing leaves; it closes all the same, ${until.replace('until', 'on')}.`
    case 'closed':
    case 'cancelled':
      return `*${title} ${stateWords[round.state]}* on ${nearDate(round.closedAt ?? round.closesAt, zone, of.now)}.`
  }
}

/** “Day 9 of 14. At this pace about 74 % by Thu 15 Oct.” */
function estimate({ round, numbers }: RoundSeen, { zone, now }: Reported): KnownBlock[] {
  const people = { answered: answeredOf(numbers), invited: numbers.invited }
  const { day, days, about } = progressOf(round, people, zone, now)
  const then = about === undefined ? '' : ` At this pace about ${about} % by ${nearDate(round.closesAt, zone, now)}.`
  return [section(`Day ${day} of ${days}.${then}`)]
}

function noneYet({ enrolled }: Seen): string {
  if (enrolled === 0) return '*No check-in has been opened yet*, and nobody is in it. Add people first.'
  return `*No check-in has been opened yet.* ${peopleCounted(enrolled)} ${enrolled === 1 ? 'is' : 'are'} in it.`
}

function nextLine({ nextAt, zone }: Seen, { now }: Reported): string {
  return `Next opening: ${momentWithZone(nextAt, { zone, now })}.`
}

function whileItRuns({ round, numbers }: RoundSeen): KnownBlock {
  const isPaused = round.state === 'paused'
  return actions(
    button(preview.open, 'Preview'),
    button(ids.test, 'Send me a test'),
    isPaused ? button(ids.resume, 'Resume') : button(ids.pause, 'Pause'),
    button(ids.close, 'Close now', {
      confirm: confirmation({
        title: 'Close it now?',
        text: `${notLeft(numbers)} Whoever has not answered counts as no answer.`,
        yes: 'Close it',
        no: 'Keep it open',
      }),
    }),
    cancelMenu(numbers),
  )
}

function cancelMenu({ held, sent }: RoundSeen['numbers']): Overflow {
  return {
    ...overflow(ids.cancel, [{ value: 'cancel', text: 'Cancel this check-in' }]),
    confirm: confirmation({
      title: 'Cancel this check-in?',
      text: `${stopped(held, sent)}${withdrawnWhenTapped({ sent })}.`,
      yes: 'Cancel it',
      no: 'Keep it',
    }),
  }
}

/** The end of a sentence; nothing where nothing was sent. */
function withdrawnWhenTapped({ sent }: Pick<RoundSeen['numbers'], 'sent'>): string {
  if (sent === 0) return ''
  const they = sent === 1 ? 'the sent one says' : `the ${grouped(sent)} sent ones say`
  return `; ${they} that it was withdrawn when somebody taps`
}

function stopped(held: number, sent: number): string {
  if (held > 0) return `Stops ${held === 1 ? '1 message that has' : `${grouped(held)} messages that have`} not left`
  return sent === 0 ? 'Nothing has left yet, and nothing will' : 'Everything has left'
}

function notLeft({ held, sent }: RoundSeen['numbers']): string {
  if (held > 0) return `${held === 1 ? '1 message has' : `${grouped(held)} messages have`} not left, and will not.`
  return sent === 0 ? 'Nothing has left yet, and nothing will.' : 'Everything has left.'
}

function betweenRounds({ skill, enrolled }: Seen): KnownBlock {
  return actions(
    ...(enrolled === 0
      ? [button(people.open, 'People', { value: skill })]
      : [button(preview.open, 'Preview'), startButton(skill, enrolled, 'Start one now')]),
    button(ids.test, 'Send me a test'),
    button(schedule.open, 'Schedule', { value: skill }),
  )
}

export function startButton(skill: string, enrolled: number | undefined, text: string): Button {
  const who =
    enrolled === undefined
      ? 'Everybody in the check-in gets'
      : `${peopleCounted(enrolled)} ${enrolled === 1 ? 'gets' : 'get'}`
  return button(ids.start, text, {
    value: skill,
    confirm: confirmation({
      title: 'Start a check-in now?',
      text: `${who} one question, each in their own working hours. Guests, closed accounts and whoever is away until the close are left out.`,
      yes: 'Start it',
      no: 'Not now',
    }),
  })
}

function further({ round, numbers }: RoundSeen, { undelivered }: Reported): KnownBlock {
  const { canBeTried } = numbers
  return actions(
    ...(canBeTried > 0 ? [button(undelivered, `Undelivered (${grouped(canBeTried)})`)] : []),
    button(ids.csv, 'Full list as CSV', { value: round.id }),
    ...(isRunning(round.state) ? [button(schedule.open, 'Schedule', { value: round.skill })] : []),
  )
}
