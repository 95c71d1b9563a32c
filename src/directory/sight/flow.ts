import { dayAround } from '../../calendar.ts'
import type { Tx } from '../../db/connection.ts'
import { noteRead } from '../audit/store.ts'
import type { DirectoryRoom } from '../room.ts'
import { adminsIn, type Person, type PersonKey, type Relation, sightOf, type Visible } from '../rules.ts'
import { between, holdLook } from './store.ts'

/** What a room needs in order to show one person to another. */
export type SightRoom = Pick<DirectoryRoom, 'world' | 'adminIds' | 'relations'>

/** What is looked at: reads it in the transaction of the look; undefined where there is nothing on record. */
export type Sought<T> = (tx: Tx, owner: PersonKey) => Promise<T | undefined>

export interface Seen<T> extends Visible {
  readonly found: T
  readonly owner: Pick<Person, 'slackId'> & { readonly name: string | null }
  /** The last day on which the level is open to the viewer, where it is. */
  readonly openedUntil: string | undefined
}

/**
 * Somebody’s record as somebody else may see it, with its line in the audit: a look that is not written down shows
 * nothing. Undefined, after the very same questions to the database, whatever the reason: no right, nothing on record,
 * not enrolled, a guest, an account that is closed or of another workspace, nobody at all, somebody who has erased
 * themselves.
 */
export async function look<T>(
  { world, adminIds, relations }: SightRoom,
  viewer: Person,
  at: { readonly ownerSlackId: string; readonly skill: string },
  seek: Sought<T>,
  now: Date,
): Promise<Seen<T> | undefined> {
  const { workspaceId } = viewer
  const asked = { ...at, adminIds: adminsIn(adminIds, workspaceId, true) }
  return world.db.$transaction(async (tx) => {
    const both = await between(tx, viewer, asked, now)
    const owner = { workspaceId, id: both?.owner.id ?? nobody }
    const further: (Relation | undefined)[] = []
    for (const relation of relations) further.push(await relation(tx, viewer, owner, now))
    const found = await seek(tx, owner)
    if (!both || found === undefined) return undefined
    const sight = sightOf([...both.relations, ...further.filter((relation) => relation !== undefined)], both.owner)
    if (!sight.parts.has('level')) return undefined
    if (sight.as !== 'self') {
      await holdLook(tx, viewer, owner.id)
      const day = dayAround(now, both.owner.zone)
      const reading = { workspaceId, viewerId: viewer.id, ownerId: owner.id, as: sight.as, day }
      await noteRead(tx, reading, now)
    }
    return { ...sight, found, owner: both.owner, openedUntil: both.openedUntil }
  })
}

/** Nobody has this id: whoever is not there is asked about like everybody else, and not found. */
const nobody = '00000000-0000-0000-0000-000000000000'
