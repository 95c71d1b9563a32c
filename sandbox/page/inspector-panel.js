import { html } from 'htm/preact'
import { useEffect, useState } from 'preact/hooks'
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
  return html`
    <aside class="inspector-panel" aria-label="Inspector">
      <header class="panel-header">
        <h2>Inspector</h2>
        <button class="plain-button" type="button" onClick=${close} aria-label="Close the inspector">✕</button>
      </header>
      <${Inspector} entries=${entries} directory=${directory} control=${control} />
    </aside>
  `
}
