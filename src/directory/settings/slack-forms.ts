import type { ModalView } from '@slack/types'
import { type Asking, type ClickAsk, type Doors, type SubmissionAsk, showWindow } from '../../slack/doors.ts'
import { escaped } from '../../slack/kit.ts'
import { later } from '../../slack/pace.ts'
import { OlderRelease } from '../../slack/payloads.ts'
import type { DirectoryRoom } from '../room.ts'
import type { NotForThem } from '../rules.ts'
import { visitorOf } from '../slack.ts'
import { notForThemSentence } from '../views.ts'
import { type Changed, type Changing, readSettings, takeAwayBack } from './flow.ts'
import { type Carried, type Form, formWindow, readCarried, readRowId } from './form.ts'
import { awayForm, takeBackId } from './form-away.ts'
import { hoursForm } from './form-hours.ts'
import { managerForm } from './form-manager.ts'
import { messagesForm } from './form-messages.ts'
import { neverForm } from './form-never.ts'
import { shareForm } from './form-share.ts'
import {
  fetching,
  formSentence,
  nothingToSet,
  notSaved,
  notSavedSlowly,
  openerOf,
  saving,
  staleForm,
  windows,
} from './views.ts'

type Hub = (ask: Asking) => Promise<ModalView>

/** Binds the six forms that the hub opens. */
export function bindForms(doors: Doors, room: DirectoryRoom, hub: Hub): void {
  bindForm(doors, room, hub, hoursForm)
  bindForm(doors, room, hub, awayForm)
  bindForm(doors, room, hub, managerForm)
  bindForm(doors, room, hub, shareForm)
  bindForm(doors, room, hub, neverForm)
  bindForm(doors, room, hub, messagesForm)
  doors.click(takeBackId, (ask) => takeBack(room, hub, ask))
}

function bindForm<Typed, Problem>(doors: Doors, room: DirectoryRoom, hub: Hub, form: Form<Typed, Problem>): void {
  doors.click(openerOf(form.topic), (ask) => open(room, form, ask))
  doors.submission(windows[form.topic].callbackId, (ask) => save(room, hub, form, ask))
}

/** Opens a window on top of the hub with the trigger at once, and reads what it shows behind it. */
async function open<Typed, Problem>(room: DirectoryRoom, form: Form<Typed, Problem>, ask: ClickAsk): Promise<void> {
  await ask.ack()
  const viewId = await showWindow(ask, formSentence(form.topic, fetching))
  if (!viewId) return
  const hubId = ask.view && ask.view.kind === 'modal' && ask.view.id !== viewId ? ask.view.id : undefined
  const view = await drawn(room, form, ask, hubId).catch((error: unknown) =>
    formSentence(form.topic, ask.report(error).message.text),
  )
  await ask.slack.views.update({ view_id: viewId, view })
}

/** The form as it stands now; or, after what did not fit, with what was chosen and the sentences above it. */
async function drawn<Typed, Problem>(
  room: DirectoryRoom,
  form: Form<Typed, Problem>,
  ask: Asking,
  hubId: string | undefined,
  again?: { readonly typed: Typed; readonly notice: string },
): Promise<ModalView> {
  const read = await readSettings(room, visitorOf(ask))
  if (read.kind !== 'read') return nobodysForm(room, form, ask, read)
  const reading = { zone: read.person.zone, now: read.now }
  const carried = { personId: read.person.id, hubId }
  return formWindow(form.topic, form.draw(read.settings, reading, again?.typed), carried, again?.notice)
}

/**
 * Writes first, then acks: the form closes, and the hub under it shows the new line. What takes longer than Slack waits is
 * announced as *Saving…*.
 */
async function save<Typed, Problem>(
  room: DirectoryRoom,
  hub: Hub,
  form: Form<Typed, Problem>,
  ask: SubmissionAsk,
): Promise<void> {
  const carried = carriedIn(ask.view)
  const typed = form.read(ask.view.values)
  const changing: Promise<Outcome<Problem>> = form
    .change(room, whoChanges(ask, carried), typed)
    .catch((error: unknown) => ({ kind: 'failed', reference: ask.report(error).reference }))
  const quick = await Promise.race([changing, later(room.world.saveWithin)])
  const told = quick
    ? tellQuickly(room, hub, form, ask, carried, quick)
    : ask
        .ack({ update: formSentence(form.topic, saving) })
        .catch((error: unknown) => void ask.report(error))
        .then(() => changing)
        .then((outcome) => tellSlowly(room, hub, form, ask, carried, typed, outcome))
  // What is done is done: an answer that could not be shown any more is for the log alone.
  await told.catch((error: unknown) => void ask.report(error))
  const outcome = await changing
  if (outcome.kind !== 'changed') return
  for (const tell of room.afterChanged) await tell(ask, outcome.person).catch((error: unknown) => ask.report(error))
}

type Outcome<Problem> = Changed<Problem> | { readonly kind: 'failed'; readonly reference: string }

