import { type ChosenState, type FormState, openingState } from '../../../src/assessment/form-state.ts'
import type { Entry, Standing } from '../../../src/assessment/rules.ts'
import type { Registered } from '../../../src/catalog/flow.ts'
import { type Profile, shippedProfiles } from '../../../src/catalog/profile.ts'
import type { Answer, Rating } from '../../../src/catalog/rules.ts'
import { nobodyElse, type SeenBy } from '../../../src/directory/rules.ts'
import { largestProfile, smallestProfile } from './profiles.ts'

/** Whom the views are about: all that makes them small or large. */
export interface Subject {
  readonly size: 'smallest' | 'usual' | 'largest'
  /** Stands behind the name of a view that differs only by the letters people type. */
  readonly letters?: string
  readonly known: Registered
  readonly standing: Standing
  /** What they have said over the years, oldest first; the last one is what stands. */
  readonly entries: readonly Entry[]
  readonly workspace: string
  /** Somebody else’s name. */
  readonly name: string
  /** A word after the command that means nothing. */
  readonly word: string
  /** Who sees what they say. */
  readonly seenBy: SeenBy
  /** Who answers questions; undefined where nobody is named. */
  readonly contact: string | undefined
}

export const zone = 'Europe/Berlin'
export const now = new Date('2026-11-23T09:00:00Z')
export const longAgo = new Date('2026-03-02T09:00:00Z')
export const place = { workspaceId: 'T0HARBOUR', appId: 'A0NATSLEVEL' }
export const somebody = '<@U0IVANPET>'
export const anyId = '00000000-0000-7000-8000-000000000000'

const note =
  'Moved the billing events to JetStream, see https://git.example.com/billing/pull/812. Next: subject names for refunds.'

export function subjects(): readonly Subject[] {
  const [shipped] = shippedProfiles()
  if (!shipped) throw new Error('there is no skill profile')
  const usual: Subject = {
    size: 'usual',
    ...recordOf(registered(shipped), { rank: 2, answers: [2, 1, 2, 0], note, entries: 14, moves: little }),
    seenBy: { ...nobodyElse, enrolled: true, manager: { slackId: 'U0ANNALIND' } },
    workspace: 'Harbour Works',
    name: '@Ivan Petrenko',
    word: 'histroy',
    contact: somebody,
  }
  const smallest: Subject = {
    size: 'smallest',
    ...recordOf(registered(smallestProfile()), { rank: 1, answers: [2], note: '', entries: 1, moves: little }),
    seenBy: nobodyElse,
    workspace: 'H',
    name: '@i',
    word: 'x',
    contact: undefined,
  }
  const largest: Subject = {
    size: 'largest',
    ...recordOf(registered(largestProfile()), {
      rank: 1,
      answers: [0],
      note: long('<&>"\\ ', 1_000),
      entries: 44,
      moves: everything,
    }),
    seenBy: {
      enrolled: true,
      manager: { slackId: 'W0123456789' },
      openedTo: 20,
      notesToManager: true,
      notesToMentor: true,
    },
    workspace: long('Works & <Sons> ', 80),
    name: `@${'n'.repeat(80)}`,
    word: '<'.repeat(4_000),
    contact: somebody,
  }
  return [
    smallest,
    usual,
    largest,
    {
      ...withNote(usual, long('🦀👩🏽‍💻🇳🇱 läuft ', 1_000)),
      letters: 'emoji',
      workspace: long('🛳️ Hafen ', 80),
      name: `@${long('🦀 Krabbe ', 80)}`,
      word: '🦀🦀🦀',
    },
    {
      ...withNote(usual, long('نقلت أحداث الفواتير إلى JetStream. התחלתי עם זרמים (streams). ', 1_000)),
      letters: 'right to left',
      workspace: long('נמל ושות׳ ', 80),
      name: `@${long('إيفان بتروف ', 80)}`,
      word: 'تاريخ',
    },
  ]
}

