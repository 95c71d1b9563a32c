import { z } from 'zod'
import type { Day, WorkingHours } from '../calendar.ts'
import type { Tx } from '../db/connection.ts'
import { type Sql, sql } from '../db/sql.ts'
import { workspaceHours } from '../directory/settings-of-workspace.ts'
import { givenUp, type LettersAlike, postingFrom } from '../outbox/store.ts'
import { letters } from './letters.ts'
import type { LeftOut } from './rules.ts'
import type { Round } from './store-rounds.ts'

/** Somebody enrolled, as planning needs them. */
export interface Candidate {
  readonly id: string
  readonly kind: 'member' | 'guest' | 'bot' | 'stranger'
  readonly active: boolean
  readonly zone: string | null
  readonly workFrom: number | null
  readonly workTo: number | null
  readonly workDays: number | null
  /** “pause 2026-12-21 2027-01-08”, in order; empty where there is none. */
  readonly absences: string
  /** No answer in either of the last two rounds, from beginning to end, though they were asked. */
  readonly silent: boolean
}

/** Before every other id. */
const nobody = '00000000-0000-0000-0000-000000000000'

/** The next so many of those enrolled who have no part in this round yet, in order of id. */
export async function candidates(
  tx: Tx,
  round: Round,
  silentThrough: readonly string[],
  limit: number,
): Promise<Candidate[]> {
  const { workspaceId, id, skill, plannedTo = nobody } = round
  const next = sql`
    select e.person_id
    from enrolment e
    where e.workspace_id = ${workspaceId} and e.skill = ${skill} and e.person_id > ${plannedTo}::uuid
      and not exists (select from check_in c where c.workspace_id = ${workspaceId} and c.round_id = ${id}::uuid and c.person_id = e.person_id)
    order by e.person_id
    limit ${limit}`
  return candidatesAmong(tx, round, next, silentThrough)
}

/**
 * The next so many behind this person who are left out of the round and could be asked by now: they are enrolled, members,
 * and not away any more, or for another time than was foreseen.
 */
export async function leftOutButHere(
  tx: Tx,
  round: Round,
  after: string | undefined,
  silentThrough: readonly string[],
  limit: number,
): Promise<Candidate[]> {
  const { workspaceId, id, skill } = round
  const next = sql`
    select c.person_id
    from check_in c
    join enrolment e on e.workspace_id = c.workspace_id and e.person_id = c.person_id and e.skill = ${skill}
    join person p on p.workspace_id = c.workspace_id and p.id = c.person_id and p.active and p.kind = 'member'
    where c.workspace_id = ${workspaceId} and c.round_id = ${id}::uuid and c.state = 'left-out' and c.person_id > ${after ?? nobody}::uuid
    order by c.person_id
    limit ${limit}`
  return candidatesAmong(tx, round, next, silentThrough)
}

/** Whoever has put their question off is asked by that; what an admin has ended stays so. */
const calledOffForGood = ['asked_again_later', givenUp]

/**
 * The next so many behind this person who wait and are enrolled, though their question was called off before it had left,
 * each with the moment of that: since then they could not be asked before the close, or were gone for a while.
 */
export async function calledOff(
  tx: Tx,
  { workspaceId, id, skill }: Round,
  after: string | undefined,
  limit: number,
): Promise<ReadonlyMap<string, Date>> {
  const rows = await tx.$queryRaw`
    select c.person_id, l.changed_at
    from letter l
    join check_in c on c.workspace_id = l.workspace_id and c.round_id = l.subject and c.person_id = l.person_id
    join enrolment e on e.workspace_id = c.workspace_id and e.person_id = c.person_id and e.skill = ${skill}
    where l.workspace_id = ${workspaceId} and l.subject = ${id}::uuid and l.person_id > ${after ?? nobody}::uuid
      and l.kind = ${letters.question} and l.state = 'cancelled' and l.sent_at is null and l.reason <> all (${calledOffForGood}::text[])
      and c.state = 'waiting' and c.ask_again_at is null
    order by l.person_id
    limit ${limit}`
  return new Map(calledOffRows.parse(rows).map(({ person_id, changed_at }) => [person_id, changed_at]))
}

export function candidatesOf(
  tx: Tx,
  round: Round,
  ids: readonly string[],
  silentThrough: readonly string[],
): Promise<Candidate[]> {
  return candidatesAmong(tx, round, sql`select unnest(${[...ids]}::uuid[]) as person_id`, silentThrough)
}

