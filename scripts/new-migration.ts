import { realpathSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { schemaDifference } from './schema-engine.ts'

export type Outcome =
  | { readonly kind: 'written'; readonly file: string }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'bad-name'; readonly found: string | undefined }
  | { readonly kind: 'name-taken'; readonly folder: string }

/**
 * Writes what leads from the schema of the last migration to today's as a new migration, and makes today's the schema
 * of the last migration. Needs no database and no network.
 */
export async function writeMigration(prisma: string, name: string | undefined, now: Date): Promise<Outcome> {
  if (!name || !/^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$/.test(name)) return { kind: 'bad-name', found: name }
  const migrations = join(prisma, 'migrations')
  const taken = (await readdir(migrations)).find((folder) => folder.replace(/^\d+_/, '') === name)
  if (taken) return { kind: 'name-taken', folder: taken }
  const snapshot = join(migrations, 'schema.prisma')
  const today = await readFile(join(prisma, 'schema.prisma'), 'utf8')
  const sql = await schemaDifference(await readFile(snapshot, 'utf8'), today)
  if (!sql) return { kind: 'unchanged' }
  const folder = `${timestamp(now)}_${name}`
  await mkdir(join(migrations, folder))
  await writeFile(join(migrations, folder, 'migration.sql'), `${sql}\n\n${byHand}\n`)
  await writeFile(snapshot, today)
  return { kind: 'written', file: join(migrations, folder, 'migration.sql') }
}

const byHand = `-- By hand from here on: checks, partial indexes, triggers, views, foreign keys without a relation, \`not null\` of lists.`

function timestamp(now: Date): string {
  return now.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')
}

function explain(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'written':
      return `Written: ${outcome.file}\nRead it, add by hand what schema.prisma cannot say, then run the tests.`
    case 'unchanged':
      return 'Nothing has changed: prisma/schema.prisma says what the last migration left. Change it first, then run this again.'
    case 'bad-name':
      return `A migration needs a name of small letters, digits and dashes, such as \`npm run db:migration -- letters\`; found ${outcome.found ? `“${outcome.found}”` : 'nothing'}.`
    case 'name-taken':
      return `There is a migration of that name already: ${outcome.folder}. Please choose another name.`
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const prisma = fileURLToPath(new URL('../prisma', import.meta.url))
  const outcome = await writeMigration(prisma, process.argv[2], new Date())
  if (outcome.kind === 'written') console.log(explain(outcome))
  else {
    console.error(explain(outcome))
    process.exitCode = 1
  }
}
