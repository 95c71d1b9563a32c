import { daysLater, usualHours } from '../../../src/calendar.ts'
import { deeds, type RoundSeen, type Seen } from '../../../src/check-in/admin/flow.ts'
import type { Preview, PreviewedPart } from '../../../src/check-in/admin/flow-preview.ts'
import type { Present } from '../../../src/check-in/admin/flow-schedule.ts'
import { testMessage } from '../../../src/check-in/admin/flow-test.ts'
import {
  fetchingSchedule,
  notSavedSentence,
  savedSentence,
  savingSchedule,
  scheduleSentence,
  scheduleWindow,
} from '../../../src/check-in/admin/form.ts'
import { roundIds } from '../../../src/check-in/admin/ids.ts'
import { type Filter, filters, type Numbers, pageSize } from '../../../src/check-in/admin/rules.ts'
import { presets } from '../../../src/check-in/admin/rules-schedule.ts'
import {
  changedBefore,
  doneSentence,
  fetchingRound,
  notStarted,
  roundSentence,
  roundWindow,
  startButton,
  startedSentence,
  testComing,
  whyWindow,
} from '../../../src/check-in/admin/views.ts'
import {
  listAttached,
  listComing,
  listGone,
  listNotAttached,
  listNotSent,
  listPart,
  listSaid,
  listTooLarge,
  listUnderWay,
  onlyATest,
} from '../../../src/check-in/admin/views-csv.ts'
import {
  fetchingPreview,
  nothingToPreview,
  previewSentence,
  previewWindow,
} from '../../../src/check-in/admin/views-preview.ts'
import {
  closedMessage,
  notOpenedMessage,
  openedMessage,
  type Reported,
} from '../../../src/check-in/admin/views-reports.ts'
import type { LeftOut, RoundState } from '../../../src/check-in/rules.ts'
import type { Question } from '../../../src/check-in/views.ts'
import { noAdminAnyMore } from '../../../src/directory/admins/views.ts'
import { changedBeforeSentence } from '../../../src/directory/programme/views.ts'
import { ids as undelivered } from '../../../src/ops/form-letters.ts'
import { reasonWords } from '../../../src/ops/reasons.ts'
import { overdueMessage } from '../../../src/ops/views-overdue.ts'
import { anybody } from '../../../src/slack/guard.ts'
import { button } from '../../../src/slack/kit.ts'
import type { Situation } from './situations.ts'
import { anyId, longAgo, now, type Subject, zone } from './subjects.ts'

const states: readonly RoundState[] = ['planning', 'open', 'paused', 'closed', 'cancelled']

