import { defineConfig } from 'prisma/config'

// `generate`, `format` and `validate` fetch a schema engine that they never start. Naming a program that exists
// keeps them offline; `migrate` and `db` do start it, so they are left alone.
const offline = ['generate', 'format', 'validate']
if (process.argv.some((word) => offline.includes(word))) process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

// Only Prisma's own `migrate` asks for the database; nothing else here needs one.
const { DATABASE_URL } = process.env

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  ...(DATABASE_URL ? { datasource: { url: DATABASE_URL } } : {}),
})
