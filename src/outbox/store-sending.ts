import { z } from 'zod'
import type { Tx } from '../db/connection.ts'
import { sql } from '../db/sql.ts'
import { askedAgain, type HoldReason, type Json } from './rules.ts'

/** A letter that one worker holds for a while. */
export interface Claimed {
  readonly workspaceId: string
  readonly id: string
  /** Proves that the letter is still this worker’s. */
  readonly lease: string
  readonly lane: LaneName
  readonly kind: string
  /** `sending`: whoever held it before died, or got no answer. `sent`: an edit of what is there. */
  readonly state: 'planned' | 'sending' | 'sent'
  readonly urgent: boolean
  readonly personId: string
  readonly withPersonId: string | null
  readonly subject: string | null
  readonly facts: Json
  readonly revision: number
  readonly attempts: number
  readonly expiresAt: Date | null
  readonly channel: string | null
  readonly ts: string | null
  /** What became of it the last time. */
  readonly reason: string | null
  readonly createdAt: Date
  /** When its state changed: of one that is `sending`, when the first call began that may have brought it there. */
  readonly changedAt: Date
}

/** Slack counts chat.postMessage and chat.update apart. */
export type LaneName = 'post' | 'edit'
export type Held = Pick<Claimed, 'workspaceId' | 'id' | 'lease'>

/** Which letters are open, with the very words of the index `letter_due`. */
const open = sql`(x.state in ('planned', 'sending') or (x.state = 'sent' and x.shown < x.revision))`
const free = sql`(x.free_at is null or x.free_at <= clock_timestamp())`

/**
 * Takes the letters that may leave now from the lane whose turn it is: a second’s worth at most, urgent ones first, one a
 * person, and nobody who has a letter under way. The lane’s next turn is a second later at the earliest. `order by …
 * limit 1` inside `exists` keeps the planner from reading the whole table for each idle lane.
 */
export async function claim(tx: Tx, now: Date, lease: string, leaseSeconds: number): Promise<Claimed[]> {
  const rows = await tx.$queryRaw`
    with turn as (
      select l.workspace_id, l.name, l.per_minute
      from lane l
      where l.next_at <= clock_timestamp() and l.stopped is null
        and exists (
          select
          from (values (true), (false)) u(urgent)
          cross join lateral (
            select
            from letter x
            where x.workspace_id = l.workspace_id and x.lane = l.name and x.urgent = u.urgent and ${open}
              and x.not_before <= ${now} and ${free}
            order by x.not_before, x.id
            limit 1
          ) h
        )
      order by l.next_at
      limit 1
      for update of l skip locked
    ), due as (
      select d.*, t.per_minute
      from turn t
      cross join (values (true), (false)) u(urgent)
      cross join lateral (
        select x.id, x.person_id, x.urgent, x.not_before
        from letter x
        where x.workspace_id = t.workspace_id and x.lane = t.name and x.urgent = u.urgent and ${open}
          and x.not_before <= ${now} and ${free}
          and not exists (
            select
            from letter y
            where y.workspace_id = x.workspace_id and y.person_id = x.person_id and y.id <> x.id
              and y.sent_at is null and y.lease is not null and y.free_at > clock_timestamp()
          )
        order by x.not_before, x.id
        limit 4 * greatest(1, t.per_minute / 60)
        for update of x skip locked
      ) d
    ), pick as (
      select id
      from (
        select *, row_number() over (partition by person_id order by urgent desc, not_before, id) as turn_of_person
        from due
      ) d
      where turn_of_person = 1
      order by urgent desc, not_before, id
      limit (select greatest(1, max(per_minute) / 60) from due)
    ), moved as (
      update lane l
      set next_at = greatest(l.next_at, clock_timestamp())
        + make_interval(secs => greatest(1.0, (select count(*) from pick) * 60.0 / l.per_minute))
      from turn t
      where l.workspace_id = t.workspace_id and l.name = t.name
    )
    update letter x
    set lease = ${lease}::uuid, free_at = clock_timestamp() + make_interval(secs => ${leaseSeconds}::double precision)
    from turn t, pick p
    where x.workspace_id = t.workspace_id and x.id = p.id
    returning x.workspace_id, x.id, x.lease, x.lane, x.kind, x.state, x.urgent, x.person_id, x.with_person_id, x.subject, x.facts,
      x.revision, x.attempts, x.expires_at, x.channel, x.ts, x.reason, x.created_at, x.changed_at`
  return claimedRows.parse(rows)
}

