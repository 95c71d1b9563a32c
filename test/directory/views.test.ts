import { expect, test } from 'vitest'
import { homeForGuests, notForThemSentence } from '../../src/directory/views.ts'

test.each([
  ['<!channel>', '&lt;!channel&gt;'],
  ['R&D <Berlin>', 'R&amp;D &lt;Berlin&gt;'],
  ['R&amp;D', 'R&amp;D'],
  ['x'.repeat(80), 'x'.repeat(80)],
])('a workspace called %s is named as it is, and its name calls nobody', (name, shown) => {
  expect(notForThemSentence(name)).toBe(`This programme is for members of ${shown}; nothing about you is stored.`)
  expect(homeForGuests(name)).toContain(`members of ${shown}. `)
})
