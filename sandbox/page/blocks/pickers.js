import { html } from 'htm/preact'
import { secondsOf, wallTime } from '../text/date.js'
import { useConfirm } from './confirm.js'
import { fieldProps, useFocusOnLoad } from './field.js'
import { wordsOf } from './json.js'
import { useChoice } from './values.js'

/**
 * @import { Json } from './json.js'
 * @import { Field } from './field.js'
 * @import { Surface } from './surface.js'
 * @typedef {{ block: Json, element: Json, surface: Surface, field: Field }} Props
 */

/** @param {Props} props */
export function DatePicker(props) {
  return html`<${Picker} ...${props} kind="date" toField=${String} fromField=${wholeDate} />`
}

/** @param {Props} props */
export function TimePicker(props) {
  return html`<${Picker} ...${props} kind="time" toField=${String} fromField=${String} />`
}

/** A moment, entered as the wall clock of the person's zone shows it. @param {Props} props */
export function DatetimePicker(props) {
  const { zone } = props.surface.directory
  const toField = (/** @type {unknown} */ value) => (typeof value === 'number' ? wallTime(value, zone) : '')
  const fromField = (/** @type {string} */ text) => (wholeDate(text) === undefined ? undefined : secondsOf(text, zone))
  return html`<${Picker} ...${props} kind="datetime-local" toField=${toField} fromField=${fromField} />`
}

/** Without an end a browser lets a year have six digits. @type {Readonly<Record<string, string>>} */
const LATEST = { date: '9999-12-31', 'datetime-local': '9999-12-31T23:59' }

/** A year that is still being typed begins with zeros: undefined, not yet a choice. @param {string} text */
function wholeDate(text) {
  return text.startsWith('0') ? undefined : text
}

/**
 * @typedef {{ kind: string, toField: (value: unknown) => string, fromField: (text: string) => unknown }} Kind
 * @param {Props & Kind} props
 */
function Picker({ block, element, surface, field, kind, toField, fromField }) {
  const [chosen, choose, takeBack] = useChoice(surface, block, element)
  const [question, ask] = useConfirm(element, surface)
  const takeFocus = useFocusOnLoad(element)
  const onChange = (/** @type {Event} */ { target }) => {
    if (!(target instanceof HTMLInputElement)) return
    const value = target.value === '' ? null : fromField(target.value)
    if (value === undefined) return
    choose(value)
    ask(() => surface.act(block, element, value), takeBack)
  }
  return html`<input
      class="bk-input bk-picker"
      ...${fieldProps(field)}
      ref=${takeFocus}
      type=${kind}
      max=${LATEST[kind]}
      title=${wordsOf(element.placeholder) || undefined}
      value=${toField(chosen ?? '')}
      onChange=${onChange}
    />${question}`
}
