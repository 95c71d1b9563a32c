/** @import { Directory } from './blocks/surface.js' */
/** @import { App } from './live.js' */

/**
 * Something that fits what is being typed.
 * @typedef {object} Suggestion
 * @property {string} id
 * @property {string} name
 * @property {string} hint     beside the name
 * @property {string} about    below it
 * @property {string} insert   what it puts in the place of what was typed
 */

const MOST = 8

/**
 * What to offer for the word before the caret: commands at the beginning of a line, people after @, channels after #.
 * @param {string} text
 * @param {number} caret
 * @param {App} app
 * @param {Directory} directory
 * @returns {readonly Suggestion[]}
 */
export function suggestionsFor(text, caret, app, directory) {
  const before = text.slice(0, caret)
  const word = wordBefore(text, caret)
  const wanted = word.slice(1).toLowerCase()
  if (/^\/\S*$/.test(before))
    return app.commands.filter(({ command }) => command.startsWith(word.toLowerCase())).map(offerCommand)
  if (word.startsWith('@')) return offerPeople(directory, wanted)
  if (word.startsWith('#')) return offerChannels(directory, wanted)
  return []
}

/**
 * The text once a suggestion stands in the place of the word before the caret.
 * @param {string} text
 * @param {number} caret
 * @param {Suggestion} suggestion
 */
export function withSuggestion(text, caret, { insert }) {
  const before = text.slice(0, caret).replace(/\S*$/, insert)
  return { text: before + text.slice(caret).replace(/^ /, ''), caret: before.length }
}

/**
 * Whether it stands before the caret already, letter by letter: Enter then sends the line.
 * @param {Suggestion} suggestion
 * @param {string} text
 * @param {number} caret
 */
export function isWritten({ insert }, text, caret) {
  return wordBefore(text, caret) === insert.trim()
}

/** @param {string} text @param {number} caret */
function wordBefore(text, caret) {
  return /\S*$/.exec(text.slice(0, caret))?.[0] ?? ''
}

/** @param {import('./live.js').Command} command @returns {Suggestion} */
function offerCommand({ command, usageHint, description }) {
  return { id: command.slice(1), name: command, hint: usageHint, about: description, insert: `${command} ` }
}

/** @param {Directory} directory @param {string} wanted @returns {readonly Suggestion[]} */
function offerPeople({ people }, wanted) {
  return people
    .filter((each) => !each.isDeleted && each.id !== 'USLACKBOT')
    .filter(
      ({ handle, name }) =>
        handle.startsWith(wanted) ||
        name
          .toLowerCase()
          .split(/\s+/)
          .some((part) => part.startsWith(wanted)),
    )
    .slice(0, MOST)
    .map(({ id, handle, name, title }) => ({ id, name: `@${handle}`, hint: name, about: title, insert: `@${handle} ` }))
}

/** @param {Directory} directory @param {string} wanted @returns {readonly Suggestion[]} */
function offerChannels({ channels }, wanted) {
  return channels
    .filter(({ kind, name }) => (kind === 'channel' || kind === 'group') && name.startsWith(wanted))
    .slice(0, MOST)
    .map(({ id, name }) => ({ id, name: `#${name}`, hint: '', about: '', insert: `#${name} ` }))
}
