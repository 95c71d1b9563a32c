import type { Tx } from '../../db/connection.ts'
import { post } from '../../outbox/store.ts'
import { slackError } from '../../slack/errors.ts'
import type { World } from '../../world.ts'
import { note } from '../audit/store.ts'
import type { Visitor } from '../flow.ts'
import { knowPeople } from '../flow-known.ts'
import type { DirectoryRoom } from '../room.ts'
import { type Account, accountKind, type Person, type PersonKey } from '../rules.ts'
import { holdRows } from '../settings/store.ts'
import { lockPerson } from '../store-own-data.ts'
import { askedLetter, toldLetter } from './letters.ts'
import {
  type CurrentManager,
  currentOf,
  type LinkKey,
  type ManagerLink,
  maySettle,
  type Named,
  planNaming,
  planNamingNobody,
  planProfile,
  type Refusal,
} from './rules.ts'
import {
  circleWith,
  holdManagers,
  isInAnyCheckIn,
  linkAt,
  linksOf,
  moveLink,
  overtake,
  removeLink,
  saveLink,
  waitingFor,
} from './store.ts'

type Room = Pick<DirectoryRoom, 'world' | 'wake'>

/** Who leads somebody, as their own settings and Home tell it. */
export async function currentManager(tx: Tx, person: PersonKey): Promise<CurrentManager> {
  return currentOf(await linksOf(tx, person))
}

/** Links that wait for this person’s yes, as the manager who was named. */
export async function waitingForMe(tx: Tx, person: PersonKey): Promise<readonly ManagerLink[]> {
  return waitingFor(tx, person)
}

/**
 * Names one’s own manager, or nobody (null): then what waits is taken back; where nothing waits, the own link goes, or the
 * link from elsewhere is disputed. Asks Slack about whoever is named before the transaction begins.
 */
export async function nameManager(
  room: Room,
  visitor: Visitor,
  person: Person,
  managerSlackId: string | null,
  now: Date,
): Promise<Named> {
  if (managerSlackId === null) return nameNobody(room, person, now)
  if (managerSlackId === person.slackId) return refused({ why: 'oneself' })
  const account = await accountOrRefusal(visitor, managerSlackId)
  if ('why' in account) return refused(account)
  const { world } = room
  const named = await world.db.$transaction(async (tx): Promise<Named> => {
    await holdManagers(tx, person.workspaceId)
    if (!(await holdRows(tx, person, [account.slackId]))) return { kind: 'unchanged' }
    const { known } = await knowPeople(world, tx, person.workspaceId, [account], now)
    const manager = known.get(account.slackId)
    return manager ? writeNamed(world, tx, person, manager, now) : refused({ why: 'forgotten' })
  })
  if (named.kind === 'waiting') room.wake()
  return named
}

async function writeNamed(world: World, tx: Tx, person: Person, manager: Person, now: Date): Promise<Named> {
  const link = { personId: person.id, managerId: manager.id, source: 'self', since: now } as const
  const plan = planNaming(await linksOf(tx, person), manager.id)
  switch (plan) {
    case 'nothing':
      return { kind: 'unchanged' }
    case 'take-back':
      await removeLink(tx, person, 'self')
      await note(tx, acted(person, 'manager.name', link, 'taken back'), now)
      return { kind: 'unchanged' }
    case 'in-force':
    case 'waiting': {
      const way = await circleWith(tx, person, manager.id)
      if (way) return refused({ why: 'circle', way })
      if (plan === 'in-force') await overtake(tx, person, manager.id)
      await saveLink(tx, person.workspaceId, { ...link, state: plan })
      await note(tx, acted(person, 'manager.name', link, plan), now)
      if (plan === 'waiting') await post(tx, askedLetter(person.workspaceId, link, now), now, world.newId)
      return { kind: plan, manager }
    }
  }
}

