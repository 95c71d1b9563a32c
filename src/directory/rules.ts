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
  /** Deactivated: what still arrives from it was on its way before. */
  readonly closed: boolean
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
