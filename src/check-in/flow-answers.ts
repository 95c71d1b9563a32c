import { confirmAssessment } from '../assessment/flow.ts'
import type { AssessmentRoom, InRecord } from '../assessment/room.ts'
import type { Standing } from '../assessment/rules.ts'
import { entriesOf, onRecord } from '../assessment/store.ts'
import { nothingYetMessage } from '../assessment/views-reading.ts'
import { localDaysLater } from '../calendar.ts'
import type { Registered } from '../catalog/flow.ts'
import type { Tx } from '../db/connection.ts'
import { enrolledSince } from '../directory/enrolment/store.ts'
import { currentManager, notMyManager } from '../directory/managers/flow.ts'
import { disputedMessage, managerNowMessage, sentenceOf } from '../directory/managers/views.ts'
import type { DirectoryRoom } from '../directory/room.ts'
import type { Person } from '../directory/rules.ts'
import { whoSees } from '../directory/sight/store.ts'
import { readerOf } from '../directory/store-reader.ts'
import type { Reader } from '../outbox/kinds.ts'
import { revise } from '../outbox/store.ts'
import type { Message } from '../slack/kit.ts'
import { countAnswer, putOff, skipPart } from './flow-parts.ts'
import type { CheckInRoom } from './room.ts'
import { type AskAgain, askAgainAt, askAgainChoices, planQuestion, timeline } from './rules.ts'
import { type Situation, situationOf } from './rules-answers.ts'
import { type Part, partOf } from './store.ts'
import { doorOf, enrolledBy, latestLetter, nextOpening } from './store-answers.ts'
import { currentRound, type Round, roundById } from './store-rounds.ts'
import {
  type FirstContact,
  firstQuestion,
  noMorningLeft,
  notInMessage,
  type Question,
  questionMessage,
  questionWith,
} from './views.ts'
import {
  answeredElsewhere,
  askedAgainNoted,
  closedMessage,
  lateNoted,
  skippedNoted,
  stillRightNoted,
  updatedNoted,
  withdrawnMessage,
} from './views-done.ts'
import { workingOf } from './working.ts'

type Room = Pick<CheckInRoom, 'world' | 'catalog'>

/** What its doors need: also what lower rooms do, and whose part it is to be told. */
export interface AnswerRoom extends Pick<CheckInRoom, 'world' | 'catalog' | 'wake'> {
  readonly assessment: AssessmentRoom
  readonly directory: DirectoryRoom
}

/** Somebody’s part in a round, with what its words are drawn from. */
export interface Look {
  readonly person: Person
  readonly reader: Reader
  readonly round: Round
  readonly part: Part
  readonly situation: Situation
  /** In the wording of the round, whatever the profile says by now. */
  readonly registered: Registered
  readonly standing: Standing | undefined
  readonly now: Date
}

/** Undefined where they have no part in a round of this id. */
export async function look(
  tx: Tx,
  { catalog }: Pick<Room, 'catalog'>,
  person: Person,
  roundId: string,
  now: Date,
): Promise<Look | undefined> {
  const round = await roundById(tx, person.workspaceId, roundId)
  const part = round && (await partOf(tx, person, round.id))
  const reader = part && (await readerOf(tx, person.workspaceId, person.id))
  if (!reader) return undefined
  const registered = await catalog.registeredAs(tx, round.skill, round.profileVersion)
  const { standing } = await onRecord(tx, registered, person, now)
  return { person, reader, round, part, situation: situationOf(part, round, now), registered, standing, now }
}

/** What is said to somebody whose part stands so. */
export async function messageFor(tx: Tx, seen: Look): Promise<Message> {
  const { round, registered, standing, reader, now } = seen
  const { profile } = registered
  const reading = { zone: reader.zone, now }
  switch (seen.situation) {
    case 'open':
      return questionMessage(await questionFor(tx, seen))
    case 'answered':
      return answeredMessage(tx, seen)
    case 'skipped':
      return skippedNoted(round.id)
    case 'closed':
      return closedMessage(profile, { id: round.id, closedAt: round.closedAt ?? round.closesAt }, standing, reading)
    case 'withdrawn':
      return withdrawnMessage(profile, round.closedAt ?? round.closesAt, standing, reading)
    case 'not-in':
      return notInMessage(profile.command)
  }
}

