import type { Json } from '../../outbox/rules.ts'

/**
 * What is written down for ever: reads of somebody else’s level, acts of admins, data that left, and what changed between
 * people.
 */
export const acts = [
  'read.level',
  'admin.appoint',
  'admin.dismiss',
  'enrol.add',
  'enrol.remove',
  'enrol.join',
  'enrol.leave',
  'manager.name',
  'manager.dispute',
  'manager.confirm',
  'manager.refuse',
  'manager.profile',
  'import.check',
  'import.apply',
  'programme.contact',
  'programme.calendar',
  'programme.holidays',
  'programme.manager-field',
  'check-in.schedule',
  'check-in.start',
  'check-in.pause',
  'check-in.resume',
  'check-in.close',
  'check-in.cancel',
  'check-in.test',
  'export.own',
  'export.people',
  'export.audit',
  'export.import',
  'export.round',
  'person.erased',
  'letters.retry',
  'letters.sent',
  'letters.give-up',
] as const

export type Act = (typeof acts)[number]

/** What the log shows at a time. */
export const filters = ['everything', 'reads', 'admin-acts', 'own-acts', 'exports'] as const
export type Filter = (typeof filters)[number]

/** Where a line is found besides among everything. */
const kinds: Readonly<Record<Act, Exclude<Filter, 'everything'>>> = {
  'read.level': 'reads',
  'admin.appoint': 'admin-acts',
  'admin.dismiss': 'admin-acts',
  'enrol.add': 'admin-acts',
  'enrol.remove': 'admin-acts',
  'enrol.join': 'own-acts',
  'enrol.leave': 'own-acts',
  'manager.name': 'own-acts',
  'manager.dispute': 'own-acts',
  'manager.confirm': 'own-acts',
  'manager.refuse': 'own-acts',
  'manager.profile': 'own-acts',
  'import.check': 'admin-acts',
  'import.apply': 'admin-acts',
  'programme.contact': 'admin-acts',
  'programme.calendar': 'admin-acts',
  'programme.holidays': 'admin-acts',
  'programme.manager-field': 'admin-acts',
  'check-in.schedule': 'admin-acts',
  'check-in.start': 'admin-acts',
  'check-in.pause': 'admin-acts',
  'check-in.resume': 'admin-acts',
  'check-in.close': 'admin-acts',
  'check-in.cancel': 'admin-acts',
  'check-in.test': 'admin-acts',
  'export.own': 'exports',
  'export.people': 'exports',
  'export.audit': 'exports',
  'export.import': 'exports',
  'export.round': 'exports',
  'person.erased': 'own-acts',
  'letters.retry': 'admin-acts',
  'letters.sent': 'admin-acts',
  'letters.give-up': 'admin-acts',
}

/** The acts of a filter; undefined where none is left out, so that lines of a newer release stand there too. */
export function actsOf(filter: Filter): readonly Act[] | undefined {
  return filter === 'everything' ? undefined : acts.filter((act) => kinds[act] === filter)
}

/** The act by its word; undefined for one of another release. */
export function actNamed(word: string): Act | undefined {
  return acts.find((act) => act === word)
}

/** Where the reader of a list stands: behind which line each of the pages before this one ended. */
export interface Pages {
  readonly before: readonly string[]
}

/** Where an admin stands in the log. */
export interface LogPlace extends Pages {
  readonly filter: Filter
  /** Our id of whoever is in every line shown; everybody’s lines when null. */
  readonly about: string | null
}

export const firstPlace: LogPlace = { filter: 'everything', about: null, before: [] }

export const pageSize = 20

/** Pages before this many are forgotten, so that they fit into what a window carries; going back then leads to the start. */
const mostBefore = 30

/** Behind its last line; the same page where that is not known. */
export function olderPage<P extends Pages>(place: P, last: string | undefined): P {
  return { ...place, before: last === undefined ? place.before : [...place.before, last].slice(-mostBefore) }
}

export function newerPage<P extends Pages>(place: P): P {
  return { ...place, before: place.before.slice(0, -1) }
}

/** Somebody in a line, as far as they are still on record. */
export interface Someone {
  readonly slackId: string | null
  readonly name: string | null
}

/** A line of the log. */
export interface Line {
  readonly id: string
  readonly at: Date
  readonly act: string
  /** The app itself, or whoever runs it, when null. */
  readonly actor: Someone | null
  /** The first of those whom it was about, in their order. */
  readonly subjects: readonly Someone[]
  /** How many it was about. */
  readonly people: number
  readonly detail: unknown
}

/** Said to the admins: whoever is named in such a line does not read it. */
export const actsKeptFromTheirSubjects: readonly Act[] = ['manager.dispute']

export interface Entry {
  readonly workspaceId: string
  /** The app itself, or whoever runs it from the command line, when null. */
  readonly actorId: string | null
  readonly act: Act
  /** Whom it was about; many in one line. */
  readonly subjects: readonly string[]
  /** Numbers, our ids and words of this code; never words of a person, and no Slack id. */
  readonly detail?: Json
}

/** Somebody’s level was shown to somebody else. */
export interface Reading {
  readonly workspaceId: string
  readonly viewerId: string
  readonly ownerId: string
  /** What gave the right: “manager”. */
  readonly as: string
  /** The day of it, by the owner’s calendar. */
  readonly day: { readonly begins: Date; readonly ends: Date }
}
