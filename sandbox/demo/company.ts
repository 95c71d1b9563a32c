import type { Company, Person } from '../company.ts'
import { leads } from './people/leads.ts'
import { logistics } from './people/logistics.ts'
import { invited, others } from './people/others.ts'
import { payments } from './people/payments.ts'
import { platform } from './people/platform.ts'
import { telemetry } from './people/telemetry.ts'

const managerField = 'Xf0MANAGER'

/**
 * Thirty-four people in fourteen zones, with four quarters of what they said about themselves. All invented.
 *
 * Anna runs the programme; Maria, Diego, Aroha and Zuzanna manage a team each. Most move up: Wanjiru from Junior to Senior,
 * Leila to Principal. Ji-woo went down, Wiremu down and up again. Bianca was on parental leave for a quarter, Grace, Kalani,
 * Mateo and Sophie are new, Pavel has never answered, Olga has left, Kenji is a guest, Oksana has not joined yet. Each topic
 * has somebody who could teach it, and in Telemetry the key-value store has Priya alone. Kathmandu, Cairo and Honolulu are
 * there for their clocks, and Yasmin’s name runs from right to left.
 */
export const exampleCompany: Company = {
  visitor: 'U0IVANPET',
  team: { id: 'T0HARBOUR', name: 'Harbour Works', domain: 'harbour-works' },
  people: [...leads, ...platform, ...payments, ...telemetry.map(withManagerField), ...logistics, ...others, invited],
  profileFields: [{ id: managerField, label: 'Manager', type: 'user' }],
  channels: [
    { id: 'C0GENERAL', name: 'general' },
    { id: 'C0PLATFORM', name: 'platform', members: idsOf([...leads, ...platform]), hasApp: true },
    { id: 'C0PAYMENTS', name: 'payments', members: idsOf([...leads, ...payments, ...others]), hasApp: true },
    { id: 'C0TELEMETRY', name: 'telemetry', members: idsOf([...leads, ...telemetry]) },
    { id: 'C0LOGISTICS', name: 'logistics', members: idsOf([...leads, ...logistics]), hasApp: true },
  ],
}

/** Whose manager stands in their profile. */
function withManagerField(person: Person): Person {
  return person.manager ? { ...person, fields: { [managerField]: { value: person.manager, alt: '' } } } : person
}

function idsOf(people: readonly Person[]): readonly string[] {
  return people.map(({ id }) => id)
}
