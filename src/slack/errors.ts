import { ErrorCode } from '@slack/web-api'
import { z } from 'zod'

const platformError = z.object({ code: z.literal(ErrorCode.PlatformError), data: z.object({ error: z.string() }) })

/** Slack’s own word for what went wrong (`expired_trigger_id`, …), or undefined when Slack gave none. */
export function slackError(error: unknown): string | undefined {
  const parsed = platformError.safeParse(error)
  return parsed.success ? parsed.data.data.error : undefined
}

// Slack has used all of these for one thing: more than three seconds passed, or the trigger was used already.
const deadTriggers = new Set([
  'expired_trigger_id',
  'exchanged_trigger_id',
  'invalid_trigger_id',
  'trigger_expired',
  'trigger_exchanged',
])

export function isDeadTrigger(error: unknown): boolean {
  return deadTriggers.has(slackError(error) ?? '')
}

const refusals = new Set([
  'not_authed',
  'invalid_auth',
  'not_allowed_token_type',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'user_removed_from_team',
  'team_disabled',
])

/** Slack’s word for a token that will not work again by itself; undefined for every other error. */
export function refusalOfToken(error: unknown): string | undefined {
  const word = slackError(error)
  return word !== undefined && refusals.has(word) ? word : undefined
}

/**
 * Words that end an installation: its token will not come back. The other refusals may be a slip in the environment, or
 * pass by.
 */
export const endingWords: readonly string[] = ['token_revoked', 'account_inactive']

export function endsInstallation(word: string): boolean {
  return endingWords.includes(word)
}

/**
 * The socket closed before an ack could be given. Slack brings the same payload again over the next one, so the work is
 * left to that second time.
 */
export function isAckLost(error: unknown): boolean {
  return ackLost.safeParse(error).success
}

// From `ErrorCode` of @slack/socket-mode, which Bolt brings along.
const ackLost = z.object({ code: z.string().startsWith('slack_socket_mode_') })

/** Milliseconds after which Slack takes this call, where it was one too many; undefined for every other error. */
export function retryAfterOf(error: unknown): number | undefined {
  const parsed = rateLimited.safeParse(error)
  return parsed.success ? parsed.data.retryAfter * 1_000 : undefined
}

const rateLimited = z.object({ code: z.literal(ErrorCode.RateLimitedError), retryAfter: z.number().nonnegative() })

/** The window was closed or changed meanwhile: its reader needs nothing from us any more. */
export function isWindowGone(error: unknown): boolean {
  return ['not_found', 'view_not_found', 'hash_conflict'].includes(slackError(error) ?? '')
}
