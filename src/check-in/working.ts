import { type Day, knownZone } from '../calendar.ts'
import { hoursOf } from '../directory/rules-hours.ts'
import type { Reader } from '../outbox/kinds.ts'
import type { FreeDay, Working } from './rules.ts'
import type { Enrolled } from './rules-plan.ts'
import type { Candidate, Place } from './store-plan.ts'

/** What a person’s own row says of when they work. */
export type OwnCalendar = Pick<Candidate, 'zone' | 'workFrom' | 'workTo' | 'workDays' | 'absences'>

/** Somebody enrolled; what they have not said themselves is the workspace’s. */
export function enrolledFrom(candidate: Candidate, place: Place): Enrolled {
  const { id, kind, active, zone, absences, silent } = candidate
  return { id, kind, active, zone, absences, silent, ...whenOf(candidate, place) }
}

/** When somebody can be written to. */
export function workingFrom(own: OwnCalendar, place: Place): Working {
  return { zone: knownZone(own.zone ?? undefined) ?? knownZone(place.zone) ?? 'UTC', ...whenOf(own, place) }
}

/** The same of whoever reads a letter. */
export function workingOf({ zone, hours, absences }: Reader): Working {
  return {
    zone,
    hours,
    freeOn: (day) => {
      const free = absences.filter(({ firstDay, lastDay }) => firstDay <= day && day <= lastDay)
      return (free.find(({ kind }) => kind !== 'holiday') ?? free[0])?.kind
    },
  }
}

function whenOf({ workFrom, workTo, workDays, absences }: OwnCalendar, place: Place): Omit<Working, 'zone'> {
  return {
    hours: hoursOf({ from: workFrom, to: workTo, days: workDays }, place.hours),
    freeOn: freeOn(absences, place.holidays),
  }
}

function freeOn(absences: string, holidays: ReadonlySet<Day>): (day: Day) => FreeDay | undefined {
  const spans = absences === '' ? [] : absences.split(',').map((span) => span.split(' '))
  return (day) => {
    const own = spans.find(([, first = '', last = '']) => first <= day && day <= last)
    if (own) return own[0] === 'pause' ? 'pause' : 'day-off'
    return holidays.has(day) ? 'holiday' : undefined
  }
}
