/** @typedef {Readonly<Record<string, unknown>>} Json */

/** @param {unknown} value @returns {value is Json} */
export function isRecord(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value as an object; anything else reads as an empty one. @param {unknown} value @returns {Json} */
export function record(value) {
  return isRecord(value) ? value : {}
}

/** @param {unknown} value @returns {readonly unknown[]} */
export function list(value) {
  return Array.isArray(value) ? value : []
}

/** @param {unknown} value @returns {readonly Json[]} */
export function records(value) {
  return list(value).filter(isRecord)
}

/** The value if it is text; anything else reads as none. @param {unknown} value */
export function words(value) {
  return typeof value === 'string' ? value : ''
}

/** The words of a text object, as a name for a screen reader. @param {unknown} text */
export function wordsOf(text) {
  return words(record(text).text)
}
