import { html } from 'htm/preact'
import { render } from 'preact-render-to-string'
import { describe, expect, it, test } from 'vitest'
import { galleryForPage } from '../../../sandbox/demo/gallery.ts'
import { deadSurface } from '../../../sandbox/page/blocks/surface.js'
import { Exhibit, Whole } from '../../../sandbox/page/gallery/exhibit.js'
import { directoryFrom } from '../../../sandbox/page/gallery/people.js'
import {
  countWords,
  EVERYTHING,
  figures,
  foldedShares,
  isWanted,
  roomsOf,
  type Share,
  type ShownView,
} from '../../../sandbox/page/gallery/sift.js'

const directory = directoryFrom({ users: [{ id: 'U0IVANPET', name: 'ivan', profile: { real_name: 'Ivan Petrenko' } }] })
const views = (JSON.parse(JSON.stringify(galleryForPage())) as readonly ShownView[]).map(
  (view) => [view.anchor, view] as const,
)
const [, anyView] = views[0] ?? []
if (!anyView) throw new Error('the gallery is empty')

const share = (limit: string, percent: number): Share => ({ limit, found: percent, most: 100, unit: 'items', percent })
const view = (more: Partial<ShownView>): ShownView => ({ ...anyView, ...more })
const drawn = (shown: ShownView) =>
  render(html`<${Whole} view=${shown} surface=${deadSurface(directory, shown.kind)} />`)

test.each(views)('%s is drawn whole: nothing in it is unknown to the page', (_, shown) => {
  const page = drawn(shown)
  expect(page).not.toContain('bk-unknown')
  expect(page).toContain(`class="frame frame-${shown.kind === 'modal' ? 'window' : shown.kind}"`)
})

describe('beside a view', () => {
  it('stands the plain text of a message, which a window does not have', () => {
    expect(drawn(view({ kind: 'message', text: 'A sentence & more.' }))).toContain('A sentence &amp; more.')
    const { text: _, ...rest } = anyView
    expect(drawn({ ...rest, kind: 'modal' })).not.toContain('Plain text')
  })

  it('stands how much of each limit it uses, in figures and in words', () => {
    const page = drawn(
      view({ sizes: { characters: 1_234, shares: [share('view title', 96), share('modal blocks', 12)] } }),
    )
    expect(page).toContain('1,234 characters')
    expect(page).toMatch(/view title<\/th>.*96 of 100.*96 % · nearly full/s)
    expect(page).toMatch(/modal blocks<\/th>.*12 of 100.*12 %</s)
  })

  it('is told what is too much', () => {
    expect(drawn(view({ sizes: { characters: 1, shares: [share('view title', 120)] } }))).toContain('120 % · too much')
  })

  it('stands its outline', () => {
    expect(drawn(view({ outline: 'modal “<Recorded>”' }))).toContain('modal “&lt;Recorded>”')
  })

  it('stands the name of whoever is mentioned', () => {
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'Ask <@U0IVANPET>.' } }]
    expect(drawn(view({ kind: 'message', shown: { text: 'Ask Ivan.', blocks } }))).toContain('Ivan Petrenko')
  })
})

it('draws a view only when somebody is about to see it, and the one in the address at once', () => {
  const exhibit = (isWanted: boolean) =>
    render(html`<${Exhibit} view=${anyView} surface=${deadSurface(directory)} isWanted=${isWanted} />`)
  expect(exhibit(false)).not.toContain('class="frame')
  expect(exhibit(true)).toContain('class="frame')
  expect(exhibit(false)).toContain(`id="${anyView.anchor}"`)
})

describe('looking for views', () => {
  const wanted = view({ id: 'room.thing', name: 'A thing, emoji', kind: 'home', size: 'largest', outline: 'H  Title' })

  test.each([
    ['nothing in particular', EVERYTHING],
    ['its name', { ...EVERYTHING, words: 'room.thing' }],
    ['several words, wherever they stand', { ...EVERYTHING, words: 'EMOJI  title' }],
    ['its kind and size', { ...EVERYTHING, kind: 'home', size: 'largest' }],
  ])('finds one by %s', (_, sieve) => {
    expect(isWanted(wanted, sieve)).toBe(true)
  })

  test.each([
    ['a word that it lacks', { ...EVERYTHING, words: 'emoji elsewhere' }],
    ['another kind', { ...EVERYTHING, kind: 'modal' }],
    ['another size', { ...EVERYTHING, size: 'usual' }],
  ])('leaves one out by %s', (_, sieve) => {
    expect(isWanted(wanted, sieve)).toBe(false)
  })

  it('says how many there are', () => {
    expect([countWords(3, 3), countWords(1, 3)]).toEqual(['3 views', '1 of 3 views'])
    expect(countWords(0, 0)).toContain('npm run demo')
  })
})

it('puts views together by room and by name, in their order', () => {
  const [a, b, c] = ['x.one', 'y.one', 'x.one'].map((id) => view({ id }))
  expect(roomsOf([a, b, c].flatMap((each) => each ?? []))).toEqual([
    { room: 'x', ids: [{ id: 'x.one', views: [a, c] }] },
    { room: 'y', ids: [{ id: 'y.one', views: [b] }] },
  ])
})

it('folds away all but the size of the whole and its two fullest parts', () => {
  const shares = [share('modal blocks', 1), share('view title', 2), share('a', 3), share('b', 5), share('c', 4)]
  const { open, folded } = foldedShares(shares)
  expect(open.map(({ limit }) => limit)).toEqual(['modal blocks', 'view title', 'b', 'c'])
  expect(folded.map(({ limit }) => limit)).toEqual(['a'])
})

it('gives bytes in kilobytes, as Slack does', () => {
  expect(figures({ limit: 'view size', found: 4_898, most: 250_000, unit: 'bytes', percent: 2 })).toBe('4.9 of 250 KB')
  expect(figures({ limit: 'posted text', found: 1_234, most: 40_000, unit: 'characters', percent: 4 })).toBe(
    '1,234 of 40,000',
  )
})
