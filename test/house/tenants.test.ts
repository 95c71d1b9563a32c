import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it, test } from 'vitest'
import type { Tx } from '../../src/db/connection.ts'
import { freshDatabase } from '../support/database.ts'
import { fillWorkspace, tablesOfTenants } from '../support/filled.ts'
import { hereIn, type Walk } from './tenants/walk.ts'
import { walks } from './tenants/walks.ts'

const database = await freshDatabase()
const { db, sql } = database
const words = { T1: 'pelican', T2: 'albatross' } as const
type Place = keyof typeof words
const src = new URL('../../src/', import.meta.url)
let rowsOf: (tx: Tx, workspaceId: string) => Promise<string>

// Two workspaces with the same people under the same ids, and the same rows in every table.
beforeAll(async () => {
  for (const [workspaceId, word] of Object.entries(words)) await fillWorkspace(database, workspaceId, word)
  rowsOf = await reading()
})

const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts') && !path.startsWith('db/'))
  .sort()
const stores = sources.filter((path) => /(^|\/)store[^/]*\.ts$/.test(path))

/** Who asks the database anything outside a store: command lines, which look for a workspace. */
const askElsewhere = ['ops/export.ts', 'ops/import-managers.ts']

test('no statement stands outside a store, where nobody would walk through it', async () => {
  const asking =
    /\$(queryRaw|executeRaw)|\b(db|tx)\.[a-z]\w*\.(find|update|delete|create|count|upsert|aggregate|groupBy)/
  const found = sources.filter(
    (path) => !stores.includes(path) && asking.test(readFileSync(new URL(path, src), 'utf8')),
  )
  expect(found).toEqual(askElsewhere)
})

test('every store is walked through', () => {
  expect(Object.keys(walks).sort()).toEqual(stores)
})

test.each(stores)('each function of %s has its walk', async (path) => {
  const module: Record<string, unknown> = await import(new URL(path, src).href)
  const functions = Object.keys(module).filter((name) => typeof module[name] === 'function')
  expect(Object.keys(walks[path] ?? {}).sort()).toEqual(functions.sort())
})

test('every table of a workspace has rows in both of them', async () => {
  for (const [table, column] of await tablesOfTenants(database)) {
    const rows = await sql(`select "${column}" as place from "${table}" group by 1 order by 1`)
    expect(rows, table).toEqual([{ place: 'T1' }, { place: 'T2' }])
  }
})

const trodden = Object.entries(walks).flatMap(([path, functions]) =>
  Object.entries(functions).flatMap(([name, walk]) =>
    walk.kind === 'everywhere' ? [] : [[`${path} ${name}`, walk] as const],
  ),
)

describe.each([
  ['T1', 'T2'],
  ['T2', 'T1'],
] as const)('in %s, beside %s:', (place, other) => {
  it.each(trodden)('%s keeps to its workspace', async (_name, walk) => {
    const [alone, beside] = [await walked(walk, place, other, 'alone'), await walked(walk, place, other, 'beside')]
    expect(beside.there).toBe(beside.thereBefore)
    expect(beside.answer).toBe(alone.answer)
    expect(beside.answer).not.toContain(words[other])
    if (walk.kind === 'writes') expect(beside.here).not.toBe(beside.hereBefore)
    else expect(beside.here).toBe(beside.hereBefore)
    if (walk.kind === 'asks') expect(beside.answer, 'it says something').not.toMatch(/^(null|false|0|""|\[\]|\{\})$/)
  })
})

it('would notice an answer and a change that go too far', async () => {
  const tooMuch: Walk = { kind: 'asks', deed: (tx) => tx.person.findMany({ where: { slackId: 'U1' } }) }
  expect((await walked(tooMuch, 'T1', 'T2', 'beside')).answer).toContain('albatross')
  const count: Walk = { kind: 'asks', deed: (tx) => tx.person.count() }
  const [alone, beside] = [await walked(count, 'T1', 'T2', 'alone'), await walked(count, 'T1', 'T2', 'beside')]
  expect(beside.answer).not.toBe(alone.answer)
  const tooFar: Walk = {
    kind: 'writes',
    deed: (tx, { ivan }) => tx.enrolment.deleteMany({ where: { personId: ivan.id } }),
  }
  const done = await walked(tooFar, 'T1', 'T2', 'beside')
  expect(done.there).not.toBe(done.thereBefore)
})

interface Walked {
  readonly answer: string
  readonly hereBefore: string
  readonly here: string
  readonly thereBefore: string
  readonly there: string
}

/** Goes there and comes back: nothing of it stays. */
async function walked(
  walk: Exclude<Walk, { kind: 'everywhere' }>,
  place: Place,
  other: Place,
  company: 'alone' | 'beside',
): Promise<Walked> {
  let seen: Walked | undefined
  const back = new Error('and back')
  await db
    .$transaction(async (tx) => {
      if (company === 'alone') await tx.$executeRaw`delete from workspace where id = ${other}`
      for (const statement of walk.first?.split(';') ?? []) await tx.$executeRawUnsafe(statement)
      const before = { hereBefore: await rowsOf(tx, place), thereBefore: await rowsOf(tx, other) }
      const answer = told(await walk.deed(tx, hereIn(place)))
      seen = { ...before, answer, here: await rowsOf(tx, place), there: await rowsOf(tx, other) }
      throw back
    })
    .catch((error: unknown) => {
      if (error !== back) throw error
    })
  if (!seen) throw new Error('the walk did not come back')
  return seen
}

/** An answer as text, whatever it is made of. */
function told(answer: unknown): string {
  return (
    JSON.stringify(answer, (_key, value: unknown) => {
      if (value instanceof Map) return [...value]
      if (value instanceof Set) return [...value]
      return typeof value === 'bigint' ? String(value) : value
    }) ?? 'null'
  )
}

/** Every row of every table of a workspace, as one text. */
async function reading(): Promise<typeof rowsOf> {
  const parts = (await tablesOfTenants(database)).map(
    ([table, column]) => `select '${table}' || to_jsonb(t)::text as line from "${table}" t where "${column}" = $1`,
  )
  const statement = `select coalesce(string_agg(line, e'\\n' order by line collate "C"), '') as text from (${parts.join(' union all ')}) every_row`
  return async (tx, workspaceId) => {
    const [row] = await tx.$queryRawUnsafe<{ text: string }[]>(statement, workspaceId)
    return row?.text ?? ''
  }
}
