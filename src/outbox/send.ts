import type { WebClient } from '@slack/web-api'
import type { SlackLine } from '../slack/lines.ts'
import { begin } from './attention.ts'
import {
  asked,
  type Delivered,
  type Desk,
  drawn,
  notBegun,
  type Readers,
  readersOf,
  tellOfMistake,
  untilWritten,
} from './desk.ts'
import { edit } from './edit.ts'
import type { LetterKind } from './kinds.ts'
import { afterRefusal, type Verdict } from './refusals.ts'
import { isAboutLane, laneRefused, noLine, over, pauseOfLane, tellOfToken } from './refused.ts'
import { askedAgain, mayAllLeave, mostAttempts, pauseAfter, pauseUnanswered, type Stays, times } from './rules.ts'
import { conversationOf, eventType, look } from './settle.ts'
import { type Claimed, confirm, end, hold, type Place, pauseLane, placeOnRecord, release } from './store-sending.ts'

/** Brings one claimed letter as far as it gets now. Whatever happens stands in its row; between statements nothing is open. */
export async function deliver(desk: Desk, letter: Claimed): Promise<Delivered> {
  const kind = desk.kinds.get(letter.kind)
  if (!kind) return unknownKind(desk, letter)
  const line = await desk.lineFor(letter.workspaceId)
  if (!line) return noLine(desk, letter)
  const readers = await readersOf(desk, letter)
  if (readers === undefined) return over(desk, letter, 'cancelled', 'reader_gone')
  if (letter.state === 'sent') return edit(desk, letter, kind, line, readers)
  if (letter.state === 'sending' && desk.lookup && !(await mayBeSentAgain(desk, letter, line, readers))) return 'over'
  const leave = mayAllLeave(readers, letter, kind.hours, desk.world.now())
  return leave.kind === 'go' ? postNow(desk, letter, kind, line, readers) : stays(desk, letter, leave)
}

async function stays(desk: Desk, letter: Claimed, why: Stays): Promise<Delivered> {
  if (why.kind === 'end') return over(desk, letter, 'cancelled', why.reason)
  const { db, now } = desk.world
  await hold(db, letter, why.until, why.reason, now())
  return 'over'
}

/**
 * A letter that is `sending` when it is claimed: whoever held it got no answer, or died. It is sent again when it is surely
 * absent, or when an admin wants that though nobody may look.
 */
async function mayBeSentAgain(desk: Desk, letter: Claimed, line: SlackLine, readers: Readers): Promise<boolean> {
  const { db, now } = desk.world
  const slackIds = readers.map(({ slackId }) => slackId)
  const isAsked = letter.reason === askedAgain
  // What the admin did has changed it last: its first call was before that, and after it was written.
  const since = isAsked ? letter.createdAt : letter.changedAt
  const found = await look(line, { id: letter.id, since, slackIds })
  switch (found.kind) {
    case 'there':
      // What it shows is unknown beyond what was wanted when it was sent: a change since then is shown by one edit more.
      await arrived(desk, letter, found.place, letter.revision === 1 ? 1 : letter.revision - 1)
      return false
    case 'closed':
      if (isAsked) return true
      await end(db, letter, 'unknown', found.reason, now())
      return false
    case 'later':
      await lookPutOff(desk, letter, found.verdict)
      return false
    case 'not-there':
      if (letter.attempts < mostAttempts) return true
      await end(db, letter, 'failed', 'too_many_attempts', now())
      return false
  }
}

/** Looks have their turns in the lane of edits: it waits where no other look would fare better. */
async function lookPutOff(desk: Desk, letter: Claimed, verdict: Verdict): Promise<void> {
  const { db } = desk.world
  const lanePause = isAboutLane(verdict) ? pauseOfLane(verdict) : undefined
  if (verdict.kind === 'token') await tellOfToken(desk, letter, verdict)
  if (lanePause !== undefined) await pauseLane(db, letter.workspaceId, 'edit', lanePause)
  const wait = lanePause ?? pauseAfter(letter.attempts)
  // What an admin has asked for stays until it is done.
  await release(db, letter, letter.reason === askedAgain ? { wait } : { wait, reason: verdict.reason })
}

