import { z } from 'zod'
import type { Tx } from '../db/connection.ts'
import { sql } from '../db/sql.ts'
import type { PersonKey } from '../directory/rules.ts'

/** How much there is of somebody, or was. */
export interface Amounts {
  readonly assessments: number
  readonly notes: number
  readonly drafts: number
}

export async function amountsOf(tx: Tx, { workspaceId, id }: PersonKey): Promise<Amounts> {
  const whose = sql`workspace_id = ${workspaceId} and person_id = ${id}::uuid`
  const rows = await tx.$queryRaw`
    select (select count(*)::int from assessment where ${whose}) as assessments,
      (select count(*)::int from note where ${whose}) as notes,
      (select count(*)::int from form_draft where ${whose}) as drafts`
  const [amounts] = amountRows.parse(rows)
  return amounts
}

const amountRows = z.tuple([z.object({ assessments: z.number(), notes: z.number(), drafts: z.number() })])

/** Children first; the marks of what was recorded once carry the person, and a hash of what they said. */
export async function eraseAll(tx: Tx, { workspaceId, id }: PersonKey): Promise<Amounts> {
  const whose = { where: { workspaceId, personId: id } }
  const notes = await tx.note.deleteMany(whose)
  await tx.standing.deleteMany(whose)
  const assessments = await tx.assessment.deleteMany(whose)
  const drafts = await tx.formDraft.deleteMany(whose)
  await tx.$executeRaw`delete from seen where ${marksOf(id)}`
  return { assessments: assessments.count, notes: notes.count, drafts: drafts.count }
}

/** Every row of this room about somebody, and what those rows were said against. */
export async function everythingOf(tx: Tx, { workspaceId, id }: PersonKey) {
  const whose = { workspaceId, personId: id }
  const assessments = await tx.assessment.findMany({
    where: whose,
    include: { note: true },
    orderBy: [{ skill: 'asc' }, { nth: 'asc' }],
  })
  const standings = await tx.standing.findMany({ where: whose, orderBy: { skill: 'asc' } })
  const drafts = await tx.formDraft.findMany({ where: whose, orderBy: { skill: 'asc' } })
  const marks = markRows.parse(await tx.$queryRaw`select key, expires_at from seen where ${marksOf(id)} order by key`)
  const said = [...assessments, ...drafts]
  const skills = [...new Set(said.map(({ skill }) => skill))]
  const versions = [...new Set(said.map(({ profileVersion }) => profileVersion))]
  const wordings = await tx.profileVersion.findMany({ where: { skill: { in: skills }, version: { in: versions } } })
  const slots = await tx.profileSlot.findMany({ where: { skill: { in: skills } }, orderBy: { slot: 'asc' } })
  return { assessments, standings, drafts, marks, wordings, slots }
}

export type Everything = Awaited<ReturnType<typeof everythingOf>>

const markRows = z.array(
  z.object({ key: z.string(), expires_at: z.date() }).transform((row) => ({ key: row.key, expiresAt: row.expires_at })),
)

/** `draft:<person>:…` and `click:<person>:…`, as the flow names forms and clicks. */
function marksOf(personId: string) {
  return sql`(starts_with(key, ${`draft:${personId}:`}) or starts_with(key, ${`click:${personId}:`}))`
}
