import type { ModalView } from '@slack/types'
import type { Catalog } from '../catalog/flow.ts'
import type { Profile } from '../catalog/profile.ts'
import type { Tx } from '../db/connection.ts'
import type { Person } from '../directory/rules.ts'
import type { SightRoom } from '../directory/sight/flow.ts'
import type { Asking } from '../slack/doors.ts'
import type { OpenView } from '../slack/payloads.ts'
import type { World } from '../world.ts'
import type { Via } from './rules.ts'

/** What was recorded, for whoever draws a consequence of it in the same transaction. */
export interface RecordedHow {
  readonly nth: number
  readonly kind: 'given' | 'confirmed'
  readonly via: Via
  /** Its person pressed a button of a message, and the answer to the click changes that message. */
  readonly inPlace: boolean
  readonly now: Date
}

export type InRecord = (tx: Tx, person: Person, skill: string, how: RecordedHow) => Promise<void>

/** What the doors of this room need, and what higher rooms add to its story. */
export interface AssessmentRoom {
  readonly world: World
  readonly catalog: Catalog
  /** What else decides who sees a record, besides what is stored: those whom the environment names, and higher rooms. */
  readonly sight: Pick<SightRoom, 'adminIds' | 'relations'>
  /** Part of each record: what they write stands with it, or neither does. */
  readonly inRecord: readonly InRecord[]
  /** The version of the wording that somebody is being asked in; undefined where it is the present one. */
  readonly askedIn: (workspaceId: string, slackId: string, skill: string, now: Date) => Promise<number | undefined>
  /** After a record: told once it stands, outside its transaction. */
  readonly afterRecorded: readonly ((ask: Asking, person: Person) => Promise<void>)[]
}

/** The profile that a button or window names; the first one where it names none. */
export function profileOf({ catalog }: AssessmentRoom, skill: string | undefined): Profile {
  const [first] = catalog.profiles
  const found = catalog.profiles.find((profile) => profile.skill === skill) ?? first
  if (!found) throw new Error('there is no skill profile')
  return found
}

/**
 * Draws a window in the place of the open one; with a hash only if that is still what stands there.
 * @returns the hash of what was drawn.
 */
export async function redraw(
  ask: Asking,
  view: OpenView,
  window: ModalView,
  hash?: string,
): Promise<string | undefined> {
  const drawn = await ask.slack.views.update({ view_id: view.id, view: window, ...(hash ? { hash } : {}) })
  return drawn.view?.hash
}

/** The record stands whatever these do. */
export async function tellOthers(room: AssessmentRoom, ask: Asking, person: Person): Promise<void> {
  for (const tell of room.afterRecorded) await tell(ask, person).catch((error: unknown) => ask.report(error))
}
