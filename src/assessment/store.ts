import { z } from 'zod'
import type { Registered } from '../catalog/flow.ts'
import { type Answers, isAnswer, isRating, type Ratings } from '../catalog/rules.ts'
import { itemTexts } from '../catalog/store.ts'
import type { Tx } from '../db/connection.ts'
import { sql } from '../db/sql.ts'
import type { Person, PersonKey } from '../directory/rules.ts'
import { type Entry, type Given, missingForNext, type Standing, type Via } from './rules.ts'

/** An unfinished form, as far as *Next* sent it. */
export interface Draft extends Given {
  readonly expiresAt: Date
  readonly profileVersion: number
}

/** What is on record, and what was begun since; either may be missing. */
export interface OnRecord {
  readonly standing: Standing | undefined
  readonly draft: Draft | undefined
}

/** The latest answers with their note, and the draft that has not expired at `now`: one question. */
export async function onRecord(
  tx: Tx,
  { profile, slots }: Registered,
  person: PersonKey,
  now: Date,
): Promise<OnRecord> {
  const rows = await tx.$queryRaw`
    select s.nth, s.said_at, coalesce(g.said_at, s.said_at) as given_at, s.role, s.level, s.profile_version, s.answers, s.ratings, n.text as note,
      d.role as draft_role, d.level as draft_level, d.answers as draft_answers, d.ratings as draft_ratings, d.note as draft_note,
      d.expires_at as draft_expires_at, d.profile_version as draft_profile_version
    from (select ${person.workspaceId} as workspace_id, ${person.id}::uuid as person_id, ${profile.skill} as skill) p
    left join standing s using (workspace_id, person_id, skill)
    left join form_draft d on (d.workspace_id, d.person_id, d.skill) = (p.workspace_id, p.person_id, p.skill) and d.expires_at > ${now}
    left join lateral (
      select a.nth, a.said_at
      from assessment a
      where (a.workspace_id, a.person_id, a.skill) = (p.workspace_id, p.person_id, p.skill) and a.kind = 'given'
      order by a.nth desc
      limit 1
    ) g on true
    left join note n on (n.workspace_id, n.person_id, n.skill, n.nth) = (p.workspace_id, p.person_id, p.skill, g.nth)`
  const [row] = onRecordRows.parse(rows)
  const topics = (ratings: readonly number[]) => bySlot(ratings, slots.topics, isRating)
  const items = (answers: readonly number[]) => bySlot(answers, slots.items, isAnswer)
  return {
    standing:
      row.nth === null
        ? undefined
        : {
            ...standingRow.parse(row),
            answers: items(row.answers ?? []),
            ratings: topics(row.ratings ?? []),
            note: row.note ?? '',
          },
    draft:
      row.draft_expires_at === null
        ? undefined
        : {
            ...draftRow.parse(row),
            answers: items(row.draft_answers ?? []),
            ratings: topics(row.draft_ratings ?? []),
            note: row.draft_note ?? '',
          },
  }
}

/** Everything somebody said about one skill, oldest first. */
export async function entriesOf(tx: Tx, registered: Registered, person: Person): Promise<Entry[]> {
  const rows = await tx.$queryRaw`
    select nth, said_at, kind, role, level, profile_version, answers, ratings
    from assessment
    where workspace_id = ${person.workspaceId} and person_id = ${person.id}::uuid and skill = ${registered.profile.skill}
    order by nth`
  return looseRows.parse(rows).map((row) => ({ ...readBefore(row, registered), ...kindRow.parse(row) }))
}

export interface Saving {
  /** The form this comes from: a draft of it that arrives later is not kept. */
  readonly form: string
  /** What it says. The same content of the same form is recorded once, however often it is delivered. */
  readonly content: string
  readonly via: Via
  readonly now: Date
}

/** What a record moved on from; undefined when the key had been recorded already. */
export type Written = { readonly nth: number; readonly before: Before | null } | undefined

export type Before = Omit<Entry, 'kind'>

/**
 * Adds an assessment and makes it the latest. One statement: the row of `standing` orders submissions that arrive
 * together and hands out `nth`; `seen` lets each key through once.
 */
