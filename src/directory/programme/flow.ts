import { dayOf } from '../../calendar.ts'
import type { Tx } from '../../db/connection.ts'
import { askHeldAgain } from '../../outbox/store.ts'
import { planAnew } from '../../schedules/store.ts'
import { adminsOf, type Changed, changeAdmins } from '../admins/flow-appoint.ts'
import { type Admin, type NotPermitted, whyNot } from '../admins/rules.ts'
import { holdWorkspace } from '../admins/store.ts'
import type { Act } from '../audit/rules.ts'
import { note } from '../audit/store.ts'
import type { Visitor } from '../flow.ts'
import { askAbout } from '../flow-asked.ts'
import { knowPeople } from '../flow-known.ts'
import type { DirectoryRoom } from '../room.ts'
import type { Account, Person } from '../rules.ts'
import { isSameHours } from '../settings/rules.ts'
import { type Holiday, type Programme, readHolidays, readLabel, writeHolidays } from './rules.ts'
import {
  type LastChange,
  lastChange,
  programmeOf,
  saveCalendar,
  saveContact,
  saveHolidays,
  saveManagerField,
} from './store.ts'

type Room = Pick<DirectoryRoom, 'world' | 'adminIds' | 'wake'>

/** The programme as its admins see it. */
export interface Present extends Programme {
  readonly admins: readonly Admin[]
}

/** Which part of it somebody changes. */
export const parts = ['contact', 'admins', 'calendar', 'holidays', 'manager-field'] as const
export type Part = (typeof parts)[number]

/** What the form of one part is drawn from, as text: two that are equal show the same. */
export function asDrawn(part: Part, present: Present): string {
  switch (part) {
    case 'contact':
      return present.contact ?? ''
    case 'admins':
      return present.admins.map(({ slackId, isNamed }) => `${slackId}${isNamed ? '!' : ''}`).join(' ')
    case 'calendar':
      return `${present.zone} ${present.hours.from} ${present.hours.to} ${present.hours.days}`
    case 'holidays':
      return writeHolidays(present.holidays)
    case 'manager-field':
      return present.managerField ?? ''
  }
}

/** What a form says, read as far as it can be without the records. */
export type Wish =
  | { readonly part: 'contact'; readonly slackId: string | undefined }
  /** Everybody who is to be an admin by appointment. */
  | { readonly part: 'admins'; readonly slackIds: readonly string[] }
  | ({ readonly part: 'calendar' } & Pick<Programme, 'zone' | 'hours'>)
  | { readonly part: 'holidays'; readonly text: string }
  | { readonly part: 'manager-field'; readonly label: string }

export type Saved =
  | { readonly kind: 'saved' }
  /** Nothing was written; the sentence stands at the form’s first field. */
  | { readonly kind: 'problem'; readonly problem: string }
  | { readonly kind: 'not-permitted'; readonly why: NotPermitted; readonly name: string }
  | Extract<Changed, { kind: 'refused' }>
  /** Somebody else changed it after the form was drawn. */
  | { readonly kind: 'changed-before'; readonly last: LastChange | undefined; readonly present: Present }
  | { readonly kind: 'not-admin' }

export async function presentProgramme(room: Room, workspaceId: string): Promise<Present> {
  return presentIn(room, room.world.db, workspaceId, room.world.now())
}

/**
 * Writes what an admin has set, unless it does not stand any more as their form showed it: then two admins would undo each
 * other without a word. Read and written under the workspace’s lock.
 * @param drawn says whether the form was drawn from this text.
 */
export async function saveProgramme(
  room: Room,
  actor: Person,
  visitor: Visitor,
  wish: Wish,
  drawn: (text: string) => boolean,
): Promise<Saved> {
  const saved = await (wish.part === 'admins'
    ? saveAdmins(room, actor, visitor, wish.slackIds, drawn)
    : savePart(room, actor, visitor, wish, drawn))
  if (saved.kind === 'saved') room.wake()
  return saved
}

type OtherWish = Exclude<Wish, { part: 'admins' }>

async function savePart(
  room: Room,
  actor: Person,
  visitor: Visitor,
  wish: OtherWish,
  drawn: (text: string) => boolean,
): Promise<Saved> {
  const { world } = room
  const { workspaceId } = actor
  const now = world.now()
  const asked = wish.part === 'contact' && wish.slackId !== undefined ? await askAbout(visitor, [wish.slackId]) : []
  for (const { account } of asked) {
    const why = whyNot(account, workspaceId)
    if (why) return { kind: 'not-permitted', why, name: account?.name ?? '' }
  }
  return world.db.$transaction(async (tx): Promise<Saved> => {
    await holdWorkspace(tx, workspaceId)
    const present = await presentIn(room, tx, workspaceId, now)
    if (!present.admins.some(({ id }) => id === actor.id)) return { kind: 'not-admin' }
    if (!drawn(asDrawn(wish.part, present))) return changedBefore(tx, workspaceId, wish.part, present)
    switch (wish.part) {
      case 'contact':
        return contact(room, tx, actor, present, asked[0]?.account, now)
      case 'calendar':
        return calendar(tx, actor, present, wish, now)
      case 'holidays':
        return holidays(tx, actor, present, wish.text, now)
      case 'manager-field':
        return managerField(tx, actor, present, wish.label, now)
    }
  })
}

