import { WebClient } from '@slack/web-api'
import { pino } from 'pino'
import { beforeEach, describe, expect, it } from 'vitest'
import { noteWorkspace, savePerson } from '../../src/directory/store.ts'
import { askNightly } from '../../src/directory/sync/flow.ts'
import { type Walk, walkOn } from '../../src/directory/sync/flow-walk.ts'
import { claimWalk, untilNextStep } from '../../src/directory/sync/store.ts'
import { keepWalking } from '../../src/directory/sync/worker.ts'
import { uuidV7, type World } from '../../src/world.ts'
import { freshDatabase } from '../support/database.ts'
import { accountNamed } from './accounts.ts'

const { db, sql } = await freshDatabase()
const night = new Date('2026-11-24T01:41:00Z')
const [ivan = '', maria = '', petra = ''] = [uuidV7(), uuidV7(), uuidV7()].sort()
/** In the order in which profiles are read. */
const ids = { ivan, maria, petra }
const slackIds = { ivan: 'U0IVANPET', maria: 'U0MARIAKOW', petra: 'U0PETRASV' }

let calls: Call[]
let answers: Answer[]
let told: string[]
let refusals: string[]
let scopes: Set<string>

interface Call {
  readonly method: string
  readonly [argument: string]: string
}

interface Answer {
  readonly status?: number
  readonly headers?: Record<string, string>
  readonly body?: object
  readonly until?: Promise<void>
}

beforeEach(async () => {
  await sql('truncate workspace cascade')
  ;[calls, answers, told, refusals, scopes] = [[], [], [], [], new Set(['users:read'])]
  await noteWorkspace(db, 'T1', 'Acme', night)
  for (const name of ['ivan', 'maria', 'petra'] as const)
    await savePerson(db, 'T1', accountNamed(slackIds[name]), ids[name], night)
  await ask('T1')
})