async function answeredMessage(tx: Tx, { person, reader, round, part, registered, now }: Look): Promise<Message> {
  const { profile } = registered
  const reading = { zone: reader.zone, now }
  const { answer: kind, answeredAt = now, late, nth = 0 } = part
  if (late) return lateNoted(profile, answeredAt, reading)
  const via = await doorOf(tx, person, round.skill, nth)
  if (via !== undefined && via !== 'check-in') return answeredElsewhere(profile, via, answeredAt, reading)
  const entries = await entriesOf(tx, registered, person)
  const entry = entries.find((each) => each.nth === nth)
  // Old assessments go one day, their rounds stay.
  if (!entry) return answeredElsewhere(profile, 'command', answeredAt, reading)
  if (kind === 'updated')
    return updatedNoted(
      profile,
      entry,
      entries.find((each) => each.nth === nth - 1),
    )
  return stillRightNoted(profile, entry, await nextQuestionAt(tx, person, round.skill, reader, now), reading)
}

export async function questionFor(tx: Tx, seen: Look): Promise<Question> {
  const { person, reader, round, part, situation, registered, standing, now } = seen
  return {
    profile: registered.profile,
    round,
    standing,
    // Whoever answers after all is not put off once more.
    choices: situation === 'skipped' ? [] : askAgainChoices(workingOf(reader), round.closesAt, now),
    because: await enrolledBy(tx, person, round.skill),
    questionOnly: part.questionOnly,
    zone: reader.zone,
    now,
  }
}

export async function firstContactOf(tx: Tx, { person, round, now }: Look): Promise<FirstContact> {
  const { inForce } = await currentManager(tx, person)
  return {
    slackId: person.slackId,
    seenBy: await whoSees(tx, person, round.skill, now),
    notMyManager: inForce && inForce.source !== 'self' ? inForce.since.getTime().toString(36) : undefined,
  }
}

// Deeds

/** What a click has become. */
export interface Done {
  readonly message: Message
  /** An assessment stands that was not there before. */
  readonly isRecorded: boolean
}

/** Where a click was made: a message is changed by the answer to it. */
export interface Clicked {
  readonly roundId: string
  readonly inMessage: boolean
  readonly now: Date
}

/** *Still right*. `isLate`: they know that the round is over. */
export async function stillRight(
  room: AnswerRoom,
  person: Person,
  { roundId, inMessage, now }: Clicked,
  isLate: boolean,
): Promise<Done> {
  const { world, assessment } = room
  const seen = await look(world.db, room, person, roundId, now)
  if (!seen || !mayAnswer(seen.situation, isLate) || !seen.standing) return asItStands(room, seen)
  const saved = await confirmAssessment(world, seen.registered, {
    whose: async () => ({ kind: 'member', person }),
    form: () => `check-in:${person.id}:${roundId}`,
    via: 'check-in',
    inPlace: inMessage,
    inRecord: assessment.inRecord,
  })
  const { profile } = seen.registered
  if (saved.kind !== 'recorded') return { message: nothingYetMessage(profile), isRecorded: false }
  const after = await look(world.db, room, person, roundId, now)
  if (after?.situation === 'answered') return { ...(await asItStands(room, after)), isRecorded: true }
  // A newer round took it for its own: this one stays without an answer.
  const reading = { zone: person.zone, now }
  return { message: stillRightNoted(profile, saved.recorded.now, undefined, reading), isRecorded: true }
}

function mayAnswer(situation: Situation, isLate: boolean): boolean {
  return situation === 'open' || situation === 'skipped' || (situation === 'closed' && isLate)
}

/** *Skip this quarter*. */
export async function skipRound(room: AnswerRoom, person: Person, { roundId, now }: Clicked): Promise<Done> {
  const { db } = room.world
  await db.$transaction((tx) => skipPart(tx, person, roundId, now))
  return asItStands(room, await look(db, room, person, roundId, now))
}

/** *Remind me*: on that day, or on the last one where the round has become too short for it. */
export async function remindMe(room: AnswerRoom, person: Person, clicked: Clicked, wish: AskAgain): Promise<Done> {
  const { db } = room.world
  const { roundId, now } = clicked
  const seen = await look(db, room, person, roundId, now)
  if (seen?.situation !== 'open') return asItStands(room, seen)
  const { closesAt } = seen.round
  const working = workingOf(seen.reader)
  const at = askAgainAt(working, wish, closesAt, now) ?? askAgainAt(working, 'last-day', closesAt, now)
  const { zone } = seen.reader
  if (!at) {
    const message = questionWith(noMorningLeft(closesAt, zone, now), await questionFor(db, seen))
    return { message, isRecorded: false }
  }
  if (await db.$transaction((tx) => putOff(tx, person, roundId, at, now)))
    return { message: askedAgainNoted(at, roundId, { zone, now }), isRecorded: false }
  return asItStands(room, await look(db, room, person, roundId, now))
}

