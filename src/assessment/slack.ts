import type { ActionsBlockElement, KnownBlock, ModalView } from '@slack/types'
import type { Profile } from '../catalog/profile.ts'
import type { Forgotten, NotForThem, Person } from '../directory/rules.ts'
import { visitorOf } from '../directory/slack.ts'
import { notForThem, notForThemSentence } from '../directory/views.ts'
import {
  type Asking,
  type ClickAsk,
  type CommandAsk,
  type Doors,
  type ShortcutAsk,
  showWindow,
} from '../slack/doors.ts'
import { type Message, mention } from '../slack/kit.ts'
import { later } from '../slack/pace.ts'
import type { Word } from '../slack/words.ts'
import { mentionsIn } from './command.ts'
import {
  confirmShown,
  openAssessment,
  ownRecordOf,
  readHistory,
  readOwn,
  readSomebodys,
  readStanding,
  type Saved,
} from './flow.ts'
import { levelStep, loadingWindow, sentenceWindow } from './form.ts'
import { type AssessmentRoom, profileOf, redraw, tellOthers } from './room.ts'
import { historyLines, pageOf, pathOf, type Via } from './rules.ts'
import { bindSteps } from './slack-steps.ts'
import { erasedMeanwhile, expectationsWindow, homeInvitation, homeSection } from './views.ts'
import { recordOfMessage } from './views-others.ts'
import { ids } from './views-parts.ts'
import {
  fetchingWindow,
  historyMessage,
  nextMessage,
  noSuchNameMessage,
  nothingToShowMessage,
  nothingYetMessage,
  oneNameMessage,
  readingWindow,
  recordMessage,
  stillRightMessage,
} from './views-reading.ts'

/** Binds every id of the form and of what is read about oneself. */
export function bindAssessment(doors: Doors, room: AssessmentRoom): void {
  doors.shortcut(ids.open, (ask) => openFromShortcut(room, ask))
  doors.click(ids.open, (ask) => openFromClick(room, ask))
  bindSteps(doors, room, (ask) => stillRight(room, ask))
  doors.click(ids.show, (ask) => answerClick(room, ask, 'Your record', showOwn))
  doors.click(ids.history, (ask) => answerClick(room, ask, 'Your history', history))
  doors.click(ids.older, (ask) => turnPage(room, ask))
  doors.click(ids.newer, (ask) => turnPage(room, ask))
  doors.click(ids.next, (ask) => answerClick(room, ask, 'What comes next', next))
  doors.click(ids.browse, (ask) => browse(room, ask))
  doors.click(ids.browseRole, (ask) => browse(room, ask))
}

/** The command alone: acks, opens a window with the trigger at once, and reads the record behind it. */
export async function openFromCommand(room: AssessmentRoom, ask: CommandAsk, profile: Profile): Promise<void> {
  await ask.ack()
  await openAndFill(room, ask, profile, 'command')
}

/** The words about one’s own record. */
export function assessmentWords(room: AssessmentRoom, profile: Profile): Word[] {
  const word = (name: string, does: string, read: Reader): Word => ({
    word: name,
    does,
    answer: async (ask) => {
      await ask.ack()
      await ask.reply(await read(room, ask, profile))
    },
  })
  return [
    {
      word: 'show',
      does: 'shows your record, or that of somebody you name, where you may see it',
      answer: (ask, rest) => show(room, ask, profile, rest),
    },
    word('history', 'tells how you moved', history),
    word('next', 'tells what the next level asks', next),
  ]
}

type Reader = (room: AssessmentRoom, ask: Asking, profile: Profile) => Promise<Message>

/**
 * The *me* section of the Home tab, one for each skill; `more` is what the tab adds to the first one’s buttons, `linesOf`
 * what other rooms say below the record.
 */
export async function meSection(
  room: AssessmentRoom,
  person: Person | undefined,
  now: Date,
  more: readonly ActionsBlockElement[],
  linesOf: (person: Person, skill: string) => Promise<readonly string[]> = async () => [],
): Promise<KnownBlock[]> {
  const sections = await Promise.all(
    room.catalog.profiles.map(async (profile, at) => {
      const registered = room.catalog.registered(profile.skill)
      if (!person) return homeInvitation(profile)
      const { standing, seenBy } = await ownRecordOf(room.world, registered, person, now)
      if (!standing) return homeInvitation(profile, seenBy)
      const lines = await linesOf(person, profile.skill)
      return homeSection(profile, { standing, seenBy, zone: person.zone }, at === 0 ? more : [], lines)
    }),
  )
  return sections.flat()
}

