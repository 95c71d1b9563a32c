import { slackError } from '../slack/errors.ts'
import type { Visitor } from './flow.ts'
import type { Account } from './rules.ts'

/** Somebody named by somebody else, and what Slack says about them just now. */
export interface Asked {
  readonly slackId: string
  /** Undefined: Slack knows nobody of this id here. */
  readonly account: Account | undefined
}

/** Asks Slack about each of them. An id comes from a list or a mention, but also from whoever forges a payload. */
export async function askAbout(visitor: Visitor, slackIds: readonly string[]): Promise<readonly Asked[]> {
  return Promise.all(slackIds.map(async (slackId) => ({ slackId, account: await known(visitor, slackId) })))
}

async function known(visitor: Visitor, slackId: string): Promise<Account | undefined> {
  try {
    return await visitor.lookUp(slackId)
  } catch (error) {
    if (unknown.has(slackError(error) ?? '')) return undefined
    throw error
  }
}

const unknown = new Set(['user_not_found', 'user_not_visible', 'users_not_found'])
