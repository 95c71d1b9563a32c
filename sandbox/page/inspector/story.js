import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import { named } from './filter.js'
import { spoken } from './told.js'

/**
 * @typedef {import('./stories.js').Story} StoryOf
 * @typedef {import('./stories.js').Step} StepOf
 * @typedef {import('./told.js').Mark} MarkOf
 */

/**
 * One story: a line, and its steps beneath when it is open.
 *
 * @param {{ story: StoryOf, nameOf: import('./filter.js').NameOf, zone: string, isOpen: boolean, choose: (isOpen: boolean) => void }} props
 */
export function Story({ story, nameOf, zone, isOpen, choose }) {
  const { at, who, words, asked, marks, steps } = story
  return html`
    <details class="inspector-story" open=${isOpen}
      onToggle=${(/** @type {Event} */ event) => isOpen !== isNowOpen(event) && choose(isNowOpen(event))}>
      <summary>
        <time datetime=${new Date(at).toISOString()}>${timeIn(zone, at)}</time>${' '}
        ${who && html`<b>${nameOf(who)}</b>${' '}`}${named(words, nameOf)}${marks.map((mark) => html` → <${Mark} ...${mark} />`)}
      </summary>
      ${
        isOpen &&
        html`
          ${asked && html`<${Payload} name="What was asked" payload=${asked} />`}
          <ol>${steps.map((step) => html`<${Step} key=${step.seq} ...${step} />`)}</ol>
        `
      }
    </details>
  `
}

/** @param {StepOf} props */
function Step({ what, marks, notes, payloads, after }) {
  return html`
    <li>
      <span class="inspector-after">+${spoken(after)}</span>${' '}
      <span>${what}</span>${marks.map((mark) => html` <${Mark} ...${mark} />`)}
      ${notes.length > 0 && html`<ul class="inspector-notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>`}
      ${payloads.map(([name, payload]) => html`<${Payload} name=${name} payload=${payload} />`)}
    </li>
  `
}

/** @param {MarkOf} props */
function Mark({ tone, words }) {
  return html`<span class="inspector-mark is-${tone}">${words}</span>`
}

/** Drawn when it is opened: most never are. @param {{ name: string, payload: unknown }} props */
export function Payload({ name, payload }) {
  const [isOpen, setOpen] = useState(false)
  return html`
    <details class="inspector-payload" onToggle=${(/** @type {Event} */ event) => setOpen(isNowOpen(event))}>
      <summary>${name}</summary>
      ${isOpen && html`<${Json} name=${name} payload=${payload} />`}
    </details>
  `
}

/** Whoever has no mouse scrolls it by keyboard. @param {{ name: string, payload: unknown }} props */
export function Json({ name, payload }) {
  return html`<pre tabindex="0" role="group" aria-label=${name}>${JSON.stringify(payload, null, 2)}</pre>`
}

/** @param {Event} event */
function isNowOpen({ currentTarget }) {
  return currentTarget instanceof HTMLDetailsElement && currentTarget.open
}

/** @type {Map<string, Intl.DateTimeFormat>} */
const clocks = new Map()

/** @param {string} zone @param {number} at */
function timeIn(zone, at) {
  const clock = clocks.get(zone) ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'medium' })
  clocks.set(zone, clock)
  return clock.format(at)
}
