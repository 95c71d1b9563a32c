import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateText, secondsOf, wallTime } from '../../../sandbox/page/text/date.js'
import { drawnMrkdwn, NOW, wordsIn } from './drawn.ts'

const BERLIN = 'Europe/Berlin'
const at = (iso: string): number => Date.parse(iso) / 1000
/** Thursday, 6 August 2026, 18:05:09 in Berlin. */
const SUMMER = at('2026-08-06T16:05:09Z')
const LONG_AGO = at('2014-02-18T06:39:45Z')
const told = (seconds: number, format: string, zone = BERLIN): string => dateText(seconds, format, zone, NOW)

describe('a date in a text', () => {
  it.each([
    ['{date_num}', '2014-02-18'],
    ['{date_slash}', '02/18/2014'],
    ['{date}', 'February 18th, 2014'],
    ['{date_short}', 'Feb 18, 2014'],
    ['{date_long}', 'Tuesday, February 18th, 2014'],
    ['{date_long_full}', 'February 18, 2014'],
    ['{date_pretty}', 'February 18th, 2014'],
    ['{date_short_pretty}', 'Feb 18, 2014'],
    ['{date_long_pretty}', 'Tuesday, February 18th, 2014'],
    ['{day_divider_pretty}', 'Tuesday, February 18th, 2014'],
    ['{time}', '7:39 AM'],
    ['{time_secs}', '7:39:45 AM'],
    ['{ago}', '12 years ago'],
    ['on {date_short} at {time}', 'on Feb 18, 2014 at 7:39 AM'],
    ['{nothing}', '{nothing}'],
  ])('shows %s as %s', (format, shown) => {
    expect(told(LONG_AGO, format)).toBe(shown)
  })

  it('leaves the year out when it is near', () => {
    expect(told(SUMMER, '{date} {date_short} {date_num}')).toBe('August 6th Aug 6 2026-08-06')
  })

  it.each([
    ['2026-11-22T22:59:00Z', 'Yesterday'],
    ['2026-11-22T23:00:00Z', 'Today'],
    ['2026-11-23T22:59:00Z', 'Today'],
    ['2026-11-23T23:00:00Z', 'Tomorrow'],
  ])('calls %s %s by the calendar on the wall there', (iso, word) => {
    expect(told(at(iso), '{date_short_pretty}')).toBe(word)
  })

  it('begins with a small letter within a sentence', () => {
    expect(told(NOW / 1000, 'due {date_pretty}')).toBe('due today')
    expect(told(NOW / 1000, '({date_pretty})')).toBe('(today)')
  })

  it.each([
    [1, 'st'],
    [2, 'nd'],
    [3, 'rd'],
    [4, 'th'],
    [11, 'th'],
    [13, 'th'],
    [22, 'nd'],
    [31, 'st'],
  ])('counts day %i as %s', (day, ending) => {
    expect(told(Date.UTC(2026, 11, day, 9) / 1000, '{date}')).toBe(`December ${day}${ending}`)
  })

  it('shows noon and midnight as twelve', () => {
    expect(told(at('2026-11-23T11:00:00Z'), '{time}')).toBe('12:00 PM')
    expect(told(at('2026-11-22T23:00:00Z'), '{time}')).toBe('12:00 AM')
  })

  it.each([
    [-90, '1 minute ago'],
    [7200, 'in 2 hours'],
    [-3 * 86_400, '3 days ago'],
  ])('says how long ago %i seconds are', (away, words) => {
    expect(told(NOW / 1000 + away, '({ago})')).toBe(`(${words})`)
  })

  it('is shown in the reader’s zone', () => {
    expect(told(SUMMER, '{time}', 'Asia/Kolkata')).toBe('9:35 PM')
    expect(told(SUMMER, '{time}', 'No/Where')).toBe('4:05 PM')
    expect(wordsIn(drawnMrkdwn(`<!date^${SUMMER}^{date_short} {time}|x>`))).toBe('Aug 6 6:05 PM')
  })

  it('falls back to its words when it is no moment', () => {
    expect(wordsIn(drawnMrkdwn('<!date^9999999999999^{date}|some day>'))).toBe('some day')
  })

  it('leads where its address says', () => {
    expect(drawnMrkdwn(`<!date^${SUMMER}^{date_num}^https://a.example|x>`)).toContain('href="https://a.example"')
  })
})

describe('a clock time entered in a zone', () => {
  it('is the same after it was a moment', () => {
    const zone = fc.constantFrom('UTC', BERLIN, 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'Asia/Tehran')
    const moment = fc.integer({ min: 1_000_000_000, max: 4_000_000_000 })
    fc.assert(
      fc.property(moment, zone, (seconds, there) => {
        const wall = wallTime(seconds, there)
        expect(wallTime(secondsOf(wall, there) ?? 0, there)).toBe(wall)
      }),
    )
  })

  it.each([
    ['2026-11-23T10:00', BERLIN, '2026-11-23T09:00:00Z'],
    ['2026-08-06T10:00', BERLIN, '2026-08-06T08:00:00Z'],
    ['2026-03-29T03:30', BERLIN, '2026-03-29T01:30:00Z'],
    ['2026-03-08T01:30', 'America/New_York', '2026-03-08T06:30:00Z'],
    ['2026-03-08T03:30', 'America/New_York', '2026-03-08T07:30:00Z'],
    ['2026-11-23T10:00', 'Pacific/Auckland', '2026-11-22T21:00:00Z'],
  ])('reads %s in %s', (wall, zone, iso) => {
    expect(secondsOf(wall, zone)).toBe(at(iso))
  })

  it.each(['soon', '', '2026-13-01T10:00', '2026-11-23'])('is no moment when it is “%s”', (wall) => {
    expect(secondsOf(wall, BERLIN)).toBeNull()
  })
})
