import { describe, expect, it, test } from 'vitest'
import { usualHours } from '../../src/calendar.ts'
import {
  askAgainAt,
  askAgainChoices,
  checkInMoves,
  nameOfRound,
  planQuestion,
  remindersOf,
  reminding,
  roundMoves,
  spanOf,
} from '../../src/check-in/rules.ts'
import { type Enrolled, planPeople } from '../../src/check-in/rules-plan.ts'
import { asked, type FreeSpan, worker } from './people.ts'

const at = (text: string) => new Date(text)
const berlin = worker('Europe/Berlin')
// 2026-Q4 in Berlin: Thursday 1 October, 09:00, to Thursday 15 October, 09:00.
const opensAt = at('2026-10-01T07:00:00Z')
const closesAt = at('2026-10-15T07:00:00Z')
const span = { opensAt, closesAt }

describe('a round', () => {
  it('goes these ways and no other', () => {
    expect(movesOf(roundMoves)).toEqual([
      'planning –planned→ open',
      'planning –paused→ paused',
      'open –paused→ paused',
      'paused –resumed→ planning',
      'planning –closed→ closed',
      'open –closed→ closed',
      'paused –closed→ closed',
      'planning –cancelled→ cancelled',
      'open –cancelled→ cancelled',
      'paused –cancelled→ cancelled',
    ])
  })

  it('closes fourteen days after it was due, also where it is opened a day late', () => {
    expect(spanOf(opensAt, 14, 'Europe/Berlin', opensAt)).toEqual(span)
    expect(spanOf(opensAt, 14, 'Europe/Berlin', at('2026-10-02T11:00:00Z'))).toEqual(span)
  })

  it('whose whole time passed in a downtime is not opened any more', () => {
    expect(spanOf(opensAt, 14, 'Europe/Berlin', at('2026-10-15T06:59:59.999Z'))).toEqual(span)
    expect(spanOf(opensAt, 14, 'Europe/Berlin', closesAt)).toBeUndefined()
  })

  it.each([
    [[], '2026-Q4'],
    [['2026-Q3', '2026-Q4 (2)'], '2026-Q4'],
    [['2026-Q4'], '2026-Q4 (2)'],
    [['2026-Q4', '2026-Q4 (2)'], '2026-Q4 (3)'],
    [['2026-Q4', '2026-Q4 (3)'], '2026-Q4 (2)'],
  ])('beside %j is called %s', (taken, name) => {
    expect(nameOfRound('2026-Q4', taken)).toBe(name)
  })
})

it('moves somebody’s part these ways and no other: an answer counts late too, and after *skip*', () => {
  expect(movesOf(checkInMoves)).toEqual([
    'waiting –answered→ answered',
    'skipped –answered→ answered',
    'closed –answered→ answered',
    'waiting –skipped→ skipped',
    'waiting –round-closed→ closed',
    'waiting –left→ left-out',
    'left-out –came-back→ waiting',
  ])
})

