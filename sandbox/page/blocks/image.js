import { html } from 'htm/preact'
import { record, words } from './json.js'

/**
 * The page shows nothing from elsewhere, so a picture is its description and where it lies.
 * @param {{ image: Readonly<Record<string, unknown>> }} props
 */
export function Picture({ image }) {
  const alt = words(image.alt_text)
  const url = words(image.image_url) || words(record(image.slack_file).url) || words(record(image.slack_file).id)
  return html`<span class="bk-picture" role="img" aria-label=${alt} title=${url}>${alt || 'A picture'}</span>`
}
