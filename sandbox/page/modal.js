import { html } from 'htm/preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useActing } from './acting.js'
import { Blocks } from './blocks/blocks.js'
import { record, words, wordsOf } from './blocks/json.js'

/** @import { Directory } from './blocks/surface.js' */
/** @import { Deeds } from './deeds.js' */
/** @import { View } from './live.js' */

/**
 * The app’s windows, up to three of them one on the other; the topmost is the one to work in. They cover the workspace
 * and leave the inspector free: what a window does can be read, and made to fail, while it is open.
 * @param {{
 *   windows: readonly View[], directory: Directory, deeds: Deeds, appName: string,
 *   openPerson: (id: string) => void, openChannel: (id: string) => void, openLink: (url: string) => boolean,
 * }} props
 */
export function Modal({ windows, directory, deeds, appName, openPerson, openChannel, openLink }) {
  const dialog = useRef(/** @type {HTMLDivElement | null} */ (null))
  const closing = useRef('')
  const top = windows.at(-1)
  useFocusBack(dialog)
  useSteadyFocus(dialog, top)
  if (!top) return null
  const below = windows.length - 1
  const closeTop = () => {
    // Pressed twice in a hurry it would close the window below as well.
    if (closing.current === top.id) return
    closing.current = top.id
    deeds.do('/control/close', { view: top.id }).catch(() => {
      closing.current = ''
    })
  }
  const closeAll = () => deeds.do('/control/close', { all: true }).catch(() => {})
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) closeTop()
  }
  // A click beside the window leaves the keyboard in it.
  const onShade = (/** @type {MouseEvent} */ event) => event.target === event.currentTarget && event.preventDefault()
  return html`
    <div class="window-layer" onMouseDown=${onShade}>
      <div
        ref=${dialog}
        class=${`window depth-${below}`}
        role="dialog"
        aria-labelledby="window-title"
        tabindex="-1"
        onKeyDown=${onKeyDown}
      >
        <header class="window-header">
          ${below > 0 && html`<button class="plain-button" type="button" onClick=${closeTop} aria-label=${`Back to ${wordsOf(windows[below - 1]?.title)}`}>‹</button>`}
          <h2 id="window-title" dir="auto">${wordsOf(top.title)}</h2>
          ${below > 0 && html`<span class="hint">window ${below + 1} of ${windows.length}</span>`}
          <button class="plain-button" type="button" onClick=${closeAll} aria-label="Close">✕</button>
        </header>
        <${Window}
          key=${top.id}
          view=${top}
          directory=${directory}
          deeds=${deeds}
          appName=${appName}
          closeTop=${closeTop}
          openPerson=${openPerson}
          openChannel=${openChannel}
          openLink=${openLink}
        />
      </div>
    </div>
  `
}

/**
 * When the last window is gone, the keyboard is where it was before the first one came, or where one writes; it is left
 * alone where it is at work beside the windows.
 * @param {{ current: HTMLElement | null }} dialog
 */
function useFocusBack(dialog) {
  useLayoutEffect(() => {
    const { activeElement: before } = document
    const goBack = () => {
      const isThere = before?.isConnected && before !== document.body
      const target = isThere ? before : document.querySelector('.composer textarea, .home-tab')
      if (target instanceof HTMLElement) target.focus()
    }
    return () => {
      const { activeElement: now } = document
      if (now === document.body || dialog.current?.contains(now)) queueMicrotask(goBack)
    }
  }, [])
}

/**
 * @param {{
 *   view: View, directory: Directory, deeds: Deeds, appName: string, closeTop: () => void,
 *   openPerson: (id: string) => void, openChannel: (id: string) => void, openLink: (url: string) => boolean,
 * }} props
 */
