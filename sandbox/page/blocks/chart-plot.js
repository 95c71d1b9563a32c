import { html } from 'htm/preact'
import { Legend, seriesClass } from './chart-legend.js'
import { shortNumber, ticksFor } from './chart-scale.js'
import { list, record, records, words } from './json.js'

/**
 * @import { Json } from './json.js'
 * @typedef {{ name: string, values: readonly number[] }} Series
 * @typedef {object} Frame   where things lie, in pixels
 * @property {number} width
 * @property {number} height
 * @property {number} left
 * @property {number} top
 * @property {number} right
 * @property {number} bottom
 * @property {number} band                      the width of one category
 * @property {(value: number) => number} y
 * @property {(at: number) => number} middle    of a category
 */

/** @param {Json} chart */
export function isPlot(chart) {
  return ['bar', 'line', 'area'].includes(words(chart.type))
}

/** Bars, lines or areas over categories. @param {{ chart: Json, name: string, width: number }} props */
export function Plot({ chart, name, width }) {
  const categories = categoriesOf(chart)
  const series = seriesOf(chart)
  const ticks = ticksFor(series.flatMap(({ values }) => values))
  const labels = record(chart.axis_config)
  const isTilted = categories.some((each) => each.length * 7 > (width - 60) / categories.length)
  const frame = frameOf(width, categories, ticks, isTilted, labels)
  const draw = { bar: bars, line: lines, area: areas }[words(chart.type)] ?? bars
  return html`<svg class="bk-plot" viewBox=${`0 0 ${frame.width} ${frame.height}`} role="img" aria-label=${name}>
      ${ticks.map((tick) => gridLine(tick, frame))} ${draw(series, frame)}
      ${categories.map((each, at) => categoryLabel(each, at, frame, isTilted))} ${axisLabels(labels, frame)}
    </svg>
    ${series.length > 1 && html`<${Legend} names=${series.map((each) => each.name)} />`}`
}

/** @param {Json} chart */
export function plotRows(chart) {
  const series = seriesOf(chart)
  const rows = categoriesOf(chart).map((category, at) => [
    category,
    ...series.map(({ values }) => String(values[at] ?? 0)),
  ])
  return { head: [words(record(chart.axis_config).x_label) || 'Category', ...series.map(({ name }) => name)], rows }
}

/** @param {Json} chart */
function categoriesOf(chart) {
  return list(record(chart.axis_config).categories).map(words)
}

/**
 * Each series in the order of the categories, whatever the order of its points.
 * @param {Json} chart @returns {readonly Series[]}
 */
function seriesOf(chart) {
  return records(chart.series).map((each) => {
    const points = new Map(records(each.data).map(({ label, value }) => [words(label), Number(value) || 0]))
    return { name: words(each.name), values: categoriesOf(chart).map((category) => points.get(category) ?? 0) }
  })
}

/**
 * @param {number} width @param {readonly string[]} categories @param {readonly number[]} ticks
 * @param {boolean} isTilted @param {Json} labels @returns {Frame}
 */
function frameOf(width, categories, ticks, isTilted, labels) {
  const longest = Math.max(...categories.map((each) => each.length), 0)
  const below = (isTilted ? 16 + longest * 4.6 : 24) + (labels.x_label ? 20 : 0)
  const widest = Math.max(...ticks.map((tick) => shortNumber(tick).length), 1)
  const [top, right] = [10, 10]
  const forTicks = 12 + widest * 7.5 + (labels.y_label ? 20 : 0)
  const left = isTilted ? Math.max(forTicks, roomForTilted(categories, width - forTicks - right)) : forTicks
  const plotHeight = 200
  const height = top + plotHeight + below
  const [least, greatest] = [ticks[0] ?? 0, ticks.at(-1) ?? 1]
  const band = (width - left - right) / Math.max(categories.length, 1)
  return {
    width,
    height,
    left,
    top,
    right,
    bottom: top + plotHeight,
    band,
    y: (value) => round(top + plotHeight * (1 - (value - least) / (greatest - least || 1))),
    middle: (at) => round(left + band * (at + 0.5)),
  }
}

/**
 * Tilted labels end below their category, so the first ones may begin left of the plot.
 * @param {readonly string[]} categories @param {number} width
 */
function roomForTilted(categories, width) {
  return Math.max(...categories.map((each, at) => each.length * 5.4 - (width / categories.length) * (at + 0.5)))
}

/** @param {number} tick @param {Frame} frame */
function gridLine(tick, { left, width, right, y }) {
  const at = y(tick)
  return html`<line class=${tick === 0 ? 'bk-axis' : 'bk-grid'} x1=${left} x2=${width - right} y1=${at} y2=${at} />
    <text x=${left - 6} y=${at + 4} text-anchor="end">${shortNumber(tick)}</text>`
}

/** @param {string} text @param {number} at @param {Frame} frame @param {boolean} isTilted */
function categoryLabel(text, at, { middle, bottom }, isTilted) {
  const [x, y] = [middle(at), bottom + (isTilted ? 14 : 17)]
  return isTilted
    ? html`<text x=${x} y=${y} text-anchor="end" transform=${`rotate(-40 ${x} ${y})`}>${text}</text>`
    : html`<text x=${x} y=${y} text-anchor="middle">${text}</text>`
}

/** @param {Json} labels @param {Frame} frame */
function axisLabels({ x_label: xLabel, y_label: yLabel }, { left, width, right, top, bottom, height }) {
  const [x, y] = [round((left + width - right) / 2), round((top + bottom) / 2)]
  const below = html`<text x=${x} y=${height - 6} text-anchor="middle">${words(xLabel)}</text>`
  const beside = html`<text x="13" y=${y} text-anchor="middle" transform=${`rotate(-90 13 ${y})`}>${words(yLabel)}</text>`
  return html`${xLabel ? below : null}${yLabel ? beside : null}`
}

/** @param {readonly Series[]} series @param {Frame} frame */
function bars(series, { band, left, y }) {
  const each = (band * 0.76) / Math.max(series.length, 1)
  return series.map(({ name, values }, nth) =>
    values.map((value, at) => {
      const x = round(left + band * (at + 0.12) + each * nth)
      const [high, low] = [Math.min(y(value), y(0)), Math.max(y(value), y(0))]
      const wide = round(Math.max(each - 1, 1))
      return html`<rect class=${seriesClass(nth)} x=${x} y=${high} width=${wide} height=${round(low - high)}>
        <title>${name}: ${value}</title>
      </rect>`
    }),
  )
}

/** @param {readonly Series[]} series @param {Frame} frame */
function lines(series, { middle, y }) {
  return series.map(({ name, values }, nth) => {
    const points = values.map((value, at) => `${middle(at)},${y(value)}`).join(' ')
    const dots = values.map(
      (value, at) =>
        html`<circle class=${seriesClass(nth)} cx=${middle(at)} cy=${y(value)} r="3.5">
          <title>${name}: ${value}</title>
        </circle>`,
    )
    return html`<polyline class=${`bk-line ${seriesClass(nth)}`} points=${points} />${dots}`
  })
}

/** @param {readonly Series[]} series @param {Frame} frame */
function areas(series, frame) {
  const { middle, y } = frame
  const filled = series.map(({ values }, nth) => {
    const above = values.map((value, at) => `${middle(at)},${y(value)}`)
    const points = [`${middle(0)},${y(0)}`, ...above, `${middle(values.length - 1)},${y(0)}`].join(' ')
    return html`<polygon class=${`bk-area ${seriesClass(nth)}`} points=${points} />`
  })
  return [filled, lines(series, frame)]
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10
}
