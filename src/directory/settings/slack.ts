import type { KnownBlock, ModalView } from '@slack/types'
import { type Asking, type ClickAsk, type CommandAsk, type Doors, showWindow } from '../../slack/doors.ts'
import type { Message } from '../../slack/kit.ts'
import { later } from '../../slack/pace.ts'
import { OlderRelease } from '../../slack/payloads.ts'
import type { Word } from '../../slack/words.ts'
import { type Joined, join, type Left, leave } from '../enrolment/flow.ts'
import type { DirectoryRoom } from '../room.ts'
import { nobodyElse, type Person } from '../rules.ts'
import { whoSees } from '../sight/store.ts'
import { visitorOf } from '../slack.ts'
import { notForThem, notForThemSentence } from '../views.ts'
import { nothingStored } from '../views-own-data.ts'
import { readSettings } from './flow.ts'
import { bindForms } from './slack-forms.ts'
import {
  fetching,
  hubSentence,
  hubWindow,
  ids,
  invitationToJoin,
  joinedMessage,
  leftMessage,
  nothingToSet,
  notInMessage,
  type SkillShown,
} from './views.ts'

/** Binds the hub, its forms, and the two buttons of the check-in wherever they stand. */
export function bindSettings(doors: Doors, room: DirectoryRoom): void {
  doors.click(ids.open, (ask) => openSettings(room, ask))
  doors.click(ids.join, (ask) => moveFromClick(room, ask, joining))
  doors.click(ids.leave, (ask) => moveFromClick(room, ask, leaving))
  bindForms(doors, room, (ask) => hubFor(room, ask))
}

/** The words about oneself in the programme; `join` and `leave` are about the skill of their command. */
export function settingsWords(room: DirectoryRoom, skill: string): Word[] {
  return [
    {
      word: 'settings',
      does: 'shows what you can set, your hours and days off included',
      answer: (ask) => openSettings(room, ask),
    },
    { word: 'join', does: 'takes you into the quarterly check-in', answer: (ask) => move(room, ask, skill, joining) },
    { word: 'leave', does: 'takes you out of it; your level stays', answer: (ask) => move(room, ask, skill, leaving) },
  ]
}

/** The part of the Home tab for somebody who is not in a check-in; nothing for whoever is in all of them. */
export async function enrolmentSection(
  room: DirectoryRoom,
  person: Person | undefined,
  now: Date,
): Promise<KnownBlock[]> {
  const parts = await Promise.all(
    skillsOf(room).map(async (skill) => {
      const by = person ? await whoSees(room.world.db, person, skill.skill, now) : nobodyElse
      return by.enrolled ? [] : invitationToJoin(skill, by.openedTo)
    }),
  )
  return parts.flat()
}

// The hub

/** Opens a window with the trigger at once, and reads the settings behind it. */
export async function openSettings(room: DirectoryRoom, ask: CommandAsk | ClickAsk): Promise<void> {
  await ask.ack()
  const viewId = await showWindow({ view: undefined, ...ask }, hubSentence(fetching))
  if (!viewId) return
  const view = await hubFor(room, ask).catch((error: unknown) => hubSentence(ask.report(error).message.text))
  await ask.slack.views.update({ view_id: viewId, view })
}

async function hubFor(room: DirectoryRoom, ask: Asking): Promise<ModalView> {
  const read = await readSettings(room, visitorOf(ask))
  switch (read.kind) {
    case 'read':
      return hubWindow(read.settings, skillsOf(room), { zone: read.person.zone, now: read.now })
    case 'forgotten':
      return hubSentence(nothingToSet(room.command))
    case 'guest':
    case 'bot':
    case 'stranger':
    case 'closed':
      return hubSentence(notForThemSentence(ask.workspaceName, read))
  }
}

// Joining and leaving

/** What came of it: the words, and whose Home tab shows something else now. */
interface Moved {
  readonly message: Message
  readonly person: Person | undefined
}

type Moving = (room: DirectoryRoom, ask: Asking, skill: SkillShown) => Promise<Moved>

async function joining(room: DirectoryRoom, ask: Asking, skill: SkillShown): Promise<Moved> {
  const joined: Joined = await join(room, visitorOf(ask), skill.skill)
  switch (joined.kind) {
    case 'joined':
    case 'in-already':
      return { message: joinedMessage(joined.kind === 'joined'), person: joined.person }
    case 'forgotten':
      return { message: nothingStored(), person: undefined }
    case 'guest':
    case 'bot':
    case 'stranger':
    case 'closed':
      return { message: notForThem(ask.workspaceName, joined), person: undefined }
  }
}

async function leaving(room: DirectoryRoom, ask: Asking, skill: SkillShown): Promise<Moved> {
  const left: Left = await leave(room, visitorOf(ask), skill.skill)
  switch (left.kind) {
    case 'left':
      return { message: leftMessage(skill), person: left.person }
    case 'not-in':
      return { message: notInMessage(skill), person: left.person }
    case 'guest':
    case 'bot':
    case 'stranger':
    case 'closed':
      return { message: notForThem(ask.workspaceName, left), person: undefined }
  }
}

async function move(room: DirectoryRoom, ask: CommandAsk, skill: string, deed: Moving): Promise<void> {
  const moving = deed(room, ask, skillNamed(room, skill))
  // The ack waits for what is written, but not longer than Slack waits for the ack.
  await settledWithin(room, moving)
  await ask.ack()
  const { message, person } = await moving
  await ask.reply(message)
  await tellOthers(room, ask, person)
}

/** In the place of the message; in the hub, which is drawn again; on the Home tab, which is too. */
async function moveFromClick(room: DirectoryRoom, ask: ClickAsk, deed: Moving): Promise<void> {
  const moving = deed(room, ask, skillNamed(room, ask.value))
  await settledWithin(room, moving)
  await ask.ack()
  const { message, person } = await moving
  // What is done is done: an answer that could not be shown any more is for the log alone.
  await shown(room, ask, message).catch((error: unknown) => ask.report(error))
  await tellOthers(room, ask, person)
}

async function shown(room: DirectoryRoom, ask: ClickAsk, message: Message): Promise<void> {
  if (!ask.view) return ask.reply(message, { replace: true })
  if (ask.view.kind === 'modal') await ask.slack.views.update({ view_id: ask.view.id, view: await hubFor(room, ask) })
}

/** A failure within that time is thrown here already, so that it is told by the ack. */
async function settledWithin({ world }: DirectoryRoom, work: Promise<unknown>): Promise<void> {
  await Promise.race([work, later(world.saveWithin)])
}

async function tellOthers(room: DirectoryRoom, ask: Asking, person: Person | undefined): Promise<void> {
  if (!person) return
  for (const tell of room.afterChanged) await tell(ask, person).catch((error: unknown) => ask.report(error))
}

function skillsOf({ skills, labels }: DirectoryRoom): readonly SkillShown[] {
  return skills.map((skill) => ({ skill, label: skills.length > 1 ? labels[skill] : undefined }))
}

/** @throws OlderRelease where a button names none of the skills there are. */
function skillNamed(room: DirectoryRoom, named: string | undefined): SkillShown {
  const found = skillsOf(room).find(({ skill }) => skill === named)
  if (!found) throw new OlderRelease('a button of the check-in names no skill that there is')
  return found
}
