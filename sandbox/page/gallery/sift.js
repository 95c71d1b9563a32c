/** @import { Json } from '../blocks/json.js' */

/**
 * One view of the product in one of its situations, as GET /control/gallery tells it.
 * @typedef {object} ShownView
 * @property {string} id          callback id of a view, name of a message
 * @property {string} name        the situation
 * @property {'smallest' | 'usual' | 'largest'} size
 * @property {'message' | 'modal' | 'home'} kind
 * @property {string} anchor
 * @property {Json} shown
 * @property {string} [text]      the sentence beside the blocks of a message
 * @property {string} outline
 * @property {{ readonly characters: number, readonly shares: readonly Share[] }} sizes
 */

/**
 * How much of one of Slack's limits is used.
 * @typedef {object} Share
 * @property {string} limit
 * @property {number} found
 * @property {number} most
 * @property {'characters' | 'items' | 'bytes' | 'count'} unit
 * @property {number} percent
 */

/** What to look for; empty is anything. @typedef {{ readonly words: string, readonly kind: string, readonly size: string }} Sieve */

/** @type {Sieve} */
export const EVERYTHING = { words: '', kind: '', size: '' }

/** @param {ShownView} view @param {Sieve} sieve */
export function isWanted(view, { words, kind, size }) {
  if ((kind && view.kind !== kind) || (size && view.size !== size)) return false
  const readable = [view.id, view.name, view.text ?? '', view.outline].join('\n').toLowerCase()
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => readable.includes(word))
}

/** The views by room and name, in the order in which they come. @param {readonly ShownView[]} views */
export function roomsOf(views) {
  return grouped(views, ({ id }) => id.split('.')[0] ?? '').map(([room, inRoom]) => ({
    room,
    ids: grouped(inRoom, ({ id }) => id).map(([id, ofId]) => ({ id, views: ofId })),
  }))
}

/** @param {readonly ShownView[]} views @param {(view: ShownView) => string} keyOf */
function grouped(views, keyOf) {
  /** @type {Map<string, ShownView[]>} */
  const groups = new Map()
  for (const view of views) {
    const key = keyOf(view)
    groups.set(key, [...(groups.get(key) ?? []), view])
  }
  return [...groups]
}

/** @param {number} wanted @param {number} all */
export function countWords(wanted, all) {
  if (all === 0) return 'No views: this sandbox runs without the product. They are there under npm run demo.'
  return wanted === all ? `${all} views` : `${wanted} of ${all} views`
}

// How large the whole is; of its parts only the fullest are worth a line.
const WHOLES = new Set([
  'message blocks',
  'modal blocks',
  'home blocks',
  'posted text',
  'view size',
  'view private_metadata',
  'view title',
])
const PARTS_SHOWN = 2

/** What stands open of the sizes, and what is folded away. @param {readonly Share[]} shares */
export function foldedShares(shares) {
  const parts = shares.filter(({ limit }) => !WHOLES.has(limit)).sort((one, other) => other.percent - one.percent)
  const fullest = new Set(parts.slice(0, PARTS_SHOWN))
  const isOpen = (/** @type {Share} */ share) => WHOLES.has(share.limit) || fullest.has(share)
  return { open: shares.filter(isOpen), folded: shares.filter((share) => !isOpen(share)) }
}

/** “4.9 of 250 KB”, “9 of 100”. @param {Share} share */
export function figures({ found, most, unit }) {
  const inWords = (/** @type {number} */ size) =>
    (unit === 'bytes' ? size / 1000 : size).toLocaleString('en-GB', { maximumFractionDigits: 1 })
  return `${inWords(found)} of ${inWords(most)}${unit === 'bytes' ? ' KB' : ''}`
}
