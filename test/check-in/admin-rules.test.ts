import { describe, expect, it } from 'vitest'
import { clockTime, usualHours } from '../../src/calendar.ts'
import {
  type Amounts,
  byDayAndHour,
  listed,
  type Part,
  paceOf,
  percentOf,
  progressOf,
  within,
} from '../../src/check-in/admin/rules.ts'
import { cronInWords } from '../../src/check-in/admin/rules-cron.ts'
import {
  openingsAfter,
  type Plan,
  presetOf,
  presets,
  readPlan,
  type Typed,
} from '../../src/check-in/admin/rules-schedule.ts'
import { answeredInWords, bar, reasonLines } from '../../src/check-in/admin/words.ts'
import { rhythmOf, usualRhythm } from '../../src/check-in/rules-settings.ts'

const now = new Date('2026-11-23T09:00:00Z')
const plan: Plan = {
  cron: presets['quarter-day'],
  zone: 'Europe/Berlin',
  hours: usualHours,
  reminders: [3, 7, 12],
  close: 14,
}
const typed: Typed = {
  when: 'quarter-day',
  cron: '',
  zone: 'Europe/Berlin',
  days: 31,
  reminders: '3, 7, 12',
  close: '14',
}

describe('an expression', () => {
  it.each([
    ['0 9 1 1,4,7,10 *', 'at 09:00 on the 1st of January, April, July and October'],
    ['0 9 * 1,4,7,10 MON#1', 'at 09:00 on the first Monday of January, April, July and October'],
    ['0 9 1 * *', 'at 09:00 on the 1st of every month'],
    ['30 7 L JAN,JUL ?', 'at 07:30 on the last day of January and July'],
    ['0 9 15W 3 *', 'at 09:00 on the weekday nearest to the 15th of March'],
    ['0 9 * * 5L', 'at 09:00 on the last Friday of every month'],
    ['0 9,17 2,3 6 *', 'at 09:00 and 17:00 on the 2nd and 3rd of June'],
    ['0 9 22-24 */6 *', 'at 09:00 on the 22nd to 24th of January and July'],
    ['0 9 * * 1-5', 'at 09:00 every Monday to Friday'],
    ['0 9 * 2 sun', 'at 09:00 every Sunday in February'],
    ['0 9 * * 7', 'at 09:00 every Sunday'],
    ['*/20 * * * *', 'several times a day every day'],
    ['0 9 1/15 * *', 'at 09:00 on the 1st, 16th and 31st of every month'],
  ])('“%s” reads as “%s”', (cron, words) => {
    expect(cronInWords(cron)).toBe(words)
  })

  it('of every choice is known by its name, and any other is one’s own', () => {
    for (const [name, cron] of Object.entries(presets)) expect(presetOf(cron)).toBe(name)
    expect(presetOf('0 8 1 1 *')).toBe('own')
  })
})

