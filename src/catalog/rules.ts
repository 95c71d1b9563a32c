import type { Item, Level, Profile, Requirement, Role, Topic } from './profile.ts'

/** 0 not yet · 1 with help · 2 on my own. Stored as written; −1 stands in the tables for “not asked”. */
export type Answer = 0 | 1 | 2
/** 0 never used · 1 tried it · 2 with help · 3 on my own · 4 could teach it. */
export type Rating = 0 | 1 | 2 | 3 | 4

export const answerWords = ['Not yet', 'With help', 'On my own'] as const
export const ratingWords = ['Never used', 'Tried it', 'With help', 'On my own', 'Could teach it'] as const

export function isAnswer(value: number): value is Answer {
  return [0, 1, 2].includes(value)
}

export function isRating(value: number): value is Rating {
  return [0, 1, 2, 3, 4].includes(value)
}

/** Answers by item id; an item that was not asked is not in it. */
export type Answers = ReadonlyMap<string, Answer>
/** Ratings by topic id. */
export type Ratings = ReadonlyMap<string, Rating>

/** What a role is asked at a level, and at the next one (null at the last). */
export interface Expectations {
  readonly own: Requirement
  readonly next: Requirement | null
}

export interface OpenItem {
  readonly item: Item
  /** Undefined: never asked. */
  readonly answer: Answer | undefined
}

/** What stands between somebody and the next level. */
export interface Gap {
  /** Items of the level itself that are not met on one’s own. */
  readonly openHere: readonly OpenItem[]
  readonly askedHere: number
  /** Items of the next level that are not met on one’s own; empty at the last level. */
  readonly missing: readonly OpenItem[]
  readonly askedNext: number
  readonly nextRank: number | null
}

/** @throws when the profile has no such role or rank: callers check what people send before asking. */
export function expectationsOf(profile: Profile, role: string, rank: number): Expectations {
  const own = requirementOf(profile, role, rank)
  if (!own) throw new Error(`profile ${profile.skill} says nothing about role “${role}” at rank ${rank}`)
  return { own, next: requirementOf(profile, role, rank + 1) ?? null }
}

/** A record may name a role or level that the profile has given up since: then nothing stands in between. */
export function gapOf(profile: Profile, role: string, rank: number, answers: Answers): Gap {
  const own = requirementOf(profile, role, rank)
  const next = own && requirementOf(profile, role, rank + 1)
  return {
    openHere: own ? openItems(own, answers) : [],
    askedHere: own?.items.length ?? 0,
    missing: next ? openItems(next, answers) : [],
    askedNext: next?.items.length ?? 0,
    nextRank: next?.rank ?? null,
  }
}

function requirementOf(profile: Profile, role: string, rank: number): Requirement | undefined {
  return profile.requirements.find((found) => found.role === role && found.rank === rank)
}

/** The items somebody at this role and level is asked, own level first. */
export function askedItems(profile: Profile, role: string, rank: number): readonly Item[] {
  const { own, next } = expectationsOf(profile, role, rank)
  return [...own.items, ...(next?.items ?? [])]
}

/**
 * The topics with most room to grow: lowest rating first, among equals those on which more of the missing items lean,
 * then in the profile’s order. Topics that somebody could teach are left out.
 */
export function topicsWithMostRoom(
  profile: Profile,
  gap: Gap,
  ratings: Ratings,
  most: number,
): { topic: Topic; rating: Rating }[] {
  const leaning = (topic: Topic) => gap.missing.filter(({ item }) => item.topics.includes(topic.id)).length
  return profile.topics
    .flatMap((topic) => {
      const rating = ratings.get(topic.id)
      return rating === undefined || rating === 4 ? [] : [{ topic, rating }]
    })
    .sort((a, b) => a.rating - b.rating || leaning(b.topic) - leaning(a.topic))
    .slice(0, most)
}

/** The topics these items lean on, in the profile’s order. */
export function topicsOf(profile: Profile, items: readonly Item[]): Topic[] {
  const named = new Set(items.flatMap((item) => item.topics))
  return profile.topics.filter((topic) => named.has(topic.id))
}

export function roleOf(profile: Profile, id: string): Role {
  return profile.roles.find((role) => role.id === id) ?? { id, text: id, short: id, people: id }
}

export function levelOf(profile: Profile, rank: number): Level {
  return profile.levels[rank - 1] ?? { id: String(rank), text: `Level ${rank}` }
}

/** The rank of a level’s id, or undefined when the profile has no such level. */
export function rankOf(profile: Profile, levelId: string): number | undefined {
  const at = profile.levels.findIndex((level) => level.id === levelId)
  return at < 0 ? undefined : at + 1
}

function openItems(requirement: Requirement, answers: Answers): OpenItem[] {
  return requirement.items.flatMap((item) => {
    const answer = answers.get(item.id)
    return answer === 2 ? [] : [{ item, answer }]
  })
}