describe('a walk through the directory', () => {
  it('reads page after page, changes those who are known, and says how it went', async () => {
    answers.push(
      page([user('ivan', 'Ivan')], 'next:2'),
      page([user('maria', 'Maria')], 'next:3'),
      page([user('petra')]),
    )
    await walkToEnd()
    expect(calls).toEqual([
      { method: 'users.list', limit: '200' },
      { method: 'users.list', limit: '200', cursor: 'next:2' },
      { method: 'users.list', limit: '200', cursor: 'next:3' },
    ])
    expect(await sql('select name from person order by name')).toEqual([
      { name: 'Ivan' },
      { name: 'Maria' },
      { name: 'u0petrasv' },
    ])
    expect(await row()).toMatchObject({ phase: 'done', calls: 3, changed: 2, done_at: night, lease: null })
    expect(told).toEqual(['The directory is in step.'])
  })

  it('waits between two pages as long as twenty a minute take', async () => {
    answers.push(page([], 'next:2'))
    expect(await walkOn(walk)).toBe(true)
    expect(await walkOn(walk)).toBe(false)
    expect(await untilNextStep(db)).toBeGreaterThan(2_500)
    expect(await untilNextStep(db)).toBeLessThanOrEqual(3_050)
  })

  it('waits as long between two walks, however soon the second one is asked for', async () => {
    answers.push(page([]))
    await walkOn(walk)
    await walkOn(walk)
    expect(await untilNextStep(db)).toBeUndefined()
    await ask('T1')
    expect(await untilNextStep(db)).toBeGreaterThan(2_500)
  })

  it('waits as long as Slack says, and asks for the same page then', async () => {
    answers.push(page([], 'next:2'), { status: 429, headers: { 'retry-after': '30' } }, page([]))
    await step()
    await step()
    expect(await untilNextStep(db)).toBeGreaterThan(29_000)
    await step()
    expect(calls.map(({ cursor }) => cursor)).toEqual([undefined, 'next:2', 'next:2'])
    expect(told).toEqual([])
  })

  it('begins anew where Slack does not know its cursor any more', async () => {
    answers.push(page([], 'next:2'), { body: { ok: false, error: 'invalid_cursor' } }, page([user('ivan', 'Ivan')]))
    for (let nth = 0; nth < 3; nth++) await step()
    expect(calls.map(({ cursor }) => cursor)).toEqual([undefined, 'next:2', undefined])
    expect(await sql("select name from person where name = 'Ivan'")).toHaveLength(1)
  })

  it('tries again after a while when Slack is away, and the log hears of it once', async () => {
    answers.push({ status: 503 }, { status: 503 }, page([]))
    const one: Walk = { ...walk, told: new Map() }
    for (let nth = 0; nth < 2; nth++) {
      await step(one)
      expect(await untilNextStep(db)).toBeGreaterThan(29_000)
    }
    expect(told).toEqual(['The directory could not be read on; it is tried again.'])
    await step(one)
    expect(await row()).toMatchObject({ phase: 'fields' })
  })

  it('leaves out an account that it cannot read, and reads the others', async () => {
    answers.push(page([{ id: 7 }, user('ivan', 'Ivan')]))
    await step()
    expect(await row()).toMatchObject({ phase: 'fields', changed: 1 })
    expect(told).toEqual(['An account was left out: Slack describes it in a new way.'])
  })

  it('goes on where somebody died, once their lease is over', async () => {
    answers.push(page([], 'next:2'))
    await step()
    await pass()
    await claimWalk(db, uuidV7(), 60)
    expect(await walkOn(walk)).toBe(false)
    await pass()
    answers.push(page([user('ivan', 'Ivan')]))
    await step()
    expect(calls.at(-1)).toMatchObject({ cursor: 'next:2' })
    expect(await row()).toMatchObject({ phase: 'fields', changed: 1 })
  })

  it('writes nothing of a page whose lease was lost meanwhile', async () => {
    let answer = () => {}
    const until = new Promise<void>((resolve) => {
      answer = resolve
    })
    answers.push({ ...page([user('ivan', 'Stale')], 'next:stale'), until }, page([user('ivan', 'Ivan')], 'next:2'))
    const slow = walkOn(walk)
    while (calls.length === 0) await new Promise((resolve) => setImmediate(resolve))
    await step()
    answer()
    await slow
    expect(await row()).toMatchObject({ cursor: 'next:2', calls: 1 })
    expect(await sql("select name from person where slack_id = 'U0IVANPET'")).toEqual([{ name: 'Ivan' }])
  })

  it('is led by one of many processes at a time', async () => {
    answers.push(page([], 'next:2'))
    const taken = await Promise.all(Array.from({ length: 8 }, () => walkOn(walk)))
    expect(taken.filter(Boolean)).toHaveLength(1)
    expect(calls).toHaveLength(1)
  })

  it('is led in each workspace, the longest waiting first, and in none that has uninstalled the app', async () => {
    await noteWorkspace(db, 'T2', 'Other', night)
    await ask('T2')
    await sql(`update directory_sync set free_at = now() - interval '1 minute' where workspace_id = 'T1'`)
    await sql(`update directory_sync set free_at = now() - interval '2 minutes' where workspace_id = 'T2'`)
    answers.push(page([]), page([]))
    await walkOn(walk)
    expect(await sql('select phase from directory_sync order by workspace_id')).toEqual([
      { phase: 'members' },
      { phase: 'fields' },
    ])
    await sql(`update workspace set uninstalled_at = now(), delete_after = now()`)
    await pass()
    expect(await walkOn(walk)).toBe(false)
    expect(await untilNextStep(db)).toBeUndefined()
  })

  it('waits for a token that works', async () => {
    await step({ ...walk, lineFor: async () => undefined })
    expect(calls).toEqual([])
    expect(await untilNextStep(db)).toBeGreaterThan(59_000)
    answers.push({ body: { ok: false, error: 'token_revoked' } })
    await step()
    expect(refusals).toEqual(['T1 token_revoked'])
    expect(await untilNextStep(db)).toBeGreaterThan(59_000)
  })

  it('is led by a worker until it is stopped', async () => {
    answers.push(page([user('ivan', 'Ivan')], 'next:2'))
    const walking = keepWalking(walk)
    walking.wake()
    walking.wake()
    await walking.idle()
    expect(await row()).toMatchObject({ cursor: 'next:2', calls: 1 })
    await walking.stop()
    await pass()
    walking.wake()
    await walking.idle()
    expect(calls).toHaveLength(1)
  })
})

