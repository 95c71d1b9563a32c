import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'

const checkout = fileURLToPath(new URL('../..', import.meta.url))
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nats-level-counts-'))
  await symlink(join(checkout, 'node_modules'), join(folder, 'node_modules'))
})
afterEach(() => rm(folder, { recursive: true }))

/** Runs vitest on these files as a person would, and returns its last line. */
async function lastLine(files: Record<string, string>): Promise<string | undefined> {
  return (await linesOf(files)).at(-1)
}

async function linesOf(files: Record<string, string>): Promise<readonly string[]> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), `import { beforeAll, expect, it } from 'vitest'\n${text}`)
  }
  const reporter = join(checkout, 'test/support/counts.ts')
  const words = ['run', '--root', folder, '--reporter', 'default', '--reporter', reporter]
  const run = spawn(process.execPath, [join(checkout, 'node_modules/vitest/vitest.mjs'), ...words], {
    cwd: folder,
    env: { ...process.env, FORCE_COLOR: '1' },
  })
  let said = ''
  run.stdout.on('data', (piece) => {
    said += piece
  })
  await once(run, 'close')
  return said.trimEnd().split('\n')
}

it('ends with how many tests passed', async () => {
  expect(await lastLine({ 'a.test.ts': `it('a', () => {}); it('b', () => {})` })).toBe('2 passed, 0 failed')
})

it('counts what failed, what could not even be read, and what was skipped', async () => {
  const line = await lastLine({
    'a.test.ts': `it('a', () => {}); it('b', () => expect(1).toBe(2)); it.skip('c', () => {}); it.todo('d')`,
    'b.test.ts': `import './nowhere.ts'\nit('e', () => {})`,
  })
  expect(line).toBe('1 passed, 2 failed, 2 skipped')
})

it('does not call a run good whose preparation failed', async () => {
  const line = await lastLine({ 'a.test.ts': `beforeAll(() => { throw new Error('no') }); it('a', () => {})` })
  expect(line).toBe('0 passed, 1 failed, 1 skipped')
})

it('counts an error that no test was there to catch', async () => {
  const line = await lastLine({
    'a.test.ts': `it('a', async () => { Promise.reject(new Error('lost')); await new Promise(setImmediate) })`,
  })
  expect(line).toBe('1 passed, 1 failed')
})

it('says once why tests were skipped that give a reason', async () => {
  const lines = await linesOf({
    'a.test.ts': `it.skip('a (skipped: no moon tonight)', () => {}); it.skip('b', () => {})`,
    'b.test.ts': `it.skip('c (skipped: no moon tonight)', () => {}); it('d', () => {})`,
  })
  expect(lines.slice(-2)).toEqual(['Skipped: no moon tonight', '1 passed, 0 failed, 3 skipped'])
})
