import type { World } from '../world.ts'

/** What the doors of this room need. */
export interface OpsRoom {
  readonly world: World
  /** Asked anew at every command and every click: a right may end while a window is open. */
  readonly isAdmin: (workspaceId: string, slackId: string) => boolean
  /** “<@U…>”, or a general word: who is asked about rights. */
  readonly admin: string
  /** The rooms’ letters in people’s words. */
  readonly letterNames: LetterNames
  /** There may be letters to send that were not there a moment ago. */
  readonly wake: () => void
}

/** By a letter’s kind, what its reader would call it: “welcome”, “check-in 2026-Q4”. */
export type LetterNames = Readonly<Record<string, (facts: unknown) => string>>
