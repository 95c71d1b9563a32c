import type { ModalView } from '@slack/types'
import { type ClickAsk, type CommandAsk, type Doors, type SubmissionAsk, showWindow } from '../../slack/doors.ts'
import { downloadFile } from '../../slack/files.ts'
import { later } from '../../slack/pace.ts'
import { older, redraw } from '../../slack/windows.ts'
import type { Word } from '../../slack/words.ts'
import { actingAdmin, isAdmin } from '../admins/flow.ts'
import { noAdminAnyMore } from '../admins/views.ts'
import { note } from '../audit/store.ts'
import { csvOf } from '../csv.ts'
import { isAdminOrRefused } from '../enrolment/acting.ts'
import { readSoFar } from '../enrolment/views-list.ts'
import type { DirectoryRoom } from '../room.ts'
import type { Person } from '../rules.ts'
import { isTooLargeForParts, sendParcel } from '../sending.ts'
import { membersOf } from '../slack-members.ts'
import { applyManagers, type Checked, checkManagers, importAt, type Progress } from './flow-import.ts'
import {
  type Carried,
  ids,
  importForm,
  importSentence,
  importWindow,
  type ReadImport,
  readCarried,
  readImport,
} from './form-import.ts'
import { most, type Problem, parseTable, type Table } from './table.ts'
import {
  appliedSentence,
  applying,
  fileGone,
  importChanged,
  importOver,
  reading,
  reportAttached,
  reportComing,
  reportHeader,
  reportNotAttached,
  reportNotSent,
  reportPart,
  reportRows,
  reportTooLarge,
  reportUnderWay,
} from './views-import.ts'

/** Lists that admins bring in. Whether they are admins is asked at every click. */
export function bindImports(doors: Doors, room: DirectoryRoom): void {
  doors.click(ids.open, (ask) => openForm(room, ask, skillOf(room, ask)))
  doors.click(ids.back, (ask) => openAgain(room, ask))
  doors.click(ids.csv, (ask) => sendReport(room, ask))
  doors.submission(ids.check, (ask) => check(room, ask))
  doors.submission(ids.apply, (ask) => apply(room, ask))
}

/** Of one skill, to whose check-in the way back leads. */
export function importAdminWords(room: DirectoryRoom, skill: string): Word[] {
  return [
    {
      word: 'import',
      does: 'takes in a list of who leads whom',
      answer: (ask) => openForm(room, ask, skill),
    },
  ]
}

/** On top of the list of people; from anywhere else in a window of its own. */
async function openForm(room: DirectoryRoom, ask: ClickAsk | CommandAsk, skill: string): Promise<void> {
  await ask.ack()
  const inWindow = 'actionId' in ask && ask.view?.kind === 'modal'
  const may = inWindow ? await isAdmin(room.world.db, room.adminIds, ask) : await isAdminOrRefused(room, ask)
  if (may) await showWindow({ view: undefined, ...ask }, importForm({ skill, hasFiles: hasFiles(ask) }))
  else if (inWindow) await redraw(ask, importSentence(noAdminAnyMore, { skill }))
}

/** In the place of a list that was looked at. */
async function openAgain(room: DirectoryRoom, ask: ClickAsk): Promise<void> {
  await ask.ack()
  const carried = carriedBy(room, ask)
  const admin = await actingAdmin(room, ask)
  await redraw(
    ask,
    admin ? importForm({ skill: carried.skill, hasFiles: hasFiles(ask) }) : importSentence(noAdminAnyMore, carried),
  )
}

// Looking

/**
 * A short list is answered at once, with an error at its field where it cannot be read. What takes longer, such as a file
 * or people whom nobody knows here yet, is looked at behind the window.
 */
async function check(room: DirectoryRoom, ask: SubmissionAsk): Promise<void> {
  const carried = carriedBy(room, ask)
  const read = readImport(ask.view.values)
  if (read.kind === 'refused') return ask.ack({ errors: read.errors })
  const told = { late: false }
  const progress: Progress = async (seen) => {
    // Whoever has closed the window wants to hear of no progress.
    if (told.late) await update(ask, importSentence(readSoFar(seen), carried)).catch(() => {})
  }
  const looking = actingAdmin(room, ask).then((admin): Looked | Promise<Looked> =>
    admin
      ? lookAt(room, ask, admin, carried, read, progress)
      : { kind: 'window', window: importSentence(noAdminAnyMore, carried) },
  )
  const quick = await Promise.race([looking, later(room.world.saveWithin)])
  if (quick?.kind === 'problem' && read.kind === 'text') return ask.ack({ errors: { [ids.paste]: quick.sentence } })
  if (quick) return ask.ack({ update: drawn(quick, carried) })
  await ask.ack({ update: importSentence(reading, carried) })
  told.late = true
  const seen = await looking.catch((error: unknown): Problem => {
    return { kind: 'problem', sentence: ask.report(error).message.text }
  })
  await update(ask, drawn(seen, carried)).catch((error: unknown) => ask.report(error))
}

type Looked = { readonly kind: 'window'; readonly window: ModalView } | Problem

async function lookAt(
  room: DirectoryRoom,
  ask: SubmissionAsk,
  admin: Person,
  { skill }: Carried,
  read: Exclude<ReadImport, { readonly kind: 'refused' }>,
  progress: Progress,
): Promise<Looked> {
  const table = read.kind === 'text' ? parseTable(read.text) : await tableIn(ask, read.fileId)
  if (table.kind === 'problem') return table
  const members = membersOf(ask.slack, room.world.pause)
  const checked = await checkManagers(room, admin, table, members, progress)
  return { kind: 'window', window: importWindow(checked, { skill }) }
}

