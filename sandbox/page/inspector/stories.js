import { asksIn } from './asking.js'
import { askedIn, deedIn } from './deeds.js'
import { beginOf, record, text, whoseIs, writtenAt } from './entries.js'
import { mark, told } from './told.js'

/**
 * @typedef {import('./entries.js').Entry} Entry
 * @typedef {import('./entries.js').Json} Json
 * @typedef {import('./told.js').Mark} Mark
 * @typedef {import('./told.js').Told & { readonly seq: number, readonly after: number }} Step `after`: ms since the deed
 */

/**
 * A deed and what followed, in order; or what came of no deed.
 *
 * @typedef {object} Story
 * @property {number} seq    of its first entry
 * @property {number} at
 * @property {string} who    whose deed it was, a user's id; '' when it was nobody's
 * @property {string} words  what happened; after the person's name, where there is one
 * @property {Json | undefined} asked     what the deed said
 * @property {readonly string[]} people   everybody whom it is about, by id
 * @property {readonly Mark[]} marks      what came of it, in short
 * @property {boolean} isProblem
 * @property {readonly Step[]} steps
 */

/**
 * @typedef {object} Draft
 * @property {readonly [Entry, ...Entry[]]} entries
 * @property {string} who
 * @property {string} words
 * @property {Json} [asked]
 * @property {readonly string[]} sends  how the payloads begin that may be its own
 * @property {boolean} [isSmall]
 * @property {number} last              when the last of it happened
 */

/** What names its person may follow so long after the last thing of a story; what names nobody, so long. */
const TIED_MS = 30_000
const LOOSE_MS = 5_000
/** Nothing follows a deed that so many others came after. */
const RECENT = 50

/** The entries of a journal as stories, oldest first. @param {readonly Entry[]} entries @returns {readonly Story[]} */
export function storiesOf(entries) {
  /** @type {Draft[]} */
  const drafts = []
  for (const entry of entries) {
    if (entry.kind === 'control') begin(drafts, entry)
    else follow(drafts, entry)
  }
  return drafts.filter(({ isSmall, entries: own }) => !isSmall || own.length > 1).map(finished)
}

/** @param {Draft[]} drafts @param {Entry} entry */
function begin(drafts, entry) {
  const deed = deedIn(entry)
  if (!deed) return
  const { sends, isSmall = false, isNobodys = false } = deed
  const asked = askedIn(entry)
  const who = isNobodys ? '' : whoseIs(entry)
  drafts.push({ entries: [entry], who, words: deed.words(asked), asked, sends, isSmall, last: writtenAt(entry) })
}

/** @param {Draft[]} drafts @param {Entry} entry */
function follow(drafts, entry) {
  const story = causeOf(drafts.slice(-RECENT), entry)
  if (!story) {
    drafts.push({ entries: [entry], who: whoseIs(entry), words: ownWords(entry), sends: [], last: writtenAt(entry) })
    return
  }
  const { entries, last } = story
  drafts[drafts.indexOf(story)] = { ...story, entries: [...entries, entry], last: Math.max(last, writtenAt(entry)) }
}

/** What an entry came of: the newest story of the same person that can have caused it, else the newest of anybody. */
/** @param {readonly Draft[]} recent @param {Entry} entry */
function causeOf(recent, entry) {
  const { kind } = entry
  const since = beginOf(entry)
  /** @type {(within: number, fits: (story: Draft) => boolean) => Draft | undefined} */
  const newest = (within, fits) =>
    recent.findLast((story) => since >= beginOf(story.entries[0]) && since - story.last <= within && fits(story))
  if (isTheBots(entry)) return newest(TIED_MS, ({ entries: [first] }) => isTheBots(first))
  if (kind === 'refused') return newest(TIED_MS, (story) => isRefusalOf(story, entry))
  const payload = text(kind === 'delivery' ? entry.what : entry.delivery)
  if (entry.retry) return newest(TIED_MS, ({ entries }) => entries.some((each) => isSameEvent(each, entry)))
  if (payload)
    return newest(TIED_MS, (story) => sends(story, payload) && isOfSame(story, entry) && isAsTyped(story, entry))
  const view = viewOf(entry)
  return (
    newest(TIED_MS, ({ entries }) => view !== '' && entries.some((each) => viewOf(each) === view)) ??
    newest(TIED_MS, ({ entries }) => goesOnWithFile(entry) && entries.some(isOfFile)) ??
    newest(TIED_MS, (story) => isHeard(story) && isTied(story, entry)) ??
    newest(LOOSE_MS, canCall)
  )
}

