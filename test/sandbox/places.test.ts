import { describe, expect, it } from 'vitest'
import type { Json } from '../../sandbox/json.ts'
import { checkBlocks, checkView, faultSentences } from '../../sandbox/validate/index.ts'
import { actions, button, field, nameField, option, plain, windowOf } from './windows.ts'

type Surface = 'message' | 'modal' | 'home'
const everywhere: readonly Surface[] = ['message', 'modal', 'home']

const chart = {
  type: 'data_visualization',
  title: 'Levels',
  chart: { type: 'pie', segments: [{ label: 'Junior', value: 1 }] },
}
const cells = [[{ type: 'raw_text', text: 'Name' }], [{ type: 'raw_text', text: 'Ivan' }]]
const richText = {
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'Hello' }] }],
}
const card = { type: 'card', title: plain('A card') }
const task = { type: 'task_card', task_id: 't1', title: 'A task', status: 'complete' }

const allowed: readonly (readonly [name: string, block: Json, surfaces: readonly Surface[]])[] = [
  ['section', { type: 'section', text: plain('Hello') }, everywhere],
  ['divider', { type: 'divider' }, everywhere],
  ['header', { type: 'header', text: plain('Hello') }, everywhere],
  ['context', { type: 'context', elements: [plain('Hello')] }, everywhere],
  ['actions', actions(button('go', 'Go')), everywhere],
  ['input', nameField, everywhere],
  ['image', { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'A picture' }, everywhere],
  ['rich_text', richText, everywhere],
  ['card', card, everywhere],
  ['alert', { type: 'alert', text: plain('Careful') }, ['modal']],
  ['carousel', { type: 'carousel', elements: [card] }, ['message', 'home']],
  ['container', { type: 'container', title: plain('Box'), child_blocks: [{ type: 'divider' }] }, ['message', 'home']],
  ['table', { type: 'table', rows: cells }, ['message', 'home']],
  ['data_table', { type: 'data_table', caption: 'People', rows: cells }, ['message', 'home']],
  ['data_visualization', chart, ['message']],
  ['markdown', { type: 'markdown', text: '**Hello**' }, ['message']],
  ['plan', { type: 'plan', title: 'A plan', tasks: [{ ...task, status: 'pending' }] }, ['message']],
  ['task_card', task, ['message']],
  [
    'context_actions',
    { type: 'context_actions', elements: [{ type: 'icon_button', icon: 'trash', text: plain('Away') }] },
    ['message'],
  ],
]

describe('the places of blocks', () => {
  it.each(allowed)('lets %s stand only where Slack does', (_name, block, surfaces) => {
    const accepted = everywhere.filter((surface) => checkBlocks([block], '/blocks', surface).length === 0)
    expect(accepted).toEqual(surfaces)
  })

  it('lets a file input stand in a window only', () => {
    const files = field('files', 'Files', { type: 'file_input' })
    expect(everywhere.filter((surface) => checkBlocks([files], '/blocks', surface).length === 0)).toEqual(['modal'])
  })
})

const options = [option('a', 'One', { description: plain('The first') }), option('b', 'Two')]
const select = (more: Json): Json => actions({ type: 'static_select', action_id: 'pick', options, ...more })

