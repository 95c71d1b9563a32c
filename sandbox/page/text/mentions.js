import { html } from 'htm/preact'
import { dateText } from './date.js'
import { isSafeUrl } from './mrkdwn.js'

/** @import { Surface } from '../blocks/surface.js' */

/** A link where it may lead somewhere, else its words alone. @param {{ url: string, surface: Surface, children?: unknown }} props */
export function Link({ url, surface, children }) {
  if (!isSafeUrl(url)) return html`<span>${children}</span>`
  const open = (/** @type {Event} */ event) => surface.openLink(url) && event.preventDefault()
  return html`<a class="bk-link" href=${url} target="_blank" rel="noopener noreferrer" onClick=${open}>${children}</a>`
}

/** @param {{ id: string, label?: string, surface: Surface }} props */
export function PersonMention({ id, label, surface }) {
  const name = surface.directory.person(id)?.name || label || id
  const isMe = id === surface.directory.me
  const open = (/** @type {MouseEvent} */ event) => {
    if (event.currentTarget instanceof Element) surface.openPerson(id, event.currentTarget)
  }
  return html`<button type="button" class=${isMe ? 'bk-mention is-me' : 'bk-mention'} onClick=${open}>@${name}</button>`
}

/** @param {{ id: string, label?: string, surface: Surface }} props */
export function ChannelMention({ id, label, surface }) {
  const name = surface.directory.channel(id)?.name || label || id
  return html`<button type="button" class="bk-mention" onClick=${() => surface.openChannel(id)}>#${name}</button>`
}

/** A call to many; no click leads anywhere. @param {{ name: string }} props */
export function Call({ name }) {
  return html`<span class="bk-call">@${name}</span>`
}

/** @param {{ seconds: number, format: string, fallback?: string, url?: string, surface: Surface }} props */
export function DateText({ seconds, format, fallback = '', url = '', surface }) {
  const { zone, now = Date.now } = surface.directory
  const text = dateText(seconds, format, zone, now()) || fallback
  const shown = html`<time title=${dateText(seconds, '{date_num} {time_secs}', zone, now())}>${text}</time>`
  return url ? html`<${Link} url=${url} surface=${surface}>${shown}<//>` : shown
}
