import { z } from 'zod'
import type { Tx } from '../db/connection.ts'
import { type Sql, sql } from '../db/sql.ts'
import { askedAgain, holdReasons, type Json, type LetterState, type NewLetter } from './rules.ts'

/**
 * Writes a letter down, in the transaction of what it tells of. Whoever erases themselves at this moment gets none: their
 * row is locked by the erasure, and looked at again behind it.
 * @returns false when that key is there already, or nobody is there to read it.
 */
export async function post(tx: Tx, letter: NewLetter, now: Date, newId: () => string): Promise<boolean> {
  const { workspaceId, personId, withPersonId = null, subject = null, expiresAt = null, urgent = false } = letter
  const written = await tx.$executeRaw`
    with reader as (
      select id
      from person
      where workspace_id = ${workspaceId} and id in (${personId}::uuid, ${withPersonId}::uuid) and erased_at is null
      for key share
    )
    insert into letter (workspace_id, id, key, kind, urgent, person_id, with_person_id, subject, facts, not_before, expires_at, created_at, changed_at)
    select ${workspaceId}, ${newId()}::uuid, ${letter.key}, ${letter.kind}, ${urgent}, ${personId}::uuid, ${withPersonId}::uuid, ${subject}::uuid,
      ${asJson(letter.facts)}::jsonb, ${letter.notBefore}, ${expiresAt}, ${now}, ${now}
    where (select count(*) from reader) = ${withPersonId === null ? 1 : 2}
    on conflict (workspace_id, key) do nothing`
  return written > 0
}

/**
 * Many at once, with one statement; each for one reader. Keys that are there already, and readers who have erased
 * themselves, are left out.
 */
export async function postAll(tx: Tx, workspaceId: string, letters: readonly NewLetter[], now: Date): Promise<void> {
  if (letters.length === 0) return
  const column = <T>(of: (letter: NewLetter) => T) => letters.map(of)
  await tx.$executeRaw`
    with wanted as (
      select l.*
      from unnest(${column(({ key }) => key)}::text[], ${column(({ kind }) => kind)}::text[], ${column(({ personId }) => personId)}::uuid[],
        ${column(({ subject }) => subject ?? null)}::uuid[], ${column(({ facts }) => asJson(facts))}::text[],
        ${column(({ notBefore }) => notBefore)}::timestamptz[], ${column(({ expiresAt }) => expiresAt ?? null)}::timestamptz[])
        as l(key, kind, person_id, subject, facts, not_before, expires_at)
      join person p on p.workspace_id = ${workspaceId} and p.id = l.person_id and p.erased_at is null
      for key share of p
    )
    insert into letter (workspace_id, key, kind, urgent, person_id, subject, facts, not_before, expires_at, created_at, changed_at)
    select ${workspaceId}, key, kind, false, person_id, subject, facts::jsonb, not_before, expires_at, ${now}, ${now}
    from wanted
    on conflict (workspace_id, key) do nothing`
}

/** Of many letters: what they have in common. */
export interface LettersAlike {
  readonly workspaceId: string
  readonly kind: string
  readonly subject: string
  readonly expiresAt: Date
}

/**
 * Writes many letters without facts of their own, as the end of the statement that writes down what they tell of: from its
 * rows of key, person_id and not_before, whose people it has locked. Keys that are there already are left out.
 */
export function postingFrom(rows: Sql, { workspaceId, kind, subject, expiresAt }: LettersAlike, now: Date): Sql {
  return sql`
    insert into letter (workspace_id, key, kind, person_id, subject, not_before, expires_at, created_at, changed_at)
    select ${workspaceId}, key, ${kind}, person_id, ${subject}::uuid, not_before, ${expiresAt}, ${now}, ${now}
    from (${rows}) wanted
    on conflict (workspace_id, key) do nothing`
}

/**
 * What the letter shows has changed. Before it was posted this costs nothing; afterwards one edit shows the newest state,
 * however many changes there were. Never a second letter.
 */
export async function revise(tx: Tx, workspaceId: string, key: string, now: Date, facts?: Json): Promise<void> {
  await tx.$executeRaw`
    update letter
    set revision = revision + 1,
      facts = coalesce(${asJson(facts)}::jsonb, facts),
      lane = case when state = 'sent' then 'edit' else lane end,
      attempts = case when state = 'sent' and lease is null then 0 else attempts end,
      changed_at = case when state = 'sent' then ${now} else changed_at end
    where workspace_id = ${workspaceId} and key = ${key} and state in ('planned', 'sending', 'sent', 'unknown', 'failed')`
}

/**
 * The letter has nothing to say any more, and no admin can send it again. One whose call may be under way cannot be taken
 * back: should it turn out not to have arrived, it is over then.
 */
