import { html } from 'htm/preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Inspector } from './inspector.js'
import { follow } from './live.js'

/** @import { Directory } from './blocks/surface.js' */
/** @import { Control } from './control.js' */

const KEPT = 2000

/**
 * What passes between Slack and the app, beside the conversation. It listens only while it is open.
 * @param {{ directory: Directory, control: Control, team: string | null, close: () => void }} props
 */
export function InspectorPanel({ directory, control, team, close }) {
  const [entries, setEntries] = useState(/** @type {readonly any[]} */ ([]))
  useEffect(
    () =>
      follow({ user: directory.me, part: 'journal', ...(team ? { team } : {}) }, (/** @type {any} */ piece) =>
        setEntries((before) => [...(piece.isWhole ? [] : before), ...piece.entries].slice(-KEPT)),
      ),
    [directory.me, team],
  )
  const panel = useRef(/** @type {HTMLElement | null} */ (null))
  useFocusOnPhone(panel)
  return html`
    <aside ref=${panel} class="inspector-panel" aria-label="Inspector">
      <header class="panel-header">
        <h2>Inspector</h2>
        <button class="plain-button" type="button" onClick=${close} aria-label="Close the inspector">✕</button>
      </header>
      <${Inspector} entries=${entries} directory=${directory} control=${control} />
    </aside>
  `
}

/**
 * On a phone it covers what it was opened by: the keyboard comes into it, and goes back to what there is to press.
 * @param {{ current: HTMLElement | null }} panel
 */
function useFocusOnPhone(panel) {
  useLayoutEffect(() => {
    const { current } = panel
    const { activeElement: before } = document
    if (before === document.body || !before?.checkVisibility({ visibilityProperty: true }))
      focusFirst('.panel-header button')
    return () => {
      if (current?.contains(document.activeElement))
        queueMicrotask(() => focusFirst('.open-menu, .side-tools [aria-pressed]'))
    }
  }, [])
}

/** @param {string} selector */
function focusFirst(selector) {
  const shown = [...document.querySelectorAll(selector)].find((each) => each.checkVisibility())
  if (shown instanceof HTMLElement) shown.focus()
}
