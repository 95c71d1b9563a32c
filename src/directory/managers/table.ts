/** A file or pasted text as rows of cells. */
export interface Table {
  readonly kind: 'table'
  /** Blank lines are left out. */
  readonly rows: readonly Row[]
}

export interface Row {
  /** Where it begins, counted from 1 as an editor counts. */
  readonly line: number
  /** Trimmed; a cell that is too long holds its beginning. Empty cells at the end are left out. */
  readonly cells: readonly string[]
  /** How long its longest cell is, where that is longer than fits. */
  readonly tooLong?: number
}

/** Why a whole file cannot be read, as a sentence that says what to do. */
export interface Problem {
  readonly kind: 'problem'
  readonly sentence: string
}

/** What one import takes. */
export const most = { bytes: 5 * 1024 * 1024, rows: 50_000, cell: 1_000 } as const

/**
 * Reads comma, semicolon or tab separated text (RFC 4180, and what spreadsheets make of it) without believing any of it:
 * bytes must be UTF-8, a byte order mark is skipped, quoted cells may hold anything, formulas stay text.
 */
export function parseTable(input: Uint8Array | string): Table | Problem {
  if (typeof input !== 'string' && input.length > most.bytes)
    return problem(`This file is ${megabytes(input.length)} MB; up to 5 MB fit. Please cut it in two.`)
  const text = typeof input === 'string' ? input : decoded(input)
  if (typeof text !== 'string') return text
  if (text.includes('\0')) return notText
  const rows = rowsOf(text.startsWith('\uFEFF') ? text.slice(1) : text)
  if ('kind' in rows) return rows
  if (rows.length === 0) return problem('There is nothing in it; expected one line for each person.')
  // One more than fits may be the header.
  if (rows.length > most.rows + 1)
    return problem(`These are ${count(rows.length)} lines; up to ${count(most.rows)} fit. Please cut the file in two.`)
  return { kind: 'table', rows }
}

const notText = problem('This is not UTF-8 text. Please save the list as “CSV UTF-8” and choose it again.')

function decoded(bytes: Uint8Array): string | Problem {
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return problem('This is UTF-16 text, expected UTF-8. Please save the list as “CSV UTF-8” and choose it again.')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return notText
  }
}

function rowsOf(text: string): Row[] | Problem {
  const { separator, from } = separatorOf(text)
  const rows: Row[] = []
  const last = text.length
  let at = from
  let line = from === 0 ? 1 : 2
  while (at < last) {
    const read = rowAt(text, at, separator)
    if (read.next === undefined)
      return problem(`Line ${count(line)} opens a quotation mark that is never closed. Please close or remove it.`)
    const cells = read.cells.slice(0, lastFilled(read.cells) + 1)
    if (cells.length > 0) rows.push({ line, cells, ...(read.tooLong > 0 ? { tooLong: read.tooLong } : {}) })
    at = read.next
    line += read.lines
  }
  return rows
}

/** Cells beyond these are counted by nobody: a line of a million commas is one wrong line. */
const mostCells = 50

interface ReadRow {
  readonly cells: readonly string[]
  readonly tooLong: number
  /** Where the next row begins; undefined when a quoted cell does not end. */
  readonly next: number | undefined
  /** How many lines of the file it took. */
  readonly lines: number
}

function rowAt(text: string, start: number, separator: string): ReadRow {
  const cells: string[] = []
  let tooLong = 0
  let lines = 1
  let at = start
  for (;;) {
    const quoted = openingQuote(text, at)
    let end: number
    let words: string
    if (quoted === undefined) {
      end = endOfCell(text, at, separator)
      words = text.slice(at, end).trim()
    } else {
      const close = closingQuote(text, quoted + 1)
      if (close === undefined) return { cells, tooLong, next: undefined, lines }
      const inside = text.slice(quoted + 1, close).replaceAll('""', '"')
      lines += inside.match(/\r\n|\r|\n/g)?.length ?? 0
      end = endOfCell(text, close + 1, separator)
      // What stands behind the closing mark belongs to the cell, as spreadsheets read it.
      words = (inside + text.slice(close + 1, end)).trim()
    }
    if (words.length > most.cell) tooLong = Math.max(tooLong, words.length)
    if (cells.length < mostCells) cells.push(words.slice(0, most.cell))
    if (text[end] !== separator) return { cells, tooLong, next: afterLineEnd(text, end), lines }
    at = end + 1
  }
}

function openingQuote(text: string, at: number): number | undefined {
  let here = at
  while (text[here] === ' ') here++
  return text[here] === '"' ? here : undefined
}

function closingQuote(text: string, from: number): number | undefined {
  let at = text.indexOf('"', from)
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at < 0 ? undefined : at
}

function endOfCell(text: string, from: number, separator: string): number {
  let at = from
  while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at++
  return at
}

function afterLineEnd(text: string, at: number): number {
  return text[at] === '\r' && text[at + 1] === '\n' ? at + 2 : at + 1
}

/** What the first line says, in which spreadsheets may name it: “sep=;”. Of the others, the one that stands there most. */
function separatorOf(text: string): { readonly separator: string; readonly from: number } {
  const [whole, named] = /^sep=([,;\t|])(?:\r\n|\r|\n|$)/i.exec(text) ?? []
  if (whole !== undefined && named !== undefined) return { separator: named, from: whole.length }
  const [first = ''] = /^\s*[^\r\n]{0,2000}/.exec(text) ?? []
  const bare = first.replaceAll(/"(?:[^"]|"")*"/g, '')
  const found = [',', ';', '\t'].map((each) => ({ each, times: bare.split(each).length - 1 }))
  const [best] = found.sort((one, other) => other.times - one.times)
  return { separator: best && best.times > 0 ? best.each : ',', from: 0 }
}

function lastFilled(cells: readonly string[]): number {
  return cells.findLastIndex((cell) => cell !== '')
}

function problem(sentence: string): Problem {
  return { kind: 'problem', sentence }
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1)
}

function count(n: number): string {
  return n.toLocaleString('en-US')
}
