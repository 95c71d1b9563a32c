import { nextWorkingTime } from '../../src/calendar.ts'
import {
  askAgainAt,
  askAgainChoices,
  type CheckInEvent,
  type CheckInState,
  checkInMoves,
  type FreeDay,
  reminding,
  type Span,
  type Working,
} from '../../src/check-in/rules.ts'
import { planPeople } from '../../src/check-in/rules-plan.ts'

/** One person’s round, in minutes after its opening. */
export interface Life {
  readonly person: Working
  readonly span: Span
  readonly reminderDays: readonly number[]
  readonly silent: boolean
  readonly events: readonly Happening[]
  /** Nothing runs. */
  readonly downtimes: readonly Stretch[]
  /** The app runs, and Slack takes nothing. */
  readonly outages: readonly Stretch[]
  /** Minutes between two beats. */
  readonly beat: number
}

export interface Stretch {
  readonly from: number
  readonly length: number
}

export type Happening = { readonly at: number } & (
  | { readonly kind: 'answered' | 'skipped' | 'left' }
  | { readonly kind: 'wish'; readonly nth: number }
  | { readonly kind: 'moves'; readonly zone: string }
  | ({ readonly kind: 'takes-off' } & TakesOff)
)

/** Days after the opening’s. */
interface TakesOff {
  readonly first: number
  readonly days: number
  readonly reason: FreeDay
}

export interface Letter {
  readonly kind: 'question' | 'reminder' | 'again'
  /** How many reminders are behind the person with it. */
  readonly nth: number
  readonly writtenAt: Date
  readonly expiresAt: Date
  /** Their calendar when it was written. */
  readonly writer: Working
  /** And when it left. */
  readonly reader?: Working
  readonly sentAt?: Date
}

export interface Told {
  readonly letters: readonly Letter[]
  readonly state: CheckInState
  readonly askedAt: Date | undefined
  /** When the round was over for them, by what they did or by its close. */
  readonly overAt: Date
  readonly looks: readonly Date[]
  readonly wishes: readonly Wish[]
  /** Beats at which the question could leave and its reader worked. */
  readonly chances: number
}

interface Wish {
  readonly at: Date
  readonly until: Date
}

const minute = 60_000
const dayLong = 86_400_000

/** Somebody’s part as its row has it. */
interface Part {
  person: Working
  state: CheckInState | undefined
  askedAt: Date | undefined
  askAgainAt: Date | undefined
  remindAt: Date | undefined
  overAt: Date | undefined
  reminders: number
}

type Held = Letter & { readonly notBefore: Date }

