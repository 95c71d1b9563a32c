import { html } from 'htm/preact'
import { useId } from 'preact/hooks'
import { Text } from '../text/text.js'
import { Element } from './elements.js'
import { record, words, wordsOf } from './json.js'

/**
 * @import { Json } from './json.js'
 * @import { Surface } from './surface.js'
 */

/** A click on the label of a group leads to none of its boxes. */
const GROUPS = ['radio_buttons', 'checkboxes']

/** A field with its label, hint and error. @param {{ block: Json, surface: Surface }} props */
export function Input({ block, surface }) {
  const id = useId()
  const element = record(block.element)
  const error = surface.errorOf(words(block.block_id))
  const isGroup = GROUPS.includes(words(element.type))
  const isRequired = block.optional !== true
  const field = {
    id: `${id}-field`,
    label: wordsOf(block.label),
    labelledBy: `${id}-label`,
    describedBy: [block.hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' '),
    isInvalid: Boolean(error),
    isRequired,
  }
  const Label = isGroup ? 'div' : 'label'
  return html`<div class=${error ? 'bk-field is-wrong' : 'bk-field'} data-block=${words(block.block_id)}>
    <${Label} class="bk-label" dir="auto" id=${`${id}-label`} for=${isGroup ? undefined : field.id}>
      <${Text} text=${record(block.label)} surface=${surface} />
      ${
        isRequired
          ? html`<span class="bk-required" aria-hidden="true" title="required"> *</span>`
          : html`<span class="bk-optional"> (optional)</span>`
      }
    <//>
    <${Element} block=${block} element=${element} surface=${surface} field=${field} />
    ${
      error &&
      html`<div class="bk-error" id=${`${id}-error`} dir="auto"><span aria-hidden="true">⚠ </span>${error}</div>`
    }
    ${
      block.hint
        ? html`<div class="bk-more" id=${`${id}-hint`} dir="auto">
          <${Text} text=${record(block.hint)} surface=${surface} />
        </div>`
        : null
    }
  </div>`
}
