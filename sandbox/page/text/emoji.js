import { html } from 'htm/preact'
import { useEffect, useState } from 'preact/hooks'

/** @type {Readonly<Record<string, string>> | undefined} */
let table
let isAsked = false
/** Those who wait for the table. @type {Set<() => void>} */
const waiting = new Set()

/** Hands the table in: name → character. @param {Readonly<Record<string, string>>} names */
export function knowEmoji(names) {
  table = names
  for (const tell of waiting) tell()
}

/**
 * The character of `:name:`, in one of the skin tones 2 to 6 where it has any; undefined if there is none, or not yet.
 * @param {string} name @param {number} [tone]
 */
export function emojiOf(name, tone = 0) {
  const found = table && Object.hasOwn(table, name) ? table[name] : undefined
  if (!found || tone < 2 || !/^\p{Emoji_Modifier_Base}/u.test(found)) return found
  const [base = '', ...rest] = found
  return base + String.fromCodePoint(0x1f3f9 + tone) + rest.join('').replace(/^\ufe0f/u, '')
}

/**
 * Asks for the table at the first emoji that is drawn. Without it names stay names, so a failure is not worth a word.
 */
function askOnce() {
  if (isAsked) return
  isAsked = true
  fetch('/vendor/emoji.json')
    .then((answer) => answer.json())
    .then(knowEmoji, () => undefined)
}

/** @param {{ name: string, tone?: number }} props */
export function Emoji({ name, tone = 0 }) {
  const [, redraw] = useState(0)
  useEffect(() => {
    if (table) return undefined
    const tell = () => redraw((count) => count + 1)
    waiting.add(tell)
    askOnce()
    return () => void waiting.delete(tell)
  }, [])
  const written = `:${name}:${tone ? `:skin-tone-${tone}:` : ''}`
  const character = emojiOf(name, tone)
  if (!character) return html`${written}`
  const spoken = name.replaceAll('_', ' ')
  return html`<span class="emoji" role="img" aria-label=${spoken} title=${written}>${character}</span>`
}
