import {
  type Day,
  dayOf,
  daysLater,
  isWorkingTime,
  nextWorkingMorning,
  nextWorkingTime,
  type WorkingHours,
} from '../calendar.ts'

/** The times that rule a letter’s way, in milliseconds of the machine. The README prints them. */
export const times = {
  /**
   * After a call without an answer, before the conversation is believed that the letter is not in it: as long again as
   * the call itself was given, so that whatever Slack was still doing is done.
   */
  grace: 10_000,
  /** The first pause before a letter that Slack put off is tried again; each further one is twice as long. */
  firstPause: 5_000,
  longestPause: 600_000,
  /** A lane, while Slack cannot be reached. */
  away: 10_000,
  /** A lane, while there is no token that works. */
  withoutToken: 60_000,
  /** A letter of a kind that this release does not know; a newer one will take it. */
  unknownKind: 60_000,
} as const

/** So many calls are made for one letter; then it has failed, and an admin decides. */
export const mostAttempts = 8

/**
 * The reason of a letter in `sending` that an admin tries again, until its call begins: where nobody may look, it is sent
 * all the same.
 */
export const askedAgain = 'asked_again'

export type LetterState = 'planned' | 'sending' | 'sent' | 'unknown' | 'failed' | 'cancelled'

/** What can happen to a letter. */
export type Event =
  /** Its call begins, by the worker that holds its lease. */
  | 'marked'
  /** Slack has it, whoever learns that and however late. */
  | 'arrived'
  /** The call was refused, and nothing was done: another time. */
  | 'put-off'
  /** Night, a weekend, a week that has enough: it waits for its reader’s working time. */
  | 'held'
  /** The call got no answer that can be believed. */
  | 'unanswered'
  /** Nobody is allowed to look whether it arrived. */
  | 'unknowable'
  /** Slack will never take it, or not within its attempts. */
  | 'refused'
  /** What it was about is over, or its reader is gone. */
  | 'called-off'
  /** By an admin. */
  | 'tried-again'
  | 'given-up'
  /** Its reader, who was gone, is back before it is too late. */
  | 'wanted-again'

/** Where each event leads, from where it can happen. Whatever is not here does not happen: its statement finds no row. */
export const moves: Readonly<Record<Event, Readonly<Partial<Record<LetterState, LetterState>>>>> = {
  marked: { planned: 'sending', sending: 'sending' },
  arrived: {
    planned: 'sent',
    sending: 'sent',
    unknown: 'sent',
    failed: 'sent',
    cancelled: 'sent',
  },
  'put-off': { sending: 'planned' },
  held: { planned: 'planned', sending: 'planned' },
  unanswered: { sending: 'sending' },
  unknowable: { sending: 'unknown' },
  refused: { planned: 'failed', sending: 'failed' },
  'called-off': { planned: 'cancelled', sending: 'cancelled', failed: 'cancelled', unknown: 'cancelled' },
  'tried-again': { failed: 'planned', unknown: 'sending' },
  'given-up': { planned: 'cancelled', failed: 'cancelled', unknown: 'cancelled' },
  'wanted-again': { cancelled: 'planned' },
}

/** JSON as it is stored. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/** A message that shall leave once. It says what it is about, never how: the words are drawn when it is sent. */
export interface NewLetter {
  readonly workspaceId: string
  /** What it is about, once for ever: `check-in:nats-jetstream:2026-Q4:<person>`. Never a Slack id. */
  readonly key: string
  readonly kind: string
  readonly personId: string
  /** The other reader of a group message. */
  readonly withPersonId?: string
  /** The round, pair … that it belongs to. */
  readonly subject?: string
  readonly facts?: Json
  readonly notBefore: Date
  /** What could only leave later does not leave. */
  readonly expiresAt?: Date
  /** Somebody waits for it: it passes others, and does not wait for the morning. */
  readonly urgent?: boolean
}

/** Who reads a letter, as they are at the moment of sending. */
export interface Reader {
  readonly id: string
  readonly slackId: string
  /** IANA. */
  readonly zone: string
  readonly hours: WorkingHours
  readonly isActive: boolean
  /** False for who has become a guest, or belongs to another workspace by now. */
  readonly isMember: boolean
  /** Days on which nothing unasked reaches them: their own, and the company’s. They may overlap. */
  readonly absences: readonly Absence[]
  /** Their Slack status says that they are away: until then, or without an end. */
  readonly awayInSlack: { readonly until: Date | null } | undefined
  /** Slack’s word the last time a message could not reach them. Accounts come back, so it keeps no letter from being tried. */
  readonly unreachable: string | null
}