describe('the schedule', () => {
  it('is read as it is typed', () => {
    expect(readPlan(typed, plan, now)).toEqual({ kind: 'read', plan })
    const own = readPlan(
      { ...typed, when: 'own', cron: ' 0  8 1 2,8 * ', reminders: '12;3', close: '21', days: 1 },
      plan,
      now,
    )
    expect(own).toEqual({
      kind: 'read',
      plan: {
        cron: '0 8 1 2,8 *',
        zone: 'Europe/Berlin',
        hours: { ...usualHours, days: 1 },
        reminders: [3, 12],
        close: 21,
      },
    })
    expect(readPlan({ ...typed, reminders: '' }, plan, now)).toMatchObject({ plan: { reminders: [] } })
  })

  it.each<[Partial<Typed>, string, string]>([
    [{ when: 'own', cron: '0 25 1 1 *' }, 'cron', '“25” is not an hour; 0 to 23.'],
    [
      { when: 'own', cron: '0 9 * * *' },
      'cron',
      'This opens every day, and a round lasts 14 days; openings must lie further apart.',
    ],
    [
      { when: 'own', cron: '0 */6 * * *' },
      'cron',
      'This opens several times a day, and a round lasts 14 days; openings must lie further apart.',
    ],
    [
      { when: 'month', close: '28' },
      'close',
      'This opens again after 28 days, and a round lasts 28 days; openings must lie further apart.',
    ],
    [
      { cron: '0 8 1 1 *' },
      'cron',
      'To open by this expression, choose “My own cron expression” above; else leave this empty.',
    ],
    [{ zone: 'Europe/Nowhere' }, 'zone', 'Choose a zone from the list that appears while typing.'],
    [{ zone: null }, 'zone', 'Choose a zone from the list that appears while typing.'],
    [{ when: null }, 'when', 'Choose when check-ins open.'],
    [{ days: 0 }, 'days', 'Choose one working day at least.'],
    [{ reminders: '3, soon' }, 'reminders', '“soon” is not a number of days; write them like 3, 7, 12.'],
    [{ reminders: '-1' }, 'reminders', '“-1” is not a number of days; write them like 3, 7, 12.'],
    [{ reminders: '1 2 3 4' }, 'reminders', '4 reminders; 3 fit.'],
    [{ reminders: '3, 14' }, 'reminders', 'A reminder after 14 days comes too late: a check-in is open for 14 days.'],
    [{ close: '1' }, 'close', 'A number of days from 2 to 80, please.'],
    [{ close: '81' }, 'close', 'A number of days from 2 to 80, please.'],
    [{ close: null }, 'close', 'A number of days from 2 to 80, please.'],
  ])('%o is refused at %s: %s', (more, field, sentence) => {
    expect(readPlan({ ...typed, ...more }, plan, now)).toEqual({ kind: 'refused', problem: { field, sentence } })
  })

  it('names holidays and weekends on which it opens, and when messages leave then', () => {
    const ahead = openingsAfter(plan, new Set(['2027-01-01']), now, 5)
    expect(ahead.map(({ at }) => at.toISOString())).toEqual([
      '2027-01-01T08:00:00.000Z',
      '2027-04-01T07:00:00.000Z',
      '2027-07-01T07:00:00.000Z',
      '2027-10-01T07:00:00.000Z',
      '2028-01-01T08:00:00.000Z',
    ])
    expect(ahead.map(({ waits }) => waits?.why)).toEqual(['holiday', undefined, undefined, undefined, 'free-day'])
    expect(ahead[0]?.waits?.until).toEqual(new Date('2027-01-04T08:00:00Z'))
    expect(ahead[4]?.waits?.until).toEqual(new Date('2028-01-03T08:00:00Z'))
  })

  it('says where an hour is missing, and opens behind it', () => {
    const [, , , , , missing] = openingsAfter(
      { ...plan, cron: '30 2 28 * *' },
      new Set(),
      new Date('2026-10-01T00:00:00Z'),
      6,
    )
    expect(missing?.at).toEqual(new Date('2027-03-28T01:00:00Z'))
    expect(missing?.missing).toBe('02:30')
    expect(clockTime(missing?.at ?? now, 'Europe/Berlin')).toBe('03:00')
    const [evening] = openingsAfter({ ...plan, cron: '0 19 1 6 *' }, new Set(), now, 1)
    expect(evening?.waits).toEqual({ why: 'hours', until: new Date('2027-06-02T07:00:00Z') })
  })

  it('keeps what is stored, and the usual where that cannot be read', () => {
    const stored = { rounds: { nats: { reminders: [2], close: 9 } } }
    expect(rhythmOf(stored, 'nats')).toEqual({ reminders: [2], close: 9 })
    for (const odd of [null, {}, { rounds: 1 }, { rounds: { nats: { reminders: [1, 2, 3, 4], close: 9 } } }])
      expect(rhythmOf(odd, 'nats')).toEqual(usualRhythm)
  })
})

