import { weekOf } from '../calendar.ts'
import type { Tx } from '../db/connection.ts'
import { type Desk, type Marked, markFor, type Readers } from './desk.ts'
import type { LetterKind } from './kinds.ts'
import { type Leave, lastToLeave, type Stays } from './rules.ts'
import { mayTakePlace, type Rival, type Unasked } from './rules-attention.ts'
import { holdWeeks, lettersInWeek } from './store-attention.ts'
import type { Claimed } from './store-sending.ts'

export type Begun =
  | { readonly kind: 'marked'; readonly marked: Marked }
  /** The letter is another’s by now. */
  | { readonly kind: 'lost' }
  | Stays

/**
 * The mark, right before the call. What nobody asked for takes a place in its readers’ weeks with it, while nobody else
 * looks for one there: however many workers there are, a place is taken once.
 */
export async function begin(desk: Desk, letter: Claimed, kind: LetterKind, readers: Readers): Promise<Begun> {
  const unasked = letter.urgent ? undefined : kind.unasked?.(letter.facts)
  if (unasked === undefined) return asBegun(await markFor(desk, letter))
  return desk.world.db.$transaction(async (tx) => {
    const stays = await withoutPlace(desk, tx, letter, unasked, readers)
    return stays ?? asBegun(await markFor(desk, letter, tx))
  })
}

function asBegun(marked: Marked | undefined): Begun {
  return marked ? { kind: 'marked', marked } : { kind: 'lost' }
}

/** A message to two takes a place with each: whoever has none left keeps it back. */
async function withoutPlace(
  desk: Desk,
  tx: Tx,
  letter: Claimed,
  unasked: Unasked,
  readers: Readers,
): Promise<Stays | undefined> {
  const ids = readers.map(({ id }) => id)
  await holdWeeks(tx, letter.workspaceId, ids)
  const now = desk.world.now()
  const asking = { unasked, expiresAt: letter.expiresAt }
  const answers: Leave[] = []
  for (const reader of readers) {
    const rivals = await rivalsOf(desk, tx, letter, reader.id, weekOf(now, reader.zone).from, now)
    answers.push(mayTakePlace(reader, asking, rivals, now))
  }
  return lastToLeave(answers)
}

async function rivalsOf(
  { kinds }: Desk,
  tx: Tx,
  letter: Claimed,
  personId: string,
  since: Date,
  now: Date,
): Promise<Rival[]> {
  const unasked = [...kinds.values()].flatMap((kind) => (kind.unasked ? kind.kind : []))
  const letters = await lettersInWeek(tx, letter, personId, unasked, since, now)
  return letters.flatMap(({ kind, facts, ...rest }) => {
    const place = kinds.get(kind)?.unasked?.(facts)
    return place ? { unasked: place, ...rest } : []
  })
}
