import type { Tx } from '../db/connection.ts'
import { note } from '../directory/audit/store.ts'
import type { PersonKey } from '../directory/rules.ts'
import { personBySlackId } from '../directory/store.ts'
import { countsOf, giveUp, type ListedLetter, letterById, lettersIn, markSent, tryAgain } from '../outbox/store.ts'
import type { LettersPage } from './form-letters.ts'
import type { LetterNames, OpsRoom } from './room.ts'
import { type Amounts, type Deed, filterOf, firstFilter, type Place, pageSize } from './rules-letters.ts'
import { holdLetter } from './store-letters.ts'
import type { LetterShown, Reading } from './views-letters.ts'

/** Who looks, in which workspace. */
export interface Looker {
  readonly workspaceId: string
  readonly slackId: string
}

/** When an admin reads, and in whose time: their own, or UTC for one who has never met the app. */
export async function readingOf({ world }: OpsRoom, { workspaceId, slackId }: Looker): Promise<Reading> {
  const person = await personBySlackId(world.db, workspaceId, slackId)
  return { zone: person?.zone ?? 'UTC', now: world.now() }
}

/** A page of the letters; without a place, the first of those that somebody has to decide about. */
export async function lettersAt(room: OpsRoom, workspaceId: string, place?: Place): Promise<LettersPage> {
  const amounts = await amountsOf(room, workspaceId)
  const wanted = place ?? { filter: firstFilter(amounts), before: [] }
  const found = await lettersBehind(room, workspaceId, wanted)
  // What stood on a later page may be gone by now.
  if (found.length === 0 && wanted.before.length > 0) return lettersAt(room, workspaceId, { ...wanted, before: [] })
  const letters = found.slice(0, pageSize).map((letter) => shownAs(room.letterNames, letter))
  return { place: wanted, amounts, letters, more: found.length > pageSize }
}

export async function letterAt(room: OpsRoom, workspaceId: string, id: string): Promise<LetterShown | undefined> {
  const letter = await letterById(room.world.db, workspaceId, id)
  return letter && shownAs(room.letterNames, letter)
}

export type Outcome =
  | { readonly kind: 'done'; readonly slackId: string | undefined }
  /** Somebody else, or the sending itself, was first. */
  | { readonly kind: 'changed'; readonly at: Date | undefined }

/** Does it only where the letter still stands as its admin saw it. */
export async function actOn(
  { world, wake }: OpsRoom,
  admin: PersonKey,
  deed: Deed,
  id: string,
  { filter }: Place,
): Promise<Outcome> {
  const now = world.now()
  const { workspaceId } = admin
  const outcome = await world.db.$transaction(async (tx): Promise<Outcome> => {
    await holdLetter(tx, workspaceId, id)
    const letter = await letterById(tx, workspaceId, id)
    const asSeen = letter && filterOf(letter.state) === filter
    if (!asSeen || (await deeds[deed](tx, workspaceId, id, now)) === 0)
      return { kind: 'changed', at: letter?.changedAt }
    await note(tx, { ...by(admin), act: notes[deed], subjects: [letter.personId], detail: { letter: id } }, now)
    return { kind: 'done', slackId: letter.slackId ?? undefined }
  })
  if (outcome.kind === 'done' && deed === 'again') wake()
  return outcome
}

/** @returns how many letters that had ended are tried again. */
export async function retryAll({ world, wake }: OpsRoom, admin: PersonKey): Promise<number> {
  const now = world.now()
  const count = await world.db.$transaction(async (tx) => {
    const letters = await tryAgain(tx, admin.workspaceId, 'failed', now)
    if (letters > 0) await note(tx, { ...by(admin), act: notes.again, subjects: [], detail: { letters } }, now)
    return letters
  })
  if (count > 0) wake()
  return count
}

const deeds: Readonly<Record<Deed, (tx: Tx, workspaceId: string, id: string, now: Date) => Promise<number>>> = {
  again: tryAgain,
  sent: markSent,
  'give-up': giveUp,
}

/** As the audit log calls them. */
const notes = { again: 'letters.retry', sent: 'letters.sent', 'give-up': 'letters.give-up' } as const

function by({ workspaceId, id }: PersonKey) {
  return { workspaceId, actorId: id }
}

async function amountsOf({ world }: OpsRoom, workspaceId: string): Promise<Amounts> {
  const { failed, unknown, cancelled, planned, sending, lastSentAt } = await countsOf(
    world.db,
    workspaceId,
    world.now(),
  )
  return { failed, unknown, cancelled, waiting: planned + sending, lastSentAt }
}

/** One more than a page, so that it is known whether more follow. */
function lettersBehind({ world }: OpsRoom, workspaceId: string, { filter, before }: Place) {
  const after = before.at(-1)
  return lettersIn(world.db, workspaceId, filter, { limit: pageSize + 1, ...(after ? { after } : {}) })
}

function shownAs(names: LetterNames, letter: ListedLetter): LetterShown {
  const { id, state, attempts, createdAt, changedAt, notBefore } = letter
  return {
    id,
    // Of another release where no room knows its kind.
    name: names[letter.kind]?.(letter.facts) ?? 'a message',
    state,
    slackId: letter.slackId ?? undefined,
    attempts,
    reason: letter.reason ?? undefined,
    createdAt,
    changedAt,
    notBefore,
    expiresAt: letter.expiresAt ?? undefined,
  }
}
