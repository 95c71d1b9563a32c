import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayOf, daysLater, isoWeekOf, usualHours, weekOf } from '../../src/calendar.ts'
import { mayLeave, nextTimeFor, type Reader } from '../../src/outbox/rules.ts'
import { mayTakePlace, mostUnasked, type Rival, type Unasked, unaskedOrder } from '../../src/outbox/rules-attention.ts'

const ann: Reader = {
  id: 'ann',
  slackId: 'UANN',
  zone: 'Europe/Berlin',
  hours: usualHours,
  isActive: true,
  isMember: true,
  absences: [],
  awayInSlack: undefined,
  unreachable: null,
}
const wednesday = new Date('2026-11-25T11:00:00Z')
const nextMonday = new Date('2026-11-30T08:00:00Z')

function left(at: string, unasked: Unasked = 'digest'): Rival {
  return { unasked, notBefore: new Date(at), expiresAt: null, leftAt: new Date(at) }
}

function waiting(unasked: Unasked, notBefore = '2026-11-23T08:00:00Z', expiresAt?: string): Rival {
  return { unasked, notBefore: new Date(notBefore), expiresAt: expiresAt ? new Date(expiresAt) : null, leftAt: null }
}

const may = (
  unasked: Unasked,
  rivals: readonly Rival[],
  reader = ann,
  now = wednesday,
  expiresAt: Date | null = null,
) => mayTakePlace(reader, { unasked, expiresAt }, rivals, now)
const held = { kind: 'hold', until: nextMonday, reason: 'attention' }

describe('what nobody asked for', () => {
  it('leaves while fewer than two have left in the week', () => {
    expect(may('reminder', [])).toEqual({ kind: 'go' })
    expect(may('reminder', [left('2026-11-23T08:00:00Z')])).toEqual({ kind: 'go' })
  })

  it('waits for the next working week once two have, whatever they were', () => {
    const two = [left('2026-11-23T08:00:00Z'), left('2026-11-25T10:59:00Z')]
    for (const unasked of unaskedOrder) expect(may(unasked, two)).toEqual(held)
  })

  it('counts the week of its reader, from Monday on', () => {
    // Sunday noon in UTC: Monday morning in Auckland.
    const sunday = [left('2026-11-22T11:30:00Z'), left('2026-11-22T11:40:00Z')]
    expect(may('check-in', sunday)).toEqual({ kind: 'go' })
    const inAuckland = { ...ann, zone: 'Pacific/Auckland' }
    expect(may('check-in', sunday, inAuckland, new Date('2026-11-24T21:00:00Z'))).toEqual({
      ...held,
      until: new Date('2026-11-29T20:00:00Z'),
    })
  })

  it('counts the week over the turn of the year', () => {
    const two = [left('2026-12-28T09:00:00Z'), left('2026-12-31T09:00:00Z')]
    const friday = new Date('2027-01-01T09:00:00Z')
    expect(may('check-in', two, ann, friday)).toEqual({ ...held, until: new Date('2027-01-04T08:00:00Z') })
  })

  it('leaves what comes before it a place, and takes one from what comes after it', () => {
    const rivals = [waiting('check-in'), waiting('proposal')]
    expect(may('reminder', rivals)).toEqual(held)
    expect(may('check-in', [waiting('reminder'), waiting('digest'), waiting('check-in')])).toEqual({ kind: 'go' })
    expect(may('proposal', [waiting('check-in'), left('2026-11-23T08:00:00Z')])).toEqual({ kind: 'go' })
    expect(may('check-in', [waiting('proposal'), left('2026-11-23T08:00:00Z')])).toEqual(held)
  })

  it.each([
    ['is due in the week after', waiting('proposal', '2026-11-30T08:00:00Z')],
    ['could only leave at the weekend', waiting('proposal', '2026-11-27T16:00:00Z')],
    ['is too late by its reader’s next morning', waiting('proposal', '2026-11-25T17:00:00Z', '2026-11-26T08:00:00Z')],
  ])('keeps no place for what %s', (_, rival) => {
    expect(may('reminder', [rival, left('2026-11-23T08:00:00Z')])).toEqual({ kind: 'go' })
  })

  it('is over rather than late', () => {
    const two = [left('2026-11-23T08:00:00Z'), left('2026-11-24T08:00:00Z')]
    expect(may('reminder', two, ann, wednesday, nextMonday)).toEqual({ kind: 'end', reason: 'expired' })
    expect(may('reminder', two, ann, wednesday, new Date(nextMonday.getTime() + 1)).kind).toBe('hold')
  })

  it('waits past a holiday and days off for the first working day of the next week', () => {
    const absences = [
      { kind: 'holiday', firstDay: '2026-11-30', lastDay: '2026-11-30' },
      { kind: 'day-off', firstDay: '2026-12-01', lastDay: '2026-12-02' },
    ] as const
    const two = [left('2026-11-23T08:00:00Z'), left('2026-11-24T08:00:00Z')]
    expect(may('digest', two, { ...ann, absences })).toEqual({ ...held, until: new Date('2026-12-03T08:00:00Z') })
  })
})

