import type { ModalView } from '@slack/types'
import type { ClickAsk, CommandAsk, Doors, SubmissionAnswer, SubmissionAsk } from '../../slack/doors.ts'
import type { Failure } from '../../slack/guard.ts'
import { later } from '../../slack/pace.ts'
import { showAndFill } from '../../slack/windows.ts'
import type { Word } from '../../slack/words.ts'
import { actingAdmin, isAdmin } from '../admins/flow.ts'
import { adminsOnly, noAdminAnyMore, notPermittedSentence, refusalSentence } from '../admins/views.ts'
import type { DirectoryRoom } from '../room.ts'
import type { Person } from '../rules.ts'
import { visitorOf } from '../slack.ts'
import { type Part, parts, presentProgramme, type Saved, saveProgramme, type Wish } from './flow.ts'
import { errorAt, fields, firstFields, formWindow, isDrawnFrom, readForm, saveIds } from './form.ts'
import { zonesLike, zonesOffered } from './rules.ts'
import {
  changedBeforeSentence,
  changeIds,
  fetching,
  hubWindow,
  ids,
  mayReadProfiles,
  notSaved,
  saved as savedSentence,
  saving,
  sentenceWindow,
} from './views.ts'

/** Binds what admins set for everybody. Whether they are admins is asked at every click and at every saving. */
export function bindProgramme(doors: Doors, room: DirectoryRoom): void {
  doors.click(ids.open, (ask) => openHub(room, ask))
  for (const part of parts) {
    doors.click(changeIds[part], (ask) => openForm(room, ask, part))
    doors.submission(saveIds[part], (ask) => save(room, ask, part))
  }
  // Names of zones are no secret: nobody is asked who they are.
  doors.options(fields.zone, (ask) =>
    ask.ack(zonesLike(ask.typed, allZones).map((zone) => ({ value: zone, text: zone }))),
  )
}

/** The words after `admin` about the programme. */
export function programmeAdminWords(room: DirectoryRoom): Word[] {
  return [
    {
      word: 'settings',
      does: 'shows and changes what holds for everybody',
      answer: (ask) => openHub(room, ask),
      button: { actionId: ids.open, text: 'Programme settings' },
    },
  ]
}

export const allZones = zonesOffered(Intl.supportedValuesOf('timeZone'))

/** A window with the trigger at once, and what it shows behind it. */
async function openHub(room: DirectoryRoom, ask: CommandAsk | ClickAsk): Promise<void> {
  await ask.ack()
  if (!(await isAdmin(room.world.db, room.adminIds, ask))) return refuse(room, ask)
  await showAndFill(ask, sentenceWindow(fetching), sentenceWindow, async () =>
    (await actingAdmin(room, ask)) ? hub(room, ask) : noAdmin,
  )
}

async function openForm(room: DirectoryRoom, ask: ClickAsk, part: Part): Promise<void> {
  await ask.ack()
  if (!(await isAdmin(room.world.db, room.adminIds, ask))) return refuse(room, ask)
  await showAndFill(ask, sentenceWindow(fetching), sentenceWindow, async () => {
    if (!(await actingAdmin(room, ask))) return noAdmin
    return formWindow(part, await presentProgramme(room, ask.workspaceId))
  })
}

/** In the window that was clicked in, or beside the message; a command is answered alone. */
async function refuse(room: DirectoryRoom, ask: CommandAsk | ClickAsk): Promise<void> {
  if ('view' in ask && ask.view?.kind === 'modal') await draw(ask, ask.view.id, noAdmin)
  else await ask.reply(adminsOnly(await room.adminOf(ask.workspaceId), ask.slackId))
}

const noAdmin = sentenceWindow(noAdminAnyMore)

type Outcome = { readonly saved: Saved; readonly admin: Person | undefined } | { readonly failure: Failure }

