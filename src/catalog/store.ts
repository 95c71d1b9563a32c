import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Tx } from '../db/connection.ts'
import type { Profile } from './profile.ts'

/** The place of every topic and item in the stored arrays, counted from 1; kept for ever, over all versions. */
export interface Slots {
  readonly topics: ReadonlyMap<string, number>
  readonly items: ReadonlyMap<string, number>
}

/** The version of exactly this wording: the one it was registered under, or the next free one. */
export async function registerWording(tx: Tx, profile: Profile, now: Date): Promise<number> {
  const body = canonicalJson(profile)
  const digest = createHash('sha256').update(body).digest()
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('profile'), hashtext(${profile.skill}))`
  await tx.$executeRaw`
    insert into profile_version (skill, version, digest, body, registered_at)
    select ${profile.skill}, coalesce(max(version), 0) + 1, ${digest}, ${body}::jsonb, ${now}
    from profile_version
    where skill = ${profile.skill}
    having not coalesce(bool_or(digest = ${digest}), false)`
  const row = await tx.profileVersion.findUniqueOrThrow({
    where: { skill_digest: { skill: profile.skill, digest } },
    select: { version: true },
  })
  return row.version
}

/** Gives every topic and item that has no slot yet the next free one, and returns all of the skill’s slots. */
export async function assignSlots(tx: Tx, profile: Profile): Promise<Slots> {
  const topics = profile.topics.map((topic) => topic.id)
  const items = profile.requirements.flatMap((requirement) => requirement.items.map((item) => item.id))
  await insertSlots(tx, profile.skill, 'topic', topics)
  await insertSlots(tx, profile.skill, 'item', items)
  const rows = await tx.profileSlot.findMany({ where: { skill: profile.skill } })
  const of = (kind: string) => new Map(rows.filter((row) => row.kind === kind).map((row) => [row.key, row.slot]))
  return { topics: of('topic'), items: of('item') }
}

/** The sentences of a skill’s items, by their ids, as they were worded in that version; none for a version unknown. */
export async function itemTexts(tx: Tx, skill: string, version: number): Promise<ReadonlyMap<string, string>> {
  const row = await tx.profileVersion.findUnique({ where: { skill_version: { skill, version } } })
  if (!row) return new Map()
  const { requirements } = storedProfile.parse(row.body)
  return new Map(requirements.flatMap(({ items }) => items.map(({ id, text }) => [id, text])))
}

/**
 * The whole skill in the words of that version; undefined where there is none, or where a release has stored it in
 * another shape.
 */
export async function wordingOf(tx: Tx, skill: string, version: number): Promise<Profile | undefined> {
  const row = await tx.profileVersion.findUnique({ where: { skill_version: { skill, version } } })
  return wholeProfile.safeParse(row?.body).data
}

const wholeProfile = z.object({
  skill: z.string(),
  domain: z.string(),
  group: z.string(),
  topicsLine: z.string(),
  updated: z.string(),
  label: z.string(),
  name: z.string(),
  command: z.string(),
  main: z.boolean(),
  topics: z.array(z.object({ id: z.string(), text: z.string(), name: z.string(), link: z.string() })),
  roles: z.array(z.object({ id: z.string(), text: z.string(), short: z.string(), people: z.string() })),
  levels: z.array(z.object({ id: z.string(), text: z.string() })),
  requirements: z.array(
    z.object({
      role: z.string(),
      rank: z.number(),
      required: z.boolean(),
      essence: z.string(),
      items: z.array(z.object({ id: z.string(), text: z.string(), short: z.string(), topics: z.array(z.string()) })),
    }),
  ),
}) satisfies z.ZodType<Profile>

const storedProfile = z.object({
  requirements: z.array(z.object({ items: z.array(z.object({ id: z.string(), text: z.string() })) })),
})

async function insertSlots(tx: Tx, skill: string, kind: 'topic' | 'item', keys: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    insert into profile_slot (skill, kind, slot, key)
    select ${skill}, ${kind}, taken.highest + row_number() over (order by wanted.place), wanted.key
    from unnest(${[...keys]}::text[]) with ordinality wanted(key, place)
    cross join (select coalesce(max(slot), 0) as highest from profile_slot where skill = ${skill} and kind = ${kind}) taken
    where not exists (select from profile_slot p where p.skill = ${skill} and p.kind = ${kind} and p.key = wanted.key)`
}

/** The same content gives the same bytes: keys in order, no spaces. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
