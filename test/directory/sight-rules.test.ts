import { describe, expect, it, test } from 'vitest'
import {
  maySee,
  type NamedPart,
  type Owner,
  type Part,
  type Relation,
  sightOf,
  sights,
} from '../../src/directory/rules.ts'

const parts: readonly NamedPart[] = ['level', 'items', 'topics', 'note', 'history']

const alone: Owner = { isEnrolled: false, notesToManager: false, notesToMentor: false }
const enrolled: Owner = { ...alone, isEnrolled: true }
const noted: Owner = { ...enrolled, notesToManager: true }

/** Whose level it is: somebody in the check-in or not, and with whom they share their notes. */
const owners: Readonly<Record<string, Owner>> = {
  'not enrolled': alone,
  'not enrolled, notes to both': { ...alone, notesToManager: true, notesToMentor: true },
  enrolled,
  'enrolled, notes to manager': noted,
  'enrolled, notes to mentor': { ...enrolled, notesToMentor: true },
}

// By hand, from the privacy page: five letters for level, items, topics, note and history, a dot for what is not seen.
const expected: readonly (readonly [Relation, ...string[]])[] = [
  // relation          nobody   both     enrolled manager  mentor
  ['self', /*       */ 'LITNH', 'LITNH', 'LITNH', 'LITNH', 'LITNH'],
  ['manager', /*    */ '.....', '.....', 'LIT.H', 'LITNH', 'LIT.H'],
  ['mentor', /*     */ 'LIT..', 'LITN.', 'LIT..', 'LIT..', 'LITN.'],
  ['admin', /*      */ '.....', '.....', 'LIT.H', 'LIT.H', 'LIT.H'],
  ['opened-to', /*  */ 'LIT..', 'LIT..', 'LIT..', 'LIT..', 'LIT..'],
  ['proposed-partner', '.....', '.....', '.....', '.....', '.....'],
  ['skip-level', /* */ '.....', '.....', '.....', '.....', '.....'],
  ['anybody', /*    */ '.....', '.....', '.....', '.....', '.....'],
]

const cells = expected.flatMap(([relation, ...rows]) =>
  Object.entries(owners).map(([who, owner], at) => [relation, who, rows[at] ?? '', owner] as const),
)

describe('who sees what of somebody, by name', () => {
  test.each(cells)('%s of somebody who is %s: %s', (relation, _who, letters, owner) => {
    expect(parts.map((part, at) => (maySee(relation, part, owner) ? 'LITNH'[at] : '.')).join('')).toBe(letters)
  })

  it('is said for every relation there is', () => {
    expect(expected.map(([relation]) => relation).sort()).toEqual(Object.keys(sights).sort())
  })
})

test.each<[Relation, string]>([
  ['self', 'always'],
  ['manager', 'enrolled'],
  ['mentor', 'never'],
  ['admin', 'enrolled'],
  ['opened-to', 'never'],
  ['proposed-partner', 'never'],
  ['skip-level', 'of-five'],
  ['anybody', 'never'],
])('it counts somebody in totals for their %s: %s', (relation, when) => {
  expect(sights[relation]['totals' satisfies Part]).toBe(when)
})

test('it shows a proposed partner the topics of the proposal, and nothing else of anybody', () => {
  expect(sights['proposed-partner'].topics).toBe('named-topics')
  const named = Object.entries(sights).filter(([, seen]) => Object.values(seen).includes('named-topics'))
  expect(named.map(([relation]) => relation)).toEqual(['proposed-partner'])
})

describe('two people who are several things to each other', () => {
  it.each<[string, readonly Relation[], Owner, Relation, string]>([
    ['nobody in particular', [], enrolled, 'anybody', '.....'],
    ['manager and mentor', ['mentor', 'manager'], noted, 'manager', 'LITNH'],
    ['manager and mentor, out of the check-in', ['mentor', 'manager'], alone, 'mentor', 'LIT..'],
    ['manager and admin', ['admin', 'manager'], enrolled, 'manager', 'LIT.H'],
    ['an admin to whom it was opened', ['opened-to', 'admin'], enrolled, 'admin', 'LIT.H'],
    ['the same, out of the check-in', ['opened-to', 'admin'], alone, 'opened-to', 'LIT..'],
    ['a manager out of the check-in', ['manager'], alone, 'manager', '.....'],
    ['skip-level, and proposed as a pair', ['skip-level', 'proposed-partner'], enrolled, 'proposed-partner', '.....'],
    ['skip-level, and it was opened to them', ['skip-level', 'opened-to'], enrolled, 'opened-to', 'LIT..'],
  ])('see what any of these shows: %s', (_who, relations, owner, as, letters) => {
    const sight = sightOf(relations, owner)
    expect(sight.as).toBe(as)
    expect(parts.map((part, at) => (sight.parts.has(part) ? 'LITNH'[at] : '.')).join('')).toBe(letters)
  })
})
