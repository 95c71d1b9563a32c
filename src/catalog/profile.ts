import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { z } from 'zod'

/**
 * A skill with its topics, roles, levels and what each role is asked at each level. Read from one YAML file per skill;
 * the texts under `ours` are written for this app, all others are the source’s, word for word.
 */
export interface Profile {
  /** The key under which every table stores this skill. */
  readonly skill: string
  readonly domain: string
  readonly group: string
  /** The source’s own list of topics, as one line. */
  readonly topicsLine: string
  /** The day the wording is of, `YYYY-MM-DD`. */
  readonly updated: string
  /** One word for titles: “Your NATS level”. */
  readonly label: string
  /** The skill in a sentence: “how you stand with NATS and JetStream”. */
  readonly name: string
  /** The slash command that opens its form, with the slash. */
  readonly command: string
  /** The one skill that the global shortcut, and a button that names none, are about. */
  readonly main: boolean
  readonly topics: readonly Topic[]
  readonly roles: readonly Role[]
  /** Lowest first. A level’s rank is its place here, counted from 1. */
  readonly levels: readonly Level[]
  /** One for each role and level. */
  readonly requirements: readonly Requirement[]
}

export interface Topic {
  readonly id: string
  /** The source’s words. */
  readonly text: string
  readonly name: string
  /** Official documentation. */
  readonly link: string
}

export interface Role {
  readonly id: string
  readonly text: string
  readonly short: string
  /** Those who hold it, in the plural: “Go developers”. */
  readonly people: string
}

export interface Level {
  readonly id: string
  readonly text: string
}

export interface Requirement {
  readonly role: string
  /** 1 is the lowest level. */
  readonly rank: number
  readonly required: boolean
  /** The requirement in 75 characters: what a radio button’s description holds. */
  readonly essence: string
  readonly items: readonly Item[]
}

/** One checkable statement of a requirement: one sentence of its description. */
export interface Item {
  readonly id: string
  readonly text: string
  /** The item in 60 characters, for lists. */
  readonly short: string
  /** Ids of the topics it concerns. */
  readonly topics: readonly string[]
}

/** Every profile that this release ships: the main one first, then in order of file name. */
export function shippedProfiles(): Profile[] {
  const folder = new URL('./profiles/', import.meta.url)
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
  return inOrder(
    names.sort().map((name) => {
      const path = fileURLToPath(new URL(name, folder))
      return readProfile(readFileSync(path, 'utf8'), path)
    }),
  )
}

/** @throws ProfileError when two profiles claim the same skill or command, or not exactly one is the main one. */
export function inOrder(profiles: readonly Profile[]): Profile[] {
  const mains = profiles.filter(({ main }) => main).map(({ skill }) => skill)
  const problems = [
    ...twice(
      'skill',
      profiles.map(({ skill }) => skill),
    ),
    ...twice(
      'ours.command',
      profiles.map(({ command }) => command),
    ),
    ...(mains.length === 1
      ? []
      : [`ours.main: found ${mains.length === 0 ? 'no main skill' : mains.join(', ')}, expected exactly one`]),
  ]
  if (problems.length > 0) throw new ProfileError(problems.map((problem) => `all profiles: ${problem}`))
  return profiles.toSorted((a, b) => Number(b.main) - Number(a.main))
}

/**
 * Reads one profile from its YAML text.
 * @param file named in errors only.
 * @throws ProfileError with every problem, each with its file and path.
 */
export function readProfile(yaml: string, file: string): Profile {
  const written = profileFile.safeParse(parseYaml(yaml, file))
  if (!written.success) {
    throw new ProfileError(written.error.issues.map((issue) => `${file}: ${pathOf(issue.path)}: ${issue.message}`))
  }
  const profile = simplified(written.data)
  const problems = contradictions(profile)
  if (problems.length > 0) throw new ProfileError(problems.map((problem) => `${file}: ${problem}`))
  return profile
}

