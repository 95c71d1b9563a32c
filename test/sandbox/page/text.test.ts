import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emojiOf, knowEmoji } from '../../../sandbox/page/text/emoji.js'
import { parseMrkdwn } from '../../../sandbox/page/text/mrkdwn.js'
import { drawnMrkdwn, drawnText, emojiTable, mrkdwn, plain, tagsIn, unescaped, wordsIn } from './drawn.ts'

type Node = ReturnType<typeof parseMrkdwn>[number]

/** The tags that a tree means, told once more and without the renderer. */
function meantTags(nodes: readonly Node[]): readonly string[] {
  const around = (tag: string, inside: readonly string[] = []): readonly string[] => [tag, ...inside, `/${tag}`]
  const tags = { bold: 'strong', italic: 'em', strike: 's', quote: 'blockquote' } as const
  return nodes.flatMap((node) => {
    switch (node.kind) {
      case 'text':
      case 'emoji':
        return []
      case 'break':
        return ['br']
      case 'code':
      case 'pre':
        return around(node.kind)
      case 'link':
        return around('a')
      case 'user':
      case 'channel':
        return around('button')
      case 'group':
      case 'broadcast':
        return around('span')
      case 'date':
        return around('time')
      default:
        return around(tags[node.kind], meantTags(node.children))
    }
  })
}

describe('text', () => {
  it('is drawn with its marks', () => {
    expect(drawnMrkdwn('*a* _b_ ~c~ `d`')).toBe('<strong>a</strong> <em>b</em> <s>c</s> <code>d</code>')
  })

  it('names a person whom one can ask about', () => {
    expect(drawnMrkdwn('<@U0MARIA>')).toBe('<button type="button" class="bk-mention">@Maria Kowalska</button>')
  })

  it('shows a call to oneself', () => {
    expect(drawnMrkdwn('<@U0IVAN>')).toContain('is-me')
  })

  it.each([
    ['<@U0NOBODY>', '@U0NOBODY'],
    ['<@U0NOBODY|somebody>', '@somebody'],
    ['<#C0GENERAL>', '#general'],
    ['<#C0SECRET>', '#C0SECRET'],
    ['<!everyone>', '@everyone'],
    ['<!subteam^S0DEVS|@devs>', '@devs'],
    ['<!subteam^S0DEVS>', '@S0DEVS'],
    ['<mailto:a@b.example>', 'a@b.example'],
  ])('shows %s as %s', (source, shown) => {
    expect(wordsIn(drawnMrkdwn(source))).toBe(shown)
  })

  it('opens links elsewhere, and tells the other side nothing', () => {
    expect(drawnMrkdwn('<https://a.example|A>')).toBe(
      '<a class="bk-link" href="https://a.example" target="_blank" rel="noopener noreferrer">A</a>',
    )
  })

  it('makes no link of a script', () => {
    expect(tagsIn(drawnMrkdwn('<javascript:alert(1)|x>'))).toEqual([])
  })

  it('shows plain text as it is', () => {
    expect(unescaped(drawnText(plain('*a* &amp; <b>')))).toBe('*a* &amp; <b>')
  })

  it('is loud about a kind of text it does not know', () => {
    expect(wordsIn(drawnText({ type: 'html', text: 'x' }))).toContain('does not draw “html” yet')
  })

  it('has no tag but those that its marks mean, whatever is written', () => {
    const nasty = [
      '<',
      '>',
      '<b>',
      '</div>',
      '<script>',
      '"',
      "'",
      '&lt;i&gt;',
      '&',
      '*',
      '_',
      '~',
      '`',
      '```',
      '\n',
      '> ',
    ]
    const references = [
      '<@U1>',
      '<#C1|x>',
      '<https://a.b|<i>',
      '<javascript:x|y>',
      '<!here>',
      '<!date^1^{time}|x>',
      'a',
      ' ',
    ]
    const source = fc.array(fc.oneof(fc.constantFrom(...nasty, ...references), fc.string()), { maxLength: 25 })
    fc.assert(
      fc.property(source, (parts) => {
        const words = parts.join('')
        expect(tagsIn(drawnMrkdwn(words))).toEqual(meantTags(parseMrkdwn(words)))
      }),
      { numRuns: 500 },
    )
  })

  it('has no tag at all when it is plain, whatever is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (words) => {
        expect(unescaped(drawnText({ ...plain(words), emoji: false }))).toBe(words)
      }),
    )
  })
})

describe('emoji', () => {
  it('are their names until the table is there, and when nobody knows them', () => {
    expect(drawnMrkdwn(':tada:')).toBe(':tada:')
    knowEmoji(emojiTable())
    expect(drawnMrkdwn(':no_such_emoji: :constructor:')).toBe(':no_such_emoji: :constructor:')
    knowEmoji({})
  })

  it('are characters with a name once it is', () => {
    knowEmoji(emojiTable())
    expect(drawnMrkdwn(':tada:')).toBe('<span class="emoji" role="img" aria-label="tada" title=":tada:">🎉</span>')
    expect(wordsIn(drawnText(plain('Well done :tada:')))).toBe('Well done 🎉')
    knowEmoji({})
  })

  it('stay text where a plain text says so', () => {
    knowEmoji(emojiTable())
    expect(drawnText({ ...plain(':tada:'), emoji: false })).toBe(':tada:')
    knowEmoji({})
  })

  it('have the skin that was asked for, where they have any', () => {
    knowEmoji(emojiTable())
    expect(emojiOf('wave', 4)).toBe('👋🏽')
    expect(emojiOf('tada', 4)).toBe('🎉')
    expect(wordsIn(drawnText(mrkdwn('hi :wave::skin-tone-2:')))).toBe('hi 👋🏻')
    knowEmoji({})
  })
})
