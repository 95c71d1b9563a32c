import { html } from 'htm/preact'
import { useConfirm } from './confirm.js'
import { fieldProps, useFocusOnLoad } from './field.js'
import { records, words, wordsOf } from './json.js'
import { useChoice } from './values.js'

/**
 * @import { Json } from './json.js'
 * @import { Field } from './field.js'
 * @import { Surface } from './surface.js'
 */

/**
 * One of a fixed list: the browser's own menu, which phones and screen readers know best.
 * @param {{ block: Json, element: Json, surface: Surface, field: Field }} props
 */
export function StaticSelect({ block, element, surface, field }) {
  const [chosen, choose, takeBack] = useChoice(surface, block, element)
  const [question, ask] = useConfirm(element, surface)
  const takeFocus = useFocusOnLoad(element)
  const pick = (/** @type {string} */ value) => {
    choose(value)
    ask(() => surface.act(block, element, value === '' ? null : value), takeBack)
  }
  const canBeEmpty = block.type === 'input' && block.optional === true
  const placeholder = wordsOf(element.placeholder) || 'Choose an option'
  return html`<select
      class=${chosen ? 'bk-select' : 'bk-select is-empty'}
      ...${fieldProps(field)}
      ref=${takeFocus}
      value=${chosen}
      onChange=${(/** @type {Event} */ event) => {
        if (event.target instanceof HTMLSelectElement) pick(event.target.value)
      }}
    >
      <option value="" disabled=${!canBeEmpty}>${placeholder}</option>
      ${records(element.options).map(Choosable)}
      ${records(element.option_groups).map(
        (group) => html`<optgroup label=${wordsOf(group.label)}>${records(group.options).map(Choosable)}</optgroup>`,
      )}</select
    >${question}`
}

/** @param {Json} option */
function Choosable(option) {
  return html`<option value=${words(option.value)}>${wordsOf(option.text)}</option>`
}
