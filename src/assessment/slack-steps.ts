import type { ModalView } from '@slack/types'
import type { Registered } from '../catalog/flow.ts'
import type { Profile } from '../catalog/profile.ts'
import { levelOf, roleOf } from '../catalog/rules.ts'
import type { Person } from '../directory/rules.ts'
import { visitorOf } from '../directory/slack.ts'
import { notForThemSentence } from '../directory/views.ts'
import type { Asking, ClickAsk, Doors, SubmissionAsk } from '../slack/doors.ts'
import { later } from '../slack/pace.ts'
import { OlderRelease, type OpenView } from '../slack/payloads.ts'
import { confirmInForm, keepDraft, recordAssessment, type Saved } from './flow.ts'
import {
  ids,
  itemsStep,
  levelStep,
  type Read,
  readChoice,
  readItemsStep,
  readLevelStep,
  readTopicsStep,
  savingWindow,
  sentenceWindow,
  topicsStep,
} from './form.ts'
import { type ChosenState, decodeState, type FormState, frozenVersionOf, isChosen, skillOf } from './form-state.ts'
import { type AssessmentRoom, profileOf, redraw, tellOthers } from './room.ts'
import { hasAllItems } from './rules.ts'
import { recordedWindow } from './views.ts'
import { nothingYetMessage, readingWindow } from './views-reading.ts'

/** Binds the three steps of the form. `stillRight` takes the same button where it stands outside the form. */
export function bindSteps(doors: Doors, room: AssessmentRoom, stillRight: (ask: ClickAsk) => Promise<void>): void {
  const drawings: Drawings = new Map()
  doors.click(ids.role, (ask) => redrawLevelStep(room, drawings, ask))
  doors.click(ids.level, (ask) => redrawLevelStep(room, drawings, ask))
  doors.click(ids.confirm, (ask) =>
    ask.view?.callbackId === ids.levelStep ? confirmUnchanged(room, ask) : stillRight(ask),
  )
  doors.click(ids.jump, (ask) => jump(room, ask))
  doors.click(ids.back, (ask) => goBack(room, ask))
  doors.submission(ids.levelStep, (ask) => leaveLevelStep(room, ask))
  doors.submission(ids.itemsStep, (ask) => leaveItemsStep(room, ask))
  doors.submission(ids.topicsStep, (ask) => save(room, ask))
}

// Step 1

/** Per window of step 1: the last click seen, and the drawing it led to, once it is there. */
type Drawings = Map<string, { readonly clickedAt: number; readonly drawing: Promise<Drawing | undefined> }>

/** Slack’s hash of the window that was redrawn, of what it became, and the number its block ids then end in. */
interface Drawing {
  readonly from: string | undefined
  readonly to: string | undefined
  readonly draw: number
}

/**
 * Step 1 again, for the role and level as they stand. Two quick clicks carry the same hash, and only the later one
 * counts; it is drawn upon what the earlier one became. A drawing that comes after the window has moved on to another
 * step names a hash that is gone, and Slack refuses it, whichever process it comes from.
 */
async function redrawLevelStep(room: AssessmentRoom, drawings: Drawings, ask: ClickAsk): Promise<void> {
  await ask.ack()
  const { registered, state, view } = await clickedIn(room, ask)
  const last = drawings.get(view.id)
  if (last && ask.clickedAt < last.clickedAt) return
  const chosen = readChoice(registered.profile, state, view.values)
  // The levels’ descriptions belong to the role: another role needs new radios, so its window gets new ids.
  const ownDraw = chosen.role === state.role ? state.draw : state.draw + 1
  const drawing = (last?.drawing ?? Promise.resolve(undefined))
    .catch(() => undefined)
    .then(async (before) => {
      if (drawings.get(view.id)?.clickedAt !== ask.clickedAt) return before
      const upon = before?.from === view.hash ? before : undefined
      // The earlier drawing’s new ids hold what stood there when it was drawn: this one’s choice needs newer ones.
      const draw = upon && upon.draw > state.draw ? upon.draw + 1 : ownDraw
      const window = levelStep(registered, { ...chosen, draw, askedToKeep: false })
      return { from: view.hash, to: await redraw(ask, view, window, upon ? upon.to : view.hash), draw }
    })
  remember(drawings, view.id, { clickedAt: ask.clickedAt, drawing })
  await drawing
}

/** Windows are never reported closed, so the oldest of many hundreds is dropped. */
function remember(
  drawings: Drawings,
  viewId: string,
  entry: { clickedAt: number; drawing: Promise<Drawing | undefined> },
): void {
  drawings.delete(viewId)
  drawings.set(viewId, entry)
  const [oldest] = drawings.keys()
  if (drawings.size > 1_000 && oldest !== undefined) drawings.delete(oldest)
}

