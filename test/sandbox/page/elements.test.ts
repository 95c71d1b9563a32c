import { describe, expect, it } from 'vitest'
import { nextActive } from '../../../sandbox/page/blocks/combobox.js'
import { fixedOffers, matching } from '../../../sandbox/page/blocks/offers.js'
import { isSettled } from '../../../sandbox/page/blocks/text-field.js'
import { directory, drawnBlock, drawnField, mrkdwn, option, plain, wordsIn } from './drawn.ts'

const options = [option('go', 'Go'), option('ex', 'Elixir', 'on the BEAM')]
const drawnButton = (more: object): string =>
  drawnBlock({ type: 'actions', elements: [{ type: 'button', action_id: 'a', text: plain('Go'), ...more }] })

describe('a button', () => {
  it('shows what it is for', () => {
    expect(drawnButton({ style: 'danger' })).toContain('class="bk-button danger"')
    expect(drawnButton({})).toContain('<button type="button" class="bk-button">Go</button>')
  })

  it('is a link when it has an address', () => {
    expect(drawnButton({ url: 'https://a.example' })).toContain(
      'href="https://a.example" target="_blank" rel="noopener noreferrer"',
    )
  })

  it('stays a button when its address is a script', () => {
    expect(drawnButton({ url: 'javascript:alert(1)' })).not.toContain('href')
  })

  it('has the name that screen readers were meant to hear', () => {
    expect(drawnButton({ accessibility_label: 'Go to Home' })).toContain('aria-label="Go to Home"')
  })

  it('shows that its click is under way', () => {
    const element = { type: 'button', action_id: 'a', text: plain('Go') }
    const drawn = drawnBlock(
      { type: 'actions', elements: [element] },
      { isBusy: (block, id) => `${block}${id}` === 'ba' },
    )
    expect(drawn).toContain('aria-busy="true"')
  })
})

describe('a field', () => {
  it('has a label, a hint, and a mark when it is required', () => {
    const drawn = drawnField({ type: 'plain_text_input' }, { hint: plain('Only you') })
    expect(wordsIn(drawn)).toBe('Label * Only you')
    expect(drawn).toContain('aria-required="true"')
  })

  it('says that it is optional', () => {
    expect(wordsIn(drawnField({ type: 'plain_text_input' }, { optional: true }))).toBe('Label (optional)')
  })

  it.each(['plain_text_input', 'static_select', 'users_select', 'datepicker', 'file_input'])(
    'of kind %s is reached by its label and told its error',
    (type) => {
      const drawn = drawnField({ type, options }, {}, { errorOf: () => 'Not yet' })
      const [, target] = /<label[^>]* for="([^"]+)"/.exec(drawn) ?? []
      const [, told] = /aria-describedby="([^"]+)" aria-invalid="true"/.exec(drawn) ?? []
      expect(drawn).toMatch(new RegExp(`<(input|select)[^>]* id="${target}"`))
      expect(drawn).toMatch(new RegExp(`id="${told}"[^>]*><span aria-hidden="true">⚠ </span>Not yet<`))
    },
  )

  it.each(['radio_buttons', 'checkboxes'])('of kind %s is a group with the label as its name', (type) => {
    const drawn = drawnField({ type, options })
    const [, label] = /id="([^"]+)"[^>]*>Label/.exec(drawn) ?? []
    expect(drawn).toContain(`aria-labelledby="${label}"`)
  })

  it('is loud about an element it does not know', () => {
    expect(wordsIn(drawnField({ type: 'colour_wheel' }))).toContain('does not draw “colour_wheel” yet')
  })
})

describe('a text field', () => {
  it('begins with its first value and shows its placeholder', () => {
    const drawn = drawnField({ type: 'plain_text_input', initial_value: 'a "b"', placeholder: plain('Type') })
    expect(drawn).toContain('value="a &quot;b&quot;"')
    expect(drawn).toContain('placeholder="Type"')
  })

  it('shows what the surface keeps rather than its first value', () => {
    const element = { type: 'plain_text_input', multiline: true, initial_value: 'old' }
    expect(drawnField(element, {}, { kept: { value: 'new' } })).toContain('>new</textarea>')
    expect(drawnField(element, {}, { kept: { value: null } })).toContain('></textarea>')
  })

  it.each([
    ['', 'Label *'],
    ['a'.repeat(79), 'Label *'],
    ['a'.repeat(80), 'Label * 20 characters left'],
    ['a'.repeat(99), 'Label * 1 character left'],
    ['a'.repeat(101), 'Label * 1 character too many'],
  ])('counts when the end comes near', (value, words) => {
    const drawn = drawnField({ type: 'plain_text_input', max_length: 100, initial_value: value })
    expect(wordsIn(drawn)).toBe(words)
    expect(drawn).not.toContain('maxlength')
  })

  it.each([
    ['number_input', 'decimal'],
    ['email_text_input', 'email'],
    ['url_text_input', 'url'],
  ])('of kind %s asks a phone for the right keys', (type, keys) => {
    expect(drawnField({ type })).toContain(`type="text" inputmode="${keys}"`)
  })

  it('shows the words of rich text', () => {
    const section = { type: 'rich_text_section', elements: [{ type: 'text', text: 'rich' }] }
    const value = { type: 'rich_text', elements: [section, section] }
    expect(drawnField({ type: 'rich_text_input', initial_value: value })).toContain('>rich\nrich</textarea>')
  })

  it.each([
    ['the surface has caught up', 'abc', true],
    ['the surface says something new', 'redrawn', true],
    ['the surface still says what it said', 'ab', false],
  ])('once left, gives way to the surface when %s', (_, kept, settled) => {
    expect(isSettled({ text: 'abc', over: 'ab' }, kept)).toBe(settled)
  })
})

