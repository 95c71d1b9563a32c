import { html } from 'htm/preact'
import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks'
import { deadSurface } from './blocks/surface.js'
import { Exhibit } from './gallery/exhibit.js'
import { directoryFrom } from './gallery/people.js'
import { countWords, EVERYTHING, isWanted, roomsOf } from './gallery/sift.js'

/**
 * @import { Directory } from './blocks/surface.js'
 * @import { Control } from './control.js'
 * @import { Sieve, ShownView } from './gallery/sift.js'
 */

/** Every view of the product in each of its situations, beside how large it is and what a screen reader says. */
/** @param {{ control: Control }} props */
export function Gallery({ control }) {
  const { views, directory, trouble } = useViews(control)
  const [sieve, setSieve] = useState(EVERYTHING)
  const wanted = useMemo(() => (views ?? []).filter((view) => isWanted(view, sieve)), [views, sieve])
  const place = usePlace(views !== undefined)
  useEffect(() => {
    document.title = 'Gallery · Sandbox'
  }, [])
  if (trouble)
    return html`<main class="trouble"><p role="alert">${trouble}</p><p><a href="/">To the workspace</a></p></main>`
  if (!views || !directory) return html`<main class="loading"><p role="status">Drawing every view…</p></main>`
  const rooms = roomsOf(wanted)
  return html`
    <div class="gallery">
      <header class="gallery-head">
        <div class="gallery-title">
          <h1>Gallery</h1>
          <p class="hint" role="status">${countWords(wanted.length, views.length)}</p>
          <a href="/">To the workspace</a>
        </div>
        <${Sifting} sieve=${sieve} setSieve=${setSieve} />
      </header>
      <${Contents} rooms=${rooms} />
      <main class="gallery-views" aria-label="Views">
        ${rooms.flatMap(({ ids }) => ids).map(({ id, views: each }) => html`<${Group} key=${id} id=${id} views=${each} directory=${directory} place=${place} />`)}
        ${wanted.length === 0 && html`<p>No view has all of that. <button class="button" type="button" onClick=${() => setSieve(EVERYTHING)}>Show every view</button></p>`}
      </main>
    </div>
  `
}

/**
 * The views as the sandbox has them, once; and the people who are mentioned in them.
 * @param {Control} control
 */
function useViews(control) {
  const [views, setViews] = useState(/** @type {readonly ShownView[] | undefined} */ (undefined))
  const [directory, setDirectory] = useState(/** @type {Directory | undefined} */ (undefined))
  const [trouble, setTrouble] = useState('')
  useEffect(() => {
    Promise.all([control.get('/control/gallery'), control.get('/control/state')]).then(
      ([gallery, state]) => {
        setDirectory(directoryFrom(state))
        setViews(/** @type {readonly ShownView[]} */ (gallery.views))
      },
      (error) => setTrouble(error instanceof Error ? error.message : String(error)),
    )
  }, [control])
  return { views, directory, trouble }
}

/** Which view the address names, behind its #. Goes there whenever that changes. @param {boolean} isDrawn */
function usePlace(isDrawn) {
  const [place, setPlace] = useState(placeNow)
  useEffect(() => {
    const changed = () => setPlace(placeNow())
    addEventListener('hashchange', changed)
    return () => removeEventListener('hashchange', changed)
  }, [])
  useLayoutEffect(() => {
    if (!isDrawn || !place) return
    const go = () => document.getElementById(place)?.scrollIntoView()
    go()
    // Once more when what came into sight has its real height.
    const again = setTimeout(go, 100)
    return () => clearTimeout(again)
  }, [isDrawn, place])
  return place
}

function placeNow() {
  return decodeURIComponent(location.hash.slice(1))
}

/** @param {{ sieve: Sieve, setSieve: (sieve: Sieve) => void }} props */
function Sifting({ sieve, setSieve }) {
  const keep =
    (/** @type {keyof Sieve} */ name) =>
    (/** @type {Event} */ { currentTarget: field }) => {
      if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement)
        setSieve({ ...sieve, [name]: field.value })
    }
  return html`
    <form class="gallery-sieve" role="search" onSubmit=${(/** @type {Event} */ event) => event.preventDefault()}>
      <label>Words <input type="search" value=${sieve.words} onInput=${keep('words')} placeholder="recorded, assessment.save, emoji" /></label>
      <label>Kind
        <select value=${sieve.kind} onChange=${keep('kind')}>
          <option value="">all</option>
          <option value="message">messages</option>
          <option value="modal">windows</option>
          <option value="home">Home tabs</option>
        </select>
      </label>
      <label>Size
        <select value=${sieve.size} onChange=${keep('size')}>
          <option value="">all</option>
          <option value="smallest">smallest</option>
          <option value="usual">usual</option>
          <option value="largest">largest</option>
        </select>
      </label>
    </form>
  `
}

/** @param {{ rooms: ReturnType<typeof roomsOf> }} props */
function Contents({ rooms }) {
  // Folded away where it would stand above everything else.
  const [isOpen] = useState(() => matchMedia('(min-width: 900px)').matches)
  return html`
    <details class="gallery-contents" open=${isOpen}>
      <summary>Contents</summary>
      <nav aria-label="Contents">
        ${rooms.map(
          ({ room, ids }) => html`
            <h2>${room}</h2>
            <ul>
              ${ids.map(({ id, views }) => html`<li><a href=${`#${id}`}>${id}</a> <span class="hint">${views.length}</span></li>`)}
            </ul>
          `,
        )}
      </nav>
    </details>
  `
}

/** One view or message in all its situations. */
/** @param {{ id: string, views: readonly ShownView[], directory: Directory, place: string }} props */
function Group({ id, views, directory, place }) {
  return html`
    <section class="gallery-group" id=${id} aria-labelledby=${`${id}-title`}>
      <h2 id=${`${id}-title`}><a href=${`#${id}`}>${id}</a></h2>
      ${views.map((view) => html`<${Exhibit} key=${view.anchor} view=${view} surface=${deadSurface(directory, view.kind)} isWanted=${view.anchor === place} />`)}
    </section>
  `
}
