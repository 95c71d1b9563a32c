import { z } from 'zod'
import { type KeyRing, readKey } from './slack/sealed.ts'
import type { Way } from './slack/transport.ts'

/** What the environment says, read once at start; every later question about it is a question to this value. */
export interface Config {
  /** Absent: an embedded PostgreSQL in `dataDir`. */
  readonly databaseUrl: string | undefined
  readonly dataDir: string | undefined
  /** What this process does. A bot that is told nothing does everything. */
  readonly roles: ReadonlySet<Role>
  /** Over signed HTTP, or over a socket where there is an app-level token; nothing comes in without the role `web`. */
  readonly way: Way
  /** Absent: the workspaces whose tokens are on record are served. */
  readonly botToken: string | undefined
  /** Empty: tokens are not kept. */
  readonly encryptionKeys: KeyRing
  /** Always ends in a slash. */
  readonly slackApiUrl: string
  readonly port: number
  readonly adminUserIds: readonly AdminId[]
  readonly logLevel: LogLevel
  /** Whose time the bot follows instead of the machine’s; never in production. */
  readonly clockUrl: string | undefined
}

const allRoles = ['web', 'worker', 'scheduler'] as const
export type Role = (typeof allRoles)[number]

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
  const problems = [...[...wrong].map((name) => problem(name, given)), ...together(given, wrong), ...notYet(given)]
  if (problems.length > 0 || !parsed.data) throw new ConfigError(problems)
  const read = parsed.data
  return {
    databaseUrl: read.DATABASE_URL,
    dataDir: read.DATA_DIR,
    roles: new Set(read.ROLES),
    way: wayOf(read),
    botToken: read.SLACK_BOT_TOKEN,
    slackApiUrl: read.SLACK_API_URL.endsWith('/') ? read.SLACK_API_URL : `${read.SLACK_API_URL}/`,
    port: read.PORT,
    adminUserIds: read.ADMIN_USER_IDS,
    encryptionKeys: read.TOKEN_ENCRYPTION_KEYS,
    logLevel: read.LOG_LEVEL,
    clockUrl: read.CLOCK_URL,
  }
}

const words = (text: string) =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)

const list = <T extends z.ZodType<unknown, string>>(each: T) => z.string().transform(words).pipe(z.array(each).min(1))
const port = z.coerce.number().int().min(1).max(65_535)
const webUrl = z.url({ protocol: /^https?$/ })
const adminId = z
  .string()
  .regex(/^(?:[TE][A-Z0-9]+:)?[UW][A-Z0-9]+$/)
  .transform((id): AdminId => {
    const [slackId = '', workspaceId] = id.split(':').reverse()
    return { workspaceId, slackId }
  })
const key = z.string().transform((text, context) => {
  const read = readKey(text)
  if (read) return read
  context.addIssue({ code: 'custom' })
  return z.NEVER
})

/** Every variable with what it must be; the description finishes the sentence “expected …”. */
const environment = z.object({
  NODE_ENV: z.string().optional().describe('production, or anything else while trying it out'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(?:ql)?$/ })
    .optional()
    .describe('a PostgreSQL address such as postgresql://user:password@host:5432/nats_level'),
  DATA_DIR: z.string().optional().describe('a folder for the embedded database, such as .data'),
  SLACK_SIGNING_SECRET: z
    .string()
    .min(16)
    .optional()
    .describe('the signing secret on the app’s page “Basic Information”, 16 characters or more'),
  SLACK_BOT_TOKEN: z
    .string()
    .regex(/^xoxb-\S+$/)
    .optional()
    .describe('the bot token on the app’s page “OAuth & Permissions”, which begins with xoxb-'),
  SLACK_APP_TOKEN: z
    .string()
    .regex(/^xapp-\S+$/)
    .optional()
    .describe('an app-level token with the scope connections:write, which begins with xapp-'),
  SLACK_API_URL: webUrl
    .default('https://slack.com/api/')
    .describe('an http or https address such as https://slack.com/api/'),
  PORT: port.default(3000).describe('a port from 1 to 65535'),
  SANDBOX_PORT: port.optional().describe('a port from 1 to 65535'),
  PUBLIC_URL: webUrl.optional().describe('the http or https address under which Slack reaches this bot'),
  ADMIN_USER_IDS: list(adminId)
    .default([])
    .describe('Slack member ids separated by commas, such as U0123ABCDEF or T0123ABCDEF:U0123ABCDEF'),
  LOG_LEVEL: z
    .enum(logLevels)
    .default('info')
    .describe(`one of ${logLevels.join(', ')}`),
  ROLES: list(z.enum(allRoles))
    .default([...allRoles])
    .describe('one or more of web, worker, scheduler, separated by commas'),
  TOKEN_ENCRYPTION_KEYS: list(key)
    .default([])
    .describe('keys such as k1:<32 bytes in base64>, separated by commas, the newest first'),
  METRICS_TOKEN: z.string().min(16).optional().describe('16 characters or more'),
  CLOCK_URL: webUrl.optional().describe('the http or https address of the sandbox’s clock'),
  SANDBOX_BOT_URL: webUrl.optional().describe('the http or https address to which the sandbox delivers'),
})

