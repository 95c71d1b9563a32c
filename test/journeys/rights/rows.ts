import type { TestDatabase } from '../../support/database.ts'
import { here, there } from './cast.ts'

/** A digest of all that stands in each table. */
export type Rows = ReadonlyMap<string, string>

export interface Keeper {
  /** Every row there is, in words. */
  readonly read: () => Promise<string>
  readonly look: () => Promise<Rows>
  /** Puts everything back to where it stood when the keeper began. */
  readonly putBack: (tables: readonly string[]) => Promise<void>
}

/** Remembers the database as it is now. */
export async function keepRows({ sql }: TestDatabase): Promise<Keeper> {
  const tables = await tablesIn(sql)
  const each = (what: string) =>
    tables.map((name) => `select '${name}' as name, ${what} as rows from "${name}" t`).join(' union all ')
  const [digests, words] = [each("md5(string_agg(t::text, ' ' order by t::text))"), each("string_agg(t::text, ' ')")]
  await sql(`create schema kept; ${tables.map((name) => `create table kept."${name}" as table "${name}"`).join('; ')}`)
  return {
    read: async () => JSON.stringify(await sql(words)),
    look: async () => new Map((await sql(digests)).map(({ name, rows }) => [String(name), String(rows)])),
    putBack: async (changed) => {
      if (changed.length === 0) return
      const each = changed.map((name) => `delete from "${name}"; insert into "${name}" select * from kept."${name}"`)
      await sql(`begin; set local session_replication_role = replica; ${each.join('; ')}; commit`)
    },
  }
}

/** The tables that do not hold what they held before. */
export function changedBetween(before: Rows, after: Rows): readonly string[] {
  const tables = [...new Set([...before.keys(), ...after.keys()])].sort()
  return tables.filter((name) => before.get(name) !== after.get(name))
}

/**
 * Gives another workspace the very same rows: the same people under other accounts and names, each id with another
 * beginning.
 */
export async function addTwin({ sql }: TestDatabase): Promise<void> {
  const tables = await sql(`
    select c.relname as "table", array_agg(a.attname || ' ' || a.atttypid::regtype::text order by a.attnum) as columns
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
    where a.attnum > 0 and not a.attisdropped
      and (c.relname = 'workspace' or exists (
        select from pg_attribute w where w.attrelid = c.oid and w.attname = 'workspace_id'))
    group by c.relname`)
  const copies = tables.map(({ table, columns }) => {
    const name = String(table)
    const values = textsIn(columns).map((column) => twinOf(name, ...nameAndType(column)))
    const from = name === 'workspace' ? `id = '${here}'` : `workspace_id = '${here}'`
    return `insert into "${name}" select ${values.join(', ')} from "${name}" where ${from}`
  })
  await sql(`begin; set local session_replication_role = replica; ${copies.join('; ')}; commit`)
}

/** The same text with every one of these ids and accounts turned into that of its twin. */
export function inTwin(text: string, ids: ReadonlySet<string>): string {
  return text
    .replaceAll(uuids, (id) => (ids.has(id) ? twinBeginning + id.slice(8) : id))
    .replaceAll(accounts, (id) => (ids.has(id) ? twinMark + id : id))
}

/** Every id of a row and of an account that stands in this text. */
export function idsIn(text: string): ReadonlySet<string> {
  return new Set([...(text.match(uuids) ?? []), ...(text.match(accounts) ?? [])])
}

/** Every account and name of the twin that stands in this text. */
export function twinsIn(text: string): readonly string[] {
  return [...new Set(text.match(twins) ?? [])]
}

const twinMark = 'U9TWIN'
const twins = /U9TWIN\w*/g

const uuids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
const accounts = /\bU0[A-Z0-9]{5,9}\b/g
const twinBeginning = 'ffffffff'

function twinOf(table: string, column: string, type: string): string {
  if (column === 'workspace_id' || (table === 'workspace' && column === 'id')) return `'${there}'`
  if (column === 'slack_id' || (column === 'name' && table === 'person')) return `'${twinMark}' || "${column}"`
  const twin = (id: string) => `overlay(${id}::text placing '${twinBeginning}' from 1 for 8)::uuid`
  if (type === 'uuid') return twin(`"${column}"`)
  if (type === 'uuid[]') return `(select coalesce(array_agg(${twin('u')}), '{}') from unnest("${column}") u)`
  return `"${column}"`
}

function nameAndType(column: string): readonly [name: string, type: string] {
  const [name = '', ...type] = column.split(' ')
  return [name, type.join(' ')]
}

async function tablesIn(sql: TestDatabase['sql']): Promise<readonly string[]> {
  const rows = await sql("select tablename from pg_tables where schemaname = 'public' order by 1")
  return rows.map(({ tablename }) => String(tablename))
}

function textsIn(rows: unknown): readonly string[] {
  return Array.isArray(rows) ? rows.map(String) : []
}
