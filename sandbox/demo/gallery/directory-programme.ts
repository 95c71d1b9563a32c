import { daysLater, usualHours } from '../../../src/calendar.ts'
import type { Admin, NotPermitted, Refusal } from '../../../src/directory/admins/rules.ts'
import {
  adminsOnly,
  appointedAnswer,
  appointedMessage,
  dismissedAnswer,
  noAdminAnyMore,
  refusedAnswer,
  whomMessage,
} from '../../../src/directory/admins/views.ts'
import { type Part, type Present, parts } from '../../../src/directory/programme/flow.ts'
import { formWindow } from '../../../src/directory/programme/form.ts'
import { type Holiday, mostHolidays } from '../../../src/directory/programme/rules.ts'
import {
  changedBeforeSentence,
  fetching,
  hubWindow,
  notSaved,
  saved,
  saving,
  sentenceWindow,
} from '../../../src/directory/programme/views.ts'
import { anybody } from '../../../src/slack/guard.ts'
import type { Situation } from './situations.ts'
import { anyId, longAgo, now, type Subject, somebody, zone } from './subjects.ts'

const names: Readonly<Record<Part, string>> = {
  contact: 'Contact',
  admins: 'Admins',
  calendar: 'Working time and zone',
  holidays: 'Company holidays',
  'manager-field': 'Manager field',
}

/** What admins meet who appoint others and set up the programme, and what everybody else is told. */
export const directoryProgramme: readonly Situation[] = [
  { name: 'Admins only', draw: (of) => adminsOnly(of.contact ?? anybody) },
  { name: 'Appoint, nobody named', draw: (of) => whomMessage(of.known.profile.command, 'appoint', '') },
  { name: 'Dismiss, a typed name', draw: (of) => whomMessage(of.known.profile.command, 'dismiss', of.word) },
  { name: 'Appoint, done', draw: (of) => appointedAnswer(people(of)) },
  { name: 'Appoint, all of them were', draw: () => appointedAnswer([]) },
  { name: 'Dismiss, done', draw: (of) => dismissedAnswer(people(of)) },
  ...(['last', 'too-many'] as const).map((why) => ({
    name: `Admins, refused: ${why}`,
    draw: () => refusedAnswer({ why }),
  })),
  ...(
    ['guest', 'bot', 'stranger', 'closed', 'invited', 'unknown', 'forgotten', 'named', 'no-admin'] satisfies (
      | NotPermitted
      | Refusal['why']
    )[]
  ).map((why) => ({
    name: `Admins, refused: ${why}`,
    draw: (of: Subject) => refusedAnswer({ why, slackId: 'U0IVANPET', name: of.name }),
  })),
  {
    name: 'O2 A new admin',
    draw: (of) => appointedMessage({ by: { slackId: 'U0IVANPET', name: of.name } }, of.known.profile.command),
  },
  {
    name: 'O2 A new admin, whoever appointed them has erased themselves',
    draw: (of) => appointedMessage({ by: undefined }, of.known.profile.command),
  },
  { name: 'P4 Programme, fetching', draw: () => sentenceWindow(fetching) },
  {
    name: 'P4 Programme',
    draw: (of) => hubWindow({ present: present(of), scopes: everything, otherwise: of.contact ?? anybody }),
  },
  {
    name: 'P4 Programme, nothing granted',
    draw: (of) => hubWindow({ present: present(of), scopes: new Set(), otherwise: of.contact ?? anybody }),
  },
  {
    name: 'P4 Programme, before Slack has said what is granted',
    draw: (of) => hubWindow({ present: present(of), scopes: undefined, otherwise: of.contact ?? anybody }),
  },
  ...parts.map((part) => ({ name: `P4 ${names[part]}`, draw: (of: Subject) => formWindow(part, present(of)) })),
  ...parts.map((part) => ({
    name: `P4 ${names[part]}, changed elsewhere`,
    draw: (of: Subject) => formWindow(part, present(of), changedBeforeSentence(changes[of.size], zone, now)),
  })),
  { name: 'P4 Programme, saving', draw: () => sentenceWindow(saving) },
  { name: 'P4 Programme, saved late', draw: () => sentenceWindow(saved) },
  {
    name: 'P4 Programme, refused late',
    draw: () => sentenceWindow(notSaved('A programme needs one admin; add another first.')),
  },
  { name: 'P4 Programme, no admin any more', draw: () => sentenceWindow(noAdminAnyMore) },
]

const everything = new Set([
  'files:write',
  'im:write',
  'im:history',
  'files:read',
  'channels:read',
  'groups:read',
  'users.profile:read',
])

const changes = {
  smallest: undefined,
  usual: { at: now, by: 'U0ANNALIND' },
  largest: { at: longAgo, by: undefined },
} as const

const amounts: Readonly<Record<Subject['size'], { readonly admins: number; readonly holidays: number }>> = {
  smallest: { admins: 0, holidays: 0 },
  usual: { admins: 3, holidays: 4 },
  largest: { admins: 50, holidays: mostHolidays },
}

function present(of: Subject): Present {
  const { admins, holidays } = amounts[of.size]
  return {
    zone: of.size === 'largest' ? 'America/Argentina/ComodRivadavia' : zone,
    hours: of.size === 'largest' ? { from: 0, to: 1_440, days: 0b1010101 } : usualHours,
    contact: of.contact === undefined ? undefined : somebody.slice(2, -1),
    managerField: { smallest: undefined, usual: 'Manager', largest: of.name.slice(0, 80) }[of.size],
    admins: Array.from({ length: admins }, (_, at) => admin(of, at)),
    holidays: Array.from({ length: holidays }, (_, at) => holiday(of, at)),
  }
}

function admin({ name }: Subject, at: number): Admin {
  return { id: anyId, slackId: `U0IVANPE${at}`, name, isNamed: at === 1, isAppointed: at !== 1 }
}

/** At the largest as many and as long as the field takes. */
function holiday({ size, name, letters }: Subject, at: number): Holiday {
  const day = daysLater(now, at * 7)
    .toISOString()
    .slice(0, 10)
  const room = size === 'largest' ? 18 : 80
  return { day, name: size === 'largest' || letters ? [...name].slice(0, room).join('') : 'Christmas Day' }
}

function people({ size, name }: Subject) {
  return Array.from({ length: { smallest: 1, usual: 2, largest: 50 }[size] }, () => ({ slackId: 'U0IVANPET', name }))
}
