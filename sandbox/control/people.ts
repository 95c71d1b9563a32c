import { z } from 'zod'
import type { Person } from '../company.ts'
import { newId } from '../ids.ts'
import { type Json, sameJson, shown } from '../json.ts'
import { userEvent } from '../payloads.ts'
import type { Slack } from '../slack.ts'
import { userObject } from '../users.ts'
import { putPerson } from '../workspace.ts'
import { tellApp } from './events.ts'
import { readBody, readText } from './input.ts'
import { type Deed, NOTHING_SENT } from './outcome.ts'
import { refuse } from './refusal.ts'

const words = z.string().optional()
const flag = z.boolean().optional()
const custom = z.union([z.string(), z.strictObject({ value: z.string(), alt: z.string().default('') }), z.null()])

/** What can change about somebody, under the names of Slack's user object. */
const facts = z.strictObject({
  name: words,
  real_name: words,
  title: words,
  email: words,
  /** Null: Slack knows no zone. */
  tz: z.union([z.string().refine(isZone, 'expected an IANA zone such as Europe/Berlin'), z.null()]).optional(),
  deleted: flag,
  is_admin: flag,
  is_owner: flag,
  is_bot: flag,
  is_restricted: flag,
  is_ultra_restricted: flag,
  is_stranger: flag,
  is_invited_user: flag,
  team_id: words,
  status: z
    .union([z.strictObject({ text: words, emoji: words, expiration: z.number().int().min(0).optional() }), z.null()])
    .optional(),
  profile: z.strictObject({ title: words, email: words, fields: z.record(z.string(), custom).optional() }).optional(),
})
type Facts = z.infer<typeof facts>
const newcomer = facts.extend({ id: words, name: z.string(), real_name: z.string() })

/** Changes somebody, or lets somebody new join; the app hears of it as it would from Slack. */
export async function changePeople(slack: Slack, body: unknown): Promise<Json> {
  const given = readBody(body, ['user', 'change', 'join'])
  if (given.join !== undefined) return join(slack, read(newcomer, given.join, 'join'))
  const id = readText(given, 'user')
  const before = slack.workspace.people.get(id)
  if (!before) return refuse(`“user” is ${shown(id)}; expected a Slack id, as in GET /control/state.`, 404)
  const changed = withFacts(before, read(facts, given.change, 'change'))
  const after = isNews(before, changed) ? { ...changed, updated: momentOf(slack) } : changed
  putPerson(slack.workspace, after)
  return told(
    slack,
    after,
    after === changed ? NOTHING_SENT : await tellApp(slack, userEvent(slack, 'user_change', after)),
  )
}

async function join(slack: Slack, { id = newId('U'), ...rest }: z.infer<typeof newcomer>): Promise<Json> {
  if (slack.workspace.people.has(id)) return refuse(`“join.id” is “${id}”; there is already somebody with this id.`)
  const person = withFacts({ id, handle: rest.name, realName: rest.real_name, updated: momentOf(slack) }, rest)
  putPerson(slack.workspace, person)
  return told(slack, person, await tellApp(slack, userEvent(slack, 'team_join', person)))
}

/** In whole seconds, as Slack writes down when somebody was last changed. */
function momentOf({ time }: Slack): number {
  return Math.floor(time.stamp() / 1000)
}

async function told(slack: Slack, person: Person, { ackMs }: Deed): Promise<Json> {
  await slack.activity.untilQuiet()
  return { ok: true, ack_ms: ackMs, user: userObject(person, slack.workspace.company, slack.time.now()) }
}

function read<T>(shape: z.ZodType<T>, value: unknown, name: string): T {
  const found = shape.safeParse(value)
  if (found.success) return found.data
  const [issue] = found.error.issues
  return refuse(`“${[name, ...(issue?.path ?? [])].join('.')}” is not as expected: ${issue?.message ?? shown(value)}.`)
}

function withFacts(person: Person, change: Facts): Person {
  const { profile = {}, status, tz } = change
  return {
    ...person,
    ...set('handle', change.name),
    ...set('realName', change.real_name),
    ...set('title', change.title ?? profile.title),
    ...set('email', change.email ?? profile.email),
    ...set('tz', tz === null ? '' : tz),
    ...set('isDeleted', change.deleted),
    ...set('isAdmin', change.is_admin),
    ...set('isOwner', change.is_owner),
    ...set('isBot', change.is_bot),
    ...set('isGuest', change.is_restricted),
    ...set('isSingleChannelGuest', change.is_ultra_restricted),
    ...set('isStranger', change.is_stranger),
    ...set('isInvited', change.is_invited_user),
    ...set('teamId', change.team_id),
    ...(status === undefined ? {} : { status: withStatus(person, status) }),
    ...(profile.fields ? { fields: withFields(person, profile.fields) } : {}),
  }
}

function set<Key extends keyof Person>(key: Key, value: Person[Key] | undefined): object {
  return value === undefined ? {} : { [key]: value }
}

const NO_STATUS = { text: '', emoji: '', expiration: 0 }

function withStatus(person: Person, change: NonNullable<Facts['status']> | null): NonNullable<Person['status']> {
  if (change === null) return NO_STATUS
  const { text, emoji, expiration } = person.status ?? NO_STATUS
  return { text: change.text ?? text, emoji: change.emoji ?? emoji, expiration: change.expiration ?? expiration }
}

function withFields(
  person: Person,
  change: Readonly<Record<string, z.infer<typeof custom>>>,
): NonNullable<Person['fields']> {
  const all = Object.entries({ ...person.fields, ...change })
  const filled = all.flatMap(([id, value]) => (value === null ? [] : [[id, value] as const]))
  return Object.fromEntries(filled.map(([id, value]) => [id, typeof value === 'string' ? { value, alt: '' } : value]))
}

/** events/user_change: custom fields are nothing it tells of. */
function isNews(before: Person, after: Person): boolean {
  const { fields: _before, ...one } = before
  const { fields: _after, ...other } = after
  return !sameJson(one, other)
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return true
  } catch {
    return false
  }
}
