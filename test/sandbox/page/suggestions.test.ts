import { describe, expect, it } from 'vitest'
import { isWritten, suggestionsFor, withSuggestion } from '../../../sandbox/page/suggestions.js'
import { APP, directory } from './drawn.ts'

const offered = (text: string, caret = text.length): readonly string[] =>
  suggestionsFor(text, caret, APP, directory).map(({ name }) => name)

/** What stands in the field once the first suggestion was taken; the caret as a bar. */
const taken = (text: string, caret = text.length): string => {
  const [first] = suggestionsFor(text, caret, APP, directory)
  if (!first) return `nothing is offered for “${text}”`
  const next = withSuggestion(text, caret, first)
  return `${next.text.slice(0, next.caret)}|${next.text.slice(next.caret)}`
}

describe('what is offered while one types', () => {
  it.each([
    ['/', ['/nats-level']],
    ['/NA', ['/nats-level']],
    ['/other', []],
    ['/nats-level ', []],
    ['see /', []],
    ['@', ['@ivan', '@maria']],
    ['Thanks, @kow', ['@maria']],
    ['Thanks, @MAR', ['@maria']],
    ['mail@mar', []],
    ['#b', ['#board']],
    ['nothing', []],
    ['', []],
  ])('for “%s” it is %j', (text, names) => {
    expect(offered(text)).toEqual(names)
  })

  it('belongs to the word before the caret, not to the last one', () => {
    expect(offered('@mar and #bo', 4)).toEqual(['@maria'])
  })

  it('is nobody who cannot be reached any more', () => {
    expect(offered('@ger')).toEqual([])
  })
})

describe('a suggestion that was taken', () => {
  it.each([
    ['/na', undefined, '/nats-level |'],
    ['Thanks, @mar', undefined, 'Thanks, @maria |'],
    ['@mar thanks', 4, '@maria |thanks'],
  ])('stands in the place of what was typed: %s', (text, caret, wanted) => {
    expect(taken(text, caret)).toBe(wanted)
  })
})

describe('Enter', () => {
  it.each([
    ['/nats-level', true],
    ['/nats-l', false],
  ])('after “%s” sends the line: %s', (text, isSent) => {
    const [first] = suggestionsFor(text, text.length, APP, directory)
    expect(first && isWritten(first, text, text.length)).toBe(isSent)
  })

  it('sends a line that ends with a whole name', () => {
    const line = 'Ask @maria'
    const [first] = suggestionsFor(line, line.length, APP, directory)
    expect(first && isWritten(first, line, line.length)).toBe(true)
  })
})
