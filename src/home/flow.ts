import type { HomeView, KnownBlock } from '@slack/types'
import { meet, type Visitor } from '../directory/flow.ts'
import type { Person } from '../directory/rules.ts'
import { noteHomeOpened } from '../directory/store.ts'
import type { World } from '../world.ts'
import { guestHome, homeOf } from './views.ts'

/** One part of the Home tab, handed over by the room whose part it is; nothing to say is an empty list. */
export type HomeSection = (person: Person, now: Date) => Promise<KnownBlock[]>

export interface HomeRoom {
  readonly world: World
  /** In the order in which they stand. */
  readonly sections: readonly HomeSection[]
  /** “<@U…>”, where somebody is known to answer questions. */
  readonly contact: string | undefined
}

/** The tab as its reader finds it when they open it. */
export async function openHome(room: HomeRoom, visitor: Visitor): Promise<HomeView> {
  const now = room.world.now()
  const met = await meet(room.world, visitor, now)
  if (met.kind !== 'member') return guestHome(visitor.workspaceName, room.contact)
  await noteHomeOpened(room.world.db, met.person, now)
  return drawn(room, met.person, now)
}

/** The tab after something changed; undefined for somebody who has never opened it. */
export async function renewedHome(room: HomeRoom, person: Person): Promise<HomeView | undefined> {
  return person.homeOpened ? drawn(room, person, room.world.now()) : undefined
}

async function drawn({ sections, contact }: HomeRoom, person: Person, now: Date): Promise<HomeView> {
  return homeOf(await Promise.all(sections.map((draw) => draw(person, now))), contact)
}
