/** @import { Json } from './blocks/json.js' */
/** @import { Control } from './control.js' */

/**
 * What one person does. Whatever they typed reaches Slack before what they press.
 * @typedef {object} Deeds
 * @property {(path: string, body?: Json) => Promise<Json>} do
 * @property {(body: Json) => void} type
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
  return {
    async do(path, body = {}) {
      await flush()
      return control.post(path, { user, wait: 'ack', ...body })
    },
    type(body) {
      typed.set(JSON.stringify({ ...body, value: '' }), { user, wait: 'ack', ...body })
      clearTimeout(timer)
      timer = setTimeout(flush, PAUSE_MS)
    },
  }
}