export async function record(
  tx: Tx,
  registered: Registered,
  person: Person,
  given: Given,
  saving: Saving,
): Promise<Written> {
  const { profile, version, slots } = registered
  const answers = toSlots(given.answers, slots.items)
  const ratings = toSlots(given.ratings, slots.topics)
  const rows = await tx.$queryRaw`
    with ${once(person, saving)}, ${before(registered, person)}, s as (
      insert into standing as s (workspace_id, person_id, skill, nth, said_at, level_since, role, level, profile_version, next_missing, answers, ratings)
      select ${person.workspaceId}, ${person.id}::uuid, ${profile.skill}, 1, ${saving.now}, ${saving.now}, ${given.role}, ${given.rank}::smallint, ${version}::int,
        ${missingForNext(profile, given)}::smallint, ${answers}::smallint[], ${ratings}::smallint[]
      from fresh
      on conflict (workspace_id, person_id, skill) do update
      set nth = s.nth + 1,
        said_at = excluded.said_at,
        level_since = case when s.level = excluded.level then s.level_since else excluded.said_at end,
        role = excluded.role,
        level = excluded.level,
        level_before = s.level,
        profile_version = excluded.profile_version,
        next_missing = excluded.next_missing,
        answers = excluded.answers,
        ratings = excluded.ratings
      returning *
    ), ${added('given', saving)}, noted as (
      insert into note (workspace_id, person_id, skill, nth, text)
      select workspace_id, person_id, skill, nth, ${given.note}
      from a
      where ${given.note} <> ''
    )
    ${writtenAndBefore}`
  return readWritten(rows, registered)
}

/**
 * *Still right*: an assessment that repeats the one on record, wording and all, so that nobody is said to have agreed
 * to words they never saw. Undefined when nothing is on record or the key was recorded already.
 */
export async function confirm(tx: Tx, registered: Registered, person: Person, saving: Saving): Promise<Written> {
  const rows = await tx.$queryRaw`
    with ${once(person, saving)}, ${before(registered, person)}, s as (
      update standing s
      set nth = s.nth + 1, said_at = ${saving.now}, level_before = s.level
      from fresh
      where s.workspace_id = ${person.workspaceId} and s.person_id = ${person.id}::uuid and s.skill = ${registered.profile.skill}
      returning s.*
    ), ${added('confirmed', saving)}
    ${writtenAndBefore}`
  return readWritten(rows, registered)
}

// The lock waits for an erasure that is under way; afterwards the person is none any more, and nothing is written.
const once = ({ workspaceId, id }: Person, { form, content }: Saving) => sql`
  fresh as (
    insert into seen (key, expires_at)
    select ${`${form}:${content}`}, clock_timestamp() + interval '25 hours'
    from person
    where workspace_id = ${workspaceId} and id = ${id}::uuid and erased_at is null
    for key share
    on conflict do nothing
    returning key
  ), saved as (
    insert into seen (key, expires_at)
    select ${form}, clock_timestamp() + interval '25 hours'
    from fresh
    on conflict do nothing
  )`

const before = ({ profile }: Registered, person: Person) => sql`
  before as (
    select *
    from standing
    where workspace_id = ${person.workspaceId} and person_id = ${person.id}::uuid and skill = ${profile.skill}
  )`

const added = (kind: Entry['kind'], { via }: Saving) => sql`
  a as (
    insert into assessment (workspace_id, person_id, skill, nth, said_at, via, kind, role, level, profile_version, answers, ratings)
    select workspace_id, person_id, skill, nth, said_at, ${via}, ${kind}, role, level, profile_version, answers, ratings
    from s
    returning workspace_id, person_id, skill, nth
  ), finished as (
    delete from form_draft d
    using a
    where (d.workspace_id, d.person_id, d.skill) = (a.workspace_id, a.person_id, a.skill)
  )`

const writtenAndBefore = sql`
  select a.nth as written, b.nth, b.said_at, b.role, b.level, b.profile_version, b.answers, b.ratings
  from a
  left join before b on true`

export interface KeptDraft {
  readonly step: 2 | 3
  readonly expiresAt: Date
  /** The form it belongs to: once that is recorded, no draft of it is kept. */
  readonly form: string
}

