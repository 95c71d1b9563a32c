import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { actingAdmin } from '../../directory/admins/flow.ts'
import { noAdminAnyMore } from '../../directory/admins/views.ts'
import { csvOf } from '../../directory/csv.ts'
import type { Person } from '../../directory/rules.ts'
import { isTooLargeForParts, sendParcel } from '../../directory/sending.ts'
import type { ClickAsk, CommandAsk, Doors } from '../../slack/doors.ts'
import { later } from '../../slack/pace.ts'
import { older, redraw, showAndFill } from '../../slack/windows.ts'
import type { Word } from '../../slack/words.ts'
import { actOn, type Deed, deeds, roundAtHand, type Seen, startNow, takeParts } from './flow.ts'
import { placeOf, previewAt } from './flow-preview.ts'
import { reported } from './flow-reports.ts'
import { sendTest } from './flow-test.ts'
import { roundIds as ids, previewIds, testIds } from './ids.ts'
import { labelOf, skillFrom } from './of-skill.ts'
import { mayOpen, refuse } from './refuse.ts'
import type { AdminRoom } from './room.ts'
import type { Place } from './rules.ts'
import { bindSchedule, scheduleAdminWords } from './slack-schedule.ts'
import type { ExportedPart } from './store.ts'
import {
  type Carried,
  changedBefore,
  doneSentence,
  fetchingRound,
  notStarted,
  readCarried,
  roundSentence,
  roundWindow,
  startedSentence,
  testComing,
  whyWindow,
} from './views.ts'
import {
  header,
  listAttached,
  listComing,
  listGone,
  listNotAttached,
  listNotSent,
  listPart,
  listSaid,
  listTooLarge,
  listUnderWay,
  onlyATest,
  rowOf,
} from './views-csv.ts'
import {
  fetchingPreview,
  nothingToPreview,
  previewSentence,
  previewWindow,
  readFilter,
  readPlace,
} from './views-preview.ts'

/** Rounds, for whoever runs the programme: whether they do is asked at every click. */
export function bindRounds(doors: Doors, room: AdminRoom): void {
  doors.click(ids.open, (ask) => openRound(room, ask, targetOf(room, ask.value)))
  doors.click(ids.start, (ask) => start(room, ask))
  doors.click(ids.why, (ask) => why(room, ask))
  doors.click(ids.test, (ask) => test(room, ask))
  doors.click(ids.csv, (ask) => sendList(room, ask))
  for (const deed of deeds) doors.click(ids[deed], (ask) => change(room, ask, deed))
  for (const button of Object.values(testIds))
    doors.click(button, async (ask) => {
      await ask.ack()
      await ask.reply(onlyATest())
    })
  doors.click(previewIds.open, (ask) => openPreview(room, ask))
  doors.click(previewIds.filter, (ask) =>
    turn(room, ask, async (_, { found: __, ...place }) => ({
      ...place,
      filter: readFilter(ask.value) ?? older('the filter'),
      page: 0,
    })),
  )
  doors.click(previewIds.find, (ask) => turn(room, ask, (admin, place) => placeOf(room, admin, place, ask.value ?? '')))
  doors.click(previewIds.previous, (ask) => turn(room, ask, async (_, place) => ({ ...place, page: place.page - 1 })))
  doors.click(previewIds.next, (ask) => turn(room, ask, async (_, place) => ({ ...place, page: place.page + 1 })))
  bindSchedule(doors, room)
}

export function roundAdminWords(room: AdminRoom, skill: string): Word[] {
  return [
    {
      word: 'round',
      does: 'shows the check-in that runs, and what would be sent',
      answer: (ask) => openRound(room, ask, { skill }),
      button: { actionId: ids.open, text: 'Check-in', value: skill },
    },
    ...scheduleAdminWords(room, skill),
  ]
}

// The round

async function openRound(room: AdminRoom, ask: CommandAsk | ClickAsk, target: Carried): Promise<void> {
  await ask.ack()
  if (!(await mayOpen(room, ask, roundSentence))) return
  await showAndFill(ask, roundSentence(fetchingRound), roundSentence, async () =>
    (await actingAdmin(room.directory, ask)) ? drawnRound(room, ask, target) : roundSentence(noAdminAnyMore),
  )
}

