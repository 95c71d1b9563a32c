import { describe, expect, it, test } from 'vitest'
import {
  escaped,
  listSections,
  type Message,
  message,
  modal,
  radios,
  said,
  section,
  select,
  textArea,
  typedText,
  unmarked,
} from '../../src/slack/kit.ts'
import { messageRefusals } from '../assessment/slack-says.ts'

test.each([
  ['<!channel> & <@U1>', '&lt;!channel&gt; &amp; &lt;@U1&gt;'],
  ['&lt;', '&amp;lt;'],
  ['plain', 'plain'],
])('it makes “%s” harmless as “%s”', (typed, shown) => {
  expect(escaped(typed)).toBe(shown)
})

it('takes the marks off for the sentence beside blocks', () => {
  expect(unmarked('*Still right.* Type `/nats-level`, _please_.')).toBe('Still right. Type /nats-level, please.')
})

describe('a message', () => {
  it('carries its name as the id of its first block', () => {
    const shown = message({ name: 'room.thing', text: 'Two.', blocks: [section('One'), section('Two')] })
    expect(shown).toEqual({ text: 'Two.', blocks: [{ ...section('One'), block_id: 'room.thing' }, section('Two')] })
    expect(messageRefusals(shown.blocks)).toEqual([])
  })

  it('of one sentence has a name too', () => {
    expect(said('room.thing', '*Done.*')).toEqual({
      text: 'Done.',
      blocks: [{ ...section('*Done.*'), block_id: 'room.thing' }],
    })
  })

  it('cannot be written without a name', () => {
    // @ts-expect-error: this is what keeps a nameless one from being sent
    const nameless: Message = { text: 'Two.', blocks: [section('Two')] }
    expect(nameless.blocks[0]).not.toHaveProperty('block_id')
  })
})

describe('typed words', () => {
  test.each([
    ['no address', [['text', 'no address']]],
    ['<!channel> *b*', [['text', '<!channel> *b*']]],
    ['https://a.example/x?y=1', [['link', 'https://a.example/x?y=1']]],
    [
      'see https://a.example and http://b.example/c now',
      [
        ['text', 'see '],
        ['link', 'https://a.example'],
        ['text', ' and '],
        ['link', 'http://b.example/c'],
        ['text', ' now'],
      ],
    ],
    ['javascript:alert(1)', [['text', 'javascript:alert(1)']]],
    ['https://', [['text', 'https://']]],
    [
      '<https://a.example/b|click>',
      [
        ['text', '<'],
        ['link', 'https://a.example/b|click'],
        ['text', '>'],
      ],
    ],
  ])('“%s” are shown as typed, whole addresses as links', (typed, parts) => {
    const block = typedText('Note', typed)
    const [sectionElement] = block.elements
    const elements = sectionElement && 'elements' in sectionElement ? sectionElement.elements.slice(1) : []
    expect(
      elements.map((part) => ('url' in part ? ['link', part.url] : ['text', 'text' in part ? part.text : ''])),
    ).toEqual(parts)
    expect(messageRefusals([block])).toEqual([])
  })
})

describe('a list', () => {
  it('stands in one section while it fits', () => {
    expect(listSections('*Three*', ['a', 'b', 'c'])).toEqual([section('*Three*\n• a\n• b\n• c')])
    expect(listSections('*None*', [])).toEqual([section('*None*')])
  })

  it('goes on in further sections, and loses not one letter', () => {
    const lines = Array.from({ length: 40 }, (_, at) => `${at} ${'x'.repeat(300)}`)
    const sections = listSections('*Many*', lines)
    expect(sections.length).toBeGreaterThan(3)
    expect(sections.map(({ text }) => text?.text).join('\n')).toBe(
      `*Many*\n${lines.map((line) => `• ${line}`).join('\n')}`,
    )
    expect(messageRefusals(sections)).toEqual([])
  })

  test.each([
    [2_997, 1],
    [2_998, 2],
  ])('breaks exactly at the limit: a line of %i gives %i', (length, count) => {
    expect(listSections('', ['x'.repeat(length)])).toHaveLength(count)
  })
})

describe('a choice', () => {
  const choices = [
    { value: 'a', text: 'A', description: 'first' },
    { value: 'b', text: 'B' },
  ]

  it('is shown as chosen with its words and description repeated whole', () => {
    expect(radios('r', choices, 'a').initial_option).toEqual(radios('r', choices).options[0])
    expect(select('s', 'Choose', choices, 'b').initial_option).toEqual({
      value: 'b',
      text: { type: 'plain_text', text: 'B' },
    })
  })

  it('is left open when nothing, or nothing that is offered, was chosen', () => {
    expect(radios('r', choices)).not.toHaveProperty('initial_option')
    expect(select('s', 'Choose', choices, 'gone')).not.toHaveProperty('initial_option')
  })
})

it('leaves an empty text field empty', () => {
  expect(textArea('t', 1_000, '')).not.toHaveProperty('initial_value')
  expect(textArea('t', 1_000, 'x')).toMatchObject({ initial_value: 'x', max_length: 1_000 })
})

it('gives a window a way out, and a button only where there is something to send', () => {
  expect(modal({ callbackId: 'c', title: 'T', blocks: [] })).toEqual({
    type: 'modal',
    callback_id: 'c',
    title: { type: 'plain_text', text: 'T' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [],
  })
  expect(modal({ callbackId: 'c', title: 'T', blocks: [], submit: 'Save', metadata: 'm' })).toMatchObject({
    submit: { text: 'Save' },
    private_metadata: 'm',
  })
})
