import { type Day, dayOf } from '../calendar.ts'
import type { AdminId } from '../config.ts'

/** An account as Slack describes it; the fields of `users.info` that decide something here. */
export interface Account {
  readonly slackId: string
  /** Workspaces the account belongs to; empty when Slack did not say. */
  readonly workspaceIds: readonly string[]
  readonly name: string
  /** An IANA zone that this machine knows. */
  readonly zone: string | undefined
  readonly bot: boolean
  /** Single- and multi-channel guests. */
  readonly guest: boolean
  /** Somebody of another workspace in a shared channel. */
  readonly stranger: boolean
  /** Has not accepted the invitation yet. */
  readonly invited: boolean
  /** Deactivated: what still arrives from it was on its way before. */
  readonly closed: boolean
  /** Their status says that they are away: until a moment, or until they change it when null. */
  readonly away: { readonly until: Date | null } | undefined
  /** When it last changed, by Slack’s clock: of two descriptions the one with the later moment holds. */
  readonly updated: Date | undefined
}

export type AccountKind = 'member' | 'guest' | 'bot' | 'stranger' | 'closed'

/** Somebody this app keeps a row about. */
export interface Person {
  readonly workspaceId: string
  readonly id: string
  readonly slackId: string
  /** IANA zone in which this person reads dates. */
  readonly zone: string
  /** Whether they have ever looked at the app’s Home tab. */
  readonly homeOpened: boolean
}

/** What every question about somebody begins with. */
export type PersonKey = Pick<Person, 'workspaceId' | 'id'>

/** Slack answered, and the account is one that nothing is stored about. */
export interface NotForThem {
  readonly kind: Exclude<AccountKind, 'member'>
  /** They were a member once, and have a row from then. */
  readonly stored?: true
}

/** They have erased themselves: nothing but a mark is stored until they take a first step again. */
export interface Forgotten {
  readonly kind: 'forgotten'
}

export function accountKind(account: Account, workspaceId: string): AccountKind {
  if (account.bot || account.slackId === 'USLACKBOT') return 'bot'
  const { workspaceIds } = account
  if (account.stranger || (workspaceIds.length > 0 && !workspaceIds.includes(workspaceId))) return 'stranger'
  if (account.closed) return 'closed'
  return account.guest ? 'guest' : 'member'
}

/** Slack’s own suggestions for “vacationing” and “out sick”; every other status is somebody at work. */
const awayStatuses: ReadonlySet<string> = new Set([':palm_tree:', ':face_with_thermometer:'])

/** What a status says about being away; it ends at that second of Slack’s clock, or never at 0. */
export function awayBy(emoji: string, expiration: number): Account['away'] {
  if (!awayStatuses.has(emoji)) return undefined
  return { until: expiration > 0 ? new Date(expiration * 1_000) : null }
}

/** Names and zones change rarely; a day-old row is still asked about once when its person acts. */
export function isStale(syncedAt: Date | null, now: Date): boolean {
  return syncedAt === null || now.getTime() - syncedAt.getTime() > 24 * 3_600_000
}

/**
 * Whether somebody who acts runs the programme. An id without a workspace is one of the only workspace served, and acts
 * come from no other.
 */
export function isAdmin(adminIds: readonly AdminId[], workspaceId: string, slackId: string): boolean {
  return adminsIn(adminIds, workspaceId, true).includes(slackId)
}

/**
 * Slack ids of those who run the programme in this workspace, each once. An id without a workspace counts only where no
 * other workspace is served: elsewhere it would be somebody else’s.
 */
export function adminsIn(adminIds: readonly AdminId[], workspaceId: string, onlyWorkspace: boolean): readonly string[] {
  const here = adminIds.filter(
    (each) => (each.workspaceId ?? (onlyWorkspace ? workspaceId : undefined)) === workspaceId,
  )
  return [...new Set(here.map(({ slackId }) => slackId))]
}

/** What somebody is to somebody whose level they would like to see; nobody in particular is `anybody`. */
export type Relation =
  | 'self'
  | 'manager'
  | 'mentor'
  | 'admin'
  | 'opened-to'
  | 'proposed-partner'
  | 'skip-level'
  | 'anybody'

/** What there is to see of somebody. */
export type Part = 'level' | 'items' | 'topics' | 'note' | 'history' | 'totals'

