import { html } from 'htm/preact'
import { render } from 'preact-render-to-string'
import { describe, expect, it } from 'vitest'
import { ClockControl } from '../../../sandbox/page/clock.js'
import { dayAndTime, timeNow } from '../../../sandbox/page/time.js'

const NEW_YEAR = Date.UTC(2027, 0, 1, 8)
const MACHINE = Date.UTC(2026, 10, 23, 8)
const control = { get: async () => ({}), post: async () => ({}), remove: async () => ({}) }

function drawn(clock: { readonly at: number; readonly since: number; readonly rate: number }): string {
  return render(html`<${ClockControl} clock=${{ version: 1, ...clock }} zone="Asia/Tokyo" control=${control} />`)
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
}

describe('the time on the page', () => {
  it.each([
    [0, 0],
    [1, 1000],
    [3600, 3_600_000],
  ])('at %i× has gone on by %i ms after a second', (rate, passed) => {
    expect(timeNow({ version: 1, at: NEW_YEAR, since: MACHINE, rate }, MACHINE + 1000) - NEW_YEAR).toBe(passed)
  })

  it('is that of the reader’s zone', () => {
    expect(dayAndTime(NEW_YEAR, 'Asia/Tokyo')).toMatchObject({ time: '17:00:00' })
    expect(dayAndTime(NEW_YEAR + 8 * 3_600_000, 'Asia/Tokyo').day).toMatch(/^Sat,? 2 Jan 2027$/)
  })

  it('says whether it stands, runs, or is simply the time', () => {
    expect(drawn({ at: NEW_YEAR, since: MACHINE, rate: 0 })).toMatch(/Fri,? 1 Jan 2027 17:00:00 frozen/)
    expect(drawn({ at: NEW_YEAR, since: MACHINE, rate: 60 })).toContain('60×')
    expect(drawn({ at: NEW_YEAR, since: MACHINE, rate: 1 })).toContain('moved')
    expect(drawn({ at: MACHINE, since: MACHINE, rate: 1 })).toContain('real time')
  })
})
