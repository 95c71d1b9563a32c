import { z } from 'zod'
import type { Tx } from '../db/connection.ts'
import type { LetterKind } from '../outbox/kinds.ts'
import { post } from '../outbox/store.ts'
import type { Due } from '../schedules/rules.ts'
import { newReference } from '../slack/guard.ts'
import type { World } from '../world.ts'
import { isDone, membersAmong } from './store-overdue.ts'
import { type OverdueWords, overdueMessage } from './views-overdue.ts'

const kind = 'schedules.overdue'

/** Who runs the programme in a workspace, by their Slack ids. */
export type AdminsOf = (workspaceId: string) => readonly string[]

/**
 * Tells the admins of a workspace that something due has not started: each once for each time it was due, whoever asks
 * and however often. The log has a line with the same reference, also where no admin can be written to.
 */
export function overdueTeller({ newId, log }: World, adminsOf: AdminsOf) {
  return async (tx: Tx, { workspaceId, kind: what, skill, nextAt: dueAt }: Due, now: Date): Promise<void> => {
    const reference = newReference()
    const facts = { kind: what, skill, dueAt: dueAt.toISOString(), reference }
    const about = ['overdue', what, skill, facts.dueAt].filter(Boolean).join(':')
    const members = await membersAmong(tx, workspaceId, adminsOf(workspaceId))
    let told = members.length === 0
    for (const personId of members) {
      const letter = { workspaceId, key: `${about}:${personId}`, kind, personId, facts, notBefore: now }
      told = (await post(tx, letter, now, newId)) || told
    }
    if (told)
      log.error({ ref: reference, workspace: workspaceId, schedule: what, due: dueAt }, 'A schedule is overdue.')
  }
}

/** Words that depend on what was due when. */
type WordsFor = (
  tx: Tx,
  due: { readonly workspaceId: string; readonly skill: string; readonly dueAt: Date },
) => Promise<OverdueWords>

/** Its words by kind of schedule, as the rooms whose deeds they are hand them over. */
export function overdueLetter(words: Readonly<Record<string, OverdueWords | WordsFor>>): LetterKind {
  return {
    kind,
    hours: 'working',
    draw: async (db, { workspaceId, facts }, reader, now) => {
      const { kind: what, skill, dueAt, reference } = overdueFacts.parse(facts)
      if (await isDone(db, { workspaceId, kind: what, skill }, dueAt)) return undefined
      const known = words[what] ?? somethingElse
      const said = typeof known === 'function' ? await known(db, { workspaceId, skill, dueAt }) : known
      return overdueMessage(said, dueAt, reference, { zone: reader.zone, now })
    },
  }
}

const overdueFacts = z.object({
  kind: z.string(),
  skill: z.string(),
  dueAt: z.iso.datetime().transform((text) => new Date(text)),
  reference: z.string(),
})

/** Of a release that knew other schedules. */
const somethingElse: OverdueWords = { what: 'Something scheduled', holds: 'Nothing of it has been done.' }