type Sight =
  | 'always'
  /** While the owner takes part in the check-in. */
  | 'enrolled'
  /** Where the owner shares their notes with such a reader, and under the same condition as the level. */
  | 'shared'
  /** Exactly the topics that a proposal names. */
  | 'named-topics'
  /** As a part of totals, each of which covers five people at least. */
  | 'of-five'
  | 'never'

/**
 * Who may see what of whom: the one place where it is decided (product §9; the mentor from acceptance on, until the pair
 * has ended). Totals over people whose names one sees may be of any size.
 */
export const sights: Readonly<Record<Relation, Readonly<Record<Part, Sight>>>> = {
  self: { level: 'always', items: 'always', topics: 'always', note: 'always', history: 'always', totals: 'always' },
  manager: {
    level: 'enrolled',
    items: 'enrolled',
    topics: 'enrolled',
    note: 'shared',
    history: 'enrolled',
    totals: 'enrolled',
  },
  mentor: { level: 'always', items: 'always', topics: 'always', note: 'shared', history: 'never', totals: 'never' },
  admin: {
    level: 'enrolled',
    items: 'enrolled',
    topics: 'enrolled',
    note: 'never',
    history: 'enrolled',
    totals: 'enrolled',
  },
  'opened-to': {
    level: 'always',
    items: 'always',
    topics: 'always',
    note: 'never',
    history: 'never',
    totals: 'never',
  },
  'proposed-partner': {
    level: 'never',
    items: 'never',
    topics: 'named-topics',
    note: 'never',
    history: 'never',
    totals: 'never',
  },
  'skip-level': {
    level: 'never',
    items: 'never',
    topics: 'never',
    note: 'never',
    history: 'never',
    totals: 'of-five',
  },
  anybody: { level: 'never', items: 'never', topics: 'never', note: 'never', history: 'never', totals: 'never' },
}

/** Facts about whose level it is, at the moment of looking. */
export interface Owner {
  readonly isEnrolled: boolean
  readonly notesToManager: boolean
  readonly notesToMentor: boolean
}

/** Whether this part of somebody may be shown by name to somebody who is that to them. */
export function maySee(relation: Relation, part: NamedPart, owner: Owner): boolean {
  switch (sights[relation][part]) {
    case 'always':
      return true
    case 'enrolled':
      return owner.isEnrolled
    case 'shared':
      return relation === 'mentor' ? owner.notesToMentor : owner.notesToManager && owner.isEnrolled
    case 'named-topics':
    case 'of-five':
    case 'never':
      return false
  }
}

/** Whether a level that was opened until the end of a day still is, by the calendar of its owner. */
export function isOpen(until: Day, now: Date, zone: string): boolean {
  return dayOf(now, zone) <= until
}

/** Parts that are shown of one person, by name. */
export type NamedPart = Exclude<Part, 'totals'>

const namedParts: readonly NamedPart[] = ['level', 'items', 'topics', 'note', 'history']

/** The first of them that may see the level is the one named to both: “You see this as their manager”. */
const strongestFirst: readonly Relation[] = [
  'self',
  'manager',
  'mentor',
  'admin',
  'opened-to',
  'proposed-partner',
  'skip-level',
  'anybody',
]

/** What somebody sees of somebody else. */
export interface Visible {
  /** What gives the right to the level; where nothing does, the nearest there is between the two. */
  readonly as: Relation
  readonly parts: ReadonlySet<NamedPart>
}

/**
 * What all relations between two people show together: whoever is manager and mentor sees what either may see, and a
 * level that was opened to an admin stays open while its owner is not enrolled.
 */
export function sightOf(relations: readonly Relation[], owner: Owner): Visible {
  const held = strongestFirst.filter((relation) => relations.includes(relation))
  const shows = (part: NamedPart) => held.find((relation) => maySee(relation, part, owner))
  return { as: shows('level') ?? held[0] ?? 'anybody', parts: new Set(namedParts.filter(shows)) }
}

/** Who sees somebody’s level besides themselves, as they are told. */
export interface SeenBy {
  /** Manager and admins see a level only while its owner is enrolled. */
  readonly enrolled: boolean
  /** The one in force, where they can look at all. */
  readonly manager: { readonly slackId: string } | undefined
  /** How many people they have opened it to, as of this day. */
  readonly openedTo: number
  readonly notesToManager: boolean
  readonly notesToMentor: boolean
}

export const nobodyElse: SeenBy = {
  enrolled: false,
  manager: undefined,
  openedTo: 0,
  notesToManager: false,
  notesToMentor: false,
}