async function leaveLevelStep(room: AssessmentRoom, ask: SubmissionAsk): Promise<void> {
  const { registered, state } = await inWindow(room, ask.view)
  // From here on the wording of this process counts, whichever release drew the window.
  const read = readLevelStep(registered.profile, { ...state, version: registered.version }, ask.view.values)
  await leaveStep(room, ask, registered, read, 2, itemsStep)
}

async function jump(room: AssessmentRoom, ask: ClickAsk): Promise<void> {
  await ask.ack()
  const { registered, state, view } = await clickedIn(room, ask)
  const chosen = {
    ...readChoice(registered.profile, state, view.values),
    draw: state.draw + 1,
    version: registered.version,
  }
  if (!isChosen(chosen)) {
    await redraw(ask, view, levelStep(registered, chosen, 'Choose your role and level first.'))
    return
  }
  const onRecord = state.record?.role === chosen.role && state.record.rank === chosen.rank
  const straight = onRecord && hasAllItems(registered.profile, chosen)
  await redraw(ask, view, straight ? topicsStep(registered, chosen) : itemsStep(registered, chosen))
}

/** *Nothing has changed*: confirms what is on record, after one question when the radios say otherwise. */
async function confirmUnchanged(room: AssessmentRoom, ask: ClickAsk): Promise<void> {
  const { registered, state, view } = await clickedIn(room, ask)
  const { profile } = registered
  const chosen = readChoice(profile, state, view.values)
  const moved = movedFromRecord(profile, chosen)
  if (moved && !state.askedToKeep) {
    await ask.ack()
    await redraw(ask, view, levelStep(registered, { ...chosen, askedToKeep: true }, moved))
    return
  }
  const saving = confirmInForm(room.world, registered, visitorOf(ask), state, room.inRecord).then((saved) =>
    told(ask, registered, saved),
  )
  await showSaved(room, ask, registered, saving, (reference) =>
    levelStep(registered, { ...chosen, draw: state.draw + 1 }, notSaved('Nothing has changed', reference)),
  )
}

// Step 2

async function leaveItemsStep(room: AssessmentRoom, ask: SubmissionAsk): Promise<void> {
  const { registered, state } = await inWindow(room, ask.view)
  const read = readStep(registered, state, (chosen, how) =>
    readItemsStep(registered.profile, chosen, ask.view.values, how),
  )
  await leaveStep(room, ask, registered, read, 3, topicsStep)
}

async function goBack(room: AssessmentRoom, ask: ClickAsk): Promise<void> {
  await ask.ack()
  const { registered, state, view } = await clickedIn(room, ask)
  if (!isChosen(state)) throw new OlderRelease(`${view.callbackId} carries no role and level`)
  const fromTopics = view.callbackId === ids.topicsStep
  const read = (fromTopics ? readTopicsStep : readItemsStep)(registered.profile, state, view.values, 'partly')
  const before = { ...(read.kind === 'read' ? read.state : state), draw: state.draw + 1 }
  await redraw(ask, view, fromTopics ? itemsStep(registered, before) : levelStep(registered, before))
}

// Step 3

async function save(room: AssessmentRoom, ask: SubmissionAsk): Promise<void> {
  const { registered, state } = await inWindow(room, ask.view)
  const read = readStep(registered, state, (chosen, how) =>
    readTopicsStep(registered.profile, chosen, ask.view.values, how),
  )
  if (read.kind === 'refused') return ask.ack({ errors: read.errors })
  if (read.kind === 'outdated') return ask.ack({ update: read.window })
  const again = { ...read.state, draw: state.draw + 1 }
  const saving = recordAssessment(room.world, registered, visitorOf(ask), read.state, room.inRecord).then((saved) =>
    saved.kind === 'incomplete'
      ? { window: itemsStep(registered, again), recordedBy: undefined }
      : told(ask, registered, saved),
  )
  await showSaved(room, ask, registered, saving, (reference) =>
    topicsStep(registered, read.state, notSaved('Save', reference)),
  )
}

/** The window that follows a save. */
interface Told {
  readonly window: ModalView
  /** Whose record stands; undefined when nothing was recorded. */
  readonly recordedBy: Person | undefined
}

/**
 * Answers with what was saved, or with the frame again when it could not be. Slack waits three seconds: what takes
 * longer than half of that is announced as *Saving…* and finished by a drawing.
 */
