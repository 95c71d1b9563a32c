import type { KnownBlock, ModalView } from '@slack/types'
import { z } from 'zod'
import { longDate, recordDate, shortDay } from '../../calendar.ts'
import {
  actions,
  button,
  confirmation,
  context,
  type Message,
  mention,
  message,
  modal,
  preformatted,
  said,
  section,
  select,
  usersSelect,
} from '../../slack/kit.ts'
import { ids as imports } from '../managers/form-import.ts'
import { unsettledBlocks } from '../managers/views.ts'
import type { PeoplePage } from './flow-people.ts'
import { enrolIds as enrol, peopleIds as ids } from './ids.ts'
import type { NotEligible } from './rules.ts'
import {
  type Amounts,
  type Enrolled,
  type Exported,
  type Filter,
  filters,
  hasMore,
  leftOut,
  type Place,
  pageSize,
} from './rules-people.ts'
import { grouped, peopleCounted } from './views-list.ts'

/** `notice`: what has just been done, or why it was not. */
export function peopleWindow(
  { place, amounts, people, unsettled }: PeoplePage,
  zone: string,
  notice?: string,
): ModalView {
  const isAnybody = amounts.everybody > 0
  return peopleModal(
    [
      ...(notice ? [section(notice)] : []),
      section(amountsSentence(amounts)),
      ...(isAnybody ? [choosing(place, amounts)] : []),
      ...people.map((person) => section(lineOf(person, zone), takingOut(person))),
      ...(isAnybody && people.length === 0 ? [section(nobodyHere(place))] : []),
      ...paging(place, amounts, people.length),
      ...unsettledBlocks(unsettled),
      actions(
        button(enrol.open, 'Add people'),
        button(imports.open, 'Import managers', { value: place.skill }),
        ...(isAnybody ? [button(ids.csv, 'People as CSV')] : []),
      ),
    ],
    place,
  )
}

/** Instead of the list, where there is one thing to say. */
export function peopleSentence(sentence: string): ModalView {
  return peopleModal([section(sentence)])
}

export const fetchingPeople = 'Fetching the people… If nothing appears within ten seconds, close this and try again.'

/** Where the reader of this window stands; undefined in one that shows no list. */
export function readPlace(metadata: string): Place | undefined {
  try {
    const { found, ...place } = placeShape.parse(JSON.parse(metadata))
    return found === undefined ? place : { ...place, found }
  } catch {
    return undefined
  }
}

export function readFilter(value: string | undefined): Filter | undefined {
  return filters.find((filter) => filter === value)
}

/** The line that a button belongs to. */
export function readLine(value: string | undefined): string | undefined {
  return z.guid().safeParse(value).data
}

const placeShape = z.object({
  skill: z.string(),
  filter: z.enum(filters),
  page: z.int().min(0).max(100_000),
  found: z.guid().nullable().optional(),
})

export function takenOutSentence(slackId: string): string {
  return `${mention(slackId)} is out of the check-in. Their level is kept, and is theirs alone.`
}

export const outAlready = 'They were out of the check-in already; here is how it stands now.'

// The list as a file

export const header = ['name', 'id', 'manager', 'manager id', 'in the check-in'] as const

export function rowOf({ name, slackId, managerName, managerSlackId, isEnrolled }: Exported): readonly string[] {
  return [name, slackId, managerName, managerSlackId, isEnrolled ? 'yes' : 'no']
}

export function listComing(count: number): string {
  return `The list of ${peopleCounted(count)} is being put together; it comes in our direct message within a minute.`
}

export const listUnderWay = 'The list is already on its way to our direct message.'

export function listTooLarge(admin: string): string {
  return `This list needs the permission to send files, because it does not fit into ten messages. ${admin} can grant it.`
}

export function listNotSent(reference: string): string {
  return `The list may not have arrived in full. Press *People as CSV* to get all of it again. Reference ${reference}`
}

export function listAttached(at: Date, zone: string): Message {
  return said('directory.people.attached', `The people of the check-in, as of ${longDate(at, zone)}, are attached.`)
}

/** What that message becomes when Slack has not said that the file came; it may have come all the same. */
export function listNotAttached(at: Date, zone: string): Message {
  return said(
    'directory.people.not-attached',
    `The file with the people of the check-in, as of ${longDate(at, zone)}, may not have arrived.`,
  )
}

/** One of the messages that stand for the file where the app may not send files. */
export function listPart(part: string, nth: number, of: number, at: Date, zone: string): Message {
  return message({
    name: 'directory.people.part',
    text: `Part ${nth} of ${of} of the people of the check-in, as of ${longDate(at, zone)}.`,
    blocks: [context(`${nth} of ${of}`), preformatted(part)],
  })
}

