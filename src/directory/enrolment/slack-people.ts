import type { ModalView } from '@slack/types'
import type { ClickAsk, CommandAsk, Doors } from '../../slack/doors.ts'
import { later } from '../../slack/pace.ts'
import { older, redraw, showAndFill } from '../../slack/windows.ts'
import type { Word } from '../../slack/words.ts'
import { actingAdmin } from '../admins/flow.ts'
import { noAdminAnyMore } from '../admins/views.ts'
import { csvOf } from '../csv.ts'
import type { DirectoryRoom } from '../room.ts'
import type { Person } from '../rules.ts'
import { isTooLargeForParts, sendParcel } from '../sending.ts'
import { isAdminOrRefused } from './acting.ts'
import { removePeople } from './flow-list.ts'
import { lineOf, peopleAt, placeOf, takePeople } from './flow-people.ts'
import { readCarried } from './form.ts'
import { peopleIds as ids } from './ids.ts'
import { type Exported, type Place, startOf } from './rules-people.ts'
import {
  fetchingPeople,
  header,
  listAttached,
  listComing,
  listNotAttached,
  listNotSent,
  listPart,
  listTooLarge,
  listUnderWay,
  outAlready,
  peopleSentence,
  peopleWindow,
  readFilter,
  readLine,
  readPlace,
  rowOf,
  takenOutSentence,
} from './views-people.ts'

/** The list of people: what admins press. Whether they are admins is asked at every click. */
export function bindPeople(doors: Doors, room: DirectoryRoom): void {
  doors.click(ids.open, (ask) => openFromClick(room, ask))
  doors.click(ids.filter, (ask) =>
    turn(room, ask, async (_, { skill }) => startOf(skill, readFilter(ask.value) ?? older('the filter'))),
  )
  doors.click(ids.find, (ask) => turn(room, ask, (admin, place) => placeOf(room, admin, place, ask.value ?? '')))
  doors.click(ids.previous, (ask) => turn(room, ask, async (_, place) => ({ ...place, page: place.page - 1 })))
  doors.click(ids.next, (ask) => turn(room, ask, async (_, place) => ({ ...place, page: place.page + 1 })))
  doors.click(ids.remove, (ask) => remove(room, ask))
  doors.click(ids.csv, (ask) => send(room, ask))
}

export function peopleAdminWords(room: DirectoryRoom, skill: string): Word[] {
  return [
    {
      word: 'people',
      does: 'shows who is in the check-in',
      answer: (ask) => open(room, ask, skill),
      button: { actionId: ids.open, text: 'People', value: skill },
    },
  ]
}

/** A page of the list, and above it what has just been done. */
export async function drawnPeople(
  room: DirectoryRoom,
  admin: Person,
  place: Place,
  notice?: string,
): Promise<ModalView> {
  return peopleWindow(await peopleAt(room, admin, place), admin.zone, notice)
}

async function open(room: DirectoryRoom, ask: CommandAsk | ClickAsk, skill: string): Promise<void> {
  await ask.ack()
  if (!(await isAdminOrRefused(room, ask))) return
  await showAndFill(ask, peopleSentence(fetchingPeople), peopleSentence, async () => {
    const admin = await actingAdmin(room, ask)
    return admin ? drawnPeople(room, admin, startOf(skill)) : peopleSentence(noAdminAnyMore)
  })
}

/** From another window of the same story in its place; from anywhere else in a window of its own. */
async function openFromClick(room: DirectoryRoom, ask: ClickAsk): Promise<void> {
  const carried = readCarried(ask.view?.metadata ?? '')?.skill ?? ask.value
  const skill = room.skills.find((each) => each === carried) ?? older('the button that shows the people')
  if (ask.view?.kind !== 'modal') return open(room, ask, skill)
  await ask.ack()
  const admin = await actingAdmin(room, ask)
  await redraw(ask, admin ? await drawnPeople(room, admin, startOf(skill)) : peopleSentence(noAdminAnyMore))
}

