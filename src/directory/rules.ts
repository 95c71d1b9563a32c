/** An account as Slack describes it; the fields of `users.info` that decide something here. */
export interface Account {
  readonly slackId: string
  readonly workspaceId: string | undefined
  readonly name: string
  readonly zone: string | undefined
  readonly deleted: boolean
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
}

/** Slack answered, and the account is one that nothing is stored about. */
export interface NotForThem {
  readonly kind: Exclude<AccountKind, 'member'>
}

export function accountKind(account: Account, workspaceId: string): AccountKind {
  if (account.bot || account.slackId === 'USLACKBOT') return 'bot'
  if (account.stranger || (account.workspaceId !== undefined && account.workspaceId !== workspaceId)) return 'stranger'
  return account.guest ? 'guest' : 'member'
}

/** Names and zones change rarely; a day-old row is still asked about once when its person acts. */
export function isStale(syncedAt: Date | null, now: Date): boolean {
  return syncedAt === null || now.getTime() - syncedAt.getTime() > 24 * 3_600_000
}
