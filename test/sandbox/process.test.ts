import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { startSandbox } from '../../sandbox/index.ts'
import { readJson, record } from '../../sandbox/json.ts'

let child: ChildProcess | undefined

afterEach(() => {
  child?.kill('SIGKILL')
})

/** `npm run sandbox`, and what it printed once it has printed so many lines or ended. */
async function run(
  env: Readonly<Record<string, string>>,
  lines: number,
  words: readonly string[] = [],
): Promise<string> {
  const started = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts', ...words], {
    env: { ...process.env, ...env },
  })
  child = started
  let printed = ''
  const enough = new Promise<void>((resolve) => {
    const note = (chunk: Buffer): void => {
      printed += chunk.toString()
      if (printed.split('\n').length > lines) resolve()
    }
    started.stdout.on('data', note)
    started.stderr.on('data', note)
  })
  await Promise.race([enough, once(started, 'close')])
  return printed
}

describe('the process', () => {
  it('prints the lines a bot needs, answers, and stops when told', async () => {
    const printed = await run({ SANDBOX_PORT: '0' }, 5)
    expect(printed).toContain('\nunset SLACK_APP_TOKEN\n')
    const value = (name: string): string => new RegExp(`^export ${name}=(\\S+)$`, 'm').exec(printed)?.[1] ?? ''
    expect(value('SLACK_SIGNING_SECRET')).toMatch(/^[0-9a-f]{32}$/)
    const headers = { authorization: `Bearer ${value('SLACK_BOT_TOKEN')}` }
    const response = await fetch(`${value('SLACK_API_URL')}auth.test`, { method: 'POST', headers })
    expect(record(readJson(await response.text())).ok).toBe(true)
    const ended = child && once(child, 'close')
    child?.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  })

  it('prints a token for Socket Mode when asked for it', async () => {
    const printed = await run({ SANDBOX_PORT: '0' }, 5, ['--socket'])
    expect(printed).toContain('delivers over Socket Mode')
    expect(printed).toMatch(/^export SLACK_APP_TOKEN=xapp-1-\S+$/m)
  })

  it('says kindly what is wrong with its settings', async () => {
    expect(await run({ SANDBOX_PORT: 'many' }, 1)).toBe(
      'SANDBOX_PORT is “many”; expected a port number, such as 3030.\n',
    )
    expect(await run({ SANDBOX_PORT: '0', SANDBOX_BOT_URL: 'here' }, 1)).toMatch(
      /^SANDBOX_BOT_URL is “here”; expected an address/,
    )
    expect(await run({ SANDBOX_PORT: '0' }, 1, ['--sockets'])).toBe(
      'The sandbox knows no “--sockets”; expected nothing, or --socket for Socket Mode.\n',
    )
  })

  it('says kindly that its port is taken', async () => {
    const other = await startSandbox()
    const { port } = new URL(other.url)
    expect(await run({ SANDBOX_PORT: port }, 1)).toBe(
      `Port ${port} is taken by another program; choose a free one with SANDBOX_PORT.\n`,
    )
    await other.close()
  })
})
