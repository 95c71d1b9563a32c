import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, expect, it } from 'vitest'
import { meet } from '../../src/directory/flow.ts'
import { importManagers, workspaceFor } from '../../src/ops/import-managers.ts'
import { stageOn, visitor } from '../assessment/stage.ts'
import { freshDatabase } from '../support/database.ts'

const { db, sql, url } = await freshDatabase()
const { world } = stageOn(db, '2026-11-23T09:00:00Z')
const [ivan, ana, guest] = ['U0IVANPETR', 'U0ANNALIND', 'U0GUEST001']
const folder = mkdtempSync(join(tmpdir(), 'nats-level-import-'))

beforeEach(async () => {
  await sql('truncate workspace cascade')
  await meet(world, visitor(ivan), world.now())
})

const list = `person,manager\n${ivan},${ana}\n${guest},${ana}\n`

it('prints what would change and what is refused, and changes nothing', async () => {
  const { exit, lines, progress } = await run(list, false)
  expect(lines).toEqual([
    '2 rows read. 1 ready · none unchanged · 1 refused.',
    `line 2: ${ivan} → ${ana} (nobody yet)`,
    `line 3: refused: ${guest} is a guest, expected a member.`,
    'Nothing was changed yet; add --apply to import what is ready.',
  ])
  expect(progress[0]).toBe('3 lines read; looking at the people in them.')
  expect(progress.at(-1)).toBe('2 accounts looked at in Slack.')
  expect(exit).toBe(2)
  expect(await sql('select 1 from manager_link')).toEqual([])
})

it('imports what is ready, and says so; the next time nothing is to be changed', async () => {
  expect((await run(list, true)).lines.at(-1)).toBe('Imported: 1. The bot tells whoever is in the check-in.')
  expect(await sql(`select source, state from manager_link`)).toEqual([{ source: 'csv', state: 'in-force' }])
  expect(await sql(`select actor_id from audit where act = 'import.apply'`)).toEqual([{ actor_id: null }])
  const again = await run(`${ivan},${ana}`, true)
  expect(again).toMatchObject({
    exit: 0,
    lines: ['1 row read. None ready · 1 unchanged · none refused.', 'Nothing was changed.'],
  })
})

it('refuses a list that cannot be read, in a sentence', async () => {
  await expect(run('', true)).rejects.toThrow('There is nothing in it; expected one line for each person.')
})

it('asks for the workspace where there are several, and knows only those that there are', async () => {
  expect(await workspaceFor(db, undefined)).toBe('T1')
  await expect(workspaceFor(db, 'T9')).rejects.toThrow('The workspace is “T9”; expected one of T1.')
  await meet(world, { ...visitor(ivan, { workspaceIds: ['T2'] }), workspaceId: 'T2' }, world.now())
  await expect(workspaceFor(db, undefined)).rejects.toThrow('The bot serves T1, T2; name one with --workspace.')
  expect(await workspaceFor(db, 'T2')).toBe('T2')
})

it('says on the command line in one sentence what it lacks', () => {
  const file = join(folder, 'list.csv')
  writeFileSync(file, list)
  expect(command('', file).stderr).toBe('DATABASE_URL is not set; expected the one the bot uses.\n')
  expect(command(url, file, '--workspace', 'T9')).toMatchObject({
    status: 1,
    stdout: '',
    stderr: 'The workspace is “T9”; expected one of T1.\n',
  })
})

async function run(text: string, apply: boolean) {
  const lines: string[] = []
  const progress: string[] = []
  const members = {
    lookUp: (slackId: string) => visitor(slackId, { guest: slackId === guest }).lookUp(slackId),
    everybody: async function* () {},
    inChannel: async function* () {},
  }
  const exit = await importManagers(
    { world, workspaceId: 'T1', members, bytes: new TextEncoder().encode(text), apply },
    { line: (sentence) => void lines.push(sentence), progress: (sentence) => void progress.push(sentence) },
  )
  return { exit, lines, progress }
}

function command(databaseUrl: string, ...args: readonly string[]) {
  const script = fileURLToPath(new URL('../../src/ops/import-managers.ts', import.meta.url))
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script, ...args], {
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: databaseUrl,
      SLACK_BOT_TOKEN: 'xoxb-1-test',
      SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
      // Nobody listens there.
      SLACK_API_URL: 'http://127.0.0.1:9/api/',
    },
  })
  return { status, stdout, stderr }
}
