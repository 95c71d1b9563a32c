import { html } from 'htm/preact'
import { render } from 'preact-render-to-string'
import { describe, expect, it } from 'vitest'
import { FirstSteps } from '../../../sandbox/page/conversation.js'
import { matches } from '../../../sandbox/page/people.js'
import { whyShut } from '../../../sandbox/page/workspace.js'
import { APP, MARIA, wordsIn } from './drawn.ts'

describe('a page that cannot open', () => {
  it.each([
    ['that the sandbox has stopped', new Error('No answer.'), 'The sandbox has stopped; this page comes back with it.'],
    ['that nobody is there', new Error('“user” is "U0".', { cause: 404 }), 'Nobody here has this address.'],
    ['why somebody cannot act', new Error('Olga is deactivated.', { cause: 400 }), 'Olga is deactivated.'],
  ])('says %s', (_, refusal, words) => {
    expect(whyShut(refusal)).toBe(words)
  })
})

describe('the search for a person', () => {
  const jose = { ...MARIA, name: 'José Ñandú', zone: 'Europe/Lisbon', story: 'Has waited a year for a mentor.' }

  it.each([
    ['jose nandu', true],
    ['JOSÉ', true],
    ['waited mentor', true],
    ['lisbon', true],
    ['', true],
    ['jose berlin', false],
  ])('by “%s” finds them: %s', (wanted, isFound) => {
    expect(matches(jose, wanted)).toBe(isFound)
  })
})

describe('a channel in which nothing was said', () => {
  const shown = (story: string | null) =>
    wordsIn(render(html`<${FirstSteps} name="#general" app=${APP} story=${story} begin=${() => {}} />`))

  it('tells what its person is here for, where that is known', () => {
    expect(shown('Has waited a year.')).toContain('only you see it. Has waited a year.')
    expect(shown(null)).toMatch(/only you see it\. The company is invented/)
  })
})
