import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { expect, it, test } from 'vitest'

// What each variable must not be, and what the bot says of it before it ends. Secrets are told by their length.
const broken: Readonly<Record<string, readonly [value: string, found: string]>> = {
  SLACK_SIGNING_SECRET: ['hush-one', 'found 8 characters that do not fit, expected the signing secret'],
  SLACK_BOT_TOKEN: ['hush-two', 'found 8 characters that do not fit, expected the bot token'],
  SLACK_APP_TOKEN: ['hush-three', 'found 10 characters that do not fit, expected an app-level token'],
  DATABASE_URL: ['hush-four', 'found 9 characters that do not fit, expected a PostgreSQL address'],
  TOKEN_ENCRYPTION_KEYS: ['hush-five', 'found 9 characters that do not fit, expected keys such as'],
  METRICS_TOKEN: ['hush-six', 'found 8 characters that do not fit, expected 16 characters or more'],
  SLACK_CLIENT_ID: ['hush-seven', 'found a value, expected nothing'],
  SLACK_CLIENT_SECRET: ['hush-eight', 'found a value, expected nothing'],
  SLACK_STATE_SECRET: ['hush-nine', 'found a value, expected nothing'],
  PORT: ['http', 'found “http”, expected a port from 1 to 65535'],
  SLACK_API_URL: ['slack.com', 'found “slack.com”, expected an http or https address'],
  ADMIN_USER_IDS: ['@ana', 'found “@ana”, expected Slack member ids'],
  LOG_LEVEL: ['loud', 'found “loud”, expected one of trace, debug'],
  PUBLIC_URL: ['bot', 'found “bot”, expected the http or https address'],
  SANDBOX_PORT: ['0', 'found “0”, expected a port from 1 to 65535'],
  SANDBOX_BOT_URL: ['there', 'found “there”, expected the http or https address'],
  ROLES: ['boss', 'found “boss”, expected one or more of web, worker, scheduler'],
  CLOCK_URL: ['noon', 'found “noon”, expected the http or https address'],
}

it('ends at once when the environment is wrong, with a line for each variable and no secret', async () => {
  const { code, said } = await startWith(
    Object.fromEntries(Object.entries(broken).map(([name, [value]]) => [name, value])),
  )
  expect(code).toBe(1)
  const [first, ...lines] = said.trim().split('\n')
  expect(first).toBe(`The environment has ${Object.keys(broken).length} problems:`)
  for (const [name, [, found]] of Object.entries(broken))
    expect(lines).toContainEqual(expect.stringContaining(`- ${name}: ${found}`))
  expect(lines).toHaveLength(Object.keys(broken).length)
  expect(said).not.toContain('hush')
})

it('ends at once when the folder of the database cannot be made, and says what to do', async () => {
  const right = {
    SLACK_SIGNING_SECRET: 'x'.repeat(32),
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_API_URL: 'http://127.0.0.1:9/',
  }
  const { code, said } = await startWith({ ...right, DATA_DIR: '/dev/null/data', LOG_LEVEL: 'silent' })
  expect(code).toBe(1)
  expect(said).toMatch(/^The data folder \/dev\/null\/data could not be made: .* Choose another one with DATA_DIR\.\n$/)
})

test('every variable of .env.example has been broken here', () => {
  const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8')
  const named = [...example.matchAll(/^(?:# )?([A-Z_]+)=/gm)].map(([, name = '']) => name)
  expect([...Object.keys(broken), 'DATA_DIR'].sort()).toEqual(named.sort())
})

/** The bot’s process with these variables and none of ours, until it has ended. */
async function startWith(env: Readonly<Record<string, string>>): Promise<{ code: number; said: string }> {
  const bot = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [said, [code]] = await Promise.all([text(bot.stderr), once(bot, 'exit')])
  return { code, said }
}
