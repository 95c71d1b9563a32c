import { describe, expect, it, test } from 'vitest'
import {
  type Answers,
  askedItems,
  expectationsOf,
  gapOf,
  levelOf,
  type Ratings,
  rankOf,
  roleOf,
  topicsOf,
  topicsWithMostRoom,
} from '../../src/catalog/rules.ts'
import { baking, nats } from './profiles.ts'

describe('what is asked', () => {
  it('is the level’s own items and those of the next', () => {
    expect(askedItems(nats, 'go', 2).map(({ id }) => id)).toEqual([
      'go-middle-independent',
      'go-middle-internals',
      'go-middle-tests',
      'go-senior-design',
      'go-senior-resilience',
      'go-senior-mentoring',
    ])
  })

  it('is the own items alone at the last level', () => {
    expect(askedItems(nats, 'elixir', 5).map(({ id }) => id)).toEqual([
      'elixir-principal-strategy',
      'elixir-principal-evaluation',
      'elixir-principal-enterprise',
    ])
    expect(expectationsOf(baking, 'baker', 3).next).toBeNull()
  })

  it('differs between roles', () => {
    expect(expectationsOf(nats, 'go', 1).own.items[0]?.text).not.toBe(
      expectationsOf(nats, 'elixir', 1).own.items[0]?.text,
    )
  })

  test.each([
    ['rust', 1],
    ['go', 0],
    ['go', 6],
  ])('is nothing for a role or level that the profile lacks: %s at %i', (role, rank) => {
    expect(() => expectationsOf(nats, role, rank)).toThrow(
      `profile nats-jetstream says nothing about role “${role}” at rank ${rank}`,
    )
  })
})

describe('the gap', () => {
  it('is what is not met on one’s own, here and at the next level', () => {
    const gap = gapOf(baking, 'baker', 1, answers({ kneads: 2, weighs: 1, shapes: 0, scores: 2 }))
    expect(gap.openHere.map(({ item, answer }) => [item.id, answer])).toEqual([['weighs', 1]])
    expect(gap.missing.map(({ item, answer }) => [item.id, answer])).toEqual([
      ['shapes', 0],
      ['steams', undefined],
    ])
    expect(gap).toMatchObject({ askedHere: 2, askedNext: 3, nextRank: 2 })
  })

  it('ends at the last level', () => {
    expect(gapOf(baking, 'baker', 3, answers({ blends: 2, teaches: 2 }))).toEqual({
      openHere: [],
      askedHere: 2,
      missing: [],
      askedNext: 0,
      nextRank: null,
    })
  })

  it('counts everything when nothing was answered', () => {
    const gap = gapOf(nats, 'go', 1, new Map())
    expect([gap.openHere.length, gap.missing.length]).toEqual([3, 3])
  })
})

describe('the topics with most room', () => {
  // Missing for Senior in Go: design leans on four topics, all but the key-value store; resilience on that one.
  const missing = gapOf(
    nats,
    'go',
    2,
    answers({ 'go-senior-design': 1, 'go-senior-resilience': 2, 'go-senior-mentoring': 2 }),
  )

  it('are those rated lowest', () => {
    expect(
      most(nats, missing, { 'pub-sub': 3, 'request-reply': 1, 'key-value-store': 0, 'jetstream-persistence': 2 }),
    ).toEqual(['key-value-store', 'request-reply'])
  })

  it('are, among equals, those on which more missing items lean', () => {
    expect(most(nats, missing, { 'key-value-store': 1, 'jetstream-persistence': 1, 'pub-sub': 3 })).toEqual([
      'jetstream-persistence',
      'key-value-store',
    ])
  })

  it('are, when that is equal too, in the profile’s order', () => {
    expect(most(nats, missing, { 'subject-based-routing': 2, 'request-reply': 2, 'pub-sub': 2 })).toEqual([
      'pub-sub',
      'request-reply',
    ])
  })

  it('leave out what somebody could teach and what was never rated', () => {
    expect(most(nats, missing, { 'pub-sub': 4, 'request-reply': 3 })).toEqual(['request-reply'])
    expect(most(nats, missing, {})).toEqual([])
  })
})

it('names the topics that items lean on once each, in the profile’s order', () => {
  const { own } = expectationsOf(nats, 'go', 3)
  expect(topicsOf(nats, own.items.slice(1)).map(({ id }) => id)).toEqual([
    'pub-sub',
    'request-reply',
    'key-value-store',
    'jetstream-persistence',
    'subject-based-routing',
  ])
  expect(topicsOf(nats, [])).toEqual([])
})

it('finds levels by rank and by id', () => {
  expect(levelOf(nats, 4).text).toBe('Lead / Staff')
  expect(rankOf(nats, 'lead')).toBe(4)
  expect(rankOf(nats, 'Lead / Staff')).toBeUndefined()
})

it('still has words for a role or level that the profile has given up', () => {
  expect(roleOf(nats, 'cobol').short).toBe('cobol')
  expect(levelOf(nats, 9).text).toBe('Level 9')
})

function answers(given: Readonly<Record<string, 0 | 1 | 2>>): Answers {
  return new Map(Object.entries(given))
}

function most(profile: typeof nats, gap: ReturnType<typeof gapOf>, given: Readonly<Record<string, 0 | 1 | 2 | 3 | 4>>) {
  const ratings: Ratings = new Map(Object.entries(given))
  return topicsWithMostRoom(profile, gap, ratings, 2).map(({ topic }) => topic.id)
}
