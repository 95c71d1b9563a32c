/** @import { Json } from './blocks/json.js' */

/**
 * What the page asks of the sandbox.
 * @typedef {object} Control
 * @property {(path: string, query?: Record<string, string>) => Promise<Json>} get
 * @property {(path: string, body: Json) => Promise<Json>} post
 * @property {(path: string) => Promise<Json>} remove
 */

/**
 * Asks the sandbox, about one of its workspaces where it has several. Rejects with the sandbox's own sentence, and the
 * status as its `cause`.
 * @param {string | null} team
 * @returns {Control}
 */
export function controlOf(team) {
  const whose = team ? { team } : {}
  return {
    get: (path, query = {}) => ask('GET', `${path}?${new URLSearchParams({ ...whose, ...query })}`),
    post: (path, body) => ask('POST', path, { ...whose, ...body }),
    remove: (path) => ask('DELETE', `${path}?${new URLSearchParams(whose)}`),
  }
}

const SHORT = 4_000

/**
 * @param {string} method
 * @param {string} address
 * @param {Json} [body]
 * @returns {Promise<Json>}
 */
async function ask(method, address, body) {
  const sent = body ? JSON.stringify(body) : undefined
  // What is short still arrives when the page is left meanwhile; browsers do not promise that for more.
  const keepalive = sent !== undefined && sent.length < SHORT
  const answer = await fetch(address, { method, keepalive, ...(sent ? { body: sent } : {}) }).catch(() => undefined)
  if (!answer) throw new Error('The sandbox does not answer. Is it still running?')
  const read = await answer.json()
  if (!answer.ok) throw new Error(String(read.error), { cause: answer.status })
  return read
}
