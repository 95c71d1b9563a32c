import { record, text } from './entries.js'

/**
 * @typedef {import('./entries.js').Entry} Entry
 * @typedef {import('./entries.js').Json} Json
 */

/** What the bot does by a call that shows nobody anything. @type {Readonly<Record<string, (args: Json) => string>>} */
const ASKS = {
  'apps.connections.open': () => 'asked for a socket',
  'auth.test': () => 'asked who it is itself',
  'conversations.history': () => 'read a conversation',
  'conversations.info': () => 'looked at a conversation',
  'conversations.members': () => 'asked who is in a conversation',
  'files.info': () => 'looked at a file',
  'team.profile.get': () => 'asked what a profile holds',
  'users.info': ({ user }) => `asked who ${mentioned(user)} is`,
  'users.list': () => 'asked who is here',
  'users.profile.get': ({ user }) => `read the profile of ${mentioned(user)}`,
}

const MOST_SAID = 3

/**
 * What the bot asked of its own accord, in a sentence with mentions; empty when it began with anything else.
 * @param {readonly Entry[]} entries
 */
export function asksIn(entries) {
  const [first] = entries
  if (!first || askIn(first) === '') return ''
  const said = [...new Set(entries.map(askIn).filter((each) => each !== ''))]
  const more = said.length > MOST_SAID ? [`${said.length - MOST_SAID} more`] : []
  return `The bot ${[...said.slice(0, MOST_SAID), ...more].join(', ')}`
}

/** @param {Entry} entry */
function askIn({ kind, method, args }) {
  return kind === 'api' ? (ASKS[text(method)]?.(record(args)) ?? '') : ''
}

/** @param {unknown} user */
const mentioned = (user) => (text(user) ? `<@${text(user)}>` : 'somebody')
