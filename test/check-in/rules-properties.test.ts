import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { localDaysLater, usualHours, type WorkingHours } from '../../src/calendar.ts'
import {
  askAgainAt,
  askAgainChoices,
  planQuestion,
  type Span,
  timeline,
  type Working,
} from '../../src/check-in/rules.ts'
import { type FreeSpan, worker } from './people.ts'
import {
  dayAfter,
  type Happening,
  type Letter,
  type Life,
  type Stretch,
  type Told,
  tell,
  wallOf,
  works,
} from './story.ts'

// Clocks change at night everywhere here; that whoever works then is asked once, the eight quarters show.
const zone = fc.constantFrom(
  'Pacific/Kiritimati',
  'Pacific/Auckland',
  'Australia/Lord_Howe',
  'Australia/Sydney',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'Europe/Berlin',
  'Europe/London',
  'UTC',
  'America/Sao_Paulo',
  'America/St_Johns',
  'America/New_York',
  'America/Havana',
  'Pacific/Honolulu',
)
const quarter = 15
const hours: fc.Arbitrary<WorkingHours> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(usualHours) },
  {
    weight: 1,
    arbitrary: fc
      .record({
        from: fc.integer({ min: 16, max: 80 }),
        length: fc.integer({ min: 1, max: 60 }),
        days: fc.integer({ min: 1, max: 127 }),
      })
      .map(({ from, length, days }) => ({ from: from * quarter, to: Math.min(from + length, 96) * quarter, days })),
  },
)
// Half of the openings are near a change of clocks.
const opening = fc
  .tuple(
    fc.oneof(
      fc.integer({ min: 0, max: 800 }),
      fc
        .constantFrom('2026-09-27', '2026-10-04', '2026-10-25', '2026-11-01', '2027-03-14', '2027-03-28', '2027-04-04')
        .chain((change) =>
          fc
            .integer({ min: -13, max: 0 })
            .map((days) => (Date.parse(change) - Date.parse('2026-09-01')) / 86_400_000 + days),
        ),
    ),
    fc.integer({ min: 0, max: 95 }),
  )
  .map(([day, nth]) => new Date(Date.parse('2026-09-01') + day * 86_400_000 + nth * quarter * 60_000))
const span: fc.Arbitrary<Span> = fc
  .tuple(opening, fc.constantFrom(14, 14, 14, 4, 21))
  .map(([opensAt, days]) => ({ opensAt, closesAt: localDaysLater(opensAt, days, 'Europe/Berlin') }))
const absence = fc.record({
  reason: fc.constantFrom('pause' as const, 'day-off' as const, 'holiday' as const),
  first: fc.integer({ min: -3, max: 16 }),
  days: fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 4 }) },
    { weight: 1, arbitrary: fc.integer({ min: 5, max: 25 }) },
  ),
})
const someone = fc.tuple(span, zone, hours, fc.array(absence, { maxLength: 3 })).map(([when, where, at, absences]) => {
  const free = absences.map(
    ({ reason, first, days }): FreeSpan => [
      reason,
      dayAfter(when.opensAt, first),
      dayAfter(when.opensAt, first + days),
    ],
  )
  return { span: when, person: worker(where, free, at) }
})
const reminderDays = fc.constantFrom([3, 7, 12], [3, 7, 12], [2, 5, 9], [1, 2, 3], [7], [], [1, 3, 4, 6, 8])

const minutes = fc.integer({ min: 0, max: 15 * 96 }).map((nth) => nth * quarter)
const stretch: fc.Arbitrary<Stretch> = fc.oneof(
  fc.record({ from: minutes, length: fc.integer({ min: 15, max: 600 }) }),
  fc.record({ from: minutes, length: fc.integer({ min: 600, max: 20_000 }) }),
  // Until after the close.
  fc
    .tuple(fc.integer({ min: 15, max: 10_000 }), fc.integer({ min: 0, max: 3 * 1_440 }))
    .map(([before, past]) => ({ from: 14 * 1_440 - before, length: before + past })),
)
const troubles = fc.oneof(fc.constant([]), fc.array(stretch, { minLength: 1, maxLength: 2 }))
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ at: minutes, kind: fc.constantFrom('answered', 'skipped', 'left') }) },
  { weight: 4, arbitrary: fc.record({ at: minutes, kind: fc.constant('wish'), nth: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ at: minutes, kind: fc.constant('moves'), zone }) },
  { weight: 2, arbitrary: fc.tuple(absence, minutes).map(([off, at]) => ({ ...off, at, kind: 'takes-off' as const })) },
)
const life: fc.Arbitrary<Life> = fc
  .record({
    who: someone,
    reminderDays,
    silent: fc.constantFrom(false, false, false, true),
    events: fc.array(happening, { maxLength: 4 }),
    downtimes: troubles,
    outages: troubles,
    beat: fc.constantFrom(15, 45, 240),
  })
  .map(({ who, ...more }) => ({ ...more, ...who }))

