import type { Tx } from '../db/connection.ts'
import { countLettersTo, eraseLettersTo, lettersTo } from './store-own-data.ts'

/** Whose letters. The rooms above call this a person; this floor knows no more of them. */
interface Owner {
  readonly workspaceId: string
  readonly id: string
}

/** This room’s part when somebody erases themselves: the letters to them, also those that somebody else read with them. */
export const letterErasure = {
  count: async (tx: Tx, owner: Owner) => counted(await countLettersTo(tx, owner)),
  erase: async (tx: Tx, owner: Owner) => counted(await eraseLettersTo(tx, owner)),
}

/** This room’s part of an export: what was to be sent to somebody, and what became of it. The words are not stored. */
export async function letterExport(tx: Tx, owner: Owner): Promise<Readonly<Record<string, unknown>>> {
  const letters = await lettersTo(tx, owner)
  return {
    messages: letters.map((letter) => ({
      about: letter.key,
      kind: letter.kind,
      state: letter.state,
      why: letter.reason,
      sharedWithSomebody: letter.withPersonId !== null,
      belongsTo: letter.subject,
      facts: letter.facts,
      notBefore: letter.notBefore,
      notAfter: letter.expiresAt,
      urgent: letter.urgent,
      attempts: letter.attempts,
      versionWanted: letter.revision,
      versionShown: letter.shown,
      conversation: letter.channel,
      messageId: letter.ts,
      sentAt: letter.sentAt,
      writtenDownAt: letter.createdAt,
      changedAt: letter.changedAt,
    })),
  }
}

function counted(count: number) {
  return [{ count, one: '1 record of a message to you', many: 'records of messages to you' }]
}
