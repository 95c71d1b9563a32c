import { noAdminAnyMore } from '../../../src/directory/admins/views.ts'
import { acts, type Filter, filters, firstPlace, type Line, pageSize } from '../../../src/directory/audit/rules.ts'
import {
  comingAlready,
  fetching,
  linesAttached,
  linesComing,
  linesNotAttached,
  linesPart,
  linesTooLarge,
  logSentence,
  logWindow,
  readersSentence,
  readersWindow,
} from '../../../src/directory/audit/views.ts'
import { anybody } from '../../../src/slack/guard.ts'
import type { Situation } from './situations.ts'
import { anyId, longAgo, now, type Subject, zone } from './subjects.ts'

/** Who read, changed or took what: the admins’ log, and everybody’s own lines of it. */
export const directoryAudit: readonly Situation[] = [
  { name: 'P6 Audit log, fetching', draw: () => logSentence(fetching) },
  ...filters.map((filter) => ({
    name: `P6 Audit log, ${filter}`,
    draw: (of: Subject) => logWindow(page(of, filter), { zone }),
  })),
  {
    name: 'P6 Audit log, about somebody',
    draw: (of) =>
      logWindow({ ...page(of, 'reads'), place: { ...firstPlace, about: anyId }, about: 'U0IVANPET' }, { zone }),
  },
  {
    name: 'P6 Audit log, a page in the middle',
    draw: (of) => logWindow({ ...page(of, 'everything'), place: middle, more: true }, { zone }),
  },
  ...filters.map((filter) => ({
    name: `P6 Audit log, ${filter}, none`,
    draw: () => logWindow({ place: { ...firstPlace, filter }, lines: [], more: false, about: undefined }, { zone }),
  })),
  {
    name: 'P6 Audit log, CSV coming',
    draw: (of) => logWindow(page(of, 'reads'), { zone }, linesComing(counts[of.size], 50_000)),
  },
  { name: 'P6 Audit log, CSV coming already', draw: (of) => logWindow(page(of, 'reads'), { zone }, comingAlready) },
  {
    name: 'P6 Audit log, CSV too large for messages',
    draw: (of) => logWindow(page(of, 'reads'), { zone }, linesTooLarge(of.contact ?? anybody)),
  },
  { name: 'P6 Audit log, no admin any more', draw: () => logSentence(noAdminAnyMore) },
  { name: 'P6 Audit log, CSV, attached', draw: () => linesAttached(now, zone) },
  { name: 'P6 Audit log, CSV, not attached', draw: () => linesNotAttached(now, zone) },
  { name: 'P6 Audit log, CSV, a part', draw: ({ size }) => linesPart(...parts[size], now, zone) },
  { name: 'Who has seen my level, fetching', draw: () => readersSentence(fetching) },
  {
    name: 'Who has seen my level, nobody',
    draw: () => readersWindow({ place: { before: [] }, lines: [], more: false }, { zone }),
  },
  {
    name: 'Who has seen my level',
    draw: (of) => readersWindow({ place: { before: [] }, lines: looks(of), more: of.size === 'largest' }, { zone }),
  },
  {
    name: 'Who has seen my level, a page in the middle',
    draw: (of) => readersWindow({ place: { before: [anyId] }, lines: looks(of), more: true }, { zone }),
  },
]

const middle = { ...firstPlace, before: [anyId] }
const counts: Readonly<Record<Subject['size'], number>> = { smallest: 1, usual: 638, largest: 50_000 }
const parts: Readonly<Record<Subject['size'], readonly [part: string, nth: number, of: number]>> = {
  smallest: ['time (UTC),by\r\n', 1, 1],
  usual: ['time (UTC),by,by (Slack id)\r\n2026-11-23T09:00:00.000Z,Anna,U0ANNALIND\r\n', 1, 3],
  largest: ['ü'.repeat(3_500), 10, 10],
}

const rights = ['manager', 'mentor', 'admin', 'opened-to', 'skip-level']

function page(of: Subject, filter: Filter) {
  const more = of.size === 'largest'
  return { place: { ...firstPlace, filter }, lines: linesOf(of, filter), more, about: undefined }
}

/** Of the smallest one; of the others as many as a page holds, each act among everything once at least. */
function linesOf({ size }: Subject, filter: Filter): readonly Line[] {
  const usual = filter === 'everything' ? acts.length : 8
  const count = { smallest: 1, usual, largest: pageSize }[size]
  return Array.from({ length: count }, (_, at) => {
    const act =
      filter === 'everything' ? (acts[at] ?? 'read.level') : (actsIn[filter][at % actsIn[filter].length] ?? '')
    return line(size, act, at)
  })
}

const actsIn: Readonly<Record<Exclude<Filter, 'everything'>, readonly string[]>> = {
  reads: ['read.level'],
  'admin-acts': ['admin.appoint', 'enrol.add', 'import.apply', 'letters.retry'],
  'own-acts': ['enrol.join', 'manager.name', 'manager.dispute', 'person.erased'],
  exports: ['export.own', 'export.people', 'export.audit'],
}

function looks({ size }: Subject): readonly Line[] {
  const count = { smallest: 1, usual: 7, largest: pageSize }[size]
  return Array.from({ length: count }, (_, at) => line(size, at % 7 === 6 ? 'export.own' : 'read.level', at))
}

function line(size: Subject['size'], act: string, at: number): Line {
  const anna = { slackId: 'U0ANNALIND', name: 'Anna' }
  const ivan = { slackId: at % 9 === 8 ? null : 'U0IVANPET', name: at % 9 === 8 ? null : 'Ivan' }
  const many = size === 'largest' && act.startsWith('enrol')
  return {
    id: anyId,
    at: at % 2 === 0 ? now : longAgo,
    act: size === 'largest' && at === 19 ? `<&>${'x'.repeat(77)}` : act,
    actor: at % 7 === 6 ? null : anna,
    subjects: many ? [ivan, anna, ivan] : [ivan, anna].slice(0, act.startsWith('manager.') ? 2 : 1),
    people: many ? 50_000 : act.startsWith('manager.') ? 2 : 1,
    detail: detailOf(act, at),
  }
}

function detailOf(act: string, at: number): Line['detail'] {
  if (act === 'manager.name')
    return { what: ['in-force', 'waiting', 'removed', 'taken back'][Math.floor(at / 4) % 4] ?? '' }
  return act === 'read.level' ? { as: rights[at % rights.length] ?? '' } : null
}
