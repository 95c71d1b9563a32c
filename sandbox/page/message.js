import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import { useActing } from './acting.js'
import { Avatar } from './avatar.js'
import { Blocks } from './blocks/blocks.js'
import { records, words } from './blocks/json.js'
import { timeThere } from './directory.js'
import { memo } from './memo.js'
import { Mrkdwn } from './text/text.js'

/** @import { Json } from './blocks/json.js' */
/** @import { Directory } from './blocks/surface.js' */
/** @import { Deeds } from './deeds.js' */
/** @import { App, Message as Shown } from './live.js' */

/**
 * @param {{
 *   message: Shown, app: App, isFollowing: boolean, directory: Directory, deeds: Deeds,
 *   openPerson: (id: string) => void, openChannel: (id: string) => void, openLink: (url: string) => boolean,
 * }} props
 */
function MessageLine({ message, app, isFollowing, directory, deeds, openPerson, openChannel, openLink }) {
  const { channel, ts, user, text, blocks, ephemeral, edited, state } = message
  const { surface, notice } = useActing({
    kind: 'message',
    where: { in: 'message', channel, ts },
    values: state.values,
    directory,
    deeds,
    openPerson,
    openChannel,
    openLink,
  })
  const isApp = user === app.botUser
  const author = directory.person(user)
  const name = isApp ? app.name : (author?.name ?? user)
  const sentAt = new Date(Number(ts) * 1000)
  const time = timeThere(directory.zone, sentAt.getTime())
  return html`
    <li class=${`message ${ephemeral ? 'ephemeral' : ''} ${isFollowing ? 'following' : ''}`}>
      <div class="message-side">${isFollowing ? null : html`<${Avatar} person=${author} id=${user} />`}</div>
      <article aria-label=${`${name}, ${time}`}>
        ${ephemeral && html`<p class="only-you">Only visible to you</p>`}
        ${
          !isFollowing &&
          html`<header class="message-header">
            <strong dir="auto">${name}</strong>
            ${(isApp || author?.isBot) && html`<span class="mark">app</span>`}
            <time dateTime=${sentAt.toISOString()}>${time}</time>
          </header>`
        }
        ${blocks.length > 0 ? html`<${Blocks} blocks=${blocks} surface=${surface} />` : html`<div class="message-text" dir="auto"><${Mrkdwn} source=${text} surface=${surface} /></div>`}
        ${records(message.files).map((file) => html`<${FileLine} key=${words(file.id)} file=${file} deeds=${deeds} />`)}
        ${edited && html`<span class="hint"> (edited)</span>`}
        ${notice && html`<p class="notice" role="alert">${notice}</p>`}
      </article>
    </li>
  `
}

export const Message = memo(MessageLine)

/** A file that was shared; what stands in it is fetched when somebody wants it. @param {{ file: Json, deeds: Deeds }} props */
function FileLine({ file, deeds }) {
  const name = words(file.name)
  const [trouble, setTrouble] = useState('')
  const save = () =>
    deeds.look('/control/file', { file: words(file.id) }).then(
      ({ base64 }) => saveAs(name, words(base64)),
      (error) => setTrouble(error.message),
    )
  return html`
    <p class="file">
      <span aria-hidden="true">📄</span>
      <span class="file-name">${words(file.title) || name}</span>
      <span class="hint">${Number(file.size).toLocaleString('en-GB')} bytes</span>
      <button class="plain-button" type="button" onClick=${save} aria-label=${`Save ${name}`}>Save</button>
      ${trouble && html`<span class="notice" role="alert">${trouble}</span>`}
    </p>
  `
}

/** @param {string} name @param {string} base64 */
function saveAs(name, base64) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([bytes]))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
