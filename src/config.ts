import { z } from 'zod'

/** What the environment says, read once at start; every later question about it is a question to this value. */
export interface Config {
  readonly production: boolean
  /** Absent: an embedded PostgreSQL in `dataDir`. */
  readonly databaseUrl: string | undefined
  readonly dataDir: string | undefined
  readonly signingSecret: string
  readonly botToken: string
  /** Always ends in a slash. */
  readonly slackApiUrl: string
  readonly port: number
  readonly publicUrl: string | undefined
  readonly adminUserIds: readonly AdminId[]
  readonly logLevel: LogLevel
}

/** Somebody who runs the programme: `T1:U1`, or `U1` where only one workspace is served. */
export interface AdminId {
  readonly workspaceId: string | undefined
  readonly slackId: string
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** All problems of the environment at once, one line each, ready to be printed. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(
      `The environment has ${problems.length === 1 ? '1 problem' : `${problems.length} problems`}:\n- ${problems.join('\n- ')}`,
    )
    this.problems = problems
  }
}

/**
 * Reads and checks the environment. An empty variable counts as absent.
 * @throws ConfigError naming each variable, what was found (a secret only by its length) and what is expected.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  )
  const parsed = environment.safeParse(given)
  const wrong = new Set((parsed.error?.issues ?? []).map((issue) => String(issue.path[0])))
  const problems = [...[...wrong].map((name) => problem(name, given)), ...together(given), ...notYet(given, wrong)]
  if (problems.length > 0 || !parsed.data) throw new ConfigError(problems)
  const read = parsed.data
  return {
    production: read.NODE_ENV === 'production',
    databaseUrl: read.DATABASE_URL,
    dataDir: read.DATA_DIR,
    signingSecret: read.SLACK_SIGNING_SECRET,
    botToken: read.SLACK_BOT_TOKEN,
    slackApiUrl: read.SLACK_API_URL.endsWith('/') ? read.SLACK_API_URL : `${read.SLACK_API_URL}/`,
    port: read.PORT,
    publicUrl: read.PUBLIC_URL,
    adminUserIds: read.ADMIN_USER_IDS,
    logLevel: read.LOG_LEVEL,
  }
}

interface Variable {
  readonly schema: z.ZodType
  readonly expected: string
  readonly secret?: true
}

const port = z.coerce.number().int().min(1).max(65_535)
const webUrl = z.url({ protocol: /^https?$/ })
const adminId = z
  .string()
  .regex(/^(?:[TE][A-Z0-9]+:)?[UW][A-Z0-9]+$/)
  .transform((id): AdminId => {
    const [slackId = '', workspaceId] = id.split(':').reverse()
    return { workspaceId, slackId }
  })

const words = (text: string) =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)

const schemas = {
  NODE_ENV: z.string().optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(?:ql)?$/ }).optional(),
  DATA_DIR: z.string().optional(),
  SLACK_SIGNING_SECRET: z.string().min(16),
  SLACK_BOT_TOKEN: z.string().regex(/^xoxb-\S+$/),
  SLACK_API_URL: webUrl.default('https://slack.com/api/'),
  PORT: port.default(3000),
  SANDBOX_PORT: port.optional(),
  PUBLIC_URL: webUrl.optional(),
  ADMIN_USER_IDS: z.string().transform(words).pipe(z.array(adminId)).default([]),
  LOG_LEVEL: z.enum(logLevels).default('info'),
  ROLES: z
    .string()
    .transform(words)
    .pipe(z.array(z.enum(['web', 'worker', 'scheduler'])).min(1))
    .optional(),
  TOKEN_ENCRYPTION_KEYS: z
    .string()
    .transform(words)
    .pipe(z.array(z.string().refine(isKey)).min(1))
    .optional(),
  METRICS_TOKEN: z.string().min(16).optional(),
  CLOCK_URL: webUrl.optional(),
  SANDBOX_BOT_URL: webUrl.optional(),
}

const environment = z.object(schemas)

const expected: Record<keyof typeof schemas, Omit<Variable, 'schema'>> = {
  NODE_ENV: { expected: 'production, or anything else while trying it out' },
  DATABASE_URL: {
    expected: 'a PostgreSQL address such as postgresql://user:password@host:5432/nats_level',
    secret: true,
  },
  DATA_DIR: { expected: 'a folder for the embedded database, such as .data' },
  SLACK_SIGNING_SECRET: {
    expected: 'the signing secret on the app’s page “Basic Information”, 16 characters or more',
    secret: true,
  },
  SLACK_BOT_TOKEN: {
    expected: 'the bot token on the app’s page “OAuth & Permissions”, which begins with xoxb-',
    secret: true,
  },
  SLACK_API_URL: { expected: 'an http or https address such as https://slack.com/api/' },
  PORT: { expected: 'a port from 1 to 65535' },
  SANDBOX_PORT: { expected: 'a port from 1 to 65535' },
  PUBLIC_URL: { expected: 'the http or https address under which Slack reaches this bot' },
  ADMIN_USER_IDS: { expected: 'Slack member ids separated by commas, such as U0123ABCDEF or T0123ABCDEF:U0123ABCDEF' },
  LOG_LEVEL: { expected: `one of ${logLevels.join(', ')}` },
  ROLES: { expected: 'one or more of web, worker, scheduler, separated by commas' },
  TOKEN_ENCRYPTION_KEYS: {
    expected: 'keys such as k1:<32 bytes in base64>, separated by commas, the newest first',
    secret: true,
  },
  METRICS_TOKEN: { expected: '16 characters or more', secret: true },
  CLOCK_URL: { expected: 'the http or https address of the sandbox’s clock' },
  SANDBOX_BOT_URL: { expected: 'the http or https address to which the sandbox delivers' },
}

function problem(name: string, given: Readonly<Record<string, string>>): string {
  const variable = expected[name as keyof typeof expected]
  return `${name}: found ${found(given[name], variable.secret ?? false)}, expected ${variable.expected}.`
}

function found(value: string | undefined, secret: boolean): string {
  if (value === undefined) return 'nothing'
  if (secret) return `${value.length} characters that do not fit`
  return `“${value.length > 60 ? `${value.slice(0, 60)}…` : value}”`
}

/** Variables that are right each on its own and wrong together. */
function together(given: Readonly<Record<string, string>>): string[] {
  if (given.NODE_ENV !== 'production') return []
  const problems: string[] = []
  if (!given.DATABASE_URL)
    problems.push(
      `DATABASE_URL: found nothing, expected ${expected.DATABASE_URL.expected}. The embedded database is for trying things out and is refused when NODE_ENV is production.`,
    )
  if (given.CLOCK_URL)
    problems.push(
      'CLOCK_URL: found an address, expected nothing: a clock that can be moved is refused when NODE_ENV is production.',
    )
  return problems
}

/** Variables whose feature is not in this release: saying so beats ignoring them. */
function notYet(given: Readonly<Record<string, string>>, wrong: ReadonlySet<string>): string[] {
  const problems: string[] = []
  if (given.SLACK_APP_TOKEN)
    problems.push(
      'SLACK_APP_TOKEN: found a value, expected nothing: this release talks to Slack over signed HTTP only, not over Socket Mode. Remove it, and set the manifest’s request URLs.',
    )
  for (const name of ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET'])
    if (given[name])
      problems.push(
        `${name}: found a value, expected nothing: this release serves one workspace by SLACK_BOT_TOKEN, not many by OAuth. Remove it.`,
      )
  if (given.ROLES && !wrong.has('ROLES') && !words(given.ROLES).includes('web'))
    problems.push(
      `ROLES: found “${given.ROLES}”, expected a list with web in it: this release has no other work to do.`,
    )
  return problems
}

function isKey(key: string): boolean {
  const [id, secret] = key.split(':')
  return Boolean(id) && Buffer.from(secret ?? '', 'base64').length === 32
}