/** Calls that the bot makes for itself, and what becomes of its sockets. @param {Entry} entry */
function isTheBots({ kind, method }) {
  return kind === 'socket' || ['auth.test', 'apps.connections.open'].includes(text(method))
}

/** @param {Draft} story @param {Entry} entry */
function isRefusalOf({ entries }, { path }) {
  return entries[0].path === path && !entries.some(({ kind }) => kind === 'refused')
}

/** @param {Entry} one @param {Entry} other */
function isSameEvent(one, other) {
  const id = record(one.content).event_id
  return id !== undefined && id === record(other.content).event_id
}

/** @param {Draft} story @param {string} payload */
function sends({ sends: own }, payload) {
  return own.some((each) => payload.startsWith(each))
}

/** Of two commands under way, the one with these words, where they came as they were typed. */
/** @param {Draft} story @param {Entry} entry */
function isAsTyped({ entries: [{ path, body }] }, { content }) {
  const { command, text: words } = record(content)
  const typed = wordsOf(text(record(body).text))
  return path !== '/control/command' || !command || /[<>&@#:]/.test(typed) || typed === wordsOf(`${command} ${words}`)
}

/** @param {string} line */
const wordsOf = (line) => line.trim().split(/\s+/).join(' ')

/** The window that was drawn, or acted in. @param {Entry} entry */
function viewOf({ view, args, content }) {
  return text(view) || text(record(args).view_id) || text(record(record(content).view).id)
}

/** @param {Entry} entry */
function isOfFile({ kind, method }) {
  return kind === 'file' || text(method).startsWith('files.')
}

/** The calls that send one file follow each other, and name nobody. @param {Entry} entry */
function goesOnWithFile(entry) {
  return isOfFile(entry) && entry.method !== 'files.getUploadURLExternal'
}

/** @param {Draft} story @param {Entry} entry */
function isOfSame(story, entry) {
  return story.who === '' || whoseIs(entry) === '' || isTied(story, entry)
}

/** @param {Draft} story @param {Entry} entry */
function isTied({ who }, entry) {
  return who !== '' && who === whoseIs(entry)
}

/** Whether the bot hears, or is about to hear, of this. @param {Draft} story */
function isHeard({ sends: own, entries }) {
  return own.length > 0 || entries.some(({ kind }) => kind === 'delivery')
}

/** @param {Draft} story */
function canCall(story) {
  const [first] = story.entries
  return isHeard(story) || (first.kind === 'api' && !isTheBots(first))
}

/** What is said of something that came of no deed. @param {Entry} entry */
function ownWords(entry) {
  switch (entry.kind) {
    case 'delivery':
      return entry.retry ? `Once more: ${text(entry.what)}` : `Without a deed: ${text(entry.what)}`
    case 'refused':
      return 'A request was refused'
    case 'socket':
      return 'The bot’s connection'
    default:
      return 'The bot, on its own'
  }
}

/** @param {Draft} draft @returns {Story} */
function finished({ entries, who, words, asked, sends: own }) {
  const [first] = entries
  const begin = beginOf(first)
  const steps = entries
    .slice(asked ? 1 : 0)
    .toSorted((one, other) => beginOf(one) - beginOf(other) || rankOf(one) - rankOf(other) || one.seq - other.seq)
    .map((entry) => ({ ...told(entry), seq: entry.seq, after: beginOf(entry) - begin }))
  return {
    seq: first.seq,
    at: first.at - (writtenAt(first) - begin),
    who: asked ? who : '',
    words: asksIn(entries) || words,
    asked,
    people: [...new Set([who, ...entries.map(whoseIs)])].filter((id) => id !== ''),
    marks: inShort(steps, own.length > 0),
    isProblem: steps.some(({ marks }) => marks.some(({ tone }) => tone !== 'good' && tone !== 'plain')),
    steps,
  }
}

/** In the same millisecond a payload meets its fault first, and calls follow what the bot heard. @param {Entry} entry */
function rankOf({ kind, delivery }) {
  if (kind === 'delivery') return 1
  return delivery === undefined ? 2 : 0
}

const MOST_MARKS = 6

/** @param {readonly Step[]} steps @param {boolean} isForBot @returns {readonly Mark[]} */
function inShort(steps, isForBot) {
  const all = steps.flatMap(({ marks }) => marks).filter(({ words }) => words !== 'ok')
  const once = all.filter(({ words }, index) => all.findIndex((each) => each.words === words) === index)
  if (once.length === 0 && isForBot) return [mark('plain', 'nothing for the bot')]
  if (once.length <= MOST_MARKS) return once
  return [...once.slice(0, MOST_MARKS - 1), mark('plain', `${once.length - MOST_MARKS + 1} more`)]
}
