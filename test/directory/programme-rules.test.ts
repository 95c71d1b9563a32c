import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { knownZone } from '../../src/calendar.ts'
import {
  mostHolidays,
  readHolidays,
  readLabel,
  writeHolidays,
  zonesLike,
  zonesOffered,
} from '../../src/directory/programme/rules.ts'
import { settingsOf, workspaceHours } from '../../src/directory/settings-of-workspace.ts'

const today = '2026-11-23'

describe('a list of company holidays', () => {
  it('is a date a line with a name, in whatever order', () => {
    const typed =
      '2027-01-01 New Year’s Day\r\n\r\n  2026-12-25 ,  Christmas   Day \n2026-12-26\n2026-12-25 Christmas Day'
    const read = readHolidays(typed, today)
    expect(read).toEqual({
      kind: 'read',
      holidays: [
        { day: '2026-12-25', name: 'Christmas Day' },
        { day: '2026-12-26', name: 'Holiday' },
        { day: '2027-01-01', name: 'New Year’s Day' },
      ],
    })
    if (read.kind !== 'read') throw new Error('it was read')
    expect(writeHolidays(read.holidays)).toBe('2026-12-25 Christmas Day\n2026-12-26\n2027-01-01 New Year’s Day')
  })

  it('may be empty, and may begin today', () => {
    expect(readHolidays(' \n\t', today)).toEqual({ kind: 'read', holidays: [] })
    expect(readHolidays(today, today)).toEqual({ kind: 'read', holidays: [{ day: today, name: 'Holiday' }] })
  })

  test.each([
    [
      '25.12.2026 Christmas Day',
      'Line 1: “25.12.2026 Christmas Day” does not begin with a date; write it like 2026-12-25 Christmas Day.',
    ],
    ['\n2026-02-30', 'Line 2: “2026-02-30” does not begin with a date; write it like 2026-12-25 Christmas Day.'],
    ['2026-12-251', 'Line 1: “2026-12-251” does not begin with a date; write it like 2026-12-25 Christmas Day.'],
    ['2026-11-22', 'Line 1: 2026-11-22 is over; list the days to come.'],
    ['2026-12-24 Eve\n2026-12-24 Company day', 'Line 2: 2026-12-24 stands in line 1 already, with another name.'],
    [`2026-12-24 ${'x'.repeat(81)}`, 'Line 1: the name has 81 characters; 80 fit.'],
    [
      `${'x'.repeat(60)}`,
      `Line 1: “${'x'.repeat(40)}…” does not begin with a date; write it like 2026-12-25 Christmas Day.`,
    ],
  ])('says of %j which line, what was found, and how it should be', (typed, problem) => {
    expect(readHolidays(typed, today)).toEqual({ kind: 'refused', problem })
  })

  it('holds so many dates, and no more', () => {
    const days = (count: number) =>
      Array.from({ length: count }, (_, nth) => new Date(Date.UTC(2027, 0, 1 + nth)).toISOString().slice(0, 10))
    expect(readHolidays(days(mostHolidays).join('\n'), today).kind).toBe('read')
    expect(readHolidays(days(mostHolidays + 1).join('\n'), today)).toEqual({
      kind: 'refused',
      problem: '101 dates; 100 fit.',
    })
  })

  it('takes whatever is typed without failing, and reads what it wrote as the same', () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .tuple(fc.date({ min: new Date('2026-11-23'), max: new Date('2099-12-31'), noInvalidDate: true }), fc.string())
        .map(([day, name]) => `${day.toISOString().slice(0, 10)} ${name}`),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const read = readHolidays(lines.join('\n'), today)
        if (read.kind === 'refused') expect(read.problem).toMatch(/\.$/)
        else expect(readHolidays(writeHolidays(read.holidays), today)).toEqual(read)
      }),
    )
  })
})

describe('a zone that is searched for', () => {
  const zones = ['UTC', 'America/New_York', 'Europe/Berlin', 'Europe/Belgrade', 'Asia/Almaty', 'Pacific/Auckland']

  test.each([
    ['be', ['Europe/Berlin', 'Europe/Belgrade']],
    ['new york', ['America/New_York']],
    ['york new', ['America/New_York']],
    ['Europe/Berlin', ['Europe/Berlin']],
    ['  al ', ['Asia/Almaty']],
    ['au', ['Pacific/Auckland']],
    ['utc', ['UTC']],
    ['atlantis', []],
  ])('“%s” finds %j', (typed, found) => {
    expect(zonesLike(typed, zones)).toEqual(found)
  })

  it.each([
    ['kath', 'Asia/Kathmandu'],
    ['kolkata', 'Asia/Kolkata'],
    ['calcutta', 'Asia/Kolkata'],
    ['kyiv', 'Europe/Kyiv'],
    ['ho chi minh', 'Asia/Ho_Chi_Minh'],
  ])('is found by what the city is called by now, and was before: %s', (typed, zone) => {
    expect(zonesLike(typed, zonesOffered(Intl.supportedValuesOf('timeZone')))).toEqual([zone])
  })

  it('is offered once, whichever names this machine lists, and is a zone everywhere', () => {
    const offered = zonesOffered(['Asia/Kolkata', 'Asia/Calcutta', 'UTC'])
    expect(offered).toEqual(['UTC', 'Asia/Kolkata'])
    for (const zone of zonesOffered(Intl.supportedValuesOf('timeZone'))) expect(knownZone(zone)).toBe(zone)
  })

  it('is found among a hundred at most: so many a list shows', () => {
    expect(zonesLike('a', Intl.supportedValuesOf('timeZone'))).toHaveLength(100)
  })
})

it('takes the label of a field as it is meant', () => {
  expect(readLabel('  Line\u0000 manager ')).toBe('Line manager')
  expect(readLabel(' \n ')).toBeUndefined()
})

describe('the settings of a workspace', () => {
  const usual = { from: 540, to: 1_020, days: 31 }

  test.each([
    ['nothing is set', {}, usual],
    ['hours and days are', { workFrom: 480, workTo: 960, workDays: 127 }, { from: 480, to: 960, days: 127 }],
    ['only the days are', { workDays: 3 }, { ...usual, days: 3 }],
    ['half of the hours is', { workFrom: 480 }, usual],
    ['the end is before the start', { workFrom: 960, workTo: 480 }, usual],
    ['no day is worked', { workDays: 0 }, usual],
    ['it is not as this release writes it', { workFrom: 'nine', workDays: 999 }, usual],
    ['it is nothing at all', null, usual],
  ])('give the hours of everybody where %s', (_, json, hours) => {
    expect(workspaceHours(json)).toEqual(hours)
  })

  it('leave out what is not as it should be, and keep the rest', () => {
    expect(settingsOf({ managerField: 'Manager', workDays: 'all', ownHolidays: true })).toEqual({
      managerField: 'Manager',
      workDays: undefined,
      ownHolidays: true,
    })
  })
})