/** Keeps what *Next* sent, as long as its person is there; an older draft of the same skill is replaced. */
export async function saveDraft(
  tx: Tx,
  { profile, version, slots }: Registered,
  person: Person,
  given: Given,
  { step, expiresAt, form }: KeptDraft,
): Promise<void> {
  const answers = toSlots(given.answers, slots.items)
  const ratings = toSlots(given.ratings, slots.topics)
  await tx.$executeRaw`
    insert into form_draft (workspace_id, person_id, skill, step, role, level, profile_version, answers, ratings, note, expires_at)
    select ${person.workspaceId}, ${person.id}::uuid, ${profile.skill}, ${step}::smallint, ${given.role}, ${given.rank}::smallint, ${version}::int,
      ${answers}::smallint[], ${ratings}::smallint[], ${given.note || null}, ${expiresAt}::timestamptz
    from person
    where workspace_id = ${person.workspaceId} and id = ${person.id}::uuid and erased_at is null
      and not exists (select from seen where key = ${form})
    for key share
    on conflict (workspace_id, person_id, skill) do update
    set step = excluded.step, role = excluded.role, level = excluded.level, profile_version = excluded.profile_version,
      answers = excluded.answers, ratings = excluded.ratings, note = excluded.note, expires_at = excluded.expires_at`
}

/** Items whose sentence differs from the one they were answered to under that version of the wording. */
export async function rewordedItems(
  tx: Tx,
  { profile, version }: Registered,
  answeredTo: number,
): Promise<ReadonlySet<string>> {
  if (answeredTo === version) return new Set()
  const then = await itemTexts(tx, profile.skill, answeredTo)
  const items = profile.requirements.flatMap((requirement) => requirement.items)
  return new Set(items.filter(({ id, text }) => (then.get(id) ?? text) !== text).map(({ id }) => id))
}

export async function forgetExpired(tx: Tx, now: Date): Promise<void> {
  await tx.$executeRaw`delete from seen where expires_at < clock_timestamp()`
  await tx.$executeRaw`delete from form_draft where expires_at < ${now}`
}

const list = z.array(z.number())
const nullableList = list.nullable()

const onRecordRow = z.looseObject({
  nth: z.number().nullable(),
  answers: nullableList,
  ratings: nullableList,
  note: z.string().nullable(),
  draft_answers: nullableList,
  draft_ratings: nullableList,
  draft_note: z.string().nullable(),
  draft_expires_at: z.date().nullable(),
})

const onRecordRows = z.tuple([onRecordRow])
const looseRows = z.array(z.looseObject({}))
const writtenRows = z.array(z.looseObject({ written: z.number(), nth: z.number().nullable() })).max(1)

const standingRow = z
  .object({
    nth: z.number(),
    said_at: z.date(),
    given_at: z.date(),
    role: z.string(),
    level: z.number(),
    profile_version: z.number(),
  })
  .transform((row) => ({
    nth: row.nth,
    saidAt: row.said_at,
    givenAt: row.given_at,
    role: row.role,
    rank: row.level,
    profileVersion: row.profile_version,
  }))

const draftRow = z
  .object({
    draft_role: z.string(),
    draft_level: z.number(),
    draft_profile_version: z.number(),
    draft_expires_at: z.date(),
  })
  .transform((row) => ({
    role: row.draft_role,
    rank: row.draft_level,
    profileVersion: row.draft_profile_version,
    expiresAt: row.draft_expires_at,
  }))

const beforeRow = z
  .object({
    nth: z.number(),
    said_at: z.date(),
    role: z.string(),
    level: z.number(),
    profile_version: z.number(),
    answers: list,
    ratings: list,
  })
  .transform(({ said_at, level, profile_version, ...row }) => ({
    ...row,
    saidAt: said_at,
    rank: level,
    profileVersion: profile_version,
  }))

const kindRow = z.object({ kind: z.enum(['given', 'confirmed']) })

function readWritten(rows: unknown, registered: Registered): Written {
  const [row] = writtenRows.parse(rows)
  return row && { nth: row.written, before: row.nth === null ? null : readBefore(row, registered) }
}

function readBefore(row: unknown, { slots }: Registered): Before {
  const { answers, ratings, ...rest } = beforeRow.parse(row)
  return { ...rest, answers: bySlot(answers, slots.items, isAnswer), ratings: bySlot(ratings, slots.topics, isRating) }
}

function bySlot<T extends number>(
  values: readonly number[],
  slots: ReadonlyMap<string, number>,
  fits: (value: number) => value is T,
): ReadonlyMap<string, T> {
  return new Map(
    [...slots].flatMap(([id, slot]) => {
      const value = values[slot - 1]
      return value !== undefined && fits(value) ? [[id, value] as const] : []
    }),
  )
}

/** By slot, from 1; −1 where nothing was asked. */
function toSlots(values: Answers | Ratings, slots: ReadonlyMap<string, number>): number[] {
  const filled = Array.from({ length: Math.max(0, ...slots.values()) }, () => -1)
  for (const [id, slot] of slots) filled[slot - 1] = values.get(id) ?? -1
  return filled
}
