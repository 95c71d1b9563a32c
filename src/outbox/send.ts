import { setTimeout as pause } from 'node:timers/promises'
import type { WebClient } from '@slack/web-api'
import { isDatabaseAway } from '../db/errors.ts'
import { newReference } from '../slack/guard.ts'
import type { Message } from '../slack/kit.ts'
import type { LineFor, SlackLine } from '../slack/lines.ts'
import type { World } from '../world.ts'
import type { LetterKind, ReaderOf } from './kinds.ts'
import { afterRefusal, type Verdict } from './refusals.ts'
import { askedAgain, mayAllLeave, mostAttempts, pauseAfter, pauseUnanswered, type Reader, times } from './rules.ts'
import { conversationOf, eventType, look } from './settle.ts'
import {
  type Claimed,
  confirm,
  confirmEdit,
  dropEdit,
  end,
  hold,
  mark,
  type Place,
  pauseLane,
  placeOnRecord,
  release,
  stopLanes,
} from './store-sending.ts'

/** What a worker needs to bring one letter on its way. */
export interface Desk {
  readonly world: Pick<World, 'db' | 'now' | 'log'>
  readonly kinds: ReadonlyMap<string, LetterKind>
  readonly readerOf: ReaderOf
  readonly lineFor: LineFor
  /** Slack has refused the token with this word: whoever keeps tokens draws the conclusion. */
  readonly refused?: ((workspaceId: string, word: string) => Promise<void>) | undefined
  /** Slack has said that this person cannot be written to. */
  readonly noteUnreachable?: ((workspaceId: string, personId: string, word: string) => Promise<void>) | undefined
  /** Three thirds of one length: for a worker that is late, for the call, and for what Slack does after it. */
  readonly leaseSeconds: number
  /** Without it, a letter whose outcome is unknown is sent again: what a test wants to see fail. */
  readonly lookup: boolean
}

/** `lane-waits`: this lane takes nothing for a while, so that the other letters of it need not be tried. */
export type Delivered = 'over' | 'lane-waits'

/** Brings one claimed letter as far as it gets now. Whatever happens stands in its row; between statements nothing is open. */
export async function deliver(desk: Desk, letter: Claimed): Promise<Delivered> {
  const { db } = desk.world
  const kind = desk.kinds.get(letter.kind)
  if (!kind) return unknownKind(desk, letter)
  const line = await desk.lineFor(letter.workspaceId)
  if (!line) return noLine(desk, letter)
  const readers = await readersOf(desk, letter)
  if (readers === undefined) return over(desk, letter, 'cancelled', 'reader_gone')
  if (letter.state === 'sent') return edit(desk, letter, kind, line, readers)
  if (letter.state === 'sending' && desk.lookup && !(await mayBeSentAgain(desk, letter, line, readers))) return 'over'
  const now = desk.world.now()
  const leave = mayAllLeave(readers, letter, kind.hours, now)
  if (leave.kind === 'end') return over(desk, letter, 'cancelled', leave.reason)
  if (leave.kind === 'go') return postNow(desk, letter, kind, line, readers)
  await hold(db, letter, leave.until, leave.reason, now)
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
  const lanePause = pauseOfLane(verdict)
  if (verdict.kind === 'token') await tellOfToken(desk, letter, verdict)
  if (lanePause !== undefined) await pauseLane(db, letter.workspaceId, 'edit', lanePause)
  const wait = lanePause ?? pauseAfter(letter.attempts)
  // What an admin has asked for stays until it is done.
  await release(db, letter, letter.reason === askedAgain ? { wait } : { wait, reason: verdict.reason })
}