/** The parts of those who wait end so: left out where there is a reason for it, else closed without having been asked. */
export async function endParts(
  tx: Tx,
  { workspaceId, id }: Pick<Round, 'workspaceId' | 'id'>,
  planned: readonly Pick<Planned, 'personId' | 'leftOut'>[],
): Promise<void> {
  await tx.$executeRaw`
    update check_in c
    set state = case when q.left_out is null then 'closed' else 'left-out' end, left_out_reason = q.left_out, remind_at = null
    from unnest(${planned.map(({ personId }) => personId)}::uuid[], ${planned.map(({ leftOut }) => leftOut)}::text[]) q(person_id, left_out)
    where c.workspace_id = ${workspaceId} and c.round_id = ${id}::uuid and c.person_id = q.person_id and c.state = 'waiting'
      and c.ask_again_at is null`
}

/** People of one calendar come as one row: there are a hundred such among thousands. */
async function candidatesAmong(
  tx: Tx,
  { workspaceId, opensAt }: Round,
  next: Sql,
  silentThrough: readonly string[],
): Promise<Candidate[]> {
  const silent =
    silentThrough.length === 0
      ? sql`false`
      : sql`(
        select count(*) = ${silentThrough.length}::int
        from check_in c
        where c.workspace_id = ${workspaceId} and c.round_id = any (${[...silentThrough]}::uuid[]) and c.person_id = p.id
          and c.state = 'closed' and c.asked_at is not null
      )`
  const rows = await tx.$queryRaw`
    with next as materialized (${next})
    select c.kind, c.active, c.silent, c.zone, c.work_from, c.work_to, c.work_days, c.absences, array_agg(c.id::text) as ids
    from (
      select p.id, p.kind, p.active, ${silent} as silent, ${calendarColumns(opensAt)}
      from next n
      join person p on p.workspace_id = ${workspaceId} and p.id = n.person_id
    ) c
    group by c.kind, c.active, c.silent, c.zone, c.work_from, c.work_to, c.work_days, c.absences`
  return candidateRows
    .parse(rows)
    .flatMap(({ ids, ...alike }) => ids.map((id) => ({ ...alike, id })))
    .sort((one, other) => (one.id < other.id ? -1 : 1))
}

/** What is known of the calendar of the person `p`; absences that end before this moment are over. */
export function calendarColumns(since: Date): Sql {
  return sql`p.zone, p.work_from, p.work_to, p.work_days, coalesce((
      select string_agg(concat_ws(' ', a.kind, to_char(a.first_day, 'YYYY-MM-DD'), to_char(a.last_day, 'YYYY-MM-DD')), ',' order by a.first_day, a.id)
      from away a
      where a.workspace_id = p.workspace_id and a.person_id = p.id and a.kind in ('pause', 'day-off')
        and a.last_day >= (${since}::timestamptz at time zone 'UTC')::date - 1
    ), '') as absences`
}

/** What has been decided about one person. */
export interface Planned {
  readonly personId: string
  readonly askAt: Date | null
  readonly leftOut: LeftOut | null
  readonly remindAt: Date | null
  readonly questionOnly: boolean
}

/**
 * Writes everybody’s part down, once, and their question with it: one statement, since two would take half as long again.
 * Whoever is erasing themselves at this moment has neither; should they be there afterwards, they are found as somebody who
 * has joined. Nobody is waited for who may themselves wait for the round.
 */
export async function addCheckIns(
  tx: Tx,
  round: Round,
  planned: readonly Planned[],
  question: LettersAlike & { readonly keysBegin: string },
  now: Date,
): Promise<void> {
  const { workspaceId, id } = round
  const asked = sql`select ${question.keysBegin} || person_id as key, person_id, ask_at as not_before from added where ask_at is not null`
  await tx.$executeRaw`
    with plan as (${planRows(planned)}), present as (
      select plan.*
      from plan
      join person on person.workspace_id = ${workspaceId} and person.id = plan.person_id and person.erased_at is null
      order by plan.person_id
      for key share of person skip locked
    ), added as (
      insert into check_in (workspace_id, round_id, person_id, state, left_out_reason, ask_at, remind_at, question_only)
      select ${workspaceId}, ${id}::uuid, person_id, case when left_out is null then 'waiting' else 'left-out' end, left_out, ask_at, remind_at, question_only
      from present
      on conflict do nothing
      returning person_id, ask_at
    )
    ${postingFrom(asked, question, now)}`
}

