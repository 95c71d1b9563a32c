import { html } from 'htm/preact'
import { useEffect, useState } from 'preact/hooks'
import { useActing } from './acting.js'
import { Blocks } from './blocks/blocks.js'
import { Composer, Shortcuts } from './composer.js'
import { Messages, PlaceHeader } from './conversation.js'

/** @import { Channel, Directory } from './blocks/surface.js' */
/** @import { Control } from './control.js' */
/** @import { Deeds } from './deeds.js' */
/** @import { Screen } from './live.js' */

/**
 * @typedef {object} Props
 * @property {Screen} screen
 * @property {Directory} directory
 * @property {Deeds} deeds
 * @property {Control} control
 * @property {'home' | 'messages'} tab
 * @property {Channel | undefined} channel   the conversation with the app, once there is one
 * @property {(to: string) => void} go
 * @property {(id: string) => void} openPerson
 * @property {(id: string) => void} openChannel
 * @property {(url: string) => boolean} openLink
 * @property {() => void} openMenu
 */

/** The app: its Home tab and its messages. @param {Props} props */
export function AppPlace(props) {
  const { screen, directory, control, tab, go, openMenu } = props
  const { app } = screen
  const trouble = useOpening(control, directory.me, tab, app.isInstalled)
  if (!app.isInstalled)
    return html`
      <${PlaceHeader} title=${app.name} openMenu=${openMenu} />
      <p class="first-steps">${app.name} is not installed in this workspace.</p>
    `
  const tabs = [...(app.homeTab ? [['home', 'Home']] : []), ...(app.messagesTab ? [['messages', 'Messages']] : [])]
  return html`
    <${PlaceHeader} title=${app.name} openMenu=${openMenu}>
      <nav class="tabs" aria-label=${app.name}>
        ${tabs.map(([id, name]) => html`<button key=${id} type="button" aria-current=${tab === id ? 'page' : undefined} onClick=${() => go(String(id))}>${name}</button>`)}
      </nav>
    </${PlaceHeader}>
    ${trouble && html`<p class="notice" role="alert">${trouble}</p>`}
    ${tab === 'home' ? html`<${HomeTab} ...${props} />` : html`<${MessagesTab} ...${props} />`}
  `
}

/** The app hears of each opening, and draws the tab then. @param {Control} control @param {string} user @param {string} tab @param {boolean} isInstalled */
function useOpening(control, user, tab, isInstalled) {
  const [trouble, setTrouble] = useState('')
  useEffect(() => {
    let isOver = false
    setTrouble('')
    if (isInstalled)
      control.get('/control/home', { user, tab, wait: 'ack' }).catch((error) => isOver || setTrouble(error.message))
    return () => {
      isOver = true
    }
  }, [control, user, tab, isInstalled])
  return trouble
}

/** @param {Props} props */
function HomeTab({ screen, directory, deeds, openPerson, openChannel, openLink }) {
  const { home, app } = screen
  const { surface, notice } = useActing({
    kind: 'home',
    where: { in: 'home' },
    values: home?.state.values ?? NOTHING,
    directory,
    deeds,
    openPerson,
    openChannel,
    openLink,
  })
  return html`
    <div class="home-tab" tabindex="0" role="region" aria-label=${`Home of ${app.name}`}>
      ${notice && html`<p class="notice" role="alert">${notice}</p>`}
      ${home ? html`<${Blocks} blocks=${home.blocks} surface=${surface} />` : html`<p class="hint">${app.name} has not drawn this page yet.</p>`}
    </div>
  `
}

const NOTHING = {}

/** @param {Props} props */
function MessagesTab(props) {
  const { screen, directory, deeds, channel } = props
  const { app } = screen
  if (!channel) return html`<p class="first-steps">${app.name} has not written to you yet.</p>`
  return html`
    <${Messages} ...${props} channel=${channel} name=${app.name} empty=${html`<p class="first-steps">${app.name} has not written to you yet.</p>`} />
    ${
      app.messagesReadOnly
        ? html`<div class="composer read-only">
            <p class="hint">Sending messages to this app has been turned off. Commands go in any channel.</p>
            <${Shortcuts} app=${app} deeds=${deeds} />
          </div>`
        : html`<${Composer} app=${app} directory=${directory} deeds=${deeds} channel=${channel} name=${app.name} />`
    }
  `
}
