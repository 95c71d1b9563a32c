import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { findChromium } from './chromium.ts'

const checkout = fileURLToPath(new URL('../..', import.meta.url))

/** What a run says of one browser test, on a machine without a browser. */
async function saidWithoutBrowser(ci: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nats-level-browser-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await symlink(join(checkout, 'node_modules'), join(folder, 'node_modules'))
  await writeFile(
    join(folder, 'a.test.ts'),
    `import { test } from 'vitest'
     import { inBrowser } from '${join(checkout, 'test/support/browser.ts')}'
     inBrowser('a page', () => { test('it opens', () => {}) })`,
  )
  const words = [
    'run',
    '--root',
    folder,
    '--reporter',
    'default',
    '--reporter',
    join(checkout, 'test/support/counts.ts'),
  ]
  const run = spawn(process.execPath, [join(checkout, 'node_modules/vitest/vitest.mjs'), ...words], {
    cwd: folder,
    env: { ...process.env, CHROMIUM: 'none', CI: ci, NO_COLOR: '1' },
  })
  const pieces: Buffer[] = []
  for (const stream of [run.stdout, run.stderr]) stream.on('data', (piece: Buffer) => pieces.push(piece))
  await once(run, 'close')
  return Buffer.concat(pieces).toString('utf8').trimEnd()
}

it('skips the tests of a machine without a browser, and says why', async () => {
  const said = await saidWithoutBrowser('')
  expect(said.split('\n').slice(-2)).toEqual([
    expect.stringMatching(/^Skipped: no Chromium found; install one .* or set CHROMIUM to its path$/),
    '0 passed, 0 failed, 1 skipped',
  ])
})

it('fails under CI when the machine has no browser', async () => {
  const said = await saidWithoutBrowser('true')
  expect(said).toContain('no Chromium found')
  expect(said.split('\n').at(-1)).toBe('0 passed, 1 failed')
})

it('takes the browser that CHROMIUM names, and complains when it is none', () => {
  expect(findChromium(process.execPath)).toBe(process.execPath)
  expect(findChromium('none')).toBeUndefined()
  expect(() => findChromium('/nowhere/chromium')).toThrow(
    'CHROMIUM: found “/nowhere/chromium”, expected the path of a Chromium that may be run, or none.',
  )
})
