import { homeInvitation, homeSection } from '../../../src/assessment/views.ts'
import type { AskAgain } from '../../../src/check-in/rules.ts'
import {
  dueBlocks,
  firstQuestion,
  nextQuestionLine,
  noMorningLeft,
  notInMessage,
  notRecordedYet,
  type Question,
  questionMessage,
  questionWith,
  reminderMessage,
} from '../../../src/check-in/views.ts'
import {
  answeredElsewhere,
  askedAgainNoted,
  closedMessage,
  lateNoted,
  skippedNoted,
  stillRightNoted,
  updatedNoted,
  withdrawnMessage,
} from '../../../src/check-in/views-done.ts'
import { disputedMessage, sentenceOf } from '../../../src/directory/managers/views.ts'
import type { SeenBy } from '../../../src/directory/rules.ts'
import { homeOf } from '../../../src/home/views.ts'
import type { Situation } from './situations.ts'
import { anyId, longAgo, now, type Subject, standingAt, zone } from './subjects.ts'

const closesAt = new Date('2026-12-07T08:00:00Z')
const nextYear = new Date('2027-01-04T08:00:00Z')
const reading = { zone, now }
const withLastDay: readonly AskAgain[] = ['tomorrow', 'last-day']

/** The direct message of a round, and what it becomes. */
export const checkIn: readonly Situation[] = [
  { name: 'C1 Question', draw: (of) => questionMessage(question(of)) },
  { name: 'C1 Question, no level yet', draw: (of) => questionMessage(withoutLevel(of)) },
  {
    name: 'C1 Question, confirmed since',
    draw: (of) => questionMessage(question(of, { standing: confirmedSince(of) })),
  },
  {
    name: 'C1 Question, enrolled by an admin who is gone',
    draw: (of) => questionMessage(question(of, { because: anyAdmin })),
  },
  {
    name: 'C1 Question, of somebody who joined',
    draw: (of) => questionMessage(question(of, { because: { kind: 'self' } })),
  },
  { name: 'C1 Question only', draw: (of) => questionMessage(question(of, { questionOnly: true })) },
  { name: 'C1 Question, near the close', draw: (of) => questionMessage(question(of, { choices: withLastDay })) },
  { name: 'C1 Question, answered after all', draw: (of) => questionMessage(question(of, { choices: [] })) },
  {
    name: 'C1 Question, no morning left',
    draw: (of) => questionWith(noMorningLeft(closesAt, zone, now), question(of, { choices: [] })),
  },
  { name: 'O2 First contact', draw: (of) => firstQuestion(first(of), question(of)) },
  { name: 'O2 First contact, no level yet', draw: (of) => firstQuestion(first(of), withoutLevel(of)) },
  {
    name: 'O2 First contact, a manager from elsewhere',
    draw: (of) => firstQuestion(first(of, longAgo.getTime().toString(36)), question(of)),
  },
  {
    name: 'O2 First contact, not my manager',
    draw: (of) => firstQuestion(first(of), question(of), sentenceOf(disputedMessage('U0ANNALIND'))),
  },
  ...[1, 2, 3].flatMap((nth): readonly Situation[] => [
    { name: `C2 Reminder ${nth}`, draw: (of) => reminderMessage(question(of), nth) },
    { name: `C2 Reminder ${nth}, no level yet`, draw: (of) => reminderMessage(withoutLevel(of), nth) },
  ]),
  { name: 'C3 Still right', draw: (of) => stillRightNoted(of.known.profile, of.standing, nextYear, reading) },
  {
    name: 'C3 Still right, no next round planned',
    draw: (of) => stillRightNoted(of.known.profile, of.standing, undefined, reading),
  },
  {
    name: 'C3 Still right, the last level',
    draw: (of) => stillRightNoted(of.known.profile, atLast(of), nextYear, reading),
  },
  {
    name: 'C3 Updated, another level',
    draw: (of) => updatedNoted(of.known.profile, standingAt(of, 2, 1), standingAt(of, 1, 1)),
  },
  { name: 'C3 Updated, the same level', draw: (of) => updatedNoted(of.known.profile, of.standing, of.standing) },
  {
    name: 'C3 Updated, nothing missing',
    draw: (of) => updatedNoted(of.known.profile, standingAt(of, 1, 2), of.standing),
  },
  { name: 'C3 Updated, first level', draw: (of) => updatedNoted(of.known.profile, of.standing, undefined) },
  { name: 'C3 Remind me', draw: () => askedAgainNoted(closesAt, anyId, reading) },
  { name: 'C3 Skipped', draw: () => skippedNoted(anyId) },
  { name: 'C3 Late', draw: (of) => lateNoted(of.known.profile, now, reading) },
  { name: 'C3 Closed', draw: (of) => closedMessage(of.known.profile, closed, of.standing, reading) },
  { name: 'C3 Closed, no level yet', draw: (of) => closedMessage(of.known.profile, closed, undefined, reading) },
  { name: 'C3 Withdrawn', draw: (of) => withdrawnMessage(of.known.profile, longAgo, of.standing, reading) },
  { name: 'C3 Withdrawn, no level yet', draw: (of) => withdrawnMessage(of.known.profile, longAgo, undefined, reading) },
  ...(['command', 'shortcut', 'home', 'import'] as const).map(
    (door): Situation => ({
      name: `C3 Answered elsewhere, by ${door}`,
      draw: (of) => answeredElsewhere(of.known.profile, door, now, reading),
    }),
  ),
  { name: 'E3 The records are away', draw: () => notRecordedYet() },
  { name: 'E8 Not in the check-in', draw: (of) => notInMessage(of.known.profile.command) },
  { name: 'Home, a check-in is due', draw: (of) => home(of, dueBlocks(question(of), undefined)) },
  { name: 'Home, a check-in is due again', draw: (of) => home(of, dueBlocks(question(of), closesAt)) },
  {
    name: 'Home, a check-in is due, no level yet',
    draw: (of) =>
      homeOf(
        [dueBlocks(withoutLevel(of), undefined), homeInvitation(of.known.profile, enrolled(of.seenBy))],
        of.contact,
      ),
  },
  { name: 'Home, the next question', draw: (of) => home(of, []) },
]

