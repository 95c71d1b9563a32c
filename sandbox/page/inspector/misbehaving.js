import { record, text } from './entries.js'

/**
 * What the form for faults holds and sends. The numbers are kept as typed: what is wrong with them the sandbox says.
 *
 * @typedef {import('./entries.js').Entry} Entry
 * @typedef {import('./entries.js').Json} Json
 * @typedef {object} Wish
 * @property {'method' | 'delivery'} about
 * @property {string} name
 * @property {string} kind
 * @property {string} times
 * @property {string} retryAfter
 * @property {string} ms
 * @property {string} chance
 * @property {string} seed
 */

/** @type {Wish} */
export const NO_WISH = {
  about: 'method',
  name: '',
  kind: '429',
  times: '1',
  retryAfter: '',
  ms: '',
  chance: '',
  seed: '',
}

/** @type {Readonly<Record<Wish['about'], Readonly<Record<string, string>>>>} */
export const KINDS = {
  method: {
    429: '429: too many calls',
    500: '500: Slack is unwell',
    reset_before: 'connection reset, not done',
    reset_after: 'connection reset, done all the same',
    hang: 'no answer at all',
    slow: 'done at once, answered slowly',
    deactivated: 'the person’s account is closed around it',
  },
  delivery: {
    duplicate: 'delivered twice',
    late: 'delivered late',
    hang: 'never delivered',
    reset_before: 'connection reset before it is read',
    reset_after: 'connection reset after it is read',
  },
}

const DEACTIVATING = ['conversations.open', 'chat.postMessage']

/** @param {Wish} wish @returns {readonly (readonly [kind: string, words: string])[]} the kinds that fit what it is about */
export function kindsFor({ about, name }) {
  return Object.entries(KINDS[about]).filter(([kind]) => kind !== 'deactivated' || DEACTIVATING.includes(name.trim()))
}

/** The wish with a change; a kind that fits no more gives way to the first that does. */
/** @param {Wish} wish @param {Partial<Wish>} change @returns {Wish} */
export function changed(wish, change) {
  const next = { ...wish, ...change }
  const kinds = kindsFor(next).map(([kind]) => kind)
  return kinds.includes(next.kind) ? next : { ...next, kind: kinds[0] ?? '' }
}

/** @param {string} kind */
export const takesMs = (kind) => kind === 'slow' || kind === 'late'

/** What POST /control/faults takes. @param {Wish} wish @returns {Json} */
export function faultBody({ about, name, kind, times, retryAfter, ms, chance, seed }) {
  const numbers = Object.entries({
    times,
    ...(kind === '429' ? { retry_after: retryAfter } : {}),
    ...(takesMs(kind) ? { ms } : {}),
    chance,
    seed,
  }).filter(([, typed]) => typed.trim() !== '')
  return {
    [about]: name.trim(),
    kind,
    ...Object.fromEntries(numbers.map(([property, typed]) => [property, numberIn(typed)])),
  }
}

/** @param {string} typed */
function numberIn(typed) {
  const value = Number(typed)
  return Number.isNaN(value) ? typed : value
}

/** @type {readonly (readonly [words: string, body: Json])[]} */
export const PRESETS = [
  ['Next message: too many calls (429)', { method: 'chat.postMessage', kind: '429' }],
  ['Next submission: sent twice', { delivery: 'view_submission', kind: 'duplicate' }],
  ['Next command: answered too late', { delivery: 'command', kind: 'late' }],
  ['views.update: done, but the line breaks', { method: 'views.update', kind: 'reset_after' }],
]

/** `*` is every method; the last three are none, and have to be named. */
export const METHODS = [
  '*',
  'api.test',
  'apps.connections.open',
  'auth.test',
  'chat.delete',
  'chat.postEphemeral',
  'chat.postMessage',
  'chat.update',
  'conversations.history',
  'conversations.info',
  'conversations.members',
  'conversations.open',
  'files.completeUploadExternal',
  'files.getUploadURLExternal',
  'files.info',
  'team.profile.get',
  'users.info',
  'users.list',
  'users.profile.get',
  'views.open',
  'views.publish',
  'views.push',
  'views.update',
  'response_url',
  'upload',
  'download',
]

const DELIVERIES = ['*', 'command', 'interaction', 'event', 'view_submission', 'block_actions', 'shortcut']

/** Names by which payloads can be meant: the sorts, and what was delivered so far. */
/** @param {readonly Entry[]} entries @returns {readonly string[]} */
export function deliveryNames(entries) {
  const seen = entries.filter(({ kind }) => kind === 'delivery').map(({ what }) => text(what).replace(/^\w+ /, ''))
  return [...new Set([...DELIVERIES, ...seen])].filter((name) => name !== '')
}

/** @param {unknown} fault one of GET /control/faults @returns {string} */
export function armedWords(fault) {
  const { method, delivery, kind, times, chance, retry_after: seconds, ms } = record(fault)
  const how = [
    seconds !== undefined && `retry after ${seconds} s`,
    ms !== undefined && `${ms} ms`,
    chance !== undefined && `chance ${chance}`,
  ].filter(Boolean)
  const words = KINDS[method === undefined ? 'delivery' : 'method'][text(kind)] ?? text(kind)
  const left = times === 1 ? 'once' : `${String(times)} times`
  return `${text(method) || text(delivery)}: ${words}, ${[left, ...how].join(', ')}`
}