describe('the question', () => {
  test.each([
    ['at the opening, by whoever works then', berlin, opensAt, '2026-10-01T07:00:00Z'],
    [
      'in the afternoon, where that is the time of the opening',
      worker('Asia/Kathmandu'),
      opensAt,
      '2026-10-01T07:00:00Z',
    ],
    ['in the morning, by whoever still sleeps', worker('America/New_York'), opensAt, '2026-10-01T13:00:00Z'],
    ['the next morning, where work ends as it opens', worker('Australia/Sydney'), opensAt, '2026-10-01T23:00:00Z'],
    ['the next working day, when it is caught up at night', berlin, at('2026-10-02T19:00:00Z'), '2026-10-05T07:00:00Z'],
    ['at once, when it is caught up at work', berlin, at('2026-10-02T09:12:00Z'), '2026-10-02T09:12:00Z'],
    [
      'after a day off',
      worker('Europe/Berlin', [['day-off', '2026-10-01', '2026-10-02']]),
      opensAt,
      '2026-10-05T07:00:00Z',
    ],
    [
      'after a pause',
      worker('Europe/Berlin', [['pause', '2026-09-01', '2026-10-13']]),
      opensAt,
      '2026-10-14T07:00:00Z',
    ],
    [
      'after a company holiday',
      worker('Europe/Berlin', [['holiday', '2026-10-01', '2026-10-01']]),
      opensAt,
      '2026-10-02T07:00:00Z',
    ],
    [
      'on a Sunday, by whoever works then',
      worker('Asia/Amman', [], { ...usualHours, days: 64 + 1 }),
      at('2026-10-03T12:00:00Z'),
      '2026-10-04T06:00:00Z',
    ],
    ['up to the close', worker('Asia/Kathmandu'), at('2026-10-15T06:59:59.999Z'), '2026-10-15T06:59:59.999Z'],
  ])('is read %s', (_, person, now, expected) => {
    expect(planQuestion(person, span, now)).toEqual({ kind: 'ask', at: at(expected) })
  })

  const weekends: FreeSpan = ['day-off', '2026-10-03', '2026-10-04']
  test.each([
    ['days off to the end', [['day-off', '2026-10-01', '2026-10-15']], 'day-off'],
    ['a pause to the end', [['pause', '2026-10-01', '2026-12-31']], 'pause'],
    [
      'days off and then a pause',
      [
        ['day-off', '2026-10-01', '2026-10-09'],
        ['pause', '2026-10-10', '2026-10-20'],
      ],
      'pause',
    ],
    ['holidays only', [['holiday', '2026-10-01', '2026-10-15']], 'no-working-day'],
    [
      'holidays, and a weekend off',
      [weekends, ['holiday', '2026-10-05', '2026-10-15'], ['holiday', '2026-10-01', '2026-10-02']],
      'no-working-day',
    ],
  ] as [string, FreeSpan[], string][])('does not come with %s', (_, free, reason) => {
    expect(planQuestion(worker('Europe/Berlin', free), span, opensAt)).toEqual({ kind: 'left-out', reason })
  })

  it('does not come where the next working day is after the close, or none is', () => {
    const left = { kind: 'left-out', reason: 'no-working-day' }
    expect(planQuestion(berlin, span, at('2026-10-14T16:00:00Z'))).toEqual(left)
    expect(planQuestion(berlin, span, closesAt)).toEqual(left)
    expect(planQuestion(worker('UTC', [], { ...usualHours, days: 0 }), span, opensAt)).toEqual(left)
    expect(planQuestion(worker('UTC', [['pause', '2000-01-01', '9999-12-31']]), span, opensAt)).toMatchObject({
      reason: 'pause',
    })
  })

  it('that waits while its reader moves is read in the morning of the new place, once', () => {
    const planned = planQuestion(worker('Pacific/Honolulu'), span, opensAt)
    expect(planned).toEqual({ kind: 'ask', at: at('2026-10-01T19:00:00Z') })
    const there = planQuestion(berlin, span, at('2026-10-01T19:00:00Z'))
    expect(there).toEqual({ kind: 'ask', at: at('2026-10-02T07:00:00Z') })
  })
})