async function contact(
  { world }: Room,
  tx: Tx,
  actor: Person,
  present: Present,
  account: Account | undefined,
  now: Date,
): Promise<Saved> {
  const { known, forgotten } = await knowPeople(world, tx, actor.workspaceId, account ? [account] : [], now)
  if (account && forgotten.has(account.slackId)) return { kind: 'not-permitted', why: 'forgotten', name: account.name }
  if (present.contact === account?.slackId) return { kind: 'saved' }
  const person = account && known.get(account.slackId)
  await saveContact(tx, actor.workspaceId, person?.id ?? null)
  await noted(tx, actor, 'programme.contact', person ? [person.id] : [], now)
  return { kind: 'saved' }
}

/** Hours and zone hold from now on, for letters that wait and for what is planned, too. */
async function calendar(
  tx: Tx,
  actor: Person,
  present: Present,
  { zone, hours }: Pick<Programme, 'zone' | 'hours'>,
  now: Date,
): Promise<Saved> {
  if (present.zone === zone && isSameHours(present.hours, hours)) return { kind: 'saved' }
  await saveCalendar(tx, actor.workspaceId, { zone, hours })
  await askHeldAgain(tx, actor.workspaceId, now)
  if (present.zone !== zone) await planAnew(tx, actor.workspaceId, now)
  const detail = { zone, from: hours.from, to: hours.to, days: hours.days }
  await noted(tx, actor, 'programme.calendar', [], now, detail)
  return { kind: 'saved' }
}

async function holidays(tx: Tx, actor: Person, present: Present, text: string, now: Date): Promise<Saved> {
  const today = dayOf(now, present.zone)
  const read = readHolidays(text, today)
  if (read.kind === 'refused') return { kind: 'problem', problem: read.problem }
  if (isSameList(present.holidays, read.holidays)) return { kind: 'saved' }
  await saveHolidays(tx, actor.workspaceId, read.holidays, today)
  await askHeldAgain(tx, actor.workspaceId, now)
  await noted(tx, actor, 'programme.holidays', [], now, { dates: read.holidays.length })
  return { kind: 'saved' }
}

async function managerField(tx: Tx, actor: Person, present: Present, typed: string, now: Date): Promise<Saved> {
  const label = readLabel(typed)
  if (label === present.managerField) return { kind: 'saved' }
  await saveManagerField(tx, actor.workspaceId, label)
  await noted(tx, actor, 'programme.manager-field', [], now, { set: label !== undefined })
  return { kind: 'saved' }
}

/** Who is no longer among those chosen is dismissed, who is new is appointed; whom the environment names stays out of it. */
async function saveAdmins(
  room: Room,
  actor: Person,
  visitor: Visitor,
  slackIds: readonly string[],
  drawn: (text: string) => boolean,
): Promise<Saved> {
  const { db } = room.world
  const { workspaceId } = actor
  const present = await presentProgramme(room, workspaceId)
  if (!drawn(asDrawn('admins', present))) return changedBefore(db, workspaceId, 'admins', present)
  const are = present.admins.filter(({ isAppointed, isNamed }) => isAppointed && !isNamed).map(({ slackId }) => slackId)
  const named = present.admins.filter(({ isNamed }) => isNamed).map(({ slackId }) => slackId)
  const appoint = slackIds.filter((slackId) => !are.includes(slackId) && !named.includes(slackId))
  const dismiss = are.filter((slackId) => !slackIds.includes(slackId))
  if (appoint.length === 0 && dismiss.length === 0) return { kind: 'saved' }
  const changed = await changeAdmins(room, actor, visitor, { appoint, dismiss })
  return changed.kind === 'changed' ? { kind: 'saved' } : changed
}

async function changedBefore(tx: Tx, workspaceId: string, part: Part, present: Present): Promise<Saved> {
  return { kind: 'changed-before', last: await lastChange(tx, workspaceId, actsOf[part]), present }
}

const actsOf: Readonly<Record<Part, readonly Act[]>> = {
  contact: ['programme.contact'],
  admins: ['admin.appoint', 'admin.dismiss'],
  calendar: ['programme.calendar'],
  holidays: ['programme.holidays'],
  'manager-field': ['programme.manager-field'],
}

async function presentIn(room: Room, tx: Tx, workspaceId: string, now: Date): Promise<Present> {
  const programme = await programmeOf(tx, workspaceId, now)
  return { ...programme, admins: await adminsOf(tx, room, workspaceId) }
}

async function noted(
  tx: Tx,
  { workspaceId, id }: Person,
  act: Act,
  subjects: readonly string[],
  now: Date,
  detail?: Readonly<Record<string, string | number | boolean>>,
): Promise<void> {
  await note(tx, { workspaceId, actorId: id, act, subjects, ...(detail ? { detail } : {}) }, now)
}

function isSameList(one: readonly Holiday[], other: readonly Holiday[]): boolean {
  return writeHolidays(one) === writeHolidays(other)
}
