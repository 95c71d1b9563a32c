import { describe, expect, it } from 'vitest'
import { drawnBlock, mrkdwn, option, plain, tagsIn, wordsIn } from './drawn.ts'

const button = { type: 'button', action_id: 'go', text: plain('Go') }

describe('a block', () => {
  it('is a heading when it is a header', () => {
    expect(drawnBlock({ type: 'header', text: plain('On record') })).toMatch(
      /<div class="bk-header level-1" role="heading" aria-level="3" dir="auto">On record/,
    )
  })

  it('has its text, its fields and what stands beside them', () => {
    const fields = [mrkdwn('*Role*\nGo'), plain('Level')]
    const drawn = drawnBlock({ type: 'section', text: mrkdwn('*Hello*'), fields, accessory: button })
    expect(wordsIn(drawn)).toBe('Hello Role Go Level Go')
    expect(tagsIn(drawn).filter((tag) => tag === 'strong')).toHaveLength(2)
  })

  it('tells a screen reader what the list beside a text is about', () => {
    const accessory = { type: 'static_select', action_id: 'a', options: [option('x')] }
    const drawn = drawnBlock({ type: 'section', text: mrkdwn('*Topic:* <https://a.example|streams>\nmore'), accessory })
    expect(drawn).toContain('aria-label="Topic: streams"')
  })

  it('has the texts and pictures of a context', () => {
    const picture = { type: 'image', image_url: 'https://a.example/x.png', alt_text: 'A cat' }
    const drawn = drawnBlock({ type: 'context', elements: [mrkdwn('Seen by <@U0MARIA>'), picture] })
    expect(wordsIn(drawn)).toBe('Seen by @Maria Kowalska A cat')
  })

  it('fetches no picture from elsewhere, and says what it shows', () => {
    const drawn = drawnBlock({
      type: 'image',
      image_url: 'https://a.example/x.png',
      alt_text: 'A cat',
      title: plain('Cats'),
    })
    expect(drawn).toContain('role="img" aria-label="A cat"')
    expect(tagsIn(drawn)).not.toContain('img')
    expect(wordsIn(drawn)).toContain('Cats')
  })

  it('is a line when it is a divider', () => {
    expect(tagsIn(drawnBlock({ type: 'divider' }))).toContain('hr')
  })

  it('has all elements of actions', () => {
    const drawn = drawnBlock({
      type: 'actions',
      elements: [button, { ...button, action_id: 'no', text: plain('Stop') }],
    })
    expect(wordsIn(drawn)).toBe('Go Stop')
  })

  it.each([
    ['warning', 'Warning: Mind the gap'],
    ['error', 'Error: Mind the gap'],
    ['default', 'Mind the gap'],
  ])('says in words that an alert is of level %s', (level, words) => {
    expect(wordsIn(drawnBlock({ type: 'alert', level, text: mrkdwn('Mind the *gap*') }))).toBe(words)
  })

  it('is a card with its parts', () => {
    const card = {
      type: 'card',
      title: mrkdwn('Title'),
      subtitle: plain('Under'),
      body: mrkdwn('Body'),
      actions: [button],
    }
    expect(wordsIn(drawnBlock(card))).toBe('Title Under Body Go')
  })

  it('is standard Markdown where it says so', () => {
    const text =
      '# Title\n\nSome **bold** [link](https://a.example) and [bad](javascript:x)\n\n- a\n- b\n\n```js\n<b>\n```'
    const drawn = drawnBlock({ type: 'markdown', text })
    expect(wordsIn(drawn)).toBe('Title Some bold link and bad a b <b>')
    expect(tagsIn(drawn).filter((tag) => ['strong', 'a', 'li', 'pre'].includes(tag))).toEqual([
      'strong',
      'a',
      'li',
      'li',
      'pre',
    ])
  })

  it('leaves a name_with_lines alone in Markdown, and stands a thousand marks', () => {
    expect(wordsIn(drawnBlock({ type: 'markdown', text: 'a_b_c 2*3*4' }))).toBe('a_b_c 2*3*4')
    expect(
      tagsIn(drawnBlock({ type: 'markdown', text: '`x` '.repeat(3000) })).filter((tag) => tag === 'code'),
    ).toHaveLength(3000)
  })

  it('is a table with a head, and a name for each row', () => {
    const cell = (text: string) => ({ type: 'raw_text', text })
    const rows = [
      [cell('Name'), cell('Level')],
      [cell('Ivan'), { type: 'raw_number', value: 3 }],
    ]
    const drawn = drawnBlock({ type: 'data_table', caption: 'Levels', rows, row_header_column_index: 0 })
    expect(wordsIn(drawn)).toBe('Levels Name Level Ivan 3')
    expect(drawn).toContain('<th scope="row" dir="auto">Ivan</th>')
  })

  it('is shown loudly, with its JSON, when nobody knows how to draw it', () => {
    const words = wordsIn(drawnBlock({ type: 'video', title: plain('Talk') }))
    expect(words).toContain('The sandbox does not draw “video” yet.')
    expect(words).toContain('"text": "Talk"')
  })

  it('is shown loudly when its name is one that every object has', () => {
    expect(wordsIn(drawnBlock({ type: 'constructor' }))).toContain('does not draw “constructor” yet')
  })

  it('is shown loudly when one element of it is unknown', () => {
    const drawn = drawnBlock({ type: 'actions', elements: [{ type: 'icon_button' }, button] })
    expect(wordsIn(drawn)).toContain('does not draw “icon_button” yet')
    expect(wordsIn(drawn)).toMatch(/Go$/)
  })
})