describe('the question', () => {
  it('comes with the first working moment of the round, and to everybody who has one', () => {
    fc.assert(
      fc.property(someone, fc.integer({ min: -96, max: 96 * 4 }), ({ person, span: round }, late) => {
        const now = minutesAfter(round.opensAt, late * quarter)
        const first = quartersFrom(now < round.opensAt ? round.opensAt : now, round.closesAt).find((at) =>
          works(at, person),
        )
        const question = planQuestion(person, round, now)
        if (first) expect(question).toEqual({ kind: 'ask', at: first })
        else
          expect(question).toMatchObject({
            kind: 'left-out',
            reason: expect.stringMatching(/pause|day-off|no-working-day/),
          })
      }),
    )
  })

  it('is left out for what the days are free for, and for nothing else', () => {
    fc.assert(
      fc.property(someone, ({ person, span: round }) => {
        const question = planQuestion(person, round, round.opensAt)
        fc.pre(question.kind === 'left-out')
        const always = { ...person, freeOn: () => undefined }
        const working = quartersFrom(round.opensAt, round.closesAt).filter((at) => works(at, always))
        const reasons = working.map((at) => person.freeOn(wallOf(at, person.zone).day))
        const [reason] = (['pause', 'day-off'] as const).filter((each) => reasons.includes(each))
        expect(question).toEqual({ kind: 'left-out', reason: reason ?? 'no-working-day' })
      }),
    )
  })
})

describe('reminders', () => {
  it('come exactly when they should to somebody who never answers, once a day, while everything runs', () => {
    fc.assert(
      fc.property(someone, reminderDays, ({ person, span: round }, days) => {
        const { letters, askedAt } = tell(quiet(person, round, days))
        fc.pre(askedAt !== undefined)
        const due = days.slice(0, timeline.mostReminders).flatMap((each) => {
          const wanted = sameTimeLater(askedAt, each, person.zone)
          return quartersFrom(wanted, round.closesAt).find((at) => works(at, person)) ?? []
        })
        const dayOf = (at: Date) => wallOf(at, person.zone).day
        const firstOfDay = due.filter((at, nth) => nth === 0 || dayOf(at) !== dayOf(due[nth - 1] ?? at))
        expect(reminded(letters).map(({ sentAt }) => sentAt)).toEqual(firstOfDay)
      }),
    )
  })

  it('come when somebody wished, where nothing has come between', () => {
    fc.assert(
      fc.property(someone, reminderDays, minutes, fc.nat(3), ({ person, span: round }, days, at, nth) => {
        const { letters, wishes } = tell({
          ...quiet(person, round, days),
          events: [{ at, kind: 'wish', nth }],
        })
        const [wish] = wishes
        fc.pre(wish !== undefined)
        const between = reminded(letters).filter(({ sentAt }) => wish.at < sentAt && sentAt < wish.until)
        expect(between).toEqual([])
        expect(reminded(letters).filter(({ kind }) => kind === 'again')).toMatchObject([{ sentAt: wish.until }])
      }),
    )
  })

  it('can be wished for before the close only, for a working morning that is another day or the last one', () => {
    fc.assert(
      fc.property(someone, minutes, ({ person, span: round }, passed) => {
        const now = minutesAfter(round.opensAt, passed)
        const choices = askAgainChoices(person, round.closesAt, now)
        const mornings = choices.map((wish) => askAgainAt(person, wish, round.closesAt, now) ?? expect.fail(wish))
        for (const [nth, at] of mornings.entries()) {
          expect(at < round.closesAt && at > now).toBe(true)
          expect(works(at, person)).toBe(true)
          expect(
            works(minutesAfter(at, -1), person) &&
              wallOf(minutesAfter(at, -1), person.zone).day === wallOf(at, person.zone).day,
          ).toBe(false)
          if (choices[nth] !== 'last-day') expect(wallOf(at, person.zone).day > wallOf(now, person.zone).day).toBe(true)
        }
        expect(mornings).toEqual([...mornings].sort((one, other) => one.getTime() - other.getTime()))
      }),
    )
  })
})