describe('the profile field that names managers', () => {
  beforeEach(async () => {
    scopes = new Set(['users:read', 'users.profile:read'])
    await sql(`update workspace set settings = '{"managerField":"Manager"}'`)
    await sql(
      `insert into enrolment select workspace_id, id, 'nats-jetstream', now(), 'self' from person where id <> $1`,
      [ids.maria],
    )
    answers.push(page([]))
  })

  it('is left alone where no field is named, or the permission is missing', async () => {
    scopes = new Set(['users:read'])
    await walkToEnd()
    await sql(`update workspace set settings = '{}'`)
    scopes = new Set(['users.profile:read'])
    await ask('T1')
    answers.push(page([]))
    await walkToEnd()
    expect(calls.map(({ method }) => method)).toEqual(['users.list', 'users.list'])
  })

  it('is left alone where Slack has none of that name', async () => {
    answers.push(fields([{ id: 'Xf0', label: 'Manager', type: 'text' }]))
    await walkToEnd()
    expect(told).toContain('No profile field of people has the name that an admin gave for managers.')
  })

  it('is read for everybody enrolled, at a hundred a minute, and makes links', async () => {
    answers.push(fields(), profile('maria'), info('maria'), profile())
    await step()
    await step()
    await step()
    expect(await untilNextStep(db)).toBeGreaterThan(900)
    await step()
    expect(await untilNextStep(db)).toBeLessThanOrEqual(610)
    await walkToEnd()
    expect(calls.slice(1)).toEqual([
      { method: 'team.profile.get' },
      { method: 'users.profile.get', user: slackIds.ivan },
      { method: 'users.info', user: slackIds.maria },
      { method: 'users.profile.get', user: slackIds.petra },
    ])
    expect(await links()).toEqual([
      { person_id: ids.ivan, manager_id: ids.maria, source: 'profile', state: 'in-force' },
    ])
    expect(await row()).toMatchObject({ phase: 'done', calls: 5, changed: 1 })
  })

  it('is not asked about anew where it says the same, nor read where the manager is known from elsewhere', async () => {
    await link(ids.ivan, 'profile')
    await link(ids.petra, 'csv')
    answers.push(fields(), profile('maria'))
    await walkToEnd()
    expect(calls.map(({ method }) => method)).toEqual(['users.list', 'team.profile.get', 'users.profile.get'])
  })

  it('is passed over where Slack does not show somebody', async () => {
    const unknown = { body: { ok: false, error: 'user_not_found' } }
    answers.push(fields(), unknown, profile('maria'), unknown)
    await walkToEnd()
    expect(await row()).toMatchObject({ phase: 'done' })
    expect(await links()).toEqual([])
  })

  it('goes on behind the last one who was read, also after a night in between', async () => {
    answers.push(fields(), profile())
    for (let nth = 0; nth < 3; nth++) await step()
    await ask('T1')
    answers.push(page([]), fields(), profile())
    await walkToEnd()
    expect(calls.filter(({ method }) => method === 'users.profile.get').map(({ user }) => user)).toEqual([
      slackIds.ivan,
      slackIds.petra,
    ])
  })
})

const log = pino({ level: 'info' }, { write: (line: string) => void told.push(JSON.parse(line).msg) })
const world: Pick<World, 'db' | 'now' | 'newId' | 'log'> = { db, now: () => night, newId: uuidV7, log }
const walk: Walk = {
  world,
  lineFor: async () => ({ client, scopes, botId: undefined }),
  refused: async (workspaceId, word) => void refusals.push(`${workspaceId} ${word}`),
}

const client = new WebClient('xoxb-1', {
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  fetch: async (target, init) => {
    const given = Object.fromEntries(new URLSearchParams(String(init?.body)))
    const { token: _token, ...given_ } = given
    calls.push({ method: String(target).split('/').at(-1) ?? '', ...given_ })
    const {
      status = 200,
      headers = {},
      body = {},
      until,
    } = answers.shift() ?? { body: { ok: false, error: 'unexpected' } }
    await until
    return Response.json(body, { status, headers })
  },
})

type Name = keyof typeof slackIds

function user(name: Name, realName = slackIds[name].toLowerCase()): object {
  return { id: slackIds[name], team_id: 'T1', name, real_name: realName, tz: 'Europe/Berlin' }
}

function page(members: readonly object[], next = ''): Answer {
  return { body: { ok: true, members, response_metadata: { next_cursor: next } } }
}

function fields(all: readonly object[] = [{ id: 'Xf1', label: 'Manager', type: 'user' }]): Answer {
  return { body: { ok: true, profile: { fields: all } } }
}

function profile(manager?: Name): Answer {
  return { body: { ok: true, profile: { fields: manager ? { Xf1: { value: slackIds[manager], alt: '' } } : null } } }
}

function info(name: Name): Answer {
  return { body: { ok: true, user: user(name) } }
}

function ask(workspaceId: string): Promise<void> {
  return askNightly(db, { workspaceId, kind: 'sync', skill: '', dueAt: night, now: night })
}

/** So much time goes by that whatever waits may go on. */
async function pass(): Promise<void> {
  await sql(`update directory_sync set free_at = now() - interval '1 second'`)
}

async function step(by = walk): Promise<void> {
  await pass()
  expect(await walkOn(by)).toBe(true)
}

async function walkToEnd(): Promise<void> {
  for (let steps = 0; steps < 20; steps++) {
    if ((await row())?.phase === 'done') return
    await step()
  }
  throw new Error('the walk did not come to its end')
}

async function row(): Promise<Record<string, unknown> | undefined> {
  return (await sql(`select * from directory_sync where workspace_id = 'T1'`))[0]
}

function links(): Promise<Record<string, unknown>[]> {
  return sql('select person_id, manager_id, source, state from manager_link order by person_id')
}

async function link(personId: string, source: string): Promise<void> {
  await sql(`insert into manager_link values ('T1', $1, $2, $3, 'in-force', now())`, [personId, source, ids.maria])
}