describe('the numbers', () => {
  it('have a percentage from twenty people on', () => {
    expect(percentOf(6, 19)).toBeUndefined()
    expect(answeredInWords(6, 8)).toBe('6 of 8 answered')
    expect(answeredInWords(298, 388)).toBe('298 of 388 answered (77 %)')
    expect(answeredInWords(30_512, 49_245)).toBe('30,512 of 49,245 answered (62 %)')
    expect([bar(298, 388), bar(0, 0), bar(5, 5)]).toEqual(['■■■■■■■■□□', '□□□□□□□□□□', '■■■■■■■■■■'])
  })

  it('lead to an estimate that never says more than everybody', () => {
    const round = { opensAt: new Date('2026-10-01T07:00:00Z'), closesAt: new Date('2026-10-15T07:00:00Z') }
    const on = (day: string, answered: number, invited = 100) =>
      progressOf(round, { answered, invited }, 'Europe/Berlin', new Date(day))
    expect(on('2026-10-01T08:00:00Z', 9)).toEqual({ day: 1, days: 14, about: undefined })
    expect(on('2026-10-08T07:00:00Z', 50)).toEqual({ day: 8, days: 14, about: 75 })
    expect(on('2026-10-08T07:00:00Z', 100)).toMatchObject({ about: 100 })
    expect(on('2026-10-08T07:00:00Z', 0)).toMatchObject({ about: undefined })
    expect(on('2026-10-08T07:00:00Z', 9, 19)).toMatchObject({ about: undefined })
    expect(on('2026-11-08T07:00:00Z', 50)).toEqual({ day: 14, days: 14, about: undefined })
  })

  it('tell eight reasons apart, the frequent ones first', () => {
    const counted = Array.from({ length: 10 }, (_, at) => ({ what: `reason ${at}`, count: at + 1 }))
    const lines = reasonLines(counted, (what) => what)
    expect(lines).toHaveLength(9)
    expect([lines[0], lines.at(-1)]).toEqual(['• reason 9: 10', '• other: 3'])
  })
})

describe('the preview', () => {
  const at = (hour: number) => new Date(Date.UTC(2026, 9, 1, hour))
  const part = (personId: string, hour: number | undefined): Part => ({
    personId,
    at: hour === undefined ? undefined : at(hour),
    leftOut: hour === undefined ? 'pause' : undefined,
    isSent: false,
  })
  const parts = [part('c', 9), part('x', undefined), part('b', 7), part('a', 9)]

  it('lists people in the order in which they are asked, and who is left out at the end', () => {
    const ids = (filter: Parameters<typeof listed>[1]) =>
      listed(parts, filter, (id) => id !== 'b').map(({ personId }) => personId)
    expect(ids('everybody')).toEqual(['b', 'a', 'c', 'x'])
    expect(ids('with-level')).toEqual(['a', 'c'])
    expect(ids('no-level')).toEqual(['b'])
    expect(ids('left-out')).toEqual(['x'])
  })

  it('counts by the days and hours of its reader', () => {
    const moments = [at(7), at(9), at(9), new Date('2026-10-01T22:15:00Z')]
    const days = byDayAndHour(moments, 'Asia/Kathmandu', (each) =>
      Number(clockTime(each, 'Asia/Kathmandu').slice(0, 2)),
    )
    expect(
      days.map(({ day, count, hours }) => [day, count, hours.map(({ hour, count: n }) => `${hour}: ${n}`)]),
    ).toEqual([
      ['2026-10-01', 3, ['12: 1', '14: 2']],
      ['2026-10-02', 1, ['4: 1']],
    ])
  })

  it('knows how long the last one waits where only so many leave in a minute', () => {
    expect(paceOf([], 300)).toBeUndefined()
    expect(paceOf([at(9)], 300)).toEqual({ until: at(9), longest: 0 })
    const many = Array.from({ length: 12_001 }, () => at(9))
    expect(paceOf(many, 300)).toEqual({ until: new Date('2026-10-01T09:40:00Z'), longest: 40 })
  })

  it('goes to the last page where the list has become shorter', () => {
    const amounts: Amounts = { everybody: 45, 'with-level': 0, 'no-level': 0, 'left-out': 0 }
    expect(within({ skill: 's', filter: 'everybody', page: 9 }, amounts).page).toBe(2)
    expect(within({ skill: 's', filter: 'left-out', page: 9 }, amounts).page).toBe(0)
  })
})