const faults: readonly (readonly [what: string, blocks: readonly Json[], sentence: string])[] = [
  ['an unknown block', [{ type: 'slider' }], 'unsupported type: "slider" of block'],
  ['a block without a type', [{}], 'unsupported type: nothing of block'],
  ['an unknown property', [{ type: 'divider', colour: 'red' }], 'unknown property: colour [json-pointer:/blocks/0]'],
  [
    'markdown in a header',
    [{ type: 'header', text: { type: 'mrkdwn', text: 'Hi' } }],
    'must be a valid enum value (plain_text), found "mrkdwn" [json-pointer:/blocks/0/text/type]',
  ],
  [
    'markdown on a button',
    [actions({ type: 'button', text: { type: 'mrkdwn', text: 'Go' } })],
    '[json-pointer:/blocks/0/elements/0/text/type]',
  ],
  [
    'a bare string for a text',
    [{ type: 'section', text: 'Hi' }],
    'must provide an object, found "Hi" [json-pointer:/blocks/0/text]',
  ],
  ['a section with nothing in it', [{ type: 'section' }], 'must have text or fields [json-pointer:/blocks/0]'],
  [
    'a text input among buttons',
    [actions({ type: 'plain_text_input' })],
    'unsupported type: "plain_text_input" in an actions block',
  ],
  [
    'a button as an input',
    [field('f', 'F', { type: 'button', text: plain('Go') })],
    'unsupported type: "button" in an input block',
  ],
  [
    'an initial option that differs in its description',
    [select({ initial_option: option('a', 'One') })],
    'must equal one of the options exactly, description included [json-pointer:/blocks/0/elements/0/initial_option]',
  ],
  [
    'two options of one value',
    [actions({ type: 'overflow', options: [option('a', 'One'), option('a', 'Two')] })],
    'option values must be unique, found "a" twice [json-pointer:/blocks/0/elements/0]',
  ],
  [
    'a select with options and groups',
    [select({ option_groups: [{ label: plain('G'), options: [option('c', 'Three')] }] })],
    'must have either options or option_groups',
  ],
  [
    'two blocks of one id',
    [
      { type: 'divider', block_id: 'x' },
      { type: 'divider', block_id: 'x' },
    ],
    'block_id must be unique, found "x" twice [json-pointer:/blocks/1/block_id]',
  ],
  [
    'two actions of one id in a block',
    [actions(button('go', 'Go'), button('go', 'Stop'))],
    'action_id must be unique within its block, found "go" twice [json-pointer:/blocks/0]',
  ],
  [
    'two focused elements',
    [
      field('a', 'A', { type: 'plain_text_input', focus_on_load: true }),
      field('b', 'B', { type: 'plain_text_input', focus_on_load: true }),
    ],
    'only one element may have focus_on_load, found 2 [json-pointer:/blocks]',
  ],
  [
    'an empty text',
    [{ type: 'section', text: plain('') }],
    'must be more than 0 characters, found 0 [json-pointer:/blocks/0/text/text]',
  ],
  [
    'a chart that skips a category',
    [
      {
        ...chart,
        chart: {
          type: 'bar',
          series: [{ name: 'Now', data: [{ label: 'Junior', value: 1 }] }],
          axis_config: { categories: ['Junior', 'Middle'] },
        },
      },
    ],
    'must have exactly one point for each of the axis categories [json-pointer:/blocks/0/chart/series/0/data]',
  ],
  [
    'a slice of nothing',
    [{ ...chart, chart: { type: 'pie', segments: [{ label: 'Junior', value: 0 }] } }],
    'must be a number greater than 0 [json-pointer:/blocks/0/chart/segments/0/value]',
  ],
  ['a pending task that stands alone', [{ ...task, status: 'pending' }], '[json-pointer:/blocks/0/status]'],
  [
    'a card with two icons',
    [
      {
        ...card,
        icon: { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'A' },
        slack_icon: { type: 'icon', name: 'sparkle' },
      },
    ],
    'must not have both icon and slack_icon [json-pointer:/blocks/0]',
  ],
  [
    'rows of different widths',
    [{ type: 'data_table', caption: 'C', rows: [cells[0], [...(cells[0] ?? []), ...(cells[1] ?? [])]] }],
    'all rows must have the same number of values (1), found 2 [json-pointer:/blocks/0/rows/1]',
  ],
  [
    'a file input that dispatches',
    [field('f', 'F', { type: 'file_input' }, { dispatch_action: true })],
    '[json-pointer:/blocks/0',
  ],
  [
    'lengths the wrong way round',
    [field('f', 'F', { type: 'plain_text_input', min_length: 9, max_length: 3 })],
    'must not be above max_length 3, found 9 [json-pointer:/blocks/0/element/min_length]',
  ],
  [
    'a date that is none',
    [actions({ type: 'datepicker', initial_date: '2026-13-01' })],
    'must be a date as YYYY-MM-DD, found "2026-13-01" [json-pointer:/blocks/0/elements/0/initial_date]',
  ],
]

describe('the checker of blocks', () => {
  it.each(faults)('points at %s', (_what, blocks, sentence) => {
    expect(faultSentences(checkBlocks(blocks, '/blocks', 'message'))).toEqual([expect.stringContaining(sentence)])
  })

  it('names every fault of a payload, not only the first', () => {
    const blocks = [{ type: 'header', text: plain('x'.repeat(151)) }, { type: 'slider' }]
    expect(checkBlocks(blocks, '/blocks', 'message').map(({ at }) => at)).toEqual(['/blocks/0/text/text', '/blocks/1'])
  })
})

describe('the checker of views', () => {
  const check = (view: Json): readonly string[] => faultSentences(checkView(view, 'modal'))

  it('wants a Submit button where there is an input', () => {
    const { submit: _none, ...rest } = windowOf([nameField])
    expect(check(rest)).toEqual([expect.stringContaining('missing required field: submit')])
  })

  it('wants a title, and knows no further properties', () => {
    const { title: _none, ...rest } = windowOf([nameField])
    expect(check({ ...rest, footer: 'x' })).toEqual([
      'missing required field: title [json-pointer:/view]',
      'unknown property: footer [json-pointer:/view]',
    ])
  })

  it('takes no Home tab for a window', () => {
    expect(check({ type: 'home', blocks: [] })).toContainEqual(expect.stringContaining('[json-pointer:/view/type]'))
  })

  it.each([
    [null],
    [1],
    ['x'],
    [{}],
    [[[]]],
    [[null]],
    [{ type: [] }],
    [[{ type: 'section', fields: {} }]],
    [[{ type: 'actions', elements: 'x' }]],
  ])('finds a fault in %j without stumbling', (blocks) => {
    expect(check(windowOf([], { blocks }))[0]).toContain('[json-pointer:/view/blocks')
  })
})
