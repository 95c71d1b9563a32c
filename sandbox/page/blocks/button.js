import { html } from 'htm/preact'
import { isSafeUrl } from '../text/mrkdwn.js'
import { Text } from '../text/text.js'
import { useConfirm } from './confirm.js'
import { record, words } from './json.js'

/**
 * @import { Json } from './json.js'
 * @import { Surface } from './surface.js'
 * @typedef {{ block: Json, element: Json, surface: Surface }} Props
 */

/** A button; one with an address is a link that also tells the app. @param {Props} props */
export function Button({ block, element, surface }) {
  const [question, ask] = useConfirm(element, surface)
  const isBusy = surface.isBusy(words(block.block_id), words(element.action_id))
  const url = isSafeUrl(words(element.url)) ? words(element.url) : ''
  const style = element.style === 'primary' || element.style === 'danger' ? ` ${element.style}` : ''
  const press = (/** @type {Event} */ event) => {
    if (element.confirm) event.preventDefault()
    if (isBusy) return
    ask(() => {
      surface.act(block, element)
      if (!url) return
      if (surface.openLink(url)) event.preventDefault()
      else if (element.confirm) window.open(url, '_blank', 'noopener,noreferrer')
    })
  }
  const shared = {
    class: `bk-button${style}${isBusy ? ' is-busy' : ''}`,
    'aria-label': words(element.accessibility_label) || undefined,
    'aria-busy': isBusy ? 'true' : undefined,
    onClick: press,
  }
  const face = html`<${Text} text=${record(element.text)} surface=${surface} />`
  const drawn = url
    ? html`<a ...${shared} href=${url} target="_blank" rel="noopener noreferrer">${face}</a>`
    : html`<button type="button" ...${shared}>${face}</button>`
  return html`${drawn}${question}`
}
