import type { ModalView } from '@slack/types'
import type { Asking, ClickAsk, CommandAsk, Doors } from '../../slack/doors.ts'
import { older, redraw, showAndFill } from '../../slack/windows.ts'
import type { Word } from '../../slack/words.ts'
import { actingAdmin, isAdmin } from '../admins/flow.ts'
import { adminsOnly, noAdminAnyMore } from '../admins/views.ts'
import { csvOf } from '../csv.ts'
import type { DirectoryRoom } from '../room.ts'
import type { Person } from '../rules.ts'
import { sendParcel } from '../sending.ts'
import { logAt, mostTaken, placeAbout, readersAt, type Taken, takeLines } from './flow.ts'
import { readFilter, readLast, readLogPlace, readPages } from './form.ts'
import { type LogPlace, newerPage, olderPage, type Pages } from './rules.ts'
import {
  comingAlready,
  fetching,
  ids,
  linesAsRows,
  linesAttached,
  linesComing,
  linesNotAttached,
  linesPart,
  linesTooLarge,
  logSentence,
  logWindow,
  readersSentence,
  readersWindow,
} from './views.ts'

/** Binds the log of the admins, and everybody’s own lines of it. The right to the log is asked for at every click. */
export function bindAudit(doors: Doors, room: DirectoryRoom): void {
  doors.click(ids.readers, (ask) => openReaders(room, ask))
  doors.click(ids.open, (ask) => openLog(room, ask))
  doors.click(ids.filter, (ask) => turnLog(room, ask, filtered(ask)))
  doors.click(ids.person, (ask) => turnLog(room, ask, (place) => about(room, ask, place)))
  doors.click(ids.everybody, (ask) => turnLog(room, ask, (place) => ({ ...place, about: null, before: [] })))
  doors.click(ids.older, (ask) => turn(room, ask, (place) => olderPage(place, readLast(ask.value))))
  doors.click(ids.newer, (ask) => turn(room, ask, newerPage))
  doors.click(ids.csv, (ask) => takeLog(room, ask))
}

export function auditWords(room: DirectoryRoom): Word[] {
  return [{ word: 'readers', does: 'shows who has seen your level', answer: (ask) => openReaders(room, ask) }]
}

export function auditAdminWords(room: DirectoryRoom): Word[] {
  return [
    {
      word: 'audit',
      does: 'shows who read, changed or took what',
      answer: (ask) => openLog(room, ask),
      button: { actionId: ids.open, text: 'Audit log' },
    },
  ]
}

async function openReaders(room: DirectoryRoom, ask: CommandAsk | ClickAsk): Promise<void> {
  await ask.ack()
  await showAndFill(ask, readersSentence(fetching), readersSentence, async () => ownLines(room, ask))
}

async function openLog(room: DirectoryRoom, ask: CommandAsk | ClickAsk): Promise<void> {
  await ask.ack()
  if (!(await mayRead(room, ask))) return ask.reply(adminsOnly(await room.adminOf(ask.workspaceId), ask.slackId))
  await showAndFill(ask, logSentence(fetching), logSentence, () => logOf(room, ask))
}

function mayRead({ world, adminIds }: DirectoryRoom, ask: Asking): Promise<boolean> {
  return isAdmin(world.db, adminIds, ask)
}

/** Older or newer lines, of whichever of the two windows is open. */
async function turn(room: DirectoryRoom, ask: ClickAsk, to: <P extends Pages>(place: P) => P): Promise<void> {
  if (ask.view?.callbackId !== ids.readersWindow) return turnLog(room, ask, to)
  await ask.ack()
  const place = readPages(ask.view.metadata) ?? older('the audit log')
  await redraw(ask, await ownLines(room, ask, to(place)))
}

async function turnLog(
  room: DirectoryRoom,
  ask: ClickAsk,
  to: (place: LogPlace) => LogPlace | Promise<LogPlace>,
): Promise<void> {
  await ask.ack()
  if (!(await mayRead(room, ask))) return redraw(ask, logSentence(noAdminAnyMore))
  await redraw(ask, await logOf(room, ask, await to(placeIn(ask))))
}

function filtered(ask: ClickAsk): (place: LogPlace) => LogPlace {
  return (place) => ({ ...place, filter: readFilter(ask.value) ?? place.filter, before: [] })
}

function about({ world }: DirectoryRoom, ask: ClickAsk, place: LogPlace): LogPlace | Promise<LogPlace> {
  return ask.value === undefined ? place : placeAbout(world, ask.workspaceId, place, ask.value)
}

/** Noted before anything leaves; then the file, and in the window how that went. */
async function takeLog(room: DirectoryRoom, ask: ClickAsk): Promise<void> {
  await ask.ack()
  const admin = await actingAdmin(room, ask)
  if (!admin) return redraw(ask, logSentence(noAdminAnyMore))
  const place = placeIn(ask)
  const tell = async (notice: string) => redraw(ask, await logOf(room, ask, place, notice))
  const whose = `${ask.workspaceId}:${ask.slackId}:audit`
  if (room.exporting.has(whose)) return tell(comingAlready)
  room.exporting.add(whose)
  await take(room, ask, admin, place, tell).finally(() => room.exporting.delete(whose))
}

async function take(
  room: DirectoryRoom,
  ask: ClickAsk,
  admin: Person,
  place: LogPlace,
  tell: (notice: string) => Promise<void>,
): Promise<void> {
  const taken = await takeLines(room.world, admin, place)
  await tell(linesComing(taken.lines.length, mostTaken)).catch((error: unknown) => ask.report(error))
  const outcome = await send(room, ask, admin, taken).catch((error: unknown) => ask.report(error).message.text)
  if (outcome !== 'sent')
    await tell(outcome === 'too-large' ? linesTooLarge(await room.adminOf(ask.workspaceId)) : outcome)
}

function send({ world }: DirectoryRoom, ask: ClickAsk, { zone }: Person, { lines, at }: Taken) {
  const name = `nats-level-audit-${at.toISOString().slice(0, 10)}.csv`
  const way = { slack: ask.slack, pause: world.pause, mayUpload: ask.scopes?.has('files:write') }
  return sendParcel(way, {
    slackId: ask.slackId,
    file: { name, title: 'NATS Level audit log', text: csvOf(linesAsRows(lines)) },
    attached: linesAttached(at, zone),
    notAttached: linesNotAttached(at, zone),
    part: (part, nth, of) => linesPart(part, nth, of, at, zone),
  })
}

// What is drawn

async function logOf({ world }: DirectoryRoom, ask: Asking, place?: LogPlace, notice?: string): Promise<ModalView> {
  const page = await logAt(world, ask, place)
  return logWindow(page, page, notice)
}

async function ownLines({ world }: DirectoryRoom, ask: CommandAsk | ClickAsk, place?: Pages): Promise<ModalView> {
  const page = await readersAt(world, ask, place)
  return readersWindow(page, page)
}

function placeIn(ask: ClickAsk): LogPlace {
  return readLogPlace(ask.view?.metadata ?? '') ?? older('the audit log')
}
