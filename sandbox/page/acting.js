import { useMemo, useRef, useState } from 'preact/hooks'
import { record, records, words } from './blocks/json.js'
import { fieldNow } from './redrawn.js'

/** @import { Json } from './blocks/json.js' */
/** @import { Directory, Surface } from './blocks/surface.js' */
/** @import { Deeds } from './deeds.js' */

/**
 * What a surface needs to be acted on.
 * @typedef {object} Around
 * @property {Surface['kind']} kind
 * @property {Json} where                  what says where to POST /control/click
 * @property {Readonly<Record<string, Readonly<Record<string, Json>>>>} values
 * @property {Readonly<Record<string, string>>} [errors]
 * @property {Directory} directory
 * @property {Deeds} deeds
 * @property {(userId: string) => void} openPerson
 * @property {(channelId: string) => void} openChannel
 * @property {(url: string) => boolean} openLink
 * @property {() => void} [submit]         what Enter does in a field whose app does not listen for it
 */

/**
 * A surface that acts for a person, and the sentence Slack shows when that failed.
 * @param {Around} around
 * @returns {{ surface: Surface, notice: string, setNotice: (notice: string) => void }}
 */
export function useActing(around) {
  const [busy, setBusy] = useState(/** @type {ReadonlySet<string>} */ (new Set()))
  const [notice, setNotice] = useState('')
  // The surface stays the same object while nothing on it changes; what it does is always up to date.
  const latest = useRef(around)
  latest.current = around
  const { kind, values, errors, directory } = around
  const surface = useMemo(() => {
    const nameOf = (/** @type {unknown} */ block, /** @type {unknown} */ element) => `${block} ${element}`
    const target = (/** @type {Json} */ block, /** @type {Json} */ element) => ({
      ...latest.current.where,
      block: words(block.block_id),
      action: words(element.action_id),
    })
    const act = async (/** @type {Json} */ block, /** @type {Json} */ element, /** @type {Json} */ more) => {
      const name = nameOf(block.block_id, element.action_id)
      setBusy((before) => new Set([...before, name]))
      try {
        const answer = await click(latest.current.deeds, target(block, element), more)
        setNotice(words(answer.notice))
      } catch (error) {
        setNotice(error instanceof Error ? error.message : String(error))
      } finally {
        setBusy((before) => new Set([...before].filter((each) => each !== name)))
      }
    }
    /** @type {Surface} */
    const made = {
      kind,
      directory,
      valueOf: (block, action) => values[block]?.[action],
      errorOf: (block) => errors?.[block],
      isBusy: (block, action) => busy.has(nameOf(block, action)),
      act: (block, element, value, typed) => void act(block, element, value === undefined ? {} : { value, typed }),
      type: (block, element, text) => latest.current.deeds.type({ ...target(block, element), value: text }),
      enter: (block, element, value) => {
        const { submit } = latest.current
        if (submit && block.dispatch_action !== true) submit()
        else void act(block, element, { value })
      },
      optionsFor: async (block, element, typed) => {
        const answer = await latest.current.deeds.do('/control/options', { ...target(block, element), typed })
        return { options: records(answer.options) }
      },
      openPerson: (id) => latest.current.openPerson(id),
      openChannel: (id) => latest.current.openChannel(id),
      openLink: (url) => latest.current.openLink(url),
    }
    return made
  }, [kind, values, errors, directory, busy])
  return { surface, notice, setNotice }
}

const CHANGED = 'The window changed meanwhile. Please choose again.'

/**
 * A click; one that met a window that was drawn anew meanwhile is made once more, on the field that stands there now.
 * @param {Deeds} deeds
 * @param {Json & import('./redrawn.js').Field} target
 * @param {Json} more
 * @returns {Promise<Json>}
 */
async function click(deeds, target, more) {
  try {
    return await deeds.do('/control/click', { ...target, ...more })
  } catch (error) {
    if (target.in !== 'view') throw error
    const view = record((await deeds.look('/control/view')).view)
    const now = view.id === target.view ? fieldNow(records(view.blocks), target) : undefined
    // It is still there: what was wrong is something else.
    if (now?.block === target.block) throw error
    if (!now) throw new Error(CHANGED)
    return deeds.do('/control/click', { ...target, ...now, ...more }).catch(() => {
      throw new Error(CHANGED)
    })
  }
}
