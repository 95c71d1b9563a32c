import { z } from 'zod'
import type { Tx } from '../../db/connection.ts'
import { type Sql, sql } from '../../db/sql.ts'
import type { LeftOut } from '../rules.ts'
import type { Round } from '../store-rounds.ts'
import type { Numbers, Part } from './rules.ts'

/** Of whichever round: what its numbers are counted from. */
export type RoundKey = Pick<Round, 'workspaceId' | 'id'>

/** The part of everybody in a round beside the letter that asked them. */
function parts({ workspaceId, id }: RoundKey): Sql {
  return sql`parts as (
      select c.*, l.state as letter, l.sent_at, l.reason, case when l.reason = 'round_paused' then c.ask_at else l.not_before end as not_before
      from check_in c
      left join letter l on l.workspace_id = c.workspace_id and l.subject = c.round_id and l.person_id = c.person_id and l.kind = 'check-in.question'
      where c.workspace_id = ${workspaceId} and c.round_id = ${id}::uuid
    )`
}

/** The question has not reached them, or never left before the close, and they have said nothing by themselves. */
const isLost = sql`(letter in ('failed', 'unknown') and state in ('waiting', 'closed')
        or letter = 'cancelled' and sent_at is null and state = 'closed')`

export async function numbersOf(tx: Tx, round: RoundKey): Promise<Numbers> {
  const rows = await tx.$queryRaw`
    with ${parts(round)}
    select count(*)::int as enrolled,
      count(*) filter (where state <> 'left-out')::int as invited,
      count(*) filter (where letter = 'sent')::int as sent,
      count(*) filter (where letter in ('planned', 'sending'))::int as held,
      max(not_before) filter (where letter in ('planned', 'sending')) as last_at,
      count(*) filter (where state = 'answered' and not late and answer = 'confirmed')::int as still_right,
      count(*) filter (where state = 'answered' and not late and answer = 'updated' and nth is distinct from 1)::int as updated,
      count(*) filter (where state = 'answered' and not late and answer = 'updated' and nth = 1)::int as first_level,
      count(*) filter (where late)::int as late,
      count(*) filter (where state = 'skipped')::int as skipped,
      count(*) filter (where state in ('waiting', 'closed') and not coalesce(${isLost}, false))::int as silent,
      count(*) filter (where letter in ('failed', 'unknown') and ${isLost})::int as can_be_tried,
      (
        select coalesce(jsonb_agg(jsonb_build_object('what', why, 'count', people) order by people desc, why), '[]')
        from (select left_out_reason as why, count(*) as people from parts where state = 'left-out' group by 1) r
      ) as left_out,
      (
        select coalesce(jsonb_agg(jsonb_build_object('what', why, 'count', people) order by people desc, why), '[]')
        from (select coalesce(reason, 'unknown') as why, count(*) as people from parts where ${isLost} group by 1) r
      ) as not_delivered
    from parts`
  const [{ last_at, still_right, first_level, can_be_tried, left_out, not_delivered, ...counts }] =
    numberRows.parse(rows)
  return {
    ...counts,
    lastAt: last_at ?? undefined,
    stillRight: still_right,
    firstLevel: first_level,
    leftOut: left_out,
    notDelivered: not_delivered,
    canBeTried: can_be_tried,
  }
}

const reasons = ['guest', 'bot', 'stranger', 'closed', 'left', 'pause', 'day-off', 'no-working-day'] as const
const leftOutReason = z.enum(reasons) satisfies z.ZodType<LeftOut>
const count = z.number()
const numberRows = z.tuple([
  z.object({
    enrolled: count,
    invited: count,
    sent: count,
    held: count,
    last_at: z.date().nullable(),
    still_right: count,
    updated: count,
    first_level: count,
    late: count,
    skipped: count,
    silent: count,
    can_be_tried: count,
    left_out: z.array(z.object({ what: leftOutReason, count })),
    not_delivered: z.array(z.object({ what: z.string(), count })),
  }),
])