/** The form as it is when it opens from this record, with role and level chosen. */
export function formOf({ known, standing, seenBy }: Subject): ChosenState {
  const state = openingState(known.profile, freshForm(known), { standing, reworded: new Set(), seenBy })
  return { ...state, role: standing.role, rank: standing.rank }
}

/** The form of somebody about whom nothing is on record. */
export function emptyForm({ known }: Subject): FormState {
  return openingState(known.profile, freshForm(known), { reworded: new Set() })
}

/** The same record at another level, with every item answered so. */
export function standingAt({ known: { profile }, standing }: Subject, rank: number, answer: Answer): Standing {
  return { ...standing, rank, answers: new Map(allItems(profile).map((id) => [id, answer])) }
}

export function allItems(profile: Profile): readonly string[] {
  return profile.requirements.flatMap(({ items }) => items.map(({ id }) => id))
}

function freshForm({ version }: Registered) {
  return { via: 'shortcut', draftId: anyId, personId: anyId, version, zone } as const
}

interface Said {
  readonly rank: number
  /** In turn, over the items. */
  readonly answers: readonly Answer[]
  readonly note: string
  readonly entries: number
  /** How an entry differs from what stands. */
  readonly moves: (profile: Profile, standing: Standing, at: number) => Pick<Entry, 'rank' | 'ratings' | 'answers'>
}

function recordOf(known: Registered, said: Said): Pick<Subject, 'known' | 'standing' | 'entries'> {
  const { profile } = known
  const standing: Standing = {
    nth: said.entries,
    role: profile.roles[0]?.id ?? '',
    rank: said.rank,
    answers: new Map(allItems(profile).map((id, at) => [id, said.answers[at % said.answers.length] ?? 0])),
    ratings: new Map<string, Rating>(profile.topics.map(({ id }, at) => [id, ratings[at % ratings.length] ?? 0])),
    note: said.note,
    saidAt: now,
    givenAt: now,
    profileVersion: 1,
  }
  const entryAt = (at: number): Entry => ({
    ...standing,
    nth: at + 1,
    kind: at % 5 === 4 ? 'confirmed' : 'given',
    saidAt: new Date(now.getTime() - (said.entries - 1 - at) * quarter),
    ...said.moves(profile, standing, at),
  })
  return { known, standing, entries: Array.from({ length: said.entries }, (_, at) => entryAt(at)) }
}

const ratings: readonly Rating[] = [0, 2, 1, 3]

const quarter = 91 * 24 * 3_600_000

/** A topic at a time, and once the level. */
function little(profile: Profile, { rank, ratings, answers }: Standing, at: number): ReturnType<Said['moves']> {
  const moved = profile.topics[at % profile.topics.length]?.id ?? ''
  return { rank: at < 6 ? 1 : rank, ratings: new Map([...ratings, [moved, ratings.get(moved) === 1 ? 2 : 1]]), answers }
}

/** All of it each time, so that the lines are as long as they get. */
function everything(profile: Profile, _: Standing, at: number): ReturnType<Said['moves']> {
  return {
    rank: 1 + (at % profile.levels.length),
    ratings: new Map(profile.topics.map(({ id }) => [id, at % 2 === 0 ? 4 : 1])),
    answers: new Map(allItems(profile).map((id) => [id, at % 2 === 0 ? 1 : 2])),
  }
}

function withNote(subject: Subject, words: string): Subject {
  return { ...subject, standing: { ...subject.standing, note: words } }
}

function registered(profile: Profile): Registered {
  const slots = (ids: readonly string[]) => new Map(ids.map((id, at) => [id, at + 1]))
  return {
    profile,
    version: 1,
    slots: { topics: slots(profile.topics.map(({ id }) => id)), items: slots(allItems(profile)) },
  }
}

/** So many characters of it, in UTF-16 units: that is all of a note that a field is sure to take. */
function long(words: string, length: number): string {
  return words.repeat(length).slice(0, length).toWellFormed()
}
