import { historyLines, pageOf, pathOf } from '../../../src/assessment/rules.ts'
import { type Other, recordOfMessage } from '../../../src/assessment/views-others.ts'
import {
  fetchingWindow,
  historyMessage,
  nextMessage,
  noSuchNameMessage,
  nothingToShowMessage,
  nothingYetMessage,
  oneNameMessage,
  readingWindow,
  recordMessage,
  stillRightMessage,
} from '../../../src/assessment/views-reading.ts'
import { nobodyElse } from '../../../src/directory/rules.ts'
import { notForThem } from '../../../src/directory/views.ts'
import type { Message } from '../../../src/slack/kit.ts'
import type { Situation } from './situations.ts'
import { longAgo, now, type Subject, somebody, standingAt, zone } from './subjects.ts'

/** What people read about themselves, in messages and in windows. */
export const assessmentReading: readonly Situation[] = [
  { name: 'Show', draw: record },
  { name: 'Show, a record of long ago', draw: oldRecord },
  { name: 'Show, in a window', draw: (of) => readingWindow('Your record', record(of)) },
  { name: 'Show, a record of long ago, in a window', draw: (of) => readingWindow('Your record', oldRecord(of)) },
  { name: 'Still right', draw: stillRight },
  { name: 'Still right, in a window', draw: (of) => readingWindow('Your record', stillRight(of)) },
  { name: 'History, newest page', draw: (of) => history(of, 0) },
  { name: 'History, oldest page', draw: (of) => history(of, 1_000) },
  { name: 'History, in a window', draw: (of) => readingWindow('Your history', history(of, 10)) },
  { name: 'Next', draw: next },
  { name: 'Next, nothing missing', draw: (of) => nextMessage(of.known.profile, standingAt(of, 1, 2)) },
  {
    name: 'Next, the last level',
    draw: (of) => nextMessage(of.known.profile, standingAt(of, of.known.profile.levels.length, 1)),
  },
  { name: 'Next, in a window', draw: (of) => readingWindow('What comes next', next(of)) },
  { name: 'Nothing on record', draw: ({ known }) => nothingYetMessage(known.profile) },
  {
    name: 'Nothing on record, in a window',
    draw: ({ known }) => readingWindow('Your record', nothingYetMessage(known.profile)),
  },
  { name: 'Fetching, in a window', draw: () => fetchingWindow('Your record') },
  { name: 'Not for them, in a window', draw: (of) => readingWindow('Your record', notForThem(of.workspace)) },
  {
    name: 'Show, opened to one person',
    draw: (of) => record({ ...of, seenBy: { ...nobodyElse, openedTo: 1 } }),
  },
  { name: 'Show somebody, as their manager', draw: (of) => other(of, { as: 'manager' }) },
  {
    name: 'Show somebody, as their manager who may read notes',
    draw: (of) => other(of, { as: 'manager', parts: allParts }),
  },
  { name: 'Show somebody, as their mentor', draw: (of) => other(of, { as: 'mentor', parts: allParts }) },
  { name: 'Show somebody, as an admin', draw: (of) => other(of, { as: 'admin' }) },
  {
    name: 'Show somebody who opened it to the reader',
    draw: (of) => other(of, { as: 'opened-to', openedUntil: '2027-01-21' }),
  },
  {
    name: 'Show somebody, a record of long ago',
    draw: (of) => other(of, { standing: { ...of.standing, saidAt: longAgo, givenAt: longAgo } }),
  },
  { name: 'Show somebody, nothing missing', draw: (of) => other(of, { standing: standingAt(of, 1, 2) }) },
  {
    name: 'Show somebody, the last level',
    draw: (of) => other(of, { standing: standingAt(of, of.known.profile.levels.length, 1) }),
  },
  { name: 'Show somebody, nothing to show', draw: (of) => nothingToShowMessage(somebody, of.name) },
  { name: 'Show nobody', draw: (of) => noSuchNameMessage(of.name) },
  { name: 'Show several', draw: ({ known }) => oneNameMessage(known.profile.command) },
]

function record({ known, standing, seenBy }: Subject): Message {
  return recordMessage(known.profile, { standing, seenBy, zone }, now)
}

function oldRecord({ known, standing, seenBy }: Subject): Message {
  const old = { ...standing, saidAt: longAgo, givenAt: longAgo }
  return recordMessage(known.profile, { standing: old, seenBy, zone }, now)
}

function stillRight({ known, standing }: Subject): Message {
  return stillRightMessage(known.profile, standing, zone)
}

function next({ known, standing }: Subject): Message {
  return nextMessage(known.profile, standing)
}

function history({ known, entries }: Subject, start: number): Message {
  const page = pageOf(historyLines(known.profile, entries), start, 10)
  return historyMessage(known.profile, pathOf(entries), page, zone)
}

const allParts: Other['parts'] = new Set(['level', 'items', 'topics', 'note'])
const withoutNote: Other['parts'] = new Set(['level', 'items', 'topics'])

function other({ known, name, standing }: Subject, change: Partial<Other>): Message {
  const seen: Other = {
    slackId: 'U0IVANPET',
    name: name.slice(1),
    standing,
    as: 'manager',
    parts: withoutNote,
    openedUntil: undefined,
    ...change,
  }
  return recordOfMessage(known.profile, seen, zone, now)
}
