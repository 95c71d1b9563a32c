import type { Person } from './company.ts'

/** What kind of account somebody has: for the app it decides what it can do with them. */
export type Account =
  | 'member'
  | 'guest'
  | 'single-channel guest'
  | 'stranger'
  | 'invited'
  | 'deactivated'
  | 'bot'
  | 'slackbot'

function accountOf(person: Person): Account {
  if (person.id === 'USLACKBOT') return 'slackbot'
  if (person.isBot) return 'bot'
  if (person.isDeleted) return 'deactivated'
  if (person.isInvited) return 'invited'
  if (person.isStranger) return 'stranger'
  if (person.isSingleChannelGuest) return 'single-channel guest'
  return person.isGuest ? 'guest' : 'member'
}

/** What the app may want of somebody. */
export interface Reach {
  /** conversations.open with them. */
  readonly open: string | null
  /** chat.postMessage with their id, or into the conversation that already exists. */
  readonly post: string | null
  /** chat.postEphemeral for them, in a channel that lists them. */
  readonly whisper: string | null
  /** views.publish on their Home tab. */
  readonly publish: string | null
}

const anything: Reach = { open: null, post: null, whisper: null, publish: null }
const nothing: Reach = {
  open: 'user_disabled',
  post: 'channel_not_found',
  whisper: 'user_not_in_channel',
  publish: 'user_not_found',
}
const machine: Reach = { ...nothing, open: 'cannot_dm_bot', post: 'cannot_dm_bot' }

/** Slack's error for each wish and each kind of account; null where it is done. Being away changes nothing. */
const REACH: Readonly<Record<Account, Reach>> = {
  member: anything,
  guest: anything,
  'single-channel guest': anything,
  stranger: { ...anything, open: 'user_not_visible', post: 'channel_not_found' },
  invited: nothing,
  deactivated: nothing,
  bot: machine,
  slackbot: machine,
}

/** Slack's error for what the app wants of this person; null when it may. */
export function objectionTo(person: Person, wish: keyof Reach): string | null {
  return REACH[accountOf(person)][wish]
}