async function tableIn(ask: SubmissionAsk, fileId: string): Promise<Table | Problem> {
  const file = await downloadFile(ask.slack, fileId, { of: ask.slackId, most: most.bytes })
  switch (file.kind) {
    case 'bytes':
      return parseTable(file.bytes)
    case 'too-large':
      return { kind: 'problem', sentence: 'This file is larger than 5 MB. Please cut it in two.' }
    case 'gone':
      return { kind: 'problem', sentence: fileGone() }
  }
}

function drawn(looked: Looked, carried: Carried): ModalView {
  return looked.kind === 'window' ? looked.window : importSentence(looked.sentence, carried, true)
}

// Doing

async function apply(room: DirectoryRoom, ask: SubmissionAsk): Promise<void> {
  const carried = carriedBy(room, ask)
  const { list } = carried
  if (list === undefined) return older('the list of managers')
  const done = actingAdmin(room, ask).then((admin) =>
    admin ? applied(room, admin, carried.skill, list) : importSentence(noAdminAnyMore, carried),
  )
  const quick = await Promise.race([done, later(room.world.saveWithin)])
  if (quick) return ask.ack({ update: quick })
  await ask.ack({ update: importSentence(applying, carried) })
  const late = await done.catch((error: unknown) => importSentence(ask.report(error).message.text, carried))
  await update(ask, late).catch((error: unknown) => ask.report(error))
}

async function applied(room: DirectoryRoom, admin: Person, skill: string, list: string): Promise<ModalView> {
  const outcome = await applyManagers({ world: room.world, wake: room.wake }, admin, list)
  switch (outcome.kind) {
    case 'applied':
      return importSentence(appliedSentence(outcome.count), { skill })
    case 'changed':
      return importWindow(outcome.checked, { skill }, importChanged)
    case 'over':
      return importSentence(importOver, { skill }, true)
  }
}

/** As a file in the admin’s own direct conversation with the app, or in messages where files are not allowed. */
async function sendReport(room: DirectoryRoom, ask: ClickAsk): Promise<void> {
  await ask.ack()
  const carried = carriedBy(room, ask)
  const admin = await actingAdmin(room, ask)
  if (!admin) return redraw(ask, importSentence(noAdminAnyMore, carried))
  const checked = carried.list === undefined ? undefined : await importAt(room, admin, carried.list)
  if (!checked) return redraw(ask, importSentence(importOver, carried, true))
  const tell = (notice: string) => redraw(ask, importWindow(checked, carried, notice))
  const whose = `${ask.workspaceId}:${ask.slackId}:import`
  if (room.exporting.has(whose)) return tell(reportUnderWay)
  room.exporting.add(whose)
  await reportTo(room, ask, admin, checked, tell).finally(() => room.exporting.delete(whose))
}

async function reportTo(
  room: DirectoryRoom,
  ask: ClickAsk,
  admin: Person,
  checked: Checked,
  tell: (notice: string) => Promise<void>,
): Promise<void> {
  const { world } = room
  const at = world.now()
  const mayUpload = ask.scopes?.has('files:write')
  const text = csvOf([reportHeader, ...reportRows(checked)])
  if (mayUpload === false && isTooLargeForParts(text)) return tell(reportTooLarge(await room.adminOf(ask.workspaceId)))
  const { workspaceId, id: actorId, zone } = admin
  await note(world.db, { workspaceId, actorId, act: 'export.import', subjects: [], detail: { list: checked.id } }, at)
  await tell(reportComing).catch((error: unknown) => ask.report(error))
  const parcel = {
    slackId: ask.slackId,
    file: { name: `import-${at.toISOString().slice(0, 10)}.csv`, title: 'Report about an import', text },
    attached: reportAttached(at, zone),
    notAttached: reportNotAttached(at, zone),
    part: (part: string, nth: number, of: number) => reportPart(part, nth, of, at, zone),
  }
  const way = { slack: ask.slack, pause: world.pause, mayUpload }
  const outcome = await sendParcel(way, parcel).catch((error: unknown) => ask.report(error).reference)
  if (outcome === 'sent') return
  await tell(outcome === 'too-large' ? reportTooLarge(await room.adminOf(ask.workspaceId)) : reportNotSent(outcome))
}

// What both share

/** Until Slack has told the scopes, the field is not drawn. */
function hasFiles({ scopes }: Pick<ClickAsk, 'scopes'>): boolean {
  return scopes?.has('files:read') ?? false
}

function carriedBy(room: DirectoryRoom, ask: ClickAsk | SubmissionAsk): Carried {
  const carried = readCarried(ask.view?.metadata ?? '')
  return carried && room.skills.includes(carried.skill) ? carried : older('the window of an import')
}

/** What the window carries that was clicked in, else the button itself. */
function skillOf(room: DirectoryRoom, ask: ClickAsk): string {
  const skill = readCarried(ask.view?.metadata ?? '')?.skill ?? ask.value
  return room.skills.find((each) => each === skill) ?? older('the button that imports')
}

async function update(ask: SubmissionAsk, view: ModalView): Promise<void> {
  await ask.slack.views.update({ view_id: ask.view.id, view })
}
