import { html } from 'htm/preact'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { EVERYTHING, kept, sentenceOf } from './inspector/filter.js'
import { Misbehave } from './inspector/misbehave.js'
import { storiesOf } from './inspector/stories.js'
import { Story } from './inspector/story.js'

/**
 * @typedef {import('./inspector/entries.js').Entry} Entry
 * @typedef {import('./control.js').Control} Control
 * @typedef {import('./inspector/filter.js').Filter} Filter
 * @typedef {import('./inspector/stories.js').Story} StoryOf
 * @typedef {object} Directory
 * @property {string} me
 * @property {string} zone
 * @property {(id: string) => { readonly name: string } | undefined} person
 */

/** A page does not grow for ever. */
const MOST_SHOWN = 200

/** What each deed led to, newest at the bottom, and the means to make it go wrong. */
/** @param {{ entries: readonly Entry[], directory: Directory, control: Control }} props */
export function Inspector({ entries, directory, control }) {
  const [filter, setFilter] = useState({ ...EVERYTHING, isMine: false })
  const [chosen, setChosen] = useState(/** @type {Readonly<Record<number, boolean>>} */ ({}))
  const all = useMemo(() => storiesOf(entries), [entries])
  const nameOf = (/** @type {string} */ id) => directory.person(id)?.name ?? id
  const found = kept(all, { ...filter, who: filter.isMine ? directory.me : '' }, nameOf)
  const stories = found.slice(-MOST_SHOWN)
  const newest = stories.at(-1)
  const { region, follow, isAtEnd, toEnd } = useFollowing(`${newest?.seq} ${newest?.steps.length}`)
  const choose = (/** @type {number} */ seq, /** @type {boolean} */ isOpen) => setChosen({ ...chosen, [seq]: isOpen })
  const clear = () => setFilter({ ...filter, after: entries.at(-1)?.seq ?? 0 })
  return html`
    <div class="inspector">
      <${Misbehave} entries=${entries} control=${control} />
      <${Sieve} filter=${filter} setFilter=${setFilter} name=${nameOf(directory.me)} clear=${clear} />
      <div class="inspector-log" role="log" aria-live="off" aria-label="What happened" tabindex="0" ref=${region}
        onScroll=${follow} onToggleCapture=${follow}>
        ${found.length > stories.length && html`<p>The newest ${MOST_SHOWN} of ${found.length}.</p>`}
        ${stories.length === 0 && html`<p>${nothingWords(all.length > 0, isFiltered(filter), filter.after > 0)}</p>`}
        ${stories.map((story) => {
          const isOpen = chosen[story.seq] ?? story === newest
          return html`
            <div key=${story.seq} onFocusIn=${() => isOpen && !chosen[story.seq] && choose(story.seq, true)}>
              <${Story} story=${story} nameOf=${nameOf} zone=${directory.zone} isOpen=${isOpen}
                choose=${(/** @type {boolean} */ open) => choose(story.seq, open)} />
            </div>
          `
        })}
      </div>
      ${!isAtEnd && html`<button type="button" class="inspector-newest" onClick=${toEnd}>To the newest</button>`}
      <${Announcer} newest=${newest} nameOf=${nameOf} />
    </div>
  `
}

/** @param {Sieved} filter */
function isFiltered({ words, onlyProblems, isMine }) {
  return words.trim() !== '' || onlyProblems || isMine
}

/** @param {boolean} isHidden @param {boolean} isSifted @param {boolean} isCleared */
function nothingWords(isHidden, isSifted, isCleared) {
  if (isCleared && !isSifted) return 'Cleared. What happens next is told here.'
  return isHidden ? 'Nothing like that happened.' : 'Nothing happened yet. Type a command, and it is told here.'
}

/** @typedef {Filter & { readonly isMine: boolean }} Sieved */

/** @param {{ filter: Sieved, setFilter: (filter: Sieved) => void, name: string, clear: () => void }} props */
function Sieve({ filter, setFilter, name, clear }) {
  /** @type {(change: (field: HTMLInputElement) => Partial<Sieved>) => (event: Event) => void} */
  const keep = (change) => (event) =>
    event.currentTarget instanceof HTMLInputElement && setFilter({ ...filter, ...change(event.currentTarget) })
  return html`
    <div class="inspector-row" role="search" aria-label="Stories">
      <input type="search" aria-label="Words to look for" placeholder="Look for…" value=${filter.words}
        onInput=${keep(({ value }) => ({ words: value }))} />
      <label><input type="checkbox" checked=${filter.isMine}
        onChange=${keep(({ checked }) => ({ isMine: checked }))} /> Only ${name}</label>
      <label><input type="checkbox" checked=${filter.onlyProblems}
        onChange=${keep(({ checked }) => ({ onlyProblems: checked }))} /> Only problems</label>
      <button type="button" class="inspector-clear" onClick=${clear}>Clear</button>
    </div>
  `
}

/** Stays at the end for whoever is there, and leaves alone whoever reads further up. @param {string} newest */
function useFollowing(newest) {
  const region = useRef(/** @type {HTMLElement | null} */ (null))
  const [isAtEnd, setAtEnd] = useState(true)
  const wasAtEnd = useRef(true)
  const height = useRef(0)
  const follow = () => {
    const { scrollTop = 0, scrollHeight = 0, clientHeight = 0 } = region.current ?? {}
    // Whoever lost sight of the end because there is less room now is led back to it in a moment.
    if (height.current !== 0 && clientHeight !== height.current) return
    wasAtEnd.current = scrollHeight - scrollTop - clientHeight < 24
    setAtEnd(wasAtEnd.current)
  }
  const toEnd = () => region.current?.scrollTo(0, region.current.scrollHeight)
  useLayoutEffect(() => {
    if (wasAtEnd.current) toEnd()
  }, [newest])
  // What stands above takes of its room, and gives it back.
  useEffect(() => {
    if (!region.current) return
    const watcher = new ResizeObserver(() => {
      height.current = region.current?.clientHeight ?? 0
      if (wasAtEnd.current) toEnd()
      else follow()
    })
    watcher.observe(region.current)
    return () => watcher.disconnect()
  }, [])
  return { region, follow, isAtEnd, toEnd }
}

const REST_MS = 700

/** Says a new story to who listens, once it has come to rest. */
/** @param {{ newest: StoryOf | undefined, nameOf: (id: string) => string }} props */
function Announcer({ newest, nameOf }) {
  const before = useRef(newest?.seq ?? 0)
  const [said, setSaid] = useState('')
  const sentence = newest && newest.seq > before.current ? sentenceOf(newest, nameOf).replaceAll(' → ', ', ') : ''
  useEffect(() => {
    const timer = setTimeout(() => setSaid(sentence), REST_MS)
    return () => clearTimeout(timer)
  }, [sentence])
  return html`<p class="unseen" role="status">${said}</p>`
}
