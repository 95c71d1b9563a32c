import { html } from 'htm/preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { AppPlace } from './app-place.js'
import { words } from './blocks/json.js'
import { Conversation } from './conversation.js'
import { deedsOf } from './deeds.js'
import { channelName, directoryOf } from './directory.js'
import { follow, isWhole, unreadOf, withPiece } from './live.js'
import { Modal } from './modal.js'
import { PersonCard } from './people.js'
import { goTo, usePlace } from './place.js'
import { SideBar } from './side-bar.js'

/** @import { Control } from './control.js' */
/** @import { Screen } from './live.js' */

/**
 * One person's Slack.
 * @param {{ control: Control, team: string | null }} props
 */
export function Workspace({ control, team }) {
  const { user, at } = usePlace()
  const trouble = useSomebody(control, user)
  if (trouble) return html`<p class="trouble" role="alert">${trouble}</p>`
  if (!user) return html`<p class="loading">Opening the workspace…</p>`
  return html`<${Desk} key=${user} control=${control} team=${team} user=${user} at=${at} />`
}

/** Without a person in the address, whoever was here last, or whom the company gives to its visitors. @param {Control} control @param {string | null} user */
function useSomebody(control, user) {
  const [trouble, setTrouble] = useState('')
  useEffect(() => {
    if (user) return
    control.get('/control/visitor', { last: localStorage.getItem('sandbox.person') ?? '' }).then(
      (answer) => goTo(words(answer.user), ''),
      (error) => setTrouble(error.message),
    )
  }, [user])
  return trouble
}

/** @param {{ control: Control, team: string | null, user: string, at: string | null }} props */
function Desk({ control, team, user, at }) {
  const screen = useScreen(team, user)
  if (!isWhole(screen)) return html`<${Waiting} isConnected=${screen.isConnected} />`
  return html`<${Room} control=${control} screen=${screen} user=${user} at=${at} team=${team} />`
}

/** @param {{ isConnected: boolean | undefined }} props */
function Waiting({ isConnected }) {
  return isConnected === false
    ? html`<p class="trouble" role="alert">
        The sandbox does not let this person in, or is not running. <a href="/">Begin with somebody else</a>
      </p>`
    : html`<p class="loading">Opening the workspace…</p>`
}

/** @param {string | null} team @param {string} user @returns {Partial<Screen>} */
function useScreen(team, user) {
  const [screen, setScreen] = useState(/** @type {Partial<Screen>} */ ({}))
  useEffect(() => {
    localStorage.setItem('sandbox.person', user)
    return follow(
      { user, part: 'screen', ...(team ? { team } : {}) },
      (piece) => setScreen((before) => withPiece(before, piece)),
      (isConnected) => setScreen((before) => ({ ...before, isConnected })),
    )
  }, [team, user])
  return screen
}

/** @param {{ control: Control, screen: Screen, user: string, at: string | null, team: string | null }} props */
function Room({ control, screen, user, at, team }) {
  const { people, channels, app, windows } = screen
  const [card, setCard] = useState(/** @type {string | null} */ (null))
  const [isInspecting, setInspecting] = useState(() => localStorage.getItem('sandbox.inspector') === 'open')
  const [isMenuOpen, setMenuOpen] = useState(false)
  const InspectorPanel = usePart(isInspecting, async () => (await import('./inspector-panel.js')).InspectorPanel)
  const directory = useMemo(() => directoryOf(user, people, channels), [user, people, channels])
  const deeds = useMemo(() => deedsOf(control, user), [control, user])
  const unread = useMemo(() => unreadOf(screen, user), [screen.messages, screen.reads, user])
  const own = channels.find(({ kind, members }) => kind === 'im' && members?.length === 1)
  const first = channels.find(({ kind }) => kind === 'channel')
  const here = at && (at === 'home' || at === 'messages' || directory.channel(at)) ? at : (first?.id ?? 'home')
  const channel = here === 'messages' ? own : directory.channel(here)
  const isApp = here === 'home' || here === 'messages' || channel?.kind === 'im'
  const go = (/** @type {string} */ to) => {
    setMenuOpen(false)
    setCard(null)
    goTo(user, to === own?.id ? 'messages' : to)
  }
  const inspect = (/** @type {boolean} */ isOpen) => {
    localStorage.setItem('sandbox.inspector', isOpen ? 'open' : 'closed')
    setInspecting(isOpen)
  }
  useTitle(
    [...unread.values()].reduce((sum, count) => sum + count, 0),
    directory.person(user)?.name ?? user,
  )
  const isCovered = windows.length > 0
  const shared = { screen, directory, deeds, openPerson: setCard, openChannel: go, openMenu: () => setMenuOpen(true) }
  const name = channel ? channelName(channel, directory, app.name) : app.name
  return html`
    <div class=${`desk ${isMenuOpen ? 'menu-open' : ''} ${isInspecting ? 'inspecting' : ''}`}>
      <${SideBar}
        screen=${screen} directory=${directory} unread=${unread} here=${here} go=${go} ownChannel=${own?.id}
        isCovered=${isCovered} isInspecting=${isInspecting} inspect=${inspect} close=${() => setMenuOpen(false)}
      />
      <main class="place" inert=${isCovered}>
        ${screen.isConnected === false && html`<p class="line-down" role="status">The line to the sandbox is down; trying again.</p>`}
        ${
          isApp
            ? html`<${AppPlace} ...${shared} control=${control} tab=${here === 'home' ? 'home' : 'messages'} channel=${own} go=${go} />`
            : channel && html`<${Conversation} key=${channel.id} ...${shared} channel=${channel} name=${name} />`
        }
      </main>
      ${InspectorPanel && html`<${InspectorPanel} directory=${directory} control=${control} team=${team} close=${() => inspect(false)} />`}
      ${isCovered && html`<${Modal} ...${shared} windows=${windows} appName=${app.name} />`}
    </div>
    ${card && html`<${PersonCard} id=${card} directory=${directory} close=${() => setCard(null)} />`}
  `
}

/**
 * A part of the page that is fetched when it is wanted first.
 * @template T
 * @param {boolean} isWanted
 * @param {() => Promise<T>} fetchIt
 * @returns {T | undefined}
 */
function usePart(isWanted, fetchIt) {
  const [part, setPart] = useState(/** @type {{ readonly it: T } | undefined} */ (undefined))
  useEffect(() => {
    if (isWanted && !part) fetchIt().then((it) => setPart({ it }))
  }, [isWanted])
  return isWanted ? part?.it : undefined
}

/** @param {number} unread @param {string} name */
function useTitle(unread, name) {
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${name} · sandbox`
  }, [unread, name])
}
