import type { KnownBlock } from '@slack/types'
import { profileOf, tellOthers } from '../assessment/room.ts'
import { openAndFill } from '../assessment/slack.ts'
import { nothingYetMessage } from '../assessment/views-reading.ts'
import { meet } from '../directory/flow.ts'
import type { Person } from '../directory/rules.ts'
import { visitorOf } from '../directory/slack.ts'
import { notForThem } from '../directory/views.ts'
import type { ClickAsk, Doors } from '../slack/doors.ts'
import { areRecordsAway } from '../slack/guard.ts'
import type { Message } from '../slack/kit.ts'
import { later } from '../slack/pace.ts'
import { OlderRelease } from '../slack/payloads.ts'
import {
  type AnswerRoom,
  asItStands,
  askNow,
  type Clicked,
  type Done,
  denyManager,
  dueQuestion,
  look,
  nextQuestion,
  remindMe,
  skipRound,
  stillRight,
} from './flow-answers.ts'
import { type AskAgain, askAgainDays } from './rules.ts'
import { dueBlocks, ids, nextQuestionLine, notRecordedYet } from './views.ts'

/** Binds every button of a question, wherever it stands. */
export function bindAnswers(doors: Doors, room: AnswerRoom): void {
  doors.click(ids.stillRight, (ask) => answer(room, ask, confirming))
  doors.click(ids.notNow, (ask) => answer(room, ask, notNow))
  doors.click(ids.answerNow, (ask) => answer(room, ask, askingNow))
  doors.click(ids.update, (ask) => update(room, ask))
}

/** The part of the Home tab that is due, before anything else. */
export async function dueSection(room: AnswerRoom, person: Person | undefined, now: Date): Promise<KnownBlock[]> {
  if (!person) return []
  const due = await Promise.all(room.catalog.profiles.map(({ skill }) => dueQuestion(room, person, skill, now)))
  return due.flatMap((each) => (each ? dueBlocks(each.question, each.askAgainAt) : []))
}

/** What the Home tab says below a record. */
export async function nextQuestionLines(
  room: AnswerRoom,
  person: Person,
  skill: string,
  now: Date,
): Promise<readonly string[]> {
  const at = await nextQuestion(room, person, skill, now)
  return at ? [nextQuestionLine(at, person.zone, now)] : []
}

type Deed = (room: AnswerRoom, person: Person, clicked: Omit<Clicked, 'roundId'>, value: string) => Promise<Done>

const confirming: Deed = (room, person, clicked, value) => {
  const isLate = value.startsWith('late:')
  return stillRight(room, person, { ...clicked, roundId: roundIn(isLate ? value.slice(5) : value) }, isLate)
}

const askingNow: Deed = (room, person, clicked, value) => askNow(room, person, { ...clicked, roundId: roundIn(value) })

const notNow: Deed = (room, person, clicked, value) => {
  const [act = '', round, since = ''] = value.split(':')
  const at = { ...clicked, roundId: roundIn(round) }
  if (act === 'skip') return skipRound(room, person, at)
  if (act === 'not-my-manager') return denyManager(room, person, at, since)
  if (isWish(act)) return remindMe(room, person, at, act)
  throw new OlderRelease(`${ids.notNow} offers no “${act}”`)
}

/**
 * Writes first, then acks, but lets Slack not wait longer than it does; then the message becomes its done state. Without
 * the records it stays as it is, and its buttons go on working.
 */
async function answer(room: AnswerRoom, ask: ClickAsk, deed: Deed): Promise<void> {
  const { world } = room
  const now = world.now()
  const clicked = { inMessage: ask.messageTs !== undefined, now }
  const doing = meet(world, visitorOf(ask), now).then(async (met): Promise<Done & { person?: Person }> => {
    switch (met.kind) {
      case 'member':
        return { ...(await deed(room, met.person, clicked, ask.value ?? '')), person: met.person }
      case 'forgotten':
        return { message: nothingYetMessage(profileOf(room.assessment, undefined)), isRecorded: false }
      case 'guest':
      case 'bot':
      case 'stranger':
      case 'closed':
        return { message: notForThem(ask.workspaceName, met), isRecorded: false }
    }
  })
  try {
    await Promise.race([doing, later(world.saveWithin)])
    await ask.ack()
    const { message, person, isRecorded } = await doing
    await show(ask, message)
    if (person) await tell(room, ask, person, isRecorded)
  } catch (error) {
    if (!clicked.inMessage || !areRecordsAway(error)) throw error
    ask.report(error)
    await ask.ack()
    await ask.reply(notRecordedYet())
  }
}

/**
 * The form, opened with the trigger at once and filled from what is on record, in the wording of the round. Whatever has
 * become of the round, a level can be updated; the message says what holds.
 */
async function update(room: AnswerRoom, ask: ClickAsk): Promise<void> {
  await ask.ack()
  const [skill, round] = (ask.value ?? '').split(':')
  await openAndFill(room.assessment, ask, profileOf(room.assessment, skill), 'check-in')
  if (ask.messageTs === undefined) return
  const message = await whatHolds(room, ask, roundIn(round)).catch((error: unknown) => void ask.report(error))
  if (message) await show(ask, message)
}

/** Undefined while the question is as it stands there. */
async function whatHolds(room: AnswerRoom, ask: ClickAsk, roundId: string): Promise<Message | undefined> {
  const { world } = room
  const now = world.now()
  const met = await meet(world, visitorOf(ask), now)
  if (met.kind !== 'member') return undefined
  const seen = await look(world.db, room, met.person, roundId, now)
  const stays = seen?.situation === 'open' || seen?.situation === 'skipped'
  return stays ? undefined : (await asItStands(room, seen)).message
}

/** In the place of the message; the Home tab shows by itself how it stands now. What is done is done: a failure is for the log alone. */
async function show(ask: ClickAsk, message: Message): Promise<void> {
  if (ask.messageTs === undefined) return
  await ask.reply(message, { replace: true }).catch((error: unknown) => ask.report(error))
}

async function tell({ assessment, directory, wake }: AnswerRoom, ask: ClickAsk, person: Person, isRecorded: boolean) {
  wake()
  if (isRecorded) return tellOthers(assessment, ask, person)
  for (const after of directory.afterChanged) await after(ask, person).catch((error: unknown) => ask.report(error))
}

function isWish(word: string): word is AskAgain {
  return word === 'last-day' || word in askAgainDays
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function roundIn(value: string | undefined): string {
  if (value === undefined || !uuid.test(value)) throw new OlderRelease('a button of a check-in names no round')
  return value
}
