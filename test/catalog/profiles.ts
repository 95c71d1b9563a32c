import type { Registered } from '../../src/catalog/flow.ts'
import { type Profile, readProfile, shippedProfiles } from '../../src/catalog/profile.ts'

// A skill and a role stand together in one option’s value, which holds 75 characters.
const idMost = 36

/** The profile that the app ships with. */
export const nats = shipped()

/** A profile as unlike the shipped one as the rules allow: another skill, other ids, three levels, one role. */
export const baking = readProfile(
  `
skill: bread
domain: Kitchen
group: Ovens
profile: dough, crust
updated: 2025-12-01
ours: { label: Bread, name: bread and ovens, command: /bread-level }
topics:
  - { id: dough, text: dough, ours: { name: Dough & water, link: 'https://bread.example/dough' } }
  - { id: crust, text: crust, ours: { name: Crust, link: 'https://bread.example/crust' } }
roles:
  - { id: baker, text: Baker, ours: { short: Baker, people: bakers } }
levels:
  - { id: apprentice, text: Apprentice }
  - { id: journeyman, text: Journeyman }
  - { id: master, text: Master }
requirements:
  - role: baker
    level: apprentice
    required: true
    ours: { essence: Follows a recipe }
    items:
      - { id: kneads, text: Kneads for <10 minutes> & rests., ours: { short: Kneads, topics: [dough] } }
      - { id: weighs, text: Weighs flour., ours: { short: Weighs flour, topics: [dough] } }
  - role: baker
    level: journeyman
    required: false
    ours: { essence: Bakes alone }
    items:
      - { id: shapes, text: Shapes a loaf., ours: { short: Shapes a loaf, topics: [dough] } }
      - { id: scores, text: Scores a loaf., ours: { short: Scores a loaf, topics: [crust] } }
      - { id: steams, text: Steams the oven., ours: { short: Steams the oven, topics: [crust] } }
  - role: baker
    level: master
    required: true
    ours: { essence: Runs the bakery }
    items:
      - { id: blends, text: Blends flours., ours: { short: Blends flours, topics: [dough] } }
      - { id: teaches, text: Teaches others., ours: { short: Teaches others, topics: [dough, crust] } }
`,
  'bread.yaml',
)

/** The largest profile that the check lets through: every text as long as it may be. */
export const largest: Profile = largestProfile()

/** Every slot as a fresh database would give it out. */
export function registered(profile: Profile, version = 1): Registered {
  const items = profile.requirements.flatMap((requirement) => requirement.items)
  return { profile, version, slots: { topics: slotsOf(profile.topics), items: slotsOf(items) } }
}

/** The profile with one item saying something else. */
export function reworded(profile: Profile, itemId: string, text: string): Profile {
  return {
    ...profile,
    requirements: profile.requirements.map((requirement) => ({
      ...requirement,
      items: requirement.items.map((item) => (item.id === itemId ? { ...item, text } : item)),
    })),
  }
}

function slotsOf(things: readonly { readonly id: string }[]): Map<string, number> {
  return new Map(things.map(({ id }, at) => [id, at + 1]))
}

function shipped(): Profile {
  const found = shippedProfiles().find(({ skill }) => skill === 'nats-jetstream')
  if (!found) throw new Error('the profile nats-jetstream is not shipped')
  return found
}

function largestProfile(): Profile {
  const topics = numbered(7, (nth) => ({
    id: long(`topic-${nth}`, idMost),
    text: long(`t${nth} `, 60),
    ours: { name: long(`n${nth} `, 60), link: `https://docs.example.com/${'a'.repeat(100)}/${nth}` },
  }))
  const roles = numbered(20, (nth) => ({
    id: long(`role-${nth}`, idMost),
    text: long(`Role ${nth} `, 75),
    ours: { short: long(`R${nth} `, 20), people: long(`People ${nth} `, 40) },
  }))
  const levels = numbered(5, (nth) => ({ id: long(`level-${nth}`, idMost), text: long(`Level ${nth} `, 20) }))
  const file = {
    skill: long('skill', idMost),
    domain: long('Domain ', 75),
    group: long('Group ', 75),
    profile: long('All ', 300),
    updated: '2026-09-30',
    ours: { label: long('Label', 12), name: long('Name ', 60), command: long('/c', 32) },
    topics,
    roles,
    levels,
    requirements: roles.flatMap((role, roleAt) =>
      levels.map((level, levelAt) => ({
        role: role.id,
        level: level.id,
        required: true,
        ours: { essence: long('Essence ', 75) },
        items: numbered(4, (nth) => ({
          id: long(`i-${roleAt}-${levelAt}-${nth}-`, idMost),
          text: long(`& ${nth} `, 300),
          ours: { short: long(`S${nth} `, 60), topics: topics.map(({ id }) => id) },
        })),
      })),
    ),
  }
  return readProfile(JSON.stringify(file), 'largest.yaml')
}

function numbered<T>(count: number, make: (nth: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => make(at + 1))
}

/** The beginning, filled up with x to the full length. */
function long(beginning: string, length: number): string {
  return beginning.padEnd(length, 'x')
}
