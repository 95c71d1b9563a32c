import type { HomeView, KnownBlock } from '@slack/types'
import { type Met, meet, type Visitor } from '../directory/flow.ts'
import type { Person } from '../directory/rules.ts'
import { noteHomeOpened } from '../directory/store.ts'
import { erasedAt } from '../directory/store-own-data.ts'
import type { World } from '../world.ts'
import { guestHome, homeOf } from './views.ts'

/**
 * One part of the Home tab, handed over by the room whose part it is; nothing to say is an empty list. Without a person
 * it is drawn as for a first visit, and nothing is stored about its reader.
 */
export type HomeSection = (person: Person | undefined, now: Date) => Promise<KnownBlock[]>

export interface HomeRoom {
  readonly world: World
  /** In the order in which they stand. */
  readonly sections: readonly HomeSection[]
  /** “<@U…>”, where somebody is known to answer questions. */
  readonly contactOf: (workspaceId: string) => Promise<string | undefined>
}

/** A tab as it was drawn, and for whom: undefined for a reader about whom nothing is stored. */
export interface DrawnHome {
  readonly view: HomeView
  readonly of: Person | undefined
}

/** The tab as its reader finds it when they open it; undefined where nobody can look at one. */
export async function openHome(room: HomeRoom, visitor: Visitor): Promise<DrawnHome | undefined> {
  const now = room.world.now()
  const met = await meet(room.world, visitor, now)
  if (met.kind === 'member') await noteHomeOpened(room.world.db, met.person, now)
  return drawnFor(room, visitor, met, now)
}

/** The tab after something changed; undefined for somebody who has never opened it. */
export async function renewedHome(room: HomeRoom, person: Person): Promise<DrawnHome | undefined> {
  return person.homeOpened ? drawn(room, person, person, room.world.now()) : undefined
}

/** The tab of somebody who has just erased everything, as for a first visit; undefined where none was ever drawn. */
export async function erasedHome(room: HomeRoom, before: Person): Promise<DrawnHome | undefined> {
  return before.homeOpened ? drawn(room, before, undefined, room.world.now()) : undefined
}

/**
 * The tab once more, where its owner erased everything between its drawing and its showing; undefined while what was
 * shown is right. Asked after each showing: then the last one shown is always one drawn after the erasure.
 */
export async function homeAfterErasure(
  room: HomeRoom,
  visitor: Visitor,
  { of: person }: DrawnHome,
): Promise<DrawnHome | undefined> {
  if (!person || !(await erasedAt(room.world.db, person))) return undefined
  const now = room.world.now()
  return drawnFor(room, visitor, await meet(room.world, visitor, now), now)
}

async function drawnFor(room: HomeRoom, visitor: Visitor, met: Met, now: Date): Promise<DrawnHome | undefined> {
  switch (met.kind) {
    case 'member':
      return drawn(room, visitor, met.person, now)
    case 'forgotten':
      return drawn(room, visitor, undefined, now)
    case 'guest':
    case 'stranger':
      return { view: guestHome(visitor.workspaceName, await room.contactOf(visitor.workspaceId), met), of: undefined }
    case 'bot':
    case 'closed':
      return undefined
  }
}

async function drawn(
  { sections, contactOf }: HomeRoom,
  { workspaceId }: { readonly workspaceId: string },
  person: Person | undefined,
  now: Date,
): Promise<DrawnHome> {
  const [contact, ...parts] = await Promise.all([contactOf(workspaceId), ...sections.map((draw) => draw(person, now))])
  return { view: homeOf(parts, contact), of: person }
}
