import { describe, expect, it, test } from 'vitest'
import { outline } from '../../sandbox/demo/outline.ts'

const plain = (text: string) => ({ type: 'plain_text', text })
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text })
const option = (value: string, description?: string) => ({
  value,
  text: plain(`Option ${value}`),
  ...(description ? { description: plain(description) } : {}),
})
const of = (...blocks: object[]) => outline({ text: 'A sentence.', blocks })
const field = (element: object, more: object = {}) => of({ type: 'input', label: plain('Label'), element, ...more })

describe('the first line', () => {
  it('of a window names it and its buttons', () => {
    const window = { type: 'modal', title: plain('Recorded'), submit: plain('Save'), close: plain('Done'), blocks: [] }
    expect(outline(window)).toBe('modal “Recorded”   submit “Save”   close “Done”')
  })

  it('of a window without submit says none', () => {
    expect(outline({ type: 'modal', title: plain('Help'), blocks: [] })).toBe('modal “Help”')
  })

  it('of a Home tab is its kind; a message begins with its blocks', () => {
    expect(outline({ type: 'home', blocks: [{ type: 'divider' }] })).toBe('home\nD')
    expect(of({ type: 'divider' })).toBe('D')
  })
})

test.each([
  ['a header', { type: 'header', text: plain('Title') }, 'H  Title'],
  ['several lines', { type: 'section', text: mrkdwn('*One*\n• two') }, 'S  *One*\n   • two'],
  ['what was made harmless', { type: 'section', text: mrkdwn('a &lt;b&gt; &amp;amp;') }, 'S  a <b> &amp;'],
  ['plain text as it is', { type: 'section', text: plain('a &lt;b') }, 'S  a &lt;b'],
  ['a link', { type: 'section', text: mrkdwn('<https://a.example|Read> on') }, 'S  Read (https://a.example) on'],
  ['fields', { type: 'section', fields: [mrkdwn('one'), mrkdwn('two')] }, 'S  one\n   two'],
  ['context', { type: 'context', elements: [mrkdwn('one'), { type: 'image', alt_text: 'face' }] }, 'C  one · (face)'],
  ['a picture', { type: 'image', alt_text: 'A map' }, 'P  A map'],
  [
    'a chart',
    {
      type: 'data_visualization',
      title: 'Levels',
      chart: { type: 'bar', series: [{ name: 'People', data: [{ label: 'Junior', value: 2 }] }] },
    },
    'V  Levels\n   People: Junior 2',
  ],
  [
    'parts of a whole',
    {
      type: 'data_visualization',
      title: 'Levels',
      chart: {
        type: 'pie',
        segments: [
          { label: 'Junior', value: 2 },
          { label: 'Middle', value: 3 },
        ],
      },
    },
    'V  Levels\n   Junior 2 · Middle 3',
  ],
  [
    'typed text',
    {
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'text', text: 'See ' },
            { type: 'link', url: 'https://a.example' },
            { type: 'emoji', name: 'wave' },
            { type: 'user', user_id: 'U1' },
          ],
        },
      ],
    },
    'R  See https://a.example:wave:<@U1>',
  ],
  ['a block it does not know', { type: 'hologram', size: 3 }, '?  {"type":"hologram","size":3}'],
])('%s is read in order', (_, block, lines) => {
  expect(of(block)).toBe(lines)
})

test.each([
  ['a button', { type: 'button', text: plain('Go'), action_id: 'room.go' }, '[Go] → room.go'],
  ['the main button', { type: 'button', text: plain('Go'), style: 'primary', action_id: 'room.go' }, '[Go!] → room.go'],
  [
    'a button that asks first',
    {
      type: 'button',
      text: plain('Erase'),
      style: 'danger',
      action_id: 'room.erase',
      confirm: { title: plain('Sure?'), text: plain('It goes.'), confirm: plain('Yes'), deny: plain('No') },
    },
    '[Erase✕] → room.erase\n     asks first: “Sure?” It goes. [Yes] [No]',
  ],
  [
    'three dots',
    { type: 'overflow', options: [option('a'), option('b')], action_id: 'room.more' },
    '⋯ Option a · Option b → room.more',
  ],
  ['people', { type: 'users_select', initial_user: 'U1', action_id: 'room.who' }, '☺ U1 → room.who'],
  [
    'a date that is still to be chosen',
    { type: 'datepicker', placeholder: plain('A day'), action_id: 'room.day' },
    '▾ {A day} → room.day',
  ],
])('%s says what it does, and its id', (_, element, line) => {
  expect(of({ type: 'actions', elements: [element] })).toBe(`A  ${line}`)
})

it('puts what stands beside a section below it', () => {
  const accessory = { type: 'button', text: plain('Go'), action_id: 'room.go' }
  expect(of({ type: 'section', text: mrkdwn('Words'), accessory })).toBe('S  Words\n   [Go] → room.go')
})

describe('a field', () => {
  it('says its label, whether it may stay empty and whether it answers at once', () => {
    const element = { type: 'plain_text_input', action_id: 'room.note', max_length: 1_000, initial_value: 'two\nlines' }
    expect(field(element, { optional: true, dispatch_action: true, hint: plain('Anything') })).toBe(
      'I  Label (optional) (dispatches) → room.note\n   ⌨ two\n   lines (≤ 1,000)\n   hint: Anything',
    )
  })

  it('marks the radio button that is chosen, with its description', () => {
    const options = [option('a', 'first'), option('b')]
    expect(field({ type: 'radio_buttons', options, initial_option: options[1], action_id: 'room.pick' })).toBe(
      'I  Label → room.pick\n   ◉ Option a — first\n   ● Option b',
    )
  })

  it('marks the boxes that are ticked', () => {
    const options = [option('a'), option('b')]
    expect(field({ type: 'checkboxes', options, initial_options: [options[0]], action_id: 'room.tick' })).toBe(
      'I  Label → room.tick\n   ☑ Option a\n   ☐ Option b',
    )
  })

  it('says what a list shows and what it offers', () => {
    const options = [option('a'), option('b')]
    const list = { type: 'static_select', options, action_id: 'room.list' }
    expect(field({ ...list, placeholder: plain('Choose one') })).toBe(
      'I  Label → room.list\n   ▾ {Choose one}\n     of 2: Option a · Option b',
    )
    expect(field({ ...list, initial_option: options[0] })).toContain('▾ Option a\n')
  })
})
