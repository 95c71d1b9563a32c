import { expect, it } from 'vitest'
import { gallery } from '../../sandbox/demo/gallery.ts'
import { shippedProfiles } from '../../src/catalog/profile.ts'

const unasked = gallery().filter(({ id }) => /^check-in\.(question|reminder)/.test(id))
const levels = shippedProfiles().flatMap((profile) => profile.levels.map(({ text }) => text))

it('names no level in the sentence that a locked screen shows of a message nobody asked for', () => {
  expect(unasked.length).toBeGreaterThan(20)
  for (const { name, shown } of unasked) {
    const text = 'text' in shown ? shown.text : ''
    expect(text, name).toMatch(/[.?]$/)
    for (const level of levels) expect(text, name).not.toContain(level)
    expect(text, name).not.toMatch(/\d of \d/)
  }
})

it('offers at most one primary button in each view', () => {
  const drawn = gallery().filter(({ id, name }) => id.startsWith('check-in.') || name.includes('check-in'))
  for (const { name, shown } of drawn)
    expect(JSON.stringify(shown).split('"style":"primary"').length - 1, name).toBeLessThanOrEqual(1)
})
