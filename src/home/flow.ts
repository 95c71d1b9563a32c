import type { HomeView, KnownBlock } from '@slack/types'
import { meet, type Visitor } from '../directory/flow.ts'
import type { Person } from '../directory/rules.ts'
import { hasOpenedHome, noteHomeOpened } from '../directory/store.ts'
import { homeForGuests } from '../directory/views.ts'
import { context, homeTab, section } from '../slack/kit.ts'
import type { World } from '../world.ts'

/** One part of the Home tab, handed over by the room whose part it is; nothing to say is an empty list. */
export type HomeSection = (person: Person) => Promise<KnownBlock[]>

export interface HomeRoom {
  readonly world: World
  /** In the order in which they stand. */
  readonly sections: readonly HomeSection[]
  /** “<@U…>”, where somebody is known to answer questions. */
  readonly contact: string | undefined
}

/** The tab as its reader finds it when they open it. */
export async function openHome({ world, sections, contact }: HomeRoom, visitor: Visitor): Promise<HomeView> {
  const met = await meet(world, visitor)
  if (met.kind !== 'member') return homeTab([section(homeForGuests(visitor.workspaceName)), ...questions(contact)])
  await noteHomeOpened(world.db, met.person, world.now())
  return homeTab(await drawn(sections, met.person, contact))
}

/** The tab after something changed; undefined for somebody who has never opened it. */
export async function renewedHome(
  { world, sections, contact }: HomeRoom,
  visitor: Visitor,
): Promise<HomeView | undefined> {
  const met = await meet(world, visitor)
  if (met.kind !== 'member' || !(await hasOpenedHome(world.db, met.person))) return undefined
  return homeTab(await drawn(sections, met.person, contact))
}

async function drawn(
  sections: readonly HomeSection[],
  person: Person,
  contact: string | undefined,
): Promise<KnownBlock[]> {
  const parts = await Promise.all(sections.map((draw) => draw(person)))
  return [...parts.flat(), ...questions(contact)]
}

function questions(contact: string | undefined): KnownBlock[] {
  return contact ? [context(`Questions? Ask ${contact}.`)] : []
}
