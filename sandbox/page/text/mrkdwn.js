/**
 * Slack's mrkdwn as a tree. Nothing is lost: what is no mark stays text, character for character.
 *
 * @typedef {{ kind: 'text', text: string }
 *   | { kind: 'break' }
 *   | { kind: 'code' | 'pre', text: string }
 *   | { kind: 'bold' | 'italic' | 'strike' | 'quote', children: readonly Node[] }
 *   | { kind: 'link', url: string, label: string }
 *   | { kind: 'user' | 'channel' | 'group', id: string, label: string }
 *   | { kind: 'broadcast', range: string }
 *   | { kind: 'date', seconds: number, format: string, url: string, fallback: string }
 *   | { kind: 'emoji', name: string, tone: number }} Node
 */

/**
 * @param {string} source @param {{ verbatim?: boolean }} [how] verbatim: bare addresses stay text
 * @returns {readonly Node[]}
 */
export function parseMrkdwn(source, { verbatim = false } = {}) {
  const atoms = verbatim ? ATOMS.verbatim : ATOMS.usual
  return source.split(/```([\s\S]+?)```/).flatMap((part, index, parts) => {
    if (index % 2 === 1) return [/** @type {Node} */ ({ kind: 'pre', text: unescaped(part.replace(/^\n|\n$/g, '')) })]
    // The line that ends before a block, and the one that begins after it, need no break of their own.
    const begun = index > 0 ? part.replace(/^ *\n/, '') : part
    const prose = index < parts.length - 1 ? begun.replace(/\n$/, '') : begun
    return prose === '' ? [] : proseOf(prose, atoms)
  })
}

/** @type {Readonly<Record<string, string>>} */
const ENTITIES = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }

/** Exactly once: `&amp;lt;` is the text `&lt;`. @param {string} source */
export function unescaped(source) {
  return source.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity)
}

/** Addresses a click may lead to; all others stay text. @param {string} url */
export function isSafeUrl(url) {
  return /^(https?:\/\/|mailto:|slack:)\S/i.test(url)
}

const QUOTED = /^(?:>|&gt;) ?/
const QUOTED_TO_THE_END = /^(?:>>>|&gt;&gt;&gt;) ?/

/** @param {string} source @param {RegExp} atoms @returns {Node[]} */
function proseOf(source, atoms) {
  const lines = source.split('\n')
  /** @type {Node[]} */
  const nodes = []
  for (let at = 0; at < lines.length; ) {
    const end = quoteEnd(lines, at)
    if (end > at) {
      const inside = lines.slice(at, end).map((line, nth) => line.replace(nth === 0 ? quoteMark(line) : QUOTED, ''))
      nodes.push({ kind: 'quote', children: joined(inside.map((line) => lineOf(line, atoms))) })
    } else {
      const isAfterLine = at > 0 && nodes.at(-1)?.kind !== 'quote'
      nodes.push(...(isAfterLine ? [BREAK] : []), ...lineOf(lines[at] ?? '', atoms))
    }
    at = Math.max(end, at + 1)
  }
  return nodes
}

/**
 * The line after the quote that begins at this one; the same line when none does.
 * @param {readonly string[]} lines @param {number} at
 */
function quoteEnd(lines, at) {
  if (QUOTED_TO_THE_END.test(lines[at] ?? '')) return lines.length
  let end = at
  while (QUOTED.test(lines[end] ?? '')) end += 1
  return end
}

/** @param {string} line */
function quoteMark(line) {
  return QUOTED_TO_THE_END.test(line) ? QUOTED_TO_THE_END : QUOTED
}

/** @type {Node} */
const BREAK = { kind: 'break' }

/** @param {readonly (readonly Node[])[]} lines @returns {Node[]} */
function joined(lines) {
  return lines.flatMap((line, index) => (index === 0 ? line : [BREAK, ...line]))
}

/** @typedef {{ node: Node } | { mark: string, opens: boolean, closes: boolean }} Token */

const WORD = /[\p{L}\p{N}]/u

/** A bare address ends before a space, a bracket, an escaped one, and the punctuation of the sentence around it. */
const ADDRESS = [
  String.raw`(?<![\p{L}\p{N}])https?:\/\/(?=[\p{L}\p{N}[])`,
  String.raw`(?:(?!&[lg]t;)[^\s<>|\x60])+`,
  String.raw`(?<![_.,:;!?'")\]}*~])(?<!&a?m?p?)`,
].join('')

/**
 * What a line is made of: code, references in angle brackets, addresses, emoji, marks. The first to begin wins.
 * @param {string} address
 */