/** *Not my manager*, in the list of the first question: it is noted, and the question goes on. */
export async function denyManager(room: AnswerRoom, person: Person, clicked: Clicked, since: string): Promise<Done> {
  const { db } = room.world
  const { roundId, now } = clicked
  const { inForce } = await currentManager(db, person)
  const isMeant = inForce?.since.getTime().toString(36) === since
  const denied = await notMyManager(room.directory, person, isMeant ? inForce : undefined, now)
  const word = sentenceOf(
    denied.kind === 'disputed' ? disputedMessage(denied.manager.slackId) : managerNowMessage(denied.current),
  )
  const seen = await look(db, room, person, roundId, now)
  if (seen?.situation !== 'open') return asItStands(room, seen)
  const question = await questionFor(db, seen)
  return { message: firstQuestion(await firstContactOf(db, seen), question, word), isRecorded: false }
}

/** *Answer now*, *Answer after all*: the question again, where there is still one. */
export async function askNow(room: AnswerRoom, person: Person, { roundId, now }: Clicked): Promise<Done> {
  const { db } = room.world
  const seen = await look(db, room, person, roundId, now)
  if (seen?.situation !== 'skipped') return asItStands(room, seen)
  return { message: questionMessage(await questionFor(db, seen)), isRecorded: false }
}

/** How somebody’s part stands by now: for second clicks, other devices, and what happened meanwhile. */
export async function asItStands({ world, catalog }: Room, seen: Look | undefined): Promise<Done> {
  const message = seen ? await messageFor(world.db, seen) : notInMessage(catalog.profiles[0]?.command ?? '')
  return { message, isRecorded: false }
}

/**
 * What is recorded by any door answers the round. Where no click changes it, the message that stands lowest is drawn anew:
 * that one only.
 */
export const countInRecord: InRecord = async (tx, person, skill, { nth, kind, inPlace, now }) => {
  const counted = await countAnswer(tx, person, skill, { nth, kind, now })
  if (!counted || inPlace) return
  const shown = await latestLetter(tx, person, counted.round.id)
  if (shown !== undefined) await revise(tx, person.workspaceId, shown, now)
}

// The Home tab

/** The question that waits for an answer by now, with the moment at which they wished to be asked again. */
export async function dueQuestion(
  { world: { db }, catalog }: Room,
  person: Person,
  skill: string,
  now: Date,
): Promise<{ readonly question: Question; readonly askAgainAt: Date | undefined } | undefined> {
  const round = await currentRound(db, person.workspaceId, skill, now)
  const seen = round && (await look(db, { catalog }, person, round.id, now))
  if (seen?.situation !== 'open' || seen.round.state === 'paused') return undefined
  const { askAt, askAgainAt: again } = seen.part
  if (!askAt || askAt > now) return undefined
  const question = await questionFor(db, seen)
  // What has not left yet asks by itself when it does; there is nothing to be asked again.
  const hasLeft = (await latestLetter(db, person, seen.round.id)) !== undefined
  return { question: hasLeft ? question : { ...question, choices: [] }, askAgainAt: again }
}

/** When somebody is asked next; undefined where they are not, or nothing is planned. */
export async function nextQuestion({ world: { db } }: Room, person: Person, skill: string, now: Date) {
  const reader = await readerOf(db, person.workspaceId, person.id)
  return reader && nextQuestionAt(db, person, skill, reader, now)
}

async function nextQuestionAt(
  tx: Tx,
  person: Person,
  skill: string,
  reader: Reader,
  now: Date,
): Promise<Date | undefined> {
  if ((await enrolledSince(tx, person, skill)) === undefined) return undefined
  const round = await currentRound(tx, person.workspaceId, skill, now)
  const part = round && (await partOf(tx, person, round.id))
  const held = part && situationOf(part, round, now) === 'open' ? (part.askAgainAt ?? part.askAt) : undefined
  if (held && held > now) return held
  const opensAt = await nextOpening(tx, person.workspaceId, skill)
  if (!opensAt) return undefined
  const working = workingOf(reader)
  const closesAt = localDaysLater(opensAt, timeline.close, working.zone)
  const planned = planQuestion(working, { opensAt, closesAt }, now)
  return planned.kind === 'ask' ? planned.at : undefined
}