/** Everybody’s part as it is written down: when their question leaves, or has left. */
export async function partsOf(tx: Tx, round: RoundKey): Promise<readonly Part[]> {
  const rows = await tx.$queryRaw`
    with ${parts(round)}
    select person_id, left_out_reason, coalesce(sent_at, not_before, ask_at) as at, letter = 'sent' as is_sent
    from parts`
  return partRows.parse(rows).map((row) => ({
    personId: row.person_id,
    at: row.left_out_reason === null ? (row.at ?? undefined) : undefined,
    leftOut: row.left_out_reason ?? undefined,
    isSent: row.is_sent ?? false,
  }))
}

const partRows = z.array(
  z.object({
    person_id: z.string(),
    left_out_reason: leftOutReason.nullable(),
    at: z.date().nullable(),
    is_sent: z.boolean().nullable(),
  }),
)

/** How many are in the check-in. */
export async function enrolledIn(tx: Tx, workspaceId: string, skill: string): Promise<number> {
  const rows = await tx.$queryRaw`
    select count(*)::int as people
    from enrolment
    where workspace_id = ${workspaceId} and skill = ${skill}`
  return z.tuple([z.object({ people: z.number() })]).parse(rows)[0].people
}

/** Somebody as a line of the preview names them. */
export interface Shown {
  readonly slackId: string
  readonly zone: string | undefined
}

export async function shownPeople(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Shown>> {
  const rows = await tx.$queryRaw`
    select id, slack_id, zone
    from person
    where workspace_id = ${workspaceId} and id = any (${[...ids]}::uuid[]) and slack_id is not null`
  return new Map(
    z
      .array(z.object({ id: z.string(), slack_id: z.string(), zone: z.string().nullable() }))
      .parse(rows)
      .map(({ id, slack_id: slackId, zone }) => [id, { slackId, zone: zone ?? undefined }]),
  )
}

/** `recorded` selects the ids of those who have a level. */
export async function withLevel(tx: Tx, recorded: Sql): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw`
    select r.person_id
    from (${recorded}) as r(person_id)`
  return new Set(
    z
      .array(z.object({ person_id: z.string() }))
      .parse(rows)
      .map(({ person_id }) => person_id),
  )
}

/** How many letters leave the workspace in a minute; of one that has never sent any, as many as there will be. */
export async function lettersPerMinute(tx: Tx, workspaceId: string): Promise<number> {
  const rows = await tx.$queryRaw`
    select per_minute
    from lane
    where workspace_id = ${workspaceId} and name = 'post'`
  const [row] = z
    .array(z.object({ per_minute: z.number() }))
    .max(1)
    .parse(rows)
  return row?.per_minute ?? usualPerMinute
}

const usualPerMinute = 300

/** A line of the round that leaves as CSV; never a level. */
export interface ExportedPart {
  readonly id: string
  readonly name: string
  readonly slackId: string
  readonly state: string
  readonly answer: string
  readonly isLate: boolean
  readonly askedAt: Date | null
  readonly answeredAt: Date | null
  readonly reminders: number
  readonly leftOut: string
  readonly notDelivered: string
}

export async function exportedParts(tx: Tx, round: RoundKey): Promise<readonly ExportedPart[]> {
  const rows = await tx.$queryRaw`
    with ${parts(round)}
    select p.id, coalesce(p.name, '') as name, coalesce(p.slack_id, '') as slack_id, c.state, coalesce(c.answer, '') as answer, c.late,
      c.sent_at, c.answered_at, c.reminders, coalesce(c.left_out_reason, '') as left_out,
      case when ${isLost} then coalesce(c.reason, c.letter) else '' end as not_delivered
    from parts c
    join person p on p.workspace_id = c.workspace_id and p.id = c.person_id
    order by lower(p.name), p.id`
  return exportRows.parse(rows).map((row) => ({
    id: row.id,
    name: row.name,
    slackId: row.slack_id,
    state: row.state,
    answer: row.answer,
    isLate: row.late,
    askedAt: row.sent_at,
    answeredAt: row.answered_at,
    reminders: row.reminders,
    leftOut: row.left_out,
    notDelivered: row.not_delivered,
  }))
}

const exportRows = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    slack_id: z.string(),
    state: z.string(),
    answer: z.string(),
    late: z.boolean(),
    sent_at: z.date().nullable(),
    answered_at: z.date().nullable(),
    reminders: z.number(),
    left_out: z.string(),
    not_delivered: z.string(),
  }),
)
