import type { ChosenState, FormState } from '../../src/assessment/form-state.ts'
import type { Entry, Given, Standing } from '../../src/assessment/rules.ts'
import { type Answer, type Answers, askedItems, type Rating, type Ratings } from '../../src/catalog/rules.ts'
import { nobodyElse, type SeenBy } from '../../src/directory/rules.ts'
import { nats } from '../catalog/profiles.ts'

/** What people in these tests say about themselves. */

export function answered(given: Readonly<Record<string, Answer>>): Answers {
  return new Map(Object.entries(given))
}

export function rated(given: Readonly<Record<string, Rating>>): Ratings {
  return new Map(Object.entries(given))
}

/** Answers of a Go developer at this rank, in the order in which step 2 asks. */
export function goAnswers(rank: number, given: readonly Answer[]): Answers {
  return new Map(askedItems(nats, 'go', rank).flatMap(({ id }, at) => pair(id, given[at])))
}

/** Ratings of the five topics, in the profile’s order. */
export function natsRatings(given: readonly Rating[]): Ratings {
  return new Map(nats.topics.flatMap(({ id }, at) => pair(id, given[at])))
}

/** Middle in Go, with one item open there and two of three missing for Senior. */
export const ivan: Given = {
  role: 'go',
  rank: 2,
  answers: goAnswers(2, [2, 1, 2, 1, 0, 2]),
  ratings: natsRatings([3, 2, 2, 3, 1]),
  note: '',
}

/** Journeyman, with every item there met and one of two missing for Master. */
export const bakerAnswers = answered({ shapes: 2, scores: 2, steams: 2, blends: 2, teaches: 1 })
export const bakerRatings = rated({ dough: 4, crust: 2 })

export function standing(given: Given, change: Partial<Standing> = {}): Standing {
  const saidAt = new Date('2026-08-03T10:00:00Z')
  return { ...given, nth: 1, saidAt, givenAt: saidAt, profileVersion: 1, ...change }
}

/** One line of somebody’s history. */
export function entry(given: Given, saidAt: Date): Omit<Entry, 'kind'> {
  const { role, rank, answers, ratings } = given
  return { nth: 1, saidAt, role, rank, answers, ratings, profileVersion: 1 }
}

/** A form as it opens for the first time. */
export const blankForm: FormState = {
  via: 'command',
  draftId: '019aafc8-0000-7000-8000-000000000001',
  personId: undefined,
  draw: 1,
  version: 1,
  frozen: false,
  role: undefined,
  rank: undefined,
  answers: new Map(),
  reworded: new Set(),
  ratings: new Map(),
  note: '',
  record: undefined,
  draftLeft: undefined,
  askedToKeep: false,
  seenBy: nobodyElse,
  zone: 'Europe/Berlin',
}

/** Somebody in the check-in, with a manager, who has opened their level and shares their notes. */
export const everybody: SeenBy = {
  enrolled: true,
  manager: { slackId: 'U0ANNALIND' },
  openedTo: 20,
  notesToManager: true,
  notesToMentor: true,
}

export function formOf(given: Given, change: Partial<FormState> = {}): ChosenState {
  return { ...blankForm, ...given, ...change, role: given.role, rank: given.rank }
}

function pair<T>(id: string, value: T | undefined): [string, T][] {
  return value === undefined ? [] : [[id, value]]
}
