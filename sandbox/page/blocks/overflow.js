import { html } from 'htm/preact'
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { isSafeUrl } from '../text/mrkdwn.js'
import { Text } from '../text/text.js'
import { useConfirm } from './confirm.js'
import { record, records, words } from './json.js'

/**
 * @import { Json } from './json.js'
 * @import { Field } from './field.js'
 * @import { Surface } from './surface.js'
 */

/** The three dots. @param {{ block: Json, element: Json, surface: Surface, field: Field }} props */
export function Overflow({ block, element, surface, field }) {
  const [isOpen, setOpen] = useState(false)
  const [question, ask] = useConfirm(element, surface)
  const id = useId()
  const button = useRef(/** @type {HTMLButtonElement | null} */ (null))
  const options = records(element.options)
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  const choose = (/** @type {Json} */ option) => {
    close()
    ask(() => {
      surface.act(block, element, words(option.value))
      if (isSafeUrl(words(option.url))) window.open(words(option.url), '_blank', 'noopener,noreferrer')
    })
  }
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') setOpen(true)
    // Escape belongs to the menu alone, not to the window below it, even while the focus is still on the dots.
    else if (event.key === 'Escape' && isOpen) close()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const leave = (/** @type {FocusEvent} */ event) => {
    const { currentTarget, relatedTarget } = event
    const isInside =
      currentTarget instanceof Node && relatedTarget instanceof Node && currentTarget.contains(relatedTarget)
    if (!isInside) setOpen(false)
  }
  return html`<div class="bk-overflow" onFocusOut=${leave}>
    <button
      type="button"
      class="bk-button bk-dots"
      ref=${button}
      id=${field.id}
      aria-label=${field.label ? `More: ${field.label}` : 'More'}
      aria-haspopup="menu"
      aria-expanded=${isOpen ? 'true' : 'false'}
      aria-controls=${isOpen ? id : undefined}
      onClick=${() => setOpen(!isOpen)}
      onKeyDown=${onKeyDown}
    >
      <span aria-hidden="true">⋯</span>
    </button>
    ${isOpen && html`<${Menu} id=${id} options=${options} surface=${surface} onChoose=${choose} onClose=${close} />`}
    ${question}
  </div>`
}

/**
 * @param {{
 *   id: string, options: readonly Json[], surface: Surface, onChoose: (option: Json) => void, onClose: () => void,
 * }} props
 */
function Menu({ id, options, surface, onChoose, onClose }) {
  const menu = useRef(/** @type {HTMLElement | null} */ (null))
  const items = () => [...(menu.current?.querySelectorAll('button') ?? [])]
  useLayoutEffect(() => {
    // The menu hangs from the button's end; where that would cut it off, it hangs from the beginning.
    const leftOf = (/** @type {Element | null | undefined} */ node) => node?.getBoundingClientRect().left ?? 0
    menu.current?.classList.toggle('from-start', leftOf(menu.current) < leftOf(menu.current?.closest('.bk')))
    menu.current?.scrollIntoView({ block: 'nearest' })
    items()[0]?.focus()
  }, [])
  const walk = (/** @type {KeyboardEvent} */ event) => {
    const all = items()
    const at = all.findIndex((item) => item.contains(document.activeElement))
    const next = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key]
    if (event.key === 'Escape') {
      event.stopPropagation()
      event.preventDefault()
      onClose()
    } else if (next !== undefined) {
      event.preventDefault()
      all[next % all.length]?.focus()
    } else if (event.key.length === 1 && /\S/.test(event.key)) {
      const turned = [...all.slice(at + 1), ...all.slice(0, at + 1)]
      turned.find((item) => item.textContent?.trim().toLowerCase().startsWith(event.key.toLowerCase()))?.focus()
    }
  }
  return html`<div class="bk-menu" role="menu" aria-label="More" id=${id} ref=${menu} onKeyDown=${walk}>
    ${options.map(
      (option) => html`<button type="button" role="menuitem" tabindex="-1" dir="auto" onClick=${() => onChoose(option)}>
        <${Text} text=${record(option.text)} surface=${surface} />
        ${
          option.description
            ? html`<small><${Text} text=${record(option.description)} surface=${surface} /></small>`
            : null
        }
      </button>`,
    )}
  </div>`
}