describe('rich text', () => {
  const drawnRich = (...elements: readonly object[]): string => drawnBlock({ type: 'rich_text', elements })
  const section = (...elements: readonly object[]) => ({ type: 'rich_text_section', elements })
  const words = (text: string, style = {}) => ({ type: 'text', text, style })

  it('has its styles', () => {
    const drawn = drawnRich(section(words('a', { bold: true, italic: true }), words('b', { strike: true, code: true })))
    expect(drawn).toContain('<strong><em>a</em></strong><s><code>b</code></s>')
  })

  it('shows marks that somebody typed as they are', () => {
    expect(wordsIn(drawnRich(section(words('*a* <@U0IVAN> &amp;'))))).toBe('*a* <@U0IVAN> &amp;')
  })

  it('has people, channels, groups, calls, links, dates, colours and emoji', () => {
    const drawn = drawnRich(
      section(
        { type: 'user', user_id: 'U0MARIA' },
        { type: 'channel', channel_id: 'C0GENERAL' },
        { type: 'usergroup', usergroup_id: 'S0DEVS' },
        { type: 'broadcast', range: 'here' },
        { type: 'link', url: 'https://a.example', text: 'A' },
        { type: 'date', timestamp: 1_392_705_585, format: '{date_num}' },
        { type: 'color', value: '#ff8800' },
        { type: 'emoji', name: 'tada' },
      ),
    )
    expect(wordsIn(drawn)).toBe('@Maria Kowalska #general @S0DEVS @here A 2014-02-18 #ff8800:tada:')
  })

  it('has lists that begin where the last one ended, at their depth', () => {
    const list = { type: 'rich_text_list', style: 'ordered', indent: 2, offset: 3, elements: [section(words('a'))] }
    expect(drawnRich(list)).toContain('<ol class="bk-list indent-2" start="4"><li dir="auto">a</li></ol>')
    expect(drawnRich({ ...list, style: 'bullet' })).toContain('<ul class="bk-list indent-2">')
  })

  it('has quotes and preformatted lines', () => {
    const drawn = drawnRich(
      { type: 'rich_text_quote', elements: [words('a')] },
      { type: 'rich_text_preformatted', elements: [words('b\n  c')] },
    )
    expect(drawn).toContain('<blockquote class="bk-quote" dir="auto">a</blockquote>')
    expect(drawn).toContain('b\n  c</pre>')
  })

  it('is loud about what it does not know', () => {
    expect(wordsIn(drawnRich(section({ type: 'team', team_id: 'T1' })))).toContain('does not draw “team” yet')
    expect(wordsIn(drawnRich({ type: 'rich_text_poem' }))).toContain('does not draw “rich_text_poem” yet')
  })
})
