import { isRecord, list, number, opened, record, text } from './entries.js'

/**
 * One entry in words, each of which has a colour as well.
 *
 * @typedef {import('./entries.js').Entry} Entry
 * @typedef {import('./entries.js').Json} Json
 * @typedef {'good' | 'plain' | 'warn' | 'bad' | 'fault'} Tone
 * @typedef {{ readonly tone: Tone, readonly words: string }} Mark
 * @typedef {object} Told
 * @property {string} what
 * @property {readonly Mark[]} marks    what became of it
 * @property {readonly string[]} notes  sentences beneath: why it was refused, which fields were wrong
 * @property {readonly (readonly [name: string, payload: unknown])[]} payloads
 */

/** Slack gives an app three seconds; whoever waits notices one. */
const SLOW_MS = 1000
const LATE_MS = 3000

/** @type {(tone: Tone, words: string) => Mark} */
export const mark = (tone, words) => ({ tone, words })

/** @type {WeakMap<Entry, Told>} */
const known = new WeakMap()

/** @param {Entry} entry @returns {Told} */
export function told(entry) {
  const before = known.get(entry)
  if (before) return before
  const now = { notes: [], ...(TELLING[entry.kind] ?? other)(entry) }
  known.set(entry, now)
  return now
}

/** @typedef {Omit<Told, 'notes'> & { readonly notes?: readonly string[] }} Telling */

/** @type {Readonly<Record<string, (entry: Entry) => Telling>>} */
const TELLING = { delivery, api, response_url: answered, fault, trouble, file, socket, refused }

/** @param {Entry} entry @returns {Telling} */
function delivery({ what, content, ack, to, retry }) {
  const { body, ...rest } = record(ack)
  const said = opened(body)
  const { marks, notes } = saidIn(text(what), said)
  const again = isRecord(retry) ? [mark('warn', `attempt ${number(retry.num) + 1}, ${text(retry.reason)}`)] : []
  return {
    what: [text(what), titleOf(record(content).view)].filter(Boolean).join(' · '),
    marks: [...again, ackMark(rest), ...marks],
    notes,
    payloads: [
      ['Payload', content],
      [to === 'socket' ? 'Ack, over a socket' : 'Ack', { ...rest, body: said }],
    ],
  }
}

/** @param {Json} ack */
function ackMark({ outcome, ms, status, reason }) {
  const time = spoken(number(ms))
  if (outcome === 'refused') return mark('bad', `refused with ${String(status)} in ${time}`)
  if (outcome === 'unreachable') return mark('bad', `not reached: ${text(reason)}`)
  if (outcome === 'late' || number(ms) > LATE_MS) return mark('bad', `too late: no ack in ${time}`)
  return number(ms) > SLOW_MS ? mark('warn', `slow: acked in ${time}`) : mark('good', `acked in ${time}`)
}

/** What an ack asks for beyond having come, in Slack's words: whether it was taken is another entry's to say. */
/** @param {string} what @param {unknown} said @returns {{ marks: readonly Mark[], notes: readonly string[] }} */
function saidIn(what, said) {
  const { response_action: action, errors, view, response_type: type } = record(said)
  if (action === 'errors') {
    const notes = Object.entries(record(errors)).map(([field, sentence]) => `${field}: ${text(sentence)}`)
    return { marks: [mark('warn', notes.length === 1 ? '1 field error' : `${notes.length} field errors`)], notes }
  }
  const words =
    action === undefined
      ? what.startsWith('command') && !isEmpty(said) && whereAnswered(type)
      : `ack: ${[text(action), view && viewWords(view)].filter(Boolean).join(' ')}`
  return { marks: words ? [mark('plain', words)] : [], notes: [] }
}

/** @param {unknown} said */
const isEmpty = (said) => said === undefined || said === '' || (isRecord(said) && Object.keys(said).length === 0)

/** @param {unknown} type */
const whereAnswered = (type) => (type === 'in_channel' ? 'answered in the channel' : 'answered privately')

