import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { cutInParts, readableJson, sizeInWords } from '../../src/directory/document.ts'

describe('an export as a text', () => {
  it('puts each plain entry of a list on a line of its own', () => {
    const text = readableJson({
      name: 'Ivan',
      at: new Date('2026-11-23T09:00:00Z'),
      draft: undefined,
      none: [],
      items: [
        { item: 'a', answer: 'with help' },
        { item: 'b', answer: 'not yet' },
      ],
    })
    expect(text).toBe(`{
  "name": "Ivan",
  "at": "2026-11-23T09:00:00.000Z",
  "none": [],
  "items": [
    { "item": "a", "answer": "with help" },
    { "item": "b", "answer": "not yet" }
  ]
}
`)
  })

  it('is the same JSON, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(readableJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  test.each([
    ['', 'about 1 KB'],
    ['x'.repeat(1_499), 'about 1 KB'],
    ['x'.repeat(14_200), 'about 14 KB'],
    ['ü'.repeat(7_000), 'about 14 KB'],
    ['x'.repeat(1_234_567), 'about 1,235 KB'],
  ])('tells its size in bytes (%#)', (text, size) => {
    expect(sizeInWords(text)).toBe(size)
  })
})

describe('the parts of a text', () => {
  it('are the text again when they are put together, and none is longer than it may be', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), fc.integer({ min: 1, max: 50 }), (text, most) => {
        const parts = cutInParts(text, most)
        expect(parts.join('')).toBe(text)
        expect(parts.every((part) => part.length > 0 && part.length <= most)).toBe(true)
      }),
    )
  })

  it('end where a line ends, as long as one does', () => {
    expect(cutInParts('first\nsecond\nthird\n', 14)).toEqual(['first\nsecond\n', 'third\n'])
  })

  it.each([
    ['an emoji of two units', 'ab🎉cd', 3, ['ab', '🎉c', 'd']],
    ['a letter with its accent', 'abe\u0301cd', 3, ['ab', 'e\u0301c', 'd']],
    ['a family', 'a👩‍👩‍👧b', 8, ['a', '👩‍👩‍👧', 'b']],
    ['a flag', 'a🇳🇿b', 4, ['a', '🇳🇿', 'b']],
  ])('never split %s', (_what, text, most, parts) => {
    expect(cutInParts(text, most)).toEqual(parts)
  })

  it('keep the halves of an emoji together even where one character is longer than a part', () => {
    const parts = cutInParts('👩‍👩‍👧‍👦'.repeat(2), 4)
    expect(parts.join('')).toBe('👩‍👩‍👧‍👦'.repeat(2))
    expect(parts.every((part) => part.isWellFormed())).toBe(true)
  })

  it('of nothing are none', () => {
    expect(cutInParts('', 3_500)).toEqual([])
  })
})