function atomsWith(address) {
  return new RegExp(
    [
      String.raw`(?<![\p{L}\p{N}\x60])\x60(?<code>[^\x60]+)\x60(?![\p{L}\p{N}\x60])`,
      '<(?<reference>[^<>]+)>',
      `(?<address>${address})`,
      String.raw`(?<![\p{N}]):(?<emoji>[\p{Ll}\p{N}_+'-]+):(?::skin-tone-(?<tone>[2-6]):)?`,
      '(?<mark>[*_~])',
    ].join('|'),
    'gu',
  )
}

const ATOMS = { usual: atomsWith(ADDRESS), verbatim: atomsWith('(?!)') }

/** @param {string} line @param {RegExp} atoms @returns {Node[]} */
function lineOf(line, atoms) {
  /** @type {Token[]} */
  const tokens = []
  let done = 0
  const literal = (/** @type {number} */ to) => {
    if (to > done) tokens.push({ node: plain(unescaped(line.slice(done, to))) })
  }
  for (const match of line.matchAll(atoms)) {
    literal(match.index)
    tokens.push(tokenOf(match, line))
    done = match.index + match[0].length
  }
  literal(line.length)
  return nested(tokens)
}

/** @param {RegExpExecArray} match @param {string} line @returns {Token} */
function tokenOf(match, line) {
  const { code, reference, address, emoji, tone } = match.groups ?? {}
  if (code !== undefined) return { node: { kind: 'code', text: unescaped(code) } }
  if (reference !== undefined) return { node: referenceOf(reference) }
  if (address !== undefined) return { node: { kind: 'link', url: unescaped(address), label: '' } }
  if (emoji !== undefined) return { node: { kind: 'emoji', name: emoji, tone: Number(tone ?? 0) } }
  const mark = match[0]
  const before = line[match.index - 1] ?? ' '
  const after = line[match.index + 1] ?? ' '
  return {
    mark,
    opens: before !== mark && after !== mark && !WORD.test(before) && !/\s/.test(after),
    closes: before !== mark && after !== mark && !/\s/.test(before) && !WORD.test(after),
  }
}

const MARKS = /** @type {const} */ ({ '*': 'bold', _: 'italic', '~': 'strike' })

/**
 * Pairs of marks become nodes; a mark without its other half is text.
 * @param {readonly Token[]} tokens @returns {Node[]}
 */
function nested(tokens) {
  /** @type {Node[]} */
  const nodes = []
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at]
    if (!token) continue
    if ('node' in token) {
      nodes.push(token.node)
      continue
    }
    const end = token.opens ? tokens.findIndex((each, index) => index > at + 1 && closes(each, token.mark)) : -1
    if (end < 0) nodes.push(plain(token.mark))
    else {
      const kind = MARKS[/** @type {keyof typeof MARKS} */ (token.mark)]
      nodes.push({ kind, children: nested(tokens.slice(at + 1, end)) })
      at = end
    }
  }
  return merged(nodes)
}

/** @param {Token} token @param {string} mark */
function closes(token, mark) {
  return 'mark' in token && token.mark === mark && token.closes
}

/** Neighbouring texts as one. @param {readonly Node[]} nodes @returns {Node[]} */
function merged(nodes) {
  /** @type {Node[]} */
  const result = []
  for (const node of nodes) {
    const last = result.at(-1)
    if (node.kind === 'text' && last?.kind === 'text') result[result.length - 1] = plain(last.text + node.text)
    else result.push(node)
  }
  return result
}

/** @param {string} text @returns {Node} */
function plain(text) {
  return { kind: 'text', text }
}

/** @param {string} source what stands between the angle brackets @returns {Node} */
function referenceOf(source) {
  const bar = source.indexOf('|')
  const target = unescaped(bar < 0 ? source : source.slice(0, bar))
  const label = bar < 0 ? '' : unescaped(source.slice(bar + 1))
  const [sign, name] = [target[0], target.slice(1)]
  if (sign === '@' && /^[UW][A-Z0-9]+$/.test(name)) return { kind: 'user', id: name, label }
  if (sign === '#' && /^[CGD][A-Z0-9]+$/.test(name)) return { kind: 'channel', id: name, label }
  if (sign === '!') return specialOf(name, label) ?? plain(`<${unescaped(source)}>`)
  return isSafeUrl(target) ? { kind: 'link', url: target, label } : plain(`<${unescaped(source)}>`)
}

/** @param {string} name @param {string} label @returns {Node | undefined} */
function specialOf(name, label) {
  const [word = '', one = '', two = '', three = ''] = name.split('^')
  if (/^(here|channel|everyone)$/.test(word)) return { kind: 'broadcast', range: word }
  if (word === 'subteam' && /^S[A-Z0-9]+$/.test(one)) return { kind: 'group', id: one, label }
  if (word === 'date' && /^\d+$/.test(one))
    return { kind: 'date', seconds: Number(one), format: two, url: three, fallback: label }
  return undefined
}
