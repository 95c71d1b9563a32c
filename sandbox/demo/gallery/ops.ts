import { ids as assessment } from '../../../src/assessment/views-parts.ts'
import { roundIds as rounds, scheduleIds as schedule } from '../../../src/check-in/admin/ids.ts'
import { noAdminAnyMore } from '../../../src/directory/admins/views.ts'
import { ids as audit } from '../../../src/directory/audit/views.ts'
import { enrolIds as enrol, peopleIds as people } from '../../../src/directory/enrolment/ids.ts'
import { ids as managers } from '../../../src/directory/managers/form-import.ts'
import { ids as programme } from '../../../src/directory/programme/views.ts'
import { welcomeMessage } from '../../../src/directory/views-welcome.ts'
import { type LettersPage, lettersSentence, lettersWindow, ids as undelivered } from '../../../src/ops/form-letters.ts'
import { type Filter, pageSize } from '../../../src/ops/rules-letters.ts'
import { adminMessage } from '../../../src/ops/views-admin.ts'
import {
  changedSentence,
  doneSentence,
  fetching,
  type LetterShown,
  letterGone,
  letterWindow,
  retriedSentence,
} from '../../../src/ops/views-letters.ts'
import { overdueMessage } from '../../../src/ops/views-overdue.ts'
import type { Situation } from './situations.ts'
import { anyId, longAgo, now, type Subject, zone } from './subjects.ts'

/** What whoever runs the programme meets: the first words, undelivered letters, and what did not start. */
export const ops: readonly Situation[] = [
  { name: 'O1 Welcome', draw: (of) => welcomeMessage({ ...welcomed(of), scopes: new Set() }) },
  { name: 'O1 Welcome, everything granted', draw: (of) => welcomeMessage({ ...welcomed(of), scopes: everything }) },
  {
    name: 'O1 Welcome, before Slack has said anything',
    draw: (of) =>
      welcomeMessage({ ...welcomed(of), workspaceName: undefined, scopes: undefined, firstOpening: undefined }),
  },
  { name: 'Admin', draw: (of) => adminMessage(of.known.profile.command, words) },
  { name: 'Admin, unknown word', draw: (of) => adminMessage(of.known.profile.command, words, of.word) },
  { name: 'P5 Letters, fetching', draw: () => lettersSentence(fetching) },
  { name: 'P5 Letters, ended', draw: (of) => lettersWindow(page(of, 'failed'), reading) },
  { name: 'P5 Letters, unknown', draw: (of) => lettersWindow(page(of, 'unknown'), reading) },
  { name: 'P5 Letters, waiting', draw: (of) => lettersWindow(page(of, 'waiting'), reading) },
  { name: 'P5 Letters, called off, given up or marked', draw: (of) => lettersWindow(page(of, 'cancelled'), reading) },
  {
    name: 'P5 Letters, a page in the middle',
    draw: (of) =>
      lettersWindow({ ...page(of, 'failed'), place: { filter: 'failed', before: [anyId] }, more: true }, reading),
  },
  {
    name: 'P5 Letters, none of them',
    draw: (of) => lettersWindow({ ...page(of, 'unknown'), letters: [], more: false }, reading),
  },
  { name: 'P5 Letters, everything has arrived', draw: () => lettersWindow(arrived(now), reading) },
  { name: 'P5 Letters, everything arrived long ago', draw: () => lettersWindow(arrived(longAgo), reading) },
  { name: 'P5 Letters, none yet', draw: () => lettersWindow(arrived(undefined), reading) },
  {
    name: 'P5 Letters, changed elsewhere',
    draw: () => lettersWindow(arrived(now), reading, changedSentence(now, reading)),
  },
  {
    name: 'P5 Letters, changed elsewhere on another day',
    draw: () => lettersWindow(arrived(now), reading, changedSentence(longAgo, reading)),
  },
  {
    name: 'P5 Letters, all changed elsewhere',
    draw: () => lettersWindow(arrived(now), reading, changedSentence(undefined, reading)),
  },
  ...(['again', 'sent', 'give-up'] as const).map((deed) => ({
    name: `P5 Letters, done: ${deed}`,
    draw: () => lettersWindow(arrived(now), reading, doneSentence(deed, 'U0IVANPET')),
  })),
  {
    name: 'P5 Letters, all tried again',
    draw: ({ size }) => lettersWindow(arrived(now), reading, retriedSentence(counts[size].failed)),
  },
  { name: 'P5 Letters, no admin any more', draw: () => lettersSentence(noAdminAnyMore) },
  { name: 'P5 Letters, details of one that is gone', draw: () => lettersSentence(letterGone) },
  {
    name: 'P5 Letter, details',
    draw: (of) => letterWindow({ ...letter(of, 'failed', 1), expiresAt: now }, reading),
  },
  {
    name: 'P5 Letter, details, not tried yet',
    draw: (of) => letterWindow({ ...letter(of, 'waiting', 0), attempts: 0 }, reading),
  },
  {
    name: 'C4 Not started',
    draw: () =>
      overdueMessage({ what: 'The nightly clean-up', holds: 'Nothing has been deleted.' }, longAgo, 'K7QX-24', reading),
  },
]

