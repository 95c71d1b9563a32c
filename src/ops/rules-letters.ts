import { type LetterState, moves } from '../outbox/rules.ts'
import type { Filter } from '../outbox/store.ts'

/** What the list shows at a time. */
export const filters = ['failed', 'unknown', 'waiting', 'cancelled'] as const satisfies readonly Filter[]

export type { Filter } from '../outbox/store.ts'

/** What an admin can do about one letter; `details` only looks. */
export const acts = ['again', 'sent', 'give-up', 'details'] as const
export type Act = (typeof acts)[number]
export type Deed = Exclude<Act, 'details'>

/** Where the reader stands in a list: what is shown, and the last letters of the pages before this one. */
export interface Place {
  readonly filter: Filter
  readonly before: readonly string[]
}

export const pageSize = 20

/** Places before this many are forgotten, so that they fit into what a window carries; going back then leads to the start. */
const mostBefore = 30

/** The first page of a list. */
export function startOf(filter: Filter | undefined): Place | undefined {
  return filter && { filter, before: [] }
}

/** Behind its last letter; the same page where that is not known. */
export function nextPage({ filter, before }: Place, last: string | undefined): Place {
  return { filter, before: last === undefined ? before : [...before, last].slice(-mostBefore) }
}

export function previousPage({ filter, before }: Place): Place {
  return { filter, before: before.slice(0, -1) }
}

/** How many there are of each, and when the last one left. */
export interface Amounts extends Readonly<Record<Filter, number>> {
  readonly lastSentAt: Date | undefined
}

/** What a reader wants to see first: what somebody has to decide about. */
export function firstFilter(amounts: Amounts): Filter {
  return filters.find((filter) => amounts[filter] > 0 && filter !== 'cancelled') ?? 'failed'
}

export function filterOf(state: LetterState): Filter | undefined {
  switch (state) {
    case 'planned':
    case 'sending':
      return 'waiting'
    case 'failed':
    case 'unknown':
    case 'cancelled':
      return state
    case 'sent':
      return undefined
  }
}

/** What an admin can do about a letter that stands so. Only where nobody knows better is it theirs to say that it arrived. */
export function actsFor(state: LetterState): readonly Act[] {
  return [
    ...(moves['tried-again'][state] ? (['again', 'sent'] as const) : []),
    ...(moves['given-up'][state] ? (['give-up'] as const) : []),
    'details',
  ]
}