describe('reminders', () => {
  const thursday = '2026-10-01T07:00:00Z'

  test.each([
    [
      'three, seven and twelve days later, on working days',
      '2026-10-01T07:00:00Z',
      ['2026-10-05T07:00:00Z', '2026-10-08T07:00:00Z', '2026-10-13T07:00:00Z'],
    ],
    [
      'at the time of day of the question',
      '2026-10-01T11:23:45Z',
      ['2026-10-05T07:00:00Z', '2026-10-08T11:23:45Z', '2026-10-13T11:23:45Z'],
    ],
    ['only before the close', '2026-10-05T07:00:00Z', ['2026-10-08T07:00:00Z', '2026-10-12T07:00:00Z']],
    ['not at its very moment', '2026-10-08T07:00:00Z', ['2026-10-12T07:00:00Z']],
  ])('come %s', (_, question, expected) => {
    expect(remindersOf(asked(question), at(question))).toEqual(expected.map(at))
  })

  it('are three, whatever the programme asks for', () => {
    expect(remindersOf(asked(thursday, { reminderDays: [1, 4, 5, 6, 7] }), at(thursday))).toHaveLength(3)
    expect(remindersOf(asked(thursday, { reminderDays: [] }), at(thursday))).toEqual([])
  })

  test.each([
    ['nothing before the first', 0, '2026-10-05T06:59:59Z', { kind: 'look-again', at: at('2026-10-05T07:00:00Z') }],
    [
      'the first',
      0,
      '2026-10-05T07:00:00Z',
      { kind: 'remind', nth: 1, until: at('2026-10-07T22:00:00Z'), wished: false },
    ],
    ['nothing more between', 1, '2026-10-05T07:00:01Z', { kind: 'look-again', at: at('2026-10-08T07:00:00Z') }],
    [
      'the second',
      1,
      '2026-10-08T07:00:00Z',
      { kind: 'remind', nth: 2, until: at('2026-10-12T22:00:00Z'), wished: false },
    ],
    ['the third', 2, '2026-10-13T07:00:00Z', { kind: 'remind', nth: 3, until: closesAt, wished: false }],
    ['no fourth', 3, '2026-10-13T07:00:01Z', { kind: 'no-more' }],
  ])('are told one by one: %s', (_, reminders, now, expected) => {
    expect(reminding(asked(thursday, { reminders }), at(now))).toEqual(expected)
  })

  test.each([
    [
      'two were missed: the later one stands for both',
      0,
      '2026-10-09T08:00:00Z',
      { kind: 'remind', nth: 2, until: at('2026-10-12T22:00:00Z'), wished: false },
    ],
    ['all were missed: one', 0, '2026-10-14T08:00:00Z', { kind: 'remind', nth: 3, until: closesAt, wished: false }],
    [
      'one was missed on the day of the next: one',
      0,
      '2026-10-08T06:59:59Z',
      { kind: 'look-again', at: at('2026-10-08T07:00:00Z') },
    ],
    [
      'all were missed at night: one in the morning',
      0,
      '2026-10-13T19:00:00Z',
      { kind: 'look-again', at: at('2026-10-14T07:00:00Z') },
    ],
    ['the last was missed until the last night: none', 2, '2026-10-14T19:00:00Z', { kind: 'no-more' }],
    ['everything is over: none', 0, '2026-10-15T07:00:00Z', { kind: 'no-more' }],
  ])('are caught up with one letter: %s', (_, reminders, now, expected) => {
    expect(reminding(asked(thursday, { reminders }), at(now))).toEqual(expected)
  })

  it('do not come twice on a day: the one of that afternoon is told with the one that was missed', () => {
    const afternoon = asked('2026-10-01T13:00:00Z')
    expect(reminding(afternoon, at('2026-10-08T08:00:00Z'))).toEqual({
      kind: 'remind',
      nth: 2,
      until: at('2026-10-12T22:00:00Z'),
      wished: false,
    })
  })

  it('that fall into days off come as one on the first day back', () => {
    const away = asked('2026-10-01T10:00:00Z', worker('Europe/Berlin', [['day-off', '2026-10-02', '2026-10-12']]))
    expect(reminding(away, at('2026-10-05T10:00:00Z'))).toEqual({ kind: 'look-again', at: at('2026-10-13T07:00:00Z') })
    expect(reminding(away, at('2026-10-13T07:00:00Z'))).toEqual({
      kind: 'remind',
      nth: 3,
      until: closesAt,
      wished: false,
    })
  })

  it('wait for the question to have left, and look once a day whether it has', () => {
    expect(reminding(asked(thursday, { askedAt: undefined }), at('2026-10-04T07:00:00Z'))).toEqual({
      kind: 'look-again',
      at: at('2026-10-05T07:00:00Z'),
    })
    expect(reminding(asked(thursday, { askedAt: undefined }), at('2026-10-14T07:00:00Z'))).toEqual({ kind: 'no-more' })
  })

  it('do not come to whoever was silent through the rounds before, nor where the programme has none', () => {
    expect(reminding(asked(thursday, { questionOnly: true }), at('2026-10-13T07:00:00Z'))).toEqual({ kind: 'no-more' })
    expect(reminding(asked(thursday, { reminderDays: [] }), at('2026-10-13T07:00:00Z'))).toEqual({ kind: 'no-more' })
  })
})