/** @param {Entry} entry @returns {Telling} */
function api({ method, args, ok, error, messages, warning }) {
  const { view } = record(args)
  const name = text(method)
  return {
    what: [name, text(record(view).callback_id), titleOf(view)].filter(Boolean).join(' · '),
    marks: [
      ok ? mark('good', OUTCOMES[name]?.(record(args)) ?? 'ok') : mark('bad', `refused: ${text(error)}`),
      ...(warning ? [mark('warn', `warning: ${text(warning)}`)] : []),
    ],
    notes: list(messages).map(String),
    payloads: [['Arguments', args]],
  }
}

/** @type {Readonly<Record<string, (args: Json) => string>>} */
const OUTCOMES = {
  'views.open': ({ view }) => `opened ${viewWords(view)}`,
  'views.push': ({ view }) => `put ${viewWords(view)} on top`,
  'views.update': ({ view }) => `redrew ${viewWords(view)}`,
  'views.publish': () => 'drew Home',
  'chat.postMessage': () => 'sent a message',
  'chat.postEphemeral': () => 'answered privately',
  'chat.update': () => 'changed a message',
  'chat.delete': () => 'removed a message',
  'files.completeUploadExternal': () => 'sent a file',
}

/** @param {Entry} entry @returns {Telling} */
function answered({ reply, ok, error, errors }) {
  const { delete_original: isGone, replace_original: isReplaced, response_type: type } = record(reply)
  const done = isGone ? 'removed the message' : isReplaced ? 'changed the message' : undefined
  return {
    what: 'response_url',
    marks: [ok ? mark('good', done ?? whereAnswered(type)) : mark('bad', `refused: ${text(error)}`)],
    notes: list(errors).map(String),
    payloads: [['Reply', reply]],
  }
}

/** @param {Entry} entry @returns {Telling} */
function fault({ method, delivery: what, struck, name }) {
  const meant = text(method) || text(what)
  const notes = name === meant ? [] : [`It was armed for ${name === '*' ? 'anything' : text(name)}.`]
  return { what: meant, marks: [mark('fault', `fault: ${text(struck)}, asked for`)], notes, payloads: [] }
}

/** @param {Entry} entry @returns {Telling} */
function trouble({ failure, details, why, body }) {
  const notes = [...list(details), ...list(why)].map(String)
  return {
    what: 'What the person saw',
    marks: [mark('bad', `trouble: ${text(failure)}`)],
    notes,
    payloads: body === undefined ? [] : [['What is lost', opened(body)]],
  }
}

/** @param {Entry} entry @returns {Telling} */
function file({ upload, download, bytes, ok }) {
  if (upload === undefined)
    return {
      what: `Download of ${text(download)}`,
      marks: [ok ? mark('good', 'ok') : mark('bad', 'refused')],
      payloads: [],
    }
  const isTaken = upload === 'taken'
  return {
    what: `Upload of ${number(bytes)} bytes`,
    marks: [isTaken ? mark('good', 'taken') : mark('bad', `refused: ${text(upload)}`)],
    payloads: [],
  }
}

/** @param {Entry} entry @returns {Telling} */
function socket({ what, connection, reason, seq: _seq, at: _at, kind: _kind, ...rest }) {
  const which = connection === undefined ? '' : ` ${String(connection)}`
  const isBad = what === 'error' || what === 'stray ack'
  const words = reason === undefined ? text(what) : `${text(what)}: ${text(reason)}`
  return { what: `Socket${which}`, marks: [mark(isBad ? 'bad' : 'plain', words)], payloads: [['Details', rest]] }
}

/** @param {Entry} entry @returns {Telling} */
function refused({ path, status, sentence }) {
  return {
    what: text(path),
    marks: [mark('bad', `refused with ${String(status)}`)],
    notes: [text(sentence)],
    payloads: [],
  }
}

/** @param {Entry} entry @returns {Telling} */
function other({ seq: _seq, at: _at, kind, ...rest }) {
  return { what: kind, marks: [], payloads: [['Details', rest]] }
}

/** @param {unknown} view */
function viewWords(view) {
  return titleOf(view) || text(record(view).callback_id) || 'a window'
}

/** @param {unknown} view */
function titleOf(view) {
  const { text: title } = record(record(view).title)
  return text(title) && `“${text(title)}”`
}

/** A time as one says it. @param {number} ms */
export function spoken(ms) {
  return ms < SLOW_MS ? `${ms} ms` : `${Number((ms / 1000).toFixed(1))} s`
}
