import type { ModalView } from '@slack/types'
import { type ClickAsk, type CommandAsk, type Doors, type SubmissionAsk, showWindow } from '../../slack/doors.ts'
import { slackError } from '../../slack/errors.ts'
import { downloadFile } from '../../slack/files.ts'
import type { Message } from '../../slack/kit.ts'
import { later } from '../../slack/pace.ts'
import { older, redraw, showAndFill } from '../../slack/windows.ts'
import type { Word } from '../../slack/words.ts'
import { actingAdmin } from '../admins/flow.ts'
import { adminsOnly, noAdminAnyMore } from '../admins/views.ts'
import { peopleIn } from '../command.ts'
import { most, parseTable } from '../managers/table.ts'
import type { DirectoryRoom } from '../room.ts'
import type { Person } from '../rules.ts'
import { membersOf } from '../slack-members.ts'
import { isAdminOrRefused } from './acting.ts'
import { applyList, checkPeople, type Progress, removePeople } from './flow-list.ts'
import {
  addForm,
  type Carried,
  checkedForm,
  idsOf,
  listSentence,
  type ReadFields,
  readCarried,
  readWish,
} from './form.ts'
import { enrolIds as ids } from './ids.ts'
import { sourceOf, type Wish } from './rules-list.ts'
import { startOf } from './rules-people.ts'
import { drawnPeople } from './slack-people.ts'
import {
  addedSentence,
  addingPeople,
  channelsOff,
  fileTrouble,
  listChanged,
  listOver,
  mayNotReadSentence,
  notInChannelSentence,
  notNames,
  oneChannel,
  readingMembers,
  readSoFar,
  removedMessage,
  removeWhom,
} from './views-list.ts'

/** Taking people in and out: what admins press. Whether they are admins is asked at every click. */
export function bindEnrolment(doors: Doors, room: DirectoryRoom): void {
  doors.click(ids.open, (ask) => openForm(room, ask))
  doors.submission(ids.check, (ask) => check(room, ask))
  doors.submission(ids.apply, (ask) => apply(room, ask))
}

/** Of one skill: each command has its own check-in. */
export function enrolmentAdminWords(room: DirectoryRoom, skill: string): Word[] {
  return [
    {
      word: 'enrol',
      does: 'takes people into the check-in: `@ivan`, `#channel` or `everyone`',
      answer: (ask, rest) => enrolFrom(room, ask, skill, rest),
    },
    {
      word: 'remove',
      does: 'takes people out of it: `@ivan`; their levels stay theirs',
      answer: (ask, rest) => removeFrom(room, ask, skill, rest),
    },
  ]
}

// The form

/** From the list of people, in its place; from anywhere else in a window of its own. */
async function openForm(room: DirectoryRoom, ask: ClickAsk): Promise<void> {
  await ask.ack()
  const inWindow = ask.view?.kind === 'modal'
  const skill = skillOf(room, ask) ?? older('the button that adds people')
  const form = addForm({ skill, ...granted(ask) })
  if (!inWindow) {
    if (await isAdminOrRefused(room, ask)) await showWindow(ask, form)
    return
  }
  await redraw(ask, (await actingAdmin(room, ask)) ? form : listSentence(noAdminAnyMore))
}