describe('a wish to be asked again', () => {
  const question = '2026-10-01T07:00:00Z'
  const wish = (day: string, more = {}) => asked(question, { askAgainAt: at(`${day}T07:00:00Z`), ...more })

  it('takes the place of the reminders that come before it', () => {
    expect(reminding(wish('2026-10-09'), at('2026-10-05T07:00:00Z'))).toEqual({
      kind: 'look-again',
      at: at('2026-10-09T07:00:00Z'),
    })
    expect(reminding(wish('2026-10-09'), at('2026-10-09T07:00:00Z'))).toEqual({
      kind: 'remind',
      nth: 2,
      until: at('2026-10-12T22:00:00Z'),
      wished: true,
    })
  })

  it('is one of the three: after it comes the next but one', () => {
    expect(reminding(wish('2026-10-02'), at('2026-10-02T07:00:00Z'))).toMatchObject({
      nth: 1,
      until: at('2026-10-07T22:00:00Z'),
    })
    expect(reminding(asked(question, { reminders: 1 }), at('2026-10-02T07:00:01Z'))).toEqual({
      kind: 'look-again',
      at: at('2026-10-08T07:00:00Z'),
    })
  })

  it('that was missed stands for what was due until now', () => {
    expect(reminding(wish('2026-10-02'), at('2026-10-14T07:00:00Z'))).toEqual({
      kind: 'remind',
      nth: 3,
      until: closesAt,
      wished: true,
    })
  })

  it('is kept after three reminders, and by whoever is asked only once', () => {
    const last = { kind: 'remind', nth: 3, until: closesAt, wished: true }
    expect(reminding(wish('2026-10-14', { reminders: 3 }), at('2026-10-14T07:00:00Z'))).toEqual(last)
    const silent = reminding(wish('2026-10-02', { questionOnly: true }), at('2026-10-02T07:00:00Z'))
    expect(silent).toEqual({ kind: 'remind', nth: 1, until: closesAt, wished: true })
  })

  it('counts where the programme has no reminders of its own', () => {
    expect(reminding(wish('2026-10-02', { reminderDays: [] }), at('2026-10-02T07:00:00Z'))).toMatchObject({ nth: 1 })
  })

  it('made before the question left takes its place', () => {
    const early = wish('2026-10-09', { askedAt: undefined })
    expect(reminding(early, at('2026-10-05T07:00:00Z'))).toEqual({ kind: 'look-again', at: at('2026-10-09T07:00:00Z') })
    expect(reminding(early, at('2026-10-09T07:00:00Z'))).toEqual({
      kind: 'remind',
      nth: 1,
      until: closesAt,
      wished: true,
    })
  })

  it('waits for the end of days off that were set since, and of the night elsewhere', () => {
    const off = worker('Europe/Berlin', [['day-off', '2026-10-09', '2026-10-09']])
    const monday = { kind: 'look-again', at: at('2026-10-12T07:00:00Z') }
    expect(reminding(wish('2026-10-09', off), at('2026-10-06T07:00:00Z'))).toEqual(monday)
    expect(reminding(wish('2026-10-09', off), at('2026-10-09T07:00:00Z'))).toEqual(monday)
    const moved = worker('America/New_York')
    expect(reminding(wish('2026-10-09', moved), at('2026-10-09T07:00:00Z'))).toEqual({
      kind: 'look-again',
      at: at('2026-10-09T13:00:00Z'),
    })
  })

  it('does not outlive the close', () => {
    expect(reminding(wish('2026-10-15'), at('2026-10-14T07:00:00Z'))).toEqual({ kind: 'no-more' })
    expect(reminding(wish('2026-10-14'), closesAt)).toEqual({ kind: 'no-more' })
    expect(reminding(wish('2026-10-14'), at('2026-10-14T19:00:00Z'))).toEqual({ kind: 'no-more' })
  })

  test.each([
    ['tomorrow', '2026-10-01T07:00:00Z', 'tomorrow', '2026-10-02T07:00:00Z'],
    ['tomorrow, chosen before work', '2026-10-01T04:30:00Z', 'tomorrow', '2026-10-02T07:00:00Z'],
    ['tomorrow, chosen late', '2026-10-01T21:30:00Z', 'tomorrow', '2026-10-02T07:00:00Z'],
    ['tomorrow, chosen on a Friday', '2026-10-02T07:00:00Z', 'tomorrow', '2026-10-05T07:00:00Z'],
    ['in three days', '2026-10-05T12:00:00Z', 'three-days', '2026-10-08T07:00:00Z'],
    ['in three days, chosen before work', '2026-10-05T04:30:00Z', 'three-days', '2026-10-08T07:00:00Z'],
    ['in three days, a Sunday', '2026-10-01T07:00:00Z', 'three-days', '2026-10-05T07:00:00Z'],
    ['in a week', '2026-10-02T07:00:00Z', 'week', '2026-10-09T07:00:00Z'],
    ['on the last day', '2026-10-09T07:00:00Z', 'last-day', '2026-10-14T07:00:00Z'],
  ] as const)('%s comes in their morning', (_, now, length, expected) => {
    expect(askAgainAt(berlin, length, closesAt, at(now))).toEqual(at(expected))
  })

  it('on the last day is in the last morning before the close, where that is', () => {
    expect(askAgainAt(worker('Asia/Kathmandu'), 'last-day', closesAt, opensAt)).toEqual(at('2026-10-15T03:15:00Z'))
    expect(askAgainAt(worker('Pacific/Honolulu'), 'last-day', closesAt, opensAt)).toEqual(at('2026-10-14T19:00:00Z'))
  })

  test.each([
    ['at the beginning', '2026-10-01T07:00:00Z', ['tomorrow', 'three-days', 'week']],
    ['while a week fits', '2026-10-07T15:00:00Z', ['tomorrow', 'three-days', 'week']],
    ['when a week does not', '2026-10-08T07:00:00Z', ['tomorrow', 'three-days', 'last-day']],
    ['when three days do not', '2026-10-12T07:00:00Z', ['tomorrow', 'last-day']],
    ['when tomorrow is the last day', '2026-10-13T07:00:00Z', ['tomorrow']],
    ['on the last day before work', '2026-10-14T05:00:00Z', ['last-day']],
    ['on the last day', '2026-10-14T07:00:00Z', []],
    ['after the close', '2026-10-20T07:00:00Z', []],
  ])('can be for, %s', (_, now, lengths) => {
    expect(askAgainChoices(berlin, closesAt, at(now))).toEqual(lengths)
  })

  it('is not offered to whoever will not work any more', () => {
    const gone = worker('Europe/Berlin', [['pause', '2026-10-02', '2026-12-31']])
    expect(askAgainChoices(gone, closesAt, opensAt)).toEqual([])
  })
})

