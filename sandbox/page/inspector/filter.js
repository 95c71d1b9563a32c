/**
 * @typedef {import('./stories.js').Story} Story
 * @typedef {(id: string) => string} NameOf
 * @typedef {object} Filter
 * @property {string} who           only stories about this person, by id; '' for everybody's
 * @property {boolean} onlyProblems
 * @property {string} words         all of them stand in it somewhere
 * @property {number} after         the number of the last entry that was cleared away
 */

/** @type {Filter} */
export const EVERYTHING = { who: '', onlyProblems: false, words: '', after: 0 }

/** @param {readonly Story[]} stories @param {Filter} filter @param {NameOf} nameOf @returns {readonly Story[]} */
export function kept(stories, { who, onlyProblems, words, after }, nameOf) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  return stories.filter((story) => {
    if (story.seq <= after || (onlyProblems && !story.isProblem) || (who && !story.people.includes(who))) return false
    if (wanted.length === 0) return true
    const all = everyWord(story, nameOf).toLowerCase()
    return wanted.every((word) => all.includes(word))
  })
}

/** A story in one sentence. @param {Story} story @param {NameOf} nameOf */
export function sentenceOf({ who, words, marks }, nameOf) {
  const begin = named(words, nameOf)
  return [who ? `${nameOf(who)} ${begin}` : begin, ...marks.map((each) => each.words)].join(' → ')
}

/** The words with the names of those who are mentioned. @param {string} words @param {NameOf} nameOf */
export function named(words, nameOf) {
  return words.replace(/<@(\w+)>/g, (_, id) => nameOf(id))
}

/** @param {Story} story @param {NameOf} nameOf */
function everyWord(story, nameOf) {
  const steps = story.steps.flatMap(({ what, marks, notes }) => [what, ...marks.map(({ words }) => words), ...notes])
  return [sentenceOf(story, nameOf), ...story.people.map(nameOf), ...steps].join('\n')
}