const claimedRows = z.array(
  z
    .object({
      workspace_id: z.string(),
      id: z.string(),
      lease: z.string(),
      lane: z.enum(['post', 'edit']),
      kind: z.string(),
      state: z.enum(['planned', 'sending', 'sent']),
      urgent: z.boolean(),
      person_id: z.string(),
      with_person_id: z.string().nullable(),
      subject: z.string().nullable(),
      facts: z.json(),
      revision: z.number(),
      attempts: z.number(),
      expires_at: z.date().nullable(),
      channel: z.string().nullable(),
      ts: z.string().nullable(),
      reason: z.string().nullable(),
      created_at: z.date(),
      changed_at: z.date(),
    })
    .transform(
      ({ workspace_id, person_id, with_person_id, expires_at, created_at, changed_at, ...row }): Claimed => ({
        ...row,
        workspaceId: workspace_id,
        personId: person_id,
        withPersonId: with_person_id,
        expiresAt: expires_at,
        createdAt: created_at,
        changedAt: changed_at,
      }),
    ),
)

/**
 * Right before the call: the letter is `sending` from now on, and its lease lasts anew, so that it outlives the call.
 * `changed_at` stays at the first call that got no answer: from there on the conversation is looked through. What an admin
 * has asked for is one call: it is used up by it.
 * @returns how many calls there have been with this one; undefined when the lease is lost, and nothing may be sent.
 */
export async function mark(
  tx: Tx,
  { workspaceId, id, lease }: Held,
  now: Date,
  leaseSeconds: number,
): Promise<number | undefined> {
  const rows = await tx.$queryRaw`
    update letter
    set state = case when state = 'planned' then 'sending' else state end,
      changed_at = case when state = 'planned' then ${now} else changed_at end,
      free_at = clock_timestamp() + make_interval(secs => ${leaseSeconds}::double precision),
      attempts = attempts + 1,
      reason = nullif(reason, ${askedAgain})
    where workspace_id = ${workspaceId} and id = ${id}::uuid and lease = ${lease}::uuid and free_at > clock_timestamp()
      and state in ('planned', 'sending', 'sent')
    returning attempts`
  return z.array(z.object({ attempts: z.number() })).parse(rows)[0]?.attempts
}

export interface Place {
  readonly channel: string
  readonly ts: string
}

/**
 * Slack has the letter. This is a fact whoever learns it and however late, so no lease is asked for; only the first place
 * counts. What has changed since it was drawn becomes an edit with all its attempts, and the person’s next letter waits a
 * second.
 * @returns false when it had a place already, or was erased meanwhile.
 */
export async function confirm(
  tx: Tx,
  { workspaceId, id }: Pick<Claimed, 'workspaceId' | 'id'>,
  { channel, ts }: Place,
  drawn: number,
  now: Date,
): Promise<boolean> {
  const rows = await tx.$queryRaw`
    with arrived as (
      update letter
      set state = 'sent', channel = ${channel}, ts = ${ts}, sent_at = ${now}, changed_at = ${now}, shown = ${drawn}::int,
        lane = case when revision > ${drawn}::int then 'edit' else lane end,
        attempts = case when revision > ${drawn}::int then 0 else attempts end,
        lease = null, free_at = null, reason = null
      where workspace_id = ${workspaceId} and id = ${id}::uuid and ts is null
      returning workspace_id, person_id, id
    ), kept_back as (
      update letter y
      set free_at = greatest(y.free_at, clock_timestamp() + interval '1 second')
      from arrived a
      where y.workspace_id = a.workspace_id and y.person_id = a.person_id and y.id <> a.id
        and y.state in ('planned', 'sending') and y.lane = 'post'
    )
    select id from arrived`
  return z.array(z.object({ id: z.string() })).parse(rows).length > 0
}

