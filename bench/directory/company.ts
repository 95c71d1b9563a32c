import type { Company, Person } from '../../sandbox/company.ts'

// A company of so many people as Slack knows it, and as it was known before: one in twenty has changed since.

export const team = { id: 'T0BENCH', name: 'Bench', domain: 'bench' } as const
export const field = { id: 'Xf0BOSS', label: 'Manager', type: 'user' } as const
const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata'] as const
/** Of twenty, one has a new name. */
const changes = 20

export interface Known {
  readonly slackId: string
  readonly name: string
  readonly zone: string
}

export function known(nth: number): Known {
  return { slackId: slackIdOf(nth), name: `person${nth}`, zone: zones[nth % zones.length] ?? 'UTC' }
}

export function companyOf(people: number): Company {
  return {
    team,
    people: Array.from({ length: people }, (_, nth) => personOf(nth)),
    channels: [{ id: 'C0GENERAL', name: 'general' }],
    profileFields: [field],
  }
}

function personOf(nth: number): Person {
  const { slackId, name, zone } = known(nth)
  const handle = nth % changes === 0 ? `${name}.new` : name
  // Everybody is led by the first one, who leads themselves nowhere.
  const fields = nth === 0 ? {} : { fields: { [field.id]: { value: slackIdOf(0), alt: '' } } }
  return { id: slackId, handle, realName: `Person ${nth}`, tz: zone, ...fields }
}

function slackIdOf(nth: number): string {
  return `U0${nth.toString(36).toUpperCase().padStart(8, '0')}`
}
