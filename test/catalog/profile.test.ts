import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { z } from 'zod'
import { ProfileError, readProfile, shippedProfiles } from '../../src/catalog/profile.ts'
import { baking, largest, nats } from './profiles.ts'

const seed = readFileSync(new URL('./seed.txt', import.meta.url), 'utf8').split('\n')
const shippedFile = readFileSync(new URL('../../src/catalog/profiles/nats-jetstream.yaml', import.meta.url), 'utf8')

describe('the shipped profile', () => {
  it('is the only one', () => {
    expect(shippedProfiles().map(({ skill }) => skill)).toEqual(['nats-jetstream'])
  })

  it('says what the public page says, word for word', () => {
    expect(nats.domain).toBe(under('Domain'))
    expect(nats.topicsLine).toBe(under('Skill Profile'))
    expect([nats.domain, nats.group, usDate(nats.updated)]).toEqual(
      seed.slice(seed.indexOf('the other 0 optional') + 1).slice(0, 3),
    )
    expect(nats.topics.map(({ text }) => text).join(', ')).toBe(under('Skill Profile'))
    expect(String(nats.roles.length)).toBe(under('Roles'))
    expect(String(nats.levels.length)).toBe(under('Levels'))
  })

  it('names the five levels in their order', () => {
    expect(nats.levels.map(({ text }) => text)).toEqual(['Junior', 'Middle', 'Senior', 'Lead / Staff', 'Principal'])
  })

  it('has every row of the page’s five tables, its sentences as items', () => {
    const rows = nats.levels.flatMap((_, at) =>
      nats.roles.map((role) => {
        const found = nats.requirements.filter((asked) => asked.role === role.id && asked.rank === at + 1)
        const sentences = found.flatMap(({ items }) => items).map(({ text }) => text)
        return `| ${role.text} | ${found.every(({ required }) => required) ? 'Required' : 'Optional'} | ${sentences.join(' ')} |`
      }),
    )
    expect(rows).toEqual(seed.filter((line) => line.startsWith('| Backend')))
    expect(rows).toHaveLength(10)
  })

  it('has as many mandatory requirements as the page, none optional, and thirty items', () => {
    expect(String(nats.requirements.filter(({ required }) => required).length)).toBe(under('Mandatory requirements'))
    expect(nats.requirements.filter(({ required }) => !required)).toEqual([])
    expect(nats.requirements.flatMap(({ items }) => items)).toHaveLength(30)
  })

  it('adds short forms that fit where they are shown', () => {
    const shorts = nats.requirements.flatMap(({ items }) => items.map(({ short }) => short.length))
    expect(Math.max(...shorts)).toBeLessThanOrEqual(60)
    expect(Math.max(...nats.requirements.map(({ essence }) => essence.length))).toBeLessThanOrEqual(75)
  })

  it('links every topic to official documentation', () => {
    expect(nats.topics.map(({ link }) => new URL(link).host)).toEqual(Array(5).fill('docs.nats.io'))
  })
})

it('reads a profile that has nothing in common with the shipped one', () => {
  expect(baking).toMatchObject({ skill: 'bread', label: 'Bread', command: '/bread-level', updated: '2025-12-01' })
  expect(baking.requirements.map(({ rank, required }) => [rank, required])).toEqual([
    [1, true],
    [2, false],
    [3, true],
  ])
})

it('takes every size at its limit', () => {
  expect(largest.topics).toHaveLength(7)
  expect(largest.requirements).toHaveLength(100)
  expect(largest.topics[0]?.name).toHaveLength(60)
  expect(largest.requirements[0]?.items[0]?.text).toHaveLength(300)
})

