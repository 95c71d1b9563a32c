/** @import { Json } from './blocks/json.js' */
/** @import { Channel, Person } from './blocks/surface.js' */
/** @import { Clock } from './time.js' */

/**
 * @typedef {object} Command
 * @property {string} command
 * @property {string} description
 * @property {string} usageHint
 */

/** @typedef {{ name: string, callbackId: string, description: string }} Shortcut */

/**
 * @typedef {object} App
 * @property {string} id
 * @property {string} name
 * @property {string} description
 * @property {string} botUser
 * @property {string} botName
 * @property {boolean} isInstalled
 * @property {boolean} homeTab
 * @property {boolean} messagesTab
 * @property {boolean} messagesReadOnly
 * @property {readonly Command[]} commands
 * @property {readonly Shortcut[]} shortcuts
 */

/**
 * @typedef {object} Message
 * @property {string} key
 * @property {string} channel
 * @property {string} ts
 * @property {string} user
 * @property {string} text
 * @property {readonly Json[]} blocks
 * @property {boolean} ephemeral
 * @property {boolean} edited
 * @property {readonly Json[]} [files]
 * @property {{ values: Readonly<Record<string, Readonly<Record<string, Json>>>> }} state
 */

/**
 * @typedef {object} View
 * @property {string} id
 * @property {string} hash
 * @property {string} callback_id
 * @property {readonly Json[]} blocks
 * @property {Json} title
 * @property {Json | null} close
 * @property {Json | null} submit
 * @property {{ values: Readonly<Record<string, Readonly<Record<string, Json>>>> }} state
 */

/**
 * What one person has before them.
 * @typedef {object} Screen
 * @property {boolean} isConnected
 * @property {{ id: string, name: string }} team
 * @property {App} app
 * @property {'http' | 'socket'} transport
 * @property {Clock} clock
 * @property {readonly Person[]} people
 * @property {readonly Channel[]} channels
 * @property {readonly Message[]} messages   oldest first
 * @property {readonly View[]} windows       the topmost last
 * @property {View | null} home
 * @property {Readonly<Record<string, string>>} reads
 */

const LONGEST_WAIT_MS = 4000

/**
 * Follows what the sandbox tells, again and again when the line breaks.
 * @param {Record<string, string>} query
 * @param {(piece: Json) => void} hear
 * @param {(isConnected: boolean) => void} [lineIs]
 * @returns {() => void} stops
 */
export function follow(query, hear, lineIs = () => {}) {
  let wait = 250
  let isOver = false
  /** @type {WebSocket | undefined} */
  let socket
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let again
  const open = () => {
    socket = new WebSocket(`ws://${location.host}/control/live?${new URLSearchParams(query)}`)
    socket.onopen = () => {
      wait = 250
      lineIs(true)
    }
    socket.onmessage = ({ data }) => isOver || hear(JSON.parse(data))
    socket.onclose = () => {
      if (isOver) return
      lineIs(false)
      again = setTimeout(open, wait)
      wait = Math.min(wait * 2, LONGEST_WAIT_MS)
    }
  }
  open()
  return () => {
    isOver = true
    clearTimeout(again)
    socket?.close()
  }
}

/**
 * The screen after a piece of news.
 * @param {Partial<Screen>} screen
 * @param {any} piece  as sandbox/live.ts tells it
 * @returns {Partial<Screen>}
 */
export function withPiece(screen, piece) {
  const { part, ...news } = piece
  if (part !== 'messages') return { ...screen, ...news }
  const { isWhole, messages, gone } = news
  const changed = new Map(messages.map((/** @type {Message} */ each) => [each.key, each]))
  const left = new Set(gone)
  const before = isWhole ? [] : (screen.messages ?? []).filter(({ key }) => !left.has(key))
  const kept = before.map((each) => changed.get(each.key) ?? each)
  const known = new Set(kept.map(({ key }) => key))
  const added = messages.filter((/** @type {Message} */ { key }) => !known.has(key))
  return { ...screen, messages: [...kept, ...added].sort((one, other) => (one.ts < other.ts ? -1 : 1)) }
}

/**
 * Whether everything has been told at least once.
 * @param {Partial<Screen>} screen
 * @returns {screen is Screen}
 */
export function isWhole(screen) {
  const { app, clock, people, channels, messages, windows, reads } = screen
  return Boolean(app && clock && people && channels && messages && windows && reads)
}

/**
 * How many messages somebody has not read, by conversation. What only they see was an answer to them.
 * @param {Pick<Screen, 'messages' | 'reads'>} screen
 * @param {string} me
 * @returns {ReadonlyMap<string, number>}
 */
export function unreadOf({ messages, reads }, me) {
  const counts = new Map()
  for (const { channel, ts, user, ephemeral } of messages) {
    const isNew = user !== me && !ephemeral && ts > (reads[channel] ?? '')
    if (isNew) counts.set(channel, (counts.get(channel) ?? 0) + 1)
  }
  return counts
}
