import type { WebClient } from '@slack/web-api'
import { z } from 'zod'
import { slackError } from '../slack/errors.ts'
import { whenAllowed } from '../slack/pace.ts'
import type { Account } from './rules.ts'
import { accountOf } from './slack.ts'

/** Slack asked about many accounts at once, no faster than it allows. */
export interface Members {
  /** Undefined: Slack knows no such account, or does not show it to the app. */
  readonly lookUp: (slackId: string) => Promise<Account | undefined>
  /** Every account there is, page by page: closed ones, guests and apps too. */
  readonly everybody: () => AsyncIterable<readonly Account[]>
  /** Slack ids, page by page. */
  readonly inChannel: (channelId: string) => AsyncIterable<readonly string[]>
}

/**
 * Half of what Slack takes at most. It recommends 200 a page, which would be 250 calls and twelve minutes for fifty
 * thousand accounts: an admin waits for five.
 */
const pageSize = 500
/** Tier 2, 20 calls a minute, and Tier 4, 100: a little less, for clocks that differ. */
const between = { list: 3_050, members: 610 } as const

export function membersOf(slack: WebClient, pause: (milliseconds: number) => Promise<void>): Members {
  return {
    lookUp: (slackId) =>
      whenAllowed(async () => accountOf((await slack.users.info({ user: slackId })).user), pause).catch(unlessUnknown),
    everybody: () =>
      pages(pause, between.list, async (cursor) => {
        const page = peoplePage.parse(await slack.users.list({ limit: pageSize, ...cursor }))
        return { items: page.members.map(accountOf), next: page.response_metadata?.next_cursor }
      }),
    inChannel: (channel) =>
      pages(pause, between.members, async (cursor) => {
        const page = idsPage.parse(await slack.conversations.members({ channel, limit: pageSize, ...cursor }))
        return { items: page.members, next: page.response_metadata?.next_cursor }
      }),
  }
}

interface Page<T> {
  readonly items: readonly T[]
  /** Empty or absent on the last. */
  readonly next: string | undefined
}

async function* pages<T>(
  pause: (milliseconds: number) => Promise<void>,
  gap: number,
  read: (cursor: { readonly cursor?: string }) => Promise<Page<T>>,
): AsyncGenerator<readonly T[]> {
  let cursor: string | undefined
  do {
    if (cursor) await pause(gap)
    const at = cursor ? { cursor } : {}
    const { items, next } = await whenAllowed(() => read(at), pause)
    yield items
    cursor = next || undefined
  } while (cursor)
}

function unlessUnknown(error: unknown): undefined {
  if (!['user_not_found', 'user_not_visible'].includes(slackError(error) ?? '')) throw error
}

const next = { response_metadata: z.object({ next_cursor: z.string().optional() }).optional() }
const peoplePage = z.object({ members: z.array(z.unknown()), ...next })
const idsPage = z.object({ members: z.array(z.string()), ...next })
