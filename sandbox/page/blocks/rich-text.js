import { html } from 'htm/preact'
import { Emoji } from '../text/emoji.js'
import { Call, ChannelMention, DateText, Link, PersonMention } from '../text/mentions.js'
import { record, records, words } from './json.js'
import { Unknown } from './unknown.js'

/**
 * @import { Json } from './json.js'
 * @import { Surface } from './surface.js'
 */

/** @param {{ block: Json, surface: Surface }} props */
export function RichText({ block, surface }) {
  return html`<div class="bk-text">${records(block.elements).map((each) => paragraph(each, surface))}</div>`
}

/** @param {Json} value @param {Surface} surface */
function paragraph(value, surface) {
  switch (value.type) {
    case 'rich_text_section':
      return html`<div class="bk-rich-section" dir="auto">${inlines(value, surface)}</div>`
    case 'rich_text_list':
      return richList(value, surface)
    case 'rich_text_quote':
      return html`<blockquote class="bk-quote" dir="auto">${inlines(value, surface)}</blockquote>`
    case 'rich_text_preformatted':
      return html`<pre class="bk-pre" dir="auto">${inlines(value, surface)}</pre>`
    default:
      return html`<${Unknown} value=${value} />`
  }
}

/**
 * Lists of deeper indent are lists of their own in Slack, with numbers that go on at `offset`.
 * @param {Json} value @param {Surface} surface
 */
function richList(value, surface) {
  const items = records(value.elements).map((item) => html`<li dir="auto">${inlines(item, surface)}</li>`)
  const indent = Math.min(Math.max(Number(value.indent) || 0, 0), 8)
  const look = `bk-list indent-${indent}`
  const start = (Number(value.offset) || 0) + 1
  return value.style === 'ordered'
    ? html`<ol class=${look} start=${start}>${items}</ol>`
    : html`<ul class=${look}>${items}</ul>`
}

/** @param {Json} value @param {Surface} surface */
function inlines(value, surface) {
  return records(value.elements).map((each) => styled(inline(each, surface), record(each.style)))
}

/** @param {Json} value @param {Surface} surface */
function inline(value, surface) {
  switch (value.type) {
    case 'text':
      return words(value.text)
    case 'link':
      return html`<${Link} url=${words(value.url)} surface=${surface}>${words(value.text) || words(value.url)}<//>`
    case 'emoji':
      return html`<${Emoji} name=${words(value.name)} tone=${Number(value.skin_tone) || 0} />`
    case 'user':
      return html`<${PersonMention} id=${words(value.user_id)} surface=${surface} />`
    case 'channel':
      return html`<${ChannelMention} id=${words(value.channel_id)} surface=${surface} />`
    case 'usergroup':
      return html`<${Call} name=${words(value.usergroup_id)} />`
    case 'broadcast':
      return html`<${Call} name=${words(value.range)} />`
    case 'date':
      return html`<${DateText}
        seconds=${Number(value.timestamp)}
        format=${words(value.format)}
        fallback=${words(value.fallback)}
        url=${words(value.url)}
        surface=${surface}
      />`
    case 'color':
      return html`<${Colour} value=${words(value.value)} />`
    default:
      return html`<${Unknown} value=${value} />`
  }
}

/** @param {{ value: string }} props */
function Colour({ value }) {
  const isColour = /^#[0-9a-f]{3,8}$/i.test(value)
  const patch = html`<svg class="bk-colour" viewBox="0 0 10 10" aria-hidden="true">
    <rect width="10" height="10" fill=${value} />
  </svg>`
  return html`${isColour && patch}${value}`
}

/** @param {unknown} content @param {Json} style */
function styled(content, style) {
  const inCode = style.code ? html`<code>${content}</code>` : content
  const struck = style.strike ? html`<s>${inCode}</s>` : inCode
  const underlined = style.underline ? html`<u>${struck}</u>` : struck
  const slanted = style.italic ? html`<em>${underlined}</em>` : underlined
  return style.bold ? html`<strong>${slanted}</strong>` : slanted
}
