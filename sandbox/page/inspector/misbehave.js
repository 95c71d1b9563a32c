import { html } from 'htm/preact'
import { useEffect, useState } from 'preact/hooks'
import { list, record } from './entries.js'
import {
  armedWords,
  changed,
  deliveryNames,
  faultBody,
  kindsFor,
  METHODS,
  NO_WISH,
  PRESETS,
  takesMs,
} from './misbehaving.js'

/**
 * @typedef {import('./entries.js').Entry} Entry
 * @typedef {import('./entries.js').Json} Json
 * @typedef {import('./misbehaving.js').Wish} Wish
 * @typedef {import('../control.js').Control} Control
 */

const PATH = '/control/faults'

/** Lets Slack misbehave, and shows what still waits for its moment. */
/** @param {{ entries: readonly Entry[], control: Control }} props */
export function Misbehave({ entries, control }) {
  const { armed, problem, send, disarm } = useFaults(entries, control)
  const [isOpen, setOpen] = useState(false)
  return html`
    <details class="inspector-misbehave" open=${isOpen}
      onToggle=${(/** @type {Event} */ { currentTarget: it }) => setOpen(it instanceof HTMLDetailsElement && it.open)}>
      <summary>
        Make Slack misbehave${armed.length > 0 && html` <span class="inspector-mark is-fault">${armed.length} armed</span>`}
      </summary>
      <div class="inspector-row" role="group" aria-label="Usual misfortunes">
        ${PRESETS.map(([words, body]) => html`<button type="button" onClick=${() => send(body)}>${words}</button>`)}
      </div>
      ${isOpen && html`<${WishForm} names=${deliveryNames(entries)} send=${send} />`}
      <p class="inspector-problem" role="alert">${problem}</p>
      ${
        armed.length > 0 &&
        html`
          <ul aria-label="Armed faults">${armed.map((fault) => html`<li>${armedWords(fault)}</li>`)}</ul>
          <button type="button" onClick=${disarm}>Disarm all</button>
        `
      }
    </details>
  `
}

/** What is armed, asked for again whenever a fault strikes or anybody arms one. */
/** @param {readonly Entry[]} entries @param {Control} control */
function useFaults(entries, control) {
  const [armed, setArmed] = useState(/** @type {readonly unknown[]} */ ([]))
  // What was wrong with a wish stays said while the list is looked at again: the wish itself is what moved it.
  const [problem, setProblem] = useState({ wish: '', look: '' })
  const moved = entries.findLast(movesFaults)?.seq ?? 0
  /** @param {'wish' | 'look'} of @param {Promise<Json>} answer */
  const follow = async (of, answer) => {
    const say = (/** @type {string} */ words) => setProblem((before) => ({ ...before, [of]: words }))
    try {
      setArmed(list(record(await answer).faults))
      say('')
    } catch (error) {
      say(error instanceof Error ? error.message : String(error))
    }
  }
  useEffect(() => void follow('look', control.get(PATH)), [moved])
  return {
    armed,
    problem: problem.wish || problem.look,
    send: (/** @type {Json} */ body) => follow('wish', control.post(PATH, body)),
    disarm: () => follow('wish', control.remove(PATH)),
  }
}

/** @param {Entry} entry */
function movesFaults({ kind, path, method }) {
  return kind === 'fault' || (kind === 'control' && method !== 'GET' && (path === PATH || path === '/control/reset'))
}

/** @param {{ names: readonly string[], send: (body: Json) => void }} props */
function WishForm({ names, send }) {
  const [wish, setWish] = useState(NO_WISH)
  const arm = (/** @type {Event} */ event) => {
    event.preventDefault()
    send(faultBody(wish))
  }
  /** @type {(property: keyof Wish) => (event: Event) => void} */
  const keep = (property) => (event) => {
    const { currentTarget: field } = event
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement)
      setWish(changed(wish, { [property]: field.value }))
  }
  /** @type {(property: keyof Wish, label: string, usual: string) => unknown} */
  const number = (property, label, usual) => html`
    <label>${label}<input inputmode="decimal" placeholder=${usual} value=${wish[property]} onInput=${keep(property)} /></label>
  `
  return html`
    <form onSubmit=${arm}>
      <label>About
        <select value=${wish.about} onChange=${keep('about')}>
          <option value="method">a call of the bot</option>
          <option value="delivery">a payload to the bot</option>
        </select>
      </label>
      <label>Which
        <input required list="inspector-names" value=${wish.name} onInput=${keep('name')} spellcheck=${false}
          autocomplete="off" placeholder=${wish.about === 'method' ? 'chat.postMessage' : 'view_submission'} />
      </label>
      <datalist id="inspector-names">
        ${(wish.about === 'method' ? METHODS : names).map((name) => html`<option value=${name} />`)}
      </datalist>
      <label>How
        <select value=${wish.kind} onChange=${keep('kind')}>
          ${kindsFor(wish).map(([kind, words]) => html`<option key=${kind} value=${kind}>${words}</option>`)}
        </select>
      </label>
      ${number('times', 'How often', '1')}
      ${wish.kind === '429' && number('retryAfter', 'Retry after, in seconds', '1')}
      ${takesMs(wish.kind) && number('ms', 'By how many ms', wish.kind === 'late' ? '3500' : '2000')}
      <details>
        <summary>More</summary>
        ${number('chance', 'Chance, 0 to 1', '1')}
        ${number('seed', 'Seed of the chance', '1')}
      </details>
      <button class="inspector-arm">Arm</button>
    </form>
  `
}
