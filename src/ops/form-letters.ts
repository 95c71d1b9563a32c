import type { ActionsBlock, KnownBlock, ModalView } from '@slack/types'
import { z } from 'zod'
import { actions, button, context, modal, overflow, section, select } from '../slack/kit.ts'
import { type Act, type Amounts, acts, actsFor, type Filter, filters, type Place, pageSize } from './rules-letters.ts'
import {
  amountsSentence,
  emptyList,
  filterWords,
  grouped,
  type LetterShown,
  letterLine,
  orderWords,
  type Reading,
} from './views-letters.ts'

export const ids = {
  window: 'ops.letters',
  open: 'ops.letters.open',
  filter: 'ops.letters.filter',
  retryAll: 'ops.letters.retry-all',
  menu: 'ops.letters.menu',
  previous: 'ops.letters.prev',
  next: 'ops.letters.next',
} as const

/** A page of the list. */
export interface LettersPage {
  readonly place: Place
  readonly amounts: Amounts
  readonly letters: readonly LetterShown[]
  /** Whether more follow. */
  readonly more: boolean
}

/** `notice`: what has just been done, or why it was not. */
export function lettersWindow(page: LettersPage, reading: Reading, notice?: string): ModalView {
  const { place, amounts, letters } = page
  return lettersModal(
    [
      ...(notice ? [section(notice)] : []),
      section(amountsSentence(amounts, reading)),
      ...(isAnyLetter(amounts) ? [choosing(place.filter, amounts)] : []),
      ...letters.map((letter) => lineOf(letter, reading)),
      ...(letters.length === 0 && isAnyLetter(amounts) ? [section(emptyList[place.filter])] : []),
      ...paging(page),
    ],
    JSON.stringify(place),
  )
}

/** Instead of the list, where there is one thing to say. */
export function lettersSentence(sentence: string): ModalView {
  return lettersModal([section(sentence)])
}

/** Where the reader of this window stands; undefined in one that shows no list. */
export function readPlace(metadata: string): Place | undefined {
  try {
    return place.parse(JSON.parse(metadata))
  } catch {
    return undefined
  }
}

export function readFilter(value: string | undefined): Filter | undefined {
  return filters.find((filter) => filter === value)
}

/** What was chosen from a letter’s three dots. */
export function readMenu(value: string | undefined): { readonly act: Act; readonly letterId: string } | undefined {
  const [named, letterId = ''] = value?.split(':') ?? []
  const act = acts.find((each) => each === named)
  return act && letter.safeParse(letterId).success ? { act, letterId } : undefined
}

/** The letter behind which the next page begins. */
export function readLast(value: string | undefined): string | undefined {
  return letter.safeParse(value).data
}

const letter = z.guid()
const place = z.object({ filter: z.enum(filters), before: z.array(letter) })

function lettersModal(blocks: KnownBlock[], metadata?: string): ModalView {
  return modal({
    callbackId: ids.window,
    title: 'Undelivered letters',
    blocks,
    ...(metadata === undefined ? {} : { metadata }),
  })
}

function isAnyLetter(amounts: Amounts): boolean {
  return filters.some((filter) => amounts[filter] > 0)
}

function choosing(filter: Filter, amounts: Amounts): ActionsBlock {
  const choices = filters.map((each) => ({ value: each, text: filterWords(each, amounts[each]) }))
  const again = button(ids.retryAll, `Try ${grouped(amounts.failed)} again`)
  return actions(select(ids.filter, 'Show letters that…', choices, filter), ...(amounts.failed > 0 ? [again] : []))
}

function lineOf(letter: LetterShown, reading: Reading): KnownBlock {
  const choices = actsFor(letter.state).map((act) => ({ value: `${act}:${letter.id}`, text: actWords[act] }))
  return section(letterLine(letter, reading), overflow(ids.menu, choices))
}

const actWords: Readonly<Record<Act, string>> = {
  again: 'Try again',
  sent: 'Mark as sent',
  'give-up': 'Give up',
  details: 'Details',
}

function paging({ place: { before, filter }, amounts, letters, more }: LettersPage): KnownBlock[] {
  if (before.length === 0 && !more) return []
  const buttons = [
    ...(before.length > 0 ? [button(ids.previous, `Previous ${pageSize}`)] : []),
    ...(more ? [button(ids.next, `Next ${pageSize}`, { value: letters.at(-1)?.id ?? '' })] : []),
  ]
  return [actions(...buttons), context(`${letters.length} of ${grouped(amounts[filter])}, ${orderWords(filter)}.`)]
}