/** Where the letter stands in Slack; undefined when nobody knows, or it is gone. */
export async function placeOnRecord(
  tx: Tx,
  { workspaceId, id }: Pick<Claimed, 'workspaceId' | 'id'>,
): Promise<Place | undefined> {
  const rows = await tx.$queryRaw`
    select channel, ts
    from letter
    where workspace_id = ${workspaceId} and id = ${id}::uuid and ts is not null`
  return z.array(z.object({ channel: z.string(), ts: z.string() })).parse(rows)[0]
}

/** Slack shows the letter as it was drawn; what has changed since is the next edit. */
export async function confirmEdit(tx: Tx, { workspaceId, id, lease }: Held, drawn: number): Promise<void> {
  await tx.$executeRaw`
    update letter
    set shown = greatest(shown, ${drawn}::int), lease = null, free_at = null, attempts = 0, reason = null
    where workspace_id = ${workspaceId} and id = ${id}::uuid and lease = ${lease}::uuid`
}

/** The message cannot be changed any more: it shows what it shows. A wish that came meanwhile is tried all the same. */
export async function dropEdit(tx: Tx, { workspaceId, id, lease }: Held, drawn: number, reason: string): Promise<void> {
  await tx.$executeRaw`
    update letter
    set revision = case when revision = ${drawn}::int then shown else revision end, lease = null, free_at = null, attempts = 0,
      reason = ${reason}
    where workspace_id = ${workspaceId} and id = ${id}::uuid and lease = ${lease}::uuid`
}

/** It waits for its reader’s working time. */
export async function hold(
  tx: Tx,
  { workspaceId, id, lease }: Held,
  until: Date,
  reason: HoldReason,
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    update letter
    set state = 'planned', not_before = ${until}, reason = ${reason}, changed_at = ${now}, lease = null, free_at = null
    where workspace_id = ${workspaceId} and id = ${id}::uuid and lease = ${lease}::uuid and state in ('planned', 'sending')`
}

export interface Release {
  /** Milliseconds of the machine until somebody may take it. */
  readonly wait?: number
  /** Nothing was done: `sending` becomes `planned`. Otherwise a letter that may have arrived is looked for. */
  readonly undone?: boolean
  /** This call does not count. */
  readonly uncounted?: boolean
  readonly reason?: string
}

/** Gives a letter back, for this worker or another one. */
export async function release(
  tx: Tx,
  { workspaceId, id, lease }: Held,
  { wait = 0, undone = false, uncounted = false, reason }: Release,
): Promise<void> {
  await tx.$executeRaw`
    update letter
    set state = case when ${undone} and state = 'sending' then 'planned' else state end,
      attempts = greatest(0, attempts - ${uncounted ? 1 : 0}::int),
      lease = null,
      free_at = clock_timestamp() + make_interval(secs => ${wait / 1_000}::double precision),
      reason = coalesce(${reason ?? null}, reason)
    where workspace_id = ${workspaceId} and id = ${id}::uuid and lease = ${lease}::uuid`
}

/** The letter is over; why it is stays with it. */
export async function end(
  tx: Tx,
  { workspaceId, id, lease }: Held,
  state: 'failed' | 'cancelled' | 'unknown',
  reason: string,
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    update letter
    set state = ${state}, reason = ${reason}, changed_at = ${now}, lease = null, free_at = null
    where workspace_id = ${workspaceId} and id = ${id}::uuid and lease = ${lease}::uuid
      and (state = 'sending' or (state = 'planned' and ${state} <> 'unknown'))`
}

/** Nothing leaves this lane for so many milliseconds; a longer pause stays. */
export async function pauseLane(tx: Tx, workspaceId: string, lane: LaneName, wait: number): Promise<void> {
  await tx.$executeRaw`
    update lane
    set next_at = greatest(next_at, clock_timestamp() + make_interval(secs => ${wait / 1_000}::double precision))
    where workspace_id = ${workspaceId} and name = ${lane}`
}

/** Nothing leaves this workspace until somebody opens its lanes again. */
export async function stopLanes(tx: Tx, workspaceId: string, reason: string): Promise<void> {
  await tx.$executeRaw`
    update lane
    set stopped = ${reason}
    where workspace_id = ${workspaceId} and stopped is null`
}

