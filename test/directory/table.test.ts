import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { csvOf } from '../../src/directory/csv.ts'
import { parseTable } from '../../src/directory/managers/table.ts'

describe('a table', () => {
  test.each([
    ['commas', 'a,b\nc,d'],
    ['semicolons', 'a;b\nc;d'],
    ['tabs', 'a\tb\nc\td'],
    ['the lines of Windows', 'a,b\r\nc,d\r\n'],
    ['the lines of an old Mac', 'a,b\rc,d'],
    ['quotes', '"a","b"\n"c" , "d"'],
    ['a byte order mark', '\uFEFFa,b\nc,d'],
    ['spaces around', ' a , b \n c , d '],
    ['empty cells at the end', 'a,b,,\nc,d,'],
  ])('is read with %s', (_, text) => {
    expect(cellsOf(text)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
    expect(parseTable(new TextEncoder().encode(text))).toEqual(parseTable(text))
  })

  it('is read with whatever its first line names as the separator', () => {
    expect(parseTable('sep=;\na,1;b')).toEqual({ kind: 'table', rows: [{ line: 2, cells: ['a,1', 'b'] }] })
  })

  it('keeps quotes, separators and lines inside quotes, and counts lines as an editor does', () => {
    expect(parseTable('\n\n"a ""b"", c\nd",e\n,\nf,g')).toEqual({
      kind: 'table',
      rows: [
        { line: 3, cells: ['a "b", c\nd', 'e'] },
        { line: 6, cells: ['f', 'g'] },
      ],
    })
  })

  it('keeps formulas as the text that they are', () => {
    expect(cellsOf('=1+1,@SUM(A1)\n+49,-3')).toEqual([
      ['=1+1', '@SUM(A1)'],
      ['+49', '-3'],
    ])
  })

  it('says how long a cell is that does not fit, and keeps its beginning', () => {
    const table = parseTable(`U1,${'x'.repeat(1_048_576)}\n"${'y'.repeat(1_001)}",b`)
    const rows = table.kind === 'table' ? table.rows : []
    expect(rows.map(({ tooLong }) => tooLong)).toEqual([1_048_576, 1_001])
    expect(rows.map(({ cells }) => cells.map(({ length }) => length))).toEqual([
      [2, 1_000],
      [1_000, 1],
    ])
  })

  it('may be a single line of a million separators', () => {
    const table = parseTable(`a${','.repeat(1_000_000)}b`)
    expect(table.kind === 'table' && table.rows.map(({ line }) => line)).toEqual([1])
  })
})

describe('it is refused with one sentence', () => {
  const utf16 = (text: string, bigEndian = false) => {
    const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le')
    return bigEndian ? bytes.swap16() : bytes
  }
  test.each([
    ['nothing', '', 'There is nothing in it; expected one line for each person.'],
    ['blank lines', '\n \n,,\n', 'There is nothing in it; expected one line for each person.'],
    ['UTF-16', utf16('a,b'), 'This is UTF-16 text, expected UTF-8.'],
    ['UTF-16 the other way round', utf16('a,b', true), 'This is UTF-16 text, expected UTF-8.'],
    ['UTF-16 without a mark', Buffer.from('a,b', 'utf16le'), 'This is not UTF-8 text.'],
    ['Latin-1', Buffer.from('Jürgen,Ana', 'latin1'), 'This is not UTF-8 text.'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]), 'This is not UTF-8 text.'],
    ['an open quote', 'a,b\nc,"d\ne,f', 'Line 2 opens a quotation mark that is never closed.'],
    ['six megabytes', Buffer.alloc(6 * 1024 * 1024, 'a'), 'This file is 6.0 MB; up to 5 MB fit.'],
    ['too many lines', 'a,b\n'.repeat(50_002), 'These are 50,002 lines; up to 50,000 fit.'],
  ])('for %s', (_, input, sentence) => {
    const problem = parseTable(input)
    expect(problem.kind === 'problem' && problem.sentence).toContain(sentence)
  })

  it('but not for fifty thousand lines and their header', () => {
    expect(parseTable('a,b\n'.repeat(50_001)).kind).toBe('table')
  })
})

test('whatever bytes come, it reads them or says in a sentence why not', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(isAnswer(parseTable(bytes))).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('whatever text comes, it reads it or says in a sentence why not, and no line comes before another', () => {
  const piece = fc.constantFrom(
    '"',
    ',',
    ';',
    '\t',
    '\n',
    '\r',
    '\r\n',
    ' ',
    'U0123ABCDEF',
    '=1+1',
    '\0',
    '\uFEFF',
    '🦀',
    'ש',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const table = parseTable(pieces.join(''))
      expect(isAnswer(table)).toBe(true)
      const lines = table.kind === 'table' ? table.rows.map(({ line }) => line) : []
      expect(lines).toEqual([...new Set(lines)].sort((one, other) => one - other))
    }),
    { numRuns: 2_000 },
  )
})

test('what we write as CSV is read again as it was, with formulas behind an apostrophe', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '=', '\n', ' ', '@', 'é') })
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
      const expected = rows
        .map((cells) => cells.map((each) => (/^\s*[=+\-@\t\r]/.test(each) ? `'${each}` : each).trim()))
        .filter((cells) => cells.some((each) => each !== ''))
        .map((cells) => cells.slice(0, cells.findLastIndex((each) => each !== '') + 1))
      const table = parseTable(csvOf([['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], ...rows]))
      expect(table.kind === 'table' && table.rows.slice(1).map(({ cells }) => cells)).toEqual(expected)
    }),
  )
})

function cellsOf(text: string): readonly (readonly string[])[] {
  const table = parseTable(text)
  return table.kind === 'table' ? table.rows.map(({ cells }) => cells) : []
}

function isAnswer(table: ReturnType<typeof parseTable>): boolean {
  return table.kind === 'table' ? table.rows.every(({ cells }) => cells.length > 0) : /^[A-Z].*\.$/.test(table.sentence)
}