export async function cancel(tx: Tx, workspaceId: string, key: string, reason: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    update letter
    set state = case when state = 'sending' then state else 'cancelled' end,
      lease = case when state = 'sending' then lease end,
      free_at = case when state = 'sending' then free_at end,
      expires_at = case when state = 'sending' then least(expires_at, ${now}) else expires_at end,
      changed_at = case when state = 'sending' then changed_at else ${now} end,
      reason = ${reason}
    where workspace_id = ${workspaceId} and key = ${key} and state in ('planned', 'sending', 'failed', 'unknown')`
}

/** Many letters in one statement, and not all that there are: others wait no longer than for these. */
const some = 2_000

/**
 * What waits about this thing leaves no sooner than then. What a worker has in its hands is not held: whether it left is
 * known only then.
 * @returns how many that were, of so many at a time: until it is none, there may be more.
 */
export async function holdAbout(
  tx: Tx,
  workspaceId: string,
  subject: string,
  until: Date,
  reason: string,
  now: Date,
  most = some,
): Promise<number> {
  const waiting = sql`state = 'planned' and not_before < ${until} and (lease is null or free_at <= clock_timestamp())`
  return tx.$executeRaw`
    update letter l
    set not_before = ${until}, reason = ${reason}, changed_at = ${now}
    where l.workspace_id = ${workspaceId} and l.id = any (array (${someAbout(workspaceId, subject, waiting, most)}))`
}

/** What was held for this reason may leave; whether it does is asked anew when it is sent. @returns as `holdAbout` does. */
export async function releaseAbout(
  tx: Tx,
  workspaceId: string,
  subject: string,
  reason: string,
  now: Date,
  most = some,
): Promise<number> {
  const held = sql`state = 'planned' and reason = ${reason}`
  return tx.$executeRaw`
    update letter l
    set not_before = ${now}, reason = null, changed_at = ${now}
    where l.workspace_id = ${workspaceId} and l.id = any (array (${someAbout(workspaceId, subject, held, most)}))`
}

/**
 * What waits about this thing has nothing to say any more: all of it, or what these people would read. As with `cancel`,
 * what may be under way cannot be taken back; what could not be sent stays for an admin to see. @returns as `holdAbout` does.
 */
export async function cancelAbout(
  tx: Tx,
  workspaceId: string,
  subject: string,
  reason: string,
  now: Date,
  { personIds, most = some }: { readonly personIds?: readonly string[]; readonly most?: number } = {},
): Promise<number> {
  const theirs = personIds ? sql`and person_id = any (${[...personIds]}::uuid[])` : sql``
  const open = sql`(state = 'planned' or (state = 'sending' and (expires_at is null or expires_at > ${now}))) ${theirs}`
  return tx.$executeRaw`
    update letter l
    set state = case when l.state = 'sending' then l.state else 'cancelled' end,
      lease = case when l.state = 'sending' then l.lease end,
      free_at = case when l.state = 'sending' then l.free_at end,
      expires_at = case when l.state = 'sending' then ${now} else l.expires_at end,
      changed_at = case when l.state = 'sending' then l.changed_at else ${now} end,
      reason = ${reason}
    where l.workspace_id = ${workspaceId} and l.id = any (array (${someAbout(workspaceId, subject, open, most)}))`
}

/**
 * In the order of their readers, so that two who want the same letters never wait for each other. Told by id: where a row
 * lies changes while somebody waits for it, and it would be passed over.
 */
function someAbout(workspaceId: string, subject: string, which: Sql, most: number): Sql {
  return sql`
    select id
    from letter
    where workspace_id = ${workspaceId} and subject = ${subject}::uuid and ${which}
    order by person_id, id
    limit ${most}
    for no key update`
}

/**
 * Letters that were called off before they had left, since their reader was gone or had left: they leave after all, at
 * these times. What an admin has ended stays so. @returns how many.
 */
export async function reviveAll(
  tx: Tx,
  workspaceId: string,
  letters: readonly Pick<NewLetter, 'key' | 'notBefore' | 'expiresAt'>[],
  now: Date,
): Promise<number> {
  return tx.$executeRaw`
    update letter l
    set state = 'planned', reason = null, not_before = w.not_before, expires_at = w.expires_at, attempts = 0, changed_at = ${now}
    from unnest(${letters.map(({ key }) => key)}::text[], ${letters.map(({ notBefore }) => notBefore)}::timestamptz[],
      ${letters.map(({ expiresAt }) => expiresAt ?? null)}::timestamptz[]) w(key, not_before, expires_at)
    where l.workspace_id = ${workspaceId} and l.key = w.key and l.state = 'cancelled' and l.sent_at is null
      and l.reason <> ${givenUp}`
}

/**
 * Letters that wait for their reader’s hours are looked at again at once, since those have changed: of one reader, or of
 * everybody. Whoever takes them asks anew whether they may leave.
 */
export async function askHeldAgain(tx: Tx, workspaceId: string, now: Date, personId?: string): Promise<void> {
  const ofReader = personId === undefined ? sql`` : sql`and ${personId}::uuid in (person_id, with_person_id)`
  await tx.$executeRaw`
    update letter
    set not_before = ${now}
    where workspace_id = ${workspaceId} and state = 'planned' and lease is null and not_before > ${now}
      and reason = any (${[...holdReasons]}) ${ofReader}`
}

/**
 * What waits for one of these people, alone or with somebody, is not sent: they are gone. What may be under way ends by
 * itself, and what could not be sent stays for an admin to see. @returns how many.
 */
export async function cancelAllTo(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
  reason: string,
  now: Date,
): Promise<number> {
  return tx.$executeRaw`
    update letter
    set state = 'cancelled', lease = null, free_at = null, changed_at = ${now}, reason = ${reason}
    where workspace_id = ${workspaceId} and state = 'planned'
      and (person_id = any (${[...personIds]}::uuid[]) or with_person_id = any (${[...personIds]}::uuid[]))`
}

/** A workspace’s two lanes. The pace of the first is Slack’s “several hundred a minute”, of the second its Tier 3. */
export async function openLanes(tx: Tx, workspaceId: string): Promise<void> {
  await tx.$executeRaw`
    insert into lane (workspace_id, name, per_minute)
    values (${workspaceId}, 'post', 300), (${workspaceId}, 'edit', 50)
    on conflict (workspace_id, name) do nothing`
}

/** How many letters of a workspace stand where. */
export interface Counts extends Readonly<Record<LetterState, number>> {
  /** Planned or under way, and free to leave by their time. */
  readonly due: number
  /** Planned for later. */
  readonly later: number
  readonly lastSentAt: Date | undefined
}

export async function countsOf(tx: Tx, workspaceId: string, now: Date): Promise<Counts> {
  const rows = await tx.$queryRaw`
    select count(*) filter (where state = 'planned')::int as planned,
      count(*) filter (where state = 'sending')::int as sending,
      count(*) filter (where state = 'sent')::int as sent,
      count(*) filter (where state = 'unknown')::int as unknown,
      count(*) filter (where state = 'failed')::int as failed,
      count(*) filter (where state = 'cancelled')::int as cancelled,
      count(*) filter (where state in ('planned', 'sending') and not_before <= ${now})::int as due,
      count(*) filter (where state in ('planned', 'sending') and not_before > ${now})::int as later,
      max(sent_at) as last_sent_at
    from letter
    where workspace_id = ${workspaceId}`
  const [{ last_sent_at, ...counts }] = countRows.parse(rows)
  return { ...counts, lastSentAt: last_sent_at ?? undefined }
}

const count = z.number()
const countRows = z.tuple([
  z.object({
    planned: count,
    sending: count,
    sent: count,
    unknown: count,
    failed: count,
    cancelled: count,
    due: count,
    later: count,
    last_sent_at: z.date().nullable(),
  }),
])

export type Filter = 'failed' | 'unknown' | 'waiting' | 'cancelled'

/** A letter as an admin sees it: whom it is for and how it goes, never what it says. */
export interface ListedLetter {
  readonly id: string
  readonly kind: string
  readonly facts: Json
  readonly state: LetterState
  readonly personId: string
  /** Null where the account is not on record any more. */
  readonly slackId: string | null
  readonly attempts: number
  readonly reason: string | null
  readonly createdAt: Date
  readonly changedAt: Date
  readonly notBefore: Date
  readonly expiresAt: Date | null
}

export interface Page {
  /** The id of the last letter that was shown. */
  readonly after?: string
  readonly limit: number
}

/** One page of a list: what waits in the order of its turn, what has ended with the latest first. */
export async function lettersIn(
  tx: Tx,
  workspaceId: string,
  filter: Filter,
  { after, limit }: Page,
): Promise<readonly ListedLetter[]> {
  const rows = await tx.$queryRaw`
    select ${listed}
    from letter l
    join person p on p.workspace_id = l.workspace_id and p.id = l.person_id
    where l.workspace_id = ${workspaceId} and ${isIn(filter)} ${after === undefined ? sql`` : sql`and ${isBehind(filter, workspaceId, after)}`}
    order by ${filter === 'waiting' ? sql`l.not_before, l.id` : sql`l.changed_at desc, l.id desc`}
    limit ${limit}`
  return listedRows.parse(rows)
}

/** One letter, whatever its state; undefined when it is not there. */
export async function letterById(tx: Tx, workspaceId: string, id: string): Promise<ListedLetter | undefined> {
  const rows = await tx.$queryRaw`
    select ${listed}
    from letter l
    join person p on p.workspace_id = l.workspace_id and p.id = l.person_id
    where l.workspace_id = ${workspaceId} and l.id = ${id}::uuid`
  return listedRows.parse(rows)[0]
}

/**
 * Failed and unknown letters are sent once more, from the first attempt on. One that may have arrived is looked for first,
 * should that be allowed by now. @returns how many.
 */
export async function tryAgain(tx: Tx, workspaceId: string, which: string, now: Date): Promise<number> {
  const chosen =
    which === 'failed' ? sql`state = 'failed'` : sql`state in ('failed', 'unknown') and id = ${which}::uuid`
  return tx.$executeRaw`
    update letter
    set state = case when state = 'unknown' then 'sending' else 'planned' end,
      reason = case when state = 'unknown' then ${askedAgain} end,
      attempts = 0, free_at = null, lease = null, changed_at = ${now}
    where workspace_id = ${workspaceId} and ${chosen}`
}

/** Why a letter that an admin knows to have arrived is over: where it stands in Slack nobody can say. */
export const markedAsSent = 'marked_as_sent'
export const givenUp = 'given_up'

/** Somebody knows that it arrived. It counts as sent at this moment, but has no place and cannot be edited. @returns how many. */
export async function markSent(tx: Tx, workspaceId: string, id: string, now: Date): Promise<number> {
  return tx.$executeRaw`
    update letter
    set state = 'cancelled', reason = ${markedAsSent}, sent_at = ${now}, changed_at = ${now}, free_at = null, lease = null
    where workspace_id = ${workspaceId} and id = ${id}::uuid and state in ('failed', 'unknown')`
}

/** It is not sent any more. One whose call may be under way is left alone. @returns how many. */
export async function giveUp(tx: Tx, workspaceId: string, id: string, now: Date): Promise<number> {
  return tx.$executeRaw`
    update letter
    set state = 'cancelled', reason = ${givenUp}, changed_at = ${now}, free_at = null, lease = null
    where workspace_id = ${workspaceId} and id = ${id}::uuid and state in ('planned', 'failed', 'unknown')`
}

/** So many rows at a time, for a night’s sweep. */
const batch = 10_000

/**
 * Deletes letters that ended before this moment, a batch at a time.
 * @returns how many went; as long as it is a whole batch, there may be more.
 */
export async function forgetEnded(tx: Tx, workspaceId: string, before: Date, most = batch): Promise<number> {
  return tx.$executeRaw`
    delete from letter
    where ctid = any (array (
      select ctid
      from letter
      where workspace_id = ${workspaceId} and changed_at < ${before} and state in ('sent', 'unknown', 'failed', 'cancelled')
      limit ${most}
    ))`
}

function asJson(facts: Json | undefined): string | null {
  return facts === undefined || facts === null ? null : JSON.stringify(facts)
}

function isIn(filter: Filter) {
  return filter === 'waiting' ? sql`l.state in ('planned', 'sending')` : sql`l.state = ${filter}`
}

function isBehind(filter: Filter, workspaceId: string, after: string) {
  const last = sql`from letter o where o.workspace_id = ${workspaceId} and o.id = ${after}::uuid`
  return filter === 'waiting'
    ? sql`(l.not_before, l.id) > (select o.not_before, o.id ${last})`
    : sql`(l.changed_at, l.id) < (select o.changed_at, o.id ${last})`
}

const listed = sql`l.id, l.kind, l.facts, l.state, l.person_id, p.slack_id, l.attempts, l.reason, l.created_at, l.changed_at, l.not_before, l.expires_at`

const listedRows = z.array(
  z
    .object({
      id: z.string(),
      kind: z.string(),
      facts: z.json(),
      state: z.enum(['planned', 'sending', 'sent', 'unknown', 'failed', 'cancelled']),
      person_id: z.string(),
      slack_id: z.string().nullable(),
      attempts: z.number(),
      reason: z.string().nullable(),
      created_at: z.date(),
      changed_at: z.date(),
      not_before: z.date(),
      expires_at: z.date().nullable(),
    })
    .transform(
      ({ person_id, slack_id, created_at, changed_at, not_before, expires_at, ...row }): ListedLetter => ({
        ...row,
        personId: person_id,
        slackId: slack_id,
        createdAt: created_at,
        changedAt: changed_at,
        notBefore: not_before,
        expiresAt: expires_at,
      }),
    ),
)
