import type { ModalView } from '@slack/types'
import { adminsOnly, noAdminAnyMore } from '../directory/admins/views.ts'
import type { PersonKey } from '../directory/rules.ts'
import type { Asking, ClickAsk, CommandAsk, Doors } from '../slack/doors.ts'
import { later } from '../slack/pace.ts'
import { older, redraw, showAndFill } from '../slack/windows.ts'
import { readWords, type Word } from '../slack/words.ts'
import { actOn, letterAt, lettersAt, readingOf, retryAll } from './flow-letters.ts'
import { ids, lettersSentence, lettersWindow, readFilter, readLast, readMenu, readPlace } from './form-letters.ts'
import type { OpsRoom } from './room.ts'
import { type Deed, nextPage, type Place, previousPage, startOf } from './rules-letters.ts'
import { adminMessage } from './views-admin.ts'
import {
  changedSentence,
  doneSentence,
  fetching,
  letterGone,
  letterWindow,
  type Reading,
  retriedSentence,
} from './views-letters.ts'

/** Binds what admins press. Whether they are admins is asked at every click. */
export function bindOps(doors: Doors, room: OpsRoom): void {
  doors.click(ids.open, (ask) => open(room, ask))
  doors.click(ids.filter, (ask) => turn(room, ask, () => startOf(readFilter(ask.value))))
  doors.click(ids.previous, (ask) => turn(room, ask, (place) => place && previousPage(place)))
  doors.click(ids.next, (ask) => turn(room, ask, (place) => place && nextPage(place, readLast(ask.value))))
  doors.click(ids.retryAll, (ask) => change(room, ask, (admin) => all(room, admin)))
  doors.click(ids.menu, (ask) => chooseFromMenu(room, ask))
}

/** `admin`, and what may follow it; the same under every command. To others it says for whom it is, and no more. */
export function adminWord(room: OpsRoom, more: readonly Word[] = []): Word {
  const words: readonly Word[] = [
    ...more,
    {
      word: 'letters',
      does: 'shows what has not arrived',
      answer: (ask) => open(room, ask),
      button: { actionId: ids.open, text: 'Undelivered letters' },
    },
  ]
  return {
    word: 'admin',
    does: 'lists what admins can do',
    isFor: (reader) => room.isAdmin(reader),
    answer: async (ask, rest) => {
      const typed = readWords(rest)
      const known = words.find(({ word }) => word === typed?.word.toLowerCase())
      if (known) return known.answer(ask, typed?.rest ?? '')
      await ask.ack()
      if (!(await room.isAdmin(ask))) return ask.reply(adminsOnly(await room.adminOf(ask.workspaceId), ask.slackId))
      await ask.reply(adminMessage(ask.command, words, typed?.word))
    },
  }
}

/** Opens a window with the trigger at once, and reads the letters behind it. */
async function open(room: OpsRoom, ask: CommandAsk | ClickAsk): Promise<void> {
  await ask.ack()
  if (!(await room.isAdmin(ask))) return ask.reply(adminsOnly(await room.adminOf(ask.workspaceId), ask.slackId))
  await showAndFill(ask, lettersSentence(fetching), lettersSentence, () => listed(room, ask))
}

/** Another page, or another list, in the open window. */
async function turn(room: OpsRoom, ask: ClickAsk, to: (place: Place | undefined) => Place | undefined): Promise<void> {
  await ask.ack()
  await redraw(
    ask,
    (await room.isAdmin(ask)) ? await listed(room, ask, to(placeIn(ask))) : lettersSentence(noAdminAnyMore),
  )
}

async function chooseFromMenu(room: OpsRoom, ask: ClickAsk): Promise<void> {
  const { act, letterId } = readMenu(ask.value) ?? older('the letter’s menu')
  if (act !== 'details') return change(room, ask, (admin, place) => one(room, admin, act, letterId, place))
  await ask.ack()
  if (!(await room.isAdmin(ask))) return redraw(ask, lettersSentence(noAdminAnyMore))
  await showAndFill(ask, lettersSentence(fetching), lettersSentence, () => detailed(room, ask, letterId))
}

/** What was done, as its reader is told above the list. */
type Notice = (reading: Reading) => string

/**
 * Writes before it acks, but does not let Slack wait for a Slack that is slow itself; then the list as it stands now, and
 * above it what was done.
 */
async function change(
  room: OpsRoom,
  ask: ClickAsk,
  deed: (admin: PersonKey, place: Place) => Promise<Notice>,
): Promise<void> {
  const place = placeIn(ask)
  const doing = room.actingAdmin(ask).then((admin) => admin && deed(admin, place ?? older('the list of letters')))
  await Promise.race([doing, later(room.world.saveWithin)])
  await ask.ack()
  const notice = await doing
  if (!notice) return redraw(ask, lettersSentence(noAdminAnyMore))
  const shown = listed(room, ask, place, notice).then((view) => redraw(ask, view))
  // What is done is done: a list that could not be shown any more is for the log alone.
  await shown.catch((error: unknown) => ask.report(error))
}

async function one(room: OpsRoom, admin: PersonKey, deed: Deed, letterId: string, place: Place): Promise<Notice> {
  const outcome = await actOn(room, admin, deed, letterId, place)
  return (reading) =>
    outcome.kind === 'done' ? doneSentence(deed, outcome.slackId) : changedSentence(outcome.at, reading)
}

async function all(room: OpsRoom, admin: PersonKey): Promise<Notice> {
  const count = await retryAll(room, admin)
  return (reading) => (count > 0 ? retriedSentence(count) : changedSentence(undefined, reading))
}

// What is drawn

async function listed(room: OpsRoom, ask: Asking, place?: Place, notice?: Notice): Promise<ModalView> {
  const reading = await readingOf(room, ask)
  return lettersWindow(await lettersAt(room, ask.workspaceId, place), reading, notice?.(reading))
}

async function detailed(room: OpsRoom, ask: Asking, letterId: string): Promise<ModalView> {
  const reading = await readingOf(room, ask)
  const letter = await letterAt(room, ask.workspaceId, letterId)
  return letter ? letterWindow(letter, reading) : lettersSentence(letterGone)
}

function placeIn(ask: ClickAsk): Place | undefined {
  return readPlace(ask.view?.metadata ?? '')
}