/** Writes first, then acks; the form closes, and the hub under it is drawn as it stands now. */
async function save(room: DirectoryRoom, ask: SubmissionAsk, part: Part): Promise<void> {
  const read = readForm(part, ask.view)
  if (read.kind === 'refused') return ask.ack({ errors: read.errors })
  const settled = saveAs(room, ask, read.wish).catch((error: unknown): Outcome => ({ failure: ask.report(error) }))
  const quick = await Promise.race([settled, later(room.world.saveWithin)])
  if (!quick) await ask.ack({ update: sentenceWindow(saving) })
  const outcome = await settled
  if (quick) await ask.ack(answerTo(room, ask, part, outcome))
  // What stands, stands: a window that could not be drawn any more is for the log alone.
  const drawn = afterwards(room, ask, outcome, quick ? undefined : lateAnswer(room, ask, part, outcome))
  await drawn.catch((error: unknown) => ask.report(error))
}

async function saveAs(room: DirectoryRoom, ask: SubmissionAsk, wish: Wish): Promise<Outcome> {
  const admin = await actingAdmin(room, ask)
  if (!admin || (wish.part === 'manager-field' && !mayReadProfiles(ask.scopes)))
    return { saved: { kind: 'not-admin' }, admin }
  const saved = await saveProgramme(room, admin, visitorOf(ask), wish, (text) => isDrawnFrom(ask.view, text))
  return { saved, admin }
}

/** Nothing: the form closes. A failure stands beside a field, so that all that was typed stays. */
function answerTo(room: DirectoryRoom, ask: SubmissionAsk, part: Part, outcome: Outcome): SubmissionAnswer | undefined {
  const beside = (sentence: string) => ({ errors: errorAt(ask.view, firstFields[part], sentence) })
  if ('failure' in outcome) return beside(outcome.failure.message.text)
  const { saved, admin } = outcome
  switch (saved.kind) {
    case 'saved':
      return undefined
    case 'changed-before': {
      const notice = changedBeforeSentence(saved.last, admin?.zone ?? saved.present.zone, room.world.now())
      return { update: formWindow(part, saved.present, notice) }
    }
    case 'not-admin':
      return { update: noAdmin }
    case 'problem':
    case 'not-permitted':
    case 'refused':
      return beside(problemOf(saved))
  }
}

function problemOf(saved: Extract<Saved, { kind: 'problem' | 'not-permitted' | 'refused' }>): string {
  switch (saved.kind) {
    case 'problem':
      return saved.problem
    case 'not-permitted':
      return notPermittedSentence(saved.why, saved.name || 'This person', 'the contact')
    case 'refused':
      return refusalSentence(saved.refusal, 'name')
  }
}

/** Where *Saving…* stands in the place of the form: fields, and errors beside them, are gone. */
function lateAnswer(room: DirectoryRoom, ask: SubmissionAsk, part: Part, outcome: Outcome): ModalView {
  const answer = answerTo(room, ask, part, outcome)
  if (!answer) return sentenceWindow(savedSentence)
  if ('errors' in answer) return sentenceWindow(notSaved(Object.values(answer.errors).join(' ')))
  return 'push' in answer ? answer.push : answer.update
}

async function afterwards(
  room: DirectoryRoom,
  ask: SubmissionAsk,
  outcome: Outcome,
  late: ModalView | undefined,
): Promise<void> {
  if (late) await draw(ask, ask.view.id, late)
  const isSaved = 'saved' in outcome && outcome.saved.kind === 'saved'
  if (isSaved && ask.view.below) await draw(ask, ask.view.below, await hub(room, ask))
}

async function hub(room: DirectoryRoom, ask: CommandAsk | ClickAsk | SubmissionAsk): Promise<ModalView> {
  const present = await presentProgramme(room, ask.workspaceId)
  const otherwise = present.contact === undefined ? await room.adminOf(ask.workspaceId) : undefined
  return hubWindow({ present, scopes: ask.scopes, otherwise })
}

async function draw(ask: Pick<ClickAsk, 'slack'>, viewId: string, view: ModalView): Promise<void> {
  await ask.slack.views.update({ view_id: viewId, view })
}
