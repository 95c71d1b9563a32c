import { ErrorCode } from '@slack/web-api'
import { z } from 'zod'
import { endsInstallation, refusalOfToken, retryAfterOf, slackError } from '../slack/errors.ts'

/** What a failed call means for its letter. `reason` is the word that is stored. */
export type Verdict =
  /** Never for this reader: the letter has failed. */
  | { readonly kind: 'for-ever'; readonly reason: string }
  /** Nothing was done; another try may succeed. */
  | { readonly kind: 'later'; readonly reason: string }
  /** What we sent is wrong: the letter has failed, and the log has a reference. */
  | { readonly kind: 'ours'; readonly reason: string }
  /** One call too many for this workspace and method; nothing was done. */
  | { readonly kind: 'too-fast'; readonly reason: 'ratelimited'; readonly wait: number }
  /** Slack was not reached; nothing was done. */
  | { readonly kind: 'away'; readonly reason: 'slack_away' }
  /** Nothing leaves this workspace with this token; `dead` when it will not come back. */
  | { readonly kind: 'token'; readonly reason: string; readonly dead: boolean }
  /** It may have been done. */
  | { readonly kind: 'unknown'; readonly reason: string }

/** Slack’s words for chat.postMessage, chat.update and conversations.open, by what they mean for a letter. */
export const table: Readonly<Record<'for-ever' | 'later' | 'ours' | 'token' | 'unknown', readonly string[]>> = {
  'for-ever': [
    'cannot_dm_bot',
    'cant_update_message',
    'channel_not_found',
    'edit_window_closed',
    'invalid_user_combination',
    'is_archived',
    'is_inactive',
    'message_not_found',
    'messages_tab_disabled',
    'not_in_channel',
    'restricted_action',
    'restricted_action_non_threadable_channel',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
    'slack_connect_file_link_sharing_blocked',
    'too_many_users',
    'user_disabled',
    'user_not_found',
    'user_not_visible',
  ],
  later: [
    // This and `no_permission` may concern this one conversation.
    'access_denied',
    'accesslimited',
    'external_channel_migrating',
    'message_limit_exceeded',
    'no_permission',
    'rate_limited',
    'ratelimited',
    // The request arrived cut off: nothing was read, so nothing was done.
    'request_timeout',
    'team_added_to_org',
    'update_failed',
  ],
  ours: [
    'as_user_not_supported',
    'attachment_payload_limit_exceeded',
    'block_mismatch',
    'deprecated_endpoint',
    'insecure_request',
    'invalid_arg_name',
    'invalid_arguments',
    'invalid_array_arg',
    'invalid_blocks',
    'invalid_blocks_format',
    'invalid_charset',
    'invalid_form_data',
    'invalid_metadata_format',
    'invalid_metadata_schema',
    'invalid_post_type',
    'markdown_text_conflict',
    'metadata_must_be_sent_from_app',
    'metadata_too_large',
    'method_deprecated',
    'method_not_supported_for_channel_type',
    'missing_post_type',
    'msg_blocks_too_long',
    'msg_too_long',
    'no_text',
    'too_many_attachments',
    'too_many_contact_cards',
    'unknown_method',
    'users_list_not_supplied',
  ],
  // Beside those of `slack/errors.ts`: an admin of Slack can undo them, so the lane only waits.
  token: [
    'ekm_access_denied',
    'enterprise_is_restricted',
    'missing_scope',
    'org_login_required',
    'team_access_not_granted',
    'team_not_found',
    'two_factor_setup_required',
  ],
  // “Some part of the work may have been done”, says Slack’s page of the first two.
  unknown: ['fatal_error', 'internal_error', 'service_unavailable'],
}

/** What a failed post, edit or opening means. A word that Slack has never told us of is taken for a mistake of ours. */
export function afterRefusal(error: unknown): Verdict {
  const wait = retryAfterOf(error)
  if (wait !== undefined) return { kind: 'too-fast', reason: 'ratelimited', wait }
  const word = slackError(error)
  if (word !== undefined) return byWord(word, refusalOfToken(error))
  const status = statusOf(error)
  if (status !== undefined) return byStatus(status)
  if (isNotReached(error)) return { kind: 'away', reason: 'slack_away' }
  return { kind: 'unknown', reason: 'no_answer' }
}

function byWord(word: string, refusal: string | undefined): Verdict {
  if (refusal !== undefined) return { kind: 'token', reason: refusal, dead: endsInstallation(refusal) }
  // The client takes whatever is no JSON, such as a proxy’s page, for Slack’s word.
  if (!/^[a-z][a-z0-9_]{0,80}$/.test(word)) return { kind: 'unknown', reason: 'no_answer' }
  if (table.token.includes(word)) return { kind: 'token', reason: word, dead: false }
  for (const kind of ['for-ever', 'later', 'unknown'] as const)
    if (table[kind].includes(word)) return { kind, reason: word }
  return { kind: 'ours', reason: word }
}

/** A 5xx comes from behind the door, where something may have been done; any other status from before it. */
function byStatus(status: number): Verdict {
  return status >= 500 ? { kind: 'unknown', reason: `http_${status}` } : { kind: 'later', reason: `http_${status}` }
}

const httpError = z.object({ code: z.literal(ErrorCode.HTTPError), statusCode: z.number() })

function statusOf(error: unknown): number | undefined {
  const parsed = httpError.safeParse(error)
  return parsed.success ? parsed.data.statusCode : undefined
}

/** Words of the system for a connection that was never made: the request cannot have arrived. */
const neverConnected = new Set([
  'ECONNREFUSED',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
])

const layer = z.object({ code: z.unknown(), cause: z.unknown(), original: z.unknown(), errors: z.unknown() }).partial()

function isNotReached(error: unknown, depth = 0): boolean {
  const parsed = layer.safeParse(error)
  if (!parsed.success || depth > 5) return false
  const { code, cause, original, errors } = parsed.data
  // Several addresses were tried: none of them may have been reached.
  if (Array.isArray(errors) && errors.length > 0) return errors.every((each) => isNotReached(each, depth + 1))
  if (typeof code === 'string' && neverConnected.has(code)) return true
  return isNotReached(original ?? cause, depth + 1)
}