/** Seconds for which turns are given out in advance: a worker that dies takes those it has with it. */
const turnsAhead = 3

/**
 * A turn to look into a letter’s conversation; the lease lasts until behind it. Looks and edits are of the same tier and
 * take turns in one lane, so that no number of workers is together faster than Slack allows.
 * @returns milliseconds until this turn; undefined when the letter is lost, or too many wait for theirs already.
 */
export async function turnToLook(
  tx: Tx,
  { workspaceId, id, lease }: Held,
  leaseSeconds: number,
): Promise<number | undefined> {
  const rows = await tx.$queryRaw`
    with turn as (
      select workspace_id, name, greatest(next_at, clock_timestamp()) as at
      from lane
      where workspace_id = ${workspaceId} and name = 'edit'
        and next_at < clock_timestamp() + make_interval(secs => ${turnsAhead}::double precision)
      for update
    ), given as (
      update lane l
      set next_at = t.at + make_interval(secs => 60.0 / l.per_minute)
      from turn t
      where (l.workspace_id, l.name) = (t.workspace_id, t.name)
    )
    update letter x
    set free_at = t.at + make_interval(secs => ${leaseSeconds}::double precision)
    from turn t
    where x.workspace_id = t.workspace_id and x.id = ${id}::uuid and x.lease = ${lease}::uuid and x.free_at > clock_timestamp()
    returning ceil(1000 * extract(epoch from t.at - clock_timestamp()))::int as wait`
  const [turn] = z.array(z.object({ wait: z.number() })).parse(rows)
  return turn && Math.max(0, turn.wait)
}

/**
 * For a letter that got no turn: milliseconds until there may be one, by its place among those of its workspace that are
 * to be looked for. So they come back in order, and not all at once.
 */
export async function untilTurnToLook(tx: Tx, { workspaceId, id }: Pick<Held, 'workspaceId' | 'id'>): Promise<number> {
  const rows = await tx.$queryRaw`
    select ceil(60000.0 / l.per_minute * count(*))::int as wait
    from lane l
    join letter own on own.workspace_id = l.workspace_id and own.id = ${id}::uuid
    join letter x on x.workspace_id = l.workspace_id and x.state = 'sending' and (x.not_before, x.id) <= (own.not_before, own.id)
    where l.workspace_id = ${workspaceId} and l.name = 'edit'
    group by l.per_minute`
  const [found] = z.array(z.object({ wait: z.number() })).parse(rows)
  return Math.max(1_000 * turnsAhead, found?.wait ?? 0)
}

/** Milliseconds until some lane that has letters to send has its turn; undefined when none has any. */
export async function untilNextTurn(tx: Tx, now: Date): Promise<number | undefined> {
  const rows = await tx.$queryRaw`
    select ceil(1000 * extract(epoch from min(greatest(l.next_at, h.free_at)) - clock_timestamp()))::int as wait
    from lane l
    cross join (values (true), (false)) u(urgent)
    cross join lateral (
      select x.free_at
      from letter x
      where x.workspace_id = l.workspace_id and x.lane = l.name and x.urgent = u.urgent and ${open}
        and x.not_before <= ${now} and (x.free_at is null or x.free_at <= clock_timestamp() + interval '1 second')
      order by x.not_before, x.id
      limit 1
    ) h
    where l.stopped is null`
  const [{ wait }] = z.tuple([z.object({ wait: z.number().nullable() })]).parse(rows)
  return wait === null ? undefined : Math.max(0, wait)
}

/** When the next letter becomes due that is not yet. */
export async function nextDue(tx: Tx, now: Date): Promise<Date | undefined> {
  const rows = await tx.$queryRaw`
    select min(h.not_before) as due
    from lane l
    cross join (values (true), (false)) u(urgent)
    cross join lateral (
      select x.not_before
      from letter x
      where x.workspace_id = l.workspace_id and x.lane = l.name and x.urgent = u.urgent and ${open} and x.not_before > ${now}
      order by x.not_before, x.id
      limit 1
    ) h
    where l.stopped is null`
  const [{ due }] = z.tuple([z.object({ due: z.date().nullable() })]).parse(rows)
  return due ?? undefined
}