/** What whoever runs check-ins meets: rounds, what would be sent, when they open, and what is told of them. */
export const checkInAdmin: readonly Situation[] = [
  { name: 'C5 Round, fetching', draw: () => roundSentence(fetchingRound) },
  { name: 'C5 Round, none yet', draw: (of) => roundWindow({ ...at(of), seen: undefined }, reported(of)) },
  {
    name: 'C5 Round, none yet and nobody in it',
    draw: (of) =>
      roundWindow({ ...at(of), seen: undefined, enrolled: 0 }, reported(of), notStarted['nobody-takes-part']),
  },
  ...states.map((state) => ({
    name: `C5 Round, ${state}`,
    draw: (of: Subject) => roundWindow(at(of, state), reported(of)),
  })),
  ...deeds.map((deed) => ({
    name: `C5 Round, done: ${deed}`,
    draw: (of: Subject) => roundWindow(at(of), reported(of), doneSentence(deed, seen(of), labelOf(of))),
  })),
  { name: 'C5 Round, changed elsewhere', draw: (of) => roundWindow(at(of), reported(of), changedBefore) },
  {
    name: 'C5 Round, started',
    draw: (of) => roundWindow(at(of), reported(of), startedSentence(name(of), labelOf(of))),
  },
  { name: 'C5 Round, runs already', draw: (of) => roundWindow(at(of), reported(of), notStarted['runs-already']) },
  { name: 'C5 Round, over at once', draw: (of) => roundWindow(at(of), reported(of), notStarted['over-by-now']) },
  { name: 'C5 Round, a test is coming', draw: (of) => roundWindow(at(of), reported(of), testComing) },
  {
    name: 'C5 Round, list coming',
    draw: (of) => roundWindow(at(of), reported(of), listComing(counts[of.size].enrolled)),
  },
  { name: 'C5 Round, list on its way', draw: (of) => roundWindow(at(of), reported(of), listUnderWay) },
  { name: 'C5 Round, list not sent', draw: (of) => roundWindow(at(of), reported(of), listNotSent('K7QX-24')) },
  { name: 'C5 Round, list gone', draw: (of) => roundWindow(at(of), reported(of), listGone) },
  {
    name: 'C5 Round, list too large for messages',
    draw: (of) => roundWindow(at(of), reported(of), listTooLarge(of.contact ?? anybody)),
  },
  { name: 'C5 Round, no admin any more', draw: () => roundSentence(noAdminAnyMore) },
  { name: 'C4 Not started, why', draw: (of) => whyWindow({ ...at(of, 'closed'), nextAt: longAgo }, reported(of)) },
  { name: 'C4 Not started, why: it runs', draw: (of) => whyWindow(at(of), reported(of)) },
  { name: 'C4 Not started, why: nobody', draw: (of) => whyWindow({ ...at(of, 'closed'), enrolled: 0 }, reported(of)) },

  { name: 'C5 Preview, fetching', draw: () => previewSentence(fetchingPreview) },
  ...filters.map((filter) => ({
    name: `C5 Preview, ${filter}`,
    draw: (of: Subject) => previewWindow(preview(of, filter), previewed(of)),
  })),
  ...filters.map((filter) => ({
    name: `C5 Preview, ${filter}, none`,
    draw: (of: Subject) => previewWindow({ ...preview(of, filter), people: [] }, previewed(of)),
  })),
  {
    name: 'C5 Preview of a round that runs, a page in the middle',
    draw: (of) => {
      const shown = preview(of, 'everybody')
      return previewWindow({ ...shown, isToCome: false, place: { ...shown.place, page: 1 } }, previewed(of))
    },
  },
  {
    name: 'C5 Preview, somebody found',
    draw: (of) => {
      const { people, ...shown } = preview(of, 'everybody')
      const place = { ...shown.place, found: anyId }
      return previewWindow({ ...shown, place, people: people.slice(0, 1) }, previewed(of))
    },
  },
  {
    name: 'C5 Preview, nobody found',
    draw: (of) => {
      const shown = preview(of, 'everybody')
      return previewWindow({ ...shown, place: { ...shown.place, found: null }, people: [] }, previewed(of))
    },
  },
  {
    name: 'C5 Preview, everything has left',
    draw: (of) =>
      previewWindow(
        {
          ...preview(of, 'everybody'),
          isToCome: false,
          days: [],
          pace: undefined,
          people: preview(of, 'everybody').people.map((part) => ({ ...part, isSent: true })),
          round: { ...preview(of, 'everybody').round, settings: { reminders: [] } },
        },
        previewed(of),
      ),
  },
  { name: 'C5 Preview, over', draw: () => previewSentence(nothingToPreview) },
  { name: 'C5 Preview, no admin any more', draw: () => previewSentence(noAdminAnyMore) },

  { name: 'C5 Test', draw: (of) => testMessage(question(of)) },
  { name: 'C5 Test, no level yet', draw: (of) => testMessage({ ...question(of), standing: undefined }) },
  { name: 'C5 Test, a button of it', draw: () => onlyATest() },
  { name: 'C5 List, attached', draw: (of) => listAttached(name(of), now, zone) },
  { name: 'C5 List, not attached', draw: (of) => listNotAttached(name(of), now, zone) },
  { name: 'C5 List, a part', draw: (of) => listPart(name(of), ...parts[of.size], now, zone) },
  { name: 'C5 List, said beside a report', draw: (of) => listSaid(listComing(counts[of.size].enrolled)) },

  { name: 'C4 Opening', draw: (of) => openedMessage(seen(of), reported(of)) },
  { name: 'C4 Closing', draw: (of) => closedMessage(seen(of, 'closed'), reported(of)) },
  ...(['runs-already', 'over-by-now', 'nobody-takes-part'] as const).map((why) => ({
    name: `C4 Not opened: ${why}`,
    draw: (of: Subject) =>
      notOpenedMessage({ name: name(of), skill: of.known.profile.skill, dueAt: longAgo, why }, reported(of)),
  })),
  {
    name: 'C4 Not started, a check-in',
    draw: (of) =>
      overdueMessage(
        {
          what: `Check-in ${name(of)}`,
          holds: 'Nothing has been sent.',
          buttons: [
            startButton(of.known.profile.skill, undefined, 'Start it now'),
            button(roundIds.why, 'See why', { value: of.known.profile.skill }),
          ],
        },
        longAgo,
        'K7QX-24',
        { zone, now },
      ),
  },

  { name: 'P3 Schedule, fetching', draw: () => scheduleSentence(fetchingSchedule) },
  { name: 'P3 Schedule', draw: (of) => scheduleWindow(present(of), drawing(of)) },
  {
    name: 'P3 Schedule, changed elsewhere',
    draw: (of) =>
      scheduleWindow(present(of), {
        ...drawing(of),
        notice: changedBeforeSentence({ at: now, by: 'U0ANNALIND' }, zone, now),
      }),
  },
  { name: 'P3 Schedule, saving', draw: () => scheduleSentence(savingSchedule) },
  {
    name: 'P3 Schedule, saved',
    draw: () => scheduleSentence(savedSentence(new Date('2027-01-01T08:00:00Z'), zone, false, now)),
  },
  {
    name: 'P3 Schedule, saved while a round runs',
    draw: () => scheduleSentence(savedSentence(new Date('2027-01-01T08:00:00Z'), zone, true, now)),
  },
  {
    name: 'P3 Schedule, refused late',
    draw: () => scheduleSentence(notSavedSentence('“25” is not an hour; 0 to 23.')),
  },
  { name: 'P3 Schedule, no admin any more', draw: () => scheduleSentence(noAdminAnyMore) },
]

