import { html } from 'htm/preact'
import { Text } from '../text/text.js'
import { useConfirm } from './confirm.js'
import { nameProps, useFocusOnLoad } from './field.js'
import { list, record, records, words } from './json.js'
import { useChoice } from './values.js'

/**
 * @import { Json } from './json.js'
 * @import { Field } from './field.js'
 * @import { Surface } from './surface.js'
 * @typedef {{ block: Json, element: Json, surface: Surface, field: Field }} Props
 */

/** @param {Props} props */
export function RadioButtons(props) {
  const { field } = props
  const about = {
    role: 'radiogroup',
    // A group with an error can be focused, so that a window can lead there.
    tabindex: field.isInvalid ? -1 : undefined,
    'aria-invalid': field.isInvalid ? 'true' : undefined,
    'aria-required': field.isRequired ? 'true' : undefined,
  }
  return html`<${Choices}
    ...${props}
    about=${about}
    box=${{ type: 'radio', name: field.id }}
    isChosen=${(/** @type {unknown} */ chosen, /** @type {string} */ value) => chosen === value}
    after=${(/** @type {unknown} */ _, /** @type {string} */ value) => value}
  />`
}

/** @param {Props} props */
export function Checkboxes(props) {
  const { element, field } = props
  const isChosen = (/** @type {unknown} */ chosen, /** @type {string} */ value) => list(chosen).includes(value)
  const after = (/** @type {unknown} */ chosen, /** @type {string} */ value) =>
    records(element.options)
      .map((option) => words(option.value))
      .filter((each) => isChosen(chosen, each) !== (each === value))
  const box = { type: 'checkbox', 'aria-invalid': field.isInvalid ? 'true' : undefined }
  return html`<${Choices} ...${props} about=${{ role: 'group' }} box=${box} isChosen=${isChosen} after=${after} />`
}

/**
 * @typedef {object} Kind
 * @property {Json} about   what a screen reader hears of the whole
 * @property {Json} box     what each box is
 * @property {(chosen: unknown, value: string) => boolean} isChosen
 * @property {(chosen: unknown, value: string) => unknown} after   what is chosen once this box was pressed
 */

/** @param {Props & Kind} props */
function Choices({ block, element, surface, field, about, box, isChosen, after }) {
  const [chosen, choose, takeBack] = useChoice(surface, block, element)
  const [question, ask] = useConfirm(element, surface)
  const takeFocus = useFocusOnLoad(element)
  const press = (/** @type {string} */ pressed) => {
    const value = after(chosen, pressed)
    choose(value)
    ask(() => surface.act(block, element, value), takeBack)
  }
  return html`<div class="bk-choices" ...${about} ...${nameProps(field)}>
    ${records(element.options).map((option, at) => {
      const value = words(option.value)
      const id = `${field.id}-${at}`
      return html`<div class="bk-choice">
        <input
          ...${box}
          id=${id}
          ref=${at === 0 ? takeFocus : null}
          value=${value}
          checked=${isChosen(chosen, value)}
          aria-describedby=${option.description ? `${id}-more` : undefined}
          onChange=${() => press(value)}
        />
        <div dir="auto"><${Words} id=${id} option=${option} surface=${surface} /></div>
      </div>`
    })}
    ${question}
  </div>`
}

/**
 * Words beside the box, not around it, so that a mention or a link in them stays a thing of its own.
 * @param {{ id: string, option: Json, surface: Surface }} props
 */
function Words({ id, option, surface }) {
  const label = html`<label for=${id}><${Text} text=${record(option.text)} surface=${surface} /></label>`
  if (!option.description) return label
  const more = html`<${Text} text=${record(option.description)} surface=${surface} />`
  return html`${label}<div class="bk-more" id=${`${id}-more`}>${more}</div>`
}
