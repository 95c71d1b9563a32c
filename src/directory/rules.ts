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
}

export type AccountKind = 'member' | 'guest' | 'bot' | 'stranger'

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

/** Slack answered, and the account is one that nothing is stored about. */
export interface NotForThem {
  readonly kind: Exclude<AccountKind, 'member'>
}

export function accountKind(account: Account, workspaceId: string): AccountKind {
  if (account.bot || account.slackId === 'USLACKBOT') return 'bot'
  const { workspaceIds } = account
  if (account.stranger || (workspaceIds.length > 0 && !workspaceIds.includes(workspaceId))) return 'stranger'
  return account.guest ? 'guest' : 'member'
}

/** Names and zones change rarely; a day-old row is still asked about once when its person acts. */
export function isStale(syncedAt: Date | null, now: Date): boolean {
  return syncedAt === null || now.getTime() - syncedAt.getTime() > 24 * 3_600_000
}
