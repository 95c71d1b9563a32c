import { expect, it, test } from 'vitest'
import { sizesOf } from '../../sandbox/demo/sizes.ts'
import { LIMITS, type LimitName } from '../../sandbox/limits.ts'

const plain = (length: number) => ({ type: 'plain_text', text: 'x'.repeat(length) })
const section = (length: number) => ({ type: 'section', text: plain(length) })
const share = (shown: unknown, limit: LimitName) => sizesOf(shown).shares.find((each) => each.limit === limit)

it('counts the blocks of a message against those that one may have, and its sentence twice', () => {
  const [blocks, posted, updated] = sizesOf({ text: 'x'.repeat(400), blocks: [section(1), section(1)] }).shares
  expect(blocks).toEqual({ limit: 'message blocks', found: 2, most: 50, unit: 'items', percent: 4 })
  expect(posted).toMatchObject({ limit: 'posted text', found: 400, percent: 1 })
  expect(updated).toMatchObject({ limit: 'updated text', found: 400, percent: 10 })
})

it('weighs a window in bytes, as it is sent, and reads what travels with it', () => {
  const window = { type: 'modal', title: plain(12), private_metadata: 'x'.repeat(1_500), blocks: [section(3)] }
  expect(share(window, 'modal blocks')).toMatchObject({ found: 1, most: 100 })
  expect(share(window, 'view size')).toMatchObject({ found: JSON.stringify(window).length, unit: 'bytes' })
  expect(share(window, 'view title')).toMatchObject({ found: 12, percent: 50 })
  expect(share(window, 'view private_metadata')).toMatchObject({ found: 1_500, percent: 50 })
})

it('weighs what is not ASCII by its bytes', () => {
  const home = (text: string) => ({ type: 'home', blocks: [{ type: 'header', text: { type: 'plain_text', text } }] })
  const bytes = (text: string) => share(home(text), 'view size')?.found ?? 0
  expect(bytes('ü') - bytes('u')).toBe(1)
  expect(bytes('🦀') - bytes('u')).toBe(3)
})

it('keeps the largest of each kind, the fullest first', () => {
  const { shares } = sizesOf({ text: '.', blocks: [section(30), section(300), { type: 'header', text: plain(75) }] })
  const parts = shares.filter(({ limit }) => limit === 'section text' || limit === 'header text')
  expect(parts).toEqual([
    expect.objectContaining({ limit: 'header text', found: 75, percent: 50 }),
    expect.objectContaining({ limit: 'section text', found: 300, percent: 10 }),
  ])
})

it('counts what people can read, and not what is only for Slack', () => {
  const button = { type: 'button', text: plain(4), action_id: 'room.go', value: 'unseen' }
  const input = { type: 'input', label: plain(10), element: { type: 'plain_text_input', action_id: 'room.words' } }
  expect(
    sizesOf({ text: 'unread', blocks: [section(20), { type: 'actions', elements: [button] }, input] }).characters,
  ).toBe(34)
})

const option = (length: number) => ({ text: plain(length), value: 'v'.repeat(length), description: plain(length) })
const actions = (element: object) => ({ type: 'actions', elements: [element] })

test.each<[LimitName, object, number]>([
  ['section field', { type: 'section', fields: [plain(20)] }, 20],
  ['section fields', { type: 'section', fields: [plain(20), plain(1)] }, 2],
  ['context text', { type: 'context', elements: [plain(30)] }, 30],
  ['context elements', { type: 'context', elements: [plain(3)] }, 1],
  ['input label', { type: 'input', label: plain(40), element: {} }, 40],
  ['input hint', { type: 'input', label: plain(1), hint: plain(41), element: {} }, 41],
  ['block_id', { type: 'divider', block_id: 'x'.repeat(51) }, 51],
  ['button text', actions({ type: 'button', text: plain(15) }), 15],
  ['button value', actions({ type: 'button', text: plain(15), value: 'x'.repeat(99) }), 99],
  ['button url', { type: 'section', accessory: { type: 'button', text: plain(1), url: 'x'.repeat(98) } }, 98],
  ['action_id', actions({ type: 'button', text: plain(1), action_id: 'x'.repeat(17) }), 17],
  ['confirm text', actions({ type: 'button', text: plain(1), confirm: { text: plain(150) } }), 150],
  ['placeholder', actions({ type: 'users_select', placeholder: plain(7) }), 7],
  ['select options', actions({ type: 'static_select', options: [option(1), option(2)] }), 2],
  ['overflow options', actions({ type: 'overflow', options: [option(1)] }), 1],
  ['radio_buttons options', { type: 'input', element: { type: 'radio_buttons', options: [option(1)] } }, 1],
  ['option text', actions({ type: 'static_select', options: [option(1), option(60)] }), 60],
  ['option description', actions({ type: 'static_select', options: [option(61)] }), 61],
  ['option value', actions({ type: 'overflow', options: [option(62)] }), 62],
  [
    'text input initial_value',
    { type: 'input', element: { type: 'plain_text_input', initial_value: 'x'.repeat(900) } },
    900,
  ],
])('%s is measured by the table of limits', (limit, block, found) => {
  const { size: most } = LIMITS[limit]
  const measured = share({ text: '.', blocks: [block] }, limit)
  expect(measured).toMatchObject({ found, most, percent: Math.ceil((found * 100) / most) })
})
