import { record, text } from './entries.js'

/**
 * @typedef {import('./entries.js').Entry} Entry
 * @typedef {import('./entries.js').Json} Json
 * @typedef {object} Deed
 * @property {readonly string[]} sends how the payloads begin that the app may hear because of it
 * @property {(asked: Json) => string} words what stands after the person's name
 * @property {boolean} [isSmall] not worth a line unless something came of it: most fields of a window tell the app nothing
 * @property {boolean} [isNobodys] the machine's rather than a person's
 */

/** @param {Json} asked */
const clicked = ({ action, value }) => {
  const chosen = typeof value === 'string' || typeof value === 'number' ? ` “${shortened(String(value))}”` : ''
  return value === undefined ? `pressed ${text(action)}` : `chose${chosen} in ${text(action)}`
}

/** @type {Readonly<Record<string, Deed>>} */
const DEEDS = {
  '/control/command': { sends: ['command'], words: (asked) => `typed ${shortened(text(asked.text))}` },
  '/control/shortcut': { sends: ['shortcut'], words: (asked) => `used the shortcut ${text(asked.callback_id)}` },
  '/control/submit': {
    sends: ['view_submission', 'block_actions', 'block_suggestion'],
    words: () => 'submitted the window',
  },
  '/control/click': { sends: ['block_actions', 'block_suggestion'], words: clicked },
  '/control/close': {
    sends: ['view_closed'],
    words: ({ all }) => (all ? 'closed all windows' : 'closed the window'),
  },
  '/control/home': {
    sends: ['event app_home_opened'],
    words: ({ tab }) => (tab === 'messages' ? 'opened the app’s messages' : 'opened Home'),
  },
  '/control/say': { sends: ['event'], words: (asked) => `wrote “${shortened(text(asked.text))}”` },
  '/control/type': { sends: ['block_actions'], words: ({ action }) => `typed into ${text(action)}`, isSmall: true },
  '/control/options': {
    sends: ['block_suggestion'],
    words: ({ action }) => `looked into the list ${text(action)}`,
    isSmall: true,
  },
  '/control/read': { sends: [], words: () => 'read to the end', isSmall: true },
  '/control/event': { sends: ['event'], words: ({ event }) => `caused the event ${text(record(event).type)}` },
  '/control/deliver': { sends: [''], words: ({ as }) => `A hand-made ${text(as) || 'payload'}`, isNobodys: true },
  '/control/people': { sends: ['event user', 'event team_join'], words: () => 'People changed', isNobodys: true },
  '/control/scopes': { sends: [], words: () => 'Scopes changed', isNobodys: true },
  '/control/limits': { sends: [], words: () => 'Limits changed', isNobodys: true },
  '/control/sockets': { sends: [], words: (asked) => `Sockets: ${text(asked.do)}`, isNobodys: true },
  '/control/clock': { sends: [], words: clockWords, isNobodys: true },
  '/control/uninstall': {
    sends: ['event app_uninstalled', 'event tokens_revoked'],
    words: () => 'The app was uninstalled',
    isNobodys: true,
  },
  '/control/reinstall': { sends: [], words: () => 'The app was installed', isNobodys: true },
  '/control/reset': { sends: [], words: () => 'Everything as on the first morning', isNobodys: true },
  '/control/faults': { sends: [], words: faultWords, isNobodys: true },
}

/** The deed in a `control` entry; undefined when somebody only looked. @param {Entry} entry @returns {Deed | undefined} */
export function deedIn(entry) {
  const { method, path } = entry
  const known = DEEDS[text(path)]
  if (method === 'GET') return path === '/control/home' || known?.isSmall ? known : undefined
  if (path === '/control/click' && known) return { ...known, isSmall: askedIn(entry).value !== undefined }
  return known ?? { sends: [''], words: () => `asked for ${text(path)}` }
}

/** What was asked with it, of a query or of a body. @param {Entry} entry @returns {Json} */
export function askedIn({ query, body }) {
  return { ...record(query), ...record(body) }
}

/** @param {Json} asked */
function clockWords({ set, rate, advance, play }) {
  if (rate !== undefined) return rate === 0 ? 'Time was frozen' : `Time runs ${rate}×`
  if (play !== undefined) return `Time was played until ${play}`
  return advance === undefined ? `Time was set to ${set}` : `Time went on: ${advance}`
}

/** @param {Json} asked */
function faultWords({ method, delivery, kind, clear }) {
  if (clear === true || kind === undefined) return 'All faults disarmed'
  return `Fault asked for: ${String(kind)} for ${text(method) || text(delivery)}`
}

/** @param {string} words */
export function shortened(words) {
  return words.length > 60 ? `${words.slice(0, 59)}…` : words
}
