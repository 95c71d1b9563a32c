import { html } from 'htm/preact'

/** The key to the colours. @param {{ names: readonly string[] }} props */
export function Legend({ names }) {
  return html`<ul class="bk-legend">${names.map(
    (name, at) => html`<li dir="auto">
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <rect width="12" height="12" rx="2" class=${seriesClass(at)} />
      </svg>
      ${name}
    </li>`,
  )}</ul>`
}

/** Six colours; the second six are paler with an outline. @param {number} at */
export function seriesClass(at) {
  return `bk-series-${(at % 6) + 1}${at >= 6 ? ' is-pale' : ''}`
}