async function nameNobody({ world }: Room, person: Person, now: Date): Promise<Named> {
  return world.db.$transaction(async (tx): Promise<Named> => {
    await holdManagers(tx, person.workspaceId)
    if (!(await lockPerson(tx, person, person.slackId))) return { kind: 'unchanged' }
    const links = await linksOf(tx, person)
    switch (planNamingNobody(links)) {
      case 'nothing':
        return { kind: 'unchanged' }
      case 'remove-own': {
        await removeLink(tx, person, 'self')
        const own = links.find(({ source }) => source === 'self')
        if (own) await note(tx, acted(person, 'manager.name', own, 'removed'), now)
        return { kind: 'removed' }
      }
      case 'dispute': {
        const inForce = links.find(({ state }) => state === 'in-force')
        if (inForce) await dispute(tx, person, inForce, now)
        return { kind: 'disputed' }
      }
    }
  })
}

/** What became of *Not my manager*. */
export type Disputed =
  | { readonly kind: 'disputed'; readonly manager: ManagerLink['manager'] }
  /** Pressed at an older link, or twice: as it stands now. */
  | { readonly kind: 'gone'; readonly current: CurrentManager }

/** *Not my manager*: the link shows nothing any more until an admin has looked. Only one’s own link can be meant. */
export async function notMyManager(
  { world }: Room,
  person: Person,
  key: LinkKey | undefined,
  now: Date,
): Promise<Disputed> {
  return world.db.$transaction(async (tx): Promise<Disputed> => {
    await holdManagers(tx, person.workspaceId)
    const mine = key?.personId === person.id && (await lockPerson(tx, person, person.slackId))
    const link = mine ? await linkAt(tx, person.workspaceId, key) : undefined
    if (link?.state !== 'in-force') return { kind: 'gone', current: await currentManager(tx, person) }
    await dispute(tx, person, link, now)
    return { kind: 'disputed', manager: link.manager }
  })
}

async function dispute(tx: Tx, person: Person, link: ManagerLink, now: Date): Promise<void> {
  await moveLink(tx, person.workspaceId, link, 'in-force', 'disputed', now)
  await note(tx, acted(person, 'manager.dispute', link, link.source), now)
}

/** What became of a link that somebody said yes or no to. */
export type Settled =
  | { readonly kind: 'confirmed' | 'refused'; readonly link: ManagerLink }
  | { readonly kind: 'circle'; readonly way: readonly string[] }
  /** Settled meanwhile, changed, or never there. */
  | { readonly kind: 'gone' }
  /** Neither the named person nor an admin. */
  | { readonly kind: 'not-theirs' }

/**
 * *Confirm* and *Not my report*: by the named person while a link waits, or by an admin, also for one that was disputed.
 * Somebody whom neither concerns is told the same as everybody else, whatever they sent.
 */
export async function settle(
  { world, wake }: Room,
  actor: { readonly person: Person; readonly isAdmin: boolean },
  key: LinkKey | undefined,
  word: 'confirm' | 'refuse',
  now: Date,
): Promise<Settled> {
  const { workspaceId } = actor.person
  const settled = await world.db.$transaction(async (tx): Promise<Settled> => {
    await holdManagers(tx, workspaceId)
    const link = key && (await linkAt(tx, workspaceId, key))
    if (link && maySettle(link, actor.person.id, actor.isAdmin))
      return word === 'confirm' ? confirm(world, tx, actor, link, now) : refuse(tx, actor.person, link, now)
    const links = key ? await linksOf(tx, { workspaceId, id: key.personId }) : []
    const theirs = actor.isAdmin || links.some(({ managerId }) => managerId === actor.person.id)
    return { kind: theirs ? 'gone' : 'not-theirs' }
  })
  if (settled.kind === 'confirmed') wake()
  return settled
}

