import { expect, test } from 'vitest'
import { type Drawn, gallery } from '../../sandbox/demo/gallery.ts'
import { checkBlocks, checkView, faultSentences, isViewTooLarge } from '../../sandbox/validate/index.ts'
import { boundHands } from './hands.ts'

const hands = boundHands()
const drawn = gallery().map((each) => [`${each.name} (${each.size})`, each] as const)

test.each(drawn)('%s stays inside Slack’s limits', (_, { shown }) => {
  const view = JSON.parse(JSON.stringify(shown))
  if ('type' in shown) {
    expect(faultSentences(checkView(view, shown.type))).toEqual([])
    expect(isViewTooLarge(view)).toBe(false)
  } else {
    expect(faultSentences(checkBlocks(view.blocks, '/blocks', 'message'))).toEqual([])
    expect(view.blocks.length).toBeLessThanOrEqual(50)
  }
})

test.each(drawn)('everything that can be pressed on %s has a hand', (_, { shown }) => {
  const ids = actionIds(shown)
  expect(ids.filter((id) => !hands.clicks.has(id) && !inputsOnly.has(id))).toEqual([])
  if ('submit' in shown && shown.submit) expect([...hands.submissions]).toContain(shown.callback_id)
})

test('every hand for a click belongs to something that is drawn', () => {
  const ids = new Set(drawn.flatMap(([, { shown }]) => actionIds(shown)))
  expect([...hands.clicks].filter((id) => !ids.has(id))).toEqual([])
})

test.each(drawn.filter(([, { shown }]) => 'text' in shown))(
  '%s says a full sentence as its plain text',
  (_, { shown }) => {
    const text = 'text' in shown ? shown.text : ''
    expect(text).toMatch(/([.?]|[A-Z2-9]{4}-[A-Z2-9]{2})$/) // a reference may stand last
    expect(text).not.toMatch(/[*_`]|<@/)
    expect(text.length).toBeLessThanOrEqual(4_000)
  },
)

// Fields that say nothing before their window is submitted.
const inputsOnly = new Set(['assessment.item', 'assessment.topic', 'assessment.note'])

function actionIds(shown: Drawn['shown']): string[] {
  return [...new Set(JSON.stringify(shown).match(/(?<="action_id":")[^"]+/g) ?? [])]
}
