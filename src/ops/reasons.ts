import { table } from '../outbox/refusals.ts'
import { escaped } from '../slack/kit.ts'

/** Why a letter waits or has ended, in people’s words; what is stored is a word of Slack’s or of the outbox. */
export function reasonWords(reason: string): string {
  const words = outbox[reason] ?? slack[reason]
  if (words !== undefined) return words
  if (reason.startsWith('http_')) return 'Slack had a failure'
  if (table.token.includes(reason)) return notAllowed
  return table.ours.includes(reason) ? unreadable : `Slack said “${escaped(reason)}”`
}

const closed = 'account closed'
const notAllowed = 'the workspace does not allow it to the app'
const noAnswer = 'Slack gave no answer'
const tooMany = 'too many messages at once'
const removed = 'the app was removed from the workspace'
const unreadable = 'Slack refused how it was written'

const outbox: Readonly<Record<string, string>> = {
  account_closed: closed,
  reader_gone: 'the account is not on record any more',
  given_up: 'given up by an admin',
  marked_as_sent: 'marked as sent by an admin',
  expired: 'too late to be of use',
  nothing_to_say: 'there was nothing to say any more',
  night: 'their night',
  'day-off': 'their day off',
  holiday: 'a company holiday',
  pause: 'their pause',
  round_paused: 'the check-in is paused',
  round_closed: 'the check-in has closed',
  round_cancelled: 'the check-in was withdrawn',
  answered: 'they had answered',
  skipped: 'they had skipped it',
  asked_again_later: 'they chose another day',
  left_out: 'they take no part any more',
  attention: 'they have had two messages this week',
  away: 'their Slack status says that they are away',
  not_a_member: 'not a member of the workspace any more',
  no_answer: noAnswer,
  no_permission_to_look: 'the app may not look into its own direct messages',
  no_permission_for_groups: 'the app may not write to groups',
  slack_away: 'Slack could not be reached',
  too_many_attempts: 'tried too often',
  undrawable: 'it could not be written; the log says why',
}

const slack: Readonly<Record<string, string>> = {
  access_denied: notAllowed,
  account_inactive: removed,
  cannot_dm_bot: 'an app cannot be written to',
  channel_not_found: 'account closed, or not of this workspace',
  is_archived: 'the conversation is archived',
  is_inactive: closed,
  message_not_found: 'the message was deleted',
  messages_tab_disabled: 'the app’s messages are switched off',
  no_permission: notAllowed,
  not_in_channel: 'the app is not in the conversation',
  rate_limited: tooMany,
  ratelimited: tooMany,
  request_timeout: noAnswer,
  restricted_action: 'messages from apps are not allowed there',
  token_revoked: removed,
  user_disabled: closed,
  user_not_found: 'account not known to Slack',
  user_not_visible: 'account not to be seen by the app',
}
