import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { beforeEach, expect, it } from 'vitest'
import { recordAssessment } from '../../src/assessment/flow.ts'
import { meet } from '../../src/directory/flow.ts'
import { everythingAbout } from '../../src/directory/flow-own-data.ts'
import { copyOf } from '../../src/ops/export.ts'
import { exportParts } from '../../src/ops/own-data.ts'
import { formOf, ivan } from '../assessment/people.ts'
import { registerIn, stageOn, visitor } from '../assessment/stage.ts'
import { nats } from '../catalog/profiles.ts'
import { freshDatabase } from '../support/database.ts'

const { db, sql, url } = await freshDatabase()
const { world } = stageOn(db, '2026-11-23T09:00:00Z')
const elsewhere = { ...visitor('U1', { workspaceIds: ['T2'] }), workspaceId: 'T2' }

beforeEach(async () => {
  await sql('truncate seen, workspace, profile_version, profile_slot cascade')
  const known = await registerIn(world, nats)
  await recordAssessment(world, known, visitor('U1'), formOf({ ...ivan, note: 'An albatross.' }, { via: 'home' }))
})

it('is what the person is sent', async () => {
  const copied = await copyOf(db, 'U1', undefined, world.now())
  const met = await meet(world, visitor('U1'), world.now())
  if (met.kind !== 'member') throw new Error(`met a ${met.kind}`)
  const said = (json: string | undefined) => ({
    ...JSON.parse(json ?? ''),
    auditLinesAboutYou: [],
    auditLinesByYou: [],
  })
  const sent = await everythingAbout(db, exportParts, met.person, world.now(), 'themselves')
  expect(said('json' in copied ? copied.json : '')).toEqual(said(sent))
  expect('json' in copied && copied.json).toContain('An albatross.')
})

it('is on record: the person reads that whoever runs the app has taken a copy', async () => {
  await copyOf(db, 'U1', undefined, world.now())
  const copied = await copyOf(db, 'U1', undefined, world.now())
  const line = { at: '2026-11-23T09:00:00.000Z', act: 'export.own', by: 'the app', detail: null }
  expect(JSON.parse('json' in copied ? copied.json : '')).toMatchObject({ auditLinesAboutYou: [line, line] })
})

it('asks for the workspace where one id stands in several, and knows nobody whom it does not know', async () => {
  await meet(world, elsewhere, world.now())
  expect(await copyOf(db, 'U1', undefined, world.now())).toEqual({ kind: 'several', workspaceIds: ['T1', 'T2'] })
  expect(await copyOf(db, 'U1', 'T2', world.now())).toMatchObject({ kind: 'copied' })
  expect(await copyOf(db, 'U9', undefined, world.now())).toEqual({ kind: 'nobody' })
})

it('is printed by the command line, which says in one sentence what it lacks', () => {
  expect(run(url, 'U1')).toMatchObject({ status: 0, stdout: expect.stringContaining('An albatross.'), stderr: '' })
  expect(run(url, 'U9')).toMatchObject({ status: 1, stdout: '', stderr: 'Nothing is stored about U9.\n' })
  expect(run(url, '@ivan')).toMatchObject({
    status: 1,
    stderr: 'The person is “@ivan”; expected a Slack id such as U0123ABCDEF.\n',
  })
  expect(run('', 'U1')).toMatchObject({
    status: 1,
    stderr: 'DATABASE_URL is not set; expected the one the bot uses.\n',
  })
})

function run(DATABASE_URL: string, ...words: readonly string[]) {
  const script = fileURLToPath(new URL('../../src/ops/export.ts', import.meta.url))
  return spawnSync(process.execPath, ['--import', 'tsx', script, ...words], {
    encoding: 'utf8',
    env: { ...process.env, DATABASE_URL },
  })
}
