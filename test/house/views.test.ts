import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Drawn, gallery, galleryForPage } from '../../sandbox/demo/gallery.ts'
import { LIMITS } from '../../sandbox/limits.ts'
import { checkBlocks, checkView, faultSentences, isViewTooLarge } from '../../sandbox/validate/index.ts'
import { boundHands } from './hands.ts'
import { asFile } from './snapshot.ts'

const hands = boundHands()
const views = gallery()
const drawn = views.map((each) => [`${each.name} (${each.size})`, each] as const)
const shownViews = galleryForPage()
const pages = new Map(views.map(({ id }) => [id, shownViews.filter((each) => each.id === id)]))

test.each(drawn)('%s stays inside Slack’s limits', (_, { shown }) => {
  const view = JSON.parse(JSON.stringify(shown))
  if ('type' in shown) {
    expect(faultSentences(checkView(view, shown.type))).toEqual([])
    expect(isViewTooLarge(view)).toBe(false)
  } else {
    expect(faultSentences(checkBlocks(view.blocks, '/blocks', 'message'))).toEqual([])
    expect(view.blocks.length).toBeLessThanOrEqual(LIMITS['message blocks'].size)
  }
})

test.each(drawn)('everything that can be pressed on %s has a hand', (_, { shown }) => {
  const ids = actionIds(shown)
  expect(ids.filter((id) => !hands.clicks.has(id))).toEqual([])
  if ('submit' in shown && shown.submit) expect([...hands.submissions]).toContain(shown.callback_id)
})

test('every hand for a click belongs to something that is drawn', () => {
  const ids = new Set(views.flatMap(({ shown }) => actionIds(shown)))
  expect([...hands.clicks].filter((id) => !ids.has(id))).toEqual([])
})

test('every hand for a submission belongs to a window that is drawn', () => {
  const ids = new Set(views.map(({ id }) => id))
  expect([...hands.submissions].filter((id) => !ids.has(id))).toEqual([])
})

test.each(drawn.filter(([, { shown }]) => 'text' in shown))(
  '%s says a full sentence as its plain text',
  (_, { shown }) => {
    const text = 'text' in shown ? shown.text : ''
    expect(text).toMatch(/([.?]|[A-Z2-9]{4}-[A-Z2-9]{2})$/) // a reference may stand last
    expect(text).not.toMatch(/[*_`]|<@/)
    expect(text.length).toBeLessThanOrEqual(LIMITS['updated text'].size)
  },
)

test.each([...pages])('%s reads as it did before', async (id, shown) => {
  await expect(asFile(shown)).toMatchFileSnapshot(`views/${id}.txt`)
})

test('nothing is kept of views that are not there any more', () => {
  const kept = readdirSync(new URL('./views/', import.meta.url))
  expect(kept.filter((file) => !pages.has(file.replace(/\.txt$/, '')))).toEqual([])
})

test('no two views of the gallery share an address', () => {
  const anchors = shownViews.map(({ anchor }) => anchor)
  expect(anchors.filter((anchor, at) => anchors.indexOf(anchor) !== at)).toEqual([])
})

test('the gallery goes from the smallest to the largest, and knows long notes, emoji and writing from right to left', () => {
  const everything = JSON.stringify(views)
  expect(new Set(views.map(({ size }) => size))).toEqual(new Set(['smallest', 'usual', 'largest']))
  expect(everything).toMatch(/n{80}/)
  expect(everything).toMatch(/\p{Extended_Pictographic}/u)
  expect(everything).toMatch(/\p{Script=Arabic}/u)
  expect(everything).toMatch(/\p{Script=Hebrew}/u)
  const notes = [...everything.matchAll(/"initial_value":("(?:[^"\\]|\\.)*")/g)].map(([, note = '""']) =>
    JSON.parse(note),
  )
  expect(notes.map((note: string) => [...note].length)).toContain(1_000)
})

/** Without fields that say nothing before their window is submitted. */
function actionIds({ blocks }: Drawn['shown']): string[] {
  const speaking = blocks.filter((block) => block.type !== 'input' || 'dispatch_action' in block)
  return [...new Set(JSON.stringify(speaking).match(/(?<="action_id":")[^"]+/g) ?? [])]
}
