import type { Counted } from '../../src/directory/rules-own-data.ts'
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
  ids,
  nothingStored,
  onlyAMark,
  questionLapsed,
  reading,
} from '../../src/directory/views-own-data.ts'
import { ids as home } from '../../src/home/slack.ts'
import { modal } from '../../src/slack/kit.ts'
import type { Drawn } from './gallery.ts'

const zone = 'Europe/Berlin'
const now = new Date('2026-11-23T09:00:00Z')
const question = { personId: '00000000-0000-7000-8000-000000000000', askedAt: now }
const command = `/${'c'.repeat(31)}`
const admin = '<@U0000000000>'

/** What somebody meets who takes their data along, or erases it. */
export function ownDataViews(): Drawn[] {
  const of = (name: string, size: Drawn['size'], shown: Drawn['shown']): Drawn => ({ name, size, shown })
  return [
    of('export, coming', 'usual', exportComing('x'.repeat(14_000))),
    of('export, attached', 'usual', exportAttached(now, zone)),
    of('export, not attached', 'usual', exportNotAttached(now, zone)),
    of('export, a part', 'usual', exportPart('{\n  "format": "nats-level-export/1"\n}\n', 1, 1, now, zone)),
    of('export, a part', 'largest', exportPart('ü'.repeat(3_500), 10, 10, now, zone)),
    of('export, under way', 'usual', exportUnderWay()),
    of('export, too large', 'usual', exportTooLarge(admin)),
    of('export, broken off', 'largest', exportNotSent(command, admin, 'K7QX-24')),
    of('export or forget, nothing stored', 'smallest', nothingStored()),
    of('export or forget, after erasing', 'largest', onlyAMark(command)),
    of('forget, the question', 'smallest', erasureQuestion([], question)),
    of('forget, the question', 'usual', erasureQuestion(amounts(14, 9, 1), question)),
    of('forget, the question', 'largest', erasureQuestion(amounts(1_234_567, 1_234_567, 100), question)),
    of('forget, the question in a window', 'usual', windowOf(erasureQuestion(amounts(14, 9, 1), question).blocks)),
    of('forget, the question lapsed', 'usual', questionLapsed({ workspaceId: 'T0', appId: 'A0' }, command, home.open)),
    of('forget, done', 'smallest', erasedMessage([], command)),
    of('forget, done', 'usual', erasedMessage(amounts(14, 9, 1), command)),
    of('forget, done before', 'usual', erasedBefore({ at: now, zone, marked: true }, command)),
    of('forget, kept', 'usual', everythingKept()),
    of('own data, in a window', 'smallest', windowOf(reading())),
  ]
}

function windowOf(blocks: Parameters<typeof modal>[0]['blocks']) {
  return modal({ callbackId: ids.window, title: 'Erase your data', blocks })
}

function amounts(assessments: number, notes: number, drafts: number): Counted[] {
  return [
    { count: assessments, one: '1 assessment', many: 'assessments' },
    { count: notes, one: '1 note', many: 'notes' },
    { count: drafts, one: 'a draft', many: 'drafts' },
  ]
}
