/**
 * What the workspace's time hangs on, as the sandbox tells it; see sandbox/time/anchor.ts.
 * @typedef {{ version: number, at: number, since: number, rate: number }} Clock
 */

/**
 * The workspace's time in milliseconds. Both run on one machine, so its clock is the browser's.
 * @param {Clock} clock
 * @param {number} [machine]
 */
export function timeNow({ at, since, rate }, machine = Date.now()) {
  return at + (machine - since) * rate
}

/**
 * Whether nobody has moved it.
 * @param {Clock} clock
 */
export function isReal({ at, since, rate }) {
  return rate === 1 && at === since
}

/**
 * The day and the time on a wall there.
 * @param {number} moment
 * @param {string} zone
 */
export function dayAndTime(moment, zone) {
  const format = (/** @type {Intl.DateTimeFormatOptions} */ parts) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...parts }).format(moment)
  return {
    day: format({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }),
    time: format({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
  }
}