/** Another page, or another list, in the open window. */
async function turn(
  room: DirectoryRoom,
  ask: ClickAsk,
  to: (admin: Person, place: Place) => Promise<Place>,
): Promise<void> {
  await ask.ack()
  const place = placeIn(room, ask)
  const admin = await actingAdmin(room, ask)
  if (!admin) return redraw(ask, peopleSentence(noAdminAnyMore))
  await redraw(ask, await drawnPeople(room, admin, await to(admin, place)))
}

/** Writes before it acks, but lets Slack not wait longer than it does; then the list as it stands now. */
async function remove(room: DirectoryRoom, ask: ClickAsk): Promise<void> {
  const place = placeIn(room, ask)
  const id = readLine(ask.value) ?? older('the line of the list')
  const removing = actingAdmin(room, ask).then(
    async (admin) => admin && { admin, notice: await takeOut(room, admin, place, id) },
  )
  await Promise.race([removing, later(room.world.saveWithin)])
  await ask.ack()
  const done = await removing
  if (!done) return redraw(ask, peopleSentence(noAdminAnyMore))
  // What is done is done: a list that could not be shown any more is for the log alone.
  const shown = drawnPeople(room, done.admin, place, done.notice).then((view) => redraw(ask, view))
  await shown.catch((error: unknown) => ask.report(error))
}

/** Of a line of the list. @returns what is said above the list. */
async function takeOut(room: DirectoryRoom, admin: Person, place: Place, id: string): Promise<string> {
  const line = await lineOf(room, admin, place, id)
  const [out] = line ? (await removePeople(room, admin, place.skill, [line.slackId])).out : []
  return out === undefined ? outAlready : takenOutSentence(out)
}

/** As a file in the admin’s own direct conversation with the app, or in messages where files are not allowed. */
async function send(room: DirectoryRoom, ask: ClickAsk): Promise<void> {
  await ask.ack()
  const place = placeIn(room, ask)
  const admin = await actingAdmin(room, ask)
  if (!admin) return redraw(ask, peopleSentence(noAdminAnyMore))
  const tell = async (notice: string) => redraw(ask, await drawnPeople(room, admin, place, notice))
  const whose = `${ask.workspaceId}:${ask.slackId}:people`
  if (room.exporting.has(whose)) return tell(listUnderWay)
  room.exporting.add(whose)
  await sendList(room, ask, admin, place, tell).finally(() => room.exporting.delete(whose))
}

async function sendList(
  room: DirectoryRoom,
  ask: ClickAsk,
  admin: Person,
  { skill }: Place,
  tell: (notice: string) => Promise<void>,
): Promise<void> {
  const at = room.world.now()
  const mayUpload = ask.scopes?.has('files:write')
  const taken = await takePeople(
    room,
    admin,
    skill,
    (people) => mayUpload !== false || !isTooLargeForParts(csv(people)),
  )
  if (taken === 'kept') return tell(listTooLarge(await room.adminOf(ask.workspaceId)))
  await tell(listComing(taken.length)).catch((error: unknown) => ask.report(error))
  const { zone } = admin
  const parcel = {
    slackId: ask.slackId,
    file: { name: `people-${at.toISOString().slice(0, 10)}.csv`, title: 'People of the check-in', text: csv(taken) },
    attached: listAttached(at, zone),
    notAttached: listNotAttached(at, zone),
    part: (part: string, nth: number, of: number) => listPart(part, nth, of, at, zone),
  }
  const way = { slack: ask.slack, pause: room.world.pause, mayUpload }
  const outcome = await sendParcel(way, parcel).catch((error: unknown) => ask.report(error).reference)
  if (outcome === 'sent') return
  await tell(outcome === 'too-large' ? listTooLarge(await room.adminOf(ask.workspaceId)) : listNotSent(outcome))
}

function csv(people: readonly Exported[]): string {
  return csvOf([header, ...people.map(rowOf)])
}

function placeIn(room: DirectoryRoom, ask: ClickAsk): Place {
  const place = readPlace(ask.view?.metadata ?? '')
  return place && room.skills.includes(place.skill) ? place : older('the list of people')
}
