import { type Asking, type ClickAsk, type CommandAsk, type Doors, showWindow } from '../slack/doors.ts'
import type { Message } from '../slack/kit.ts'
import { later } from '../slack/pace.ts'
import type { Word } from '../slack/words.ts'
import { askErasure, type Erased, erase, exportOf, type NoData } from './flow-own-data.ts'
import type { DirectoryRoom } from './room.ts'
import { hasLapsed, readQuestion } from './rules-own-data.ts'
import { isTooLargeForParts, sendExport, type Way } from './sending.ts'
import { visitorOf } from './slack.ts'
import { notForThem } from './views.ts'
import {
  erasedBefore,
  erasedMessage,
  erasureQuestion,
  everythingKept,
  exportComing,
  exportNotSent,
  exportTooLarge,
  exportUnderWay,
  ids,
  nothingStored,
  onlyAMark,
  ownDataWindow,
  questionLapsed,
  reading,
  titles,
} from './views-own-data.ts'

export function bindDirectory(doors: Doors, room: DirectoryRoom): void {
  doors.click(ids.export, (ask) => exportFromClick(room, ask))
  doors.click(ids.askErasure, (ask) => askFromClick(room, ask))
  doors.click(ids.erase, (ask) => eraseFromClick(room, ask))
  doors.click(ids.keep, async (ask) => {
    await ask.ack()
    await instead(ask, titles.erasing, everythingKept())
  })
}

/** The words about one’s own data; the same under every command, since they are about all skills. */
export function directoryWords(room: DirectoryRoom): Word[] {
  return [
    { word: 'export', does: 'sends you everything that is stored about you', answer: (ask) => exportFrom(room, ask) },
    { word: 'forget', does: 'erases it, after one question', answer: (ask) => askFrom(room, ask) },
  ]
}

// Taking it along

export async function exportFromClick(room: DirectoryRoom, ask: ClickAsk): Promise<void> {
  await ask.ack()
  await sendOnce(room, ask, await beside(ask, titles.exporting))
}

async function exportFrom(room: DirectoryRoom, ask: CommandAsk): Promise<void> {
  await ask.ack()
  await sendOnce(room, ask, (message) => ask.reply(message))
}

/** Parts of two exports would come mixed: a second click while one is on its way is told so. */
async function sendOnce(room: DirectoryRoom, ask: Asking, tell: Tell): Promise<void> {
  const whose = `${ask.workspaceId}:${ask.slackId}`
  if (room.exporting.has(whose)) return tell(exportUnderWay())
  room.exporting.add(whose)
  await sendAll(room, ask, tell).finally(() => room.exporting.delete(whose))
}

/** Tells how much is coming, then sends it; the telling may fail without keeping the export back. */
async function sendAll(room: DirectoryRoom, ask: Asking, tell: Tell): Promise<void> {
  const exported = await exportOf(room, visitorOf(ask)).catch((error: unknown) => failed(ask, tell, error))
  if (!exported) return
  if (exported.kind !== 'exported') return tell(noData(room, ask, exported))
  const way: Way = { slack: ask.slack, pause: room.world.pause, mayUpload: ask.scopes?.has('files:write') }
  if (way.mayUpload === false && isTooLargeForParts(exported.json))
    return tell(exportTooLarge(await room.adminOf(ask.workspaceId)))
  await tell(exportComing(exported.json)).catch((error: unknown) => ask.report(error))
  const { json, now, person } = exported
  const parcel = { slackId: ask.slackId, json, at: now, zone: person.zone }
  const outcome = await sendExport(way, parcel).catch((error: unknown) => ask.report(error).reference)
  if (outcome === 'sent') return
  const admin = await room.adminOf(ask.workspaceId)
  await tell(outcome === 'too-large' ? exportTooLarge(admin) : exportNotSent(room.command, admin, outcome))
}

// Erasing it

export async function askFromClick(room: DirectoryRoom, ask: ClickAsk): Promise<void> {
  await ask.ack()
  await question(room, ask, await beside(ask, titles.erasing))
}

async function askFrom(room: DirectoryRoom, ask: CommandAsk): Promise<void> {
  await ask.ack()
  await question(room, ask, (message) => ask.reply(message))
}

async function question(room: DirectoryRoom, ask: Asking, tell: Tell): Promise<void> {
  const asked = await askErasure(room, visitorOf(ask)).catch((error: unknown) => failed(ask, tell, error))
  if (!asked) return
  await tell(asked.kind === 'asked' ? erasureQuestion(asked.counted, asked.question) : noData(room, ask, asked))
}

/** Who clicks is asked for again, and only their own row can go: a button alone gives no right. */
async function eraseFromClick(room: DirectoryRoom, ask: ClickAsk): Promise<void> {
  const { world } = room
  const asked = readQuestion(ask.value)
  if (!asked || hasLapsed(asked, world.now())) {
    await ask.ack()
    return instead(ask, titles.erasing, questionLapsed(ask, room.command, room.home))
  }
  const erasure = erase(room, visitorOf(ask), asked)
  // The ack waits for the erasure, but not longer than Slack waits for the ack.
  await Promise.race([erasure, later(world.saveWithin)])
  await ask.ack()
  const erased = await erasure
  // What is gone is gone: an answer that could not be shown any more is for the log alone.
  await instead(ask, titles.erasing, erasureAnswer(room, ask, erased)).catch((error: unknown) => ask.report(error))
  if (erased.kind !== 'erased') return
  for (const tell of room.afterErased) await tell(ask, erased.person).catch((error: unknown) => ask.report(error))
}

function erasureAnswer(room: DirectoryRoom, ask: Asking, erased: Erased): Message {
  switch (erased.kind) {
    case 'erased':
      return erasedMessage(erased.removed, room.command)
    case 'erased-before':
      return erasedBefore(erased, room.command)
    case 'not-theirs':
      return questionLapsed(ask, room.command, room.home)
  }
}

// Where answers go

type Tell = (message: Message) => Promise<void>

/** From a message: further messages. From a window or the Home tab: one window, opened with the trigger at once. */
async function beside(ask: ClickAsk, title: string): Promise<Tell> {
  if (!ask.view) return (message) => ask.reply(message)
  const viewId = await showWindow(ask, ownDataWindow(title, reading()))
  return async (message) => {
    if (!viewId) return
    await ask.slack.views.update({ view_id: viewId, view: ownDataWindow(title, message.blocks) })
  }
}

/** In the place of what was clicked on. */
async function instead(ask: ClickAsk, title: string, message: Message): Promise<void> {
  if (!ask.view) return ask.reply(message, { replace: true })
  const window = ownDataWindow(title, message.blocks)
  await ask.slack.views.update({ view_id: ask.view.id, view: window })
}

async function failed(ask: Asking, tell: Tell, error: unknown): Promise<undefined> {
  await tell(ask.report(error).message)
}

function noData({ command }: DirectoryRoom, ask: Asking, found: NoData): Message {
  switch (found.kind) {
    case 'nothing-stored':
      return nothingStored()
    case 'forgotten':
      return onlyAMark(command)
    case 'guest':
    case 'bot':
    case 'stranger':
    case 'closed':
      return notForThem(ask.workspaceName)
  }
}
