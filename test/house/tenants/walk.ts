import type { Registered } from '../../../src/catalog/flow.ts'
import type { Tx } from '../../../src/db/connection.ts'
import type { Account, Person } from '../../../src/directory/rules.ts'
import { nats } from '../../catalog/profiles.ts'
import { ana, ivan, leo } from '../../support/filled.ts'

/** One of two workspaces whose people, ids and rows are the same, as somebody who acts in it knows it. */
export interface Here {
  readonly workspaceId: string
  readonly now: Date
  readonly ivan: Person
  readonly ana: Person
  readonly leo: Person
}

type Deed = (tx: Tx, here: Here) => Promise<unknown>

/**
 * How a statement of a store is walked through. `first` prepares the rows of both workspaces; whatever is done is taken
 * back afterwards.
 */
export type Walk =
  /** Its answer must say something, and the same as if this workspace were alone. */
  | { readonly kind: 'asks'; readonly deed: Deed; readonly first?: string | undefined }
  /** It must change something here, and nothing there. */
  | { readonly kind: 'writes'; readonly deed: Deed; readonly first?: string | undefined }
  /** It only keeps others waiting. */
  | { readonly kind: 'locks'; readonly deed: Deed; readonly first?: string | undefined }
  /** It is about no workspace, or about all of them on purpose. */
  | { readonly kind: 'everywhere'; readonly because: string }

export const asks = (deed: Deed, first?: string): Walk => ({ kind: 'asks', deed, first })
export const writes = (deed: Deed, first?: string): Walk => ({ kind: 'writes', deed, first })
export const locks = (deed: Deed, first?: string): Walk => ({ kind: 'locks', deed, first })
export const everywhere = (because: string): Walk => ({ kind: 'everywhere', because })

type Functions<Module> = {
  [Name in keyof Module as Module[Name] extends (...args: never[]) => unknown ? Name : never]: Walk
}

/** A walk for each function of a store: one that lacks its walk does not compile. */
export function walksOf<Module extends object>(
  _module: Module,
  walks: Functions<Module>,
): Readonly<Record<string, Walk>> {
  return walks as Record<string, Walk>
}

export function hereIn(workspaceId: string): Here {
  const person = (id: string, slackId: string): Person => ({
    workspaceId,
    id,
    slackId,
    zone: 'Europe/Berlin',
    homeOpened: false,
  })
  const now = new Date('2026-11-20T10:00:00Z')
  return { workspaceId, now, ivan: person(ivan, 'U1'), ana: person(ana, 'U2'), leo: person(leo, 'U3') }
}

export const skill = 'nats-jetstream'
export const newId = () => '00000000-0000-7000-8000-0000000002ff'
export const lease = '00000000-0000-7000-8000-0000000003ff'

export const registered: Registered = {
  profile: { ...nats, skill },
  version: 1,
  slots: {
    topics: new Map(nats.topics.map(({ id }, at) => [id, at + 1])),
    items: new Map(nats.requirements.flatMap(({ items }) => items).map(({ id }, at) => [id, at + 1])),
  },
}

export function accountOf(slackId: string, workspaceId: string): Account {
  return {
    slackId,
    workspaceIds: [workspaceId],
    name: 'Renamed',
    zone: 'Asia/Tokyo',
    bot: false,
    guest: false,
    stranger: false,
    invited: false,
    closed: false,
    away: undefined,
    updated: new Date('2027-06-01T00:00:00Z'),
  }
}
