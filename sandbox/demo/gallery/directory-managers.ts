import { noAdminAnyMore } from '../../../src/directory/admins/views.ts'
import { readSoFar } from '../../../src/directory/enrolment/views-list.ts'
import type { Checked } from '../../../src/directory/managers/flow-import.ts'
import { importForm, importSentence, importWindow } from '../../../src/directory/managers/form-import.ts'
import type { CurrentManager, ManagerLink, Source } from '../../../src/directory/managers/rules.ts'
import type { Change, Reason, Refused } from '../../../src/directory/managers/rules-import.ts'
import {
  circleMessage,
  disputedMessage,
  managerAskedMessage,
  managerBlocks,
  managerNowMessage,
  managerToldMessage,
  managerWindow,
  notForYouToSettle,
  settledMeanwhile,
  settledMessage,
} from '../../../src/directory/managers/views.ts'
import {
  appliedSentence,
  applying,
  fileGone,
  importChanged,
  importOver,
  reading,
  reportAttached,
  reportComing,
  reportNotAttached,
  reportNotSent,
  reportPart,
  reportTooLarge,
  reportUnderWay,
} from '../../../src/directory/managers/views-import.ts'
import { notForThem } from '../../../src/directory/views.ts'
import { homeOf } from '../../../src/home/views.ts'
import { anybody } from '../../../src/slack/guard.ts'
import type { Message } from '../../../src/slack/kit.ts'
import type { Situation } from './situations.ts'
import { anyId, longAgo, now, type Subject, zone } from './subjects.ts'

const said = {
  'Not my manager, noted': () => disputedMessage('U0ANNALIND'),
  'Not my manager, somebody else by now': () => managerNowMessage(current(link('csv'))),
  'Not my manager, nobody by now': () => managerNowMessage(current(undefined)),
  'A manager confirmed by themselves': () => settledMessage('confirmed', link('self'), 'U0ANNALIND'),
  'A manager confirmed by an admin': () => settledMessage('confirmed', link('self'), 'U0MARIAKOW'),
  'A manager refused by themselves': () => settledMessage('refused', link('self'), 'U0ANNALIND'),
  'A manager refused by an admin': () => settledMessage('refused', link('self'), 'U0MARIAKOW'),
  'A manager settled meanwhile': () => settledMeanwhile(),
  'A manager not for them to settle': () => notForYouToSettle(),
  'A manager who would close a circle': (of) => circleMessage(way(of).way),
} satisfies Record<string, (of: Subject) => Message>

/** What people meet about who leads whom, and admins who bring it in. */
export const directoryManagers: readonly Situation[] = [
  ...(['csv', 'profile', 'self'] as const).map((source) => ({
    name: `A manager on record, from ${source}`,
    draw: (of: Subject) => managerToldMessage(link(source), of.name, zone),
  })),
  { name: 'Named as a manager', draw: (of) => managerAskedMessage(link('self'), of.name) },
  ...Object.entries(said).flatMap(([name, draw]) => [
    { name, draw },
    { name: `${name}, in a window`, draw: (of: Subject) => managerWindow(draw(of)) },
  ]),
  { name: 'A manager, not for guests, in a window', draw: (of) => managerWindow(notForThem(of.workspace)) },
  {
    name: 'Home, a manager on record',
    draw: (of) => homeOf([managerBlocks(current(link('csv')), [], zone)], of.contact),
  },
  {
    name: 'Home, one manager named, another denied',
    draw: (of) =>
      homeOf(
        [managerBlocks({ inForce: undefined, waiting: link('self'), disputed: link('csv') }, [], zone)],
        of.contact,
      ),
  },
  {
    name: 'Home, named as a manager',
    draw: (of) => homeOf([managerBlocks(current(undefined), waiting[of.size].map(link), zone)], of.contact),
  },
  { name: 'P2 Import', draw: (of) => importForm({ skill: skillOf(of), hasFiles: true }) },
  { name: 'P2 Import, without files', draw: (of) => importForm({ skill: skillOf(of), hasFiles: false }) },
  { name: 'P2 Import, dry run', draw: (of) => importWindow(checked(of), carried(of)) },
  { name: 'P2 Import, changed meanwhile', draw: (of) => importWindow(checked(of), carried(of), importChanged) },
  {
    name: 'P2 Import, nothing to do',
    draw: (of) => importWindow({ ...checked(of), ready: [], refused: [] }, carried(of)),
  },
  { name: 'P2 Import, the report is coming', draw: (of) => importWindow(checked(of), carried(of), reportComing) },
  { name: 'P2 Import, the report is under way', draw: (of) => importWindow(checked(of), carried(of), reportUnderWay) },
  {
    name: 'P2 Import, the report is too large',
    draw: (of) => importWindow(checked(of), carried(of), reportTooLarge(of.contact ?? anybody)),
  },
  {
    name: 'P2 Import, the report broke off',
    draw: (of) => importWindow(checked(of), carried(of), reportNotSent('K7QX-24')),
  },
  { name: 'P2 Import, reading', draw: (of) => importSentence(reading, carried(of)) },
  { name: 'P2 Import, reading the members', draw: (of) => importSentence(readSoFar(amount(of)), carried(of)) },
  { name: 'P2 Import, under way', draw: (of) => importSentence(applying, carried(of)) },
  { name: 'P2 Import, done', draw: (of) => importSentence(appliedSentence(amount(of)), carried(of)) },
  { name: 'P2 Import, over', draw: (of) => importSentence(importOver, carried(of), true) },
  { name: 'P2 Import, the file is gone', draw: (of) => importSentence(fileGone(), carried(of), true) },
  { name: 'P2 Import, no admin any more', draw: (of) => importSentence(noAdminAnyMore, carried(of)) },
  { name: 'P2 Report, attached', draw: () => reportAttached(now, zone) },
  { name: 'P2 Report, not attached', draw: () => reportNotAttached(now, zone) },
  { name: 'P2 Report, a part', draw: ({ size }) => reportPart(...parts[size], now, zone) },
]

