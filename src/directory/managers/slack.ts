import type { KnownBlock } from '@slack/types'
import type { ClickAsk, Doors } from '../../slack/doors.ts'
import type { Message } from '../../slack/kit.ts'
import { later } from '../../slack/pace.ts'
import { isAdmin } from '../admins/flow.ts'
import { drawnPeople } from '../enrolment/slack-people.ts'
import { readPlace } from '../enrolment/views-people.ts'
import { meet } from '../flow.ts'
import type { DirectoryRoom } from '../room.ts'
import type { Person } from '../rules.ts'
import { visitorOf } from '../slack.ts'
import { notForThem } from '../views.ts'
import { currentManager, notMyManager, type Settled, settle, waitingForMe } from './flow.ts'
import { readLinkKey } from './rules.ts'
import {
  circleMessage,
  disputedMessage,
  ids,
  managerBlocks,
  managerNowMessage,
  managerWindow,
  notForYouToSettle,
  sentenceOf,
  settledMeanwhile,
  settledMessage,
} from './views.ts'

export function bindManagers(doors: Doors, room: DirectoryRoom): void {
  doors.click(ids.notMyManager, (ask) => change(room, ask, (person, now) => dispute(room, ask, person, now)))
  doors.click(ids.confirm, (ask) => change(room, ask, (person, now) => decide(room, ask, person, 'confirm', now)))
  doors.click(ids.refuse, (ask) => change(room, ask, (person, now) => decide(room, ask, person, 'refuse', now)))
}

/** The part of the Home tab about who leads whom. */
export async function managerSection(
  { world }: Pick<DirectoryRoom, 'world'>,
  person: Person | undefined,
): Promise<KnownBlock[]> {
  if (!person) return []
  const [current, waiting] = await Promise.all([currentManager(world.db, person), waitingForMe(world.db, person)])
  return managerBlocks(current, waiting, person.zone)
}

/** Writes before the ack, but lets Slack not wait longer than it does; then the answer where the button stood. */
async function change(
  room: DirectoryRoom,
  ask: ClickAsk,
  deed: (person: Person, now: Date) => Promise<Message>,
): Promise<void> {
  const { world } = room
  const now = world.now()
  const done = meet(world, visitorOf(ask), now).then(async (met) =>
    met.kind === 'member'
      ? { person: met.person, message: await deed(met.person, now) }
      : {
          person: undefined,
          message: met.kind === 'forgotten' ? settledMeanwhile() : notForThem(ask.workspaceName, met),
        },
  )
  await Promise.race([done, later(world.saveWithin)])
  await ask.ack()
  const { person, message } = await done
  // What is done is done: an answer that could not be shown any more is for the log alone.
  await answer(room, ask, person, message).catch((error: unknown) => ask.report(error))
  if (!person) return
  for (const tell of room.afterChanged) await tell(ask, person).catch((error: unknown) => ask.report(error))
}

async function dispute(room: DirectoryRoom, ask: ClickAsk, person: Person, now: Date): Promise<Message> {
  const disputed = await notMyManager(room, person, readLinkKey(ask.value), now)
  return disputed.kind === 'disputed' ? disputedMessage(disputed.manager.slackId) : managerNowMessage(disputed.current)
}

async function decide(
  room: DirectoryRoom,
  ask: ClickAsk,
  person: Person,
  word: 'confirm' | 'refuse',
  now: Date,
): Promise<Message> {
  const actor = { person, isAdmin: await isAdmin(room.world.db, room.adminIds, ask) }
  return settledWords(await settle(room, actor, readLinkKey(ask.value), word, now), ask.slackId)
}

function settledWords(settled: Settled, readerSlackId: string): Message {
  switch (settled.kind) {
    case 'confirmed':
    case 'refused':
      return settledMessage(settled.kind, settled.link, readerSlackId)
    case 'circle':
      return circleMessage(settled.way)
    case 'gone':
      return settledMeanwhile()
    case 'not-theirs':
      return notForYouToSettle()
  }
}

/**
 * In the place of a message; above the list of people where an admin settles one link after another; in any other window
 * instead of what stood there. The Home tab shows by itself how it stands now.
 */
async function answer(room: DirectoryRoom, ask: ClickAsk, person: Person | undefined, message: Message): Promise<void> {
  if (ask.messageTs !== undefined) return ask.reply(message, { replace: true })
  if (ask.view?.kind !== 'modal') return
  // A right may have ended while the list was open.
  const place = (await isAdmin(room.world.db, room.adminIds, ask)) ? readPlace(ask.view.metadata) : undefined
  const view = person && place ? await drawnPeople(room, person, place, sentenceOf(message)) : managerWindow(message)
  await ask.slack.views.update({ view_id: ask.view.id, view })
}