async function tellQuickly<Typed, Problem>(
  room: DirectoryRoom,
  hub: Hub,
  form: Form<Typed, Problem>,
  ask: SubmissionAsk,
  { hubId }: Carried,
  outcome: Outcome<Problem>,
): Promise<void> {
  switch (outcome.kind) {
    case 'changed':
      if (hubId === undefined) return inTheHubsPlace(hub, ask)
      await ask.ack()
      await ask.slack.views.update({ view_id: hubId, view: await hub(ask) })
      return
    case 'problem':
      return ask.ack({ errors: form.errors(outcome.problem, outcome) })
    case 'failed':
      return ask.ack({ errors: { [form.firstField]: notSaved(outcome.reference) } })
    case 'stale':
    case 'forgotten':
    case 'guest':
    case 'bot':
    case 'stranger':
    case 'closed':
      return ask.ack({ update: nobodysForm(room, form, ask, outcome) })
  }
}

/** There is no hub under this form. Where it cannot be drawn, the form closes all the same: what it said is saved. */
async function inTheHubsPlace(hub: Hub, ask: SubmissionAsk): Promise<void> {
  const view = await hub(ask).catch((error: unknown) => void ask.report(error))
  await (view ? ask.ack({ update: view }) : ask.ack())
}

/** The window says *Saving…* by now: it becomes the hub, or the form again with what was wrong above it. */
async function tellSlowly<Typed, Problem>(
  room: DirectoryRoom,
  hub: Hub,
  form: Form<Typed, Problem>,
  ask: SubmissionAsk,
  { hubId }: Carried,
  typed: Typed,
  outcome: Outcome<Problem>,
): Promise<void> {
  const draw = (view: ModalView) => ask.slack.views.update({ view_id: ask.view.id, view })
  switch (outcome.kind) {
    case 'changed': {
      const view = await hub(ask)
      if (hubId !== undefined) await ask.slack.views.update({ view_id: hubId, view })
      await draw(view)
      return
    }
    case 'problem': {
      const notice = Object.values(form.errors(outcome.problem, outcome)).join(' ')
      await draw(await drawn(room, form, ask, hubId, { typed, notice: escaped(notice) }))
      return
    }
    case 'failed':
      await draw(formSentence(form.topic, notSavedSlowly(outcome.reference)))
      return
    case 'stale':
    case 'forgotten':
    case 'guest':
    case 'bot':
    case 'stranger':
    case 'closed':
      await draw(nobodysForm(room, form, ask, outcome))
  }
}

/** One absence goes; the form stays open with what was chosen in it, and the hub under it follows. */
async function takeBack(room: DirectoryRoom, hub: Hub, ask: ClickAsk): Promise<void> {
  const { view } = ask
  const awayId = readRowId(ask.value)
  if (!view || !awayId) throw new OlderRelease('an absence is taken back outside its form')
  const carried = carriedIn(view)
  const changing = takeAwayBack(room, whoChanges(ask, carried), awayId)
  await Promise.race([changing, later(room.world.saveWithin)])
  await ask.ack()
  const changed = await changing
  // What is done is done: a window that could not be drawn any more is for the log alone.
  await shownAgain(room, hub, ask, view.id, carried, changed).catch((error: unknown) => void ask.report(error))
}

async function shownAgain(
  room: DirectoryRoom,
  hub: Hub,
  ask: ClickAsk,
  viewId: string,
  { hubId }: Carried,
  changed: Changed<never>,
): Promise<void> {
  const isGone = changed.kind !== 'changed' && changed.kind !== 'problem'
  const view = isGone ? nobodysForm(room, awayForm, ask, changed) : await drawn(room, awayForm, ask, hubId)
  await ask.slack.views.update({ view_id: viewId, view })
  if (hubId !== undefined) await ask.slack.views.update({ view_id: hubId, view: await hub(ask) })
}

/** Instead of the form, for whoever has none any more. */
function nobodysForm<Typed, Problem>(
  { command }: DirectoryRoom,
  { topic }: Form<Typed, Problem>,
  ask: Asking,
  found: NotForThem | { readonly kind: 'forgotten' | 'stale' },
): ModalView {
  switch (found.kind) {
    case 'stale':
      return formSentence(topic, staleForm)
    case 'forgotten':
      return formSentence(topic, nothingToSet(command))
    case 'guest':
    case 'bot':
    case 'stranger':
    case 'closed':
      return formSentence(topic, notForThemSentence(ask.workspaceName, found))
  }
}

function whoChanges(ask: Asking, { personId }: Carried): Changing {
  return { visitor: visitorOf(ask), personId }
}

/** @throws OlderRelease in a window that this release did not draw. */
function carriedIn(view: { readonly metadata: string; readonly callbackId: string }): Carried {
  const carried = readCarried(view.metadata)
  if (!carried) throw new OlderRelease(`the window ${view.callbackId} does not say whose it is`)
  return carried
}
