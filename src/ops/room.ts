import type { PersonKey } from '../directory/rules.ts'
import type { Asking } from '../slack/doors.ts'
import type { World } from '../world.ts'

/** What the doors of this room need. */
export interface OpsRoom {
  readonly world: World
  /** Asked anew at every command and every click: a right may end while a window is open. */
  readonly isAdmin: (who: { readonly workspaceId: string; readonly slackId: string }) => Promise<boolean>
  /** The same before something is changed, with the row that the audit log names. */
  readonly actingAdmin: (ask: Asking) => Promise<PersonKey | undefined>
  /** “<@U…>”, or a general word: who is asked about rights. */
  readonly adminOf: (workspaceId: string) => Promise<string>
  /** The rooms’ letters in people’s words. */
  readonly letterNames: LetterNames
  /** There may be letters to send that were not there a moment ago. */
  readonly wake: () => void
}

/** By a letter’s kind, what its reader would call it: “welcome”, “check-in 2026-Q4”. */
export type LetterNames = Readonly<Record<string, (facts: unknown) => string>>