function wayOf(read: z.infer<typeof environment>): Way {
  if (!read.ROLES.includes('web')) return { kind: 'none' }
  if (read.SLACK_APP_TOKEN !== undefined) return { kind: 'socket', appToken: read.SLACK_APP_TOKEN }
  // `together` has refused an environment with neither.
  return { kind: 'http', signingSecret: read.SLACK_SIGNING_SECRET ?? '' }
}

type Name = keyof typeof environment.shape

const secrets: ReadonlySet<string> = new Set<Name>([
  'DATABASE_URL',
  'SLACK_SIGNING_SECRET',
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'TOKEN_ENCRYPTION_KEYS',
  'METRICS_TOKEN',
])

function expected(name: Name): string {
  return environment.shape[name].description ?? ''
}

function problem(name: string, given: Readonly<Record<string, string>>): string {
  return `${name}: found ${found(given[name], secrets.has(name))}, expected ${expected(name as Name)}.`
}

function found(value: string | undefined, secret: boolean): string {
  if (value === undefined) return 'nothing'
  if (secret) return `${value.length === 1 ? '1 character that does' : `${value.length} characters that do`} not fit`
  return `“${value.length > 60 ? `${value.slice(0, 60)}…` : value}”`
}

/** Variables that are right each on its own and wrong together. */
function together(given: Readonly<Record<string, string>>, wrong: ReadonlySet<string>): string[] {
  const problems: string[] = []
  const web = isWeb(given, wrong)
  if (!given.SLACK_BOT_TOKEN && (web || !given.TOKEN_ENCRYPTION_KEYS)) problems.push(noToken(web))
  if (web && !given.SLACK_SIGNING_SECRET && !given.SLACK_APP_TOKEN)
    problems.push(
      `SLACK_SIGNING_SECRET: found nothing, expected ${expected('SLACK_SIGNING_SECRET')}; or, for Socket Mode, SLACK_APP_TOKEN with ${expected('SLACK_APP_TOKEN')}.`,
    )
  const twice = wrong.has('TOKEN_ENCRYPTION_KEYS') ? undefined : idGivenTwice(words(given.TOKEN_ENCRYPTION_KEYS ?? ''))
  if (twice !== undefined)
    problems.push(`TOKEN_ENCRYPTION_KEYS: found two keys named “${twice}”, expected a name of its own for each.`)
  if (given.NODE_ENV !== 'production') return problems
  if (!given.DATABASE_URL)
    problems.push(
      `DATABASE_URL: found nothing, expected ${expected('DATABASE_URL')}. The embedded database is for trying things out and is refused when NODE_ENV is production.`,
    )
  if (given.CLOCK_URL)
    problems.push(
      'CLOCK_URL: found an address, expected nothing: a clock that can be moved is refused when NODE_ENV is production.',
    )
  return problems
}

/** Roles that cannot be understood are told as such, and asked for no less than all of them. */
function isWeb({ ROLES }: Readonly<Record<string, string>>, wrong: ReadonlySet<string>): boolean {
  return ROLES === undefined || wrong.has('ROLES') || words(ROLES).includes('web')
}

function noToken(web: boolean): string {
  const token = `SLACK_BOT_TOKEN: found nothing, expected ${expected('SLACK_BOT_TOKEN')}`
  return web
    ? `${token}.`
    : `${token}; or, to serve the workspaces whose tokens are on record, TOKEN_ENCRYPTION_KEYS with ${expected('TOKEN_ENCRYPTION_KEYS')}.`
}

function idGivenTwice(keys: readonly string[]): string | undefined {
  const ids = keys.map((each) => each.split(':')[0])
  return ids.find((id, at) => ids.indexOf(id) < at)
}

/** Variables whose feature is not in this release: saying so beats ignoring them. */
function notYet(given: Readonly<Record<string, string>>): string[] {
  return ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET']
    .filter((name) => given[name])
    .map(
      (name) =>
        `${name}: found a value, expected nothing: this release serves one workspace by SLACK_BOT_TOKEN, not many by OAuth. Remove it.`,
    )
}
