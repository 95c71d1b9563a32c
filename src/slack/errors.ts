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

/** The window was closed or changed meanwhile: its reader needs nothing from us any more. */
export function isWindowGone(error: unknown): boolean {
  return ['not_found', 'view_not_found', 'hash_conflict'].includes(slackError(error) ?? '')
}
