import { html } from 'htm/preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { Text } from '../text/text.js'
import { isRecord, record, words, wordsOf } from './json.js'

/**
 * @import { Json } from './json.js'
 * @import { Surface } from './surface.js'
 */

/**
 * An element's `confirm` asks before anything is done; an element without one does it at once.
 * @param {Json} element @param {Surface} surface
 * @returns {[unknown, (yes: () => void, no?: () => void) => void]} what to draw beside the element, and the question
 */
export function useConfirm(element, surface) {
  const [asked, setAsked] = useState(/** @type {{ yes: () => void, no: () => void } | null} */ (null))
  const { confirm } = element
  const ask = (/** @type {() => void} */ yes, no = () => {}) => {
    if (isRecord(confirm)) setAsked({ yes, no })
    else yes()
  }
  const answer = (/** @type {'yes' | 'no'} */ which) => {
    setAsked(null)
    asked?.[which]()
  }
  const question = asked && html`<${Question} confirm=${record(confirm)} surface=${surface} onAnswer=${answer} />`
  return [question, ask]
}

/** @param {{ confirm: Json, surface: Surface, onAnswer: (which: 'yes' | 'no') => void }} props */
function Question({ confirm, surface, onAnswer }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null))
  const id = useId()
  useEffect(() => {
    const before = document.activeElement
    const open = dialog.current
    open?.showModal()
    return () => {
      open?.close()
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  const cancel = (/** @type {Event} */ event) => {
    event.preventDefault()
    event.stopPropagation()
    onAnswer('no')
  }
  // Escape belongs to the question alone, not to the window below it.
  const keepEscape = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'Escape') cancel(event)
  }
  return html`<dialog class="bk-confirm" ref=${dialog} aria-labelledby=${id} onCancel=${cancel} onKeyDown=${keepEscape}>
    <h2 id=${id} dir="auto">${wordsOf(confirm.title)}</h2>
    <div class="bk-text" dir="auto"><${Text} text=${record(confirm.text)} surface=${surface} /></div>
    <div class="bk-confirm-answers">
      <button type="button" class="bk-button" onClick=${() => onAnswer('no')}>${wordsOf(confirm.deny)}</button>
      <button type="button" class=${`bk-button ${words(confirm.style) || 'primary'}`} onClick=${() => onAnswer('yes')}>
        ${wordsOf(confirm.confirm)}
      </button>
    </div>
  </dialog>`
}
