import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeMigration } from '../../scripts/new-migration.ts'

const now = new Date('2027-02-03T04:05:06.789Z')
let prisma: string

beforeEach(async () => {
  prisma = await mkdtemp(join(tmpdir(), 'nats-level-schema-'))
  await cp(fileURLToPath(new URL('../../prisma', import.meta.url)), prisma, { recursive: true })
})
afterEach(() => rm(prisma, { recursive: true }))

const content = () => readdir(join(prisma, 'migrations'))

async function addColumn(name: string): Promise<void> {
  const file = join(prisma, 'schema.prisma')
  const schema = await readFile(file, 'utf8')
  await writeFile(file, schema.replace('model Note {', `model Note {\n  ${name} String?`))
}

it('writes what changed in the schema as a new migration', async () => {
  await addColumn('mood')
  const file = join(prisma, 'migrations', '20270203040506_moods', 'migration.sql')
  expect(await writeMigration(prisma, 'moods', now)).toEqual({ kind: 'written', file })
  expect(await readFile(file, 'utf8')).toContain('ALTER TABLE "note" ADD COLUMN     "mood" TEXT;')
})

it('starts the next migration from there', async () => {
  await addColumn('mood')
  await writeMigration(prisma, 'moods', now)
  expect(await writeMigration(prisma, 'again', now)).toEqual({ kind: 'unchanged' })
})

it('writes nothing when nothing has changed', async () => {
  const before = await content()
  expect(await writeMigration(prisma, 'gadgets', now)).toEqual({ kind: 'unchanged' })
  expect(await content()).toEqual(before)
})

it.each([[undefined], [''], ['Letters'], ['two words'], ['../up'], ['-x'], ['é']])(
  'writes nothing under the name %o',
  async (name) => {
    await addColumn('mood')
    const before = await content()
    expect(await writeMigration(prisma, name, now)).toEqual({ kind: 'bad-name', found: name })
    expect(await content()).toEqual(before)
  },
)

it('writes nothing under a name that is taken', async () => {
  await addColumn('mood')
  expect(await writeMigration(prisma, 'first', now)).toMatchObject({ kind: 'name-taken' })
})