// Opening

async function openFromShortcut(room: AssessmentRoom, ask: ShortcutAsk): Promise<void> {
  await ask.ack()
  await openAndFill(room, ask, profileOf(room, undefined), 'shortcut')
}

async function openFromClick(room: AssessmentRoom, ask: ClickAsk): Promise<void> {
  await ask.ack()
  const profile = profileOf(room, ask.value)
  const { view } = ask
  if (view?.kind !== 'modal') return openAndFill(room, ask, profile, view ? 'home' : 'command')
  await ask.slack.views.update({ view_id: view.id, view: loadingWindow(profile) })
  await fill(room, ask, view.id, profile, 'command')
}

/** Opens a window with the trigger at once, and reads the record behind it. Acked already. */
export async function openAndFill(
  room: AssessmentRoom,
  ask: Asking & { readonly triggerId: string },
  profile: Profile,
  via: Via,
): Promise<void> {
  const opened = await ask.slack.views.open({ trigger_id: ask.triggerId, view: loadingWindow(profile) })
  if (opened.view?.id) await fill(room, ask, opened.view.id, profile, via)
}

/** Draws the first step into a window that is open already; a failure is told in that window. */
async function fill(room: AssessmentRoom, ask: Asking, viewId: string, profile: Profile, via: Via): Promise<void> {
  const window = await firstStep(room, ask, profile, via).catch((error: unknown) =>
    sentenceWindow(profile, ask.report(error).message.text),
  )
  await ask.slack.views.update({ view_id: viewId, view: window })
}

async function firstStep(room: AssessmentRoom, ask: Asking, profile: Profile, via: Via): Promise<ModalView> {
  const { world, catalog, askedIn } = room
  const version = await askedIn(ask.workspaceId, ask.slackId, profile.skill, world.now())
  const registered =
    version === undefined
      ? catalog.registered(profile.skill)
      : await catalog.registeredAs(world.db, profile.skill, version)
  const wording = version === undefined ? 'present' : 'frozen'
  const opened = await openAssessment(world, registered, visitorOf(ask), via, wording)
  switch (opened.kind) {
    case 'open':
      return levelStep(registered, opened.state)
    case 'forgotten':
      return sentenceWindow(profile, erasedMeanwhile(profile))
    case 'guest':
    case 'bot':
    case 'stranger':
    case 'closed':
      return sentenceWindow(profile, notForThemSentence(ask.workspaceName, opened))
  }
}

// Reading

async function show(room: AssessmentRoom, ask: CommandAsk, profile: Profile, rest: string): Promise<void> {
  await ask.ack()
  await ask.reply(await shown(room, ask, profile, rest))
}

async function shown(room: AssessmentRoom, ask: CommandAsk, profile: Profile, rest: string): Promise<Message> {
  const asked = mentionsIn(rest)
  switch (asked.kind) {
    case 'nobody':
      return showOwn(room, ask, profile)
    case 'several':
      return oneNameMessage(profile.command)
    case 'not-found':
      return noSuchNameMessage(asked.typed)
    case 'somebody':
      return asked.slackId === ask.slackId ? showOwn(room, ask, profile) : showOther(room, ask, profile, asked)
  }
}

async function showOwn(room: AssessmentRoom, ask: Asking, profile: Profile): Promise<Message> {
  const read = await readOwn(room.world, room.catalog.registered(profile.skill), visitorOf(ask))
  if (read.kind !== 'read') return nothingToRead(ask, profile, read)
  const { standing, seenBy } = read.found
  if (!standing) return nothingYetMessage(profile)
  return recordMessage(profile, { standing, seenBy, zone: read.person.zone }, read.now)
}

/** Whatever stands against it, the answer is one and the same; Slack is asked nothing about whose record it is. */
async function showOther(
  room: AssessmentRoom,
  ask: Asking,
  profile: Profile,
  { slackId, name }: { readonly slackId: string; readonly name: string },
): Promise<Message> {
  const registered = room.catalog.registered(profile.skill)
  const read = await readSomebodys({ ...room.sight, world: room.world }, registered, visitorOf(ask), slackId)
  if (read.kind !== 'read' || !read.found) return nothingToShowMessage(mention(slackId), name)
  const { found: standing, owner, ...sight } = read.found
  const other = { ...sight, standing, slackId, name: owner.name ?? name }
  return recordOfMessage(profile, other, read.person.zone, read.now)
}