describe('a round, whatever people, clocks and machines do,', () => {
  it('asks everybody once who is planned, if there is a moment for it at all', () => {
    throughLives(({ letters, chances }) => {
      const asked = letters.filter(({ kind, sentAt }) => kind === 'question' && sentAt)
      expect(asked).toHaveLength(chances > 0 ? 1 : 0)
    })
  })

  it('writes and sends in working time, and never on a free day', () => {
    throughLives(({ letters }) => {
      for (const { sentAt, reader } of letters) if (sentAt && reader) expect(works(sentAt, reader)).toBe(true)
      for (const { kind, writtenAt, writer } of letters)
        if (kind !== 'question') expect(works(writtenAt, writer)).toBe(true)
    })
  })

  it('reminds three times at most, but for what people asked for themselves', () => {
    throughLives(({ letters, wishes }) => {
      const sent = reminded(letters)
      expect(sent.filter(({ kind }) => kind === 'again').length).toBeLessThanOrEqual(wishes.length)
      for (const [before, { kind, nth }] of sent.entries()) {
        expect(nth).toBeGreaterThanOrEqual(1)
        expect(nth).toBeLessThanOrEqual(timeline.mostReminders)
        if (kind === 'reminder') expect(before).toBeLessThan(timeline.mostReminders)
      }
    })
  })

  it('reminds nobody automatically who was silent before', () => {
    const onlyAsked = ({ letters }: Told) => {
      expect(letters.filter(({ kind }) => kind === 'reminder')).toEqual([])
    }
    throughLives(onlyAsked, { silent: true })
  })

  it('says nothing after the close, an answer or *skip*, and looks at nobody then', () => {
    throughLives(({ letters, looks, overAt }, { span: round }) => {
      for (const { sentAt } of letters) if (sentAt) expect(sentAt <= overAt && sentAt < round.closesAt).toBe(true)
      for (const { kind, writtenAt } of letters) if (kind !== 'question') expect(writtenAt < round.closesAt).toBe(true)
      expect(looks.filter((at) => at > overAt)).toEqual([])
    })
  })

  it('makes up for what was missed with one reminder: each stands for all that were due', () => {
    throughLives(({ letters, askedAt }, { reminderDays: days, silent }) => {
      for (const { kind, nth, writtenAt, writer } of letters) {
        if (kind === 'question' || !askedAt || silent || writtenAt < askedAt) continue
        const nominal = days.slice(0, timeline.mostReminders).map((each) => sameTimeLater(askedAt, each, writer.zone))
        expect(nth).toBeGreaterThanOrEqual(nominal.filter((at) => at <= writtenAt).length)
      }
    })
  })

  it('never writes to anybody twice on one day', () => {
    throughLives(({ letters }, { events }) => {
      fc.pre(events.every(({ kind }) => kind !== 'moves'))
      const days = letters.flatMap(({ sentAt, reader }) => (sentAt && reader ? [wallOf(sentAt, reader.zone).day] : []))
      expect(days).toEqual([...new Set(days)])
    })
  })

  it('looks at nobody more than about once a day', () => {
    throughLives(({ looks, wishes, letters }, { span: { opensAt, closesAt } }) => {
      const days = (closesAt.getTime() - opensAt.getTime()) / 86_400_000
      expect(looks.length).toBeLessThanOrEqual(days + 2 * (letters.length + wishes.length) + 6)
    })
  })
})

function throughLives(holds: (told: Told, life: Life) => void, same: Partial<Life> = {}): void {
  const lives = life.map((each) => ({ ...each, ...same }))
  fc.assert(
    fc.property(lives, (each) => holds(tell(each), each)),
    { numRuns: 200 },
  )
}

function quiet(person: Working, round: Span, days: readonly number[]): Life {
  return {
    person,
    span: round,
    reminderDays: days,
    silent: false,
    events: [],
    downtimes: [],
    outages: [],
    beat: quarter,
  }
}

function reminded(letters: readonly Letter[]): readonly (Letter & { readonly sentAt: Date })[] {
  return letters
    .filter(
      (letter): letter is Letter & { readonly sentAt: Date } =>
        letter.kind !== 'question' && letter.sentAt !== undefined,
    )
    .sort((one, other) => one.sentAt.getTime() - other.sentAt.getTime())
}

function minutesAfter(at: Date, passed: number): Date {
  return new Date(at.getTime() + passed * 60_000)
}

function quartersFrom(from: Date, until: Date): Date[] {
  const count = Math.max(0, Math.ceil((until.getTime() - from.getTime()) / (quarter * 60_000)))
  return Array.from({ length: count }, (_, nth) => minutesAfter(from, nth * quarter))
}

/** When a clock on the wall shows the same so many days later: found by looking at it, no clock changes by more than an hour. */
function sameTimeLater(at: Date, days: number, where: string): Date {
  const wanted = {
    day: dayAfter(new Date(`${wallOf(at, where).day}T00:00Z`), days),
    minutes: wallOf(at, where).minutes,
  }
  const near = [-60, -30, 0, 30, 60].map((shift) => minutesAfter(at, days * 1_440 + shift))
  const found = near.find((then) => {
    const { day, minutes: shown } = wallOf(then, where)
    return day === wanted.day && shown === wanted.minutes
  })
  return found ?? expect.fail(`No ${wanted.day}, minute ${wanted.minutes}, in ${where}.`)
}
