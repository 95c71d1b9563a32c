import { html } from 'htm/preact'
import { Link } from '../text/mentions.js'
import { words } from './json.js'

/** @import { Json } from './json.js' */

/**
 * The block of standard Markdown: headings, lists, quotes, fences, and marks within a line.
 * @param {{ block: Json }} props
 */
export function Markdown({ block }) {
  const parts = words(block.text).split(/^```[^\n]*\n([\s\S]*?)^```$/m)
  const drawn = parts.map((part, at) =>
    at % 2 === 1 ? html`<pre class="bk-pre">${part}</pre>` : part.split(/\n{2,}/).map(paragraph),
  )
  return html`<div class="bk-text bk-markdown">${drawn}</div>`
}

/** @param {string} source @returns {unknown} */
function paragraph(source) {
  const lines = source.split('\n').filter((line) => line.trim() !== '')
  const [first = ''] = lines
  const heading = /^(#{1,6}) (.+)$/.exec(first)
  if (heading) {
    const level = heading[1]?.length ?? 1
    const name = { class: `bk-header level-${level}`, role: 'heading', 'aria-level': Math.min(level + 2, 6) }
    const title = html`<div ...${name} dir="auto">${marked(heading[2] ?? '')}</div>`
    return [title, paragraph(lines.slice(1).join('\n'))]
  }
  if (lines.length === 0) return null
  if (/^(-{3,}|\*{3,})$/.test(first)) return html`<hr class="bk-divider" />`
  if (lines.every((line) => /^[-*+] /.test(line))) return html`<ul class="bk-list">${items(lines, /^[-*+] /)}</ul>`
  if (lines.every((line) => /^\d+\. /.test(line)))
    return html`<ol class="bk-list" start=${Number.parseInt(first, 10)}>${items(lines, /^\d+\. /)}</ol>`
  if (lines.every((line) => line.startsWith('>')))
    return html`<blockquote class="bk-quote" dir="auto">
      ${marked(lines.map((line) => line.replace(/^> ?/, '')).join('\n'))}
    </blockquote>`
  return html`<p dir="auto">${marked(lines.join('\n'))}</p>`
}

/** @param {readonly string[]} lines @param {RegExp} sign */
function items(lines, sign) {
  return lines.map((line) => html`<li dir="auto">${marked(line.replace(sign, ''))}</li>`)
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

/** @param {string} source @returns {unknown[]} */
function marked(source) {
  /** @type {unknown[]} */
  const drawn = []
  let done = 0
  for (const match of source.matchAll(MARKS)) {
    drawn.push(source.slice(done, match.index), drawnMark(match))
    done = match.index + match[0].length
  }
  return [...drawn, source.slice(done)]
}

/** @param {RegExpExecArray} match */
function drawnMark([, code, label, url, bold, italic, struck]) {
  if (code) return html`<code>${code}</code>`
  if (label) return html`<${Link} url=${url}>${label}<//>`
  if (bold) return html`<strong>${marked(bold)}</strong>`
  return italic ? html`<em>${marked(italic)}</em>` : html`<s>${struck}</s>`
}
