import { type Day, dayOf, instantOf } from '../../src/calendar.ts'
import { catalogOf } from '../../src/catalog/flow.ts'
import { shippedProfiles } from '../../src/catalog/profile.ts'
import { connect, type Tx } from '../../src/db/connection.ts'
import type { Act } from '../../src/directory/audit/rules.ts'
import { note } from '../../src/directory/audit/store.ts'
import { knowPeople } from '../../src/directory/flow-known.ts'
import { accountOf } from '../../src/directory/slack.ts'
import { planAnew } from '../../src/schedules/store.ts'
import { uuidV7 } from '../../src/world.ts'
import type { Company } from '../company.ts'
import { userObject } from '../users.ts'
import { skill, writeRound } from './round.ts'

/** By handle: what stands in the programme of the example company beside what its people said about their level. */
export const programme = {
  contact: 'anna',
  zone: 'Europe/Berlin',
  /** Besides those whom the environment names. */
  appointed: { zuzanna: 'anna' },
  /** Everybody else who works there is in the check-in; Marcus left it, and the other two have just joined the company. */
  notEnrolled: ['marcus', 'mateo', 'sophie'],
  /** Where each team’s people are known to report from; the others stand in a list. */
  linkSources: { diego: 'self', aroha: 'profile' },
  /** Tomas says that he reports to Leila now, and she has not answered. */
  waiting: { tomas: 'leila' },
  /** “Not my manager”, said Ji-woo. */
  disputed: ['jiwoo'],
  /** From and to, in days from now. */
  daysOff: { ines: [7, 11], haruka: [30, 44] },
  pauses: { devon: [-10, 50] },
  /** Until when, in days from now. */
  opened: { leila: { ivan: 90, grace: 90 }, wanjiru: { bishal: 30 } },
  exclusions: { naomi: ['marcus'] },
  notesToManager: ['ivan'],
  /** The next of each, from now on. */
  holidays: {
    '12-25': 'Christmas Day',
    '12-26': 'Second Christmas Day',
    '01-01': 'New Year’s Day',
    '05-01': 'Labour Day',
  },
} as const

/**
 * Written once: where anything stands in the audit log, the programme has begun, and is left alone. So it is where somebody
 * of the company has erased themselves.
 */
export async function writeProgramme(url: string, company: Company, now: Date): Promise<boolean> {
  const db = connect(url)
  try {
    const hasBegun = await db.audit.findFirst({ where: { workspaceId: company.team.id }, select: { id: true } })
    if (hasBegun) return false
    const catalog = catalogOf(shippedProfiles())
    await catalog.register(db, now)
    return await db.$transaction(async (tx) => {
      const who = await everybody(tx, company, now)
      if (!who) return false
      await write(tx, company, who, now)
      await writeRound(db, tx, catalog, company.team.id, (handle) => who.get(handle) ?? missing(handle), now)
      return true
    })
  } finally {
    await db.$disconnect()
  }
}

/** What the parts of the programme are written with. */
interface Writing {
  readonly tx: Tx
  readonly workspaceId: string
  readonly now: Date
  /** Ids of people by handle. */
  readonly who: ReadonlyMap<string, string>
  readonly person: (handle: string) => string
}

async function write(tx: Tx, company: Company, who: ReadonlyMap<string, string>, now: Date): Promise<void> {
  const person = (handle: string) => who.get(handle) ?? missing(handle)
  const writing: Writing = { tx, workspaceId: company.team.id, now, who, person }
  await writeSettings(writing)
  const enrolled = await writeEnrolments(writing)
  await tx.managerLink.createMany({ data: linksOf(company, writing) })
  await writeAbsences(writing)
  await writeSharing(writing)
  await writeLog(writing, enrolled)
}

async function writeSettings({ tx, workspaceId, now, person }: Writing): Promise<void> {
  const { contact, zone, appointed, holidays } = programme
  const settings = { managerField: 'Manager', ownHolidays: true }
  await tx.workspace.update({ where: { id: workspaceId }, data: { contactId: person(contact), zone, settings } })
  // The bot that runs beside this has planned its first opening in the zone of a workspace that nobody has set up.
  await planAnew(tx, workspaceId, now)
  const since = morningOf(now, -79)
  await tx.admin.createMany({
    data: Object.entries(appointed).map(([handle, by]) => ({
      workspaceId,
      personId: person(handle),
      appointedBy: person(by),
      since,
    })),
  })
  await tx.holiday.deleteMany({ where: { workspaceId } })
  await tx.holiday.createMany({
    data: Object.entries(holidays).map(([day, name]) => ({ workspaceId, day: asDate(next(day, now)), name })),
  })
}

/** @returns who takes part in the check-in. */
async function writeEnrolments({ tx, workspaceId, now, who }: Writing): Promise<readonly string[]> {
  const out = new Set<string>(programme.notEnrolled)
  const enrolled = [...who].flatMap(([handle, id]) => (out.has(handle) ? [] : [id]))
  const entry = { workspaceId, skill, since: morningOf(now, -80), source: 'everyone' }
  await tx.enrolment.createMany({ data: enrolled.map((personId) => ({ ...entry, personId })) })
  return enrolled
}

/** What each source says about somebody’s manager. */
function linksOf(company: Company, { workspaceId, now, who, person }: Writing) {
  const handles = new Map(company.people.map(({ id, handle }) => [id, handle]))
  const sources: Readonly<Record<string, string>> = programme.linkSources
  const disputed = new Set<string>(programme.disputed)
  const links = company.people.flatMap(({ handle, manager = '' }) => {
    const managerHandle = handles.get(manager)
    if (managerHandle === undefined || !who.has(handle)) return []
    const state = disputed.has(handle) ? 'disputed' : 'in-force'
    const source = sources[managerHandle] ?? 'csv'
    const since = morningOf(now, -79)
    return [{ workspaceId, personId: person(handle), managerId: person(managerHandle), source, state, since }]
  })
  const waiting = Object.entries(programme.waiting).map(([handle, manager]) => ({
    workspaceId,
    personId: person(handle),
    managerId: person(manager),
    source: 'self',
    state: 'waiting',
    since: morningOf(now, -2),
  }))
  return [...links, ...waiting]
}

