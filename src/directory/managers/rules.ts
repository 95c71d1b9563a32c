import type { AccountKind, Person } from '../rules.ts'

/** Where a link to a manager came from: an admin’s file, the person’s own settings, their Slack profile. */
export type Source = 'csv' | 'self' | 'profile'

/**
 * Only a link in force gives a manager anything to see. A waiting one needs a yes of the named person or an admin; a
 * disputed one has been denied, and waits for an admin; a superseded one has been overtaken by a later one.
 */
export type LinkState = 'waiting' | 'in-force' | 'disputed' | 'superseded'

export interface Link {
  readonly personId: string
  readonly managerId: string
  readonly source: Source
  readonly state: LinkState
  readonly since: Date
}

/** A link as people read of it; by Slack ids. */
export interface ManagerLink extends Link {
  readonly person: Pick<Person, 'id' | 'slackId'>
  readonly manager: Pick<Person, 'id' | 'slackId'>
}

/** What somebody’s settings and Home tell about their manager. */
export interface CurrentManager {
  readonly inForce: ManagerLink | undefined
  /** Named by the person beside the one in force; it waits for a yes. */
  readonly waiting: ManagerLink | undefined
  /** *Not my manager* was pressed, and no admin has decided yet. */
  readonly disputed: ManagerLink | undefined
}

/** Why somebody cannot be somebody’s manager. */
export type Refusal =
  | { readonly why: 'oneself' }
  /** Slack ids, from the person over the new manager back to the person. */
  | { readonly why: 'circle'; readonly way: readonly string[] }
  | { readonly why: Exclude<AccountKind, 'member'> | 'forgotten' | 'unknown' }

/** What became of naming a manager in one’s own settings. */
export type Named =
  | { readonly kind: 'in-force' | 'waiting'; readonly manager: Pick<Person, 'id' | 'slackId'> }
  | { readonly kind: 'unchanged' }
  /** Nobody was chosen: one’s own link is gone, or the one from elsewhere is disputed now. */
  | { readonly kind: 'removed' | 'disputed' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** One link as a button carries it: whose it is, where it came from, and since when, so that an older one is not meant. */
export interface LinkKey {
  readonly personId: string
  readonly source: Source
  readonly since: Date
}

export function currentOf(links: readonly ManagerLink[]): CurrentManager {
  const last = (state: LinkState) =>
    links
      .filter((link) => link.state === state)
      .sort((one, other) => other.since.getTime() - one.since.getTime())
      .at(0)
  return { inForce: last('in-force'), waiting: last('waiting'), disputed: last('disputed') }
}

type Standing = Pick<Link, 'managerId' | 'source' | 'state'>

/**
 * What becomes of a manager whom somebody names themselves: at once in force where nothing but their own word stands
 * against it; beside a link from elsewhere it waits for a yes. Naming who is in force takes back what waits.
 */
export function planNaming(
  links: readonly Standing[],
  managerId: string,
): 'in-force' | 'waiting' | 'take-back' | 'nothing' {
  const inForce = links.find(({ state }) => state === 'in-force')
  const own = links.find(({ source }) => source === 'self')
  if (inForce?.managerId === managerId) return own?.state === 'waiting' ? 'take-back' : 'nothing'
  if (own?.state === 'waiting' && own.managerId === managerId) return 'nothing'
  return inForce && inForce.source !== 'self' ? 'waiting' : 'in-force'
}

/** What becomes of naming nobody: the last word of one’s own goes first; without one, the link in force is denied. */
export function planNamingNobody(links: readonly Standing[]): 'remove-own' | 'dispute' | 'nothing' {
  const own = links.find(({ source, state }) => source === 'self' && (state === 'waiting' || state === 'in-force'))
  if (own) return 'remove-own'
  return links.some(({ state }) => state === 'in-force') ? 'dispute' : 'nothing'
}

/**
 * What a profile field changes. It is read every night and does not say since when it holds: only where it names somebody
 * else than the last time is it later than another link; until then it is remembered as overtaken.
 */
export function planProfile(
  links: readonly Standing[],
  managerId: string | undefined,
): 'in-force' | 'remember' | 'remove' | 'nothing' {
  const before = links.find(({ source }) => source === 'profile')
  if (managerId === undefined) return before ? 'remove' : 'nothing'
  if (before?.managerId === managerId) return 'nothing'
  const inForce = links.find(({ state }) => state === 'in-force')
  const denied = links.some((link) => link.state === 'disputed' && link.managerId === managerId)
  if (denied || inForce?.managerId === managerId) return 'remember'
  return inForce && !before ? 'remember' : 'in-force'
}

/** Who may say yes or no to a link that is not settled: the named person while it waits, an admin in any case. */
export function maySettle(link: Pick<Link, 'state' | 'managerId'>, actorId: string, isAdmin: boolean): boolean {
  if (link.state === 'waiting') return isAdmin || link.managerId === actorId
  return link.state === 'disputed' && isAdmin
}

/** `{person}:{source}:{since}`, at most 60 characters. */
export function writeLinkKey({ personId, source, since }: LinkKey): string {
  return `${personId}:${source}:${since.getTime().toString(36)}`
}

export function readLinkKey(value: string | undefined): LinkKey | undefined {
  const [, personId, source, since] = linkKey.exec(value ?? '') ?? []
  if (personId === undefined || since === undefined) return undefined
  const at = new Date(Number.parseInt(since, 36))
  return Number.isNaN(at.getTime()) ? undefined : { personId, source: source as Source, since: at }
}

const linkKey = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):(csv|self|profile):([0-9a-z]{1,12})$/
