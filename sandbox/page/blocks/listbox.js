import { html } from 'htm/preact'
import { useEffect, useRef } from 'preact/hooks'

/** @import { Offer } from './offers.js' */

/**
 * The list below a combobox. The focus stays in the text above, so a press of the mouse must not take it.
 * @param {{
 *   id: string, label: string, isSeveral: boolean, isFull: boolean, offers: readonly Offer[],
 *   chosen: readonly string[], active: number, note: string, onPick: (offer: Offer) => void,
 * }} props
 */
export function Listbox({ id, label, isSeveral, isFull, offers, chosen, active, note, onPick }) {
  const pop = useRef(/** @type {HTMLElement | null} */ (null))
  useEffect(() => pop.current?.scrollIntoView({ block: 'nearest' }), [])
  useEffect(() => document.getElementById(optionId(id, active))?.scrollIntoView({ block: 'nearest' }), [id, active])
  const option = (/** @type {Offer} */ offer, /** @type {number} */ at) => {
    const isChosen = chosen.includes(offer.value)
    return html`<div
      role="option"
      id=${optionId(id, at)}
      class=${at === active ? 'bk-option is-active' : 'bk-option'}
      aria-selected=${isChosen ? 'true' : 'false'}
      aria-disabled=${isFull && !isChosen ? 'true' : undefined}
      dir="auto"
      onClick=${() => onPick(offer)}
    >
      ${offer.label}${offer.more && html` <small dir="auto">${offer.more}</small>`}
    </div>`
  }
  const heading = (/** @type {Offer} */ { group }, /** @type {number} */ at) =>
    group && group !== offers[at - 1]?.group && html`<div class="bk-group" role="presentation">${group}</div>`
  return html`<div class="bk-pop" ref=${pop} onMouseDown=${(/** @type {Event} */ event) => event.preventDefault()}>
    <div role="listbox" id=${id} aria-label=${label} aria-multiselectable=${isSeveral ? 'true' : undefined}>
      ${offers.map((offer, at) => [heading(offer, at), option(offer, at)])}
    </div>
    ${note && html`<div class="bk-pop-note">${note}</div>`}
  </div>`
}

/** @param {string} listId @param {number} at */
export function optionId(listId, at) {
  return `${listId}-${at}`
}
