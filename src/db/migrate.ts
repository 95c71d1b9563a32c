import { connect } from './connection.ts'
import { reasonOf } from './errors.ts'
import { MigrationRefused, migrate } from './migrations.ts'
import { askServer, whyTooOld } from './server.ts'

/** `npm run db:migrate`: brings the database of DATABASE_URL up to this release. */
async function main(url: string | undefined): Promise<string> {
  if (!url)
    throw new Refused(
      'DATABASE_URL is not set, so there is no database to migrate. Set it to a PostgreSQL address such as postgresql://user:password@host:5432/nats_level. (The embedded database is migrated by the bot itself.)',
    )
  if (!URL.canParse(url))
    throw new Refused(
      'DATABASE_URL is not an address; expected one such as postgresql://user:password@host:5432/nats_level.',
    )
  const db = connect(url, { poolSize: 1 })
  const tooOld = whyTooOld(await askServer(db).finally(() => db.$disconnect()))
  if (tooOld) throw new Refused(tooOld)
  const log = { info: () => {}, warn: (_facts: object, message: string) => console.warn(message) }
  const applied = await migrate(url, { log })
  return applied.length > 0 ? `Applied: ${applied.join(', ')}.` : 'The database is up to date; nothing was to be done.'
}

class Refused extends Error {}

function explain(error: unknown, url: string | undefined): string {
  if (error instanceof Refused || error instanceof MigrationRefused) return error.message
  const { host = 'the database' } = url && URL.canParse(url) ? new URL(url) : {}
  return `The database at ${host} was not migrated: ${reasonOf(error)}`
}

try {
  console.log(await main(process.env.DATABASE_URL))
} catch (error) {
  console.error(explain(error, process.env.DATABASE_URL))
  process.exitCode = 1
}
