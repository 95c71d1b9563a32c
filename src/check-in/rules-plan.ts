import { type Day, knownZone, localDaysLater, type WorkingHours } from '../calendar.ts'
import { type FreeDay, type LeftOut, planQuestion, type Span, type Working } from './rules.ts'

/** Somebody enrolled, as their row has it; what they have not said themselves is the workspace’s. */
export interface Enrolled {
  readonly id: string
  readonly kind: 'member' | 'guest' | 'bot' | 'stranger'
  readonly active: boolean
  readonly zone: string | null
  readonly hours: WorkingHours
  /** Equal for equal absences. */
  readonly absences: string
  readonly freeOn: (day: Day) => FreeDay | undefined
  /** Silent through the rounds before. */
  readonly silent: boolean
}

export interface RoundToPlan extends Span {
  /** IANA, of the workspace: for those who have none. */
  readonly zone: string
  /** In days after a person’s own question. */
  readonly reminders: readonly number[]
}

/** One person’s part, as it is written down. */
export interface Plan {
  readonly personId: string
  readonly askAt: Date | null
  readonly leftOut: LeftOut | null
  /** When to look first whether a reminder is due. */
  readonly remindAt: Date | null
  readonly questionOnly: boolean
}

/**
 * What a round asks of each of them and when. It is worked out once for all who are alike: of a hundred thousand people
 * there are a few hundred kinds.
 */
export function planPeople(people: readonly Enrolled[], round: RoundToPlan, now: Date): Plan[] {
  const known = new Map<string, PartPlan>()
  return people.map((person) => {
    const key = likeness(person)
    const plan = known.get(key) ?? planPart(person, round, now)
    known.set(key, plan)
    return { personId: person.id, ...plan }
  })
}

/** Whether it is a person’s own affair that they are not asked. Where only time has run out, their question has not arrived. */
export function isTheirs(reason: LeftOut | null): reason is LeftOut {
  return reason !== null && reason !== 'no-working-day'
}

type PartPlan = Omit<Plan, 'personId'>

function likeness({ kind, active, zone, hours: { from, to, days }, absences, silent }: Enrolled): string {
  return [kind, active, zone, from, to, days, absences, silent].join('|')
}

function planPart(person: Enrolled, round: RoundToPlan, now: Date): PartPlan {
  const reason = notAsked(person)
  if (reason) return leftOut(reason)
  const { hours, freeOn } = person
  const working: Working = { zone: zoneOf(person, round), hours, freeOn }
  const question = planQuestion(working, round, now)
  return question.kind === 'ask' ? asked(person, question.at, working.zone, round) : leftOut(question.reason)
}

function notAsked({ kind, active }: Enrolled): LeftOut | undefined {
  if (kind !== 'member') return kind
  return active ? undefined : 'closed'
}

function asked({ silent }: Enrolled, askAt: Date, zone: string, { reminders, closesAt }: RoundToPlan): PartPlan {
  const [first] = reminders
  const remindAt = silent || first === undefined ? undefined : localDaysLater(askAt, first, zone)
  const comes = remindAt !== undefined && remindAt < closesAt
  return { askAt, leftOut: null, remindAt: comes ? remindAt : null, questionOnly: silent }
}

function leftOut(reason: LeftOut): PartPlan {
  return { askAt: null, leftOut: reason, remindAt: null, questionOnly: false }
}

/** Slack may know a newer zone than this machine does. */
function zoneOf({ zone }: Enrolled, round: RoundToPlan): string {
  return knownZone(zone ?? undefined) ?? knownZone(round.zone) ?? 'UTC'
}
