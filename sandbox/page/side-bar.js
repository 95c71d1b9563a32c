import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import { Avatar } from './avatar.js'
import { ClockControl } from './clock.js'
import { channelName } from './directory.js'
import { PeopleMenu } from './people.js'
import { applyTheme, chosenTheme } from './theme.js'

/** @import { Directory } from './blocks/surface.js' */
/** @import { Control } from './control.js' */
/** @import { Screen } from './live.js' */

/**
 * Whom one is, and where one can go.
 * @param {{
 *   screen: Screen, directory: Directory, control: Control, unread: ReadonlyMap<string, number>, here: string, go: (to: string) => void,
 *   ownChannel: string | undefined, isCovered: boolean, isInspecting: boolean, inspect: (isOpen: boolean) => void, close: () => void,
 * }} props
 */
export function SideBar({
  screen,
  directory,
  control,
  unread,
  here,
  go,
  ownChannel,
  isCovered,
  isInspecting,
  inspect,
  close,
}) {
  const [isChoosing, setChoosing] = useState(false)
  const me = directory.person(directory.me)
  const { app, channels, team } = screen
  const listed = channels.filter(({ kind, isArchived }) => (kind === 'channel' || kind === 'group') && !isArchived)
  const groups = channels.filter(({ kind }) => kind === 'mpim')
  const waiting = ownChannel ? (unread.get(ownChannel) ?? 0) : 0
  const line = (/** @type {import('./blocks/surface.js').Channel} */ channel) => html`
    <${Line}
      key=${channel.id} sign=${signOf(channel.kind)} name=${channelName(channel, directory, app.name)}
      isHere=${here === channel.id} unread=${unread.get(channel.id) ?? 0} go=${() => go(channel.id)}
    />
  `
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => event.key === 'Escape' && !isChoosing && close()
  return html`
    <nav class="side-bar" aria-label="Workspace" onKeyDown=${onKeyDown}>
      <header class="team">
        <strong>${team.name}</strong>
        <button class="side-close" type="button" onClick=${close} aria-label="Close the menu">✕</button>
      </header>
      <button class="acting-as" type="button" onClick=${() => setChoosing(true)} aria-haspopup="dialog">
        <${Avatar} person=${me} id=${directory.me} />
        <span><span class="hint">Acting as</span> <span class="acting-name" dir="auto">${me?.name ?? directory.me}</span></span>
        <span aria-hidden="true">▾</span>
      </button>
      <div class="side-lists" inert=${isCovered}>
        <${Section} title="Channels">${listed.map(line)}</${Section}>
        ${groups.length > 0 && html`<${Section} title="Direct messages">${groups.map(line)}</${Section}>`}
        <${Section} title="Apps">
          <${Line} sign="▦" name=${app.name} isHere=${here === 'home' || here === 'messages'} unread=${waiting} go=${() => go(waiting > 0 || !app.homeTab ? 'messages' : 'home')} />
        </${Section}>
      </div>
      <${ClockControl} clock=${screen.clock} zone=${directory.zone} control=${control} />
      <footer class="side-tools">
        <button type="button" aria-pressed=${isInspecting} onClick=${() => inspect(!isInspecting)}>Inspector</button>
        <a href="/gallery" onClick=${close}>Gallery</a>
        <${ThemeChoice} />
      </footer>
      ${isChoosing && html`<${PeopleMenu} directory=${directory} close=${() => setChoosing(false)} chosen=${close} />`}
    </nav>
  `
}

/** @param {import('./blocks/surface.js').Channel['kind']} kind */
function signOf(kind) {
  return kind === 'group' ? '🔒' : kind === 'mpim' ? '◑' : '#'
}

/** @param {{ title: string, children?: any }} props */
function Section({ title, children }) {
  const id = `side-${title.toLowerCase().replaceAll(' ', '-')}`
  return html`
    <section aria-labelledby=${id}>
      <h2 id=${id}>${title}</h2>
      <ul>${children}</ul>
    </section>
  `
}

/** @param {{ sign: string, name: string, isHere: boolean, unread: number, go: () => void }} props */
function Line({ sign, name, isHere, unread, go }) {
  return html`
    <li>
      <button class=${unread > 0 ? 'unread' : ''} type="button" aria-current=${isHere ? 'page' : undefined} onClick=${go}>
        <span class="sign" aria-hidden="true">${sign}</span>
        <span class="line-name" dir="auto">${name}</span>
        ${unread > 0 && html`<span class="badge">${unread}<span class="unseen"> unread</span></span>`}
      </button>
    </li>
  `
}

function ThemeChoice() {
  const [theme, setTheme] = useState(chosenTheme)
  const choose = (/** @type {any} */ event) => {
    applyTheme(event.target.value)
    setTheme(event.target.value)
  }
  return html`
    <label>
      <span class="unseen">Colours</span>
      <select value=${theme} onChange=${choose}>
        <option value="system">Colours: system</option>
        <option value="light">Colours: light</option>
        <option value="dark">Colours: dark</option>
      </select>
    </label>
  `
}