async function next(room: AssessmentRoom, ask: Asking, profile: Profile): Promise<Message> {
  const read = await readStanding(room.world, room.catalog.registered(profile.skill), visitorOf(ask))
  if (read.kind !== 'read') return nothingToRead(ask, profile, read)
  return read.found ? nextMessage(profile, read.found) : nothingYetMessage(profile)
}

async function history(room: AssessmentRoom, ask: Asking, profile: Profile, start = 0): Promise<Message> {
  const read = await readHistory(room.world, room.catalog.registered(profile.skill), visitorOf(ask))
  if (read.kind !== 'read') return nothingToRead(ask, profile, read)
  if (read.found.length === 0) return nothingYetMessage(profile)
  const page = pageOf(historyLines(profile, read.found), start, historyPage)
  return historyMessage(profile, pathOf(read.found), page, read.person.zone)
}

const historyPage = 10

/** Somebody who has erased themselves reads what a first-time reader reads. */
function nothingToRead(ask: Asking, profile: Profile, found: Forgotten | NotForThem): Message {
  return found.kind === 'forgotten' ? nothingYetMessage(profile) : notForThem(ask.workspaceName, found)
}

/** From a message: a message. From a window or the Home tab: a window, opened with the trigger before anything is read. */
async function answerClick(room: AssessmentRoom, ask: ClickAsk, title: string, read: Reader): Promise<void> {
  await ask.ack()
  const profile = profileOf(room, ask.value)
  if (!ask.view) return ask.reply(await read(room, ask, profile))
  const viewId = await showWindow(ask, fetchingWindow(title))
  const message = await read(room, ask, profile).catch((error: unknown) => ask.report(error).message)
  if (viewId) await ask.slack.views.update({ view_id: viewId, view: readingWindow(title, message) })
}

async function turnPage(room: AssessmentRoom, ask: ClickAsk): Promise<void> {
  await ask.ack()
  const [skill, start] = (ask.value ?? '').split(':')
  const message = await history(room, ask, profileOf(room, skill), Number(start) || 0)
  if (ask.view) await redraw(ask, ask.view, readingWindow('Your history', message))
  else await ask.reply(message, { replace: true })
}

/** *Still right* on an old record, in a message or a window. */
async function stillRight(room: AssessmentRoom, ask: ClickAsk): Promise<void> {
  const registered = room.catalog.registered(profileOf(room, ask.value).skill)
  const { profile } = registered
  const where = `${ask.messageTs ?? ask.view?.id}:${ask.actionId}`
  const saving = confirmShown(room.world, registered, visitorOf(ask), where, room.inRecord)
  // The ack waits for the record, but not longer than Slack waits for the ack.
  await Promise.race([saving, later(room.world.saveWithin)])
  await ask.ack()
  const saved = await saving
  const message = stillRightAnswer(ask, profile, saved)
  const told = ask.view
    ? redraw(ask, ask.view, readingWindow('Your record', message))
    : ask.reply(message, { replace: true })
  // What stands, stands: an answer that could not be shown any more is for the log alone.
  await told.catch((error: unknown) => ask.report(error))
  if (saved.kind === 'recorded') await tellOthers(room, ask, saved.person)
}

function stillRightAnswer(ask: Asking, profile: Profile, saved: Saved): Message {
  switch (saved.kind) {
    case 'recorded':
      return stillRightMessage(profile, saved.recorded.now, saved.recorded.zone)
    case 'nothing-on-record':
      return nothingYetMessage(profile)
    case 'guest':
    case 'bot':
    case 'stranger':
    case 'closed':
      return notForThem(ask.workspaceName, saved)
  }
}

async function browse(room: AssessmentRoom, ask: ClickAsk): Promise<void> {
  await ask.ack()
  const [skill, wanted] = (ask.value ?? '').split(':')
  const profile = profileOf(room, skill)
  const role = profile.roles.find(({ id }) => id === wanted) ?? profile.roles[0]
  if (!role) return
  const window = expectationsWindow(profile, role.id)
  if (ask.actionId === ids.browseRole && ask.view) await redraw(ask, ask.view, window)
  else await showWindow(ask, window)
}
