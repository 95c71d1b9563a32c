import { noAdminAnyMore } from '../../../src/directory/admins/views.ts'
import type { PeoplePage } from '../../../src/directory/enrolment/flow-people.ts'
import { addForm, checkedForm, listSentence } from '../../../src/directory/enrolment/form.ts'
import type { List } from '../../../src/directory/enrolment/rules-list.ts'
import type { Amounts, Enrolled, Filter } from '../../../src/directory/enrolment/rules-people.ts'
import {
  addedSentence,
  addingPeople,
  channelsOff,
  listChanged,
  listOver,
  mayNotReadSentence,
  notInChannelSentence,
  notNames,
  oneChannel,
  readingMembers,
  readSoFar,
  removedMessage,
  removeWhom,
} from '../../../src/directory/enrolment/views-list.ts'
import {
  fetchingPeople,
  listAttached,
  listComing,
  listNotAttached,
  listNotSent,
  listPart,
  listTooLarge,
  listUnderWay,
  outAlready,
  peopleSentence,
  peopleWindow,
  takenOutSentence,
} from '../../../src/directory/enrolment/views-people.ts'
import { anybody } from '../../../src/slack/guard.ts'
import type { Situation } from './situations.ts'
import { anyId, longAgo, now, type Subject, zone } from './subjects.ts'

/** What admins meet who look after the check-in: who is in it, and who comes and goes. */
export const directoryPeople: readonly Situation[] = [
  { name: 'P1 People, fetching', draw: () => peopleSentence(fetchingPeople) },
  { name: 'P1 People', draw: (of) => peopleWindow(page(of, 'everybody'), zone) },
  { name: 'P1 People, left out', draw: (of) => peopleWindow(page(of, 'left-out'), zone) },
  { name: 'P1 People, a page in the middle', draw: (of) => peopleWindow(page(of, 'no-manager', 1), zone) },
  { name: 'P1 People, nobody yet', draw: (of) => peopleWindow(empty(of), zone) },
  {
    name: 'P1 People, none of them',
    draw: (of) => peopleWindow({ ...page(of, 'paused'), amounts: { ...counts.usual, paused: 0 }, people: [] }, zone),
  },
  { name: 'P1 People, somebody found', draw: (of) => peopleWindow(found(of), zone) },
  {
    name: 'P1 People, nobody found',
    draw: (of) => peopleWindow({ ...found(of), place: { ...found(of).place, found: null }, people: [] }, zone),
  },
  {
    name: 'P1 People, taken out',
    draw: (of) => peopleWindow(page(of, 'everybody'), zone, takenOutSentence('U0IVANPET')),
  },
  { name: 'P1 People, out already', draw: (of) => peopleWindow(page(of, 'everybody'), zone, outAlready) },
  {
    name: 'P1 People, added',
    draw: (of) => peopleWindow(page(of, 'everybody'), zone, addedSentence(added[of.size].now, added[of.size].before)),
  },
  { name: 'P1 People, a list that is over', draw: (of) => peopleWindow(page(of, 'everybody'), zone, listOver) },
  { name: 'P1 People, no admin any more', draw: () => peopleSentence(noAdminAnyMore) },
  ...['coming', 'under way', 'too large', 'broken off'].map((what, at) => ({
    name: `P1 People as CSV, ${what}`,
    draw: (of: Subject) => peopleWindow(page(of, 'everybody'), zone, aboutFile(of)[at]),
  })),
  { name: 'P1 People as CSV, attached', draw: () => listAttached(now, zone) },
  { name: 'P1 People as CSV, not attached', draw: () => listNotAttached(now, zone) },
  {
    name: 'P1 People as CSV, a part',
    draw: ({ size, name }) =>
      listPart(
        size === 'largest' ? 'ü'.repeat(3_500) : `name,id\r\n${name},U0IVANPET\r\n`,
        1,
        size === 'largest' ? 10 : 2,
        now,
        zone,
      ),
  },
  { name: 'P1 Add', draw: () => addForm({ ...form, hasChannels: true, hasFiles: true }) },
  { name: 'P1 Add, without optional permissions', draw: () => addForm(form) },
  {
    name: 'P1 Add, the app is not in the channel',
    draw: () => addForm({ ...form, hasChannels: true, notice: notInChannelSentence('that channel') }),
  },
  { name: 'P1 Add, no admin any more', draw: () => listSentence(noAdminAnyMore) },
  { name: 'P1 Add, reading the members', draw: () => listSentence(readingMembers) },
  { name: 'P1 Add, reading many', draw: ({ size }) => listSentence(readSoFar(counts[size].everybody)) },
  { name: 'P1 Add, the app is not in a named channel', draw: () => listSentence(notInChannelSentence('<#C0GENERAL>')) },
  { name: 'P1 Add, a channel that may not be read', draw: () => listSentence(mayNotReadSentence('<#C0GENERAL>')) },
  { name: 'P1 Add, checked', draw: ({ size }) => checkedForm(list(size), carried) },
  {
    name: 'P1 Add, checked, nobody new',
    draw: ({ size }) => checkedForm({ ...list(size), ready: [] }, carried),
  },
  { name: 'P1 Add, changed meanwhile', draw: ({ size }) => checkedForm(list(size), carried, listChanged) },
  { name: 'P1 Add, adding', draw: () => listSentence(addingPeople) },
  { name: 'Admin enrol, channels are off', draw: (of) => channelsOff(of.known.profile.command, of.contact ?? anybody) },
  { name: 'Admin enrol, not a name', draw: (of) => notNames(of.word, of.known.profile.command) },
  { name: 'Admin enrol, two channels', draw: (of) => oneChannel(of.known.profile.command) },
  { name: 'Admin remove, done', draw: ({ size }) => removedMessage(removed[size]) },
  { name: 'Admin remove, nobody', draw: () => removedMessage({ out: [], notIn: ['U0IVANPET'] }) },
  { name: 'Admin remove, whom', draw: (of) => removeWhom(of.known.profile.command) },
]

