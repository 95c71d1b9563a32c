import { setTimeout as pause } from 'node:timers/promises'
import type { WebClientOptions } from '@slack/web-api'
import type { Log } from '../world.ts'
import { boltLogger } from './receiver.ts'

/** How one kind of call to Slack is made. */
interface Policy {
  /** Milliseconds until one try is given up. */
  readonly timeout: number
  /** Further tries after a reset, a time-out, a 5xx or a short 429. Only where doing it twice is harmless. */
  readonly retries: number
}

const opening: Policy = { timeout: 2_500, retries: 0 } // its trigger dies after three seconds
const drawing: Policy = { timeout: 4_000, retries: 2 } // the same drawing twice is the same drawing
const asking: Policy = { timeout: 4_000, retries: 2 }
const posting: Policy = { timeout: 10_000, retries: 0 } // a lost answer does not mean a lost message

const policies: Readonly<Record<string, Policy>> = {
  // The socket asks again by itself, and sooner than a client would.
  'apps.connections.open': { timeout: 4_000, retries: 0 },
  'auth.test': asking,
  // Opening a conversation that is open changes nothing.
  'conversations.open': asking,
  'conversations.history': asking,
  'conversations.members': asking,
  // An address that nothing was uploaded to is forgotten by Slack.
  'files.getUploadURLExternal': asking,
  'files.info': asking,
  'users.info': asking,
  'users.list': asking,
  'views.open': opening,
  'views.push': opening,
  'views.update': drawing,
  'views.publish': drawing,
}

/** Above this, a 429 is answered at once: nobody waits ten seconds for a window. */
const longestWait = 3_000
const firstPause = 200

/** How every client of this bot talks to Slack. Its own retries are off: they would post twice after a lost answer. */
export function clientOptionsFor(slackApiUrl: string, log: Log): WebClientOptions {
  return {
    slackApiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    fetch: fetchByPolicy(onlyToSlack(slackApiUrl)),
    logger: boltLogger(log),
  }
}

const slackDomain = /(?:^|\.)slack(?:-gov)?\.com$/

/**
 * `fetch` to Slack’s own domains and the host of the Web API, which may be a sandbox or a proxy. The addresses that
 * answers are posted to come in payloads: whoever got hold of the signing secret could otherwise reach, through this
 * bot, whatever stands beside it.
 */
function onlyToSlack(slackApiUrl: string, inner: typeof fetch = fetch): typeof fetch {
  const own = new URL(slackApiUrl).hostname
  return async (target, init) => {
    const { hostname } = addressOf(target)
    if (hostname !== own && !slackDomain.test(hostname))
      throw new Error(`a call to Slack: found an address at ${hostname}, expected one at slack.com or ${own}`)
    return inner(target, init)
  }
}

/**
 * `fetch` for everything the bot says to Slack: Web API methods by the table above, all else (response URLs) as a post.
 * With the client’s own retries off, this table is the whole truth about repeated calls.
 */
export function fetchByPolicy(inner: typeof fetch = fetch): typeof fetch {
  return async (target, init) => {
    const policy = policies[methodOf(target)] ?? posting
    for (let tries = 0; ; tries++) {
      const last = tries === policy.retries
      try {
        const answer = await inner(target, { ...init, signal: deadline(policy.timeout, init?.signal) })
        const wait = last ? undefined : waitAfter(answer, tries)
        if (wait === undefined) return answer
        await answer.body?.cancel()
        await pause(wait)
      } catch (error) {
        if (last || init?.signal?.aborted) throw error
        await pause(firstPause * 2 ** tries)
      }
    }
  }
}

function methodOf(target: string | URL | Request): string {
  return addressOf(target).pathname.split('/').at(-1) ?? ''
}

function addressOf(target: string | URL | Request): URL {
  return new URL(target instanceof Request ? target.url : target)
}

function deadline(timeout: number, given: AbortSignal | null | undefined): AbortSignal {
  const own = AbortSignal.timeout(timeout)
  return given ? AbortSignal.any([given, own]) : own
}

/** Milliseconds to wait before trying again, or undefined when the answer stands. */
function waitAfter(answer: Response, tries: number): number | undefined {
  if (answer.status >= 500) return firstPause * 2 ** tries
  if (answer.status !== 429) return undefined
  const wait = Number(answer.headers.get('retry-after') ?? 1) * 1_000
  return wait <= longestWait ? wait : undefined
}