async function showSaved(
  room: AssessmentRoom,
  ask: ClickAsk | SubmissionAsk,
  { profile }: Registered,
  saving: Promise<Told>,
  again: (reference: string) => ModalView,
): Promise<void> {
  const { view } = ask
  if (!view) return
  const answer = async (window: ModalView) => {
    if (!('actionId' in ask)) return ask.ack({ update: window })
    await ask.ack()
    await redraw(ask, view, window)
  }
  const settled = saving.catch((error: unknown) => ({
    window: again(ask.report(error).reference),
    recordedBy: undefined,
  }))
  // What stands, stands: a window that could not be drawn any more is for the log alone.
  const forTheLog = (error: unknown) => void ask.report(error)
  const quick = await Promise.race([settled, later(room.world.saveWithin)])
  if (!quick) await answer(savingWindow(profile)).catch(forTheLog)
  const { window, recordedBy } = await settled
  await (quick ? answer(window) : redraw(ask, view, window)).catch(forTheLog)
  if (recordedBy) await tellOthers(room, ask, recordedBy)
}

function told(ask: Asking, { profile }: Registered, saved: Saved): Told {
  switch (saved.kind) {
    case 'recorded':
      return { window: recordedWindow(profile, saved.recorded), recordedBy: saved.person }
    case 'nothing-on-record':
      return { window: readingWindow('Your record', nothingYetMessage(profile)), recordedBy: undefined }
    case 'guest':
    case 'bot':
    case 'stranger':
    case 'closed':
      return { window: sentenceWindow(profile, notForThemSentence(ask.workspaceName, saved)), recordedBy: undefined }
  }
}

type Outdated = { readonly kind: 'outdated'; readonly window: ModalView }

/** What a step says; or step 1 again, with all that was said, when the wording changed while the form was open. */
function readStep(
  registered: Registered,
  state: FormState,
  read: (state: ChosenState, how?: 'partly') => Read<ChosenState>,
): Read<ChosenState> | Outdated {
  if (state.version === registered.version && isChosen(state)) return read(state)
  const notice =
    'The expectations were updated while this was open. Your answers are kept; please look at them once more.'
  const said = isChosen(state) ? read(state, 'partly') : undefined
  const kept = { ...(said?.kind === 'read' ? said.state : state), version: registered.version, draw: state.draw + 1 }
  return { kind: 'outdated', window: levelStep(registered, kept, notice) }
}

/** Answers with the next step, and keeps what was said so far as a draft afterwards. */
async function leaveStep(
  room: AssessmentRoom,
  ask: SubmissionAsk,
  registered: Registered,
  read: Read<ChosenState> | Outdated,
  step: 2 | 3,
  draw: (registered: Registered, state: ChosenState) => ModalView,
): Promise<void> {
  if (read.kind === 'refused') return ask.ack({ errors: read.errors })
  if (read.kind === 'outdated') return ask.ack({ update: read.window })
  await ask.ack({ update: draw(registered, { ...read.state, draw: read.state.draw + 1 }) })
  await keepDraft(room.world, registered, visitorOf(ask), read.state, step).catch((error: unknown) => ask.report(error))
}

interface InWindow {
  readonly registered: Registered
  readonly state: FormState
}

async function clickedIn(room: AssessmentRoom, ask: ClickAsk): Promise<InWindow & { readonly view: OpenView }> {
  if (!ask.view) throw new OlderRelease(`${ask.actionId} was clicked outside a window`)
  return { ...(await inWindow(room, ask.view)), view: ask.view }
}

/**
 * What a window is about, in the wording in which it stays where it was opened from a check-in.
 * @throws OlderRelease when the window carries no state of this form: it was not drawn by this release.
 */
async function inWindow(room: AssessmentRoom, view: OpenView): Promise<InWindow> {
  const { skill } = profileOf(room, skillOf(view.metadata))
  const frozen = frozenVersionOf(view.metadata)
  const registered =
    frozen === undefined
      ? room.catalog.registered(skill)
      : await room.catalog.registeredAs(room.world.db, skill, frozen)
  const state = decodeState(view.metadata, registered)
  if (!state) throw new OlderRelease(`the window ${view.callbackId} carries no state of this form`)
  return { registered, state }
}

/** The question before *Nothing has changed* overrules the radios, or undefined when they say what is on record. */
function movedFromRecord(profile: Profile, { role, rank, record }: FormState): string | undefined {
  if (!record || (role === record.role && rank === record.rank)) return undefined
  const [what, kept] =
    rank === record.rank ? ['role', roleOf(profile, record.role).short] : ['level', levelOf(profile, record.rank).text]
  return `The ${what} here was changed but not saved. Press *Next* to go on with it, or *Nothing has changed* again to keep ${kept}.`
}

function notSaved(pressed: string, reference: string): string {
  return `This could not be saved just now; your answers are still here. Press *${pressed}* again in a minute. Reference ${reference}`
}