/** Milliseconds for which nothing else in its lane would fare better; undefined where the letter alone is meant. */
function pauseOfLane(verdict: Verdict): number | undefined {
  switch (verdict.kind) {
    case 'too-fast':
      return verdict.wait
    case 'away':
      return times.away
    case 'token':
      return times.withoutToken
    default:
      return undefined
  }
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
  const marked = await markFor(desk, letter)
  if (!marked) return 'over'
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

/** The mark came too late: the call could outlive the lease. Nothing was done, so whoever is next begins anew. */
async function notBegun({ world: { db } }: Desk, letter: Claimed): Promise<Delivered> {
  await release(db, letter, { undone: true, uncounted: true })
  return 'over'
}

/** What Slack answers, or what became of the question: errors of the database are none of these. */
async function asked<T>(
  call: () => Promise<T>,
): Promise<{ readonly kind: 'answered'; readonly answer: T } | { readonly kind: 'failed'; readonly error: unknown }> {
  try {
    return { kind: 'answered', answer: await call() }
  } catch (error) {
    return { kind: 'failed', error }
  }
}

async function refused(desk: Desk, letter: Claimed, verdict: Verdict, error: unknown): Promise<Delivered> {
  const { db } = desk.world
  const { reason } = verdict
  switch (verdict.kind) {
    case 'unknown':
      return unanswered(desk, letter, reason)
    case 'too-fast':
      return laneWaits(desk, letter, verdict.wait, reason)
    case 'away':
      return laneWaits(desk, letter, times.away, reason)
    case 'token':
      return tokenRefused(desk, letter, verdict)
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

/** `chat.update` may be repeated, so no outcome of it needs a look; but one that is late must not undo a newer one. */
async function edit(
  desk: Desk,
  letter: Claimed,
  kind: LetterKind,
  { client }: SlackLine,
  readers: Readers,
): Promise<Delivered> {
  const { db } = desk.world
  const message = await drawn(desk, letter, kind, readers)
  if (message === undefined || message === 'undrawable') {
    await dropEdit(db, letter, letter.revision, message ?? 'nothing_to_say')
    return 'over'
  }
  const marked = await markFor(desk, letter)
  if (!marked) return 'over'
  if (marked.isLate()) return notBegun(desk, letter)
  const edited = await asked(() =>
    client.chat.update({ ...placeOf(letter), text: message.text, blocks: message.blocks }),
  )
  if (edited.kind === 'failed') return editRefused(desk, marked.letter, afterRefusal(edited.error), edited.error)
  await untilWritten(() => confirmEdit(db, letter, letter.revision))
  return 'over'
}

async function editRefused(desk: Desk, letter: Claimed, verdict: Verdict, error: unknown): Promise<Delivered> {
  const { db } = desk.world
  const { reason } = verdict
  switch (verdict.kind) {
    case 'too-fast':
      return laneWaits(desk, letter, verdict.wait, reason)
    case 'away':
      return laneWaits(desk, letter, times.away, reason)
    case 'token':
      return tokenRefused(desk, letter, verdict)
    case 'later':
      return editAgain(desk, letter, pauseAfter(letter.attempts), reason)
    case 'unknown':
      return editAgain(desk, letter, pauseUnanswered(letter.attempts), reason)
    case 'ours':
      tellOfMistake(desk, letter, reason, error)
      await dropEdit(db, letter, letter.revision, reason)
      return 'over'
    case 'for-ever':
      await dropEdit(db, letter, letter.revision, reason)
      return 'over'
  }
}

async function editAgain({ world: { db } }: Desk, letter: Claimed, wait: number, reason: string): Promise<Delivered> {
  if (letter.attempts >= mostAttempts) await dropEdit(db, letter, letter.revision, reason)
  else await release(db, letter, { wait, reason })
  return 'over'
}

function placeOf({ channel, ts, id }: Claimed): { readonly channel: string; readonly ts: string } {
  if (channel === null || ts === null)
    throw new Error(`letter ${id}: found no place in Slack, expected one of a sent letter`)
  return { channel, ts }
}

interface Marked {
  readonly letter: Claimed
  /**
   * True when so much of the lease has passed that the call could outlive it. The database may have answered late, or
   * this process may have stood still.
   */
  readonly isLate: () => boolean
}

/** The mark, right before the call; undefined when the letter is another’s by now. */
async function markFor({ world, leaseSeconds }: Desk, letter: Claimed): Promise<Marked | undefined> {
  const begun = performance.now()
  const attempts = await mark(world.db, letter, world.now(), leaseSeconds)
  if (attempts === undefined) return undefined
  return { letter: { ...letter, attempts }, isLate: () => performance.now() - begun > (leaseSeconds * 1_000) / 3 }
}

async function drawn(
  desk: Desk,
  letter: Claimed,
  kind: LetterKind,
  [reader]: Readers,
): Promise<Message | undefined | 'undrawable'> {
  const { db, now } = desk.world
  try {
    return await kind.draw(db, { ...letter, isEdit: letter.state === 'sent' }, reader, now())
  } catch (error) {
    if (isDatabaseAway(error)) throw error
    tellOfMistake(desk, letter, 'undrawable', error)
    return 'undrawable'
  }
}

type Readers = readonly [Reader, ...Reader[]]

async function readersOf({ world, readerOf }: Desk, letter: Claimed): Promise<Readers | undefined> {
  const reader = await readerOf(world.db, letter.workspaceId, letter.personId)
  if (!reader || letter.withPersonId === null) return reader && [reader]
  const other = await readerOf(world.db, letter.workspaceId, letter.withPersonId)
  return other && [reader, other]
}

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

/** The call was refused before anything was done, and no other letter of this lane would fare better. */
async function laneWaits({ world: { db } }: Desk, letter: Claimed, wait: number, reason: string): Promise<Delivered> {
  await pauseLane(db, letter.workspaceId, letter.lane, wait)
  await release(db, letter, { undone: true, uncounted: true, reason })
  return 'lane-waits'
}

/** Not even a look is possible: the letter stays as it is, be it planned or under way. */
async function noLine({ world: { db } }: Desk, letter: Claimed): Promise<Delivered> {
  await pauseLane(db, letter.workspaceId, letter.lane, times.withoutToken)
  await release(db, letter, {})
  return 'lane-waits'
}

async function tokenRefused(
  desk: Desk,
  letter: Claimed,
  verdict: Extract<Verdict, { kind: 'token' }>,
): Promise<Delivered> {
  await tellOfToken(desk, letter, verdict)
  return laneWaits(desk, letter, times.withoutToken, verdict.reason)
}

async function tellOfToken(
  { world: { db, log }, refused }: Desk,
  { workspaceId }: Claimed,
  { reason, dead }: Extract<Verdict, { kind: 'token' }>,
): Promise<void> {
  log.warn({ workspace: workspaceId, slack: reason }, 'Slack does not let letters leave this workspace')
  if (refused) await refused(workspaceId, reason)
  else if (dead) await stopLanes(db, workspaceId, reason)
}

async function unknownKind({ world: { db, log } }: Desk, letter: Claimed): Promise<Delivered> {
  log.warn(
    { letter: letter.id, kind: letter.kind },
    'a letter of a kind that this release does not know waits for another',
  )
  await release(db, letter, { wait: times.unknownKind })
  return 'over'
}

async function over(
  { world: { db, now } }: Desk,
  letter: Claimed,
  state: 'failed' | 'cancelled',
  reason: string,
): Promise<Delivered> {
  if (letter.state === 'sent') await dropEdit(db, letter, letter.revision, reason)
  else await end(db, letter, state, reason, now())
  return 'over'
}

function tellOfMistake({ world: { log } }: Desk, letter: Claimed, reason: string, error: unknown): void {
  log.error(
    { ref: newReference(), letter: letter.id, kind: letter.kind, reason, err: error },
    'a letter could not be sent as it was drawn',
  )
}

/** A database that restarts is back within seconds: what Slack has answered is worth waiting for. */
const pauses = [100, 200, 400, 800, 1_600, 3_200]

async function untilWritten(write: () => Promise<unknown>): Promise<void> {
  for (const wait of [...pauses, undefined]) {
    try {
      await write()
      return
    } catch (error) {
      if (wait === undefined || !isDatabaseAway(error)) throw error
      await pause(wait)
    }
  }
}
