import { html } from 'htm/preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { words } from './blocks/json.js'
import { Dialog } from './people.js'
import { isWritten, suggestionsFor, withSuggestion } from './suggestions.js'

/** @import { Channel, Directory } from './blocks/surface.js' */
/** @import { Deeds } from './deeds.js' */
/** @import { App } from './live.js' */
/** @import { Suggestion } from './suggestions.js' */

/** What was begun and not sent, by person and channel; it waits for one to come back. @type {Map<string, string>} */
const drafts = new Map()

/**
 * Where one writes: `/` offers the app’s commands, `@` people, `#` channels. Enter sends.
 * @param {{
 *   app: App, directory: Directory, deeds: Deeds, channel: Channel, name: string,
 *   begin?: { current: (line: string) => void },
 * }} props  `begin`: is given what writes a line from elsewhere, for the person to send
 */
export function Composer({ app, directory, deeds, channel, name, begin }) {
  const place = `${directory.me} ${channel.id}`
  const [text, setText] = useState(drafts.get(place) ?? '')
  const [caret, setCaret] = useState(0)
  const [picked, setPicked] = useState(0)
  const [isClosed, setClosed] = useState(false)
  const [trouble, setTrouble] = useState('')
  const field = useRef(/** @type {HTMLTextAreaElement | null} */ (null))
  const offered = isClosed ? [] : suggestionsFor(text, caret, app, directory)
  const chosen = offered[Math.min(picked, offered.length - 1)]
  const command = app.commands.find((each) => text.startsWith(`${each.command} `) || text === each.command)

  const write = (/** @type {string} */ next, /** @type {number} */ at) => {
    drafts.set(place, next)
    setText(next)
    setCaret(at)
    setPicked(0)
    setClosed(false)
    setTrouble('')
  }
  const put = (/** @type {string} */ next, /** @type {number} */ at) => {
    write(next, at)
    setClosed(true)
    const { current } = field
    if (!current) return
    current.value = next
    current.setSelectionRange(at, at)
    current.focus()
  }
  const take = (/** @type {Suggestion} */ suggestion) => {
    const next = withSuggestion(text, caret, suggestion)
    put(next.text, next.caret)
  }
  if (begin) begin.current = (line) => put(line, line.length)
  const send = async () => {
    const line = text.trim()
    if (!line) return
    write('', 0)
    field.current?.focus()
    try {
      const isCommand = line.startsWith('/')
      await deeds.do(isCommand ? '/control/command' : '/control/say', { text: line, channel: channel.id })
    } catch (error) {
      // Given back to whoever wrote it, unless they have begun another line.
      if (!drafts.get(place)) write(line, line.length)
      setTrouble(error instanceof Error ? error.message : String(error))
    }
  }
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    // The keys belong to whatever composes a character.
    if (event.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && offered.length > 0) setPicked((picked + step + offered.length) % offered.length)
    else if (event.key === 'Escape' && offered.length > 0) setClosed(true)
    else if (
      (event.key === 'Tab' || event.key === 'Enter') &&
      !event.shiftKey &&
      chosen &&
      !isWritten(chosen, text, caret)
    )
      take(chosen)
    else if (event.key === 'Enter' && !event.shiftKey) void send()
    else return
    event.preventDefault()
  }
  const onInput = (/** @type {any} */ { currentTarget: area }) => write(area.value, area.selectionStart)
  const onMove = (/** @type {any} */ { currentTarget: area }) => setCaret(area.selectionStart)
  return html`
    <div class="composer">
      ${offered.length > 0 && html`<${Offers} offered=${offered} chosen=${chosen} pick=${setPicked} take=${take} />`}
      <p class="unseen" role="status">${offered.length > 0 && `${offered.length} ${offered.length === 1 ? 'suggestion' : 'suggestions'}`}</p>
      ${trouble && html`<p class="notice" role="alert">${trouble}</p>`}
      <div class="composer-box">
        <textarea
          ref=${field} rows="1" value=${text} placeholder=${`Message ${name}, or / for a command`} aria-label=${`Message ${name}`}
          aria-autocomplete="list" aria-controls=${offered.length > 0 ? 'offers' : undefined}
          aria-activedescendant=${chosen ? `offer-${chosen.id}` : undefined}
          onInput=${onInput} onKeyDown=${onKeyDown} onKeyUp=${onMove} onClick=${onMove} onBlur=${() => setClosed(true)}
        ></textarea>
        <div class="composer-tools">
          <${Shortcuts} app=${app} deeds=${deeds} />
          <p class="hint composer-hint">${command ? command.usageHint : ''}</p>
          <button class="button-primary" type="button" disabled=${!text.trim()} onClick=${send}>Send</button>
        </div>
      </div>
    </div>
  `
}

/**
 * @param {{
 *   offered: readonly Suggestion[], chosen: Suggestion | undefined,
 *   pick: (index: number) => void, take: (suggestion: Suggestion) => void,
 * }} props
 */
function Offers({ offered, chosen, pick, take }) {
  const list = useRef(/** @type {HTMLUListElement | null} */ (null))
  useEffect(() => list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }), [chosen])
  return html`
    <ul ref=${list} class="offers" id="offers" role="listbox" aria-label="Suggestions">
      ${offered.map(
        (each, index) => html`
          <li
            key=${each.id} id=${`offer-${each.id}`} role="option" aria-selected=${each === chosen}
            onMouseMove=${() => pick(index)} onMouseDown=${(/** @type {Event} */ event) => event.preventDefault()} onClick=${() => take(each)}
          >
            <strong>${each.name}</strong> <span class="hint">${each.hint}</span>
            ${each.about && html`<span class="offer-about">${each.about}</span>`}
          </li>
        `,
      )}
    </ul>
  `
}

/** The app’s global shortcuts. @param {{ app: App, deeds: Deeds }} props */
export function Shortcuts({ app, deeds }) {
  const [isOpen, setOpen] = useState(false)
  const [notice, setNotice] = useState('')
  const open = () => {
    setNotice('')
    setOpen(true)
  }
  const use = async (/** @type {string} */ callbackId) => {
    setOpen(false)
    try {
      const answer = await deeds.do('/control/shortcut', { callback_id: callbackId })
      setNotice(words(answer.notice))
    } catch (error) {
      setNotice(error instanceof Error ? error.message : String(error))
    }
  }
  return html`
    <button class="plain-button" type="button" aria-haspopup="dialog" onClick=${open}>⚡ Shortcuts</button>
    ${notice && html`<p class="notice" role="alert">${notice}</p>`}
    ${
      isOpen &&
      html`<${Dialog} label="Shortcuts" close=${() => setOpen(false)} class="shortcut-menu">
        <header class="sheet-header">
          <h2>Shortcuts</h2>
          <button class="plain-button" type="button" onClick=${() => setOpen(false)} aria-label="Close">✕</button>
        </header>
        ${app.shortcuts.length === 0 && html`<p class="hint">${app.name} has no shortcuts here.</p>`}
        <ul class="shortcut-list">
          ${app.shortcuts.map(
            ({ name, description, callbackId }) => html`
              <li key=${callbackId}>
                <button type="button" onClick=${() => use(callbackId)}>
                  <strong>${name}</strong>
                  <span class="hint">${description}</span>
                </button>
              </li>
            `,
          )}
        </ul>
      </${Dialog}>`
    }
  `
}
