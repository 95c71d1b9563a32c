import type { Profile } from '../../../src/catalog/profile.ts'

/** A profile as small as the check at start allows. */
export function smallestProfile(): Profile {
  const items = (rank: number) =>
    ['a', 'b'].map((id) => ({ id: `${id}${rank}`, text: 'I', short: 'i', topics: ['topic'] }))
  return {
    skill: 'smallest',
    domain: 'D',
    group: 'G',
    topicsLine: 'P',
    updated: '2026-05-01',
    label: 'L',
    name: 'N',
    command: '/c',
    main: true,
    topics: [{ id: 'topic', text: 'T', name: 'T', link: 'https://docs.example.com' }],
    roles: [{ id: 'role', text: 'R', short: 'S', people: 'P' }],
    levels: [
      { id: 'low', text: 'Low' },
      { id: 'high', text: 'High' },
    ],
    requirements: [1, 2].map((rank) => ({ role: 'role', rank, required: true, essence: 'E', items: items(rank) })),
  }
}

/** A profile as large as the check at start allows. */
export function largestProfile(): Profile {
  const levels = Array.from({ length: 5 }, (_, at) => ({ id: `level-${at}`, text: `Level ${'w'.repeat(13)}${at}` }))
  const roles = Array.from({ length: 20 }, (_, at) => ({
    id: `role-${at}`,
    text: 'r'.repeat(75),
    short: 's'.repeat(20),
    people: 'p'.repeat(40),
  }))
  const topics = Array.from({ length: 7 }, (_, at) => ({
    id: `topic-${at}`,
    text: 't'.repeat(60),
    name: 't'.repeat(60),
    link: `https://docs.example.com/${'l'.repeat(100)}`,
  }))
  return {
    skill: 'largest',
    domain: 'd'.repeat(75),
    group: 'g'.repeat(75),
    topicsLine: 'p'.repeat(300),
    updated: '2026-09-23',
    label: 'L'.repeat(12),
    name: 'n'.repeat(60),
    command: `/${'c'.repeat(31)}`,
    main: true,
    topics,
    roles,
    levels,
    requirements: roles.flatMap((role) =>
      levels.map((level, at) => ({
        role: role.id,
        rank: at + 1,
        required: true,
        essence: 'e'.repeat(75),
        items: Array.from({ length: 4 }, (_, nth) => ({
          id: `${role.id}-${level.id}-${nth}`,
          text: 'i'.repeat(300),
          short: 'h'.repeat(60),
          topics: topics.map(({ id }) => id),
        })),
      })),
    ),
  }
}
