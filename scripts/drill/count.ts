import type { Found, Standing } from './control.ts'

/** A letter as the record has it. */
export interface RecordedLetter {
  readonly id: string
  readonly workspaceId: string
  readonly slackId: string
  readonly state: string
  readonly reason: string | null
  readonly channel: string | null
  readonly ts: string | null
}

/** What became of all letters, in numbers. The first four add up to the letters. */
export interface Count {
  readonly letters: number
  readonly once: number
  readonly doubled: number
  /** Nowhere, because a fault closed the account; they have failed, by the reason on record. */
  readonly refused: number
  readonly lost: number
  readonly reasons: Readonly<Record<string, number>>
  /** Messages beyond the first of each letter. */
  readonly tooMany: number
  /** Messages of the app’s that are none of these letters. */
  readonly strange: number
  /** Letters of open accounts about which the record says something else than Slack. */
  readonly misrecorded: number
}

/** Slack’s conversations are the truth; the record is held against them. */
export function countLetters(letters: readonly RecordedLetter[], { standing, closed }: Found): Count {
  const byLetter = new Map<string, readonly Standing[]>()
  for (const message of standing)
    if (message.letterId !== undefined)
      byLetter.set(message.letterId, [...(byLetter.get(message.letterId) ?? []), message])
  const known = new Set(letters.map(({ id }) => id))
  const each = letters.map((letter) => {
    const messages = byLetter.get(letter.id) ?? []
    const isClosed = closed.has(`${letter.workspaceId}:${letter.slackId}`)
    return { letter, messages, isClosed, fate: fateOf(letter, messages, isClosed) }
  })
  const having = (fate: Fate) => each.filter((one) => one.fate === fate)
  return {
    letters: letters.length,
    once: having('once').length,
    doubled: having('doubled').length,
    refused: having('refused').length,
    lost: having('lost').length,
    reasons: tally(having('refused').map(({ letter }) => letter.reason ?? '')),
    tooMany: each.reduce((sum, { messages }) => sum + Math.max(0, messages.length - 1), 0),
    strange: standing.filter(({ letterId }) => letterId === undefined || !known.has(letterId)).length,
    misrecorded: each.filter(({ letter, messages, isClosed }) => !isClosed && !isRecorded(letter, messages)).length,
  }
}

type Fate = 'once' | 'doubled' | 'refused' | 'lost'

function fateOf({ state, reason }: RecordedLetter, messages: readonly Standing[], isClosed: boolean): Fate {
  if (messages.length > 0) return messages.length === 1 ? 'once' : 'doubled'
  const hasEnded = ['failed', 'unknown', 'cancelled'].includes(state) && reason !== null
  return isClosed && hasEnded ? 'refused' : 'lost'
}

function isRecorded({ state, channel, ts }: RecordedLetter, messages: readonly Standing[]): boolean {
  return state === 'sent' && messages.some((message) => message.channel === channel && message.ts === ts)
}

function tally(words: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}

/** Each way in which this is not “every letter exactly once”, one sentence each. */
export function faultsIn({ doubled, lost, strange, misrecorded }: Count): readonly string[] {
  return [
    ...(doubled > 0 ? [`${doubled} letters stand in Slack twice or more, expected none.`] : []),
    ...(lost > 0 ? [`${lost} letters stand nowhere although nothing kept them from it, expected none.`] : []),
    ...(strange > 0 ? [`${strange} messages are no letters that were planned, expected none.`] : []),
    ...(misrecorded > 0 ? [`${misrecorded} letters are recorded otherwise than they stand, expected none.`] : []),
  ]
}