const longestZone = 'America/Argentina/ComodRivadavia'

function labelOf(of: Subject): string | undefined {
  return of.size === 'largest' ? of.known.profile.label : undefined
}

function name({ size }: Subject): string {
  return size === 'largest' ? '2026-Q4 (99)' : '2026-Q4'
}

function reported(of: Subject): Reported {
  return {
    zone: of.size === 'largest' ? longestZone : zone,
    now,
    label: labelOf(of),
    undelivered: undelivered.open,
    reasonWords,
  }
}

const why: readonly LeftOut[] = ['day-off', 'guest', 'closed', 'pause', 'no-working-day', 'left', 'stranger', 'bot']

const counts: Readonly<Record<Subject['size'], Numbers>> = {
  smallest: {
    enrolled: 1,
    invited: 1,
    leftOut: [],
    sent: 0,
    held: 1,
    lastAt: new Date('2026-11-23T10:00:00Z'),
    notDelivered: [],
    canBeTried: 0,
    stillRight: 0,
    updated: 0,
    firstLevel: 0,
    late: 0,
    skipped: 0,
    silent: 1,
  },
  usual: {
    enrolled: 412,
    invited: 388,
    leftOut: [
      { what: 'day-off', count: 9 },
      { what: 'guest', count: 7 },
      { what: 'closed', count: 4 },
      { what: 'no-working-day', count: 4 },
    ],
    sent: 301,
    held: 85,
    lastAt: new Date('2026-11-24T17:00:00Z'),
    notDelivered: [{ what: 'user_disabled', count: 2 }],
    canBeTried: 2,
    stillRight: 120,
    updated: 20,
    firstLevel: 8,
    late: 0,
    skipped: 11,
    silent: 227,
  },
  largest: {
    enrolled: 50_000,
    invited: 49_245,
    leftOut: why.map((what, at) => ({ what, count: 400 - at * 50 })),
    sent: 40_000,
    held: 9_000,
    lastAt: new Date('2027-01-29T17:00:00Z'),
    notDelivered: [
      ...['user_disabled', 'messages_tab_disabled', 'restricted_action', 'cannot_dm_bot', 'rate_limited', 'unknown'],
      ...['no_permission', 'is_archived', 'message_not_found', 'restricted_action_non_threadable_channel_'.repeat(2)],
    ].map((what, at) => ({ what, count: 60 - at })),
    canBeTried: 555,
    stillRight: 24_100,
    updated: 4_900,
    firstLevel: 1_512,
    late: 998,
    skipped: 1_101,
    silent: 16_079,
  },
}

const closedAt = new Date('2026-11-22T09:00:00Z')

function seen(of: Subject, state: RoundState = 'open'): RoundSeen {
  const numbers = counts[of.size]
  const isOver = state === 'closed' || state === 'cancelled'
  return {
    round: {
      workspaceId: 'T0HARBOUR',
      id: anyId,
      skill: of.known.profile.skill,
      name: name(of),
      state,
      profileVersion: 1,
      opensAt: daysLater(now, -8),
      closesAt: daysLater(now, of.size === 'largest' ? 72 : 6),
      closedAt: isOver ? closedAt : undefined,
      settledAt: isOver ? closedAt : undefined,
      settings: { reminders: [3, 7, 12] },
      plannedTo: undefined,
    },
    numbers,
    before: of.size === 'smallest' ? undefined : numbers,
  }
}

