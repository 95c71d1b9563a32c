import { html } from 'htm/preact'
import { useMemo } from 'preact/hooks'
import { words } from '../blocks/json.js'
import { Unknown } from '../blocks/unknown.js'
import { Emoji } from './emoji.js'
import { Call, ChannelMention, DateText, Link, PersonMention } from './mentions.js'
import { parseMrkdwn } from './mrkdwn.js'

/**
 * @import { Json } from '../blocks/json.js'
 * @import { Surface } from '../blocks/surface.js'
 * @import { Node } from './mrkdwn.js'
 */

/** A text object ({type:'mrkdwn'|'plain_text', …}). @param {{ text: Json, surface: Surface }} props */
export function Text({ text, surface }) {
  switch (text.type) {
    case 'plain_text':
      return html`<${Plain} source=${words(text.text)} emoji=${text.emoji !== false} />`
    case 'mrkdwn':
      return html`<${Mrkdwn} source=${words(text.text)} verbatim=${text.verbatim === true} surface=${surface} />`
    default:
      return html`<${Unknown} value=${text} />`
  }
}

/** @param {{ source: string, surface: Surface, verbatim?: boolean }} props */
export function Mrkdwn({ source, surface, verbatim = false }) {
  const nodes = useMemo(() => parseMrkdwn(source, { verbatim }), [source, verbatim])
  return html`${drawn(nodes, surface)}`
}

/** Text as it is, but for `:emoji:`. @param {{ source: string, emoji?: boolean }} props */
export function Plain({ source, emoji = true }) {
  if (!emoji) return html`${source}`
  const parts = source.split(/(?<!\p{N}):([\p{Ll}\p{N}_+'-]+:(?::skin-tone-[2-6]:)?)/u)
  return html`${parts.map((part, index) => (index % 2 === 0 ? part : html`<${Emoji} ...${emojiNamed(part)} />`))}`
}

/** @param {string} part `wave:` or `wave::skin-tone-3:` */
function emojiNamed(part) {
  const [name = '', , tone] = part.split(':')
  return { name, tone: Number(tone?.at(-1) ?? 0) }
}

/** @param {readonly Node[]} nodes @param {Surface} surface @returns {unknown[]} */
function drawn(nodes, surface) {
  return nodes.map((node) => drawnNode(node, surface))
}

/** @param {Node} node @param {Surface} surface */
function drawnNode(node, surface) {
  switch (node.kind) {
    case 'text':
      return node.text
    case 'break':
      return html`<br />`
    case 'code':
      return html`<code>${node.text}</code>`
    case 'pre':
      return html`<pre class="bk-pre">${node.text}</pre>`
    case 'bold':
      return html`<strong>${drawn(node.children, surface)}</strong>`
    case 'italic':
      return html`<em>${drawn(node.children, surface)}</em>`
    case 'strike':
      return html`<s>${drawn(node.children, surface)}</s>`
    case 'quote':
      return html`<blockquote class="bk-quote">${drawn(node.children, surface)}</blockquote>`
    case 'link':
      return html`<${Link} url=${node.url} surface=${surface}>${node.label ? html`<${Plain} source=${node.label} />` : bare(node.url)}<//>`
    case 'user':
      return html`<${PersonMention} id=${node.id} label=${node.label} surface=${surface} />`
    case 'channel':
      return html`<${ChannelMention} id=${node.id} label=${node.label} surface=${surface} />`
    case 'group':
      return html`<${Call} name=${node.label.replace(/^@/, '') || node.id} />`
    case 'broadcast':
      return html`<${Call} name=${node.range} />`
    case 'date':
      return html`<${DateText} ...${node} surface=${surface} />`
    case 'emoji':
      return html`<${Emoji} name=${node.name} tone=${node.tone} />`
  }
}

/** @param {string} url */
function bare(url) {
  return url.replace(/^mailto:/i, '')
}