export interface Absence {
  readonly kind: 'pause' | 'day-off' | 'holiday'
  readonly firstDay: Day
  /** The last one of it, in the reader’s zone. */
  readonly lastDay: Day
}

export type Leave =
  | { readonly kind: 'go' }
  | { readonly kind: 'hold'; readonly until: Date; readonly reason: HoldReason }
  | { readonly kind: 'end'; readonly reason: EndReason }

/** It does not leave now. */
export type Stays = Exclude<Leave, { readonly kind: 'go' }>

/** What a letter waits for, as it stands beside it. */
export const holdReasons = ['night', 'day-off', 'holiday', 'pause', 'away', 'attention'] as const
export type HoldReason = (typeof holdReasons)[number]
export type EndReason = 'expired' | 'account_closed' | 'not_a_member'

/** What of a letter decides whether it leaves now. */
export interface Leaving {
  readonly urgent: boolean
  readonly expiresAt: Date | null
}

/** Whether a letter may leave for this reader at this moment; asked again right before it does. */
export function mayLeave(reader: Reader, letter: Leaving, hours: 'working' | 'any', now: Date): Leave {
  if (letter.expiresAt !== null && letter.expiresAt <= now) return { kind: 'end', reason: 'expired' }
  if (!reader.isActive) return { kind: 'end', reason: 'account_closed' }
  if (!reader.isMember) return { kind: 'end', reason: 'not_a_member' }
  if (letter.urgent || hours === 'any') return { kind: 'go' }
  const until = nextTimeFor(reader, now)
  if (until <= now) return { kind: 'go' }
  if (letter.expiresAt !== null && letter.expiresAt <= until) return { kind: 'end', reason: 'expired' }
  return { kind: 'hold', until, reason: whyHeld(reader, now, until) }
}

/** The same for a group: whoever is asleep holds it back for all, and whoever is gone ends it. */
export function mayAllLeave(readers: readonly Reader[], letter: Leaving, hours: 'working' | 'any', now: Date): Leave {
  return lastToLeave(readers.map((reader) => mayLeave(reader, letter, hours, now))) ?? { kind: 'go' }
}

/** Of several answers the one that ends a letter, else the one that keeps it longest. */
export function lastToLeave(answers: readonly Leave[]): Stays | undefined {
  const ended = answers.find((answer) => answer.kind === 'end')
  if (ended) return ended
  const holds = answers.filter((answer) => answer.kind === 'hold')
  return holds.sort((one, other) => other.until.getTime() - one.until.getTime())[0]
}

/** Milliseconds to wait after so many calls for one letter: 5 s, 10 s, 20 s … ten minutes. */
export function pauseAfter(attempts: number): number {
  return Math.min(times.firstPause * 2 ** (Math.max(1, attempts) - 1), times.longestPause)
}

/** The same where the call may have been done: what Slack was still doing has its time in any case. */
export function pauseUnanswered(attempts: number): number {
  return Math.max(times.grace, pauseAfter(attempts))
}

/**
 * Days after which absences are not looked at: what lasts longer is met again by whoever asks then, and so there is
 * always a working time.
 */
const farAhead = 366

/** This moment where it is the reader’s working time and they are there, else when that is so next. */
export function nextTimeFor(reader: Reader, now: Date): Date {
  const { zone, hours, absences, awayInSlack } = reader
  const last = dayOf(daysLater(now, farAhead), zone)
  const isFree = (day: Day) =>
    day <= last && absences.some((absence) => absence.firstDay <= day && day <= absence.lastDay)
  if (!isAway(reader, now)) return nextWorkingTime(now, zone, hours, isFree)
  // A status without an end is looked at again when their next working day begins.
  const end = awayInSlack?.until
  return end ? nextWorkingTime(end, zone, hours, isFree) : nextWorkingMorning(now, zone, hours, isFree)
}

function isAway({ awayInSlack }: Reader, now: Date): boolean {
  return awayInSlack !== undefined && (awayInSlack.until === null || awayInSlack.until > now)
}

const longestFirst = ['pause', 'day-off', 'holiday'] as const

/** What keeps a letter until then, in one word: of several, what people would name first. */
function whyHeld(reader: Reader, now: Date, until: Date): HoldReason {
  if (isAway(reader, now)) return 'away'
  const { zone, hours, absences } = reader
  const [from, to] = [dayOf(now, zone), dayOf(until, zone)]
  const between = absences.filter(({ firstDay, lastDay }) => firstDay <= to && from <= lastDay)
  const absence = longestFirst.find((kind) => between.some((each) => each.kind === kind))
  if (absence) return absence
  const isWorkingDay = isWorkingTime(now, zone, { ...hours, from: 0, to: 1_440 })
  return isWorkingDay ? 'night' : 'day-off'
}