// What is drawn

function peopleModal(blocks: KnownBlock[], place?: Place): ModalView {
  return modal({
    callbackId: ids.window,
    title: 'People',
    blocks,
    ...(place ? { metadata: JSON.stringify(place) } : {}),
  })
}

/** “*212 people are in the check-in.* 14 have no manager, 30 no level yet, 3 are left out, 2 are paused.” */
function amountsSentence(amounts: Amounts): string {
  const { everybody } = amounts
  if (everybody === 0) return 'Nobody is in the check-in yet.'
  const parts = [
    counted(amounts['no-manager'], 'has no manager', 'have no manager'),
    counted(amounts['no-level'], 'has no level yet', 'have no level yet'),
    counted(amounts['left-out'], 'is left out', 'are left out'),
    counted(amounts.paused, 'is paused', 'are paused'),
  ].filter((part) => part !== '')
  const first = `*${peopleCounted(everybody)} ${everybody === 1 ? 'is' : 'are'} in the check-in.*`
  return parts.length > 0 ? `${first} ${parts.join(', ')}.` : first
}

function choosing({ filter, found }: Place, amounts: Amounts): KnownBlock {
  const choices = filters.map((each) => ({ value: each, text: `${filterWords[each]} (${grouped(amounts[each])})` }))
  return actions(
    select(ids.filter, 'Show…', choices, found === undefined ? filter : undefined),
    usersSelect(ids.find, 'Find somebody'),
  )
}

const filterWords: Readonly<Record<Filter, string>> = {
  everybody: 'Everybody',
  'no-manager': 'Without a manager',
  'no-level': 'Without a level',
  'left-out': 'Left out',
  paused: 'Paused',
}

function nobodyHere({ filter, found }: Place): string {
  return found === null ? 'The person you looked for is not in the check-in.' : emptyList[filter]
}

const emptyList: Readonly<Record<Filter, string>> = {
  everybody: 'Nobody is in the check-in yet.',
  'no-manager': 'Everybody has a manager.',
  'no-level': 'Everybody has a level.',
  'left-out': 'Nobody is left out.',
  paused: 'Nobody is paused.',
}

/** “{@ivan} · since Mon 3 Aug 2026 · manager {@ana}”, and below it what an admin may want to look at. */
function lineOf(person: Enrolled, zone: string): string {
  const { slackId, since, manager, hasLevel, pausedUntil } = person
  const why = leftOut(person)
  const below = [
    ...(why ? [`left out: ${leftOutWords[why]}`] : []),
    ...(hasLevel ? [] : ['no level yet']),
    ...(pausedUntil ? [`paused until ${shortDay(pausedUntil)}`] : []),
  ].join(' · ')
  const led = manager ? `manager ${mention(manager)}` : 'no manager'
  const first = `${mention(slackId)} · since ${recordDate(since, zone)} · ${led}`
  return below ? `${first}\n${below.charAt(0).toUpperCase()}${below.slice(1)}` : first
}

const leftOutWords: Readonly<Record<NotEligible | 'unreachable', string>> = {
  guest: 'a guest by now',
  bot: 'an app',
  stranger: 'of another workspace by now',
  closed: 'the account is closed',
  invited: 'the invitation to Slack is not accepted yet',
  forgotten: 'they have erased their data',
  unreachable: 'messages cannot reach them',
}

function takingOut({ id }: Enrolled) {
  return button(ids.remove, 'Take out', {
    value: id,
    confirm: confirmation({
      title: 'Take out of the check-in?',
      text: 'They are not asked any more. Their level is kept, and is theirs alone from then on.',
      yes: 'Take out',
      no: 'Keep',
    }),
  })
}

function paging(place: Place, amounts: Amounts, shown: number): KnownBlock[] {
  const { filter, page, found } = place
  const more = hasMore(place, amounts)
  if (found !== undefined || (page === 0 && !more)) return []
  const first = page * pageSize + 1
  return [
    actions(
      ...(page > 0 ? [button(ids.previous, `Previous ${pageSize}`)] : []),
      ...(more ? [button(ids.next, `Next ${pageSize}`)] : []),
    ),
    context(
      `${grouped(first)}–${grouped(first + shown - 1)} of ${grouped(amounts[filter])}, in the order of their names.`,
    ),
  ]
}

function counted(count: number, one: string, many: string): string {
  if (count === 0) return ''
  return `${grouped(count)} ${count === 1 ? one : many}`
}
