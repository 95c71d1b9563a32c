import { html } from 'htm/preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { Pie, pieRows } from './chart-pie.js'
import { isPlot, Plot, plotRows } from './chart-plot.js'
import { record, words } from './json.js'
import { Unknown } from './unknown.js'

/** @import { Json } from './json.js' */

/** @typedef {{ head: readonly string[], rows: readonly (readonly string[])[] }} Numbers */

/**
 * A chart, its legend, and its numbers as a table for whoever does not see it or wants them exactly.
 * @param {{ block: Json }} props
 */
export function Chart({ block }) {
  const chart = record(block.chart)
  const figure = useRef(/** @type {HTMLElement | null} */ (null))
  const width = useWidth(figure)
  const id = useId()
  const isPie = chart.type === 'pie'
  if (!isPie && !isPlot(chart)) return html`<${Unknown} value=${{ ...chart, type: `chart ${words(chart.type)}` }} />`
  const numbers = isPie ? pieRows(chart) : plotRows(chart)
  const name = `${words(block.title)}: a ${words(chart.type)} chart, its numbers follow`
  const drawn = isPie
    ? html`<${Pie} chart=${chart} name=${name} />`
    : html`<${Plot} chart=${chart} name=${name} width=${width} />`
  return html`<figure class="bk-chart" ref=${figure} aria-labelledby=${id}>
    <figcaption id=${id} dir="auto">${words(block.title)}</figcaption>
    ${drawn}
    <details>
      <summary>The numbers</summary>
      <${NumbersTable} numbers=${numbers} title=${words(block.title)} />
    </details>
  </figure>`
}

/** @param {{ numbers: Numbers, title: string }} props */
function NumbersTable({ numbers: { head, rows }, title }) {
  return html`<div class="bk-table" tabindex="0" role="region" aria-label=${`The numbers of ${title}`}>
    <table>
      <thead>
        <tr>${head.map((each) => html`<th scope="col" dir="auto">${each}</th>`)}</tr>
      </thead>
      <tbody>
        ${rows.map(
          ([first, ...others]) => html`<tr>
            <th scope="row" dir="auto">${first}</th>
            ${others.map((each) => html`<td class="is-right">${each}</td>`)}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

/**
 * The chart is drawn at the width it has, so that its letters never shrink.
 * @param {{ current: HTMLElement | null }} place
 */
function useWidth(place) {
  const [width, setWidth] = useState(520)
  useEffect(() => {
    const node = place.current
    if (!node) return undefined
    const observer = new ResizeObserver(
      ([entry]) => entry && setWidth(Math.max(240, Math.round(entry.contentRect.width))),
    )
    observer.observe(node)
    return () => observer.disconnect()
  }, [place])
  return width
}