/** All problems of a profile file at once, one line each. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`A skill profile cannot be used:\n- ${problems.join('\n- ')}`)
    this.problems = problems
  }
}

// A skill and a role stand together in one option’s value, which holds 75 characters.
const id = z.string().regex(/^[a-z][a-z0-9-]{0,35}$/, 'expected an id of at most 36 small letters, digits and hyphens')
const text = (most: number) => z.string().min(1, 'expected some text').max(most, `expected at most ${most} characters`)
// Names stand in formatted and in plain text alike, so they hold nothing that Slack reads as a mark.
const name = (most: number) => text(most).regex(/^[^&<>*_~`]+$/, 'expected a name without & < > * _ ~ `')

// The numbers come from where the words are shown: radio and option texts hold 75 characters, a window's title 24, five
// topics and a note make six inputs, and four items a level make eight (Slack's guidance is "about six").
const profileFile = z.strictObject({
  skill: id,
  domain: text(75),
  group: text(75),
  profile: text(300),
  updated: z.iso.date('expected a day such as 2026-03-17'),
  ours: z.strictObject({
    label: name(12),
    name: name(60),
    command: z.string().regex(/^\/[a-z0-9-]{1,31}$/, 'expected a slash command of at most 32 characters'),
    main: z.boolean().default(false),
  }),
  topics: z
    .array(
      z.strictObject({
        id,
        text: text(60),
        ours: z.strictObject({ name: text(60), link: z.url({ protocol: /^https$/ }) }),
      }),
    )
    .min(1, 'expected a topic')
    .max(7, 'expected at most 7 topics'),
  roles: z
    .array(z.strictObject({ id, text: name(75), ours: z.strictObject({ short: name(20), people: name(40) }) }))
    .min(1, 'expected a role')
    .max(20, 'expected at most 20 roles'),
  levels: z
    .array(z.strictObject({ id, text: name(20) }))
    .min(2, 'expected two levels or more')
    .max(5, 'expected at most 5 levels'),
  requirements: z.array(
    z.strictObject({
      role: id,
      level: id,
      required: z.boolean(),
      ours: z.strictObject({ essence: text(75) }),
      items: z
        .array(
          z.strictObject({
            id,
            text: text(300),
            ours: z.strictObject({ short: text(60), topics: z.array(id).min(1, 'expected a topic that it concerns') }),
          }),
        )
        .min(2, 'expected 2 to 4 items')
        .max(4, 'expected 2 to 4 items'),
    }),
  ),
})

function parseYaml(yaml: string, file: string): unknown {
  try {
    return parse(yaml, { schema: 'core', uniqueKeys: true })
  } catch (error) {
    throw new ProfileError([`${file}: ${error instanceof Error ? error.message : String(error)}`])
  }
}

function simplified(written: z.infer<typeof profileFile>): Profile {
  const { ours, topics, roles, requirements, profile: topicsLine, ...rest } = written
  return {
    ...rest,
    ...ours,
    topicsLine,
    topics: topics.map((topic) => ({ id: topic.id, text: topic.text, ...topic.ours })),
    roles: roles.map((role) => ({ id: role.id, text: role.text, ...role.ours })),
    requirements: requirements.map((requirement) => ({
      role: requirement.role,
      rank: written.levels.findIndex((level) => level.id === requirement.level) + 1,
      required: requirement.required,
      essence: requirement.ours.essence,
      items: requirement.items.map((item) => ({ id: item.id, text: item.text, ...item.ours })),
    })),
  }
}

/** What a schema of single fields cannot see: things named twice, never, or not at all. One line for each. */
function contradictions(profile: Profile): string[] {
  const questions = [namedTwice, unknownRoles, unknownLevels, unknownTopics, unusedTopics, missingRequirements]
  return questions.flatMap((ask) => ask(profile))
}

function namedTwice({ topics, roles, levels, requirements }: Profile): string[] {
  const ids = (things: readonly { readonly id: string }[]) => things.map(({ id }) => id)
  return [
    ...twice('topics', ids(topics)),
    ...twice('roles', ids(roles)),
    ...twice('levels', ids(levels)),
    ...twice('requirements.items', ids(requirements.flatMap(({ items }) => items))),
    ...twice(
      'requirements',
      requirements.map(({ role, rank }) => `${role}/${rank}`),
    ),
  ]
}

function unknownRoles({ roles, requirements }: Profile): string[] {
  const known = roles.map(({ id }) => id)
  return requirements.flatMap(({ role }, at) =>
    known.includes(role) ? [] : [`requirements[${at}].role: found “${role}”, expected one of ${known.join(', ')}`],
  )
}

function unknownLevels({ levels, requirements }: Profile): string[] {
  const known = levels.map(({ id }) => id).join(', ')
  return requirements.flatMap(({ rank }, at) =>
    rank > 0 ? [] : [`requirements[${at}].level: expected one of ${known}`],
  )
}

function unknownTopics({ topics, requirements }: Profile): string[] {
  const known = topics.map(({ id }) => id)
  return requirements
    .flatMap(({ items }) => items)
    .flatMap((item) =>
      item.topics
        .filter((topic) => !known.includes(topic))
        .map((topic) => `requirements.items “${item.id}”: found topic “${topic}”, expected one of ${known.join(', ')}`),
    )
}

function unusedTopics({ topics, requirements }: Profile): string[] {
  const used = new Set(requirements.flatMap(({ items }) => items).flatMap((item) => item.topics))
  return topics.filter(({ id }) => !used.has(id)).map(({ id }) => `topics: no item concerns “${id}”`)
}

function missingRequirements({ roles, levels, requirements }: Profile): string[] {
  return roles.flatMap((role) =>
    levels
      .filter((_, at) => !requirements.some((found) => found.role === role.id && found.rank === at + 1))
      .map((level) => `requirements: nothing says what role “${role.id}” is asked at level “${level.id}”`),
  )
}

function twice(where: string, names: readonly string[]): string[] {
  const repeated = new Set(names.filter((name, at) => names.indexOf(name) !== at))
  return [...repeated].map((name) => `${where}: “${name}” stands there twice`)
}

function pathOf(path: readonly PropertyKey[]): string {
  return (
    path.reduce<string>(
      (written, step) =>
        typeof step === 'number' ? `${written}[${step}]` : `${written}${written ? '.' : ''}${String(step)}`,
      '',
    ) || 'the file'
  )
}
