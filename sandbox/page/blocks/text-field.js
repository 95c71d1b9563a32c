import { html } from 'htm/preact'
import { useEffect, useState } from 'preact/hooks'
import { fieldProps, useFocusOnLoad } from './field.js'
import { isRecord, list, record, records, words, wordsOf } from './json.js'
import { valueIn } from './values.js'

/**
 * @import { Json } from './json.js'
 * @import { Field } from './field.js'
 * @import { Surface } from './surface.js'
 * @typedef {{ block: Json, element: Json, surface: Surface, field: Field }} Props
 */

/** What a phone's keyboard should offer. @type {Readonly<Record<string, string>>} */
const KEYBOARDS = { email_text_input: 'email', url_text_input: 'url', number_input: 'decimal' }

/**
 * A field one types into. Nothing stops the typing: Slack lets one write too much, or no number, and complains later.
 * Its kind is plain text for the same reason: the browser's own email and number fields keep back what does not fit.
 * @param {Props} props
 */
export function TextField({ block, element, surface, field }) {
  const [text, draft] = useDraft(textOf(valueIn(surface, block, element)))
  const takeFocus = useFocusOnLoad(element)
  const isTall = element.multiline === true || element.type === 'rich_text_input'
  const countId = `${field.id}-count`
  const count = countOf(element, text.length)
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== 'Enter' || event.isComposing || event.shiftKey) return
    if (isTall && !entersOnEnter(block, element)) return
    event.preventDefault()
    surface.enter(block, element, text)
  }
  const shared = {
    class: 'bk-input',
    ...fieldProps({ ...field, describedBy: [field.describedBy, count && countId].filter(Boolean).join(' ') }),
    ref: takeFocus,
    dir: 'auto',
    value: text,
    placeholder: wordsOf(element.placeholder) || undefined,
    autocomplete: 'off',
    onInput: (/** @type {Event} */ { target }) => {
      if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return
      draft.typed(target.value)
      surface.type(block, element, target.value)
    },
    onFocus: draft.entered,
    onBlur: draft.left,
    onKeyDown,
  }
  const lines = Number(element.min_lines) || 4
  return html`${
    isTall
      ? html`<textarea ...${shared} rows=${lines}></textarea>`
      : html`<input ...${shared} type="text" inputmode=${KEYBOARDS[words(element.type)]} />`
  }
  ${count && html`<div class=${count.look} id=${countId} aria-live="polite">${count.words}</div>`}`
}

/**
 * What a person sees is what they typed. The surface learns of it late, and may draw itself again meanwhile with what
 * it had before: so while the field has the focus its draft wins over everything. Once the field is left, the surface wins
 * as soon as it has caught up with the draft or says anything other than what it said when the last key was pressed
 * (a redraw by the app, another window). A field of another block or action id is another field (its key says so) and
 * begins without a draft.
 * @param {string} kept the surface's text
 * @returns {[string, { typed: (text: string) => void, entered: () => void, left: () => void }]}
 */
function useDraft(kept) {
  const [draft, setDraft] = useState(/** @type {Draft | null} */ (null))
  const [isHere, setHere] = useState(false)
  useEffect(() => {
    if (draft && !isHere && isSettled(draft, kept)) setDraft(null)
  }, [draft, isHere, kept])
  const typed = (/** @type {string} */ text) => setDraft({ text, over: kept })
  return [draft ? draft.text : kept, { typed, entered: () => setHere(true), left: () => setHere(false) }]
}

/**
 * What was typed, and what the surface said then.
 * @typedef {{ text: string, over: string }} Draft
 */

/** @param {Draft} draft @param {string} kept */
export function isSettled(draft, kept) {
  return kept === draft.text || kept !== draft.over
}

/** @param {unknown} value text, or rich text read as text */
function textOf(value) {
  return isRecord(value) ? richWords(value) : words(value)
}

/** @param {Json} value @returns {string} */
function richWords(value) {
  if (typeof value.text === 'string') return value.text
  return records(value.elements)
    .map(richWords)
    .join(value.type === 'rich_text' ? '\n' : '')
}

/** Silent until the end comes near. @param {Json} element @param {number} length */
function countOf(element, length) {
  if (typeof element.max_length !== 'number') return undefined
  const left = element.max_length - length
  if (left < 0)
    return { look: 'bk-count is-over', words: `${-left} ${left === -1 ? 'character' : 'characters'} too many` }
  if (length === 0 || left > Math.max(20, element.max_length / 10)) return undefined
  return { look: 'bk-count', words: `${left} ${left === 1 ? 'character' : 'characters'} left` }
}

/**
 * In a tall field Enter begins a line, unless the app asked to hear of it.
 * @param {Json} block @param {Json} element
 */
function entersOnEnter(block, element) {
  const triggers = list(record(element.dispatch_action_config).trigger_actions_on)
  return block.dispatch_action === true && triggers.includes('on_enter_pressed')
}
