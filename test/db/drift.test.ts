import { readFile } from 'node:fs/promises'
import { afterAll, expect, it } from 'vitest'
import { schemaDifference } from '../../scripts/schema-engine.ts'
import { createFrom, freshDatabase, type TestDatabase } from '../support/database.ts'

const prisma = new URL('../../prisma/', import.meta.url)
const schema = await readFile(new URL('schema.prisma', prisma), 'utf8')
const migrated = await freshDatabase()
const declared = await createFrom({ empty: true })
await declared.sql(await schemaDifference(null, schema))
afterAll(declared.drop)

/** What migrations say by hand although schema.prisma has the column: lists are never null, and may begin empty. */
const listsThatAreNeverNull = [
  'assessment.answers',
  'assessment.ratings',
  'audit.subjects',
  'form_draft.answers',
  'form_draft.ratings',
  'installation.scopes',
  'standing.answers',
  'standing.ratings',
]

it('finds the schema of the last migration beside the migrations', async () => {
  const snapshot = await readFile(new URL('migrations/schema.prisma', prisma), 'utf8')
  expect(await schemaDifference(snapshot, schema), 'run `npm run db:migration -- <name>`').toBe('')
})

it('finds the same columns, types, precisions and defaults in the migrations as in the schema', async () => {
  const [byMigrations, bySchema] = [await columns(migrated), await columns(declared)]
  const stricter = byMigrations.filter((line) => !bySchema.includes(line)).map((line) => line.split(' ')[0])
  expect(stricter).toEqual(listsThatAreNeverNull)
  const relaxed = (line: string) =>
    listsThatAreNeverNull.some((name) => line.startsWith(`${name} `))
      ? line.replace(/ not null| default '{}'::text\[\]/g, '')
      : line
  expect(byMigrations.map(relaxed)).toEqual(bySchema)
})

it('finds every key, index and relation of the schema in the migrations', async () => {
  const byMigrations = await promises(migrated)
  for (const line of await promises(declared)) expect(byMigrations).toContain(line)
})

it('finds every promise that was ever made, and no other', async () => {
  await expect(`${(await promises(migrated)).join('\n')}\n`).toMatchFileSnapshot('promises.txt')
})

it('finds an index that begins with its columns for every foreign key', async () => {
  const bare = await migrated.sql(`
    select conname as name
    from pg_constraint c
    where contype = 'f' and connamespace = 'public'::regnamespace
      and not exists (
        select from pg_index i
        where i.indrelid = c.conrelid and i.indpred is null
          and (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey)
    order by 1`)
  // Wordings are never deleted; a standing is found by its first three columns; the indexes of letters that two people
  // read, of contacts and of those who appointed, began or started something have only such rows, all that the foreign keys ask for.
  expect(bare.map((row) => row.name)).toEqual([
    'admin_has_appointer',
    'assessment_has_wording',
    'form_draft_has_wording',
    'import_has_starter',
    'letter_has_other_person',
    'round_has_starter',
    'standing_has_history',
    'workspace_has_contact',
  ])
})

function columns({ sql }: TestDatabase): Promise<string[]> {
  return lines(
    sql(`
    select line from (select concat_ws(' ', c.relname || '.' || a.attname, format_type(a.atttypid, a.atttypmod),
      case when a.attnotnull then 'not null' end, 'default ' || pg_get_expr(d.adbin, d.adrelid)) as line
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attnum > 0 and not a.attisdropped and c.relname <> '_prisma_migrations') all_columns
    order by line collate "C"`),
  )
}

/** Constraints, indexes, triggers, views and functions, one a line. */
function promises({ sql }: TestDatabase): Promise<string[]> {
  return lines(
    sql(`
    select line from (
      select format('%s: %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid, true)) as line
      from pg_constraint
      where connamespace = 'public'::regnamespace and contype <> 'n'
      union all
      select format('%s: %s', tablename, indexdef) from pg_indexes where schemaname = 'public'
      union all
      select format('%s: %s', tgrelid::regclass, pg_get_triggerdef(oid, true)) from pg_trigger where not tgisinternal
      union all
      select format('%s: view %s', viewname, definition) from pg_views where schemaname = 'public'
      union all
      select format('%s: function %s', proname, coalesce(pg_get_function_sqlbody(oid), prosrc))
      from pg_proc where pronamespace = 'public'::regnamespace
    ) all_promises (line)
    where line not like '\\_prisma\\_migrations:%'
    order by line collate "C"`),
  )
}

async function lines(rows: Promise<Record<string, unknown>[]>): Promise<string[]> {
  return (await rows).map(({ line }) => String(line).replaceAll(/\s+/g, ' ').trim())
}
