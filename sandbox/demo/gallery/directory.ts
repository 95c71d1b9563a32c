import type { Counted } from '../../../src/directory/rules-own-data.ts'
import { notForThem } from '../../../src/directory/views.ts'
import {
  erasedBefore,
  erasedMessage,
  erasureQuestion,
  everythingKept,
  exportAttached,
  exportComing,
  exportNotAttached,
  exportNotSent,
  exportPart,
  exportTooLarge,
  exportUnderWay,
  nothingStored,
  onlyAMark,
  ownDataWindow,
  questionLapsed,
  reading,
  titles,
} from '../../../src/directory/views-own-data.ts'
import { ids as home } from '../../../src/home/slack.ts'
import { anybody } from '../../../src/slack/guard.ts'
import type { Message } from '../../../src/slack/kit.ts'
import type { Situation } from './situations.ts'
import { anyId, longAgo, now, place, type Subject, zone } from './subjects.ts'

const words = {
  coming: (of: Subject) => exportComing('x'.repeat({ smallest: 1, usual: 14_000, largest: 9_876_543 }[of.size])),
  underWay: () => exportUnderWay(),
  tooLarge: (of: Subject) => exportTooLarge(of.contact ?? anybody),
  brokenOff: (of: Subject) => exportNotSent(of.known.profile.command, of.contact ?? anybody, 'K7QX-24'),
  nothing: () => nothingStored(),
  mark: (of: Subject) => onlyAMark(of.known.profile.command),
  notForThem: (of: Subject) => notForThem(of.workspace),
  question: (of: Subject) => erasureQuestion(amounts(of), { personId: anyId, askedAt: now }),
  lapsed: (of: Subject) => questionLapsed(place, of.known.profile.command, home.open),
  done: (of: Subject) => erasedMessage(amounts(of), of.known.profile.command),
  doneBefore: (of: Subject) => erasedBefore({ at: longAgo, zone, marked: true }, of.known.profile.command),
  kept: () => everythingKept(),
} satisfies Record<string, (of: Subject) => Message>

const parts: Readonly<Record<Subject['size'], readonly [part: string, nth: number, of: number]>> = {
  smallest: ['{}\n', 1, 1],
  usual: ['{\n  "format": "nats-level-export/1",\n  "assessments": []\n}\n', 1, 3],
  largest: ['ü'.repeat(3_500), 10, 10],
}

const inAWindow: Readonly<Record<keyof typeof words, string>> = {
  coming: 'Export, coming',
  underWay: 'Export, under way',
  tooLarge: 'Export, too large',
  brokenOff: 'Export, broken off',
  nothing: 'Export or forget, nothing stored',
  mark: 'Export or forget, after erasing',
  notForThem: 'Export or forget, not for them',
  question: 'Forget, the question',
  lapsed: 'Forget, the question lapsed',
  done: 'Forget, done',
  doneBefore: 'Forget, done before',
  kept: 'Forget, kept',
}

/** What somebody meets who takes their data along, or erases it. */
export const directory: readonly Situation[] = [
  { name: 'Export, coming', draw: words.coming },
  { name: 'Export, attached', draw: () => exportAttached(now, zone) },
  { name: 'Export, not attached', draw: () => exportNotAttached(now, zone) },
  { name: 'Export, a part', draw: ({ size }) => exportPart(...parts[size], now, zone) },
  { name: 'Export, under way', draw: words.underWay },
  { name: 'Export, too large', draw: words.tooLarge },
  { name: 'Export, broken off', draw: words.brokenOff },
  { name: 'Export or forget, nothing stored', draw: words.nothing },
  { name: 'Export or forget, after erasing', draw: words.mark },
  { name: 'Not for them', draw: words.notForThem },
  { name: 'Not for them, in a workspace without a known name', draw: () => notForThem(undefined) },
  { name: 'Not for them any more', draw: (of) => notForThem(of.workspace, { stored: true }) },
  { name: 'Forget, the question', draw: words.question },
  { name: 'Forget, the question lapsed', draw: words.lapsed },
  { name: 'Forget, done', draw: words.done },
  { name: 'Forget, done before', draw: words.doneBefore },
  {
    name: 'Forget, done before they started anew',
    draw: (of) => erasedBefore({ at: longAgo, zone, marked: false }, of.known.profile.command),
  },
  { name: 'Forget, kept', draw: words.kept },
  { name: 'Own data, in a window, fetching', draw: () => ownDataWindow(titles.exporting, reading()) },
  ...inWindows(titles.exporting, ['coming', 'underWay', 'tooLarge', 'brokenOff', 'nothing', 'mark', 'notForThem']),
  ...inWindows(titles.erasing, ['question', 'lapsed', 'done', 'doneBefore', 'kept']),
]

function inWindows(title: string, which: readonly (keyof typeof words)[]): readonly Situation[] {
  return which.map((word) => ({
    name: `${inAWindow[word]}, in a window`,
    draw: (of) => ownDataWindow(title, words[word](of).blocks),
  }))
}

function amounts({ size }: Subject): readonly Counted[] {
  const [assessments, notes, drafts] = { smallest: [0, 0, 0], usual: [14, 9, 1], largest: [1_234_567, 1_234_567, 100] }[
    size
  ]
  return [
    { count: assessments ?? 0, one: '1 assessment', many: 'assessments' },
    { count: notes ?? 0, one: '1 note', many: 'notes' },
    { count: drafts ?? 0, one: 'a draft', many: 'drafts' },
  ]
}