async function confirm(
  world: World,
  tx: Tx,
  { person: actor, isAdmin }: { readonly person: Person; readonly isAdmin: boolean },
  link: ManagerLink,
  now: Date,
): Promise<Settled> {
  const { workspaceId } = actor
  const person = { workspaceId, id: link.personId }
  if (!(await lockPerson(tx, person, link.person.slackId))) return { kind: 'gone' }
  const way = await circleWith(tx, person, link.managerId)
  if (way) return { kind: 'circle', way }
  await overtake(tx, person, link.managerId)
  const confirmed = { ...link, state: 'in-force', since: now } as const
  await saveLink(tx, workspaceId, confirmed)
  await note(tx, acted(actor, 'manager.confirm', link, link.source), now)
  // Whoever named their manager knows; who had denied one, or is not asked, is told.
  const isNews = link.state === 'disputed' && isAdmin
  if (isNews && (await isInAnyCheckIn(tx, person)))
    await post(tx, toldLetter(workspaceId, confirmed, now), now, world.newId)
  return { kind: 'confirmed', link: confirmed }
}

async function refuse(tx: Tx, actor: Person, link: ManagerLink, now: Date): Promise<Settled> {
  await moveLink(tx, actor.workspaceId, link, link.state, 'superseded', now)
  await note(tx, acted(actor, 'manager.refuse', link, link.source), now)
  return { kind: 'refused', link }
}

/**
 * What the configured profile field says about somebody’s manager: nobody when undefined. It decides where no other link
 * is in force, or where it has changed since it was read last. Told to the person where their manager has something to
 * see; `room.wake` is for the caller.
 */
export async function profileManager(
  world: Pick<World, 'newId'>,
  tx: Tx,
  person: PersonKey & Pick<Person, 'slackId'>,
  manager: Account | undefined,
  now: Date,
): Promise<'changed' | 'unchanged' | 'refused'> {
  const { workspaceId } = person
  await holdManagers(tx, workspaceId)
  // Slack was asked before: they may have erased themselves meanwhile.
  if (!(await holdRows(tx, person, manager ? [manager.slackId] : []))) return 'unchanged'
  const links = await linksOf(tx, person)
  const found = manager && (await knowPeople(world, tx, workspaceId, [manager], now)).known.get(manager.slackId)
  if (manager && (!found || found.id === person.id)) return 'refused'
  const plan = planProfile(links, found?.id)
  if (plan === 'nothing') return 'unchanged'
  if (plan === 'remove' || !found) {
    const wasInForce = links.some(({ source, state }) => source === 'profile' && state === 'in-force')
    await removeLink(tx, person, 'profile')
    if (!wasInForce) return 'unchanged'
    await note(tx, byProfile(person, []), now)
    return 'changed'
  }
  const link = { personId: person.id, managerId: found.id, source: 'profile', since: now } as const
  if (plan === 'remember') {
    await saveLink(tx, workspaceId, { ...link, state: 'superseded' })
    return 'unchanged'
  }
  if (await circleWith(tx, person, found.id)) return 'refused'
  await overtake(tx, person, found.id)
  await saveLink(tx, workspaceId, { ...link, state: 'in-force' })
  await note(tx, byProfile(person, [found.id]), now)
  if (await isInAnyCheckIn(tx, person)) await post(tx, toldLetter(workspaceId, link, now), now, world.newId)
  return 'changed'
}

async function accountOrRefusal(visitor: Visitor, slackId: string): Promise<Account | Refusal> {
  const account = await visitor.lookUp(slackId).catch((error: unknown) => {
    if (slackError(error) === 'user_not_found' || slackError(error) === 'user_not_visible') return undefined
    throw error
  })
  if (!account) return { why: 'unknown' }
  const kind = accountKind(account, visitor.workspaceId)
  return kind === 'member' ? account : { why: kind }
}

function refused(refusal: Refusal): Named {
  return { kind: 'refused', refusal }
}

type Act = 'manager.name' | 'manager.dispute' | 'manager.confirm' | 'manager.refuse'

function acted(
  actor: PersonKey,
  act: Act,
  link: { readonly personId: string; readonly managerId: string },
  what: string,
) {
  const { workspaceId, id: actorId } = actor
  return { workspaceId, actorId, act, subjects: [link.personId, link.managerId], detail: { what } }
}

function byProfile({ workspaceId, id }: PersonKey, managers: readonly string[]) {
  return { workspaceId, actorId: null, act: 'manager.profile', subjects: [id, ...managers] } as const
}
