import type { Account } from '../../src/directory/rules.ts'

/** An account of T1 as Slack describes it: an open one of a member, but for what is said. */
export function accountNamed(slackId: string, change: Partial<Account> = {}): Account {
  return {
    slackId,
    workspaceIds: ['T1'],
    name: slackId.toLowerCase(),
    zone: 'Europe/Berlin',
    bot: false,
    guest: false,
    stranger: false,
    invited: false,
    closed: false,
    away: undefined,
    updated: undefined,
    ...change,
  }
}
