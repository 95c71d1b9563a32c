import { html } from 'htm/preact'
import { words } from './json.js'

/**
 * What this page has no picture for, said aloud: nothing an app sends may vanish in silence.
 * @param {{ value: Readonly<Record<string, unknown>> }} props
 */
export function Unknown({ value }) {
  const type = words(value.type) || 'a thing without a type'
  return html`<div class="bk-unknown">
    <strong>The sandbox does not draw “${type}” yet.</strong>
    <details>
      <summary>Its JSON</summary>
      <pre tabindex="0" aria-label=${`The JSON of ${type}`}>${JSON.stringify(value, null, 2)}</pre>
    </details>
  </div>`
}
