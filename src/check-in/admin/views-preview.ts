import type { KnownBlock, ModalView } from '@slack/types'
import { z } from 'zod'
import { nearDate } from '../../calendar.ts'
import { grouped, peopleCounted } from '../../directory/enrolment/views-list.ts'
import { actions, button, context, mention, modal, section, select, usersSelect } from '../../slack/kit.ts'
import type { Preview, PreviewedPart } from './flow-preview.ts'
import { previewIds as ids } from './ids.ts'
import { type Amounts, type Filter, filters, hasMore, type Place, pageSize } from './rules.ts'
import { cityOf, leftOutWords, listOf, moment, momentWithZone, type Reading, titleOf } from './words.ts'

export interface PreviewReading extends Reading {
  /** Of the workspace. */
  readonly place: string
  readonly label: string | undefined
}

/** C5: exactly who gets what, and when. */
export function previewWindow(preview: Preview, of: PreviewReading): ModalView {
  const { place, amounts, people } = preview
  return previewModal(
    [
      section(headline(preview, of)),
      ...daysOf(preview, of),
      ...paceOf(preview, of),
      choosing(place, amounts),
      ...people.map((part) => section(lineOf(part, of))),
      ...(people.length === 0 ? [section(nobodyHere(place))] : []),
      ...paging(place, amounts, people.length),
      context(remindersLine(preview), holdsUntil(preview, of)),
    ],
    place,
  )
}

/** Instead of it, where there is one thing to say. */
export function previewSentence(sentence: string): ModalView {
  return previewModal([section(sentence)])
}

export const fetchingPreview =
  'Working out who would get what… If nothing appears within half a minute, close this and try again.'

export const nothingToPreview = 'This check-in is over, so nothing more is sent.'

export function readPlace(metadata: string): Place | undefined {
  try {
    return placeShape.parse(JSON.parse(metadata))
  } catch {
    return undefined
  }
}

export function readFilter(value: string | undefined): Filter | undefined {
  return filters.find((filter) => filter === value)
}

const placeShape = z.object({
  skill: z.string(),
  roundId: z.guid().optional(),
  filter: z.enum(filters),
  page: z.int().min(0).max(100_000),
  found: z.guid().nullable().optional(),
})

function previewModal(blocks: KnownBlock[], place?: Place): ModalView {
  return modal({
    callbackId: ids.window,
    title: 'Preview',
    blocks,
    ...(place ? { metadata: JSON.stringify(place) } : {}),
  })
}

function headline({ round, isToCome, amounts }: Preview, { label, place, now }: PreviewReading): string {
  const asked = amounts['with-level'] + amounts['no-level']
  const title = titleOf(round.name, label)
  const opens = isToCome ? `opens ${momentWithZone(round.opensAt, { zone: place, now })}` : 'runs'
  const left = amounts['left-out'] === 0 ? '' : `, ${grouped(amounts['left-out'])} left out`
  return `*${title}* ${opens}. ${peopleCounted(amounts.everybody)}: ${grouped(asked)} get a question${left}.`
}

const mostDays = 5

/** “Thu 1 Oct: 301 · 09:00 240 · 10:00 61”, by the reader’s clock. */
function daysOf({ days }: Preview, { zone, now }: PreviewReading): KnownBlock[] {
  if (days.length === 0) return [section('Every question has left, or waits for nobody.')]
  const lines = days.slice(0, mostDays).map(({ at, count, hours }) => {
    const parts = hours.map((each) => `${String(each.hour).padStart(2, '0')}:00 ${grouped(each.count)}`)
    return `• ${nearDate(at, zone, now)}: ${grouped(count)} · ${parts.join(' · ')}`
  })
  const rest = days.slice(mostDays)
  const last = rest.at(-1)
  const more = rest.reduce((sum, { count }) => sum + count, 0)
  const further = last ? [`and ${grouped(more)} more until ${nearDate(last.at, zone, now)}`] : []
  return [section([`*By day and hour*, your clock (${zone})`, ...lines, ...further].join('\n'))]
}

function paceOf({ pace, perMinute }: Preview, reading: PreviewReading): KnownBlock[] {
  if (!pace) return []
  const slow =
    pace.longest < 2
      ? 'nobody waits for their turn'
      : `at the busiest moment somebody waits about ${grouped(pace.longest)} minutes for their turn`
  return [
    context(
      `Slack lets about ${grouped(perMinute)} messages a minute leave: ${slow}, and the last one has left about ${moment(pace.until, reading)}.`,
    ),
  ]
}

const filterWords: Readonly<Record<Filter, string>> = {
  everybody: 'Everybody',
  'with-level': 'Question with level',
  'no-level': 'Invitation to set one',
  'left-out': 'Left out',
}

function choosing({ filter, found }: Place, amounts: Amounts): KnownBlock {
  const choices = filters.map((each) => ({ value: each, text: `${filterWords[each]} (${grouped(amounts[each])})` }))
  return actions(
    select(ids.filter, 'Show…', choices, found === undefined ? filter : undefined),
    usersSelect(ids.find, 'Find somebody'),
  )
}

/** “{@ivan} · Thu 1 Oct, 09:00 in Warsaw · question with level”. */
function lineOf({ slackId, at, zone, leftOut, isSent, hasLevel }: PreviewedPart, { now }: PreviewReading): string {
  if (leftOut || !at) return `${mention(slackId)} · left out: ${leftOut ? leftOutWords[leftOut] : 'nothing to send'}`
  const what = hasLevel ? 'question with level' : 'invitation to set a level'
  return `${mention(slackId)} · ${isSent ? 'sent ' : ''}${moment(at, { zone, now })} in ${cityOf(zone)} · ${what}`
}

function nobodyHere({ filter, found }: Place): string {
  return found === null || found !== undefined ? 'They are not in this check-in.' : emptyList[filter]
}

const emptyList: Readonly<Record<Filter, string>> = {
  everybody: 'Nobody is in the check-in.',
  'with-level': 'Nobody with a level is asked.',
  'no-level': 'Everybody who is asked has a level.',
  'left-out': 'Nobody is left out.',
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
      `${grouped(first)}–${grouped(first + shown - 1)} of ${grouped(amounts[filter])}, in the order in which they are asked.`,
    ),
  ]
}

function remindersLine({ round }: Preview): string {
  const { reminders } = round.settings
  if (reminders.length === 0) return 'No reminders follow.'
  const days = reminders.length === 1 && reminders[0] === 1 ? '1 day' : `${listOf(reminders)} days`
  return `Reminders follow ${days} after each question, to those who have not answered.`
}

function holdsUntil({ round, isToCome }: Preview, { zone, now }: PreviewReading): string {
  return isToCome
    ? `This is exactly what would be sent if nothing changes before ${nearDate(round.opensAt, zone, now)}.`
    : 'This is exactly what is sent if nothing changes meanwhile.'
}
