import type { CommandAsk } from '../../slack/doors.ts'
import type { Message } from '../../slack/kit.ts'
import { later } from '../../slack/pace.ts'
import type { Word } from '../../slack/words.ts'
import { peopleIn } from '../command.ts'
import type { DirectoryRoom } from '../room.ts'
import { visitorOf } from '../slack.ts'
import { actingAdmin } from './flow.ts'
import { type Changed, changeAdmins } from './flow-appoint.ts'
import { adminsOnly, appointedAnswer, dismissedAnswer, refusedAnswer, whomMessage } from './views.ts'

/** The words after `admin` about who runs the programme. */
export function adminsAdminWords(room: DirectoryRoom): Word[] {
  return [
    {
      word: 'appoint',
      does: 'makes somebody an admin: `@ivan`',
      answer: (ask, rest) => change(room, ask, 'appoint', rest),
    },
    {
      word: 'dismiss',
      does: 'ends that: `@ivan`',
      answer: (ask, rest) => change(room, ask, 'dismiss', rest),
    },
  ]
}

/** Writes before it acks, but does not let Slack wait for a Slack that is slow itself. */
async function change(room: DirectoryRoom, ask: CommandAsk, word: 'appoint' | 'dismiss', rest: string): Promise<void> {
  const answering = answerOf(room, ask, word, rest)
  await Promise.race([answering, later(room.world.saveWithin)])
  await ask.ack()
  await ask.reply(await answering)
}

async function answerOf(
  room: DirectoryRoom,
  ask: CommandAsk,
  word: 'appoint' | 'dismiss',
  rest: string,
): Promise<Message> {
  const admin = await actingAdmin(room, ask)
  if (!admin) return adminsOnly(await room.adminOf(ask.workspaceId), ask.slackId)
  const { slackIds, rest: typed } = peopleIn(rest)
  if (slackIds.length === 0 || typed !== '') return whomMessage(ask.command, word, typed)
  const changed = await changeAdmins(room, admin, visitorOf(ask), { appoint: [], dismiss: [], [word]: slackIds })
  if (changed.kind === 'changed' && changed.appointed.length > 0) room.wake()
  return answerTo(word, changed) ?? adminsOnly(await room.adminOf(ask.workspaceId), ask.slackId)
}

function answerTo(word: 'appoint' | 'dismiss', changed: Changed): Message | undefined {
  switch (changed.kind) {
    case 'changed':
      return word === 'appoint' ? appointedAnswer(changed.appointed) : dismissedAnswer(changed.dismissed)
    case 'refused':
      return refusedAnswer(changed.refusal)
    case 'not-admin':
      return undefined
  }
}
