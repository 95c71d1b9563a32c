import type { Company, Person } from '../../sandbox/company.ts'

const zones = {
  kiritimati: 'Pacific/Kiritimati',
  auckland: 'Pacific/Auckland',
  sydney: 'Australia/Sydney',
  kathmandu: 'Asia/Kathmandu',
  berlin: 'Europe/Berlin',
  london: 'Europe/London',
  saopaulo: 'America/Sao_Paulo',
  newyork: 'America/New_York',
  honolulu: 'Pacific/Honolulu',
} as const
export type Place = keyof typeof zones

/** Who lives where, besides one in each place who never answers; each name tells what they do. */
const others = {
  confirms: 'berlin',
  confirmstoo: 'honolulu',
  reminded: 'newyork',
  skips: 'london',
  wishes: 'saopaulo',
  returns: 'kathmandu',
  pauses: 'sydney',
  joins: 'auckland',
  leaves: 'berlin',
  late: 'kiritimati',
} as const satisfies Readonly<Record<string, Place>>

const lives: Readonly<Record<string, Place>> = {
  ...(Object.fromEntries(Object.keys(zones).map((place) => [place, place])) as Record<Place, Place>),
  ...others,
}
export const names = Object.keys(lives)

/** Nine zones, one silent person in each, ten who do something, and an admin who is not asked. */
export const company: Company = {
  team: { id: 'T0QUARTER', name: 'Quarter', domain: 'quarter' },
  people: [
    ...Object.entries(lives).map(
      ([name, place]): Person => ({
        ...newPerson(name, zones[place]),
        nats: { role: 'go', levels: [null, null, null, 2] },
      }),
    ),
    { ...newPerson('admin', 'Europe/Berlin'), isAdmin: true },
  ],
  channels: [{ id: 'C0GENERAL', name: 'general' }],
}

export function slackIdOf(name: string): string {
  return `U0${name.toUpperCase().padEnd(8, '0')}`
}

/** Their zone as Slack knows it. */
export function zoneIn(name: string): string {
  return company.people.find(({ handle }) => handle === name)?.tz ?? ''
}

function newPerson(handle: string, tz: string): Person {
  return { id: slackIdOf(handle), handle, realName: handle, tz }
}
