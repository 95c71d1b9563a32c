import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSafeUrl, parseMrkdwn, unescaped } from '../../../sandbox/page/text/mrkdwn.js'

type Node = ReturnType<typeof parseMrkdwn>[number]

const text = (words: string): Node => ({ kind: 'text', text: words })
const link = (url: string, label = ''): Node => ({ kind: 'link', url, label })

/** The source again: what marks became nodes are marks once more. */
function written(nodes: readonly Node[]): string {
  return nodes.map(writtenNode).join('')
}

function writtenNode(node: Node): string {
  switch (node.kind) {
    case 'bold':
      return `*${written(node.children)}*`
    case 'italic':
      return `_${written(node.children)}_`
    case 'strike':
      return `~${written(node.children)}~`
    case 'code':
      return `\`${node.text}\``
    case 'break':
      return '\n'
    case 'link':
      return `${node.url}${node.label}`
    case 'user':
      return `@${node.id}${node.label}`
    case 'emoji':
      return `:${node.name}:`
    case 'text':
      return node.text
    default:
      return `(${node.kind})`
  }
}

describe('mrkdwn', () => {
  it.each([
    ['*b*', 'bold'],
    ['_b_', 'italic'],
    ['~b~', 'strike'],
  ])('reads %s as %s', (source, kind) => {
    expect(parseMrkdwn(source)).toEqual([{ kind, children: [text('b')] }])
  })

  it('reads marks within marks', () => {
    expect(parseMrkdwn('*a _b_*')).toEqual([
      { kind: 'bold', children: [text('a '), { kind: 'italic', children: [text('b')] }] },
    ])
  })

  it.each([
    'snake_case_name',
    '2*3*4',
    '* not bold *',
    '*no end',
    '**doubled**',
    '*over\ntwo*',
    'a * b * c',
    '_a_b',
    '`no end',
  ])('leaves %j as it is', (source) => {
    expect(written(parseMrkdwn(source))).toBe(source)
    expect(parseMrkdwn(source).every(({ kind }) => kind === 'text' || kind === 'break')).toBe(true)
  })

  it('opens a mark after a bracket and closes it before a full stop', () => {
    expect(parseMrkdwn('(*b*).')).toEqual([text('('), { kind: 'bold', children: [text('b')] }, text(').')])
  })

  it('reads nothing inside code', () => {
    expect(parseMrkdwn('`*a* <@U1> :tada: &lt;`')).toEqual([{ kind: 'code', text: '*a* <@U1> :tada: <' }])
  })

  it('reads nothing inside a fence, and takes its own line breaks away', () => {
    expect(parseMrkdwn('see\n```\n*a*\n> b\n```\nend')).toEqual([
      text('see'),
      { kind: 'pre', text: '*a*\n> b' },
      text('end'),
    ])
  })

  it('gathers quoted lines to one quote', () => {
    const quote: Node = { kind: 'quote', children: [text('a'), { kind: 'break' }, text('b')] }
    expect(parseMrkdwn('> a\n&gt; b\nc')).toEqual([quote, text('c')])
  })

  it('quotes all the rest after three signs', () => {
    const quote: Node = { kind: 'quote', children: [text('a'), { kind: 'break' }, text('b')] }
    expect(parseMrkdwn('x\n>>> a\nb')).toEqual([text('x'), quote])
  })

  it('keeps bullet lines and empty lines', () => {
    expect(parseMrkdwn('• a\n\n• b')).toEqual([text('• a'), { kind: 'break' }, { kind: 'break' }, text('• b')])
  })

  it.each<[string, Node]>([
    ['<@U0IVAN>', { kind: 'user', id: 'U0IVAN', label: '' }],
    ['<@W0IVAN|ivan>', { kind: 'user', id: 'W0IVAN', label: 'ivan' }],
    ['<#C0GENERAL|general>', { kind: 'channel', id: 'C0GENERAL', label: 'general' }],
    ['<!here>', { kind: 'broadcast', range: 'here' }],
    ['<!channel|channel>', { kind: 'broadcast', range: 'channel' }],
    ['<!subteam^S0DEVS|@devs>', { kind: 'group', id: 'S0DEVS', label: '@devs' }],
    ['<https://a.example/?x=1&amp;y=2|A &amp; B>', link('https://a.example/?x=1&y=2', 'A & B')],
    ['<https://a.example>', link('https://a.example')],
    ['<mailto:a@b.example|write>', link('mailto:a@b.example', 'write')],
    ['<slack://app?id=A0>', link('slack://app?id=A0')],
    [
      '<!date^1700000000^{date} at {time}^https://a.example|then>',
      { kind: 'date', seconds: 1_700_000_000, format: '{date} at {time}', url: 'https://a.example', fallback: 'then' },
    ],
    [':tada:', { kind: 'emoji', name: 'tada', tone: 0 }],
    [':+1::skin-tone-3:', { kind: 'emoji', name: '+1', tone: 3 }],
  ])('reads %s', (source, node) => {
    expect(parseMrkdwn(source)).toEqual([node])
  })

  it.each([
    '<javascript:alert(1)|x>',
    '<data:text/html,x>',
    '<file:///etc|x>',
    '<!who>',
    '<@ivan>',
    '<b>',
    'a < b > c',
  ])('leaves %s as text', (source) => {
    expect(parseMrkdwn(source)).toEqual([text(source)])
  })

  it('makes a link of a bare address, without the full stop after it', () => {
    expect(parseMrkdwn('see https://a.example/a_b_c.')).toEqual([
      text('see '),
      link('https://a.example/a_b_c'),
      text('.'),
    ])
  })

  it.each([
    ['(https://a.example/~ivan)', 'https://a.example/~ivan'],
    ['*https://a.example/x*', 'https://a.example/x'],
    ['&lt;https://a.example/x&gt;', 'https://a.example/x'],
    ['https://a.example/?a=1&amp;b=2', 'https://a.example/?a=1&b=2'],
    ['https://a.example/?a=1&amp;', 'https://a.example/?a=1'],
  ])('finds the address in %s', (source, url) => {
    const [found] = parseMrkdwn(source)
      .flatMap((node) => ('children' in node ? node.children : [node]))
      .filter(({ kind }) => kind === 'link')
    expect(found).toEqual(link(url))
  })

  it.each(['https://', 'http:// x', 'xhttps://a.example'])('finds no address in %s', (source) => {
    expect(parseMrkdwn(source)).toEqual([text(source)])
  })

  it('leaves bare addresses alone where the text is verbatim', () => {
    expect(parseMrkdwn('https://a.example', { verbatim: true })).toEqual([text('https://a.example')])
  })

  it('takes a clock time for no emoji', () => {
    expect(parseMrkdwn('12:30:45')).toEqual([text('12:30:45')])
  })

  it('unescapes exactly once', () => {
    expect(parseMrkdwn('&amp;lt; &lt;b&gt; &quot; &amp;')).toEqual([text('&lt; <b> &quot; &')])
  })

  it('gives back any text that was escaped', () => {
    const escaped = (words: string): string =>
      words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (words) => unescaped(escaped(words)) === words))
  })

  it('loses nothing, whatever is written', () => {
    const pieces = [
      '*',
      '_',
      '~',
      '`',
      ' ',
      '\n',
      '<',
      '>',
      '|',
      '@U0A',
      'http://x.y',
      ':',
      'tada',
      'a',
      'é',
      '!',
      '(',
      '-',
    ]
    const withoutBrackets = (words: string): string => words.replace(/[<>|]/g, '')
    const source = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(''))
    const isPlain = (words: string): boolean => !/^>/m.test(words) && !words.includes('```')
    fc.assert(
      fc.property(source.filter(isPlain), (words) => {
        expect(withoutBrackets(written(parseMrkdwn(words)))).toBe(withoutBrackets(words))
      }),
      { numRuns: 500 },
    )
  })

  it('makes links of safe addresses only', () => {
    const linksIn = (nodes: readonly Node[]): readonly string[] =>
      nodes.flatMap((node) => ('children' in node ? linksIn(node.children) : node.kind === 'link' ? [node.url] : []))
    const scheme = fc.constantFrom(
      'http://',
      'HTTPS://',
      'javascript:',
      'data:',
      'vbscript:',
      'mailto:',
      ' https://',
      '//',
    )
    fc.assert(
      fc.property(scheme, fc.string(), (start, rest) => linksIn(parseMrkdwn(`<${start}${rest}>`)).every(isSafeUrl)),
    )
  })

  it('reads three thousand marks without an end in no time', () => {
    expect(written(parseMrkdwn('*a '.repeat(1000)))).toHaveLength(3000)
  })
})
