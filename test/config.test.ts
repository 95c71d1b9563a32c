import { inspect } from 'node:util'
import { describe, expect, it, test } from 'vitest'
import { ConfigError, readConfig } from '../src/config.ts'

const secret = '8f742231b10e8888abcd99yyyzzz85a5'
const least = { SLACK_SIGNING_SECRET: secret, SLACK_BOT_TOKEN: 'xoxb-1-2-abc' }
const key = Buffer.alloc(32, 7).toString('base64')
const signingSecretExpected =
  'expected the signing secret on the app’s page “Basic Information”, 16 characters or more.'
const botTokenExpected = 'expected the bot token on the app’s page “OAuth & Permissions”, which begins with xoxb-.'
const appTokenExpected = 'an app-level token with the scope connections:write, which begins with xapp-'
const databaseExpected = 'expected a PostgreSQL address such as postgresql://user:password@host:5432/nats_level.'
const keysExpected = 'expected keys such as k1:<32 bytes in base64>, separated by commas, the newest first.'
const adminsExpected = 'expected Slack member ids separated by commas, such as U0123ABCDEF or T0123ABCDEF:U0123ABCDEF.'

it('needs two secrets and nothing else to try things out', () => {
  expect(readConfig(least)).toEqual({
    databaseUrl: undefined,
    dataDir: undefined,
    roles: new Set(['web', 'worker', 'scheduler']),
    way: { kind: 'http', signingSecret: secret },
    botToken: 'xoxb-1-2-abc',
    encryptionKeys: [],
    slackApiUrl: 'https://slack.com/api/',
    port: 3000,
    adminUserIds: [],
    logLevel: 'info',
    clockUrl: undefined,
  })
})

it('reads every variable that is given', () => {
  const everything = {
    NODE_ENV: 'production',
    DATABASE_URL: 'postgresql://bot:pw@db:5432/nats_level',
    DATA_DIR: '/var/lib/nats-level',
    SLACK_SIGNING_SECRET: secret,
    SLACK_BOT_TOKEN: 'xoxb-1-2-abc',
    SLACK_API_URL: 'http://127.0.0.1:3030/api',
    PORT: '8080',
    SANDBOX_PORT: '3030',
    PUBLIC_URL: 'https://bot.example.com',
    ADMIN_USER_IDS: 'U1, T2:W2',
    LOG_LEVEL: 'debug',
    ROLES: 'web,worker',
    TOKEN_ENCRYPTION_KEYS: `k2:${key},k1:${key}`,
    METRICS_TOKEN: 'a-token-of-metrics',
    SANDBOX_BOT_URL: 'http://127.0.0.1:8080',
  }
  const { encryptionKeys, ...rest } = readConfig(everything)
  expect(encryptionKeys.map(({ id }) => id)).toEqual(['k2', 'k1'])
  expect(rest).toEqual({
    databaseUrl: 'postgresql://bot:pw@db:5432/nats_level',
    dataDir: '/var/lib/nats-level',
    roles: new Set(['web', 'worker']),
    way: { kind: 'http', signingSecret: secret },
    botToken: 'xoxb-1-2-abc',
    slackApiUrl: 'http://127.0.0.1:3030/api/',
    port: 8080,
    adminUserIds: [
      { workspaceId: undefined, slackId: 'U1' },
      { workspaceId: 'T2', slackId: 'W2' },
    ],
    logLevel: 'debug',
    clockUrl: undefined,
  })
})

describe('a list of roles', () => {
  const keys = { TOKEN_ENCRYPTION_KEYS: `k1:${key}` }

  it.each(['worker', 'scheduler', 'worker, scheduler'])('without web (%s) needs no secret but the keys', (roles) => {
    expect(readConfig({ ...keys, ROLES: roles })).toMatchObject({
      roles: new Set(roles.split(', ')),
      way: { kind: 'none' },
      botToken: undefined,
    })
  })

  it('without web lets nothing in, whatever else is given', () => {
    const { way } = readConfig({ ...least, ROLES: 'worker', SLACK_APP_TOKEN: 'xapp-1-A1-abc' })
    expect(way).toEqual({ kind: 'none' })
  })

  it('without web serves one workspace when there is a token and no key', () => {
    expect(readConfig({ SLACK_BOT_TOKEN: 'xoxb-1-2-abc', ROLES: 'worker' }).botToken).toBe('xoxb-1-2-abc')
  })

  it('without web needs a token or keys', () => {
    expect(problemsOf({ ROLES: 'worker' })).toEqual([
      `SLACK_BOT_TOKEN: found nothing, ${botTokenExpected.slice(0, -1)}; or, to serve the workspaces whose tokens are on record, TOKEN_ENCRYPTION_KEYS with ${keysExpected.slice('expected '.length)}`,
    ])
  })

  it('with web needs a token, keys or not', () => {
    expect(problemsOf({ ...keys, ROLES: 'web,worker', SLACK_SIGNING_SECRET: secret })).toEqual([
      `SLACK_BOT_TOKEN: found nothing, ${botTokenExpected}`,
    ])
    expect(problemsOf({ ...keys, SLACK_SIGNING_SECRET: secret })).toEqual([
      `SLACK_BOT_TOKEN: found nothing, ${botTokenExpected}`,
    ])
  })
})