describe('a profile that cannot be used', () => {
  const first = ['requirements', 0, 'items', 0] as const

  test.each<[what: string, change: (file: Changing) => void, problem: string]>([
    ['an unknown key', (file) => file.set(['color'], 'red'), 'the file: Unrecognized key: "color"'],
    [
      'an unknown key far inside',
      (file) => file.set([...first, 'ours', 'hint'], 'x'),
      'requirements[0].items[0].ours: Unrecognized key: "hint"',
    ],
    [
      'a role without a level',
      (file) => file.take(['requirements', 3]),
      'requirements: nothing says what role “go” is asked at level “middle”',
    ],
    [
      'an item id twice',
      (file) => file.set([...first, 'id'], 'go-lead-reviews'),
      'requirements.items: “go-lead-reviews” stands there twice',
    ],
    ['a level id twice', (file) => file.set(['levels', 4, 'id'], 'lead'), 'levels: “lead” stands there twice'],
    ['a role id twice', (file) => file.set(['roles', 1, 'id'], 'elixir'), 'roles: “elixir” stands there twice'],
    [
      'a topic id twice',
      (file) => file.set(['topics', 0, 'id'], 'request-reply'),
      'topics: “request-reply” stands there twice',
    ],
    [
      'a topic nobody uses',
      (file) =>
        file.add(['topics'], { id: 'extra', text: 'Extra', ours: { name: 'Extra', link: 'https://a.example' } }),
      'topics: no item concerns “extra”',
    ],
    [
      'an item about an unknown topic',
      (file) => file.add([...first, 'ours', 'topics'], 'kafka'),
      'requirements.items “elixir-junior-basic-use”: found topic “kafka”, expected one of pub-sub, request-reply, key-value-store, jetstream-persistence, subject-based-routing',
    ],
    [
      'an item about no topic',
      (file) => file.set([...first, 'ours', 'topics'], []),
      'requirements[0].items[0].ours.topics: expected a topic that it concerns',
    ],
    [
      'an unknown role',
      (file) => file.set(['requirements', 0, 'role'], 'rust'),
      'requirements[0].role: found “rust”, expected one of elixir, go',
    ],
    [
      'an unknown level',
      (file) => file.set(['requirements', 0, 'level'], 'guru'),
      'requirements[0].level: expected one of junior, middle, senior, lead, principal',
    ],
    [
      'one item',
      (file) => file.set(['requirements', 0, 'items'], file.get(['requirements', 0, 'items']).slice(0, 1)),
      'requirements[0].items: expected 2 to 4 items',
    ],
    [
      'five items',
      (file) => {
        file.add(['requirements', 0, 'items'], item('fourth'))
        file.add(['requirements', 0, 'items'], item('fifth'))
      },
      'requirements[0].items: expected 2 to 4 items',
    ],
    [
      'an item of 301 characters',
      (file) => file.set([...first, 'text'], 'x'.repeat(301)),
      'requirements[0].items[0].text: expected at most 300 characters',
    ],
    [
      'an item without words',
      (file) => file.set([...first, 'text'], ''),
      'requirements[0].items[0].text: expected some text',
    ],
    [
      'a short form of 61 characters',
      (file) => file.set([...first, 'ours', 'short'], 'x'.repeat(61)),
      'requirements[0].items[0].ours.short: expected at most 60 characters',
    ],
    [
      'an essence of 76 characters',
      (file) => file.set(['requirements', 0, 'ours', 'essence'], 'x'.repeat(76)),
      'requirements[0].ours.essence: expected at most 75 characters',
    ],
    [
      'eight topics',
      (file) => {
        for (const id of ['six', 'seven', 'eight']) {
          file.add(['topics'], { id, text: id, ours: { name: id, link: 'https://a.example' } })
        }
      },
      'topics: expected at most 7 topics',
    ],
    [
      'a topic name of 61 characters',
      (file) => file.set(['topics', 0, 'ours', 'name'], 'x'.repeat(61)),
      'topics[0].ours.name: expected at most 60 characters',
    ],
    [
      'a link that is none',
      (file) => file.set(['topics', 0, 'ours', 'link'], 'docs'),
      'topics[0].ours.link: Invalid URL',
    ],
    [
      'a link that is not encrypted',
      (file) => file.set(['topics', 0, 'ours', 'link'], 'http://docs.nats.io'),
      'topics[0].ours.link: Invalid URL',
    ],
    [
      'a day that no calendar has',
      (file) => file.set(['updated'], '2026-02-30'),
      'updated: expected a day such as 2026-03-17',
    ],
    [
      'an id with capitals',
      (file) => file.set([...first, 'id'], 'Basic'),
      'requirements[0].items[0].id: expected an id of at most 36 small letters, digits and hyphens',
    ],
    [
      'an id of 37 characters',
      (file) => file.set(['skill'], 'x'.repeat(37)),
      'skill: expected an id of at most 36 small letters, digits and hyphens',
    ],
    [
      'a command without its slash',
      (file) => file.set(['ours', 'command'], 'nats'),
      'ours.command: expected a slash command of at most 32 characters',
    ],
    [
      'one level only',
      (file) => file.set(['levels'], [{ id: 'junior', text: 'Junior' }]),
      'levels: expected two levels or more',
    ],
  ])('is refused for %s, with file and path', (_what, change, problem) => {
    const file = changing(shippedFile)
    change(file)
    expect(problemsOf(file.yaml())).toContain(`broken.yaml: ${problem}`)
  })

  it('tells all problems at once', () => {
    const file = changing(shippedFile)
    file.set(['domain'], '')
    file.set(['color'], 'red')
    expect(problemsOf(file.yaml())).toEqual([
      'broken.yaml: domain: expected some text',
      'broken.yaml: the file: Unrecognized key: "color"',
    ])
  })

  it('is refused for broken YAML, with file, line and column', () => {
    expect(problemsOf('skill: bread\ndomain: [Kitchen')[0]).toMatch(/^broken\.yaml: .*at line 2, column 17/)
  })

  it('is refused for a key that stands there twice', () => {
    expect(problemsOf('skill: bread\nskill: butter')[0]).toMatch(/^broken\.yaml: Map keys must be unique at line 2/)
  })

  it('is refused when it is empty', () => {
    expect(problemsOf('')[0]).toMatch(/^broken\.yaml: the file: /)
  })
})

