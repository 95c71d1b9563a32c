import { html } from 'htm/preact'
import { list, record, records, words } from './json.js'
import { RichText } from './rich-text.js'
import { Unknown } from './unknown.js'

/**
 * @import { Json } from './json.js'
 * @import { Surface } from './surface.js'
 */

/** `table` and `data_table`: the first row is the head. @param {{ block: Json, surface: Surface }} props */
export function Table({ block, surface }) {
  const [head = [], ...body] = list(block.rows).map(records)
  const settings = list(block.column_settings).map(record)
  const look = (/** @type {number} */ column) => {
    const align = words(settings[column]?.align)
    return align === 'right' || align === 'center' ? `is-${align}` : undefined
  }
  const namesRow = typeof block.row_header_column_index === 'number' ? block.row_header_column_index : -1
  const caption = words(block.caption)
  return html`<div class="bk-table" tabindex="0" role="region" aria-label=${caption || 'Table'}>
    <table>
      ${caption && html`<caption dir="auto">${caption}</caption>`}
      <thead>
        <tr>
          ${head.map((cell, at) => html`<th scope="col" class=${look(at)} dir="auto">${drawnCell(cell, surface)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${body.map(
          (row) =>
            html`<tr>${row.map((cell, at) => {
              const content = drawnCell(cell, surface)
              return at === namesRow
                ? html`<th scope="row" class=${look(at)} dir="auto">${content}</th>`
                : html`<td class=${look(at)} dir="auto">${content}</td>`
            })}</tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

/** @param {Json} cell @param {Surface} surface */
function drawnCell(cell, surface) {
  switch (cell.type) {
    case 'raw_text':
      return words(cell.text)
    case 'raw_number':
      return words(cell.text) || String(cell.value)
    case 'rich_text':
      return html`<${RichText} block=${cell} surface=${surface} />`
    default:
      return html`<${Unknown} value=${cell} />`
  }
}