const closed = { id: anyId, closedAt: closesAt }
const anyAdmin = { kind: 'admin', slackId: undefined } as const

function question({ known: { profile }, standing, size }: Subject, change: Partial<Question> = {}): Question {
  return {
    profile,
    round: { id: anyId, name: size === 'largest' ? '2026-Q4 (12)' : '2026-Q4', closesAt },
    standing: { ...standing, saidAt: longAgo, givenAt: longAgo },
    choices: ['tomorrow', 'three-days', 'week'],
    because: { kind: 'admin', slackId: 'U0ANNALIND' },
    questionOnly: false,
    zone,
    now,
    ...change,
  }
}

function withoutLevel(of: Subject): Question {
  return question(of, { standing: undefined })
}

function confirmedSince({ standing }: Subject): Question['standing'] {
  return { ...standing, givenAt: longAgo }
}

function first({ seenBy }: Subject, notMyManager?: string) {
  return { slackId: 'U0IVANPET', seenBy: enrolled(seenBy), notMyManager }
}

/** Whoever is asked takes part. */
function enrolled(seenBy: SeenBy): SeenBy {
  return { ...seenBy, enrolled: true }
}

function atLast(of: Subject) {
  return standingAt(of, of.known.profile.levels.length, 1)
}

function home({ known, standing, seenBy, contact }: Subject, due: ReturnType<typeof dueBlocks>) {
  const lines = due.length === 0 ? [nextQuestionLine(nextYear, zone, now)] : []
  const own = { standing, seenBy: enrolled(seenBy), zone }
  return homeOf([due, homeSection(known.profile, own, [], lines)], contact)
}
