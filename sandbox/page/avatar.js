import { html } from 'htm/preact'

/** @import { Person } from './blocks/surface.js' */

const COLOURS = 8

/**
 * Initials on a colour of one's own.
 * @param {{ person: Person | undefined, id?: string, size?: 'small' | 'usual' | 'large' }} props
 */
export function Avatar({ person, id = '', size = 'usual' }) {
  const name = person?.name ?? id
  const colour = [...(person?.id ?? id)].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % COLOURS
  return html`<span class=${`avatar avatar-${size} colour-${colour}`} aria-hidden="true">${initials(name)}</span>`
}

/** @param {string} name */
function initials(name) {
  const parts = name.split(/\s+/).filter(Boolean)
  const letters = [parts[0], parts.length > 1 ? parts.at(-1) : undefined].map((part) => [...(part ?? '')][0] ?? '')
  return letters.join('').toUpperCase()
}