function under(heading: string): string | undefined {
  return seed[seed.indexOf(heading) + 1]
}

/** 2026-03-17 → 3/17/2026, as the page writes it. */
function usDate(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${month}/${date}/${year}`
}

function problemsOf(yaml: string): readonly string[] {
  try {
    readProfile(yaml, 'broken.yaml')
  } catch (error) {
    if (error instanceof ProfileError) return error.problems
    throw error
  }
  throw new Error('the profile was accepted')
}

function item(id: string) {
  return { id, text: 'Something.', ours: { short: 'Something', topics: ['pub-sub'] } }
}

type Step = string | number
type Changing = ReturnType<typeof changing>

/** The file as plain values, to be changed at a path. */
function changing(yaml: string) {
  const root: unknown = parse(yaml)
  const folder = z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())])
  const at = (path: readonly Step[]): unknown =>
    path.reduce((value: unknown, step) => (isHolder(value) ? Reflect.get(value, step) : undefined), root)
  const listAt = (path: readonly Step[]): unknown[] => {
    const found = at(path)
    if (!Array.isArray(found)) throw new Error(`no list at ${path.join('.')}`)
    return found
  }
  return {
    get: listAt,
    set(path: readonly Step[], value: unknown) {
      const holder = at(path.slice(0, -1))
      if (!isHolder(holder)) throw new Error(`nothing at ${path.join('.')}`)
      Reflect.set(holder, path.at(-1) ?? '', value)
    },
    add: (path: readonly Step[], value: unknown) => listAt(path).push(value),
    take: (path: readonly Step[]) => listAt(path.slice(0, -1)).splice(Number(path.at(-1)), 1),
    yaml: () => stringify(folder.parse(root)),
  }
}

function isHolder(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
