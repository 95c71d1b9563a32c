import { html } from 'htm/preact'
import { Text } from '../text/text.js'
import { Chart } from './chart.js'
import { Element } from './elements.js'
import { Picture } from './image.js'
import { Input } from './input.js'
import { record, records, words, wordsOf } from './json.js'
import { Markdown } from './markdown.js'
import { RichText } from './rich-text.js'
import { Table } from './tables.js'
import { Unknown } from './unknown.js'

/**
 * @import { Json } from './json.js'
 * @import { Surface } from './surface.js'
 * @typedef {{ block: Json, surface: Surface }} Props
 */

/** @type {Readonly<Record<string, (props: Props) => unknown>>} */
const BLOCKS = {
  header: Header,
  section: Section,
  context: Context,
  actions: Actions,
  divider: () => html`<hr class="bk-divider" />`,
  image: Image,
  input: Input,
  rich_text: RichText,
  data_visualization: Chart,
  table: Table,
  data_table: Table,
  markdown: Markdown,
  alert: Alert,
  card: Card,
}

/** A message, a window or a Home tab, block by block. @param {{ blocks: readonly Json[], surface: Surface }} props */
export function Blocks({ blocks, surface }) {
  return html`<div class="bk">${blocks.map((block, at) => {
    const Kind = Object.hasOwn(BLOCKS, words(block.type)) ? BLOCKS[words(block.type)] : undefined
    const drawn = Kind ? html`<${Kind} block=${block} surface=${surface} />` : html`<${Unknown} value=${block} />`
    return html`<div class="bk-block" key=${words(block.block_id) || at}>${drawn}</div>`
  })}</div>`
}

/** @param {Props} props */
function Header({ block, surface }) {
  const level = typeof block.level === 'number' ? block.level : 1
  // A window's title is a heading of the second level; a place's, of the first.
  const above = surface.kind === 'modal' ? 2 : 1
  return html`<div class=${`bk-header level-${level}`} role="heading" aria-level=${level + above} dir="auto">
    <${Text} text=${record(block.text)} surface=${surface} />
  </div>`
}

/** @param {Props} props */
function Section({ block, surface }) {
  const accessory = record(block.accessory)
  const hasAccessory = block.accessory !== undefined
  const fields = records(block.fields)
  const about = firstLine(wordsOf(block.text) || wordsOf(fields[0]))
  return html`<div class=${hasAccessory ? 'bk-section has-accessory' : 'bk-section'}>
    <div class="bk-section-body">
      ${block.text !== undefined && html`<${Paragraph} text=${block.text} surface=${surface} />`}
      ${
        fields.length > 0 &&
        html`<div class="bk-fields">
          ${fields.map((field) => html`<${Paragraph} text=${field} surface=${surface} />`)}
        </div>`
      }
    </div>
    ${
      hasAccessory &&
      html`<div class="bk-accessory">
        <${Element} block=${block} element=${accessory} surface=${surface} about=${about} />
      </div>`
    }
  </div>`
}

/** @param {{ text: unknown, surface: Surface }} props */
function Paragraph({ text, surface }) {
  return html`<div class="bk-text" dir="auto"><${Text} text=${record(text)} surface=${surface} /></div>`
}

/** @param {Props} props */
function Context({ block, surface }) {
  return html`<div class="bk-context">${records(block.elements).map((element) =>
    element.type === 'image'
      ? html`<${Picture} image=${element} />`
      : html`<${Paragraph} text=${element} surface=${surface} />`,
  )}</div>`
}

/** @param {Props} props */
function Actions({ block, surface }) {
  return html`<div class="bk-actions">${records(block.elements).map(
    (element, at) =>
      html`<${Element} key=${words(element.action_id) || at} block=${block} element=${element} surface=${surface} />`,
  )}</div>`
}

/** @param {Props} props */
function Image({ block, surface }) {
  const title = html`<figcaption><${Paragraph} text=${block.title} surface=${surface} /></figcaption>`
  return html`<figure class="bk-figure">
    ${block.title !== undefined && title}
    <${Picture} image=${block} />
  </figure>`
}

/** @param {Props} props */
function Alert({ block, surface }) {
  const level = words(block.level) || 'default'
  const spoken = { info: 'Note', warning: 'Warning', error: 'Error', success: 'Done' }[level]
  return html`<div class=${`bk-alert is-${level}`} role="note" dir="auto">
    ${spoken && html`<strong>${spoken}: </strong>`}<${Text} text=${record(block.text)} surface=${surface} />
  </div>`
}

/** @param {Props} props */
function Card({ block, surface }) {
  const part = (/** @type {'title' | 'subtitle' | 'body' | 'subtext'} */ name) =>
    block[name] !== undefined &&
    html`<div class=${`bk-card-${name}`}><${Paragraph} text=${block[name]} surface=${surface} /></div>`
  const withActions = { ...block, elements: block.actions }
  return html`<div class="bk-card">
    ${block.hero_image !== undefined && html`<${Picture} image=${record(block.hero_image)} />`}
    ${part('title')} ${part('subtitle')} ${part('body')} ${part('subtext')}
    ${block.actions !== undefined && html`<${Actions} block=${withActions} surface=${surface} />`}
  </div>`
}

/** What a section says, short enough to be a name. @param {string} text */
function firstLine(text) {
  const line = text.split('\n')[0] ?? ''
  return line
    .replace(/<[^>|]*\|?([^>]*)>/g, '$1')
    .replace(/[*_~`]/g, '')
    .trim()
    .slice(0, 80)
}