async function writeAbsences({ tx, workspaceId, now, person }: Writing): Promise<void> {
  const absences = (kind: string, spans: Readonly<Record<string, readonly [number, number]>>) =>
    Object.entries(spans).map(([handle, [from, to]]) => ({
      workspaceId,
      personId: person(handle),
      kind,
      firstDay: asDate(dayFrom(now, from)),
      lastDay: asDate(dayFrom(now, to)),
    }))
  const { daysOff, pauses } = programme
  await tx.away.createMany({ data: [...absences('day-off', daysOff), ...absences('pause', pauses)] })
}

/** What people have said about who sees what of them, and whom they never want. */
async function writeSharing({ tx, workspaceId, now, person }: Writing): Promise<void> {
  const { opened, exclusions, notesToManager } = programme
  await tx.openedTo.createMany({
    data: Object.entries(opened).flatMap(([handle, viewers]) =>
      Object.entries(viewers).map(([viewer, days]) => ({
        workspaceId,
        personId: person(handle),
        viewerId: person(viewer),
        until: asDate(dayFrom(now, days)),
      })),
    ),
  })
  await tx.exclusion.createMany({
    data: Object.entries(exclusions).flatMap(([handle, names]) =>
      names.map((name) => ({ workspaceId, personId: person(handle), otherId: person(name) })),
    ),
  })
  const sharing = { workspaceId, id: { in: notesToManager.map(person) } }
  await tx.person.updateMany({ where: sharing, data: { notesToManager: true } })
}

/** What has been done and read so far, oldest first. */
async function writeLog({ tx, workspaceId, now, person }: Writing, enrolled: readonly string[]): Promise<void> {
  const lines: readonly (readonly [days: number, actor: string, act: Act, subjects: readonly string[], as?: string])[] =
    [
      [-80, 'anna', 'enrol.add', enrolled],
      [-79, 'anna', 'admin.appoint', [person('zuzanna')]],
      [-20, 'maria', 'read.level', [person('ivan')], 'manager'],
      [-19, 'zuzanna', 'read.level', [person('wanjiru')], 'manager'],
      [-12, 'bishal', 'read.level', [person('wanjiru')], 'opened-to'],
      [-5, 'anna', 'read.level', [person('ivan')], 'admin'],
      [-5, 'anna', 'programme.holidays', []],
      [-4, 'jiwoo', 'manager.dispute', [person('jiwoo'), person('zuzanna')]],
      [-3, 'anna', 'export.people', []],
      [-2, 'tomas', 'manager.name', [person('tomas'), person('leila')]],
      [-1, 'maria', 'read.level', [person('ivan')], 'manager'],
    ]
  for (const [days, actor, act, subjects, as] of lines) {
    const entry = {
      workspaceId,
      actorId: person(actor),
      act,
      subjects,
      ...(as === undefined ? {} : { detail: { as } }),
      ...(act === 'enrol.add' ? { detail: { skill } } : {}),
    }
    await note(tx, entry, morningOf(now, days))
  }
}

/**
 * Ids of everybody who works there, or did, by handle: those who have said nothing so far get a row, too. Undefined where
 * one of them has erased themselves.
 */
async function everybody(tx: Tx, company: Company, now: Date): Promise<ReadonlyMap<string, string> | undefined> {
  const workspaceId = company.team.id
  const working = company.people.filter(({ isGuest, isBot, isInvited }) => !isGuest && !isBot && !isInvited)
  const accounts = working.map((each) => accountOf(userObject(each, company, now.getTime())))
  await knowPeople({ newId: uuidV7 }, tx, workspaceId, accounts, now)
  const left = working.filter(({ isDeleted }) => isDeleted).map(({ id }) => id)
  await tx.person.updateMany({ where: { workspaceId, slackId: { in: left } }, data: { active: false } })
  const rows = await tx.person.findMany({ where: { workspaceId }, select: { id: true, slackId: true } })
  const ids = new Map(rows.map(({ id, slackId }) => [slackId, id]))
  const found = working.flatMap(({ id, handle }) => {
    const row = ids.get(id)
    return row === undefined ? [] : [[handle, row] as const]
  })
  return found.length === working.length ? new Map(found) : undefined
}

/** A morning at work, so many days from now or on the Friday before. */
function morningOf(now: Date, days: number): Date {
  const weekday = new Date(`${dayFrom(now, days)}T12:00:00Z`).getUTCDay()
  const friday = weekday === 6 ? days - 1 : weekday === 0 ? days - 2 : days
  return instantOf(dayFrom(now, friday), 610, programme.zone)
}

function dayFrom(now: Date, days: number): Day {
  return dayOf(new Date(now.getTime() + days * 86_400_000), 'UTC')
}

/** The next “12-25” that is not over yet. */
function next(monthAndDay: string, now: Date): Day {
  const today = dayFrom(now, 0)
  const thisYear: Day = `${today.slice(0, 4)}-${monthAndDay}`
  return thisYear < today ? `${Number(today.slice(0, 4)) + 1}-${monthAndDay}` : thisYear
}

function asDate(day: Day): Date {
  return new Date(`${day}T00:00:00Z`)
}

function missing(handle: string): never {
  throw new Error(`The example company has no ${handle}.`)
}
