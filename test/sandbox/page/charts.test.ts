import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { slices, ticksFor } from '../../../sandbox/page/blocks/chart-scale.js'
import { drawnBlock, tagsIn, wordsIn } from './drawn.ts'

const categories = ['Q1', 'Q2']
const series = [
  {
    name: 'Junior',
    data: [
      { label: 'Q2', value: 4 },
      { label: 'Q1', value: 3 },
    ],
  },
  {
    name: 'Senior',
    data: [
      { label: 'Q1', value: -1 },
      { label: 'Q2', value: 12 },
    ],
  },
]
const drawnChart = (chart: object): string => drawnBlock({ type: 'data_visualization', title: 'Levels', chart })
const plot = (type: string): string =>
  drawnChart({ type, series, axis_config: { categories, x_label: 'Quarter', y_label: 'People' } })
const count = (drawn: string, tag: string): number => tagsIn(drawn).filter((each) => each === tag).length

describe('a chart', () => {
  it.each([
    ['bar', 'rect', 4 + 2],
    ['line', 'polyline', 2],
    ['area', 'polygon', 2],
  ])('of kind %s is drawn, with a key to its colours', (type, tag, times) => {
    const drawn = plot(type)
    expect(count(drawn, tag)).toBe(times)
    expect(drawn).toContain('bk-legend')
  })

  it('has its title, its axes and its numbers in the order of the categories', () => {
    const words = wordsIn(plot('bar'))
    expect(words).toMatch(/^Levels /)
    expect(words).toContain('Quarter People')
    expect(words).toMatch(/The numbers Quarter Junior Senior Q1 3 -1 Q2 4 12$/)
  })

  it('says what it is to whoever cannot see it', () => {
    expect(plot('line')).toContain('role="img" aria-label="Levels: a line chart, its numbers follow"')
  })

  it('shows parts of a whole as a pie', () => {
    const segments = [
      { label: 'yes', value: 3 },
      { label: 'no', value: 1 },
    ]
    const drawn = drawnChart({ type: 'pie', segments })
    expect(count(drawn, 'path')).toBe(2)
    expect(wordsIn(drawn)).toMatch(/yes · 75 % no · 25 %/)
  })

  it('is loud about a kind it does not know', () => {
    expect(wordsIn(drawnChart({ type: 'radar' }))).toContain('does not draw “chart radar” yet')
  })

  it('has an axis of round numbers that holds every value, and zero', () => {
    const value = fc.double({ min: -1e9, max: 1e9, noNaN: true }).filter((each) => each === 0 || Math.abs(each) > 1e-6)
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), (values) => {
        const ticks = ticksFor(values)
        const [least = 1, greatest = -1] = [ticks[0], ticks.at(-1)]
        const slack = 1e-6 * (greatest - least)
        expect(ticks).toContain(0)
        expect(ticks.length).toBeLessThanOrEqual(8)
        expect(Math.min(...values)).toBeGreaterThanOrEqual(least - slack)
        expect(Math.max(...values)).toBeLessThanOrEqual(greatest + slack)
      }),
    )
  })

  it.each([
    [
      [3, 12],
      [0, 2.5, 5, 7.5, 10, 12.5],
    ],
    [[0], [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [
      [-3, 40],
      [-10, 0, 10, 20, 30, 40],
    ],
  ])('measures %j by %j', (values, ticks) => {
    expect(ticksFor(values)).toEqual(ticks)
  })

  it('draws a whole turn for the only part', () => {
    expect(slices([5], 10)).toEqual(['M0,-10A10,10,0,1,1,0,10A10,10,0,1,1,0,-10Z'])
  })
})
