import { useRef } from 'preact/hooks'
import { useConfirm } from './confirm.js'
import { list, records, words } from './json.js'
import { offerOf } from './offers.js'
import { useChoice, valueIn } from './values.js'

/**
 * @import { Json } from './json.js'
 * @import { Offer } from './offers.js'
 * @import { Surface } from './surface.js'
 */

/**
 * What is chosen in a combobox, and how that changes: one value or several, told to the surface once it is confirmed.
 * @param {{ block: Json, element: Json, surface: Surface }} place
 */
export function usePicks({ block, element, surface }) {
  const isSeveral = words(element.type).startsWith('multi_')
  const [chosen, choose, takeBack] = useChoice(surface, block, element)
  const [question, ask] = useConfirm(element, surface)
  // What was offered once keeps its name when the list offers something else.
  const seen = useRef(/** @type {readonly Offer[]} */ ([]))
  const values = (isSeveral ? list(chosen) : [chosen]).map(words).filter(Boolean)
  const most = isSeveral && typeof element.max_selected_items === 'number' ? element.max_selected_items : Infinity
  const send = (/** @type {unknown} */ value, /** @type {string | undefined} */ typed = undefined) => {
    choose(value ?? '')
    ask(() => surface.act(block, element, value, typed), takeBack)
  }
  const remove = (/** @type {string | undefined} */ value) => {
    if (value) send(values.filter((each) => each !== value))
  }
  return {
    isSeveral,
    most,
    values,
    question,
    remove,
    empty: () => send(null),
    /**
     * Picks it; of several, picking again takes it away.
     * @param {Offer} offer @param {string} typed what had been typed to find it
     */
    pick: (offer, typed) => {
      seen.current = [...seen.current, offer]
      if (!isSeveral && !values.includes(offer.value)) send(offer.value, typed)
      else if (isSeveral && values.includes(offer.value)) remove(offer.value)
      else if (isSeveral && values.length < most) send([...values, offer.value], typed)
    },
    /** The values with their names. @param {readonly Offer[]} offers */
    named: (offers) => {
      const kept = records([valueIn(surface, block, element)].flat())
      return values.map((value) => offerOf(surface, [...offers, ...seen.current], kept, value))
    },
  }
}
