import { html } from 'htm/preact'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { Composer } from './composer.js'
import { canAct } from './directory.js'
import { Message } from './message.js'

/** @import { Channel, Directory } from './blocks/surface.js' */
/** @import { Deeds } from './deeds.js' */
/** @import { Message as Shown, Screen } from './live.js' */

/**
 * A channel or a group: its messages, and a line to write in.
 * @param {{
 *   screen: Screen, directory: Directory, deeds: Deeds, channel: Channel, name: string,
 *   openPerson: (id: string) => void, openChannel: (id: string) => void, openLink: (url: string) => boolean, openMenu: () => void,
 * }} props
 */
export function Conversation(props) {
  const { screen, directory, deeds, channel, name, openMenu } = props
  const members = channel.members?.length ?? directory.people.filter(canAct).length
  const begin = useRef((/** @type {string} */ _line) => {})
  const isChannel = channel.kind === 'channel' || channel.kind === 'group'
  const shownName = isChannel ? `#${name}` : name
  return html`
    <${PlaceHeader} title=${isChannel ? `# ${name}` : name} hint=${`${members} ${members === 1 ? 'person' : 'people'}`} openMenu=${openMenu} />
    <${Messages} ...${props} empty=${html`<${FirstSteps} name=${shownName} app=${screen.app} story=${directory.person(directory.me)?.story} begin=${(/** @type {string} */ line) => begin.current(line)} />`} />
    <${Composer} begin=${begin} app=${screen.app} directory=${directory} deeds=${deeds} channel=${channel} name=${shownName} />
  `
}

/** @param {{ title: string, hint?: string, openMenu: () => void, children?: any }} props */
export function PlaceHeader({ title, hint = '', openMenu, children }) {
  return html`
    <header class="place-header">
      <button class="plain-button open-menu" type="button" onClick=${openMenu} aria-label="Open the menu">☰</button>
      <h1 dir="auto">${title}</h1>
      ${hint && html`<span class="hint">${hint}</span>`}
      ${children}
    </header>
  `
}

/** @param {{ name: string, app: Screen['app'], story: string | null | undefined, begin: (line: string) => void }} props */
export function FirstSteps({ name, app, story, begin }) {
  const command = app.commands[0]
  return html`
    <div class="first-steps">
      <p>Nothing has been said in ${name} yet.</p>
      ${
        command
          ? html`<p>Type <button class="first-command" type="button" onClick=${() => begin(command.command)}>${command.command}</button> below and press Enter: ${app.name} answers, and only you see it.</p>
              ${story && html`<p dir="auto">${story}</p>`}
              <p class="hint">The company is invented. To be somebody else, press “Acting as” in the side bar.</p>`
          : html`<p>${app.name} is not installed here, so there is no command to type.</p>`
      }
    </div>
  `
}

/** How near its end a list counts as followed. */
const NEAR_PX = 60

/**
 * The messages of one conversation, oldest first. It stays at its end while somebody is there.
 * @param {{
 *   screen: Screen, directory: Directory, deeds: Deeds, channel: Channel, name: string, empty: any,
 *   openPerson: (id: string) => void, openChannel: (id: string) => void, openLink: (url: string) => boolean,
 * }} props
 */
export function Messages({ screen, directory, deeds, channel, name, empty, openPerson, openChannel, openLink }) {
  const box = useRef(/** @type {HTMLDivElement | null} */ (null))
  const isAtEnd = useRef(true)
  const [hasNews, setNews] = useState(false)
  const shown = useMemo(
    () => screen.messages.filter((each) => each.channel === channel.id),
    [screen.messages, channel.id],
  )
  const lines = useMemo(() => withDays(shown, directory.zone), [shown, directory.zone])
  const last = shown.at(-1)
  const toEnd = () => {
    const list = box.current
    if (list) list.scrollTop = list.scrollHeight
    setNews(false)
  }
  useLayoutEffect(() => {
    // Whoever wrote something, or was answered alone, wants to see that.
    const isOwn = last?.user === directory.me || last?.ephemeral
    if (isAtEnd.current || isOwn) toEnd()
    else setNews(true)
  }, [last?.key])
  // What is drawn again may have grown (a message that became another one, an emoji that arrived), and the room for it
  // may have shrunk (a phone’s keyboard, a longer line below).
  useEffect(() => {
    const list = box.current
    if (!list?.firstElementChild) return
    const watcher = new ResizeObserver(() => isAtEnd.current && toEnd())
    watcher.observe(list)
    watcher.observe(list.firstElementChild)
    return () => watcher.disconnect()
  }, [])
  useReading(deeds, channel.id, shown, screen.reads[channel.id])
  const onScroll = (/** @type {any} */ { currentTarget: list }) => {
    isAtEnd.current = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_PX
    if (isAtEnd.current) setNews(false)
  }
  return html`
    <div class="messages" ref=${box} onScroll=${onScroll} tabindex="0" role="log" aria-label=${`Messages in ${name}`}>
      <ol class="message-list">
        ${shown.length === 0 && html`<li>${empty}</li>`}
        ${lines.map(
          ({ message, day, isFollowing }) => html`
            ${day && html`<li class="day" key=${`day ${day}`}><span>${day}</span></li>`}
            <${Message}
              key=${message.key} message=${message} app=${screen.app} isFollowing=${isFollowing} directory=${directory}
              deeds=${deeds} openPerson=${openPerson} openChannel=${openChannel} openLink=${openLink}
            />
          `,
        )}
      </ol>
    </div>
    ${hasNews && html`<button class="to-end" type="button" onClick=${toEnd}>New messages ↓</button>`}
  `
}

/** Whoever looks at a conversation has read it. @param {Deeds} deeds @param {string} channel @param {readonly Shown[]} shown @param {string | undefined} read */
function useReading(deeds, channel, shown, read = '') {
  const last = shown.findLast(({ ephemeral }) => !ephemeral)?.ts ?? ''
  useEffect(() => {
    const look = () => {
      if (last > read && document.visibilityState === 'visible') deeds.do('/control/read', { channel }).catch(() => {})
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [deeds, channel, last, read])
}

const TOGETHER_S = 300

/**
 * Each message with the day that begins before it, and whether it goes on where its author was.
 * @param {readonly Shown[]} messages
 * @param {string} zone
 */
function withDays(messages, zone) {
  const days = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  })
  const dayOf = (/** @type {Shown} */ { ts }) => days.format(Number(ts) * 1000)
  return messages.map((message, index) => {
    const before = messages[index - 1]
    const isNewDay = !before || dayOf(before) !== dayOf(message)
    const isFollowing =
      !isNewDay &&
      before.user === message.user &&
      before.ephemeral === message.ephemeral &&
      Number(message.ts) - Number(before.ts) < TOGETHER_S
    return { message, day: isNewDay ? dayOf(message) : '', isFollowing }
  })
}
