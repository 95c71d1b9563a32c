import { html } from 'htm/preact'
import { render } from 'preact-render-to-string'
import { describe, expect, it } from 'vitest'
import { EVERYTHING, kept, sentenceOf } from '../../../sandbox/page/inspector/filter.js'
import { storiesOf } from '../../../sandbox/page/inspector/stories.js'
import { Json, Payload } from '../../../sandbox/page/inspector/story.js'
import { Inspector } from '../../../sandbox/page/inspector.js'

const IVAN = 'U0IVANPET'
const PAVEL = 'U0PAVELDOR'
const names: Readonly<Record<string, string>> = { [IVAN]: 'Ivan', [PAVEL]: 'Pavel' }
const nameOf = (id: string): string => names[id] ?? id
const directory = { me: IVAN, zone: 'Europe/Kyiv', person: (id: string) => ({ name: nameOf(id) }) }
const control = { get: async () => ({}), post: async () => ({}), remove: async () => ({}) }

const AT = Date.UTC(2026, 10, 23, 8)
const typed = (seq: number, user: string, words: string) => ({
  seq,
  at: AT,
  kind: 'control',
  method: 'POST',
  path: '/control/command',
  query: {},
  body: { user, text: words },
})
const acked = (seq: number, user: string, ms: number) => ({
  seq,
  at: AT + ms,
  kind: 'delivery',
  what: 'command /nats-level',
  content: { command: '/nats-level', text: 'show', user_id: user },
  to: 'socket',
  ack: { outcome: 'acked', ms, body: '' },
})
const two = [
  typed(1, IVAN, '/nats-level show'),
  acked(2, IVAN, 9),
  typed(3, PAVEL, '/nats-level show'),
  acked(4, PAVEL, 1400),
]
const shown = (entries: readonly object[]): string =>
  render(html`<${Inspector} entries=${entries} directory=${directory} control=${control} />`)

describe('the inspector', () => {
  it('says what is told here while there is nothing', () => {
    expect(shown([])).toContain('Type a command, and it is told here.')
  })

  it('tells each deed in one line, by name, on the clock of whoever looks', () => {
    const page = shown(two)
    expect(wordsOf(page)).toContain('10:00:00 Ivan typed /nats-level show → acked in 9 ms')
    expect(wordsOf(page)).toContain('Pavel typed /nats-level show → slow: acked in 1.4 s')
  })

  it('says good and slow in colour as well as in words', () => {
    const page = shown(two)
    expect(page).toContain('<span class="inspector-mark is-good">acked in 9 ms</span>')
    expect(page).toContain('<span class="inspector-mark is-warn">slow: acked in 1.4 s</span>')
  })

  it('opens the newest story alone, and draws no payload before it is asked for', () => {
    const page = shown(two)
    expect(page.match(/<details class="inspector-story" open/g)).toHaveLength(1)
    expect(page.match(/<ol>/g)).toHaveLength(1)
    expect(page).not.toContain('<pre')
  })

  it('draws at most two hundred stories, and says so', () => {
    const many = Array.from({ length: 230 }, (_, index) => typed(index + 1, IVAN, `/nats-level ${index}`))
    const page = shown(many)
    expect(page.match(/class="inspector-story"/g)).toHaveLength(200)
    expect(page).toContain('The newest 200 of 230.')
    expect(page).toContain('/nats-level 229')
  })

  it('is a log that is read by keyboard and does not talk by itself', () => {
    expect(shown(two)).toMatch(/role="log" aria-live="off" aria-label="What happened" tabindex="0"/)
  })
})

describe('a payload', () => {
  it('is escaped, indented, and scrolled by keyboard', () => {
    const page = render(html`<${Json} name="Payload" payload=${{ text: '<b>"bold"</b>' }} />`)
    expect(page).toContain('tabindex="0" role="group" aria-label="Payload"')
    expect(page).toContain('{\n  &quot;text&quot;: &quot;&lt;b>')
  })

  it('is folded at first', () => {
    const page = render(html`<${Payload} name="Ack" payload=${{}} />`)
    expect(page).toBe('<details class="inspector-payload"><summary>Ack</summary></details>')
  })
})

describe('the filter', () => {
  const stories = storiesOf(two)
  const left = (filter: object) => kept(stories, { ...EVERYTHING, ...filter }, nameOf).map(({ seq }) => seq)

  it('shows everything that was not cleared away', () => {
    expect(left({})).toEqual([1, 3])
    expect(left({ after: 2 })).toEqual([3])
    expect(left({ after: 4 })).toEqual([])
  })

  it('shows one person’s stories', () => {
    expect(left({ who: IVAN })).toEqual([1])
  })

  it('shows what went wrong, or nearly', () => {
    expect(left({ onlyProblems: true })).toEqual([3])
  })

  it('looks for all words, in any case, in names and in what stands beneath', () => {
    expect(left({ words: 'pavel SLOW' })).toEqual([3])
    expect(left({ words: 'command' })).toEqual([1, 3])
    expect(left({ words: 'ivan slow' })).toEqual([])
  })

  it('says a story in one sentence', () => {
    expect(stories.map((story) => sentenceOf(story, nameOf))[0]).toBe('Ivan typed /nats-level show → acked in 9 ms')
  })
})

/** What a person reads: tags away, white space as a browser shows it. */
function wordsOf(page: string): string {
  return page
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&gt;', '>')
    .replaceAll(/\s+/g, ' ')
}