const parts: Readonly<Record<Subject['size'], readonly [part: string, nth: number, of: number]>> = {
  smallest: ['line,result\r\n', 1, 1],
  usual: ['2,would change,U0IVANPET01,U0ANNALIND,,\r\n', 1, 3],
  largest: ['ü'.repeat(3_500), 10, 10],
}

function link(source: Source): ManagerLink {
  return {
    personId: anyId,
    managerId: anyId,
    source,
    state: 'in-force',
    since: longAgo,
    person: { id: anyId, slackId: 'U0IVANPET' },
    manager: { id: anyId, slackId: 'U0ANNALIND' },
  }
}

const waiting: Readonly<Record<Subject['size'], readonly Source[]>> = {
  smallest: ['self'],
  usual: ['self', 'self'],
  largest: Array.from({ length: 300 }, () => 'self' as const),
}

function current(inForce: ManagerLink | undefined): CurrentManager {
  return { inForce, waiting: undefined, disputed: undefined }
}

function skillOf({ known: { profile } }: Subject): string {
  return profile.skill
}

function carried(of: Subject) {
  return { skill: skillOf(of), list: anyId }
}

function amount({ size }: Subject): number {
  return { smallest: 1, usual: 9_612, largest: 50_000 }[size]
}

function checked(of: Subject): Checked {
  const reasons = everyReason(of)
  const { ready, refused } = amounts[of.size]
  return {
    id: anyId,
    total: ready + refused,
    unchanged: 0,
    ready: Array.from({ length: ready }, (_, at): Change => change(of, at)),
    refused: Array.from({ length: refused }, (_, at): Refused => {
      return { line: at + 2, reason: reasons[at % reasons.length] ?? way(of) }
    }),
  }
}

const amounts: Readonly<Record<Subject['size'], { readonly ready: number; readonly refused: number }>> = {
  smallest: { ready: 1, refused: 0 },
  usual: { ready: 512, refused: 38 },
  largest: { ready: 25_000, refused: 25_000 },
}

function change({ size }: Subject, at: number): Change {
  const ids = size === 'largest' ? ['W01234567890', 'W01234567891'] : ['U0IVANPET', 'U0ANNALIND']
  const [person = '', manager = ''] = ids
  return { line: at + 2, person, manager, before: at % 2 === 0 ? null : 'U0PIOTRWAL' }
}

function way({ size }: Subject): Extract<Reason, { readonly why: 'circle' }> {
  const short = ['U0ANNALIND', 'U0PIOTRWAL', 'U0ANNALIND']
  const long = [...short, 'U0IVANPET', 'U0MARIAKOW', 'U0ANNALIND']
  return size === 'largest' ? { why: 'circle', way: long, people: 50_000 } : { why: 'circle', way: short, people: 2 }
}

function everyReason(of: Subject): readonly Reason[] {
  const found = of.size === 'largest' ? '<'.repeat(1_000) : 'U0123'
  const someone = 'U0IVANPET'
  return [
    { why: 'no-id', found: of.letters ? of.name : found },
    { why: 'columns', found: 3, expected: 2 },
    { why: 'columns', found: 1, expected: 5 },
    { why: 'too-long', found: 1_048_576 },
    { why: 'oneself', of: someone },
    { why: 'twice', of: someone, lines: of.size === 'largest' ? [49_998, 49_999, 50_000] : [203] },
    ...(['guest', 'bot', 'stranger', 'closed', 'forgotten', 'unknown'] as const).map(
      (kind): Reason => ({ why: 'not-a-member', of: someone, kind }),
    ),
    { why: 'denied', of: someone, manager: 'U0ANNALIND' },
    way(of),
  ]
}