function at(of: Subject, state: RoundState = 'open'): Seen {
  return {
    skill: of.known.profile.skill,
    zone: of.size === 'largest' ? longestZone : zone,
    seen: seen(of, state),
    enrolled: counts[of.size].enrolled,
    nextAt: new Date('2027-01-01T08:00:00Z'),
  }
}

function previewed(of: Subject) {
  return { zone: of.size === 'largest' ? longestZone : zone, now, place: zone, label: labelOf(of) }
}

function preview(of: Subject, filter: Filter): Preview {
  const { enrolled } = counts[of.size]
  const amounts = {
    everybody: enrolled,
    'with-level': Math.floor(enrolled * 0.9),
    'no-level': Math.ceil(enrolled * 0.05),
    'left-out': Math.floor(enrolled * 0.05),
  }
  const { round } = seen(of)
  return {
    place: { skill: round.skill, filter, page: 0 },
    round: { ...round, opensAt: new Date('2027-01-01T08:00:00Z') },
    isToCome: true,
    amounts,
    people: Array.from({ length: Math.min(amounts[filter], pageSize) }, (_, nth) => part(of, filter, nth)),
    days: days(of),
    pace: { until: new Date('2027-01-04T12:42:00Z'), longest: of.size === 'largest' ? 167 : 1 },
    perMinute: 300,
    zone,
  }
}

function days({ size }: Subject): Preview['days'] {
  const { length, hours } = {
    smallest: { length: 1, hours: 1 },
    usual: { length: 2, hours: 3 },
    largest: { length: 60, hours: 24 },
  }[size]
  return Array.from({ length }, (_, nth) => ({
    day: '2027-01-04',
    at: daysLater(new Date('2027-01-04T08:00:00Z'), nth),
    count: hours * (size === 'largest' ? 9_999 : 1),
    hours: Array.from({ length: hours }, (__, hour) => ({
      hour: hours === 24 ? hour : 9 + hour,
      count: size === 'largest' ? 9_999 : 1,
    })),
  }))
}

function part({ size }: Subject, filter: Filter, nth: number): PreviewedPart {
  const isLeftOut = filter === 'left-out' || (filter === 'everybody' && nth % 5 === 4)
  return {
    personId: anyId,
    slackId: size === 'largest' ? 'W0123456789' : 'U0IVANPET',
    zone: size === 'largest' ? longestZone : 'Europe/Warsaw',
    at: isLeftOut ? undefined : new Date('2027-01-04T08:00:00Z'),
    leftOut: isLeftOut ? why[nth % why.length] : undefined,
    isSent: size === 'usual' && nth % 7 === 3,
    hasLevel: filter === 'with-level' || (filter !== 'no-level' && nth % 3 !== 2),
  }
}

function question(of: Subject): Question {
  return {
    profile: of.known.profile,
    round: seen(of).round,
    standing: of.standing,
    choices: ['tomorrow', 'three-days', 'week'],
    because: { kind: 'admin', slackId: 'U0ANNALIND' },
    questionOnly: false,
    zone,
    now,
  }
}

const parts: Readonly<Record<Subject['size'], readonly [part: string, nth: number, of: number]>> = {
  smallest: ['name,id,outcome\r\n', 1, 1],
  usual: ['name,id,outcome\r\nIvan Petrenko,U0IVANPET,still right\r\n', 1, 3],
  largest: ['ü'.repeat(3_500), 10, 10],
}

const plans: Readonly<Record<Subject['size'], Present['plan']>> = {
  smallest: { cron: presets['quarter-monday'], zone: 'UTC', hours: usualHours, reminders: [], close: 2 },
  usual: { cron: presets['quarter-day'], zone, hours: usualHours, reminders: [3, 7, 12], close: 14 },
  largest: {
    cron: '30 2 28-31 JAN,MAR,MAY,JUL,AUG,OCT,NOV,DEC *',
    zone: longestZone,
    hours: { from: 0, to: 1_440, days: 0b1010101 },
    reminders: [77, 78, 79],
    close: 80,
  },
}

function present({ size }: Subject): Present {
  return {
    plan: plans[size],
    holidays: new Set(size === 'smallest' ? [] : ['2027-01-01', '2027-01-30']),
    nextAt: new Date('2027-01-01T08:00:00Z'),
  }
}

function drawing(of: Subject) {
  return { skill: of.known.profile.skill, label: labelOf(of), now }
}
