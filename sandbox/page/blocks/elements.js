import { html } from 'htm/preact'
import { useId } from 'preact/hooks'
import { Button } from './button.js'
import { Checkboxes, RadioButtons } from './choices.js'
import { Combobox } from './combobox.js'
import { FileField } from './file-field.js'
import { Picture } from './image.js'
import { words, wordsOf } from './json.js'
import { Overflow } from './overflow.js'
import { DatePicker, DatetimePicker, TimePicker } from './pickers.js'
import { StaticSelect } from './select.js'
import { TextField } from './text-field.js'
import { Unknown } from './unknown.js'

/**
 * @import { Json } from './json.js'
 * @import { Field } from './field.js'
 * @import { Surface } from './surface.js'
 * @typedef {{ block: Json, element: Json, surface: Surface, field: Field }} Props
 */

/** @type {Readonly<Record<string, (props: Props) => unknown>>} */
const ELEMENTS = {
  button: Button,
  workflow_button: Button,
  image: ({ element }) => html`<${Picture} image=${element} />`,
  overflow: Overflow,
  static_select: StaticSelect,
  external_select: Combobox,
  users_select: Combobox,
  conversations_select: Combobox,
  channels_select: Combobox,
  multi_static_select: Combobox,
  multi_external_select: Combobox,
  multi_users_select: Combobox,
  multi_conversations_select: Combobox,
  multi_channels_select: Combobox,
  radio_buttons: RadioButtons,
  checkboxes: Checkboxes,
  plain_text_input: TextField,
  email_text_input: TextField,
  url_text_input: TextField,
  number_input: TextField,
  rich_text_input: TextField,
  datepicker: DatePicker,
  timepicker: TimePicker,
  datetimepicker: DatetimePicker,
  file_input: FileField,
}

/**
 * An element outside an input block is called by what stands around it.
 * @param {{ block: Json, element: Json, surface: Surface, about?: string, field?: Partial<Field> }} props
 */
export function Element({ block, element, surface, about = '', field = {} }) {
  const id = useId()
  const Kind = Object.hasOwn(ELEMENTS, words(element.type)) ? ELEMENTS[words(element.type)] : undefined
  if (!Kind) return html`<${Unknown} value=${element} />`
  const label = words(element.accessibility_label) || wordsOf(element.placeholder) || about || spoken(element)
  const key = `${words(block.block_id)}/${words(element.action_id)}`
  return html`<${Kind} key=${key} ...${{ block, element, surface, field: { id, label, ...field } }} />`
}

/**
 * `multi_users_select` is spoken as “multi users select”; the three dots have a word of their own.
 * @param {Json} element
 */
function spoken(element) {
  return element.type === 'overflow' ? '' : words(element.type).replaceAll('_', ' ')
}
