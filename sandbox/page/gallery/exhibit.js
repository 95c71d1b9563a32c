import { html } from 'htm/preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { Blocks } from '../blocks/blocks.js'
import { records, wordsOf } from '../blocks/json.js'
import { figures, foldedShares } from './sift.js'

/**
 * @import { Surface } from '../blocks/surface.js'
 * @import { Share, ShownView } from './sift.js'
 */

/**
 * One view: drawn once somebody is about to see it, since hundreds at once would take seconds.
 * @param {{ view: ShownView, surface: Surface, isWanted: boolean }} props
 */
export function Exhibit({ view, surface, isWanted }) {
  const { article, isNear } = useNearness()
  const { anchor, name, size } = view
  return html`
    <article class=${`exhibit is-${size}`} id=${anchor} ref=${article} aria-label=${`${name}, ${size}`}>
      <h3><a href=${`#${anchor}`} dir="auto">${name}</a> <span class="mark">${size}</span></h3>
      ${isNear || isWanted ? html`<${Whole} view=${view} surface=${surface} />` : html`<p class="exhibit-coming hint">…</p>`}
    </article>
  `
}

/** True from when it is a screen away. */
function useNearness() {
  const article = useRef(/** @type {HTMLElement | null} */ (null))
  const [isNear, setNear] = useState(false)
  useEffect(() => {
    if (!article.current) return
    const watch = new IntersectionObserver((seen) => seen.some((each) => each.isIntersecting) && setNear(true), {
      rootMargin: '100% 0px',
    })
    watch.observe(article.current)
    return () => watch.disconnect()
  }, [])
  return { article, isNear }
}

/** @param {{ view: ShownView, surface: Surface }} props */
export function Whole({ view, surface }) {
  const Frame = FRAMES[view.kind]
  return html`
    <div class="exhibit-parts">
      <${Frame} view=${view} surface=${surface} />
      <div class="exhibit-facts">
        ${view.text !== undefined && html`<h4>Plain text</h4><p class="exhibit-text" dir="auto">${view.text}</p>`}
        <${Measures} sizes=${view.sizes} />
        <details>
          <summary>Outline, as it is read out</summary>
          <pre dir="auto">${view.outline}</pre>
        </details>
      </div>
    </div>
  `
}

const FRAMES = { message: MessageFrame, modal: WindowFrame, home: HomeFrame }

/** @param {{ view: ShownView, surface: Surface }} props */
function MessageFrame({ view, surface }) {
  return html`
    <div class="frame frame-message">
      <p class="frame-author"><strong>NATS Level</strong> <span class="mark">app</span></p>
      <${Blocks} blocks=${records(view.shown.blocks)} surface=${surface} />
    </div>
  `
}

/** @param {{ view: ShownView, surface: Surface }} props */
function WindowFrame({ view: { shown }, surface }) {
  const [close, submit] = [wordsOf(shown.close), wordsOf(shown.submit)]
  return html`
    <form class="frame frame-window" noValidate onSubmit=${(/** @type {Event} */ event) => event.preventDefault()}>
      <p class="frame-title" dir="auto"><strong>${wordsOf(shown.title)}</strong></p>
      <div class="frame-body"><${Blocks} blocks=${records(shown.blocks)} surface=${surface} /></div>
      <p class="frame-buttons">
        ${close && html`<button class="button" type="button">${close}</button>`}
        ${submit && html`<button class="button-primary" type="submit">${submit}</button>`}
      </p>
    </form>
  `
}

/** @param {{ view: ShownView, surface: Surface }} props */
function HomeFrame({ view, surface }) {
  return html`
    <div class="frame frame-home">
      <p class="frame-title"><strong>NATS Level</strong> <span class="hint">Home</span></p>
      <div class="frame-body"><${Blocks} blocks=${records(view.shown.blocks)} surface=${surface} /></div>
    </div>
  `
}

/** @param {{ sizes: ShownView['sizes'] }} props */
function Measures({ sizes: { characters, shares } }) {
  const { open, folded } = foldedShares(shares)
  return html`
    <h4>Size</h4>
    <p class="hint">${characters.toLocaleString('en-GB')} characters to read</p>
    <${Shares} shares=${open} />
    ${
      folded.length > 0 &&
      html`<details>
        <summary>${folded.length === 1 ? 'One more limit' : `${folded.length} more limits`}</summary>
        <${Shares} shares=${folded} />
      </details>`
    }
  `
}

/** @param {{ shares: readonly Share[] }} props */
function Shares({ shares }) {
  const id = useId()
  return html`
    <table class="shares" aria-labelledby=${id}>
      <caption class="unseen" id=${id}>Share of Slack’s limits</caption>
      <thead class="unseen"><tr><th scope="col">Limit</th><th scope="col">Used</th><th scope="col">Share</th></tr></thead>
      <tbody>${shares.map((share) => html`<${Measure} key=${share.limit} share=${share} />`)}</tbody>
    </table>
  `
}

/** @param {{ share: Share }} props */
function Measure({ share }) {
  const { limit, percent } = share
  const word = percent > 100 ? ' · too much' : percent >= 90 ? ' · nearly full' : ''
  return html`
    <tr class=${word ? 'is-full' : ''}>
      <th scope="row">${limit}</th>
      <td>${figures(share)}</td>
      <td>
        <svg class="share-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
          <rect class="share-rail" width="100" height="6" />
          <rect class="share-part" width=${Math.min(percent, 100)} height="6" />
        </svg>
        ${percent} %${word}
      </td>
    </tr>
  `
}