/** [See why], beside the word that a check-in has not started. */
async function why(room: AdminRoom, ask: ClickAsk): Promise<void> {
  const { skill } = targetOf(room, ask.value)
  await ask.ack()
  if (!(await mayOpen(room, ask, roundSentence))) return
  await showAndFill(ask, roundSentence(fetchingRound), roundSentence, async () => {
    if (!(await actingAdmin(room.directory, ask))) return roundSentence(noAdminAnyMore)
    const seen = await roundAtHand(room, ask.workspaceId, skill)
    return whyWindow(seen, await reportedOf(room, ask.workspaceId, seen))
  })
}

/** Writes first, then acks; then the round as it stands now, in the window of the button or in one of its own. */
async function start(room: AdminRoom, ask: ClickAsk): Promise<void> {
  const { skill } = targetOf(room, ask.value)
  const starting = actingAdmin(room.directory, ask).then((admin) => admin && startNow(room, admin, skill))
  await ackAfter(room, ask, starting)
  const window = async () => {
    const opened = await starting
    if (!opened) return roundSentence(noAdminAnyMore)
    const notice =
      opened.kind === 'opened' ? startedSentence(opened.name, labelOf(room, skill)) : notStarted[opened.kind]
    return drawnRound(room, ask, { skill }, () => notice)
  }
  if (!(await mayOpen(room, ask, roundSentence))) return
  const inWindow = ask.view?.kind === 'modal'
  // That it could not be started is said in the window that opens; where one is open, beside it.
  if (inWindow) await starting
  const shown = inWindow
    ? window().then((view) => redraw(ask, view))
    : showAndFill(ask, roundSentence(fetchingRound), roundSentence, window)
  await shown.catch((error: unknown) => ask.report(error))
}

async function change(room: AdminRoom, ask: ClickAsk, deed: Deed): Promise<void> {
  const carried = carriedBy(room, ask)
  const { roundId = older('the window of the check-in') } = carried
  const doing = actingAdmin(room.directory, ask).then((admin) => admin && actOn(room, admin, deed, roundId))
  await ackAfter(room, ask, doing)
  const done = await doing
  if (done === undefined) return refuse(room, ask, roundSentence)
  const notice = ({ seen }: Seen) =>
    done && seen ? doneSentence(deed, seen, labelOf(room, seen.round.skill)) : changedBefore
  // What is done is done: a window that could not be drawn any more is for the log alone.
  const shown = drawnRound(room, ask, carried, notice).then((view) => redraw(ask, view))
  await shown.catch((error: unknown) => ask.report(error))
}

async function test(room: AdminRoom, ask: ClickAsk): Promise<void> {
  const carried = carriedBy(room, ask)
  const sending = actingAdmin(room.directory, ask).then(
    async (admin) => admin && sendTest(room, admin, carried.skill).then(() => admin),
  )
  await ackAfter(room, ask, sending)
  if (!(await sending)) return refuse(room, ask, roundSentence)
  const shown = drawnRound(room, ask, carried, () => testComing).then((view) => redraw(ask, view))
  await shown.catch((error: unknown) => ask.report(error))
}

/** Writes before it acks, but lets Slack not wait longer than it does. */
async function ackAfter(room: AdminRoom, ask: ClickAsk, writing: Promise<unknown>): Promise<void> {
  await Promise.race([writing, later(room.world.saveWithin)])
  await ask.ack()
}

async function drawnRound(
  room: AdminRoom,
  ask: CommandAsk | ClickAsk,
  { skill, roundId }: Carried,
  notice?: (seen: Seen) => string,
): Promise<ModalView> {
  const seen = await roundAtHand(room, ask.workspaceId, skill, roundId)
  return roundWindow(seen, await reportedOf(room, ask.workspaceId, seen), notice?.(seen))
}

function reportedOf(room: AdminRoom, workspaceId: string, { skill }: Seen) {
  return reported(room.world.db, room, { workspaceId, skill }, room.world.now())
}

// The list as a file

/** In the admin’s own direct conversation with the app; the button stands in the window and under the reports. */
async function sendList(room: AdminRoom, ask: ClickAsk): Promise<void> {
  const { roundId = older('the button to the list') } = targetOf(room, ask.value)
  await ask.ack()
  const admin = await actingAdmin(room.directory, ask)
  if (!admin) return refuse(room, ask, roundSentence)
  const inWindow = ask.view?.kind === 'modal' ? readCarried(ask.view.metadata) : undefined
  const tell = async (sentence: string) =>
    inWindow ? redraw(ask, await drawnRound(room, ask, inWindow, () => sentence)) : ask.reply(listSaid(sentence))
  const { exporting } = room.directory
  const whose = `${ask.workspaceId}:${ask.slackId}:round`
  if (exporting.has(whose)) return tell(listUnderWay)
  exporting.add(whose)
  await takeList(room, ask, admin, roundId, tell).finally(() => exporting.delete(whose))
}

