import type { SlackLine } from '../slack/lines.ts'
import {
  asked,
  type Delivered,
  type Desk,
  drawn,
  markFor,
  notBegun,
  type Readers,
  tellOfMistake,
  untilWritten,
} from './desk.ts'
import type { LetterKind } from './kinds.ts'
import { afterRefusal, type Verdict } from './refusals.ts'
import { isAboutLane, laneRefused } from './refused.ts'
import { mostAttempts, pauseAfter, pauseUnanswered } from './rules.ts'
import { type Claimed, confirmEdit, dropEdit, release } from './store-sending.ts'

/** `chat.update` may be repeated, so no outcome of it needs a look; but one that is late must not undo a newer one. */
export async function edit(
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
  if (isAboutLane(verdict)) return laneRefused(desk, letter, verdict)
  const { db } = desk.world
  const { reason } = verdict
  switch (verdict.kind) {
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