/** Writes down where a letter stands. Where another place is known, its reader has it twice: nobody else would ever see. */
async function arrived({ world: { db, now, log } }: Desk, letter: Claimed, place: Place, drawn: number): Promise<void> {
  if (await confirm(db, letter, place, drawn, now())) return
  const known = await placeOnRecord(db, letter)
  if (known && known.ts !== place.ts)
    log.warn({ letter: letter.id, ts: known.ts, other: place.ts }, 'a letter stands in Slack twice')
}

async function postNow(
  desk: Desk,
  letter: Claimed,
  kind: LetterKind,
  { client, scopes }: SlackLine,
  readers: Readers,
): Promise<Delivered> {
  if (readers.length > 1 && !scopes.has('mpim:write')) return over(desk, letter, 'failed', 'no_permission_for_groups')
  const message = await drawn(desk, letter, kind, readers)
  if (message === undefined) return over(desk, letter, 'cancelled', 'nothing_to_say')
  if (message === 'undrawable') return over(desk, letter, 'failed', 'undrawable')
  const begun = await begin(desk, letter, kind, readers)
  if (begun.kind === 'lost') return 'over'
  if (begun.kind !== 'marked') return stays(desk, letter, begun)
  const { marked } = begun
  const opened = await asked(() => channelFor(client, readers))
  if (opened.kind === 'failed') return refused(desk, marked.letter, afterRefusal(opened.error), opened.error)
  if (marked.isLate()) return notBegun(desk, letter)
  const posted = await asked(() =>
    client.chat.postMessage({
      channel: opened.answer,
      text: message.text,
      blocks: message.blocks,
      metadata: { event_type: eventType, event_payload: { id: letter.id } },
      unfurl_links: false,
      unfurl_media: false,
    }),
  )
  if (posted.kind === 'failed') return refused(desk, marked.letter, afterRefusal(posted.error), posted.error)
  const { channel, ts } = posted.answer
  if (!channel || !ts) return unanswered(desk, marked.letter, 'no_answer')
  await untilWritten(() => arrived(desk, letter, { channel, ts }, letter.revision))
  return 'over'
}

async function refused(desk: Desk, letter: Claimed, verdict: Verdict, error: unknown): Promise<Delivered> {
  if (isAboutLane(verdict)) return laneRefused(desk, letter, verdict)
  const { db } = desk.world
  const { reason } = verdict
  switch (verdict.kind) {
    case 'unknown':
      return unanswered(desk, letter, reason)
    case 'later':
      if (letter.attempts >= mostAttempts) return over(desk, letter, 'failed', reason)
      await release(db, letter, { wait: pauseAfter(letter.attempts), undone: true, reason })
      return 'over'
    case 'ours':
      tellOfMistake(desk, letter, reason, error)
      return over(desk, letter, 'failed', reason)
    case 'for-ever':
      if (aboutReader.has(reason) && letter.withPersonId === null)
        await desk.noteUnreachable?.(letter.workspaceId, letter.personId, reason)
      return over(desk, letter, 'failed', reason)
  }
}

/** It may have been done. After a pause, whoever claims the letter looks into the conversation before anything else. */
async function unanswered(desk: Desk, letter: Claimed, reason: string): Promise<Delivered> {
  await untilWritten(() => release(desk.world.db, letter, { wait: pauseUnanswered(letter.attempts), reason }))
  return 'over'
}

/** Of two readers Slack does not say whom it means. */
const aboutReader = new Set([
  'cannot_dm_bot',
  'channel_not_found',
  'user_disabled',
  'user_not_found',
  'user_not_visible',
])

/** A person’s own id leads to the app’s conversation with them; a group has to be opened. */
async function channelFor(client: WebClient, readers: Readers): Promise<string> {
  const [first] = readers
  return readers.length === 1
    ? first.slackId
    : conversationOf(
        client,
        readers.map(({ slackId }) => slackId),
      )
}

async function unknownKind({ world: { db, log } }: Desk, letter: Claimed): Promise<Delivered> {
  log.warn(
    { letter: letter.id, kind: letter.kind },
    'a letter of a kind that this release does not know waits for another',
  )
  await release(db, letter, { wait: times.unknownKind })
  return 'over'
}
