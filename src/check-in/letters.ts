import type { NewLetter } from '../outbox/rules.ts'
import type { LettersAlike } from '../outbox/store.ts'
import type { Round } from './store-rounds.ts'

/** Kinds of the letters of a round. */
export const letters = { question: 'check-in.question', reminder: 'check-in.reminder' } as const

type Named = Pick<Round, 'workspaceId' | 'id' | 'skill' | 'name' | 'closesAt'>

/** Once for ever: whoever opens the round again writes nobody a second time. */
export function questionKey({ skill, name }: Pick<Round, 'skill' | 'name'>, personId: string): string {
  return `${questionPrefix({ skill, name })}${personId}`
}

export function questionPrefix({ skill, name }: Pick<Round, 'skill' | 'name'>): string {
  return `check-in:${skill}:${name}:`
}

/** What everybody’s question in a round has in common. */
export function questionsOf(round: Named): LettersAlike {
  const { workspaceId, id: subject, closesAt: expiresAt } = round
  return { workspaceId, kind: letters.question, subject, expiresAt }
}

export function questionTo(round: Named, personId: string, notBefore: Date): NewLetter {
  return { ...questionsOf(round), key: questionKey(round, personId), personId, notBefore }
}

/** What was asked for by its reader is told from the others: both may be the second one. */
export interface ReminderFacts {
  readonly nth: number
  /** Milliseconds of the moment that they had chosen. */
  readonly asked?: number | undefined
}

export function reminderTo(
  { workspaceId, id: subject }: Named,
  personId: string,
  { nth, asked }: ReminderFacts,
  now: Date,
  until: Date,
): NewLetter {
  const which = asked === undefined ? String(nth) : `again:${asked}`
  const key = `check-in-reminder:${subject}:${personId}:${which}`
  const facts = asked === undefined ? { nth } : { nth, asked }
  return { workspaceId, key, kind: letters.reminder, personId, subject, facts, notBefore: now, expiresAt: until }
}