const reading = { zone, now }
const words = [
  {
    word: 'people',
    does: 'shows who is in the check-in',
    button: { actionId: people.open, text: 'People', value: 'x' },
  },
  { word: 'enrol', does: 'takes people into the check-in: `@ivan`, `#channel` or `everyone`' },
  { word: 'remove', does: 'takes people out of it: `@ivan`; their levels stay theirs' },
  { word: 'import', does: 'checks a list of who leads whom, and takes it over' },
  {
    word: 'round',
    does: 'shows the check-in that runs, and what would be sent',
    button: { actionId: rounds.open, text: 'Check-in', value: 'x' },
  },
  {
    word: 'schedule',
    does: 'shows and changes when check-ins open',
    button: { actionId: schedule.open, text: 'Schedule', value: 'x' },
  },
  { word: 'appoint', does: 'makes somebody an admin: `@ivan`' },
  { word: 'dismiss', does: 'ends that: `@ivan`' },
  {
    word: 'settings',
    does: 'shows and changes what holds for everybody',
    button: { actionId: programme.open, text: 'Programme settings' },
  },
  {
    word: 'audit',
    does: 'shows who read, changed or took what',
    button: { actionId: audit.open, text: 'Audit log' },
  },
  {
    word: 'letters',
    does: 'shows what has not arrived',
    button: { actionId: undelivered.open, text: 'Undelivered letters' },
  },
]
const everything = new Set([
  'files:write',
  'im:write',
  'im:history',
  'files:read',
  'channels:read',
  'groups:read',
  'users.profile:read',
])

function welcomed({ workspace, known: { profile } }: Subject) {
  return {
    workspaceName: workspace,
    command: profile.command,
    people: { actionId: enrol.open, value: profile.skill },
    managers: { actionId: managers.open, value: profile.skill },
    schedule: { actionId: schedule.open, value: profile.skill },
    firstOpening: 'the first check-in would open Fri 1 Jan 2027, with messages from Mon 4 Jan',
    browse: { actionId: assessment.browse, value: profile.skill },
  }
}

const counts: Readonly<Record<Subject['size'], Readonly<Record<Filter, number>>>> = {
  smallest: { failed: 1, unknown: 1, waiting: 1, cancelled: 1 },
  usual: { failed: 7, unknown: 2, waiting: 52, cancelled: 3 },
  largest: { failed: 99_999, unknown: 99_999, waiting: 99_999, cancelled: 99_999 },
}

function arrived(lastSentAt: Date | undefined): LettersPage {
  const amounts = { failed: 0, unknown: 0, waiting: 0, cancelled: 0, lastSentAt }
  return { place: { filter: 'failed', before: [] }, amounts, letters: [], more: false }
}

function page(of: Subject, filter: Filter): LettersPage {
  const amounts = counts[of.size]
  const letters = Array.from({ length: Math.min(amounts[filter], pageSize) }, (_, at) => letter(of, filter, at))
  const more = amounts[filter] > pageSize
  return { place: { filter, before: [] }, amounts: { ...amounts, lastSentAt: longAgo }, letters, more }
}

function letter({ size }: Subject, filter: Filter, at: number): LetterShown {
  const reasons = { smallest: ['account_closed'], usual: ['account_closed', 'http_500', 'expired'], largest: [longest] }
  const [attempts, reason] = [at % 4, reasons[size][at % reasons[size].length]]
  const states = {
    failed: 'failed',
    unknown: 'unknown',
    waiting: at % 5 === 4 ? 'sending' : 'planned',
    cancelled: 'cancelled',
  } as const
  return {
    id: anyId,
    name: size === 'largest' ? `<&>${'x'.repeat(77)}` : 'welcome',
    state: states[filter],
    slackId: size !== 'usual' || at % 7 < 6 ? 'U0IVANPET' : undefined,
    attempts: size === 'largest' ? 99_999 : attempts,
    reason: filter === 'waiting' ? (at % 2 === 0 ? 'night' : undefined) : filter === 'unknown' ? 'no_answer' : reason,
    createdAt: longAgo,
    changedAt: at % 2 === 0 ? now : longAgo,
    notBefore: filter === 'waiting' && at % 2 === 0 ? new Date('2026-11-24T08:00:00Z') : longAgo,
    expiresAt: undefined,
  }
}

const longest = 'restricted_action_non_threadable_channel_'.repeat(2)
