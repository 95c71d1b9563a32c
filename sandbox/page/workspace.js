import { html } from 'htm/preact'
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { AppPlace } from './app-place.js'
import { words } from './blocks/json.js'
import { Conversation, PlaceHeader } from './conversation.js'
import { deedsOf } from './deeds.js'
import { canAct, channelName, directoryOf } from './directory.js'
import { follow, isWhole, unreadOf, withPiece } from './live.js'
import { Modal } from './modal.js'
import { PersonCard } from './people.js'
import { goTo, settleAs, tabIn, usePlace } from './place.js'
import { SideBar } from './side-bar.js'
import { timeNow } from './time.js'

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
    let isOver = false
    control.get('/control/visitor', { last: localStorage.getItem('sandbox.person') ?? '' }).then(
      (answer) => isOver || settleAs(words(answer.user)),
      (error) => setTrouble(error.message),
    )
    return () => {
      isOver = true
    }
  }, [user])
  return trouble
}

/** @param {{ control: Control, team: string | null, user: string, at: string | null }} props */
function Desk({ control, team, user, at }) {
  const screen = useScreen(team, user)
  if (!isWhole(screen))
    return html`<${Waiting} control=${control} user=${user} isShut=${screen.isConnected === false} />`
  return html`<${Room} control=${control} screen=${screen} user=${user} at=${at} team=${team} />`
}

/**
 * A browser does not tell why a socket was turned away; the same question asked again is answered in words.
 * @param {{ control: Control, user: string, isShut: boolean }} props
 */
function Waiting({ control, user, isShut }) {
  const [refusal, setRefusal] = useState(/** @type {Error | undefined} */ (undefined))
  useEffect(() => {
    if (isShut) control.get('/control/view', { user }).catch(setRefusal)
  }, [isShut])
  if (!isShut || !refusal) return html`<p class="loading">Opening the workspace…</p>`
  return html`
    <p class="trouble" role="alert">
      ${whyShut(refusal)} ${refusal.cause !== undefined && html`<a href=${location.pathname + location.search}>Choose somebody else</a>`}
    </p>
  `
}

/** What keeps a page from opening, to whoever only followed a link. @param {Error} refusal  as `control.js` rejects */
export function whyShut({ cause, message }) {
  if (cause === undefined) return 'The sandbox has stopped; this page comes back with it.'
  return cause === 404 ? 'Nobody here has this address.' : message
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
  const { people, channels, clock, app, team: company, windows } = screen
  const [card, setCard] = useState(/** @type {string | null} */ (null))
  const [isInspecting, setInspecting] = useState(() => localStorage.getItem('sandbox.inspector') === 'open')
  const [isMenuOpen, setMenuOpen] = useState(false)
  const InspectorPanel = usePart(isInspecting, async () => (await import('./inspector-panel.js')).InspectorPanel)
  const directory = useMemo(
    () => directoryOf(user, people, channels, () => timeNow(clock)),
    [user, people, channels, clock],
  )
  const deeds = useMemo(() => deedsOf(control, user), [control, user])
  const unread = useMemo(() => unreadOf(screen, user), [screen.messages, screen.reads, user])
  const me = directory.person(user)
  const own = channels.find(({ kind, members }) => kind === 'im' && members?.length === 1)
  const first = channels.find(({ kind }) => kind === 'channel')
  const here = at ?? first?.id ?? 'home'
  const channel = here === 'messages' ? own : directory.channel(here)
  const isApp = here === 'home' || here === 'messages' || channel?.kind === 'im'
  // The same function as long as it leads to the same place: messages are not drawn again for it.
  const go = useCallback(
    (/** @type {string} */ to) => {
      setMenuOpen(false)
      setCard(null)
      goTo(user, to === own?.id ? 'messages' : to)
    },
    [user, own?.id],
  )
  const openLink = useCallback(
    (/** @type {string} */ url) => {
      const tab = tabIn(url, company.id, app.id)
      if (tab) go(tab)
      return tab !== undefined
    },
    [company.id, app.id, go],
  )
  const inspect = (/** @type {boolean} */ isOpen) => {
    localStorage.setItem('sandbox.inspector', isOpen ? 'open' : 'closed')
    setInspecting(isOpen)
    setMenuOpen(false)
  }
  useFlush(deeds)
  useMenuFocus(isMenuOpen)
  useTitle(
    [...unread.values()].reduce((sum, count) => sum + count, 0),
    me?.name ?? user,
  )
  const isCovered = windows.length > 0
  const shared = {
    screen,
    directory,
    deeds,
    openPerson: setCard,
    openChannel: go,
    openLink,
    openMenu: () => setMenuOpen(true),
  }
  const name = channel ? channelName(channel, directory, app.name) : app.name
  return html`
    <div class=${`desk ${isMenuOpen ? 'menu-open' : ''} ${isInspecting ? 'inspecting' : ''}`}>
      <${SideBar}
        screen=${screen} directory=${directory} control=${control} unread=${unread} here=${here} go=${go} ownChannel=${own?.id}
        isCovered=${isCovered} isInspecting=${isInspecting} inspect=${inspect} close=${() => setMenuOpen(false)}
      />
      <main class="place" inert=${isCovered}>
        ${screen.isConnected === false && html`<p class="line-down" role="status">The line to the sandbox is down; trying again.</p>`}
        ${me && !canAct(me) && html`<p class="line-down" role="status">${me.name} cannot do anything in Slack any more. Act as somebody else.</p>`}
        ${
          isApp
            ? html`<${AppPlace} ...${shared} control=${control} tab=${here === 'home' ? 'home' : 'messages'} channel=${own} go=${go} />`
            : channel
              ? html`<${Conversation} key=${channel.id} ...${shared} channel=${channel} name=${name} />`
              : html`<${Elsewhere} openMenu=${shared.openMenu} />`
        }
      </main>
      ${InspectorPanel && html`<${InspectorPanel} directory=${directory} control=${control} team=${team} close=${() => inspect(false)} />`}
      ${isCovered && html`<${Modal} ...${shared} windows=${windows} appName=${app.name} />`}
    </div>
    ${card && html`<${PersonCard} id=${card} directory=${directory} close=${() => setCard(null)} />`}
  `
}

/** @param {{ openMenu: () => void }} props */
function Elsewhere({ openMenu }) {
  return html`
    <${PlaceHeader} title="Not here" openMenu=${openMenu} />
    <p class="first-steps">You are not in this conversation. Those you are in stand in the side bar.</p>
  `
}

/** What was typed is not lost when the page is left or loaded again. @param {import('./deeds.js').Deeds} deeds */
function useFlush(deeds) {
  useEffect(() => {
    const flush = () => void deeds.flush()
    addEventListener('pagehide', flush)
    return () => removeEventListener('pagehide', flush)
  }, [deeds])
}

/**
 * On a phone the menu covers everything: the keyboard goes into it, and back to the button that opened it.
 * @param {boolean} isOpen
 */
function useMenuFocus(isOpen) {
  const wasOpen = useRef(false)
  useEffect(() => {
    const target = document.querySelector(isOpen ? '.side-close' : '.open-menu')
    if (isOpen !== wasOpen.current && target instanceof HTMLElement) target.focus()
    wasOpen.current = isOpen
  }, [isOpen])
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