/** Plays a round as the app does: at each beat it looks, decides and writes, and what may leave leaves. */
export function tell(life: Life): Told {
  const { opensAt, closesAt } = life.span
  const part: Part = {
    person: life.person,
    state: undefined,
    askedAt: undefined,
    askAgainAt: undefined,
    remindAt: undefined,
    overAt: undefined,
    reminders: 0,
  }
  const letters = new Map<string, Held>()
  const looks: Date[] = []
  const wishes: Wish[] = []
  const events = [...life.events].sort((one, other) => one.at - other.at)
  let chances = 0

  const end = closesAt.getTime() + 4 * dayLong
  for (let now = opensAt; now.getTime() < end; now = new Date(now.getTime() + life.beat * minute)) {
    const passed = (now.getTime() - opensAt.getTime()) / minute
    if (life.downtimes.some((each) => isIn(each, passed))) continue
    if (part.state === undefined) plan(now)
    while (events[0] && events[0].at <= passed) happen(events.shift(), now)
    if (part.remindAt && part.remindAt <= now && part.state === 'waiting') remind(now)
    if (now >= closesAt) move('round-closed', now)
    if (!life.outages.some((each) => isIn(each, passed))) deliver(now)
  }
  const { state = 'closed', askedAt, overAt = closesAt } = part
  return { letters: [...letters.values()], state, askedAt, overAt, looks, wishes, chances }

  function plan(now: Date): void {
    const { silent, reminderDays: reminders, span } = life
    const ana = { id: 'ana', kind: 'member', active: true, absences: '', silent, ...part.person } as const
    const [planned] = planPeople([ana], { ...span, zone: 'UTC', reminders }, now)
    part.state = planned?.askAt ? 'waiting' : 'left-out'
    part.remindAt = planned?.remindAt ?? undefined
    if (planned?.askAt) write('question', 'question', 0, now, closesAt, planned.askAt)
  }

  function happen(event: Happening | undefined, now: Date): void {
    const { person } = part
    switch (event?.kind) {
      case 'answered':
      case 'skipped':
      case 'left':
        move(event.kind, now)
        break
      case 'wish':
        wishFor(event.nth, now)
        break
      case 'moves':
        part.person = { ...person, zone: event.zone }
        break
      case 'takes-off':
        part.person = { ...person, freeOn: (day) => person.freeOn(day) ?? freeBy(event, opensAt, day) }
    }
  }

  function move(event: CheckInEvent, now: Date): void {
    const to = part.state && checkInMoves[event][part.state]
    if (!to) return
    if (part.state === 'waiting') part.overAt = now
    part.state = to
  }

  function wishFor(nth: number, now: Date): void {
    const choices = askAgainChoices(part.person, closesAt, now)
    const wish = choices[nth % choices.length]
    const until = wish && askAgainAt(part.person, wish, closesAt, now)
    if (!until || part.state !== 'waiting') return
    wishes.push({ at: now, until })
    // What was on its way is called off for it.
    for (const [key, letter] of letters) if (!letter.sentAt) letters.set(key, { ...letter, expiresAt: now })
    part.askAgainAt = until
    part.remindAt = until
  }

  function remind(now: Date): void {
    const { silent: questionOnly, reminderDays } = life
    const next = reminding({ ...part, ...part.person, questionOnly, closesAt, reminderDays }, now)
    looks.push(now)
    part.remindAt = next.kind === 'look-again' ? next.at : undefined
    if (next.kind !== 'remind') return
    const [key, kind] = next.wished
      ? ([`again:${now.getTime()}`, 'again'] as const)
      : ([`reminder:${next.nth}`, 'reminder'] as const)
    write(key, kind, next.nth, now, next.until, now)
    part.reminders = next.nth
    if (next.wished) part.askAgainAt = undefined
    part.remindAt = new Date(now.getTime() + 1)
  }

  function write(
    key: string,
    kind: Letter['kind'],
    nth: number,
    writtenAt: Date,
    expiresAt: Date,
    notBefore: Date,
  ): void {
    if (letters.has(key)) throw new Error(`A second letter ${key}.`)
    letters.set(key, { kind, nth, writtenAt, expiresAt, notBefore, writer: part.person })
  }

  /** What has nothing to say any more stays where it is; what finds its reader asleep waits for the morning. */
  function deliver(now: Date): void {
    if (part.state !== 'waiting') return
    for (const [key, letter] of letters) {
      if (letter.sentAt || letter.expiresAt <= now || now < letter.notBefore) continue
      if (letter.kind === 'question' && works(now, part.person)) chances++
      const leaves = nextWorking(now, part.person)
      letters.set(
        key,
        leaves > now ? { ...letter, notBefore: leaves } : { ...letter, sentAt: now, reader: part.person },
      )
      if (letter.kind === 'question' && leaves <= now) part.askedAt = now
    }
  }
}

function nextWorking(at: Date, { zone, hours, freeOn }: Working): Date {
  return nextWorkingTime(at, zone, hours, (day) => freeOn(day) !== undefined)
}

function isIn({ from, length }: Stretch, passed: number): boolean {
  return from <= passed && passed < from + length
}

function freeBy({ first, days, reason }: TakesOff, opensAt: Date, day: string): FreeDay | undefined {
  return dayAfter(opensAt, first) <= day && day <= dayAfter(opensAt, first + days) ? reason : undefined
}

export function dayAfter(at: Date, days: number): string {
  return new Date(at.getTime() + days * dayLong).toISOString().slice(0, 10)
}

/** What a clock and a calendar on somebody’s wall show, by the platform’s own formatter. */
export interface Wall {
  readonly day: string
  /** Monday is 0. */
  readonly weekday: number
  readonly minutes: number
}

const formatters = new Map<string, Intl.DateTimeFormat>()

export function wallOf(at: Date, zone: string): Wall {
  const formatter =
    formatters.get(zone) ?? new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  formatters.set(zone, formatter)
  const [day = '', time = ''] = formatter.format(at).split(' ')
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return { day, weekday: (new Date(day).getUTCDay() + 6) % 7, minutes: hours * 60 + minutes }
}

/** Whether somebody works then, without a calendar of ours. */
export function works(at: Date, { zone, hours: { from, to, days }, freeOn }: Working): boolean {
  const { day, weekday, minutes } = wallOf(at, zone)
  return (days & (1 << weekday)) !== 0 && freeOn(day) === undefined && from <= minutes && minutes < to
}