async function takeList(
  room: AdminRoom,
  ask: ClickAsk,
  admin: Person,
  roundId: string,
  tell: (sentence: string) => Promise<void>,
): Promise<void> {
  const at = room.world.now()
  const mayUpload = ask.scopes?.has('files:write')
  const csv = (parts: readonly ExportedPart[]) => csvOf([header, ...parts.map((part) => rowOf(part, room.reasonWords))])
  const taken = await takeParts(room, admin, roundId, (parts) => mayUpload !== false || !isTooLargeForParts(csv(parts)))
  if (taken === 'gone') return tell(listGone)
  if (taken === 'kept') return tell(listTooLarge(await room.directory.adminOf(ask.workspaceId)))
  const { round, parts } = taken
  await tell(listComing(parts.length)).catch((error: unknown) => ask.report(error))
  const { zone } = admin
  const parcel = {
    slackId: ask.slackId,
    file: { name: fileName(round.name), title: `Check-in ${round.name}`, text: csv(parts) },
    attached: listAttached(round.name, at, zone),
    notAttached: listNotAttached(round.name, at, zone),
    part: (part: string, nth: number, of: number) => listPart(round.name, part, nth, of, at, zone),
  }
  const way = { slack: ask.slack, pause: room.world.pause, mayUpload }
  const outcome = await sendParcel(way, parcel).catch((error: unknown) => ask.report(error).reference)
  if (outcome === 'sent') return
  await tell(
    outcome === 'too-large' ? listTooLarge(await room.directory.adminOf(ask.workspaceId)) : listNotSent(outcome),
  )
}

/** “2026-Q4 (2)” is no name for a file. */
function fileName(round: string): string {
  return `check-in-${round.replaceAll(/[^\w-]+/g, '-').replace(/-$/, '')}.csv`
}

// The preview

/** On top of the round. */
async function openPreview(room: AdminRoom, ask: ClickAsk): Promise<void> {
  await ask.ack()
  const carried = carriedBy(room, ask)
  if (!(await mayOpen(room, ask, roundSentence))) return
  await showAndFill(ask, previewSentence(fetchingPreview), previewSentence, async () => {
    const admin = await actingAdmin(room.directory, ask)
    if (!admin) return previewSentence(noAdminAnyMore)
    const { seen } = await roundAtHand(room, ask.workspaceId, carried.skill, carried.roundId)
    const runs = seen && seen.round.closedAt === undefined
    return drawnPreview(room, admin, {
      ...carried,
      roundId: runs ? seen.round.id : undefined,
      filter: 'everybody',
      page: 0,
    })
  })
}

/** Another page, or another list, in the open window. */
async function turn(
  room: AdminRoom,
  ask: ClickAsk,
  to: (admin: Person, place: Place) => Promise<Place>,
): Promise<void> {
  await ask.ack()
  const place = readPlace(ask.view?.metadata ?? '') ?? older('the preview')
  if (!skillFrom(room, place.skill)) return older('the preview')
  const admin = await actingAdmin(room.directory, ask)
  await redraw(ask, admin ? await drawnPreview(room, admin, await to(admin, place)) : previewSentence(noAdminAnyMore))
}

async function drawnPreview(room: AdminRoom, admin: Person, place: Place): Promise<ModalView> {
  const preview = await previewAt(room, admin, place)
  if (!preview) return previewSentence(nothingToPreview)
  const label = labelOf(room, place.skill)
  return previewWindow(preview, { zone: admin.zone, now: room.world.now(), place: preview.zone, label })
}

// What travels with a click

/** A round of the workspace by its id, or what runs of a skill. */
function targetOf(room: AdminRoom, value: string | undefined): Carried {
  const roundId = z.guid().safeParse(value).data
  const [first] = room.catalog.profiles
  if (roundId !== undefined && first) return { skill: first.skill, roundId }
  const skill = skillFrom(room, value) ?? older('the button to the check-in')
  return { skill }
}

function carriedBy(room: AdminRoom, ask: ClickAsk): Carried {
  const carried = readCarried(ask.view?.metadata ?? '') ?? older('the window of the check-in')
  return skillFrom(room, carried.skill) ? carried : older('the window of the check-in')
}
