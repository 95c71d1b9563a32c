/**
 * @typedef {Readonly<Record<string, unknown>>} Json
 * @typedef {{ readonly seq: number, readonly at: number, readonly kind: string, readonly team?: string } & Json} Entry an entry of the journal
 */

/** @param {unknown} value @returns {value is Json} */
export const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)

/** @param {unknown} value @returns {Json} */
export const record = (value) => (isRecord(value) ? value : {})

/** @param {unknown} value @returns {string} */
export const text = (value) => (typeof value === 'string' ? value : '')

/** @param {unknown} value @returns {readonly unknown[]} */
export const list = (value) => (Array.isArray(value) ? value : [])

/** @param {unknown} value @returns {number} */
export const number = (value) => (typeof value === 'number' ? value : 0)

/** What an ack or a form carries as text, as JSON where it is JSON. @param {unknown} value @returns {unknown} */
export function opened(value) {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

/** Whose deed an entry tells of, where it does. @param {Entry} entry @returns {string} a user's id, or nothing */
export function whoseIs(entry) {
  const { content, query, body } = entry
  const event = record(record(content).event ?? record(body).event)
  const named = [entry, record(content), record(body), record(query), event].map(personIn)
  return text(record(content).user_id) || named.find((id) => id !== '') || ''
}

/** @param {Json} holder */
function personIn({ user }) {
  return text(user) || text(record(user).id)
}

/** When an entry was written down, by the clock that nobody moves. @param {Entry} entry */
export function writtenAt({ machine, at }) {
  return typeof machine === 'number' ? machine : at
}

/** When an entry began: a delivery is written down when its ack is there. @param {Entry} entry */
export function beginOf(entry) {
  return writtenAt(entry) - (entry.kind === 'delivery' ? number(record(entry.ack).ms) : 0)
}
