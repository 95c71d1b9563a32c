import { z } from 'zod'
import type { Tx } from '../db/connection.ts'
import type { Json } from './rules.ts'
import type { Claimed } from './store-sending.ts'

/** A letter as it stands in its reader’s week. */
export interface InWeek {
  readonly kind: string
  readonly facts: Json
  readonly notBefore: Date
  readonly expiresAt: Date | null
  /** When it reached them, or may have; null while it waits. */
  readonly leftAt: Date | null
}

/** Until the transaction ends nobody else looks for a place in the weeks of these people. */
export async function holdWeeks(tx: Tx, workspaceId: string, personIds: readonly string[]): Promise<void> {
  await tx.$queryRaw`
    select id
    from person
    where workspace_id = ${workspaceId} and id = any (${[...personIds]}::uuid[])
    order by slack_id
    for no key update`
}

/**
 * Besides this letter, what has reached somebody since the week began and what waits for them; of these kinds, and not what
 * they are waiting for. One whose call has begun counts as there: it is looked for before it is sent again.
 */
export async function lettersInWeek(
  tx: Tx,
  { workspaceId, id }: Pick<Claimed, 'workspaceId' | 'id'>,
  personId: string,
  kinds: readonly string[],
  since: Date,
  now: Date,
): Promise<InWeek[]> {
  const rows = await tx.$queryRaw`
    select kind, facts, not_before, expires_at,
      case state when 'sending' then ${now}::timestamptz when 'unknown' then changed_at else sent_at end as left_at
    from letter
    where workspace_id = ${workspaceId} and (person_id = ${personId}::uuid or with_person_id = ${personId}::uuid) and id <> ${id}::uuid
      and not urgent and kind = any (${[...kinds]}::text[])
      and (sent_at >= ${since} or state in ('planned', 'sending') or (state = 'unknown' and changed_at >= ${since}))`
  return inWeekRows.parse(rows)
}

const inWeekRows = z.array(
  z
    .object({
      kind: z.string(),
      facts: z.json(),
      not_before: z.date(),
      expires_at: z.date().nullable(),
      left_at: z.date().nullable(),
    })
    .transform(
      ({ kind, facts, not_before, expires_at, left_at }): InWeek => ({
        kind,
        facts,
        notBefore: not_before,
        expiresAt: expires_at,
        leftAt: left_at,
      }),
    ),
)
