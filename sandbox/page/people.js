import { html } from 'htm/preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Avatar } from './avatar.js'
import { canAct, timeThere } from './directory.js'
import { addressOf, goTo } from './place.js'

/** @import { Directory, Person } from './blocks/surface.js' */

/**
 * A native dialog that is open as long as it is drawn.
 * @param {{ label: string, close: () => void, class?: string, children?: any }} props
 */
export function Dialog({ label, close, class: name = '', children }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null))
  useLayoutEffect(() => {
    const { current } = dialog
    current?.showModal()
    // Closing gives the keyboard back to where it was.
    return () => current?.close()
  }, [])
  const onCancel = (/** @type {Event} */ event) => {
    event.preventDefault()
    close()
  }
  const onClick = (/** @type {MouseEvent} */ event) => event.target === dialog.current && close()
  return html`
    <dialog ref=${dialog} class=${`sheet ${name}`} aria-label=${label} onCancel=${onCancel} onClick=${onClick}>
      <div class="sheet-body">${children}</div>
    </dialog>
  `
}

/**
 * Whom one can be.
 * @param {{ directory: Directory, close: () => void, chosen: () => void }} props
 */
export function PeopleMenu({ directory, close, chosen }) {
  const [wanted, setWanted] = useState('')
  const people = directory.people.filter((person) => !person.isBot && person.id !== 'USLACKBOT')
  const shown = people.filter((person) => matches(person, wanted))
  const choose = (/** @type {Person} */ person) => {
    close()
    chosen()
    goTo(person.id, '')
  }
  const onSubmit = (/** @type {Event} */ event) => {
    event.preventDefault()
    const first = shown.find(canAct)
    if (first) choose(first)
  }
  return html`
    <${Dialog} label="Act as somebody" close=${close} class="people-menu">
      <header class="sheet-header">
        <h2>Act as somebody</h2>
        <button class="plain-button" type="button" onClick=${close} aria-label="Close">✕</button>
      </header>
      <form class="people-search" onSubmit=${onSubmit}>
        <input
          type="search" aria-label="Find a person" placeholder="Name, title, zone or story" autofocus value=${wanted}
          onInput=${(/** @type {any} */ event) => setWanted(event.target.value)}
        />
      </form>
      <ul class="people-list">
        ${shown.map((person) => html`<${PersonLine} key=${person.id} person=${person} directory=${directory} choose=${choose} />`)}
      </ul>
      ${shown.length === 0 && html`<p class="hint">Nobody here matches that. Try part of a name.</p>`}
    </${Dialog}>
  `
}

/** Whether all these words stand somewhere in what is known of a person. @param {Person} person @param {string} wanted */
export function matches({ name, handle, title, zone, story }, wanted) {
  const about = plainLetters([name, handle, title, zone, story].join(' '))
  return plainLetters(wanted)
    .split(/\s+/)
    .every((word) => about.includes(word))
}

/** Small letters without their accents. @param {string} words */
function plainLetters(words) {
  return words.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

/** @param {{ person: Person, directory: Directory, choose: (person: Person) => void }} props */
function PersonLine({ person, directory, choose }) {
  const isAble = canAct(person)
  return html`
    <li class="person-line">
      <button type="button" disabled=${!isAble} aria-current=${person.id === directory.me} onClick=${() => choose(person)}>
        <${Avatar} person=${person} />
        <span class="person-words">
          <span class="person-name" dir="auto">${person.name} <${Marks} person=${person} /></span>
          <span class="hint">${person.title}${person.zone ? ` · ${cityOf(person.zone)}, ${timeThere(person.zone, nowIn(directory))}` : ''}</span>
          ${person.story && html`<span class="hint" dir="auto">${person.story}</span>`}
        </span>
      </button>
      ${
        isAble &&
        html`<a class="plain-button" href=${addressOf(person.id, '')} target="_blank" aria-label=${`${person.name} in another window`} title="In another window">↗</a>`
      }
    </li>
  `
}

/** Whether a status has not run out. @param {Person['status']} status @param {number} now */
function isTheirs(status, now) {
  return status !== null && (status.expiration === 0 || status.expiration * 1000 > now)
}

/** @param {Directory} directory */
function nowIn({ now = Date.now }) {
  return now()
}

/** @param {string} zone */
function cityOf(zone) {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')
}

/** @param {{ person: Person }} props */
export function Marks({ person }) {
  const marks = [
    person.isBot ? 'app' : '',
    person.isAdmin ? 'admin' : '',
    person.isGuest ? 'guest' : '',
    person.isStranger ? 'other company' : '',
    person.isInvited ? 'invited' : '',
    person.isDeleted ? 'deactivated' : '',
  ].filter(Boolean)
  return html`${marks.map((mark) => html`<span class="mark" key=${mark}>${mark}</span>`)}`
}

/**
 * Who somebody is; a click on a mention leads here.
 * @param {{ id: string, directory: Directory, close: () => void }} props
 */
export function PersonCard({ id, directory, close }) {
  const person = directory.person(id)
  const name = person?.name ?? id
  return html`
    <${Dialog} label=${name} close=${close} class="person-card">
      <header class="sheet-header">
        <h2 dir="auto">${name}</h2>
        <button class="plain-button" type="button" onClick=${close} aria-label="Close" autofocus>✕</button>
      </header>
      <div class="person-facts">
        <${Avatar} person=${person} id=${id} size="large" />
        ${
          person
            ? html`<div>
                <p>@${person.handle} <${Marks} person=${person} /></p>
                ${person.title && html`<p>${person.title}</p>`}
                ${person.zone && html`<p class="hint">${timeThere(person.zone, nowIn(directory))} in ${cityOf(person.zone)}</p>`}
                ${isTheirs(person.status, nowIn(directory)) && html`<p class="hint">${person.status?.text}</p>`}
                ${person.story && html`<p class="hint" dir="auto">${person.story}</p>`}
              </div>`
            : html`<p>Nobody of this workspace has this id.</p>`
        }
      </div>
      ${
        person &&
        canAct(person) &&
        person.id !== directory.me &&
        html`<button class="button-primary" type="button" onClick=${() => goTo(person.id, '')}>Act as ${person.name}</button>`
      }
    </${Dialog}>
  `
}
