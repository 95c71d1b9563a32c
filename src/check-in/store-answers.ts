import { z } from 'zod'
import type { Via } from '../assessment/rules.ts'
import type { Tx } from '../db/connection.ts'
import type { PersonKey } from '../directory/rules.ts'

/** The door by which an assessment came. */
export async function doorOf(
  tx: Tx,
  { workspaceId, id }: PersonKey,
  skill: string,
  nth: number,
): Promise<Via | undefined> {
  const rows = await tx.$queryRaw`
    select via
    from assessment
    where workspace_id = ${workspaceId} and person_id = ${id}::uuid and skill = ${skill} and nth = ${nth}::int`
  return viaRows.parse(rows)[0]?.via
}

/** The key of the letter about a round that reached its reader last: what they see lowest in the conversation. */
export async function latestLetter(
  tx: Tx,
  { workspaceId, id }: PersonKey,
  roundId: string,
): Promise<string | undefined> {
  const rows = await tx.$queryRaw`
    select key
    from letter
    where workspace_id = ${workspaceId} and subject = ${roundId}::uuid and person_id = ${id}::uuid and state = 'sent'
      and kind in ('check-in.question', 'check-in.reminder')
    order by sent_at desc, id desc
    limit 1`
  return keyRows.parse(rows)[0]?.key
}

/** Whether no other round has asked them: whoever was left out of all others has not met the app’s questions yet. */
export async function isFirstQuestion(tx: Tx, { workspaceId, id }: PersonKey, roundId: string): Promise<boolean> {
  const rows = await tx.$queryRaw`
    select exists (
      select
      from check_in c
      join round r on r.workspace_id = c.workspace_id and r.id = c.round_id
      where c.workspace_id = ${workspaceId} and c.person_id = ${id}::uuid and c.round_id <> ${roundId}::uuid and c.ask_at is not null
        and (r.state <> 'cancelled' or exists (
          select
          from letter l
          where l.workspace_id = c.workspace_id and l.subject = c.round_id and l.person_id = c.person_id and l.sent_at is not null
        ))
    ) as is_known`
  return !knownRows.parse(rows)[0].is_known
}

/** Who has taken somebody into the check-in: they themselves, or an admin; that one’s Slack id where it is known. */
export type EnrolledBy = { readonly kind: 'self' } | { readonly kind: 'admin'; readonly slackId: string | undefined }

export async function enrolledBy(tx: Tx, { workspaceId, id }: PersonKey, skill: string): Promise<EnrolledBy> {
  const rows = await tx.$queryRaw`
    select e.source, p.slack_id
    from enrolment e
    left join lateral (
      select actor_id
      from audit
      where workspace_id = e.workspace_id and act = 'enrol.add' and subjects @> array[e.person_id] and detail ->> 'skill' = e.skill
      order by at desc, id desc
      limit 1
    ) a on e.source <> 'self'
    left join person p on p.workspace_id = e.workspace_id and p.id = a.actor_id
    where e.workspace_id = ${workspaceId} and e.person_id = ${id}::uuid and e.skill = ${skill}`
  const [row] = enrolledRows.parse(rows)
  return row?.source === 'self' ? { kind: 'self' } : { kind: 'admin', slackId: row?.slack_id ?? undefined }
}

/**
 * The wording that somebody is being asked in: that of the round that runs, as long as they have not answered it.
 * Undefined where none asks them.
 */
export async function wordingAsked(
  tx: Tx,
  workspaceId: string,
  slackId: string,
  skill: string,
  now: Date,
): Promise<number | undefined> {
  const rows = await tx.$queryRaw`
    select r.profile_version
    from person p
    join check_in c on c.workspace_id = p.workspace_id and c.person_id = p.id and c.state in ('waiting', 'skipped')
    join round r on r.workspace_id = c.workspace_id and r.id = c.round_id
    where p.workspace_id = ${workspaceId} and p.slack_id = ${slackId} and r.skill = ${skill} and r.state in ('planning', 'open', 'paused')
      and r.closes_at > ${now}`
  return versionRows.parse(rows)[0]?.profile_version
}

/** When the next round of a skill opens; undefined where none is planned. */
export async function nextOpening(tx: Tx, workspaceId: string, skill: string): Promise<Date | undefined> {
  const rows = await tx.$queryRaw`
    select next_at
    from schedule
    where workspace_id = ${workspaceId} and kind = 'round' and skill = ${skill} and enabled and next_at is not null`
  return nextRows.parse(rows)[0]?.next_at
}

const viaRows = z
  .array(z.object({ via: z.enum(['command', 'shortcut', 'home', 'check-in', 'import']) satisfies z.ZodType<Via> }))
  .max(1)
const keyRows = z.array(z.object({ key: z.string() })).max(1)
const knownRows = z.tuple([z.object({ is_known: z.boolean() })])
const enrolledRows = z.array(z.object({ source: z.string(), slack_id: z.string().nullable() })).max(1)
const versionRows = z.array(z.object({ profile_version: z.number() })).max(1)
const nextRows = z.array(z.object({ next_at: z.date() })).max(1)