const skill = 'nats-jetstream'
const form = { skill, hasChannels: false, hasFiles: false }
const carried = { skill, source: 'channel', list: anyId } as const

const counts: Readonly<Record<Subject['size'], Amounts>> = {
  smallest: { everybody: 1, 'no-manager': 1, 'no-level': 1, 'left-out': 1, paused: 1 },
  usual: { everybody: 212, 'no-manager': 24, 'no-level': 30, 'left-out': 3, paused: 2 },
  largest: { everybody: 50_000, 'no-manager': 49_999, 'no-level': 49_999, 'left-out': 49_999, paused: 49_999 },
}

const added = {
  smallest: { now: 1, before: 0 },
  usual: { now: 32, before: 1 },
  largest: { now: 50_000, before: 49_999 },
}

function aboutFile({ size, contact }: Subject): readonly string[] {
  return [listComing(counts[size].everybody), listUnderWay, listTooLarge(contact ?? anybody), listNotSent('K7QX-24')]
}

function page(of: Subject, filter: Filter, nth = 0): PeoplePage {
  const amounts = counts[of.size]
  const shown = Math.min(20, amounts[filter] - nth * 20)
  const people = Array.from({ length: Math.max(1, shown) }, (_, at) => person(of.size, filter, at))
  const unsettled = Array.from({ length: { smallest: 0, usual: 1, largest: 5 }[of.size] }, (_, at) => link(at))
  return { place: { skill, filter, page: nth }, amounts, people, unsettled }
}

function empty(of: Subject): PeoplePage {
  const amounts = { everybody: 0, 'no-manager': 0, 'no-level': 0, 'left-out': 0, paused: 0 }
  return { ...page(of, 'everybody'), amounts, people: [], unsettled: [] }
}

function found(of: Subject): PeoplePage {
  const place = { skill, filter: 'everybody', page: 0, found: anyId } as const
  return { ...page(of, 'everybody'), place, people: [person(of.size, 'everybody', 1)] }
}

function person(size: Subject['size'], filter: Filter, at: number): Enrolled {
  const isOut = filter === 'left-out'
  const all = size === 'largest'
  return {
    id: anyId,
    slackId: 'U0IVANPET',
    since: at % 2 === 0 ? now : longAgo,
    manager: filter === 'no-manager' || at % 9 === 8 ? undefined : 'U0ANNALIND',
    hasLevel: filter !== 'no-level' && at % 7 !== 6 && !all,
    pausedUntil: filter === 'paused' || all ? '2027-01-08' : undefined,
    kind: isOut ? ((['guest', 'member', 'stranger', 'bot', 'member'] as const)[at % 5] ?? 'member') : 'member',
    isActive: !(isOut && at % 5 === 1),
    isReachable: !(isOut && at % 5 === 4),
  }
}

function link(at: number): PeoplePage['unsettled'][number] {
  return {
    personId: anyId,
    managerId: anyId,
    source: 'self',
    state: at % 2 === 0 ? 'waiting' : 'disputed',
    since: longAgo,
    person: { id: anyId, slackId: 'U0IVANPET' },
    manager: { id: anyId, slackId: 'U0ANNALIND' },
  }
}

function list(size: Subject['size']): List {
  const ready = { smallest: 1, usual: 32, largest: 50_000 }[size]
  const listed = { slackId: 'U0IVANPET', name: 'Ivan Petrenko', zone }
  const whys = ['guest', 'bot', 'stranger', 'closed', 'invited', 'forgotten'] as const
  return {
    ready: Array.from({ length: ready }, () => listed),
    enrolled: { smallest: 0, usual: 4, largest: 49_999 }[size],
    refused: {
      smallest: [],
      usual: [{ why: 'guest', count: 2 } as const, { why: 'bot', count: 1 } as const],
      largest: whys.map((why) => ({ why, count: 49_999 })),
    }[size],
  }
}

const removed = {
  smallest: { out: ['U0IVANPET'], notIn: [] },
  usual: { out: ['U0IVANPET', 'U0MARIAKOW'], notIn: ['U0ANNALIND'] },
  largest: {
    out: Array.from({ length: 40 }, () => 'U0IVANPET'),
    notIn: Array.from({ length: 40 }, () => 'U0ANNALIND'),
  },
}
