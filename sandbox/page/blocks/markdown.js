import { html } from 'htm/preact'
import { Link } from '../text/mentions.js'
import { words } from './json.js'

/** @import { Json } from './json.js' */
/** @import { Surface } from './surface.js' */

/**
 * The block of standard Markdown: headings, lists, quotes, fences, and marks within a line.
 * @param {{ block: Json, surface: Surface }} props
 */
export function Markdown({ block, surface }) {
  const parts = words(block.text).split(/^```[^\n]*\n([\s\S]*?)^```$/m)
  const drawn = parts.map((part, at) =>
    at % 2 === 1
      ? html`<pre class="bk-pre">${part}</pre>`
      : part.split(/\n{2,}/).map((each) => paragraph(each, surface)),
  )
  return html`<div class="bk-text bk-markdown">${drawn}</div>`
}

/** @param {string} source @param {Surface} surface @returns {unknown} */
function paragraph(source, surface) {
  const lines = source.split('\n').filter((line) => line.trim() !== '')
  const [first = ''] = lines
  const heading = /^(#{1,6}) (.+)$/.exec(first)
  if (heading) {
    const level = heading[1]?.length ?? 1
    const name = { class: `bk-header level-${level}`, role: 'heading', 'aria-level': Math.min(level + 2, 6) }
    const title = html`<div ...${name} dir="auto">${marked(heading[2] ?? '', surface)}</div>`
    return [title, paragraph(lines.slice(1).join('\n'), surface)]
  }
  if (lines.length === 0) return null
  if (/^(-{3,}|\*{3,})$/.test(first)) return html`<hr class="bk-divider" />`
  if (lines.every((line) => /^[-*+] /.test(line)))
    return html`<ul class="bk-list">${items(lines, /^[-*+] /, surface)}</ul>`
  if (lines.every((line) => /^\d+\. /.test(line)))
    return html`<ol class="bk-list" start=${Number.parseInt(first, 10)}>${items(lines, /^\d+\. /, surface)}</ol>`
  if (lines.every((line) => line.startsWith('>')))
    return html`<blockquote class="bk-quote" dir="auto">
      ${marked(lines.map((line) => line.replace(/^> ?/, '')).join('\n'), surface)}
    </blockquote>`
  return html`<p dir="auto">${marked(lines.join('\n'), surface)}</p>`
}

/** @param {readonly string[]} lines @param {RegExp} sign @param {Surface} surface */
function items(lines, sign, surface) {
  return lines.map((line) => html`<li dir="auto">${marked(line.replace(sign, ''), surface)}</li>`)
}

const MARKS = new RegExp(
  [
    '`([^`]+)`',
    String.raw`\[([^\]]+)\]\(([^)\s]+)\)`,
    String.raw`\*\*(\S(?:[^*]*\S)?)\*\*`,
    String.raw`(?<![\p{L}\p{N}])[*_](\S(?:[^*_]*\S)?)[*_](?![\p{L}\p{N}])`,
    '~~([^~]+)~~',
  ].join('|'),
  'gu',
)

/** @param {string} source @param {Surface} surface @returns {unknown[]} */
function marked(source, surface) {
  /** @type {unknown[]} */
  const drawn = []
  let done = 0
  for (const match of source.matchAll(MARKS)) {
    drawn.push(source.slice(done, match.index), drawnMark(match, surface))
    done = match.index + match[0].length
  }
  return [...drawn, source.slice(done)]
}

/** @param {RegExpExecArray} match @param {Surface} surface */
function drawnMark([, code, label, url, bold, italic, struck], surface) {
  if (code) return html`<code>${code}</code>`
  if (label) return html`<${Link} url=${url} surface=${surface}>${label}<//>`
  if (bold) return html`<strong>${marked(bold, surface)}</strong>`
  return italic ? html`<em>${marked(italic, surface)}</em>` : html`<s>${struck}</s>`
}
