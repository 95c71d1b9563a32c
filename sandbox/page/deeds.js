/** @import { Json } from './blocks/json.js' */
/** @import { Control } from './control.js' */

/**
 * What one person does. Whatever they typed reaches Slack before what they press, and whatever they picked before they
 * submit it.
 * @typedef {object} Deeds
 * @property {(path: string, body?: Json) => Promise<Json>} do   a click with a `value` picks something
 * @property {(path: string, query?: Record<string, string>) => Promise<Json>} look
 * @property {(body: Json) => void} type
 * @property {() => Promise<unknown>} flush   sends what was typed at once
 */

const PAUSE_MS = 300

/**
 * @param {Control} control
 * @param {string} user
 * @returns {Deeds}
 */
export function deedsOf(control, user) {
  /** @type {Map<string, Json>} */
  const typed = new Map()
  /** @type {Set<Promise<unknown>>} */
  const picks = new Set()
  /** @type {Promise<unknown>} */
  let underWay = Promise.resolve()
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer
  const flush = () => {
    clearTimeout(timer)
    const bodies = [...typed.values()]
    typed.clear()
    // A field that is gone by now was redrawn: what stood in it is lost, as in Slack.
    const send = (/** @type {Json} */ body) => control.post('/control/type', body).catch(() => {})
    underWay = bodies.reduce((before, body) => before.then(() => send(body)), underWay)
    return underWay
  }
  const pick = async (/** @type {Json} */ body) => {
    await flush()
    return control.post('/control/click', body)
  }
  return {
    async do(path, more = {}) {
      const body = { user, wait: 'ack', ...more }
      if (path === '/control/click') return 'value' in more ? keptIn(picks, pick(body)) : pick(body)
      // A file takes longer to arrive than the press of a button that follows it.
      await Promise.all([flush(), ...(path === '/control/submit' ? picks : [])])
      return control.post(path, body)
    },
    look: (path, query = {}) => control.get(path, { user, ...query }),
    type(body) {
      typed.set(JSON.stringify({ ...body, value: '' }), { user, wait: 'ack', ...body })
      clearTimeout(timer)
      timer = setTimeout(flush, PAUSE_MS)
    },
    flush,
  }
}

/**
 * Counts a deed among those under way for as long as it is.
 * @template T
 * @param {Set<Promise<unknown>>} underWay
 * @param {Promise<T>} deed
 */
function keptIn(underWay, deed) {
  const settled = deed.catch(() => {})
  underWay.add(settled)
  settled.finally(() => underWay.delete(settled))
  return deed
}