describe('a list of fixed options', () => {
  it('shows the one that is chosen', () => {
    const drawn = drawnField({ type: 'static_select', options, initial_option: options[1] })
    expect(drawn).toContain('<option selected value="ex">Elixir</option>')
  })

  it('shows its placeholder, which can be chosen where nothing need be', () => {
    const element = { type: 'static_select', options, placeholder: plain('Pick one') }
    expect(drawnField(element)).toContain('<option selected value disabled>Pick one</option>')
    expect(drawnField(element, { optional: true })).toContain('<option selected value>Pick one</option>')
  })

  it('has its groups', () => {
    const element = { type: 'static_select', option_groups: [{ label: plain('Back end'), options }] }
    expect(drawnField(element)).toContain('<optgroup label="Back end"><option value="go">')
  })
})

describe('a choice of boxes', () => {
  it('has descriptions and marked words', () => {
    const rich = { value: 'x', text: mrkdwn('*Bold*'), description: mrkdwn('_why_') }
    const drawn = drawnField({ type: 'radio_buttons', options: [rich] })
    expect(drawn).toContain('<strong>Bold</strong>')
    expect(drawn).toMatch(/aria-describedby="([^"]+)"[\s\S]*id="\1"><em>why<\/em>/)
  })

  it('shows which are ticked', () => {
    const element = { type: 'checkboxes', options, initial_options: [options[0]] }
    expect(drawnField(element).match(/ checked/g)).toHaveLength(1)
    expect(drawnField(element, {}, { kept: { selected_options: options } }).match(/ checked/g)).toHaveLength(2)
  })

  it('shows which one is chosen', () => {
    const drawn = drawnField({ type: 'radio_buttons', options, initial_option: options[1] })
    expect(drawn).toMatch(/<input type="radio"[^>]* value="ex" checked/)
  })
})

describe('a list one searches', () => {
  const offered = (type: string, more = {}): readonly string[] =>
    fixedOffers(directory, { type, ...more }).map(({ label }) => label)

  it('is a combobox with the chosen one in it', () => {
    const drawn = drawnField({ type: 'users_select', initial_user: 'U0MARIA' })
    expect(drawn).toMatch(/role="combobox"[^>]* aria-expanded="false"[^>]* value="Maria Kowalska"/)
  })

  it('shows an id that nobody knows as the id', () => {
    expect(drawnField({ type: 'users_select', initial_user: 'U0NOBODY' })).toContain('value="U0NOBODY"')
  })

  it('has a button on each of several to take it away', () => {
    const drawn = drawnField({ type: 'multi_users_select', initial_users: ['U0MARIA', 'U0IVAN'] })
    expect(drawn).toContain('aria-label="Remove Maria Kowalska"')
    expect(drawn).toContain('aria-label="Remove Ivan Petrov"')
  })

  it('keeps showing what an app offered once', () => {
    expect(drawnField({ type: 'external_select', initial_option: options[1] })).toContain('value="Elixir"')
  })

  it('offers people who are still here', () => {
    expect(offered('users_select')).toEqual(['Ivan Petrov', 'Maria Kowalska'])
  })

  it('offers public channels, or the conversations that the app asks for', () => {
    expect(offered('channels_select')).toEqual(['#general'])
    expect(offered('conversations_select')).toEqual(['#general', '#board'])
    expect(offered('multi_conversations_select', { filter: { include: ['private'] } })).toEqual(['#board'])
  })

  it('finds by name and handle, capitals aside', () => {
    const people = fixedOffers(directory, { type: 'users_select' })
    const found = (typed: string): readonly string[] => matching(people, typed).map(({ label }) => label)
    expect(found('KOW')).toEqual(['Maria Kowalska'])
    expect(found('@ivan')).toEqual(['Ivan Petrov'])
    expect(found('zzz')).toEqual([])
  })

  it.each([
    ['ArrowDown', -1, 0],
    ['ArrowDown', 2, 0],
    ['ArrowUp', 0, 2],
    ['ArrowUp', -1, 2],
    ['Home', 2, 0],
    ['End', 0, 2],
    ['a', 1, undefined],
  ])('goes with %s from %i to %s', (key, at, next) => {
    expect(nextActive(key, at, 3)).toBe(next)
  })

  it('goes nowhere when nothing was found', () => {
    expect(nextActive('ArrowDown', -1, 0)).toBeUndefined()
  })
})

describe('the three dots', () => {
  it('are a button that says it has a menu', () => {
    const drawn = drawnBlock({ type: 'section', text: mrkdwn('Round 7'), accessory: { type: 'overflow', options } })
    expect(drawn).toMatch(/aria-label="More: Round 7" aria-haspopup="menu" aria-expanded="false"/)
  })
})

describe('dates, times and files', () => {
  it.each([
    ['datepicker', { initial_date: '2026-12-04' }, 'type="date"', '2026-12-04'],
    ['timepicker', { initial_time: '09:30' }, 'type="time"', '09:30'],
    ['datetimepicker', { initial_date_time: 1_796_893_200 }, 'type="datetime-local"', '2026-12-10T10:00'],
  ])('a %s is the browser’s own field, in the person’s zone', (type, initial, kind, value) => {
    const drawn = drawnField({ type, ...initial })
    expect(drawn).toContain(kind)
    expect(drawn).toContain(`value="${value}"`)
  })

  it('a file field takes the kinds that were asked for, and lists what is there', () => {
    const element = { type: 'file_input', filetypes: ['csv', 'json'], max_files: 2 }
    const drawn = drawnField(element, {}, { kept: { files: [{ name: 'people.csv' }] } })
    expect(drawn).toContain('accept=".csv,.json" multiple')
    expect(drawn).toContain('aria-label="Remove people.csv"')
  })
})
