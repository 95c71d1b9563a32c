import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import { fieldProps } from './field.js'
import { list, records, words } from './json.js'
import { valueIn } from './values.js'

/**
 * @import { Json } from './json.js'
 * @import { Field } from './field.js'
 * @import { Surface } from './surface.js'
 * @typedef {{ name: string, content: string, encoding: 'base64' }} Chosen
 */

/**
 * Files from one's disk. The surface knows their names only, so their contents stay here for the next change.
 * @param {{ block: Json, element: Json, surface: Surface, field: Field }} props
 */
export function FileField({ block, element, surface, field }) {
  const [chosen, setChosen] = useState(/** @type {readonly Chosen[] | null} */ (null))
  const [trouble, setTrouble] = useState('')
  const kept = records(valueIn(surface, block, element)).map((file) => words(file.name) || words(file.title))
  const names = chosen ? chosen.map(({ name }) => name) : kept
  const kinds = list(element.filetypes).map(words)
  const most = typeof element.max_files === 'number' ? element.max_files : 10
  const keep = (/** @type {readonly Chosen[]} */ files) => {
    setChosen(files)
    surface.act(block, element, files.length === 0 ? null : files)
  }
  const remove = (/** @type {number} */ at) => keep((chosen ?? []).filter((_, index) => index !== at))
  const add = async (/** @type {Event} */ { target }) => {
    if (!(target instanceof HTMLInputElement)) return
    const picked = [...(target.files ?? [])]
    const before = most === 1 ? [] : (chosen ?? [])
    target.value = ''
    if (before.length + picked.length > most) {
      setTrouble(`At most ${most} ${most === 1 ? 'file' : 'files'} here.`)
      return
    }
    setTrouble('')
    await Promise.all(picked.map(readFile)).then(
      (files) => keep([...before, ...files]),
      () => setTrouble('That file could not be read.'),
    )
  }
  const troubleId = `${field.id}-trouble`
  return html`<div class="bk-files">
    <input
      type="file"
      ...${fieldProps({ ...field, describedBy: [field.describedBy, trouble && troubleId].filter(Boolean).join(' ') })}
      accept=${kinds.map((kind) => `.${kind}`).join(',') || undefined}
      multiple=${most > 1}
      onChange=${add}
    />
    ${kinds.length > 0 && html`<div class="bk-more">${kinds.join(', ')}; at most ${most}</div>`}
    <div class="bk-error" id=${troubleId} aria-live="polite">${trouble}</div>
    <ul>
      ${names.map(
        (name, at) => html`<li>
          <span dir="auto">${name}</span>
          <button type="button" class="bk-remove" aria-label=${`Remove ${name}`} onClick=${() => remove(at)}>×</button>
        </li>`,
      )}
    </ul>
  </div>`
}

/** @param {File} file @returns {Promise<Chosen>} */
function readFile(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () =>
      resolve({ name: file.name, content: String(reader.result).replace(/^[^,]*,/, ''), encoding: 'base64' })
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(file)
  })
}
