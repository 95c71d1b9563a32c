import type { TestDatabase } from './database.ts'
import type { Person } from './person.ts'

/**
 * Where any of these words stands in the database: every column of every table, as text, bytes also as the letters they
 * spell. Empty means that nothing of it is left anywhere.
 */
export async function tracesOf({ sql }: TestDatabase, words: readonly string[]): Promise<string[]> {
  const columns = await sql(`
    select c.relname as table, a.attname as column, a.atttypid = 'bytea'::regtype as bytes
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
    where a.attnum > 0 and not a.attisdropped
    order by 1, 2`)
  const found: string[] = []
  for (const { table, column, bytes } of columns) {
    const text = bytes ? `encode("${column}", 'escape')` : `"${column}"::text`
    for (const word of words) {
      const rows = await sql(`select from "${table}" where position(lower($1) in lower(${text})) > 0`, [word])
      if (rows.length > 0) found.push(`${word} in ${table}.${column}`)
    }
  }
  return found
}

/** What stands in preformatted blocks of the app’s messages to somebody, put together again. */
export async function partsSentTo(person: Person): Promise<readonly string[]> {
  const messages = await person.messages()
  return messages.flatMap(({ blocks }) =>
    blocks.flatMap((block) => {
      const [, text] =
        /"rich_text_preformatted","elements":\[\{"type":"text","text":("(?:[^"\\]|\\.)*")/.exec(
          JSON.stringify(block),
        ) ?? []
      return text ? [String(JSON.parse(text))] : []
    }),
  )
}