async function check(room: DirectoryRoom, ask: SubmissionAsk): Promise<void> {
  const { skill } = carriedBy(room, ask)
  const read = readWish(ask.view.values)
  if (read.kind === 'refused') return ask.ack({ errors: read.errors })
  let slow = false
  const progress: Progress = async (seen) => {
    // Whoever has closed the window wants to hear of no progress.
    if (slow) await update(ask, listSentence(readSoFar(seen))).catch(() => {})
  }
  const checking = actingAdmin(room, ask).then(async (admin): Promise<CheckedWindow> => {
    if (!admin) return { kind: 'checked', window: listSentence(noAdminAnyMore) }
    const wish = await withFile(ask, read)
    return 'kind' in wish ? wish : checked(room, ask, admin, { skill, wish, channel: 'that channel', progress })
  })
  const quick = await Promise.race([checking, later(room.world.saveWithin)])
  if (quick?.kind === 'refused') return ask.ack({ errors: { [quick.field]: quick.sentence } })
  if (quick) return ask.ack({ update: quick.window })
  await ask.ack({ update: listSentence(readingMembers) })
  slow = true
  const late = await checking.catch((error: unknown) => ({
    kind: 'failed' as const,
    window: listSentence(ask.report(error).message.text),
  }))
  const form = { skill, ...granted(ask) }
  const view = late.kind === 'refused' ? addForm({ ...form, notice: late.sentence }) : late.window
  await update(ask, view).catch((error: unknown) => ask.report(error))
}

async function apply(room: DirectoryRoom, ask: SubmissionAsk): Promise<void> {
  const { skill, list, source } = carriedBy(room, ask)
  if (list === undefined || source === undefined) return older('the list of people to add')
  const applying = actingAdmin(room, ask).then((admin) =>
    admin ? applied(room, admin, { skill, list, source }) : listSentence(noAdminAnyMore),
  )
  const quick = await Promise.race([applying, later(room.world.saveWithin)])
  if (quick) return ask.ack({ update: quick })
  await ask.ack({ update: listSentence(addingPeople) })
  const late = await applying.catch((error: unknown) => listSentence(ask.report(error).message.text))
  await update(ask, late).catch((error: unknown) => ask.report(error))
}

/** What has become of the list: the people as they are now, or the list anew. */
async function applied(room: DirectoryRoom, admin: Person, carried: Required<Carried>): Promise<ModalView> {
  const { skill, source, list: id } = carried
  if (id === undefined || source === undefined) return older('the list of people to add')
  const outcome = await applyList(room, admin, { id, skill, source })
  switch (outcome.kind) {
    case 'applied':
      return drawnPeople(room, admin, startOf(skill), addedSentence(outcome.added, outcome.before))
    case 'changed': {
      const { id: again, list } = outcome.checked
      return checkedForm(list, { skill, source, list: again }, listChanged)
    }
    case 'over':
      return drawnPeople(room, admin, startOf(skill), listOver)
  }
}

// The words

async function enrolFrom(room: DirectoryRoom, ask: CommandAsk, skill: string, typed: string): Promise<void> {
  await ask.ack()
  if (!(await isAdminOrRefused(room, ask))) return
  const { slackIds, channelIds, rest } = peopleIn(typed)
  const everyone = rest.toLowerCase() === 'everyone'
  const [channelId, ...otherChannels] = channelIds
  if (rest !== '' && !everyone) return ask.reply(notNames(rest, ask.command))
  if (otherChannels.length > 0) return ask.reply(oneChannel(ask.command))
  if (typed.trim() === '') {
    await showWindow({ ...ask, view: undefined }, addForm({ skill, ...granted(ask) }))
    return
  }
  if (channelId !== undefined && ask.scopes && !granted(ask).hasChannels)
    return ask.reply(channelsOff(ask.command, await room.adminOf(ask.workspaceId)))
  const wish: Wish = { slackIds, channelId, everyone, fromList: false }
  const channel = channelId === undefined ? '' : `<#${channelId}>`
  await showAndFill(ask, listSentence(readingMembers), listSentence, async (viewId) => {
    const progress: Progress = async (seen) => {
      await ask.slack.views.update({ view_id: viewId, view: listSentence(readSoFar(seen)) }).catch(() => {})
    }
    const admin = await actingAdmin(room, ask)
    if (!admin) return listSentence(noAdminAnyMore)
    const outcome = await checked(room, ask, admin, { skill, wish, channel, progress })
    return outcome.kind === 'checked' ? outcome.window : listSentence(outcome.sentence)
  })
}