/**
 * Those who were left out, or whose question was called off, take part again. As in `addCheckIns` nobody is waited for who
 * is erasing themselves. @returns those whose question is to be written, unless it has left before.
 */
export async function bringBack(tx: Tx, round: Round, planned: readonly Planned[]): Promise<Asked[]> {
  const { workspaceId, id } = round
  const rows = await tx.$queryRaw`
    with plan as (${planRows(planned)}), present as (
      select plan.*
      from plan
      join person on person.workspace_id = ${workspaceId} and person.id = plan.person_id and person.erased_at is null
      where plan.left_out is null
      order by plan.person_id
      for key share of person skip locked
    )
    update check_in c
    set state = 'waiting', left_out_reason = null, ask_at = q.ask_at, remind_at = q.remind_at, question_only = q.question_only
    from present q
    where c.workspace_id = ${workspaceId} and c.round_id = ${id}::uuid and c.person_id = q.person_id and c.state in ('left-out', 'waiting')
      and c.ask_again_at is null
    returning c.person_id, c.ask_at`
  return askedRows.parse(rows)
}

/** Many are asked at the same moment: each such plan is told once, and for each person which one is theirs. */
function planRows(planned: readonly Planned[]): Sql {
  const plans = new Map<string, { readonly nth: number; readonly plan: Planned }>()
  const nths = planned.map((plan) => {
    const { askAt, leftOut, remindAt, questionOnly } = plan
    const key = `${askAt?.getTime()} ${leftOut} ${remindAt?.getTime()} ${questionOnly}`
    const known = plans.get(key)
    if (known) return known.nth
    const nth = plans.size + 1
    plans.set(key, { nth, plan })
    return nth
  })
  const column = <T>(of: (plan: Planned) => T) => [...plans.values()].map(({ plan }) => of(plan))
  return sql`
    select p.person_id, d.ask_at, d.left_out, d.remind_at, d.question_only
    from unnest(${planned.map(({ personId }) => personId)}::uuid[], ${nths}::int[]) p(person_id, nth)
    join unnest(${column(({ askAt }) => askAt)}::timestamptz[], ${column(({ leftOut }) => leftOut)}::text[],
      ${column(({ remindAt }) => remindAt)}::timestamptz[], ${column(({ questionOnly }) => questionOnly)}::boolean[])
      with ordinality d(ask_at, left_out, remind_at, question_only, nth) on d.nth = p.nth`
}

export interface Asked {
  readonly personId: string
  readonly askAt: Date
}

/** What the workspace adds to everybody’s calendar. */
export interface Place {
  readonly zone: string
  readonly hours: WorkingHours
  /** As stored. */
  readonly settings: unknown
  readonly holidays: ReadonlySet<Day>
}

export async function placeFor(tx: Tx, workspaceId: string): Promise<Place> {
  const rows = await tx.$queryRaw`
    select w.zone, w.settings, array(select to_char(h.day, 'YYYY-MM-DD') from holiday h where h.workspace_id = w.id order by h.day) as holidays
    from workspace w
    where w.id = ${workspaceId}`
  return placeRows.parse(rows)[0]
}

/** A person’s own calendar, as `calendarColumns` reads it. */
export const calendarRow = z.object({
  zone: z.string().nullable(),
  work_from: z.number().nullable(),
  work_to: z.number().nullable(),
  work_days: z.number().nullable(),
  absences: z.string(),
})

const candidateRows = z.array(
  calendarRow
    .extend({
      ids: z.array(z.string()),
      kind: z.enum(['member', 'guest', 'bot', 'stranger']),
      active: z.boolean(),
      silent: z.boolean(),
    })
    .transform(({ work_from, work_to, work_days, ...row }) => ({
      ...row,
      workFrom: work_from,
      workTo: work_to,
      workDays: work_days,
    })),
)
const calledOffRows = z.array(z.object({ person_id: z.string(), changed_at: z.date() }))
const askedRows = z.array(
  z
    .object({ person_id: z.string(), ask_at: z.date() })
    .transform((row): Asked => ({ personId: row.person_id, askAt: row.ask_at })),
)
const placeRows = z.tuple([
  z.object({ zone: z.string(), settings: z.unknown(), holidays: z.array(z.string()) }).transform(
    ({ zone, settings, holidays }): Place => ({
      zone,
      settings,
      hours: workspaceHours(settings),
      holidays: new Set(holidays),
    }),
  ),
])