describe('encryption keys', () => {
  it('are 32 bytes each, and are not printed with the rest', () => {
    const config = readConfig({ ...least, TOKEN_ENCRYPTION_KEYS: `k1:${key}` })
    expect(config.encryptionKeys[0]?.key.export()).toEqual(Buffer.alloc(32, 7))
    expect(JSON.stringify(config) + inspect(config, { depth: 9, showHidden: true })).not.toContain(key.slice(0, 8))
  })

  it('have a name each', () => {
    expect(problemsOf({ ...least, TOKEN_ENCRYPTION_KEYS: `k1:${key},k2:${key},k1:${key}` })).toEqual([
      'TOKEN_ENCRYPTION_KEYS: found two keys named “k1”, expected a name of its own for each.',
    ])
  })
})

describe('an app-level token', () => {
  it('means Socket Mode, which needs no signing secret', () => {
    const { way } = readConfig({ SLACK_BOT_TOKEN: 'xoxb-1-2-abc', SLACK_APP_TOKEN: 'xapp-1-A1-abc' })
    expect(way).toEqual({ kind: 'socket', appToken: 'xapp-1-A1-abc' })
  })

  it('means it beside a signing secret too', () => {
    expect(readConfig({ ...least, SLACK_APP_TOKEN: 'xapp-1-A1-abc' }).way.kind).toBe('socket')
  })
})

describe('a wrong value', () => {
  test.each([
    ['SLACK_APP_TOKEN', 'xoxb-12-34', `found 10 characters that do not fit, expected ${appTokenExpected}.`],
    ['SLACK_SIGNING_SECRET', 'too-short', `found 9 characters that do not fit, ${signingSecretExpected}`],
    ['SLACK_BOT_TOKEN', 'xoxp-12-34', `found 10 characters that do not fit, ${botTokenExpected}`],
    ['SLACK_BOT_TOKEN', 'xoxb-12 34', `found 10 characters that do not fit, ${botTokenExpected}`],
    ['DATABASE_URL', 'mysql://bot:pw@db', `found 17 characters that do not fit, ${databaseExpected}`],
    ['DATABASE_URL', 'somewhere', `found 9 characters that do not fit, ${databaseExpected}`],
    [
      'SLACK_API_URL',
      'slack.com',
      'found “slack.com”, expected an http or https address such as https://slack.com/api/.',
    ],
    [
      'SLACK_API_URL',
      'ftp://a.b',
      'found “ftp://a.b”, expected an http or https address such as https://slack.com/api/.',
    ],
    ['PORT', '0', 'found “0”, expected a port from 1 to 65535.'],
    ['PORT', '65536', 'found “65536”, expected a port from 1 to 65535.'],
    ['PORT', '80.5', 'found “80.5”, expected a port from 1 to 65535.'],
    ['PORT', 'http', 'found “http”, expected a port from 1 to 65535.'],
    ['SANDBOX_PORT', '-1', 'found “-1”, expected a port from 1 to 65535.'],
    ['PUBLIC_URL', 'bot', 'found “bot”, expected the http or https address under which Slack reaches this bot.'],
    ['ADMIN_USER_IDS', '@ana', `found “@ana”, ${adminsExpected}`],
    ['ADMIN_USER_IDS', 'U1,T1:', `found “U1,T1:”, ${adminsExpected}`],
    ['LOG_LEVEL', 'loud', 'found “loud”, expected one of trace, debug, info, warn, error, fatal, silent.'],
    ['ROLES', 'web,boss', 'found “web,boss”, expected one or more of web, worker, scheduler, separated by commas.'],
    ['TOKEN_ENCRYPTION_KEYS', 'k1:c2hvcnQ=', `found 11 characters that do not fit, ${keysExpected}`],
    [
      'TOKEN_ENCRYPTION_KEYS',
      `k1:${Buffer.alloc(33).toString('base64')}`,
      `found 47 characters that do not fit, ${keysExpected}`,
    ],
    ['TOKEN_ENCRYPTION_KEYS', `k 1:${key}`, `found 48 characters that do not fit, ${keysExpected}`],
    ['TOKEN_ENCRYPTION_KEYS', key, `found 44 characters that do not fit, ${keysExpected}`],
    ['METRICS_TOKEN', 'short', 'found 5 characters that do not fit, expected 16 characters or more.'],
    ['CLOCK_URL', 'noon', 'found “noon”, expected the http or https address of the sandbox’s clock.'],
    ['SANDBOX_BOT_URL', 'x', 'found “x”, expected the http or https address to which the sandbox delivers.'],
  ])('of %s (%s) is told in one line', (name, value, line) => {
    expect(problemsOf({ ...least, [name]: value })).toEqual([`${name}: ${line}`])
  })

  it('is told once, however much of a list is wrong', () => {
    expect(problemsOf({ ...least, ADMIN_USER_IDS: 'ana,bob' })).toEqual([
      `ADMIN_USER_IDS: found “ana,bob”, ${adminsExpected}`,
    ])
    expect(problemsOf({ ...least, ROLES: 'boss' })).toEqual([
      'ROLES: found “boss”, expected one or more of web, worker, scheduler, separated by commas.',
    ])
  })

  it('is shown in its first 60 characters', () => {
    expect(problemsOf({ ...least, LOG_LEVEL: 'x'.repeat(61) })[0]).toContain(`found “${'x'.repeat(60)}…”, expected`)
  })

  it('never shows a secret, in no message', () => {
    const secrets = {
      SLACK_SIGNING_SECRET: 'hush-1',
      SLACK_BOT_TOKEN: 'hush-2',
      DATABASE_URL: 'hush-3',
      TOKEN_ENCRYPTION_KEYS: 'hush-4',
      METRICS_TOKEN: 'hush-5',
      SLACK_APP_TOKEN: 'hush-6',
      SLACK_CLIENT_ID: 'hush-7',
      SLACK_CLIENT_SECRET: 'hush-8',
      SLACK_STATE_SECRET: 'hush-9',
    }
    expect(problemsOf(secrets)).toHaveLength(9)
    expect(problemsOf(secrets).join()).not.toContain('hush')
  })
})

