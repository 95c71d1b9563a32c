import type { Tx } from '../db/connection.ts'
import type { Message } from '../slack/kit.ts'
import type { Json, Reader } from './rules.ts'
import type { Unasked } from './rules-attention.ts'

export type { Reader } from './rules.ts'

/** What the words of a letter are drawn from. */
export interface LetterToDraw {
  readonly workspaceId: string
  readonly id: string
  readonly kind: string
  readonly personId: string
  readonly withPersonId: string | null
  readonly subject: string | null
  readonly facts: Json
  /** What it shall show, counted from 1. */
  readonly revision: number
  /** True when it stands in Slack already, and this drawing replaces what it shows. */
  readonly isEdit: boolean
}

/** One kind of letter, handed over by the room whose words it has. */
export interface LetterKind {
  readonly kind: string
  /** Whether it waits for its reader’s working time. */
  readonly hours: 'working' | 'any'
  /**
   * Its place in the order in which a reader’s week is filled. Left out, and undefined, for what they asked for
   * themselves, and for what is the work of whoever runs the programme.
   */
  readonly unasked?: (facts: Json) => Unasked | undefined
  /** The words, at the moment of sending; undefined when there is nothing to say any more. */
  readonly draw: (db: Tx, letter: LetterToDraw, reader: Reader, now: Date) => Promise<Message | undefined>
}

/** Undefined for somebody who has erased themselves. */
export type ReaderOf = (db: Tx, workspaceId: string, personId: string) => Promise<Reader | undefined>
