import { html } from 'htm/preact'
import { Legend, seriesClass } from './chart-legend.js'
import { slices } from './chart-scale.js'
import { records, words } from './json.js'

/** @import { Json } from './json.js' */

/** @param {{ chart: Json, name: string }} props */
export function Pie({ chart, name }) {
  const segments = records(chart.segments)
  const shares = sharesOf(segments)
  return html`<div class="bk-pie">
    <svg viewBox="-102 -102 204 204" role="img" aria-label=${name}>
      ${slices(segments.map(amountOf), 100).map(
        (path, at) => html`<path d=${path} class=${`bk-slice ${seriesClass(at)}`}>
          <title>${words(segments[at]?.label)} ${shares[at]}</title>
        </path>`,
      )}
    </svg>
    <${Legend} names=${segments.map(({ label }, at) => `${words(label)} · ${shares[at]}`)} />
  </div>`
}

/** @param {Json} chart */
export function pieRows(chart) {
  const segments = records(chart.segments)
  const shares = sharesOf(segments)
  const rows = segments.map((segment, at) => [words(segment.label), String(amountOf(segment)), shares[at] ?? ''])
  return { head: ['Segment', 'Value', 'Share'], rows }
}

/** @param {readonly Json[]} segments */
function sharesOf(segments) {
  const whole = segments.reduce((sum, segment) => sum + amountOf(segment), 0) || 1
  return segments.map((segment) => `${Number(((100 * amountOf(segment)) / whole).toFixed(1))} %`)
}

/** @param {Json} segment */
function amountOf({ value }) {
  return typeof value === 'number' && value > 0 ? value : 0
}