/** Writes before it acks, but does not let Slack wait for a Slack that is slow itself. */
async function removeFrom(room: DirectoryRoom, ask: CommandAsk, skill: string, typed: string): Promise<void> {
  const removing = removed(room, ask, skill, typed)
  await Promise.race([removing, later(room.world.saveWithin)])
  await ask.ack()
  await ask.reply(await removing)
}

async function removed(room: DirectoryRoom, ask: CommandAsk, skill: string, typed: string): Promise<Message> {
  const admin = await actingAdmin(room, ask)
  if (!admin) return adminsOnly(await room.adminOf(ask.workspaceId), ask.slackId)
  const { slackIds, channelIds, rest } = peopleIn(typed)
  if (slackIds.length === 0 || channelIds.length > 0 || rest !== '') return removeWhom(ask.command)
  return removedMessage(await removePeople(room, admin, skill, slackIds))
}

// What both share

/** The app cannot look into the channel, or cannot read the file. */
interface NotRead {
  readonly kind: 'refused'
  readonly field: string
  readonly sentence: string
}

type CheckedWindow = { readonly kind: 'checked'; readonly window: ModalView } | NotRead

interface Checking {
  readonly skill: string
  readonly wish: Wish
  /** As the sentence about it names it. */
  readonly channel: string
  readonly progress: Progress
}

async function checked(
  room: DirectoryRoom,
  ask: CommandAsk | SubmissionAsk,
  admin: Person,
  { skill, wish, channel, progress }: Checking,
): Promise<CheckedWindow> {
  const members = membersOf(ask.slack, room.world.pause)
  try {
    const { id, list } = await checkPeople(room, admin, skill, wish, members, progress)
    return { kind: 'checked', window: checkedForm(list, { skill, source: sourceOf(wish), list: id }) }
  } catch (error) {
    const sentence = wish.channelId === undefined ? undefined : channelTrouble(slackError(error), channel)
    if (sentence === undefined) throw error
    return { kind: 'refused', field: ids.channel, sentence }
  }
}

/** The wish, and the ids that stand in its file. */
async function withFile(ask: SubmissionAsk, { wish, fileId }: ReadFields): Promise<Wish | NotRead> {
  if (fileId === undefined) return wish
  const file = await downloadFile(ask.slack, fileId, { of: ask.slackId, most: most.bytes })
  const read = file.kind === 'bytes' ? idsOf(parseTable(file.bytes)) : { sentence: fileTrouble[file.kind] }
  if ('sentence' in read) return { kind: 'refused', field: ids.file, sentence: read.sentence }
  return { ...wish, slackIds: [...new Set([...wish.slackIds, ...read.slackIds])] }
}

/** Slack’s words for a channel that the app cannot look into. */
function channelTrouble(word: string | undefined, channel: string): string | undefined {
  switch (word) {
    case 'channel_not_found':
    case 'not_in_channel':
      return notInChannelSentence(channel)
    case 'missing_scope':
      return mayNotReadSentence(channel)
    default:
      return undefined
  }
}

/** Until Slack has told the scopes, no field that needs one is drawn. */
function granted({ scopes }: Pick<ClickAsk, 'scopes'>) {
  return { hasChannels: scopes?.has('channels:read') ?? false, hasFiles: scopes?.has('files:read') ?? false }
}

function carriedBy(room: DirectoryRoom, ask: SubmissionAsk): Carried {
  const carried = readCarried(ask.view.metadata)
  return carried && room.skills.includes(carried.skill) ? carried : older(`the window ${ask.view.callbackId}`)
}

/** What the window carries that was clicked in, else the button itself. */
function skillOf(room: DirectoryRoom, ask: ClickAsk): string | undefined {
  const skill = readCarried(ask.view?.metadata ?? '')?.skill ?? ask.value
  return room.skills.find((each) => each === skill)
}

async function update(ask: SubmissionAsk, view: ModalView): Promise<void> {
  await ask.slack.views.update({ view_id: ask.view.id, view })
}
