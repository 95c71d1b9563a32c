import { html } from 'htm/preact'
import { useId, useRef, useState } from 'preact/hooks'
import { fieldProps, useFocusOnLoad } from './field.js'
import { wordsOf } from './json.js'
import { Listbox, optionId } from './listbox.js'
import { matching, useOffers } from './offers.js'
import { usePicks } from './picks.js'

/**
 * @import { Json } from './json.js'
 * @import { Field } from './field.js'
 * @import { Offer } from './offers.js'
 * @import { Surface } from './surface.js'
 */

/** How many are drawn at once; typing finds the others. */
const MOST_DRAWN = 50

/**
 * A list one searches by typing: the editable combobox with a listbox of the ARIA practices. The focus stays in the
 * text; `aria-activedescendant` says which option the arrows have reached.
 * @param {{ block: Json, element: Json, surface: Surface, field: Field }} props
 */
export function Combobox({ block, element, surface, field }) {
  const picks = usePicks({ block, element, surface })
  const { isSeveral, values } = picks
  const [typed, setTyped] = useState(/** @type {string | null} */ (null))
  const [isOpen, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const input = useRef(/** @type {HTMLInputElement | null} */ (null))
  const takeFocus = useFocusOnLoad(element)
  const listId = useId()
  const { offers, note, isFiltered } = useOffers(surface, block, element, typed ?? '', isOpen)
  const found = isFiltered ? offers : matching(offers, typed ?? '')
  const shown = found.slice(0, MOST_DRAWN)

  const close = () => {
    setOpen(false)
    setTyped(null)
    setActive(-1)
  }
  const open = (at = shown.findIndex(({ value }) => !isSeveral && values.includes(value))) => {
    setOpen(true)
    setActive(at)
  }
  const choose = (/** @type {Offer} */ offer) => {
    picks.pick(offer, typed ?? '')
    if (!isSeveral) close()
    else if (typed) {
      setTyped('')
      setActive(-1)
    }
  }
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (event.isComposing) return
    const next = nextActive(event.key, active, shown.length)
    if (event.key.startsWith('Arrow') ? isVertical(event.key) : isOpen && next !== undefined) {
      event.preventDefault()
      open(next)
    } else if (event.key === 'Enter') {
      // Enter chooses here; it must not submit the window.
      event.preventDefault()
      const offer = isOpen ? shown[active] : undefined
      if (offer) choose(offer)
      else open()
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault()
      event.stopPropagation()
      close()
    } else if (event.key === 'Backspace' && isSeveral && !typed) picks.remove(values.at(-1))
  }
  const onInput = (/** @type {Event} */ { target }) => {
    if (!(target instanceof HTMLInputElement)) return
    setTyped(target.value)
    open(-1)
  }
  const thenFocus = (/** @type {() => void} */ deed) => (/** @type {Event} */ event) => {
    event.stopPropagation()
    deed()
    input.current?.focus()
  }

  const standing = picks.named(offers)
  const isEmpty = values.length === 0
  const told = note || noteOf(found.length, shown.length, values.length, picks.most)
  const placeholder = wordsOf(element.placeholder) || (isSeveral ? 'Choose some' : 'Choose one')
  const canBeEmptied = !isSeveral && !isEmpty && block.optional === true
  return html`<div class="bk-combo">
    <div class="bk-combo-field" onClick=${() => input.current?.focus()}>
      ${
        isSeveral &&
        standing.map(
          ({ label, value }) => html`<span class="bk-chip" key=${value}>
            <span dir="auto">${label}</span>
            <${Remover} label=${`Remove ${label}`} onClick=${thenFocus(() => picks.remove(value))} />
          </span>`,
        )
      }
      <input
        ...${fieldProps(field)}
        ref=${(/** @type {HTMLInputElement | null} */ node) => {
          input.current = node
          takeFocus(node)
        }}
        type="text"
        role="combobox"
        dir="auto"
        autocomplete="off"
        spellcheck=${false}
        aria-autocomplete="list"
        aria-expanded=${isOpen ? 'true' : 'false'}
        aria-controls=${isOpen ? listId : undefined}
        aria-activedescendant=${isOpen && shown[active] ? optionId(listId, active) : undefined}
        placeholder=${isSeveral && !isEmpty ? undefined : placeholder}
        value=${typed ?? (isSeveral ? '' : (standing[0]?.label ?? ''))}
        onInput=${onInput}
        onClick=${() => isOpen || open()}
        onKeyDown=${onKeyDown}
        onBlur=${close}
      />
      ${canBeEmptied && html`<${Remover} label="Empty this field" onClick=${thenFocus(picks.empty)} />`}
    </div>
    ${
      isOpen &&
      html`<${Listbox}
        ...${{ id: listId, isSeveral, active, offers: shown, chosen: values, note: told }}
        label=${field.label || 'What can be chosen'}
        isFull=${values.length >= picks.most}
        onPick=${choose}
      />`
    }
    <div class="unseen" role="status">${isOpen ? told || `${found.length} to choose from` : ''}</div>
    ${picks.question}
  </div>`
}

/** @param {{ label: string, onClick: (event: Event) => void }} props */
function Remover({ label, onClick }) {
  return html`<button type="button" class="bk-remove" aria-label=${label} onClick=${onClick}>×</button>`
}

/**
 * What is said below the list.
 * @param {number} found @param {number} shown @param {number} chosen @param {number} most
 */
function noteOf(found, shown, chosen, most) {
  if (chosen >= most) return `That is all: at most ${most} can be chosen here.`
  if (found === 0) return 'Nothing found.'
  return found > shown ? `${found - shown} more; type to find them.` : ''
}

/** @param {string} key */
function isVertical(key) {
  return key === 'ArrowDown' || key === 'ArrowUp'
}

/**
 * Where a key leads among so many options; undefined for keys that lead nowhere.
 * @param {string} key @param {number} at @param {number} count
 */
export function nextActive(key, at, count) {
  if (count === 0) return undefined
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % count
    case 'ArrowUp':
      return at <= 0 ? count - 1 : at - 1
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}