function Window({ view, directory, deeds, appName, closeTop, openPerson, openChannel, openLink }) {
  const [errors, setErrors] = useState(/** @type {Record<string, string>} */ ({}))
  const [isSending, setSending] = useState(false)
  const form = useRef(/** @type {HTMLFormElement | null} */ (null))
  const body = useRef(/** @type {HTMLDivElement | null} */ (null))
  const where = { in: 'view', view: view.id }
  const { surface, notice, setNotice } = useActing({
    kind: 'modal',
    where,
    values: view.state.values,
    errors,
    directory,
    deeds,
    openPerson,
    openChannel,
    openLink,
    submit: () => form.current?.requestSubmit(),
  })
  // Another step in the same window begins at its top, without the errors of the last one.
  useEffect(() => {
    setErrors({})
    setNotice('')
    body.current?.scrollTo(0, 0)
  }, [view.callback_id])
  useEffect(() => {
    const first = body.current?.querySelector('[aria-invalid="true"]')
    if (first instanceof HTMLElement) first.focus()
  }, [errors])
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault()
    if (isSending || !view.submit) return
    setSending(true)
    try {
      const answer = await deeds.do('/control/submit', { view: view.id })
      setErrors(/** @type {Record<string, string>} */ (record(answer.errors)))
      setNotice(words(answer.notice))
    } catch (error) {
      setNotice(error instanceof Error ? error.message : String(error))
    } finally {
      setSending(false)
    }
  }
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit(event)
  }
  return html`
    <form ref=${form} class="window-form" noValidate onSubmit=${submit} onKeyDown=${onKeyDown}>
      <div class="window-body" ref=${body} tabindex="0" role="group" aria-label="Content">
        ${notice && html`<p class="notice" role="alert">${notice}</p>`}
        <${Blocks} blocks=${view.blocks} surface=${surface} />
      </div>
      <footer class="window-footer">
        <span class="hint window-app">${appName}</span>
        ${(view.close || view.submit) && html`<button class="button" type="button" onClick=${closeTop}>${wordsOf(view.close) || (view.submit ? 'Cancel' : 'Close')}</button>`}
        ${
          view.submit &&
          html`<button class="button-primary" type="submit" aria-disabled=${isSending}>
            ${wordsOf(view.submit)}${isSending && html`<span class="spinner" aria-hidden="true"></span><span class="unseen">, sending</span>`}
          </button>`
        }
      </footer>
    </form>
  `
}

const FOCUSABLE =
  'button:not(:disabled), [href], input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex="0"]'
const FIELDS = '.window-body input:not([type="hidden"]):not(:disabled), .window-body select, .window-body textarea'

/**
 * Keeps the keyboard where it was when the app draws the window anew: a block with another id is another field, and
 * its focus would be lost. A window that comes, or its next step, begins at the first field.
 * @param {{ current: HTMLElement | null }} dialog
 * @param {View | undefined} view
 */
function useSteadyFocus(dialog, view) {
  const last = useRef(/** @type {{ step: string, name: string, index: number } | null} */ (null))
  const step = `${view?.id} ${view?.callback_id}`
  useLayoutEffect(() => {
    const { current } = dialog
    if (!current) return
    const fields = [...current.querySelectorAll(FOCUSABLE)]
    const isSameStep = last.current?.step === step
    const isInside = current.contains(document.activeElement) && document.activeElement !== current
    if (isSameStep && isInside) return
    const wanted = last.current
    const again =
      isSameStep && wanted ? (fields.find((each) => nameOf(each) === wanted.name) ?? fields[wanted.index]) : null
    const begin = current.querySelector('.window-body input:checked') ?? current.querySelector(FIELDS) ?? current
    const target = again ?? begin
    if (target instanceof HTMLElement) target.focus({ preventScroll: !again })
    last.current = { step, name: nameOf(target), index: fields.indexOf(target) }
  }, [view])
  useEffect(() => {
    const { current } = dialog
    const note = (/** @type {FocusEvent} */ event) => {
      if (!(event.target instanceof Element) || !current) return
      const index = [...current.querySelectorAll(FOCUSABLE)].indexOf(event.target)
      last.current = { step, name: nameOf(event.target), index }
    }
    current?.addEventListener('focusin', note)
    return () => current?.removeEventListener('focusin', note)
  }, [step])
}

/** What stays the same about a field when it is drawn anew: its action and its value, not its block. @param {Element} field */
function nameOf(field) {
  const action = field.closest('[data-action]')?.getAttribute('data-action') ?? ''
  const value = field instanceof HTMLInputElement && field.type === 'radio' ? field.value : ''
  return `${field.tagName} ${action} ${value} ${field.getAttribute('aria-label') ?? ''}`
}