describe('planning', () => {
  const round = { ...span, zone: 'Europe/Berlin', reminders: [3, 7, 12] }
  const ana: Enrolled = {
    id: 'ana',
    kind: 'member',
    active: true,
    zone: 'Europe/Berlin',
    hours: usualHours,
    absences: '',
    freeOn: () => undefined,
    silent: false,
  }
  const plan = (people: readonly Partial<Enrolled>[], now = opensAt) =>
    planPeople(
      people.map((each) => ({ ...ana, ...each })),
      round,
      now,
    )

  it('asks, and looks again on the third day whether that left', () => {
    expect(plan([{}])).toEqual([
      { personId: 'ana', askAt: opensAt, leftOut: null, remindAt: at('2026-10-04T07:00:00Z'), questionOnly: false },
    ])
  })

  it('asks whoever was silent, and does not look again', () => {
    expect(plan([{ silent: true }])).toMatchObject([{ askAt: opensAt, remindAt: null, questionOnly: true }])
  })

  it('does not look again after the close', () => {
    expect(plan([{}], at('2026-10-13T07:00:00Z'))).toMatchObject([
      { askAt: at('2026-10-13T07:00:00Z'), remindAt: null },
    ])
  })

  test.each([
    [{ kind: 'guest' }, 'guest'],
    [{ kind: 'bot' }, 'bot'],
    [{ kind: 'stranger' }, 'stranger'],
    [{ active: false }, 'closed'],
    [{ kind: 'guest', active: false }, 'guest'],
  ] as const)('leaves out %j, and says so', (person, leftOut) => {
    expect(plan([person])).toMatchObject([{ askAt: null, leftOut, remindAt: null }])
  })

  it('takes the workspace’s zone for those who have none that is known, and UTC where that is not known either', () => {
    const morning = at('2026-10-01T03:00:00Z')
    const from = (zone: string) =>
      planPeople(
        [
          { ...ana, zone: null },
          { ...ana, zone: 'Mars/Olympus' },
        ],
        { ...round, opensAt: morning, zone },
        morning,
      )
    expect(from('America/New_York').map(({ askAt }) => askAt)).toEqual(Array(2).fill(at('2026-10-01T13:00:00Z')))
    expect(from('Mars/Olympus').map(({ askAt }) => askAt)).toEqual(Array(2).fill(at('2026-10-01T09:00:00Z')))
  })

  it('mixes nobody up: zone, hours, days and absences each count', () => {
    const late = { ...usualHours, from: 600 }
    const short = { ...usualHours, to: 600 }
    const fridays = { ...usualHours, days: 16 }
    const off = (day: string) => (day === '2026-10-01' ? ('day-off' as const) : undefined)
    const absences = 'day-off 2026-10-01 2026-10-01'
    const everybody = [{}, { zone: 'Europe/London' }, { hours: late }, { hours: fridays }, { absences, freeOn: off }]
    const times = ['01T07:00', '01T08:00', '01T08:00', '02T07:00', '02T07:00'].map((time) => at(`2026-10-${time}:00Z`))
    expect(plan([...everybody, ...everybody]).map(({ askAt }) => askAt)).toEqual([...times, ...times])
    expect(plan([{}, { hours: short }], at('2026-10-01T10:00:00Z')).map(({ askAt }) => askAt)).toEqual([
      at('2026-10-01T10:00:00Z'),
      at('2026-10-02T07:00:00Z'),
    ])
  })

  it('of a hundred thousand people in a few zones takes no more than a moment', () => {
    const zones = ['Europe/Berlin', 'Asia/Kathmandu', 'America/New_York']
    const people = Array.from({ length: 100_000 }, (_, nth) => ({ id: `p${nth}`, zone: zones[nth % 3] ?? null }))
    expect(new Set(plan(people).map(({ askAt }) => askAt?.toISOString()))).toEqual(
      new Set(['2026-10-01T07:00:00.000Z', '2026-10-01T13:00:00.000Z']),
    )
  })
})

function movesOf(moves: Readonly<Record<string, Readonly<Partial<Record<string, string>>>>>): string[] {
  return Object.entries(moves).flatMap(([event, ways]) =>
    Object.entries(ways).map(([from, to]) => `${from} –${event}→ ${to}`),
  )
}