it('counts an empty or blank variable as absent', () => {
  expect(
    readConfig({ ...least, PORT: '', ADMIN_USER_IDS: '  ', SLACK_APP_TOKEN: '', DATABASE_URL: undefined }),
  ).toEqual(readConfig(least))
  expect(problemsOf({ ...least, SLACK_BOT_TOKEN: ' ' })).toEqual([
    `SLACK_BOT_TOKEN: found nothing, ${botTokenExpected}`,
  ])
})

it('takes the spaces off that come along when somebody pastes', () => {
  expect(readConfig({ ...least, SLACK_BOT_TOKEN: ' xoxb-1-2-abc\n' }).botToken).toBe('xoxb-1-2-abc')
})

it('tells all problems at once', () => {
  const problems = [
    `SLACK_BOT_TOKEN: found 4 characters that do not fit, ${botTokenExpected}`,
    'PORT: found “none”, expected a port from 1 to 65535.',
    `SLACK_SIGNING_SECRET: found nothing, ${signingSecretExpected.slice(0, -1)}; or, for Socket Mode, SLACK_APP_TOKEN with ${appTokenExpected}.`,
  ]
  const error = errorOf({ SLACK_BOT_TOKEN: 'xoxo', PORT: 'none' })
  expect(error.problems).toEqual(problems)
  expect(error.message).toBe(`The environment has 3 problems:\n- ${problems.join('\n- ')}`)
})

it('speaks of one problem in the singular', () => {
  expect(errorOf({ ...least, PORT: 'x' }).message).toMatch(/^The environment has 1 problem:\n- PORT: /)
})

describe('production', () => {
  const live = { ...least, NODE_ENV: 'production' }

  it('refuses the embedded database', () => {
    expect(problemsOf(live)).toEqual([
      `DATABASE_URL: found nothing, ${databaseExpected} The embedded database is for trying things out and is refused when NODE_ENV is production.`,
    ])
  })

  it('refuses a clock that can be moved', () => {
    expect(problemsOf({ ...live, DATABASE_URL: 'postgres://db/x', CLOCK_URL: 'http://127.0.0.1:3030/clock' })).toEqual([
      'CLOCK_URL: found an address, expected nothing: a clock that can be moved is refused when NODE_ENV is production.',
    ])
  })

  it('is the only place where they are refused', () => {
    const clockUrl = 'http://127.0.0.1:3030/clock'
    expect(readConfig({ ...least, NODE_ENV: 'test', CLOCK_URL: clockUrl })).toMatchObject({ clockUrl })
  })
})

describe('what this release does not do yet', () => {
  test.each(['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET'])('is said and not ignored: %s', (name) => {
    expect(problemsOf({ ...least, [name]: '123.456' })).toEqual([
      `${name}: found a value, expected nothing: this release serves one workspace by SLACK_BOT_TOKEN, not many by OAuth. Remove it.`,
    ])
  })
})

function problemsOf(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return errorOf(env).problems
}

function errorOf(env: Readonly<Record<string, string | undefined>>): ConfigError {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('the environment was accepted')
}