describe('over weeks of any letters', () => {
  interface Planned {
    readonly unasked: Unasked
    readonly notBefore: Date
    readonly expiresAt: Date | null
  }
  const monday = new Date('2026-10-19T00:00:00Z')
  const hour = 3_600_000
  const planned = fc
    .record({
      unasked: fc.constantFrom(...unaskedOrder),
      after: fc.nat(21 * 24),
      lasts: fc.option(fc.integer({ min: 1, max: 10 * 24 })),
    })
    .map(({ unasked, after, lasts }): Planned => {
      const notBefore = new Date(monday.getTime() + after * hour)
      return { unasked, notBefore, expiresAt: lasts === null ? null : new Date(notBefore.getTime() + lasts * hour) }
    })
  const zones = ['Pacific/Kiritimati', 'Asia/Kathmandu', 'Europe/Berlin', 'America/Sao_Paulo', 'Pacific/Honolulu']
  const reader = fc
    .record({ zone: fc.constantFrom(...zones), days: fc.integer({ min: 1, max: 127 }), free: fc.nat(20) })
    .map(({ zone, days, free }): Reader => {
      const day = dayOf(daysLater(monday, free), 'UTC')
      const absences = [{ kind: 'day-off', firstDay: day, lastDay: day }] as const
      return { ...ann, zone, hours: { ...usualHours, days }, absences }
    })

  interface Told extends Planned {
    leftAt: Date | null
    heldUntil: Date
    isOver: boolean
  }

  /** What is due leaves, or is told to wait, in the order of its turn; Slack is away for so many hours now and then. */
  function play(who: Reader, letters: readonly Planned[], outages: readonly number[] = []): readonly Told[] {
    const told = letters.map((each): Told => ({ ...each, leftAt: null, heldUntil: each.notBefore, isOver: false }))
    const open = () => told.filter(({ leftAt, isOver }) => !leftAt && !isOver)
    let now = monday
    for (let turn = 0; open().length > 0 && turn < 500; turn++) {
      const [letter] = open().sort((one, other) => one.heldUntil.getTime() - other.heldUntil.getTime())
      if (!letter) break
      const outage = outages[turn] ?? 0
      now = new Date(Math.max(now.getTime() + outage * hour, letter.heldUntil.getTime()))
      const first = mayLeave(who, { urgent: false, expiresAt: letter.expiresAt }, 'working', now)
      const rivals = told
        .filter((each) => each !== letter && !each.isOver)
        .map((each) => ({ ...each, notBefore: each.heldUntil }))
      const leave = first.kind === 'go' ? mayTakePlace(who, letter, rivals, now) : first
      if (leave.kind === 'go') letter.leftAt = now
      if (leave.kind === 'end') letter.isOver = true
      if (leave.kind === 'hold') letter.heldUntil = leave.until
    }
    return told
  }

  const weekIn = ({ zone }: Reader, at: Date) => Object.values(isoWeekOf(at, zone)).join('-')

  it('never more than two leave in a week, none leaves late or outside work, and none waits for ever', () => {
    fc.assert(
      fc.property(reader, fc.array(planned, { maxLength: 12 }), fc.array(fc.nat(60)), (who, letters, outages) => {
        const told = play(who, letters, outages)
        const weeks = told.flatMap(({ leftAt }) => (leftAt ? weekIn(who, leftAt) : []))
        for (const week of weeks) expect(weeks.filter((each) => each === week).length).toBeLessThanOrEqual(mostUnasked)
        for (const { leftAt, expiresAt, isOver } of told) {
          expect(leftAt !== null || isOver).toBe(true)
          if (!leftAt) continue
          expect(expiresAt === null || leftAt < expiresAt).toBe(true)
          expect(nextTimeFor(who, leftAt)).toEqual(leftAt)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('nothing leaves in a week before what comes before it in the order and was as due', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...unaskedOrder), { maxLength: 10 }), (kinds) => {
        const told = play(
          ann,
          kinds.map((unasked) => ({ unasked, notBefore: daysLater(monday, -1), expiresAt: null })),
        )
        const { to } = weekOf(monday, ann.zone)
        const left = told.filter(({ leftAt }) => leftAt && leftAt < to)
        const stayed = told.filter(({ leftAt }) => !leftAt || leftAt >= to)
        for (const late of stayed) for (const early of left) expect(placeOf(early)).toBeLessThanOrEqual(placeOf(late))
      }),
      { numRuns: 60 },
    )
  })

  const placeOf = ({ unasked }: Planned) => unaskedOrder.indexOf(unasked)
})
